"""Measures that are sums of figures, compiled: what each comes to is a constant and so many times each drawn figure.

Their values over any number of draws are one product of matrices, and their means and deviations closed sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.estimates import Estimate
from orgmodel.core.frozen import Held, read_only
from orgmodel.exploration.causes import ALONE, SHARED_OUT, Causes, Group
from orgmodel.exploration.from_points import Sample
from orgmodel.exploration.rolled import Rolled
from orgmodel.exploration.spread import Floats, Ints, Marginal
from orgmodel.exploration.terms import Terms


@dataclass(frozen=True)
class Forms(Held):
    """Hold sums over drawn figures: of each entry ``factors`` says how many times the term ``places`` is in the sum ``rows``.

    Most figures are in few sums, so nothing is kept of those that they are not in. Values are in the unit of the measure; ``rest`` is
    what each sum is at the causes' ``best`` values.
    """

    causes: Causes
    terms: tuple[Estimate, ...]
    rows: Ints
    places: Ints
    factors: Floats
    rest: Floats

    def at(self, sample: Sample) -> Floats:
        """Give every sum in every draw: (draws, sums)."""
        return self.over(sample).T

    def over(self, sample: Sample) -> Floats:
        """Give every draw of every sum: (sums, draws)."""
        found = self.rolled.over(sample)
        parts = self._kinds[1]
        if parts:
            found += self._matrix[:, parts] @ self._moved(sample, parts)
        return found

    @property
    def has_parts(self) -> bool:
        """Tell whether parts of figures that were shared out are in the sums: these are more than :attr:`rolled`."""
        return bool(self._kinds[1])

    @cached_property
    def rolled(self) -> Rolled:
        """Give the sums of the figures that are in them as drawn, and of no parts of such."""
        drawn = self._kinds[0]
        places, columns, best = (
            np.array(one, dtype=np.int64) for one in (zip(*drawn, strict=True) if drawn else ((),) * 3)
        )
        return Rolled.of(self._matrix[:, places], columns, best, self.rest)

    @cached_property
    def _matrix(self) -> Any:
        """Give the factors as a sparse matrix: (sums, terms)."""
        from scipy.sparse import csc_array

        return csc_array((self.factors, (self.rows, self.places)), shape=(len(self.rest), len(self.terms)))

    @cached_property
    def _kinds(self) -> tuple[list[tuple[int, int, int]], list[int]]:
        """Give the terms that are figures as drawn, with their column and its best value, and those that are parts of such."""
        place, best = self.causes.place, self.causes.best.tolist()
        drawn = [at for at, one in enumerate(self.terms) if one.weights is None and one.source in place]
        columns = [place[self.terms[at].source] for at in drawn]
        parts = sorted({*range(len(self.terms))} - {*drawn})
        return [(at, column, best[column]) for at, column in zip(drawn, columns, strict=True)], parts

    @cached_property
    def _at_best(self) -> list[int]:
        """Give what each term is with all figures at their best."""
        worked, best = Terms(self.causes), self.causes.best[None, :]
        return [int(worked.value(one, best)[0]) for one in self.terms]

    def _moved(self, sample: Sample, inside: Sequence[int], columns: Sequence[int] | None = None) -> Floats:
        """Give by how much some terms are more than at their best, in each draw: (terms, draws); ``columns`` are those of the sample."""
        worked, best = Terms(self.causes, columns), self._at_best
        found = np.empty((len(inside), len(sample)))
        for row, at in enumerate(inside):
            np.subtract(worked.value(self.terms[at], sample), best[at], out=found[row])
        return found

    @property
    def columns(self) -> frozenset[int]:
        """Give the columns of the causes that are in any of the sums."""
        return frozenset(self._column(one) for one in self.terms)

    def only(self, row: int) -> Forms:
        """Give one sum by itself, with the terms that are in it."""
        kept = np.flatnonzero(self.rows == row)
        found, places = np.unique(self.places[kept], return_inverse=True)
        terms = tuple(self.terms[at] for at in found.tolist())
        return Forms(self.causes, terms, np.zeros_like(places), places, self.factors[kept], self.rest[[row]])

    def less(self, other: Forms) -> Forms:
        """Give by how much each sum is more than that of another form over the same causes."""
        found = Entries(self.causes)
        for one, sign in ((self, 1.0), (other, -1.0)):
            places = found.places(one.terms)
            for row in range(len(self.rest)):
                inside = one.rows == row
                found.add(row, places[one.places[inside]], sign * one.factors[inside])
        return found.forms(self.rest - other.rest)

    def added(self, sample: Sample, columns: Sequence[int]) -> Floats:
        """Give what some columns add to the first sum in each draw, beyond what they add at their best."""
        inside, factors = self._of(columns)
        return np.asarray(factors @ self._moved(sample, inside))

    def variance(self, group: Group) -> float:
        """Give the exact variance that a group of causes adds to the first sum; not-a-number where it has no list of its values."""
        listed = self._listed(group)
        if listed is None:
            return float("nan")
        inside, factors = self._of(group.columns)
        values = factors @ self._moved(listed[0], inside, group.columns)
        return float(listed[1] @ (values - listed[1] @ values) ** 2)

    def _of(self, columns: Sequence[int]) -> tuple[list[int], Floats]:
        """Give which terms of some columns are in the first sum, and how many times."""
        wanted, first = set(columns), self.rows == 0
        found = [
            (place, factor)
            for place, factor in zip(self.places[first].tolist(), self.factors[first].tolist(), strict=True)
            if self._column(self.terms[place]) in wanted
        ]
        return [place for place, _ in found], np.array([factor for _, factor in found])

    def moments(self) -> tuple[Floats, Floats]:
        """Give the exact mean and standard deviation of each sum, NaN where a total that is shared out or a very wide range is in it.

        Groups of causes are independent, so what each adds is summed: the mean of its values by their chances, and their variance.
        """
        mean, variance, others = self._alone()
        terms_of: dict[int, list[int]] = {}
        for at, one in enumerate(self.terms):
            terms_of.setdefault(self._column(one), []).append(at)
        order = np.argsort(self.places, kind="stable")  # the entries of each term lie together
        begins = np.searchsorted(self.places[order], np.arange(len(self.terms) + 1))
        for group in self.causes.groups:
            inside = [at for column in group.columns for at in terms_of.get(column, ()) if others[at]]
            if not inside:
                continue
            entries = [order[begins[at] : begins[at + 1]] for at in inside]
            every = np.concatenate(entries)
            touched, place = np.unique(self.rows[every], return_inverse=True)
            listed = self._listed(group)
            if listed is None:
                mean[touched] = variance[touched] = np.nan
                continue
            sample, chances = listed
            factors = np.zeros((len(inside), len(touched)))
            factors[np.repeat(np.arange(len(inside)), list(map(len, entries))), place] = self.factors[every]
            values = self._moved(sample, inside, group.columns).T @ factors
            average = chances @ values
            mean[touched] += average
            variance[touched] += chances @ (values - average) ** 2
        return mean, np.sqrt(variance)

    def _alone(self) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Give mean and variance of the sums over the figures that are drawn by themselves and are in them undivided; tell which terms are others."""
        alone = {group.columns[0] for group in self.causes.groups if group.kind == ALONE}
        parted = {self._column(self.terms[at]) for at in self._kinds[1]}
        others = np.ones(len(self.terms), dtype=np.bool_)
        moved, spread = np.zeros(len(self.terms)), np.zeros(len(self.terms))
        known: dict[Marginal, tuple[float, float]] = {}
        for at, column, best in self._kinds[0]:
            if column in alone and column not in parted:
                marginal = self.causes.columns[column].marginal
                if marginal not in known:
                    known[marginal] = marginal.moments()
                others[at], moved[at], spread[at] = False, known[marginal][0] - best, known[marginal][1]
        many = len(self.rest)
        mean = self.rest + np.bincount(self.rows, self.factors * moved[self.places], many)
        variance = np.asarray(np.bincount(self.rows, self.factors**2 * spread[self.places], many), dtype=np.float64)
        return mean, variance, others

    def _column(self, term: Estimate) -> int:
        whole = term.source.whole
        return self._column(whole) if isinstance(whole, Estimate) else self.causes.place[term.source]

    def _listed(self, group: Group) -> tuple[Sample, Floats] | None:
        """List what a group of causes can be, a column each of its own, each row with its chance; None where that is not listed."""
        if group.kind == SHARED_OUT:
            return None
        return _joint(tuple(self.causes.columns[at].marginal for at in group.columns))


