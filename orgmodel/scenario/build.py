"""Building scenarios and studies from their checked files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orgmodel.core.csv_habit import CsvHabit
from orgmodel.core.messages import Message
from orgmodel.core.names import UNKNOWN_LANGUAGE, names_of
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.source_map import place_of
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.operations.faults import validated
from orgmodel.scenario.elements import (
    RANGE,
    TRIANGULAR,
    Constraint,
    DrawnParameter,
    Evaluation,
    Expectation,
    KnownTotal,
    Letter,
    Parameter,
    SharedCause,
    Spread,
    Step,
    Target,
    Uncertainty,
)
from orgmodel.scenario.model import (
    ConstraintFile,
    CsvFile,
    EvaluationFile,
    ExpectFile,
    LetterFile,
    ParameterFile,
    QuantityFile,
    ScenarioFile,
    StepFile,
    StudyFile,
    TargetFile,
    UncertaintyFile,
)
from orgmodel.scenario.money_file import money_of
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


def terms_of(file: StudyFile) -> Vocabulary:
    """Give the words that a study declares."""
    lines = file.lines if file.lines is not None else Vocabulary().lines
    return Vocabulary(
        dict(file.kinds),
        tuple(file.levels),
        tuple(file.blocks),
        tuple(file.categories),
        dict(lines),
        tuple(file.subordination),
        file.language or "",
        {key: names_of(**texts) for key, texts in sorted(file.labels.items())},
        file.known_share,
        money_of(file.money, None if file.as_of in ("unknown", "?") else file.as_of),
        {id: quantity_of(one) for id, one in file.quantities.items()},
        file.covers == "part",
        dict(file.states),
        _csv_habit(file.csv),
    )


def _csv_habit(file: CsvFile) -> CsvHabit:
    """Give the habit that a study declares: a decimal comma alone goes with semicolons."""
    return CsvHabit(file.separator or (";" if file.decimal == "," else ","), file.decimal, file.bom)


def quantity_of(file: QuantityFile) -> DeclaredQuantity:
    """Build a quantity that a study declares."""
    return DeclaredQuantity(names_of(**file.names), names_of(**file.unit), file.decimals, file.split)


def constraint_of(file: ConstraintFile, at: Location | None) -> Constraint:
    """Build a constraint of a study."""
    freeze = file.freeze
    if freeze is None:
        raise ProblemsError(
            [
                Problem(
                    "CONSTRAINT",
                    Message.of("constraint {constraint!r} says nothing: give freeze", constraint=file.id),
                    location=at,
                )
            ]
        )
    return Constraint(
        file.id,
        file.clause,
        names_of(**file.title),
        file.document,
        freeze.link.office,
        freeze.link.also_holds,
        freeze.by,
        freeze.known,
        _day(freeze.until),
        at,
        tuple(freeze.link.office_called),
        tuple(freeze.link.also_holds_called),
    )


def target_of(file: TargetFile) -> Target:
    """Build a target."""
    return Target(file.measure, file.scope, file.at_least, file.at_most, file.basis)


def scenario_from(data: Any, baseline: Structure, *, id: str, included: Sequence[Scenario] = ()) -> Scenario:
    """Build a scenario of the data of a file that stands in none; raises ProblemsError with every fault."""
    return scenario_of(validated(ScenarioFile, data), data, baseline, id=id, path="", included=included)


def letter_of(file: LetterFile) -> Letter:
    """Build what stands at the head and foot of papers; whatever an owner leaves blank is the study's."""
    own = Letter(
        names_of(**file.superior),
        names_of(**file.issuer),
        file.number,
        names_of(**file.place),
        names_of(**file.type),
        tuple(names_of(**one) for one in file.recipients),
        names_of(**file.signature.authority),
        names_of(**file.signature.office),
        file.signature.name,
    )
    return replace(own, by_owner={id: letter_of(one) for id, one in file.by_owner.items()})


def uncertainty_of(file: UncertaintyFile, data: Any) -> Uncertainty:
    """Build what a study says of its uncertain figures; ``data`` is what it was read from, which says where each stands."""
    return Uncertainty(
        file.spread,
        tuple(
            Spread(
                tuple(one.figures),
                one.spread or TRIANGULAR,
                tuple((one.chances or {}).items()),
                place_of(data, ("figures", at)),
            )
            for at, one in enumerate(file.figures)
        ),
        tuple(
            SharedCause(one.id, tuple(one.figures), place_of(data, ("shared", at)))
            for at, one in enumerate(file.shared)
        ),
        tuple(
            KnownTotal(one.id, one.total, tuple(one.figures), place_of(data, ("totals", at)))
            for at, one in enumerate(file.totals)
        ),
        tuple(
            DrawnParameter(name, shape, chances, place_of(data, ("parameters", name)))
            for name, given in file.parameters.items()
            for shape, chances in [(given, ()) if isinstance(given, str) else (RANGE, tuple(given.items()))]
        ),
    )


