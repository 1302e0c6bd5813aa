"""Tables that name people by their ids and place nobody: the names of those whose ids stand in tables of posts and units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.aliases import alike
from orgmodel.io.importers.hierarchy.rows import rows_of
from orgmodel.io.importers.hierarchy.table import Table


class Listed:
    """Hold the names of people by their ids, and who of them was asked for."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._names: dict[str, str] = {}
        self._asked: set[str] = set()

    def put(self, key: str, name: str) -> str:
        """Take a name, and give the one that is known of the id: the first."""
        return self._names.setdefault(alike(key), name)

    def name_of(self, key: str) -> str:
        """Give the name of an id, however its zeros and letters are written; empty where none is known."""
        if not key:
            return ""
        self._asked.add(alike(key))
        return self._names.get(alike(key), "")

    def was_asked(self, key: str) -> bool:
        """Tell whether somebody asked for an id."""
        return alike(key) in self._asked


def named_people(tables: Iterable[Table]) -> Listed:
    """Give the names of people by their ids; of one who has several names the first, which is told."""
    found = Listed()
    for table in tables:
        for row, line in rows_of(table):
            key, name = _id_of(table, row), " ".join(table.names(row))
            if not key or not name:
                continue
            if (other := found.put(key, name)) != name:
                message = Message.of("{id!r} is {name!r} here and {other!r} elsewhere", id=key, name=name, other=other)
                table.report.row(line, "PERSON_NAMES_DIFFER", message, subject=key)
    return found


def tell_unnamed(tables: Sequence[Table], listed: Listed) -> None:
    """Tell of the people of such tables of whom no other table says which post they hold."""
    for table in tables:
        left = {*table.totals, *table.notes, *table.pages}
        for row, line in table.sound:
            if row not in left and not listed.was_asked(_id_of(table, row)):
                message = "no table says which post this person holds; the row is left out"
                table.report.row(line, "WITHOUT_POST", Message.of(message), subject=_id_of(table, row))


def _id_of(table: Table, row: int) -> str:
    return table.text("person_id", row) or table.text("id", row)
