"""Rows of what is followed up, for tables and JSON: the board of steps, missing figures, where papers disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.core.names import text_in
from orgmodel.core.records import Unit
from orgmodel.words.deadlines import due_names
from orgmodel.words.labels import names

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.norms.record import Discrepancy
    from orgmodel.tracking.board import ClauseRow, StatusRow
    from orgmodel.tracking.missing_data import MissingDatum


def status_row(row: StatusRow, structure: Structure | None = None) -> dict[str, object]:
    """Make the row of the board for tables and JSON; ``structure`` gives the owner's name. Unknown values are None."""
    unit = structure.units.get(row.owner) if structure is not None else None
    language = structure.terms.language if structure is not None else ""
    return {
        "clause": row.clause or None,
        "step": row.step,
        "title": dict(row.title),
        "owner": row.owner or None,
        "owner_name": unit.name() if isinstance(unit, Unit) else None,
        "partners": list(row.partners),
        "force": row.force or None,
        "product": dict(row.product),
        "due": row.due,
        "due_cited": text_in(row.due_cited, language) or None,
        "effective": row.effective,
        "state": row.state,
        "standing": row.standing,
        "standing_text": dict(names("standing", row.standing)),
        "days_late": row.days_late,
        "evidence": row.evidence or None,
        "scenarios": list(row.scenarios),
        "illustrative": row.illustrative,
        "note": dict(row.note),
        "owners": list(row.owners),
        "due_text": dict(due_names(row.due, row.due_cited)),
    }


def clause_row(row: ClauseRow, structure: Structure) -> dict[str, object]:
    """Make the row of a clause for tables and JSON, with the names of those who owe it."""
    units = [structure.units.get(owner) for owner in row.owners]
    own = structure.terms.labels
    return {
        "clause": row.clause or None,
        "titles": [dict(title) for title in row.titles],
        "owners": list(row.owners),
        "owner_names": [unit.name() if isinstance(unit, Unit) else None for unit in units],
        "due": row.due,
        "due_cited": text_in(row.due_cited, structure.terms.language) or None,
        "due_cited_text": dict(row.due_cited),
        "due_text": dict(due_names(row.due, row.due_cited)),
        "states": [
            {"state": state, "duties": count, "text": dict(names("state", state, own))} for state, count in row.states
        ],
        "standing": row.standing,
        "standing_text": dict(names("standing", row.standing, own)),
        "days_late": row.days_late,
        "steps": list(row.steps),
    }


def missing_row(one: MissingDatum) -> dict[str, object]:
    """Make the row of the list of missing data, for tables and JSON."""
    return {
        "id": one.id,
        "subject": one.subject,
        "what": dict(one.what),
        "asked_by": list(one.asked_by),
        "asked_by_titles": [dict(title) for title in one.askers],
        "supplier": dict(one.supplier),
        "figure": dict(one.figure),
    }


def discrepancy_row(one: Discrepancy) -> dict[str, object]:
    """Make the row of a discrepancy, for tables and JSON."""
    return {
        "id": one.id,
        "clause": one.clause or None,
        "title": dict(one.title),
        "says": [{"where": where, "says": says} for where, says in one.says],
        "taken": one.taken or None,
        "why": dict(one.why),
    }
