"""Say in boxes where goes what leaves a picture of a part, and whence comes what reaches it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from orgmodel.charts.change_gutter import amount_label, amount_signs
from orgmodel.charts.content import Detail
from orgmodel.charts.namesakes import Namesakes
from orgmodel.charts.outline import OutlineCell, OutlineRow, rows_by_unit
from orgmodel.core.records import Unit

if TYPE_CHECKING:
    from orgmodel.comparison.unit_flows import UnitFlow
    from orgmodel.core.structure import Structure


def told_elsewhere(
    rows: Sequence[OutlineRow], flows: Sequence[UnitFlow], states: Sequence[Structure], language: str
) -> list[OutlineRow]:
    """Give the rows whose boxes name the other ends of flows that have no box: ``→ Desk: 4 posts``, ``← Fund: 2 posts``.

    Of a unit that is itself taken along it is the one above it.
    """
    rows_of = rows_by_unit(rows, 0), rows_by_unit(rows, 1)
    names = [Namesakes(state, language) for state in states]
    notes: dict[tuple[int, int], dict[Detail, None]] = defaultdict(dict)
    for flow in flows:
        ends = flow.start, flow.end
        for side, sign in ((0, "→"), (1, "←")):
            row, away = rows_of[side].get(ends[side]), ends[1 - side]
            if row is None or away in rows_of[1 - side]:
                continue
            units = states[1 - side].units
            unit = cast("Unit | None", units.get(away))
            if unit is not None and away == ends[side]:
                unit = cast("Unit | None", units.get(unit.parent)) if unit.parent else None
            if unit is not None:
                name = names[1 - side].told(unit)
                amount = amount_label(flow, language)
                said = f"{sign}\N{NO-BREAK SPACE}{name}" + (f": {amount}" if amount else "")
                notes[row, side][Detail(said, amount_signs(flow))] = None
    return [
        replace(row, before=_noted(row.before, notes[number, 0]), after=_noted(row.after, notes[number, 1]))
        for number, row in enumerate(rows)
    ]


def _noted(cell: OutlineCell | None, notes: dict[Detail, None]) -> OutlineCell | None:
    if cell is None or not notes:
        return cell
    return replace(cell, content=replace(cell.content, details=(*cell.content.details, *notes)))
