"""Our own JSON: a structure without loss, versioned; docs/json.md describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from orgmodel.core.estimates import Estimate, FigureId
from orgmodel.core.integrity import check
from orgmodel.core.look_alikes import MOST_LOOK_ALIKES, look_alike, look_alikes
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem
from orgmodel.core.records import Record, Unit
from orgmodel.core.schema import NAME_FIELDS, Spec, Tables
from orgmodel.core.sources import cited_document, unknown_document
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.core.writing import write_text
from orgmodel.io.decoding import read_text
from orgmodel.io.json_places import Way, places
from orgmodel.io.json_records import TERMS, Reading, key_of, money_data, quantities_data
from orgmodel.io.json_text import LARGEST, parse_json

FORMAT = "orgmodel/structure"
VERSION = 2
READ = (1, VERSION)
"""The versions that are read; the first wrote the identity of a figure as one text."""
MOST_PLACED = 1000
"""Faults of one file that are told with line and column."""
_ALWAYS = object()
_MAY_BE_LEFT_OUT = ("known_share", "money", "quantities", "is_part", "states", "csv")


def write_json(structure: Structure, path: Path, *, force: bool = False) -> None:
    """Write a structure as a JSON file; equal structures give the same bytes."""
    write_text(path, to_json(structure), force=force)


def export_json(structure: Structure, path: Path, *, force: bool = False) -> list[Problem]:
    """Write a structure as a JSON file, as an exporter does; nothing is lost."""
    write_json(structure, path, force=force)
    return []


def _terms(structure: Structure, name: str) -> Any:
    value = getattr(structure.terms, name)
    if name == "money":
        return money_data(value)
    if name == "quantities":
        return quantities_data(value)
    if name == "csv":
        return asdict(value)
    if name != "labels":
        return value
    named = structure.terms.names_of_quantities  # which stand with the quantities
    return {key: dict(names) for key, names in value.items() if named.get(key) != names}


def to_json(structure: Structure) -> str:
    """Give a structure as JSON text, a record a line, records sorted by key.

    >>> from orgmodel.core.names import names_of
    >>> from orgmodel.core.records import Unit
    >>> structure, problems = from_json(to_json(Structure.of([Unit("a", names_of(vi="Sở"))])))
    >>> structure.unit("a").name(), problems
    ('Sở', [])
    """
    write = json.JSONEncoder(ensure_ascii=False).encode
    tables = []
    for spec in Tables.ALL:
        rows = structure.table(spec.table)
        records = sorted(
            rows.records(list(rows.rows())), key=lambda one: one.key if isinstance(one.key, tuple) else (one.key,)
        )
        if records:
            plan = _plan(spec)
            lines = ",\n".join(f"   {write(_data(record, plan))}" for record in records)
            tables.append(f'  "{spec.table}": [\n{lines}\n  ]')
    plain = Vocabulary()  # what is as usual is left out
    told = [
        name for name in TERMS if name not in _MAY_BE_LEFT_OUT or getattr(structure.terms, name) != getattr(plain, name)
    ]
    terms = ",\n".join(f'  "{name}": {write(_terms(structure, name))}' for name in told)
    return (
        f'{{\n "format": {write(FORMAT)},\n "version": {VERSION},\n "as_of": {write(structure.as_of)},\n'
        f' "terms": {{\n{terms}\n }},\n "tables": {{{_block(tables)}}}\n}}\n'
    )


def _block(parts: list[str]) -> str:
    inside = ",\n".join(parts)
    return f"\n{inside}\n " if parts else ""


def _plan(spec: Spec) -> list[tuple[str, str, Any]]:
    """List the fields of a record, each with its key and the value that need not be written."""
    return [
        (field.name, key_of(field), _ALWAYS if field.name in spec.figures else field.default)
        for field in fields(spec.record)
    ]


def _data(record: Any, plan: list[tuple[str, str, Any]]) -> dict[str, Any]:
    """Give a record as data: figures always, other fields where they differ from what is usual."""
    made: dict[str, Any] = {}
    for name, key, usual in plan:
        value = getattr(record, name)
        if value != usual:
            made[key] = _value(value, name)
    return made


def _value(value: Any, name: str) -> Any:
    if isinstance(value, Estimate):
        return _estimate(value)
    if isinstance(value, Unit):
        return _data(value, _plan(Tables.BY_NAME["units"]))
    return dict(value) if name in NAME_FIELDS else value


def _identity(id: FigureId) -> list[Any]:
    """Write a figure's identity as the list of its table, key (a text, or a list), field and part."""
    return [
        id.table,
        id.key if isinstance(id.key, str) else list(id.key),
        *([id.field, id.part] if id.part else [id.field]),
    ]


def _estimate(estimate: Estimate) -> dict[str, Any]:
    source = estimate.source
    data: dict[str, Any] = {"source": _identity(source.id), "low": source.low, "best": source.best, "high": source.high}
    if source.whole is not None:
        data["whole"] = source.whole if isinstance(source.whole, int) else _estimate(source.whole)
    if estimate.weights is not None:
        data["weights"] = list(estimate.weights)
    if estimate.parts != 1:
        data |= {"parts": estimate.parts, "position": estimate.position}
    if estimate.offset:
        data["offset"] = estimate.offset
    return data


