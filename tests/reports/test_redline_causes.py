"""Through what a cell of a report changed, held against reports in which each cause stands alone, in studies with odd names."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import orgmodel
from orgmodel import api
from orgmodel.core.names import names_of, text_in
from orgmodel.core.records import Members, Unit
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.issue import issue_of
from orgmodel.reports.issue_causes import Causes
from orgmodel.reports.issue_changes import changes_between
from orgmodel.reports.issue_data import FIRST, issue_bytes, issue_from
from orgmodel.reports.papers import papers_of
from orgmodel.reports.redline import redline
from orgmodel.reports.write import set_as

ROADS = Path(__file__).parents[1] / "fixtures" / "roads"
ODD = {
    "law": ("Total", "Tổng cộng"),
    "road": ("Posts before", "Chức danh trước"),
    "safe": ("Deputies", "Cấp phó"),
    "cars": ("Posts authorized", "Biên chế giao"),
}
"""Units that are called as measures and headings are."""
BEGUN = {"safety": ("Present", "Có mặt"), "licensing": ("Heads: 3", "Cấp trưởng: 3")}


def named(texts: tuple[str, str]):
    """Give names in both languages."""
    return names_of(en=texts[0], vi=texts[1])


@pytest.fixture(scope="module")
def odd():
    """A scenario whose units, step and categories are called as measures are; its clerks and officers are of two categories."""
    scenario = orgmodel.read(ROADS / "split.yaml")
    base = scenario.baseline
    units = {id: replace(base.unit(id), names=named(texts)) for id, texts in ODD.items()}
    cell = Unit("cell", names=named(("Vacant", "Chưa sử dụng")), kind="party_org", parent="safe", block="core")
    posts = {one.id: replace(one, category="official" if one.rank == "head" else "employee") for one in base.posts}
    baseline = base.patched(
        {"units": {**units, "cell": cell}, "posts": posts, "members": {("cell", ""): Members("cell", total=11)}}
    )
    step = scenario.steps[0]
    split = step.do[0]
    into = [
        {**part, "unit": {**part["unit"], "names": dict(zip(("en", "vi"), BEGUN[part["unit"]["unit"]], strict=True))}}
        for part in split["into"]
    ]
    titled = replace(
        step, title=named(("Posts authorized: 46; Present. Deputies", "Biên chế giao: 46; Có mặt. Cấp phó"))
    )
    titled = replace(titled, do=[{**split, "into": into}])
    return replace(scenario, baseline=baseline, steps=(titled, *scenario.steps[1:]))


def changes_of(base):
    """Give changes of one cell each: quotas, who is present, members, a category, names of units and of posts."""
    posts = {
        "quota of the clerks": ("cars/clerk", {"authorized": 36}),
        "officers present": ("safe/officer", {"filled": 9}),
        "quota of the heads": ("safe/head", {"authorized": 2}),
        "title of the officers": ("safe/officer", {"titles": named(("Total", "Tổng cộng"))}),
    }
    units = {
        "name of the division": ("safe", named(("Deputy posts", "Cấp phó các ban"))),
        "name of the agency": ("road", named(("Posts before it", "Chức danh trước kia"))),
        "name of the Party cell": ("cell", named(("Vacant posts", "Chưa sử dụng hết"))),
    }
    found = {what: {"posts": {id: fields}} for what, (id, fields) in posts.items()}
    found |= {what: {"units": {id: {"names": names}}} for what, (id, names) in units.items()}
    found["members"] = {"members": {("cell", ""): {"total": 12}}}
    return found


def patched(base, *several):
    """Carry changes out on a baseline, on one record after another."""
    for tables in several:
        for table, records in tables.items():
            base = base.patched({table: {id: replace(base.get(table, id), **fields) for id, fields in records.items()}})
    return base


def issue_on(scenario, baseline, language):
    """Run a scenario on a baseline, and give the comparison, its report and what that shows."""
    comparison = api.compare_all([replace(scenario, baseline=baseline).run()], language=language)
    (made,) = papers_of(comparison, ("report",))
    return comparison, made, issue_of(comparison, made)


def places_of(changes):
    """List where something reads otherwise: cells by form, row and column, then sentences, in the order of the changes told."""
    cells = [("form", form, *place) for form, marks in sorted(changes.forms.items()) for place in marks.was]
    return [*cells, *(("text", at) for at in sorted(changes.texts))]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_each_cell_names_the_changes_that_change_it_alone(odd, language):
    """Of eight changes at once each cell names those that change it by themselves, and no other; in names that are measures."""
    _, _, old = issue_on(odd, odd.baseline, language)
    several = changes_of(odd.baseline)
    alone: dict[tuple[object, ...], set[str]] = {}
    for what, tables in several.items():
        _, _, new = issue_on(odd, patched(odd.baseline, tables), language)
        for place in places_of(changes_between(old, new)):
            alone.setdefault(place, set()).add(what)
    comparison, _, new = issue_on(odd, patched(odd.baseline, *several.values()), language)
    changes = changes_between(old, new)
    assert not any(marks.added or marks.removed for marks in changes.forms.values())
    assert not changes.texts_removed
    called = {}
    for at, figure in enumerate(changes.figures):
        tables = {figure.table: {figure.key.strip(): figure.field}}
        matching = [
            what
            for what, change in several.items()
            for table, records in change.items()
            for id, fields in records.items()
            if tables == {table: {id if isinstance(id, str) else id[0]: next(iter(fields))}}
        ]
        (called[at],) = matching
    causes = Causes(comparison, changes, old, new)
    places = places_of(changes)
    assert len(places) > 40
    assert {*places} == {*alone}
    wrong = {}
    for place, cell in zip(places, changes.cells, strict=True):
        told = {called[at] for at in causes.of(cell)[0]}
        if told != alone[place]:
            wrong[place, cell.now] = sorted(told), sorted(alone[place])
    assert not wrong, "\n".join(f"{place}: told {told}, is {truth}" for place, (told, truth) in wrong.items())


FIRST_ISSUE = Path(__file__).parents[1] / "fixtures" / "issues" / "roads-first.json"
"""What the first version of the format kept of the report of the split, as it wrote it."""


def as_first(issue):
    """Write an issue as the first version did: without what cells and sentences are of, and with fewer keys and measures."""
    data = json.loads(issue_bytes(issue))
    del data["abouts"]
    for form in data["forms"]:
        of_posts = form["id"] == "placement"
        form["columns"] = [["" if of_posts else of, case, role] for of, case, role, _ in form["columns"]]
        without = form["id"] in ("functions", "criteria")  # their headings had no keys
        form["rows"] = [
            ["" if without and role == "group" else key, of, role, cells] for key, of, role, cells, _ in form["rows"]
        ]
    data["texts"] = [text for text, _ in data["texts"]]
    return issue_from({**data, "version": FIRST})


def test_an_issue_of_the_first_version_is_read(odd):
    """Nothing reads otherwise in the report of the same input, and of changes since the same cells, as of an issue of this version."""
    comparison, made, now = issue_on(odd, odd.baseline, "en")
    assert "Nothing reads otherwise" in set_as(redline(comparison, made, as_first(now)), ".md", "en").decode()
    several = changes_of(odd.baseline)
    comparison, made, later = issue_on(odd, patched(odd.baseline, *several.values()), "en")
    both = [(old, changes_between(old, later)) for old in (as_first(now), now)]
    assert places_of(both[0][1]) == places_of(both[1][1])
    assert len(both[0][1].cells) > 40
    for cell, wanted in zip(both[0][1].cells, both[1][1].cells, strict=True):
        found, sure = (
            {*Causes(comparison, changes, old, later).of(one)[0]}
            for (old, changes), one in zip(both, (cell, wanted), strict=True)
        )
        assert sure <= found, cell  # of an old cell that does not say what it names it may be more


def test_a_file_of_the_first_version_is_read():
    """What the first version itself wrote is compared, row by row."""
    data = json.loads(FIRST_ISSUE.read_text())
    assert data["version"] == FIRST
    former, scenario = issue_from(data), orgmodel.read(ROADS / "split.yaml")
    comparison, made, later = issue_on(scenario, scenario.baseline, "en")
    changes = changes_between(former, later)
    assert not changes.figures
    assert not any(marks.added or marks.removed for marks in changes.forms.values())
    figures = [one for one in changes.cells if one.row and any(text.strip("-+≥*").isdigit() for _, text in one.was)]
    assert not figures
    assert set_as(redline(comparison, made, former), ".html", "en")


@pytest.mark.parametrize("spoil", ["about", "number", "place", "text", "measures", "version"])
def test_what_is_no_issue_of_this_version_is_refused(odd, spoil):
    """Whatever is spoiled of what cells are of is one kind of error."""
    _, _, issue = issue_on(odd, odd.baseline, "en")
    data = json.loads(issue_bytes(issue))
    assert issue_from(data) == issue
    row = data["forms"][0]["rows"][0]
    if spoil == "about":
        row[4] = row[4][:1]
    elif spoil == "number":
        row[4][0] = len(data["abouts"])
    elif spoil == "place":
        row[4][0] = -1
    elif spoil == "text":
        data["texts"][0] = "alone"
    elif spoil == "measures":
        data["abouts"][0] = {"measures": [1]}
    else:
        data["version"] = True
    with pytest.raises(ValueError, match=r"SPOILED|OTHER_VERSION"):
        issue_from(data)


def test_what_a_figure_is_of_is_told_by_who_writes_it(odd):
    """Every figure of the report says of which measure it is, or belongs to a table of findings; every sentence of figures too."""
    _, made, issue = issue_on(odd, odd.baseline, "en")
    silent = [
        (form.id, form.text(at, place, "en"))
        for form in made.forms()
        for at, row in enumerate(form.rows)
        for place, column in enumerate(form.columns)
        if column.kind in FIGURES and row[place] not in ((), None) and not form.about(at, place).measures
        if row.key != "deviations"
    ]
    assert not silent
    told = {text_in(one.text, "en"): one.about for one in issue.texts}
    heads = next(about for text, about in told.items() if text.startswith("Heads: "))
    assert heads.measures == ("heads", "deputies")
    assert {*heads.units} == {"road", "safety", "licensing"}
    assert heads.case == "split"
    titled = [about for text, about in told.items() if "Posts authorized: 46; Present. Deputies" in text]
    assert titled
    assert all(about.steps == ("split",) and not about.measures for about in titled)
