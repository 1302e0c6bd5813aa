"""The report of the study set as Word, Excel and PDF, beside python-docx, XlsxWriter and typst with the same tables and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.rows import FULL, TINY, paired, row, same, seconds
from orgmodel import api
from orgmodel.core.names import text_in
from orgmodel.reports.cells import FIGURES, TEXT
from orgmodel.reports.form import Form
from orgmodel.reports.manuscript import Manuscript, Picture
from orgmodel.reports.papers import papers_of
from orgmodel.reports.write import WRITERS

STUDY = Path(__file__).parents[1] / "scenarios" / "ha-tinh-2022"
READ = {FULL: STUDY, TINY: STUDY / "2.5-actual-2023.yaml"}
LANGUAGE = "vi"
TIMES = {FULL: 5, TINY: 1}
LIMIT = 3
"""So many times what its library takes for the tables alone a report may take, with all that stands around them."""

REMEMBERED = 12
"""So many runs of typst, and it remembers none of those before."""

Table = tuple[str, list[str], list[list[Any]]]
"""A title, headings, and rows of texts, of numbers where a workbook has these."""


def tables(report: Manuscript, *, typed: bool = False) -> list[Table]:
    """Give the tables of a report as lists."""
    found: list[Table] = []
    for form in report.forms():
        heads = [text_in(column.heading, LANGUAGE) for column in form.columns]
        texts: list[list[Any]] = [[*line] for line in form.texts(LANGUAGE)]
        for at, line in enumerate(texts if typed else ()):
            for place in range(len(line)):
                number = form.number(at, place)
                if number is not None and form.kind_of(at, place) in FIGURES:
                    line[place] = number
        found.append((form.heading(LANGUAGE), heads, texts))
    return found


def bare_word(given: list[Table]) -> bytes:
    """Set tables by python-docx."""
    from docx import Document

    document: Any = Document()
    for title, heads, lines in given:
        document.add_paragraph(title)
        table = document.add_table(1 + len(lines), len(heads), style="Table Grid")
        for one, texts in zip(table.rows, [heads, *lines], strict=True):
            for cell, text in zip(one.cells, texts, strict=True):
                cell.text = text
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def bare_workbook(given: list[Table]) -> bytes:
    """Set tables by XlsxWriter, a sheet each."""
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        for title, heads, lines in given:
            sheet = book.add_worksheet()
            sheet.write(0, 0, title)
            for at, cells in enumerate([heads, *lines], 1):
                for place, cell in enumerate(cells):
                    sheet.write(at, place, cell)
    return stream.getvalue()


SOURCE = b"""#let tables = json(bytes(sys.inputs.data))
#for one in tables {
  par(one.at(0))
  table(columns: one.at(1).len(), table.header(..one.at(1)), ..one.at(2).flatten())
}"""


def bare_pdf(given: list[Table]) -> bytes:
    """Set tables by typst."""
    import typst

    made: Any = typst.compile(SOURCE, format="pdf", sys_inputs={"data": json.dumps(given, ensure_ascii=False)})
    return bytes(made)


def forgotten() -> None:
    """Let typst forget what it set before: it keeps what its last ten runs made, and would give a same document from memory."""
    import typst

    for _ in range(REMEMBERED):
        typst.compile(b"-", format="pdf")


def words_of(data: bytes, suffix: str) -> set[str]:
    """Read the texts of a file again: of its cells, or of a PDF its words."""
    if suffix == ".docx":
        from docx import Document

        tables_read: Any = Document(BytesIO(data)).tables
        return {cell.text for table in tables_read for one in table.rows for cell in one.cells}
    if suffix == ".xlsx":
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
        return {str(cell) for sheet in sheets for line in sheet for cell in line}
    from pypdf import PdfReader

    return {"".join(re.sub(r"[\s\u200b]+", "", page.extract_text()) for page in PdfReader(BytesIO(data)).pages)}


def cells_found(report: Manuscript, data: bytes, suffix: str) -> int:
    """Count the cells of words whose text stands in a file."""
    words = words_of(data, suffix)
    whole = "".join(words) if suffix == ".pdf" else ""
    texts = [
        text
        for form in report.forms()
        for at, line in enumerate(form.texts(LANGUAGE))
        for place, text in enumerate(line)
        if form.kind_of(at, place) == TEXT and text
    ]
    if suffix == ".pdf":  # a cell may turn the page between two of its words
        return sum(all(word in whole for word in text.split()) for text in texts)
    return sum(text in words for text in texts)


def again(one: Manuscript) -> Manuscript:
    """Make the same manuscript, of forms that no writer has seen."""
    chapters = (
        replace(chapter, blocks=tuple(replace(block) if isinstance(block, Form) else block for block in chapter.blocks))
        for chapter in one.chapters
    )
    return replace(one, chapters=tuple(chapters))


def report(size: str) -> list[dict[str, Any]]:
    """Set the report without its charts in each format, once its tables and sentences are made."""
    comparison = api.compare_all(api.read_outcomes([READ[size]]), language=LANGUAGE)
    _ = comparison.measures, comparison.units
    taken, (made,) = seconds(lambda _: papers_of(comparison, ("report",)))
    plain = replace(made, chapters=tuple(
        replace(one, blocks=tuple(block for block in one.blocks if not isinstance(block, Picture)))
        for one in made.chapters
    ))  # fmt: skip
    texts, typed = tables(plain), tables(plain, typed=True)
    count = sum(len(lines) for _, _, lines in texts)
    work = f"report of a study ({len(texts)} tables of {count} rows together, and what stands around them)"
    rows = []
    for suffix, name, library, bare in (
        (".docx", "Word", "python-docx", lambda: bare_word(texts)),
        (".xlsx", "Excel", "XlsxWriter", lambda: bare_workbook(typed)),
        (".pdf", "PDF", "typst", lambda: bare_pdf(texts)),
    ):
        WRITERS[suffix](plain, LANGUAGE)  # both sides have their libraries and fonts
        bare()
        fresh = [plain]  # of each run its own: nothing worked out for one serves the next

        def anew() -> None:
            fresh[0] = again(plain)  # noqa: B023

        (ours, data), (theirs, other) = paired(
            lambda: WRITERS[suffix](fresh[0], LANGUAGE),  # noqa: B023
            bare,
            times=TIMES[size],
            before=anew,
            between=forgotten if suffix == ".pdf" else lambda: None,
        )
        same(*(cells_found(plain, one, suffix) for one in (data, other)), f"cells in the {name} file")
        rows.append(
            row(
                f"{work} set in {name}",
                f"{library} with the same tables alone",
                ours,
                theirs,
                "s",
                target=1 / LIMIT,
                size=size,
            )
        )
    both = [sum(one[side] for one in rows) for side in ("ours", "theirs")]
    together = f"{work} set in Word, Excel and PDF together"
    rows.append(
        row(together, "the three libraries with the same tables alone", *both, "s", target=1 / LIMIT, size=size)
    )
    rows.append(
        row(f"{work} made of a comparison", "setting it in Word, Excel and PDF", taken, both[0], "s", target=None, size=size)
    )  # fmt: skip
    return rows


ROWS = (report,)
