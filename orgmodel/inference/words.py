"""How sure an inferred operation is, and what shows it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orgmodel.core.names import Names, text_in
from orgmodel.words.notes import worded

CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"
"""Certain: records that kept their ids show it. Likely: most of what a unit had shows it, or the only pair that fits.
Possible: another reading explains as much, or part of it had to be guessed."""

CERTAINTIES = (CERTAIN, LIKELY, POSSIBLE)

WHY = "found in the later structure"
"""The ground of what begins or ends: two structures tell that it did, and never why."""


class Sure(NamedTuple):
    """How sure something is, and what shows it."""

    certainty: str
    basis: Names


KEPT = Sure(CERTAIN, worded("kept"))
MOVED = Sure(CERTAIN, worded("moved"))
GONE = Sure(CERTAIN, worded("gone"))
NEW = Sure(CERTAIN, worded("new"))
REGISTER = Sure(CERTAIN, worded("register"))
PASSING = Sure(POSSIBLE, worded("passing"))
ONLY = Sure(LIKELY, worded("only"))
GUESSED = Sure(POSSIBLE, worded("guessed"))
ANEW = Sure(POSSIBLE, worded("anew"))


SPELT = Sure(CERTAIN, worded("spelt"))


def or_else(sure: Sure, readings: Iterable[Sequence[str]]) -> Sure:
    """Say that other readings explain as much.

    >>> or_else(NEW, [("split_off",), ("create", "absorb", "absorb")]).basis[0]
    ('en', 'found nowhere in the earlier structure; as well possible: split_off, or create + absorb')
    """
    ways = [" + ".join(dict.fromkeys(verbs)) for verbs in readings]
    either = {language: text_in(worded("or"), language).join(ways) for language, _ in sure.basis}
    return Sure(POSSIBLE, worded("as_well_possible", {"basis": sure.basis, "ways": tuple(either.items())}))


def shrunk(row: str, posts: int) -> Sure:
    """Say that a new row of posts may be a part of one that lost as many.

    >>> shrunk("a/cv", 2).basis[0]
    ('en', 'a new row; a/cv, which is alike, has 2 fewer, and they may be these')
    """
    return Sure(POSSIBLE, worded("shrunk", {"row": row, "posts": posts}))


def carried(amount: float, given: float, starts: list[str], ends: list[str]) -> Sure:
    """Say how much of what some units had is seen in others.

    >>> carried(3, 4, ["a", "b"], ["c"]).basis[0]
    ('en', '75% of what a, b handed on is in c')
    """
    share = round(100 * amount / given) if given else 0
    one, other = ", ".join(starts), ", ".join(ends)
    told = worded("carried", {"share": share, "starts": one, "ends": other})
    return Sure(LIKELY if amount >= 1 else POSSIBLE, told)
