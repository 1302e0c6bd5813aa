"""How high words come on the pages of a profile, so that a paper of one page is made no longer."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.names import Names, text_in
from orgmodel.reports.letter_widths import MILLIMETRES, lines_in
from orgmodel.reports.letterhead import A4_WIDTH, left_share
from orgmodel.reports.manuscript import ITEM, LEAD, Manuscript, Paragraph
from orgmodel.reports.typography import PROFILES, Style, Typography

A4_HEIGHT, SPARE = 297, 3
"""Millimetres; so much stays free, since each program sets a little otherwise."""
LINE = 1.15
"""The height of a line, by the size of its letters."""
ITEM_INDENT = 6.35
RULE = 3
"""The room of a rule beneath a line, in points."""
ABOVE_TYPE, AROUND_SUBJECT = 8, 8
"""Points above the kind of paper, and above and below its subject."""
LEFT_SIDE, ROOM_TO_SIGN = 0.42, 3
"""The share of the recipients beside a signature; empty lines to sign in."""


def fits_one_page(manuscript: Manuscript, languages: Iterable[str]) -> bool:
    """Tell whether a manuscript of paragraphs alone stands on one page in each of the languages."""
    kind = PROFILES[manuscript.letterhead.profile]
    room = A4_HEIGHT - kind.top - kind.bottom - SPARE
    return all(height(manuscript, code) <= room for code in languages)


def height(manuscript: Manuscript, language: str) -> float:
    """Say how high a manuscript of paragraphs comes with its head and foot, in mm.

    >>> one = Paragraph((("en", "word " * 100),))
    >>> from orgmodel.reports.manuscript import Chapter
    >>> paper = Manuscript("p", (("en", "Title"),), (Chapter((), (one,)),))
    >>> 40 < height(paper, "en") < 50
    True
    """
    kind = PROFILES[manuscript.letterhead.profile]
    width = A4_WIDTH - kind.left - kind.right
    points = _head(manuscript, kind, language, width)
    points += ABOVE_TYPE + _line(manuscript.type, kind.type, language, width)
    points += AROUND_SUBJECT + _line(manuscript.title, kind.subject, language, width)
    told = [one for chapter in manuscript.chapters for one in chapter.blocks if isinstance(one, Paragraph)]
    points += sum(_paragraph(one, kind, language, width) for one in (*manuscript.opening, *told))
    return (points + _foot(manuscript, kind, language, width)) * MILLIMETRES


def _lines_of(text: str, width: float, size: float, face: str, *, bold: bool = False, first: float = 0) -> int:
    """Count the lines of a text in so many mm, the first one indented."""
    em = size * MILLIMETRES
    return lines_in(text, width / em, face, bold=bold, first=first / em)


def _line(names: Names, style: Style, language: str, width: float, face: str = "Times New Roman") -> float:
    """Say how high a line of the head comes, with the rule beneath it, in points."""
    text = text_in(names, language)
    if not text:
        return 0
    text = text.upper() if style.capitals else text
    lines = _lines_of(text, width, style.size, face, bold=style.bold)
    return lines * style.size * LINE + (RULE if style.rule else 0)


def _head(manuscript: Manuscript, kind: Typography, language: str, width: float) -> float:
    head, share = manuscript.letterhead, left_share(manuscript.letterhead, kind, language)
    left = [(head.superior, kind.superior), (head.issuer, kind.issuer), (head.number, kind.number)]
    right = [*zip(head.motto, kind.motto, strict=False), (head.place_and_date, kind.place)]
    star = kind.issuer.size * LINE if kind.star and head.issuer else 0
    one = sum(_line(text, style, language, width * share, kind.face) for text, style in left) + star
    return max(one, sum(_line(text, style, language, width * (1 - share), kind.face) for text, style in right))


def _paragraph(one: Paragraph, kind: Typography, language: str, width: float) -> float:
    text, bold = text_in(one.text, language), one.style == LEAD
    if not text:
        return 0
    if one.style == ITEM:
        lines = _lines_of(text, width - ITEM_INDENT, kind.body, kind.face)
        return lines * kind.body * LINE * kind.line + kind.item
    lines = _lines_of(text, width, kind.body, kind.face, bold=bold, first=kind.indent)
    return lines * kind.body * LINE * kind.line + kind.above


def _foot(manuscript: Manuscript, kind: Typography, language: str, width: float) -> float:
    foot = manuscript.signature
    if foot is None:
        return 0
    lines = ((foot.authority, kind.authority), (foot.office, kind.authority))
    right = sum(_line(text, style, language, width * (1 - LEFT_SIDE), kind.face) for text, style in lines)
    right += ROOM_TO_SIGN * kind.number.size * LINE + (kind.signer.size * LINE if foot.name else 0)
    names = [(("und", f"- {text_in(name, language)}"),) for name in foot.recipients]
    left = sum(_line(name, kind.recipient, "und", width * LEFT_SIDE, kind.face) for name in names)
    return max(right, left + kind.recipients.size * LINE)
