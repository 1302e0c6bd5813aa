"""Our own JSON: a structure without loss, versioned; docs/json.md describes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from orgmodel.core.atomic import write_text
from orgmodel.core.estimates import Estimate, Source
from orgmodel.core.integrity import check
from orgmodel.core.names import names_of
from orgmodel.core.problems import Location, Problem, nearest
from orgmodel.core.records import Ended, Record, Unit
from orgmodel.core.specs import Spec, Tables
from orgmodel.core.structure import Structure
from orgmodel.core.terms import Terms
from orgmodel.io.json_text import parse_json
from orgmodel.io.json_text import read_json as read_data

FORMAT = "orgmodel/structure"
VERSION = 1
_DEEPEST = 50
_NAMES = ("names", "titles", "title")
_TERMS = ("kinds", "levels", "blocks", "categories", "lines", "subordination", "language")


def write_json(structure: Structure, path: Path) -> None:
    """Write a structure as a JSON file; equal structures give the same bytes."""
    write_text(path, to_json(structure))


def to_json(structure: Structure) -> str:
    """Give a structure as JSON text, records sorted by key.

    >>> from orgmodel.core.records import Unit
    >>> structure, problems = from_json(to_json(Structure.of([Unit("a", names_of(vi="Sở"))])))
    >>> structure.unit("a").name(), problems
    ('Sở', [])
    """
    terms = structure.terms
    tables = {}
    for spec in Tables.ALL:
        rows = structure.table(spec.table)
        records = sorted(
            rows.records(list(rows.rows())), key=lambda one: one.key if isinstance(one.key, tuple) else (one.key,)
        )
        if records:
            tables[spec.table] = [_data(record, spec) for record in records]
    data = {
        "format": FORMAT,
        "version": VERSION,
        "as_of": structure.as_of,
        "terms": {name: getattr(terms, name) for name in _TERMS},
        "tables": tables,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _data(record: Any, spec: Spec) -> dict[str, Any]:
    """Give a record as data: figures always, other fields where they differ from what is usual."""
    made: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in spec.figures or field.default is MISSING or value != field.default:
            made[_key(field)] = _value(value, field.name)
    return made


def _key(field: Field[Any]) -> str:
    return "from" if field.name == "from_" else field.name


def _value(value: Any, name: str) -> Any:
    if isinstance(value, Estimate):
        return _estimate(value)
    if isinstance(value, Unit):
        return _data(value, Tables.BY_NAME["units"])
    return dict(value) if name in _NAMES else value


def _estimate(estimate: Estimate) -> dict[str, Any]:
    source = estimate.source
    data: dict[str, Any] = {"source": source.id, "low": source.low, "best": source.best, "high": source.high}
    if source.whole is not None:
        data["whole"] = _estimate(source.whole)
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
    data = read_data(path, problems)
    return (Structure.of(), problems) if data is None and problems else _structure(data, str(path), problems)


def from_json(text: str, file: str = "text") -> tuple[Structure, list[Problem]]:
    """Read a structure from JSON text, as :func:`read_json` does from a file."""
    problems: list[Problem] = []
    data = parse_json(text, file, problems)
    return (Structure.of(), problems) if data is None and problems else _structure(data, file, problems)


def _structure(data: Any, file: str, problems: list[Problem]) -> tuple[Structure, list[Problem]]:
    reading = _Reading(file, problems)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        reading.report("FORMAT", f"this is no structure: the key format is to be {FORMAT!r}")
        return Structure.of(), problems
    if data.get("version") != VERSION:
        reading.report("VERSION", f"version {data.get('version')!r} is not read here, only {VERSION}: export it anew")
        return Structure.of(), problems
    reading.known(data, ("format", "version", "as_of", "terms", "tables"), "")
    tables = reading.mapping(data.get("tables", {}), "tables")
    reading.known(tables, [spec.table for spec in Tables.ALL], "tables")
    records: list[Record] = []
    for spec in Tables.ALL:
        items = tables.get(spec.table, [])
        if not isinstance(items, list):
            reading.report("NOT_A_LIST", f"tables.{spec.table} must be a list of records")
            continue
        for number, item in enumerate(items):
            record = reading.record(item, spec, f"tables.{spec.table}[{number}]")
            if record is not None:
                records.append(record)
    terms = reading.terms(data.get("terms", {}))
    structure = Structure.of(records, terms=terms, as_of=reading.text(data.get("as_of"), "as_of", optional=True))
    if not problems:
        problems.extend(problem.at(Location(file)) for problem in check(structure))
    return structure, problems


class _Reading:
    """Read data back into records; what does not fit is reported with the way to it."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def report(self, code: str, message: str) -> None:
        self.problems.append(Problem(code, message, location=Location(self.file)))

    def known(self, data: dict[str, Any], keys: Any, way: str) -> None:
        for key in data:
            if key not in keys:
                self.report("UNKNOWN_KEY", f"{way or 'the file'} has no key {key!r}{nearest(key, keys)}")

    def mapping(self, data: Any, way: str) -> dict[str, Any]:
        if isinstance(data, dict):
            return data
        self.report("NOT_A_MAPPING", f"{way} must be an object, not {str(data)[:40]!r}")
        return {}

    def text(self, value: Any, way: str, *, optional: bool = False) -> Any:
        if isinstance(value, str) or (value is None and optional):
            return value
        self.report("NOT_A_TEXT", f"{way} must be a text, not {str(value)[:40]!r}")
        return ""

    def number(self, value: Any, way: str, *, optional: bool = False) -> Any:
        if (isinstance(value, int) and not isinstance(value, bool)) or (value is None and optional):
            return value
        self.report("NOT_A_NUMBER", f"{way} must be a whole number, not {str(value)[:40]!r}")
        return 0

    def names(self, value: Any, way: str) -> Any:
        return names_of(**{code: self.text(text, f"{way}.{code}") for code, text in self.mapping(value, way).items()})

    def flag(self, value: Any, way: str) -> bool:
        if not isinstance(value, bool):
            self.report("NOT_A_FLAG", f"{way} must be true or false, not {str(value)[:40]!r}")
        return bool(value)

    def figure(self, value: Any, way: str) -> Any:
        return self.estimate(value, way) if isinstance(value, dict) else self.number(value, way, optional=True)

    def estimate(self, data: Any, way: str) -> Estimate:
        data = self.mapping(data, way)
        self.known(data, ("source", "low", "best", "high", "whole", "weights", "parts", "position", "offset"), way)
        low, best, high = (self.number(data.get(key), f"{way}.{key}", optional=True) for key in ("low", "best", "high"))
        whole = None
        if "whole" in data and way.count(".whole") < _DEEPEST:
            whole = self.estimate(data["whole"], f"{way}.whole")
        elif "whole" in data:
            self.report("TOO_DEEP", f"{way[:80]} is a part of a part {_DEEPEST} times over")
        weights = data.get("weights")
        if weights is not None:
            weights = tuple(
                self.number(one, f"{way}.weights") for one in (weights if isinstance(weights, list) else [weights])
            )
        parts, position, offset = (
            self.number(data.get(key, usual), f"{way}.{key}")
            for key, usual in (("parts", 1), ("position", 0), ("offset", 0))
        )
        if not 0 <= position < parts or (
            weights is not None and (len(weights) != parts or sum(weights) <= 0 or min(weights) < 0)
        ):
            self.report("PARTS", f"{way} is part {position} of {parts} with weights {weights}: that cannot be")
            weights, parts, position = None, 1, 0
        return Estimate(
            Source(self.text(data.get("source"), f"{way}.source"), low, best, high, whole),
            weights,
            parts,
            position,
            offset,
        )

    def record(self, data: Any, spec: Spec, way: str) -> Any:
        before = len(self.problems)
        data = self.mapping(data, way)
        defined = fields(spec.record)
        self.known(data, [_key(field) for field in defined], way)
        values: dict[str, Any] = {}
        for field in defined:
            key = _key(field)
            if key in data:
                values[field.name] = self._reader(field, spec)(data[key], f"{way}.{key}")
            elif field.default is MISSING:
                self.report("MISSING_KEY", f"{way} lacks {key!r}")
        return spec.record(**values) if len(self.problems) == before else None

    def _reader(self, field: Field[Any], spec: Spec) -> Callable[[Any, str], Any]:
        if field.name in spec.figures:
            return self.figure
        if field.name in spec.numbers:
            return self.number
        if field.name in _NAMES:
            return self.names
        if spec.record is Ended and field.name == "unit":
            return lambda value, way: self.record(value, Tables.BY_NAME["units"], way)
        if isinstance(field.default, bool):
            return self.flag
        return lambda value, way: self.text(value, way, optional=field.default is None)

    def terms(self, data: Any) -> Terms:
        data = self.mapping(data, "terms")
        self.known(data, _TERMS, "terms")
        made: dict[str, Any] = {}
        for key, value in data.items():
            if key in ("kinds", "lines"):
                words = self.mapping(value, f"terms.{key}")
                made[key] = {word: self.text(text, f"terms.{key}.{word}") for word, text in words.items()}
            elif key == "language":
                made[key] = self.text(value, "terms.language")
            elif key in _TERMS and isinstance(value, list):
                made[key] = tuple(self.text(one, f"terms.{key}") for one in value)
            elif key in _TERMS:
                self.report("NOT_A_LIST", f"terms.{key} must be a list of texts")
        return Terms(**made)
