"""Bookkeeping by hand, for the tests of the ledger: what a structure holds and what rows move, counted without ours.

Uncertain figures get numbers of their own, such that the parts of a figure sum to it and nothing else holds; what then
balances as plain whole numbers balances whatever the figures are.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from orgmodel.core.figures import Amount, Estimate, Figure, FigureId, Source
from orgmodel.core.ledger import Flow
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure

Account = tuple[str, str, str]
POST_QUANTITIES = ("authorized", "filled", "fte", "people")
QUANTITIES = (*POST_QUANTITIES, "members", "functions")


@dataclass
class Values:
    """Give every uncertain figure a number of its own."""

    known: dict[Estimate, int] = field(default_factory=dict)

    def of(self, figure: Figure, identity: str = "") -> int:
        """Give the number of a figure; a missing one is known by its identity."""
        if figure is None:
            figure = Estimate(Source(identity))
        if not isinstance(figure, Estimate):
            return figure
        plain = figure.shifted(-figure.offset)
        if plain not in self.known:
            if plain.parts == 1:
                self.known[plain] = _number(plain)
            else:
                parts = [Estimate(plain.source, plain.weights, plain.parts, i) for i in range(plain.parts)]
                whole = Estimate(plain.source) if plain.source.whole is None else plain.source.whole
                numbers = [_number(part) for part in parts[1:]]
                numbers.append(self.of(whole) - sum(numbers))
                self.known.update(zip(parts, numbers, strict=True))
        return self.known[plain] + figure.offset

    def sum(self, terms: Iterable[tuple[Figure, int]]) -> int:
        """Give the sum of (figure, count) pairs."""
        return sum(self.of(figure) * count for figure, count in terms)

    def amount(self, amount: Amount) -> int:
        """Give the number of a sum."""
        return amount.known + self.sum(amount.terms.items())


def _number(figure: Estimate) -> int:
    return int.from_bytes(hashlib.sha256(repr(figure).encode()).digest()[:8])


def holdings(structure: Structure, values: Values) -> Counter[Account]:
    """Count what each unit holds, by quantity and block, from the records."""
    found: Counter[Account] = Counter()
    second = _second_posts(structure)
    for post in structure.posts:
        found.update(_of_post(post, second, values))
    for one in structure.members:
        if one.total is None and isinstance(one.official, int) and isinstance(one.probationary, int):
            number = one.official + one.probationary
        else:
            number = values.of(one.total, FigureId("members", (one.unit, one.origin), "total"))
        found[one.unit, "members", one.block] += number
    for held in structure.table("quantities"):
        key = FigureId("quantities", (held.unit, held.quantity, held.origin), "value")
        found[held.unit, held.quantity, ""] += values.of(held.value, key)
    for function in structure.functions:
        if not function.internal:
            found[function.unit, "functions", function.block] += 1
    return found


def _second_posts(structure: Structure) -> Counter[str]:
    """Count the holdings of each row of posts by people who are counted under another post."""
    second = Counter(link.also_holds for link in structure.links)
    return second + Counter(one.post for one in structure.table("incumbencies") if one.order > 0)


def _of_post(post: Post, second: Counter[str], values: Values) -> dict[Account, int]:
    """Count what a row of posts holds."""
    found: dict[Account, int] = {}
    for quantity in ("authorized", "filled", "fte"):
        figure = getattr(post, quantity)
        if figure is None and quantity == "authorized" and post.quota == "out":
            continue  # outside quota no number can be authorized, so none is missing
        number = values.of(figure, FigureId("posts", post.id, quantity))
        found[post.unit, quantity, post.block] = number
        if quantity == "filled":  # a person who is counted under another post is not counted here
            found[post.unit, "people", post.block] = number - second[post.id]
    return found


def posted(rows: Iterable[Flow], values: Values) -> Counter[Account]:
    """Sum rows by account: in less out; rows that show what a unit carried along are left out."""
    found: Counter[Account] = Counter()
    for row in rows:
        if row.via is None:
            number = values.amount(row.amount)
            if row.from_unit is not None:
                found[row.from_unit, row.quantity, row.block_from or ""] -= number
            if row.to_unit is not None:
                found[row.to_unit, row.quantity, row.block_to or ""] += number
    return found


def faults(before: Counter[Account], rows: Iterable[Flow], after: Counter[Account], values: Values) -> list[Account]:
    """List the accounts on which before + in − out is not after."""
    moved = posted(rows, values)
    return sorted(key for key in {*before, *moved, *after} if before[key] + moved[key] != after[key])


def row_faults(before: Structure, rows: Iterable[Flow], after: Structure, values: Values) -> list[Account]:
    """List the rows of posts on which before + in − out is not after: what goes from one to another within a unit shows here alone."""
    found: Counter[Account] = Counter()
    for state, sign in ((before, 1), (after, -1)):
        for post in state.posts:
            for (_, quantity, _), number in _of_post(post, _second_posts(state), values).items():
                found[post.id, quantity, ""] += sign * number
    for row in rows:
        if row.via is None and row.quantity in POST_QUANTITIES:
            number = values.amount(row.amount)
            found[str(row.record_from), row.quantity, ""] -= number
            found[str(row.record_to), row.quantity, ""] += number
    return sorted(account for account, number in found.items() if number and account[0] != "None")


def below(parents: dict[str, str | None], counts: Counter[Account]) -> Counter[Account]:
    """Sum accounts over each unit with all below it."""
    found: Counter[Account] = Counter()
    for (unit, quantity, block), number in counts.items():
        up: str | None = unit
        while up is not None:
            found[up, quantity, block] += number
            up = parents[up]
    return found


def whole(structure: Structure, values: Values) -> tuple[dict[str, str | None], Counter[Account]]:
    """Give the parents of a structure, and its holdings with the units themselves counted, each with all below it."""
    parents = {unit.id: unit.parent for unit in structure.units}
    return parents, below(parents, own(structure, values))


def own(structure: Structure, values: Values) -> Counter[Account]:
    """Count what each unit holds itself, the unit among it."""
    counts = holdings(structure, values)
    for unit in structure.units:
        counts[unit.id, "units", unit.block] += unit.stands_for
    return counts


def carried_faults(before: Structure, rows: Iterable[Flow], after: Structure, values: Values) -> list[Account]:
    """List the sums that were said to be carried along with a unit, and are not what is in it with all below it by then.

    The rows of one operation are posted one by one, in their order: what was handed over before a unit is carried goes
    with it, and what is handed over later does not. Units that end are not carried.
    """
    found: list[Account] = []
    listed = list(rows)
    units = {one.id: one for state in (after, before) for one in state.units}
    parents = {id: one.parent for id, one in units.items()}
    held = holdings(before, values)
    lasting = {one.id for one in after.units}
    held.update({(one.id, "units", one.block): one.stands_for for one in units.values() if one.id in lasting})
    carried: set[str] = set()
    for row in listed:
        if row.via is None:
            held.update(posted([row], values))
        elif row.via not in carried:
            carried.add(row.via)
            said: Counter[Account] = Counter()
            for other in listed:
                if other.via == row.via:
                    said[row.via, other.quantity, other.block_to or ""] += values.amount(other.amount)
            inside = {key: count for key, count in below(parents, held).items() if key[0] == row.via}
            if said != Counter(inside):
                found += sorted({*said, *inside})
            parents[row.via] = row.to_unit
    for unit in after.units:
        old = before.units.get(unit.id)
        goes_on = isinstance(old, Unit) and old.parent != unit.parent
        if goes_on and unit.id not in carried:
            found.append((unit.id, "units", unit.block))  # it has another parent, and nothing says so
    return found