def scenario_of(
    file: ScenarioFile,
    data: Any,
    baseline: Structure,
    *,
    id: str,
    path: str,
    extended: Scenario | None = None,
    included: Sequence[Scenario] = (),
) -> Scenario:
    """Build a scenario of its file; ``data`` is what the file was made of, for the places of its parts.

    What it extends gives steps, parameters and expectations, less the dropped steps; own ones are added, an own step
    with the same id takes the other's place, and own expectations replace the other's.
    """
    problems: list[Problem] = []
    steps: dict[str, Step] = {step.id: step for step in extended.steps} if extended else {}
    for index, name in enumerate(file.drop):
        if name not in steps:
            at = place_of(data, ("drop", index))
            problems.append(
                Problem(
                    "UNKNOWN_STEP",
                    Message.of("no step {name!r} to drop{hint}", name=name, hint=nearest(name, steps)),
                    location=at,
                )
            )
        steps.pop(name, None)
    seen: set[str] = set()
    for index, one in enumerate(file.steps):
        if one.id in seen:
            at = place_of(data, ("steps", index, "id"))
            problems.append(
                Problem("DUPLICATE", Message.of("two steps have the id {id!r}", id=one.id), subject=one.id, location=at)
            )
        seen.add(one.id)
        steps[one.id] = _step(one, data, index, baseline.terms.language)
    parameters = dict(extended.parameters) if extended else {}
    for name, parameter in file.parameters.items():
        parameters[name] = _parameter(name, parameter, place_of(data, ("parameters", name)))
    settings = {**(extended.settings if extended else {}), **file.set}
    known = set(parameters).union(
        *(one.all_parameters() for one in (*included, *(extended.included if extended else ())))
    )
    for name in file.set:
        if name not in known:
            at = place_of(data, ("set", name))
            problems.append(
                Problem(
                    "UNKNOWN_PARAMETER",
                    Message.of("no parameter {name!r} to set{hint}", name=name, hint=nearest(name, known)),
                    location=at,
                )
            )
    expectations = extended.expectations if extended else ()
    if file.expect is not None:
        expectations = tuple(
            _expectation(one, place_of(data, ("expect", index))) for index, one in enumerate(file.expect)
        )
    if problems:
        raise ProblemsError(problems)
    parts = tuple(one.with_settings_below(file.set) for one in included)
    return Scenario(
        id,
        baseline,
        names_of(**file.title) or (extended.title if extended else ()),
        path,
        file.illustrative,
        tuple(file.documents) or (extended.documents if extended else ()),
        parameters,
        settings,
        (extended.included if extended else ()) + parts,
        tuple(steps.values()),
        expectations,
        tuple(target_of(one) for one in file.targets),
        names_of(**file.notes),
        names_of(**file.short) or (extended.short if extended and not file.title else ()),
        _evaluated(file.evaluation),
    )


def _day(text: str | None) -> str | None:
    return None if text in (None, "unknown", "?") else text


def _step(file: StepFile, data: Any, index: int, language: str) -> Step:
    raw = data["steps"][index]
    return Step(
        file.id,
        file.clause,
        names_of(**file.title),
        file.owner[0] if file.owner else "",
        tuple(file.with_),
        file.force,
        file.term,
        file.document,
        file.decision,
        names_of(**file.product),
        file.due,
        names_of(**{language if code == UNKNOWN_LANGUAGE else code: text for code, text in file.due_cited.items()}),
        _day(file.announced),
        _day(file.effective),
        file.state,
        file.evidence,
        tuple(file.after),
        _evaluated(file.evaluation),
        names_of(**file.notes),
        raw.get("do"),
        place_of(data, ("steps", index)),
        tuple(file.cost),
        tuple(file.owner),
    )


def _evaluated(notes: Iterable[EvaluationFile]) -> tuple[Evaluation, ...]:
    return tuple(Evaluation(one.aspect, names_of(**one.text), one.measure, one.figure, one.src) for one in notes)


def _parameter(name: str, file: ParameterFile, at: Location | None) -> Parameter:
    default = file.default if file.default is not None or not file.choices else file.choices[0]
    unavailable = {choice: names_of(**texts) for choice, texts in file.unavailable.items()}
    problems = [
        Problem(
            "UNKNOWN_OPTION",
            Message.of(
                "{name}: {choice!r} is not among the choices{hint}",
                name=name,
                choice=choice,
                hint=nearest(choice, file.choices),
            ),
            location=at,
        )
        for choice in unavailable
        if choice not in file.choices
    ]
    if file.low is not None and file.high is not None and file.low > file.high:
        message = Message.of("{name} has the range {low:g} to {high:g}, which ends before it begins", name=name, low=file.low, high=file.high)  # fmt: skip
        problems.append(Problem("RANGE", message, subject=name, location=at))
    if problems:
        raise ProblemsError(problems)
    return Parameter(name, names_of(**file.title), tuple(file.choices), default, file.low, file.high, unavailable, at)


def _expectation(file: ExpectFile, at: Location | None) -> Expectation:
    asked = (file.change, file.before, file.after, file.at_least, file.at_most)
    if all(one is None for one in asked):
        message = "an expectation needs one of change, before, after, at_least, at_most"
        raise ProblemsError([Problem("EXPECT", message, location=at)])
    return Expectation(
        file.measure, tuple(file.scope), file.change, file.before, file.after, file.at_least, file.at_most, at
    )
