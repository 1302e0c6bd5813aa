"""Size boxes by their wrapped text, in ems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.charts.content import Entry
from orgmodel.charts.fonts import Face
from orgmodel.charts.layout.wrap import balanced, wrap
from orgmodel.charts.model import Text
from orgmodel.charts.paint import LINE, PAD_X, PAD_Y, STRIP

WIDTHS = (8.5, 9.5, 10.5, 11.5, 12.5, 14.0, 16.0)
"""Widths of text, in ems, among which the one that lets type be largest is chosen."""
MOST_LINES = 9  # a box with more is made wider
WIDEST = 60.0
LEAST = 4.0
MARK = " · "


@dataclass(frozen=True, slots=True)
class Sizes:
    """Give the width of text and the width and height of each box."""

    text: float
    width: list[float]
    height: list[float]


class Boxes:
    """Size the boxes of entries for any width of text."""

    def __init__(
        self, entries: Sequence[Entry], faces: tuple[Face, Face], references: Sequence[str] = (), least: float = LEAST
    ) -> None:
        """Take the entries, a reference to a page for each (empty for none), and the least width of text."""
        self.entries, self.faces = entries, faces
        self.references = references or [""] * len(entries)
        self.strip = STRIP if any(entry.block for entry in entries) else 0.0
        regular, bold = faces
        self.longest = self.least = max(least, *map(regular.width, self.references)) if entries else least
        self.mark = regular.width(MARK)
        self.paragraphs: list[list[tuple[str, Face, float]]] = []
        for entry in entries:
            rows = [(entry.name, bold, bold.width(entry.name))]
            rows += [(detail, regular, regular.width(detail)) for detail in entry.details]
            self.paragraphs.append(rows)
            for text, face, whole in rows:
                if whole > self.longest:
                    self.longest = max(self.longest, *map(face.width, text.split()))

    def sized(self, text: float) -> Sizes:
        """Size every box for a width of text; a box with very much text is wider than the rest."""
        width = min(max(text, min(self.longest, 18.0)), max(self._widest(), self.least))
        counts, widths = [], []
        for rows in self.paragraphs:
            count, own = self._lines(rows, width), width
            while count > MOST_LINES and own < WIDEST:
                own = min(own * 1.5, WIDEST)
                count = self._lines(rows, own)
            counts.append(count)
            widths.append(own + 2 * PAD_X + self.strip)
        heights = [
            2 * PAD_Y + LINE * (count + bool(reference))
            for count, reference in zip(counts, self.references, strict=True)
        ]
        return Sizes(width, widths, heights)

    def narrowed(self, sizes: Sizes, parents: Sequence[int]) -> Sizes:
        """Take from the boxes of each family the width that none of them needs for the lines that it has."""
        edge = 2 * PAD_X + self.strip
        need: dict[int, float] = {}
        for number, (width, parent) in enumerate(zip(sizes.width, parents, strict=True)):
            lines = self.lines(number, width)
            own = max([self.faces[line.bold].width(line.text) for line in lines], default=0.0)
            if self.references[number]:
                own = max(own, self.faces[0].width(self.references[number]))
            need[parent] = max(need.get(parent, LEAST), own)
        widths = [min(width, need[parent] + edge + 1e-6) for width, parent in zip(sizes.width, parents, strict=True)]
        return Sizes(sizes.text, widths, sizes.height)

    def _widest(self) -> float:
        return max((whole for rows in self.paragraphs for _, _, whole in rows), default=LEAST)

    def _lines(self, rows: list[tuple[str, Face, float]], width: float) -> int:
        rows = self._joined(rows, width)
        return sum([1 if whole <= width else len(wrap(text, width, face)) for text, face, whole in rows])

    def _joined(self, rows: list[tuple[str, Face, float]], width: float) -> list[tuple[str, Face, float]]:
        """Put short details on one line where they fit."""
        kept = rows[:1]
        for text, face, whole in rows[1:]:
            last, its_face, used = kept[-1]
            if len(kept) > 1 and used + whole + self.mark <= width:
                kept[-1] = (last + MARK + text, its_face, used + whole + self.mark)
            else:
                kept.append((text, face, whole))
        return kept

    def lines(self, number: int, width: float) -> tuple[Text, ...]:
        """Write the lines of one box whose width is given, the name in lines of like length."""
        inner = width - 2 * PAD_X - self.strip + 1e-9
        bold = self.faces[1]
        found = []
        for text, face, whole in self._joined(self.paragraphs[number], inner):
            lines = [text] if whole <= inner else balanced(text, inner, face)
            found += [Text(line, face is bold) for line in lines]
        return tuple(found)
