"""The shortest scenario found that leads from one structure to another, which running it then reproduces.

Operations are proposed from what records show and performed on a draft at once, so whatever is written down can be
replayed. What no operation may write (sources, attributes, persons, a register that says otherwise) is a correction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from orgmodel.core.change import Change, diff
from orgmodel.core.names import Names, text_in
from orgmodel.inference.evidence import gather
from orgmodel.inference.lines import link, redirect
from orgmodel.inference.rest import alter, resize, unlink
from orgmodel.inference.trial import Alike, Move, Trial, date_of
from orgmodel.inference.units import explain, tasks_of
from orgmodel.inference.words import WHY, Sure
from orgmodel.scenario.scenario import Scenario, Step
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.outcome import Outcome

DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class InferredStep:
    """A step that was inferred: how sure it is (certain, likely, possible) and what shows it."""

    step: Step
    verb: str
    certainty: str
    basis: Names


@dataclass(frozen=True)
class Inference:
    """Hold the scenario that leads from one structure to another, and what it leaves to correct.

    Applying ``corrections`` to what the scenario gives is exactly the later structure; mostly there are none.
    """

    scenario: Scenario
    steps: tuple[InferredStep, ...]
    target: Structure

    @cached_property
    def outcome(self) -> Outcome:
        """Give the outcome of the scenario."""
        return self.scenario.run()

    @cached_property
    def corrections(self) -> tuple[Change, ...]:
        """List what differs after the scenario: records, or fields of them, that no operation may write."""
        return diff(self.outcome.after, self.target)

    @property
    def verbs(self) -> dict[str, int]:
        """Count the operations by verb."""
        return dict(sorted(Counter(step.verb for step in self.steps).items()))


def infer(
    before: Structure, after: Structure, *, id: str = "inferred", title: Names = (), alike: Alike | None = None
) -> Inference:
    """Infer the operations that lead from one structure to another; ids say which unit or post is the same one.

    Structures whose ids differ are matched first (:func:`orgmodel.inference.match.match`). Of records that are ``alike`` no
    operation makes one the other; they stay corrections.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> found = infer(Structure.of([Unit("a"), Unit("b")]), Structure.of([Unit("a"), Unit("b", parent="a")]))
    >>> found.steps[0].step.do, found.corrections
    ([{'transfer': 'b', 'to': 'a'}], ())
    """
    trial = Trial(before, after, alike)
    evidence = gather(before, trial.changes)
    unlink(trial)
    tasks = tasks_of(trial, evidence)
    dates = {task.date for task in tasks} | {date_of(one.unit.begins)[0] for one in evidence.passing}
    for date in sorted(filter(None, dates)):
        explain(trial, tasks, evidence, date)
        link(trial, dated=date)
    explain(trial, tasks, evidence, None)
    for _ in range(ROUNDS):
        cost = trial.cost
        alter(trial)
        link(trial, displacing=True)
        resize(trial)
        redirect(trial)
        link(trial)
        if not trial.cost or trial.cost == cost:
            break
    own = _followed(trial.moves)
    ordered = _in_order(own)
    readings = [_inference(trial, moves, id, title) for moves in ([own] if own == ordered else [own, ordered])]
    return min(readings, key=lambda one: len(one.corrections))


def _inference(trial: Trial, moves: tuple[Move, ...], id: str, title: Names) -> Inference:
    steps = tuple(_step(number, move, trial.target.terms.language) for number, move in enumerate(moves, start=1))
    return Inference(Scenario(id, trial.draft.base, title, steps=tuple(one.step for one in steps)), steps, trial.target)


def _followed(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Date the operations that no record dates like what follows them, so that they run before it."""
    result: list[Move] = []
    following: str | None = None
    for move in reversed(moves):
        own = move.date if move.date and DAY.fullmatch(move.date) else None
        following = following if move.free else own
        result.append(replace(move, date=following))
    return tuple(reversed(result))


def _in_order(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Give up the dates by which an operation would run before one that was performed earlier."""
    result: list[Move] = []
    latest: str | None = ""
    for move in moves:
        latest = None if latest is None or move.date is None else max(latest, move.date)
        result.append(replace(move, date=latest))
    return tuple(result)


def _step(number: int, move: Move, language: str) -> InferredStep:
    data = move.data
    if data.get("why") == WHY:
        data = {**data, "why": text_in(worded("found_later"), language)}
    step = Step(f"{move.verb}-{number}", effective=move.date, do=[data])
    return told_as(InferredStep(step, move.verb, "", ()), move.sure, language)


def told_as(step: InferredStep, sure: Sure, language: str) -> InferredStep:
    """Give a step with how sure it is, and what shows it, in its notes, in the language of the study."""
    note = f"{text_in(worded(sure.certainty), language)}: {text_in(sure.basis, language)}"
    return InferredStep(replace(step.step, notes=((language, note),)), step.verb, sure.certainty, sure.basis)
