"""Draw pages as PNG with typst, from their SVG: letters shaped, whichever way they run."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from orgmodel.charts.paint import Painter
from orgmodel.charts.render.svg import svg
from orgmodel.charts.render.typesetting import compiled
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Drawing, Page

MOST_PIXELS = 32_000  # a side; programs that read PNG give up beyond
DPI = 300


def png(drawing: Drawing, page: Page, painter: Painter, *, dpi: float = DPI) -> bytes:
    """Draw one page at a resolution in dots per inch.

    Raises ProblemsError where the picture would be larger than programs can read.
    """
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
    data = {"width": page.width, "height": page.height, "svg": svg(drawing, page, painter, boxed=True)}
    return _with_resolution(compiled("png.typ", data, painter.theme.faces(), ppi=dpi), dpi)


def _with_resolution(picture: bytes, dpi: float) -> bytes:
    """Say in a PNG how many dots an inch has: a chunk pHYs (PNG 1.2, 4.2.4.2) behind its header, in dots a metre."""
    dots = round(dpi / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header = 8 + 25  # the signature and the chunk IHDR, which is always first and 25 bytes long
    return picture[:header] + chunk + picture[header:]
