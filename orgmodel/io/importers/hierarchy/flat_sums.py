"""Units above others that a flat list tells by its sums alone: a row that is the sum of those beside it, a name over rows and their subtotal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgmodel.io.importers.hierarchy.placed import Placed
from orgmodel.io.importers.hierarchy.table import Table

_MOST_ADDENDS = 500
_LEAST_ROWS = 4
_LEAST_ALONE = 100
"""A figure that stands in one column alone is a sum by chance where it is less."""

Figures = Sequence[tuple[int | None, ...]]


@dataclass(frozen=True)
class Nested:
    """Hold which rows of a flat list are under which, by their places.

    It is sure where every row has its place in a sum, or a total says which rows it is of. ``above`` gives for a row the one above it; ``names`` are those of all rows.
    """

    above: Mapping[int, int]
    is_sure: bool
    names: Sequence[str]

    @property
    def over(self) -> list[int]:
        """List the rows that others are under."""
        return sorted(set(self.above.values()))


def nested(placed: Sequence[Placed], table: Table) -> Nested | None:
    """Find the rows of a flat list that are units above others; None where no sum tells of any."""
    keys = table.summed
    if not keys:
        return None
    figures = [tuple(table.figure(key, one.row) for key in keys) for one in placed]
    places = {one.row: place for place, one in enumerate(placed)}
    totals = {row: tuple(table.figure(key, row) for key in keys) for row in table.totals}
    names = [table.text("name", one.row) for one in placed]
    if headed := under_names(figures, places, totals):
        return Nested(headed, len(set(headed.values())) > 1, names)
    found = under_sums(figures)
    whole = totals[max(totals)] if totals else None
    if not found or (whole is not None and whole == _sum(figures)):
        return None
    is_told = whole is not None and whole == _sum([row for place, row in enumerate(figures) if place not in found])
    over = set(found.values())
    is_whole = len(found.keys() | over) == len(placed)
    told = max(sum(bool(figure) for figure in figures[place]) for place in over)
    least = min(max(figure or 0 for figure in figures[place]) for place in over)
    if not (is_whole or is_told) and told < 2 and least < _LEAST_ALONE:
        return None
    return Nested(found, is_told or (is_whole and told > 1 and len(placed) >= _LEAST_ROWS), names)


def under_names(
    figures: Figures, places: Mapping[int, int], totals: Mapping[int, tuple[int | None, ...]]
) -> dict[int, int]:
    """Put rows under the name without figures above them, where the total below them is their sum; nothing where one is not.

    >>> under_names([(None,), (3,), (4,)], {0: 0, 1: 1, 2: 2}, {3: (7,)})
    {1: 0, 2: 0}
    """
    above: dict[int, int] = {}
    name: int | None = None
    group: list[int] = []
    for row in sorted({*places, *totals}):
        if row in totals:
            if name is not None and (not group or totals[row] != _sum([figures[place] for place in group])):
                return {}
            above |= dict.fromkeys(group, name) if name is not None else {}
            name, group = None, []
        elif any(figure is not None for figure in figures[places[row]]):
            group.append(places[row])
        elif name is not None or group:
            return {}
        else:
            name = places[row]
    return {} if name is not None else above


def under_sums(figures: Figures) -> dict[int, int]:
    """Put rows under the row beside them that is their sum in every figure, that before them or that behind them.

    >>> under_sums([(9, 8), (5, 4), (4, 4)]), under_sums([(5, 4), (4, 4), (9, 8)]), under_sums([(9, 8), (5, 4), (4, 3)])
    ({1: 0, 2: 0}, {1: 2, 0: 2}, {})
    >>> under_sums([(90,), (60,), (40,), (20,), (30,), (10,), (20,)])
    {5: 4, 6: 4, 2: 1, 3: 1, 1: 0, 4: 0}
    """
    last = len(figures) - 1
    before = _under_those_before(figures)
    behind = {last - place: last - over for place, over in _under_those_before(figures[::-1]).items()}
    return behind if len(behind) > len(before) else before


def _under_those_before(figures: Figures) -> dict[int, int]:
    """Put rows under the row before them that is their sum: all under the first one, else each under the nearest."""
    if len(figures) > 2 and figures[0] == _sum(figures[1:]) and any(figures[0]):
        return dict.fromkeys(range(1, len(figures)), 0)
    above: dict[int, int] = {}
    ends = list(range(1, len(figures) + 1))  # where what is under a row ends
    for place in range(len(figures) - 1, -1, -1):
        wanted, at, addends, total = figures[place], place + 1, list[int](), (0,) * len(figures[place])
        while None not in wanted and any(wanted) and at < len(figures) and len(addends) < _MOST_ADDENDS:
            added = _sum([total, figures[at]])
            if added is None or any(
                a > b for a, b in zip(added, wanted, strict=True) if a is not None and b is not None
            ):
                break
            total = tuple(figure or 0 for figure in added)
            if any(figures[at]):
                addends.append(at)
            at = ends[at]
            if total == wanted:
                break
        if total == wanted and len(addends) > 1:
            above |= dict.fromkeys(addends, place)
            ends[place] = at
    return above


def _sum(some: Sequence[tuple[int | None, ...]]) -> tuple[int | None, ...] | None:
    """Sum figures column by column; None where one is not known."""
    if any(figure is None for row in some for figure in row):
        return None
    return tuple(sum(figure or 0 for figure in column) for column in zip(*some, strict=True))
