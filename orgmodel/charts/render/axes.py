"""Draw a page on a caller's matplotlib axes, in the axes' own scale; nothing else of the figure is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.charts.paint import Painter
from orgmodel.charts.primitives import PlacedText
from orgmodel.charts.render.strokes import Glyphs, outline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgmodel.charts.drawing import Page


def draw_on(axes: Axes, page: Page, painter: Painter) -> Axes:
    """Draw a page; one unit of the axes is one point, with the origin at the top left."""
    from matplotlib.patches import PathPatch

    glyphs = Glyphs(painter.theme.faces())
    letters: dict[str, list[Any]] = {}
    order = 1.0
    for primitive in painter.page(page):
        order += 1e-4  # keep the order of painting among patches
        if isinstance(primitive, PlacedText):
            letters.setdefault(primitive.colour, []).extend(_letters(primitive, painter, glyphs))
            continue
        patch = PathPatch(
            outline(primitive),
            facecolor=primitive.fill or "none",
            edgecolor=primitive.stroke or "none",
            linewidth=0.0,
            alpha=getattr(primitive, "opacity", 1.0),
            zorder=order,
        )
        _scale_line(patch, axes, page.height, primitive.stroke_width if primitive.stroke else 0.0, primitive.dash)
        axes.add_patch(patch)
    for colour, shapes in letters.items():
        axes.add_patch(
            PathPatch(_compound(shapes), facecolor=colour, edgecolor="none", linewidth=0.0, zorder=order + 1)
        )
    axes.set_xlim(0, page.width)
    axes.set_ylim(page.height, 0)
    axes.set_aspect("equal")
    axes.set_axis_off()
    return axes


def _scale_line(patch: Any, axes: Axes, height: float, width: float, dash: tuple[float, ...]) -> None:
    """Give lines the thickness that they have on the page, at the size that the axes have now."""
    if not width:
        return
    scale = axes.get_window_extent().height / height * 72 / axes.get_figure(root=True).dpi  # type: ignore[union-attr]
    patch.set_linewidth(max(width * scale, 0.1))
    if dash:
        patch.set_linestyle((0, tuple(part / width for part in dash)))


def _letters(primitive: PlacedText, painter: Painter, glyphs: Glyphs) -> list[Any]:
    """Give the outlines of the letters of a text, at their positions."""
    face = painter.theme.faces()[primitive.bold]
    x = primitive.x
    if primitive.anchor != "start":
        x -= face.width(primitive.text) * primitive.size * (0.5 if primitive.anchor == "middle" else 1.0)
    found = []
    for letter in primitive.text:
        shape = None if letter == " " else glyphs.outline(letter, bold=primitive.bold)
        if shape is not None:
            found.append((shape.vertices * (primitive.size, -primitive.size) + (x, primitive.y), shape.codes))
        x += face.advances[letter] * primitive.size
    return found


def _compound(shapes: list[Any]) -> Any:
    from matplotlib.path import Path as Outline

    return Outline(np.concatenate([points for points, _ in shapes]), np.concatenate([codes for _, codes in shapes]))
