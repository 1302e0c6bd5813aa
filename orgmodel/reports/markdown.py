"""Forms and reports as Markdown; names are data, so nothing in them becomes markup."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.names import text_in
from orgmodel.reports.document import Document, Section
from orgmodel.reports.form import Form, written
from orgmodel.words.markup import escaped, table
from orgmodel.words.notes import worded

STOPS = (".", "!", "?", ":", "…")


def render(document: Document, language: str) -> str:
    """Write a document as Markdown."""
    lines = [f"# {escaped(text_in(document.title, language))}", ""]
    for paragraph in document.opening:
        lines += [escaped(text_in(paragraph, language)), ""]
    for section in document.sections:
        lines += _section(section, language)
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section, language: str) -> Iterable[str]:
    yield f"{'#' * (section.level + 1)} {escaped(text_in(section.title, language))}"
    yield ""
    for paragraph in section.paragraphs:
        yield escaped(text_in(paragraph, language))
        yield ""
    for form in section.forms:
        yield from _form(form, language)


def _form(form: Form, language: str) -> Iterable[str]:
    yield f"**{escaped(text_in(form.title, language))}**"
    yield ""
    if not form.rows:
        if not form.notes:
            yield text_in(worded("none"), language)
            yield ""
        yield from _notes(form, language)
        return
    heads = [text_in(head, language) for head in form.columns]
    yield from table(heads, ([written(cell, language) for cell in row] for row in form.rows))
    yield ""
    yield from _notes(form, language)


def _notes(form: Form, language: str) -> Iterable[str]:
    """Write what is noted beneath a table, each note a sentence of its own."""
    for note in form.notes:
        text = escaped(text_in(note, language))
        yield f"*{text if text.endswith(STOPS) else f'{text}.'}*"
        yield ""
