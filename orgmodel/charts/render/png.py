"""Draw pages as PNG with matplotlib's Agg, each letter's outline scan-converted once for all its places."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.charts.paint import Painter, Path, Rect, Words
from orgmodel.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from orgmodel.charts.model import Page

MOST_PIXELS = 32_000  # a side; programs that read PNG give up beyond
DPI = 300


def png(page: Page, painter: Painter, *, dpi: float = DPI) -> bytes:
    """Draw one page at a resolution in dots per inch.

    Raises ProblemsError where the picture would be larger than programs can read.
    """
    from matplotlib.backends.backend_agg import RendererAgg
    from PIL import Image

    wide, high = round(page.width * dpi / 72), round(page.height * dpi / 72)
    if max(wide, high) > MOST_PIXELS or wide * high > 600_000_000:
        raise ProblemsError(
            [
                Problem(
                    "PICTURE_TOO_LARGE",
                    f"the picture would have {wide} by {high} pixels at {dpi:g} dots per inch, more than programs can "
                    "read; choose pages (page='a3'), a part (root, depth), or a format without pixels (.svg, .pdf)",
                )
            ]
        )
    renderer: Any = RendererAgg(wide, high, dpi)  # type: ignore[no-untyped-call]
    canvas = _Canvas(renderer, painter, dpi / 72, high)
    canvas.paper(painter.theme.paper)
    for mark in painter.page(page):
        canvas.draw(mark)
    canvas.letters()
    picture = Image.frombuffer("RGBA", (wide, high), bytes(renderer.buffer_rgba())).convert("RGB")
    stream = BytesIO()
    picture.save(stream, "PNG", dpi=(dpi, dpi), compress_level=4)
    return stream.getvalue()


class _Canvas:
    """Draw marks; words are kept until the end, so that each letter is drawn at all its places at once."""

    def __init__(self, renderer: Any, painter: Painter, scale: float, height: int) -> None:
        from matplotlib.transforms import Affine2D

        self.renderer, self.scale, self.height = renderer, scale, height
        self.faces = painter.theme.faces()
        self.page = Affine2D().scale(scale, -scale).translate(0, height)
        self.places: dict[tuple[str, bool, float, str], list[tuple[float, float]]] = {}
        self.identity = Affine2D()

    def paper(self, colour: str) -> None:
        self.draw(Rect(-1, -1, 1e5, 1e5, 0, colour, "", 0))

    def draw(self, mark: Rect | Path | Words) -> None:
        if isinstance(mark, Words):
            self._words(mark)
            return
        from matplotlib.colors import to_rgba

        context = self.renderer.new_gc()
        context.set_linewidth(mark.line if mark.stroke else 0.0)  # in points: Agg knows the resolution
        context.set_joinstyle("miter")
        context.set_capstyle("butt")
        if mark.stroke:
            context.set_foreground(mark.stroke)
        if mark.dash:
            context.set_dashes(0, mark.dash)
        opacity = mark.opacity if isinstance(mark, Path) else 1.0
        if opacity < 1:
            context.set_alpha(opacity)
        fill = to_rgba(mark.fill, opacity) if mark.fill else None
        path = outline(mark)
        context.set_snap(isinstance(mark, Rect) and not mark.radius)
        self.renderer.draw_path(context, path, self.page, fill)

    def _words(self, mark: Words) -> None:
        face = self.faces[mark.bold]
        advances = face.advances
        x = mark.x
        if mark.anchor != "start":
            x -= face.width(mark.text) * mark.size * (0.5 if mark.anchor == "middle" else 1.0)
        places = self.places
        for letter in mark.text:
            if letter != " ":
                places.setdefault((letter, mark.bold, mark.size, mark.colour), []).append((x, mark.y))
            x += advances[letter] * mark.size

    def letters(self) -> None:
        """Draw every letter at its places."""
        from matplotlib.colors import to_rgba
        from matplotlib.path import Path as Outline
        from matplotlib.transforms import Affine2D

        glyphs = Glyphs(self.faces)
        for (letter, bold, size, colour), places in self.places.items():
            shape = glyphs.outline(letter, bold)
            if shape is None:
                continue
            at = np.array(places) * (self.scale, -self.scale) + (0, self.height)
            context = self.renderer.new_gc()
            context.set_linewidth(0.0)
            grow = Affine2D().scale(size * self.scale)
            self.renderer.draw_markers(context, shape, grow, Outline(np.round(at)), self.identity, to_rgba(colour))


class Glyphs:
    """Give the outline of letters, one em high, from the font files."""

    def __init__(self, faces: tuple[Any, Any]) -> None:
        """Open the two fonts."""
        from matplotlib.ft2font import FT2Font

        self.fonts = [FT2Font(face.path) for face in faces]
        self.kept: dict[tuple[str, bool], Any] = {}

    def outline(self, letter: str, bold: bool) -> Any:
        """Give the outline of a letter as a matplotlib path, or None where there is nothing to see."""
        if (letter, bold) not in self.kept:
            self.kept[letter, bold] = self._read(letter, bold)
        return self.kept[letter, bold]

    def _read(self, letter: str, bold: bool) -> Any:
        from matplotlib.ft2font import LoadFlags
        from matplotlib.path import Path as Outline

        font = self.fonts[bold]
        font.set_size(font.units_per_EM, 72)
        font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
        points, codes = font.get_path()
        if not len(points):
            return None
        return Outline(np.asarray(points) / font.units_per_EM, codes)


def outline(mark: Rect | Path) -> Any:
    """Give a mark as a matplotlib path."""
    from matplotlib.path import Path as Outline

    if isinstance(mark, Rect):
        x, y, width, height, radius = mark[:5]
        if not radius:
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
            return Outline(corners, [1, 2, 2, 2, 79])
        right, low = x + width, y + height
        corners = [
            (x + radius, y), (right - radius, y), (right, y), (right, y + radius), (right, low - radius), (right, low),
            (right - radius, low), (x + radius, low), (x, low), (x, low - radius), (x, y + radius), (x, y),
            (x + radius, y), (x + radius, y),
        ]  # fmt: skip
        return Outline(corners, [1, 2, 3, 3, 2, 3, 3, 2, 3, 3, 2, 3, 3, 79])
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for command in mark.commands:
        letter, values = command[0], [float(value) for value in command[1:]]
        if letter == "Z":
            points.append(points[-1])
            codes.append(79)
            continue
        pairs = [(values[i], values[i + 1]) for i in range(0, len(values), 2)]
        points += pairs
        codes += {"M": [1], "L": [2], "C": [4, 4, 4]}[letter]
    return Outline(points, codes)
