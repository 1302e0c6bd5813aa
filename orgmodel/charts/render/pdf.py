"""Write pages as PDF with typst, from their SVG: vector, fonts embedded, and a tag tree that says what the picture shows.

The file conforms to PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), as typst checks while it writes: a picture
without an alternative, or a letter without a character, is refused there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.charts.content import clean
from orgmodel.charts.drawing import unbroken
from orgmodel.charts.listing import Item, levels, listing
from orgmodel.charts.paint import Painter
from orgmodel.charts.render.svg import svg
from orgmodel.charts.render.typesetting import compiled
from orgmodel.core.dates import first_day
from orgmodel.words.charts import word

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Drawing, Page
    from orgmodel.charts.fonts import Face

UNDATED = "1970-01-01"
"""The date of a file whose structure has none: PDF/A wants one, and the day of making would change the bytes."""

DEEPEST = 16
"""So many lists stand in each other: typst sets no more than some thirty."""

UNNAMED = "–"
"""What stands for a title without a letter that can be seen: the standards want one."""


def pdf(drawing: Drawing, painter: Painter) -> bytes:
    """Write all pages as one PDF; the same drawing gives the same bytes."""
    faces = painter.theme.faces()
    data = {
        "title": clean(drawing.title) or UNNAMED,
        "description": clean(drawing.description),
        "language": drawing.language,
        "date": _date(drawing.as_of),
        "fonts": list(dict.fromkeys(one.family for face in faces for one in (face, *face.others))),
        "pages": [_page(drawing, page, painter) for page in drawing.pages],
    }
    return compiled("pdf.typ", data, faces)


def _date(as_of: str) -> dict[str, int]:
    """Give the date of the structure for the file's; a year or month counts from its first day."""
    parts = [int(part) for part in first_day(as_of or UNDATED).split("-")]
    return dict(zip(("year", "month", "day", "hour", "minute", "second"), (*parts, 0, 0, 0), strict=True))


def _page(drawing: Drawing, page: Page, painter: Painter) -> dict[str, Any]:
    face = painter.theme.faces()[0]
    heading = f"{page.number}. {_called(page, drawing) or drawing.title}" if len(drawing.pages) > 1 else drawing.title
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "heading": face.boxed(clean(heading)) or UNNAMED,
        "alt": clean(drawing.description) or clean(drawing.title) or UNNAMED,
        "svg": svg(drawing, page, painter, boxed=True),
        "items": _items(listing(page, drawing.language), face, drawing.language),
        "links": [
            {
                "x": box.x,
                "y": box.y,
                "width": box.width,
                "height": box.height,
                "page": box.target,
                "text": face.boxed(clean(box.refers)),
            }
            for box in page.boxes
            if box.target
        ],
    }


def _called(page: Page, drawing: Drawing) -> str:
    """Name a page by what stands under its title where it is of a clause, and where several are alike in that, by the boxes at its top.

    A page that goes on with what another begins is named by what it has itself.
    """
    alike = [one for one in drawing.pages if one.said == page.said]
    clause = " – ".join(page.said[1:]) if page.clause else ""
    tops = _tops(page)
    if sum(_tops(one) == tops for one in alike) > 1:
        tops = _tops(page, own=True) or tops
    return ": ".join(part for part in (clause, tops if len(alike) > 1 or not clause else "") if part)


def _tops(page: Page, *, own: bool = False) -> str:
    """Name the boxes at the top of a page: the first, or of several the first and the last; its ``own`` are under those from others."""
    above = {route.end: route.start for route in page.routes if route.kind == "chart"}
    others = {box.id for box in page.boxes if own and box.role == "context"}
    tops = [box for box in page.boxes if box.id not in others and (box.id not in above or above[box.id] in others)]
    names = [unbroken(line for line in box.lines if line.bold) for box in tops]
    return " … ".join(dict.fromkeys((*names[:1], *names[-1:])))


def _items(items: Sequence[Item], face: Face, language: str, level: int = 1) -> list[dict[str, Any]]:
    """Give the nested list of some items; on its deepest level whatever is below an item follows it, and says its level."""
    if level < DEEPEST:
        return [
            {"text": face.boxed(clean(one.text)), "below": _items(one.below, face, language, level + 1)}
            for one in items
        ]
    return [
        {
            "text": face.boxed(clean(f"{word('level', language, at + level - 1)}: {one.text}" if at > 1 else one.text)),
            "below": [],
        }
        for at, one in levels(items)
    ]
