"""Setting a manuscript as PDF with typst: tagged, with real headings, tables, alternatives and contents.

The file conforms to PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), as typst checks while it writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from orgmodel.charts.content import clean
from orgmodel.charts.fonts import EQUAL, default_faces, face, file_of
from orgmodel.charts.letters import fonts_with
from orgmodel.charts.render.typesetting import typeset
from orgmodel.core.dates import first_day
from orgmodel.core.names import Names, text_in
from orgmodel.reports import manuscript as kinds
from orgmodel.reports.annex_fit import TableFit, table_fit
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.column_widths import fitted
from orgmodel.reports.form import GROUP, SUBTOTAL, TOTAL, Form
from orgmodel.reports.letterhead import left_share
from orgmodel.reports.page_breaks import Kept, kept_rows
from orgmodel.reports.typography import PROFILES, Style, Typography
from orgmodel.words.notes import worded

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
BREAK = "\u200b"
LONG_WORD, LETTERS = re.compile(r"\S{24,}"), re.compile(r".[\u0300-\u036f]*")
UNDATED = "1970-01-01"
"""The date of a file of undated figures: PDF/A wants one, and the day of making would change the bytes."""
PAPER = (210.0, 297.0)
TITLE_ROOM = 25.0
LAST_LINES = 2
"""So many paragraphs of text stay on the page of the signature."""
TEXTS = ("text", "item", "remark")
RESTART = "restart"
Data = dict[str, Any]


def pdf(manuscript: kinds.Manuscript, language: str) -> bytes:
    """Write a manuscript as one PDF; the same manuscript gives the same bytes."""
    kind = PROFILES[manuscript.letterhead.profile]
    data: Data = {
        "title": clean(text_in(manuscript.title, language)) or "–",
        "description": clean(text_in(manuscript.type, language)),
        "language": language,
        "date": _date(manuscript),
        "measures": asdict(kind),
        **_head(manuscript, kind, language),
        "parts": list(_parts(_Setter(kind, language).blocks(manuscript))),
    }
    data["fonts"], folders = _faces(kind.face, frozenset(_letters(data)))
    return typeset(files("orgmodel.reports.pdf").joinpath("report.typ").read_bytes(), data, folders)


def _letters(data: Any) -> set[str]:
    """List the letters that are set."""
    if isinstance(data, str):
        return set(data)
    held = data.values() if isinstance(data, dict) else data if isinstance(data, (list, tuple)) else ()
    return set().union(*map(_letters, held))


def _faces(asked: str, letters: frozenset[str]) -> tuple[list[str], list[str]]:
    """Give the faces that letters are looked for in, and the folders of their files.

    They are the one asked for or its equal, the charts', and what this machine has for the letters that these have not.
    """
    found: list[tuple[str, str]] = []
    for family in EQUAL.get(asked, (asked,)):
        try:
            found.append((family, file_of(family)))
        except ValueError:
            continue
    found += [(one.family, one.path) for one in default_faces()]
    lacking = letters.intersection(*(face(path).missing("".join(letters)) for _, path in found))
    found += [(face(path).family, path) for path in fonts_with(frozenset(lacking))]
    return list(dict.fromkeys(family for family, _ in found)), list(
        dict.fromkeys(str(Path(path).parent) for _, path in found)
    )


def _date(manuscript: kinds.Manuscript) -> dict[str, int]:
    """Give the latest cut-off date of the forms for the file's."""
    days = [first_day(form.as_of) for form in manuscript.forms() if form.as_of]
    parts = [int(part) for part in max(days, default=UNDATED).split("-")]
    return dict(zip(("year", "month", "day", "hour", "minute", "second"), (*parts, 0, 0, 0), strict=True))


