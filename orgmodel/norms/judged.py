"""Outcomes judged by the norms and constraints of their own studies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from orgmodel.norms.evaluation import BaselineCache, evaluate
from orgmodel.norms.freeze import freeze_findings
from orgmodel.norms.record import NormPack

if TYPE_CHECKING:
    from orgmodel.norms.finding import Finding
    from orgmodel.scenario.scenario import Outcome


def judged(outcomes: Iterable[Outcome], parameters: Mapping[str, Any] | None = None) -> Iterator[list[Finding]]:
    """Judge each outcome by the norms and constraints of its study; of a refused one, or one without a study, nothing is found.

    `parameters` are the norms' own, in place of what the study gives. Raises ProblemsError for one that no norm knows.
    """
    caches: dict[str, BaselineCache] = {}
    for outcome in outcomes:
        study = outcome.scenario.study
        if study is None or outcome.refused:
            yield []
            continue
        day = outcome.on or outcome.after.as_of
        cache = caches.setdefault(study.folder, BaselineCache())
        pack = NormPack() if study.norms is None else study.norms
        findings = evaluate(outcome, pack, date=day, parameters=parameters, baseline_cache=cache)
        yield [*findings, *freeze_findings(outcome, study.constraints, date=day)]
