"""Forms that came back, read: each cell that somebody filled in, with its paper and day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from orgmodel.core.characters import nfc
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem
from orgmodel.io.importers.dates import date_of
from orgmodel.io.workbook import cell_text, raw_rows
from orgmodel.io.workbook_package import blank_cell
from orgmodel.words.collecting import FILLED, HIDDEN, WORDS, words

FIGURES = {"posts": ("authorized", "filled", "fte"), "members": ("total",), "quantities": ("value",)}
"""What a form may fill in."""
DAY_FIRST = ("day first",)


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell that somebody filled in: which one, what stood there when the form went out, what is given, and its paper and day."""

    table: str
    key: tuple[str, ...]
    field: str
    stood: tuple[str, str, str]
    given: str
    supplier: str
    paper: str
    day: str
    note: str
    at: Location


def read_form(form: Path, study: str, problems: list[Problem]) -> Iterable[Filled]:
    """Read the rows of a form that are filled in; a value that was not saved, and a row that the form had not, are told."""
    read = raw_rows(form, problems)
    if read is None:
        return
    for sheet, rows in read[0].items():
        texts = [[nfc(cell_text(cell)).strip() for cell in row] for row in rows]
        for language in ("vi", "en"):
            heads = {words(name, language): name for name in (*WORDS,)}
            head = next(
                (at for at, row in enumerate(texts) if {words(name, language) for name in HIDDEN} <= set(row)), None
            )
            if head is not None:
                columns = {heads[text]: place for place, text in enumerate(texts[head]) if text in heads}
                problems += _not_saved(read[1].get(sheet), head, columns, f"{form}[{sheet}]")
                supplier = texts[0][0].partition(": ")[2] if texts[0] else ""
                for at in range(head + 1, len(rows)):
                    one = _row(rows[at], texts[at], columns, (f"{form}[{sheet}]", at + 1), supplier, study, problems)
                    if one is not None:
                        yield one
                return
    message = Message.of("this is no form that orgmodel made: its columns are not there")
    problems.append(Problem("NO_FORM", message, form.name, Location(str(form))))


def _row(
    raw: Sequence[Any],
    texts: Sequence[str],
    columns: Mapping[str, int],
    place: tuple[str, int],
    supplier: str,
    study: str,
    problems: list[Problem],
) -> Filled | None:
    held = {name: texts[at] if at < len(texts) else "" for name, at in columns.items()}
    if not any(held.get(name) for name in FILLED):
        return None
    at = Location(*place, columns["figure"] + 1)
    if not held.get("table"):
        message = Message.of(
            "this row was added to the form, which asks for no such figure; nothing is taken over from it"
        )
        problems.append(Problem("ADDED_ROW", message, location=at, severity="warning"))
        return None
    if held["study"] != study:
        message = Message.of("this form is of the study {other!r}, not of {study!r}", other=held["study"], study=study)
        problems.append(Problem("OTHER_STUDY", message, held["study"], at))
        return None
    if not held["figure"]:
        message = Message.of("a paper or a note stands here without a figure; nothing is taken over")
        problems.append(Problem("NO_FIGURE", message, held["table"], at, "warning"))
        return None
    key: tuple[str, ...] = ()
    stood: tuple[str, ...] = ()
    try:
        key = tuple(map(str, json.loads(held["key"])))
        stood = tuple(held["stood"].split("|"))
        known = held["field"] in FIGURES.get(held["table"], ()) and len(stood) == 3
    except (ValueError, TypeError):
        known = False
    if not known:
        problems.append(
            Problem(
                "NO_FORM",
                Message.of("the hidden columns of this row were changed: send the form again"),
                held["table"],
                at,
            )
        )
        return None
    decimals = held["field"] == "fte" or held["table"] == "quantities"
    given = _figure(raw[columns["figure"]], decimals)
    if given is None:
        told = "{given!r} is no figure: write a number that is not negative"
        if not decimals:
            told = "{given!r} is no figure: write a whole number that is not negative, with no mark between thousands"
        message = Message.of(told, given=held["figure"])
        problems.append(Problem("BAD_VALUE", message, key[0], at))
        return None
    day = ""
    if held.get("day"):
        value = raw[columns["day"]]
        try:
            day = value.isoformat()[:10] if isinstance(value, date | datetime) else date_of(held["day"], DAY_FIRST)
        except ValueError as error:
            problems.append(
                Problem("NOT_A_DATE", Message.of("{error}", error=error), key[0], Location(*place, columns["day"] + 1))
            )
    return Filled(
        held["table"],
        key,
        held["field"],
        (stood[0], stood[1], stood[2]),
        given,
        supplier,
        held.get("paper", ""),
        day,
        held.get("note", ""),
        at,
    )


def _figure(value: Any, decimals: bool) -> str | None:
    """Read a figure as a table writes it, ``12`` or ``12.5``; None where it is none."""
    if isinstance(value, bool):
        return None
    text = cell_text(value).strip().replace("\u00a0", "")
    text = text.replace(",", ".") if decimals else text
    try:
        number = float(text)
    except ValueError:
        return None
    if not 0 <= number <= 10**12 or (not decimals and number != int(number)) or round(number, 2) != number:
        return None
    return str(int(number)) if number == int(number) else f"{number:.2f}".rstrip("0")


def _not_saved(part: Any, head: int, columns: Mapping[str, int], file: str) -> list[Problem]:
    """Tell of cells to be filled in that show something and hold no value: it would be taken for nothing."""
    asked = {columns[name] + 1 for name in FILLED if name in columns}
    blanks = getattr(part, "blanks", ())
    return [
        blank_cell(text, Location(file, row, column))
        for row, column, text in blanks
        if row > head + 1 and column in asked
    ]
