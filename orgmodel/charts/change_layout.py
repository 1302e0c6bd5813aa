"""Lay out what changes: two outlines side by side, and ribbons between them as wide as what flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orgmodel.charts.boxes import Boxes
from orgmodel.charts.change_page import BESIDE, GAP, GUTTER, HEAD, INDENT, Bands, Layout, amount_label, leading_to
from orgmodel.charts.change_page import Sheet as Paper
from orgmodel.charts.drawing import Note, Page
from orgmodel.charts.fonts import Face
from orgmodel.charts.frame import Framer
from orgmodel.charts.outline import Cell, Row, names_within
from orgmodel.charts.page_breaks import Cut, quickly_cut, well_cut
from orgmodel.charts.paint import LINE, badge_fits
from orgmodel.charts.paper import Sheet
from orgmodel.charts.unit_changes import Stream
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.words.charts import word

WIDTHS = (32.0, 29.0, 26.5, 25.0, 23.5, 22.0, 20.5, 19.0, 17.0, 15.0, 13.0, 11.0)
THIN, POST = 1.15, 0.16  # least thickness of a ribbon with a label, and what one post adds, in ems
MOST_THICK = 7.0


class SideBySide:
    """Lay out rows and streams on the pages of a sheet."""

    def __init__(
        self,
        rows: Sequence[Row],
        streams: Sequence[Stream],
        framer: Framer,
        sheet: Sheet,
        faces: tuple[Face, Face],
        language: str,
    ) -> None:
        """Take the rows, what flows, the frame, the sheet and the fonts."""
        self.rows, self.framer, self.sheet, self.faces, self.language = rows, framer, sheet, faces, language
        self.row_of = names_within(rows, 0), names_within(rows, 1)
        self.streams = [one for one in streams if one.start in self.row_of[0] and one.end in self.row_of[1]]
        largest = max([one.known for one in self.streams], default=0)
        self.post = min(POST, (MOST_THICK - THIN) / largest) if largest else POST
        self.leaving, self.arriving = self._ends()
        self.bands = Bands(self.streams, self.row_of, self.leaving, self.arriving, self.thick)

    def _ends(self) -> tuple[dict[int, list[Stream]], dict[int, list[Stream]]]:
        """List the streams of each row in the order of their other ends, so that they do not cross needlessly."""
        leaving: dict[int, list[Stream]] = {}
        arriving: dict[int, list[Stream]] = {}
        for stream in self.streams:
            leaving.setdefault(self.row_of[0][stream.start], []).append(stream)
            arriving.setdefault(self.row_of[1][stream.end], []).append(stream)
        for found in leaving.values():
            found.sort(key=lambda one: self.row_of[1][one.end])
        for found in arriving.values():
            found.sort(key=lambda one: self.row_of[0][one.start])
        return leaving, arriving

    def thick(self, stream: Stream) -> float:
        """Say how thick a ribbon is, in ems."""
        return max(THIN, stream.known * self.post) if stream.quantity else THIN

    def layout(self, text: float) -> Layout:
        """Size every row for a width of text."""
        sides = [[row.before for row in self.rows], [row.after for row in self.rows]]
        entries = [[cell.entry if cell else None for cell in side] for side in sides]
        boxes = Boxes(entries, self.faces)
        sizes = boxes.sized(text)
        depth = max(row.depth for row in self.rows)
        wide = max(sizes.width)
        heights = []
        for place, row in enumerate(self.rows):
            badge = LINE if any(self._badge_apart(cell, boxes, wide) for cell in (row.before, row.after)) else 0.0
            streams = max(
                sum(self.thick(one) for one in self.leaving.get(place, ())),
                sum(self.thick(one) for one in self.arriving.get(place, ())),
            )
            heights.append(max(sizes.height[place] + badge, streams + 0.3))
        return Layout(self.rows, sizes.text, wide + depth * INDENT, depth, heights, boxes, self._gutter())

    def _gutter(self, more: str = "") -> float:
        """Say how far apart the sides stand, so that every label has room."""
        labels = [f"{amount_label(one, self.language)} {more}" for one in self.streams]
        return max([GUTTER, *(self.faces[0].width(label) + BESIDE for label in labels)])

    def _badge_apart(self, cell: Cell | None, boxes: Boxes, wide: float) -> bool:
        """Tell whether a cell's badge needs a line of its own."""
        if cell is None or not cell.badge:
            return False
        return not badge_fits(boxes.lines(cell.entry, wide), cell.badge, wide, self.faces)

    def pages(self) -> tuple[Page, ...]:
        """Lay out all rows, on one page where they fit at a legible size."""
        sheet = self.sheet
        layouts = {made.text: made for made in map(self.layout, WIDTHS)}
        if sheet.endless:
            best = layouts[min(layouts, key=lambda text: abs(text - 16.0))]
            return (self._endless(best),)
        choice: tuple[float, int, Layout] | None = None
        for made in layouts.values():
            height = sum(made.heights) + GAP * len(made.heights) + HEAD
            for paper, extent in enumerate(sheet.sizes):
                frame = self.framer.frame(*extent)
                size = min(frame.width / made.width, frame.height / height, sheet.most)
                if choice is None or size > choice[0] + 1e-9:
                    choice = size, paper, made
        assert choice is not None
        if choice[0] >= sheet.least:
            whole = list(range(len(self.rows)))
            return (self._page(choice[2], whole, set(), sheet.sizes[choice[1]], choice[0], 1, 1, {}),)
        return self._several(list(layouts.values()))

    def _endless(self, layout: Layout) -> Page:
        sheet = self.sheet
        size = sheet.most
        width = max(layout.width * size, 40 * sheet.legend) + 2 * sheet.margin
        content = (sum(layout.heights) + GAP * len(layout.heights) + HEAD) * size
        height = 1000.0 - self.framer.frame(width, 1000.0).height + content
        return self._page(layout, list(range(len(self.rows))), set(), (width, height), size, 1, 1, {})

    # -- several pages -----------------------------------------------------------------------------------------------

    def _several(self, layouts: list[Layout]) -> tuple[Page, ...]:
        sheet = self.sheet
        wide = self._gutter(leading_to(99, self.language))
        best: tuple[int, float, Cut, int, Layout] | None = None  # few pages, then large type
        for layout in [replace(one, gutter=gutter) for gutter in sorted({wide, layouts[0].gutter}) for one in layouts]:
            for paper, extent in enumerate(sheet.sizes):
                frame = self.framer.frame(*extent, 9, 9)
                for size in _sizes(sheet):
                    cut = (
                        quickly_cut(self.rows, layout.heights, frame.height / size)
                        if layout.width * size <= frame.width
                        else None
                    )
                    if cut is not None and (best is None or (-len(cut), size) >= best[:2]):
                        best = -len(cut), size, cut, paper, layout
        if best is None:
            deepest = max(range(len(self.rows)), key=lambda place: (layouts[0].heights[place], self.rows[place].depth))
            cell = self.rows[deepest].before or self.rows[deepest].after
            message = "the changes fit no page: their outline is too deep or a name too long; choose a3, fit, or a root"
            raise ProblemsError([Problem("BOX_TOO_LARGE", message, subject=cell.entry.id if cell else "")])
        _, size, _, paper, layout = best
        ends = [(self.row_of[0][one.start], self.row_of[1][one.end]) for one in self.streams]
        cut = well_cut(self.rows, layout.heights, ends, self.framer.frame(*sheet.sizes[paper], 9, 9).height / size)
        page_of = {
            place: number + 1 for number, (rows, context) in enumerate(cut) for place in rows if place not in context
        }
        return tuple(
            self._page(layout, rows, context, sheet.sizes[paper], size, number + 1, len(cut), page_of)
            for number, (rows, context) in enumerate(cut)
        )

    # -- one page ----------------------------------------------------------------------------------------------------

    def _page(
        self, layout: Layout, places: list[int], context: set[int], paper: tuple[float, float], size: float, number_: int,
        pages: int, page_of: dict[int, int],
    ) -> Page:  # fmt: skip
        frame = self.framer.frame(*paper, number_, pages)
        left = frame.left + (frame.width - layout.width * size) / 2
        sheet = Paper(layout, self.bands, self.language, size, (left, frame.top), page_of)
        for place in places:
            sheet.put(place, context=place in context)
        sheet.connect()
        heads = []
        for state, key in ((0, "side-before"), (1, "side-after")):
            middle = left + (layout.panel / 2 + state * (layout.panel + layout.gutter)) * size
            heads.append(
                Note(middle, frame.top + size, word(key, self.language), size * 1.1, bold=True, anchor="middle")
            )
        if not any(cell and cell.badge for row in self.rows for cell in (row.before, row.after)):
            text = word("nothing", self.language)
            heads.append(
                Note(left + layout.width * size / 2, frame.top + size, text, size, anchor="middle", muted=True)
            )
        notes = (*frame.notes, *heads)
        return Page(
            number_, *paper, size, tuple(sheet.boxes), tuple(sheet.routes), tuple(sheet.ribbons), notes, frame.samples
        )


def _sizes(sheet: Sheet) -> list[float]:
    """List the sizes of type tried where there are several pages."""
    steps = 8
    return [sheet.least + (sheet.most - sheet.least) * step / steps for step in range(steps + 1)]
