"""Characters that readers do not see in a structure's texts: refused in ids, told in names and all else."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.characters import class_of, doubtful, unfit
from orgmodel.core.cycles import text_at
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.schema import Tables

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

MOST_IDS = 50
"""Ids of one table that are told one by one."""


def hidden_letters(structure: Structure) -> Iterator[Problem]:
    """Refuse ids with such characters, and tell of the columns in which other texts hold them: the first row, and how many."""
    values = structure.strings.values()
    joined = _joined(values)
    if joined.isascii() or unfit(joined) is None:  # most tables hold none, and looking at them as one text is quick
        return
    wrong = {code: at for code, value in enumerate(values) for at in [_first(value)] if at is not None}
    if not wrong:
        return
    codes = np.fromiter(wrong, dtype=np.int32, count=len(wrong))
    for spec in Tables.ALL:
        rows = structure.table(spec.table)
        for field in spec.fields if rows.size else ():
            if field in spec.ranged or field in spec.numbers:
                continue
            column = rows.column(field)
            found = np.flatnonzero(rows.live & np.isin(column, codes)).tolist()
            if field == "id":
                for row in found[:MOST_IDS]:
                    yield _in_id(structure, spec.table, row, wrong[int(column[row])])
            told = [row for row in found if field not in _REFERENCES and doubtful(wrong[int(column[row])]) is not None]
            if told and field != "id":
                yield _in_text(structure, spec.table, field, told, wrong[int(column[told[0]])])


_REFERENCES = frozenset(one.field for spec in Tables.ALL for one in spec.references)


def _joined(values: list[Hashable]) -> str:
    """Give all texts of some values as one; values of a sort stand together, and are taken together."""
    texts: list[Any] = []
    names: list[Any] = []
    for sort, run in groupby(values, type):
        if issubclass(sort, str | tuple):
            (texts if issubclass(sort, str) else names).extend(run)
    try:
        return "".join(chain(texts, chain.from_iterable(chain.from_iterable(names))))
    except TypeError:  # what is no text stands among the names
        return "".join(chain(texts, _texts(names)))


def _texts(values: Iterable[Hashable]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (text for pair in value for text in pair if isinstance(text, str))


def _first(value: Hashable) -> str | None:
    """Give the first such character of a text, or of names in several languages."""
    for text in _texts([value]):
        at = unfit(text)
        if at is not None:
            return text[at]
    return None


def _in_id(structure: Structure, table: str, row: int, character: str) -> Problem:
    id = str(text_at(structure, table, "id", row))
    message = Message.of(
        "the id {id!r} holds {what} (U+{code:04X}), which no id may hold; leave it out",
        id=id,
        what=Message.of(class_of(character).said),
        code=ord(character),
    )
    return Problem("CONTROL", message, id, table=table, row=row, field="id")


def _in_text(structure: Structure, table: str, field: str, rows: list[int], character: str) -> Problem:
    key = str(text_at(structure, table, Tables.BY_NAME[table].fields[0], rows[0]))
    message = Message.of(
        "{field} of {key!r}: {what} (U+{code:04X}), which is not seen, or seen otherwise elsewhere; in {count} rows",
        field=field,
        key=key,
        what=Message.of(class_of(character).said),
        code=ord(character),
        count=len(rows),
    )
    return Problem("HIDDEN", message, key, severity=WARNING, table=table, row=rows[0], field=field)
