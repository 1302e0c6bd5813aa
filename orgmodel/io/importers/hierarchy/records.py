"""The rows of placed units as records: units in force, those that have ended, and their figures as rows of posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from operator import attrgetter
from typing import Any

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.core.figure_columns import MISSING, default_of
from orgmodel.core.names import names_each, names_of
from orgmodel.core.records import Attribute, Ended, Post, Record, Unit
from orgmodel.core.schema import RANGED, Tables
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.importers.hierarchy.authorized_fte import authorized_of_row
from orgmodel.io.importers.hierarchy.home_units import HomeUnit
from orgmodel.io.importers.hierarchy.placed import Placed
from orgmodel.io.importers.hierarchy.posts import Cited, LineColumns, PostColumns
from orgmodel.io.importers.hierarchy.staff import post_id, staff_posts
from orgmodel.io.importers.hierarchy.table import FIGURES, Table
from orgmodel.io.importers.known.tables import kind_in, kinds, plain
from orgmodel.io.importers.naming import slug


def kind_of(word: str, table: Table, default: str) -> str:
    """Give the kind of unit that a word in a table names: as the map has it, else as it stands."""
    if not word:
        return table.whole.kind or default
    if not table.whole.kinds:
        return word
    return kind_id(word)


def _word_in_name(row: int, table: Table) -> str:
    """Give the word for a kind in the name of a unit, where the map says that names tell their kinds."""
    return kind_in(table.text("name", row), table.whole.kinds) if table.whole.kinds_by == "names" else ""


def _default_of(parent: str | None, table: Table) -> str:
    """Give the kind of a unit of which nothing tells it: in a table with a column a level, one below another is internal."""
    return table.map.kind or ("internal" if table.map.levels and parent is not None else "agency")


def kind_id(word: str) -> str:
    """Give the id of the kind that a word names: the one that is known, else made of the word.

    >>> kind_id("Ministry"), kind_id("Chair of Physics")
    ('ministry', 'chair-of-physics')
    """
    known = kinds().get(plain(word))
    return known[0] if known is not None else slug(word)


def unit_records(
    placed: list[Placed], implied: Mapping[str, tuple[str, str | None]], ended: Mapping[int, str], table: Table
) -> Iterable[Record]:
    """Make a unit of each row, with a row of posts where the table has figures."""
    language = table.whole.language
    for id, (name, parent) in implied.items():
        kind = kind_of("", table, _default_of(parent, table))
        yield Unit(id, names_of(**{language: name}), kind, parent=parent, src=table.source)
    order: dict[str | None, int] = {}
    in_rows = table.whole.order == "rows"
    above = {one.parent for one in placed}
    for one in placed:
        src = table.src(one.line)
        block = table.text("block", one.row)
        place = order[one.parent] = order.get(one.parent, 0) + 1
        unit = Unit(
            one.id,
            names_of(**{language: table.text("name", one.row)}),
            kind_of(
                table.text("kind", one.row) or _word_in_name(one.row, table), table, _default_of(one.parent, table)
            ),
            table.text("level", one.row),
            block,
            table.text("area", one.row),
            one.parent,
            table.order(one.row) or (place if in_rows else 0),
            begins=table.begins[one.row],
            src=src,
        )
        if one.row in ended:
            yield Ended(unit, ended[one.row])
            continue
        yield unit
        is_taken_apart = table.map.figures == "with all below" and one.id in above
        for key in ("location", "pay", "vacancies"):
            if said := table.text(key, one.row):
                yield Attribute(one.id, key, said, src)
        yield from authorized_of_row(one, table, taken_apart=is_taken_apart)
        figures: dict[str, int | None] = {key: table.figure(key, one.row) for key in FIGURES}
        sorts = list(staff_posts(one, table, block, figures)) if table.map.sorts else []
        yield from sorts
        is_told = any(table.text(key, one.row) for key in FIGURES)  # what is told and cannot be read is missing
        if sorts and not any(figure is not None for figure in figures.values()):
            continue
        if any(figures.values()) if is_taken_apart else is_told or any(figures.values()):
            yield Post(
                post_id(one.id, "posts"), one.id, (), "unknown", block,
                authorized=figures["authorized"], filled=figures["filled"], fte=figures["fte"], src=src,
            )  # fmt: skip


def home_columns(units: Sequence[HomeUnit], table: Table) -> dict[str, list[Any]]:
    """Make columns of the units that posts and people name and no row of units lists."""
    kinds = {
        kind: kind_of("" if kind in ("agency", "internal") else kind, table, kind)
        for kind in dict.fromkeys(unit.kind for unit in units)
    }
    places: defaultdict[str | None, Iterator[int]] = defaultdict(partial(count, 1))
    is_ordered, language = table.whole.order == "rows", table.whole.language
    return {
        "id": [unit.id for unit in units],
        "names": names_each(language, [unit.name for unit in units]),
        "kind": [kinds[unit.kind] for unit in units],
        "parent": [unit.parent for unit in units],
        "order": [next(places[unit.parent]) if is_ordered else 0 for unit in units],
        "src": [unit.src for unit in units],
    }


def structure_of(
    records: Iterable[Record],
    posts: PostColumns | None,
    lines: LineColumns | None,
    units: Sequence[str],
    homes: dict[str, list[Any]],
    terms: Vocabulary,
    as_of: str | None,
) -> Structure:
    """Make the structure of records, and of posts, lines and units (``homes``) as columns; ``units`` are the ids of numbered units."""
    by_table: dict[str, list[Record]] = {spec.table: [] for spec in Tables.ALL}
    for record in records:
        by_table[Tables.BY_RECORD[type(record)].table].append(record)
    columns: dict[str, dict[str, Any]] = {
        spec.table: {field: list(map(attrgetter(field), by_table[spec.table])) for field in spec.fields}
        for spec in Tables.ALL
        if by_table[spec.table]
    }
    if homes:
        columns["units"] = _behind(columns.get("units"), "units", homes)
    if posts is not None:
        columns["posts"] = _behind(columns.get("posts"), "posts", _post_fields(posts, units))
        if lines is not None and len(lines):
            columns["lines"] = _behind(columns.get("lines"), "lines", _line_fields(lines, posts.ids))
    return Structure.from_columns(columns, terms=terms, as_of=as_of)


def _post_fields(posts: PostColumns, units: Sequence[str]) -> dict[str, Any]:
    return {
        "id": posts.ids,
        "unit": Categorical(list(units), posts.unit.astype(np.int32)),
        **posts.texts,
        **posts.figures,
        "src": posts.cited.srcs(),
    }


def _line_fields(lines: LineColumns, ids: list[str]) -> dict[str, Any]:
    return {
        "kind": lines.kind,
        "from_": Categorical(ids, lines.junior.astype(np.int32)),
        "to": Categorical(ids, lines.senior.astype(np.int32)),
        "src": Cited(lines.source, lines.line).srcs(),
    }


def _behind(before: dict[str, Any] | None, table: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Put columns of a table behind those that were made of records, if any."""
    if before is None:
        return columns
    size = len(columns["src"])
    for field, values in before.items():
        if field not in columns:
            values += [default_of(Tables.BY_NAME[table], field)] * size
        elif field in RANGED.get(table, ()):
            values += [None if figure == MISSING else figure for figure in columns[field].tolist()]
        else:
            values += list(columns[field])
    return before
