"""What a format cannot carry of a structure, told field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields

import numpy as np

from orgmodel.core.messages import Message, series
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.schema import Spec, Tables
from orgmodel.core.structure import Structure
from orgmodel.core.tables import Table
from orgmodel.core.vocabulary import Vocabulary

DECLARED = ("kinds", "levels", "blocks", "categories", "lines", "subordination", "labels", "quantities")
"""The words that a study declares, beside its language."""


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
            message = Message.of(
                "{format} has no place for {table}: {count} of them are not in the file",
                format=format,
                table=spec.table,
                count=len(table),
            )
            warnings.append(Problem("NOT_CARRIED", message, spec.table, severity=WARNING))
            continue
        counts = {field: _said(table, spec, field) for field in spec.fields if field not in carried[spec.table]}
        lost = {spec.written_as(field): count for field, count in counts.items() if count}
        if lost:
            listed = ", ".join(f"{field} ({count})" for field, count in lost.items())
            message = Message.of(
                "{format} has no place for these fields of {table}, said of so many: {listed}",
                format=format,
                table=spec.table,
                listed=listed,
            )
            subject = " ".join(f"{spec.table}.{field}" for field in lost)
            warnings.append(Problem("NOT_CARRIED", message, subject, severity=WARNING))
    return warnings


def frame_not_carried(structure: Structure, format: str, *, dated: bool = False) -> list[Problem]:
    """Warn of what a study says of a structure as a whole: its date, unless it is carried, and the words it declares."""
    unsaid: list[str] = []
    if structure.as_of and not dated:
        unsaid.append(Message.of("the date {date}", date=structure.as_of))
    usual = Vocabulary()
    if any(getattr(structure.terms, name) != getattr(usual, name) for name in DECLARED):
        unsaid.append(Message.of("the words that the study declares (kinds, levels, blocks and others)"))
    if not unsaid:
        return []
    message = Message.of(
        "{format} has no place for {unsaid}, which study.yaml holds", format=format, unsaid=series(unsaid)
    )
    return [Problem("NOT_CARRIED", message, "study.yaml", severity=WARNING)]


def ranges_not_carried(structure: Structure, fields_: Mapping[str, Collection[str]], format: str) -> list[Problem]:
    """Warn of figures that are ranges, where a format holds only their best values, or nothing where there is none."""
    tables = [(structure.table(table), names) for table, names in fields_.items()]
    ranges = [
        figure
        for table, names in tables
        for field in names
        for row, figure in table.estimates(field).items()
        if table.live[row]
    ]
    if not ranges:
        return []
    known = sum(figure.best is not None for figure in ranges)
    whole = "{format} holds one number a figure: {known} ranges are written as the best value"
    partly = (
        "{format} holds one number a figure: {known} ranges are written as the best value; "
        "without one, and not in the file: {unknown}"
    )
    unknown = len(ranges) - known
    message = Message.of(partly if unknown else whole, format=format, known=known, unknown=unknown)
    return [Problem("NOT_CARRIED", message, "ranges", severity=WARNING)]


def names_not_carried(table: Table, field: str, language: str, format: str) -> list[Problem]:
    """Warn of names in other languages than the one that a format holds."""
    count = sum(len(getattr(one, field)) > 1 for one in table.records(list(table.rows())))
    if not count:
        return []
    what = f"{table.spec.table}.{field}"
    message = Message.of(
        "{format} holds one name in {language!r}: names in other languages are not in the file ({table}: {count})",
        format=format,
        language=language,
        count=count,
        table=table.spec.table,
    )
    return [Problem("NOT_CARRIED", message, what, severity=WARNING)]


def texts_cut(count: int, format: str) -> list[Problem]:
    """Warn of texts longer than a cell of a workbook can be."""
    if not count:
        return []
    message = Message.of(
        "{format} has 32,767 characters a cell: {count} longer texts are cut there", format=format, count=count
    )
    return [Problem("NOT_CARRIED", message, "texts", severity=WARNING)]


def _said(table: Table, spec: Spec, field: str) -> int:
    """Count the records in which a field is not what it usually is."""
    if field in spec.ranged:
        said = ~table.missing(field)
        said[list(table.estimates(field))] = True
        return int((said & table.live).sum())
    default = next(one.default for one in fields(spec.record) if one.name == field)
    if field in spec.numbers:
        return int(((table.column(field) != default) & table.live).sum())
    codes = table.column(field)
    usual = [table.strings.code(value) for value in ("", None, (), *([] if default is MISSING else [default]))]
    return int((~np.isin(codes, usual) & table.live).sum())
