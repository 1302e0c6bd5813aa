"""How sure the figures of a report are: its part says what exploring says, in every format; unasked it is not there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

import orgmodel
from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from orgmodel.words.numbers import number

DRAWS = 128


def merger(low: int, high: int) -> Scenario:
    """Put one office into another; the staff of the one is between two numbers."""
    staff = Estimate(Source(FigureId("posts", "a/s", "filled"), low, (low + high) // 2, high)) if low < high else low
    baseline = Structure.of(
        [
            Unit("min", names_of(en="Ministry"), kind="agency", block="core"),
            *(Unit(id, names_of(en=f"Office {id}"), parent="min", kind="agency", block="core") for id in "ab"),
            *(Post(f"{id}/h", id, rank="head", authorized=1, filled=1) for id in "ab"),
            Post("a/s", "a", rank="staff", authorized=20, filled=staff),
            Post("b/s", "b", rank="staff", authorized=8, filled=8),
        ]
    )
    do = {"absorb": "b", "into": "a", "surplus_heads": {"b/h": {"convert": "deputy"}}}
    return Scenario("merged", baseline, title=names_of(en="Merge"), steps=(Step("join", do=[do]),))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every paper of the merger, told how sure it is."""
    made = tmp_path_factory.mktemp("sure") / "out"
    orgmodel.report(merger(10, 14), made, language="en", draws=DRAWS)
    return made


def test_the_part_says_what_exploring_says(folder: Path) -> None:
    """Mean and ends of each line are those of the same draws; what is certain is no line."""
    table = orgmodel.explore(merger(10, 14), draws=DRAWS).measures
    after = table[(table["state"] == "after") & (table["sd"] > 0)].set_index(["scope", "measure"])
    row = after.loc[("a", "posts_filled")]
    text = (folder / "report-merged.md").read_text("utf-8")
    part = text.split("## How sure the figures are")[1].split("\n## ")[0]
    ends = [number(row[end], "en", places=2) for end in ("p5", "p95")]
    assert f"Office a: Mean {number(row['mean'], 'en', places=2)}; 90% lie in {ends[0]} – {ends[1]}" in part
    assert "Posts filled" in part
    assert "Posts authorized" not in part
    assert f"draws {DRAWS}" in part


def test_what_is_at_least_is_so_in_each_figure_of_a_line_and_is_explained(tmp_path: Path) -> None:
    """Where a figure is missing that nobody gives a range for, mean and ends are at least so much, as in the picture, and a line says why."""
    plan = merger(10, 14)
    records = [
        replace(one, filled=None) if isinstance(one, Post) and one.id == "b/s" else one
        for one in (*plan.baseline.units, *plan.baseline.posts)
    ]
    lacking = replace(plan, baseline=Structure.of(records))
    text = orgmodel.report(lacking, tmp_path / "lacking.md", language="en", draws=DRAWS).read_text("utf-8")
    part = text.split("## How sure the figures are")[1].split("\n## ")[0]
    assert re.search(r"total: Mean ≥[\d.]+; 90% lie in ≥\d+ – ≥\d+", part)
    assert "≥: figures are missing that nobody gives a range for" in part


def test_word_and_html_hold_the_picture_with_its_words(folder: Path) -> None:
    """The picture has its alternative in Word, and names of its own in HTML, whose parts no other picture bears."""
    document = Document(str(folder / "report-merged.docx"))
    told = [one.get("descr") for one in document.element.body.iter() if one.tag.endswith("}docPr")]
    assert any(one and one.startswith("Where 90% of the draws") for one in told)
    page = (folder / "report-merged.html").read_text("utf-8")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert any(one.startswith("certainty-merged-en-") for one in ids)


def test_what_is_certain_is_said_and_unasked_nothing_is(tmp_path: Path) -> None:
    """Where no figure has a range that is said in a sentence, without a picture; without draws there is no such part."""
    sure = orgmodel.report(merger(10, 10), tmp_path / "sure.md", language="en", draws=DRAWS).read_text("utf-8")
    part = sure.split("## How sure the figures are")[1].split("\n## ")[0]
    assert "No figure has a range" in part
    assert "90% lie in" not in part
    unasked = orgmodel.report(merger(10, 14), tmp_path / "unasked.md", language="en").read_text("utf-8")
    assert "How sure" not in unasked


def test_a_best_value_beyond_its_bar_is_told_with_why(tmp_path: Path) -> None:
    """Of forty posts of 0 or 1, at best 1 each, the sum is hardly ever at its best: the report and a notebook say so; of a range about its best nothing."""
    plan = merger(10, 10)
    posts = [
        Post(f"a/{at}", "a", rank="staff", authorized=1, filled=Estimate(Source(FigureId("posts", f"a/{at}", "filled"), 0, 1, 1)))
        for at in range(40)
    ]  # fmt: skip
    one_sided = replace(plan, baseline=Structure.of([*plan.baseline.units, *plan.baseline.posts, *posts]))
    for scenario, is_told in ((one_sided, True), (merger(10, 14), False)):
        text = orgmodel.report(scenario, tmp_path / f"{is_told}.md", language="en", draws=DRAWS).read_text("utf-8")
        assert ("A best value beyond its bar" in text) == is_told
        shown = orgmodel.explore(scenario, draws=DRAWS, runs=8)._repr_html_()
        assert ("the best value is beyond where 90% lie" in shown) == is_told
