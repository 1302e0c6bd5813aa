"""What stands around a chart on its page: title, subtitle, legend, source, date of figures, page number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from orgmodel.charts.colouring import COLOUR_BY, LegendRow
from orgmodel.charts.drawing import Note, Page, Sample
from orgmodel.charts.fonts import Face
from orgmodel.charts.key_rows import figure_rows
from orgmodel.charts.layout.wrap import balanced, wrap
from orgmodel.charts.paper import Paper
from orgmodel.charts.signs import NO_SIGNS, OF_FIGURES
from orgmodel.words.charts import word

MOST_SOURCES = 4  # on a page before the last
ROW = 1.42  # from one row of the legend to the next, in ems


@dataclass(frozen=True, slots=True)
class Heading:
    """Hold the texts of the frame; empty ones take no room."""

    title: str
    subtitle: str = ""
    draft: str = ""
    sources: tuple[str, ...] = ()
    """What is drawn rests on, the most important first."""
    date: str = ""
    others: tuple[str, ...] = ()
    """What other pictures of the same drawing rest on, for its last page."""
    alike: tuple[Heading, ...] = ()
    """Those of other states, for which a frame has room as well, so that what goes on keeps its place."""

    def source(self, language: str, page: int = 1, pages: int = 1) -> str:
        """Name the sources at the foot of a page: all on the last one, before that the first few and where the others are.

        >>> heading = Heading("t", sources=("a", "b", "c", "d", "e"), others=("f",))
        >>> heading.source("en", 1, 2), heading.source("en", 2, 2)
        ('Source: a; b; c; d; … (all on page 2)', 'Source: a; b; c; d; e; f')
        """
        told = list(self.sources)
        if page < pages and len(told) > MOST_SOURCES:
            told = [*told[:MOST_SOURCES], word("all-sources", language, pages)]
        elif page == pages:
            told = list(dict.fromkeys((*told, *self.others)))
        return word("source", language, "; ".join(told)) if told else ""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """Hold a page's frame: the room left for the chart, and what stands around it."""

    left: float
    top: float
    width: float
    height: float
    notes: tuple[Note, ...]
    samples: tuple[Sample, ...]
    said: tuple[str, ...] = ()


