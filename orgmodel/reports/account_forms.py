"""The forms that account for what is no figure: lines that change, and people who hold no post afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.comparison.line_changes import KEPT, LineChange
from orgmodel.core.names import Names, names_of
from orgmodel.core.persons import called_person
from orgmodel.core.records import Unit
from orgmodel.reports.form import Form
from orgmodel.words.citations import source_name
from orgmodel.words.forms import heading
from orgmodel.words.labels import LANGUAGES, names

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.core.ledger import Reason
    from orgmodel.scenario.scenario import LeftWithoutPost

CHART = "chart"  # the place in the chart, as the words of lines call it
PARTY_ORGANISATION = "party"  # what a kind of unit counts as


def line_form(case: Case) -> Form:
    """List the lines that are passed on, redirected, added or ended, with what did it and why."""
    own = case.before.terms.labels
    rows = [
        (
            one.clause,
            names("line", _kind(case, one), own),
            _called(case, one.was_from or one.from_) if one.was is not None or one.status == "ended" else None,
            _called(case, one.was or one.to) if one.was is not None or one.status == "ended" else None,
            _called(case, one.from_) if one.status != "ended" else None,
            _called(case, one.to) if one.status != "ended" else None,
            names("line_status", one.status),
            _why(case, one.reason),
            names_of(
                **{code: source_name(case.source_of(one), case.papers, code, case.own_labels) for code in LANGUAGES}
            )
            or None,
        )
        for one in case.lines
        if one.status != KEPT
    ]
    columns = [heading("clause"), heading("kind_of_line"), heading("from_before"), heading("to_before"),
               heading("from_after"), heading("to_after"), heading("status"), heading("reason"), heading("source")]  # fmt: skip
    return Form.of("lines", heading("lines_that_change"), columns, rows)


def _kind(case: Case, line: LineChange) -> str:
    """Give the kind of a line; where a Party organisation stands in the chart, it belongs there, and nobody administers it."""
    found = case.after.units.get(line.from_) or case.before.units.get(line.from_)
    is_party = isinstance(found, Unit) and case.before.terms.counts(found.kind) == PARTY_ORGANISATION
    return CHART if line.derived and is_party else line.kind


def displaced_form(case: Case, *, named: bool) -> Form:
    """List who held a post before and holds none after: by id, and by name too where that is asked for."""
    rows = [
        (
            one.clause,
            called_person(case.before, one.person) if named else one.person,
            _called(case, one.post),
            _called(case, one.unit or ""),
            _last(case, one),
            names("person_outcome", one.outcome) if one.outcome else None,
            _why(case, one.reason),
        )
        for one in case.outcome.displaced
    ]
    columns = [heading("clause"), heading("person"), heading("post"), heading("unit"), heading("last_post"),
               heading("person_outcome"), heading("reason")]  # fmt: skip
    return Form.of("displaced", heading("people_without_a_post"), columns, rows)


def _last(case: Case, one: LeftWithoutPost) -> Names | None:
    """Name the post that a person held last, and its unit, where it is not the one that they held before."""
    if one.last_post == one.post:
        return None
    post, unit = _called(case, one.last_post), _called(case, one.last_unit or "")
    return names_of(**{code: f"{dict(post)[code]} ({dict(unit)[code]})" for code in LANGUAGES})


def _called(case: Case, id: str) -> Names:
    return names_of(**{code: case.called(id, code) for code in LANGUAGES})


def _why(case: Case, reason: Reason) -> Names:
    return names_of(**{code: case.reason(reason, code) for code in LANGUAGES})
