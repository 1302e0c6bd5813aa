"""Findings: what a norm says about a subject, with value, limit and citation. A finding is a result, never an error."""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.core.estimates import FigureId
from orgmodel.core.names import Names
from orgmodel.measures.measured_value import Number
from orgmodel.words.labels import names

PASS = "pass"
FAIL = "fail"
FAILS_FOR_PART = "fails_for_part"  # a range of which a part is beyond the limit
NEEDS_APPROVAL = "needs_approval"
NOT_APPLICABLE = "not_applicable"
NOT_EVALUABLE = "not_evaluable"

ACTING = (FAIL, FAILS_FOR_PART, NEEDS_APPROVAL)
"""Results that somebody must act on."""

BEFORE, AFTER = "before", "after"
NEW, MENDED, INHERITED = "new", "mended", "inherited"


def is_for_action(result: object, change: object) -> bool:
    """Tell whether somebody must act on a finding: a breach, an approval, or a thing to verify that a scenario brings.

    >>> is_for_action(FAIL, "inherited"), is_for_action(NOT_EVALUABLE, "new"), is_for_action(NOT_EVALUABLE, None)
    (True, True, False)
    """
    return result in ACTING or (result == NOT_EVALUABLE and change == NEW)


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold what a norm finds about one subject in one state.

    ``subject`` is a unit's id, ``field:value`` of a pool (``area:duc-tho``), or empty for the whole. ``value`` and
    ``limit`` are None where unknown; ``low``/``high`` give the value's range where it has one. ``missing`` names what
    would have to be known; ``cited`` is the citation in each language. ``change`` compares the state after with the state before: new, mended or inherited; what is
    new and not evaluable is to be verified first.
    """

    norm: str
    subject: str
    result: str
    value: Number | None = None
    limit: Number | None = None
    citation: str = ""
    state: str = AFTER
    units: tuple[str, ...] = ()
    step: str = ""
    clause: str = ""
    low: Number | None = None
    high: Number | None = None
    missing: tuple[FigureId, ...] = ()
    note: Names = ()
    title: Names = ()
    cited: Names = ()
    confidence: str = ""
    change: str = ""

    @property
    def broken(self) -> bool:
        """Tell whether the norm is broken, for the whole range or for a part of it."""
        return self.result in (FAIL, FAILS_FOR_PART)


def row_of(finding: Finding, scenario: str = "") -> dict[str, object]:
    """Make the row of the JSON contract's ``norms``: the contract's keys first, None where unknown.

    >>> row_of(Finding("DIST-1", "area:a", PASS, 6, 8), "s")["limit"]
    8
    """
    return {
        "scenario": scenario,
        "state": finding.state,
        "norm": finding.norm,
        "subject": finding.subject,
        "result": finding.result,
        "value": finding.value,
        "limit": finding.limit,
        "citation": finding.citation,
        "low": finding.low,
        "high": finding.high,
        "missing": [str(one) for one in finding.missing],
        "change": finding.change or None,
        "units": list(finding.units),
        "step": finding.step or None,
        "clause": finding.clause or None,
        "confidence": finding.confidence or None,
        "title": dict(finding.title),
        "note": dict(finding.note),
        "cited": dict(finding.cited),
        "label": dict(names("result", finding.result)),
    }
