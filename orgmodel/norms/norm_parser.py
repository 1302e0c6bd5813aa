"""Making norms of their checked entries: criteria and formulas parsed, limits and dates looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.problems import Location, Problem
from orgmodel.core.records import Document
from orgmodel.core.source_map import place_of
from orgmodel.norms.citing import cited
from orgmodel.norms.formula import COMPARISONS, Term
from orgmodel.norms.formula_parser import Parser, Path, parse_criteria, parse_term
from orgmodel.norms.model import Cite, HavingEntry, NormEntry, period_fault
from orgmodel.norms.record import Approval, Citation, Limit, Norm, NormParameter, Transition
from orgmodel.operations.operation_schema import Criteria


def norm_of(
    entry: NormEntry,
    documents: Mapping[str, Document],
    parameters: Mapping[str, NormParameter],
    data: Any,
    index: int,
    parser: Parser,
    problems: list[Problem],
) -> tuple[Norm, Location | None]:
    """Make a norm of its entry, with its location; its faults are added to ``problems``."""
    path: Path = ("norms", index)
    cite = entry.cite or Cite(document="")
    document = Document("")
    if entry.cite is None:
        message = "gives no citation: write cite: {document: …, article: …}, so that anybody can look it up"
        parser.fault(path, message, "NORM_CITATION")
    else:
        document = cited(cite.document, documents, data, (*path, "cite", "document"), problems, entry.id)
    where = parse_criteria(entry.where or {}, (*path, "where"), parser)
    cases: list[tuple[str, Criteria]] = []
    if entry.where_by is not None:
        at = (*path, "where_by")
        name = parser.name((*at, "parameter"), entry.where_by.parameter, parameters, "parameter")
        cases = [
            (option, parse_criteria(one, (*at, "cases", option), parser))
            for option, one in entry.where_by.cases.items()
        ]
        _check_cases(name, [option for option, _ in cases], parameters, at, parser)
    if entry.scope != "scenario" and (entry.where is None) == (entry.where_by is None):
        parser.fault(
            path,
            Message.of(
                "norm {id} says in `where` (or `where_by`) which units it applies to, exactly once", id=entry.id
            ),
        )
    value = parse_term(entry.value, (*path, "value"), parser, entry.scope)
    limits = _limits(entry, path, parser, entry.scope)
    if not limits:
        parser.fault(
            path,
            Message.of("norm {id} has no limit: give {comparisons}", id=entry.id, comparisons=", ".join(COMPARISONS)),
            "NORM_LIMIT",
        )
    having = None
    if entry.having is not None:
        at = (*path, "having")
        having = (
            parse_term(entry.having.value, (*at, "value"), parser, "unit"),
            _limits(entry.having, at, parser, "unit"),
        )
    if fault := period_fault(entry.in_force):
        parser.fault((*path, "in_force", *fault[0]), fault[1], "NORM_PERIOD")
    problems += [
        Problem(
            code,
            Message.of("{id}: {message}", id=entry.id, message=message),
            subject=entry.id,
            location=place_of(data, fault),
            severity="warning" if code == "UNDECLARED" else "error",
        )
        for fault, code, message in parser.faults
    ]
    norm = Norm(
        entry.id,
        names_of(**entry.title),
        entry.scope,
        where,
        value,
        limits,
        Citation(document, cite.article),
        entry.in_force.from_,
        entry.in_force.to,
        entry.pool_by,
        entry.where_by.parameter if entry.where_by else "",
        tuple(cases),
        parse_criteria(entry.parent_where, (*path, "parent_where"), parser) if entry.parent_where is not None else None,
        having,
        Approval(entry.approval.attribute, names_of(**entry.approval.by), entry.approval.article)
        if entry.approval
        else None,
        Transition(entry.transition.years, entry.transition.article) if entry.transition else None,
        entry.confidence,
        names_of(**entry.note),
        entry.in_force.to_confidence or "",
    )
    return norm, place_of(data, path)


def _limits(entry: NormEntry | HavingEntry, path: Path, parser: Parser, scope: str) -> tuple[Limit, ...]:
    found: list[Limit] = []
    for comparison in COMPARISONS:
        data = getattr(entry, comparison)
        if data is not None:
            term: Term = parse_term(data, (*path, comparison), parser, scope)
            found.append(Limit(comparison, term))
    return tuple(found)


def _check_cases(
    name: str, options: Sequence[str], parameters: Mapping[str, NormParameter], path: Path, parser: Parser
) -> None:
    parameter = parameters.get(name)
    if parameter is None:
        return
    if sorted(parameter.choices) != sorted(options):
        message = Message.of(
            "cases are those of {name}: {choices}, not {options}",
            name=name,
            choices=", ".join(parameter.choices),
            options=", ".join(options),
        )
        parser.fault((*path, "cases"), message)
    elif parameter.default is None:
        parser.fault(
            (*path, "parameter"), Message.of("{name} picks the units of a norm and needs a default", name=name)
        )
