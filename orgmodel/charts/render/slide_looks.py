"""How titles stand on slides, and the file around them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from orgmodel.charts.render.slide_shapes import LANGUAGES

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Drawing

LONGEST_PROPERTY = 255
LINE = 1.25
LETTER = 0.19
"""How wide a letter is for each point of its size, in mm."""
TITLES = (26, 22, 18, 15)
"""Sizes of titles, the largest that fits; 12 where none does."""


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
