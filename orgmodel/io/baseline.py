"""A baseline: a folder of tables, or one file with all of them, to a structure and every problem in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from orgmodel.core.figures import Estimate, FigureId, Source
from orgmodel.core.integrity import check
from orgmodel.core.look_alikes import MOST_LOOK_ALIKES, look_alike, look_alikes
from orgmodel.core.manifest import unfinished_sets
from orgmodel.core.messages import Message, series
from orgmodel.core.problems import WARNING, Location, Problem, missing_file, nearest
from orgmodel.core.records import is_assumed
from orgmodel.core.schema import KEY_FIELDS, POST_FIGURES, Tables
from orgmodel.core.sources import cited_document, unknown_document
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.causes import lost_tables, without_effects
from orgmodel.io.cells import first_day
from orgmodel.io.columns import Part, read_columns
from orgmodel.io.delimited import parse_csv, read_csv
from orgmodel.io.layout import LAYOUTS, layouts_of
from orgmodel.io.office import RANKS, is_office, tables_in
from orgmodel.io.register import part_ended
from orgmodel.io.sheet import Sheet
from orgmodel.io.study_paths import stays
from orgmodel.io.workbook import read_workbook
from orgmodel.io.yaml_tables import read_yaml_tables
from orgmodel.words.labels import label, languages_of

REPORT = "problems.csv"
"""What an import writes beside the tables; it is no table."""

TABLE_NAMES = tuple(layout.table for layout in LAYOUTS)


def read_baseline(
    path: Path,
    terms: Vocabulary,
    as_of: str | None,
    root: Path | None = None,
    *,
    beside: Mapping[str, Sheet] | None = None,
    problems: list[Problem] | None = None,
    texts: Mapping[Path, str] | None = None,
) -> tuple[Structure, list[Problem]]:
    """Read a folder of CSV or XLSX tables, or one file with all of them (XLSX, YAML), at a date.

    ``beside`` are tables that stand in the study's own file; one that stands in both is a problem. ``texts`` are read in place
    of what CSV files of the folder hold, to see what would come of a change.

    Gives the structure with every problem of its files and of its integrity, sorted by file and place. After errors
    the structure holds what could be read. Files that a link leads out of ``root`` (the folder itself) are refused.
    """
    problems = [] if problems is None else problems
    if fault := unfinished(path):
        return Structure.of(terms=terms, as_of=as_of), [*problems, fault]
    if path.suffix.lower() in (".yaml", ".yml"):
        sheets = read_yaml_tables(path, problems)
    elif path.is_file():
        sheets = _workbook(path, terms, problems)
    else:
        sheets = _folder(path, root or path, problems, texts or {})
    for table, sheet in (beside or {}).items():
        if table in sheets:
            message = Message.of(
                "the table {table} is in study.yaml and in the baseline ({file}); keep one",
                table=table,
                file=sheets[table].file,
            )
            problems.append(Problem("DUPLICATE", message, table, sheet.at(-1)))
        sheets[table] = sheet
    return structure_of(sheets, terms, as_of, problems)


def unfinished(folder: Path) -> Problem | None:
    """Say that a run was stopped while it wrote a study or a baseline: its tables belong to two states."""
    if not folder.is_dir() or not unfinished_sets(folder):
        return None
    message = "a run of orgmodel was stopped while it wrote this folder, so that its files do not belong together; run it again"
    return Problem("UNFINISHED", message, folder.name, Location(str(folder)))


def structure_of(
    sheets: Mapping[str, Sheet], terms: Vocabulary, as_of: str | None, problems: list[Problem]
) -> tuple[Structure, list[Problem]]:
    """Make a structure of sheets by table name, and give it with all problems, earlier ones included."""
    parts = {
        layout.table: read_columns(sheets[layout.table], layout, problems)
        for layout in layouts_of(terms)
        if layout.table in sheets
    }
    _check_sources(parts, problems)
    _warn_of_bare_assumptions(parts, problems)
    _check_begins(parts, as_of, problems)
    _warn_of_look_alikes(parts, problems)
    if "members" in parts:
        _share_groups(parts["members"], parts.get("member_groups"), problems)
    columns: dict[str, dict[str, Any]] = {}
    ended = None
    if "units" in parts:
        parts["units"], ended = part_ended(parts["units"], as_of, problems)
    for table, part in parts.items():
        if table in Tables.BY_NAME:
            spec = Tables.BY_NAME[table]
            kept = {field: column for field, column in part.fields.items() if field in spec.fields}
            needed = all(field in kept for field in spec.fields if not spec.has_default(field))
            is_whole = needed and len(set(map(len, kept.values()))) <= 1  # else a column is not there, as is told
            columns[table] = kept if is_whole else {}
    if ended is not None:
        columns["ended"] = {"unit": ended[0], "ends": ended[1]}
    structure = Structure.from_columns(columns, terms=terms, as_of=as_of)
    told = list(problems)
    lost = lost_tables(problems, tuple(sheets))
    problems[:] = without_effects(problems, lost)
    checked = check(structure)
    found = [_placed(problem, parts) for problem in checked]
    found = without_effects(found, lost, checked) if lost else found
    problems.extend(_not_following(found, told))
    problems.sort(key=lambda one: (one.location or Location(""), one.code, one.message))
    return structure, problems


def _not_following(found: Iterable[Problem], told: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out what follows from a cell that could not be read and counts as blank."""
    places = {one.location for one in told}
    rows = {(one.location.file, one.location.line) for one in told if one.location and one.code == "BAD_VALUE"}
    for one in found:
        place = one.location
        follows = place in places or (one.code == "NO_PAY" and place and (place.file, place.line) in rows)
        if place is None or one.code == "UNTOLD" or not follows:
            yield one