@lru_cache(maxsize=1024)
def _joint(marginals: tuple[Marginal, ...]) -> tuple[Sample, Floats] | None:
    """List what figures that rise together can be, with the chance of each row; None where one of them has too many values."""
    known = [one for marginal in marginals if (one := marginal.listed()) is not None]
    if len(known) < len(marginals):
        return None
    ends = np.unique(np.concatenate([[0.0], *(np.cumsum(chances)[:-1] for _, chances in known), [1.0]]))
    ends = ends[np.diff(ends, append=2.0) > 1e-12]  # one end that sums differ on by rounding is one
    middles, chances = (ends[1:] + ends[:-1]) / 2, np.diff(ends)
    sample = np.stack([one.at(middles) for one in marginals], axis=1)
    return read_only(sample), read_only(chances / chances.sum())


class Entries:
    """Gather what is in sums, and how many times; of figures that are not drawn nothing is kept."""

    def __init__(self, causes: Causes) -> None:
        self.causes = causes
        self._worked = Terms(causes)
        self._place: dict[Estimate, int] = {}  # of one that is not drawn -1
        self._terms: list[Estimate] = []
        self._found: list[tuple[Ints, Ints, Floats]] = []

    def places(self, terms: Iterable[Estimate]) -> Ints:
        """Give the number of each term, -1 where it is not drawn."""
        return np.fromiter(map(self._number, terms), dtype=np.int64)

    def _number(self, term: Estimate) -> int:
        found = self._place.get(term)
        if found is None:
            found = self._place[term] = len(self._terms) if self._worked.is_drawn(term) else -1
            if found >= 0:
                self._terms.append(term)
        return found

    def add(self, row: int, places: Ints, factors: Floats) -> None:
        """Put so many times each of some terms into a sum."""
        drawn = places >= 0
        self._found.append((np.full(int(drawn.sum()), row), places[drawn], factors[drawn]))

    def forms(self, rest: Floats, *, states: bool = False) -> Forms:
        """Make the forms; of ``states`` each third sum is what the second is more than the first. What comes to nothing is left out."""
        none: tuple[Any, ...] = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
        rows, places, factors = (np.concatenate(one) for one in zip(none, *self._found, strict=True))
        if states:
            state = rows % 3
            rows, places = np.concatenate([rows, rows - state + 2]), np.concatenate([places, places])
            factors = np.concatenate([factors, np.where(state == 1, factors, -factors)])
        width = max(1, len(self._terms))
        entries, place = np.unique(rows * width + places, return_inverse=True)
        sums = np.bincount(place.ravel(), factors, len(entries))
        kept = sums != 0
        return Forms(self.causes, tuple(self._terms), entries[kept] // width, entries[kept] % width, sums[kept], rest)


def forms_of(causes: Causes, sums: Sequence[Mapping[Estimate, float] | None], rest: Floats) -> Forms:
    """Make forms of what each sum has of each figure; of terms that are not drawn nothing is kept."""
    found = Entries(causes)
    for row, one in enumerate(sums):
        if one:
            found.add(row, found.places(one), np.array(list(one.values()), dtype=np.float64))
    return found.forms(rest)
