"""Put the rows of a picture of changes on one page: boxes, the lines of each side, and the ribbons between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from orgmodel.charts.boxes import Boxes
from orgmodel.charts.drawing import Box, Ribbon, Route
from orgmodel.charts.outline import Row
from orgmodel.charts.paint import LINE
from orgmodel.charts.unit_changes import Stream
from orgmodel.words.charts import word
from orgmodel.words.numbers import number

INDENT, GAP, HEAD = 1.5, 0.5, 1.7  # ems
GUTTER, BESIDE = 9.5, 1.2  # the least between the two sides, and what a label leaves free of it
LINK = 0.14  # thickness of the link between a unit and itself


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold the rows sized for one width of text, in ems; ``gutter`` is what lies between the two sides."""

    rows: Sequence[Row]
    text: float
    panel: float
    deepest: int
    heights: list[float]
    boxes: Boxes
    gutter: float

    @property
    def width(self) -> float:
        """Give the width of both sides and what is between."""
        return 2 * self.panel + self.gutter


@dataclass(frozen=True, slots=True)
class Bands:
    """Hold what flows between the rows: each row's streams in the order of their ends, and how thick each is."""

    streams: Sequence[Stream]
    row_of: tuple[Mapping[str, int], Mapping[str, int]]
    leaving: Mapping[int, Sequence[Stream]]
    arriving: Mapping[int, Sequence[Stream]]
    thick: Callable[[Stream], float]


class Sheet:
    """Put rows on one page."""

    def __init__(
        self,
        layout: Layout,
        bands: Bands,
        language: str,
        size: float,
        corner: tuple[float, float],
        page_of: Mapping[int, int],
    ) -> None:
        """Take the layout, the bands, the type size, the left and top, and the page of each row."""
        self.layout, self.whole, self.language, self.size, self.page_of = layout, bands, language, size, page_of
        self.left, self.top = corner
        self.level = HEAD
        self.boxes: list[Box] = []
        self.routes: list[Route] = []
        self.ribbons: list[Ribbon] = []
        self.put_at: tuple[dict[int, Box], dict[int, Box]] = ({}, {})
        self.full: set[int] = set()

    def put(self, place: int, *, context: bool) -> None:
        """Put both sides of a row below the last."""
        row = self.layout.rows[place]
        height = self.layout.heights[place] + (LINE if context else 0.0)
        for state, cell in ((0, row.before), (1, row.after)):
            if cell is None:
                continue
            x = (row.depth * INDENT + state * (self.layout.panel + self.layout.gutter)) * self.size + self.left
            wide = (self.layout.panel - self.layout.deepest * INDENT) * self.size
            y = self.top + self.level * self.size
            side = "after" if state else "before"
            lines = self.layout.boxes.lines(cell.entry, wide / self.size + 1e-6)
            box = Box(
                f"{side}:{cell.entry.id}", cell.entry.id, x, y, wide, height * self.size, lines, cell.entry.block,
                cell.status, cell.badge,
            )  # fmt: skip
            if context:
                page = self.page_of[place]
                box = replace(box, status="", badge="")
                box = box.referring(word("from-page", self.language, page), page, "context")
            else:
                self.full.add(place)
            self.boxes.append(box)
            self.put_at[state][place] = box
            self._hang(place, state, box)
        self.level += height + GAP

    def _hang(self, place: int, state: int, box: Box) -> None:
        """Draw the line from the box above in the chart."""
        above = self.put_at[state].get(self.layout.rows[place].parent)
        if above is None:
            return
        spine = above.x + INDENT / 2 * self.size
        middle = box.y + box.height / 2
        points = ((spine, above.y + above.height), (spine, middle), (box.x, middle))
        self.routes.append(Route("chart", above.id, box.id, points))

    def connect(self) -> None:
        """Draw the ribbons that have an end on this page."""
        whole, size = self.whole, self.size
        bend0 = self.left + self.layout.panel * size
        bend1 = bend0 + self.layout.gutter * size
        tops: dict[tuple[int, str, str], float] = {}
        for ends, state in ((whole.leaving, 0), (whole.arriving, 1)):
            for place, streams in ends.items():
                box = self.put_at[state].get(place)
                if box is None or place not in self.full:
                    continue
                at = box.y + (box.height - sum(whole.thick(one) for one in streams) * size) / 2
                for stream in streams:
                    tops[state, stream.start, stream.end] = at + whole.thick(stream) * size / 2
                    at += whole.thick(stream) * size
        for stream in whole.streams:
            start, end = whole.row_of[0][stream.start], whole.row_of[1][stream.end]
            here0, here1 = tops.get((0, stream.start, stream.end)), tops.get((1, stream.start, stream.end))
            thick = whole.thick(stream) * size
            names = f"before:{stream.start}", f"after:{stream.end}"
            label = amount_label(stream, self.language)
            if here0 is not None and here1 is not None:
                x0, x1 = self._edge(0, start), self.put_at[1][end].x
                self.ribbons.append(Ribbon(*names, x0, here0, bend0, bend1, x1, here1, thick, stream.block, label))
            elif here0 is not None:
                onward = leading_to(self.page_of[end], self.language)
                label = f"{label} {onward}".lstrip()
                if self._room(label) >= self.layout.gutter:  # then without the word for what flows
                    label = f"{amount_of(stream, self.language)} {onward}"
                x0, stop = self._edge(0, start), bend0 + self._room(label) * size
                self.ribbons.append(
                    Ribbon(names[0], "", x0, here0, bend0, stop, stop, here0, thick, stream.block, label)
                )
            elif here1 is not None:
                label = f"{word('page-brief', self.language, self.page_of[start])} →"
                x1, begin = self.put_at[1][end].x, bend1 - self._room(label) * size
                self.ribbons.append(
                    Ribbon("", names[1], begin, here1, begin, bend1, x1, here1, thick, stream.block, label)
                )
        self._links(bend0, bend1)

    def _room(self, label: str) -> float:
        """Say how far a ribbon that goes on at another page reaches into the gutter, in ems."""
        return min(self.layout.gutter, self.layout.boxes.faces[0].width(label) + BESIDE)

    def _links(self, bend0: float, bend1: float) -> None:
        """Link what goes on but changes, where nothing else leads over."""
        streamed = {(one.start, one.end) for one in self.whole.streams}
        for place in sorted(self.full):
            row = self.layout.rows[place]
            if row.before is None or row.after is None or row.before.entry.id != row.after.entry.id:
                continue
            if (row.before.status or row.after.status) and (row.before.entry.id,) * 2 not in streamed:
                left, right = self.put_at[0][place], self.put_at[1][place]
                y = left.y + left.height / 2
                x0 = left.x + left.width
                self.ribbons.append(
                    Ribbon(left.id, right.id, x0, y, bend0, bend1, right.x, y, LINK * self.size, row.after.entry.block)
                )

    def _edge(self, state: int, place: int) -> float:
        box = self.put_at[state][place]
        return box.x + box.width


def amount_label(stream: Stream, language: str) -> str:
    """Write what a stream carries."""
    if not stream.quantity:
        return ""
    is_one = stream.known == 1 and not stream.missing
    return word(f"amount:{stream.quantity}{'-one' if is_one else ''}", language, amount_of(stream, language))


def amount_of(stream: Stream, language: str) -> str:
    """Write how much a stream carries, without what it is."""
    known = number(stream.known, language)
    return "?" if stream.missing and not stream.known else f"≥{known}" if stream.missing else known


def leading_to(page: int, language: str) -> str:
    """Say at which page a stream goes on."""
    return f"→\N{NO-BREAK SPACE}{word('page-brief', language, page)}"
