"""Which unit became which: lineage composed over a whole run, with the share of each quantity that went over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from orgmodel.core.ledger import Lineage
from orgmodel.core.quantities import QUANTITIES

if TYPE_CHECKING:
    import pandas as pd

Shares = dict[str, float]
"""Part of the unit before by quantity; a quantity that is not there is not known."""


@dataclass(frozen=True, slots=True)
class UnitMapping:
    """Hold one way from a unit before to a unit after (None: it begins from nothing, or ends for good).

    ``holds_none`` are the quantities of which the unit before is known to hold nothing, so that no part of it is a share.
    """

    before: str | None
    after: str | None
    shares: Shares = field(default_factory=dict)
    operations: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    holds_none: tuple[str, ...] = ()


def compose(lineage: Iterable[Lineage]) -> list[UnitMapping]:
    """Compose lineage records, in the order in which they happened, into mappings from first to last.

    Shares multiply along the way and add up where a unit is reached twice; the share of a quantity is known only if it
    is at every step. A unit that one other takes over whole passes on all of every quantity. A unit that
    goes on and receives has a record to itself first. Sorted by unit.

    >>> records = [
    ...     Lineage("split_up", "x", "a", {"authorized": 0.25}),
    ...     Lineage("split_up", "x", "b", {"authorized": 0.75}),
    ...     Lineage("absorb", "c", "c"),
    ...     Lineage("absorb", "a", "c"),
    ... ]
    >>> [(one.before, one.after, one.shares.get("authorized")) for one in compose(records)]
    [('c', 'c', 1.0), ('x', 'b', 0.75), ('x', 'c', 0.25)]
    """
    lineage = list(lineage)
    every = ALL | dict.fromkeys((name for one in lineage for name in one.shares), 1.0)
    state: dict[str, dict[str | None, _Content]] = {}
    ended: list[UnitMapping] = []
    for together in _by_unit(lineage):
        _advance(together, state, ended, every)
    found = [
        UnitMapping(origin, unit, dict(sorted(one.shares.items())), one.operations, one.clauses)
        for unit, content in state.items()
        for origin, one in content.items()
    ]
    return sorted([*found, *ended], key=lambda one: (one.before or "", one.after or "", one.before is None))


def _by_unit(lineage: Iterable[Lineage]) -> list[list[Lineage]]:
    """Put together what one operation made of one unit; a unit that goes on has its own record first."""
    found: list[list[Lineage]] = []
    for one in lineage:
        last = found[-1][-1] if found else None
        same = last is not None and (last.step, last.operation, last.before) == (one.step, one.operation, one.before)
        if same and one.before != one.after:
            found[-1].append(one)
        else:
            found.append([one])
    return found


@dataclass(frozen=True, slots=True)
class _Content:
    """Hold what a unit has, at some point of a run, of one unit of the beginning: a share of each quantity, 0 to 1."""

    shares: Shares
    operations: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()

    def after(self, one: Lineage, shares: Shares) -> _Content:
        """Multiply by the shares that a link carries on; a quantity that either does not know is not known."""
        return _Content(
            {quantity: part * shares[quantity] for quantity, part in self.shares.items() if quantity in shares},
            tuple(dict.fromkeys([*self.operations, one.operation])),
            tuple(dict.fromkeys([*self.clauses, *filter(None, [one.clause])])),
        )

    def with_(self, other: _Content) -> _Content:
        """Add what came another way; a quantity that either does not know is not known."""
        return _Content(
            {
                quantity: part + other.shares[quantity]
                for quantity, part in self.shares.items()
                if quantity in other.shares
            },
            tuple(dict.fromkeys([*self.operations, *other.operations])),
            tuple(dict.fromkeys([*self.clauses, *other.clauses])),
        )


ALL: Shares = dict.fromkeys(QUANTITIES, 1.0)


def _advance(
    links: Sequence[Lineage],
    state: dict[str, dict[str | None, _Content]],
    ended: list[UnitMapping],
    every: Shares,
) -> None:
    """Carry the content of one unit before over to the units after; ``every`` is all of each quantity."""
    before = links[0].before
    if before is None:
        content: dict[str | None, _Content] = {None: _Content({})}
    else:
        content = state.pop(before, {before: _Content(dict(every))})
    for link in links:
        shares = every if len(links) == 1 and link.after is not None else link.shares
        for origin, one in content.items():
            moved = one.after(link, shares)
            if link.after is None:
                ended.append(UnitMapping(origin, None, {}, moved.operations, moved.clauses))
                continue
            there = state.setdefault(link.after, {})
            there[origin] = there[origin].with_(moved) if origin in there else moved


def crosswalk_table(
    mappings: Iterable[UnitMapping], scenario: str = "", quantities: Sequence[str] = QUANTITIES
) -> pd.DataFrame:
    """Tabulate mappings: scenario, before, after, one share for each of ``quantities``, operations, clauses, holds_none.

    A share is NaN where figures are missing, and where the unit before holds none of the quantity, which ``holds_none`` lists.
    """
    import pandas as pd

    rows = [
        (scenario, one.before, one.after,
         *(float("nan") if quantity in one.holds_none else one.shares.get(quantity, float("nan")) for quantity in quantities),
         ", ".join(one.operations), ", ".join(one.clauses), ", ".join(one.holds_none))
        for one in mappings
    ]  # fmt: skip
    columns = ["scenario", "before", "after", *quantities, "operations", "clauses", "holds_none"]
    table = pd.DataFrame(rows, columns=columns, dtype=object)
    return table.astype(dict.fromkeys(quantities, "float64"))
