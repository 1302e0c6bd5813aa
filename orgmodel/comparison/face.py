"""Outcomes side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.comparison import Comparison
from orgmodel.core.collecting import without_collecting

if TYPE_CHECKING:
    from orgmodel.scenario.outcome import Outcome

__all__ = ["Comparison", "compare"]


@without_collecting()
def compare(
    *outcomes: Outcome,
    by: Sequence[str] = (),
    measures: Iterable[str] | None = None,
    scopes: Sequence[str] | None = None,
    norms: Iterable[Mapping[str, Any]] = (),
    deviations: Iterable[Mapping[str, Any]] = (),
) -> Comparison:
    """Put outcomes side by side.

    ``measures`` are ids (None: all); ``scopes`` replace the usual ones (the total; each block, area, level and kind;
    the block of the host unit), ``by`` adds groupings and crossings (``"block,rank"``). ``norms`` and ``deviations``
    are rows that the caller found. Raises ProblemsError naming every unknown measure, scope and grouping.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.scenario import Scenario
    >>> found = compare(Scenario("s", Structure.of([Unit("a")])).run(), measures=["units"], scopes=["total"])
    >>> found.measures[["scenario", "before", "after", "change"]].values.tolist()
    [['s', 1.0, 1.0, 0.0]]
    """
    return Comparison(outcomes, by=by, measures=measures, scopes=scopes, norms=norms, deviations=deviations)
