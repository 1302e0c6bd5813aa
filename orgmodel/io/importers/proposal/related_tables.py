"""Tables of units, posts and people with one of the relations between them beside, as SAP exports both (HRP1000, HRP1001)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from orgmodel.io.importers.hierarchy.picked import picked
from orgmodel.io.importers.known.sorts_of_rows import sort_of_row
from orgmodel.io.importers.known.tables import ROWS
from orgmodel.io.importers.proposal.sheets import Candidate, OfOneSort, RelationsOf
from orgmodel.io.importers.relations import (
    ABOVE,
    BELONGS,
    HEADS,
    HOLDS,
    Objects,
    RelationColumns,
    ends_of_relations,
    related,
    relation_columns,
)
from orgmodel.io.importers.rows import Rows
from orgmodel.io.sheet import Sheet

_MOST_VALUES = 6
_KEYS = {
    "units": {"parent": ABOVE},
    "posts": {"unit": BELONGS, "parent": ABOVE, "category": HEADS},
    "people": {"post": HOLDS},
}


def with_relations(found: Sequence[Candidate], as_of: str | None) -> list[Candidate]:
    """Take a table of objects, and one of the relations between them, as a table of units, one of posts and one of people."""
    for relations in found:
        columns = relation_columns(relations.rows.sheet)
        if columns is None:
            continue
        for objects in found:
            told = None if objects is relations else _objects_of(objects, relations, columns)
            if told is not None:
                rest = [one for one in found if one is not relations and one is not objects]
                return [*_of_each_sort(objects, relations, columns, *told, as_of), *with_relations(rest, as_of)]
    return list(found)


def _objects_of(one: Candidate, relations: Candidate, columns: RelationColumns) -> tuple[str, str] | None:
    """Name the columns of ids and types of a table that has most of the units and posts that are related; None where it has not."""
    sheet = relations.rows.sheet
    named: set[str] = set()
    for kind, id in ((columns.kind, columns.id), (columns.other_kind, columns.other_id)):
        pairs = zip(sheet.column(kind) or (), sheet.column(id) or (), strict=True)
        named |= {text for word, text in pairs if sort_of_row(word) in ("units", "posts")}
    kinds = [name for name in one.columns if {"units", "posts"} <= {sort_of_row(word) for word in one.distinct(name)}]
    ids = [name for name in one.columns if 2 * len(named & set(one.distinct(name))) > len(named)]
    return (ids[0], kinds[0]) if ids and kinds and ids[0] != kinds[0] else None


def _of_each_sort(
    objects: Candidate, relations: Candidate, columns: RelationColumns, id: str, kind: str, as_of: str | None
) -> list[Candidate]:
    place: dict[str, str | int] = {"file": relations.file}
    place |= {"sheet": relations.sheet} if relations.sheet else {}
    place |= {"header": relations.header} if relations.header > 1 else {}
    sheet = relations.rows.sheet
    also = _one_of_several(objects, id, kind)
    told = RelationsOf(place, relations.called, relations.rows.count, ends_of_relations(sheet, columns))
    found = []
    for rows in ROWS:
        joined = related(objects.rows.sheet, sheet, Objects(rows, id, kind), as_of, [], tells=False)
        if joined is None or not joined.size:
            continue
        words = tuple(word for word in dict.fromkeys(joined.column(kind) or ()) if sort_of_row(word) == rows)
        more = also if rows != "people" else {}
        where: dict[str, Sequence[str]] = {kind: words, **more}
        taken, _ = picked(joined, where)
        keys = {"person_id" if rows == "people" else "id": id}
        keys |= {key: name for key, name in _KEYS[rows].items() if _is_said(taken, name)}
        if rows == "people" and columns.share and _are_shares(taken, columns.share):
            keys["fte"] = columns.share
        sort = OfOneSort(rows, kind, words, keys, taken.size, told, more)
        found.append(replace(objects, rows=Rows(taken, ()), raw={}, sort=sort))
    return found


def _one_of_several(objects: Candidate, id: str, kind: str) -> dict[str, list[str]]:
    """Pick the commonest value of a column over which each object stands several times, as in several languages; none where none does."""
    dated = [
        name for name in objects.columns if (known := objects.heading(name)) and known.meaning("units") == "begins"
    ]
    keys = [objects.rows.texts(name) for name in (kind, id, *dated)]
    if len(set(zip(*keys, strict=True))) == len(keys[0]):
        return {}
    for name in objects.columns:
        values = Counter(texts := objects.rows.texts(name))
        if name in (kind, id, *dated) or not 1 < len(values) <= _MOST_VALUES or "" in values:
            continue
        rows = list(zip(*keys, texts, strict=True))
        if len(set(rows)) == len(rows):
            return {name: [values.most_common(1)[0][0]]}
    return {}


def _are_shares(sheet: Sheet, name: str) -> bool:
    """Tell whether each cell says a share in hundredths; systems write 0 where nobody said one."""
    column = sheet.column(name)
    texts = column.values if column is not None else []
    return bool(texts) and all(
        text.replace(",", ".").replace(".", "", 1).isdecimal() and text.strip("0,. ") for text in texts
    )


def _is_said(sheet: Sheet, name: str) -> bool:
    column = sheet.column(name)
    return column is not None and any(column)
