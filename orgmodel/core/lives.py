"""The lives of a unit: from the day on which it begins to the first day without it, several where it was restored."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from orgmodel.core.dates import first_day
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.core.records import UNKNOWN_DATE

if TYPE_CHECKING:
    from orgmodel.core.queries import Queries

_ALWAYS, _NEVER = "0000-00-00", "9999-99-99"

Life = tuple[str | None, str | None]
"""When a unit begins (None: it has always been) and ends (None: it has not)."""


def ends_early(life: Life) -> Message | None:
    """Say that a life ends before it begins; one may begin and end on a day, as a unit that is there for one step.

    >>> str(ends_early(("2019", "2018"))), ends_early(("2018", "2018")), ends_early(("?", "2018"))
    ("ends on 2018, before it begins (2019); 'to' is the first day without the unit", None, None)
    """
    begin, end = life
    if begin in (None, UNKNOWN_DATE) or end in (None, UNKNOWN_DATE) or first_day(begin) <= first_day(end):
        return None
    return Message.of(
        "ends on {end}, before it begins ({begin}); 'to' is the first day without the unit", end=end, begin=begin
    )


def by_beginning(life: Life) -> tuple[str, bool, str]:
    """Give what the lives of a unit are sorted by."""
    begin, end = life
    return _first(begin), end is None, _last(end)


def overlap(life: Life, after: Life) -> bool:
    """Tell whether two lives of a unit overlap for certain, of which the second begins later or last ends.

    >>> (
    ...     overlap((None, "2018"), ("2018", None)),
    ...     overlap((None, "2018"), ("2017", None)),
    ...     overlap((None, "?"), ("2017", None)),
    ... )
    (False, True, False)
    """
    if life[1] is None and after[1] is None:
        return False  # the unit stands twice, which is told as such
    same = bool(life[1] and after[1] and (life[0] or "") == (after[0] or ""))
    known = UNKNOWN_DATE not in (*life, *after)
    return same or (known and _last(life[1]) > _first(after[0]))


def _first(begin: str | None) -> str:
    return _ALWAYS if not begin or begin == UNKNOWN_DATE else first_day(begin)


def _last(end: str | None) -> str:
    return _NEVER if not end else _ALWAYS if end == UNKNOWN_DATE else first_day(end)


def wrong_lives(state: Queries, units: Iterable[str]) -> list[Problem]:
    """List the units whose lives end before they begin, or overlap."""
    found: list[Problem] = []
    for id in units:
        living = state.get("units", id)
        lives: list[Life] = [(one.unit.begins, one.ends) for one in state.ended_units(id)]
        lives += [(living.begins, None)] if living is not None else []  # type: ignore[union-attr]
        if len(lives) == 1 and None in lives[0]:
            continue
        lives.sort(key=by_beginning)
        for life in lives:
            if wrong := ends_early(life):
                message = Message.of("{unit}: {message}", unit=id, message=wrong)
                found.append(Problem("DATE_ORDER", message, id, table="units", field="ends"))
        for life, after in pairwise(lives):
            if overlap(life, after):
                message = Message.of(
                    "{unit} lives from {begin} while its life until {end} goes on: give the new one another id, or a later date",
                    unit=id,
                    begin=after[0] or UNKNOWN_DATE,
                    end=life[1] or UNKNOWN_DATE,
                )
                found.append(Problem("DUPLICATE", message, id, table="units", field="begins"))
    return found
