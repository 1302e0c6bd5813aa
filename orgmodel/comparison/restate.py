"""Putting a series of figures of the old units on the new ones, and saying what could not be carried over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.comparison.crosswalk import UnitMapping, compose
from orgmodel.comparison.unit_mappings import unit_gains, unit_mappings
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import Lineage
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, errors, nearest
from orgmodel.core.quantities import QUANTITIES
from orgmodel.core.trace import by_quantity, contents

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome

NO_SHARE = "no share is known"
HOLDS_NONE = "the unit holds none of the quantity"
ENDED = "ended for good"
NO_HISTORY = "begins from nothing"
UNLISTED = "went up to a unit of which there is no series"
PARTLY = "one of the units it comes from cannot be carried over"


ROUNDING = 1e-9
"""Shares are counts divided by counts: less than this of a whole is the division's own."""


@dataclass(frozen=True)
class Restated:
    """Hold a restated series, and what was left: ``left`` has unit, into, reason, and the sum not carried.

    A unit of which no share is known stands there once, with the units into which its parts went.
    """

    series: pd.DataFrame
    left: pd.DataFrame


def restate(series: pd.DataFrame, run: Outcome | Iterable[Lineage], *, quantity: str | None = None) -> Restated:
    """Restate a series of figures by unit (columns) and time (rows) on the units after a run.

    Of an outcome the shares are those of its trace, all below a unit counted in; of lineage alone, such as a register's,
    its own shares composed.

    Each old unit's figures are divided among its successors by their shares of ``quantity`` (where none is said, the
    only one that the lineage has shares of, or that an organisation without posts declares, else ``authorized``); units that no record
    touches stay as they are. What is missing stays missing: a new unit is NaN where any of its predecessors is, and
    altogether where a share is not known (a unit of nothing passes on nothing). What is not placed, since it ended or since its new unit is NaN, is in ``left``.
    Raises ProblemsError for an unknown quantity, and for a refused outcome, which has no shares.

    >>> import pandas as pd
    >>> old = pd.DataFrame({"x": [10.0, 12.0], "y": [1.0, 1.0]}, index=[2020, 2021])
    >>> split = [Lineage("split_up", "x", unit, {"residents": part}) for unit, part in (("a", 0.25), ("b", 0.75))]
    >>> restate(old, split).series.to_dict("list")
    {'y': [1.0, 1.0], 'a': [2.5, 3.0], 'b': [7.5, 9.0]}
    """
    import pandas as pd

    if not isinstance(run, Iterable) and run.refused:
        raise ProblemsError(errors(run.problems))
    run = list(run) if isinstance(run, Iterable) else run
    quantity = quantity or _only_quantity(run)
    _check_quantity(quantity, run)
    mappings, counted_above = (compose(run), set[str]()) if isinstance(run, Iterable) else _of_outcome(run, series)
    ways = Counter(one.before for one in mappings)
    made_of_others = {one.after for one in mappings if one.before is not None}
    brought = set() if isinstance(run, list) else _brought(run, quantity)
    touched = {one.before for one in mappings} | counted_above
    columns = {name: series[name].astype("float64") for name in series.columns if name not in touched}
    left: list[tuple[str, str | None, str, float]] = []
    into: dict[str, list[UnitMapping]] = {}
    untold: dict[str, list[UnitMapping]] = {}
    ended: dict[str, float] = {}
    for one in mappings:
        listed = one.before in series.columns
        if one.after is None:
            share = one.shares.get(quantity, 1.0 if ways[one.before] == 1 else float("nan"))
            if share != 0 and (listed or ways[one.before] == 1):
                total = float(series[one.before].sum()) if listed else float("nan")
                left.append((str(one.before), None, ENDED, total * share))
            ended[str(one.before)] = share if share == share else 0.0
        elif one.before is None:
            if one.after not in made_of_others or one.after in brought:
                left.append((one.after, one.after, NO_HISTORY, float("nan")))
            into.setdefault(one.after, [])
        else:
            into.setdefault(one.after, []).append(one)
            if listed and quantity not in one.shares:
                untold.setdefault(one.before, []).append(one)
    for unit, ways_of in untold.items():
        if (series[unit] != 0).any():  # of nothing every part is nothing
            reason = HOLDS_NONE if quantity in ways_of[0].holds_none else NO_SHARE
            names = ", ".join(str(one.after) for one in ways_of)
            left.append((unit, names, reason, float(series[unit].sum()) * (1 - ended.get(unit, 0.0))))
    left += _gone_up(series, run, mappings, quantity)
    carried: dict[str, dict[str, pd.Series[float]]] = {}
    for unit, sources in into.items():
        given = [one for one in sources if one.before in series.columns]
        if not given:
            continue
        parts = {str(one.before): _part(series[one.before].astype("float64"), one, quantity) for one in given}
        total_of = sum(parts.values(), pd.Series(0.0, index=series.index))
        if any(one.before not in series.columns and one.shares.get(quantity) != 0 for one in sources):
            total_of[:] = float("nan")
        columns[unit] = total_of
        for source, part in parts.items():
            carried.setdefault(source, {})[unit] = part
    room = {unit: float(series[unit].sum()) for unit in carried if unit in series.columns}
    for unit, _, _, amount in left:  # what is left once is not left again
        room[unit] = room.get(unit, 0.0) - (amount if amount == amount else 0.0)
    left += _not_summed(carried, columns, run, room)
    table = pd.DataFrame(left, columns=["unit", "into", "reason", "not_carried"])
    return Restated(pd.DataFrame(columns, index=series.index), table)


