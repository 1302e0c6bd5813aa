"""The tables of a map opened: each by its part of the map, with the column of each meaning found, or what is missing told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from orgmodel.core.categorical import Categorical
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, nearest
from orgmodel.io.importers.hierarchy.cells import Cells
from orgmodel.io.importers.hierarchy.indents import set_in
from orgmodel.io.importers.hierarchy.map import PLACING, HierarchyMap, RelationsMap, TableMap
from orgmodel.io.importers.hierarchy.picked import of_rows, picked
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.hierarchy.unit_rows import without_spaces
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.known.holders import hold_given
from orgmodel.io.importers.known.tables import heading, headings, kinds, known_columns, plain, statuses
from orgmodel.io.importers.naming import Ids, slug
from orgmodel.io.importers.relations import Objects, related
from orgmodel.io.importers.rows import Rows
from orgmodel.io.importers.source import Opened, open_table
from orgmodel.io.importers.source_checks import without_unseen
from orgmodel.io.importers.source_frames import json_table, json_tables
from orgmodel.io.sheet import Sheet

Files = Mapping[str, "Path | Sheet"]
_FAMILY_NAME_FIRST = frozenset(("vi", "zh", "ja", "ko", "hu"))


@dataclass(frozen=True)
class _Given:
    """Hold what tables are opened from: the files, what was read of them, the whole map, and the day that counts."""

    files: Files
    opened: Opened
    whole: HierarchyMap
    as_of: str | None


def open_tables(
    files: Files, map: HierarchyMap, problems: list[Problem], opened: Opened, as_of: str | None
) -> list[Table] | None:
    """Open all tables; None where one cannot be read, since what is joined by code would be half."""
    given = _Given(files, opened, map, as_of)
    sources = Ids()
    cited: dict[tuple[str, str], str] = {}
    accounted: list[RelationsMap] = []
    tables: list[Table] = []
    whole = True
    for part in map.parts:
        file = _file_of(part.file, files, problems)
        if file is None:
            whole = False
            continue
        place, stem, sheet = (part.file, part.sheet), Path(part.file).stem if part.file else "table", part.sheet
        if part.relations is not None and part.rows == "people":  # rows of the relations themselves
            place, stem, sheet = (
                (part.relations.file, part.relations.sheet), Path(part.relations.file).stem, part.relations.sheet
            )  # fmt: skip
        is_first = place not in cited or not part.where
        source = (
            sources.give("table" if len(map.parts) == 1 else slug(sheet or stem, "table")) if is_first else cited[place]
        )
        cited[place] = source
        tells = part.relations is not None and part.relations not in accounted
        accounted += [part.relations] if part.relations is not None else []
        table = _open_part(file, part, source, problems, given, is_first=is_first, tells=tells)
        if table is None:
            whole = False
        else:
            if not table.rows.count:
                table.report.whole("EMPTY_FILE", "the file has a header and no rows")
            tables.append(table)
    return tables if whole else None


def _file_of(name: str, files: Files, problems: list[Problem]) -> Path | Sheet | None:
    if not name:
        if len(files) == 1:
            return next(iter(files.values()))
        message = Message.of("several files are given; say of each table in the map in which it is (file: …)")
        problems.append(Problem("FILE", message))
        return None
    if name in files:
        return files[name]
    hint = nearest(name, files)
    message = Message.of("the map names the file {name!r}, which is not given{hint}", name=name, hint=hint)
    problems.append(Problem("MISSING_FILE", message, name))
    return None


def _open_part(
    path: Path | Sheet,
    part: TableMap,
    source: str,
    problems: list[Problem],
    given: _Given,
    *,
    is_first: bool,
    tells: bool,
) -> Table | None:
    """Open a table by its part of the map, the first of a table or a further one; None after a problem that leaves nothing to read."""
    whole, opened = given.whole, given.opened
    wanted = [*part.columns.values(), *part.levels, *part.lines.values(), *part.sorts, *part.level_heads.values()]
    report = Report(str(path) if isinstance(path, Path) else path.file)
    if isinstance(path, Sheet):
        sheet: Sheet | None = without_unseen(path, report.problems)
    elif path.suffix.lower() == ".json":
        tables = opened.read((path,), partial(json_tables, path), report.problems)
        sheet = json_table(tables, path, part.sheet, report.problems)
        sheet = None if sheet is None else without_unseen(sheet, report.problems)
    else:
        expected = [*wanted, *(name for name in headings() if name not in kinds())]
        sheet = open_table(
            path, report.problems, expected=expected, header=part.header,
            header_lines=part.header_lines, names=part.names, sheet=part.sheet,
            indent=part.indent or (part.columns.get("name", "") if part.unit_rows else ""), block=part.block,
            is_turned=part.turned, opened=opened,
        )  # fmt: skip
    if sheet is None:
        problems += report.problems
        return None
    if part.relations is not None:
        relations = _relations(part, report.problems, given)
        if relations is not None:
            id = part.columns.get("id", "") or part.columns.get("person_id", "")
            objects = Objects(part.rows, id, next(iter(part.where), ""), part.dates)
            sheet = related(sheet, relations, objects, given.as_of, report.problems, tells=tells)
        if relations is None:
            sheet = None
        if sheet is None:
            problems += report.problems
            return None
    report.file = sheet.file
    columns = _columns(sheet, part, report, whole.organisation)
    if columns is None:
        problems += report.problems
        return None
    passed = None
    if part.where:
        sheet, passed = picked(sheet, part.where)
        report.problems = of_rows(report.problems, sheet, passed, is_first=is_first)
    rows = Rows(sheet, tuple(report.problems))
    cells = Cells({key: rows.coded(name) for key, name in columns.items()})
    if part.unit and "unit" not in cells:
        cells.coded["unit"] = Categorical.constant(part.unit, rows.sheet.size)
    if part.indent and columns.get("name") == part.indent:
        cells.put("name", [name for _, name in set_in(rows.texts(part.indent))])
    if part.unit_rows and "name" in cells:
        cells.coded["name"] = without_spaces(cells.coded["name"])
    if "given" in cells and "person" in cells and not hold_given(cells["person"], cells["given"]):
        pair = zip(cells["given"], cells["person"], strict=True)
        last_first = whole.language in _FAMILY_NAME_FIRST
        cells.put("person", [" ".join(filter(None, (one[::-1] if last_first else one))) for one in pair])
    lines = {kind: rows.coded(name) for kind, name in part.lines.items()}
    return Table(part, whole, rows, cells, lines, report, source, columns, passed=passed)


def _relations(part: TableMap, problems: list[Problem], given: _Given) -> Sheet | None:
    """Open the table of the relations between the rows of a table; None after a problem that leaves nothing to read."""
    said = part.relations
    file = None if said is None else _file_of(said.file, given.files, problems)
    if said is None or file is None:
        return None
    if isinstance(file, Sheet):
        return without_unseen(file, problems)
    return open_table(file, problems, expected=(), header=said.header, sheet=said.sheet, opened=given.opened)


def _columns(sheet: Sheet, part: TableMap, report: Report, organisation: str) -> dict[str, str] | None:
    """Find the column of each meaning: as the map says, else by known headings; None after a problem."""
    before = len(report.problems)
    found: dict[str, str] = {}
    told = "the map says that {key} is in the column {name!r}, and there is none{hint}"
    asked = [*part.columns.items(), *((f"lines {kind}", name) for kind, name in part.lines.items())]
    asked += [("sorts", name) for name in part.sorts] + [("where", name) for name in part.where]
    asked += [("level_heads", name) for name in part.level_heads.values()]
    for key, name in asked:
        if name not in sheet.header:
            hint = nearest(name, sheet.header)
            message = Message.of(told, key=key, name=name, hint=hint)
            report.problems.append(Problem("MISSING_COLUMN", message, name, sheet.at(-1)))
        elif key in part.columns:
            found[key] = name
    for name in [*part.levels, *([part.indent] if part.indent else [])]:
        if name not in sheet.header:
            message = Message.of(
                "the map names the level {name!r}, and there is no such column{hint}",
                name=name,
                hint=nearest(name, sheet.header),
            )
            report.problems.append(Problem("MISSING_COLUMN", message, name, sheet.at(-1)))
    if len(report.problems) > before:
        return None
    if not part.file:  # a map that names its tables says all of them; a short one leaves the usual names to us
        taken = {*found.values(), *part.levels, *part.lines.values(), part.indent, *part.where}
        for key, name in known_columns([one for one in sheet.header if one not in taken], part.rows).items():
            free = key in TableMap.KEYS and key not in found and not key.startswith("unit_") and key != "pay"
            if free and (key != "status" or _are_statuses(sheet, name)):
                found[key] = name
    if part.rows == "people" and "name" in found and not found.keys() & {"person", "person_id"}:
        known = heading(found["name"])
        if known is not None and "|" in known.meaning("people"):  # of people it is their names
            found["person"] = found.pop("name")
    _check_enough(found, part, sheet, report, organisation)
    return found if len(report.problems) == before else None


def _are_statuses(sheet: Sheet, name: str) -> bool:
    """Tell whether a column holds words of status: a heading alone may be of another status, as the marital one."""
    column = sheet.column(name)
    words = [] if column is None else [text for text in column.values if text]
    return bool(words) and all(plain(word) in statuses() for word in words)


def _check_enough(found: dict[str, str], part: TableMap, sheet: Sheet, report: Report, organisation: str) -> None:
    if part.names_only:
        return
    shaped = bool(part.levels or part.indent or part.nested is not None) or bool(found.keys() & PLACING)
    placed = shaped or "parent" in found or (part.flat and part.rows == "units")
    if not placed and (
        part.rows == "units"
        or not (part.unit or organisation or found.keys() & {"unit", "unit_name", "post"} or part.unit_rows)
    ):
        message = Message.of(
            "no column tells who is above: name parent, hierarchy or path in a map (the columns are {columns})",
            columns=_list(sheet.header),
        )
        report.problems.append(Problem("MISSING_COLUMN", message, "parent", sheet.at(-1)))
        return
    named = found.keys() & ({"name"} if part.rows == "units" else {"name", "person", "also", "person_id"})
    if "id" not in found and "parent" in found and not shaped and not named:
        message = Message.of(
            "no column holds the ids: name id in a map (the columns are {columns})", columns=_list(sheet.header)
        )
        report.problems.append(Problem("MISSING_COLUMN", message, "id", sheet.at(-1)))


def _list(names: Sequence[str]) -> str:
    return ", ".join(name[:40] for name in names[:20]) + (" …" if len(names) > 20 else "")
