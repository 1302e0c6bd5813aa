"""What flows between units over a run: one amount a pair, as ribbons show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.comparison.unit_mappings import UnitParts
from orgmodel.core.figures import Tally

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome


@dataclass(frozen=True, slots=True)
class UnitFlow:
    """Hold what flows from a unit before to a unit after; ``known`` is what is told of the amount, ``least`` what is proven.

    ``assumed`` tells that some of it is.
    """

    start: str
    end: str
    quantity: str = ""
    known: int = 0
    missing: bool = False
    block: str = ""
    least: int = 0
    assumed: bool = False


SHOWN = ("authorized", "filled", "members", "functions")
"""Quantities that a ribbon may show, in this order."""


def unit_flows(outcome: Outcome, *, quantities: Sequence[str] = SHOWN) -> list[UnitFlow]:
    """List what flows between units over a run, one flow a pair, in the first of ``quantities`` that flows there.

    Pairs of the lineage are listed without an amount where the unit before held nothing; where it did and nothing
    went that way, nothing flows.
    """
    found = []
    parts = UnitParts(outcome)
    for pair, part in parts.flows.items():
        if not part.sums and parts.holds(pair[0]):
            continue
        block = min(part.blocks, key=lambda name: (-part.blocks[name], name)) if part.blocks else ""
        amounts = part.amounts
        quantity = next((one for one in quantities if amounts.get(one)), "")
        amount = part.sums.get(quantity, Tally())
        is_assumed_too = quantity in part.assumed
        found.append(UnitFlow(*pair, quantity, amount.told, bool(amount.missing), block, amount.least, is_assumed_too))
    return found