def _placed(problem: Problem, parts: Mapping[str, Part]) -> Problem:
    part = parts.get(problem.table)
    if part is None or problem.row < 0:
        return problem
    return replace(problem, table="", row=-1, field="").at(part.at(problem.row, problem.field))


# -- files ---------------------------------------------------------------------------------------------------------------


def _folder(folder: Path, root: Path, problems: list[Problem], texts: Mapping[Path, str]) -> dict[str, Sheet]:
    """Read the tables of a folder; a table file that belongs to no table is a problem, other files are let be."""
    sheets: dict[str, Sheet] = {}
    if not folder.is_dir():
        problems.append(missing_file(folder))
        return sheets
    for file in sorted({*folder.iterdir(), *texts}):
        if file.suffix.lower() not in (".csv", ".xlsx") or file.name.startswith((".", "~$")) or file.name == REPORT:
            continue
        table = file.stem
        if not stays(root, file, problems):
            continue
        if table not in TABLE_NAMES:
            hint = nearest(table.lower(), TABLE_NAMES) or Message.of(
                "; tables are {table_names}", table_names=", ".join(TABLE_NAMES)
            )
            message = Message.of("{table!r} is not a table of a baseline{hint}", table=table, hint=hint)
            problems.append(Problem("UNKNOWN_TABLE", message, subject=table, location=Location(str(file))))
        elif table in sheets:
            message = Message.of("the table {table} is here twice, as CSV and as XLSX; keep one", table=table)
            problems.append(Problem("DUPLICATE", message, subject=table, location=Location(str(file))))
        elif file.suffix.lower() == ".csv":
            expected = next(layout for layout in LAYOUTS if layout.table == table).known()
            held = texts.get(file)
            sheet = (
                read_csv(file, problems, expected) if held is None else parse_csv(held, str(file), problems, expected)
            )
            if sheet is not None:
                sheets[table] = sheet
        else:
            read = read_workbook(file, problems)
            if read:
                sheets[table] = next(iter(read.values()))
    if "units" not in {file.stem.lower() for file in folder.iterdir() if file.suffix.lower() in (".csv", ".xlsx")}:
        problems.append(
            Problem("MISSING_FILE", "a baseline needs units.csv", location=Location(str(folder / "units.csv")))
        )
    return sheets


def _workbook(path: Path, terms: Vocabulary, problems: list[Problem]) -> dict[str, Sheet]:
    before = len(problems)
    sheets = read_workbook(path, problems)
    if is_office(sheets):
        words = {
            rank: {rank, *(label("rank", rank, code, terms.labels) for code in languages_of(terms.labels))}
            for rank in RANKS
        }
        return tables_in(sheets, {text.casefold(): rank for rank, texts in words.items() for text in texts}, problems)
    if sheets and not any(name in TABLE_NAMES or nearest(name.lower(), TABLE_NAMES) for name in sheets):
        del problems[before:]  # what its cells are asked to be they need not be
        message = (
            "no sheet of this workbook is a table of a baseline; of a workbook of your own orgmodel init makes a study"
        )
        problems.append(Problem("UNKNOWN_TABLE", message, subject=path.name, location=Location(str(path))))
        return {}
    for name, sheet in sheets.items():
        if name not in TABLE_NAMES:
            hint = nearest(name.lower(), TABLE_NAMES) or Message.of(
                "; tables are {table_names}", table_names=", ".join(TABLE_NAMES)
            )
            message = Message.of("the sheet {name!r} is not a table of a baseline{hint}", name=name, hint=hint)
            problems.append(Problem("UNKNOWN_TABLE", message, subject=name, location=Location(sheet.file)))
    return sheets


# -- across tables -------------------------------------------------------------------------------------------------------


