"""The rows of placed units as records: units in force, those that have ended, and their figures as rows of posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orgmodel.core.figure_columns import default_of
from orgmodel.core.names import names_of
from orgmodel.core.records import Attribute, Ended, Post, Record, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.importers.hierarchy.homes import HomeUnit
from orgmodel.io.importers.hierarchy.links import Placed
from orgmodel.io.importers.hierarchy.posts import PostColumns
from orgmodel.io.importers.hierarchy.table import FIGURES, Table
from orgmodel.io.importers.known.tables import kinds, plain
from orgmodel.io.importers.naming import slug


def kind_of(word: str, table: Table, default: str) -> str:
    """Give the kind of unit that a word in a table names: as the map has it, else as it stands."""
    if not word:
        return table.whole.kind or default
    if not table.whole.kinds:
        return word
    return kind_id(word)


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
    default = table.map.kind or "agency"
    for id, (name, parent) in implied.items():
        yield Unit(id, names_of(**{language: name}), kind_of("", table, default), parent=parent, src=table.source)
    order: dict[str | None, int] = {}
    in_rows = table.whole.order == "rows"
    for one in placed:
        src = table.src(one.line)
        block = table.text("block", one.row)
        place = order[one.parent] = order.get(one.parent, 0) + 1
        unit = Unit(
            one.id,
            names_of(**{language: table.text("name", one.row)}),
            kind_of(table.text("kind", one.row), table, default),
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
        if location := table.text("location", one.row):
            yield Attribute(one.id, "location", location, src)
        figures = [table.figure(key, one.row) for key in FIGURES]
        if any(figure is not None for figure in figures):
            yield Post(
                f"{one.id}/posts", one.id, (), "unknown", block,
                authorized=figures[0], filled=figures[1], fte=figures[2], src=src,
            )  # fmt: skip


def home_records(units: Iterable[HomeUnit], table: Table) -> Iterable[Unit]:
    """Make a unit of each that posts and people name and no row of units lists."""
    order: dict[str | None, int] = {}
    for unit in units:
        place = order[unit.parent] = order.get(unit.parent, 0) + 1
        yield Unit(
            unit.id,
            names_of(**{table.whole.language: unit.name}),
            kind_of("" if unit.kind in ("agency", "internal") else unit.kind, table, unit.kind),
            parent=unit.parent,
            order=place if table.whole.order == "rows" else 0,
            src=unit.src,
        )


def structure_of(records: Iterable[Record], posts: PostColumns, terms: Vocabulary, as_of: str | None) -> Structure:
    """Make the structure of records, and of posts that stand as columns behind those among the records."""
    by_table: dict[str, list[Record]] = {spec.table: [] for spec in Tables.ALL}
    for record in records:
        by_table[Tables.BY_RECORD[type(record)].table].append(record)
    columns = {
        spec.table: {field: [getattr(record, field) for record in by_table[spec.table]] for field in spec.fields}
        for spec in Tables.ALL
    }
    if posts:
        size = len(posts["id"])
        for field, column in columns["posts"].items():
            column += posts[field] if field in posts else [default_of(Tables.BY_NAME["posts"], field)] * size
    return Structure.from_columns(columns, terms=terms, as_of=as_of)
