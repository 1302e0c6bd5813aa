"""Every page of every chart: no overlap, nothing off the page, no line through a box, legible type, every unit once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgmodel.charts.chart import chart
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram
from tests.charts.geometry import faults
from tests.charts.organisations import ids, outcome, records, study

LEAST = {"a4": 7.0, "a4-portrait": 7.0, "a4-landscape": 7.0, "a3": 8.0, "fit": 8.0}


@pytest.mark.parametrize("page", LEAST)
@pytest.mark.parametrize("root", [None, "tinh", "duc-tho", "ky-anh", "tinh.ubnd", "duc-tho.ubnd"])
def test_the_study(page: str, root: str | None) -> None:
    """The study's baseline, whole and in part, on every kind of page."""
    baseline = study().baseline
    drawing = chart(baseline, root=root, page=page).drawing
    assert faults(drawing, ids(baseline, root), least=LEAST[page]) == []
    if page == "fit":
        assert len(drawing.pages) == 1


@pytest.mark.parametrize("state", ["before", "after"])
@pytest.mark.parametrize(
    ("scenario", "root"),
    [
        ("2.3-no-new-quota", "duc-tho"),
        ("2.3-new-quota", "duc-tho"),
        ("2.4-propaganda-mobilisation", "ky-anh"),
        ("2.5-actual-2023", None),
        ("2.1-health-centres-split-up", None),
        ("conclusion-with-drafts", None),
    ],
)
def test_outcomes(scenario: str, root: str | None, state: str) -> None:
    """The states of outcomes, laid out together with the other state."""
    made = outcome(scenario)
    structure = made.before if state == "before" else made.after
    assert faults(chart(made, state=state, root=root).drawing, ids(structure, root), least=7.0) == []


@pytest.mark.parametrize("state", ["before", "after"])
@pytest.mark.parametrize("root", ["duc-tho.btv", "duc-tho", "ky-anh"])
def test_posts(root: str, state: str) -> None:
    """With posts every row of posts but the heads has a box in its unit, beside the trunk to units below, or else in one column."""
    made = outcome("2.3-no-new-quota")
    structure = made.before if state == "before" else made.after
    units = ids(structure, root)
    wanted, aside, listed = list(units), [], []
    for unit in units:
        posts = structure.posts_of(unit)
        head = next((post.id for post in posts if post.rank == "head"), None)
        found = [post.id for post in posts if post.id != head]
        wanted += found
        if not structure.children_of(unit):
            listed.append(found)
        elif not made.before.units.get(unit) or not made.after.units.get(unit):
            continue
        elif len({*made.before.posts_of(unit), *made.after.posts_of(unit)}) <= 4:
            aside += found
    drawing = chart(made, state=state, root=root, posts=True).drawing
    assert faults(drawing, wanted, least=7.0) == []
    for page in drawing.pages:
        boxes = {box.id: box for box in page.boxes}
        for column in listed:
            shown = [boxes[id] for id in column if id in boxes]
            assert len({(box.x, box.width) for box in shown}) <= 1
        for id in set(aside) & set(boxes):
            head_box = boxes[boxes[id].unit]
            beside = (
                boxes[id].x > head_box.x + head_box.width / 2
                or boxes[id].x + boxes[id].width < head_box.x + head_box.width / 2
            )
            assert beside, id


@pytest.mark.parametrize("page", ["a4", "a3", "fit"])
@pytest.mark.parametrize(
    "scenario",
    ["2.3-no-new-quota", "2.5-actual-2023", "2.1-district-economy", "2.1-health-centres-split-off", "2.5-internal",
     "2.2-concurrent-post", "conclusion-with-drafts"],
)  # fmt: skip
def test_changes(scenario: str, page: str) -> None:
    """Pictures of changes keep the same rules, clause by clause; a unit stands once a side."""
    drawing = chart(outcome(scenario), state="changes", page=page).drawing
    for heading in dict.fromkeys(one.notes[1].text for one in drawing.pages):
        picture = replace(drawing, pages=tuple(one for one in drawing.pages if one.notes[1].text == heading))
        boxes = [box.id for one in picture.pages for box in one.boxes if not box.role]
        assert len(boxes) == len(set(boxes))
        assert faults(picture, boxes, least=LEAST[page]) == []


