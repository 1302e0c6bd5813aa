"""Changes as values: one record before and after; diff, apply, invert, compose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, refuse_if_any
from orgmodel.core.records import Key, Record
from orgmodel.core.schema import KEY_FIELDS, Tables
from orgmodel.core.tables import Table

if TYPE_CHECKING:
    from orgmodel.core.store import Store

Held = TypeVar("Held", bound="Store")
Rows = NDArray[np.int64]


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
        return () if self.before is None or self.after is None else unlike(self.before, self.after)


def unlike(one: Record, other: Record) -> tuple[str, ...]:
    """List the fields in which two records of one table differ.

    >>> from orgmodel.core.records import Unit
    >>> unlike(Unit("a", kind="office"), Unit("b", kind="office", level="district"))
    ('id', 'level')
    """
    names = (field.name for field in fields(one))
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def net_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Fold changes into one a record, first before and last after; what came to nothing is left out."""
    folded: dict[tuple[str, Key], Change] = {}
    for change in changes:
        place = (change.table, change.key)
        first = folded.setdefault(place, change)
        if first is not change:
            folded[place] = Change(first.table, first.before, change.after, first.key)
    return tuple(
        change
        for change in folded.values()
        if (change.before is None) is not (change.after is None) or change.before != change.after
    )


def patched(structure: Held, changes: Iterable[Change], as_of: str | None = None) -> Held:
    """Make the structure after changes that are known to follow, on a date that is not before its own."""
    touched: dict[str, dict[Key, Record | None]] = {}
    for change in net_changes(changes):
        touched.setdefault(change.table, {})[change.key] = change.after
    return structure.patched(touched, as_of=max(filter(None, (structure.as_of, as_of)), default=None))


def apply(structure: Held, changes: Iterable[Change]) -> Held:
    """Make the structure after changes; a change whose ``before`` is not what stands there is refused.

    Raises ProblemsError naming every record that does not match.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> a, b = Structure.of([Unit("x")]), Structure.of([Unit("x", level="district")])
    >>> apply(a, diff(a, b)) == b
    True
    """
    done = tuple(changes)
    _refuse_stale(done, lambda change: structure.table(change.table).get(change.key))
    return patched(structure, done)


def _refuse_stale(changes: Iterable[Change], standing: Callable[[Change], Record | None]) -> None:
    """Refuse changes that do not start from what earlier ones leave, or for the first of a record from what stands."""
    now: dict[tuple[str, Key], Record | None] = {}
    problems: list[Problem] = []
    for change in changes:
        place = (change.table, change.key)
        before = now[place] if place in now else standing(change)
        if before != change.before:
            problems.append(_stale(change, before))
        now[place] = change.after
    refuse_if_any(problems)


def _stale(change: Change, now: Record | None) -> Problem:
    name = change.key if isinstance(change.key, str) else " ".join(change.key)
    if now is None:
        message = Message.of(
            "{table} {name!r} does not exist here, and the change starts from it", table=change.table, name=name
        )
    elif change.before is None:
        message = Message.of(
            "{table} {name!r} exists already, and the change creates it", table=change.table, name=name
        )
    else:
        differing = unlike(change.before, now)
        message = Message.of(
            "{table} {name!r} is not what the change starts from: {differing} differ",
            table=change.table,
            name=name,
            differing=", ".join(differing),
        )
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
    joined = (*first, *second)
    _refuse_stale(joined, lambda change: change.before)
    return tuple(sorted(net_changes(joined), key=_place))


def _place(change: Change) -> tuple[int, tuple[str, ...]]:
    return Tables.ALL.index(Tables.BY_NAME[change.table]), _sort_key(change.key)


def diff(before: Store, after: Store) -> tuple[Change, ...]:
    """List what differs between two structures, by table and key; empty when they are equal.

    Structures of one baseline are compared by the rows that either touched, others column by column.
    """
    found: list[Change] = []
    for spec in Tables.ALL:
        old, new = before.table(spec.table), after.table(spec.table)
        if old.origin is new.origin:
            found.extend(_diff_patches(old, new))
        else:
            found.extend(_diff_columns(old, new))
    return tuple(found)


def _sort_key(key: Key) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else key


