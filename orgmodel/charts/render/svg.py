"""Write pages as SVG, straight from the box model: selectable text, or outlines where a font may be absent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from orgmodel.charts.fonts import Face
from orgmodel.charts.marks import Mark, Path, Rect
from orgmodel.charts.paint import Painter

if TYPE_CHECKING:
    from orgmodel.charts.model import Drawing, Page, Sample

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escape(text: str) -> str:
    """Make a text safe inside XML and its attributes.

    >>> escape('</script> & "x"')
    '&lt;/script&gt; &amp; &quot;x&quot;'
    """
    return text.translate(_ESCAPES)


def length(value: float) -> str:
    """Write a length with at most two decimals.

    >>> length(12.0), length(0.125), length(-0.001)
    ('12', '0.12', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def svg(drawing: Drawing, page: Page, painter: Painter) -> str:
    """Write one page; every box is a group with its unit's id and full name as title."""
    faces = painter.theme.faces()
    width, height = length(page.width), length(page.height)
    family = escape(faces[0].family)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" '
        f'role="img" lang="{escape(drawing.language)}" font-family="\'{family}\', Verdana, sans-serif" '
        'text-rendering="geometricPrecision">'
    )
    parts = [
        opening,
        f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.description)}</desc>",
        f'<rect width="{width}" height="{height}" fill="{painter.theme.paper}"/>',
    ]
    size = page.type_size
    parts += ["".join(_marks(painter.ribbon(ribbon, size), faces)) for ribbon in page.ribbons]
    parts += ["".join(_marks(painter.label(ribbon, size), faces)) for ribbon in page.ribbons]
    parts += ["".join(_marks(painter.route(route, size), faces)) for route in page.routes]
    for box in page.boxes:
        name = " ".join(line.text for line in box.lines if line.bold)
        inside = "".join(_marks(painter.box(box, size), faces))
        parts.append(f'<g id="{escape(box.id)}"><title>{escape(name)}</title>{inside}</g>')
    parts += ["".join(_marks(painter.sample(sample), faces)) for sample in page.samples]
    parts.append("".join(_marks([painter.note(note) for note in page.notes], faces)))
    parts.append("</svg>\n")
    return "\n".join(parts)


def sample_svg(sample: Sample, painter: Painter) -> str:
    """Write the picture of a legend's entry by itself, without its text."""
    inside = "".join(_marks(painter.sample(sample), painter.theme.faces()))
    return f'<svg width="26" height="14" aria-hidden="true">{inside}</svg>'


def _marks(marks: Iterable[Mark], faces: tuple[Face, Face]) -> Iterable[str]:
    for mark in marks:
        if isinstance(mark, Rect):
            corner = f' rx="{length(mark.radius)}"' if mark.radius else ""
            yield (
                f'<rect x="{length(mark.x)}" y="{length(mark.y)}" width="{length(mark.width)}" '
                f'height="{length(mark.height)}"{corner}{_ink(mark)}/>'
            )
        elif isinstance(mark, Path):
            d = "".join(c[0] + " ".join([length(float(v)) for v in c[1:]]) for c in mark.commands)
            clear = f' opacity="{length(mark.opacity)}"' if mark.opacity < 1 else ""
            yield f'<path d="{d}"{_ink(mark)}{clear}/>'
        elif mark.text:
            anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
            bold = ' font-weight="bold"' if mark.bold else ""
            width = faces[mark.bold].width(mark.text) * mark.size
            yield (
                f'<text x="{length(mark.x)}" y="{length(mark.y)}" font-size="{length(mark.size)}" '
                f'textLength="{length(width)}" lengthAdjust="spacingAndGlyphs" fill="{mark.colour}"{anchor}{bold}>'
                f"{escape(mark.text)}</text>"
            )


def _ink(mark: Rect | Path) -> str:
    text = f' fill="{mark.fill or "none"}"'
    if mark.stroke and mark.line:
        text += f' stroke="{mark.stroke}" stroke-width="{length(mark.line)}"'
        if mark.dash:
            text += f' stroke-dasharray="{" ".join([length(part) for part in mark.dash])}"'
    return text
