"""Measures that are sums of figures, compiled: what each comes to is a constant and so many times each drawn figure.

Their values over any number of draws are one product of matrices, and their means and deviations closed sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.core.estimates import Estimate
from orgmodel.core.figures import Amount
from orgmodel.core.frozen import Held, read_only
from orgmodel.exploration.causes import SHARED_OUT, Causes, Group, Sample
from orgmodel.exploration.spread import Floats, Ints, Marginal
from orgmodel.exploration.terms import Terms

if TYPE_CHECKING:
    from orgmodel.measures.evaluator import Evaluator
    from orgmodel.measures.measure import Measure

NO_FIGURES = (
    "units_direct", "span_units_mean", "layers", "layers_posts", "superiors_per_unit", "functions_uncovered", "functions_duplicated",
    "lines_changed",
)  # fmt: skip
"""Measures of units, lines and functions alone: no drawn figure is in them."""


def is_linear(measure: Measure) -> bool:
    """Tell whether a measure is a plain sum of figures, or of none at all.

    >>> from orgmodel.measures.catalogue import measure_of
    >>> [is_linear(measure_of(id)) for id in ("posts_filled", "layers", "span_mean", "cost_year")]
    [True, True, False, False]
    """
    if measure.id in NO_FIGURES:
        return True
    return measure.rows is not None and not measure.priced and (measure.column is None or measure.id == "vacancies")


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
        if not self.terms:
            return np.tile(self.rest[:, None], (1, len(sample)))
        return np.asarray(self.rest[:, None] + self._matrix @ self._all_moved(sample))

    @cached_property
    def _matrix(self) -> Any:
        """Give the factors as a sparse matrix: (sums, terms)."""
        from scipy.sparse import csr_array

        return csr_array((self.factors, (self.rows, self.places)), shape=(len(self.rest), len(self.terms)))

    def _all_moved(self, sample: Sample) -> Floats:
        """Give by how much every term is more than at its best: (terms, draws)."""
        found = np.empty((len(self.terms), len(sample)))
        drawn, parts = self._kinds
        for row, column, best in drawn:
            np.subtract(sample[:, column], best, out=found[row])
        found[parts] = self._moved(sample, parts)
        return found

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
        sums: list[dict[Estimate, float]] = [{} for _ in self.rest]
        for one, sign in ((self, 1.0), (other, -1.0)):
            for row, place, factor in zip(one.rows.tolist(), one.places.tolist(), one.factors.tolist(), strict=True):
                term = one.terms[place]
                sums[row][term] = sums[row].get(term, 0.0) + sign * factor
        return _forms(self.causes, sums, self.rest - other.rest)

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
        mean, variance = self.rest.copy(), np.zeros(len(self.rest))
        terms_of: dict[int, list[int]] = {}
        for at, one in enumerate(self.terms):
            terms_of.setdefault(self._column(one), []).append(at)
        order = np.argsort(self.places, kind="stable")  # the entries of each term lie together
        begins = np.searchsorted(self.places[order], np.arange(len(self.terms) + 1))
        for group in self.causes.groups:
            inside = [at for column in group.columns for at in terms_of.get(column, ())]
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


def forms_of(causes: Causes, sums: Sequence[Mapping[Estimate, float] | None], rest: Floats) -> Forms:
    """Make forms of what each sum has of each figure; of terms that are not drawn nothing is kept."""
    terms = Terms(causes)
    every = dict.fromkeys(term for one in sums for term in one or {})
    drawn = {term for term in every if terms.is_drawn(term)}
    return _forms(causes, [{term: count for term, count in (one or {}).items() if term in drawn} for one in sums], rest)


def _forms(causes: Causes, sums: Sequence[Mapping[Estimate, float]], rest: Floats) -> Forms:
    """Make forms of sums of which every term is drawn; what comes to nothing is left out."""
    place: dict[Estimate, int] = {}
    entries = [
        (row, place.setdefault(term, len(place)), factor)
        for row, one in enumerate(sums)
        for term, factor in one.items()
        if factor
    ]
    rows, places, factors = zip(*entries, strict=True) if entries else ((), (), ())
    return Forms(
        causes, tuple(place), np.array(rows, dtype=np.int64), np.array(places, dtype=np.int64),
        np.array(factors, dtype=np.float64), rest,
    )  # fmt: skip


def linear_sum(evaluator: Evaluator, measure: Measure, scope: str) -> dict[Estimate, float]:
    """Give how many times each uncertain figure is in a measure of a scope; nothing in a scope that is not there."""
    if measure.rows is None:
        return {}
    found = evaluator.amount(measure, scope)
    amount, scale = found if found is not None else (Amount(), 1)
    return {term: count / scale for term, count in amount.terms.items()}
