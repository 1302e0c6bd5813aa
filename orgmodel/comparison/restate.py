"""Putting a series of figures of the old units on the new ones, and saying what could not be carried over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.comparison.crosswalk import UnitMapping, compose
from orgmodel.comparison.unit_mappings import unit_gains
from orgmodel.core.ledger import QUANTITIES, Lineage
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.scenario.scenario import Outcome

NO_SHARE = "no share is known"
ENDED = "ended for good"
NO_HISTORY = "begins from nothing"
PARTLY = "one of the units it comes from cannot be carried over"


@dataclass(frozen=True)
class Restated:
    """Hold a restated series, and what was left: ``left`` has unit, into, reason, and the sum not carried."""

    series: pd.DataFrame
    left: pd.DataFrame


def restate(series: pd.DataFrame, run: Outcome | Iterable[Lineage], *, quantity: str = "authorized") -> Restated:
    """Restate a series of figures by unit (columns) and time (rows) on the units after a run.

    Of an outcome the shares are those of its trace, all below a unit counted in; of lineage alone, such as a register's,
    its own shares composed.

    Each old unit's figures are divided among its successors by their shares of ``quantity``; units that no record
    touches stay as they are. What is missing stays missing: a new unit is NaN where any of its predecessors is, and
    altogether where a share is not known.
    Raises ProblemsError for an unknown quantity.

    >>> import pandas as pd
    >>> old = pd.DataFrame({"x": [10.0, 12.0], "y": [1.0, 1.0]}, index=[2020, 2021])
    >>> split = [Lineage("split_up", "x", unit, {"authorized": part}) for unit, part in (("a", 0.25), ("b", 0.75))]
    >>> restate(old, split).series.to_dict("list")
    {'y': [1.0, 1.0], 'a': [2.5, 3.0], 'b': [7.5, 9.0]}
    """
    import pandas as pd

    if quantity not in QUANTITIES:
        message = Message.of(
            "no quantity {quantity!r}{hint}; there are {quantities}",
            quantity=quantity,
            hint=nearest(quantity, QUANTITIES),
            quantities=", ".join(QUANTITIES),
        )
        raise ProblemsError([Problem("UNKNOWN_QUANTITY", message, quantity)])
    if isinstance(run, Iterable):
        mappings, gone = compose(run), set[str]()
    else:
        mappings, gone = unit_gains(run), {*run.before.ids("units")} - {*run.after.ids("units")}
    touched = {one.before for one in mappings} | gone
    columns = {name: series[name].astype("float64") for name in series.columns if name not in touched}
    left: list[tuple[str, str | None, str, float]] = []
    into: dict[str, list[UnitMapping]] = {}
    for one in mappings:
        total = float(series[one.before].sum()) if one.before in series.columns else float("nan")
        if one.after is None:
            left.append((str(one.before), None, ENDED, total))
        elif one.before is None:
            left.append((one.after, one.after, NO_HISTORY, float("nan")))
            into.setdefault(one.after, [])
        else:
            into.setdefault(one.after, []).append(one)
            if one.before in series.columns and quantity not in one.shares:
                left.append((one.before, one.after, NO_SHARE, total))
    for unit, sources in into.items():
        given = [one for one in sources if one.before in series.columns]
        if not given:
            continue
        total_of = pd.Series(0.0, index=series.index)
        for one in given:
            total_of = total_of + series[one.before].astype("float64") * one.shares.get(quantity, float("nan"))
        if len(given) < len(sources):
            left.append((unit, unit, PARTLY, float("nan")))
            total_of[:] = float("nan")
        columns[unit] = total_of
    table = pd.DataFrame(left, columns=["unit", "into", "reason", "not_carried"])
    return Restated(pd.DataFrame(columns, index=series.index), table)
