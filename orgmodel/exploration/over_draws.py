"""One scenario over the draws: sums of figures compiled and worked out for all, the rest run for the first of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.comparison.case import cases_of
from orgmodel.core.frozen import Alike, Frozen
from orgmodel.exploration.forms import Entries, Forms
from orgmodel.exploration.from_points import Sample
from orgmodel.exploration.linear import forms_over, is_linear, is_priced_plainly
from orgmodel.exploration.norm_counts import NormCounts
from orgmodel.exploration.norms_over_draws import NormsOverDraws
from orgmodel.exploration.rolled import Rolled
from orgmodel.exploration.rules import judged_after
from orgmodel.exploration.runs import Asked, Judged, Measured, Runner, read
from orgmodel.exploration.spread import Floats, Ints
from orgmodel.exploration.sweep import chunks_of
from orgmodel.exploration.tally import ValueTally
from orgmodel.exploration.workers import Hands, Lent
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.contributions import Mask
from orgmodel.measures.scopes import is_there
from orgmodel.norms.finding import FAILS_FOR_PART, NEEDS_APPROVAL, NOT_APPLICABLE
from orgmodel.norms.judged_over_draws import RESULTS, Codes, code_of
from orgmodel.norms.record import NormPack
from orgmodel.scenario.scenario import Outcome, Scenario

if TYPE_CHECKING:
    from orgmodel.norms.finding import Finding

CHECKED = 8
"""So many draws are run in full, to hold what is compiled against them."""
AT_ONCE = 8
"""So many draws one task of a worker runs."""
NEAR = 1e-7


@dataclass(frozen=True, eq=False)
class Explored(Alike):
    """Hold one scenario over the draws: its tallies by key and state, results of norms, and how each was found."""

    scenario: Scenario
    asked: Asked
    best: Measured
    found: Sequence[Finding]
    tallies: tuple[tuple[ValueTally, ...], ...]  # by key, then by state
    means: Floats  # (keys, 3): exact, or not-a-number
    deviations: Floats
    by_runs: frozenset[int]  # keys that cannot be compiled, or did not agree with the runs
    runs: tuple[Measured, ...]
    variants: int  # sets of drawn parameters, each of which was compiled by a run of its own
    open_norms: frozenset[str] = frozenset()
    run_norms: frozenset[str] = frozenset()  # of these, those that are judged in runs alone
    counts: NormCounts = field(default_factory=NormCounts, repr=False)  # of the others
    found_by: tuple[tuple[Finding, ...], ...] = ()  # by each set of other rules

    @property
    def run_measures(self) -> tuple[str, ...]:
        """Name the measures that are not compiled."""
        return tuple(dict.fromkeys(id for at, (_, id) in enumerate(self.asked.keys) if at in self.by_runs))

    @property
    def refused(self) -> Mapping[str, int]:
        """Count the runs that were refused, by the code of the problem: what the scenario asks cannot be done with those figures."""
        return Frozen(Counter(code for one in self.runs for code in one.refused[:1]))


@dataclass
class _Variant:
    """Hold what a scenario comes to by one set of drawn parameters: its forms, compiled once."""

    forms: Forms
    known: Floats = field(repr=False)  # (keys, 3): not-a-number where a value is not known

    @cached_property
    def sums(self) -> Rolled | Forms:
        """Give what works all values out, not-a-number where they are not known: no more than is needed, so that it is sent quickly."""
        told = replace(self.forms, rest=self.forms.rest + self.known.ravel())
        return told if told.has_parts else told.rolled


class OverDraws:
    """One scenario over the draws: the sums among its measures compiled for each set of parameters, the rest by runs."""

    def __init__(self, runner: Runner, best: Outcome, asked: Asked) -> None:
        self.runner, self.asked = runner, asked
        self.causes = runner.causes
        self._there = frozenset(one for one in asked.scopes if is_there(best.after, one))
        self.best = self._known_at_best(read(best, asked))
        pack = asked.pack
        self.found = () if pack is None else _said(judged_after(best, pack))  # what holds for all of a range is certain
        self.found_by = tuple(() if pack is None else _said(one.judged(best, pack)) for one in asked.rules)
        terms = best.before.terms
        self._drawn_parameters = sorted(self.causes.parameters.values())
        self.linear = {id for id in asked.measures if is_linear(measure_of(id, terms))}
        if not self._drawn_parameters and not best.refused:
            (case,) = cases_of([best])
            self.linear |= {id for id in asked.measures if is_priced_plainly(measure_of(id, terms), case)}
        self.by_runs = {at for at, (_, id) in enumerate(asked.keys) if id not in self.linear}
        every = (one.norm for found in (self.found, *self.found_by) for one in found)
        self.open_norms = frozenset(every if self.causes.parameters else ())
        self.run_norms = frozenset[str]()
        self._outcome: Outcome | None = best
        self._judges: dict[tuple[int, ...], tuple[NormsOverDraws, ...]] = {}
        self._variants: dict[tuple[int, ...], _Variant] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Send it to a worker without what it makes anew there."""
        return self.__dict__ | {"_outcome": None, "_judges": {}}

    def _known_at_best(self, best: Measured) -> Measured:
        """Leave out the values that hang on a figure of which no best value is known: those that differ between its ends."""
        columns = self.causes.columns
        if all(one.has_best for one in columns):
            return best
        ends = [
            self.runner.measured(
                np.array([one.marginal.best if one.has_best else getattr(one.marginal, end) for one in columns]),
                replace(self.asked, pack=None, rules=()),
            )
            for end in ("low", "high")
        ]
        ends = [*(one for one in ends if not one.refused), best, best]
        same = np.isclose(ends[0].values, ends[1].values, rtol=NEAR, atol=NEAR, equal_nan=True)
        return replace(best, values=np.where(same, ends[0].values, np.nan))

    def run(self, sample: Sample, hands: Hands) -> list[Measured]:
        """Run the draws of a sample: all that is asked of the first few, of the others what is not compiled and the norms left open."""
        few, rest = sample[:CHECKED], sample[CHECKED:]
        all_asked = Lent((self.runner, self.asked))
        found = list(hands.each(_run_all, [(all_asked, few[[at]]) for at in range(len(few))]))
        done = [one for some in found for one in some]
        self._hold_against(few, done, self.asked)
        if self.causes.columns:
            linear = tuple(one for one in self.asked.measures if one in self.linear)
            ends, sums = self._ends(few[0]), replace(self.asked, measures=linear, pack=None, rules=())
            sums_alone = Lent((self.runner, sums))
            far = hands.each(_run_all, [(sums_alone, ends[[at]]) for at in range(len(ends))])
            self._hold_against(ends, [one for some in far for one in some], sums)
        # of a range without a best value the figure is missing in the run at best, and there in every draw
        self.best = replace(
            self.best, missing=next((one.missing for one in done if not one.refused), self.best.missing)
        )
        asked = replace(
            self.asked,
            measures=tuple(id for id in self.asked.measures if id not in self.linear),
            pack=self._open_norms(few, done),
        )
        left = Lent((self.runner, asked))
        tasks = [(left, rest[list(part)]) for part in chunks_of(range(len(rest)), AT_ONCE)]
        later = [one for some in hands.each(_run_all, tasks) for one in some]
        place = {key: at for at, key in enumerate(self.asked.keys)}
        for one in later:
            values = np.full((len(self.asked.keys), 3), np.nan)
            values[[place[key] for key in asked.keys]] = one.values
            done.append(replace(one, values=values))
        self._fill(sample, done)
        return done

    def _ends(self, drawn: Any) -> Sample:
        """Give two draws of all figures at their least and at their most, which few draws reach: there posts are vacant, and sums may bend."""
        columns = self.causes.columns
        return np.array(
            [
                [value if one.is_parameter else getattr(one.marginal, end) for one, value in zip(columns, drawn.tolist(), strict=True)]
                for end in ("low", "high")
            ],
            dtype=np.int64,
        )  # fmt: skip

    def _hold_against(self, sample: Sample, done: Sequence[Measured], asked: Asked) -> None:
        """Take what is compiled and does not come to what runs come to as not compiled."""
        place = {key: at for at, key in enumerate(self.asked.keys)}
        rows = [place[key] for key in asked.keys]
        compiled = self.at(sample)[:, rows]
        for at, one in enumerate(done):
            if one.refused:
                continue
            same = np.isclose(compiled[at], one.values, rtol=NEAR, atol=NEAR, equal_nan=True).all(axis=1)
            self.by_runs |= {rows[number] for number in np.flatnonzero(~same).tolist()}
        self.linear = {
            id
            for id in self.linear
            if any(k == id and at not in self.by_runs for at, (_, k) in enumerate(self.asked.keys))
        }
        wrong = {id for at, (_, id) in enumerate(self.asked.keys) if at in self.by_runs}
        self.linear -= wrong
        self.by_runs = {at for at, (_, id) in enumerate(self.asked.keys) if id not in self.linear}

    def _fill(self, sample: Sample, done: list[Measured]) -> None:
        """Give the runs the values of what is compiled, too, so that every run has all."""
        compiled = self.at(sample)
        kept = [at for at in range(len(self.asked.keys)) if at not in self.by_runs]
        for at in range(len(done)):
            if not done[at].refused:
                values = done[at].values.copy()
                values[kept] = compiled[at][kept]
                done[at] = replace(done[at], values=values)

    def _open_norms(self, sample: Sample, done: Sequence[Measured]) -> NormPack | None:
        """Keep the norms of which the ranges leave open what they say and that are not compiled; what holds at both ends of every range is certain."""
        pack = self.asked.pack
        if pack is None:
            return None
        sound = [one for one in done if not one.refused]
        if not self._drawn_parameters:
            open_ = _left_open(self.found, [one.judged for one in sound]) if sound and pack.norms else set()
            for at, found in enumerate(self.found_by):
                open_ |= _left_open(found, [one.by_rules[at] for one in sound if one.by_rules])
            self.open_norms = frozenset(open_)
        self.run_norms = self._not_compiled(sample, done)
        return replace(pack, norms=tuple(one for one in pack.norms if one.id in self.run_norms))

    def _not_compiled(self, sample: Sample, done: Sequence[Measured]) -> frozenset[str]:
        """Name the open norms that cannot be compiled, or of which what is compiled is not what runs say."""
        found = set()
        for id in self.open_norms:
            compiled, told = self.judged(sample, id)
            for at, one in enumerate(done):
                runs = [] if one.refused else [one.judged, *one.by_rules]
                if runs and not (told[at] and all(_is_alike(id, codes, run, at) for codes, run in zip(compiled, runs, strict=False))):  # fmt: skip
                    found.add(id)
        return frozenset(found)

    def judged(self, sample: Sample, id: str, only: str | None = None) -> tuple[list[dict[str, Codes]], Mask]:
        """Judge a norm in every draw, about all or ``only`` one: by the rules as they are, then by each set of others, the codes by subject; and of which draws anything is told."""
        found: list[dict[str, Codes]] = [{} for _ in range(1 + len(self.asked.rules))]
        told = np.zeros(len(sample), dtype=np.bool_)
        for parameters, rows in self._by_parameters(sample):
            judges = self._norms(parameters, sample[rows[0]])
            if not judges or not all(one.is_able(id) for one in judges):
                continue
            told[rows] = True
            for codes, judge in zip(found, judges, strict=True):
                for subject, one in zip(*judge.over(id, sample[rows], only), strict=True):
                    codes.setdefault(subject, np.full(len(sample), code_of(NOT_APPLICABLE), np.int8))[rows] = one
        return found, told

    def norm_columns(self, id: str, sample: Sample, only: str | None) -> frozenset[int] | None:
        """Give the columns of the causes that a norm hangs on, about all or ``only`` one, by the rules as they are; None where parameters are drawn, on which it may hang otherwise."""
        return None if self._drawn_parameters else self._norms((), sample[0])[0].columns(id, sample, only)

    def _by_parameters(self, sample: Sample) -> list[tuple[tuple[int, ...], Ints]]:
        """Give the sets of drawn parameters, each with the draws that it is in."""
        if not self._drawn_parameters:
            return [((), np.arange(len(sample)))] if len(sample) else []
        sets, place = np.unique(sample[:, self._drawn_parameters], axis=0, return_inverse=True)
        return [(tuple(one), np.flatnonzero(place.ravel() == at)) for at, one in enumerate(sets.tolist())]

    def _norms(self, parameters: tuple[int, ...], drawn: Any) -> tuple[NormsOverDraws, ...]:
        """Compile the norms of one set of drawn parameters, by each set of rules; nothing of one that is refused."""
        if parameters not in self._judges:
            outcome = None if parameters else self._outcome
            outcome = outcome or self.runner.with_ranges(self._at_best(drawn))
            pack = self.asked.pack or NormPack()
            self._judges[parameters] = () if outcome.refused else (
                NormsOverDraws(outcome, self.causes, pack),
                *(NormsOverDraws(outcome, self.causes, pack, date=one.date, parameters=one.parameters) for one in self.asked.rules),
            )  # fmt: skip
        return self._judges[parameters]

    def _at_best(self, drawn: Any) -> Any:
        """Give all figures at their best, and the parameters of one draw."""
        return np.where([one.is_parameter for one in self.causes.columns], drawn, self.causes.best)

    def at(self, sample: Sample) -> Floats:
        """Give every value in every draw: (draws, keys, states); not-a-number of what is not compiled, and where nothing is known."""
        return self.over(sample).reshape(len(self.asked.keys), 3, len(sample)).transpose(2, 0, 1)

    def over(self, sample: Sample) -> Floats:
        """Give every draw of every value: (keys by states, draws), of which those of a key follow each other; as :meth:`at`."""
        if not self._drawn_parameters:
            return self._over((), sample)
        found = np.full((3 * len(self.asked.keys), len(sample)), np.nan)
        for parameters, rows in self._by_parameters(sample):
            found[:, rows] = self._over(parameters, sample[rows])
        return found

    def _over(self, parameters: tuple[int, ...], sample: Sample) -> Floats:
        """Give every draw of every value, by one set of drawn parameters."""
        return self._variant(parameters, sample[0]).sums.over(sample)

    def lent(self) -> OverDraws | Rolled | Forms:
        """Give what works all values out over draws, to be sent to workers: the sums alone where one set of parameters is compiled."""
        return self if self._drawn_parameters else self._variant((), self.causes.best).sums

    @property
    def sets(self) -> frozenset[tuple[int, ...]]:
        """Give the sets of drawn parameters that were compiled."""
        return frozenset(self._variants)

    def is_there(self, scope: str) -> bool:
        """Tell whether a scope is there after, with the figures at their best."""
        return scope in self._there

    def place(self, scope: str, measure: str) -> int:
        """Give the number of a key."""
        return self.asked.keys.index((scope, measure))

    def form(self, number: int) -> Forms | None:
        """Give the value after of one key as a sum, or None where it is none, or where parameters are drawn."""
        if number in self.by_runs or self._drawn_parameters:
            return None
        variant = self._variant((), self.causes.best)
        return None if np.isnan(variant.known[number, 1]) else variant.forms.only(3 * number + 1)

    def after(self, sample: Sample, number: int) -> Floats:
        """Give the value after of one key in every draw; not-a-number where nothing is known."""
        found = np.full(len(sample), np.nan)
        for parameters, rows in self._by_parameters(sample):
            variant = self._variant(parameters, sample[rows[0]])
            found[rows] = variant.forms.only(3 * number + 1).at(sample[rows])[:, 0] + variant.known[number, 1]
        return found

    def _variant(self, parameters: tuple[int, ...], drawn: Any) -> _Variant:
        if parameters not in self._variants:
            self._variants[parameters] = self._compile(drawn)
        return self._variants[parameters]

    def _compile(self, drawn: Any) -> _Variant:
        """Compile the sums of one set of parameters: what they are with all figures at their best, and how often each figure is in them."""
        at_best = self._at_best(drawn)
        outcome = self.runner.with_ranges(at_best)
        keys = self.asked.keys
        linear = [at for at, (_, id) in enumerate(keys) if id in self.linear]
        rest = np.full((len(keys), 3), np.nan)
        sums_alone = replace(
            self.asked, measures=tuple(id for id in self.asked.measures if id in self.linear), pack=None
        )
        rest[linear] = self.runner.measured(at_best, sums_alone).values
        forms = Entries(self.causes).forms(np.nan_to_num(rest).ravel())
        if not outcome.refused:
            (case,) = cases_of([outcome])
            measures = {id: measure_of(id, outcome.before.terms) for id in self.linear}
            forms = forms_over(self.causes, case, measures, keys, forms.rest)
        return _Variant(forms, np.where(np.isnan(rest), np.nan, 0.0))

    def explored(
        self, tallies: Sequence[ValueTally], runs: Sequence[Measured], variants: int, counts: NormCounts
    ) -> Explored:
        """Put together what was found: tallies by key and state in one row, runs, how many sets of parameters were compiled, what norms say."""
        shape = (len(self.asked.keys), 3)
        means, deviations = np.full(shape, np.nan), np.full(shape, np.nan)
        if not self._drawn_parameters and () in self._variants:
            variant = self._variants[()]
            mean, deviation = (one.reshape(shape) for one in variant.forms.moments())
            means, deviations = mean + variant.known, deviation + variant.known
            means[sorted(self.by_runs)] = deviations[sorted(self.by_runs)] = np.nan
        return Explored(
            self.runner.scenario, self.asked, self.best, self.found, tuple(tuple(tallies[at : at + 3]) for at in range(0, len(tallies), 3)), means, deviations,
            frozenset(self.by_runs), tuple(runs), max(1, variants), self.open_norms, self.run_norms, counts, self.found_by,
        )  # fmt: skip


