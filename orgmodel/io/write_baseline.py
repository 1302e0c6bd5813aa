"""A structure as the CSV tables of a baseline folder: the same structure gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import compress
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, cast

from orgmodel.core.csv_habit import CsvHabit
from orgmodel.core.figures import Estimate, Source
from orgmodel.core.messages import Message
from orgmodel.core.money import amount_text
from orgmodel.core.names import Names
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.quantities import decimals_of
from orgmodel.core.records import NUMBER_UNKNOWN, Members, Quantity
from orgmodel.core.replacing import FileSet
from orgmodel.core.schema import YES, identity_of
from orgmodel.core.structure import Structure
from orgmodel.core.writing import Content, write_all
from orgmodel.io import cells
from orgmodel.io.csv_writing import csv_of_columns
from orgmodel.io.layout import LAYOUTS, NUMBERS, Column, Layout, layouts_of
from orgmodel.io.written_order import Part, in_order

Rows = list[list[str]]
Told = list[tuple[int, Problem]]
"""Warnings with the row of a part that each is of."""
Writer = Callable[[Part, Told], list[list[str]]]
"""What writes a column of a table, with its companions, for a part of the rows."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """Hold how a column is written: the names in the header, what writes it, and what tells sooner whether anything stands there."""

    names: list[str]
    write: Writer
    once: Callable[[Part], list[list[Any]]] | None = None

    def looked(self, part: Part) -> list[list[Any]]:
        """Give for each name what is true where any text stands in a part."""
        return self.write(part, []) if self.once is None else self.once(part)


BASELINE_NAMES = frozenset(f"{layout.table}{suffix}" for layout in LAYOUTS for suffix in (".csv", ".xlsx"))
"""The names of the files that a baseline folder may hold."""

UNKNOWN_NUMBER = "?"
"""What a row of units writes that stands for nobody knows how many."""
_READERS_LOOK_FOR = ("kind", "parent", "value")


def write_baseline(structure: Structure, folder: Path, *, force: bool = False, study: str = "") -> list[Problem]:
    """Write a structure as a baseline folder of CSV tables; what they cannot carry comes back as warnings.

    ``study`` is the text of a study.yaml that is written beside them, and is one of their set.

    They are written by the habit of its study (``terms.csv``). Tables without rows are not written, and ones left in the folder by an earlier writing are removed.
    A text that a spreadsheet would run as a formula is written with an apostrophe before it, which reading takes away.
    Raises ProblemsError, with nothing written, where the folder holds a study or a baseline that was not written so, or
    a table changed since, unless ``force`` lets it be replaced; OSError where the folder cannot be written.
    """
    problems: list[Problem] = []
    files: dict[Path, Content] = {
        folder / f"{one.table}.csv": partial(_write_csv, one, problems, structure.terms.csv)
        for one in written_tables(structure)
    }
    if study:
        files[folder / "study.yaml"] = study.encode()
    write_all(files, force=force, one_set=FileSet("baseline", folder, BASELINE_NAMES))
    return problems


def baseline_files(structure: Structure, problems: list[Problem], habit: CsvHabit) -> dict[str, str]:
    """Give the files of a baseline folder by name, as CSV text by a habit."""
    return {
        f"{one.table}.csv": "".join(csv_of_columns(one.header, one.parts(problems), habit, NUMBERS[one.table]))
        for one in written_tables(structure)
    }


def _write_csv(one: WrittenTable, problems: list[Problem], habit: CsvHabit, file: BinaryIO) -> None:
    parts = csv_of_columns(one.header, one.parts(problems), habit, NUMBERS[one.table])
    file.writelines(text.encode() for text in parts)


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """Hold how a table is written: its header, how many rows, and its rows, made anew as often as they are asked for.

    ``parts`` gives the columns of a few thousand rows at a time, and takes a list to which it adds a warning for what a
    row cannot carry.
    """

    table: str
    header: list[str]
    count: int
    parts: Callable[[list[Problem]], Iterator[list[list[str]]]]

    def rows(self, problems: list[Problem]) -> Iterator[list[str]]:
        """Give the rows one by one."""
        for columns in self.parts(problems):
            yield from map(list, zip(*columns, strict=True))


def baseline_tables(structure: Structure, problems: list[Problem]) -> dict[str, tuple[list[str], Rows]]:
    """Give the header and rows of every table that has any, as docs/grammar.md lists them; ``units`` is always there."""
    return {one.table: (one.header, list(one.rows(problems))) for one in written_tables(structure)}


def written_tables(structure: Structure) -> list[WrittenTable]:
    """Give every table that has rows, ``units`` always; columns in which nothing stands are left out, but for the usual ones."""
    groups = _groups(structure)
    tables: list[WrittenTable] = []
    for layout in layouts_of(structure.terms):
        if layout.table == "member_groups":
            header = ["id", "total", "total_low", "total_high"]
            made = [[name, *_range(Estimate(one[0].source), str)] for name, one in sorted(groups.items())]
            found = WrittenTable("member_groups", header, len(made), partial(_same, made))
        else:
            found = _written(structure, layout, groups)
        if found.count or layout.table == "units":
            tables.append(found)
    return tables


def _same(rows: Rows, _: list[Problem]) -> Iterator[list[list[str]]]:
    yield list(map(list, zip(*rows, strict=True)))


def _written(structure: Structure, layout: Layout, groups: dict[str, dict[int, Estimate]]) -> WrittenTable:
    """Look at the columns of a table once, to find which of them it has, and say how its rows are made."""
    always = {column.name for column in layout.columns if (column.required or column.ranged) and not column.rate}
    always |= set(_READERS_LOOK_FOR)
    languages = set[str]()
    cells = [_writer(layout, column, groups) for column in layout.columns]
    blank = [number for number, one in enumerate(cells) if not always.issuperset(one.names)]
    filled = [[name in always for name in one.names] for one in cells]
    parts = in_order(structure, layout.table)
    for part in parts:
        if layout.names is not None:
            languages.update(code for names in part.distinct(layout.names[1]) for code, _ in names)
        for number in blank:
            for at, texts in enumerate(cells[number].looked(part)):
                filled[number][at] |= any(texts)
        blank = [number for number in blank if not all(filled[number])]
    header = []
    for number, one in enumerate(cells):
        header += [name for name, is_filled in zip(one.names, filled[number], strict=True) if is_filled]
        if layout.names is not None and number == 0:
            header += [f"{layout.names[0]}_{code}" for code in sorted(languages)]

    def columns_of(problems: list[Problem]) -> Iterator[list[list[str]]]:
        for part in parts:
            columns: list[list[str]] = []
            told: Told = []
            for number, (column, one) in enumerate(zip(layout.columns, cells, strict=True)):
                if any(filled[number]) or column.ranged:  # a figure whose range is left out is looked at all the same
                    columns += compress(one.write(part, told), filled[number])
                if layout.names is not None and number == 0:
                    columns += [part.told(layout.names[1], partial(_name_in, code)) for code in sorted(languages)]
            problems += [problem for _, problem in sorted(told, key=itemgetter(0))]
            yield columns

    return WrittenTable(layout.table, header, sum(map(len, parts)), columns_of)


def _groups(structure: Structure) -> dict[str, dict[int, Estimate]]:
    """Find the sums over several party organisations of which every part is here, by name and position."""
    found: dict[str, dict[int, Estimate]] = {}
    for estimate in structure.members.estimates("total").values():
        name = _group(estimate)
        if name and estimate.parts > 1 and estimate.weights is None and not estimate.offset:
            found.setdefault(name, {})[estimate.position] = estimate
    return {name: parts for name, parts in found.items() if len(parts) == parts[min(parts)].parts}


def _group_of(record: Members, groups: dict[str, dict[int, Estimate]]) -> str:
    total = record.total
    name = _group(total) if isinstance(total, Estimate) else ""
    return name if name and total in groups.get(name, {}).values() else ""


def _group(estimate: Estimate) -> str:
    """Name the group whose total an estimate is a part of; empty where it is none."""
    id = estimate.source.id
    return str(id.key) if id.table == "member_groups" and not id.part else ""


def _name_in(language: str, names: Names) -> str:
    found = ""
    for code, text in names:
        if code == language:
            found = text
    return found


def _writer(layout: Layout, column: Column, groups: dict[str, dict[int, Estimate]]) -> _Cells:
    field, name = column.field, column.name
    if column.ranged:
        return _figure_writer(layout, column, groups)
    if field == "total_group":
        if not groups:
            return _Cells([name], lambda part, _: [[""] * len(part)])
        return _Cells([name], lambda part, _: [[_group_of(cast(Members, record), groups) for record in part.records()]])
    if field == "ends":
        return _Cells([name], lambda part, _: [[""] * len(part.rows) + [one.ends for one in part.ended]])
    default = layout.blank(column)
    if column.parse is cells.hundredths:
        text: Callable[[Any], str] = _decimal
    elif column.parse is cells.yes_no:
        text = _yes
    elif column.parse is cells.remainder:
        text = partial(_number_of, default=default)
    elif isinstance(default, int):  # an order of 0, a unit that stands for itself: what a blank cell says
        text = partial(_other_than, default=default)
    else:
        return _Cells([name], lambda part, _: [part.texts(field)], lambda part: [part.distinct(field)])
    return _Cells(
        [name],
        lambda part, _: [part.told(field, text)],
        lambda part: [list(map(text, part.distinct(field)))],
    )


def _figure_writer(layout: Layout, column: Column, groups: dict[str, dict[int, Estimate]]) -> _Cells:
    """Write figures with their ranges: plain numbers as a column, and the uncertain ones one by one."""
    field, usual, of = column.field, _text_of(column), column.of

    def text_of(quantity: str) -> Callable[[int], str]:
        return usual if of is None else partial(amount_text, decimals=decimals_of(of, quantity))

    def write(part: Part, told: Told) -> list[list[str]]:
        if of is None:
            best = part.told(field, lambda figure: "" if figure is None else usual(figure))
        else:
            pairs = zip(part.values(field), part.values("quantity"), strict=True)
            best = ["" if not isinstance(figure, int) else text_of(quantity)(figure) for figure, quantity in pairs]
        columns = [best, [""] * len(best), [""] * len(best)]
        for at, figure in part.estimates(field).items():
            best[at] = ""
            record = part.record(at)
            if isinstance(record, Members) and field == "total" and _group_of(record, groups):
                continue
            told += [(at, problem) for problem in _losses(layout, record, field, figure)]
            quantity = record.quantity if isinstance(record, Quantity) else ""
            for texts, text in zip(columns, _range(figure, text_of(quantity)), strict=True):
                texts[at] = text
        return columns

    def once(part: Part) -> list[list[Any]]:
        if part.estimates(field):
            return write(part, [])
        return [[figure is not None for figure in part.distinct(field)], [], []]

    return _Cells([column.name, f"{column.name}_low", f"{column.name}_high"], write, once)


def _yes(flag: int) -> str:
    return YES[0] if flag else ""


def _other_than(number: int, default: int) -> str:
    return "" if number == default else str(number)


def _number_of(number: int, default: int) -> str:
    """Write how many units a row stands for: nothing where it is one, `?` where nobody knows."""
    return UNKNOWN_NUMBER if number == NUMBER_UNKNOWN else "" if number == default else str(number)


def _text_of(column: Column) -> Callable[[int], str]:
    """Give the writer of a column's numbers."""
    if column.decimals is not None:
        return partial(amount_text, decimals=column.decimals)
    return _decimal if column.parse is cells.hundredths else str


def _range(figure: Estimate, text: Callable[[int], str]) -> list[str]:
    """Write an uncertain figure: its best value and its range, one number where the range is one."""
    ends = [figure.best, figure.low, figure.high]
    if figure.low is None or figure.high is None:  # a table holds no bare bound
        ends[1:] = [None, None]
    if None not in ends and len(set(ends)) == 1 and figure.source.id.table == "member_groups":
        ends[1:] = [None, None]
    return ["" if end is None else text(end) for end in ends]


def _losses(layout: Layout, record: Any, field: str, figure: Estimate) -> Iterator[Problem]:
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
        yield Problem("NOT_CARRIED", message, subject=key, severity=WARNING, table=layout.table, field=field)


def _decimal(hundredths: int) -> str:
    """Write hundredths as a decimal number.

    >>> _decimal(1250), _decimal(100), _decimal(-5)
    ('12.50', '1.00', '-0.05')
    """
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"
