"""Party organisations known only by the sum of their members, once forms say how many each has: lawful or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem


@dataclass(frozen=True, slots=True)
class Share:
    """One organisation of a sum: its unit, what is given for it, and the cell of the form that gives it."""

    unit: str
    given: int | None
    at: Location | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What organisations have together: its name, the ends of what is known of it, and where that stands."""

    name: str
    low: int | None
    high: int | None
    at: Location

    def __str__(self) -> str:
        """Write the sum as a message has it, a range as its ends.

        >>> (
        ...     str(Sum("g", 42, 42, Location("member_groups.csv", 2))),
        ...     str(Sum("g", 40, 44, Location("member_groups.csv", 2))),
        ... )
        ('42', '40–44')
        """
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def refused_parts(whole: Sum, shares: Sequence[Share]) -> Problem | None:
    """Tell why figures given for organisations of a sum cannot stand in its place; None where they can.

    They can where each organisation has a figure and all come to the sum, or no sum is known. The problem stands at the
    first cell of a form that was filled in.

    >>> whole = Sum("g", 5, 5, Location("member_groups.csv", 2))
    >>> cell = Location("form.xlsx[Figures]", 7, 7)
    >>> refused_parts(whole, [Share("a", 2, cell), Share("b", 3, cell)])
    >>> refused_parts(whole, [Share("a", 2, cell), Share("b", 4, cell)]).code
    'OTHER_SUM'
    >>> refused_parts(whole, [Share("a", 2, cell), Share("b", None, None)]).code
    'PART_OF_SUM'
    """
    at = next((one.at for one in shares if one.at is not None), None)
    given = sum(one.given for one in shares if one.given is not None)
    blank = [one.unit for one in shares if one.given is None]
    if blank:
        message = Message.of(
            "only a sum of {count} organisations is known ({name} at {place}), with {blank} left blank: fill in each, or none at all",
            count=len(shares), name=whole.name, place=whole.at, blank=", ".join(blank),
        )  # fmt: skip
        return Problem("PART_OF_SUM", message, whole.name, at)
    if whole.low is None or whole.high is None or whole.low <= given <= whole.high:
        return None
    message = Message.of(
        "the figures given here ({count}) sum to {given}, and {known} is the sum known ({name} at {place}): correct the figures, or the sum there first if it is wrong",
        count=len(shares), given=given, known=str(whole), name=whole.name, place=whole.at,
    )  # fmt: skip
    return Problem("OTHER_SUM", message, whole.name, at)
