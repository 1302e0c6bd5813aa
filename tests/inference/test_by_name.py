"""Mergers and splits are told as such between structures that share no id: by names, functions, titles and posts."""

from __future__ import annotations

import numpy as np
import pytest

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
