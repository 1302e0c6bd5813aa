"""Lay out what changes: two outlines side by side, and ribbons between them as wide as what flows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from orgmodel.charts.boxes import TOO_LARGE, Boxes, height_of
from orgmodel.charts.change_gutter import INDENT, LEAST, NO_HUBS, Gutter, RowFlows
from orgmodel.charts.change_page import HAIRLINE, ChangePage, OutlineLayout
from orgmodel.charts.drawing import Note, Page
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer
from orgmodel.charts.outline import OutlineCell, OutlineRow, rows_by_unit
from orgmodel.charts.page_breaks import PageBreaks, RowBlocks, RowHeights, joined
from orgmodel.charts.paint import badge_fits, badge_width
from orgmodel.charts.paper import Paper
from orgmodel.comparison.unit_flows import UnitFlow
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.words.charts import word
from orgmodel.words.numbers import number

WIDTHS = (32.0, 29.0, 26.5, 25.0, 23.5, 22.0, 20.5, 19.0, 17.0, 15.0, 13.0, 11.0)
LABEL = 1.15  # least room of a ribbon with a label, in ems
TOO_DEEP = "the changes fit no page: their outline is too deep or a name too long; choose a3, fit, or a root"
TOO_DEEP_FOR_TEMPLATE = (
    "the changes do not fit the room of the template: their outline is too deep or a name too long; choose a template "
    "with more room for content, or a root"
)
TOO_MANY = (
    "the changes fit no page: none has room for all ribbons that meet at unit {id!r} ({count}); choose fit, a larger page, "
    "or a root"
)
MANY_RIBBONS = 40.0  # ems of a box's height from which it is these that find no room
UNIT, MOST_THICK = 0.2, 4.0  # what one post adds to the thickness of a ribbon where few go, and the thickest


class ChangeLayout:
    """Lay out rows and flows on pages of paper."""

    def __init__(
        self,
        rows: Sequence[OutlineRow],
        flows: Sequence[UnitFlow],
        framer: Framer,
        paper: Paper,
        faces: tuple[Face, Face],
        language: str,
    ) -> None:
        """Take the rows, what flows, the frame, the paper and the fonts."""
        self.rows, self.framer, self.paper, self.faces, self.language = rows, framer, paper, faces, language
        self.row_of = rows_by_unit(rows, 0), rows_by_unit(rows, 1)
        self.flows = [one for one in flows if one.start in self.row_of[0] and one.end in self.row_of[1]]
        self.unit = unit_of(flows)
        self.leaving, self.arriving = self._ends()
        self.row_flows = RowFlows(self.flows, self.row_of, self.leaving, self.arriving, self.thick, self.room)
        self.gutter = Gutter(rows, self.row_flows, faces[0], language)
        self.ends = [(self.row_of[0][one.start], self.row_of[1][one.end]) for one in self.flows]
        self.together = joined(rows, self.ends)
        block_of = {row: number for number, block in enumerate(self.together) for row in block}
        self.blocks = [block_of.get(row, -1) for row in range(len(rows))]

    def _ends(self) -> tuple[dict[int, list[UnitFlow]], dict[int, list[UnitFlow]]]:
        """List the flows of each row in the order of their other ends, so that they do not cross needlessly."""
        leaving: dict[int, list[UnitFlow]] = {}
        arriving: dict[int, list[UnitFlow]] = {}
        for flow in self.flows:
            leaving.setdefault(self.row_of[0][flow.start], []).append(flow)
            arriving.setdefault(self.row_of[1][flow.end], []).append(flow)
        for found in leaving.values():
            found.sort(key=lambda one: self.row_of[1][one.end])
        for found in arriving.values():
            found.sort(key=lambda one: self.row_of[0][one.start])
        return leaving, arriving

    def thick(self, flow: UnitFlow) -> float:
        """Say how thick a ribbon is, in ems: in proportion to what it carries, and never thinner than a hairline."""
        return max(HAIRLINE, flow.known * self.unit) if flow.quantity else HAIRLINE

    def room(self, flow: UnitFlow) -> float:
        """Say how much room a ribbon takes at its ends, in ems: its own thickness, or that of its label."""
        return max(LABEL, self.thick(flow))

    def layout(self, text: float) -> OutlineLayout:
        """Size every row for a width of text."""
        sides = [[row.before for row in self.rows], [row.after for row in self.rows]]
        contents = [[cell.content if cell else None for cell in side] for side in sides]
        boxes = Boxes(contents, self.faces)
        sizes = boxes.sized(text)
        depth = max(row.depth for row in self.rows)
        badges = {cell.badge for row in self.rows for cell in (row.before, row.after) if cell is not None}
        wide = max(*sizes.width, *(badge_width(badge, self.faces) for badge in badges))
        both: tuple[list[float], list[float]] = ([], [])
        told: tuple[list[float], list[float]] = ([], [])
        for index, row in enumerate(self.rows):
            for state, cell in ((0, row.before), (1, row.after)):
                flows = (self.leaving, self.arriving)[state].get(index, ())
                told[state].append(self._told(cell, boxes, wide))
                both[state].append(max(told[state][-1], sum(map(self.room, flows)) + 0.3) if cell else 0.0)
        heights = [max(pair) for pair in zip(*both, strict=True)]
        panel = wide + depth * INDENT
        return OutlineLayout(
            self.rows, sizes.text, panel, depth, heights, boxes, self.gutter.whole, both, told, self.blocks
        )

    def _told(self, cell: OutlineCell | None, boxes: Boxes, wide: float) -> float:
        """Give how high a cell's box is for what it says, with its badge where that needs a line."""
        if cell is None:
            return 0.0
        return height_of(len(boxes.lines(cell.content, wide)) + self._badge_apart(cell, boxes, wide))

    def _badge_apart(self, cell: OutlineCell | None, boxes: Boxes, wide: float) -> bool:
        """Tell whether a cell's badge needs a line of its own."""
        if cell is None or not cell.badge:
            return False
        return not badge_fits(boxes.lines(cell.content, wide), cell.badge, wide, self.faces)

    def pages(self, first: int = 1, total: int | None = None) -> tuple[Page, ...]:
        """Lay out all rows, on one page where they fit at a legible size.

        ``first`` is the number of the first page, ``total`` how many there are where these stand among others.
        """
        paper = self.paper
        among = (1, 1) if total is None else (9, 9)
        layouts = {made.text: made for made in map(self.layout, WIDTHS)}
        if paper.endless:
            best = layouts[min(layouts, key=lambda text: abs(text - 16.0))]
            return (self._endless(best, first, total or 1),)
        choice: tuple[float, int, OutlineLayout] | None = None
        for made in layouts.values():
            height = made.used()
            for which, extent in enumerate(paper.sizes):
                frame = self.framer.frame(*extent, *among)
                size = min(frame.width / made.width, frame.height / height, paper.most)
                if choice is None or size > choice[0] + 1e-9:
                    choice = size, which, made
        assert choice is not None
        if choice[0] >= paper.least:
            whole = list(range(len(self.rows)))
            extent = paper.sizes[choice[1]]
            return (self._page(choice[2], whole, set(), extent, choice[0], first, total or 1, {}),)
        if (page := self._apart(list(layouts.values()), first, total)) is not None:
            return (page,)
        return self._several(list(layouts.values()), first, total)

    def _endless(self, layout: OutlineLayout, number_: int, pages: int) -> Page:
        paper = self.paper
        size = paper.most
        width = max(layout.width * size, 40 * paper.legend) + 2 * paper.margin
        height = 1000.0 - self.framer.frame(width, 1000.0, number_, pages).height + layout.used() * size
        return self._page(layout, list(range(len(self.rows))), set(), (width, height), size, number_, pages, {})

    def _apart(self, layouts: list[OutlineLayout], first: int, total: int | None) -> Page | None:
        """Put each side by itself on one page, if all fits it so: what goes on is then not level with itself."""
        paper, whole = self.paper, list(range(len(self.rows)))
        best: tuple[float, int, OutlineLayout] | None = None
        for made in layouts:
            height = made.used(apart=True)
            for which, extent in enumerate(paper.sizes):
                frame = self.framer.frame(*extent, 9, 9)
                size = min(frame.width / made.width, frame.height / height, paper.most)
                if size >= paper.least and (best is None or size > best[0] + 1e-9):
                    best = size, which, made
        if best is None:
            return None
        size, which, layout = best
        return self._page(layout, whole, set(), paper.sizes[which], size, first, total or 1, {}, apart=True)

    # -- several pages -----------------------------------------------------------------------------------------------

    def _several(self, layouts: list[OutlineLayout], first: int, total: int | None) -> tuple[Page, ...]:
        """Part the rows among pages, the sides as near each other as what flows on the pages allows."""
        gutter, found = LEAST, None
        while found is None or gutter < (needed := self._needed(*found[3:])) - 1e-9:
            gutter = LEAST if found is None else needed
            try:
                found = self._broken([replace(one, gutter=gutter) for one in layouts])
            except ProblemsError:
                if found is None:
                    raise
                break  # so far apart nothing fits: rather labels over ribbons than no picture
        size, which, layout, breaks, hubs = found
        extent = self.paper.sizes[which]
        elsewhere = {hub: [at + first for at, (_, context) in enumerate(breaks) if hub in context] for hub in hubs}
        page_of = {
            index: number + first
            for number, (rows, context) in enumerate(breaks)
            for index in rows
            if index not in context
        }
        return tuple(
            self._page(
                layout,
                rows,
                context,
                extent,
                size,
                number + first,
                total or len(breaks),
                page_of,
                hubs=hubs,
                elsewhere=elsewhere,
            )
            for number, (rows, context) in enumerate(breaks)
        )

    def _needed(self, breaks: PageBreaks, hubs: Mapping[int, int]) -> float:
        """Say how far apart the sides stand so that on no page ribbons turn under labels."""
        return max(self.gutter.between(set(rows) - context, hubs).width for rows, context in breaks)

    def _broken(
        self, layouts: Sequence[OutlineLayout]
    ) -> tuple[float, int, OutlineLayout, PageBreaks, Mapping[int, int]]:
        """Give the type size, paper and layout of few pages, then of large type, which rows are on each, and which on several."""
        paper = self.paper
        best: tuple[int, float, RowBlocks, int, OutlineLayout] | None = None
        ribbons = [*map(self.room, self.flows)]
        for layout in layouts:
            heights = RowHeights([*map(max, *layout.told)], layout.heights, ribbons)
            for which, extent in enumerate(paper.sizes):
                frame = self.framer.frame(*extent, 9, 9)
                for size in _sizes(paper):
                    if layout.width * size > frame.width:
                        continue
                    blocks = RowBlocks(self.rows, self.ends, self.together, heights, frame.height / size)
                    begins = blocks.first_fit()
                    if begins is not None and (best is None or (-len(begins), size) >= best[:2]):
                        best = -len(begins), size, blocks, which, layout
        if best is None:
            raise ProblemsError([self._too_large(layouts[0])])
        _, size, blocks, which, layout = best
        return size, which, layout, blocks.least_cost(), blocks.hubs

    def _too_large(self, layout: OutlineLayout) -> Problem:
        """Say what fits no page: a box where too many ribbons meet, or else one that stands too deep or says too much."""
        highest = max(range(len(self.rows)), key=lambda index: (layout.heights[index], self.rows[index].depth))
        for side, flows in enumerate((self.leaving, self.arriving)):
            cell = (self.rows[highest].before, self.rows[highest].after)[side]
            if cell is not None and layout.sides[side][highest] > max(layout.told[side][highest], MANY_RIBBONS):
                id, count = cell.content.id, len(flows[highest])
                return Problem(TOO_LARGE, Message.of(TOO_MANY, id=id, count=count), subject=id)
        cell = self.rows[highest].before or self.rows[highest].after
        message = Message.of(TOO_DEEP if self.paper.titled else TOO_DEEP_FOR_TEMPLATE)
        return Problem(TOO_LARGE, message, subject=cell.content.id if cell else "")

    # -- one page ----------------------------------------------------------------------------------------------------

    def _page(
        self, layout: OutlineLayout, indices: list[int], context: set[int], extent: tuple[float, float], size: float, number_: int,
        pages: int, page_of: dict[int, int], *, apart: bool = False, hubs: Mapping[int, int] = NO_HUBS,
        elsewhere: Mapping[int, Sequence[int]] | None = None,
    ) -> Page:  # fmt: skip
        frame = self.framer.frame(*extent, number_, pages)
        left = frame.left + (frame.width - layout.width * size) / 2
        full = set(indices) - context
        page = ChangePage(
            layout, self.row_flows, self.gutter, self.language, size, (left, frame.top), page_of, apart=apart, hubs=hubs,
            elsewhere=elsewhere, full=full,
        )  # fmt: skip
        for index in indices:
            page.put(index, context=index in context)
        page.connect()
        heads = []
        for state, key in ((0, "side-before"), (1, "side-after")):
            middle = left + (layout.panel / 2 + state * (layout.panel + layout.gutter)) * size
            heads.append(
                Note(middle, frame.top + size, word(key, self.language), size * 1.1, bold=True, anchor="middle")
            )
        if not any(cell and cell.badge for row in self.rows for cell in (row.before, row.after)):
            text = word("nothing", self.language)
            regular, bold = self.faces
            beside = sum(1.1 * bold.width(one.text) for one in heads) / 2 + 1.0
            if regular.width(text) + beside > layout.panel + layout.gutter:
                heads.clear()  # where all is as it was neither side needs to be told from the other
            heads.append(
                Note(left + layout.width * size / 2, frame.top + size, text, size, anchor="middle", muted=True)
            )
        notes = (*frame.notes, *heads)
        samples = tuple(
            replace(one, key=f"{float(one.key) * self.unit * size:.4f}") if one.kind == "ribbon" else one
            for one in frame.samples
        )
        made = Page(
            number_,
            *extent,
            size,
            tuple(page.boxes),
            tuple(page.routes),
            tuple(page.ribbons),
            notes,
            samples,
            said=frame.said,
        )
        thin = any(one.thick <= HAIRLINE * size * 1.001 and one.flows for one in page.ribbons)
        return self.framer.keyed(made, scale=scale_words(self.unit, self.paper, self.language, is_thin=thin))


