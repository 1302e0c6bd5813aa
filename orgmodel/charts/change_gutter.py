"""How far apart the two sides of a picture of changes stand: ribbons run level under their labels, and only then turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from orgmodel.charts.fonts import Face
from orgmodel.charts.outline import OutlineRow
from orgmodel.charts.signs import NO_SIGNS, Signs
from orgmodel.comparison.unit_flows import UnitFlow
from orgmodel.words.charts import amount_words, word
from orgmodel.words.numbers import at_least, signs_of

INDENT = 1.5  # ems
TURN = 0.8  # radius by which the inner edge of a ribbon turns
LABEL_SPACING = 1.2  # what a label leaves free of where a ribbon runs level
LABEL_START = 0.3  # how much of that stands before it
LEAST, SLOPE = 9.5, 5.0  # the least between the two sides, and the least of it in which ribbons turn
NO_HUBS: Mapping[int, int] = {}
MOST_PAGES = 99  # for the width of the number of a page that is not known yet


@dataclass(frozen=True, slots=True)
class RowFlows:
    """Hold what flows between the rows: each row's flows in the order of their ends, how thick each is, and its room."""

    flows: Sequence[UnitFlow]
    row_of: tuple[Mapping[str, int], Mapping[str, int]]
    leaving: Mapping[int, Sequence[UnitFlow]]
    arriving: Mapping[int, Sequence[UnitFlow]]
    thick: Callable[[UnitFlow], float]
    room: Callable[[UnitFlow], float]


@dataclass(frozen=True, slots=True)
class Between:
    """Hold, in ems, how far ribbons run level for their labels, turn, and run level again."""

    lead: float
    slope: float
    trail: float

    @property
    def width(self) -> float:
        """Give what lies between the two sides."""
        return self.lead + self.slope + self.trail

    def widened(self, width: float) -> Between:
        """Give more room to turn, so that it is so wide."""
        return replace(self, slope=self.slope + max(0.0, width - self.width))

    def within(self, width: float) -> Between:
        """Give it as wide as there is room for: where there is less than needed labels have to lie over ribbons.

        >>> Between(6.0, 5.0, 2.0).within(10.0), Between(6.0, 5.0, 2.0).within(14.0)
        (Between(lead=3.0, slope=5.0, trail=2.0), Between(lead=6.0, slope=6.0, trail=2.0))
        """
        left = max(0.0, self.width - width)
        parts = []
        for part in (self.lead, self.trail, self.slope):
            parts.append(part - min(part, left))
            left -= min(part, left)
        return Between(parts[0], parts[2], parts[1]).widened(width)


class Gutter:
    """Tell how much room the ribbons and labels of a page need."""

    def __init__(self, rows: Sequence[OutlineRow], row_flows: RowFlows, face: Face, language: str) -> None:
        """Take the rows, what flows, the face of labels, and the language."""
        self.rows, self.row_flows, self.face, self.language = rows, row_flows, face, language
        self._deepest = max(row.depth for row in rows)

    def between(self, full: Set[int], hubs: Mapping[int, int] = NO_HUBS) -> Between:
        """Say what a page needs on which those rows stand in ``full``: where ribbons turn, none does under a label.

        Of ``hubs``, of which a side stands on several pages, it has the ribbons of which the other end is here in full.
        """
        row_of = self.row_flows.row_of
        ways = [(one, row_of[0][one.start], row_of[1][one.end]) for one in self.row_flows.flows]
        whole = [way for way in ways if way[1] in full and way[2] in full]
        if hubs:
            partners = [hub_partner(way[1:], hubs) for way in ways]
            whole = [
                way for way, partner in zip(ways, partners, strict=True)
                if (set(way[1:]) <= full if partner is None else partner in full)
            ]  # fmt: skip
            ways = [way for way, partner in zip(ways, partners, strict=True) if partner is None]
        lead = [self._level(amount_label(one, self.language), start) for one, start, _ in whole]
        lead += [
            self._level(f"{amount_of(one, self.language)} {leading_to(MOST_PAGES, self.language)}", start)
            for one, start, end in ways
            if start in full and end not in full
        ]
        coming = coming_from(MOST_PAGES, self.language)
        trail = [self.level(coming) for _, start, end in ways if end in full and start not in full]
        turns = self._turns([way for way in whole if way[1] != way[2]])
        if not turns:
            return Between(0.0, max([LEAST, *lead, *trail]), 0.0)
        found = Between(max([0.0, *lead]), max(SLOPE, turns), max([0.0, *trail]))
        return found.widened(LEAST)

    @cached_property
    def whole(self) -> float:
        """Say how far apart the sides stand where all rows are on one page."""
        return self.between(set(range(len(self.rows)))).width

    def level(self, label: str) -> float:
        """Say how far a ribbon runs level for its label."""
        return self.face.width(label) + LABEL_SPACING

    def _level(self, label: str, row: int) -> float:
        """Say how far into the gutter a ribbon runs level for its label: a box that ends before the others leaves room besides."""
        return self.level(label) - (self._deepest - self.rows[row].depth) * INDENT

    def _turns(self, ways: Sequence[tuple[UnitFlow, int, int]]) -> float:
        """Say how far apart ribbons begin and end to turn so that there is room for the arcs of those that turn about one point."""
        arcs: dict[tuple[int, int, bool], float] = {}
        for one, *rows in ways:
            falls = rows[0] < rows[1]
            for state, row in enumerate(rows):
                arcs[state, row, falls] = arcs.get((state, row, falls), 0.0) + self.row_flows.room(one)
        return max(
            (arcs[0, start, start < end] + arcs[1, end, start < end] + 2 * TURN for _, start, end in ways), default=0.0
        )


def hub_partner(ends: Sequence[int], hubs: Mapping[int, int]) -> int | None:
    """Give the row that a flow joins to a hub, on the side on which that stands on several pages; None where it joins no hub."""
    for side in (0, 1):
        if hubs.get(ends[side]) == side:
            return ends[1 - side]
    return None


def amount_label(flow: UnitFlow, language: str) -> str:
    """Write what a flow carries."""
    return amount_words(flow.quantity, amount_of(flow, language), language) if flow.quantity else ""


def amount_of(flow: UnitFlow, language: str) -> str:
    """Write how much a flow carries, without what it is."""
    return at_least(flow.known, language, least=flow.missing, low=flow.least, assumed=flow.assumed)


def amount_signs(flow: UnitFlow) -> Signs:
    """Say which signs the amount bears that a flow carries."""
    if not flow.quantity:
        return NO_SIGNS
    return signs_of(flow.known, least=flow.missing, low=flow.least, assumed=flow.assumed)


def leading_to(page: int, language: str) -> str:
    """Say at which page a flow continues."""
    return f"→\N{NO-BREAK SPACE}{word('page-brief', language, page)}"


def coming_from(page: int, language: str) -> str:
    """Say from which page a flow comes."""
    return f"{word('page-brief', language, page)} →"
