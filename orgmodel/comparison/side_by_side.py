"""Scenarios side by side: for each clause a table with measures down and its alternatives across.

A table gives the value now once, then each case's value and change, in the scope that the clause touches, with the
whole beneath. Rows on which all agree with now are counted; where two cases differ outside the rows shown, the scope is
named. The values are plain; text, Markdown, HTML and workbooks are made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.case import forget_of_many
from orgmodel.comparison.comparable import Comparable, apart, least_told, lines_of
from orgmodel.comparison.sentences import units_apart
from orgmodel.core.records import Line, Unit
from orgmodel.measures.catalogue import Measure, measure_of, measures_of
from orgmodel.measures.scopes import TOTAL

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison_tables import ComparisonTables
    from orgmodel.core.structure import Structure

MOST_COLUMNS = 6
WHOLE = ("units", "posts_authorized", "headcount")
"""The measures that the line about the whole gives."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Hold the alternatives of one clause (or of several, or of none) in the scope that they touch.

    ``lines`` are the rows to show, ``alike`` the measures on which all agree with now, ``blank`` those that are not given
    anywhere since too few units tell, ``whole`` the rows of the total,
    and ``elsewhere`` the scopes in which two cases differ and no row is shown.
    """

    clauses: tuple[str, ...]
    scope: str
    cases: tuple[Case, ...]
    lines: tuple[Comparable, ...]
    alike: tuple[str, ...] = ()
    whole: tuple[Comparable, ...] = ()
    elsewhere: tuple[str, ...] = ()
    blank: tuple[Comparable, ...] = ()


def alternatives_of(
    comparison: ComparisonTables, *, scopes: Sequence[str] | None = None, measures: Iterable[str] | None = None
) -> tuple[Alternatives, ...]:
    """Lay the cases of a comparison side by side, the ones that carry out several clauses first.

    ``scopes`` and ``measures`` are what is asked for (None: what the comparison was asked for): then each scope is a table
    of all cases, in full.
    """
    scopes = comparison.scopes_asked if scopes is None else scopes
    measures = comparison.measures_asked if measures is None else tuple(measures)
    chosen = measures_of(measures, comparison.declared)
    if scopes is not None:
        found = []
        for scope in scopes:
            for part in _parts(comparison.cases):
                found.append(_alternatives((), scope, part, chosen, measures_asked=measures is not None))
                forget_of_many(part, comparison.cases)
        return tuple(found)
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in comparison.cases:
        groups.setdefault(clauses_of(case), []).append(case)
    found = []
    for clauses, cases in sorted(groups.items(), key=lambda item: len(item[0]) < 2):
        cases.sort(key=lambda case: case.outcome.scenario.illustrative)
        for part in _parts(cases):
            scope = touched_scope(part)
            found.append(
                _alternatives(
                    clauses,
                    scope,
                    part,
                    chosen,
                    measures_asked=measures is not None,
                    comparison=comparison,
                )
            )
            forget_of_many(part, comparison.cases)
    return tuple(found)


def alternative(case: Case, scope: str = TOTAL) -> Alternatives:
    """Lay one case beside now in a scope, in full."""
    return _alternatives((), scope, [case], measures_of(None, case.after.terms), measures_asked=False)


def clauses_of(case: Case) -> tuple[str, ...]:
    """List the clauses that a case carries out, as a reader counts; a duty without operations counts as well."""
    return tuple(sorted({result.step.clause for result in case.outcome.steps if result.step.clause}, key=_counted))


def only_clause(clauses: Sequence[str]) -> str:
    """Give the clause where there is one alone.

    >>> only_clause(["2.3"]), only_clause(["2.3", "2.4"]), only_clause([])
    ('2.3', '', '')
    """
    return clauses[0] if len(clauses) == 1 else ""


def _counted(clause: str) -> list[tuple[int, int, str]]:
    """Order clauses as a reader counts: 2.10 after 2.9."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in clause.split(".")]


def touched_scope(cases: Sequence[Case]) -> str:
    """Give the smallest unit that holds all that the cases touch, before and after; else one area, else the total.

    Where units pass from one superior to several, it is of what that one has: over all of them nothing would differ.
    """
    found: list[str] | None = None
    areas: set[str] = set()
    left, moved = _left_by_all(cases)
    for case in cases:
        touched = touched_units(case) if not left else [left, *(id for id in touched_units(case) if id not in moved)]
        for id in touched:
            paths = [path for structure in (case.before, case.after) if (path := _path(structure, id))]
            for path in paths or [[]]:
                found = (
                    path if found is None else [one for one, other in zip(found, path, strict=False) if one == other]
                )
            areas.add(
                next((_area(structure, id) for structure in (case.after, case.before) if _path(structure, id)), "")
            )
    if found is not None and len(found) > 1 and all(_stays(case, found[-1]) for case in cases):
        return found[-1]
    if len(areas) == 1 and "" not in areas:
        return f"area:{areas.pop()}"
    return TOTAL


