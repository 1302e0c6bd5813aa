"""Bringing the floors together for the face and the commands: outcomes, findings and comparisons of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.scenario.outcome import Outcome
from orgmodel.scenario.scenario import Constraint, Scenario, Study

if TYPE_CHECKING:
    from orgmodel.comparison.face import Comparison

Subject = Study | Scenario | Outcome


def outcomes_of(subjects: Iterable[Subject]) -> list[Outcome]:
    """Run what was read: every scenario of a study, a scenario with its defaults; outcomes stay as they are."""
    found: list[Outcome] = []
    for subject in subjects:
        if isinstance(subject, Study):
            found.extend(subject.outcomes)
        elif isinstance(subject, Scenario):
            found.append(subject.run())
        elif isinstance(subject, Outcome):
            found.append(subject)
        else:
            message = f"only a study, a scenario or an outcome can be compared, not {type(subject).__name__}"
            raise ProblemsError([Problem("SUBJECT", message)])
    return found


def read_outcomes(paths: Sequence[Path]) -> list[Outcome]:
    """Read and run studies and scenario files; all problems of all paths come together."""
    from orgmodel.io.read import read

    subjects: list[Subject] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found = read(path)
        except ProblemsError as error:
            problems.extend(error.problems)
            continue
        if isinstance(found, Study):
            problems.extend(one for one in found.problems if one.severity == "error")
        if isinstance(found, Study | Scenario):
            subjects.append(found)
        else:
            problems.append(Problem("SUBJECT", f"{path} holds one structure: give a study or a scenario file"))
    if problems:
        raise ProblemsError(dict.fromkeys(problems))
    return outcomes_of(subjects)


def constraints_of(outcome: Outcome) -> tuple[Constraint, ...]:
    """Give the constraints that bind a scenario: those of its study."""
    return outcome.scenario.study.constraints if outcome.scenario.study is not None else ()


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Make rows of problems for JSON; an unknown place is null."""
    return [
        {
            "code": one.code,
            "message": one.message,
            "subject": one.subject or None,
            "severity": one.severity,
            "file": one.location.file if one.location else None,
            "line": (one.location.line or None) if one.location else None,
            "column": (one.location.column or None) if one.location else None,
        }
        for one in problems
    ]


def compare_all(
    subjects: Iterable[Subject],
    *,
    by: Sequence[str] = (),
    measures: Sequence[str] | None = None,
    scopes: Sequence[str] | None = None,
) -> Comparison:
    """Compare outcomes, with what the norms and constraints find in each."""
    from orgmodel.comparison.face import compare
    from orgmodel.norms.finding import row_of
    from orgmodel.norms.freeze import freeze_findings

    outcomes = outcomes_of(subjects)
    rows = [
        row_of(finding, outcome.id)
        for outcome in outcomes
        for finding in freeze_findings(outcome, constraints_of(outcome))
    ]
    return compare(*outcomes, by=by, measures=measures, scopes=scopes, norms=rows)
