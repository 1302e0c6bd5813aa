"""A structure as the CSV tables of a baseline folder: the same structure gives the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from orgmodel.core.figures import Estimate, Figure, Source
from orgmodel.core.messages import Message
from orgmodel.core.money import amount_text
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.quantities import decimals_of
from orgmodel.core.queries import RANK_ORDER
from orgmodel.core.records import NUMBER_UNKNOWN, Ended, Members
from orgmodel.core.replacing import FileSet
from orgmodel.core.schema import KEY_FIELDS, YES, identity_of
from orgmodel.core.structure import Structure
from orgmodel.core.tables import AT_ONCE
from orgmodel.core.writing import Content, write_all
from orgmodel.io import cells
from orgmodel.io.formulas import guard
from orgmodel.io.layout import LAYOUTS, Column, Layout, layouts_of

Rows = list[list[str]]
Writer = Callable[[Any], list[str]]

BASELINE_NAMES = frozenset(f"{layout.table}{suffix}" for layout in LAYOUTS for suffix in (".csv", ".xlsx"))
"""The names of the files that a baseline folder may hold."""

UNKNOWN_NUMBER = "?"
"""What a row of units writes that stands for nobody knows how many."""
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
    files: dict[Path, Content] = {
        folder / f"{one.table}.csv": partial(_write_csv, one, problems) for one in written_tables(structure)
    }
    if study:
        files[folder / "study.yaml"] = study.encode()
    write_all(files, force=force, one_set=FileSet("baseline", folder, BASELINE_NAMES))
    return problems


def baseline_files(structure: Structure, problems: list[Problem]) -> dict[str, str]:
    """Give the files of a baseline folder by name, as CSV text."""
    return {f"{one.table}.csv": csv_text(one.header, one.rows(problems)) for one in written_tables(structure)}


def _write_csv(one: WrittenTable, problems: list[Problem], file: BinaryIO) -> None:
    file.writelines(text.encode() for text in csv_parts(one.header, one.rows(problems)))


def csv_text(header: list[str], rows: Iterable[list[str]]) -> str:
    r"""Write a table as CSV text, guarded against formulas.

    >>> csv_text(["id", "note"], [["a", "=1"]])
    "id,note\na,'=1\n"
    """
    return "".join(csv_parts(header, rows))


def csv_parts(header: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """Write a table as CSV text, a few thousand rows at a time."""
    lines = chain([header], rows)
    while part := list(islice(lines, AT_ONCE)):
        text = _plain_csv(part)
        if _MAY_RUN.search(text):  # most tables hold nothing to guard, and looking at the text once is quick
            text = _plain_csv([[guard(cell) for cell in row] for row in part])
        yield text


def _plain_csv(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """Hold how a table is written: its header, how many rows, and its rows, made anew as often as they are asked for.

    ``rows`` takes a list to which it adds a warning for what a row cannot carry.
    """

    table: str
    header: list[str]
    count: int
    rows: Callable[[list[Problem]], Iterator[list[str]]]


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
            made = [[name, *_figure(Estimate(one[0].source), str)] for name, one in sorted(groups.items())]
            found = WrittenTable("member_groups", header, len(made), partial(_same, made))
        else:
            found = _written(structure, layout, groups)
        if found.count or layout.table == "units":
            tables.append(found)
    return tables


def _same(rows: Rows, _: list[Problem]) -> Iterator[list[str]]:
    return iter(rows)


def _written(structure: Structure, layout: Layout, groups: dict[str, dict[int, Estimate]]) -> WrittenTable:
    """Look at the records of a table once, to find which columns it has, and say how its rows are made."""
    always = {column.name for column in layout.columns if (column.required or column.ranged) and not column.rate}
    always |= set(_READERS_LOOK_FOR)
    languages, count = set[str](), 0
    cells = [_writer(layout, column, groups, []) for column in layout.columns]
    blank = [number for number, (names, _) in enumerate(cells) if not always.issuperset(names)]
    filled = [[name in always for name in names] for names, _ in cells]
    records = _ordered(structure, layout.table)
    while part := list(islice(records, AT_ONCE)):
        count += len(part)
        if layout.names is not None:
            languages.update(code for record in part for code, _ in getattr(_living(record), layout.names[1]))
        for number in blank:
            write = cells[number][1]
            for at, texts in enumerate(zip(*map(write, part), strict=True)):
                filled[number][at] |= any(texts)
        blank = [number for number in blank if not all(filled[number])]
    header = []
    for number, (names, _) in enumerate(cells):
        header += [name for name, is_filled in zip(names, filled[number], strict=True) if is_filled]
        if layout.names is not None and number == 0:
            header += [f"{layout.names[0]}_{code}" for code in sorted(languages)]
    kept = [[at for at, is_filled in enumerate(one) if is_filled] for one in filled]

    def rows(problems: list[Problem]) -> Iterator[list[str]]:
        writers: list[tuple[Writer, list[int] | None]] = []
        for number, column in enumerate(layout.columns):
            names, write = _writer(layout, column, groups, problems)
            if kept[number] or column.ranged:  # a figure whose range is left out is looked at all the same
                writers.append((write, kept[number] if len(kept[number]) < len(names) else None))
            if layout.names is not None and number == 0:
                writers.append((_names(layout.names[1], sorted(languages)), None))
        for record in _ordered(structure, layout.table):
            row: list[str] = []
            for write, some in writers:
                texts = write(record)
                row += texts if some is None else [texts[at] for at in some]
            yield row

    return WrittenTable(layout.table, header, count, rows)


def _groups(structure: Structure) -> dict[str, dict[int, Estimate]]:
    """Find the sums over several party organisations of which every part is here, by name and position."""
    found: dict[str, dict[int, Estimate]] = {}
    for estimate in structure.members.estimates("total").values():
        name = _group(estimate)
        if name and estimate.parts > 1 and estimate.weights is None and not estimate.offset:
            found.setdefault(name, {})[estimate.position] = estimate
    return {name: parts for name, parts in found.items() if len(parts) == parts[min(parts)].parts}


def _ordered(structure: Structure, table: str) -> Iterator[Any]:
    """List the records of a table in an order that a reader can follow and that does not depend on their rows."""
    rows = structure.table(table)
    if table == "units":
        charted = structure.tree.order.tolist()
        left = set(rows.rows()).difference(charted)
        yield from rows.each(charted)
        yield from sorted(rows.records(sorted(left)), key=lambda one: one.key)
        yield from sorted(structure.table("ended"), key=lambda one: one.key)
    elif table == "posts":
        yield from rows.each(_posts_in_order(structure).tolist())
    else:
        records: list[Any] = rows.records(list(rows.rows()))
        yield from sorted(
            records, key=lambda record: tuple(getattr(record, field) or "" for field in KEY_FIELDS[table])
        )


def _posts_in_order(structure: Structure) -> Any:
    """List the rows of posts in the order of the chart, within a unit as its posts stand; those of no unit in it last, by its id."""
    import numpy as np

    posts, order = structure.posts, structure.tree.order
    live = np.flatnonzero(posts.live)
    place = np.full(structure.units.size + 1, len(order), dtype=np.int64)  # the last is of no unit
    place[order] = np.arange(len(order))
    places, units = place[structure.post_unit[live]], posts.column("unit")[live]
    apart = np.zeros(len(live), dtype=np.int64)
    outside = places == len(order)
    if outside.any():
        codes, numbers = np.unique(units[outside], return_inverse=True)
        texts = [str(structure.strings.value(code)) for code in codes.tolist()]
        by_text = np.empty(len(texts), dtype=np.int64)
        by_text[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
        apart[outside] = by_text[numbers]
    codes, numbers = np.unique(posts.column("rank")[live], return_inverse=True)
    ranks = np.array([RANK_ORDER.get(structure.strings.value(code), 9) for code in codes.tolist()], dtype=np.int64)
    keys = (posts.id_ranks()[live], posts.column("order")[live], ranks[numbers], apart, places)
    return live[np.lexsort(keys)]


def _group_of(record: Members, groups: dict[str, dict[int, Estimate]]) -> str:
    total = record.total
    name = _group(total) if isinstance(total, Estimate) else ""
    return name if name and total in groups.get(name, {}).values() else ""


def _group(estimate: Estimate) -> str:
    """Name the group whose total an estimate is a part of; empty where it is none."""
    id = estimate.source.id
    return str(id.key) if id.table == "member_groups" and not id.part else ""


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
    return UNKNOWN_NUMBER if number == NUMBER_UNKNOWN else "" if number == default else str(number)


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
