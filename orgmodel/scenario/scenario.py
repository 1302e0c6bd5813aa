"""Scenarios, the study that holds them, and what running one gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orgmodel.core.arguments import (
    instance_given,
    instances_given,
    made_by,
    names_given,
    settings_given,
    text_given,
)
from orgmodel.core.counting import counted
from orgmodel.core.dates import day_of, first_day
from orgmodel.core.doors import behind
from orgmodel.core.frozen import Held
from orgmodel.core.listing import Listing, list_rows
from orgmodel.core.messages import Message
from orgmodel.core.names import Names, text_in
from orgmodel.core.problems import Problem, ProblemsError, errors, nearest, refuse_if_any
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.core.watching import one_by_one
from orgmodel.scenario.elements import Constraint, Evaluation, Expectation, Letter, Parameter, Step, Target, Uncertainty
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    import datetime

    from orgmodel.core.change import Change
    from orgmodel.core.ledger import Flow, Lineage, Reason
    from orgmodel.core.line_moves import LineMove
    from orgmodel.core.trace import TraceRow
    from orgmodel.operations.effect import Assessment, PersonMove
    from orgmodel.operations.operation_schema import Need
    from orgmodel.scenario.costs import OneOffCost

ILLUSTRATIVE: Names = worded("illustrative")


@made_by("orgmodel.read(file) or study.scenario(id)")
@dataclass(frozen=True)
class Scenario(Held):
    """Ordered steps over a baseline; ``included`` scenarios run before its own steps, each with its own settings.

    ``short`` is what it is called at the head of a column, beside other scenarios; ``evaluation`` what speaks for and against
    it among its alternatives.
    """

    id: str
    baseline: Structure
    title: Names = ()
    file: str = ""
    illustrative: bool = False
    documents: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    included: tuple[Scenario, ...] = ()
    steps: tuple[Step, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    targets: tuple[Target, ...] = ()
    notes: Names = ()
    short: Names = ()
    evaluation: tuple[Evaluation, ...] = ()
    study: Study | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what no scenario can be made of; what its steps say is judged when it runs."""
        text_given("id", self.id)
        instance_given("baseline", self.baseline, Structure, Message.of("a Structure, such as study.baseline"))
        names_given("title", self.title)
        names_given("short", self.short)
        settings_given(self.settings)
        instances_given("steps", self.steps, Step, Message.of("a tuple of steps (Step)"))
        instances_given("included", self.included, Scenario, Message.of("a tuple of scenarios"))
        super().__post_init__()

    def name(self, language: str | None = None) -> str:
        """Give the title in a language, the study's own where None, marked where no paper orders the scenario."""
        language = language or self.baseline.terms.language
        title = text_in(self.title, language, self.id)
        return f"{title} ({text_in(ILLUSTRATIVE, language)})" if self.illustrative else title

    def all_parameters(self) -> dict[str, Parameter]:
        """Give the parameters of this scenario and of what it includes; the outer one wins where two share a name."""
        found: dict[str, Parameter] = {}
        for one in self.included:
            found.update(one.all_parameters())
        found.update(self.parameters)
        return found

    def chosen(self, overrides: Mapping[str, Any]) -> dict[str, Any]:
        """Give the values of the own parameters: overridden, else as set in files, else the default.

        Raises ProblemsError where a value cannot be set.
        """
        overrides = settings_given(overrides)
        problems: list[Problem] = []
        values: dict[str, Any] = {}
        for name, parameter in self.parameters.items():
            value = overrides.get(name, self.settings.get(name, parameter.default))
            if why := parameter.problem(value):
                problems.append(Problem("PARAMETER", why, subject=name, location=parameter.at))
            values[name] = value
        if problems:
            raise ProblemsError(problems)
        return values

    def parts(self) -> list[Scenario]:
        """List what it includes, each after what that one includes, and itself: the order of their steps."""
        return [part for one in self.included for part in one.parts()] + [self]

    def all_steps(self) -> list[Step]:
        """List the steps of included scenarios and its own, in file order."""
        return [step for part in self.parts() for step in part.steps]

    def with_settings(self, settings: Mapping[str, Any]) -> Scenario:
        """Give the same scenario with parameters set; a ProblemsError names every one that does not exist."""
        settings = settings_given(settings)
        refuse_unknown_parameters(settings, self.all_parameters())
        return replace(self, settings={**self.settings, **settings})

    def with_settings_below(self, settings: Mapping[str, Any]) -> Scenario:
        """Give the same scenario with parameters set, in it and in what it includes."""
        return replace(
            self,
            settings={**self.settings, **settings_given(settings)},
            included=tuple(one.with_settings_below(settings) for one in self.included),
        )

    def plan(self) -> Any:
        """Go on with the scenario as an ``orgmodel.Plan``; it stays as it is. Raises ProblemsError where it does not run."""
        return behind("orgmodel.scenario.plan", "Plan")(self)

    def to_python(self) -> str:
        """Write the calls by which a plan comes to the same steps, as the text of a script."""
        return behind("orgmodel.scenario.python_text", "python_text")(self)  # type: ignore[no-any-return]

    def run(self, **overrides: Any) -> Outcome:
        """Run the steps on the baseline, with parameters overridden by name.

        The outcome holds the structures before and after, the ledger, the lineage and all problems. Raises
        ProblemsError only for a parameter that does not exist or cannot take the value.
        """
        return behind("orgmodel.scenario.run", "run")(self, overrides)  # type: ignore[no-any-return]

    def what_if(self) -> Any:
        """Give a widget with the parameters as sliders and choices (see :func:`orgmodel.notebook.widgets.what_if`)."""
        return behind("orgmodel.notebook.widgets", "what_if")(self)

    def __repr__(self) -> str:
        """Show the size."""
        return f"Scenario({self.id!r}: {counted(len(self.all_steps()), 'steps')} on {self.baseline!r})"

    def _repr_html_(self) -> str:
        """Show the steps and parameters in a notebook."""
        return behind("orgmodel.notebook.display", "show_scenario")(self)  # type: ignore[no-any-return]


