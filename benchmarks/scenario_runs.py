"""What a scenario costs beside its run: the trace composed of its flows, and its expectations judged."""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks.organisations import Organisation
from benchmarks.rows import FULL, TINY, paired, row, same
from benchmarks.variants import operation, orders
from orgmodel.core.problems import errors
from orgmodel.core.structure import Structure
from orgmodel.core.trace import TraceRow, trace
from orgmodel.scenario.elements import Expectation, Step
from orgmodel.scenario.scenario import Outcome, Scenario

SIZES = {FULL: (100_000, 10), TINY: (700, 10)}  # units, rows of posts in each
EXPECTED = ("units", "posts_authorized", "posts_filled", "headcount", "heads", "deputies")
TIMES = 5


def plans(size: str) -> tuple[Organisation, Structure, Scenario, Scenario]:
    """Make the scenario of a hundred operations, a step each, without and with what is expected of its result."""
    organisation = Organisation.of(*SIZES[size])
    baseline = organisation.structure()
    parent = {unit: organisation.units[up] for unit, up in zip(organisation.units, organisation.parent, strict=True)}
    steps = tuple(
        Step(f"s{number}", do=[operation(order, parent[order.unit]).model_dump(exclude_unset=True, by_alias=True)])
        for number, order in enumerate(orders(organisation, 1))
    )
    plain = Scenario("plain", baseline, steps=steps)
    found = plain.run()
    if problems := errors(found.problems):
        raise AssertionError(f"the scenario of the benchmark goes wrong: {problems[0]}")
    scopes = ["total", *organisation.units[1:4]]
    values = {
        (measure, scope): found.after.measures([measure], scopes=[scope])["value"].iloc[0]
        for measure in EXPECTED
        for scope in scopes
    }
    expectations = tuple(
        Expectation(measure, (scope,), after=float(value)) for (measure, scope), value in values.items()
    )
    return organisation, baseline, plain, Scenario("expected", baseline, steps=steps, expectations=expectations)


def traced(outcome: Outcome) -> tuple[TraceRow, ...]:
    """Compose the trace of a run anew."""
    return trace(outcome.before, outcome.after, (entry.flow for entry in outcome.ledger))


def compare(outcome: Outcome, rows: tuple[TraceRow, ...]) -> None:
    """Stop unless the trace, summed by rows, is what the records of both states say of every row that it names."""
    for state, end in ((outcome.before, "record_from"), (outcome.after, "record_to")):
        told: Counter[tuple[str, object]] = Counter()
        for one in rows:
            if one.quantity == "authorized" and getattr(one, end) is not None:
                told[one.quantity, getattr(one, end)] += one.amount.known_best
        held = {(quantity, key): state.post(str(key)).authorized for quantity, key in told}
        same(dict(told), held, f"posts of each row by {end}")


def composing(size: str) -> dict[str, Any]:
    """Compose the trace of a run, beside the run itself."""
    _, _, plain, _ = plans(size)
    outcome = plain.run()
    compare(outcome, traced(outcome))
    (mine, _), (run, _) = paired(lambda: traced(outcome), plain.run, times=TIMES if size == FULL else 1)
    work = (
        f"the trace of {len(plain.steps)} operations over {len(outcome.before.units):,} units, composed of their flows"
    )
    return row(work, "the run itself (target: within 1.5 times)", mine, run, "s", target=1 / 1.5, size=size)


def judging(size: str) -> dict[str, Any]:
    """Judge the expectations of a run: what it takes more with them than without, beside the run with them."""
    _, _, plain, expected = plans(size)
    found = expected.run()
    same([one.met for one in found.expectations], [True] * len(expected.expectations), "expectations met")
    (without, _), (whole, _) = paired(plain.run, expected.run, times=TIMES if size == FULL else 1)
    count = len(expected.expectations)
    work = f"judging {count} expectations of a scenario of {len(plain.steps)} operations over {len(found.before.units):,} units"
    mine = max(whole - without, 1e-9)
    return row(work, "the whole run of it (target: a third)", mine, whole, "s", target=3, size=size)


ROWS = (composing, judging)
