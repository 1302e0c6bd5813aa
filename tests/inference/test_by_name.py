"""Mergers and splits are told as such between structures that share no id: by names, functions, titles and posts."""

from __future__ import annotations

import numpy as np
import pytest

from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import difference
from tests.inference.made_up import halved, organisation, renumbered, restructured, told, without_functions


@pytest.mark.parametrize("divisions", [0, 2])
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("by", [("path", "name"), ("path", "name", "content")])
def test_mergers_and_splits_are_told_by_name(seed, by, divisions) -> None:
    """Sixteen of sixteen made among a thousand units are told, the sure ones right, and no post from or to outside."""
    rng = np.random.default_rng(seed)
    before = organisation(rng, divisions=divisions)
    after, done = restructured(rng, before)
    assert (len(before.units), len(done)) == (1000, 16)
    other, numbers = renumbered(rng, after)
    found = difference(before, other, by=by)
    made = {(verb, tuple(sorted(old)), tuple(sorted(new))) for verb, old, new in done}
    said = told(found, numbers)
    assert {op for op, sure in said if sure != "possible"} <= made
    assert {op for op, _ in said} == made
    assert sorted(one.verb for one in found.inference.steps) == sorted(verb for verb, *_ in done)
    assert found.corrections == ()


@pytest.mark.parametrize("fate", ["deputy", "deputy there", "head"])
@pytest.mark.parametrize("verb", ["split_up", "split_off"])
@pytest.mark.parametrize("lists_functions", [True, False])
def test_a_part_that_takes_in_another_unit_is_told_by_name(lists_functions, verb, fate) -> None:
    """What was split and what a part of it took in are told apart, the sure ones right, and no post from or to outside."""
    rng = np.random.default_rng(7)
    before = organisation(rng, 400)
    outcome, done = halved(rng, before, verb, fate, times=8)
    after = outcome.after
    if not lists_functions:
        before, after = without_functions(before), without_functions(after)
    other, numbers = renumbered(rng, after)
    found = difference(before, other, by=("path", "name", "content"))
    made = {(verb, tuple(sorted(old)), tuple(sorted(new))) for verb, old, new in done}
    said = told(found, numbers)
    assert {op for op, sure in said if sure != "possible"} <= made
    if lists_functions or verb == "split_up":
        assert {op for op, _ in said} == made
        assert len(found.inference.steps) == len(made)
    assert not [one for one in found.inference.outcome.ledger if None in (one.flow.from_unit, one.flow.to_unit)]
    assert all(change.fields == ("order",) for change in found.corrections)


def test_where_a_new_name_or_a_split_explains_as_much_the_other_is_named() -> None:
    """Without functions a part that left and took in a whole unit may be that unit under another name: possible, both told."""
    rng = np.random.default_rng(7)
    before = without_functions(organisation(rng, 400))
    outcome, _ = halved(rng, before, "split_off", "head", times=8)
    other, _ = renumbered(rng, outcome.after)
    steps = difference(before, other, by=("path", "name", "content")).inference.steps
    assert {one.certainty for one in steps} == {"possible"}
    renamed = [dict(one.basis)["en"] for one in steps if one.verb == "rename"]
    assert renamed
    assert all("as well possible: split off + absorbed" in one for one in renamed)


@pytest.mark.parametrize(("ones", "others"), [("a", "bc"), ("ab", "c")], ids=["split", "merged"])
def test_one_row_of_posts_of_a_title_and_figures_shows_where_it_went(ones, others) -> None:
    """Where units list no functions, posts that agree tell that they went over: none begins or ends from outside."""
    after = _offices(others, {"b": "B", "c": "C"}, "2")
    found = difference(_offices(ones, {"a": "A", "b": "B"}, "1"), after, by=["path", "name"])
    assert found.inference.verbs in ({"split_up": 1}, {"consolidate": 1})
    assert {one.certainty for one in found.inference.steps} == {"possible"}
    assert found.corrections == ()


def _offices(units: str, names: dict[str, str], mark: str) -> Structure:
    """Offices under one superior, which share a row of engineers and one of lawyers, whatever ids they have."""
    rows = {"Engineer": 4, "Lawyer": 7}
    homes = dict(zip(rows, units * 2, strict=False))
    return Structure.of(
        [
            Unit(f"top{mark}", (("en", "Ministry"),)),
            *(
                Post(f"{id}{mark}/h", f"{id}{mark}", (("en", f"Head of {id}{mark}"),), "head", authorized=1, filled=1)
                for id in units
            ),
            *(Unit(f"{id}{mark}", (("en", f"Office {mark}{names[id]}"),), parent=f"top{mark}") for id in units),
            *(
                Post(f"{homes[title]}{mark}/{title}", f"{homes[title]}{mark}", (("en", title),), authorized=n, filled=n)
                for title, n in rows.items()
            ),
        ]
    )
