"""How likely each norm fails about each subject: of all draws where it is compiled, of the runs where it is not, or certain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from orgmodel.norms.finding import FAIL, NEEDS_APPROVAL, NOT_APPLICABLE, NOT_EVALUABLE

if TYPE_CHECKING:
    from orgmodel.exploration.over_draws import Explored
    from orgmodel.norms.record import NormPack

NORM_COLUMNS = (
    "norm",
    "subject",
    "best",
    "fails",
    "needs_approval",
    "not_evaluable",
    "runs",
    "citation",
    "draws",
    "by",
)
TOLD = (FAIL, NEEDS_APPROVAL, NOT_EVALUABLE)
CERTAIN, DRAWS, RUNS = "certain", "draws", "runs"
"""How a chance was found."""


def norm_rows(case: Explored) -> Iterator[tuple[Any, ...]]:
    """List each norm about each subject that it is asked about at best, then those of which it says something in some draws alone.

    Gives rows of ``NORM_COLUMNS``.
    """
    at_best = {(one.norm, one.subject): one for one in case.found}
    runs = [one.judged for one in case.runs if not one.refused and one.judged]
    in_runs = dict.fromkeys(key for one in runs for key, result in one.items() if key[0] in case.run_norms and result in TOLD)  # fmt: skip
    in_draws = [key for key in case.counts.results if any(case.counts.chance(key, one) > 0 for one in TOLD)]
    for key in dict.fromkeys((*at_best, *in_runs, *in_draws)):
        found = at_best.get(key)
        best = NOT_APPLICABLE if found is None else found.result
        cited = citation_of(case.asked.pack, key[0]) if found is None else found.citation
        many = case.counts.draws.get(key[0], 0)
        if key in case.counts.results and many:
            chances = [case.counts.chance(key, one) for one in TOLD]
            yield (*key, best, *chances, 0, cited, many, DRAWS)
        elif key[0] in case.run_norms and runs:
            results = [one.get(key, NOT_APPLICABLE) for one in runs]
            yield (*key, best, *(results.count(one) / len(runs) for one in TOLD), len(runs), cited, len(runs), RUNS)
        else:
            yield (*key, best, *(float(best == one) for one in TOLD), 0, cited, 0, CERTAIN)


def citation_of(pack: NormPack | None, id: str) -> str:
    """Give where a norm is written, of its last version."""
    return next((str(one.citation) for one in reversed(pack.norms if pack is not None else ()) if one.id == id), "")
