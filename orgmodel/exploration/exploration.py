"""How sure: every measure and norm of scenarios over draws of what is not known, and which scenario comes out ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from orgmodel.comparison.case import cases_of
from orgmodel.comparison.plain_data import plain_rows
from orgmodel.core.arguments import made_by
from orgmodel.core.doors import behind
from orgmodel.core.frozen import Alike
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, errors, nearest, refuse_if_any
from orgmodel.exploration.causes import Causes, causes_of
from orgmodel.exploration.counting import counted
from orgmodel.exploration.decision import LESS, LIMIT, NORM, Decision, decisions_of, own_decisions
from orgmodel.exploration.decision_tables import decisions_table, questions_table
from orgmodel.exploration.draws import Draws
from orgmodel.exploration.evidence import Evidence, evidence_of
from orgmodel.exploration.first_figure import Decided, decided
from orgmodel.exploration.norm_chances import NORM_COLUMNS, norm_rows
from orgmodel.exploration.norm_counting import norms_counted
from orgmodel.exploration.over_draws import Explored, OverDraws
from orgmodel.exploration.rules import rules_of
from orgmodel.exploration.rules_compared import RULE_COLUMNS, rule_rows
from orgmodel.exploration.runs import STATES, Asked, Runner, known_measures, touched_scopes
from orgmodel.exploration.said import LANGUAGES, Called
from orgmodel.exploration.spread import DISCRETE
from orgmodel.exploration.stated import stated_sources
from orgmodel.exploration.tally import ValueTally
from orgmodel.exploration.workers import Hands
from orgmodel.measures.scopes import TOTAL, scope_problem
from orgmodel.norms.record import NormPack
from orgmodel.scenario.elements import TRIANGULAR
from orgmodel.scenario.scenario import Outcome, Scenario

if TYPE_CHECKING:
    import pandas as pd


MOST_DECIDED = 1 << 14
"""By so many draws decisions are looked into; more would take memory that grows with the draws."""

CLOSED, DRAWS, RUNS = "closed", "draws", "runs"
"""How a row was found: mean and deviation by closed sums and the rest by all draws; all by all draws; by runs of some draws."""


@made_by("orgmodel.explore(scenario, …)")
@dataclass(frozen=True, eq=False)
class Exploration(Alike):
    """Hold what scenarios come to over draws of what is not known: tables of measures, norms, causes and pairs."""

    causes: Causes
    draws: Draws
    runs: int
    cases: tuple[Explored, ...]
    pairs_found: Mapping[tuple[int, int], tuple[ValueTally, ...]] = field(default_factory=dict, repr=False)
    decided: tuple[Decided, ...] = field(default=(), repr=False)
    called: Called | None = field(default=None, repr=False)
    rules_asked: tuple[str, ...] = ()
    rules_found: tuple[tuple[Any, ...], ...] = field(default=(), repr=False)

    @property
    def measures(self) -> pd.DataFrame:
        """Tabulate each measure: best value, mean, sd, 5, 50 and 95 per cent; before, after and the change, in each scope.

        ``best`` is with every figure at its best value, and unknown where it takes one that has none. ``missing`` counts figures that nobody gives a range for: the value is then that
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

        Chances are of all ``draws``, or of as many ``runs`` where a norm cannot be compiled, as ``by`` says; of what is certain whatever the figures
        are within their ranges, which takes neither, they are 0 or 1.
        """
        import pandas as pd

        rows = [(case.scenario.id, *row) for case in self.cases for row in norm_rows(case)]
        return pd.DataFrame(rows, columns=["scenario", *NORM_COLUMNS])

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
                one.marginal.best if one.has_best else np.nan,
                one.marginal.high,
                one.marginal.shape,
                group[at].kind,
                group[at].id,
            )
            for at, one in enumerate(self.causes.columns)
        ]
        return pd.DataFrame(rows, columns=list(CAUSE_COLUMNS))

    @property
    def language(self) -> str:
        """Give the language of the study."""
        return self.cases[0].scenario.baseline.terms.language

    @property
    def decisions(self) -> pd.DataFrame:
        """Tabulate what is decided: the chance that a norm fails, a limit is not kept, the first scenario has less; which figure to ask for first."""
        return decisions_table(self.decided, self.named, self.language)

    @property
    def questions(self) -> pd.DataFrame:
        """Tabulate, for each decision, every cause that may be asked for, the one to ask first at the head.

        ``decides`` is the share of draws in which it settles the decision (95 % sure), ``changes`` in which another option is taken for it, ``worth``
        the expected value of knowing it (EVPPI; of a limit and a norm by how much the chance of being right rises, of two scenarios in the measure),
        ``tells`` whether that is more than chance; ``at_low`` and ``at_high`` the outcome with it at its ends and all else at best, ``turns_at``
        where the decision turns; ``first_order``, ``total_order`` Sobol' indices of independent causes, ``share`` Shapley effects.
        """
        return questions_table(self.decided, self.named, self.language)

    @property
    def rules(self) -> pd.DataFrame:
        """Tabulate what other rules say otherwise: the result of each norm about each subject now and then, those that newly fail first.

        ``fails_now``, ``fails_then``, ``newly_fails`` and ``no_longer_fails`` are shares of the ``runs``, each judged by both sets of rules; of
        what is certain whatever the figures are within their ranges, which takes no run, 0 or 1.
        """
        import pandas as pd

        return pd.DataFrame(self.rules_found, columns=list(RULE_COLUMNS))

    def sentences(self, language: str | None = None) -> list[str]:
        """Say of each decision which figure to ask for first, in the study's language where none is given."""
        return [self.named.sentence(one, language or self.language) for one in self.decided]

    @property
    def named(self) -> Called:
        """Give how the study calls what is told of."""
        assert self.called is not None
        return self.called

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
            "decisions": [
                {
                    **row,
                    "said": {language: self.named.sentence(one, language) for language in LANGUAGES},
                    "no_ends": row["no_ends"]
                    and {language: self.named.no_ends(one, language) for language in LANGUAGES},
                }
                for one, row in zip(self.decided, plain_rows(self.decisions), strict=True)
            ],
            "questions": plain_rows(self.questions),
            "rules": plain_rows(self.rules),
            "by_runs": [
                {"scenario": one.scenario.id, "measures": list(one.run_measures), "norms": sorted(one.run_norms)}
                for one in self.cases
            ],
            "refused": [
                {"scenario": one.scenario.id, "code": code, "runs": many}
                for one in self.cases
                for code, many in one.refused.items()
            ],
            "problems": [],
        }

    def _repr_html_(self) -> str:
        """Show in a notebook what to ask for first, and how sure the measures are."""
        return behind("orgmodel.notebook.display", "show_exploration")(self)  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        """Show the size."""
        names = ", ".join(case.scenario.id for case in self.cases)
        return f"Exploration({names}: {len(self.causes.columns)} causes, {self.draws.count} draws, {self.runs} of them run)"


