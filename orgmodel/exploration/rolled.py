"""Sums over very many draws: figures that are in the same sums are added up first, and each such bundle goes into the sums once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from orgmodel.exploration.from_points import Sample
from orgmodel.exploration.spread import Floats, Ints

AT_ONCE = 128
"""So many figures are added up at a time: their draws stay near the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class Rolled:
    """Roll figures up into sums, draw by draw; it holds arrays alone, so that a worker gets it quickly."""

    columns: Ints  # of the figures, those of a bundle after each other
    parts: tuple[
        tuple[slice, slice, Any], ...
    ]  # some figures, the bundles that they make up, and the matrix (bundles, figures)
    best: Floats  # (bundles, 1): what each is with all its figures at their best
    matrix: Any  # (sums, bundles), sparse
    rest: Floats  # (sums, 1): what each sum is with all figures at their best

    @classmethod
    def of(cls, matrix: Any, columns: Ints, best: Ints, rest: Floats) -> Rolled:
        """Make it of how many times each figure is in each sum (sums, figures), the columns of the figures and their best values.

        >>> from scipy.sparse import csr_array
        >>> two = Rolled.of(
        ...     csr_array([[1.0, 1.0, 0.5], [1.0, 1.0, 0.0]]),
        ...     np.array([0, 2, 1]),
        ...     np.array([4, 5, 2]),
        ...     np.array([10.0, 9.0]),
        ... )
        >>> two.over(np.array([[4, 2, 6], [5, 4, 5]])).tolist(), len(two.best)
        ([[11.0, 12.0], [10.0, 10.0]], 2)
        """
        from scipy.sparse import csc_array, csr_array

        by_figure = csc_array(matrix)
        by_figure.sort_indices()
        bundles: dict[tuple[bytes, bytes], list[int]] = {}
        for figure, (first, last) in enumerate(pairwise(by_figure.indptr.tolist())):
            inside = by_figure.indices[first:last].tobytes(), by_figure.data[first:last].tobytes()
            bundles.setdefault(inside, []).append(figure)
        order = np.array([figure for some in bundles.values() for figure in some], dtype=np.int64)
        ends = np.cumsum([0, *map(len, bundles.values())])
        parts = []
        first = 0
        while first < len(bundles):
            last = max(first + 1, int(np.searchsorted(ends, ends[first] + AT_ONCE, side="right")) - 1)
            inside = ends[first : last + 1] - ends[first]
            ones = csr_array((np.ones(inside[-1]), np.arange(inside[-1]), inside), shape=(last - first, inside[-1]))
            parts.append((slice(ends[first], ends[last]), slice(first, last), ones))
            first = last
        each = [some[0] for some in bundles.values()]
        at_best = np.add.reduceat(best[order], ends[:-1]) if bundles else np.empty(0)
        return cls(
            columns[order],
            tuple(parts),
            at_best.astype(np.float64)[:, None],
            csr_array(by_figure[:, each]),
            rest[:, None],
        )

    def over(self, sample: Sample) -> Floats:
        """Give every draw of every sum: (sums, draws)."""
        drawn = sample.T
        moved = np.empty((len(self.best), len(sample)))
        for figures, bundles, ones in self.parts:
            moved[bundles] = ones @ drawn[self.columns[figures]].astype(np.float64)
        moved -= self.best
        found: Floats = self.matrix @ moved
        found += self.rest
        return found