def _head(manuscript: kinds.Manuscript, kind: Typography, language: str) -> Data:
    head = manuscript.letterhead
    star = (
        [((("vi", "*"), ("en", "*")), Style(kind.issuer.size))] if kind.star and text_in(head.issuer, language) else []
    )
    left = [(head.superior, kind.superior), (head.issuer, kind.issuer), *star]
    right = [*zip(head.motto, kind.motto, strict=False)]
    return {
        "left_share": left_share(head, kind, language),
        "left": [*_lines(left, language), *_lines([(head.number, kind.number)], language, blanks=True)],
        "right": [*_lines(right, language), *_lines([(head.place_and_date, kind.place)], language, blanks=True)],
        "titles": _lines([(manuscript.type, kind.type), (manuscript.title, kind.subject)], language),
        "opening": [
            {"text": words, "bold": one.style in (kinds.LEAD, kinds.DRAFT_MARK)}
            for one in manuscript.opening
            if (words := _set(text_in(one.text, language)))
        ],
        "contents": text_in(worded("contents"), language) if manuscript.contents else "",
        "beyond": [
            words for one in manuscript.annexes if one.restarts and (words := _set(text_in(one.title, language)))
        ],
    }


def _set(text: str) -> str:
    """Make a text fit to be set: a word of so many letters that it fits no column may be broken anywhere.

    >>> _set("a " + "b" * 30).count(BREAK)
    29
    """
    return LONG_WORD.sub(lambda found: BREAK.join(LETTERS.findall(found[0])), clean(text))


def _lines(lines: Iterable[tuple[Names, Style]], language: str, *, blanks: bool = False) -> list[Data]:
    """Give lines with their styles; with ``blanks`` the room that is left for a number or a day to be filled in stays."""
    return [
        {"text": words, "style": asdict(style)}
        for text, style in lines
        if (words := _with_blanks(text_in(text, language)) if blanks else _set(text_in(text, language)))
    ]


def _with_blanks(text: str) -> str:
    """Keep runs of spaces, which typesetting would make one.

    >>> _with_blanks("No.     -BC/TU").count(NO_BREAK_SPACE)
    5
    """
    return "".join(NO_BREAK_SPACE * len(part) if part.isspace() else clean(part) for part in re.split("( {2,})", text))


def _parts(blocks: Iterable[tuple[bool, Data]]) -> Iterator[Data]:
    """Gather blocks that stand on pages of one side, and of one count of pages."""
    part: Data = {"wide": False, "restarts": False, "blocks": []}
    for wide, block in blocks:
        restarts = block["is"] == RESTART
        if wide != part["wide"] or restarts:
            if part["blocks"] or part["restarts"]:
                yield part
            part = {"wide": wide, "restarts": restarts or (part["restarts"] and not part["blocks"]), "blocks": []}
        if not restarts:
            part["blocks"].append(block)
    yield part


def _kept(blocks: list[tuple[bool, Data]]) -> list[tuple[bool, Data]]:
    """Keep the last texts on the page of the signature that follows them."""
    found = list(blocks)
    for at in range(len(found) - 1, max(len(found) - 1 - LAST_LINES, -1), -1):
        if found[at][1]["is"] not in TEXTS:
            break
        found[at] = (found[at][0], found[at][1] | {"kept": True})
    return found


def _held(form: Form, kept: Kept) -> list[Data]:
    """Say which rows of a form stay on one page, from the first to the last: a heading with what it is over, and both ends.

    >>> from orgmodel.reports.form import FormRow
    >>> rows = [FormRow(("I",), GROUP), *[FormRow(("1",))] * 6]
    >>> form = Form.of("f", (), [()], rows)
    >>> [(one["at"], one["down"], one["breaks"]) for one in _held(form, Kept(1, 5))]
    [(0, 2, False), (2, 6, False)]
    >>> [(one["at"], one["down"], one["breaks"]) for one in _held(form, Kept(3, 2))]
    [(0, 3, False), (3, 2, True), (5, 3, False)]
    """
    roles = [row.role for row in form.rows]
    last = max(len(roles) - kept.last, 0)
    while last and roles[last - 1] == GROUP:
        last -= 1
    first = min(kept.first, last)
    while first and first < last and roles[first - 1] == GROUP:
        first += 1
    found: list[Data] = [{"at": 0, "down": first, "breaks": False}] if first else []
    at = first
    while at < last:
        down, breaks = 1, roles[at] != GROUP
        if breaks:
            while at + down < last and roles[at + down] != GROUP:
                down += 1
        else:
            while at + down < last and roles[at + down - 1] == GROUP:
                down += 1
        found.append({"at": at, "down": down, "breaks": breaks})
        at += down
    found.append({"at": last, "down": len(roles) - last + 1, "breaks": False})  # and what stands beneath
    return [one | {"breaks": one["breaks"] or _has_high(one, kept)} for one in found]


