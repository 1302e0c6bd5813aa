"""An office's own Word document as the frame of a report: its tags are filled, and where chapters go they are set.

Tags are written as ``{{ title }}``. In lines of their own stand ``{{ content }}``, for the chapters, and ``{{ annexes }}``, for
what comes after the signature; the others are texts (:data:`TAGS`). Names are data: braces in them stay braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.problems import Location, Problem, ProblemsError, missing_file, nearest
from orgmodel.reports.word.parts import named

if TYPE_CHECKING:
    from orgmodel.reports.manuscript import Manuscript

PLACES = ("content", "annexes")
"""Tags that chapters stand in the place of."""
TEXTS = (
    "type", "title", "superior", "issuer", "number", "place_and_date", "motto", "motto_2", "opening", "authority", "office", "name",
    "recipients",
)  # fmt: skip
TAGS = (*TEXTS, *PLACES)
"""What a template may ask for; ``content`` is what it must."""
TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\{\{(?!.*\}\})(.*)$", re.DOTALL)
NAME = re.compile(r"\s*(\w+)\s*")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MARK = "\ue0a5"
"""Stands around the name of a place until chapters are set there."""


def filled(template: Path, manuscript: Manuscript, language: str) -> Any:
    """Fill a template's tags with the texts of a manuscript, and mark where chapters go; raises ProblemsError for a faulty one."""
    from docxtpl import DocxTemplate

    made = _opened(template, DocxTemplate)
    if wrong := list(_faults(made.docx, template)):
        raise ProblemsError(wrong)
    made.render({**texts_of(manuscript, language), **{name: f"{MARK}{name}{MARK}" for name in PLACES}}, autoescape=True)
    return made.docx


def texts_of(manuscript: Manuscript, language: str) -> dict[str, str]:
    """Give the text of each tag; one that the manuscript has nothing for is empty."""
    head, foot = manuscript.letterhead, manuscript.signature
    mottos = [text_in(one, language) for one in head.motto] + ["", ""]
    found = {
        "type": text_in(manuscript.type, language),
        "title": text_in(manuscript.title, language),
        "superior": text_in(head.superior, language),
        "issuer": text_in(head.issuer, language),
        "number": text_in(head.number, language),
        "place_and_date": text_in(head.place_and_date, language),
        "motto": mottos[0],
        "motto_2": mottos[1],
        "opening": "\n".join(text_in(one.text, language) for one in manuscript.opening),
    }
    for name in ("authority", "office"):
        found[name] = text_in(getattr(foot, name), language) if foot is not None else ""
    found["name"] = foot.name if foot is not None else ""
    found["recipients"] = (
        "\n".join(f"- {text_in(one, language)}" for one in foot.recipients) if foot is not None else ""
    )
    return found


def _opened(template: Path, reader: Any) -> Any:
    from zipfile import BadZipFile

    from docx.opc.exceptions import PackageNotFoundError

    if not template.exists():
        raise ProblemsError([missing_file(template)])
    try:
        made = reader(str(template))
        made.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        message = Message.of("{name} is no Word document (.docx) that can be read", name=template.name)
        raise ProblemsError([Problem("TEMPLATE", message, template.name, Location(str(template)))]) from None
    return made


def _faults(document: Any, template: Path) -> Iterator[Problem]:
    """Tell every tag that is not known or not closed, with its place, and the tag that a report cannot do without."""
    found: set[str] = set()
    for place, paragraph, may_hold in _paragraphs(document):
        text = _text(paragraph)
        for match in TAG.finditer(text):
            inner, statement, unclosed = match.groups()
            if unclosed is not None or statement is not None:
                message = Message.of(
                    "{place}: {tag!r} is no tag: write {{{{ title }}}}, closed on its line",
                    place=place,
                    tag=match[0][:60],
                )
                yield Problem("TEMPLATE", message, template.name, Location(str(template)))
                continue
            word = NAME.fullmatch(inner)
            name = word[1] if word else inner.strip()
            if name not in TAGS:
                message = Message.of(
                    "{place}: no tag {name!r}{hint}; there are {tags}",
                    place=place,
                    name=name,
                    hint=nearest(name, TAGS),
                    tags=", ".join(TAGS),
                )
                yield Problem("TEMPLATE", message, template.name, Location(str(template)))
            elif name in PLACES and (text != match[0] or not may_hold):
                message = Message.of(
                    "{place}: {name!r} stands in a line of its own, outside of tables, heads and feet: chapters are set in its place",
                    place=place,
                    name=name,
                )
                yield Problem("TEMPLATE", message, template.name, Location(str(template)))
            found.add(name)
    if "content" not in found:
        message = Message.of("{name} has no line {{{{ content }}}}, where the report goes", name=template.name)
        yield Problem("TEMPLATE", message, template.name, Location(str(template)))


def _paragraphs(document: Any) -> Iterator[tuple[Message, Any, bool]]:
    """Walk over the paragraphs of body, tables, heads and feet, each with where it stands and whether chapters may go there.

    Those in content controls and text boxes are among them; what stands there twice, for old readers, is looked at once.
    """
    body = document.element.body
    tables = {table: number for number, table in enumerate(body.iter(named("tbl")), 1)}
    count = 0
    for paragraph in body.iter(named("p")):
        around = [one.tag for one in paragraph.iterancestors()]
        if FALLBACK in around:
            continue
        cell = next(paragraph.iterancestors(named("tc")), None)
        if cell is None:
            count += 1
            yield Message.of("paragraph {count}", count=count), paragraph, named("txbxContent") not in around
            continue
        row = next(cell.iterancestors(named("tr")))
        table = next(row.iterancestors(named("tbl")))
        yield (
            Message.of(
                "table {table}, row {row}, cell {cell}",
                table=tables[table], row=_place(row, table), cell=_place(cell, row),
            ),
            paragraph,
            False,
        )  # fmt: skip
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                for paragraph in part._element.iter(named("p")):
                    yield Message.of("the head or foot of a page"), paragraph, False


def _place(one: Any, holder: Any) -> int:
    """Tell which a row is of its table, or a cell of its row, those of tables inside left aside."""
    alike = [each for each in holder.iter(one.tag) if next(each.iterancestors(holder.tag)) is holder]
    return alike.index(one) + 1


def take_to(document: Any, tag: str, after: Any) -> None:
    """Take what was set behind a block to the line of a tag, in whose place it then stands; without the line it stays where it is."""
    body = document.element.body
    line = next((one for one in body.iter(named("p")) if _text(one) == f"{MARK}{tag}{MARK}"), None)
    if line is None:
        return
    blocks = [one for one in body if not one.tag.endswith("}sectPr")]
    for block in blocks[blocks.index(after) + 1 if after is not None else 0 :]:
        line.addprevious(block)
    line.getparent().remove(line)


def _text(paragraph: Any) -> str:
    """Give the text of a paragraph without that of text boxes in it."""
    inside = (one for one in paragraph.iter(named("t")) if next(one.iterancestors(named("p"))) is paragraph)
    return "".join(node.text or "" for node in inside).strip()