MEASURE_COLUMNS = (
    "scenario", "scope", "measure", "state", "best", "mean", "sd", "p5", "p50", "p95", "missing", "draws", "by",
)  # fmt: skip
PAIR_COLUMNS = ("scenario", "other", "scope", "measure", "less", "same", "more", "mean", "sd", "draws")
CAUSE_COLUMNS = ("cause", "low", "best", "high", "shape", "drawn", "group")


def is_beyond(row: Mapping[Any, Any]) -> bool:
    """Tell whether the best value of a row of :attr:`Exploration.measures` is beyond where 90 % of the draws lie.

    >>> is_beyond({"best": 9, "p5": 4, "p95": 8}), is_beyond({"best": float("nan"), "p5": 4, "p95": 8})
    (True, False)
    """
    return bool(row["best"] < row["p5"] or row["best"] > row["p95"])


def _refuse_apart(scenarios: Sequence[Scenario]) -> None:
    """Refuse what has no one baseline to draw."""
    if not scenarios:
        raise ProblemsError([Problem("SUBJECT", "there is no scenario here to explore")])
    if any(one.baseline is not scenarios[0].baseline for one in scenarios):
        message = Message.of("explore takes scenarios of one study, so that the same draws are of all of them")
        raise ProblemsError([Problem("SUBJECT", message)])