@made_by("orgmodel.read(folder)")
@dataclass(frozen=True)
class Study(Held):
    """A folder: a baseline, scenarios, documents, targets, and constraints that bind all its scenarios.

    ``norms`` is the pack of norms and reference models that was read with it (a ``norms.record.NormPack``, of the floor
    above, which judges by it), or None where a study made in Python has none. ``profile`` is the letterhead of its
    reports: neutral, party or state; ``letter`` what stands there, and at the foot. ``uncertainty`` says how its uncertain figures are drawn.
    """

    id: str
    folder: str
    baseline: Structure
    terms: Vocabulary
    title: Names = ()
    language: str = ""
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    targets: tuple[Target, ...] = ()
    norms: Any = field(default=None, repr=False)
    profile: str = "neutral"
    problems: tuple[Problem, ...] = ()
    letter: Letter = field(default_factory=Letter)
    uncertainty: Uncertainty = field(default_factory=Uncertainty)

    def __post_init__(self) -> None:
        """Refuse what no study can be made of."""
        instance_given("baseline", self.baseline, Structure, Message.of("a Structure, such as study.baseline"))
        instance_given("terms", self.terms, Vocabulary, Message.of("a Vocabulary"))
        names_given("title", self.title)
        object.__setattr__(self, "language", self.language or self.baseline.terms.language)
        expected = Message.of("a mapping of ids to scenarios")
        instance_given("scenarios", self.scenarios, Mapping, expected)
        for one in self.scenarios.values():
            instance_given("scenarios", one, Scenario, expected)
        super().__post_init__()

    def scenario(self, name: str) -> Scenario:
        """Give a scenario by its id; a ProblemsError names the nearest."""
        if name not in [*self.scenarios]:  # whatever was given, be it no key of a mapping
            hint = nearest(name, self.scenarios) or Message.of(
                "; there are {known}", known=", ".join([*self.scenarios][:20]) or Message.of("none")
            )
            raise ProblemsError(
                [Problem("UNKNOWN_SCENARIO", Message.of("no scenario {name!r}{hint}", name=name, hint=hint), str(name))]
            )
        return self.scenarios[name]

    def plan(
        self,
        id: str,
        *,
        title: str | Mapping[str, str] | None = None,
        short: str | Mapping[str, str] | None = None,
        after: Iterable[str | Scenario] = (),
        documents: Iterable[str] = (),
        illustrative: bool = False,
        notes: str | Mapping[str, str] | None = None,
        parameters: Mapping[str, Any] | None = None,
        set: Mapping[str, Any] | None = None,
        expect: Iterable[Mapping[str, Any]] = (),
        targets: Iterable[Mapping[str, Any]] = (),
        evaluation: Iterable[Mapping[str, Any]] = (),
    ) -> Any:
        """Begin an ``orgmodel.Plan`` on the baseline, ``after`` these scenarios; the other fields are those of a scenario file.

        Raises ProblemsError for a scenario that is not there, and for a faulty field.

        >>> import orgmodel
        >>> plan = orgmodel.read("scenarios/ha-tinh-2022").plan("rename-office")
        >>> plan.rename("duc-tho.tcnv", names={"vi": "Cơ quan Tổ chức"})
        Done(rename: 1 change, 0 flows)
        """
        before = [
            one if isinstance(one, Scenario) else self.scenario(one)
            for one in ([after] if isinstance(after, str) else after)
        ]
        file = {
            "short": short, "documents": [*documents], "illustrative": illustrative, "notes": notes, "parameters": parameters, "set": set,
            "expect": [*expect], "targets": [*targets], "evaluation": [*evaluation],
        }  # fmt: skip
        return behind("orgmodel.scenario.plan", "begin")(
            id, self.baseline, title=title, after=before, study=self, file=file
        )

    def __getitem__(self, name: str) -> Scenario:
        """Give a scenario by its id, as :meth:`scenario` does."""
        return self.scenario(name)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Run every scenario, once."""
        return tuple(one.run() for one in one_by_one(self.scenarios.values(), len(self.scenarios)))

    def __repr__(self) -> str:
        """Show the size."""
        return f"Study({self.id!r}: {counted(len(self.scenarios), 'scenarios')} on {self.baseline!r})"

    def _repr_html_(self) -> str:
        """Show the scenarios in a notebook."""
        return behind("orgmodel.notebook.display", "show_study")(self)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger: a flow, and the step and operation that state it."""

    step: str
    clause: str
    operation: str
    date: str | None
    flow: Flow


