"""The steps of several scenarios, to stand in one: with ids and parameters of their own, and what each did alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from orgmodel.core.change import Change
from orgmodel.scenario.elements import Step
from orgmodel.scenario.namespace import Namespace, numbered, with_names
from orgmodel.scenario.scenario import Outcome, StepResult
from orgmodel.scenario.write import plain


@dataclass(frozen=True)
class Fate:
    """By which operation a unit ended, and which units go on in its place."""

    verb: str
    heirs: tuple[str, ...]

    def in_words(self) -> str:
        """Say it in words, such as ``split_up → b, c``."""
        return f"{self.verb} → {', '.join(self.heirs)}" if self.heirs else self.verb


@dataclass(frozen=True)
class SourceStep:
    """A step of one of the scenarios: under its new id and parameter names, and what it changed when run alone."""

    turn: int  # which of the scenarios, from 0
    scenario: str
    name: str  # the step's id in its scenario
    step: Step
    changes: tuple[Change, ...] = ()
    fates: Mapping[str, Fate] = field(default_factory=dict)  # of the units that it ended
    turns: frozenset[int] = frozenset()  # of all scenarios that it stands in, where others have it too

    def __str__(self) -> str:
        """Name the step as a reader of the scenarios would."""
        return f"{self.scenario}:{self.name}"


def steps_of(outcomes: Sequence[Outcome]) -> tuple[list[list[SourceStep]], Namespace]:
    """List the steps of each outcome in the order in which they ran, under names that no two share."""
    names = Namespace()
    result: list[list[SourceStep]] = []
    owners: dict[str, None] = {}
    for turn, outcome in enumerate(outcomes):
        id = outcome.scenario.id
        owner = next(name for name in numbered(id) if name not in owners)
        owners[owner] = None
        parts = {part.id: part for part in outcome.scenario.parts()}
        renamed = {
            id: {
                name: names.parameter(id, parameter, part.chosen({})[name])
                for name, parameter in part.parameters.items()
            }
            for id, part in parts.items()
        }
        ids = {one.step.id: names.step(owner, one.step.id) for one in outcome.steps}
        sources = []
        for one in outcome.steps:
            step = replace(
                one.step,
                id=ids[one.step.id],
                after=tuple(ids.get(name, name) for name in one.step.after),
                do=None if one.step.do is None else with_names(plain(one.step.do), renamed.get(one.scenario, {})),
            )
            told = (owner, one.step.id, step, one.changes, _fates(outcome, one), frozenset([turn]))
            sources.append(SourceStep(turn, *told))
        result.append(sources)
    return result, names


def _fates(outcome: Outcome, step: StepResult) -> dict[str, Fate]:
    """List the units that a step ended, with what became of each."""
    ended = {change.key for change in step.changes if change.table == "units" and change.after is None}
    fates: dict[str, Fate] = {}
    for one in outcome.lineage:
        if one.step == step.step.id and one.before in ended and one.before is not None:
            heirs = fates[one.before].heirs if one.before in fates else ()
            fates[one.before] = Fate(one.operation, heirs if one.after is None else (*heirs, one.after))
    return fates


def taken_once(chains: Sequence[Sequence[SourceStep]], twins: Mapping[str, str]) -> list[list[SourceStep]]:
    """Put in the place of every step that has a twin (id -> id of the earlier one) that twin itself."""
    turns: dict[str, set[int]] = {}
    for source in (source for chain in chains for source in chain):
        turns.setdefault(twins.get(source.step.id, source.step.id), set()).add(source.turn)
    kept: dict[str, SourceStep] = {}
    for source in (source for chain in chains for source in chain if source.step.id in turns):
        step = replace(source.step, after=tuple(dict.fromkeys(twins.get(name, name) for name in source.step.after)))
        kept[step.id] = replace(source, step=step, turns=frozenset(turns[step.id]))
    return [[kept[twins.get(source.step.id, source.step.id)] for source in chain] for chain in chains]