def _left_by_all(cases: Sequence[Case]) -> tuple[str, frozenset[str]]:
    """Give the one superior that units leave for several others, with those units and these; empty where it is not so."""
    moves = {move for case in cases for move in case.units_moved}
    origins, receivers = ({move[at] for move in moves} for at in (1, 2))
    if len(origins) != 1 or len(receivers) < 2 or "" in origins | receivers:
        return "", frozenset()
    return origins.pop(), frozenset({move[0] for move in moves} | receivers)


def touched_units(case: Case) -> list[str]:
    """List the units that a case changes, or of which it changes a row, with those they lie in and lay in."""
    units: dict[str, None] = {}
    for change in case.outcome.changes:
        for record in (change.before, change.after):
            if isinstance(record, Unit):
                units.update(dict.fromkeys((record.id, record.parent or "")))
            elif isinstance(record, Line):
                units[_unit_of(case, record.from_)] = None
            elif isinstance(unit := getattr(record, "unit", None), str):
                units[unit] = None
    return [unit for unit in units if unit]


def _unit_of(case: Case, end: str) -> str:
    for structure in (case.after, case.before):
        post: Any = structure.posts.get(end)
        if post is not None:
            return str(post.unit)
    return end


def _path(structure: Structure, id: str) -> list[str]:
    """List the ids from the top of the chart down to a unit; empty where it is not there."""
    return [unit.id for unit in structure.queries.upward(id)][::-1]


def _area(structure: Structure, id: str) -> str:
    unit: Any = structure.units.get(id)
    return str(unit.area) if unit is not None else ""


def _stays(case: Case, id: str) -> bool:
    return case.before.units.row(id) >= 0 and case.after.units.row(id) >= 0


def _parts(cases: Sequence[Case]) -> list[list[Case]]:
    """Part cases into columns, so many a table that no table has one column where another has all."""
    count = -(-len(cases) // MOST_COLUMNS)
    size = -(-len(cases) // count) if count else 0
    return [list(cases[at : at + size]) for at in range(0, len(cases), size)] if size else []


def _alternatives(
    clauses: tuple[str, ...],
    scope: str,
    cases: Sequence[Case],
    measures: Sequence[Measure],
    *,
    measures_asked: bool,
    comparison: ComparisonTables | None = None,
) -> Alternatives:
    """Make a table; without a comparison its scope was asked for, and is shown in full as measures are that were."""
    lines = [line for line in lines_of(cases, scope, measures) if measures_asked or _is_kept(cases, line.meant)]
    shown = [line for line in lines if measures_asked or comparison is None or line.differs or line.differs_from_now]
    rest = [line for line in lines if line not in shown]
    blank = tuple(line for line in rest if line.is_blank)
    told = [line for line in rest if line not in blank and not line.is_unknown]
    agreed = (one.measure for one in told if not any(one.knows_no_other(at) for at in range(len(cases))))
    alike = tuple(dict.fromkeys(agreed))
    whole: tuple[Comparable, ...] = ()
    elsewhere: tuple[str, ...] = ()
    if comparison is not None:
        if scope != TOTAL:
            asked = [one for one in measures if one.id in WHOLE]
            whole = tuple(lines_of(cases, TOTAL, asked))
        elsewhere = _elsewhere(comparison, cases, scope, lines)
    return Alternatives(clauses, scope, tuple(cases), tuple(shown), alike, whole, elsewhere, blank)


def _is_kept(cases: Sequence[Case], measure: Measure) -> bool:
    """Tell whether a study keeps the quantity of a measure at all: an organisation without members has no row of them."""
    return any(case.has(measure) for case in cases)


def _elsewhere(
    comparison: ComparisonTables, cases: Sequence[Case], shown: str, lines: Sequence[Comparable]
) -> tuple[str, ...]:
    """List the scopes of the comparison, other than the one shown, in which two cases differ; units, where nothing larger does."""
    labels = [case.label for case in cases if not case.is_refused]
    found = []
    for scope in dict.fromkeys(scope for label in labels for scope in comparison.scopes(label)):
        if scope == shown:
            continue
        tables = [comparison.rows(label, scope) for label in labels]
        for measure in {name for table in tables for name in table}:
            changes = [table[measure]["change"] if measure in table else 0 for table in tables]
            least = least_told(measure_of(measure, comparison.declared))
            if any(apart(changes[0], other, least) for other in changes[1:]):
                found.append(scope)
                break
    if not found and len(labels) > 1 and not any(line.differs for line in lines):
        found = [unit for unit in units_apart(comparison, labels) if unit != shown]
    return tuple(found)


def counted_kinds(comparison: ComparisonTables, measure: str) -> tuple[str, ...]:
    """List the kinds of unit, as the studies declare them, that ``units`` or ``units_internal`` counts and that occur."""
    counts = {"units": ("agency",), "units_internal": ("internal",), "units_direct": ("agency", "party")}
    wanted = counts.get(measure, ())
    kinds: dict[str, None] = {}
    for case in comparison.cases:
        terms = case.before.terms
        for kind in terms.kinds:
            if terms.counts(kind) in wanted:
                kinds[kind] = None
    return tuple(kinds)
