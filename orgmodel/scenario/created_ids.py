"""Ids that a run brings: a warning where one looks like another that is there already, or that the run brought before."""

from __future__ import annotations

from collections.abc import Iterable

from orgmodel.core.look_alikes import look_alike, look_alikes
from orgmodel.core.problems import Problem
from orgmodel.core.structure import Structure
from orgmodel.scenario.scenario import StepResult

TABLES = ("units", "posts")


def look_alike_warnings(before: Structure, results: Iterable[StepResult]) -> list[Problem]:
    """Warn at its step of each unit and row of posts that begins under an id which nobody can tell from another one."""
    began = {
        str(change.key): result.step
        for result in results
        for change in result.changes
        if change.before is None and change.table in TABLES
    }
    if not began:
        return []
    ids = list(began)
    among = {ids[second]: ids[first] for first, second in look_alikes(ids)}
    found = []
    for id, step in began.items():
        other = before.looks_like(id) or among.get(id)
        if other is not None:
            found.append(look_alike(id, other, step.at))
    return found
