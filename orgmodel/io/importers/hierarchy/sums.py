"""Figures of units that include those of the units below: told where they are sums, and taken apart where a map says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgmodel.core.figure_columns import MISSING
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING
from orgmodel.io.importers.hierarchy.flat_sums import Nested, nested
from orgmodel.io.importers.hierarchy.placed import Placed
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE

WITH_BELOW = "with all below"
_SHOWN = 5
_LEAST = 2


@dataclass(frozen=True)
class Sums:
    """Count the units whose figures are the sum of those right below, of those that could be, and those that are less.

    ``flat`` are the units above others that a flat list tells by such sums alone.
    """

    equal: int = 0
    units: int = 0
    less: int = 0
    flat: Nested | None = None

    @property
    def are_sums(self) -> bool:
        """Tell whether every figure that could be such a sum is one."""
        return self.flat.is_sure if self.flat is not None else 0 < self.units == self.equal

    @property
    def are_doubtful(self) -> bool:
        """Tell whether some are, and no other one speaks against it."""
        return not self.flat.is_sure if self.flat is not None else 0 < self.equal < self.units and not self.less


def sums_of(placed: Sequence[Placed], table: Table) -> Sums:
    """Compare the figures of each unit with those of the units right below it, of a flat list with those of the rows beside it."""
    if table.map.flat and (flat := nested(placed, table)) is not None:
        return Sums(len(flat.over), len(placed), 0, flat)
    equal = units = less = 0
    below = _below(placed)
    for one in placed:
        compared = [(table.figure(key, one.row), _sum(key, below.get(one.id, ()), table)) for key in table.summed]
        known = [(own, total) for own, total in compared if own is not None and total is not None and total >= _LEAST]
        if known:
            units += 1
            equal += all(own == total for own, total in known)
            less += any(own < total for own, total in known)
    return Sums(equal, units, less)


def put_under(placed: Sequence[Placed], table: Table) -> None:
    """Put the rows of a flat list under those that are their sums or name them, and tell which these are."""
    flat = nested(placed, table) if table.map.flat else None
    if flat is None:
        return
    for place, over in flat.above.items():
        placed[place].parent = placed[over].id
    names = [flat.names[place] for place in flat.over]
    message = Message.of(
        "units above others by their sums: {count} ({names})",
        count=len(names), names=", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else ""),
    )  # fmt: skip
    table.report.whole("ABOVE_BY_SUMS", message, severity=NOTE)


def take_apart(placed: Sequence[Placed], table: Table) -> None:
    """Take from the figures of each unit those of the units right below it; one that is less is told, and stays missing."""
    below = _below(placed)
    for key in table.counted:
        own = table.figures[key].copy()
        for one in placed:
            rows, figure = below.get(one.id, ()), table.figure(key, one.row)
            if not rows or figure is None:
                continue
            total = _sum(key, rows, table)
            own[one.row] = MISSING if total is None or figure < total else figure - total
            if total is not None and figure < total:
                message = Message.of(
                    "{key}: it is {figure}, and that of the units below {total}; its own is kept as missing",
                    key=key, figure=figure, total=total,
                )  # fmt: skip
                table.report.row(one.line, "LESS_THAN_BELOW", message, subject=one.id)
        table.figures[key] = own


def tell_sums(sums: Sums, table: Table) -> None:
    """Warn of figures that look like sums, where a map says nothing of it."""
    if table.map.figures or not (sums.are_sums or sums.are_doubtful):
        return
    told = (
        "units whose figures are the sum of those below: {count} of {total}; if they include them, they count twice: say "
        "figures: with all below in the map, else figures: own"
    )
    if sums.flat is not None:
        told = (
            "rows that are the sum of rows beside them, or stand over rows and their subtotal: {count} of {total}; if these are "
            "the units above, say figures: with all below in the map, else figures: own"
        )
    message = Message.of(told, count=sums.equal, total=sums.units)
    table.report.whole("FIGURES_INCLUDE_BELOW", message, severity=WARNING)


def _below(placed: Sequence[Placed]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in placed:
        if one.parent is not None:
            found.setdefault(one.parent, []).append(one.row)
    return found


def _sum(key: str, rows: Sequence[int], table: Table) -> int | None:
    """Sum a figure over rows, None where one of them is not known."""
    figures = [table.figure(key, row) for row in rows]
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) and known else None
