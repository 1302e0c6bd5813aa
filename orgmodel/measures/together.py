"""Several units measured together: a mean over them is of what they divide, and not a mean of means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.measures.contributions import Ints, Mask
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.superiors import PostSpans


class Together(Evaluator):
    """Evaluate measures of some units, each with all below it, as if they were the whole: the scope is ``total``."""

    def __init__(self, of: Evaluator, units: Iterable[str]) -> None:
        """Measure units of a structure that is measured; units that it has not are left out.

        >>> from orgmodel.core.records import Post, Unit
        >>> from orgmodel.core.structure import Structure
        >>> from orgmodel.measures.catalogue import measure_of
        >>> units = [Unit("top"), *(Unit(id, parent="top") for id in "abc")]
        >>> posts = [
        ...     (id, rank, n) for id, n in (("a", 3), ("b", 7), ("c", 9)) for rank, n in (("head", 1), ("staff", n))
        ... ]
        >>> s = Structure.of([*units, *(Post(f"{id}/{rank}", id, rank=rank, authorized=n) for id, rank, n in posts)])
        >>> Together(Evaluator(s), ["a", "b"]).read(measure_of("span_mean", s.terms), "total").value
        5.0
        """
        super().__init__(of.structure, of.reference, expected=of.expected)
        self._of = of
        self._asked = tuple(units)
        self._inside = np.zeros(of.structure.units.size, dtype=np.bool_)
        rows = [row for unit in self._asked if (row := of.structure.units.row(unit)) >= 0]
        for row in rows:
            self._inside[of.structure.tree.below(row)] = True

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy what is measured; what was worked out is worked out again."""
        return Together, (self._of, self._asked)

    @property
    def covered(self) -> Mask:
        """Mark the unit rows that are asked for, or below one that is."""
        return self._inside

    @property
    def spans(self) -> PostSpans:
        """Give the direct reports of superior posts, as they are in the whole."""
        return self._of.spans

    def _groups(self, units: Ints, blocks: NDArray[np.integer], dimension: str) -> Ints:
        """Leave out the rows of other units."""
        return np.where(self._inside[units], super()._groups(units, blocks, dimension), -1)
