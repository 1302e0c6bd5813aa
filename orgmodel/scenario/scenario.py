"""Scenarios and studies as values: ordered steps over a baseline, and the folder that binds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orgmodel.core.doors import behind
from orgmodel.core.messages import Message
from orgmodel.core.names import Names, text_in
from orgmodel.core.problems import Location, Problem, ProblemsError, nearest
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.core.vocabulary import Vocabulary
    from orgmodel.scenario.outcome import Outcome

ILLUSTRATIVE: Names = worded("illustrative")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A note of an evaluation; ``figure`` of ``none-in-source`` says that the paper gives no figure."""

    aspect: str
    text: Names
    measure: str | None = None
    figure: Any = None
    src: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What the papers call a clause or measure: operations (or none: a duty) with owner, force, product and dates."""

    id: str
    clause: str = ""
    title: Names = ()
    owner: str = ""
    partners: tuple[str, ...] = ()
    force: str | None = None
    term: str = ""
    document: str = ""
    decision: str | None = None
    product: Names = ()
    due: str | None = None
    due_cited: str = ""
    announced: str | None = None
    effective: str | None = None
    state: str = "unknown"
    evidence: str = ""
    after: tuple[str, ...] = ()
    evaluation: tuple[Evaluation, ...] = ()
    notes: Names = ()
    do: Any = None
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A choice or a number that a caller can set; ``unavailable`` gives the reason of each choice that cannot apply."""

    name: str
    title: Names = ()
    choices: tuple[str, ...] = ()
    default: Any = None
    low: float | None = None
    high: float | None = None
    unavailable: Mapping[str, Names] = field(default_factory=dict)
    at: Location | None = None

    def problem(self, value: Any) -> str | None:
        """Say why a value cannot be set, or None when it can."""
        if self.choices:
            if str(value) not in self.choices:
                return Message.of(
                    "{name} is one of {choices}, not {value!r}{hint}",
                    name=self.name,
                    choices=", ".join(self.choices),
                    value=value,
                    hint=nearest(value, self.choices),
                )
            if str(value) in self.unavailable:
                return Message.of(
                    "{name}: {value} does not apply: {why}",
                    name=self.name,
                    value=value,
                    why=text_in(self.unavailable[str(value)], "en"),
                )
        elif self.low is not None or self.high is not None:
            if not isinstance(value, int | float) or isinstance(value, bool):
                return Message.of("{name} is a number, not {value!r}", name=self.name, value=value)
            if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
                return Message.of(
                    "{name} is between {low} and {high}, not {value}",
                    name=self.name,
                    low=self.low,
                    high=self.high,
                    value=value,
                )
        return None


@dataclass(frozen=True, slots=True)
class Expectation:
    """An assertion on a measure over the steps of its own file."""

    measure: str
    scopes: tuple[str, ...] = ("total",)
    change: float | None = None
    before: float | None = None
    after: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A target for a measure."""

    measure: str
    scope: str = "total"
    at_least: float | None = None
    at_most: float | None = None
    basis: str = ""


@dataclass(frozen=True)
class Constraint:
    """A constraint that binds all scenarios of a study: a model that may exist only where it existed."""

    id: str
    clause: str = ""
    title: Names = ()
    document: str = ""
    office: str = ""
    also_holds: str = ""
    by: str = "area"
    known: str = ""
    until: str | None = None
    at: Location | None = None


@dataclass(frozen=True)
class Scenario:
    """Ordered steps over a baseline; ``included`` scenarios run before its own steps, each with its own settings."""

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
    study: Study | None = field(default=None, repr=False, compare=False)

    def name(self, language: str = "vi") -> str:
        """Give the title in a language, marked where no paper orders the scenario."""
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

    def all_steps(self) -> list[Step]:
        """List the steps of included scenarios and its own, in file order."""
        return [step for one in self.included for step in one.all_steps()] + list(self.steps)

    def with_settings(self, settings: Mapping[str, Any]) -> Scenario:
        """Give the same scenario with parameters set."""
        return replace(self, settings={**self.settings, **settings})

    def with_settings_below(self, settings: Mapping[str, Any]) -> Scenario:
        """Give the same scenario with parameters set, in it and in what it includes."""
        return replace(
            self.with_settings(settings), included=tuple(one.with_settings_below(settings) for one in self.included)
        )

    def run(self, **overrides: Any) -> Outcome:
        """Run the steps on the baseline, with parameters overridden by name.

        The outcome holds the structures before and after, the ledger, the lineage and all problems. Raises
        ProblemsError only for a parameter that does not exist or cannot take the value.
        """
        from orgmodel.scenario.run import run

        return run(self, overrides)

    def __repr__(self) -> str:
        """Show the size."""
        return f"Scenario({self.id!r}: {len(self.all_steps())} steps on {self.baseline!r})"

    def _repr_html_(self) -> str:
        """Show the steps and parameters in a notebook."""
        return behind("orgmodel.notebook.display", "show_scenario")(self)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Study:
    """A folder: a baseline, scenarios, documents, targets, and constraints that bind all its scenarios.

    ``norms`` is the pack of norms and reference models that was read with it (a ``norms.record.NormPack``, of the floor
    above, which judges by it), or None where a study made in Python has none. ``profile`` is the letterhead of its
    reports: neutral, party or state.
    """

    id: str
    folder: str
    baseline: Structure
    terms: Vocabulary
    title: Names = ()
    language: str = "vi"
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    targets: tuple[Target, ...] = ()
    norms: Any = field(default=None, repr=False)
    profile: str = "neutral"
    problems: tuple[Problem, ...] = ()

    def scenario(self, name: str) -> Scenario:
        """Give a scenario by its id; a ProblemsError names the nearest."""
        if name not in self.scenarios:
            hint = nearest(name, self.scenarios) or Message.of(
                "; there are {known}", known=", ".join([*self.scenarios][:20]) or Message.of("none")
            )
            raise ProblemsError(
                [Problem("UNKNOWN_SCENARIO", Message.of("no scenario {name!r}{hint}", name=name, hint=hint), str(name))]
            )
        return self.scenarios[name]

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Run every scenario, once."""
        return tuple(scenario.run() for scenario in self.scenarios.values())

    def __repr__(self) -> str:
        """Show the size."""
        return f"Study({self.id!r}: {len(self.scenarios)} scenarios on {self.baseline!r})"

    def _repr_html_(self) -> str:
        """Show the scenarios in a notebook."""
        return behind("orgmodel.notebook.display", "show_study")(self)  # type: ignore[no-any-return]
