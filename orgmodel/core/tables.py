"""Tables of records stored as columns: coded texts, dense integers, and sparse exceptions beside.

A root table is read once and never changes. A patched table is a root and the rows that differ from it, so a variant
costs what it touches; rows never move, ended ones are marked and new ones appended.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import le
from types import MappingProxyType
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.categorical import Categorical
from orgmodel.core.counting import counted
from orgmodel.core.figure_columns import MISSING, IntArray, default_of, dense
from orgmodel.core.figures import Amount, Estimate
from orgmodel.core.frozen import Frozen, SetOnce, read_only
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Key, Record
from orgmodel.core.schema import Spec
from orgmodel.core.string_table import CodeArray, StringTable

BoolArray = NDArray[np.bool_]
AT_ONCE = 5_000
"""So many records are made at a time where all are walked over."""
MOST_KEPT = 100_000
"""So many records that were asked for one by one are kept at most, since the same are asked for again and again."""
A_FEW = 8
"""So many records are made one by one rather than a column at a time."""


class Table(SetOnce):
    """Hold one table of a structure; immutable, with records made when asked for."""

    def __init__(
        self,
        spec: Spec,
        strings: StringTable,
        size: int,
        root: Table | None = None,
        patch: dict[int, Record | None] | None = None,
        new_rows: dict[Key, int] | None = None,
    ) -> None:
        """Set up the frame; use :meth:`from_columns`, :meth:`from_records` or :meth:`patched`."""
        self.spec = spec
        self.strings = strings
        self.size = size
        self.root = root
        self._patch = patch or {}
        self._columns: dict[str, NDArray[Any]] = {}
        self._estimates: dict[str, dict[int, Estimate]] = {}
        self._amounts: dict[str, dict[int, Amount]] = {}
        self._figures: dict[str, tuple[IntArray, BoolArray]] = {}
        self._rows: CodeArray | dict[Key, int] | None = None
        self._new_rows = new_rows or {}
        self._groups: dict[str, Any] = {}
        self._live: BoolArray | None = None
        self._made: dict[int, Record] = {}
        self._sorted_ids: tuple[list[str], IntArray] | None = None

    # -- making ------------------------------------------------------------------------------------------------------

    @classmethod
    def from_columns(
        cls,
        spec: Spec,
        strings: StringTable,
        columns: Mapping[str, Sequence[Any]],
        coded: dict[int, tuple[Any, CodeArray]] | None = None,
    ) -> Table:
        """Make a root table from one sequence (or coded column) a field; a field left out takes its default.

        ``coded`` keeps the codes of each list by its identity, for columns that are made of the same one.
        """
        known = {} if coded is None else coded
        size = len(next(iter(columns.values()))) if columns else 0
        table = cls(spec, strings, size)
        for field in spec.fields:
            values = columns.get(field)
            if values is None:
                values = Categorical.constant(default_of(spec, field), size) if size else []
            distinct, codes = (values.values, values.codes) if isinstance(values, Categorical) else (values, None)
            if field in spec.ranged:
                column: NDArray[Any]
                column, sparse = dense(distinct)
                if codes is not None and sparse:
                    sparse = {row: sparse[code] for row, code in enumerate(codes.tolist()) if code in sparse}
                table._estimates[field] = Frozen(sparse)
            elif field in spec.numbers:
                column = np.array(distinct, dtype=np.int64).reshape(-1)
            else:
                if id(distinct) not in known:  # what refers to records may share the list of their ids
                    known[id(distinct)] = distinct, strings.encode(distinct)
                column = known[id(distinct)][1]
            table._columns[field] = read_only(column if codes is None else column[codes])
        return table

    @classmethod
    def from_records(cls, spec: Spec, strings: StringTable, records: Iterable[Record]) -> Table:
        """Make a root table from records."""
        rows = list(records)
        columns = {field: [getattr(record, field) for record in rows] for field in spec.fields}
        return cls.from_columns(spec, strings, columns)

    def chosen(self, rows: Sequence[int]) -> Table:
        """Make a root table of some rows that exist, in their order."""
        if self._patch:
            return Table.from_records(self.spec, self.strings, self.records(rows))
        made, at, root = Table(self.spec, self.strings, len(rows)), np.asarray(rows, dtype=np.int64), self.origin
        made._columns = {field: read_only(column[at]) for field, column in root._columns.items()}
        for field, sparse in root._estimates.items():
            made._estimates[field] = Frozen({i: sparse[row] for i, row in enumerate(rows) if row in sparse})
        return made

    def with_figures(self, columns: Mapping[str, IntArray]) -> Table:
        """Make a root table of the same rows with other figures, known exactly; ended rows stay ended.

        ``columns`` has an array of whole numbers a field, :data:`~orgmodel.core.figure_columns.MISSING` where there is none: a part of a
        missing figure stays one.
        """
        ended: dict[int, Record | None] = {row: None for row, record in self._patch.items() if record is None}
        made = Table(self.spec, self.strings, self.size, patch=ended)
        made._columns = {field: self.column(field) for field in self.spec.fields if field not in columns}
        made._columns.update({field: read_only(column) for field, column in columns.items()})
        for field in self.spec.ranged:
            ranged = self.estimates(field)
            if field in columns and ranged:
                ranged = Frozen({row: one for row, one in ranged.items() if columns[field][row] == MISSING})
            made._estimates[field] = ranged
        if self.root is None:  # where which record stands, and by what it is looked up, is the same
            made._rows = self._rows
            made._groups = {name: found for name, found in self._groups.items() if name not in ("", *columns)}
        return made

    def patched(self, changes: Mapping[Key, Record | None], strings: StringTable) -> Table:
        """Make the table that differs from this one in the given records (None ends a record)."""
        if not changes:  # the codes of a root hold in every table of strings that extends its own
            return self if self.root is None or strings is self.strings else self._with(strings)
        root = self.origin
        patch, new_rows, size = dict(self._patch), dict(self._new_rows), self.size
        for (key, record), row in zip(changes.items(), self.rows_of(changes), strict=True):
            if row < 0:
                row = size
                new_rows[key] = row
                size += 1
            patch[row] = record
        return Table(self.spec, strings, size, root, patch, new_rows)

    def _with(self, strings: StringTable) -> Table:
        return Table(self.spec, strings, self.size, self.origin, self._patch, self._new_rows)

    @property
    def patch(self) -> Mapping[int, Record | None]:
        """Give the rows that differ from the root, None where one ended."""
        return MappingProxyType(self._patch)

    @property
    def origin(self) -> Table:
        """Give the root table: this one, or the one that it is a variant of."""
        return self if self.root is None else self.root  # a root without rows is one too

    # -- columns -----------------------------------------------------------------------------------------------------

    @property
    def live(self) -> BoolArray:
        """Mark the rows that exist."""
        if self._live is None:
            live = np.ones(self.size, dtype=np.bool_)
            for row, record in self._patch.items():
                if record is None:
                    live[row] = False
            self._live = read_only(live)
        return self._live

    def __repr__(self) -> str:
        """Show the name and the size."""
        return f"Table({self.spec.table!r}: {counted(len(self), 'rows')})"

    def __len__(self) -> int:
        """Count the records that exist."""
        return self.size - sum(record is None for record in self._patch.values())

    def column(self, field: str) -> NDArray[Any]:
        """Give a field as an array: codes for texts, numbers for the rest (missing figures by :meth:`missing`)."""
        if field not in self._columns:
            if self.root is None:  # all that there is was given
                told = Message.of(
                    "the table {table} has no column {field!r}{hint}; its columns are {known}",
                    table=self.spec.table, field=str(field), hint=nearest(str(field), self.spec.fields),
                    known=", ".join(self.spec.fields),
                )  # fmt: skip
                raise ProblemsError([Problem("ARGUMENT", told, str(field))])
            self._columns[field] = read_only(self._patched_column(field))
        return self._columns[field]

    def _patched_column(self, field: str) -> NDArray[Any]:
        root = cast(Table, self.root)
        base = root.column(field)
        rows = [row for row, record in self._patch.items() if record is not None]
        if not rows and self.size == root.size:
            return base
        values = [getattr(self._patch[row], field) for row in rows]
        if field in self.spec.ranged:
            cells: NDArray[Any] = dense(values)[0]
        elif field in self.spec.numbers:
            cells = np.asarray(values, dtype=np.int64)
        else:
            cells = self.strings.encode(values)
        if self.size == root.size and np.array_equal(base[rows], cells):
            return base  # nothing here differs: a variant copies only what does
        column = np.zeros(self.size, dtype=base.dtype)
        column[: root.size] = base
        column[rows] = cells
        return column

    def figures(self, field: str) -> IntArray:
        """Give a figure column with its best values, 0 where missing."""
        return self._known(field)[0]

    def missing(self, field: str) -> BoolArray:
        """Mark the rows whose figure is missing."""
        return self._known(field)[1]

    def _known(self, field: str) -> tuple[IntArray, BoolArray]:
        """Give the best values of a figure column and where it is missing, made once."""
        if field not in self._figures:
            column = self.column(field)
            gaps = column == MISSING
            plain = np.where(gaps, 0, column) if gaps.any() else column
            self._figures[field] = read_only(plain), read_only(gaps)
        return self._figures[field]

    def id_ranks(self) -> IntArray:
        """Rank the rows by the text of their id; new rows of a variant are put among those of its root, sorted once."""
        root = self.origin
        if root._sorted_ids is None:
            order, ranks = _by_text(root.strings.values_of(root.column("id")))
            root._sorted_ids = order, read_only(ranks)
        texts, ranks = root._sorted_ids
        if self.size == root.size:
            return ranks
        new, places = _by_text(self.strings.values_of(self.column("id")[root.size :]))
        before = np.fromiter((bisect_left(texts, text) for text in new), dtype=np.int64, count=len(new))
        apart = len(new) + 1
        return np.append((ranks + 1) * apart, before[places] * apart + places + 1)

    def estimates(self, field: str) -> dict[int, Estimate]:
        """Give the figures that are ranges or parts, by row."""
        if field not in self._estimates:
            root = cast(Table, self.root)
            merged = {row: one for row, one in root.estimates(field).items() if row not in self._patch}
            for row, record in self._patch.items():
                value = getattr(record, field) if record is not None else None
                if isinstance(value, Estimate):
                    merged[row] = value
            self._estimates[field] = Frozen(merged)
        return self._estimates[field]

    def amounts(self, field: str) -> Mapping[int, Amount]:
        """Give the figures that are ranges or parts as amounts, by row; those of the root are made once for all its variants."""
        if field not in self._amounts:
            found, patch = self.estimates(field), self._patch
            known = self.root.amounts(field) if self.root is not None else {}
            made = {
                row: Amount.of(one) if row in patch or row not in known else known[row] for row, one in found.items()
            }
            self._amounts[field] = Frozen(made)
        return self._amounts[field]

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the records that were made of the columns."""
        return {**vars(self), "_made": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Hold columns read-only again: a copy of an array may be written into."""
        super().__setstate__(state)
        self._columns = {field: read_only(column) for field, column in self._columns.items()}
        self._live, self._figures = None, {}

    def release(self) -> None:
        """Forget what can be made again; a root keeps its columns."""
        self._figures, self._made = {}, {}
        if self.root is not None:
            self._columns, self._estimates, self._amounts, self._groups, self._live = {}, {}, {}, {}, None

    # -- records -----------------------------------------------------------------------------------------------------

    def row(self, key: Key, *, ended: bool = False) -> int:
        """Give the row of a key, or -1; with ``ended`` also of one that no longer exists."""
        row = self._new_rows.get(key)
        if row is None:
            row = self._root_row(key)
        if row >= 0 and not ended and row in self._patch and self._patch[row] is None:
            return -1
        return row

    def rows_of(self, keys: Iterable[Key]) -> list[int]:
        """Give the rows of many keys, -1 of one that never was: of those that have ended too."""
        root, new = self.origin, self._new_rows
        if not root.size:
            return [new.get(key, -1) for key in keys]
        if root._rows is None:
            root._rows = root._index_keys()
        rows, code = root._rows, root.strings.code
        if isinstance(rows, dict):
            return [new[key] if key in new else rows.get(key, -1) for key in keys]
        size = len(rows)
        codes = [(key, code(key)) for key in keys]
        return [new[key] if key in new else int(rows[at]) if 0 <= at < size else -1 for key, at in codes]

    def _root_row(self, key: Key) -> int:
        root = self.origin
        if root._rows is None:
            root._rows = root._index_keys()
        if isinstance(root._rows, dict):
            return root._rows.get(key, -1)
        code = root.strings.code(key)
        return int(root._rows[code]) if 0 <= code < len(root._rows) else -1

    def _index_keys(self) -> CodeArray | dict[Key, int]:
        first = self.spec.fields[0]
        if first == "id":
            rows = np.full(len(self.strings), -1, dtype=np.int32)
            rows[self.column(first)[::-1]] = np.arange(self.size - 1, -1, -1, dtype=np.int32)
            return rows
        return {self.record(row).key: row for row in range(self.size - 1, -1, -1)}

    def record(self, row: int) -> Record:
        """Give the record of a row."""
        if row in self._patch:
            record = self._patch[row]
            if record is None:
                raise KeyError(row)
            return record
        root = self.origin
        made = root._made.get(row)
        if made is None:
            if len(root._made) >= MOST_KEPT:
                root._made = {}
            made = root._made[row] = root._record(row)
        return made

    def _record(self, row: int) -> Record:
        """Make a record of the columns of a root."""
        value = self.strings.value
        arguments: list[Any] = []
        for field, is_coded, sparse in self._layout():
            cell = self._columns[field][row]
            if is_coded:
                arguments.append(value(cell))
            elif sparse is None:
                arguments.append(int(cell))
            else:
                arguments.append(sparse[row] if row in sparse else None if cell == MISSING else int(cell))
        return cast("Callable[..., Record]", self.spec.record)(*arguments)

    def _layout(self) -> list[tuple[str, bool, dict[int, Estimate] | None]]:
        if "" not in self._groups:
            spec = self.spec
            self._groups[""] = [
                (field, field not in spec.ranged and field not in spec.numbers, self._estimates.get(field))
                for field in spec.fields
            ]
        return cast("list[tuple[str, bool, dict[int, Estimate] | None]]", self._groups[""])

    def records(self, rows: Sequence[int]) -> list[Record]:
        """Give the records of many rows that exist, those of the root made a column at a time."""
        patch, root = self._patch, self.origin
        if len(rows) <= A_FEW:
            return [self.record(row) for row in rows]
        if patch and any(row in patch for row in rows):
            others = iter(root.records([row for row in rows if row not in patch]))
            return [self.record(row) if row in patch else next(others) for row in rows]
        columns = [root.values(field, rows) for field in root.spec.fields]
        return list(map(cast(Callable[..., Record], self.spec.record), *columns))

    def values(self, field: str, rows: Sequence[int] | IntArray) -> list[Any]:
        """Give a field of many rows that exist, as their records have it."""
        known = self.values_of(field, self.column(field)[np.asarray(rows, dtype=np.int64)])
        if field in self.spec.ranged and (sparse := self.estimates(field)):
            known = [sparse.get(row, cell) for row, cell in zip(np.asarray(rows).tolist(), known, strict=True)]
        return known

    def values_of(self, field: str, cells: NDArray[Any]) -> list[Any]:
        """Give what cells of a field's column stand for, as records have it; figures but for those that are ranges or parts."""
        if field in self.spec.ranged:
            return [None if cell == MISSING else cell for cell in cells.tolist()]
        known: list[Any] = cells.tolist() if field in self.spec.numbers else self.strings.values_of(cells)
        return known

    def each(self, rows: Sequence[int]) -> Iterator[Any]:
        """Make the records of many rows that exist a few thousand at a time, so that they are never held all at once."""
        for start in range(0, len(rows), AT_ONCE):
            yield from self.records(rows[start : start + AT_ONCE])

    def get(self, key: Key) -> Record | None:
        """Give the record of a key, or None."""
        row = self.row(key)
        return None if row < 0 else self.record(row)

    def rows(self) -> Iterator[int]:
        """List the rows that exist."""
        if not self._patch:
            return iter(range(self.size))
        return (row for row in range(self.size) if row not in self._patch or self._patch[row] is not None)

    def __iter__(self) -> Iterator[Record]:
        """List the records that exist, in row order."""
        return self.each(list(self.rows()))

    # -- groups ------------------------------------------------------------------------------------------------------

    def group(self, field: str, value: Hashable) -> list[int]:
        """List the rows whose field has a value, in row order, without walking the table."""
        root = self.origin
        if field not in root._groups:
            order = np.argsort(root.column(field), kind="stable").astype(np.int32)
            codes = root.column(field)[order]
            is_there = np.zeros(int(codes[-1]) + 1 if len(codes) else 0, dtype=np.bool_)
            is_there[codes] = True
            root._groups[field] = (order, codes, is_there)
        order, codes, is_there = root._groups[field]
        code = root.strings.code(value) if root.size else -1
        found: list[int] = []
        if 0 <= code < len(is_there) and is_there[code]:  # most units have none below them
            start = codes.searchsorted(codes.dtype.type(code))
            stop = codes.searchsorted(codes.dtype.type(code), side="right")
            found = order[start:stop].tolist()
        if not self._patch:
            return found
        found = [row for row in found if row not in self._patch]
        if field not in self._groups:
            groups: dict[Hashable, list[int]] = {}
            for row, record in self._patch.items():
                if record is not None:
                    groups.setdefault(getattr(record, field), []).append(row)
            self._groups[field] = groups
        return sorted(found + self._groups[field].get(value, []))


def _by_text(ids: list[Any]) -> tuple[list[str], IntArray]:
    """Sort ids by their text, and give the place of each; a row that has ended may have none."""
    texts = list(map(str, ids))
    if all(map(le, texts, islice(texts, 1, None))):  # as in most files
        return texts, np.arange(len(texts))
    order = sorted(range(len(texts)), key=texts.__getitem__)
    places = np.empty(len(texts), dtype=np.int64)
    places[order] = np.arange(len(texts))
    return [texts[row] for row in order], places
