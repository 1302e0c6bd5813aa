"""Break the rows of a picture of changes into pages, each of which begins with the rows above its first one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from orgmodel.charts.change_page import HEADER, ROW_SPACING
from orgmodel.charts.outline import OutlineRow
from orgmodel.charts.paint import LINE_HEIGHT

PageBreaks = list[tuple[list[int], set[int]]]
"""For each page the rows on it, and which of them are there only to say where the others belong."""
PAGE, APART = 1e6, 1e3  # what a page costs, and a box that stands on another page than the first one under it


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
