"""The form that goes out to whoever knows: one workbook per supplier, with the cells to fill in, and what stands there now."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from orgmodel.core.names import Names, text_in
from orgmodel.tracking.asked_figures import AskedFigure
from orgmodel.words.collecting import COLUMNS, GUIDE, HIDDEN, SHEET, words
from orgmodel.words.numbers import number

MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
HEAD_ROW = 5
"""The row of the headings, from 0: the guide stands above."""
WIDTHS = {
    "number": 5,
    "unit": 38,
    "what": 42,
    "now": 10,
    "range": 12,
    "src": 26,
    "figure": 14,
    "paper": 30,
    "day": 14,
    "note": 24,
}
LINE = 15
"""The height of a line, in points."""
FILL = "#FFF2CC"
LARGEST = 10**9
LONGEST_STEM = 60


def supplier_forms(
    asked: Iterable[AskedFigure], study: str, language: str, source: Callable[[str], str] = str
) -> dict[str, bytes]:
    """Make the workbook of each supplier, by the stem of its file; figures that nobody is named for stand in one of their own.

    A row is a cell of the baseline. What is to be filled in (the figure, the paper it stands in, its day, a note) is marked
    and unlocked; columns that are hidden say which cell it is and what stood there, so that ``orgmodel collect`` finds it.
    ``source`` words the source of a figure. The same figures give the same bytes.
    """
    by_supplier: dict[Names, list[AskedFigure]] = {}
    for one in asked:
        by_supplier.setdefault(one.supplier, []).append(one)
    found: dict[str, bytes] = {}
    for supplier, rows in by_supplier.items():
        name = text_in(supplier, language) or words("nobody_named", language)
        stem, counter = _stem(name), 1
        while stem.casefold() in {one.casefold() for one in found}:
            counter += 1
            stem = f"{_stem(name)}-{counter}"
        found[stem] = _form(rows, name, study, language, source)
    return found


def _stem(name: str) -> str:
    """Make a file's stem of a supplier's name."""
    kept = "".join(char if char.isalnum() else "-" for char in name)
    return "-".join(filter(None, kept.split("-")))[:LONGEST_STEM].strip("-") or "form"


def _form(rows: Sequence[AskedFigure], supplier: str, study: str, language: str, source: Callable[[str], str]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(
            {"created": MADE, "author": "orgmodel", "title": f"{words('title', language)}: {supplier}"[:255]}
        )
        sheet = book.add_worksheet(SHEET[language == "en"])
        looks = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "guide": book.add_format({"text_wrap": False}),
            "head": book.add_format(
                {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#E7E6E6"}
            ),
            "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "right": book.add_format({"border": 1, "valign": "top", "align": "right"}),
            "fill": book.add_format(
                {"border": 1, "valign": "top", "text_wrap": True, "bg_color": FILL, "locked": False, "num_format": "@"}
            ),
            "number": book.add_format({"border": 1, "valign": "top", "bg_color": FILL, "locked": False}),
        }
        sheet.write_string(0, 0, f"{words('title', language)}: {supplier}", looks["title"])
        for at, line in enumerate(GUIDE):
            sheet.write_string(1 + at, 0, line[language == "en"], looks["guide"])
        for at, name in enumerate((*COLUMNS, *HIDDEN)):
            sheet.write_string(HEAD_ROW, at, words(name, language), looks["head"])
            sheet.set_column(at, at, WIDTHS.get(name, 8), None, {"hidden": name in HIDDEN})
        for at, one in enumerate(rows, 1):
            _row(sheet, HEAD_ROW + at, at, one, looks, study, language, source)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        sheet.freeze_panes(HEAD_ROW + 1, 3)
        sheet.set_row(HEAD_ROW, 2 * LINE)
        sheet.repeat_rows(HEAD_ROW)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
    return stream.getvalue()


def _row(
    sheet: Any,
    at: int,
    count: int,
    one: AskedFigure,
    looks: dict[str, Any],
    study: str,
    language: str,
    source: Callable[[str], str],
) -> None:
    ranged = one.low is not None and one.high is not None and one.low != one.high
    texts = {
        "number": str(count),
        "unit": text_in(one.unit, language),
        "what": text_in(one.what, language),
        "now": words("unknown", language) if one.value is None else number(one.value, language),
        "range": f"{number(one.low, language)}–{number(one.high, language)}" if ranged else "",
        "src": source(one.src),
    }
    lines = max(-(-len(text) // (WIDTHS[name] - 1)) for name, text in texts.items())
    sheet.set_row(at, LINE * max(lines, 1))
    for place, name in enumerate(COLUMNS):
        if name in texts:
            sheet.write_string(at, place, texts[name], looks["right" if name in ("now", "range", "number") else "cell"])
        else:
            sheet.write_blank(at, place, None, looks["number" if name == "figure" else "fill"])
    rule = {"validate": "decimal" if one.places else "integer", "criteria": "between", "minimum": 0, "maximum": LARGEST}
    rule |= {
        "ignore_blank": True,
        "error_title": words("figure", language)[:32],
        "error_message": words("not_a_figure", language)[:255],
    }
    sheet.data_validation(at, COLUMNS.index("figure"), at, COLUMNS.index("figure"), rule)
    key = [one.figure.key] if isinstance(one.figure.key, str) else list(one.figure.key)
    hidden = (study, one.figure.table, json.dumps(key, ensure_ascii=False), one.figure.field, _stood(one))
    for place, text in enumerate(hidden, len(COLUMNS)):
        sheet.write_string(at, place, text, looks["cell"])


def _stood(one: AskedFigure) -> str:
    """Write what stood in the cell when the form went out, its range beside it."""
    return "|".join(
        "" if end is None else f"{end:g}" if end != int(end) else str(int(end))
        for end in (one.value, one.low, one.high)
    )
