"""Naming what is missing: the figures, attributes and parameters that a norm would need to be evaluated."""

from __future__ import annotations

import numpy as np

from orgmodel.core.estimates import FigureId
from orgmodel.core.tree import Rows
from orgmodel.norms.facts import Facts
from orgmodel.norms.formula import (
    AttributeOf,
    ByClass,
    ChildCount,
    DeviationsFrom,
    LeastOf,
    MeasureOf,
    MembersOf,
    ParameterOf,
    PostsOf,
    SumOf,
    SuperiorOf,
    Term,
    parts_of,
)

ANY = "*"
"""Stands in a key for the records of a unit of which none is listed."""

MOST = 200
"""No finding names more than this many figures; a pool over a whole country would."""


def missing_inputs(term: Term, facts: Facts, rows: Rows) -> list[FigureId]:
    """Name what is missing in a term for some unit rows, in the order of the rows, each once.

    Each has the table, key and field of a figure; an attribute's key is its unit, a parameter has its name alone; of a
    unit of which no record is there the key is (unit, :data:`ANY`).
    """
    names: dict[FigureId, None] = {}
    for name in _missing(term, facts, rows):
        names[name] = None
        if len(names) >= MOST:
            break
    return list(names)


def _missing(term: Term, facts: Facts, rows: Rows) -> list[FigureId]:
    match term:
        case PostsOf():
            return _of_posts(term, facts, rows)
        case MembersOf():
            return _of_members(term, facts, rows)
        case AttributeOf(name=name):
            values = facts.attribute(term)
            return [FigureId("attributes", unit, name) for unit in facts.ids(rows[np.isnan(values[rows])])]
        case ParameterOf(parameter=name):
            return [] if facts.parameters.get(name) is not None else [FigureId("parameter", name)]
        case ByClass():
            return _of_class(term, facts, rows)
        case SuperiorOf(of=inner):
            parents = facts.parent[rows]
            orphans = [FigureId("units", unit, "parent") for unit in facts.ids(rows[parents < 0])]
            return orphans + _missing(inner, facts, np.unique(parents[parents >= 0]))
        case LeastOf(of=inner):
            parents = np.unique(facts.parent[rows])
            siblings = [facts.children(parent) for parent in parents[parents >= 0].tolist()]
            return _missing(inner, facts, np.concatenate([rows[:0], *siblings]))
        case SumOf(of=inner):
            return _missing(inner, facts, rows)
        case ChildCount(where=where):
            open_ = facts.chosen(where).open_
            below = [child for row in rows.tolist() for child in facts.children(row).tolist() if open_[child]]
            return [name for child in below for name in facts.blanks(where, child)]
        case DeviationsFrom():
            value = facts.structure.strings.value
            codes = np.unique(facts.structure.units.column("area")[rows]).tolist()
            return [name for code in codes for name in facts.not_compared.get((term, str(value(code) or "")), ())]
        case MeasureOf(id=name, scope=scope):
            return [FigureId("measure", name, scope)]
        case _:
            return [name for part in parts_of(term) for name in _missing(part, facts, rows)]


def _of_posts(term: PostsOf, facts: Facts, rows: Rows) -> list[FigureId]:
    names: list[FigureId] = []
    unlisted = facts.unlisted(term)
    missing = facts.missing_figures(term)
    for row in rows.tolist():
        if unlisted[row]:
            names.append(FigureId("posts", (facts.ids(np.array([row]))[0], ANY), term.figure))
        elif term.below:
            names += [FigureId("posts", (unit, ANY), term.figure) for unit in facts.ids(facts.silent_units(term, row))]
        names += missing.names(row, below=term.below)
    return names


def _of_members(term: MembersOf, facts: Facts, rows: Rows) -> list[FigureId]:
    missing, listed = facts.missing_figures(term), facts.has_members
    names: list[FigureId] = []
    for row in rows.tolist():
        if not listed[row]:
            names.append(FigureId("members", (facts.ids(np.array([row]))[0], ANY), term.figure))
        names += missing.names(row)
    return names


def _of_class(term: ByClass, facts: Facts, rows: Rows) -> list[FigureId]:
    known = {name for name, _ in term.cases}
    names: list[FigureId] = []
    if term.parameter and str(facts.parameters.get(term.parameter)) not in known:
        names.append(FigureId("parameter", term.parameter))
    if term.attribute:
        texts = facts.text(term.attribute)
        lacking = [row for row in rows.tolist() if texts.get(row) not in known]
        names += [FigureId("attributes", unit, term.attribute) for unit in facts.ids(np.array(lacking, dtype=np.int64))]
    return names + [name for _, one in term.cases for name in _missing(one, facts, rows)]
