"""Break the rows of a picture of changes into pages: what ribbons join stays together, and above it stands where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from orgmodel.charts.change_levels import HEADER, ROW_SPACING
from orgmodel.charts.outline import OutlineRow
from orgmodel.charts.paint import LINE_HEIGHT

PageBreaks = list[tuple[list[int], set[int]]]
"""For each page the rows on it, and which of them are there only to say where the others belong."""
Ends = Sequence[tuple[int, int]]
"""The rows that ribbons join, a pair for each."""
LEAST_SPOKES = 8  # rows that are joined to one, from which that one is repeated on pages
PAGE, APART = 1e6, 1e3  # what a page costs, and a box that stands on another page than the first one under it


def joined(rows: Sequence[OutlineRow], ends: Ends) -> list[list[int]]:
    """List the rows that ribbons join together, and each other that has nothing below it, in the order of their first rows.

    >>> rows = [OutlineRow(0, -1), OutlineRow(1, 0), OutlineRow(1, 0), OutlineRow(2, 2), OutlineRow(1, 0)]
    >>> joined(rows, [(4, 1)])
    [[1, 4], [3]]
    """
    leader = list(range(len(rows)))

    def first(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for one, other in ends:
        least, most = sorted((first(one), first(other)))
        leader[most] = least
    listed = {row for pair in ends for row in pair} | (set(range(len(rows))) - {row.parent for row in rows})
    found: dict[int, list[int]] = {}
    for row in sorted(listed):
        found.setdefault(first(row), []).append(row)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class RowHeights:
    """Hold how high rows are in ems: as ``told`` by their texts, and ``whole`` with room for all their ribbons; and the room of each ribbon."""

    told: Sequence[float]
    whole: Sequence[float]
    ribbons: Sequence[float]


class RowBlocks:
    """Hold the rows that stay together, in the order in which pages are filled with them, for pages of one height.

    Those that no page holds together are taken one by one; where many of them are joined to one, that one stands on each page with
    those that are there: it is among the ``hubs``, which say on which side it is joined to them. A row that is in no block stands with the first that is below it.
    """

    def __init__(
        self, rows: Sequence[OutlineRow], ends: Ends, together: Iterable[Sequence[int]], heights: RowHeights, room: float
    ) -> None:  # fmt: skip
        """Take the rows, what ribbons join, which rows stay ``together``, how high rows are, and the ``room`` of a page; in ems."""
        self.rows, self.ends, self.ribbons, self.room = rows, ends, heights.ribbons, room
        self.heights = list(heights.whole)
        self.above = _above(rows)
        together = list(together)
        self.listed = {row for block in together for row in block}
        self.blocks: list[Sequence[int]] = []
        self.first: dict[int, int] = {}
        self.hubs: dict[int, int] = {}
        for block in together:
            self.blocks += [block] if len(block) == 1 or self._held(block) else self._one_by_one(block, heights.told)
        for number, block in enumerate(self.blocks):
            for row in block:
                for one in self.above[row]:
                    self.first.setdefault(one, number)

    def _held(self, block: Sequence[int]) -> bool:
        """Tell whether a page by itself holds a block, be all that stands above it on others too."""
        above = {one for row in block for one in self.above[row]}.difference(block)
        used = HEADER + sum([self.heights[row] + ROW_SPACING for row in (*block, *above)])
        return used + LINE_HEIGHT * len(above) <= self.room

    def _one_by_one(self, block: Sequence[int], told: Sequence[float]) -> list[Sequence[int]]:
        """Give the rows of a block each by itself, but for the one that is joined to most of them, if there is such a one."""
        joined_to: dict[int, dict[int, float]] = {row: {} for row in block}
        for pair, room in zip(self.ends, self.ribbons, strict=True):
            for one, other in (pair, pair[::-1]):
                if one in joined_to and one != other:
                    joined_to[one][other] = joined_to[one].get(other, 0.0) + room
        hub = max(block, key=lambda row: (len(joined_to[row]), -row))
        spokes = joined_to[hub]
        if len(spokes) < LEAST_SPOKES or any(hub in self.above[row] for row in block):
            return [[row] for row in block]
        self.hubs[hub] = int(2 * sum(end == hub for _, end in self.ends) >= len(spokes))
        self.listed.remove(hub)
        own = [room for pair, room in zip(self.ends, self.ribbons, strict=True) if pair == (hub, hub)]
        self.heights[hub] = told[hub] + LINE_HEIGHT + sum(own)
        for row, room in spokes.items():
            self.above[row] = tuple(dict.fromkeys((*self.above[row], *self.above[hub], hub)))
            self.heights[row] += room
        return [[row] for row in block if row != hub]

    def page(self, begin: int, stop: int) -> FilledPage:
        """Fill a page with some of the blocks."""
        page = FilledPage(self, begin)
        for number in range(begin, stop):
            page.add(number)
        return page

    def first_fit(self) -> list[int] | None:
        """Give with which block each page begins where one is filled after the other; None where a row has no room even by itself."""
        begins: list[int] = []
        page = FilledPage(self, 0)
        for number in range(len(self.blocks)):
            page.add(number)
            if not begins or page.used > self.room:
                begins.append(number)
                page = self.page(number, number + 1)
                if page.used > self.room:
                    return None
        return begins

    def least_cost(self) -> PageBreaks:
        """Break into as few pages as can be, where few ribbons pass and few rows above have to be told again.

        There must be a way, as :meth:`first_fit` tells.
        """
        count = len(self.blocks)
        passing = self._passing()
        cost, stops = [0.0] * (count + 1), [count] * (count + 1)
        for begin in range(count - 1, -1, -1):
            cost[begin] = float("inf")
            page = FilledPage(self, begin)
            for stop in range(begin + 1, count + 1):
                page.add(stop - 1)
                if page.used > self.room:
                    break
                here = PAGE + len(page.above)
                if stop < count:
                    here += passing[stop] + APART * (self.rows[self.blocks[stop][0]].parent in self.blocks[stop - 1])
                if here + cost[stop] < cost[begin]:
                    cost[begin], stops[begin] = here + cost[stop], stop
        pages: PageBreaks = []
        begin = 0
        while begin < count:
            page = self.page(begin, stops[begin])
            pages.append((sorted(page.full | page.above), page.above))
            begin = stops[begin]
        return pages

    def _passing(self) -> list[int]:
        """Count the ribbons that join a block before each one with it or a later one."""
        number_of = {row: number for number, block in enumerate(self.blocks) for row in block}
        steps = [0] * (len(self.blocks) + 2)
        for pair in self.ends:
            if not self.hubs.keys().isdisjoint(pair):
                continue
            least, most = sorted(number_of[row] for row in pair)
            steps[least + 1] += 1
            steps[most + 1] -= 1
        return list(accumulate(steps))


class FilledPage:
    """Hold what a page that begins with a block holds so far: rows in full, and those ``above`` that say where they belong."""

    def __init__(self, blocks: RowBlocks, begin: int) -> None:
        """Begin an empty page."""
        self.blocks, self.begin = blocks, begin
        self.full: set[int] = set()
        self.above: set[int] = set()
        self.used = HEADER

    def add(self, number: int) -> None:
        """Add a block, with the rows above it: in full those that are in no block, on the first page that needs them."""
        blocks = self.blocks
        for row in blocks.blocks[number]:
            self._put(row)
            for one in blocks.above[row]:
                if one in self.full or one in self.above:
                    continue
                if one in blocks.listed or blocks.first[one] < self.begin:
                    self.above.add(one)
                    self.used += blocks.heights[one] + LINE_HEIGHT + ROW_SPACING
                else:
                    self._put(one)

    def _put(self, row: int) -> None:
        if row in self.full:
            return
        self.full.add(row)
        if row in self.above:
            self.above.remove(row)
            self.used -= LINE_HEIGHT
        else:
            self.used += self.blocks.heights[row] + ROW_SPACING


def _above(rows: Sequence[OutlineRow]) -> list[tuple[int, ...]]:
    """List for each row those above it in the chart."""
    above: list[tuple[int, ...]] = []
    for row in rows:
        above.append(() if row.parent < 0 else (*above[row.parent], row.parent))
    return above
