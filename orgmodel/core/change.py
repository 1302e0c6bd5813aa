"""Changes as values: one record before and after; diff, apply, invert, compose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.problems import Problem, refuse_if_any
from orgmodel.core.records import Key, Record
from orgmodel.core.specs import Tables
from orgmodel.core.tables import Table

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one record before and after: no ``before`` = created, no ``after`` = ended."""

    table: str
    before: Record | None
    after: Record | None
    key: Key

    @property
    def fields(self) -> tuple[str, ...]:
        """List the fields that differ (none when the record is created or ended)."""
        if self.before is None or self.after is None:
            return ()
        return tuple(
            field.name
            for field in fields(self.before)
            if getattr(self.before, field.name) != getattr(self.after, field.name)
        )


def apply(structure: Structure, changes: Iterable[Change]) -> Structure:
    """Make the structure after changes; a change whose ``before`` is not what stands there is refused.

    Raises ProblemsError naming every record that does not match.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> a, b = Structure.of([Unit("x")]), Structure.of([Unit("x", level="district")])
    >>> apply(a, diff(a, b)) == b
    True
    """
    touched: dict[str, dict[Key, Record | None]] = {}
    problems: list[Problem] = []
    for change in changes:
        written = touched.setdefault(change.table, {})
        now = written[change.key] if change.key in written else structure.table(change.table).get(change.key)
        if now != change.before:
            problems.append(_stale(change, now))
        written[change.key] = change.after
    refuse_if_any(problems)
    return structure.patched(touched)


def _stale(change: Change, now: Record | None) -> Problem:
    name = change.key if isinstance(change.key, str) else " ".join(change.key)
    if now is None:
        message = f"{change.table} {name!r} does not exist here, and the change starts from it"
    elif change.before is None:
        message = f"{change.table} {name!r} exists already, and the change creates it"
    else:
        differing = Change(change.table, change.before, now, change.key).fields
        message = f"{change.table} {name!r} is not what the change starts from: {', '.join(differing)} differ"
    return Problem("STALE_CHANGE", message, subject=name, table=change.table)


def invert(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Turn changes round, last first, so that applying both restores.

    >>> from orgmodel.core.records import Unit
    >>> invert([Change("units", None, Unit("x"), "x")])[0].after is None
    True
    """
    return tuple(Change(one.table, one.after, one.before, one.key) for one in reversed(tuple(changes)))


def compose(first: Iterable[Change], second: Iterable[Change]) -> tuple[Change, ...]:
    """Join two sets of changes into one, in the order of :func:`diff`; a second that does not follow is refused.

    Raises ProblemsError when a record's ``before`` is not the ``after`` of the change of it that came earlier.
    """
    joined: dict[tuple[str, Key], Change] = {}
    problems: list[Problem] = []
    for change in (*first, *second):
        place = (change.table, change.key)
        earlier = joined.get(place)
        if earlier is None:
            joined[place] = change
            continue
        if earlier.after != change.before:
            problems.append(_stale(change, earlier.after))
        joined[place] = Change(change.table, earlier.before, change.after, change.key)
    refuse_if_any(problems)
    return tuple(sorted((one for one in joined.values() if one.before != one.after), key=_place))


def _place(change: Change) -> tuple[int, tuple[str, ...]]:
    return Tables.ALL.index(Tables.BY_NAME[change.table]), _sort_key(change.key)


def diff(before: Structure, after: Structure) -> tuple[Change, ...]:
    """List what differs between two structures, by table and key; empty when they are equal.

    Structures of one baseline are compared by the rows that either touched, others column by column.
    """
    found: list[Change] = []
    for spec in Tables.ALL:
        old, new = before.table(spec.table), after.table(spec.table)
        if (old.root or old) is (new.root or new):
            found.extend(_diff_patches(old, new))
        else:
            found.extend(_diff_columns(old, new))
    return tuple(found)


def _sort_key(key: Key) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else key


def _diff_patches(old: Table, new: Table) -> list[Change]:
    keys: dict[Key, None] = {}
    for table in (old, new):
        root = table.root or table
        for row, record in table.patch.items():
            if record is not None:
                keys[record.key] = None
            elif row < root.size:
                keys[root.record(row).key] = None
    changes = []
    for key in sorted(keys, key=_sort_key):
        one, other = old.get(key), new.get(key)
        if one != other:
            changes.append(Change(old.spec.table, one, other, key))
    return changes


def _diff_columns(old: Table, new: Table) -> list[Change]:
    """Compare two tables read separately: match rows by key, translate codes, compare columns."""
    table = old.spec.table
    if not len(old) and not len(new):
        return []
    old_rows, new_rows, only_old, only_new = _match(old, new)
    differs = np.zeros(len(old_rows), dtype=np.bool_)
    translate: np.ndarray[Any, Any] | None = None
    for field in old.spec.fields:
        mine, theirs = old.column(field)[old_rows], new.column(field)[new_rows]
        if field in old.spec.figures:
            differs |= mine != theirs
            uncertain = old.estimates(field), new.estimates(field)
            if any(uncertain):
                differs |= np.isin(old_rows, list(uncertain[0])) | np.isin(new_rows, list(uncertain[1]))
        elif field in old.spec.numbers:
            differs |= mine != theirs
        else:
            if translate is None or len(translate) < len(new.vocabulary):
                code = old.vocabulary.code
                translate = np.fromiter((code(v) for v in new.vocabulary.values()), dtype=np.int64)
            differs |= mine != translate[theirs]
    changes = []
    for one, other in zip(old_rows[differs].tolist(), new_rows[differs].tolist(), strict=True):
        before, after = old.record(one), new.record(other)
        if before != after:
            changes.append(Change(table, before, after, before.key))
    changes += [Change(table, record, None, record.key) for record in map(old.record, only_old)]
    changes += [Change(table, None, record, record.key) for record in map(new.record, only_new)]
    return sorted(changes, key=lambda change: _sort_key(change.key))


def _match(old: Table, new: Table) -> tuple[Any, Any, list[int], list[int]]:
    keys_old = dict(zip(_keys(old), old.rows(), strict=True))
    keys_new = dict(zip(_keys(new), new.rows(), strict=True))
    shared = [key for key in keys_old if key in keys_new]
    rows_old = np.fromiter((keys_old[key] for key in shared), dtype=np.int64, count=len(shared))
    rows_new = np.fromiter((keys_new[key] for key in shared), dtype=np.int64, count=len(shared))
    only_old = [row for key, row in keys_old.items() if key not in keys_new]
    only_new = [row for key, row in keys_new.items() if key not in keys_old]
    return rows_old, rows_new, only_old, only_new


def _keys(table: Table) -> list[Key]:
    fields_ = KEY_FIELDS.get(table.spec.table)
    if fields_ is None:
        return [table.record(row).key for row in table.rows()]
    value = table.vocabulary.value
    rows = list(table.rows())
    columns = [[value(code) for code in table.column(field)[rows].tolist()] for field in fields_]
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))


KEY_FIELDS: dict[str, tuple[str, ...]] = {
    "documents": ("id",),
    "units": ("id",),
    "identities": ("id",),
    "posts": ("id",),
    "persons": ("id",),
    "incumbencies": ("person", "post"),
    "links": ("post", "also_holds"),
    "lines": ("kind", "from_", "to"),
    "functions": ("unit", "function"),
    "members": ("unit", "origin"),
    "attributes": ("unit", "name"),
    "pay": ("category", "rank"),
}
