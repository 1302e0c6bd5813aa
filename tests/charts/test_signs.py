"""The key explains the signs that stand beside figures, whatever names, titles and values say."""

from __future__ import annotations

import pytest

from orgmodel import Structure, chart
from orgmodel.charts.boxes import Boxes
from orgmodel.charts.content import BoxContent, Detail
from orgmodel.charts.drawing import Page, unbroken
from orgmodel.charts.fonts import default_faces
from orgmodel.charts.ties import Tie, notes
from orgmodel.core.names import names_of
from orgmodel.core.records import Attribute, Post, Record, Unit

MISLEADING = "≥ 3 (2) Σ 4/5* ? =6 ⇢ ↑ (1)"
SIGNS = {"least", "unknown", "missing", "assumed", "sum", "figures", "of-known", "guidance", "superior"}
UNITS = 40


def named(text: str) -> tuple[tuple[str, str], ...]:
    return names_of(vi=text, en=text)


def branch(id: str, *, known: bool) -> list[Record]:
    """Give a division of many offices, whose posts are known or not; their heads have a title full of signs."""
    found: list[Record] = [Unit(id, named(f"Division {id} {MISLEADING}"), parent="top", order=ord(id[0]))]
    for number in range(UNITS):
        unit = f"{id}{number}"
        found.append(Unit(unit, named(f"Office {number} ≥ 3 (2)"), parent=id, order=number))
        filled = 2 if known else None
        found.append(Post(f"{unit}/s", unit, named(MISLEADING), rank="head", authorized=3, filled=filled))
    return found


def explained(page: Page) -> set[str]:
    return {one.key for one in page.samples if one.kind == "text"} & SIGNS


@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_and_titles_of_signs_put_nothing_into_a_key(language: str) -> None:
    """Of two divisions one lacks figures: only pages with a box of it, or of what is above, explain the sign of that."""
    structure = Structure.of([Unit("top", named("Ministry")), *branch("a", known=False), *branch("b", known=True)])
    pages = chart(structure, language=language, page="a4").drawing.pages
    seen = set()
    for page in pages[1:]:
        units = {box.unit for box in page.boxes}
        lacking = any(unit[0] == "a" for unit in units) or "top" in units
        keys = explained(page)
        assert bool(keys & {"least", "unknown", "missing"}) is lacking, (page.number, keys)
        assert "figures" in keys
        assert ("sum" in keys) is bool(units & {"top", "a", "b"})
        assert not keys & {"assumed", "of-known", "guidance", "superior"}
        seen.add(lacking)
    assert seen == {True, False}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_values_of_signs_put_nothing_into_a_key(language: str) -> None:
    """Where units show an attribute and few a figure, pages with values like figures alone explain no figure."""
    found: list[Record] = [Unit("top", named("Ministry"))]
    for id in "ab":
        found.append(Unit(id, named(f"Division {id}"), parent="top"))
        for number in range(3 * UNITS):
            unit = f"{id}{number}"
            found += [Unit(unit, named(f"Office {number}"), parent=id), Attribute(unit, "note", MISLEADING)]
            if id == "a":
                found.append(Post(f"{unit}/s", unit, named("Staff"), authorized=3, filled=2))
    pages = chart(
        Structure.of(found), language=language, page="a4", fields=["name", "note", "filled/authorized"]
    ).drawing.pages
    seen = set()
    for page in pages[1:]:
        units = {box.unit for box in page.boxes}
        has_figures = any(unit[0] == "a" for unit in units) or "top" in units
        assert explained(page) == ({"figures"} if has_figures else set()) | ({"sum"} if units & {"top", "a"} else set())
        seen.add(has_figures)
    assert seen == {True, False}


@pytest.mark.parametrize("title", ["(Acting) Director", "(Quyền) Vụ trưởng", "(2)", "(2) (3) Counsellor"])
def test_a_title_in_brackets_is_parted_from_what_stands_before(title: str) -> None:
    """It is a text of its own, and no aside to the one before it."""
    structure = Structure.of(
        [Unit("a", named("Office"), kind="office"), Post("a/h", "a", named(title), rank="head", authorized=1, filled=1)]
    )
    ((box,),) = [page.boxes for page in chart(structure, language="en", fields=["name", "id", "head"]).drawing.pages]
    assert unbroken(line for line in box.lines if not line.bold) == f"a · {title}"


def test_the_number_of_a_bundle_before_a_line_is_parted_from_figures() -> None:
    """What it stands beside on one line does not make it an aside."""
    ties = [Tie("professional", "a", "b", "⇢", "Sở Y tế"), Tie("professional", "a", "c", "⇢", "Bộ", bundle=4)]
    content = BoxContent("a", "Office", (Detail("Head"), Detail("2/3"), *notes(ties)))
    for width in range(4, 30):
        lines = Boxes([[content]], default_faces()).lines(content, width)
        said = unbroken(line for line in lines if not line.bold).replace("\N{NO-BREAK SPACE}", " ")
        assert said == "Head · 2/3 · (4) · ⇢ Sở Y tế"


def test_units_left_out_are_told_beside_what_stands_before() -> None:
    """The count of units below is an aside to the figures."""
    content = BoxContent("a", "Office", (Detail("2/3"), Detail("(3 more below)", aside=True)))
    lines = Boxes([[content]], default_faces()).lines(content, 30.0)
    assert unbroken(line for line in lines if not line.bold) == "2/3 (3 more below)"
