"""Old and new units and the edges between them, whatever kind of table told them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(slots=True)
class Side:
    """Hold a unit of one side, old or new."""

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
    """Say that a new unit took an old one, or a part of it; ``kind`` is what happened to the old unit in it."""

    old: str
    new: str
    line: int
    date: str | None = None
    is_part: bool | None = None
    share: Fraction | None = None
    amount: int | None = None
    kind: str = ""


@dataclass
class Lineages:
    """Hold the units before and after, the edges between them, and those that begin or end without any.

    ``begun`` and ``gone`` give the dates of units that begin without a predecessor or end without a successor while the
    edges run; ``ended`` are units that had ended before, ``between`` those that begin and end while the edges run, and
    ``standing`` gives units that take others on a day on which they stand already.
    """

    before: dict[str, Side] = field(default_factory=dict)
    after: dict[str, Side] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    begun: dict[str, str | None] = field(default_factory=dict)
    gone: dict[str, str | None] = field(default_factory=dict)
    ended: list[Side] = field(default_factory=list)
    between: dict[str, Side] = field(default_factory=dict)
    standing: set[tuple[str, str | None]] = field(default_factory=set)
    as_of: str | None = None
    until: str | None = None

    def all_sides(self) -> list[Side]:
        """List the units of either side, and those in between and earlier."""
        return [*self.before.values(), *self.after.values(), *self.between.values(), *self.ended]

    def side(self, code: str, *, new: bool) -> Side:
        """Give a unit as it is on one side; one that begins and ends in between is on neither."""
        first, second = (self.after, self.before) if new else (self.before, self.after)
        found = first.get(code) or self.between.get(code) or second.get(code)
        return found if found is not None else Side(code, 0)
