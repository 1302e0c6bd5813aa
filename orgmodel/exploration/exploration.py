"""How sure: every measure and norm of scenarios over draws of what is not known, and which scenario comes out ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.comparison.case import cases_of
from orgmodel.comparison.plain_data import plain_rows
from orgmodel.core.arguments import made_by
from orgmodel.core.frozen import Held
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, errors
from orgmodel.exploration.causes import Causes, Sample, causes_of
from orgmodel.exploration.draws import Draws
from orgmodel.exploration.forms import Forms, forms_of, is_linear, linear_sum
from orgmodel.exploration.runs import STATES, Asked, Measured, Runner, known_measures, read, touched_scopes
from orgmodel.exploration.spread import Floats
from orgmodel.exploration.sweep import chunks_of
from orgmodel.exploration.tally import ValueTally
from orgmodel.exploration.workers import each
from orgmodel.measures.catalogue import measure_of
from orgmodel.norms.finding import FAIL, FAILS_FOR_PART, NEEDS_APPROVAL, NOT_APPLICABLE, NOT_EVALUABLE
from orgmodel.scenario.scenario import Outcome, Scenario

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.norms.finding import Finding

CLOSED, DRAWS, RUNS = "closed", "draws", "runs"
"""How a row was found: mean and deviation by closed sums and the rest by all draws; all by all draws; by runs of some draws."""

CHECKED = 8
"""So many draws are run in full, to hold what is compiled against them."""
AT_ONCE = 8
"""So many draws one task of a worker runs."""
NEAR = 1e-7


@dataclass(frozen=True)
class Explored(Held):
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

    @property
    def run_measures(self) -> tuple[str, ...]:
        """Name the measures that are not compiled."""
        return tuple(dict.fromkeys(id for at, (_, id) in enumerate(self.asked.keys) if at in self.by_runs))

    @property
    def refused(self) -> Mapping[str, int]:
        """Count the runs that were refused, by the code of the problem: what the scenario asks cannot be done with those figures."""
        return Counter(code for one in self.runs for code in one.refused[:1])


@dataclass
class _Variant:
    """Hold what a scenario comes to by one set of drawn parameters: its forms, compiled once."""

    forms: Forms
    known: Floats = field(repr=False)  # (keys, 3): not-a-number where a value is not known


@made_by("orgmodel.explore(scenario, …)")
@dataclass(frozen=True)
class Exploration(Held):
    """Hold what scenarios come to over draws of what is not known: tables of measures, norms, causes and pairs."""

    causes: Causes
    draws: Draws
    runs: int
    cases: tuple[Explored, ...]
    pairs_found: Mapping[tuple[int, int], tuple[ValueTally, ...]] = field(default_factory=dict, repr=False)

    @property
    def measures(self) -> pd.DataFrame:
        """Tabulate each measure: best value, mean, sd, 5, 50 and 95 per cent; before, after and the change, in each scope.

        ``best`` is with every figure at its best value. ``missing`` counts figures that nobody gives a range for: the value is then that
        of what is known. ``draws`` are those of which a value is known, ``by`` says how it was found.
        """
        import pandas as pd

        rows = []
        for case in self.cases:
            for number, (scope, measure) in enumerate(case.asked.keys):
                for state, name in enumerate(STATES):
                    tally = case.tallies[number][state]
                    best = case.best.values[number, state]
                    if not tally.known and np.isnan(best):
                        continue
                    exact = not np.isnan(case.means[number, state])
                    how = RUNS if number in case.by_runs else CLOSED if exact else DRAWS
                    rows.append(
                        (case.scenario.id, scope, measure, name, best,
                         case.means[number, state] if exact else tally.mean,
                         case.deviations[number, state] if exact else tally.sd,
                         *tally.quantiles(), 0 if case.best.missing is None else int(case.best.missing[number]), tally.known, how)
                    )  # fmt: skip
        return pd.DataFrame(rows, columns=list(MEASURE_COLUMNS))

    @property
    def norms(self) -> pd.DataFrame:
        """Tabulate each norm about each subject: the result at best, the chance that it fails, that it needs an approval, that it is not evaluable.

        A chance of 0 or 1 without runs is certain whatever the figures are within their ranges.
        """
        import pandas as pd

        rows = []
        for case in self.cases:
            sound = [one.judged for one in case.runs if not one.refused and one.judged]
            for finding in case.found:
                key = finding.norm, finding.subject
                results = [one[key] for one in sound if key in one] if finding.norm in case.open_norms else []
                if results:
                    chances = [results.count(one) / len(results) for one in (FAIL, NEEDS_APPROVAL, NOT_EVALUABLE)]
                else:
                    chances = [float(finding.result == one) for one in (FAIL, NEEDS_APPROVAL, NOT_EVALUABLE)]
                rows.append(
                    (
                        case.scenario.id,
                        finding.norm,
                        finding.subject,
                        finding.result,
                        *chances,
                        len(results),
                        finding.citation,
                    )
                )
        return pd.DataFrame(rows, columns=list(NORM_COLUMNS))

    @property
    def pairs(self) -> pd.DataFrame:
        """Tabulate each two scenarios: the chance that the first has less, as much and more of a measure after, by the same draws."""
        import pandas as pd

        rows = []
        for (one, other), tallies in self.pairs_found.items():
            for (scope, measure), tally in zip(self.cases[one].asked.keys, tallies, strict=True):
                if tally.known:
                    rows.append(
                        (self.cases[one].scenario.id, self.cases[other].scenario.id, scope, measure, *tally.chance(0),
                         tally.mean, tally.sd, tally.known)
                    )  # fmt: skip
        return pd.DataFrame(rows, columns=list(PAIR_COLUMNS))

    @property
    def drawn(self) -> pd.DataFrame:
        """Tabulate what is drawn: each figure and parameter with its range, its shape, and the group that it is drawn with."""
        import pandas as pd

        group = {at: one for one in self.causes.groups for at in one.columns}
        rows = [
            (
                one.id,
                one.marginal.low,
                one.marginal.best,
                one.marginal.high,
                one.marginal.shape,
                group[at].kind,
                group[at].id,
            )
            for at, one in enumerate(self.causes.columns)
        ]
        return pd.DataFrame(rows, columns=list(CAUSE_COLUMNS))

    def to_json_object(self) -> dict[str, Any]:
        """Make the object of the JSON contract: a list of rows a table; what is not known is None."""
        return {
            "draws": self.draws.count,
            "runs": self.runs,
            "seed": self.draws.seed,
            "causes": plain_rows(self.drawn),
            "measures": plain_rows(self.measures),
            "norms": plain_rows(self.norms),
            "pairs": plain_rows(self.pairs),
            "by_runs": [{"scenario": one.scenario.id, "measures": list(one.run_measures)} for one in self.cases],
            "refused": [
                {"scenario": one.scenario.id, "code": code, "runs": many}
                for one in self.cases
                for code, many in one.refused.items()
            ],
            "problems": [],
        }

    def __repr__(self) -> str:
        """Show the size."""
        names = ", ".join(case.scenario.id for case in self.cases)
        return f"Exploration({names}: {len(self.causes.columns)} causes, {self.draws.count} draws, {self.runs} of them run)"


MEASURE_COLUMNS = (
    "scenario", "scope", "measure", "state", "best", "mean", "sd", "p5", "p50", "p95", "missing", "draws", "by",
)  # fmt: skip
NORM_COLUMNS = ("scenario", "norm", "subject", "best", "fails", "needs_approval", "not_evaluable", "runs", "citation")
PAIR_COLUMNS = ("scenario", "other", "scope", "measure", "less", "same", "more", "mean", "sd", "draws")
CAUSE_COLUMNS = ("cause", "low", "best", "high", "shape", "drawn", "group")


def explore(
    *scenarios: Scenario,
    draws: int = 10_000,
    runs: int = 256,
    seed: int = 0,
    vary: Iterable[str] = (),
    settings: Mapping[str, Any] | None = None,
    measures: Iterable[str] | None = None,
    scopes: Sequence[str] | None = None,
    executor: Executor | None = None,
) -> Exploration:
    """Explore scenarios of one baseline: draw what is not known, and say of each measure and norm how sure it is.

    Sums of figures are worked out over all ``draws``; what is no sum is measured by running the first ``runs`` of them, which also hold what is
    compiled. ``vary`` names parameters that are drawn besides those that the study says; ``executor`` runs them elsewhere. Raises ProblemsError for
    a scenario that is refused, and for scenarios of different baselines.
    """
    if not scenarios or any(one.baseline is not scenarios[0].baseline for one in scenarios):
        message = Message.of("explore takes scenarios of one study, so that the same draws are of all of them")
        raise ProblemsError([Problem("SUBJECT", message)])
    first = scenarios[0]
    parameters = {name: one for scenario in reversed(scenarios) for name, one in scenario.all_parameters().items()}
    said = first.study.uncertainty if first.study is not None else None
    causes = causes_of(first.baseline, said, parameters, vary=vary)
    drawn = Draws(causes, draws, seed)
    sample = drawn.first(min(runs, draws))
    runners = [Runner(one, causes, _fitting(settings or {}, one)) for one in scenarios]
    best = [one.with_ranges(causes.best) for one in runners]
    refused = [problem for one in best if one.refused for problem in errors(one.problems)]
    if refused:
        raise ProblemsError(refused)
    ids = tuple(dict.fromkeys(id for one in best for id in known_measures(one, measures)))
    where = (
        tuple(scopes) if scopes is not None else tuple(dict.fromkeys(s for one in best for s in touched_scopes(one)))
    )
    asked = Asked(ids, where, first.study.norms if first.study is not None else None)
    compiled = [_Compiled(runner, outcome, asked) for runner, outcome in zip(runners, best, strict=True)]
    done = [one.run(sample, executor) for one in compiled]
    tallies = [[[ValueTally() for _ in STATES] for _ in asked.keys] for _ in compiled]
    pairs = {(a, b): [ValueTally() for _ in asked.keys] for b in range(len(compiled)) for a in range(b)}
    for block in drawn.blocks():
        values = [one.at(block) for one in compiled]
        for case, found in zip(tallies, values, strict=True):
            for number in range(len(asked.keys)):
                for state in range(3):
                    case[number][state].add(found[:, number, state])
        for (a, b), counted in pairs.items():
            for number in range(len(asked.keys)):
                counted[number].add(values[a][:, number, 1] - values[b][:, number, 1])
    for one, case, measured in zip(compiled, tallies, done, strict=True):
        for number in one.by_runs:
            case[number] = [ValueTally() for _ in STATES]
            for state in range(3):
                case[number][state].add(np.array([each.values[number, state] for each in measured]))
    for (a, b), counted in pairs.items():
        for number in compiled[a].by_runs | compiled[b].by_runs:
            counted[number] = ValueTally()
            ends = [np.array([each.values[number, 1] for each in done[at]]) for at in (a, b)]
            counted[number].add(ends[0] - ends[1])
    cases = tuple(one.explored(case, measured) for one, case, measured in zip(compiled, tallies, done, strict=True))
    return Exploration(causes, drawn, len(sample), cases, {pair: tuple(one) for pair, one in pairs.items()})


def _fitting(settings: Mapping[str, Any], scenario: Scenario) -> dict[str, Any]:
    known = scenario.all_parameters()
    return {name: value for name, value in settings.items() if name in known}


class _Compiled:
    """One scenario over the draws: the sums among its measures compiled for each set of parameters, the rest by runs."""

    def __init__(self, runner: Runner, best: Outcome, asked: Asked) -> None:
        self.runner, self.asked = runner, asked
        self.causes = runner.causes
        self.best = read(best, asked)
        self.found = _findings(best, asked)
        terms = best.before.terms
        self.linear = {id for id in asked.measures if is_linear(measure_of(id, terms))}
        self.by_runs = {at for at, (_, id) in enumerate(asked.keys) if id not in self.linear}
        self.open_norms = frozenset(one.norm for one in self.found) if self.causes.parameters else frozenset()
        self._variants: dict[tuple[int, ...], _Variant] = {}
        self._drawn_parameters = sorted(self.causes.parameters.values())

    def run(self, sample: Sample, executor: Executor | None) -> list[Measured]:
        """Run the draws of a sample: all that is asked of the first few, of the others what is not compiled and the norms left open."""
        few, rest = sample[:CHECKED], sample[CHECKED:]
        found = list(each(_run_all, [(self.runner, self.asked, few[[at]]) for at in range(len(few))], executor))
        done = [one for some in found for one in some]
        self._hold_against(few, done)
        asked = replace(
            self.asked,
            measures=tuple(id for id in self.asked.measures if id not in self.linear),
            pack=self._open_norms(done),
        )
        tasks = [(self.runner, asked, rest[list(part)]) for part in chunks_of(range(len(rest)), AT_ONCE)]
        later = [one for some in each(_run_all, tasks, executor) for one in some]
        place = {key: at for at, key in enumerate(self.asked.keys)}
        for one in later:
            values = np.full((len(self.asked.keys), 3), np.nan)
            values[[place[key] for key in asked.keys]] = one.values
            done.append(replace(one, values=values))
        self._fill(sample, done)
        return done

    def _hold_against(self, sample: Sample, done: Sequence[Measured]) -> None:
        """Take what is compiled and does not come to what runs come to as not compiled."""
        compiled = self.at(sample)
        for at, one in enumerate(done):
            if one.refused:
                continue
            same = np.isclose(compiled[at], one.values, rtol=NEAR, atol=NEAR, equal_nan=True).all(axis=1)
            self.by_runs |= set(np.flatnonzero(~same).tolist())
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

    def _open_norms(self, done: Sequence[Measured]) -> Any:
        """Keep the norms of which the ranges leave open what they say; what holds at both ends of every range is certain."""
        if self.asked.pack is None or self._drawn_parameters:
            return self.asked.pack
        certain = {(one.norm, one.subject): one.result for one in self.found}
        open_ = {one.norm for one in self.found if one.result in (FAILS_FOR_PART, NEEDS_APPROVAL)}
        for one in done:
            for key, result in one.judged.items():
                if certain.get(key) != result:
                    open_.add(key[0])
            if not one.refused:
                open_ |= {norm for norm, subject in certain.keys() - one.judged.keys()}
        pack = self.asked.pack
        self.open_norms = frozenset(open_)
        return replace(pack, norms=tuple(one for one in pack.norms if one.id in open_))

    def at(self, sample: Sample) -> Floats:
        """Give every value in every draw: (draws, keys, states); not-a-number of what is not compiled, and where nothing is known."""
        found = np.full((len(sample), len(self.asked.keys), 3), np.nan)
        if not self._drawn_parameters:
            groups = {(): np.arange(len(sample))}
        else:
            sets, place = np.unique(sample[:, self._drawn_parameters], axis=0, return_inverse=True)
            groups = {tuple(one): np.flatnonzero(place.ravel() == at) for at, one in enumerate(sets.tolist())}
        for parameters, rows in groups.items():
            variant = self._variant(parameters, sample[rows[0]])
            if variant is not None:
                found[rows] = variant.forms.at(sample[rows]).reshape(len(rows), -1, 3) + variant.known
        return found

    def _variant(self, parameters: tuple[int, ...], drawn: Any) -> _Variant | None:
        if parameters not in self._variants:
            self._variants[parameters] = self._compile(drawn)
        return self._variants[parameters]

    def _compile(self, drawn: Any) -> _Variant:
        """Compile the sums of one set of parameters: what they are with all figures at their best, and how often each figure is in them."""
        at_best = np.where([one.is_parameter for one in self.causes.columns], drawn, self.causes.best)
        outcome = self.runner.with_ranges(at_best)
        keys = self.asked.keys
        linear = [at for at, (_, id) in enumerate(keys) if id in self.linear]
        rest = np.full((len(keys), 3), np.nan)
        sums_alone = replace(
            self.asked, measures=tuple(id for id in self.asked.measures if id in self.linear), pack=None
        )
        rest[linear] = self.runner.measured(at_best, sums_alone).values
        sums: list[dict[Any, float]] = []
        if not outcome.refused:
            (case,) = cases_of([outcome])
            changes = case.change_evaluator
            measures = {id: measure_of(id, outcome.before.terms) for id in self.linear}
            for scope, id in keys:
                ends: list[dict[Any, float]] = [{}, {}]
                if id in self.linear:
                    ends = [linear_sum(one, measures[id], scope) for one in (changes.before, changes.after)]
                sums += [ends[0], ends[1], _less(ends[1], ends[0])]
        else:
            sums = [{}] * (3 * len(keys))
        known = np.where(np.isnan(rest), np.nan, 0.0)
        return _Variant(forms_of(self.causes, sums, np.nan_to_num(rest).ravel()), known)

    def explored(self, tallies: list[list[ValueTally]], runs: Sequence[Measured]) -> Explored:
        """Put together what was found."""
        shape = (len(self.asked.keys), 3)
        means, deviations = np.full(shape, np.nan), np.full(shape, np.nan)
        if not self._drawn_parameters and () in self._variants:
            variant = self._variants[()]
            mean, deviation = (one.reshape(shape) for one in variant.forms.moments())
            means, deviations = mean + variant.known, deviation + variant.known
            means[sorted(self.by_runs)] = deviations[sorted(self.by_runs)] = np.nan
        return Explored(
            self.runner.scenario, self.asked, self.best, self.found, tuple(tuple(one) for one in tallies), means, deviations,
            frozenset(self.by_runs), tuple(runs), max(1, len(self._variants)), self.open_norms,
        )  # fmt: skip


def _less(one: Mapping[Any, float], other: Mapping[Any, float]) -> dict[Any, float]:
    found = dict(one)
    for term, count in other.items():
        found[term] = found.get(term, 0.0) - count
    return {term: count for term, count in found.items() if count}


def _run_all(task: tuple[Runner, Asked, Sample]) -> list[Measured]:
    """Run the draws of one task; done by workers."""
    runner, asked, sample = task
    return [runner.measured(one, asked) for one in sample]


def _findings(outcome: Outcome, asked: Asked) -> tuple[Finding, ...]:
    """Judge the norms with the ranges as they are: what holds for all of a range is certain."""
    if asked.pack is None:
        return ()
    from orgmodel.norms.evaluation import evaluate
    from orgmodel.norms.finding import AFTER

    return tuple(one for one in evaluate(outcome, asked.pack) if one.state == AFTER and one.result != NOT_APPLICABLE)