def unit_of(flows: Sequence[UnitFlow]) -> float:
    """Say how much each post, member or function adds to the thickness of a ribbon, in ems: one scale for all pages."""
    largest = max([one.known for one in flows], default=0)
    return min(UNIT, MOST_THICK / largest) if largest else UNIT


def scale_row(flows: Sequence[UnitFlow], paper: Paper, language: str) -> tuple[str, str, str]:
    """Explain in the key how wide ribbons are: the sample shows an amount, and below another all are hairlines."""
    unit = unit_of(flows)
    is_thin = any(not one.known or one.known < math.ceil(HAIRLINE / unit) for one in flows)
    return "ribbon", str(_sampled(unit, paper)), scale_words(unit, paper, language, is_thin=is_thin)


def scale_words(unit: float, paper: Paper, language: str, *, is_thin: bool) -> str:
    """Say how wide ribbons are, and below what amount they are hairlines where some are."""
    amounts = _sampled(unit, paper), math.ceil(HAIRLINE / unit)
    return word("ribbon-thin" if is_thin else "ribbon", language, *(number(one, language) for one in amounts))


def _sampled(unit: float, paper: Paper) -> int:
    """Give the amount of which the key shows a ribbon."""
    fits = int(paper.legend / (unit * paper.most))  # what is as thick as a row of the key is high, at the largest type
    return max((one for one in _ROUND if one <= fits), default=1)


_ROUND = [digit * 10**power for power in range(10) for digit in (1, 2, 5)]


def _sizes(paper: Paper) -> list[float]:
    """List the sizes of type tried where there are several pages."""
    steps = 8
    return [paper.least + (paper.most - paper.least) * step / steps for step in range(steps + 1)]
