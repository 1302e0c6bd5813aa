"""What a format cannot carry of a structure, told field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields

import numpy as np

from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.specs import Spec, Tables
from orgmodel.core.structure import Structure
from orgmodel.core.tables import Table

KEYS = ("id", "unit", "post", "person", "also_holds", "kind", "from_", "to", "function", "category", "rank", "name")
_WORDS = {"begins": "from", "from_": "from"}


def not_carried(structure: Structure, carried: Mapping[str, Collection[str]], format: str) -> list[Problem]:
    """Warn of the records and fields that a format has no place for; ``carried`` lists the fields by table that it has.

    Of a table that is carried, the other fields in which any record says more than usual are named with their counts.
    """
    warnings = []
    for spec in Tables.ALL:
        table = structure.table(spec.table)
        if not len(table):
            continue
        if spec.table not in carried:
            message = f"{format} has no place for {spec.table}: {len(table)} of them are not in the file"
            warnings.append(Problem("NOT_CARRIED", message, spec.table, severity=WARNING))
            continue
        counts = {field: _said(table, spec, field) for field in spec.fields if field not in carried[spec.table]}
        lost = {_WORDS.get(field, field): count for field, count in counts.items() if count}
        if lost:
            listed = ", ".join(f"{field} ({count})" for field, count in lost.items())
            message = f"{format} has no place for these fields of {spec.table}, said of so many: {listed}"
            subject = " ".join(f"{spec.table}.{field}" for field in lost)
            warnings.append(Problem("NOT_CARRIED", message, subject, severity=WARNING))
    return warnings


def ranges_not_carried(structure: Structure, fields_: Mapping[str, Collection[str]], format: str) -> list[Problem]:
    """Warn of figures that are ranges, where a format holds only their best values."""
    count = sum(
        len([row for row in structure.table(table).estimates(field) if structure.table(table).live[row]])
        for table, names in fields_.items()
        for field in names
    )
    if not count:
        return []
    message = f"{format} holds one number a figure: {count} ranges are written as their best values"
    return [Problem("NOT_CARRIED", message, "ranges", severity=WARNING)]


def _said(table: Table, spec: Spec, field: str) -> int:
    """Count the records in which a field is not what it usually is."""
    if field in spec.figures:
        said = ~table.missing(field)
        said[list(table.estimates(field))] = True
        return int((said & table.live).sum())
    default = next(one.default for one in fields(spec.record) if one.name == field)
    if field in spec.numbers:
        return int(((table.column(field) != default) & table.live).sum())
    codes = table.column(field)
    usual = [table.vocabulary.code(value) for value in ("", None, (), *([] if default is MISSING else [default]))]
    return int((~np.isin(codes, usual) & table.live).sum())