def _brought(run: Outcome, quantity: str) -> set[str]:
    """List the units to which some of a quantity came from outside: of that there is no series."""
    flows = (entry.flow for entry in run.ledger)
    return {str(one.to_unit) for one in flows if one.from_unit is None and one.to_unit and one.quantity == quantity}


def _not_summed(
    carried: dict[str, dict[str, pd.Series[float]]],
    columns: dict[str, pd.Series[float]],
    run: Outcome | list[Lineage],
    room: dict[str, float],
) -> list[tuple[str, str | None, str, float]]:
    """Give what a unit passed to others whose sum is not known, where no unit within them tells it; no more than ``room``."""
    found: list[tuple[str, str | None, str, float]] = []
    for source, parts in carried.items():
        inside = {} if isinstance(run, list) else _inside(run.after, parts)
        for unit, part in parts.items():
            rest = part
            for one in inside.get(unit, ()):
                rest = rest - parts[one]
            lost = rest[columns[unit].isna()].dropna()
            amount = min(float(lost.sum()), room.get(source, float("inf")))
            if (lost.abs() > ROUNDING * part.abs()[lost.index]).any() and amount > ROUNDING:
                found.append((source, unit, PARTLY, amount))
                room[source] = room.get(source, float("inf")) - amount
    return found


def _inside(state: Structure, units: Iterable[str]) -> dict[str, list[str]]:
    """Give, by unit, those of some units that lie in it with none of them between: what they tell it need not tell again."""
    found: dict[str, list[str]] = {}
    for unit in (known := dict.fromkeys(units)):
        if state.units.get(unit) is not None:
            over = next((up.id for up in state.queries.upward(unit) if up.id != unit and up.id in known), None)
            if over is not None:
                found.setdefault(over, []).append(unit)
    return found


def _gone_up(
    series: pd.DataFrame, run: Outcome | list[Lineage], mappings: list[UnitMapping], quantity: str
) -> list[tuple[str, str | None, str, float]]:
    """Give what an ended unit left to units above it, none of which has a series that counts it already.

    What lies in units below that have series of their own is told there, as far as it is.
    """
    if isinstance(run, list):
        return []
    before = run.before
    listed = [unit for unit in map(str, series.columns) if before.units.get(unit) is not None]
    inside = _inside(before, listed)
    within = {unit for parts in inside.values() for unit in parts}
    ways: dict[str, list[float | None]] = {}
    for one in mappings:
        if one.before is not None:
            ways.setdefault(one.before, []).append(one.shares.get(quantity))
    told: dict[str, float | None] = {}
    for unit in sorted(listed, key=lambda unit: -sum(1 for _ in before.queries.upward(unit))):  # those below first
        own = ways.get(unit, [1.0] if run.after.units.get(unit) is not None else [0.0])
        parts = [_held(before, one, unit, quantity, told[one]) for one in inside.get(unit, ())]
        known = [share for share in (*own, *parts) if share is not None]
        told[unit] = sum(known) if len(known) == len(own) + len(parts) else None
    return [
        (unit, None, UNLISTED, float(series[unit].sum()) * (1 - share))
        for unit in listed
        if unit not in within and (share := told[unit]) is not None and 1 - share > ROUNDING and series[unit].any()
    ]


