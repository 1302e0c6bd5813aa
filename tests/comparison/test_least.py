"""Where figures are missing what is told has ranges at their best, marked, beside the least that is proven; all that is made of it agrees."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

import orgmodel
from orgmodel import compare
from orgmodel.charts.chart import chart
from orgmodel.cli.compare import compare as compare_command
from orgmodel.cli.show import show
from orgmodel.core.problems import errors
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.baseline import read_baseline
from orgmodel.io.write_baseline import write_baseline
from orgmodel.measures import value
from orgmodel.measures.catalogue import MEASURES
from orgmodel.measures.missing_figures import missing_figures
from orgmodel.reports.full_lists import full_lists_of
from orgmodel.reports.markdown import render
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

STUDY = {
    "study.yaml": """
title: {en: Ranges}
as_of: 2024-01-01
language: en
baseline: base.yaml
kinds: {agency: agency, ministry: body, cell: party}
money: {currency: GBP, grades: [{grade: G, pay: 30000, pay_low: 20000, pay_high: 40000, from: 2020-01-01, src: assumed}]}
""",
    "base.yaml": """
units:
- {id: root, name_en: Ministry, kind: ministry}
- {id: a, name_en: Alpha, kind: agency, parent: root}
- {id: b, name_en: Beta, kind: agency, parent: root}
- {id: p, name_en: Cell one, kind: cell, parent: root}
- {id: q, name_en: Cell two, kind: cell, parent: root}
posts:
- {id: a/h, unit: a, title_en: Head, rank: head, authorized: 1, filled: 1}
- {id: a/s, unit: a, title_en: Officer, authorized: 50, authorized_low: 40, authorized_high: 60, filled: 40, filled_low: 30, filled_high: 45, grade: G, src: assumed}
- {id: a/t, unit: a, title_en: Clerk, filled: 2}
- {id: b/h, unit: b, title_en: Head, rank: head, authorized: 1, filled: 1}
- {id: b/s, unit: b, title_en: Officer, authorized: 5}
members:
- {unit: p, official: 12}
- {unit: q, official: 5, probationary: 1, total: 6}
""",
    "s.yaml": """
title: {en: One cell}
steps:
- id: one
  cost: {amount: 150, low: 120, high: 200}
  do:
  - dissolve: p
    gives_all: q
    why: one cell is enough
- id: two
  do:
  - transfer: {posts: [a/s, a/t]}
    to: b
""",
    "s2.yaml": """
title: {en: At no stated cost}
steps:
- id: one
  cost: 0
  do:
  - rename: a
    names: {en: Aleph}
- id: two
  do:
  - rename: b
    names: {en: Beth}
""",
}
"""Authorized 1 + 50 (40..60) + 1 + 5 (57, 47 at least, of one row missing); filled 1 + 40 (30..45) + 2 + 1, members 12 + 6."""
KNOWN_PART = {
    "study.yaml": "title: {en: Part}\nlanguage: en\nbaseline: base.yaml\nkinds: {agency: agency}\n",
    "base.yaml": """
units: [{id: root, name_en: Root, kind: agency}, {id: a, name_en: Alpha, kind: agency, parent: root}]
posts:
- {id: a/h, unit: a, title_en: Head, rank: head, authorized: 1, filled: 1}
- {id: a/s, unit: a, title_en: Officer, authorized: 10}
""",
    "s.yaml": """
title: {en: Split}
steps:
- id: x
  do:
  - split_off: a
    into: [{unit: {unit: b, names: {en: Beta}, parent: root, kind: agency}, takes: {posts: [{post: s, count: 5, filled: 3}]}, head: {convert: s, filled: 1}}]
