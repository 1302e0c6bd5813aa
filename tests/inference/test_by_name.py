"""Mergers and splits are told as such between structures that share no id: by names, functions, titles and posts."""

from __future__ import annotations

import numpy as np
import pytest

from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import Difference, difference
from tests.inference.made_up import Op, organisation, renumbered, restructured

MERGERS = ("consolidate", "absorb", "split_up", "split_off")


def told(found: Difference, numbers: dict[str, str]) -> list[tuple[Op, str]]:
    """Read what was told off the lineage: the verb, the units before, and those after in the ids of the run."""
    known = {new: old for old, new in numbers.items()}
    names = {pair.before: known[pair.after] for pair in found.matching.units}
    sure = {one.step.id: one.certainty for one in found.inference.steps}
    events: dict[str, tuple[str, set[str], set[str]]] = {}
    for one in found.inference.outcome.lineage:
        _, before, after = events.setdefault(one.step, (one.operation, set(), set()))
        before.update({one.before} - {None})
        after.update({names.get(one.after) or known.get(one.after.split("~")[0]) or one.after} if one.after else ())
    return [((verb, tuple(sorted(a)), tuple(sorted(b))), sure[step]) for step, (verb, a, b) in events.items()]


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
