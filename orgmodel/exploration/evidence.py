"""What a decision comes to in each draw: its outcome, whether the event comes, and what each option gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgmodel.exploration.decision import LESS, LIMIT, NORM, OF_CHANCE, Decision
from orgmodel.exploration.forms import Forms
from orgmodel.exploration.from_points import Sample
from orgmodel.exploration.over_draws import OverDraws
from orgmodel.exploration.runs import Measured
from orgmodel.exploration.spread import Floats
from orgmodel.norms.finding import FAIL, NOT_APPLICABLE, NOT_EVALUABLE
from orgmodel.norms.judged_over_draws import code_of

Model = Callable[[Sample], Floats]
Event = NDArray[np.bool_]


@dataclass(frozen=True)
class Evidence:
    """Hold the draws of one decision: a row of ``sample``, an ``outcome`` and an ``event`` each, and what two options give.

    ``sums`` is the outcome as a plain sum of figures, None where it is none; ``model`` works it out for any figures, None where that takes a run.
    ``limits`` are the outcomes at which the event turns; ``by_runs`` says that the draws are those that were run; ``is_there`` is False where
    nothing is there after of which anything could be told. ``touched`` are the columns of the causes that it can hang on, None where all may be.
    """

    decision: Decision
    scenarios: tuple[int, ...]
    sample: Sample
    outcome: Floats
    event: Event
    gains: Floats
    by_runs: bool = False
    missing: int = 0
    sums: Forms | None = None
    model: Model | None = None
    limits: tuple[float, ...] = ()
    is_there: bool = True
    touched: frozenset[int] | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether some draws say one thing and some another; of two scenarios, whether either may have less."""
        if self.decision.kind in OF_CHANCE:
            return 0 < self.chance < 1
        return bool((self.outcome < 0).any() and (self.outcome > 0).any())

    @property
    def chance(self) -> float:
        """Give how often the event comes."""
        return float(self.event.mean()) if len(self.event) else float("nan")


def evidence_of(
    decision: Decision, over: Sequence[OverDraws], sample: Sample, run: Sequence[Sequence[Measured]]
) -> list[Evidence]:
    """Work a decision out: of each scenario, or of each two where it asks which of two; ``run`` has what was run of the first draws of each."""
    if decision.kind == NORM:
        return [_of_norm(decision, at, one, sample, run[at]) for at, one in enumerate(over)]
    if decision.kind == LIMIT:
        return [_of_limit(decision, at, one, *_values(one, decision, sample, run[at])) for at, one in enumerate(over)]
    pairs = [(a, b) for b in range(len(over)) for a in range(b)]
    return [_of_pair(decision, (a, b), (over[a], over[b]), sample, (run[a], run[b])) for a, b in pairs]


def _values(one: OverDraws, decision: Decision, sample: Sample, run: Sequence[Measured]) -> tuple[Sample, Floats]:
    """Give the draws of which a measure is known, and its value in each: all draws where it is compiled, else those that were run."""
    number = one.place(decision.scope, decision.measure)
    if number in one.by_runs:
        values = np.array([each.values[number, 1] for each in run])
        return sample[: len(values)], values
    return sample, one.after(sample, number)


def _model(one: OverDraws, decision: Decision) -> Model | None:
    number = one.place(decision.scope, decision.measure)
    return None if number in one.by_runs else lambda drawn: one.after(np.asarray(drawn).astype(np.int64), number)


def _missing(one: OverDraws, decision: Decision) -> int:
    return 0 if one.best.missing is None else int(one.best.missing[one.place(decision.scope, decision.measure)])


def _of_limit(decision: Decision, at: int, one: OverDraws, sample: Sample, values: Floats) -> Evidence:
    """Take a limit: the event is that it is not kept, and who decides says beforehand whether it will be."""
    known = ~np.isnan(values)
    sample, values = sample[known], values[known]
    broken = np.zeros(len(values), dtype=np.bool_)
    limits = []
    if decision.at_most is not None:
        broken |= values > decision.at_most + 1e-9
        limits.append(float(np.nextafter(decision.at_most + 1e-9, np.inf)))
    if decision.at_least is not None:
        broken |= values < decision.at_least - 1e-9
        limits.append(decision.at_least - 1e-9)
    number = one.place(decision.scope, decision.measure)
    return Evidence(
        decision, (at,), sample, values, broken, _right(broken), number in one.by_runs, _missing(one, decision),
        one.form(number), _model(one, decision), tuple(limits), one.is_there(decision.scope),
    )  # fmt: skip


