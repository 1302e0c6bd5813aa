"""Put the rows of a picture of changes on one page: boxes, the lines of each side, and the ribbons between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from orgmodel.charts.boxes import Boxes
from orgmodel.charts.change_gutter import (
    INDENT,
    LABEL_START,
    NO_HUBS,
    TURN,
    Gutter,
    RowFlows,
    amount_label,
    amount_of,
    amount_signs,
    coming_from,
    hub_partner,
    leading_to,
)
from orgmodel.charts.change_levels import RowLevels
from orgmodel.charts.drawing import Box, Ribbon, Route
from orgmodel.charts.outline import OutlineRow
from orgmodel.charts.paint import LINE_HEIGHT
from orgmodel.charts.signs import NO_SIGNS
from orgmodel.comparison.unit_flows import UnitFlow
from orgmodel.words.charts import word

LINK_SPACING = 0.1  # ems
NO_ROWS: frozenset[int] = frozenset()
HAIRLINE = (
    0.1  # thickness of a ribbon of which the amount is too small or not known, and of the link of a unit with itself
)


@dataclass(frozen=True, slots=True)
class OutlineLayout:
    """Hold the rows sized for one width of text, in ems; ``gutter`` is what lies between the two sides.

    ``sides`` gives the height of each row's box before and after (0: none), ``told`` that of what it says without room for
    ribbons, ``heights`` the greater of each row's sides, ``blocks`` the number of the rows that ribbons join (none: -1).
    """

    rows: Sequence[OutlineRow]
    text: float
    panel: float
    deepest: int
    heights: list[float]
    boxes: Boxes
    gutter: float
    sides: tuple[list[float], list[float]]
    told: tuple[list[float], list[float]]
    blocks: Sequence[int]

    def levels(self, *, apart: bool = False) -> RowLevels:
        """Give what puts the rows below each other, be it each side ``apart``."""
        return RowLevels(self.rows, self.sides, self.blocks, apart=apart)

    def used(self, *, apart: bool = False) -> float:
        """Give how high all rows are, with the heading of the sides."""
        return self.levels(apart=apart).used(range(len(self.rows)))

    @property
    def width(self) -> float:
        """Give the width of both sides and what is between."""
        return 2 * self.panel + self.gutter


class ChangePage:
    """Put rows on one page."""

    def __init__(
        self,
        layout: OutlineLayout,
        row_flows: RowFlows,
        room: Gutter,
        language: str,
        size: float,
        corner: tuple[float, float],
        page_of: Mapping[int, int],
        *,
        apart: bool = False,
        hubs: Mapping[int, int] = NO_HUBS,
        elsewhere: Mapping[int, Sequence[int]] | None = None,
        full: Set[int] = NO_ROWS,
    ) -> None:
        """Take the layout, the flows of rows and the room that they need, the type size, the left and top, and the page of each row.

        With ``apart`` each side is put by itself. Of ``hubs``, of which a side stands ``elsewhere`` too, it has the ribbons that
        lead to rows that are in ``full`` here.
        """
        self.hubs, self.elsewhere, self.full = hubs, elsewhere or {}, full
        self.room = room
        self.layout, self.row_flows, self.language, self.size, self.page_of = layout, row_flows, language, size, page_of
        self.left, self.top = corner
        self.levels = layout.levels(apart=apart)
        self.boxes: list[Box] = []
        self.routes: list[Route] = []
        self.ribbons: list[Ribbon] = []
        self.placed: tuple[dict[int, Box], dict[int, Box]] = ({}, {})

    def put(self, index: int, *, context: bool) -> None:
        """Put both sides of a row below the last."""
        row = self.layout.rows[index]
        heights = [self._height(state, index, context=context) for state in (0, 1)]
        levels = self.levels.put(index, heights)
        for state, cell in ((0, row.before), (1, row.after)):
            height, level = heights[state], levels[state]
            if cell is None or height is None:
                continue
            x = (row.depth * INDENT + state * (self.layout.panel + self.layout.gutter)) * self.size + self.left
            wide = (self.layout.panel - self.layout.deepest * INDENT) * self.size
            y = self.top + level * self.size
            side = "after" if state else "before"
            lines = self.layout.boxes.lines(cell.content, wide / self.size + 1e-6)
            box = Box(
                f"{side}:{cell.content.id}", cell.content.id, x, y, wide, height * self.size, lines, cell.content.group,
                cell.status, cell.badge, whole=cell.content.whole, signs=cell.content.signs,
            )  # fmt: skip
            if context:
                page = self.page_of[index]
                box = replace(box, status="", badge="")
                box = box.referring(word("from-page", self.language, page), page, "context")
            elif self.hubs.get(index) == state and (pages := self.elsewhere.get(index)):
                key = "to-page" if len(pages) == 1 else "to-pages"
                box = box.referring(word(key, self.language, pages[0], pages[-1]), pages[0], "continued")
            self.boxes.append(box)
            self.placed[state][index] = box
            self._hang(index, state, box)

    def _height(self, state: int, index: int, *, context: bool) -> float | None:
        """Give how high a row's box is on a side; None where it has none here."""
        layout, row = self.layout, self.layout.rows[index]
        if (row.after if state else row.before) is None:
            return None
        if self.hubs.get(index) == state:
            ribbons = sum(map(self.row_flows.room, self._flows(state, index))) + 0.3
            return max(layout.told[state][index] + LINE_HEIGHT, ribbons)
        if not context:
            return layout.sides[state][index]
        if index in self.hubs and row.before and row.after and row.before.content.id != row.after.content.id:
            return None  # what stands beside a hub is no more of it than others that are joined to it
        return layout.told[state][index] + LINE_HEIGHT

    def _flows(self, state: int, index: int) -> Sequence[UnitFlow]:
        """List the flows of a row of which a ribbon is here: those to a hub where the other end is here in full."""
        row_flows = self.row_flows
        flows = (row_flows.leaving, row_flows.arriving)[state].get(index, ())
        if not self.hubs:
            return flows
        found = []
        for one in flows:
            partner = hub_partner((row_flows.row_of[0][one.start], row_flows.row_of[1][one.end]), self.hubs)
            if partner is None or partner in self.full:
                found.append(one)
        return found

    def _hang(self, index: int, state: int, box: Box) -> None:
        """Draw the line from the box above in the chart."""
        above = self.placed[state].get(self.layout.rows[index].parent)
        if above is None:
            return
        stem = above.x + INDENT / 2 * self.size
        middle = box.y + box.height / 2
        points = ((stem, above.y + above.height), (stem, middle), (box.x, middle))
        self.routes.append(Route("chart", above.id, box.id, points))

    def connect(self) -> None:
        """Draw the ribbons that have an end on this page."""
        row_flows, size = self.row_flows, self.size
        between = self.room.between(self.full, self.hubs).within(self.layout.gutter)
        bend0 = self.left + (self.layout.panel + between.lead) * size
        bend1 = bend0 + between.slope * size
        tops: dict[tuple[int, str, str], float] = {}
        for state in (0, 1):
            for index, box in self.placed[state].items():
                if index not in self.full and self.hubs.get(index) != state:
                    continue
                flows = self._flows(state, index)
                at = box.y + (box.height - sum(row_flows.room(one) for one in flows) * size) / 2
                for flow in flows:
                    tops[state, flow.start, flow.end] = at + row_flows.room(flow) * size / 2
                    at += row_flows.room(flow) * size
        for flow in row_flows.flows:
            start, end = row_flows.row_of[0][flow.start], row_flows.row_of[1][flow.end]
            here0, here1 = tops.get((0, flow.start, flow.end)), tops.get((1, flow.start, flow.end))
            thick = row_flows.thick(flow) * size
            names = f"before:{flow.start}", f"after:{flow.end}"
            label, signs = amount_label(flow, self.language), amount_signs(flow)
            if here0 is not None and here1 is not None:
                x0, x1 = self._edge(0, start), self.placed[1][end].x
                made = Ribbon(*names, x0, here0, bend0, bend1, x1, here1, thick, flow.block, label)
            elif here0 is not None:
                continuation, x0 = leading_to(self.page_of[end], self.language), self._edge(0, start)
                label = f"{label} {continuation}".lstrip()
                if x0 + self.room.level(label) * size > bend0:  # then without the word for what flows
                    label = f"{amount_of(flow, self.language)} {continuation}"
                stop = x0 + self.room.level(label) * size
                made = Ribbon(names[0], "", x0, here0, stop, stop, stop, here0, thick, flow.block, label)
            elif here1 is not None:
                label, signs = coming_from(self.page_of[start], self.language), NO_SIGNS
                x1 = self.placed[1][end].x  # the label stands before the lines of the tree that lead to the box
                x0 = self.left + (self.layout.panel + self.layout.gutter - self.room.level(label)) * size
                made = Ribbon("", names[1], x0, here1, x0, x0, x1, here1, thick, flow.block, label)
            else:
                continue
            self.ribbons.append(replace(made, label_x=made.x0 + LABEL_START * size, signs=signs))
        self._links(bend0, bend1)
        self.ribbons = _turned(self.ribbons, TURN * size)

    def _links(self, bend0: float, bend1: float) -> None:
        """Link what goes on but changes, where nothing else leads over."""
        flowing = {(one.start, one.end) for one in self.row_flows.flows}
        for index in sorted(self.full):
            row = self.layout.rows[index]
            if row.before is None or row.after is None or row.before.content.id != row.after.content.id:
                continue
            if (row.before.status or row.after.status) and (row.before.content.id,) * 2 not in flowing:
                left, right = self.placed[0][index], self.placed[1][index]
                if abs(left.y - right.y) < self.size / 2:
                    continue  # on one level it is seen that it is the same
                down = 1.0 if right.y > left.y else -1.0
                y, y1 = self._beside(0, index, down), self._beside(1, index, -down)
                x0 = left.x + left.width
                self.ribbons.append(
                    Ribbon(
                        left.id,
                        right.id,
                        x0,
                        y,
                        bend0,
                        bend1,
                        right.x,
                        y1,
                        HAIRLINE * self.size,
                        row.after.content.group,
                    )
                )

    def _beside(self, state: int, index: int, down: float) -> float:
        """Give where the link of a unit with itself meets its box: the middle, or beside what else flows there, below or above it."""
        box, flows = self.placed[state][index], self._flows(state, index)
        aside = (sum(map(self.row_flows.room, flows)) / 2 + LINK_SPACING) * self.size if flows else 0.0
        return box.y + box.height / 2 + down * min(aside, box.height / 2)

    def _edge(self, state: int, index: int) -> float:
        box = self.placed[state][index]
        return box.x + box.width


def _turned(ribbons: Sequence[Ribbon], least: float) -> list[Ribbon]:
    """Give ribbons their turns: those that leave a box one way turn about one point, so that they lie beside each other, and so at the end.

    The inner edge of the innermost turns by the ``least`` radius.
    """
    edges: dict[tuple[int, str, bool], list[float]] = {}
    for ribbon in ribbons:
        falls, half = ribbon.y1 > ribbon.y0, ribbon.thick / 2
        edges.setdefault((0, ribbon.start, falls), []).append(ribbon.y0 + half if falls else half - ribbon.y0)
        edges.setdefault((1, ribbon.end, falls), []).append(half - ribbon.y1 if falls else ribbon.y1 + half)
    found = []
    for ribbon in ribbons:
        falls, sign = ribbon.y1 > ribbon.y0, 1.0 if ribbon.y1 > ribbon.y0 else -1.0
        first = max(edges[0, ribbon.start, falls]) - sign * ribbon.y0
        second = max(edges[1, ribbon.end, falls]) + sign * ribbon.y1
        found.append(replace(ribbon, turns=(least + first, least + second)))
    return found