def explore(
    *scenarios: Scenario,
    draws: int = 10_000,
    runs: int = 256,
    seed: int = 0,
    vary: Iterable[str] = (),
    settings: Mapping[str, Any] | None = None,
    measures: Iterable[str] | None = None,
    scopes: Sequence[str] | None = None,
    decide: Iterable[str] = (),
    rules: Iterable[str] = (),
    hands: Hands | None = None,
) -> Exploration:
    """Explore scenarios of one baseline: draw what is not known, and say of each measure and norm how sure it is.

    Sums of figures are worked out over all ``draws``; what is no sum is measured by running the first ``runs`` of them, which also hold what is
    compiled. ``decide`` says what is to be decided, so that it can be told which figure to ask for first: ``posts_filled@UNIT<=60``,
    ``norm:ID@UNIT``, or of two scenarios ``less:MEASURE@SCOPE``; unasked these are the targets, the norms that may fail, and of scenarios what either
    may have less of in the whole. ``rules`` are other rules, ``NAME=VALUE`` of a
    norm's parameter or the law of a date, under which it is told who newly fails. ``vary`` names parameters that are drawn besides those that the study says; ``hands`` run them elsewhere. Raises ProblemsError for
    a scenario that is refused, and for scenarios of different baselines.
    """
    _refuse_apart(scenarios)
    first = scenarios[0]
    parameters = {name: one for scenario in reversed(scenarios) for name, one in scenario.all_parameters().items()}
    said = first.study.uncertainty if first.study is not None else None
    set_, vary = settings or {}, tuple(vary)
    refuse_if_any(_misset(set_, parameters, vary))
    drawable = {name: one for name, one in parameters.items() if name not in set_}
    with gc_paused():
        causes = causes_of(first.baseline, said, drawable, vary=vary)
    refuse_if_any(_said_apart(scenarios, causes))
    runners = [Runner(one, causes, _fitting(set_, one)) for one in scenarios]
    best = [one.with_ranges(causes.best) for one in runners]
    refused = [problem for one in best if one.refused for problem in errors(one.problems)]
    if refused:
        raise ProblemsError(refused)
    causes = causes.and_stated(stated_sources(best), said.shape if said is not None else TRIANGULAR)
    if causes.stated:
        runners = [Runner(one, causes, _fitting(set_, one)) for one in scenarios]
    drawn = _draws_of(causes, draws, seed)
    sample = drawn.first(min(runs, drawn.count))
    refuse_if_any(problem for one in scopes or () if (problem := _scope_problem(best, one)) is not None)
    ids = tuple(dict.fromkeys(id for one in best for id in known_measures(one, measures)))
    where = (
        tuple(scopes) if scopes is not None else tuple(dict.fromkeys(s for one in best for s in touched_scopes(one)))
    )
    pack = first.study.norms if first.study is not None else None
    stated, others = decisions_of(decide, best, pack), rules_of(rules, pack)
    ids = tuple(dict.fromkeys((*ids, *(one.measure for one in stated if one.measure))))
    where = tuple(dict.fromkeys((*where, *(one.scope for one in stated if one.measure))))
    asked = Asked(ids, where, pack, others)
    hands = hands or Hands()
    with gc_paused():
        compiled = [OverDraws(runner, outcome, asked) for runner, outcome in zip(runners, best, strict=True)]
        done = [one.run(sample, hands) for one in compiled]
    found = counted(compiled, drawn, hands)
    judged = norms_counted(compiled, drawn, hands)
    for one, tallies, measured in zip(compiled, found.tallies, done, strict=True):
        for number in one.by_runs:
            for state in range(3):
                tallies[3 * number + state] = _tally([each.values[number, state] for each in measured])
    for (a, b), differences in found.pairs.items():
        for number in compiled[a].by_runs | compiled[b].by_runs:
            ends = [np.array([each.values[number, 1] for each in done[at]]) for at in (a, b)]
            differences[number] = _tally(ends[0] - ends[1])
    cases = tuple(
        one.explored(tallies, measured, len(sets), counts)
        for one, tallies, measured, sets, counts in zip(compiled, found.tallies, done, found.sets, judged, strict=True)
    )
    called = Called(
        causes, cases_of([_without_drawn(one, causes) for one in best]), pack or NormPack(), tuple(parameters.values())
    )
    whole = Exploration(
        causes, drawn, len(sample), cases, {pair: tuple(one) for pair, one in found.pairs.items()}, called=called,
        rules_asked=tuple(one.text for one in others), rules_found=tuple(rule_rows(cases, others)),
    )  # fmt: skip
    if not causes.columns:
        return whole
    own = () if stated else (*_within(own_decisions(best), asked), *_open_norms(whole), *_open_pairs(whole))
    if not stated and not own:
        return whole
    decided_on = drawn.first(min(draws, MOST_DECIDED))
    evidence = _evidence(stated, own, whole, lambda one: evidence_of(one, compiled, decided_on, done))
    return replace(whole, decided=tuple(decided(one, causes, called.supplier, seed=seed) for one in evidence))


def _tally(values: Iterable[float]) -> ValueTally:
    found = ValueTally()
    found.add(np.array(list(values)))
    return found