def _check_sources(parts: Mapping[str, Part], problems: list[Problem]) -> None:
    """Report source marks that name no listed document; without documents.csv any mark is taken."""
    if "documents" not in parts:
        return
    documents: set[str | None] = {None, *parts["documents"].fields["id"].values}
    for part in parts.values():
        marks = part.get("src")
        wrong: dict[str, str] = {}
        for row in marks.rows_where(lambda mark: cited_document(mark) not in documents):
            name = cited_document(marks[row]) or ""
            if name not in wrong:
                wrong[name] = unknown_document(name, filter(None, documents))
            problems.append(Problem("UNKNOWN_DOCUMENT", wrong[name], name, part.at(row, "src")))


def _warn_of_bare_assumptions(parts: Mapping[str, Part], problems: list[Problem]) -> None:
    """Warn of staff rows whose figures are assumed, yet stand without a range as if they were known."""
    part = parts.get("posts")
    if part is None:
        return
    ranks = part.get("rank", "staff")
    for row in part.get("src").rows_where(is_assumed):
        bare = [name for name in POST_FIGURES if isinstance(part.fields[name][row], int)]
        if bare and ranks[row] == "staff":
            key = part.fields["id"][row]
            message = Message.of(
                "{fields} of {key!r} assumed without a range; give {field}_low and {field}_high",
                fields=series(bare),
                key=key,
                field=bare[0],
            )
            problems.append(Problem("ASSUMED_WITHOUT_RANGE", message, key, part.at(row, bare[0]), WARNING))


def _warn_of_look_alikes(parts: Mapping[str, Part], problems: list[Problem]) -> None:
    """Warn of different ids of units and posts that nobody can tell apart, with both places."""
    known = [(part, id) for table in ("units", "posts") if (part := parts.get(table)) for id in part.get("id").values]
    pairs = look_alikes([str(id) for _, id in known])
    for first, second in pairs[:MOST_LOOK_ALIKES]:
        places = [
            part.at(rows[0], "id") for part, id in (known[first], known[second]) if (rows := part.get("id").rows_of(id))
        ]
        if len(places) == 2:
            problems.append(look_alike(str(known[second][1]), str(known[first][1]), places[1], places[0]))


def _check_begins(parts: Mapping[str, Part], as_of: str | None, problems: list[Problem]) -> None:
    """Report what begins only after the date of the baseline; a pay that is laid down already may."""
    if as_of is None:
        return
    for part in (one for table, one in parts.items() if table != "grades"):
        begins = part.get("begins", None)
        for row in begins.rows_where(lambda date: date not in (None, "?") and first_day(date) > first_day(as_of)):
            message = Message.of(
                "begins on {begins}, after the date of the baseline ({as_of}); let a scenario create it",
                begins=begins[row],
                as_of=as_of,
            )
            problems.append(Problem("DATE_ORDER", message, location=part.at(row, "begins")))


def _share_groups(members: Part, groups: Part | None, problems: list[Problem]) -> None:
    """Give organisations whose members are known only as a sum a part of that sum, each unknown by itself.

    The parts are numbered in the order of the organisations' keys, whatever the order of the rows.
    """
    totals: dict[str, Any] = {}
    if groups is not None:
        for row, name in enumerate(groups.fields["id"]):
            if name in totals:
                message = Message.of("the group {name!r} stands here already", name=name)
                problems.append(Problem("DUPLICATE", message, name, groups.at(row, "id")))
            totals[name] = groups.fields["total"][row]
    names = members.get("total_group")
    rows: dict[str, list[int]] = {}
    for row in names.rows_where(bool):
        name, place = names[row], members.at(row, "total_group")
        if name not in totals:
            message = Message.of("no group {name!r} in member_groups{hint}", name=name, hint=nearest(name, totals))
            problems.append(Problem("UNKNOWN_GROUP", message, name, place))
        elif members.fields["total"][row] is not None:
            message = Message.of("a total of its own and a total_group; a party organisation has one of the two")
            problems.append(Problem("TWO_TOTALS", message, str(members.fields["unit"][row]), place))
        else:
            rows.setdefault(name, []).append(row)
    shares: dict[int, Estimate] = {}
    for name, found in rows.items():
        total = totals[name]
        if isinstance(total, Estimate):
            source = total.source
        else:
            source = Source(FigureId("member_groups", name, "total"), total, total, total)
        found.sort(key=lambda row: tuple(str(members.get(field)[row]) for field in KEY_FIELDS["members"]))
        shares.update({row: Estimate(source, None, len(found), place) for place, row in enumerate(found)})
    members.fields["total"] = members.fields["total"].replaced(shares)
    for row, name in enumerate(groups.fields["id"] if groups is not None else ()):
        if name not in rows and groups is not None:
            message = Message.of("no party organisation names the group {name!r} in its total_group", name=name)
            problems.append(Problem("UNUSED_GROUP", message, name, groups.at(row, "id"), WARNING))
