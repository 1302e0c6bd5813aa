"""What stands above and below the text of a Word document: letterhead, title, contents, signature and recipients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orgmodel.core.names import Names, text_in
from orgmodel.reports.letterhead import left_share
from orgmodel.reports.manuscript import Letterhead, Manuscript, Signature
from orgmodel.reports.typography import Style
from orgmodel.reports.word import parts
from orgmodel.reports.word.parts import align, millimetres, points
from orgmodel.reports.word.setting import FORM_TITLE, HEAD_LINE, TABLE_TEXT, Setting, dressed
from orgmodel.words.notes import worded

LEFT_SIDE = 0.42
"""The share of the recipients beside a signature."""
LETTER, CAPITAL = 0.19, 0.25
"""The mean widths of letters in mm, by their size in points: a rule beneath a line is a part of its length."""
ROOM_TO_SIGN = 3
"""So many empty lines."""
LAST_LINES = 2
"""So many paragraphs of text stay on the page of the signature."""
RIGHT, DOTTED = 2, 1


def set_letterhead(setting: Setting, head: Letterhead) -> None:
    """Set superior, issuer and number on the left, the motto, place and date on the right."""
    kind = setting.type
    left: list[tuple[Names, Style]] = [(head.superior, kind.superior), (head.issuer, kind.issuer)]
    if kind.star and text_in(head.issuer, setting.language):
        left.append(((("vi", "*"), ("en", "*")), Style(kind.issuer.size)))
    left.append((head.number, kind.number))
    right = [*zip(head.motto, kind.motto, strict=False), (head.place_and_date, kind.place)]
    if not any(text_in(text, setting.language) for text, _ in (*left, *right)):
        return
    width, share = setting.room()[0], left_share(head, kind, setting.language)
    one, other = setting.two_sides(share)
    _lines(setting, one, left, width * share)
    _lines(setting, other, right, width * (1 - share))


def _lines(setting: Setting, cell: Any, lines: Sequence[tuple[Names, Style]], width: float) -> None:
    """Set centred lines in a cell, those that hold words; the rule beneath one in proportion to its length."""
    free = cell.paragraphs[0]
    for text, style in lines:
        words = text_in(text, setting.language)
        if not words:
            continue
        paragraph = free if free is not None else cell.add_paragraph(style=HEAD_LINE)
        free = None
        align(paragraph, "center")
        dressed(paragraph.add_run(words).font, style)
        if style.rule:
            _rule(cell.add_paragraph(style=HEAD_LINE), words, style, width)


def _rule(line: Any, words: str, style: Style, width: float) -> None:
    """Make a paragraph the rule beneath a centred line of words, in proportion to its length."""
    length = min(len(words) * style.size * (CAPITAL if style.capitals else LETTER), width) * style.rule
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = millimetres(max((width - length) / 2, 0))
    line.paragraph_format.line_spacing = points(2)
    line.paragraph_format.first_line_indent = millimetres(0)
    parts.rule_below(line)


def set_title(setting: Setting, manuscript: Manuscript) -> None:
    """Set the kind of paper, its subject, and what stands above all else."""
    if words := text_in(manuscript.type, setting.language):
        paragraph = setting.add(style="Normal")
        align(paragraph, "center")
        paragraph.paragraph_format.space_before = points(8)
        dressed(paragraph.add_run(words).font, setting.type.type)
    subject = text_in(manuscript.title, setting.language)
    align(setting.add(subject, style="Title"), "center")
    if setting.type.subject.rule:
        _rule(setting.add(style=HEAD_LINE), subject, setting.type.subject, setting.room()[0])
    for one in manuscript.opening:
        if words := text_in(one.text, setting.language):
            paragraph = setting.add(words, style="Normal")
            align(paragraph, "center")
            paragraph.runs[0].font.bold = one.style in ("lead", "draft")


def set_contents(setting: Setting, manuscript: Manuscript) -> None:
    """Set the table of contents: the titles of chapters, with fields for their pages; then a new page."""
    align(setting.add(text_in(worded("contents"), setting.language), style=FORM_TITLE), "center")
    number = 0
    for chapter in (*manuscript.body, *manuscript.annexes):
        words = text_in(chapter.title, setting.language)
        number += 1 if words else 0
        if not words or chapter.level > 2:
            continue
        line = setting.add(style=TABLE_TEXT)
        line.paragraph_format.left_indent = millimetres(6 * (chapter.level - 1))
        line.paragraph_format.tab_stops.add_tab_stop(millimetres(setting.room()[0]), RIGHT, DOTTED)
        if chapter.restarts and setting.own:  # its pages have numbers of their own
            line.add_run(words)
            continue
        line.add_run(f"{words}\t")
        parts.add_field(line, f"PAGEREF part{number} \\h", "…")
    setting.new_page()


def set_signature(setting: Setting, one: Signature) -> None:
    """Set who receives it on the left, and who signs it on the right, never on a page without text."""
    kind = setting.type
    setting.keep_last(LAST_LINES)
    width = setting.room()[0]
    left, right = setting.two_sides(LEFT_SIDE)
    if one.recipients:
        dressed(left.paragraphs[0].add_run(text_in(worded("recipients"), setting.language)).font, kind.recipients)
        for name in one.recipients:
            line = left.add_paragraph(style=HEAD_LINE)
            dressed(line.add_run(f"- {text_in(name, setting.language)}").font, kind.recipient)
    _lines(setting, right, [(one.authority, kind.authority), (one.office, kind.authority)], width * (1 - LEFT_SIDE))
    for _ in range(ROOM_TO_SIGN):
        right.add_paragraph(style=HEAD_LINE)
    if one.name:
        paragraph = right.add_paragraph(style=HEAD_LINE)
        align(paragraph, "center")
        dressed(paragraph.add_run(one.name).font, kind.signer)
    parts.make_small(
        setting.add(style=HEAD_LINE)._p
    )  # a paper ends in a paragraph, which is as high as a line elsewhere
