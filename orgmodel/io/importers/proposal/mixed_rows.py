"""Tables in which units, posts and people stand as rows of one table, told apart by words in a column, as exports of objects have them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.picked import picked
from orgmodel.io.importers.known.sorts_of_rows import sort_of_row
from orgmodel.io.importers.known.tables import ROWS
from orgmodel.io.importers.proposal.column_values import is_id
from orgmodel.io.importers.proposal.sheets import Candidate, OfOneSort
from orgmodel.io.importers.rows import Rows

_MOST_WORDS = 12
_SORTED_BY = frozenset(("kind", "category", "unit_kind", "level"))


@dataclass(frozen=True)
class _Objects:
    """Hold the rows of a table by what they are, and the column of their ids."""

    one: Candidate
    rows: Mapping[str, Sequence[int]]
    id: str
    others: Sequence[str]

    def values(self, name: str, sort: str) -> list[str]:
        """Give what a column says over the rows of a sort."""
        texts = self.one.rows.texts(name)
        return [text for row in self.rows.get(sort, ()) if (text := texts[row])]

    def ids(self, sort: str) -> set[str]:
        """Give the ids of the rows of a sort."""
        return set(self.values(self.id, sort))

    def pointing(self, sort: str, to: str) -> str:
        """Name the first column in which nearly all ids over the rows of a sort are of another; empty where none is."""
        ids, every = self.ids(to), set().union(*map(self.ids, self.rows))
        for name in self.others:
            given = self.values(name, sort)
            known = sum(text in every for text in given)
            if known * 2 > len(given) and sum(text in ids for text in given) * 10 >= known * 9:
                return name
        return ""


def by_sorts(found: Sequence[Candidate]) -> list[Candidate]:
    """Take a table of which a column says that its rows are units, posts or people as one table of each sort.

    Where nothing places the rows of a sort, what the rows are is asked.
    """
    return [part for one in found for part in _parts(one)]


def _parts(one: Candidate) -> list[Candidate]:
    for name in one.columns:
        sorts = _sorts(one, name)
        if sorts is None:
            continue
        column = one.rows.coded(name)
        rows: dict[str, list[int]] = {sort: [] for sort in ROWS if sort in sorts.values()}
        for word, sort in sorts.items():
            if sort in rows:
                rows[sort] += column.rows_of(word)
        placed = _placed(one, name, rows)
        counts = ", ".join(f"{word}: {len(column.rows_of(word))}" for word in sorts)
        if placed is None:
            return [replace(one, doubt=_doubt(name, counts))]
        return [_part(one, name, sort, [word for word in sorts if sorts[word] == sort], placed[sort]) for sort in rows]
    return [one]


def _sorts(one: Candidate, name: str) -> dict[str, str] | None:
    """Read the words of a column as sorts of rows; None where some are none, or fewer than two sorts stand there."""
    words = one.rows.coded(name).values
    if not 1 < len(words) - ("" in words[: _MOST_WORDS + 2]) <= _MOST_WORDS:
        return None
    known = one.heading(name)
    if known is not None and not {meaning for _, meaning in known.meanings} & _SORTED_BY:
        return None
    sorts = {word: sort_of_row(word) for word in one.distinct(name) if word}
    found = set(sorts.values())
    if "" in found or len(found & set(ROWS)) < 2 or not found & {"posts", "people"}:
        return None
    return sorts


def _placed(one: Candidate, name: str, rows: Mapping[str, Sequence[int]]) -> dict[str, dict[str, str]] | None:
    """Give the columns of ids and places of each sort; None where nothing tells them, or one column tells several things."""
    others = [other for other in one.columns if other != name]
    id = _column_of_ids(one, others, rows)
    if not id or "units" not in rows:
        return None
    objects = _Objects(one, rows, id, [other for other in others if other != id])
    found: dict[str, dict[str, str]] = {"units": {"id": id}}
    used: list[str] = []
    if "posts" in rows:
        unit = objects.pointing("posts", "units")
        if not unit:
            return None
        found["posts"] = {"id": id, "unit": unit}
        used.append(unit)
        if (above := objects.pointing("posts", "posts")) and above != unit:
            found["posts"]["parent"] = above
    if "people" in rows:
        held = objects.pointing("people", "posts")
        placed = held or objects.pointing("people", "units")
        if not placed:
            return None
        found["people"] = {"id": id, "post" if held else "unit": placed}
        used.append(placed)
    parent = objects.pointing("units", "units") or next(iter(used))
    strange = objects.ids("posts") | objects.ids("people")
    given = set(objects.values(parent, "units"))
    if given and (given - objects.ids("units")) & strange:
        return None
    if given:
        found["units"]["parent"] = parent
    return found


def _column_of_ids(one: Candidate, others: Collection[str], rows: Mapping[str, Sequence[int]]) -> str:
    """Name the column of ids: one that says so, else the first that is filled and all different in each sort."""
    dated = any((known := one.heading(name)) and known.meaning("units") in ("begins", "ends") for name in others)

    def differ(name: str) -> bool:
        texts = one.rows.texts(name)
        return all(is_id([texts[row] for row in some]) for some in rows.values())

    for name in others:
        known = one.heading(name)
        if known is not None and known.meaning("units") == "id" and known.meaning("people") == "id":
            texts = one.rows.texts(name)
            filled = all(texts[row] for some in rows.values() for row in some)
            return name if filled and (dated or differ(name)) else ""
    return next(filter(differ, others), "")


def _part(one: Candidate, name: str, sort: str, words: list[str], keys: dict[str, str]) -> Candidate:
    sheet, _ = picked(one.rows.sheet, {name: words})
    return replace(one, rows=Rows(sheet, ()), raw={}, sort=OfOneSort(sort, name, tuple(words), keys, sheet.size))


def _doubt(name: str, counts: str) -> Message:
    return Message.of(
        "are its rows units, posts or people? {name!r} says several ({counts}), and no column tells by ids which unit each post and "
        "person is in; say units, posts or people where all are, else make a table of each (where: {{{name}: […]}})",
        name=name, counts=counts,
    )  # fmt: skip
