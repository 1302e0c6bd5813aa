"""Give primitives as matplotlib paths: shared by SVG of outlines and callers' axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from orgmodel.charts.fonts import Face
from orgmodel.charts.primitives import Path, Rect

MOVE, LINE, QUADRATIC, CUBIC, CLOSE = 1, 2, 3, 4, 79


class Glyphs:
    """Give the outline of letters, one em high, from the font files."""

    def __init__(self, faces: tuple[Face, Face]) -> None:
        """Take the two fonts, which may borrow letters from others."""
        self.faces = faces
        self.fonts: dict[str, Any] = {}
        self.kept: dict[tuple[str, bool], Any] = {}

    def outline(self, letter: str, *, bold: bool) -> Any:
        """Give the outline of a letter as a matplotlib path, or None where there is nothing to see."""
        if (letter, bold) not in self.kept:
            self.kept[letter, bold] = self._read(letter, bold=bold)
        return self.kept[letter, bold]

    def _read(self, letter: str, *, bold: bool) -> Any:
        from matplotlib.ft2font import FT2Font, LoadFlags
        from matplotlib.path import Path as Outline

        own = self.faces[bold].having(letter)
        if own is None:
            return None if letter.isspace() else self._box()
        font = self.fonts.setdefault(own.path, None) or FT2Font(own.path)
        self.fonts[own.path] = font
        font.set_size(font.units_per_EM, 72)
        font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
        points, codes = font.get_path()
        if not len(points):
            return None
        return Outline(np.asarray(points) / font.units_per_EM, codes)

    @staticmethod
    def _box() -> Any:
        from matplotlib.path import Path as Outline

        outer = [(0.12, 0.0), (0.82, 0.0), (0.82, 0.72), (0.12, 0.72), (0.12, 0.0)]
        inner = [(0.18, 0.06), (0.18, 0.66), (0.76, 0.66), (0.76, 0.06), (0.18, 0.06)]
        return Outline([*outer, *inner], [MOVE, LINE, LINE, LINE, CLOSE] * 2)


def outline(primitive: Rect | Path) -> Any:
    """Give a primitive as a matplotlib path."""
    from matplotlib.path import Path as Outline

    if isinstance(primitive, Rect):
        return _rectangle(primitive)
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for command in primitive.commands:
        letter, values = command[0], [float(value) for value in command[1:]]
        if letter == "Z":
            points.append(points[-1])
            codes.append(CLOSE)
            continue
        points += [(values[i], values[i + 1]) for i in range(0, len(values), 2)]
        codes += {"M": [MOVE], "L": [LINE], "C": [CUBIC] * 3}[letter]
    return Outline(points, codes)


def _rectangle(primitive: Rect) -> Any:
    from matplotlib.path import Path as Outline

    x, y, width, height, radius = primitive[:5]
    right, low = x + width, y + height
    if not radius:
        return Outline([(x, y), (right, y), (right, low), (x, low), (x, y)], [MOVE, LINE, LINE, LINE, CLOSE])
    points = [
        (x + radius, y), (right - radius, y), (right, y), (right, y + radius), (right, low - radius), (right, low),
        (right - radius, low), (x + radius, low), (x, low), (x, low - radius), (x, y + radius), (x, y),
        (x + radius, y), (x + radius, y),
    ]  # fmt: skip
    corner = [LINE, QUADRATIC, QUADRATIC]
    return Outline(points, [MOVE, *corner, *corner, *corner, *corner, CLOSE])