def _misset(settings: Mapping[str, Any], known: Mapping[str, Any], vary: Sequence[str]) -> Iterator[Problem]:
    """Report parameters that are set and that no scenario has, or that are set and drawn at once."""
    for name in settings:
        if name not in known:
            said, hint = "no scenario has a parameter {name!r}{hint}{more}", nearest(name, known)
            yield Problem("UNKNOWN_PARAMETER", Message.of(said, name=name, hint=hint, more=""), name)
        elif name in vary:
            message = Message.of("{name} is set and drawn at once: take one of the two", name=name)
            yield Problem("PARAMETER", message, name)


def _evidence(
    stated: Iterable[Decision], own: Iterable[Decision], whole: Exploration, found: Callable[[Decision], list[Evidence]]
) -> list[Evidence]:
    """Work out the decisions that somebody states, or else the study's own, of which nothing is told where nothing of them is there or open.

    Raises ProblemsError for norms that say nothing of whom they are asked about, by no scenario.
    """
    stated = {one: found(one) for one in stated}
    refuse_if_any(
        _about_nobody(one, whole.cases)
        for one, each in stated.items()
        if one.kind == NORM and not any(case.is_there for case in each)
    )
    there = [each for one in own for each in found(one) if each.is_there and (one.kind == LIMIT or each.is_open)]
    return [*(each for some in stated.values() for each in some), *there]


def _about_nobody(one: Decision, cases: Sequence[Explored]) -> Problem:
    """Say that a norm says nothing of whom it is asked about."""
    if one.subject is None:
        message = Message.of("the norm {name} says nothing of anybody after", name=one.norm)
    else:
        subjects = dict.fromkeys(each.subject for case in cases for each in case.found if each.norm == one.norm)
        said, hint = "the norm {name} says nothing of {subject!r} after{hint}", nearest(one.subject, subjects)
        message = Message.of(said, name=one.norm, subject=one.subject, hint=hint)
    return Problem("DECISION", message, str(one))


def _said_apart(scenarios: Sequence[Scenario], causes: Causes) -> Iterator[Problem]:
    """Report parameters that two scenarios let take different values: one draw is of all scenarios."""
    for name, at in causes.parameters.items():
        if causes.columns[at].marginal.shape == DISCRETE:
            continue  # the study says the chance of each value
        ways = {(one.low, one.high, tuple(one.choices), frozenset(one.unavailable)): scenario.id
                for scenario in reversed(scenarios) if (one := scenario.all_parameters().get(name)) is not None}  # fmt: skip
        if len(ways) > 1:
            first, *_, last = ways.values()
            message = Message.of(
                "{name} may take other values in {one} than in {other}, and each draw is of all of them: explore each by itself, or say the chances of its values in study.yaml",
                name=name, one=last, other=first,
            )  # fmt: skip
            yield Problem("PARAMETER", message, name)


def _without_drawn(outcome: Outcome, causes: Causes) -> Outcome:
    """Let the name of an outcome say what was set of its parameters, and not what is drawn."""
    set_ = {name: value for name, value in outcome.overrides.items() if name not in causes.parameters}
    return replace(outcome, overrides=set_)


def _draws_of(causes: Causes, count: int, seed: int) -> Draws:
    """Give so many draws; of nothing one, since all are alike."""
    found = Draws(causes, count, seed)
    return found if causes.columns else replace(found, count=1)


def _scope_problem(outcomes: Sequence[Outcome], scope: str) -> Problem | None:
    """Say what is wrong with a scope that none of the outcomes has, before or after."""
    found = [scope_problem(one.after, scope, one.before) for one in outcomes]
    return None if None in found else found[0]


def _within(decisions: Iterable[Decision], asked: Asked) -> list[Decision]:
    """Keep the decisions on what is measured anyway."""
    return [one for one in decisions if (one.scope, one.measure) in asked.keys]


def _open_norms(found: Exploration) -> list[Decision]:
    """List the norms that may fail and may not, each about whom that is so."""
    table = found.norms
    table = table[(table["fails"] > 0) & (table["fails"] < 1)]
    return [
        Decision(NORM, norm=norm, subject=subject)
        for norm, subject in zip(table["norm"], table["subject"], strict=True)
    ]


def _open_pairs(found: Exploration) -> list[Decision]:
    """List what either of two scenarios may have less of in the whole."""
    table = found.pairs
    table = table[(table["scope"] == TOTAL) & (table["less"] > 0) & (table["more"] > 0)]
    return [Decision(LESS, measure=measure) for measure in dict.fromkeys(table["measure"])]


def _fitting(settings: Mapping[str, Any], scenario: Scenario) -> dict[str, Any]:
    known = scenario.all_parameters()
    return {name: value for name, value in settings.items() if name in known}