@given(records(), st.sampled_from(["a4", "a3", "fit"]))
@settings(max_examples=settings.default.max_examples // 2)
def test_random_organisations(made: list[Record], page: str) -> None:
    """Trees and forests of any shape, with long names, one-letter names and many lines."""
    structure = Structure.of(made)
    drawing = chart(structure, page=page).drawing
    assert faults(drawing, [one.id for one in made if isinstance(one, Unit)], least=LEAST[page]) == []
    drawing = chart(structure, page=page, posts=True).drawing
    assert faults(drawing, [one.id for one in made if isinstance(one, Unit)], least=LEAST[page]) == []  # heads only


@pytest.mark.needs_data
def test_every_uk_body(data_folder: Path) -> None:
    """All bodies of the organograms of 2013, on A4 in English; the ones without a unit are refused."""
    drawn = 0
    for senior in sorted((data_folder / "uk_organograms_2013").glob("*-senior.csv")):
        junior = senior.with_name(senior.name.replace("-senior", "-junior"))
        structure = import_uk_organogram(senior, junior).structure
        if not len(structure.units):
            with pytest.raises(ProblemsError, match="NOTHING_TO_DRAW"):
                chart(structure)
            continue
        assert faults(chart(structure, language="en").drawing, ids(structure), least=7.0) == [], senior.name
        drawn += 1
    assert drawn > 100


def test_four_hundred_children() -> None:
    """A parent with four hundred children is dealt out over pages, with an overview before them."""
    name = names_of(vi="Phòng Nông nghiệp và Phát triển nông thôn")
    structure = Structure.of([Unit("top"), *(Unit(f"u{n}", name, parent="top", order=n) for n in range(400))])
    drawing = chart(structure).drawing
    assert faults(drawing, ids(structure), least=7.0) == []
    assert 2 < len(drawing.pages) < 8
    assert drawing.pages[0].boxes[0].id == "page-2"
    assert drawing.pages[0].routes == ()  # no line joins pages


def test_an_overview_counts_units_and_no_posts() -> None:
    """Divisions of twenty-five rows of posts each are a unit each, however many boxes a page has."""
    named = {"names": names_of(en="Division of Agriculture and Rural Development")}
    units = [Unit("hq", **named), *(Unit(f"b{n}", parent="hq", **named) for n in range(3))]
    units += [Unit(f"d{n}", parent=f"b{n % 3}", **named) for n in range(90)]
    heads = [Post(f"{unit.id}/h", unit.id, rank="head") for unit in units]
    posts = [
        Post(f"d{n}/{m}", f"d{n}", names_of(en="Officer for the support of farmers"))
        for n in range(90)
        for m in range(30)
    ]
    first = chart(Structure.of([*units, *heads, *posts]), posts=True, page="a4", language="en").drawing.pages[0]
    told = [text for box in first.boxes for line in box.lines if " unit" in (text := line.text)]
    assert len(told) > 2
    assert sum(int(text.split(" unit")[0].split()[-1]) for text in told) == len(units)


def test_what_the_first_page_leads_to_has_no_overview() -> None:
    """Where boxes of the first page say of every other page what is there, they are the overview."""
    units = [Unit("hq"), *(Unit(f"d{n}", parent="hq") for n in range(8))]
    posts = [
        Post(f"d{n}/{m}", f"d{n}", names_of(en="Officer for the support of farmers"))
        for n in range(8)
        for m in range(25)
    ]
    drawing = chart(Structure.of([*units, *posts]), posts=True, page="a4", language="en").drawing
    leads = {box.target for box in drawing.pages[0].boxes if box.target}
    assert leads == {page.number for page in drawing.pages[1:]}
    assert not any(box.id.startswith("page-") for page in drawing.pages for box in page.boxes)


def test_a_chain_sixty_deep() -> None:
    """A chain of sixty is drawn, on one page that fits it and on as many of A4 as it needs."""
    structure = Structure.of([Unit("u0"), *(Unit(f"u{n}", parent=f"u{n - 1}") for n in range(1, 60))])
    for page in ("a4", "fit"):
        assert faults(chart(structure, page=page).drawing, ids(structure), least=7.0) == []


def test_an_overview_that_needs_pages_of_its_own() -> None:
    """With so many pages that their overview fits no page, the overview has pages too."""
    children = (Unit(f"u{n}-{m}", parent=f"u{n}") for n in range(250) for m in range(60))
    structure = Structure.of([Unit("top"), *(Unit(f"u{n}", parent="top") for n in range(250)), *children])
    drawing = chart(structure).drawing
    overview = [page for page in drawing.pages if page.boxes[0].id.startswith("page-")]
    assert len(overview) > 1
    assert faults(drawing, ids(structure), least=7.0) == []
    listed = {box.id for page in overview for box in page.boxes if not box.role}
    assert listed == {f"page-{page.number}" for page in drawing.pages[len(overview) :]}


@pytest.mark.parametrize("deep", range(48, 66))
def test_pages_of_short_names_beside_a_very_long_one(deep: int) -> None:
    """Boxes on a page of short names are no higher than they were when the pages were cut by a long name's width."""
    title = names_of(vi="Trưởng phòng")
    chain = [
        Unit(f"u{n}", names_of(vi="Ban" if n else "x" * 90), parent=f"u{n - 1}" if n else None) for n in range(deep)
    ]
    heads = [Post(f"u{n}/head", f"u{n}", title, rank="head", authorized=1, filled=None) for n in range(deep)]
    structure = Structure.of([*chain, *heads])
    assert faults(chart(structure).drawing, ids(structure), least=7.0) == []


@pytest.mark.parametrize(
    ("levels", "page"),
    [
        (5, "a4"),
        (14, "a4"),
        (25, "a4"),
        (5, "fit"),
        (25, "fit"),
        (60, "fit"),
        (45, "a4"),
        (60, "a4"),
        (77, "a4"),
        (100, "a4"),
        (250, "a4"),
    ],
)
def test_a_chain_goes_on_as_it_begins(levels: int, page: str) -> None:
    """Of units that have one unit below each all boxes of a page stand below the middle of the one above, or all a step to the right of it."""
    units = [Unit(f"u{at}", names_of(en=f"Unit {at}"), parent=f"u{at - 1}" if at else None) for at in range(levels)]
    for one in chart(Structure.of(units), page=page, language="en").drawing.pages:
        boxes = {box.id: box for box in one.boxes if box.role != "context"}
        pairs = [(boxes[up], boxes[id]) for id in boxes if (up := f"u{int(id[1:]) - 1}") in boxes]
        steps = {round(low.x - high.x) for high, low in pairs if low.y > high.y}
        middles = {round(low.x + low.width / 2 - high.x - high.width / 2) for high, low in pairs if low.y > high.y}
        assert middles == {0} or min(steps, default=1) > 0, (middles, steps)