def _diff_patches(old: Table, new: Table) -> list[Change]:
    """Compare two tables of one root by the records that either wrote."""
    if old.patch is new.patch:
        return []
    root = old.origin
    keys: dict[Key, None] = {}
    for table in (old, new):
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
    """Compare two tables read separately: rows are aligned by the hashes of their keys, then compared by column."""
    if not len(old) and not len(new):
        return []
    rows = _aligned_by_hashes(old, new)
    changes = _changes(old, new, *rows) if rows is not None else None
    if changes is None:
        changes = _changes(old, new, *_aligned_by_keys(old, new)) or []
    return sorted(changes, key=lambda change: _sort_key(change.key))


Aligned = tuple[Rows, Rows, Rows, Rows]
"""Rows of the one table and of the other that belong together, then those of the one alone and of the other alone."""


def _changes(old: Table, new: Table, both_old: Rows, both_new: Rows, only_old: Rows, only_new: Rows) -> Any:
    """List the changes between aligned rows; None where two rows turn out to have been aligned by chance."""
    differs = np.zeros(len(both_old), dtype=np.bool_)
    spec = old.spec
    columns = [
        (old.column(field), new.column(field)) for field in spec.texts
    ]  # before the hashes: columns may bring texts
    old_hashes, new_hashes = old.strings.hashes(), new.strings.hashes()
    for mine, theirs in columns:
        differs |= old_hashes[mine[both_old]] != new_hashes[theirs[both_new]]
    for field in (*spec.ranged, *spec.numbers):
        differs |= old.column(field)[both_old] != new.column(field)[both_new]
        if field in spec.ranged and (old.estimates(field) or new.estimates(field)):
            differs |= np.isin(both_old, list(old.estimates(field))) | np.isin(both_new, list(new.estimates(field)))
    changes = []
    unlike = old.records(both_old[differs].tolist()), new.records(both_new[differs].tolist())
    for before, after in zip(*unlike, strict=True):
        if before.key != after.key:
            return None
        if before != after:
            changes.append(Change(spec.table, before, after, before.key))
    changes += [Change(spec.table, record, None, record.key) for record in old.records(only_old.tolist())]
    changes += [Change(spec.table, None, record, record.key) for record in new.records(only_new.tolist())]
    return changes


def _aligned_by_hashes(old: Table, new: Table) -> Aligned | None:
    """Align rows by the hashes of their keys; None where a table has no plain key, or a hash twice."""
    if old.spec.table not in KEY_FIELDS:
        return None
    old_rows, old_hashes = _hashed_rows(old)
    new_rows, new_hashes = _hashed_rows(new)
    if (old_hashes[1:] == old_hashes[:-1]).any() or (new_hashes[1:] == new_hashes[:-1]).any():
        return None
    place = np.searchsorted(old_hashes, new_hashes)
    found = place < len(old_hashes)
    found[found] = old_hashes[place[found]] == new_hashes[found]
    partner = np.full(old.size, -1, dtype=np.int64)
    partner[old_rows[place[found]]] = new_rows[found]
    both = np.flatnonzero(partner >= 0)  # in the order of the one table, which is then read from front to back
    return both, partner[both], old_rows[partner[old_rows] < 0], new_rows[~found]


def _hashed_rows(table: Table) -> tuple[Rows, Rows]:
    """Give the rows that exist and the hashes of their keys, by mark."""
    rows = np.flatnonzero(table.live)
    columns = [table.column(field)[rows] for field in KEY_FIELDS[table.spec.table]]
    words = table.strings.hashes()
    hashes = words[columns[0]]
    for column in columns[1:]:  # an odd factor loses nothing, and keeps (a, b) from being (b, a)
        hashes = hashes * np.int64(0x9E3779B97F4A7C15 - (1 << 64)) + words[column]
        hashes ^= hashes >> np.int64(29)
    order = np.argsort(hashes)
    return rows[order], hashes[order]


def _aligned_by_keys(old: Table, new: Table) -> Aligned:
    """Align rows by their keys themselves; of rows that share a key the first counts."""
    mine, theirs = ({table.record(row).key: row for row in reversed(list(table.rows()))} for table in (old, new))
    shared = [key for key in mine if key in theirs]

    def rows(found: Iterable[int]) -> Rows:
        return np.fromiter(found, dtype=np.int64)

    return (
        rows(mine[key] for key in shared),
        rows(theirs[key] for key in shared),
        rows(row for key, row in mine.items() if key not in theirs),
        rows(row for key, row in theirs.items() if key not in mine),
    )
