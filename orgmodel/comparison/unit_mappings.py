"""Which part of each unit is where after a run: the trace, read by units with all below them.

A record lies in its unit and in every unit above it. For each unit before, every record that lay in it is found again
after: still in the unit, in a unit that its lineage leads to, or else in the unit that stands beside it in the chart; so
that the parts of a unit never overlap, and come to the whole with what ended.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from orgmodel.comparison.crosswalk import UnitMapping, compose
from orgmodel.core.figures import Amount, FigureId, Tally
from orgmodel.core.records import Record, is_assumed
from orgmodel.core.schema import POST_FIGURES, identity_of
from orgmodel.core.trace import TraceRow, contents, holdings, shares_of
from orgmodel.core.tree import unit_rows
from orgmodel.measures.contributions import Contributions
from orgmodel.measures.posts import account_figures, headcount
from orgmodel.measures.totals import Totals, total_below
from orgmodel.measures.units import declared_quantity, party_members

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome

_Moved = tuple[str, str | None, str, Amount, str, bool]
"""Unit before, unit after, quantity, amount, block, and whether it is assumed."""

Way = tuple[str, str | None]
"""A unit before, and the unit after that holds a part of it (None: ended)."""


@dataclass
class _Part:
    """What went one way: sums by quantity, and how much of it went in which block."""

    sums: dict[str, Tally] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)  # weights, by what is known
    assumed: set[str] = field(default_factory=set)  # quantities of which some is assumed

    @property
    def amounts(self) -> dict[str, Amount]:
        return {quantity: one.amount for quantity, one in self.sums.items()}

    def add(self, quantity: str, amount: Amount, block: str = "", *, assumed: bool = False) -> None:
        self.sums.setdefault(quantity, Tally()).add(amount)
        if assumed and amount.known_best:
            self.assumed.add(quantity)
        if block:
            self.blocks[block] = self.blocks.get(block, 0) + max(1, amount.known_best)


class UnitParts:
    """Hold, for every unit that gives something up, which part of it is in which unit after."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.before: Structure = outcome.before
        self.after: Structure = outcome.after
        self.above_before, self.above_after = _chains(self.before), _chains(self.after)
        self.quantities = self.before.terms.ledger_quantities
        composed = compose(outcome.lineage)
        self.told = {(one.before, one.after): one for one in composed}
        self.lineage = [one for one in composed if self._is_link(one)]
        self.heirs: dict[str, list[str]] = defaultdict(list)
        for one in self.lineage:
            if one.before is not None and one.after is not None:
                self.heirs[one.before].append(one.after)

    def _is_link(self, one: UnitMapping) -> bool:
        """Tell whether a unit became another one: two that both were and are have given and taken, as by any verb."""
        if one.before is None or one.after is None or one.before == one.after:
            return True
        return self.after.units.get(one.before) is None or self.before.units.get(one.after) is None

    @property
    def all_shares(self) -> dict[str, float]:
        """Give the shares of a unit that goes one way whole."""
        return dict.fromkeys(self.quantities, 1.0)

    @cached_property
    def parts(self) -> Mapping[Way, _Part]:
        """Sum what left each unit, by where it is."""
        found: dict[Way, _Part] = defaultdict(_Part)
        for unit_from, unit_to, quantity, amount, block, assumed in self._moved:
            for unit in self.above_before(unit_from):
                target = self.where(unit, unit_to)
                if target != unit:
                    found[unit, target].add(quantity, amount, block, assumed=assumed)
        return found

    @cached_property
    def _moved(self) -> list[_Moved]:
        """List what lies in another unit, or in one with others above it."""
        return list(self._moves())

    @cached_property
    def _carried(self) -> tuple[str, ...]:
        """List the units that were taken along to another parent, each once, in the order of the run."""
        found = dict.fromkeys(entry.flow.via for entry in self.outcome.ledger)
        return tuple(unit for unit in found if unit is not None)

    @cached_property
    def _placed(self) -> list[str]:
        """List the units, before and after, that were taken along, or that gave or took such a unit."""
        flows = [entry.flow for entry in self.outcome.ledger if entry.flow.via is not None]
        found = dict.fromkeys(end for flow in flows for end in (flow.via, flow.from_unit, flow.to_unit))
        both = (self.before.units, self.after.units)
        return [unit for unit in found if unit is not None and all(one.get(unit) is not None for one in both)]

    def _moves(self) -> Iterator[_Moved]:
        rows: tuple[TraceRow, ...] = self.outcome.trace
        traced = set()
        for one in rows:
            traced.add((one.quantity, one.record_from))
            if one.unit_from is not None:
                yield (
                    one.unit_from,
                    one.unit_to,
                    one.quantity,
                    one.amount,
                    self._block(one),
                    rests_on_assumed(one, self.before),
                )
        seen: set[str] = set()
        for top in self._carried:
            for unit in self.after.queries.subtree(top):
                if unit.id in seen or self.before.units.get(unit.id) is None:
                    continue
                seen.add(unit.id)
                yield unit.id, unit.id, "units", Amount(1), "", False  # so that one without any figure is told too
                old = self.before.queries
                records: list[Record] = [
                    *old.posts_of(unit.id),
                    *old.members_of(unit.id),
                    *old.functions_of(unit.id),
                    *old.quantities_of(unit.id),
                ]
                for record in records:
                    for (_, quantity, block), amount in holdings(old, record).items():
                        if (quantity, record.key) not in traced:
                            yield unit.id, unit.id, quantity, amount, block, _is_assumed(record)

    def _block(self, row: TraceRow) -> str:
        record = self.after.get(row.table, row.record_to) if row.record_to is not None else None
        return str(getattr(record, "block", ""))

    @cached_property
    def flows(self) -> Mapping[tuple[str, str], _Part]:
        """Sum what flows between units before and after: along lineage, with units carried along, and post by post.

        Nothing is listed twice: what lies below a unit that ended or began goes with that unit; between units that go on
        each unit and each row goes by itself.
        """
        pairs = {
            (one.before, one.after): self.parts.get((one.before, one.after), _Part())
            for one in self.lineage
            if one.before is not None and one.after is not None and one.before != one.after
        }
        found: dict[tuple[str, str], _Part] = dict(pairs)
        for unit in self._carried:
            here = self.before.units.get(unit) is not None and self.after.units.get(unit) is not None
            if here and not self._goes_with(pairs, unit, unit):
                part = found[unit, unit] = _Part()
                assumed = self._assumed_in(unit)
                for (quantity, block), amount in contents(self.after, unit).items():
                    part.add(quantity, amount, block, assumed=quantity in assumed)
        for row in self.outcome.trace:
            start, end = row.unit_from, row.unit_to
            if start is None or end is None or start == end or self._goes_with(pairs, start, end):
                continue
            part = found.setdefault((start, end), _Part())
            part.add(row.quantity, row.amount, self._block(row), assumed=rests_on_assumed(row, self.before))
        return found

    def _assumed_in(self, unit: str) -> set[str]:
        """List the quantities of which some in a unit after, or below it, is assumed."""
        new = self.after.queries
        found: set[str] = set()
        for below in new.subtree(unit):
            records: list[Record] = [*new.posts_of(below.id), *new.members_of(below.id), *new.functions_of(below.id)]
            for record in records:
                if _is_assumed(record):
                    found |= {quantity for (_, quantity, _), amount in holdings(new, record).items() if _is_any(amount)}
        return found

    def _goes_with(self, pairs: Mapping[tuple[str, str], _Part], start: str, end: str) -> bool:
        """Tell whether what lay in one unit and lies in another went with a unit at or above both."""
        there = set(self.above_after(end))
        return any(
            (unit, heir) in pairs and heir in there
            for unit in self.above_before(start)
            for heir in self.heirs.get(unit, ())
        )

    def where(self, unit: str, place: str | None) -> str | None:
        """Say which unit after stands for the part of a unit that lies in a place: itself, an heir, or one beside it."""
        if place is None:
            return None
        chain = self.above_after(place)
        if unit in chain:
            return unit
        heirs = self.heirs.get(unit, ())
        heir = next((one for one in chain if one in heirs), None)
        if heir is not None:
            return heir
        beside = next((one for one in self.above_before(unit) if self.after.units.get(one) is not None), None)
        known = set(self.above_after(beside)) if beside is not None else set()
        apart = [one for one in chain if one not in known]
        return apart[-1] if apart else place

    @cached_property
    def mappings(self) -> list[UnitMapping]:
        """Give the share of each unit that is in each unit after; a quantity of which a figure is missing has none.

        Save where all of the quantity went one way: then it went whole, known or not.
        A unit that goes on is among those that hold a part of it, and so is one that receives. Sorted by unit.
        """
        by_unit: dict[str, dict[str | None, _Part]] = defaultdict(dict)
        for (unit, target), part in self.parts.items():
            by_unit[unit][target] = part
        found: dict[tuple[str | None, str | None], UnitMapping] = {}
        for unit, targets in by_unit.items():
            held = self._held(unit)
            left = dict(held)
            for part in targets.values():
                for quantity, amount in part.amounts.items():
                    left[quantity] = left.get(quantity, Amount()) - amount
            ways = {target: part.amounts for target, part in targets.items()}
            if self.after.units.get(unit) is not None:
                ways[unit] = left
            ways_of = Counter(name for amounts in ways.values() for name, amount in amounts.items() if _is_any(amount))
            for target, amounts in ways.items():
                whole = len(ways) == 1 and target is not None and self._is_lone(unit, target)
                shares = self.all_shares if whole else shares_of(amounts, held)
                alone = {
                    name: 1.0
                    for name, amount in amounts.items()
                    if ways_of[name] == 1 and name in held and _is_any(amount)
                }
                found[unit, target] = self._mapping(unit, target, shares | alone)
        for one in self.lineage:
            lone = len(self.heirs.get(one.before or "", ())) == 1 and one.after is not None
            shares = self.all_shares if lone and one.before not in by_unit else self._nothing(one)
            found.setdefault((one.before, one.after), self._mapping(one.before, one.after, shares))
        for unit in self._placed:  # whichever verb took it along, gave it or took it
            found.setdefault((unit, unit), self._mapping(unit, unit, self.all_shares))
        return self._with_receivers(found)

    def _is_lone(self, unit: str, heir: str) -> bool:
        """Tell whether a unit goes on, or has no heir but one: of several none has more than another of what it did not hold."""
        return self.after.units.get(unit) is not None or set(self.heirs.get(unit, ())) <= {heir}

    def _nothing(self, one: UnitMapping) -> dict[str, float]:
        """Give the shares of a link by which nothing went: none of what the unit held, and all to itself where it goes on."""
        if one.before is None:
            return {}
        if one.before == one.after:
            return self.all_shares
        if one.after is not None and self.after.units.get(one.before) is not None:  # all of it is where it was
            return dict.fromkeys(self.quantities, 0.0)
        return shares_of({}, self._held(one.before))

    def gains(self, listed: Collection[str] = ()) -> list[UnitMapping]:
        """Give, for each unit after, the units before that its parts come from: the mappings seen from where things arrive.

        A record that comes to lie below a unit comes from the highest unit before that gave it, if need be of those
        ``listed``, and holds none of that unit, so that what a unit holds after is what it kept and what each of these gave, each record once. What ended
        is told of each unit that it lay in. A quantity of a unit of which everything went one way went whole, known or not.
        """
        given: dict[tuple[str, str], _Part] = defaultdict(_Part)
        lost: dict[str, dict[str, Amount]] = defaultdict(dict)
        ended: dict[str, _Part] = defaultdict(_Part)
        # How many rows of each quantity lay in each unit, and of them how many it gave each other one, and ended.
        rows: dict[str, Counter[str]] = defaultdict(Counter)
        rows_given: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        rows_ended: dict[str, Counter[str]] = defaultdict(Counter)
        for start, end, quantity, amount, *_ in self._moved:
            old, new = self.above_before(start), self.above_after(end)
            for unit in old:
                rows[unit][quantity] += _is_any(amount)
                if unit not in new:
                    lost[unit][quantity] = lost[unit].get(quantity, Amount()) + amount
                if end is None:
                    ended[unit].add(quantity, amount)
                    rows_ended[unit][quantity] += _is_any(amount)
            arrived = [unit for unit in new if unit not in old]
            told = [unit for unit in arrived if unit in listed or self.before.units.get(unit) is None]
            for unit in told if listed and told else arrived:
                way = self._giver(unit, old, listed), unit
                given[way].add(quantity, amount)
                rows_given[way][quantity] += _is_any(amount)
        found: dict[tuple[str | None, str | None], UnitMapping] = {}
        goes_on = self.after.units.get
        held = {unit: self._held(unit) for unit in {*lost, *(giver for giver, _ in given)}}
        for (giver, unit), part in given.items():
            shares = shares_of(part.amounts, held[giver])
            if goes_on(giver) is None or unit in self.above_after(giver):
                whole = rows_given[giver, unit] == rows[giver] and self._is_lone(giver, unit)
                shares = self.all_shares if whole else shares | _alone(rows_given[giver, unit], rows[giver])
            found[giver, unit] = UnitMapping(giver, unit, shares)
            if goes_on(giver) is not None and giver not in lost:
                found[giver, giver] = UnitMapping(giver, giver, self.all_shares)
        for unit, amounts in lost.items():
            if goes_on(unit) is not None:
                kept = {name: whole - amounts.get(name, Amount()) for name, whole in held[unit].items()}
                found[unit, unit] = UnitMapping(unit, unit, shares_of(kept, held[unit]))
        for unit, part in ended.items():
            shares = shares_of(part.amounts, held[unit])
            if goes_on(unit) is None:
                shares |= _alone(rows_ended[unit], rows[unit])
            none = dict.fromkeys((name for name in self.quantities if name not in part.amounts), 0.0)
            found[unit, None] = UnitMapping(unit, None, shares | none)
        for one in self.lineage:
            if one.after is None and one.before in rows and one.before not in ended:  # all that lay in it goes on
                found[one.before, None] = UnitMapping(one.before, None, dict.fromkeys(self.quantities, 0.0))
        self._add_untold(found)
        return self._with_receivers(found)

    def _with_receivers(self, found: dict[tuple[str | None, str | None], UnitMapping]) -> list[UnitMapping]:
        """Sort mappings by unit, with each unit that receives and gives nothing up: it is whole in itself."""
        for _, target in [way for way in found if way[0] != way[1]]:
            if target is not None and self.before.units.get(target) is not None:
                found.setdefault((target, target), UnitMapping(target, target, self.all_shares))
        return _sorted(replace(one, holds_none=self._none(one.before)) for one in found.values())

    def _none(self, unit: str | None) -> tuple[str, ...]:
        """List the quantities of which a unit before holds nothing: nothing is missing, and no range says otherwise."""
        if unit is None:
            return ()
        row = self.before.units.row(unit)
        sums = {name: self._totals[name] for name in self.quantities}
        return tuple(
            name
            for name, one in sums.items()
            if not (one.low[row] or one.high[row] or one.value[row] or one.missing[row])
        )

    def _add_untold(self, found: dict[tuple[str | None, str | None], UnitMapping]) -> None:
        """Add what lineage tells of units of which nothing is known to have moved: beginnings, ends, and whole units."""
        receiving = {after for before, after in found if before != after}
        for one in self.lineage:
            if one.after is None or (one.before is None and one.after not in receiving):
                found.setdefault((one.before, one.after), one)
                continue
            if one.before is None or one.before == one.after:
                continue
            above = self.above_before(one.before)
            # What lay below the unit that takes it stays where it was counted.
            if one.after not in above and not any((unit, one.after) in found for unit in above):
                shares = self.all_shares if len(self.heirs[one.before]) == 1 else {}
                ended = found.get((one.before, None))
                if shares and ended is not None:  # all that was known of it, so that only the rest can have gone over
                    shares = {name: 1 - part for name, part in ended.shares.items()}
                shares = shares or self._nothing(one)
                if one.before in self.above_before(one.after):  # the heir lay below it, and held all there was
                    shares = shares_of({}, self._held(one.before))
                found[one.before, one.after] = UnitMapping(one.before, one.after, shares)

    def _giver(self, unit: str, chain: Sequence[str], listed: Collection[str]) -> str:
        """Say which unit before gave what now lies below a unit: the highest that became it, or that stood apart from it.

        Of units that stood apart one that is listed comes first.
        """
        became = [one for one in chain if unit in self.heirs.get(one, ())]
        if became:
            return became[-1]
        nearest = next((one for one in self.above_after(unit) if self.before.units.get(one) is not None), None)
        known = set(self.above_before(nearest)) if nearest is not None else set()
        apart = [one for one in chain if one not in known]
        known_of = [one for one in apart if one in listed] or apart
        return known_of[-1] if known_of else chain[0]

    def holds(self, unit: str) -> bool:
        """Tell whether a unit before held anything, known or not, with all below it."""
        return bool(self._held(unit))

    def _held(self, unit: str) -> dict[str, Amount]:
        row = self.before.units.row(unit)
        found = {}
        for quantity, total in self._totals.items():
            if total.rows[row]:
                amount = Amount(int(total.value[row]))
                if total.missing[row] and quantity in self.before.terms.quantities:
                    amount = self._declared(unit, quantity)
                elif total.missing[row]:
                    amount += Amount.of(None, FigureId("units", unit, quantity))
                found[quantity] = amount
        return {quantity: amount for quantity, amount in found.items() if _is_any(amount)}

    def _declared(self, unit: str, quantity: str) -> Amount:
        """Sum a declared quantity of a unit with all below it by its own figures, so that shares of missing ones are known."""
        before = self.before.queries
        records = (one for below in before.subtree(unit) for one in before.quantities_of(below.id, quantity))
        return Amount.total((one.value, identity_of(one, "value")) for one in records)

    @cached_property
    def _totals(self) -> Mapping[str, Totals]:
        """Sum each quantity over every unit with all below it, at once."""
        before = self.before
        functions = before.table("functions")
        internal = before.strings.code(value=True)  # a flag is kept as a code, -1 where no record has it
        rows = np.flatnonzero(functions.live & (functions.column("internal") != internal))
        units = unit_rows(before, "functions", "unit")[rows]
        rows, units = rows[units >= 0], units[units >= 0]
        each = {name: account_figures(before, name) for name in POST_FIGURES}
        each["people"] = headcount(before)
        each["members"] = party_members(before)
        each |= {name: declared_quantity(name, before) for name in before.terms.quantities}
        ones = np.ones(len(rows), dtype=np.int64)
        each["functions"] = Contributions.exact("functions", rows, units, functions.column("block")[rows], ones)
        return {quantity: total_below(one, before.tree) for quantity, one in each.items()}

    def _mapping(
        self,
        before: str | None,
        after: str | None,
        shares: Mapping[str, float],
    ) -> UnitMapping:
        known = self.told.get((before, after))
        if known is not None:
            operations, clauses = known.operations, known.clauses
        else:
            operations, clauses = map(tuple, self._done.get((before or "", after), ({}, {})))
        return UnitMapping(before, after, dict(sorted(shares.items())), operations, clauses)

    @cached_property
    def _done(self) -> Mapping[Way, tuple[dict[str, None], dict[str, None]]]:
        """List the operations and clauses that took something from a unit, or from below it, one way."""
        found: dict[Way, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
        for entry in self.outcome.ledger:
            ways: list[Way] = [
                (unit, self.where(unit, entry.flow.to_unit)) for unit in self.above_before(entry.flow.from_unit)
            ]
            carried = entry.flow.via
            if carried is not None:
                ways += [(unit, self.where(unit, carried)) for unit in self.above_before(carried)]
            for way in ways:
                operations, clauses = found[way]
                operations[entry.operation] = None
                if entry.clause:
                    clauses[entry.clause] = None
        return found


def rests_on_assumed(row: TraceRow, before: Structure, after: Structure | None = None) -> bool:
    """Tell whether what a row of the trace carries is assumed: by its record before, or of what begins that ``after``."""
    if row.record_from is not None:
        return _is_assumed(before.get(row.table, row.record_from))
    return after is not None and row.record_to is not None and _is_assumed(after.get(row.table, row.record_to))


def _is_assumed(record: Record | None) -> bool:
    return record is not None and is_assumed(str(getattr(record, "src", "")))


def _is_any(amount: Amount) -> bool:
    """Tell whether there may be anything in an amount: not where all who may be present are counted under other posts."""
    return bool(amount and (amount.missing or amount.least or amount.high))


def _alone(part: Counter[str], whole: Counter[str]) -> dict[str, float]:
    """Give all of each quantity of which every row went one way, whatever is missing."""
    return {quantity: 1.0 for quantity, count in part.items() if count and count == whole[quantity]}


def unit_mappings(outcome: Outcome) -> list[UnitMapping]:
    """Give the share of each unit before that is in each unit after, over a whole run, all below counted in."""
    return UnitParts(outcome).mappings


def unit_gains(outcome: Outcome, listed: Collection[str] = ()) -> list[UnitMapping]:
    """Give, for each unit after, the share of each unit before that came to it or stayed; with what ended and began.

    Where several units, one above the other, gave the same, it is told of the highest of those that are ``listed``;
    and where several take it, of those that are listed or begin, if any is.
    """
    return UnitParts(outcome).gains(listed)


def _sorted(mappings: Iterable[UnitMapping]) -> list[UnitMapping]:
    return sorted(mappings, key=lambda one: (one.before or "", one.after or "", one.before is None))


def _chains(structure: Structure) -> Callable[[str | None], tuple[str, ...]]:
    """Give what lists a unit and those above it, upward; nothing where there is no such unit. Each is walked once."""
    return cache(lambda unit: tuple(one.id for one in structure.queries.upward(unit or "")))
