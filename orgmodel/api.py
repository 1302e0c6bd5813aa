"""Bringing the floors together for the face and the commands: outcomes, findings and comparisons of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgmodel.core.problems import Problem, ProblemsError, nearest, refuse_if_any
from orgmodel.scenario.outcome import Outcome
from orgmodel.scenario.scenario import Scenario, Study

if TYPE_CHECKING:
    from orgmodel.combination.combine import Combination
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.structure import Structure
    from orgmodel.norms.finding import Finding
    from orgmodel.norms.record import NormPack

Subject = Study | Scenario | Outcome


def outcomes_of(subjects: Iterable[Any], settings: Mapping[str, Any] | None = None) -> list[Outcome]:
    """Run what was read: every scenario of a study, a scenario with its defaults; outcomes stay as they are.

    ``settings`` override the parameters of every scenario that knows them. Raises ProblemsError for a setting that none
    knows, and for anything that cannot be run.
    """
    found: list[Outcome] = []
    known: dict[str, None] = {}
    for subject in subjects:
        if isinstance(subject, Outcome):
            found.append(subject)
        elif isinstance(subject, Study | Scenario):
            scenarios = list(subject.scenarios.values()) if isinstance(subject, Study) else [subject]
            known.update(dict.fromkeys(name for one in scenarios for name in one.all_parameters()))
            if isinstance(subject, Study) and not settings:
                found.extend(subject.outcomes)
                continue
            for one in scenarios:
                its = one.all_parameters()
                found.append(one.run(**{name: value for name, value in (settings or {}).items() if name in its}))
        else:
            message = f"only a study, a scenario or an outcome can be compared, not {type(subject).__name__}"
            raise ProblemsError([Problem("SUBJECT", message)])
    unknown = [name for name in settings or {} if name not in known]
    if unknown:
        raise ProblemsError(
            [
                Problem("UNKNOWN_PARAMETER", f"no scenario has a parameter {name!r}{nearest(name, known)}")
                for name in unknown
            ]
        )
    return found


def structure_of(subject: Any, *, after: bool) -> Structure:
    """Give the structure that is meant: of a study its baseline, of a scenario that or, with ``after``, what it leads to.

    Raises ProblemsError for a scenario that does not run.
    """
    if isinstance(subject, Study):
        return subject.baseline
    if isinstance(subject, Scenario) and not after:
        return subject.baseline
    if isinstance(subject, Scenario):
        subject = subject.run()
    if isinstance(subject, Outcome):
        refuse_if_any(subject.problems)
        return subject.after
    return subject  # type: ignore[no-any-return]


def combine_all(subjects: Iterable[Any], *, onto: Structure | None = None, id: str = "combined") -> Combination:
    """Combine scenarios, and all of each study; carried over to another baseline first where one is given."""
    from orgmodel.combination.combine import combine
    from orgmodel.combination.rebase import rebase

    scenarios: list[Scenario] = []
    for subject in subjects:
        scenarios += subject.scenarios.values() if isinstance(subject, Study) else [subject]
    if onto is None:
        return combine(scenarios, id=id)
    rebased = tuple(rebase(one, onto) for one in scenarios)
    return replace(combine([one.scenario for one in rebased], id=id), rebased=rebased)


def read_outcomes(paths: Sequence[Path], settings: Mapping[str, Any] | None = None) -> list[Outcome]:
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
    return outcomes_of(subjects, settings)


def finding_rows(cases: Iterable[Case]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Judge cases by the norms, reference models and constraints of their studies: rows of norms and of deviations.

    Each row bears the label of its case.
    """
    from orgmodel.norms.finding import row_of

    cases = list(cases)
    norms: list[dict[str, Any]] = []
    deviations: list[dict[str, Any]] = []
    for case, findings in zip(cases, judged(case.outcome for case in cases), strict=True):
        norms += [row_of(finding, case.label) for finding in findings]
        deviations += _deviation_rows(case)
    return norms, deviations


def judged(outcomes: Iterable[Outcome]) -> Iterator[list[Finding]]:
    """Judge each outcome by the norms and constraints of its study; of an outcome without a study nothing is found."""
    from orgmodel.norms.evaluation import Befores, evaluate
    from orgmodel.norms.freeze import freeze_findings

    befores: dict[str, Befores] = {}
    for outcome in outcomes:
        study = outcome.scenario.study
        if study is None:
            yield []
            continue
        findings = evaluate(outcome, _pack(study), befores=befores.setdefault(study.folder, Befores()))
        yield [*findings, *freeze_findings(outcome, study.constraints)]


def _pack(study: Study) -> NormPack:
    from orgmodel.norms.record import NormPack

    return NormPack() if study.norms is None else study.norms


def missing_rows(subject: Study | Scenario) -> list[dict[str, Any]]:
    """List what is missing for norms and steps to be told, with who could supply it."""
    from orgmodel.tracking.missing_data import missing_data, row_of

    study = subject if isinstance(subject, Study) else subject.study
    if study is None:
        return []
    outcomes = outcomes_of([subject])
    findings = [finding for some in judged(outcomes) for finding in some]
    return [row_of(one) for one in missing_data(outcomes, findings, _pack(study))]


def follow_up_rows(subject: Study | Scenario) -> dict[str, list[dict[str, Any]]]:
    """List what a board shows beside its steps: acts still needed, and where the papers disagree."""
    from orgmodel.tracking.discrepancies import discrepancies, row_of
    from orgmodel.tracking.timeline import open_needs

    outcomes = outcomes_of([subject])
    study = subject if isinstance(subject, Study) else subject.study
    needs = [{"step": step, "unit": unit, "act": dict(act)} for step, unit, act in open_needs(outcomes)]
    found = discrepancies(outcomes, study.norms if study is not None else None)
    return {"needs": needs, "discrepancies": [row_of(one) for one in found]}


def _deviation_rows(case: Case) -> list[dict[str, Any]]:
    """Compare a case before and after with each reference model that is in force on its date."""
    from orgmodel.norms.reference import deviations

    study = case.outcome.scenario.study
    if study is None:
        return []
    pack = _pack(study)
    return [
        {
            "scenario": case.label,
            "state": state,
            "model": one.model,
            "unit": one.unit or None,
            "kind": one.kind,
            "area": one.area,
            "roles": list(one.roles),
            "side": one.side or None,
            "note": dict(one.note),
        }
        for model in pack.models
        if model.in_force(case.after.as_of)
        for state, structure in (("before", case.before), ("after", case.after))
        for one in deviations(structure, model, roles=pack.roles, state=state)
    ]


def compare_all(
    subjects: Iterable[Subject],
    *,
    by: Sequence[str] = (),
    measures: Sequence[str] | None = None,
    scopes: Sequence[str] | None = None,
) -> Comparison:
    """Compare outcomes, with what the norms and constraints find in each."""
    from orgmodel.comparison.case import cases_of
    from orgmodel.comparison.comparison import Comparison

    cases = cases_of(outcomes_of(subjects))
    norms, deviations = finding_rows(cases)
    return Comparison(cases, by=by, measures=measures, scopes=scopes, norms=norms, deviations=deviations)
