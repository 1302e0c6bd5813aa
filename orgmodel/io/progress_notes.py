"""What people write of the steps of a study between two progress reports: a CSV that they edit, kept row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, errors
from orgmodel.io.csv_writing import csv_text
from orgmodel.io.delimited import read_csv
from orgmodel.io.formulas import unguard
from orgmodel.scenario.elements import ProgressNote

COLUMNS = ("step", "title", "result", "difficulties", "recommendations")
"""The columns: the step's id and title, and what people write."""


def read_progress_notes(path: Path) -> dict[str, ProgressNote]:
    """Read what people wrote, by step; nothing where there is no file yet. Raises ProblemsError for what is no such table."""
    if not path.exists():
        return {}
    problems: list[Problem] = []
    sheet = read_csv(path, problems, COLUMNS)
    if sheet is None or errors(problems):
        raise ProblemsError(problems)
    if "step" not in sheet.header:
        message = Message.of("the table of progress has the columns {columns}; {name!r} is missing", columns=", ".join(COLUMNS), name="step")  # fmt: skip
        raise ProblemsError([Problem("MISSING_COLUMN", message, location=sheet.at(-1))])
    found: dict[str, ProgressNote] = {}
    texts = {name: [*column] if (column := sheet.column(name)) is not None else [""] * sheet.size for name in COLUMNS}
    for row in range(sheet.size):
        step = unguard(texts["step"][row])
        if step in found:
            raise ProblemsError([Problem("DUPLICATE", Message.of("step {step!r} has two rows", step=step), step, sheet.at(row, "step"))])  # fmt: skip
        found[step] = ProgressNote(step, *(unguard(texts[name][row]) for name in COLUMNS[2:]))
    return found


def progress_notes_text(
    steps: Iterable[tuple[str, str]], notes: Mapping[str, ProgressNote], habit: CsvHabit = PLAIN
) -> str:
    """Write the table anew: a row for every step (its id and title) with what people wrote, then rows of steps that are no more.

    >>> print(progress_notes_text([("a", "Step A")], {"b": ProgressNote("b", "done")}), end="")
    step,title,result,difficulties,recommendations
    a,Step A,,,
    b,,done,,
    """
    titles = dict(steps)
    rows = []
    for step in dict.fromkeys((*titles, *notes)):
        note = notes.get(step, ProgressNote(step))
        rows.append([step, titles.get(step, ""), note.result, note.difficulties, note.recommendations])
    return csv_text([*COLUMNS], rows, habit)
