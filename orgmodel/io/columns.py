"""A sheet of texts to the columns of one table: headers, numbers, dates, ranges, each problem with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.core.figures import Estimate, FigureId, Source
from orgmodel.core.messages import Message
from orgmodel.core.names import Names
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.core.schema import KEY_FIELDS
from orgmodel.io.layout import Column, Layout
from orgmodel.io.sheet import Sheet


@dataclass
class Part:
    """Hold one table as columns by record field, and the sheet that it came from.

    ``rows`` gives the sheet's row of each row here, where some were left out; None: the same.
    """

    layout: Layout
    sheet: Sheet
    fields: dict[str, Categorical]
    rows: list[int] | None = None

    def at(self, row: int, field: str) -> Location:
        """Give the place of a field of a row."""
        row = self.rows[row] if self.rows is not None and row >= 0 else row
        return self.sheet.at(row, self.layout.column_of(field, self.sheet.header))

    def get(self, field: str, default: Any = "") -> Categorical:
        """Give a column, or one filled with a default where the table lacks it."""
        return self.fields[field] if field in self.fields else Categorical.constant(default, self.sheet.size)


def read_columns(sheet: Sheet, layout: Layout, problems: list[Problem]) -> Part:
    """Turn a sheet into columns by field; a cell that cannot be read counts as blank and is a problem."""
    _check_header(sheet, layout, problems)
    part = Part(layout, sheet, {})
    for column in layout.columns:
        texts = sheet.column(column.name)
        if texts is None:
            if column.required or column.ranged or column.field in dict(layout.blanks):
                part.fields[column.field] = Categorical.constant(layout.blank(column), sheet.size)
            continue
        part.fields[column.field] = _values(sheet, layout, column, texts, problems)
        if column.required:
            message = Message.of(
                "{column} is blank; every row of {table} needs it", column=column.name, table=layout.table
            )
            problems.extend(Problem("BLANK", message, location=sheet.at(row, column.name)) for row in texts.rows_of(""))
    for column in layout.columns:
        if column.ranged:
            _add_ranges(part, column, problems)
    if layout.names is not None:
        part.fields[layout.names[1]] = _names(sheet, layout.names[0])
    return part


def _check_header(sheet: Sheet, layout: Layout, problems: list[Problem]) -> None:
    known = layout.known()
    seen: set[str] = set()
    for index, name in enumerate(sheet.header):
        place = sheet.place(-1, index)
        if not name:
            if any(sheet.cells[index].values):
                problems.append(Problem("UNKNOWN_COLUMN", "a column without a name has cells", location=place))
        elif name in seen:
            problems.append(
                Problem(
                    "DUPLICATE_COLUMN",
                    Message.of("two columns are named {name!r}", name=name),
                    subject=name,
                    location=place,
                )
            )
        elif not layout.takes(name):
            hint = nearest(name.lower(), known) or Message.of(
                "; {table} has {known}", table=layout.table, known=", ".join(known)
            )
            message = Message.of("{table} has no column {name!r}{hint}", table=layout.table, name=name, hint=hint)
            problems.append(Problem("UNKNOWN_COLUMN", message, subject=name, location=place))
        seen.add(name)
    if not sheet.header and not sheet.size:  # an empty list, which has no columns to lack
        return
    for column in layout.columns:
        if column.required and column.name not in seen:
            message = Message.of("{table} needs a column {column!r}", table=layout.table, column=column.name)
            problems.append(Problem("MISSING_COLUMN", message, subject=column.name, location=sheet.at(-1)))


def _values(
    sheet: Sheet, layout: Layout, column: Column, texts: Categorical, problems: list[Problem], name: str = ""
) -> Categorical:
    blank = layout.blank(column)
    if column.parse is None:
        return texts if blank == "" else texts.mapped(lambda text: text or blank)
    texts = _told_apart(sheet, column, texts)
    wrong: dict[object, str] = {}
    values = []
    for told in texts.values:
        value = blank
        quantity, text = told
        parse = column.parse_of(quantity)
        if text and parse is not None:
            try:
                value = parse(text)
            except ValueError as error:
                wrong[told] = Message.of("{column}: {fault}", column=name or column.name, fault=error.args[0])
        values.append(value)
    if wrong:
        problems.extend(
            Problem("BAD_VALUE", wrong[texts[row]], location=sheet.at(row, name or column.name))
            for row in texts.rows_where(wrong.__contains__)
        )
    return Categorical(values, texts.codes)


def _told_apart(sheet: Sheet, column: Column, texts: Categorical) -> Categorical:
    """Put beside each text the quantity that it is an amount of; blank where the column is of one kind."""
    quantities = sheet.column("quantity") if column.of is not None else None
    if quantities is None:
        return texts.mapped(lambda text: ("", text))
    return _joined(quantities.mapped(lambda one: (one,)), texts.mapped(lambda text: (text,)))


def _add_ranges(part: Part, column: Column, problems: list[Problem]) -> None:
    """Turn figures beside which a least and a greatest value stand into estimates that know their source."""
    sheet, layout = part.sheet, part.layout
    names = (f"{column.name}_low", f"{column.name}_high")
    ends = []
    for name in names:
        texts = sheet.column(name) or Categorical.constant("", sheet.size)
        ends.append(_values(sheet, layout, column, texts, problems, name))
    rows = sorted({row for end in ends for row in end.rows_where(_is_given)})
    figures = part.fields[column.field]
    keys = [part.get(field) for field in KEY_FIELDS.get(layout.table, ("id",))]
    estimates: dict[int, Estimate] = {}
    for row in rows:
        low, high = ends[0][row], ends[1][row]
        key = "|".join(str(one[row] or "") for one in keys)
        if low is None or high is None:
            other = sheet.column(names[low is not None])
            if other is not None and other[row]:
                continue  # what stands there could not be read, as is told
            message = Message.of("a range needs both {low} and {high}", low=names[0], high=names[1])
            problems.append(Problem("RANGE", message, key, sheet.at(row, names[low is not None])))
        else:
            parts = tuple(str(one[row] or "") for one in keys)
            identity = FigureId(layout.table, parts if len(parts) > 1 else parts[0], column.field)
            estimates[row] = Estimate(Source(identity, low, figures[row], high))
    part.fields[column.field] = figures.replaced(estimates)


def _is_given(value: object) -> bool:
    return value is not None


def _names(sheet: Sheet, prefix: str) -> Categorical:
    """Put texts in several languages together, the languages in their alphabetical order."""
    names: Categorical | None = None
    for name in sorted(set(sheet.header)):
        column = sheet.column(name) if name.startswith(f"{prefix}_") else None
        if column is None:
            continue
        named = column.mapped(partial(_in_language, name[len(prefix) + 1 :]))
        names = named if names is None else _joined(names, named)
    return Categorical.constant((), sheet.size) if names is None else names


def _in_language(language: str, text: str) -> Names:
    return ((language, text),) if text else ()


def _joined(left: Categorical, right: Categorical) -> Categorical:
    """Join two columns of tuples, once for each pair of values that occurs."""
    pairs, codes = np.unique(left.codes.astype(np.int64) * len(right.values) + right.codes, return_inverse=True)
    values = [
        left.values[pair // len(right.values)] + right.values[pair % len(right.values)] for pair in pairs.tolist()
    ]
    return Categorical(values, codes.astype(np.int32).reshape(-1))
