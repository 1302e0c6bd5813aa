"""Declared quantities of units: what each receiver of a split gets of them, and how they are handed over, begun and ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from math import lcm

from orgmodel.core.apportion import largest_remainder
from orgmodel.core.draft import Draft
from orgmodel.core.figures import LARGEST, Amount, Estimate, Figure, Source, share_out
from orgmodel.core.ledger import Reason
from orgmodel.core.messages import Message, series
from orgmodel.core.money import TOO_LARGE, amount_text
from orgmodel.core.problems import Problem, nearest
from orgmodel.core.quantities import POSTS, WEIGHTS, DeclaredQuantity
from orgmodel.core.records import Quantity, Unit
from orgmodel.core.schema import identity_of
from orgmodel.operations.effect import Book, Refused, refuse
from orgmodel.operations.post_moves import minus, takeable

Taken = str | float
"""What a receiver takes of a quantity: ``all``, so much, a fraction, the ``rest``, or a ``part`` that nobody knows."""
Parts = list[tuple[Quantity, list[Figure]]]
"""Each record of a quantity with its part for every receiver and, last, for the unit that it was in; None is no part."""


@dataclass(frozen=True, slots=True)
class Split:
    """What a split says of the quantities of a unit: what each receiver takes by name, the weights, and the posts of each.

    ``posts`` has the authorized posts that go to each receiver and, last, those that stay (None: not known).
    """

    takes: Sequence[Mapping[str, Taken]]
    receivers: Sequence[str]
    weights: Sequence[int] | None = None
    posts: Sequence[int | None] = ()
    rest_stays: bool = False


def divided(draft: Draft, unit: Unit, split: Split) -> tuple[Parts, list[Problem]]:
    """Part every quantity of a unit among receivers as a split says; with what is left over, or taken twice, by name."""
    by_quantity: dict[str, list[Quantity]] = {}
    for one in draft.quantities_of(unit.id):
        by_quantity.setdefault(one.quantity, []).append(one)
    parts: Parts = []
    problems: list[Problem] = []
    for quantity in dict.fromkeys(name for takes in split.takes for name in takes):
        if quantity not in by_quantity:
            hint = nearest(quantity, by_quantity)
            message = Message.of("{unit} has no {quantity} to take{hint}", unit=unit.id, quantity=quantity, hint=hint)
            problems.append(Problem("UNKNOWN_QUANTITY", message, unit.id))
    for quantity, records in by_quantity.items():
        try:
            parts += _parted(
                _Quantity(quantity, draft.terms.quantities.get(quantity, DeclaredQuantity())), unit.id, records, split
            )
        except Refused as refused:
            problems += refused.problems
    return parts, problems


@dataclass(frozen=True, slots=True)
class _Quantity:
    id: str
    declared: DeclaredQuantity

    def text(self, amount: int) -> str:
        return amount_text(amount, self.declared.decimals)


def _parted(one: _Quantity, unit: str, records: list[Quantity], split: Split) -> Parts:
    """Part the records of one quantity."""
    named = {number: takes[one.id] for number, takes in enumerate(split.takes) if one.id in takes}
    if not named:
        return _unnamed(one, unit, records, split)
    if any(_is_fraction(take) for take in named.values()):
        return _by_fractions(one, unit, records, split, named)
    if "part" in named.values():
        return _of_unknown_size(one, unit, records, split, named)
    wholes = [number for number, take in named.items() if take == "all"]
    rests = [number for number, take in named.items() if take == "rest"]
    if (wholes and len(named) > 1) or len(rests) > 1:
        names = series(split.receivers[number] for number in named)
        message = Message.of("{unit}: {quantity} is taken by {names}", unit=unit, quantity=one.id, names=names)
        raise refuse("TAKEN_TWICE", message, unit)
    if wholes or len(rests) == len(named) == 1:
        return [(record, _only(_whole(record), next(iter(named)), split)) for record in records]
    amounts = {number: _smallest(one, float(take)) for number, take in named.items() if take != "rest"}
    rest = rests[0] if rests else len(split.receivers) if split.rest_stays else None
    if all(isinstance(record.value, int) for record in records):
        return _counted(one, unit, records, split, amounts, rest)
    if len(records) > 1 or rest is None:
        message = Message.of(
            "{unit}: how much of {quantity} there is is not known exactly: let one take all, or the rest (rest)",
            unit=unit,
            quantity=one.id,
        )
        raise refuse("RANGE_TAKEN", message, unit)
    found = _only(_less(one, records[0], sum(amounts.values())), rest, split)
    for number, amount in amounts.items():
        found[number] = amount
    return [(records[0], found)]


def _is_fraction(take: Taken) -> bool:
    return isinstance(take, str) and take[-1:] in "%0123456789"


def _by_fractions(
    one: _Quantity, unit: str, records: list[Quantity], split: Split, named: Mapping[int, Taken]
) -> Parts:
    """Divide each record by the fractions that receivers take, whatever it holds; the rest goes to one, or stays."""
    fractions = [Fraction() for _ in range(len(split.receivers) + 1)]
    for number, take in named.items():
        if take != "rest" and not _is_fraction(take):
            raise refuse("FRACTIONS", _mixed(one, unit), unit)
        if isinstance(take, str) and take != "rest":
            fractions[number] = Fraction(take.rstrip("% ")) / (100 if take.endswith("%") else 1)
    rests = [number for number, take in named.items() if take == "rest"]
    left = 1 - sum(fractions)
    if left < 0 or len(rests) > 1:
        message = Message.of("{unit}: more than all of {quantity} is taken", unit=unit, quantity=one.id)
        raise refuse("TAKEN_TWICE", message, unit)
    if left and not rests and not split.rest_stays:
        raise refuse("LEFT_OVER", _left_over(one, unit, records, "the fractions do not come to the whole"), unit)
    fractions[rests[0] if rests else -1] += left
    scale = lcm(*(fraction.denominator for fraction in fractions))
    return [(record, _shared(record, [int(fraction * scale) for fraction in fractions])) for record in records]


def _of_unknown_size(
    one: _Quantity, unit: str, records: list[Quantity], split: Split, named: Mapping[int, Taken]
) -> Parts:
    """Divide each record into parts of which only the sum is known."""
    if any(take not in ("part", "rest") for take in named.values()):
        raise refuse("FRACTIONS", _mixed(one, unit), unit)
    takers = [*named, *([len(split.receivers)] if split.rest_stays and "rest" not in named.values() else [])]
    parts: Parts = []
    for record in records:
        found: list[Figure] = [None] * (len(split.receivers) + 1)
        whole = _whole(record)
        source = Source(identity_of(record, "value")._replace(part="parts"), whole=whole)
        if isinstance(whole, Estimate) and whole.parts == 1 and not whole.offset:
            source = whole.source
        for position, number in enumerate(takers):
            found[number] = whole if len(takers) == 1 else Estimate(source, None, len(takers), position)
        parts.append((record, found))
    return parts


def _mixed(one: _Quantity, unit: str) -> Message:
    return Message.of(
        "{unit}: of {quantity} take either amounts, or fractions (12.5 %, 1/8), or parts that nobody knows (part); beside them one may take the rest",
        unit=unit, quantity=one.id,
    )  # fmt: skip


def _unnamed(one: _Quantity, unit: str, records: list[Quantity], split: Split) -> Parts:
    """Part what no receiver names by the rule that is declared; what no rule gives away stays, or is left over."""
    weights: list[int] = []
    if one.declared.split == WEIGHTS and split.weights is not None:
        weights = [*split.weights, 0]
    elif one.declared.split == POSTS:
        weights = [posts for posts in split.posts if posts is not None]
        if len(weights) < len(split.posts):
            if split.rest_stays and split.posts[:-1].count(0) == len(split.posts) - 1:
                return []
            raise refuse("LEFT_OVER", _left_over(one, unit, records, "the posts that each takes are not known"), unit)
    if sum(weights) and not (split.rest_stays and not sum(weights[:-1])):
        return [(record, _shared(record, weights)) for record in records]
    if split.rest_stays:
        return []
    raise refuse("LEFT_OVER", _left_over(one, unit, records), unit)


def _shared(record: Quantity, weights: Sequence[int]) -> list[Figure]:
    parts = share_out(record.value, weights, identity_of(record, "value"))
    return [part if weight else None for part, weight in zip(parts, weights, strict=True)]


def _left_over(one: _Quantity, unit: str, records: list[Quantity], why: str = "") -> Message:
    total = sum((Amount.of(record.value, identity_of(record, "value")) for record in records), Amount())
    amount = one.text(total.best) if total.best is not None else Message.of("an unknown amount")
    if why:
        return Message.of(
            "{unit}: {amount} of {quantity} not allocated, since {why}: say takes: {{quantities: {{{quantity}: …}}}}",
            unit=unit, amount=amount, quantity=one.id, why=Message.of(why),
        )  # fmt: skip
    return Message.of(
        "{unit}: {amount} of {quantity} not allocated: say takes: {{quantities: {{{quantity}: …}}}}",
        unit=unit, amount=amount, quantity=one.id,
    )  # fmt: skip


def _counted(
    one: _Quantity, unit: str, records: list[Quantity], split: Split, amounts: Mapping[int, int], rest: int | None
) -> Parts:
    """Count stated amounts off; of several origins each is divided by what is stated, so that all come to it."""
    total, taken = sum(record.value for record in records if isinstance(record.value, int)), sum(amounts.values())
    if taken > total or (taken < total and rest is None):
        message = Message.of(
            "{unit} has {total} of {quantity}, and receivers take {taken}",
            unit=unit, total=one.text(total), quantity=one.id, taken=one.text(taken),
        )  # fmt: skip
        raise refuse("LEFT_OVER" if taken < total else "TAKEN_TWICE", message, unit)
    wanted = [amounts.get(number, 0) for number in range(len(split.receivers) + 1)]
    if rest is not None:
        wanted[rest] += total - taken
    stated = {*amounts, *([] if rest is None or rest == len(split.receivers) else [rest])}
    parts: Parts = []
    for number, record in enumerate(records):
        shares = [0] * len(wanted)
        if isinstance(record.value, int) and record.value:
            shares = largest_remainder(record.value, wanted)
        wanted = [left - share for left, share in zip(wanted, shares, strict=True)]
        first = number == 0  # which tells that a receiver has none, where that is what is stated
        parts.append(
            (record, [share if share or (first and at in stated) else None for at, share in enumerate(shares)])
        )
    return parts


def _only(figure: Figure, number: int, split: Split) -> list[Figure]:
    """Give all of a record to one receiver."""
    found: list[Figure] = [None] * (len(split.receivers) + 1)
    found[number] = figure
    return found


def _whole(record: Quantity) -> Figure:
    """Give what a record holds, with the identity that it has where it is missing."""
    return Estimate(Source(identity_of(record, "value"))) if record.value is None else record.value


def _less(one: _Quantity, record: Quantity, taken: int) -> Figure:
    """Take a count off a record of which only a range, or nothing, is known."""
    least = takeable(record.value)
    if least is not None and least < taken:
        message = Message.of(
            "{unit} may have only {least} of {quantity}, and receivers take {count}",
            unit=record.unit, least=one.text(least), quantity=one.id, count=one.text(taken),
        )  # fmt: skip
        raise refuse("NEGATIVE", message, record.unit)
    return minus(_whole(record), taken, identity_of(record, "value"))


def _smallest(one: _Quantity, amount: float) -> int:
    try:
        found = one.declared.smallest(amount)
    except ValueError as error:
        raise refuse("NOT_A_NUMBER", Message.of("{quantity}: {fault}", quantity=one.id, fault=error.args[0])) from None
    if abs(found) > LARGEST:
        raise refuse("TOO_LARGE", Message.of(TOO_LARGE, text=one.text(found)))
    return found


# -- handing over --------------------------------------------------------------------------------------------------------


def hand_over(draft: Draft, book: Book, unit: str, receivers: Sequence[str], parts: Parts, *, merges: bool) -> None:
    """Hand the parts of quantities over, stating each flow; what stays is written back.

    Where they come to a unit that goes on (``merges``) their origin is the unit that they come from, so that they stay apart.
    """
    for record, _ in parts:
        draft.end(record)
    for record, figures in parts:
        for to, figure in zip([*receivers, unit], figures, strict=True):
            if figure is None:
                continue
            if to == unit:
                draft.put(replace(record, value=figure))
            else:
                _give(draft, book, record, to, figure, merges=merges)


def give_all_quantities(draft: Draft, book: Book, unit: str, to: str) -> None:
    """Hand all quantities of a unit over to one that it is merged into."""
    for record in draft.quantities_of(unit):
        draft.end(record)
        _give(draft, book, record, to, _whole(record), merges=True)


def _give(draft: Draft, book: Book, record: Quantity, to: str, figure: Figure, *, merges: bool) -> None:
    origin = (record.origin or record.unit) if merges else record.origin
    origin = "" if origin == to else origin  # it comes back to where it was
    new = replace(record, unit=to, origin=origin, value=figure)
    for number in count(1):
        there = draft.get("quantities", new.key)
        if not isinstance(there, Quantity):
            break
        if isinstance(there.value, int) and isinstance(figure, int):
            new = replace(new, value=there.value + figure, src=new.src if new.src == there.src else "derived")
            break
        new = replace(new, origin=f"{origin or record.unit}~{number}")
    amount = Amount.of(figure, identity_of(record, "value"))
    book.state(record.quantity, (record.unit, ""), (to, ""), amount, records=(record.key, new.key))
    draft.put(new)


def begin_quantities(draft: Draft, book: Book, unit: str, amounts: Mapping[str, Taken]) -> None:
    """Begin a unit with amounts of quantities; one that nobody knows (``?``) is missing."""
    for quantity, amount in amounts.items():
        one = _Quantity(quantity, draft.terms.quantities[quantity])
        value = None if isinstance(amount, str) else _smallest(one, amount)
        new = Quantity(unit, quantity, value=value, src="derived")
        begun = Amount.of(value, identity_of(new, "value"))
        book.state(quantity, (None, ""), (unit, ""), begun, records=(None, new.key))
        draft.put(new)


def end_quantities(draft: Draft, book: Book, unit: str, wanted: Iterable[str] | str) -> None:
    """End quantities of a unit for good: those that are named, or ``all``."""
    there = {one.quantity for one in draft.quantities_of(unit)}
    names = sorted(there) if wanted == "all" else list(wanted)
    for quantity in names:
        if quantity not in there:
            hint = nearest(quantity, there)
            message = Message.of("{unit} has no {quantity} to end{hint}", unit=unit, quantity=quantity, hint=hint)
            raise refuse("UNKNOWN_QUANTITY", message, unit)
        for record in draft.quantities_of(unit, quantity):
            amount = Amount.of(record.value, identity_of(record, "value"))
            book.state(quantity, (unit, ""), (None, ""), amount, records=(record.key, None))
            draft.end(record)


def resize_quantity(
    draft: Draft, book: Book, unit: str, quantity: str, by: float | None, to: float | None, why: str
) -> None:
    """Change how much of a quantity a unit has, from or to outside; what goes is taken off what came with others in proportion."""
    if not draft.terms.is_known("quantities", quantity):
        raise refuse("UNDECLARED", draft.terms.undeclared("quantity", quantity, "quantities"), quantity)
    one = _Quantity(quantity, draft.terms.quantities[quantity])
    records = draft.quantities_of(unit, quantity)
    known = [record.value for record in records if isinstance(record.value, int)]
    amount = _smallest(one, (by if by is not None else to) or 0.0)
    figures: list[tuple[Quantity, Figure]]
    if len(known) < len(records):
        if len(records) > 1:
            message = Message.of(
                "{unit} has {quantity} of several origins, and not all are known: resize is not possible",
                unit=unit,
                quantity=quantity,
            )
            raise refuse("RANGE_TAKEN", message, unit)
        figures = [(records[0], amount if by is None else _less(one, records[0], -amount))]
    else:
        target = amount if by is None else sum(known) + amount
        if target < 0:
            message = Message.of(
                "{unit} has {total} of {quantity}, so it cannot lose {loss}",
                unit=unit, total=one.text(sum(known)), quantity=quantity, loss=one.text(-amount),
            )  # fmt: skip
            raise refuse("NEGATIVE", message, unit)
        own = next((record for record in records if not record.origin), None)
        if target < sum(known):
            shares = largest_remainder(target, known)
            figures = list(zip(records, shares, strict=True))
        else:
            own = own or Quantity(unit, quantity, value=0, src="derived")
            figures = [(own, target - sum(known) + (own.value if isinstance(own.value, int) else 0))]
    if records and all(figure == record.value for record, figure in figures):
        message = Message.of("{unit} has this much {quantity} already", unit=unit, quantity=quantity)
        raise refuse("NO_CHANGE", message, unit)
    reason = Reason(text=why)
    for record, figure in figures:
        identity = identity_of(record, "value")
        difference = Amount.of(figure, identity) - Amount.of(record.value, identity)
        here, outside = (unit, ""), (None, "")
        if difference.known_best < 0:
            book.state(quantity, here, outside, -difference, reason=reason, records=(record.key, None))
        else:
            book.state(quantity, outside, here, difference, reason=reason, records=(None, record.key))
        draft.put(replace(record, value=figure))