@dataclass(frozen=True, slots=True)
class LineEntry:
    """What became of a line, and the step and operation that did it."""

    step: str
    clause: str
    operation: str
    date: str | None
    move: LineMove


@dataclass(frozen=True, slots=True)
class LeftWithoutPost:
    """Who held a post before and holds none after, and the step and operation that ended the last holding, and why.

    ``post`` and ``unit`` are those before the run, ``last_post`` and ``last_unit`` those that the person held last.
    ``outcome`` is what the operation says becomes of them (retires, leaves, reserve, unassigned), empty where it does not.
    """

    person: str
    post: str
    unit: str | None
    step: str
    clause: str
    operation: str
    reason: Reason
    last_post: str = ""
    last_unit: str | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of one step: its changes, problems, judged transfers, and the acts that it needs first."""

    step: Step
    scenario: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    needs: tuple[tuple[str, Need], ...] = ()
    operations: tuple[str, ...] = ()
    people: tuple[PersonMove, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """Whether an expectation is met, and by what figure."""

    expectation: Expectation
    scenario: str
    scope: str
    asked: str
    expected: float
    found: float | None
    met: bool


@made_by("scenario.run()")
@dataclass(frozen=True)
class Outcome(Held):
    """Hold the structures before and after a scenario, its ledger, its lineage, and everything that went wrong.

    Of a ``refused`` outcome ``after`` and the ledger are those of the steps that could be carried out: what compares, reports
    or restates gives no figures of it.
    """

    scenario: Scenario
    parameters: Mapping[str, Any]
    before: Structure
    steps: tuple[StepResult, ...] = ()
    ledger: tuple[Entry, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    expectations: tuple[ExpectationResult, ...] = ()
    problems: tuple[Problem, ...] = ()
    overrides: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[LineEntry, ...] = ()
    on: str | None = None  # the date up to which steps count, where one was asked for
    costs: tuple[OneOffCost, ...] = ()
    refused: bool = False  # whether there are errors other than expectations, so that what it leads to has no figures

    def __post_init__(self) -> None:
        """Let the long rows show themselves shortly, with names."""
        list_rows(self, ("steps", "ledger", "lineage", "problems", "lines"), (self.before, self.steps))
        super().__post_init__()

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Let the rows of a copy show themselves as those of the original do."""
        self.__dict__.update(state)
        self.__post_init__()

    @property
    def id(self) -> str:
        """Give the id of the scenario, with the parameters that the caller set, so that variants can stand side by side."""
        if not self.overrides:
            return self.scenario.id
        told = ", ".join(f"{name}={value}" for name, value in sorted(self.overrides.items()))
        return f"{self.scenario.id} ({told})"

    @property
    def undated(self) -> tuple[str, ...]:
        """List the steps that do something and have no date of effect: on no date have they taken effect."""
        return tuple(one.step.id for one in self.steps if one.step.do and one.step.effective in (None, "", "?"))

    @property
    def sound(self) -> bool:
        """Tell whether nothing went wrong."""
        return not errors(self.problems)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Give the changes of all steps, one a record."""
        from orgmodel.core.change import net_changes

        net = net_changes(change for result in self.steps for change in result.changes)
        return Listing.within(net, (self.before, self.steps))

    @cached_property
    def after(self) -> Structure:
        """Give the structure after all steps, dated ones and undated ones."""
        from orgmodel.core.change import patched

        dates = [result.step.effective for result in self.steps if result.step.effective and result.changes]
        end: Structure | None = self.__dict__.pop("_end", None)  # what the run made to judge expectations by
        if end is not None:
            return end.dated(max(filter(None, (self.before.as_of, *dates)), default=None))
        return patched(self.before, self.changes, max(dates, default=None))

    @cached_property
    def trace(self) -> tuple[TraceRow, ...]:
        """Say where every row that the run touches went: how much of each quantity of a record before is in which after."""
        from orgmodel.core.trace import trace

        return Listing(trace(self.before, self.after, (entry.flow for entry in self.ledger)))

    @cached_property
    def displaced(self) -> tuple[LeftWithoutPost, ...]:
        """List who held a post before and holds none after, by person."""
        listed = behind("orgmodel.scenario.displaced", "left_without_post")
        return listed(self.before, self.after, self.steps, self.ledger)  # type: ignore[no-any-return]

    def at(self, date: str | datetime.date) -> Structure:
        """Give the structure on a date: the steps that took effect until then; undated ones never have.

        A year or month counts from its first day. Raises ProblemsError for what is no date.

        >>> from orgmodel.core.structure import Structure
        >>> from orgmodel.scenario.scenario import Scenario
        >>> Scenario("s", Structure.of()).run().at("2030-01-01") == Structure.of()
        True
        """
        from orgmodel.core.change import patched

        day = day_of(date)
        done = [change for result in self.steps if _took_effect(result, day) for change in result.changes]
        return patched(self.before, done, day)

    def until(self, date: str | datetime.date) -> Outcome:
        """Give the outcome on a date: the steps that took effect until then, their ledger and lineage, and no expectation.

        The steps that come later, and undated ones, are kept without what they do. Raises ProblemsError for no date.
        """
        day = day_of(date)
        if self.before.as_of and day < day_of(self.before.as_of):
            message = Message.of(
                "{day} is before the date of the baseline ({as_of}), of which nothing is known",
                day=day,
                as_of=self.before.as_of,
            )
            raise ProblemsError([Problem("DATE", message, day)])
        late = {one.step.id for one in self.steps if not _took_effect(one, day)}
        steps = tuple(
            one if one.step.id not in late else StepResult(one.step, one.scenario, problems=one.problems)
            for one in self.steps
        )
        ledger = tuple(one for one in self.ledger if one.step not in late)
        lineage = tuple(one for one in self.lineage if one.step not in late)
        costs = tuple(one for one in self.costs if one.step not in late)
        lines = tuple(one for one in self.lines if one.step not in late)
        done = replace(self, steps=steps, ledger=ledger, lineage=lineage, costs=costs, lines=lines)
        return replace(done, expectations=(), on=day)

    def before_step(self, step: str) -> Structure:
        """Give the structure just before a step; a ProblemsError names the nearest where none has the id."""
        from orgmodel.core.change import patched

        ids = [one.step.id for one in self.steps]
        if step not in ids:
            message = Message.of("no step {step!r}{hint}", step=step, hint=nearest(step, ids))
            raise ProblemsError([Problem("UNKNOWN_STEP", message, str(step))])
        done: list[Change] = []
        for result in self.steps:
            if result.step.id == step:
                break
            done += result.changes
        return patched(self.before, done)

    def __repr__(self) -> str:
        """Show the size."""
        return (
            f"Outcome({self.id!r}: {counted(len(self.steps), 'steps')}, "
            f"{counted(len(self.changes), 'changes')}, {counted(len(self.problems), 'problems')})"
        )

    def _repr_html_(self) -> str:
        """Show what ended, began and moved in a notebook."""
        return behind("orgmodel.notebook.display", "show_outcome")(self)  # type: ignore[no-any-return]


def refuse_unknown_parameters(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise ProblemsError for every parameter that does not exist, naming the nearest."""
    known = list(known)
    refuse_if_any(
        Problem("UNKNOWN_PARAMETER", Message.of("no parameter {name!r}{hint}", name=name, hint=nearest(name, known)))
        for name in given
        if name not in known
    )


def _took_effect(result: StepResult, day: str) -> bool:
    effective = result.step.effective
    return effective not in (None, "", "?") and first_day(str(effective)) <= day
