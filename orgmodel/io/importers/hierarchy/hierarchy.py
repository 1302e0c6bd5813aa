"""Strangers' tables of units, posts and people, one or several joined by code, to one structure by a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.names import names_of, spoken_in
from orgmodel.core.problems import Location, Problem
from orgmodel.core.records import Attribute, Document, Ended, Incumbency, Person, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.importers.hierarchy.aliases import names_by
from orgmodel.io.importers.hierarchy.authorized_fte import authorized_of_posts, declared
from orgmodel.io.importers.hierarchy.heads import NamedHead, heads_among, heads_of_levels, named_heads, with_heads
from orgmodel.io.importers.hierarchy.home_units import Homes, HomeUnit
from orgmodel.io.importers.hierarchy.homes import put_into_units, unlinked
from orgmodel.io.importers.hierarchy.identical import as_one_row
from orgmodel.io.importers.hierarchy.links import (
    Ways,
    beside_loops,
    by_depth,
    by_indent,
    by_node,
    by_outline,
    by_parent,
    by_path,
    outline_ids,
    without_loops,
    without_scopes,
)
from orgmodel.io.importers.hierarchy.lives import in_force
from orgmodel.io.importers.hierarchy.locations import locations
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from orgmodel.io.importers.hierarchy.nested_codes import parents_of
from orgmodel.io.importers.hierarchy.opening import Files, open_tables
from orgmodel.io.importers.hierarchy.ordinary import beside_ordinary
from orgmodel.io.importers.hierarchy.people_listed import Listed, named_people, tell_unnamed
from orgmodel.io.importers.hierarchy.persons import holders, posts_held
from orgmodel.io.importers.hierarchy.placed import Placed, PlacedRows, RowLines
from orgmodel.io.importers.hierarchy.posts import (
    LineColumns,
    PostColumns,
    PostRows,
    further_lines,
    joined,
    lines_of,
    post_columns,
    with_ranks,
)
from orgmodel.io.importers.hierarchy.ranks import ranks_of
from orgmodel.io.importers.hierarchy.records import home_columns, structure_of, unit_records
from orgmodel.io.importers.hierarchy.rows import rows_of
from orgmodel.io.importers.hierarchy.several_tables import apart, new_units, own_ids, tell_untaken
from orgmodel.io.importers.hierarchy.shared_posts import one_post_a_number
from orgmodel.io.importers.hierarchy.sums import WITH_BELOW, Sums, put_under, sums_of, take_apart, tell_sums
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.hierarchy.tables_of_days import on_the_day
from orgmodel.io.importers.hierarchy.ways import ways_of
from orgmodel.io.importers.imported import NOTE, Imported, in_order
from orgmodel.io.importers.naming import Ids, slug
from orgmodel.io.importers.source import Opened
from orgmodel.io.importers.source_checks import left_over
from orgmodel.io.sheet import Sheet

_SUPERIORS = frozenset(("parent", "hierarchy", "outline", "depth"))


def import_hierarchy(*files: Path | Sheet, map: HierarchyMap | None = None, as_of: str | None = None) -> Imported:
    """Import tables of units, posts or people as one structure, with every broken link reported.

    The map says which table holds what and which column is what; of a map of one table a column that it does not name is
    found by a known heading. Who is above is told by a parent's id or name, a HierarchyId, an outline number, a path, a
    column a level, or how far names are set in. A row whose superior is unknown, ambiguous, itself, or in a loop is kept
    at the top and reported. With ``as_of`` what has not begun is left out, and of several rows of an id the latest counts.
    """
    map = map or HierarchyMap()
    found = import_tables({_name(file): file for file in files}, map, as_of=as_of).imported
    own = dict.fromkeys(kind for part in map.parts for kind in part.lines if kind not in Vocabulary().lines)
    notes: list[tuple[str, Message]] = []
    if own:
        message = "kinds of line of the map's own are declared under lines in study.yaml: {kinds}"
        notes.append(("OWN_LINES", Message.of(message, kinds=", ".join(own))))
    if quantities := found.structure.terms.quantities:
        message = "a quantity of the import's own is declared under quantities in study.yaml: {quantities}"
        said = ", ".join(f"{id}: {{decimals: {one.decimals}}}" for id, one in quantities.items())
        notes.append(("OWN_QUANTITIES", Message.of(message, quantities=said)))
    place = Location(_name(files[0]))
    told = (Problem(code, message, location=place, severity=NOTE) for code, message in notes)
    return replace(found, problems=(*found.problems, *told))


@dataclass(frozen=True)
class TablesRead:
    """Hold what tables became, with the row of posts that each post of theirs is in, for who proposes a map."""

    imported: Imported
    rows_of_posts: Mapping[str, str]
    heads: int = 0
    units_with_posts: int = 0
    lines: int = 0
    ordinary_lines: int = 0
    sums: Mapping[int, Sums] = field(default_factory=dict)
    """What of figures of units is a sum, by the number of the table in the map."""


def _name(file: Path | Sheet) -> str:
    return file.name if isinstance(file, Path) else file.file.strip("<>")


@gc_paused()
def import_tables(
    files: Files, map: HierarchyMap, *, as_of: str | None = None, opened: Opened | None = None
) -> TablesRead:
    """Import tables by a map, with what a proposer of maps counts; ``opened`` keeps what was read of the files already."""
    as_of = as_of or (None if map.as_of in (None, "unknown", "?") else map.as_of)
    problems: list[Problem] = []
    tables = open_tables(files, map, problems, opened or Opened(), as_of)
    if tables is None or not tables:
        return TablesRead(Imported(Structure.of(), in_order(problems)), {})
    kept = on_the_day(tables, as_of, problems) if map.tables else tables
    read = _Reading(kept, map, as_of, problems).read() if kept else TablesRead(Imported(Structure.of()), {})
    unused = sum(table.rows.count for table in tables) - sum(table.rows.count for table in kept)
    imported = read.imported if kept else replace(read.imported, problems=in_order(problems))
    imported = replace(imported, rows_in=imported.rows_in + unused, rows_unused=imported.rows_unused + unused)
    return replace(read, imported=imported)


class _Reading:
    """Put opened tables together: units first, then posts and people in them."""

    def __init__(self, tables: list[Table], map: HierarchyMap, as_of: str | None, problems: list[Problem]) -> None:
        self.tables = tables
        self.map = map
        self.as_of = as_of
        self.problems = problems
        self.records: list[Record] = []
        self.posts: PostColumns | None = None
        self.lines: LineColumns | None = None
        self.homes = Homes()
        self.made: dict[str, list[Any]] = {}
        self.ended: set[str] = set()
        self.renamed: dict[str, str] = {}
        self.heads = 0
        self.named: list[NamedHead] = []
        self.written = 0
        self.left_to_rule = 0
        self.sums: dict[int, Sums] = {}
        self.people = Listed()

    def read(self) -> TablesRead:
        once = {table.source: table for table in reversed(self.tables)}
        self.records += [_document(table, self.as_of) for table in self.tables if once[table.source] is table]
        unused = tell_untaken(self.tables)
        units = [table for table in self.tables if table.map.rows == "units"]
        holding = [
            table
            for table in self.tables
            if table.map.rows == "people" and "post" in table.cells and len(self.tables) > 1
        ]
        listing = [table for table in self.tables if table.map.names_only]
        posts = [table for table in self.tables if table.map.rows != "units" and table not in (*holding, *listing)]
        self.people = named_people(listing)
        placed = list(zip(posts, self._placed_posts(posts), map(ways_of, posts), strict=True))
        self.homes.ids = Ids(chain.from_iterable(found.ids for _, found, _ in placed))
        tops, rows_of_units = self._all_units(units)
        rows = [PostRows(table, found, further_lines(found, table)) for table, found, _ in placed]
        made = self._posts([ways for _, _, ways in placed], rows, holding)
        self.records = with_heads(self.records, self.named, self.people, alone=not rows)
        tell_unnamed(listing, self.people)
        linked = [each for each in rows if each.table.cells.keys() & _SUPERIORS or each.table.map.indent]
        tops += sum(int((each.placed.above < 0).sum()) - len(each.placed.beyond) for each in linked) if not units else 0
        if tops > 1:
            said_of_tops = "{tops} rows are at the top"
            if tops == (rows_of_units if units else sum(len(each.placed) for each in linked)):
                said_of_tops = "no tree was found: each of the {tops} rows is at the top"
            self.tables[0].report.whole("SEVERAL_TOPS", Message.of(said_of_tops, tops=tops), severity=NOTE)
        left: dict[str, None] = {}
        for table in self.tables:
            used = set().union(*(other.used for other in self.tables if other.source == table.source))
            told = set(table.not_mapped(used))
            left |= dict.fromkeys(name for name in left_over(table.rows.sheet, used) if name not in told)
            self.problems += table.report.problems
        return TablesRead(
            Imported(
                structure_of(
                    self.records,
                    self.posts,
                    self.lines,
                    [unit.id for unit in self.homes.every],
                    self.made,
                    Vocabulary(language=spoken_in(self.map.language), quantities=declared(self.records)),
                    self.as_of,
                ),
                in_order(self.problems),
                sum(table.rows.count for table in self.tables) + unused,
                tuple(left),
                rows_unused=unused,
            ),
            made,
            self.heads,
            int((np.bincount(np.concatenate([each.homes for each in rows])) > 0).sum()) if rows else 0,
            self.written,
            self.left_to_rule,
            self.sums,
        )

    # -- units -----------------------------------------------------------------------------------------------------------

    def _all_units(self, tables: list[Table]) -> tuple[int, int]:
        """Place the units of all tables; give how many rows are at the top, and how many there are."""
        forces = [in_force(rows_of(table), table, self.as_of) for table in tables]
        kept = apart(tables, [_unreserved(table, sound) for table, (sound, _) in zip(tables, forces, strict=True)])
        several = len(tables) > 1  # of one there are no others
        ids = [set(_ids_of(table, sound)) if several else set() for table, sound in zip(tables, kept, strict=True)]
        tops = 0
        for number, (table, sound) in enumerate(zip(tables, kept, strict=True)):
            others = set().union(*(one for other, one in enumerate(ids) if other != number))
            tops += self._units(table, sound, forces[number][1], others)
        return tops, sum(map(len, kept))

    def _units(self, table: Table, sound: RowLines, ended: dict[int, str], others: set[str]) -> int:
        """Place the units of a table; give how many rows are at the top."""
        ways = ways_of(table)
        implied: dict[str, tuple[str, str | None]] = {}
        if ways is not None:
            if "name" not in table.cells:
                table.cells.put("name", [way[-1] if way else "" for way in ways])
            placed, implied = by_path(sound, table.cells.get("id"), ways, table.report)
            without_loops(placed, table.report)
        else:
            placed = beside_loops(_linked(sound, table, ["name"], others), table.report).each()
        placed = new_units(placed, table, self.homes.units.keys())
        implied = {id: one for id, one in implied.items() if id not in self.homes.units}
        if table.figures and table.map.figures != "own":
            self._sums(placed, table)
        gone = {one.id for one in placed if one.row in ended}
        for one in placed:
            if one.parent in gone and one.row not in ended:
                message = Message.of("it is under {text!r}, which has ended; it is kept at the top", text=one.parent)
                table.report.row(one.line, "ENDED_SUPERIOR", message, subject=one.id)
                one.parent = None
        self.ended |= gone
        for record in unit_records(placed, implied, ended, table):
            if isinstance(record, Unit):
                names = dict(record.names)
                name = next(iter(names.values()), "")
                home = HomeUnit(record.id, name, record.parent, record.kind, record.src, is_listed=True)
                self.homes.list(home)
            self.records.append(record)
        self.named += [*named_heads(placed, table, ended), *heads_of_levels(placed, implied, table, ended)]
        self.homes.ids.take(one.id for one in placed)
        if not table.cells.keys() & {"id", "outline", "hierarchy"}:
            self.homes.made |= {one.id for one in placed}
        return sum(one.parent is None and one.row not in ended for one in placed)

    def _sums(self, placed: list[Placed], table: Table) -> None:
        if table.map.figures == WITH_BELOW:
            put_under(placed, table)
            take_apart(placed, table)
            return
        number = next(at for at, part in enumerate(self.map.parts) if part is table.map)
        self.sums[number] = sums = sums_of(placed, table)
        tell_sums(sums, table)

    # -- posts and people ------------------------------------------------------------------------------------------------

    def _placed_posts(self, tables: list[Table]) -> list[PlacedRows]:
        """Place the posts and people of all tables; those who stand under one of another table are told apart."""
        rows = [one_post_a_number(table, in_force(rows_of(table), table, self.as_of)[0]) for table in tables]
        kept = apart(tables, rows)
        several = len(tables) > 1  # of one there are no others
        ids = [set(_ids_of(table, sound)) if several else set() for table, sound in zip(tables, kept, strict=True)]
        found: list[PlacedRows] = []
        taken: set[str] = set()
        for number, (table, sound) in enumerate(zip(tables, kept, strict=True)):
            if table.cells.keys() & _SUPERIORS or table.map.indent:
                keys = [key for key in ("also", "person_id", "person", "name") if key in table.cells]
                others = set().union(*(one for other, one in enumerate(ids) if other != number))
                placed = beside_loops(_linked(sound, table, keys, others), table.report)
            else:
                placed = unlinked(sound, table)
            placed = placed.named(own_ids(table, placed.ids, taken))
            if not taken.isdisjoint(placed.ids):  # rows without ids of their own are numbered by line
                placed = placed.named([f"{id}@{table.source}" if id in taken else id for id in placed.ids])
            taken.update(placed.ids if several else ())
            found.append(placed)
        return found

    def _posts(self, ways: list[Ways | None], rows: list[PostRows], holding: list[Table]) -> dict[str, str]:
        """Put posts into units, rank them, and make columns; give the row of posts that each is in."""
        self._without_clashes(rows)
        listed = set(self.homes.units)
        for each, mine in zip(rows, ways, strict=True):
            each.homes = put_into_units(each.placed, mine, each.table, self.homes)
        if not rows:
            return {}
        new = [unit for id, unit in self.homes.units.items() if id not in listed]
        self.made = home_columns(new, rows[0].table) if new else {}
        self._reparent(listed)
        for each in rows:
            self.records += locations(
                each, self.homes, {one.unit for one in self.records if isinstance(one, Attribute)}
            )
        self.records += authorized_of_posts(rows, self.homes, self.records)
        above = self.homes.above()
        numbers = {id: unit.number for id, unit in self.homes.units.items()}
        ranks, self.named = heads_among(rows, ranks_of(rows, above, self.map.ranks), self.named, numbers)
        is_head = np.array([rank == "head" for rank in ranks.values], dtype=np.bool_)
        self.heads = int(is_head[ranks.codes].sum())
        people: list[Person | Incumbency] = holders(rows, self.people)
        ids = list(chain.from_iterable(each.placed.ids for each in rows))
        ftes: dict[str, int | None] = {}
        authorized = {
            one.id: each.table.figure("authorized", one.row)
            for each in rows
            for one in (each.placed.each() if holding else ())
        }
        for table in holding:
            found = unlinked(in_force(rows_of(table), table, self.as_of)[0], table)
            people += posts_held(found, table, authorized, ftes, self.renamed)
        held = Counter(one.post for one in people if isinstance(one, Incumbency)) if holding else Counter[str]()
        if holding and (empty := sum(post not in held for post in ids)):
            message = Message.of("posts that nobody in this table holds are vacant: {count}", count=empty)
            holding[0].report.whole("NOT_HELD", message, severity=NOTE)
        posts = with_ranks(joined([post_columns(each, held, ftes) for each in rows]), ranks)
        lines = lines_of(rows)
        rows_of_posts = ids
        if self.map.identical == "one row":
            posts, lines, people, row = as_one_row(posts, lines, people)
            rows_of_posts = list(map(posts.ids.__getitem__, row.tolist()))
        self.written = len(lines)
        if self.map.ordinary_lines == "derived":
            lines = beside_ordinary(lines, posts.unit, is_head[posts.texts["rank"].codes], above)
        self.left_to_rule = self.written - len(lines)
        self.posts, self.lines = posts, lines
        self.records += people
        return dict(zip(ids, rows_of_posts, strict=True))

    def _reparent(self, listed: set[str]) -> None:
        """Put listed units under the organisation where one was made around them."""
        if not listed:
            return
        parents = {id: self.homes.units[id].parent for id in listed}
        self.records = [
            replace(one, parent=parents[one.id])
            if isinstance(one, Unit) and one.id in parents and one.parent != parents[one.id]
            else one
            for one in self.records
        ]

    def _without_clashes(self, rows: list[PostRows]) -> None:
        """Give posts that have the id of a unit another one, and tell."""
        taken = {one.id for one in self.records if isinstance(one, Unit)} | {
            one.unit.id for one in self.records if isinstance(one, Ended)
        }
        for each in rows:
            ids = each.placed.ids
            clash = {id: f"{id}@post" for id in ids if id in taken} if not taken.isdisjoint(ids) else {}
            if not clash:
                continue
            message = Message.of(
                "posts that have the id of a unit, as {id}: {count}; @post is put behind it",
                count=len(clash),
                id=next(iter(clash)),
            )
            each.table.report.whole("IDS_OF_UNITS", message, severity=NOTE)
            each.placed = each.placed.named([clash.get(id, id) for id in ids])
            self.renamed |= clash


def _unreserved(table: Table, sound: RowLines) -> RowLines:
    """Leave out the rows of a table of units whose own id, or outline number where they have none, means a scope."""
    if "id" in table.cells:
        ids = table.coded("id")
    elif "outline" in table.cells:
        ids = Categorical.of(outline_ids(sound, table.cells["outline"]))
    else:
        return sound
    kept = without_scopes(sound, ids, table.report)
    if len(kept) < len(sound):
        table.left_out.update({ids[row] for row in sound.rows.tolist()} - {ids[row] for row in kept.rows.tolist()})
    return kept


def _made_ids(sound: RowLines, table: Table) -> list[str]:
    """Make ids for the rows of a table that has none: of the names of units, of the lines of posts and people."""
    made = [""] * len(table.rows.lines)
    given = Ids()
    for row, line in sound:
        name = table.text("name", row) if table.map.rows == "units" else ""
        made[row] = given.give(slug(name, f"row-{line}") if name else f"row-{line}")
    return made


def _names(keys: Sequence[str], ids: Categorical, sound: RowLines, table: Table) -> list[dict[str, list[str]]]:
    """Give the names by which rows may be called, a mapping for each column of them."""
    return [names_by((table.text(key, row), ids[row]) for row in sound.rows.tolist()) for key in keys]


def _ids_of(table: Table, sound: RowLines) -> list[str]:
    """Give the ids of the rows of a table that others may name; those that are its own nobody else names."""
    if "id" not in table.cells or table.map.ids == "own":
        return []
    found: list[str] = table.coded("id").taken(sound.rows).cells()
    return found


def _linked(sound: RowLines, table: Table, keys: Sequence[str], others: set[str]) -> PlacedRows:
    """Place rows by what tells who is above each; ``keys`` are the columns of the names by which rows may be called.

    ``others`` are the ids of other tables, in which superiors may stand.
    """
    given, report = table.cells.get("id"), table.report
    if "hierarchy" in table.cells:
        return PlacedRows.of(by_node(sound, given, table.cells["hierarchy"], report))
    if table.map.indent:
        return PlacedRows.of(by_indent(sound, given, table.rows.texts(table.map.indent), report))
    if "depth" in table.cells:
        return PlacedRows.of(by_depth(sound, given, table.coded("name").cells(), table.cells["depth"], report))
    if "outline" in table.cells:
        return PlacedRows.of(by_outline(sound, given, table.cells["outline"], report))
    ids = Categorical.of(_made_ids(sound, table)) if given is None else table.coded("id")
    dated = bool(table.cells.keys() & {"begins", "ends"})
    parents, tops = table.coded("parent"), table.map.root
    if table.map.nested:
        parents, tops = _beginnings(ids, sound), [""]
    elif "parent" not in table.cells:  # the map says that the list is flat
        parents, tops = Categorical.constant("", table.rows.sheet.size), [""]
    return by_parent(
        sound, ids, parents, tops, report, lambda: _names(keys, ids, sound, table), table.left_out,
        dated=dated, made=given is None, others=others,
    )  # fmt: skip


def _beginnings(ids: Categorical, sound: RowLines) -> Categorical:
    """Give the code above the one of each row."""
    above = dict(zip(own := list(dict.fromkeys(ids.taken(sound.rows).cells())), parents_of(own), strict=True))
    return ids.mapped(lambda code: above.get(code, "")).distinct()


def _document(table: Table, as_of: str | None) -> Document:
    file, _, sheet = table.rows.file.rpartition("[") if table.rows.file.endswith("]") else (table.rows.file, "", "")
    title = Path(file).name + (f" [{sheet}" if sheet else "")
    return Document(
        table.source,
        kind="dataset",
        date=as_of,
        title=names_of(**{table.whole.language: title}),
        note="src gives the row",
    )
