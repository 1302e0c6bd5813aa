"""How shapes and texts of slides look: colours, dashes, runs of text, and the file around them."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from orgmodel.charts.render.svg import escape

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Drawing

Run = tuple[str, bool, str]
"""A text, whether it is bold, and its colour."""
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
LONGEST_PROPERTY = 255
ALIGN = {"start": "l", "middle": "ctr", "end": "r"}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FILLS = frozenset(f"{_A}{name}" for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"))
_NAMED = re.compile(r"<a:\w+")
_LINES = frozenset((f"{_A}ln",))
_GEOMETRY = frozenset((f"{_A}xfrm", f"{_A}prstGeom", f"{_A}custGeom"))
LINE = 1.25
LETTER = 0.19
"""How wide a letter is for each point of its size, in mm."""
TITLES = (26, 22, 18, 15)
"""Sizes of titles, the largest that fits; 12 where none does."""


def rgb(colour: str) -> Any:
    """Give a colour written #rrggbb as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour[1:].upper())  # type: ignore[no-untyped-call]


def fill(shape: Any, colour: str) -> None:
    """Fill a shape with a colour, or not at all."""
    _put(shape, _solid(colour) if colour else "<a:noFill/>", FILLS, _GEOMETRY)


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'


def _put(shape: Any, text: str, instead_of: frozenset[str], after: frozenset[str]) -> None:
    """Put an element into what a shape looks like, in place of others and after some; python-pptx would look for each part again."""
    looks = shape._element.spPr
    for one in [one for one in looks if one.tag in instead_of]:
        looks.remove(one)
    at = max((number for number, one in enumerate(looks, 1) if one.tag in after), default=0)
    looks.insert(at, _parsed(text))


def _parsed(text: str) -> Any:
    from pptx.oxml import parse_xml

    return parse_xml(_NAMED.sub(rf'\g<0> xmlns:a="{_A[1:-1]}"', text, count=1))


def see_through(shape: Any, opacity: float) -> None:
    """Make the fill of a shape let through what is behind it."""
    from pptx.oxml.ns import qn

    colour = shape.fill._xPr.solidFill.find(qn("a:srgbClr"))
    colour.append(colour.makeelement(qn("a:alpha"), {"val": str(round(opacity * 100_000))}))


def outlined(shape: Any, colour: str, width: float, dash: tuple[float, ...]) -> None:
    """Draw a shape's outline in a colour, width in points and dashes of its own: presets would look alike."""
    if not colour or not width:
        made = "<a:ln><a:noFill/></a:ln>"
    else:
        dashes = "".join(
            f'<a:ds d="{round(on / width * 100_000)}" sp="{round(off / width * 100_000)}"/>'
            for on, off in zip(dash[::2], dash[1::2], strict=True)
        )
        dashes = dashes and f"<a:custDash>{dashes}</a:custDash>"
        made = f'<a:ln w="{round(round(width, 2) * 12_700)}">{_solid(colour)}{dashes}</a:ln>'
    _put(shape, made, _LINES, _GEOMETRY | FILLS)


def without_shadow(shape: Any) -> None:
    """Take away the shadow that the template's style gives to every shape."""
    from pptx.oxml.ns import qn

    for reference in shape._element.iter(qn("a:effectRef")):
        reference.set("idx", "0")


def write(
    frame: Any, rows: list[tuple[Run, ...]], size: float, align: str, *, line: float, font: str, language: str
) -> None:
    """Write rows of runs into a text frame, one paragraph each; ``size`` and ``line`` in points."""
    body = frame._txBody
    around = body.bodyPr
    for side in ("lIns", "rIns", "tIns", "bIns"):
        around.set(side, "0")
    around.set("anchor", "ctr")
    for one in list(around):
        around.remove(one)
    around.append(_parsed("<a:noAutofit/>"))
    for one in list(body.p_lst):
        body.remove(one)
    letters = f'<a:latin typeface="{escape(font)}"/>' if font else ""
    spacing = f'<a:lnSpc><a:spcPts val="{round(line * 100)}"/></a:lnSpc>'
    spoken, points = LANGUAGES.get(language, language), round(round(size, 1) * 100)
    for runs in rows:
        said = "".join(
            f'<a:r><a:rPr lang="{escape(spoken)}" sz="{points}" b="{int(bold)}">{_solid(colour)}{letters}</a:rPr><a:t>{escape(text)}</a:t></a:r>'
            for text, bold, colour in runs
        )
        body.append(_parsed(f'<a:p><a:pPr algn="{ALIGN[align]}">{spacing}</a:pPr>{said}</a:p>'))


def described(deck: Any, drawing: Drawing) -> None:
    """Say in the file what it is; what the template says of itself, and the kind of screen it was made for, goes."""
    about = deck.core_properties
    about.title, about.subject = drawing.title[:LONGEST_PROPERTY], drawing.description[:LONGEST_PROPERTY]
    about.author, about.last_modified_by, about.keywords, about.comments = "orgmodel", "orgmodel", "", ""
    about.language, about.revision = LANGUAGES.get(drawing.language, drawing.language), 1
    element = about._element
    for child in list(element):
        if child.tag.endswith(("}created", "}modified")):
            element.remove(child)
    size = deck.part._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}sldSz")
    size.attrib.pop("type", None)


def packed(stream: BytesIO) -> bytes:
    """Pack a file again without the time at which it was made, so that the same chart gives the same bytes."""
    packed_again = BytesIO()
    with ZipFile(stream) as made, ZipFile(packed_again, "w", ZIP_DEFLATED) as again:
        for one in made.infolist():
            again.writestr(ZipInfo(one.filename), made.read(one), ZIP_DEFLATED)
    return packed_again.getvalue()


def lines_of(words: str, width: float, size: float) -> int:
    """Tell on how many lines a text of a size in points stands in so many mm.

    >>> lines_of("a short text", 100, 14), lines_of("word " * 60, 100, 14)
    (1, 9)
    """
    room, lines, at = max(1, int(width / (size * LETTER))), 1, 0
    for word in words.split():
        length = len(word)
        if at and at + 1 + length > room:
            lines, at = lines + 1, 0
        lines += max(0, length - 1) // room
        at += length + bool(at)
    return lines


def title_size(words: str, width: float, height: float) -> float:
    """Give the size in points at which a title fits so many mm.

    >>> title_size("What changes", 300, 20), title_size("What changes " * 20, 300, 20)
    (26, 15)
    """
    return next((one for one in TITLES if lines_of(words, width, one) * one * LINE / 2.835 <= height), 12)


def headed(shape: Any, words: str, language: str) -> None:
    """Write a title into an office's placeholder, in its letters, as large as it can stand there."""
    from pptx.util import Pt

    frame = shape.text_frame
    frame.text, frame.word_wrap = words, True
    across, down = ((side or 0) / 36_000 for side in (shape.width, shape.height))
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(title_size(words, across, down))
            run._r.get_or_add_rPr().set("lang", LANGUAGES.get(language, language))
