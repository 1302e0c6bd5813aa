"""Which units a unit became, and which it came from, over a whole run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgmodel.core.ledger import Lineage

PASSES_ON = ("consolidate", "absorb", "split_up", "split_off", "rename", "convert", "dissolve")
"""Operations in which a unit becomes, or gives to, another; a transfer leaves it what it is."""


def came_to(lineage: Iterable[Lineage], unit: str) -> tuple[str, ...]:
    """List the units that a unit led to in the end, through those that began and ended on the way.

    >>> from orgmodel.core.ledger import Lineage
    >>> chain = [Lineage("consolidate", "a", "c"), Lineage("consolidate", "b", "c"), Lineage("split_up", "c", "d")]
    >>> came_to(chain, "a"), came_from(chain, "d")
    (('d',), ('a', 'b'))
    """
    lineage = list(lineage)
    now = {unit: None}
    for one in lineage:
        if one.operation in PASSES_ON and one.before in now and one.after != one.before:
            if one.operation != "split_off" and not _goes_on(lineage, one):
                now.pop(one.before, None)
            if one.after is not None:
                now[one.after] = None
    return tuple(one for one in now if one != unit)


def came_from(lineage: Iterable[Lineage], unit: str) -> tuple[str, ...]:
    """List the units that a unit came from in the beginning."""
    links = [one for one in lineage if one.operation in PASSES_ON and one.before and one.after != one.before]
    now = {unit}
    for one in reversed(links):
        if one.after in now:
            now.add(one.before or "")
    made = {one.after for one in links if one.before in now}
    kin = dict.fromkeys(one.before or "" for one in links if one.before in now and one.before != unit)
    return tuple(one for one in kin if one not in made) or tuple(kin)


def _goes_on(lineage: Iterable[Lineage], link: Lineage) -> bool:
    """Tell whether the same operation has other links from the same unit, which are still to be read."""
    rows = [one for one in lineage if (one.step, one.operation, one.before) == (link.step, link.operation, link.before)]
    return bool(rows) and rows[-1] is not link
