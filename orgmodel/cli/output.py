"""Tables on stdout: text, Markdown, CSV or JSON, with names and cells as data."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.choices import NearChoice

if TYPE_CHECKING:
    from orgmodel.core.csv_habit import CsvHabit

FORMATS = ("text", "json", "csv", "md")
FAMILIES: dict[str, tuple[str, ...]] = {
    "table": ("table",), "records": ("table",), "event": ("event", "operation"), "change": ("event",),
    "certainty": ("certainty",), "operation": ("operation",), "kind": ("relation", "deviation"), "result": ("result",),
    "state": ("applies",), "why": ("no_value",), "field": ("field",),
    "varies": ("axis",),
}  # fmt: skip
"""The families of labels that word the cells of a column."""

format_option = click.option(
    "--format", "style", type=NearChoice(FORMATS), default="text", show_default=True, help="How to print tables."
)


def print_json(value: Any) -> None:
    """Print JSON; an unknown value is null."""
    from orgmodel.cli.console import json_for

    click.echo(json_for(sys.stdout, json_text(value)))


def print_json_parts(items: Iterable[tuple[str, Any]]) -> None:
    """Print the JSON of an object row by row, for what is too large to be held as one text."""
    from orgmodel.cli.console import json_for

    parts = json_parts(items)
    while some := list(islice(parts, 1000)):
        click.echo(json_for(sys.stdout, "".join(some)), nl=False)
    click.echo()


def json_text(value: Any) -> str:
    """Write JSON with one row of a table a line: quick to write, and kind to diff and grep.

    >>> print(json_text({"a": [{"x": 1}, {"x": None}], "b": 2}))
    {
    "a": [
    {"x": 1},
    {"x": null}
    ],
    "b": 2
    }
    """
    return "".join(json_parts(value.items())) if isinstance(value, dict) else _encode(value)


def json_parts(items: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """Write the JSON of :func:`json_text` of an object in parts, so that it need not be held; a list may be an iterator."""
    between = "{\n"
    for key, one in items:
        yield f"{between}{_encode(str(key))}: "
        between = ",\n"
        if not isinstance(one, list | Iterator):
            yield _encode(one)
            continue
        before = "[\n"
        for row in one:
            yield before + _encode(row)
            before = ",\n"
        yield "\n]" if before == ",\n" else "[]"
    yield "{\n\n}" if between == "{\n" else "\n}"


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=str).encode


def say(message: str, language: str, *, err: bool = True) -> None:
    """Print a line in a language, on stderr unless it is a result."""
    from orgmodel.words.messages import message_text

    click.echo(message_text(message, language), err=err)


def print_text(text: str, style: str) -> None:
    """Print a paragraph of results; as Markdown apart from what stands before, and without markup in its names."""
    from orgmodel.words.markup import escaped

    click.echo(f"\n{escaped(text)}" if style == "md" else text)


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    style: str,
    *,
    title: str = "",
    language: str = "",
    habit: CsvHabit | None = None,
) -> None:
    """Print a table in a style; None is shown as nothing, never as 0.

    ``habit`` is how the study writes CSV. With a language a reader sees words for the keys in headings and cells; a program, which asks for CSV, the keys.
    """
    if style == "csv":
        click.echo(_csv(columns, rows, habit), nl=False)
        return
    if language:
        from orgmodel.words.labels import heading
        from orgmodel.words.messages import message_text

        families = [FAMILIES.get(column, ()) for column in columns]
        rows = [[_in_words(cell, known, language) for cell, known in zip(row, families, strict=True)] for row in rows]
        columns = [heading(column, language) for column in columns]
        title = message_text(title, language)
    cells = [[_text(cell) for cell in row] for row in rows]
    if style == "md":
        from orgmodel.words.markup import escaped, table

        click.echo("\n".join([*(["", f"### {escaped(title)}", ""] if title else []), *table(columns, cells)]))
    else:
        click.echo((f"\n{title}\n" if title else "") + _aligned(columns, cells))


def _in_words(cell: Any, families: Sequence[str], language: str) -> Any:
    from orgmodel.words.labels import LABELS, label

    family = next((one for one in families if isinstance(cell, str) and cell in LABELS[one]), None)
    return cell if family is None else label(family, cell, language)


def _text(cell: Any) -> str:
    if cell is None or cell != cell:  # NaN is not equal to itself
        return ""
    if isinstance(cell, float):
        text = f"{Decimal(repr(round(cell, 4))):f}"  # by the digits that it has: .4f writes more of large ones
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text
    return flat(cell)


def flat(cell: Any) -> str:
    """Write a cell as one text: the items of a list with semicolons between, a mapping as JSON.

    >>> flat(["a", "b"]), flat({"authorized": 0.5}), flat("c")
    ('a; b', '{"authorized": 0.5}', 'c')
    """
    if isinstance(cell, list | tuple):
        return "; ".join(map(str, cell))
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict) else str(cell)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], habit: CsvHabit | None) -> str:
    from orgmodel.core.csv_habit import PLAIN
    from orgmodel.io.formulas import guard

    habit = habit or PLAIN
    out = io.StringIO()
    if (sys.stdout.encoding or "").lower().startswith("utf"):  # no other has a BOM
        out.write(habit.first())
    writer = csv.writer(out, lineterminator="\n", delimiter=habit.separator)
    writer.writerow(columns)
    for row in rows:
        texts = (habit.number(_text(cell)) if isinstance(cell, float) else _text(cell) for cell in row)
        writer.writerow([guard(text) for text in texts])
    return out.getvalue()


def width(text: str) -> int:
    """Count the places that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _aligned(columns: Sequence[str], cells: list[list[str]]) -> str:
    lines = [list(columns), *cells]
    widths = [max(width(line[at]) for line in lines) for at in range(len(columns))]
    numeric = [bool(cells) and all(_is_number(line[at]) for line in cells) for at in range(len(columns))]

    def pad(text: str, at: int) -> str:
        gap = " " * (widths[at] - width(text))
        return gap + text if numeric[at] else text + gap

    shown = ["  ".join(pad(text, at) for at, text in enumerate(line)).rstrip() for line in lines]
    rule = "  ".join("-" * one for one in widths)
    return "\n".join([shown[0], rule, *shown[1:]])


def _is_number(text: str) -> bool:
    return text == "" or text.lstrip("≥+-").replace(".", "").replace(",", "").replace("/", "").isdigit()
