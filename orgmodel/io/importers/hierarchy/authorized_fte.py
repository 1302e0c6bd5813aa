"""Full-time equivalents that are authorized: a quantity of each unit, which the study declares; no post is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from orgmodel.core.messages import Message
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.records import Quantity, Record
from orgmodel.io.importers.hierarchy.figures import FTE_AUTHORIZED
from orgmodel.io.importers.hierarchy.home_units import Homes
from orgmodel.io.importers.hierarchy.placed import Placed
from orgmodel.io.importers.hierarchy.posts import PostRows
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.words.labels import names

_SHOWN = 3


def declared(records: Iterable[Record]) -> Mapping[str, DeclaredQuantity]:
    """Declare the quantity where some unit has it.

    >>> one = declared([Quantity("office", FTE_AUTHORIZED, value=1250)])[FTE_AUTHORIZED]
    >>> one.decimals, dict(one.names)["en"], len(declared([]))
    (2, 'Authorized full-time equivalents', 0)
    """
    if not any(isinstance(one, Quantity) for one in records):
        return MappingProxyType({})
    return {FTE_AUTHORIZED: DeclaredQuantity(names("imported", FTE_AUTHORIZED), decimals=2)}


def authorized_of_row(one: Placed, table: Table, *, taken_apart: bool) -> Iterator[Quantity]:
    """Give what a row of a unit says, missing where it is no figure; nothing where it says nothing, or all of it is that of units below."""
    figure = table.figure(FTE_AUTHORIZED, one.row)
    if figure or (table.text(FTE_AUTHORIZED, one.row) and not (taken_apart and figure == 0)):
        yield Quantity(one.id, FTE_AUTHORIZED, value=figure, src=table.src(one.line))


def authorized_of_posts(rows: Sequence[PostRows], homes: Homes, told: Iterable[Record]) -> list[Quantity]:
    """Sum what rows of posts say by unit, but for units of which a table of units tells it: missing where one row says nothing that can be read."""
    said = {one.unit for one in told if isinstance(one, Quantity)}
    sums: dict[str, int | None] = {}
    sources: dict[str, str] = {}
    for each in rows:
        if FTE_AUTHORIZED not in each.table.figures:
            continue
        silent: dict[str, int] = {}
        for unit, row, line in zip(
            each.homes.tolist(), each.placed.rows.tolist(), each.placed.lines.tolist(), strict=True
        ):
            id = homes.every[unit].id
            if id in said:
                continue
            figure, before = each.table.figure(FTE_AUTHORIZED, row), sums.get(id, 0)
            sums[id] = None if figure is None or before is None else before + figure
            sources.setdefault(id, each.table.src(line))
            if figure is None:
                silent[id] = silent.get(id, 0) + 1
        if silent:
            message = Message.of(
                "authorized full-time equivalents are missing for units of which a row says none that can be read: {count} ({names})",
                count=len(silent),
                names=", ".join(list(silent)[:_SHOWN]) + (" …" if len(silent) > _SHOWN else ""),
            )
            each.table.report.whole("FTE_AUTHORIZED_MISSING", message, severity=NOTE)
    return [Quantity(id, FTE_AUTHORIZED, value=value, src=sources[id]) for id, value in sums.items()]
