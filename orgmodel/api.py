"""Bringing the floors together for the face and the commands: outcomes, findings and comparisons of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from orgmodel.core.arguments import kind_of, settings_given, texts_given
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest, refuse_if_any
from orgmodel.core.vocabulary import DEFAULT_LANGUAGE
from orgmodel.core.watching import one_by_one
from orgmodel.scenario.scenario import Outcome, Scenario, Study

if TYPE_CHECKING:
    from orgmodel.combination.combination import Combination
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.core.structure import Structure
    from orgmodel.measures.assumed_figures import AssumedGroup
    from orgmodel.norms.finding import Finding
    from orgmodel.norms.record import NormPack
    from orgmodel.norms.suppliers import Suppliers
    from orgmodel.reports.papers import Asked

Subject = Study | Scenario | Outcome


def outcomes_of(
    subjects: Iterable[Any], settings: Mapping[str, Any] | None = None, *, at: Any = None, call: str = "compare"
) -> list[Outcome]:
    """Run what was read: every scenario of a study, a scenario with its defaults; outcomes stay as they are.

    Of a comparison its outcomes are meant, of a case its own. ``settings`` override the parameters of every scenario that
    knows them; ``at`` stops each run on a date. Raises ProblemsError for a setting that none knows, for no date, and for
    anything that cannot be run.
    """
    settings = settings_given(settings)
    found: list[Outcome] = []
    known: dict[str, None] = {}
    for given in subjects:
        subject = _scenario_of(given)
        if isinstance(subject, Outcome):
            found.append(subject)
        elif _is(subject, "Comparison"):
            found += [case.outcome for case in subject.cases]
        elif _is(subject, "Case"):
            found.append(subject.outcome)
        elif isinstance(subject, Study | Scenario):
            scenarios = list(subject.scenarios.values()) if isinstance(subject, Study) else [subject]
            known.update(dict.fromkeys(name for one in scenarios for name in one.all_parameters()))
            if isinstance(subject, Study) and not settings:
                found.extend(subject.outcomes)
                continue
            for one in one_by_one(scenarios, len(scenarios)):
                its = one.all_parameters()
                found.append(one.run(**{name: value for name, value in settings.items() if name in its}))
        else:
            raise not_meant(call, "a study, a scenario, an outcome or a comparison", subject)
    unknown = [name for name in settings if name not in known]
    if unknown:
        hint = "" if known else Message.of("; only a study or a scenario can be run with settings, an outcome has run")
        raise ProblemsError(
            [
                Problem(
                    "UNKNOWN_PARAMETER",
                    Message.of(
                        "no scenario has a parameter {name!r}{hint}{more}",
                        name=name,
                        hint=nearest(name, known),
                        more=hint,
                    ),
                )
                for name in unknown
            ]
        )
    return found if at is None else [one.until(at) for one in found]


def _scenario_of(subject: Any) -> Any:
    """Give the scenario that a plan is; anything else is what it is."""
    return subject.scenario if _is(subject, "Plan") else subject


def _is(subject: Any, name: str) -> bool:
    """Tell by name whether a value is of a class whose module need not be loaded to ask."""
    return any(one.__name__ == name and one.__module__.startswith("orgmodel.") for one in type(subject).__mro__)


def not_meant(call: str, needed: str, subject: Any) -> ProblemsError:
    """Say what a call takes and what it was given; a path is read first, as one that holds nothing yet could not be told."""
    given = kind_of(subject)
    hint = ""
    if isinstance(subject, str | Path):
        given = Message.of("the path {path!r}", path=str(subject))
        hint = Message.of(": read it first, orgmodel.{call}(orgmodel.read({path!r}))", call=call, path=str(subject))
    elif _is(subject, "Structure"):
        if call == "compare":
            hint = Message.of("; two structures are told apart by orgmodel.diff(before, after)")
    elif isinstance(subject, list | tuple):
        hint = Message.of("; give each by itself: orgmodel.{call}(*them)", call=call)
    return ProblemsError(
        [
            Problem(
                "SUBJECT",
                Message.of(
                    "{call} takes {needed}, not {given}{hint}",
                    call=call,
                    needed=Message.of(needed),
                    given=given,
                    hint=hint,
                ),
            )
        ]
    )


def structure_of(
    subject: Any, *, after: bool, call: str = "diff", at: Any = None, settings: Mapping[str, Any] | None = None
) -> Structure:
    """Give the structure that is meant: of a study its baseline, of a scenario that or, with ``after``, what it leads to.

    With ``at`` a scenario or outcome stands where it stood on that date; a structure or the baseline of a study has one
    date, and another one is refused. Raises ProblemsError for a scenario that does not run, and what names no structure.
    """
    from orgmodel.core.structure import Structure

    settings = settings_given(settings)
    subject = the_outcome(subject, call)
    if isinstance(subject, Structure):
        return _on(subject, at, settings)
    if isinstance(subject, Study):
        return _on(subject.baseline, at, settings)
    if isinstance(subject, Scenario):
        if not after and at is None:
            return _on(subject.baseline, None, settings)
        subject = subject.run(**settings)
    elif settings:
        _refuse(settings)
    if isinstance(subject, Outcome):
        refuse_if_any(subject.problems)
        if at is None:
            return subject.after
        subject.until(at)  # refuses a date before the baseline's
        return subject.at(at)
    raise not_meant(call, "a structure, a study, a scenario or an outcome", subject)


def _on(structure: Structure, at: Any, settings: Mapping[str, Any] | None) -> Structure:
    """Give a structure that has one date, where that is asked for or none is; settings need a scenario to run."""
    from orgmodel.core.dates import day_of

    if settings:
        _refuse(settings)
    if at is not None and day_of(at) != day_of(structure.as_of or at):
        message = Message.of(
            "the structure is as of {as_of}, and only a scenario or an outcome has states at other dates, such as {other}",
            as_of=structure.as_of,
            other=day_of(at),
        )
        raise ProblemsError([Problem("DATE", message)])
    return structure


def _refuse(settings: Mapping[str, Any]) -> None:
    message = "{name!r} is set, and only a scenario that has not run has parameters"
    raise ProblemsError(Problem("UNKNOWN_PARAMETER", Message.of(message, name=name), name) for name in settings)


def refuse_none(call: str, subjects: Sequence[Any]) -> None:
    """Refuse a call with nothing to work on."""
    if not subjects:
        message = Message.of("{call} takes studies, scenarios, outcomes or comparisons: none is given", call=call)
        raise ProblemsError([Problem("SUBJECT", message)])


def the_outcome(subject: Any, call: str) -> Any:
    """Give the outcome of a case, or of a comparison of one; anything else as it is."""
    subject = _scenario_of(subject)
    if _is(subject, "Case"):
        return subject.outcome
    if not _is(subject, "Comparison"):
        return subject
    if len(subject.cases) == 1:
        return subject.cases[0].outcome
    labels = ", ".join(subject.labels[:5]) + (" …" if len(subject.labels) > 5 else "")
    message = Message.of(
        "{call} takes one outcome, and this comparison has {count}: comparison.case(LABEL), of {labels}",
        call=call,
        count=len(subject.cases),
        labels=labels,
    )
    raise ProblemsError([Problem("SUBJECT", message)])


def the_scenario(subject: Any, call: str) -> Scenario:
    """Give the scenario that a plan or an outcome is of; raises ProblemsError for what is none."""
    subject = _scenario_of(subject)
    found = subject.scenario if isinstance(subject, Outcome) else subject
    if not isinstance(found, Scenario):
        raise not_meant(call, "a scenario", subject)
    return found


def to_draw(
    subject: Any, *, at: Any = None, state: str = "after", settings: Mapping[str, Any] | None = None
) -> Structure | Outcome:
    """Give what a chart draws: a structure, the baseline of a study, or the outcome of a scenario, on a date if one is given.

    Of the changes of a study all its scenarios are drawn, each by itself. Raises ProblemsError for a scenario that does
    not run, and for what names nothing to be drawn.
    """
    settings = settings_given(settings)
    subject = the_outcome(subject, "chart")
    if isinstance(subject, Study) and state == "changes" and subject.scenarios:
        return _all_scenarios(subject, settings, at)
    if isinstance(subject, Scenario):
        subject = subject.run(**settings)
        settings = {}
    if isinstance(subject, Outcome):
        if settings:
            _refuse(settings)
        refuse_if_any(subject.problems)
        return subject if at is None or state == "before" else subject.until(at)
    return structure_of(subject, after=True, call="chart", at=at, settings=settings)


def _all_scenarios(study: Study, settings: Mapping[str, Any], at: Any) -> Outcome:
    """Give one outcome that includes every scenario of a study which includes none; it may be refused where they exclude each other."""
    refuse_if_any(one for made in study.outcomes for one in made.problems)
    alone = tuple(one for one in study.scenarios.values() if not one.included)
    made = Scenario(study.id, study.baseline, study.title, included=alone, study=study).run(**settings)
    return made if at is None else made.until(at)


def comparison_of(
    subjects: Sequence[Any], *, at: Any = None, settings: Mapping[str, Any] | None = None, persons: bool = False
) -> Comparison:
    """Give the comparison that is meant: itself, or that of studies, scenarios and outcomes."""
    if len(subjects) == 1 and _is(subjects[0], "Comparison") and at is None and not settings:
        given = cast("Comparison", subjects[0])
        if given.persons or not persons:
            return given
    found = outcomes_of(subjects, settings, at=at, call="report")
    return compare_all(found, language=language_among(subjects), persons=persons)


def language_among(subjects: Iterable[Any]) -> str | None:
    """Give the language of the first study among subjects, None where there is none."""
    return next((one.language for one in subjects if isinstance(one, Study)), None)


def combine_all(subjects: Iterable[Any], *, onto: Any = None, id: str = "combined") -> Combination:
    """Combine scenarios, and all of each study; carried over to another baseline first where one is given."""
    from orgmodel.combination.combine import combine
    from orgmodel.combination.rebase import rebase

    scenarios: list[Scenario] = []
    for subject in subjects:
        scenarios += _scenarios_of(subject)
    if onto is None:
        return combine(scenarios, id=id)
    onto = structure_of(onto, after=False, call="combine")
    rebased = tuple(rebase(one, onto) for one in scenarios)
    return replace(combine([one.scenario for one in rebased], id=id), rebased=rebased)


def _scenarios_of(given: Any) -> list[Scenario]:
    subject = _scenario_of(given)
    if isinstance(subject, Study):
        return list(subject.scenarios.values())
    if isinstance(subject, Scenario):
        return [subject]
    if isinstance(subject, Outcome):
        return [subject.scenario.with_settings_below(subject.overrides) if subject.overrides else subject.scenario]
    if _is(subject, "Case") or _is(subject, "Comparison"):
        return [one for outcome in outcomes_of([subject]) for one in _scenarios_of(outcome)]
    raise not_meant("combine", "scenarios, studies, outcomes or a comparison", subject)


def read_outcomes(paths: Sequence[Path], settings: Mapping[str, Any] | None = None, *, at: Any = None) -> list[Outcome]:
    """Read and run studies and scenario files; all problems of all paths come together."""
    return outcomes_of(read_subjects(paths), settings, at=at)


def read_subjects(paths: Sequence[Path]) -> list[Study | Scenario]:
    """Read studies and scenario files; all problems of all paths come together."""
    from orgmodel.io.read import read

    subjects: list[Study | Scenario] = []
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
            problems.append(
                Problem("SUBJECT", Message.of("{path} holds one structure: give a study or a scenario file", path=path))
            )
    if problems:
        raise ProblemsError(dict.fromkeys(problems))
    return subjects


def with_alternatives(outcome: Outcome) -> list[Outcome]:
    """Give an outcome, then those of the scenarios of its study that carry out the same clauses; itself alone where there are none.

    A scenario that cannot be read or run is no alternative.
    """
    from orgmodel.io.read import read_with_problems

    study = outcome.scenario.study
    clauses = {step.clause for step in outcome.scenario.all_steps() if step.clause}
    if study is None or not clauses or outcome.on is not None:
        return [outcome]
    found = study if len(study.scenarios) > 1 else read_with_problems(Path(study.folder))[0]
    others = [
        one
        for id, one in (found.scenarios.items() if isinstance(found, Study) else ())
        if id != outcome.scenario.id and {step.clause for step in one.all_steps() if step.clause} == clauses
    ]
    made = [outcome]
    for one in others:
        if one.baseline == outcome.before:
            with suppress(ProblemsError):
                made.append(one.run())
    return made


def report_asked(comparison: Comparison, asked: Asked | None = None) -> Asked:
    """Complete what is asked of the papers of a comparison: of one case its alternatives stand beside it."""
    from orgmodel.reports.papers import Asked

    beside = None
    if len(comparison.cases) == 1 and not comparison.cases[0].is_refused:
        outcomes = with_alternatives(comparison.cases[0].outcome)
        beside = compare_all(outcomes, language=comparison.language) if len(outcomes) > 1 else None
    return replace(asked or Asked(), beside=beside)


def finding_rows(
    cases: Iterable[Case],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, tuple[Finding, ...]]]:
    """Judge cases by the norms, reference models and constraints of their studies: rows of norms and of deviations.

    Each row bears the label of its case; last come the findings themselves, by that label.
    """
    from orgmodel.norms.finding import row_of
    from orgmodel.norms.judged import judged

    cases = list(cases)
    norms: list[dict[str, Any]] = []
    deviations: list[dict[str, Any]] = []
    found: dict[str, tuple[Finding, ...]] = {}
    for case, findings in zip(one_by_one(cases, len(cases)), judged(case.outcome for case in cases), strict=True):
        norms += [row_of(finding, case.label) for finding in findings]
        deviations += _deviation_rows(case)
        found[case.label] = tuple(findings)
    return norms, deviations, found


def _pack(study: Study) -> NormPack:
    from orgmodel.norms.record import NormPack

    return NormPack() if study.norms is None else study.norms


def missing_rows(subject: Study | Scenario) -> list[dict[str, Any]]:
    """List what is missing: the figures of the baseline, and what norms and steps lack beside them, with who could supply it."""
    from orgmodel.norms.judged import judged
    from orgmodel.reports.follow_up import missing_row
    from orgmodel.tracking.missing_data import missing_data

    study = subject if isinstance(subject, Study) else subject.study
    outcomes = outcomes_of([subject])
    findings = [] if study is None else [finding for some in judged(outcomes) for finding in some]
    pack = None if study is None else _pack(study)
    return [missing_row(one) for one in missing_data(outcomes, findings, pack, baseline=subject.baseline)]


def assumed_rows(subject: Study | Scenario) -> list[dict[str, Any]]:
    """List what is assumed of the baseline, with its range and source, and who could confirm it."""
    from orgmodel.comparison.plain_data import plain_rows
    from orgmodel.measures.assumed_figures import assumed_figures

    return plain_rows(assumed_figures(subject.baseline, _suppliers(subject).of))


def assumed_sums(subject: Study | Scenario) -> list[AssumedGroup]:
    """Sum what is assumed of the baseline by kind of figure and source, with who could confirm it."""
    from orgmodel.measures.assumed_figures import assumed_groups

    return assumed_groups(subject.baseline, _suppliers(subject).of)


def forms_of(subject: Study | Scenario, language: str) -> dict[str, bytes]:
    """Make the form of each supplier, by the stem of its file, of what is missing or assumed of the baseline."""
    from orgmodel.core.records import Document
    from orgmodel.reports.supplier_forms import supplier_forms
    from orgmodel.tracking.asked_figures import asked_figures
    from orgmodel.words.citations import source_name

    study = subject if isinstance(subject, Study) else subject.study
    folder = Path(study.folder).resolve().name if study is not None else subject.id
    papers = {str(one.key): one for one in subject.baseline.documents if isinstance(one, Document)}
    asked = asked_figures(subject.baseline, _suppliers(subject).of)
    return supplier_forms(
        asked, folder, language, lambda src: source_name(src, papers, language, subject.baseline.terms.labels)
    )


def _suppliers(subject: Study | Scenario) -> Suppliers:
    from orgmodel.norms.record import NormPack
    from orgmodel.norms.suppliers import Suppliers

    study = subject if isinstance(subject, Study) else subject.study
    return Suppliers((subject.baseline,), NormPack() if study is None else _pack(study))


def follow_up_rows(subject: Study | Scenario) -> dict[str, list[dict[str, Any]]]:
    """List what a board shows beside its steps: acts still needed, and where the papers disagree."""
    from orgmodel.reports.follow_up import discrepancy_row
    from orgmodel.tracking.discrepancies import discrepancies
    from orgmodel.tracking.timeline import open_needs

    outcomes = outcomes_of([subject])
    study = subject if isinstance(subject, Study) else subject.study
    needs = [{"step": step, "unit": unit, "act": dict(act)} for step, unit, act in open_needs(outcomes)]
    found = discrepancies(outcomes, study.norms if study is not None else None)
    return {"needs": needs, "discrepancies": [discrepancy_row(one) for one in found]}


def _deviation_rows(case: Case) -> list[dict[str, Any]]:
    """Compare a case before and after with each reference model that is in force on its date."""
    from orgmodel.norms.reference import deviations

    study = case.outcome.scenario.study
    if study is None or case.is_refused:
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
            "model_title": dict(model.title),
        }
        for model in pack.models
        if model.in_force(case.after.as_of)
        for state, structure in (("before", case.before), ("after", case.after))
        for one in deviations(structure, model, roles=pack.roles, state=state)
    ]


def compare_all(
    subjects: Iterable[Outcome],
    *,
    by: Sequence[str] = (),
    measures: Sequence[str] | None = None,
    scopes: Sequence[str] | None = None,
    language: str | None = None,
    persons: bool = False,
) -> Comparison:
    """Compare outcomes, with what the norms and constraints find in each; ``language`` is that where there is none.

    Names of persons are told where ``persons`` is set.
    """
    from orgmodel.comparison.case import cases_of
    from orgmodel.comparison.comparison import Comparison

    cases = cases_of(outcomes_of(subjects))
    norms, deviations, findings = finding_rows(cases)
    return Comparison(
        cases,
        by=texts_given("by", by),
        measures=None if measures is None else texts_given("measures", measures),
        scopes=None if scopes is None else texts_given("scopes", scopes),
        norms=norms,
        deviations=deviations,
        findings=findings,
        language=language or DEFAULT_LANGUAGE,
        persons=persons,
    )
