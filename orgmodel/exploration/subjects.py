"""What is explored: scenarios and studies that were read, put on one baseline."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from orgmodel.core.arguments import not_expected, settings_given
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.exploration.exploration import Exploration, explore
from orgmodel.exploration.workers import Hands
from orgmodel.scenario.plan import Plan
from orgmodel.scenario.scenario import Scenario, Study


def explore_all(
    subjects: Iterable[Any],
    *,
    draws: int,
    runs: int,
    seed: int,
    vary: Iterable[str] = (),
    settings: Mapping[str, Any] | None = None,
    measures: Sequence[str] | None = None,
    scopes: Sequence[str] | None = None,
    decide: Iterable[str] = (),
    rules: Iterable[str] = (),
    hands: Hands | None = None,
) -> Exploration:
    """Explore scenarios, or all of a study; those that were read by themselves are those of one study where they are of one folder.

    Raises ProblemsError for what is no scenario, for several studies, and where scipy is not installed.
    """
    if importlib.util.find_spec("scipy") is None:
        message = Message.of("drawing what is uncertain needs scipy: install orgmodel[explore]")
        raise ProblemsError([Problem("NEEDS_EXTRA", message)])
    found: list[Scenario] = []
    for given in subjects:
        subject = given.scenario if isinstance(given, Plan) else given
        if isinstance(subject, Study):
            found += subject.scenarios.values()
        elif isinstance(subject, Scenario):
            found.append(subject)
        else:
            raise not_expected("scenarios", given, Message.of("studies and scenarios that were read"))
    return explore(
        *_of_one_baseline(found), draws=draws, runs=runs, seed=seed, vary=vary, settings=settings_given(settings),
        measures=measures, scopes=scopes, decide=decide, rules=rules, hands=hands,
    )  # fmt: skip


def _of_one_baseline(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Put scenarios whose studies were read apart from one folder on the baseline of the first."""
    first = scenarios[0] if scenarios else None

    def on(one: Scenario, baseline: Structure) -> Scenario:
        return replace(one, baseline=baseline, included=tuple(on(part, baseline) for part in one.included))

    return [
        one
        if first is None or one.baseline is first.baseline or not _share_a_folder(one, first)
        else on(one, first.baseline)
        for one in scenarios
    ]


def _share_a_folder(one: Scenario, other: Scenario) -> bool:
    folders = [None if each.study is None else Path(each.study.folder).resolve() for each in (one, other)]
    return folders[0] is not None and folders[0] == folders[1] and one.baseline == other.baseline
