"""Draw pages as PNG with matplotlib's Agg, each letter's outline scan-converted once for all its positions."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.charts.paint import Painter
from orgmodel.charts.primitives import Path, PlacedText, Rect
from orgmodel.charts.render.strokes import Glyphs, outline
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Page

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
                    Message.of(
                        "the picture would have {wide} by {high} pixels at {dpi:g} dots per inch, more than "
                        "programs can read; choose pages (page='a3'), a part (root, depth), or a format without "
                        "pixels (.svg, .pdf)",
                        wide=wide,
                        high=high,
                        dpi=dpi,
                    ),
                )
            ]
        )
    renderer: Any = RendererAgg(wide, high, dpi)  # type: ignore[no-untyped-call]
    canvas = _Canvas(renderer, painter, dpi / 72, high)
    canvas.paper(painter.theme.paper)
    for primitive in painter.page(page):
        canvas.draw(primitive)
    canvas.letters()
    picture = Image.frombuffer("RGBA", (wide, high), bytes(renderer.buffer_rgba())).convert("RGB")
    stream = BytesIO()
    picture.save(stream, "PNG", dpi=(dpi, dpi), compress_level=4)
    return stream.getvalue()


class _Canvas:
    """Draw primitives; words are kept until the end, so that each letter is drawn at all its positions at once."""

    def __init__(self, renderer: Any, painter: Painter, scale: float, height: int) -> None:
        from matplotlib.transforms import Affine2D

        self.renderer, self.scale, self.height = renderer, scale, height
        self.faces = painter.theme.faces()
        self.page = Affine2D().scale(scale, -scale).translate(0, height)
        self.positions: dict[tuple[str, bool, float, str], list[tuple[float, float]]] = {}
        self.identity = Affine2D()

    def paper(self, colour: str) -> None:
        self.draw(Rect(-1, -1, 1e5, 1e5, 0, colour, "", 0))

    def draw(self, primitive: Rect | Path | PlacedText) -> None:
        if isinstance(primitive, PlacedText):
            self._text(primitive)
            return
        from matplotlib.colors import to_rgba

        context = self.renderer.new_gc()
        # in points: Agg knows the resolution
        context.set_linewidth(primitive.stroke_width if primitive.stroke else 0.0)
        context.set_joinstyle("miter")
        context.set_capstyle("butt")
        if primitive.stroke:
            context.set_foreground(primitive.stroke)
        if primitive.dash:
            context.set_dashes(0, primitive.dash)
        opacity = primitive.opacity if isinstance(primitive, Path) else 1.0
        if opacity < 1:
            context.set_alpha(opacity)
        fill = to_rgba(primitive.fill, opacity) if primitive.fill else None
        path = outline(primitive)
        context.set_snap(isinstance(primitive, Rect) and not primitive.radius)
        self.renderer.draw_path(context, path, self.page, fill)

    def _text(self, primitive: PlacedText) -> None:
        face = self.faces[primitive.bold]
        advances = face.advances
        x = primitive.x
        if primitive.anchor != "start":
            x -= face.width(primitive.text) * primitive.size * (0.5 if primitive.anchor == "middle" else 1.0)
        positions = self.positions
        for letter in primitive.text:
            if letter != " ":
                positions.setdefault((letter, primitive.bold, primitive.size, primitive.colour), []).append(
                    (x, primitive.y)
                )
            x += advances[letter] * primitive.size

    def letters(self) -> None:
        """Draw every letter at its positions."""
        from matplotlib.colors import to_rgba
        from matplotlib.path import Path as Outline
        from matplotlib.transforms import Affine2D

        glyphs = Glyphs(self.faces)
        for (letter, bold, size, colour), positions in self.positions.items():
            shape = glyphs.outline(letter, bold=bold)
            if shape is None:
                continue
            at = np.array(positions) * (self.scale, -self.scale) + (0, self.height)
            context = self.renderer.new_gc()
            context.set_linewidth(0.0)
            context.set_snap(False)  # letters of straight strokes would lose them to the nearest pixel
            grow = Affine2D().scale(size * self.scale)
            self.renderer.draw_markers(context, shape, grow, Outline(np.round(at)), self.identity, to_rgba(colour))