def _of_pair(
    decision: Decision,
    places: tuple[int, int],
    over: tuple[OverDraws, OverDraws],
    sample: Sample,
    run: tuple[Sequence[Measured], Sequence[Measured]],
) -> Evidence:
    """Take two scenarios: the event is that the first has less (or more), and each option gives what it has of it."""
    found = [_values(one, decision, sample, each) for one, each in zip(over, run, strict=True)]
    rows = min(len(values) for _, values in found)
    first, second = (values[:rows] for _, values in found)
    known = ~(np.isnan(first) | np.isnan(second))
    first, second = first[known], second[known]
    sign = -1.0 if decision.kind == LESS else 1.0
    gains = sign * np.stack([first, second], axis=1)
    forms = [one.form(one.place(decision.scope, decision.measure)) for one in over]
    sums = forms[0].less(forms[1]) if forms[0] is not None and forms[1] is not None else None
    models = [_model(one, decision) for one in over]

    def model(drawn: Sample) -> Floats:
        assert models[0] is not None
        assert models[1] is not None
        return models[0](drawn) - models[1](drawn)

    return Evidence(
        decision, places, sample[:rows][known], first - second, gains[:, 0] > gains[:, 1], gains,
        None in models, max(_missing(one, decision) for one in over), sums, None if None in models else model, (0.0, 1e-9),
        all(one.is_there(decision.scope) for one in over),
    )  # fmt: skip


def _of_norm(decision: Decision, at: int, one: OverDraws, sample: Sample, run: Sequence[Measured]) -> Evidence:
    """Take a norm: the event is that it fails about the one asked for, or anybody; of what it is not evaluable about no draw tells."""

    def asked(key: tuple[str, str]) -> bool:
        return key[0] == decision.norm and decision.subject in (None, key[1])

    best = [each for each in one.found if asked((each.norm, each.subject))]
    drawn = {each.id for each in one.causes.columns}
    missing = len({str(name) for each in best if each.result == NOT_EVALUABLE for name in each.missing} - drawn)
    if decision.norm in one.open_norms and decision.norm not in one.run_norms:
        return _of_compiled(decision, at, one, sample, missing, is_known=bool(best))
    if decision.norm not in one.open_norms:
        told = {each.result for each in best} - {NOT_EVALUABLE}
        rows = [(number, [*told]) for number in range(len(sample)) if told]
    else:
        rows = [(number, [result for key, result in each.judged.items() if asked(key)] or [NOT_APPLICABLE]) for number, each in enumerate(run) if not each.refused]  # fmt: skip
        rows = [(number, results) for number, results in rows if set(results) - {NOT_EVALUABLE}]
    is_there = bool(best) or any(set(results) - {NOT_APPLICABLE} for _, results in rows)
    rows = rows if is_there else []
    event = np.array([FAIL in results for _, results in rows], dtype=np.bool_)
    sample = sample[[number for number, _ in rows]]
    return Evidence(
        decision, (at,), sample, event.astype(float), event, _right(event), decision.norm in one.run_norms, missing,
        is_there=is_there,
    )  # fmt: skip


def _of_compiled(
    decision: Decision, at: int, one: OverDraws, sample: Sample, missing: int, *, is_known: bool
) -> Evidence:
    """Take a norm that is compiled: it is judged in every draw, and for any figures that are asked about."""

    def said(drawn: Sample) -> tuple[Event, Event, Event]:
        """Tell of each draw whether the norm fails, whether that is known, and whether it is asked about anybody."""
        (found, *_), told = one.judged(drawn, decision.norm, decision.subject)
        rows = [*found.values()]
        every = np.stack(rows) if rows else np.full((1, len(drawn)), code_of(NOT_APPLICABLE), np.int8)
        silent = every == code_of(NOT_EVALUABLE)
        asked = every != code_of(NOT_APPLICABLE)
        return (every == code_of(FAIL)).any(axis=0), told & ((asked & ~silent).any(axis=0) | ~asked.any(axis=0)), asked.any(axis=0)  # fmt: skip

    def model(drawn: Sample) -> Floats:
        event, known, _ = said(np.asarray(drawn).astype(np.int64))
        return np.where(known, event, np.nan)

    event, known, asked = said(sample)
    is_there = is_known or bool(asked[known].any())
    known = known & is_there
    event = event[known]
    return Evidence(
        decision, (at,), sample[known], event.astype(float), event, _right(event), missing=missing,
        model=model, limits=(0.5,), is_there=is_there, touched=one.norm_columns(decision.norm, sample, decision.subject),
    )  # fmt: skip


def _right(event: Event) -> Floats:
    """Give what the two options give, saying that the event comes and that it does not: 1 where it is right."""
    return np.stack([event, ~event], axis=1).astype(np.float64)
