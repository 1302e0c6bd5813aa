"""The public face: ``chart(…)`` and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from orgmodel.charts.build import Request, build
from orgmodel.charts.model import Drawing
from orgmodel.charts.paint import Painter
from orgmodel.charts.sheet import sheet_of
from orgmodel.charts.theme import Theme, theme_of
from orgmodel.core.atomic import write_bytes
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.structure import Structure

STATES = ("before", "after", "changes")
SUFFIXES = (".svg", ".png")


def chart(
    x: Any,
    *,
    state: str = "after",
    root: str | None = None,
    depth: int | None = None,
    page: str = "a4",
    language: str = "vi",
    theme: str | Path | Mapping[str, Any] | Theme = "colour",
    lines: Sequence[str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Chart:
    """Draw the org chart of a structure, or of an outcome ``before``, ``after`` or in what ``changes``.

    ``page`` is a4, a3 (either way up), a4-portrait …, fit, or a size as 165x240 in mm; ``depth`` counts the levels below
    ``root``, ``lines`` are the kinds of line to show besides the chart's own (all of them where None). Nothing is shown
    or written until the chart is asked to. Raises ProblemsError for an unknown state, unit, page or theme, and for a
    letter that the font has not.

    >>> from orgmodel.core.records import Unit
    >>> drawn = chart(Structure.of([Unit("a"), Unit("b", parent="a")]))
    >>> len(drawn.drawing.pages), drawn
    (1, Chart(2 boxes on 1 page))
    """
    if state not in STATES:
        message = f"no state {state!r}{nearest(state, STATES)}; there are {', '.join(STATES)}"
        raise ProblemsError([Problem("UNKNOWN_STATE", message)])
    look = theme_of(theme)
    asked = Request(state, root, depth, language, lines, title, source)
    drawing, blocks = build(x, asked, sheet_of(page), look.faces())
    structure = x if isinstance(x, Structure) else x.before
    solid = frozenset(kind for kind, style in structure.terms.lines.items() if style == "solid")
    return Chart(drawing, Painter(look, blocks, solid))


class Chart:
    """Hold a chart that is laid out; save it, or let a notebook show it."""

    def __init__(self, drawing: Drawing, painter: Painter) -> None:
        """Take the pages and how to paint them; :func:`chart` is the way in."""
        self.drawing = drawing
        self.painter = painter

    def save(self, path: str | Path) -> list[Path]:
        """Write the chart by the suffix of ``path`` (.svg, .png), and give the files written.

        More pages than one become name-1, name-2 … Raises ProblemsError for another suffix, OSError where it cannot write.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in SUFFIXES:
            message = f"no format {suffix or target.name!r}; there are {', '.join(SUFFIXES)}"
            raise ProblemsError([Problem("UNKNOWN_FORMAT", message)])
        write = self.svg if suffix == ".svg" else self.png
        pages = len(self.drawing.pages)
        names = [target] if pages == 1 else [target.with_stem(f"{target.stem}-{n + 1}") for n in range(pages)]
        for number_, name in enumerate(names):
            made = write(number_)
            write_bytes(name, made.encode() if isinstance(made, str) else made)
        return names

    def svg(self, page: int = 0) -> str:
        """Write one page (counted from 0) as SVG."""
        from orgmodel.charts.render.svg import svg

        return svg(self.drawing, self.drawing.pages[page], self.painter)

    def png(self, page: int = 0, *, dpi: float = 300) -> bytes:
        """Draw one page (counted from 0) as PNG."""
        from orgmodel.charts.render.png import png

        return png(self.drawing.pages[page], self.painter, dpi=dpi)

    def _repr_svg_(self) -> str | None:
        """Show the first page in a notebook."""
        return self._first

    @cached_property
    def _first(self) -> str:
        return self.svg()

    def __repr__(self) -> str:
        """Show the size."""
        boxes = sum(len(page.boxes) for page in self.drawing.pages)
        pages = len(self.drawing.pages)
        return f"Chart({boxes} box{'es' * (boxes != 1)} on {pages} page{'s' * (pages != 1)})"
