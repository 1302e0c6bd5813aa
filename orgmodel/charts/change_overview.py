"""The overview of what several clauses change: the units touched, with what each gives up and gains, on a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from orgmodel.charts.content import NOTHING, BoxContent, Detail, joined
from orgmodel.charts.outline import OutlineCell, OutlineRow
from orgmodel.charts.scene import Scene, lone
from orgmodel.charts.selection import Selection
from orgmodel.charts.signs import NO_SIGNS
from orgmodel.comparison.unit_flows import SHOWN
from orgmodel.comparison.unit_mappings import rests_on_assumed
from orgmodel.core.figures import Tally
from orgmodel.words.charts import amount_words
from orgmodel.words.numbers import at_least, signs_of

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.core.trace import TraceRow
    from orgmodel.scenario.scenario import Outcome


@dataclass(frozen=True, slots=True)
class Turned:
    """Hold what a unit gave up or gained, by quantity, and the quantities of which some is assumed."""

    sums: dict[str, Tally] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)


Turnover = tuple[Turned, Turned]
"""What a unit gave up, and what it gained."""


def turnovers(rows: Iterable[TraceRow], states: Sequence[Structure]) -> dict[str, Turnover]:
    """Sum what each unit gave up and gained over a run, its own records alone, by quantity; ``states`` are before and after."""
    found: dict[str, Turnover] = defaultdict(lambda: (Turned(), Turned()))
    for row in rows:
        if row.unit_from == row.unit_to:
            continue
        for unit, side in ((row.unit_from, 0), (row.unit_to, 1)):
            if unit is not None:
                turned = found[unit][side]
                turned.sums.setdefault(row.quantity, Tally()).add(row.amount)
                if row.amount.known_best and rests_on_assumed(row, *states):
                    turned.assumed.add(row.quantity)
    return dict(found)


def turnover_told(given: Turnover, language: str) -> Detail:
    """Write what a unit gave up and gained, in the first quantity of which it did either: +6 −7 posts."""
    lost, gained = given
    carried = (name for name in SHOWN if any(name in one.sums and one.sums[name].amount for one in given))
    quantity = next(carried, None)
    if quantity is None:
        return NOTHING
    told = []
    for sign, side in (("+", gained), ("−", lost)):
        one = side.sums.get(quantity)
        if one is not None and one.amount:
            is_assumed, is_least = quantity in side.assumed, bool(one.missing)
            figure = at_least(one.told, language, least=is_least, low=one.least, assumed=is_assumed)
            signs = signs_of(one.told, least=is_least, low=one.least, assumed=is_assumed)
            told.append(Detail(f"{sign}({figure})" if is_least and one.told else sign + figure, signs | {"turnover"}))
    both = joined(told, "\N{NO-BREAK SPACE}")
    return both.said(amount_words(quantity, both.text, language))


def overview_scene(outcome: Outcome, rows: Sequence[OutlineRow], language: str) -> tuple[Scene, dict[str, OutlineCell]]:
    """Make the scene of the units that change and those above them, with the cell that each box is of.

    Each unit stands once: where it is afterwards, or was where it ended. A box says how many units below it do not change.
    """
    turned = turnovers(outcome.trace, (outcome.before, outcome.after))
    going_on = {row.after.content.id for row in rows if row.after is not None}
    contents: list[BoxContent | None] = []
    parents: list[int] = []
    cells: dict[str, OutlineCell] = {}
    node_of: list[int] = []
    for row in rows:
        over = node_of[row.parent] if row.parent >= 0 else -1
        node_of.append(over)
        for cell in (row.before, row.after):
            if cell is None or (cell is row.before and cell.content.id in going_on):
                continue
            cells[cell.content.id] = cell
            node_of[-1] = len(contents)
            given = turned.get(cell.content.id) if cell.status else None
            said = NOTHING if given is None else turnover_told(given, language)
            contents.append(replace(cell.content, details=tuple(part for part in (said, cell.folded) if part)))
            parents.append(over)
    signs = NO_SIGNS.union(*[content.signs for content in contents if content is not None])
    return lone(Selection(contents, parents, [], signs, ())), cells
