"""Old and new units and the edges between them, whatever kind of table told them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(slots=True)
class Side:
    """Hold a unit as it is on one side, old or new; ``begins`` and ``ends`` (the first day without it) where they are told."""

    code: str
    line: int
    name: str = ""
    kind: str = ""
    within: str = ""
    figure: int | None = None
    begins: str | None = None
    ends: str | None = None


@dataclass(slots=True)
class Edge:
    """Say that a new unit took an old one, or a part of it; ``kind`` is what happened to the old unit in it.

    ``share`` is the part of the old unit, as a fraction of 1; None where it is not known.
    """

    old_side: Side
    new_side: Side
    line: int
    date: str | None = None
    is_part: bool | None = None
    share: Fraction | None = None
    amount: int | None = None
    kind: str = ""

    @property
    def old(self) -> str:
        """Code of the old unit."""
        return self.old_side.code

    @property
    def new(self) -> str:
        """Code of the new unit."""
        return self.new_side.code


@dataclass(slots=True)
class Alone:
    """Hold a unit that begins without a predecessor, or ends without a successor, on a day."""

    side: Side
    date: str | None


@dataclass
class Lineages:
    """Hold what a table tells: edges, and units that begin or end without any, each with its day.

    ``before`` are the units that stand before all of it (found from the edges themselves where a table is one of pairs,
    ``is_open``), ``after`` those that stand behind it, ``between`` those that begin and end meanwhile, ``ended`` those
    that had ended before.
    """

    edges: list[Edge] = field(default_factory=list)
    begun: list[Alone] = field(default_factory=list)
    gone: list[Alone] = field(default_factory=list)
    before: dict[str, Side] = field(default_factory=dict)
    after: dict[str, Side] = field(default_factory=dict)
    between: dict[str, Side] = field(default_factory=dict)
    ended: list[Side] = field(default_factory=list)
    as_of: str | None = None
    until: str | None = None
    is_open: bool = False

    def all_sides(self) -> list[Side]:
        """List the units of either side, and those in between and earlier."""
        return [*self.before.values(), *self.after.values(), *self.between.values(), *self.ended]
