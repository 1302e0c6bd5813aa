"""Units that ended and began, in the order in which they can have: by date, parents before what is under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.core.records import Ended, Unit
from orgmodel.inference.evidence import Evidence
from orgmodel.inference.forms import Data, unit_spec
from orgmodel.inference.readings import explain_group
from orgmodel.inference.trial import Trial, date_of
from orgmodel.inference.words import PASSING, WHY


@dataclass(frozen=True, slots=True)
class Task:
    """Units that ended and began together, on a date as far as records show one."""

    ended: tuple[str, ...]
    begun: tuple[str, ...]
    date: str | None = None


def tasks_of(trial: Trial, evidence: Evidence) -> list[Task]:
    """List what has to be explained; units that share an heir are together."""
    found: list[Task] = []
    heirs: dict[tuple[str, str | None], list[str]] = {}
    for ended, begun in evidence.groups(evidence.ended, evidence.begun):
        if begun and ended:
            found.append(_task(trial, ended, begun))
        elif begun:
            found += [_task(trial, (), (unit,)) for unit in begun]
        else:
            heir = next((id for id in evidence.receivers(ended[0]) if trial.draft.unit(id) is not None), ended[0])
            heirs.setdefault((heir, _task(trial, ended, ()).date), []).extend(ended)
    return found + [_task(trial, units, ()) for units in heirs.values()]


def _task(trial: Trial, ended: Sequence[str], begun: Sequence[str]) -> Task:
    ends = [end.ends for end in map(trial.wanted_end, ended) if end is not None]
    begins = [unit.begins for unit in map(trial.wanted_unit, begun) if unit is not None]
    return Task(tuple(ended), tuple(begun), date_of(*(ends or begins))[0])


def explain(trial: Trial, tasks: Sequence[Task], evidence: Evidence, date: str | None) -> None:
    """Perform the operations that explain the tasks of a date: a parent begins before what is under it, and ends after."""
    pending = [task for task in tasks if task.date == date]
    begun = {unit for task in pending for unit in task.begun}
    ended = {unit for task in pending for unit in task.ended}
    _pass_all(trial, evidence, [one for one in evidence.passing if one.unit.id in begun])
    while pending:
        ready = [task for task in pending if _ready(trial, task, begun, ended)]
        ready = [task for task in ready if not _waits_above(trial, task, ended)] or ready
        if not ready:  # each waits for the other: they happened together
            together, pending = _entangled(trial, pending)
            ready = [together]
        for task in ready:
            known = trial.savepoint()[1]
            explain_group(trial, task.ended, task.begun, evidence)
            used = {move.data.get("split_up") for move in trial.moves[known:]}
            evidence.passing[:] = [one for one in evidence.passing if one.unit.id not in used]
            begun.difference_update(task.begun)
            ended.difference_update(task.ended)
        done = set(ready)
        pending = [task for task in pending if task not in done]
    _pass_all(trial, evidence, [one for one in evidence.passing if date_of(one.unit.begins)[0] == date])


def _entangled(trial: Trial, pending: Sequence[Task]) -> tuple[Task, list[Task]]:
    """Make one task of the first and those whose ended units are above or below its own; list the others."""
    first = pending[0]
    near = {child.id for id in first.ended for child in trial.draft.children_of(id)}
    near |= {unit.parent for unit in map(trial.draft.unit, first.ended) if unit is not None and unit.parent is not None}
    joined = [task for task in pending if task is first or near.intersection(task.ended)]
    together = Task(
        tuple(id for task in joined for id in task.ended), tuple(id for task in joined for id in task.begun), first.date
    )
    return together, [together, *(task for task in pending if task not in joined)]


def _pass_all(trial: Trial, evidence: Evidence, lives: Sequence[Ended]) -> None:
    for passing in lives:
        _pass(trial, passing)
        evidence.passing.remove(passing)


def _ready(trial: Trial, task: Task, begun: set[str], ended: set[str]) -> bool:
    for unit in map(trial.wanted_unit, task.begun):
        if unit is not None and unit.parent in begun and unit.parent not in task.begun:
            return False
    for id in task.ended:
        end = trial.wanted_end(id)
        if end is not None and end.unit.parent in begun and end.unit.parent not in task.begun:
            return False
        for child in trial.draft.children_of(id):
            if child.id in ended and child.id not in task.ended:
                end = trial.wanted_end(child.id)
                if end is None or end.unit.parent == id:
                    return False
    return True


def _waits_above(trial: Trial, task: Task, ended: set[str]) -> bool:
    """Tell whether a unit has a line to one that is still to end: what takes its place gets the line first."""
    superiors = {line.to for id in task.ended for line in trial.draft.lines_from(id)}
    return any(superior in ended and superior not in task.ended for superior in superiors)


def _pass(trial: Trial, passing: Ended) -> None:
    """Let a unit begin and end of which only the register tells."""
    unit: Unit = passing.unit
    if unit.parent is not None and trial.draft.unit(unit.parent) is None:
        return
    mark = trial.savepoint()
    begins, ends = date_of(unit.begins), date_of(passing.ends)
    create_it: Data = {"create": unit_spec(unit, unit.parent), "why": WHY}
    known = trial.draft.ended(unit.id)
    source = unit.parent or next((root.id for root in trial.draft.children_of(None)), None)
    if known is not None and source is not None and known.unit.src == unit.src:
        create_it = {"split_off": source, "into": [{"restores": unit.id}]}
    end_it: Data = {"dissolve": unit.id, "why": WHY}
    done = trial.perform(create_it, PASSING, date=begins[0], free=begins[1])
    if not done or not trial.perform(end_it, PASSING, date=ends[0], free=ends[1]):
        trial.rollback(mark)
