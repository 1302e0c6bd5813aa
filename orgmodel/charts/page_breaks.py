"""Break the rows of a picture of changes into pages, each of which begins with the rows above its first one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from orgmodel.charts.change_page import HEADER, ROW_SPACING
from orgmodel.charts.outline import OutlineRow
from orgmodel.charts.paint import LINE_HEIGHT

PageBreaks = list[tuple[list[int], set[int]]]
"""For each page the rows on it, and which of them are there only to say where the others belong."""
PAGE, APART = 1e6, 1e3  # what a page costs, and a box that stands on another page than the first one under it


@dataclass(frozen=True, slots=True)
class RowOrder:
    """Hold rows in the order in which pages are filled with them; ``places`` says where each stands in the picture."""

    rows: Sequence[OutlineRow]
    places: Sequence[int]

    def heights(self, of_rows: Sequence[float]) -> list[float]:
        """Give what is told of the rows of the picture in this order."""
        return [of_rows[place] for place in self.places]

    def restored(self, breaks: PageBreaks) -> PageBreaks:
        """Give pages with rows of the picture, each page in the order of the picture."""
        return [
            (sorted(self.places[one] for one in rows), {self.places[one] for one in above}) for rows, above in breaks
        ]


def as_drawn(rows: Sequence[OutlineRow]) -> RowOrder:
    """Keep the rows as they are."""
    return RowOrder(rows, range(len(rows)))


def tied_together(rows: Sequence[OutlineRow], ends: Iterable[tuple[int, int]]) -> RowOrder:
    """Bring those under one row next to each other that ribbons join, be it what is below them.

    >>> rows = [
    ...     OutlineRow(0, -1),
    ...     OutlineRow(1, 0),
    ...     OutlineRow(1, 0),
    ...     OutlineRow(2, 2),
    ...     OutlineRow(1, 0),
    ...     OutlineRow(2, 4),
    ... ]
    >>> found = tied_together(rows, [(5, 1)])
    >>> list(found.places), [row.parent for row in found.rows]
    ([0, 1, 4, 5, 2, 3], [-1, 0, 0, 2, 0, 4])
    """
    leader = list(range(len(rows)))  # of those under one row that are tied, the first

    def first(row: int) -> int:
        while leader[row] != row:
            row = leader[row]
        return row

    for one, other in ends:
        while rows[one].depth > rows[other].depth:
            one = rows[one].parent
        while rows[other].depth > rows[one].depth:
            other = rows[other].parent
        while one != other and rows[one].parent != rows[other].parent:
            one, other = rows[one].parent, rows[other].parent
        if one != other:
            least, most = sorted((first(one), first(other)))
            leader[most] = least
    under: dict[int, dict[int, list[int]]] = {}
    for row in range(len(rows)):
        under.setdefault(rows[row].parent, {}).setdefault(first(row), []).append(row)
    places: list[int] = []
    waiting = [-1]
    while waiting:
        row = waiting.pop()
        if row >= 0:
            places.append(row)
        waiting += [one for tied in reversed(under.get(row, {}).values()) for one in reversed(tied)]
    at = {place: number for number, place in enumerate(places)}
    return RowOrder([replace(rows[place], parent=at.get(rows[place].parent, -1)) for place in places], places)


def parted(breaks: PageBreaks, ends: Iterable[tuple[int, int]]) -> int:
    """Count the ribbons whose ends stand on two pages."""
    page_of = {row: page for page, (rows, above) in enumerate(breaks) for row in rows if row not in above}
    return sum(page_of[one] != page_of[other] for one, other in ends)


def first_fit(rows: Sequence[OutlineRow], heights: Sequence[float], room: float) -> PageBreaks | None:
    """Fill page after page; ``heights`` and ``room`` are in ems. None where a row has no room even by itself."""
    pages: PageBreaks = []
    index = 0
    while index < len(rows):
        context = _above(rows, index)
        used = _used(heights, context)
        begin = index
        while index < len(rows) and used + heights[index] + ROW_SPACING <= room:
            used += heights[index] + ROW_SPACING
            index += 1
        if index == begin:
            return None
        while index < len(rows) and index > begin + 1 and rows[index].parent == index - 1:
            index -= 1  # a box stays with the first one under it
        pages.append(([*context, *range(begin, index)], set(context)))
    return pages


def least_cost(
    rows: Sequence[OutlineRow], heights: Sequence[float], ends: Iterable[tuple[int, int]], room: float
) -> PageBreaks:
    """Break into as few pages as can be, at rows that stand high in the chart and where few ribbons pass.

    ``ends`` are the rows that ribbons join. There must be a way, as :func:`first_fit` tells.
    """
    count = len(rows)
    steps = [0] * (count + 2)
    for pair in ends:
        steps[min(pair) + 1] += 1
        steps[max(pair) + 1] -= 1
    passing = list(accumulate(steps))  # ribbons that join a row before each one with it or a later one
    cost, stops = [0.0] * (count + 1), [count] * (count + 1)
    for begin in range(count - 1, -1, -1):
        used = _used(heights, _above(rows, begin))
        cost[begin] = float("inf")
        for stop in range(begin + 1, count + 1):
            used += heights[stop - 1] + ROW_SPACING
            if used > room:
                break
            here = PAGE
            if stop < count:
                here += rows[stop].depth + passing[stop] + APART * (rows[stop].parent == stop - 1)
            if here + cost[stop] < cost[begin]:
                cost[begin], stops[begin] = here + cost[stop], stop
    pages: PageBreaks = []
    begin = 0
    while begin < count:
        context = _above(rows, begin)
        pages.append(([*context, *range(begin, stops[begin])], set(context)))
        begin = stops[begin]
    return pages


def _used(heights: Sequence[float], context: Sequence[int]) -> float:
    return HEADER + sum(heights[one] + LINE_HEIGHT + ROW_SPACING for one in context)


def _above(rows: Sequence[OutlineRow], index: int) -> list[int]:
    """List the rows above one in the chart, topmost first."""
    above: list[int] = []
    parent = rows[index].parent
    while parent >= 0:
        above.append(parent)
        parent = rows[parent].parent
    return above[::-1]
