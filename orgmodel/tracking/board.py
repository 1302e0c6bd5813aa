"""Follow-up: who owes what by when, and what is late, as of a date; what nobody reported stays unknown.

The due date is that of the product (a scheme, a report), so a product that is submitted is no longer late, whenever the
structure itself changes. Nothing is concluded from silence: a product that was due and of which no source says
anything is *due and not reported*, not late.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from orgmodel.core.names import Names
from orgmodel.core.records import Document
from orgmodel.norms.partial_dates import days_between, first_day, known, last_day
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario, Study
from orgmodel.words.notes import Date, worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

DONE, SUBMITTED, NOT_DUE, LATE, NOT_REPORTED, OPEN = (
    "done",
    "submitted",
    "not_due",
    "late",
    "due_not_reported",
    "no_due_date",
)


@dataclass(frozen=True, slots=True)
class StatusRow:
    """Hold one step on the board: who, what, by when, how it stands on the date asked about, and how late it is.

    ``state`` is the state known on that date: one whose evidence is younger than the date was not known then.
    ``days_late`` counts from the day after the due date, None where the step is not late or not due.
    """

    step: str
    clause: str
    title: Names
    owner: str
    partners: tuple[str, ...]
    force: str
    term: str
    product: Names
    due: str | None
    due_cited: Names
    effective: str | None
    state: str
    standing: str
    days_late: int | None
    evidence: str
    scenarios: tuple[str, ...]
    illustrative: bool = False
    note: Names = ()
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """Hold a clause on the board: its duties, who owes them, what is due first, and how they stand.

    ``states`` counts the duties by state, ``standing`` is that of the most urgent, whose lateness ``days_late`` is.
    """

    clause: str
    titles: tuple[Names, ...]
    owners: tuple[str, ...]
    due: str | None
    due_cited: Names
    states: tuple[tuple[str, int], ...]
    standing: str
    days_late: int | None
    steps: tuple[str, ...]


URGENT = (LATE, NOT_REPORTED, NOT_DUE, SUBMITTED, OPEN, DONE)
"""How steps stand, by what somebody must look at first."""


def clause_rows(rows: Iterable[StatusRow]) -> list[ClauseRow]:
    """Put the duties of a board together by clause.

    A step that no paper orders is nobody's duty, and neither is one without an owner of a clause that somebody owes. One
    without a clause stands by itself.
    """
    ordered = [row for row in rows if not row.illustrative]
    owed = {row.clause for row in ordered if row.owners}
    duties: dict[str, list[StatusRow]] = {}
    for row in ordered:
        if row.owners or not row.clause or row.clause not in owed:
            duties.setdefault(row.clause or row.step, []).append(row)
    return [_clause(of_one) for of_one in duties.values()]


def _clause(rows: list[StatusRow]) -> ClauseRow:
    first = min(rows, key=lambda row: (URGENT.index(row.standing), -(row.days_late or 0)))
    due = min((row for row in rows if row.due), key=lambda row: first_day(row.due or ""), default=None)
    states = Counter(row.state for row in rows)
    return ClauseRow(
        rows[0].clause,
        tuple(dict.fromkeys(row.title for row in rows)),
        tuple(dict.fromkeys(owner for row in rows for owner in row.owners)),
        due.due if due is not None else None,
        due.due_cited if due is not None else (),
        tuple(states.items()),
        first.standing,
        first.days_late,
        tuple(row.step for row in rows),
    )


def status_rows(study: Study | Iterable[Scenario], as_of: str) -> list[StatusRow]:
    """List every step of a study's scenarios as it stands on a date, by clause and due date.

    A step that several scenarios have (a variant extends, a conclusion includes) is listed once, with all of them; it is
    illustrative only where each of them is. ``as_of`` is YYYY-MM-DD, YYYY-MM or YYYY (its first day).
    """
    scenarios = tuple(study.scenarios.values()) if isinstance(study, Study) else tuple(study)
    rows: dict[tuple[Any, ...], StatusRow] = {}
    for outer in scenarios:
        for scenario, step in ((part, step) for part in outer.parts() for step in part.steps):
            key = (step.id, step.clause, step.owner, step.due, step.at)
            if key in rows:
                known_row = rows[key]
                names = tuple(dict.fromkeys((*known_row.scenarios, scenario.id, outer.id)))
                drafts = known_row.illustrative and scenario.illustrative
                rows[key] = replace(known_row, scenarios=names, illustrative=drafts)
            else:
                rows[key] = _row(step, scenario, outer, as_of)
    return sorted(rows.values(), key=lambda row: (clause_key(row.clause), row.due or "9999", row.step))


def _row(step: Step, scenario: Scenario, outer: Scenario, as_of: str) -> StatusRow:
    state, note = state_on(step, scenario.baseline, as_of)
    meant = scenario.baseline.terms.states.get(state, state)
    standing, days = standing_on(step.due, meant, as_of)
    return StatusRow(
        step=step.id,
        clause=step.clause,
        title=step.title,
        owner=step.owner,
        partners=step.partners,
        force=step.force or "",
        term=step.term,
        product=step.product,
        due=step.due,
        due_cited=step.due_cited,
        effective=step.effective,
        state=state,
        standing=standing,
        days_late=days,
        evidence=step.evidence if state != "unknown" else "",
        scenarios=tuple(dict.fromkeys((scenario.id, outer.id))),
        illustrative=scenario.illustrative,
        note=note,
        owners=step.owners,
    )


def state_on(step: Step, structure: Structure, as_of: str) -> tuple[str, Names]:
    """Give the state of a step as it was known on a date, with a note where later evidence is left out."""
    if step.state == "unknown":
        return "unknown", ()
    document = structure.documents.get(step.evidence)
    told = document.date if isinstance(document, Document) else None
    if not known(told) and structure.terms.states.get(step.state, step.state) == "done":
        told = step.effective  # what is submitted or decided is so before it takes effect
    if told is not None and known(told) and first_day(told) > first_day(as_of):
        note = worded("first_reported", {"date": Date(told)})
        return "unknown", note
    if not step.evidence:
        return step.state, worded("without_evidence")
    return step.state, ()


def standing_on(due: str | None, state: str, as_of: str) -> tuple[str, int | None]:
    """Tell how a product stands on a date, and how many days late it is.

    What is due in a month or a year is late when that has passed; the date asked about counts from its first day.

    >>> standing_on("2022-10-31", "unknown", "2022-11-01")
    ('due_not_reported', 1)
    >>> standing_on("2022-10-31", "unknown", "2022-10-31"), standing_on("2022-10-31", "drafted", "2022-11-15")
    (('not_due', None), ('late', 15))
    >>> standing_on("2022-10", "submitted", "2023-01-01"), standing_on(None, "unknown", "2023-01-01")
    (('submitted', None), ('no_due_date', None))
    """
    if state in ("decided", "done"):
        return DONE, None
    if state == "submitted":
        return SUBMITTED, None
    if due is None or not known(due):
        return OPEN, None
    days = days_between(last_day(due), first_day(as_of))
    if days <= 0:
        return NOT_DUE, None
    return (NOT_REPORTED if state == "unknown" else LATE), days


def clause_key(clause: str) -> tuple[tuple[int, str], ...]:
    """Sort clauses as papers number them: 2.10 comes after 2.9.

    >>> sorted(["2.10", "2.9", "3", "2.9a"], key=clause_key)
    ['2.9', '2.9a', '2.10', '3']
    """
    return tuple((int(number or 0), letters) for number, letters in re.findall(r"(\d+)([^\d.]*)", clause))