def read_json(path: Path) -> tuple[Structure, list[Problem]]:
    """Read a structure from a JSON file, with every problem of the file and of the structure's integrity.

    After faults of the file the structure holds the records that could be read.
    """
    problems: list[Problem] = []
    text = read_text(path, limit=LARGEST, problems=problems)
    return (Structure.of(), problems) if text is None else from_json(text, str(path), problems)


def from_json(text: str, file: str = "text", problems: list[Problem] | None = None) -> tuple[Structure, list[Problem]]:
    """Read a structure from JSON text, as :func:`read_json` does from a file; problems found are added to those given."""
    problems = [] if problems is None else problems
    data = parse_json(text, file, problems)
    if data is None and problems:
        return Structure.of(), problems
    reading = Reading()
    structure = _structure(data, reading)
    faults: list[tuple[Problem, Way]] = reading.faults
    if not problems and not faults:
        faults = [(one, _way_of(one)) for one in (*check(structure), *_sources(structure))]
    alike = _alike(structure)
    if faults or alike:
        asked = {way for _, way in faults[:MOST_PLACED]} | {way for pair in alike for _, way in pair}
        found = {way: Location(file, *place) for way, place in places(text, asked).items()}
        problems.extend(one.at(found.get(way, Location(file))) for one, way in faults)
        problems.extend(look_alike(id, other, found.get(at), found.get(first)) for (other, first), (id, at) in alike)
    return structure, problems


def _alike(structure: Structure) -> list[tuple[tuple[str, Way], tuple[str, Way]]]:
    """Give pairs of ids of units and posts that look alike, each with where it stands; rows are in the order of the file."""
    units = structure.ids("units")
    ids = units + structure.ids("posts")

    def placed(at: int) -> tuple[str, Way]:
        is_unit = at < len(units)
        return ids[at], ("tables", "units" if is_unit else "posts", at if is_unit else at - len(units), "id")

    return [(placed(first), placed(second)) for first, second in look_alikes(ids)[:MOST_LOOK_ALIKES]]


def _sources(structure: Structure) -> Iterator[Problem]:
    """Report sources that name no document, as of tables; without documents any is taken."""
    documents = structure.ids("documents")
    known = set(documents)
    for spec in Tables.ALL if documents else ():
        rows = structure.table(spec.table)
        codes = rows.column("src") if "src" in spec.fields else np.empty(0, dtype=np.int32)
        for code in np.unique(codes[rows.live]) if len(codes) else ():
            name = cited_document(str(structure.strings.value(int(code)) or ""))
            if name is not None and name not in known:
                message = unknown_document(name, known)
                row = int(np.flatnonzero((codes == code) & rows.live)[0])
                yield Problem("UNKNOWN_DOCUMENT", message, name, table=spec.table, row=row, field="src")


def _way_of(problem: Problem) -> Way:
    """Say where a fault of the structure stands: rows are in the order of the file."""
    if not problem.table or problem.row < 0:
        return ()
    way: Way = ("tables", problem.table, problem.row)
    return (*way, "from" if problem.field == "from_" else problem.field) if problem.field else way


def _structure(data: Any, reading: Reading) -> Structure:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        reading.report(
            "FORMAT", Message.of("this is no structure: the key format is to be {format!r}", format=FORMAT), ("format",)
        )
        return Structure.of()
    version = data.get("version")
    if version not in READ or isinstance(version, bool):
        newer = isinstance(version, int) and version > VERSION
        message = (
            Message.of(
                "version {version} was written by a newer orgmodel, and this one reads {ours}: read "
                "it with the newer one",
                version=version,
                ours=VERSION,
            )
            if newer
            else Message.of(
                "version {version!r} is none that there is; this orgmodel reads and writes {ours}",
                version=version,
                ours=VERSION,
            )
        )
        reading.report("VERSION", message, ("version",))
        return Structure.of()
    reading.known(data, ("format", "version", "as_of", "terms", "tables"), ())
    tables = reading.mapping(data.get("tables", {}), ("tables",))
    reading.known(tables, [spec.table for spec in Tables.ALL], ("tables",))
    records: list[Record] = []
    for spec in Tables.ALL:
        items = tables.get(spec.table, [])
        if not isinstance(items, list):
            message = Message.of("tables.{table} must be a list of records", table=spec.table)
            reading.report("NOT_A_LIST", message, ("tables", spec.table))
            continue
        read = reading.reader(spec)
        for number, item in enumerate(items):
            record = read(item, ("tables", spec.table, number))
            if record is not None:
                records.append(record)
    terms = reading.terms(data.get("terms", {}))
    as_of = reading.text(data.get("as_of"), ("as_of",), optional=True)
    return Structure.of(records, terms=terms, as_of=as_of)
