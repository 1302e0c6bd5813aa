"""A structure as the CSV tables of a baseline folder: the same structure gives the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from orgmodel.core.figures import Estimate, Figure, Source
from orgmodel.core.messages import Message
from orgmodel.core.money import amount_text
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.quantities import decimals_of
from orgmodel.core.queries import post_order
from orgmodel.core.records import NUMBER_UNKNOWN, Ended, Members
from orgmodel.core.replacing import FileSet
from orgmodel.core.schema import KEY_FIELDS, YES, identity_of
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_all
from orgmodel.io import cells
from orgmodel.io.formulas import guard
from orgmodel.io.layout import LAYOUTS, Column, Layout, layouts_of

Rows = list[list[str]]
Writer = Callable[[Any], list[str]]

BASELINE_NAMES = frozenset(f"{layout.table}{suffix}" for layout in LAYOUTS for suffix in (".csv", ".xlsx"))
"""The names of the files that a baseline folder may hold."""

_READERS_LOOK_FOR = ("kind", "parent", "value")
_MAY_RUN = re.compile("(?:^|,)\"?'*[=+\\-@\t\r]", re.MULTILINE)


def write_baseline(structure: Structure, folder: Path, *, force: bool = False, study: str = "") -> list[Problem]:
    """Write a structure as a baseline folder of CSV tables; what they cannot carry comes back as warnings.

    ``study`` is the text of a study.yaml that is written beside them, and is one of their set.

    Tables without rows are not written, and ones left in the folder by an earlier writing are removed.
    A text that a spreadsheet would run as a formula is written with an apostrophe before it, which reading takes away.
    Raises ProblemsError, with nothing written, where the folder holds a study or a baseline that was not written so, or
    a table changed since, unless ``force`` lets it be replaced; OSError where the folder cannot be written.
    """
    problems: list[Problem] = []
    files = {folder / name: text.encode() for name, text in baseline_files(structure, problems).items()}
    if study:
        files[folder / "study.yaml"] = study.encode()
    write_all(files, force=force, one_set=FileSet("baseline", folder, BASELINE_NAMES))
    return problems


def baseline_files(structure: Structure, problems: list[Problem]) -> dict[str, str]:
    """Give the files of a baseline folder by name, as CSV text."""
    tables = baseline_tables(structure, problems)
    return {f"{table}.csv": csv_text(header, rows) for table, (header, rows) in tables.items()}


def csv_text(header: list[str], rows: Iterable[list[str]]) -> str:
    r"""Write a table as CSV text, guarded against formulas.

    >>> csv_text(["id", "note"], [["a", "=1"]])
    "id,note\na,'=1\n"
    """
    lines = list(rows)
    text = _plain_csv(header, lines)
    if _MAY_RUN.search(text):  # most tables hold nothing to guard, and looking at the text once is quick
        text = _plain_csv(header, [[guard(cell) for cell in row] for row in lines])
    return text


def _plain_csv(header: list[str], rows: list[list[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def baseline_tables(structure: Structure, problems: list[Problem]) -> dict[str, tuple[list[str], Rows]]:
    """Give the header and rows of every table that has any, as docs/grammar.md lists them; ``units`` is always there."""
    groups = _groups(structure)
    tables: dict[str, tuple[list[str], Rows]] = {}
    for layout in layouts_of(structure.terms):
        if layout.table == "member_groups":
            header = ["id", "total", "total_low", "total_high"]
            rows = [[name, *_figure(Estimate(one[0].source), str)] for name, one in sorted(groups.items())]
        else:
            header, rows = _table(layout, _ordered(structure, layout.table), groups, problems)
        if rows or layout.table == "units":
            always = {
                column.name for column in layout.columns if (column.required or column.ranged) and not column.rate
            }
            tables[layout.table] = _without_blank_columns(header, rows, always.union(_READERS_LOOK_FOR))
    return tables


def _groups(structure: Structure) -> dict[str, dict[int, Estimate]]:
    """Find the sums over several party organisations of which every part is here, by name and position."""
    found: dict[str, dict[int, Estimate]] = {}
    for estimate in structure.members.estimates("total").values():
        name = _group(estimate)
        if name and estimate.parts > 1 and estimate.weights is None and not estimate.offset:
            found.setdefault(name, {})[estimate.position] = estimate
    return {name: parts for name, parts in found.items() if len(parts) == parts[min(parts)].parts}


def _ordered(structure: Structure, table: str) -> list[Any]:
    """List the records of a table in an order that a reader can follow and that does not depend on their rows."""
    rows = structure.table(table)
    if table == "units":
        charted = structure.tree.order.tolist()
        left = set(rows.rows()).difference(charted)
        apart = sorted(rows.records(sorted(left)), key=lambda one: one.key)
        return [*rows.records(charted), *apart, *sorted(structure.table("ended"), key=lambda one: one.key)]
    records: list[Any] = rows.records(list(rows.rows()))
    if table == "posts":
        order = structure.tree.order.tolist()
        ids = structure.units.column("id")
        place = {structure.strings.value(ids[row]): number for number, row in enumerate(order)}
        return sorted(records, key=lambda post: (place.get(post.unit, len(place)), post.unit, post_order(post)))
    records.sort(key=lambda record: tuple(getattr(record, field) or "" for field in KEY_FIELDS[table]))
    return records


def _group_of(record: Members, groups: dict[str, dict[int, Estimate]]) -> str:
    total = record.total
    name = _group(total) if isinstance(total, Estimate) else ""
    return name if name and total in groups.get(name, {}).values() else ""


def _group(estimate: Estimate) -> str:
    """Name the group whose total an estimate is a part of; empty where it is none."""
    id = estimate.source.id
    return str(id.key) if id.table == "member_groups" and not id.part else ""


def _table(
    layout: Layout, records: list[Any], groups: dict[str, dict[int, Estimate]], problems: list[Problem]
) -> tuple[list[str], Rows]:
    header: list[str] = []
    writers: list[Writer] = []
    for column in layout.columns:
        names, write = _writer(layout, column, groups, problems)
        header += names
        writers.append(write)
        if layout.names is not None and column is layout.columns[0]:
            prefix, field = layout.names
            languages = sorted({code for record in records for code, _ in getattr(_living(record), field)})
            header += [f"{prefix}_{code}" for code in languages]
            writers.append(_names(field, languages))
    return header, [[cell for write in writers for cell in write(record)] for record in records]


def _living(record: Any) -> Any:
    return record.unit if isinstance(record, Ended) else record


def _names(field: str, languages: list[str]) -> Writer:
    def write(record: Any) -> list[str]:
        texts = dict(getattr(_living(record), field))
        return [texts.get(code, "") for code in languages]

    return write


def _writer(
    layout: Layout, column: Column, groups: dict[str, dict[int, Estimate]], problems: list[Problem]
) -> tuple[list[str], Writer]:
    field, name = column.field, column.name
    if column.ranged:
        usual = _text_of(column)

        def write_figure(record: Any) -> list[str]:
            figure = getattr(record, field)
            text = usual
            if column.of is not None:
                text = partial(amount_text, decimals=decimals_of(column.of, record.quantity))
            if isinstance(figure, Estimate):
                if layout.table == "members" and field == "total" and _group_of(record, groups):
                    return ["", "", ""]
                _note_loss(layout, record, field, figure, problems)
            return _figure(figure, text)

        return [name, f"{name}_low", f"{name}_high"], write_figure
    if field == "total_group":
        return [name], lambda record: [_group_of(record, groups)]
    if field == "ends":
        return [name], lambda record: [record.ends if isinstance(record, Ended) else ""]
    if column.parse is cells.hundredths:
        return [name], lambda record: [_decimal(getattr(record, field))]
    if column.parse is cells.yes_no:
        return [name], lambda record: [YES[0] if getattr(record, field) else ""]
    default = layout.blank(column)
    if column.parse is cells.remainder:
        return [name], lambda record: [_number_of(getattr(_living(record), field), default)]
    if isinstance(default, int):  # an order of 0, a unit that stands for itself: what a blank cell says
        return [name], lambda record: [
            "" if getattr(_living(record), field) == default else str(getattr(_living(record), field))
        ]
    return [name], lambda record: [getattr(_living(record), field) or ""]


def _number_of(number: int, default: int) -> str:
    """Write how many units a row stands for: nothing where it is one, `?` where nobody knows."""
    return "?" if number == NUMBER_UNKNOWN else "" if number == default else str(number)


def _text_of(column: Column) -> Callable[[int], str]:
    """Give the writer of a column's numbers."""
    if column.decimals is not None:
        return partial(amount_text, decimals=column.decimals)
    return _decimal if column.parse is cells.hundredths else str