def _has_high(held: Data, kept: Kept) -> bool:
    return any(held["at"] <= at < held["at"] + held["down"] for at in kept.high)


class _Setter:
    """Give the blocks of a manuscript as data for typst, each with whether its page lies on its side."""

    def __init__(self, kind: Typography, language: str) -> None:
        self.kind, self.language, self.tables = kind, language, TableFit(kind.table)
        self.lists: list[tuple[str, tuple[tuple[int, str], ...]]] = []

    def blocks(self, manuscript: kinds.Manuscript) -> Iterator[tuple[bool, Data]]:
        body = list(self._chapters(manuscript.body))
        if manuscript.signature is not None:
            body = [*_kept(body), (False, self._signature(manuscript.signature))]
        yield from body
        yield from self._chapters(manuscript.annexes)
        if self.lists:
            yield False, {"is": "page"}
            outlined = not any(one.restarts for one in manuscript.annexes)
            title = text_in(worded("charts_as_lists"), self.language)
            yield False, {"is": "heading", "level": 1, "text": title, "outlined": outlined}
            for title, lines in self.lists:
                yield False, {"is": "text", "text": title, "bold": True}
                yield (
                    False,
                    {"is": "listing", "lines": [{"depth": depth, "text": _set(text)} for depth, text in lines]},
                )

    def _chapters(self, chapters: Iterable[kinds.Chapter]) -> Iterator[tuple[bool, Data]]:
        """Give chapters one after the other; the first of the annex begins on a page of its own, others go on beneath."""
        for at, chapter in enumerate(chapters):
            self.tables = table_fit(chapter, self.language, self.kind)
            held = [(self._is_wide(one), data) for one in chapter.blocks for data in self._block(one)]
            if chapter.annex:  # a text lies as the table does that it stands over
                shown = [wide for wide, data in held if data["is"] in ("form", "picture")]
                begins = next((place for place, (_, data) in enumerate(held) if data["is"] in ("form", "picture")), 0)
                held = [
                    (shown[0] if shown and place < begins else wide, data) for place, (wide, data) in enumerate(held)
                ]
                if chapter.restarts:
                    yield held[0][0] if held else False, {"is": RESTART}
                elif not at:
                    yield False, {"is": "page"}
            if title := _set(text_in(chapter.title, self.language)):
                wide = held[0][0] if held else False
                yield (
                    wide,
                    {
                        "is": "heading",
                        "level": min(chapter.level, 3),
                        "text": title,
                        "outlined": not chapter.restarts,
                    },
                )
            for place, (wide, data) in enumerate(held):  # what is said of a table stays above it
                above = data["is"] == "remark" and place + 1 < len(held) and held[place + 1][1]["is"] == "form"
                yield wide, data | {"kept": True} if above else data

    def _is_wide(self, one: kinds.Block) -> bool:
        if isinstance(one, kinds.Picture):
            return any(page.width > page.height for page in one.pages(self.language))
        return isinstance(one, Form) and one.wide

    def _block(self, one: kinds.Block) -> Iterator[Data]:
        if isinstance(one, Form):
            yield self._form(one)
        elif isinstance(one, kinds.Picture):
            yield self._picture(one)
        elif isinstance(one, kinds.Statement):
            tail = "; ".join(filter(None, (self._text(text) for text in (one.source, one.figure))))
            yield {
                "is": "statement",
                "kind": self._text(one.kind),
                "text": _set(text_in(one.text, one.language)),
                "tail": tail,
            }
        elif isinstance(one, kinds.PageBreak):
            yield {"is": "page"}
        elif words := self._text(one.text):
            is_ = {kinds.ITEM: "item", kinds.REMARK: "remark"}.get(one.style, "text")
            yield {"is": is_, "text": words, "bold": one.style in (kinds.LEAD, kinds.DRAFT_MARK)}

    def _across(self, *, wide: bool) -> float:
        """Say how wide a page is between its margins, in mm."""
        return PAPER[wide] - (self.kind.top + self.kind.bottom if wide else self.kind.left + self.kind.right)

    def _down(self, *, wide: bool) -> float:
        """Say how high a page is between its margins, in mm."""
        return PAPER[not wide] - (self.kind.left + self.kind.right if wide else self.kind.top + self.kind.bottom)

    def _text(self, text: Names) -> str:
        return _set(text_in(text, self.language))

    def _form(self, form: Form) -> Data:
        room = self._across(wide=form.wide)
        size, shares = fitted(form, self.language, room, self.tables.size, self.kind.face, words=self.tables.words)
        texts = form.texts(self.language)
        unit = self._text(form.unit)
        kept = kept_rows(form, self.language, room, size, shares, self.kind.face)
        return {
            "is": "form",
            "title": _set(text_in(form.title, self.language) if form.attached else form.heading(self.language)),
            "annex": form.annex_name(self.language),
            "attached": self._text(form.attached),
            "unit": text_in(worded("unit_of_measure", {"unit": unit}), self.language) if unit else "",
            "size": size,
            "short": kept.whole,
            "held": [] if kept.whole or not form.rows else _held(form, kept),
            "room": (room, self._down(wide=form.wide)),
            "shares": shares,
            "heads": self._heads(form) if form.rows else [],
            "rows": [
                {
                    "strong": row.role in (GROUP, SUBTOTAL, TOTAL),
                    "high": at in kept.high,
                    "cells": [
                        {
                            "text": _set(texts[at][place]),
                            "figure": form.kind_of(at, place) in FIGURES,
                            "indent": row.level if place == form.set_in(at) else 0,
                            "x": place,
                            "across": across,
                        }
                        for place, across in form.spans(at, self.language)
                    ],
                }
                for at, row in enumerate(form.rows)
            ],
            "none": "" if form.notes else text_in(worded("none"), self.language),
            "notes": [_set(note) for note in self.tables.beneath(form, self.language)],
        }

    def _heads(self, form: Form) -> list[list[Data]]:
        """Give the cells of the head, in one row or in two where neighbours have a name together."""
        columns = form.columns
        words = [self._text(column.heading) for column in columns]
        groups = [self._text(column.group) for column in columns]
        if not any(groups):
            return [[{"x": at, "across": 1, "down": 1, "text": text} for at, text in enumerate(words)]]
        upper: list[Data] = []
        lower: list[Data] = []
        for at, group in enumerate(groups):
            if not group:
                upper.append({"x": at, "across": 1, "down": 2, "text": words[at]})
                continue
            lower.append({"x": at, "across": 1, "down": 1, "text": words[at]})
            if at and groups[at - 1] == group:
                upper[-1]["across"] += 1
            else:
                upper.append({"x": at, "across": 1, "down": 1, "text": group})
        return [upper, lower]

    def _picture(self, one: kinds.Picture) -> Data:
        title, pages = self._text(one.title), []
        for at, page in enumerate(one.pages(self.language)):
            wide = self._is_wide(one)
            across, down = self._across(wide=wide), self._down(wide=wide) - TITLE_ROOM
            width = min(across, down * page.width / page.height, page.width)
            pages.append({"svg": page.svg, "width": width, "alt": _set(page.alternative) or title or "–"})
            if page.listing:
                self.lists.append((one.called(self.language, at), page.listing))
        return {
            "is": "picture",
            "title": title,
            "annex": one.annex_name(self.language),
            "attached": self._text(one.attached),
            "pages": pages,
            "notes": list(filter(None, map(self._text, one.notes))),
        }

    def _signature(self, one: kinds.Signature) -> Data:
        kind = self.kind
        return {
            "is": "signature",
            "recipients_head": text_in(worded("recipients"), self.language),
            "recipients": [self._text(name) for name in one.recipients],
            "lines": _lines([(one.authority, kind.authority), (one.office, kind.authority)], self.language),
            "name": _set(one.name),
        }