""",
}
"""Five of ten with three present go to a new unit, so that of the new unit both figures are known."""
TOLD = {"posts_authorized": 57, "posts_filled": 44, "headcount": 44, "staff": 55, "party_members": 18}
LEAST = {"posts_authorized": 47, "posts_filled": 34, "headcount": 34, "staff": 45, "party_members": 18}
SPOKEN = {"posts_authorized": "posts authorized", "headcount": "headcount"}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ranges")
    for name, text in STUDY.items():
        (folder / name).write_text(text.lstrip(), "utf-8")
    return folder


def printed(command, *arguments: str) -> str:
    """Give what a command prints."""
    result = CliRunner().invoke(command, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_show_tells_the_best_and_the_least(study):
    """The text has ≥ and a mark where ranges are at their best; JSON has the figure as value, and what is proven as low."""
    rows = {
        row["measure"]: row
        for row in json.loads(printed(show, str(study), "--format", "json"))["measures"]
        if row["scope"] == "total"
    }
    text = printed(show, str(study))
    for measure, least in LEAST.items():
        assert (rows[measure]["value"], rows[measure]["low"], rows[measure]["missing"]) == (TOLD[measure], least, 1), (
            measure
        )
    for name in ("Posts authorized", "Posts filled", "Headcount", "Party members"):
        (line,) = [line for line in text.splitlines() if line.startswith("total ") and f" {name} " in line]
        id = name.lower().replace(" ", "_")
        assert f"≥{TOLD[id]}{'*' if LEAST[id] < TOLD[id] else ''} " in line
    assert "*: with assumed figures at their best, so that it may be less" in text


def test_compare_tells_the_best_and_the_least(study):
    """Rows, sentences, tables, forms and the sums of boxes have it, before and after, as what is complete has its best value."""
    outcome = orgmodel.read(study / "s.yaml").run()
    found = compare(outcome)
    rows = found.measures.set_index(["scope", "measure"])
    for measure, best in TOLD.items():
        one = rows.loc[("total", measure)]
        assert one[["before", "after", "change"]].tolist() == [best, best, 0], measure
        assert one[["low_before", "low"]].tolist() == [LEAST[measure]] * 2, measure
    summary = found.summary("en")
    for measure, name in SPOKEN.items():
        told = f"{name} at least {TOLD[measure]}, unchanged ({LEAST[measure]} if assumed figures are at their least"
        assert told in summary
    assert "one-off cost at least 150 GBP (120 if assumed figures are at their least)" in summary
    text = render(full_lists_of(found), "en")
    for unmarked in ("57", "44", "150"):
        assert not re.search(rf"(≥|at least ){unmarked}(?!\\?\*| \(| GBP \(|, unchanged \()", text), unmarked
    assert "≥150\\*" in text  # as Markdown has it
    assert "≥18" not in text
    boxes = {
        box.unit: " ".join(line.text for line in box.lines)
        for page in chart(outcome, state="before").drawing.pages
        for box in page.boxes
    }
    assert "44/57*" in boxes["root"]
    assert "=43/≥51*" in boxes["a"]
    assert "≥43" not in boxes["a"]
    assert "≥12" in boxes["p"]


def test_known_members_are_in_the_least_of_what_moves(study):
    """A cell whose officials alone are known hands over twelve at least, and the total stays at least eighteen."""
    (row,) = [
        one
        for one in compare(orgmodel.read(study / "s.yaml").run()).to_json_object()["ledger"]
        if one["quantity"] == "members"
    ]
    assert (row["amount"], row["known"], row["missing"]) == (None, 12, 1)
    assert (row["block_from"] or "", row["block_to"] or "") == ("", "")  # the study has no blocks
    text = render(full_lists_of(compare(orgmodel.read(study / "s.yaml").run())), "en")
    assert "| ≥12 |" in text


def test_at_least_nothing_is_not_known(study):
    """A cost of which only nought is stated is not known, in the sentence as in the table."""
    text = printed(compare_command, str(study / "s2.yaml"), "--measures", "cost_one_off")
    (line,) = [line for line in text.splitlines() if "One-off cost" in line]
    assert line.split()[-1] == "?"
    assert "one-off cost: not known" in " ".join(printed(compare_command, str(study / "s2.yaml")).split())


def test_members_of_which_a_part_is_known_are_written_and_read_again(study, tmp_path):
    """A table holds no bare bound: the officials are written, and tell what there is at least."""
    assert errors(write_baseline(orgmodel.read(study / "s.yaml").run().after, tmp_path / "base")) == []
    read, problems = read_baseline(tmp_path / "base", orgmodel.read(study).baseline.terms, "2024-01-01")
    assert errors(problems) == []
    assert (value(read, "party_members").value, value(read, "party_members").missing) == (18, 1)


def test_vacancies_of_which_no_unit_tells_are_blank(study):
    """Too few units know both figures of every row: no figure, and why; the sign of what is left out is told once."""
    rows = {
        row["measure"]: row
        for row in json.loads(printed(show, str(study), "--format", "json"))["measures"]
        if row["scope"] == "total"
    }
    one = rows["vacancies"]
    assert (one["value"], one["known"], one["of"], one["why"]) == (None, 0, 2, "few_known")
    text = printed(compare_command, str(study / "s.yaml"))
    assert "Vacancies" not in text or "? [" in text
    assert all(line.count("[k/n]: of what is known") + line.count("[k/n]: mean of") <= 1 for line in text.splitlines())


def test_what_becomes_known_is_shown(tmp_path):
    """Of one unit of one nothing is told before, of one of two afterwards; the change is known by identity to be none."""
    for name, text in KNOWN_PART.items():
        (tmp_path / name).write_text(text.lstrip(), "utf-8")
    text = printed(compare_command, str(tmp_path / "s.yaml"))
    (line,) = [line for line in text.splitlines() if line.strip().startswith("Vacancies")]
    assert line.split()[1:] == ["?", "[0/1]", "2", "[1/2]", "(0)"]


NO_POSTS = {
    "study.yaml": "title: {en: Bare}\nlanguage: en\nbaseline: base.yaml\nkinds: {agency: agency, cell: party, place: none}\n",
    "base.yaml": """