def _figure(figure: Figure, text: Callable[[int], str]) -> list[str]:
    """Write a figure with its range; blank where it is missing, and one number where the range is one."""
    if figure is None:
        return ["", "", ""]
    if isinstance(figure, int):
        return [text(figure), "", ""]
    ends = [figure.best, figure.low, figure.high]
    if figure.low is None or figure.high is None:  # a table holds no bare bound
        ends[1:] = [None, None]
    if None not in ends and len(set(ends)) == 1 and figure.source.id.table == "member_groups":
        ends[1:] = [None, None]
    return ["" if end is None else text(end) for end in ends]


def _note_loss(layout: Layout, record: Any, field: str, figure: Estimate, problems: list[Problem]) -> None:
    """Warn of an estimate that a cell cannot tell whole: a part of a figure of another record, or a bare bound."""
    source = Source(identity_of(record, field), figure.source.low, figure.source.best, figure.source.high)
    key = getattr(record, layout.columns[0].field)
    message = ""
    if figure != Estimate(source):
        origin = figure.source.id
        what = (
            Message.of("is a share of {origin}, or has more or less", origin=origin)
            if origin == source.id
            else Message.of("comes from {origin}", origin=origin)
        )
        message = Message.of(
            "{field} of {key!r} {what}; the table holds its range and not where it comes from",
            field=field,
            key=key,
            what=what,
        )
    elif figure.low is None or figure.high is None:
        message = Message.of(
            "{field} of {key!r} has one end of its range alone, which the table cannot hold", field=field, key=key
        )
    if message:
        problems.append(Problem("NOT_CARRIED", message, subject=key, severity=WARNING, table=layout.table, field=field))


def _decimal(hundredths: int) -> str:
    """Write hundredths as a decimal number.

    >>> _decimal(1250), _decimal(100), _decimal(-5)
    ('12.50', '1.00', '-0.05')
    """
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def _without_blank_columns(header: list[str], rows: Rows, always: set[str]) -> tuple[list[str], Rows]:
    """Leave out the columns in which nothing stands, but for those that are always there."""
    keep = [index for index, name in enumerate(header) if name in always or any(row[index] for row in rows)]
    return [header[index] for index in keep], [[row[index] for index in keep] for row in rows]
