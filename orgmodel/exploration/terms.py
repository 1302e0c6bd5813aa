"""What a figure comes to in each draw: a source as drawn, a part of it as it was shared out, a sum of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from orgmodel.core.apportion import largest_remainder
from orgmodel.core.estimates import Estimate
from orgmodel.core.figures import Amount
from orgmodel.core.schema import RANGED
from orgmodel.core.structure import Structure
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.from_points import Sample
from orgmodel.exploration.spread import Ints


class Terms:
    """Work out figures over draws; parts that were shared out are shared anew in every draw, by the same rule."""

    def __init__(self, causes: Causes, columns: Sequence[int] | None = None) -> None:
        """Take the causes that are drawn, and of which of their columns samples are: of all unless said."""
        self.causes = causes
        self._at = None if columns is None else {column: at for at, column in enumerate(columns)}

    def is_drawn(self, term: Estimate) -> bool:
        """Tell whether a figure is drawn, itself or what it is a part of; of one known only as a sum over parts no part is."""
        while True:
            if term.parts > 1 and term.weights is None:
                return False
            whole = term.source.whole
            if not isinstance(whole, Estimate):
                return term.source in self.causes.place and term.source.each is None
            term = whole

    def value(self, term: Estimate, sample: Sample) -> Ints:
        """Give a drawn figure in each draw.

        >>> from orgmodel.core.figures import assumed, share_out
        >>> from orgmodel.core.records import Post
        >>> from orgmodel.exploration.causes import causes_of
        >>> six = assumed("s", 5, 6, 7)
        >>> terms = Terms(causes_of(Structure.of([Post("a/1", "a", authorized=six)])))
        >>> [terms.value(part, np.array([[5], [6], [7]])).tolist() for part in share_out(six, [1, 1], "s")]
        [[3, 3, 4], [2, 3, 3]]
        """
        whole = term.source.whole
        if isinstance(whole, Estimate):
            base = self.value(whole, sample)
        else:
            column = self.causes.place[term.source]
            base = sample[:, column if self._at is None else self._at[column]].astype(np.int64)
        if term.weights is not None:
            values, place = np.unique(base, return_inverse=True)
            shares = [largest_remainder(one, term.weights)[term.position] for one in values.tolist()]
            base = np.array(shares, dtype=np.int64)[place]
        return base + term.offset

    def sum(self, amount: Amount, sample: Sample) -> Ints:
        """Give what the drawn terms of an amount sum to in each draw; its exact part, and terms that are not drawn, are left out."""
        total = np.zeros(len(sample), dtype=np.int64)
        for term, count in amount.terms.items():
            if self.is_drawn(term):
                total += count * self.value(term, sample)
        return total


Setter = Callable[[Ints], Structure]
"""Gives the organisation with its figures as one draw has them."""


def drawn_structures(structure: Structure, causes: Causes) -> Setter:
    """Give the function that puts one draw (a value a cause) into the figures of a structure; all else is shared with it."""
    terms = Terms(causes)
    found: dict[str, dict[str, tuple[Ints, list[Estimate]]]] = {}
    for table, fields in RANGED.items():
        for field in fields:
            ranged = structure.table(table).estimates(field)
            rows = [row for row, one in ranged.items() if terms.is_drawn(one)]
            if rows:
                found.setdefault(table, {})[field] = np.array(rows), [ranged[row] for row in rows]

    def column(table: str, field: str, drawn: Ints) -> Ints:
        rows, figures = found[table][field]
        filled: Ints = structure.table(table).column(field).copy()
        filled[rows] = [int(terms.value(one, drawn[None, :])[0]) for one in figures]
        return filled

    def made(drawn: Ints) -> Structure:
        figures: Mapping[str, Mapping[str, Ints]] = {
            table: {field: column(table, field, drawn) for field in fields} for table, fields in found.items()
        }
        return structure.with_figures(figures)

    return made
