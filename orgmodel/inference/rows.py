"""What explains the change between two structures, as rows for tables."""

from __future__ import annotations

from typing import Any

from orgmodel.core.change_rows import change_rows
from orgmodel.core.names import text_in
from orgmodel.inference.about import about
from orgmodel.inference.difference import Difference
from orgmodel.inference.infer import Inference
from orgmodel.inference.match import Matching

OPERATION_COLUMNS = ("step", "date", "operation", "certainty", "what", "basis")
LINEAGE_COLUMNS = ("before", "after", "event", "certainty")
MATCH_COLUMNS = ("table", "before", "after", "key", "certainty")
AMBIGUOUS_COLUMNS = ("before", "after", "key", "why")


def operation_rows(inference: Inference, language: str = "vi") -> list[dict[str, Any]]:
    """List the operations that explain the change: step, date, verb, how sure, what it is about, what shows it, data."""
    return [
        {
            "step": one.step.id,
            "date": one.step.effective,
            "operation": one.verb,
            "certainty": one.certainty,
            "what": about(one.step.do[0], language),
            "basis": text_in(one.basis, language),
            "data": one.step.do[0],
        }
        for one in inference.steps
    ]


def lineage_rows(inference: Inference) -> list[dict[str, Any]]:
    """List what became of each unit that was touched: the unit before and after, by what event, how sure."""
    sure = {one.step.id: one.certainty for one in inference.steps}
    return [
        {"before": one.before, "after": one.after, "event": one.operation, "certainty": sure[one.step]}
        for one in inference.outcome.lineage
    ]


def matching_rows(matching: Matching) -> dict[str, list[dict[str, Any]]]:
    """List the pairs that are not the same id, and what stayed ambiguous."""
    pairs = [(table, pair) for table in ("units", "posts") for pair in getattr(matching, table) if pair.key != "id"]
    return {
        "matches": [
            {"table": table, "before": one.before, "after": one.after, "key": one.key, "certainty": one.certainty}
            for table, one in pairs
        ],
        "ambiguous": [
            {"before": ", ".join(one.before), "after": ", ".join(one.after), "key": one.key, "why": one.why}
            for one in matching.ambiguous
        ],
    }


def difference_rows(found: Difference, language: str = "vi") -> dict[str, list[dict[str, Any]]]:
    """List everything that is known of a difference, as rows by table."""
    return {
        "changes": change_rows(found.changes),
        "operations": operation_rows(found.inference, language),
        "lineage": lineage_rows(found.inference),
        "corrections": change_rows(found.corrections),
        "unsaid": change_rows(found.unsaid),
        **matching_rows(found.matching),
    }
