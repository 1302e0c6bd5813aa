"""The trace: where every row went over a run, composed from the flows that its operations state.

A flow names the record that it leaves and the one that it reaches. Followed one after another they tell, for each record
before, which records after hold what of it, by quantity. What leaves a record that holds one origin is exact; only where
a record had come to hold several is the flow divided among them by what they hold, and the row says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from orgmodel.core.apportion import largest_remainder
from orgmodel.core.figures import Amount, Estimate, Figure, FigureId, Source
from orgmodel.core.ledger import Flow, amounts_of, filled_now, people_now
from orgmodel.core.records import Function, Key, Members, Post, Quantity, Record, members_total
from orgmodel.core.schema import POST_FIGURES, identity_of

if TYPE_CHECKING:
    from orgmodel.core.queries import Queries
    from orgmodel.core.structure import Structure

TABLE_OF: Mapping[str, str] = {
    **dict.fromkeys(("authorized", "filled", "fte", "people"), "posts"),
    "members": "members",
    "functions": "functions",
}
"""The table whose records hold a quantity of every organisation; what a study declares is held by ``quantities``."""

HOLDING = ("posts", "members", "functions", "quantities")
"""The tables whose records say what a unit holds."""

Sums = dict[tuple[str, str], Amount]
"""Amounts by quantity and block."""


def contents(state: Queries, unit: str, ending: Collection[str] = ()) -> Sums:
    """Sum what a unit holds with all below it, by quantity and block; ``units`` counts the units themselves.

    Units that are ``ending`` are not counted, what they still hold is.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> held = contents(Structure.of([Unit("a"), Unit("b", parent="a"), Post("b/1", "b", authorized=2, filled=1)]), "a")
    >>> {quantity: amount.best for (quantity, _), amount in held.items() if quantity != "fte"}
    {'units': 2, 'authorized': 2, 'filled': 1, 'people': 1}
    """
    known: dict[tuple[str, str], int] = {}
    uncertain: dict[tuple[str, str], list[Amount]] = {}

    def add(place: tuple[str, str], figure: Figure | Amount, identity: FigureId | None = None) -> None:
        if isinstance(figure, int):
            if figure:
                known[place] = known.get(place, 0) + figure
        elif isinstance(figure, Amount) and not figure.terms:
            add(place, figure.known)
        elif isinstance(figure, Amount) or identity is not None:
            amount = figure if isinstance(figure, Amount) else Amount.of(figure, identity or "")
            known.setdefault(place, 0)  # put together once, in the end: a sum of many is made anew with each
            uncertain.setdefault(place, []).append(amount)

    state = state.queries
    has_posts, has_members, has_functions, has_quantities = (not state.is_bare(table) for table in HOLDING)
    for one in state.subtree(unit):
        if one.id not in ending:
            add(("units", one.block), one.stands_for)
        for post in state.posts_of(one.id) if has_posts else ():
            for quantity, figure in _of_post(state, post):
                add((quantity, post.block), figure, FigureId("posts", post.id, quantity))
        for members in state.members_of(one.id) if has_members else ():
            add(("members", members.block), members_total(members), identity_of(members, "total"))
        for function in state.functions_of(one.id) if has_functions else ():
            add(("functions", function.block), 0 if function.internal else 1)
        for held in state.quantities_of(one.id) if has_quantities else ():
            add((held.quantity, ""), held.value, identity_of(held, "value"))
    return {place: Amount.sum([Amount(count), *uncertain.get(place, ())]) for place, count in known.items()}


def _of_post(state: Queries, post: Post) -> Iterator[tuple[str, Figure | Amount]]:
    """Give the figures of a row of posts by quantity, with the people who are counted there."""
    for quantity in POST_FIGURES:
        if quantity == "filled":
            yield quantity, post.filled if isinstance(post.filled, int) else filled_now(state, post)
        elif quantity != "authorized" or not post.has_no_quota:
            yield quantity, getattr(post, quantity)
    yield "people", people_now(state, post)


def holdings(state: Queries, record: Record) -> dict[tuple[str, str, str], Amount]:
    """Give what one record holds, by unit, quantity and block, people among it."""
    if not isinstance(record, Post):
        return amounts_of(record)
    figures = (
        (quantity, one if isinstance(one, Amount) else Amount.of(one, FigureId("posts", record.id, quantity)))
        for quantity, one in _of_post(state.queries, record)
    )
    return {(record.unit, quantity, record.block): amount for quantity, amount in figures if amount}


def by_quantity(sums: Mapping[tuple[str, str], Amount]) -> dict[str, Amount]:
    """Put the blocks of each quantity together."""
    found: dict[str, Amount] = {}
    for (quantity, _), amount in sums.items():
        found[quantity] = found[quantity] + amount if quantity in found else amount
    return found


def shares_of(part: Mapping[str, Amount], whole: Mapping[str, Amount]) -> dict[str, float]:
    """Give the share of each quantity; none of one of which a figure is missing, unless the part is the whole or nothing.

    Of a missing figure that was divided by weights the share is known all the same: it is that of the weights.

    >>> shares_of(
    ...     {"authorized": Amount(1), "filled": Amount.of(None, "x")},
    ...     {"authorized": Amount(4), "filled": Amount.of(None, "x")},
    ... )
    {'authorized': 0.25, 'filled': 1.0}
    """
    found: dict[str, float] = {}
    for quantity, total in sorted(whole.items()):
        amount = part.get(quantity, Amount())
        if total and amount in (total, Amount()):  # all of it, or none: whatever is missing
            found[quantity] = float(amount == total)
        elif not total.missing and not amount.missing and total.known_best:
            found[quantity] = amount.known_best / total.known_best
        elif (share := _share_by_weights(amount, total)) is not None:
            found[quantity] = share
    return found


def _share_by_weights(amount: Amount, total: Amount) -> float | None:
    """Give the share that a part has of each term of a whole by their weights, if it is the same of all."""
    ratios: dict[Estimate, Fraction] = dict.fromkeys(total.terms, Fraction())
    for term, count in amount.terms.items():
        whole, ratio = term, Fraction(count)
        if whole not in ratios and term.weights is not None:
            source = term.source.whole
            whole = source if isinstance(source, Estimate) else Estimate(term.source)
            ratio *= Fraction(term.weights[term.position], sum(term.weights))
        if whole not in ratios:
            return None
        ratios[whole] += ratio / total.terms[whole]
    one = next(iter(ratios.values()), None)
    is_share = one is not None and 0 < one < 1 and set(ratios.values()) == {one}
    return float(one) if one is not None and is_share and abs(amount.known - one * total.known) < 1 else None


@dataclass(frozen=True, slots=True)
class TraceRow:
    """Say how much of a quantity of a record before is in a record after; None is outside.

    ``shared`` where it was divided among several origins, and so is a share and no count.
    """

    quantity: str
    record_from: Key | None
    record_to: Key | None
    unit_from: str | None
    unit_to: str | None
    amount: Amount
    shared: bool = False

    @property
    def table(self) -> str:
        """Name the table of the records."""
        return table_of(self.quantity)


def table_of(quantity: str) -> str:
    """Name the table whose records hold a quantity.

    >>> table_of("people"), table_of("people_served")
    ('posts', 'quantities')
    """
    return TABLE_OF.get(quantity, "quantities")


Place = tuple[str, Key]
"""A quantity and the record that holds it."""


class _Contents:
    """Hold what records have come to hold of each origin, beginning with what they held of themselves."""

    def __init__(self, before: Structure) -> None:
        self.before = before
        self.held: dict[Place, dict[Key | None, Amount]] = {}
        self.shared: set[tuple[Place, Key | None]] = set()
        self.ended: dict[Place, Amount] = {}

    def of(self, place: Place) -> dict[Key | None, Amount]:
        if place not in self.held:
            quantity, key = place
            record = self.before.get(table_of(quantity), key)
            found = holdings(self.before, record) if record is not None else {}
            own = sum((amount for (_, name, _), amount in found.items() if name == quantity), Amount())
            self.held[place] = {key: own} if record is not None else {}
        return self.held[place]

    def follow(self, flow: Flow) -> None:
        """Carry what a flow takes from record to record."""
        start, end = flow.record_from, flow.record_to
        if start == end:
            if start is not None:
                self.of((flow.quantity, start))
            return
        parts: Iterable[tuple[Key | None, Amount, bool]] = [(None, flow.amount, False)]
        if start is not None:
            parts = self._taken((flow.quantity, start), flow.amount, end)
        for origin, amount, is_share in parts:
            if end is None:
                place = (flow.quantity, origin) if origin is not None else None
                if place is not None:
                    self.ended[place] = self.ended.get(place, Amount()) + amount
                continue
            there = self.of((flow.quantity, end))
            there[origin] = there.get(origin, Amount()) + amount
            if is_share:
                self.shared.add(((flow.quantity, end), origin))

    def _taken(self, place: Place, amount: Amount, end: Key | None) -> list[tuple[Key | None, Amount, bool]]:
        """Take an amount out of a record: of its one origin, or of several by what each holds there."""
        there = self.of(place)
        origins = [origin for origin, held in there.items() if held]
        if len(origins) < 2:
            origin = origins[0] if origins else next(iter(there), place[1])
            parts = [(origin, amount, (place, origin) in self.shared)]
        else:
            parts = [(origin, part, True) for origin, part in _divided(place, amount, there, origins, end)]
        for origin, part, _ in parts:
            there[origin] = there.get(origin, Amount()) - part
        return parts


def _divided(
    place: Place, amount: Amount, there: Mapping[Key | None, Amount], origins: list[Key | None], end: Key | None
) -> list[tuple[Key | None, Amount]]:
    """Divide an amount by what each origin holds, to the whole; unknown where either is not known exactly, and still the whole."""
    weights = [there[origin].best for origin in origins]
    best = amount.best
    if best is None or any(weight is None or weight < 0 for weight in weights) or not any(weights):
        name, ends = (str(place[1]), str(end)), (0, best) if best is not None and best >= 0 else (None, None)
        each = [FigureId("trace", (*name, str(origin)), place[0]) for origin in origins[:-1]]
        parts = [Amount.of(Estimate(Source(id, ends[0], None, ends[1]))) for id in each]
        return [*zip(origins, parts, strict=False), (origins[-1], amount - sum(parts, Amount()))]
    shares = largest_remainder(best, [weight or 0 for weight in weights])
    return [(origin, Amount(part)) for origin, part in zip(origins, shares, strict=True)]


def trace(before: Structure, after: Structure, flows: Iterable[Flow]) -> tuple[TraceRow, ...]:
    """Compose the flows of a run into rows from record before to record after, by quantity; what no flow touches is not listed.

    What ends goes to None, what is new comes from None. Sorted by quantity and record.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> units = [Unit("a"), Unit("b")]
    >>> old = Structure.of([*units, Post("p", "a", authorized=5)])
    >>> new = Structure.of([*units, Post("p", "a", authorized=3), Post("q", "b", authorized=2)])
    >>> moved = Flow("authorized", "a", "b", "", "", Amount(2), record_from="p", record_to="q")
    >>> [(one.record_to, one.unit_to, one.amount.best) for one in trace(old, new, [moved])]
    [('p', 'a', 3), ('q', 'b', 2)]
    """
    found = _Contents(before)
    for flow in flows:
        if flow.via is None:
            found.follow(flow)
    rows = [
        _row(before, after, quantity, origin, key, amount, shared=(place, origin) in found.shared)
        for place, held in found.held.items()
        for (quantity, key) in (place,)
        for origin, amount in held.items()
        if amount
    ]
    rows += [
        _row(before, after, quantity, key, None, amount) for (quantity, key), amount in found.ended.items() if amount
    ]
    return tuple(sorted(rows, key=lambda one: (one.quantity, str(one.record_from or ""), str(one.record_to or ""))))


def _row(
    before: Structure,
    after: Structure,
    quantity: str,
    origin: Key | None,
    key: Key | None,
    amount: Amount,
    *,
    shared: bool = False,
) -> TraceRow:
    table = table_of(quantity)
    return TraceRow(quantity, origin, key, _unit_of(before, table, origin), _unit_of(after, table, key), amount, shared)


def _unit_of(structure: Structure, table: str, key: Key | None) -> str | None:
    record = structure.get(table, key) if key is not None else None
    return record.unit if isinstance(record, Post | Members | Function | Quantity) else None