def _held(before: Structure, part: str, whole: str, quantity: str, told: float | None) -> float | None:
    """Give which part of what a unit holds lies in one below it and is told there; None where a figure is missing."""
    amounts = [by_quantity(contents(before, unit)).get(quantity, Amount()) for unit in (part, whole)]
    if told is None or any(one.missing or one.low != one.high for one in amounts):
        return None
    return told * amounts[0].known_best / amounts[1].known_best if amounts[1].known_best else None


def _only_quantity(run: Outcome | list[Lineage]) -> str:
    """Give the one quantity by which a run, or the shares of a lineage, tell what became of units; else ``authorized``."""
    if isinstance(run, list):
        names = {name for one in run for name in one.shares}
    else:
        names = set() if run.before.posts.size else set(run.before.terms.quantities)
    return next(iter(names)) if len(names) == 1 else "authorized"


def _check_quantity(quantity: str, run: Outcome | list[Lineage]) -> None:
    """Refuse a quantity that is neither kept of every organisation nor declared, nor shared by the lineage, with the nearest."""
    if isinstance(run, list):
        known = tuple(dict.fromkeys((*QUANTITIES, *(name for one in run for name in one.shares))))
    else:
        known = run.before.terms.ledger_quantities
    if quantity not in known:
        message = Message.of(
            "no quantity {quantity!r}{hint}; there are {quantities}",
            quantity=quantity,
            hint=nearest(quantity, known),
            quantities=", ".join(known),
        )
        raise ProblemsError([Problem("UNKNOWN_QUANTITY", message, quantity)])


def _part(figures: pd.Series[float], one: UnitMapping, quantity: str) -> pd.Series[float]:
    """Take a share of figures: of nothing it is nothing, whichever it is, and no share of what is missing is nothing."""
    share = one.shares.get(quantity)
    if share is None:
        return figures.where(figures == 0)
    return figures * share if share else figures.mask(figures.isna(), 0.0) * 0.0


def _of_outcome(outcome: Outcome, series: pd.DataFrame) -> tuple[list[UnitMapping], set[str]]:
    """Give the mappings of a run, and the units that ended into one above them, whose figures are counted there already.

    Where the series has no unit above, what such a unit held is where the crosswalk finds it: in a unit that took it, of
    whose own figures nobody knows, or in one that lay below it, unless the series has that one by itself.
    """
    mappings = unit_gains(outcome, frozenset(map(str, series.columns)))
    before, after = outcome.before, outcome.after
    gone = {*before.ids("units")} - {*after.ids("units")}
    counted = gone - {one.before for one in mappings if one.before is not None and one.after is not None}
    lone = [
        unit
        for unit in sorted(counted & set(series.columns))
        if not any(one.id in series.columns for one in before.queries.upward(unit) if one.id != unit)
    ]
    ways = [one for one in unit_mappings(outcome) if one.before in lone] if lone else []
    for one in ways:
        if one.after is None:
            continue
        below = any(above.id == one.before for above in before.queries.upward(one.after))
        if below and one.after in series.columns:
            continue
        mappings.append(one)
        if not below and before.units.get(one.after) is not None:
            mappings.append(UnitMapping(one.after, one.after))
    # Of one that held nothing but units without figures nothing went anywhere, and nothing of it ended.
    empty = set(lone) - {one.before for one in ways if one.after is not None}
    mappings = [one for one in mappings if one.before not in empty]
    return [*mappings, *(UnitMapping(unit, None) for unit in sorted(empty))], counted
