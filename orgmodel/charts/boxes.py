"""Size boxes by their wrapped text, in ems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orgmodel.charts.content import BoxContent
from orgmodel.charts.drawing import Text
from orgmodel.charts.fonts import Face
from orgmodel.charts.layout.wrap import HYPHEN, UNSEEN, balanced_width, broken, lines_needed, shown
from orgmodel.charts.paint import LINE_HEIGHT, PAD_X, PAD_Y, STRIP

WIDTHS = (8.5, 9.5, 10.5, 11.5, 12.5, 14.0, 16.0)
"""Widths of text, in ems, among which the one that lets type be largest is chosen."""
MOST_LINES = 9  # a box with more is made wider
WIDEST = 75.0
TOO_LARGE = "BOX_TOO_LARGE"
"""The code of a problem: a box fits no page."""
LEAST = 4.0
SEPARATOR = "\N{NO-BREAK SPACE}· "  # between details; it stays with the one before
ANOTHER = SEPARATOR.strip()
"""How a line is marked as cut, where another detail begins below it."""


_Rows = list[tuple[str, Face, float, bool]]
"""Texts with the font and the width of each, and whether it is an aside to the one before."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Give the width of text and the width and height of each box."""

    text: float
    width: list[float]
    height: list[float]


def height_of(lines: int) -> float:
    """Give the height of a box with so many lines of text."""
    return 2 * PAD_Y + LINE_HEIGHT * lines


class Boxes:
    """Size the boxes of contents for any width of text."""

    def __init__(
        self,
        states: Sequence[Sequence[BoxContent | None]],
        faces: tuple[Face, Face],
        references: Sequence[str] = (),
        least: float = LEAST,
        widest: float = WIDEST,
    ) -> None:
        """Take the contents of each state by node, and a reference to a page for each node.

        ``least`` is the least width of text, ``widest`` the greatest that a box with very much text may take. A box is
        as large as its node needs in any state.
        """
        self.faces, self.widest = faces, widest
        count = len(states[0])
        self.references = references or [""] * count
        self.strip = (
            STRIP if any(content is not None and content.group for contents in states for content in contents) else 0.0
        )
        regular = faces[0]
        self.longest = self.least = max(least, *map(regular.width, self.references)) if count else least
        self.separator = regular.width(SEPARATOR)
        self.paragraphs: list[list[_Rows]] = [[] for _ in range(count)]
        for state, contents in enumerate(states):
            for node, content in enumerate(contents):
                if content is None or (state and content == states[0][node]):
                    continue
                rows = self._rows(content)
                self.paragraphs[node].append(rows)
                for text, face, whole, _ in rows:
                    if whole > self.longest:
                        self.longest = max(self.longest, *map(face.words.__getitem__, text.split(" ")))

    def _rows(self, content: BoxContent) -> _Rows:
        regular, bold = self.faces
        rows = [(content.name, bold, bold.width(content.name), False)]
        rows += [(one.text, regular, regular.width(one.text), one.aside) for one in content.details]
        return rows

    def sized(self, text: float, *, exactly: bool = False) -> Sizes:
        """Size every box for a width of text, ``exactly`` or as it suits these contents; a box with very much text is wider than the rest."""
        width = text if exactly else min(max(text, min(self.longest, 18.0)), max(self._widest(), self.least))
        counts, widths = [], []
        for texts in self.paragraphs:
            count, own = self._most_lines(texts, width), width
            while count > MOST_LINES and own < self.widest:
                own = min(own * 1.5, self.widest)
                count = self._most_lines(texts, own)
            counts.append(count)
            widths.append(self.outer(own))
        heights = [height_of(count + bool(one)) for count, one in zip(counts, self.references, strict=True)]
        return Sizes(width, widths, heights)

    def outer(self, text: float) -> float:
        """Give the width of a box for a width of text."""
        return text + 2 * PAD_X + self.strip

    def narrowed(self, sizes: Sizes, alike: Sequence[int]) -> Sizes:
        """Take from the boxes that are to be as wide as each other, told by numbers, what none of them needs for its lines."""
        edge = self.outer(0.0)
        need: dict[int, float] = {}
        for number, (width, parent) in enumerate(zip(sizes.width, alike, strict=True)):
            inner = width - edge
            own = max([self._needed(rows, inner) for rows in self.paragraphs[number]], default=0.0)
            if self.references[number]:
                own = max(own, self.faces[0].width(self.references[number]))
            need[parent] = max(need.get(parent, LEAST), own)
        widths = [min(width, need[parent] + edge + 1e-6) for width, parent in zip(sizes.width, alike, strict=True)]
        return Sizes(sizes.text, widths, sizes.height)

    def _needed(self, rows: _Rows, inner: float) -> float:
        """Give the width of the widest line of a text broken for a width."""
        inner += 1e-9
        joined = self._joined(rows, inner)
        return max([whole if whole <= inner else balanced_width(text, inner, face) for text, face, whole, _ in joined])

    def _widest(self) -> float:
        """Give the width beyond which no box would have fewer lines: a name, or all short details on one line."""
        widest = LEAST
        for texts in self.paragraphs:
            for rows in texts:
                whole = sum(
                    [width + (self.separator / 3 if is_aside else self.separator) for *_, width, is_aside in rows[2:]]
                )
                if len(rows) > 1:
                    whole += rows[1][2]
                if whole > self.widest:
                    whole = max([width for *_, width, _ in self._joined(rows, self.widest)])
                widest = max(widest, rows[0][2], whole)
        return widest

    def _most_lines(self, texts: list[_Rows], width: float) -> int:
        return max([self._lines(rows, width) for rows in texts])

    def _lines(self, rows: _Rows, width: float) -> int:
        rows = self._joined(rows, width)
        return sum([1 if whole <= width else lines_needed(text, width, face) for text, face, whole, _ in rows])

    def _joined(self, rows: _Rows, width: float) -> _Rows:
        """Put short details on one line where they fit."""
        kept = rows[:1]
        for text, face, whole, is_aside in rows[1:]:
            last, its_face, used, is_last_aside = kept[-1]
            separator, wide = (" ", self.separator / 3) if is_aside else (SEPARATOR, self.separator)
            if len(kept) > 1 and used + whole + wide <= width:
                kept[-1] = (last + separator + text, its_face, used + whole + wide, is_last_aside)
            else:
                kept.append((text, face, whole, is_aside))
        return kept

    def lines(self, content: BoxContent, width: float) -> tuple[Text, ...]:
        """Write the lines of one content in a box of a width, the name in lines of like length."""
        return tuple(self._broken(self._rows(content), width - 2 * PAD_X - self.strip))

    def _broken(self, rows: _Rows, inner: float) -> list[Text]:
        inner += 1e-9
        bold = self.faces[1]
        found: list[Text] = []
        for number, (text, face, whole, is_aside) in enumerate(self._joined(rows, inner)):
            if number > 1 and not is_aside:
                found[-1] = replace(found[-1], cut=ANOTHER)
            lines = [text] if whole <= inner else broken(text, inner, face)
            found += [_line(line, bold=face is bold) for line in lines]
        return found


def _line(line: str, *, bold: bool) -> Text:
    text = shown(line)
    said = text.removesuffix(SEPARATOR[:-1])
    cut = {HYPHEN: "-", UNSEEN: "/"}.get(line[-1:], ANOTHER if said != text else "")
    return Text(said.replace("\N{NO-BREAK SPACE}", " "), bold, cut)