class Framer:
    """Set frames around charts of one drawing."""

    def __init__(
        self,
        heading: Heading,
        legend: Sequence[LegendRow],
        paper: Paper,
        faces: tuple[Face, Face],
        language: str,
    ) -> None:
        """Take the heading, the legend (kind, key, words), the paper and the fonts."""
        self.heading, self.legend, self.paper, self.faces, self.language = heading, legend, paper, faces, language

    def without(self, unused: Collection[tuple[str, str]]) -> Framer:
        """Give the framer whose legend leaves out some rows, told by their kinds and keys."""
        legend = [row for row in self.legend if row[:2] not in unused]
        return Framer(self.heading, legend, self.paper, self.faces, self.language)

    def frame(self, width: float, height: float, page: int = 1, pages: int = 1) -> PageFrame:
        """Set the frame of a page of a size."""
        paper = self.paper
        margin = paper.margin
        inner = width - 2 * margin
        notes, top = self._heading_notes(self.heading, margin, inner)
        samples, rows = self._samples(self.legend, margin, inner)
        foot, foot_height = self._foot(self.heading, width, height, inner, page, pages)
        for other in self.heading.alike:
            top = max(top, self._heading_notes(other, margin, inner)[1])
            foot_height = max(foot_height, self._foot(other, width, height, inner, page, pages)[1])
        legend_height = rows * paper.legend * ROW + (0.6 * paper.legend if rows else 0.0)
        low = height - margin - foot_height - legend_height
        samples = [replace(one, y=one.y + low + paper.legend * 1.6) for one in samples]
        said = tuple(filter(None, (self.heading.title, self.heading.subtitle, self.heading.draft)))
        return PageFrame(margin, top, inner, low - top, (*notes, *foot), tuple(samples), said)

    def keyed(self, page: Page, scale: str = "") -> Page:
        """Give a page whose key holds what is on it: its frame may have been set for more, such as the other state.

        ``scale`` is what it says of the width of ribbons.
        """
        statuses = {box.status for box in page.boxes} - {""}
        shown = {("group", box.group) for box in page.boxes} | {("line", route.kind) for route in page.routes}
        signs = NO_SIGNS.union(*[box.signs for box in page.boxes], *[one.signs for one in page.ribbons])
        rows = [
            (one.kind, one.key, scale if scale and one.kind == "ribbon" else one.text)
            for one in page.samples
            if (one.kind == "text" and (one.key in signs or one.key == COLOUR_BY) and one.key not in OF_FIGURES)
            or (one.kind, one.key) in shown
            or (one.kind == "ribbon" and any(ribbon.flows for ribbon in page.ribbons))
            or (one.kind == "status" and (not statuses or one.key in statuses))  # the overview's are set later
        ]
        rows += figure_rows(signs, self.language)
        if rows == [(one.kind, one.key, one.text) for one in page.samples]:
            return page
        if not any(kind == "group" for kind, *_ in rows):
            rows = [row for row in rows if row[:2] != ("text", COLOUR_BY)]
        level, margin = min(one.y for one in page.samples), self.paper.margin
        samples, _ = self._samples(rows, margin, page.width - 2 * margin)
        return replace(page, samples=tuple(replace(one, y=one.y + level) for one in samples))

    def _heading_notes(self, heading: Heading, margin: float, inner: float) -> tuple[list[Note], float]:
        paper, (regular, bold) = self.paper, self.faces
        middle = margin + inner / 2
        notes, y = [], margin
        rows = [(heading.title, paper.title, bold), (heading.subtitle, paper.title * 0.75, regular)]
        rows.append((heading.draft, paper.legend * 1.1, bold))
        if not paper.titled:
            title, *rows = rows
            notes.append(Note(middle, 0.0, title[0], paper.title, bold=True, anchor="middle"))
        for text, size, face in rows:
            for line in balanced(text, inner / size, face):
                y += size * 1.3
                notes.append(Note(middle, y - size * 0.3, line, size, face is bold, "middle"))
        return notes, y + (paper.title * 0.6 if y > margin else 0.0)

    def _samples(self, legend: Sequence[LegendRow], margin: float, inner: float) -> tuple[list[Sample], int]:
        """Flow a legend over as many rows as it needs."""
        size = self.paper.legend
        samples, x, row = [], 0.0, 0
        for kind, key, text in legend:
            width = self.faces[0].width(text) * size + (0.0 if kind == "text" else 2.6 * size)
            if x and x + width > inner:
                x, row = 0.0, row + 1
            samples.append(Sample(kind, key, margin + x, row * size * ROW, size, text))
            x += width + 2.0 * size
        return samples, row + 1 if samples else 0

    def _foot(
        self, heading: Heading, width: float, height: float, inner: float, page: int, pages: int
    ) -> tuple[list[Note], float]:
        paper, face = self.paper, self.faces[0]
        size = paper.legend
        source = heading.source(self.language, page, pages)
        text = " · ".join(part for part in (source, heading.date) if part)
        right = word("page", self.language, page, pages) if pages > 1 else ""
        room = inner - (face.width(right) * size + 2 * size if right else 0.0)
        lines = wrap(text, room / size, face) if text else []
        count = max(len(lines), 1 if right else 0)
        base = height - paper.margin - 0.3 * size
        notes = [
            Note(paper.margin, base - (count - 1 - number) * size * 1.3, line, size, muted=True)
            for number, line in enumerate(lines)
        ]
        if right:
            notes.append(Note(width - paper.margin, base, right, size, anchor="end", muted=True))
        return notes, count * size * 1.3 + (0.4 * size if count else 0.0)