def _is_alike(id: str, codes: Mapping[str, Codes], run: Judged, at: int) -> bool:
    """Tell whether what is compiled of a norm in one draw is what its run says."""
    compiled = {subject: RESULTS[row[at]] for subject, row in codes.items()}
    said = {subject: result for (norm, subject), result in run.items() if norm == id}
    return all(compiled.get(one, NOT_APPLICABLE) == said.get(one, NOT_APPLICABLE) for one in compiled.keys() | said)


def _run_all(task: tuple[Lent[tuple[Runner, Asked]], Sample]) -> list[Measured]:
    """Run the draws of one task; done by workers."""
    lent, sample = task
    runner, asked = lent.value
    return [runner.measured(one, asked) for one in sample]


def _said(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings of norms that apply."""
    return tuple(one for one in found if one.result != NOT_APPLICABLE)


def _left_open(found: Sequence[Finding], judged: Sequence[Judged]) -> set[str]:
    """Name the norms of which ranges leave open what they say, or of which a run says otherwise."""
    certain = {(one.norm, one.subject): one.result for one in found}
    open_ = {one.norm for one in found if one.result in (FAILS_FOR_PART, NEEDS_APPROVAL)}
    for results in judged:
        every = certain.keys() | results.keys()
        open_ |= {key[0] for key in every if certain.get(key, NOT_APPLICABLE) != results.get(key, NOT_APPLICABLE)}
    return open_
