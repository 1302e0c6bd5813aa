"""Manuscripts as Markdown; names are data, so nothing in them becomes markup."""

from __future__ import annotations

from collections.abc import Iterator

from orgmodel.core.names import Names, text_in
from orgmodel.reports.form import GROUP, SUBTOTAL, TOTAL, Form
from orgmodel.reports.manuscript import (
    DRAFT_MARK,
    ITEM,
    LEAD,
    REMARK,
    Block,
    Chapter,
    Letterhead,
    Manuscript,
    Paragraph,
    Picture,
    Signature,
    Statement,
)  # fmt: skip
from orgmodel.words.markup import escaped, table
from orgmodel.words.notes import worded

STYLED = {LEAD: "**{}**", ITEM: "- {}", REMARK: "*{}*", DRAFT_MARK: "**{}**"}


def markdown(manuscript: Manuscript, language: str) -> bytes:
    """Write a manuscript as Markdown."""
    return render(manuscript, language).encode()


def render(manuscript: Manuscript, language: str) -> str:
    """Give a manuscript as Markdown text."""
    lines = [*_letterhead(manuscript.letterhead, language)]
    kind = text_in(manuscript.type, language)
    lines += [f"**{escaped(kind)}**", ""] if kind else []
    lines += [f"# {escaped(text_in(manuscript.title, language))}", ""]
    for paragraph in manuscript.opening:
        lines += _paragraph(paragraph, language)
    for chapter in manuscript.body:
        lines += _chapter(chapter, language)
    if manuscript.signature is not None:
        lines += _signature(manuscript.signature, language)
    for chapter in manuscript.annexes:
        lines += _chapter(chapter, language)
    return "\n".join(lines).rstrip() + "\n"


def _paragraph(one: Paragraph, language: str) -> list[str]:
    text = escaped(text_in(one.text, language))
    return [STYLED.get(one.style, "{}").format(text), ""] if text else []


def _letterhead(head: Letterhead, language: str) -> Iterator[str]:
    for line in (*head.motto, head.superior, head.issuer, head.number, head.place_and_date):
        if text := text_in(line, language):
            yield escaped(text)
            yield ""


def _signature(one: Signature, language: str) -> Iterator[str]:
    if one.recipients:
        yield f"**{text_in(worded('recipients'), language)}**"
        yield ""
        yield from (f"- {escaped(text_in(name, language))}" for name in one.recipients)
        yield ""
    for line in (text_in(one.authority, language), text_in(one.office, language), one.name):
        if line:
            yield f"**{escaped(line)}**"
            yield ""


def _chapter(chapter: Chapter, language: str) -> Iterator[str]:
    if title := text_in(chapter.title, language):
        yield f"{'#' * (chapter.level + 1)} {escaped(title)}"
        yield ""
    for block in chapter.blocks:
        yield from _block(block, language)


def _block(block: Block, language: str) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _paragraph(block, language)
    elif isinstance(block, Form):
        yield from _form(block, language)
    elif isinstance(block, Statement):
        yield from _statement(block, language)
    elif isinstance(block, Picture):
        yield from _picture(block, language)


def _statement(one: Statement, language: str) -> Iterator[str]:
    kind, source, figure = (escaped(text_in(text, language)) for text in (one.kind, one.source, one.figure))
    yield f"> {f'{kind}: ' if kind else ''}“{escaped(text_in(one.text, one.language))}”"
    tail = "; ".join(filter(None, (source, figure)))
    if tail:
        yield f"> — {tail}"
    yield ""


def _picture(one: Picture, language: str) -> Iterator[str]:
    yield f"**{escaped(text_in(one.title, language))}**"
    yield ""
    for page in one.pages(language):
        yield from (f"{'  ' * depth}- {escaped(text)}" for depth, text in page.listing)
        yield ""


def _form(form: Form, language: str) -> Iterator[str]:
    if heading := form.heading(language):
        yield f"**{escaped(heading)}**"
        yield ""
    if form.attached:
        yield f"*{escaped(text_in(form.attached, language))}*"
        yield ""
    if unit := text_in(form.unit, language):
        yield f"*{escaped(text_in(worded('unit_of_measure', {'unit': unit}), language))}*"
        yield ""
    if form.rows:
        heads = [_heading(column.group, column.heading, language) for column in form.columns]
        yield from table(
            heads, form.texts(language), strong=[row.role in (GROUP, SUBTOTAL, TOTAL) for row in form.rows]
        )
        yield ""
    elif not form.notes:
        yield text_in(worded("none"), language)
        yield ""
    for note in form.beneath(language):
        yield f"*{escaped(note)}*"
        yield ""


def _heading(group: Names, heading: Names, language: str) -> str:
    return ": ".join(filter(None, (text_in(group, language), text_in(heading, language))))
