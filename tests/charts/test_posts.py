"""Rows of posts as boxes: every format has them, and they are counted as posts."""

from __future__ import annotations

import re

import pytest

from orgmodel.charts.chart import chart
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure

STRUCTURE = Structure.of(
    [
        Unit("top", names_of(en="Agency")),
        Unit("a", names_of(en="Division"), parent="top"),
        Post("top/head", "top", names_of(en="Director"), rank="head", authorized=1, filled=1),
        *(Post(f"a/{n}", "a", names_of(en=f"Officer {n}"), rank="staff", authorized=2, filled=n) for n in range(3)),
        Post("a/deputy", "a", names_of(en="Deputy"), rank="deputy", authorized=1, filled=1),
    ]
)
TITLES = {"Officer 0", "Officer 1", "Officer 2", "Deputy"}


@pytest.mark.parametrize("state", ["before", "after"])
def test_the_page_has_a_box_for_every_row_of_posts(state: str) -> None:
    """Posts hang under their unit, deputies first, as in the other formats; without the option there is none."""
    (shown,) = chart(STRUCTURE, state=state, posts=True, language="en").data()["states"]
    rows = shown["units"]
    assert [row[1] for row in rows if row[0] not in ("top", "a")] == ["Deputy", "Officer 0", "Officer 1", "Officer 2"]
    assert {rows[row[2]][0] for row in rows if row[1] in TITLES} == {"a"}
    (shown,) = chart(STRUCTURE, state=state, language="en").data()["states"]
    assert [row[0] for row in shown["units"]] == ["top", "a"]


def test_every_format_holds_every_title() -> None:
    """What is drawn in one format stands in all of them."""
    made = chart(STRUCTURE, posts=True, language="en")
    for text in (made.svg(), made.drawio(), made.html()):
        assert {title for title in TITLES if title in re.sub(r"\\s+", " ", text)} == TITLES
