"""Biểu 1: quota and presence by category of employment, where every post says its own; else who must supply it."""

from __future__ import annotations

import pytest

from orgmodel.api import comparison_of
from orgmodel.core.names import names_of, text_in
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.reports.annexes.present_state import present_state_form
from orgmodel.reports.arrangement import arrangements_of
from orgmodel.reports.cells import cell_text, number_of
from orgmodel.reports.form import TOTAL, Form
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

TERMS = Vocabulary(kinds={"agency": "agency"}, blocks=("government",), categories=("CB", "CC", "VC", "HD"))


def form_of(*categories: str) -> Form:
    """Give the present state of two agencies that merge, the posts of the first of these categories."""
    posts = [Post(f"a/{at}", "a", rank="staff", authorized=3 + at, filled=2 + at, category=one, block="government") for at, one in enumerate(categories)]  # fmt: skip
    posts += [
        Post("b/1", "b", rank="staff", authorized=4, filled=4, category="CC", block="government"),
        Post("b/2", "b", rank="staff", filled=2, category="HD", quota="out", block="government"),
    ]
    units = [Unit("top", names_of(en="Ministry"), kind="agency")]
    units += [Unit(id, names_of(en=f"Agency {id}"), kind="agency", parent="top", block="government") for id in "ab"]
    base = Structure.of([*units, *posts], terms=TERMS, as_of="2024-01-01")
    step = Step("s", do=[{"absorb": ["a"], "into": "b"}])
    comparison = comparison_of([Scenario("x", base, steps=(step,))])
    assert not comparison.problems
    made = present_state_form(comparison.cases[0], arrangements_of(comparison.cases[0]))
    assert made is not None
    return made


def test_quota_and_presence_are_split_by_category() -> None:
    """Columns stand in the study's order, contracts aside; each adds up to the whole, by a count of our own."""
    form = form_of("VC", "CC")
    heads = [(text_in(one.group, "vi"), text_in(one.heading, "vi")) for one in form.columns]
    assert heads[2:8] == [
        ("Biên chế giao", "Tổng số"), ("Biên chế giao", "CC"), ("Biên chế giao", "VC"),
        ("Có mặt", "Tổng số"), ("Có mặt", "CC"), ("Có mặt", "VC"),
    ]  # fmt: skip
    told = {cell_text(row[1], "en"): [number_of(cell) for cell in row.cells[2:8]] for row in form.rows}
    assert told["Agency a"] == [7, 4, 3, 5, 3, 2]
    assert told["Agency b"] == [4, 4, 0, 4, 4, 0]
    assert [number_of(cell) for row in form.rows if row.role == TOTAL for cell in row.cells[2:8]] == [11, 8, 3, 9, 7, 2]
    assert not form.notes


@pytest.mark.parametrize(
    ("categories", "note"),
    [
        (("CC",), "Biên chế đều là CC"),
        (("VC", ""), "1 dòng vị trí chưa nêu là cán bộ, công chức hay viên chức; nơi phải cung cấp: Cơ quan chủ trì"),
    ],
)
def test_one_category_is_said_and_none_is_asked_for(categories, note) -> None:
    """Where there is nothing to split, or a post says no category, a note says so and the columns are not split."""
    form = form_of(*categories)
    assert not any(text_in(one.group, "vi") for one in form.columns)
    assert [text_in(one, "vi") for one in form.notes] == [note]