units:
- {id: land, name_en: Land, kind: place}
- {id: a, name_en: Alpha, kind: agency, parent: land}
- {id: b, name_en: Beta, kind: agency, parent: land}
- {id: c, name_en: Cell, kind: cell, parent: land}
""",
    "s.yaml": """
title: {en: One}
steps:
- id: x
  do:
  - consolidate: [a, b]
    into: {unit: ab, names: {en: AB}, kind: agency, parent: land}
""",
}
"""Two agencies list no posts; a cell has none by its kind, which is known."""


def test_a_study_that_lists_no_posts_says_so(tmp_path):
    """No figure of posts or people is 0 where nobody lists any, before or after; the list of what is missing has the same agencies."""
    for name, text in NO_POSTS.items():
        (tmp_path / name).write_text(text.lstrip(), "utf-8")
    rows = {
        (row["scope"], row["measure"]): row
        for row in json.loads(printed(show, str(tmp_path), "--format", "json", "--by", "unit"))["measures"]
    }
    of_posts = [one.id for one in MEASURES if one.of_posts and not one.priced]
    for scope, missing in (("total", 2), ("land", 2), ("a", 1)):
        for measure in of_posts:
            one = rows[scope, measure]
            assert (one["value"], one["low"], one["high"], one["missing"], one["why"]) == (
                None,
                None,
                None,
                missing,
                "no_posts",
            ), (scope, measure)
    assert rows["c", "posts_authorized"]["value"] == 0
    outcome = orgmodel.read(tmp_path / "s.yaml").run()
    found = compare(outcome)
    told = found.measures.set_index(["scope", "measure"]).loc[("total", "headcount")]
    assert told[["before", "after", "change"]].isna().all()
    assert "posts authorized: not known; headcount: not known" in found.summary("en")
    assert missing_figures(outcome.before)["field"].tolist() == ["no posts listed"] * 2


def test_a_unit_that_all_posts_have_left_has_none(tmp_path):
    """What the baseline listed is known to be gone: nothing is left, and nothing is missing."""
    records = [Unit("a"), Unit("b"), Post("a/1", "a", authorized=3, filled=2), Post("b/1", "b", authorized=1, filled=1)]
    outcome = Scenario(
        "s", Structure.of(records), steps=(Step("x", do=[{"transfer": {"posts": ["a/1"]}, "to": "b"}]),)
    ).run()
    assert (value(outcome.after, "posts_filled", "a").value, value(outcome.after, "posts_filled", "a").missing) == (
        0,
        0,
    )
    rows = compare(outcome, by=["unit"]).measures.set_index(["scope", "measure"])
    assert rows.loc[("a", "posts_filled"), ["before", "after", "change"]].tolist() == [2, 0, -2]


def test_what_a_unit_became_has_its_least_and_most(tmp_path):
    """A unit that ends by a merger is compared with the merged one, at least and at most as that is."""
    for name, text in STUDY.items():
        (tmp_path / name).write_text(text.lstrip(), "utf-8")
    (tmp_path / "base.yaml").write_text(
        STUDY["base.yaml"].replace("- {id: a/t, unit: a, title_en: Clerk, filled: 2}\n", "").lstrip(), "utf-8"
    )
    (tmp_path / "m.yaml").write_text(MERGED.lstrip(), "utf-8")
    text = printed(compare_command, str(tmp_path / "m.yaml"), "--scope", "a", "--format", "json")
    rows = {row["measure"]: row for row in json.loads(text)["measures"] if row["scope"] == "a"}
    authorized, filled = rows["posts_authorized"], rows["posts_filled"]
    assert [authorized[name] for name in ("before", "after", "low", "high", "missing")] == [51, 56, 46, 66, 0]
    assert [filled[name] for name in ("before", "after", "low", "high", "missing")] == [41, 41, 31, None, 1]


MERGED = """
title: {en: Merged}
steps:
- id: one
  do:
  - consolidate: [a, b]
    into: {unit: ab, names: {en: AB}, kind: agency, parent: root}
    head: {keep: a/h}
    surplus_heads: {b/h: {end: true, why: one head}}
"""


def test_show_says_how_many_agencies_list_no_posts(tmp_path):
    """One of two: sums are of the other's, and say so; where both list theirs, and where posts are not asked for, nothing is said."""
    (tmp_path / "study.yaml").write_text("title: {en: S}\nlanguage: en\nbaseline: base.yaml\nkinds: {agency: agency}\n")
    text = "units: [{id: a, kind: agency}, {id: b, kind: agency}]\nposts:\n- {id: a/s, unit: a, authorized: 4, filled: 4}\n"
    (tmp_path / "base.yaml").write_text(text)
    told = "Agencies that list no posts: 1; sums of posts are of those that are listed (see status)"
    assert told in printed(show, str(tmp_path))
    assert told not in printed(show, str(tmp_path), "--measures", "units")
    (tmp_path / "base.yaml").write_text(text + "- {id: b/s, unit: b, authorized: 1, filled: 1}\n")
    assert told not in printed(show, str(tmp_path))
