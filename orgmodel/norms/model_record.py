"""Reference models: which units a level has in common, where they sit, and which lines they have."""

from __future__ import annotations

from dataclasses import dataclass, field

from orgmodel.core.names import Names
from orgmodel.norms.partial_dates import within

MISSING, EXTRA, COMBINED, MISPLACED = "missing", "extra", "combined", "misplaced"
LINE_MISSING, LINE_DOUBLED = "line_missing", "line_doubled"
NOT_JUDGED = "not_judged"
DEVIATIONS = (MISSING, EXTRA, COMBINED, MISPLACED, LINE_MISSING, LINE_DOUBLED, NOT_JUDGED)
"""Kinds of deviation. ``combined``: one unit plays two roles of the model; ``not_judged``: too little of the place is
described to compare it."""


@dataclass(frozen=True, slots=True)
class Role:
    """A unit of a reference model.

    ``called`` lists the beginnings of names by which a unit is known (compared without case, dashes and the district's
    name); ``under`` the role it sits directly under; ``lines`` how many written or derived lines of a kind it has.
    ``variants`` limits the role to some variants of the model, none means all; ``side`` is the block it belongs to.
    """

    id: str
    names: Names = ()
    called: tuple[str, ...] = ()
    side: str = ""
    under: str = ""
    lines: tuple[tuple[str, int], ...] = ()
    optional: bool = False
    variants: tuple[str, ...] = ()
    confidence: str = ""
    note: Names = ()


@dataclass(frozen=True, slots=True)
class ReferenceModel:
    """A reference model of a level, in force from ``from_`` until before ``to``.

    It is compared with each area that has units of its ``level``. Where a side lists ``closed``, units of the kinds
    named there that play no role are extra. ``citation`` is the text of its sources.
    """

    id: str
    title: Names = ()
    level: str = ""
    roles: tuple[Role, ...] = ()
    citation: str = ""
    from_: str | None = None
    to: str | None = None
    closed: tuple[str, ...] = ()
    variant: str = ""  # the attribute of a unit of the area that names the variant
    default_variant: str = ""
    confidence: str = ""
    note: Names = ()
    areas: tuple[str, ...] = field(default=())
    to_confidence: str = ""  # how sure the end is, where it was not read

    def in_force(self, date: str | None) -> bool:
        """Tell whether the model is in force on a date; without a date it is."""
        return within(date, self.from_, self.to)


@dataclass(frozen=True, slots=True)
class Deviation:
    """Tell one way in which an area differs from a reference model."""

    model: str
    area: str
    unit: str
    kind: str
    roles: tuple[str, ...] = ()
    side: str = ""
    state: str = ""
    note: Names = ()
