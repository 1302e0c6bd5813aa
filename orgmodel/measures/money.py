"""What posts cost a year: whoever is paid × the yearly pay of the post, each person once, and what second posts add.

Everything is priced at one date (see :mod:`orgmodel.measures.pay_rates`). Sums are whole hundredths of the study's
smallest unit, since full-time equivalents are hundredths: nothing is rounded on the way, and each sum once at its end
(:func:`smallest_units_of`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import LARGEST_SUM, Amount, Estimate
from orgmodel.core.messages import Message
from orgmodel.core.money import Money
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.records import is_assumed
from orgmodel.measures.contributions import Contributions, Ints
from orgmodel.measures.masks import namer, taken
from orgmodel.measures.pay_rates import PayRates, product
from orgmodel.measures.posts import concurrent, posts_authorized, posts_filled
from orgmodel.measures.two_posts import first_posts, two_posts

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

FULL_TIME = 100
"""A full-time holder, in hundredths."""

MOST_COST = float(FULL_TIME * LARGEST_SUM)
"""The largest yearly cost of all posts, in hundredths of the smallest unit."""

COST_COLUMNS = ("block", "category", "rank", "posts", "a_year", "low", "high", "missing", "src")


def price_date(structure: Structure, reference: Structure | None = None) -> str | None:
    """Give the date that costs are priced at: the study's own, or that of the state before, be it ``reference``."""
    money = structure.terms.money
    return money.at if money is not None and money.at else (reference or structure).as_of


def money_scale(structure: Structure) -> int:
    """Give how many of the smallest unit one of the currency is."""
    return (structure.terms.money or Money()).unit


def smallest_units_of(hundredths: Ints) -> Ints:
    """Round sums of yearly cost to the smallest unit, a half away from zero: once, when they have been added up.

    >>> smallest_units_of(np.array([149, 150, -150, 30_000_000])).tolist()
    [1, 2, -2, 300000]
    """
    return np.asarray(np.sign(hundredths) * ((2 * np.abs(hundredths) + FULL_TIME) // (2 * FULL_TIME)))


def money_row(structure: Structure, reference: Structure | None = None) -> dict[str, Any]:
    """Give, as plain values, the currency and what costs are priced with: the date, the base pay and its source."""
    said, at = structure.terms.money or Money(), price_date(structure, reference)
    base = said.base_pay(at)
    return {
        "currency": said.currency or None,
        "decimals": said.decimals,
        "at": at,
        "base_pay": None if base is None else base.amount / said.unit,
        "base_pay_from": None if base is None else base.begins,
        "base_pay_src": (base.src or None) if base is not None else None,
        "concurrent_percent": None if said.concurrent is None else said.concurrent / 100,
        "concurrent_src": said.concurrent_src or None,
    }


def cost_year(structure: Structure, date: str | None = None, *, of: str = "filled") -> Contributions:
    """Give the yearly cost by row of posts, in hundredths of the smallest unit, at the base pay and grades of a date.

    Of ``filled`` posts: those present less those who are paid under another post, or the full-time equivalents that the
    row states where nobody in it holds two posts; and at a first post what each further one adds. Of ``authorized``
    ones: the quota, as if it were all filled.
    """
    rates = PayRates(structure, date)
    paid = _quota(structure) if of == "authorized" else _paid(structure)
    rate, known, assumed = rates.taken(paid.row)
    doubtful = paid.doubtful
    partly = known & (rate != 0) & paid.missing  # so many at least
    partly[list(paid.uncertain)] = False
    exact = (known & (~doubtful | (rate == 0))) | (~doubtful & (paid.value == 0))
    value = np.where(exact | partly, paid.value * rate, 0)
    uncertain = _uncertain(structure, rates, paid, np.flatnonzero(~exact & ~partly))
    more = _second_posts(structure, rates, paid.row) if of == "filled" and rates.money.concurrent else {}
    _refuse_too_large(
        structure, paid.row, np.where(exact | partly, paid.value.astype(float) * rate, 0), uncertain, more
    )
    for position, amount in more.items():
        if amount.terms or position in uncertain:
            uncertain[position] = uncertain.get(position, Amount(int(value[position]))) + amount
        else:
            value[position] += amount.known
    for position, amount in uncertain.items():
        value[position] = amount.known_best

    def terms(position: int) -> Amount:
        return _times(paid.amount(position), int(rate[position])) + more.get(position, Amount())

    name = namer(structure, "posts", paid.row, "cost_year")
    return Contributions(
        "posts", paid.row, paid.unit, paid.block, value, partly, paid.assumed | assumed, name, uncertain, terms=terms
    )


def _refuse_too_large(structure: Structure, rows: Ints, costs: NDArray[np.float64], *others: dict[int, Amount]) -> None:
    """Refuse costs that whole numbers of 64 bits cannot sum: such pay is a mistake in the file, and no total is shown of it."""
    sizes = np.abs(costs)
    for amounts in others:
        for position, amount in amounts.items():
            sizes[position] += max(abs(float(end)) for end in (*amount.ends, amount.known_best))
    if float(sizes.sum()) > MOST_COST:
        key = structure.strings.value(structure.posts.column("id")[rows[int(sizes.argmax())]])
        message = Message.of(
            "the yearly cost of all posts together is more than can be counted exactly, most of all that of {key!r}; see its "
            "figures and its pay, or state all money in thousands",
            key=key,
        )
        raise ProblemsError([Problem("TOO_LARGE", message, str(key))])


def unpriced(structure: Structure) -> Contributions:
    """Give the posts of which nobody says what they pay, as missing; none where a study says nothing of pay, or nobody is paid."""
    rates = PayRates(structure, price_date(structure))
    paid = _paid(structure)
    _, known, assumed = rates.taken(paid.row)
    missing = ~known & (paid.doubtful | (paid.value != 0)) & structure.has_pay
    for position in np.flatnonzero(missing).tolist():
        rate = rates.of(int(paid.row[position]))
        missing[position] = isinstance(rate, Estimate) and rate.best is None
    name = namer(structure, "posts", paid.row, "pay")
    return Contributions("posts", paid.row, paid.unit, paid.block, np.zeros_like(paid.value), missing, assumed, name)


def pay_of_holders(structure: Structure) -> tuple[Contributions, PayRates]:
    """Give what one holder of each row of posts that pays anybody is paid a year, in the smallest unit, and the rates.

    Assumed is pay of which a source is: of the row where it states it, else of its grade or category, and of the base pay.
    """
    rates = PayRates(structure, price_date(structure))
    paid = _paid(structure)
    rate, known, _ = rates.taken(paid.row)
    pays = paid.doubtful | (paid.value != 0)
    uncertain, assumed, missing = dict[int, Amount](), np.zeros(len(rate), dtype=np.bool_), ~known
    for position in np.flatnonzero(pays).tolist() if structure.has_pay else ():
        row = int(paid.row[position])
        one = rates.of(row)
        if isinstance(one, Estimate) and one.best is not None:
            uncertain[position], missing[position] = Amount.of(one), False
        assumed[position] = any(map(is_assumed, rates.sources(row)))
    name = namer(structure, "posts", paid.row, "pay")
    return Contributions("posts", paid.row, paid.unit, paid.block, rate, missing, assumed, name, uncertain), rates


def _uncertain(structure: Structure, rates: PayRates, paid: Contributions, positions: Ints) -> dict[int, Amount]:
    """Give the cost of the rows of which people or pay is not one number; rows alike are worked out once."""
    found: dict[int, Amount] = {}
    made: dict[tuple[int, int], tuple[int | Estimate, Amount]] = {}  # by the rate itself, which is kept with it
    plain = ~paid.doubtful
    for position in positions.tolist():
        rate = rates.of(int(paid.row[position]))
        key = (id(rate), int(paid.value[position]))
        if plain[position] and key in made:
            found[position] = made[key][1]
            continue
        found[position] = _times(paid.amount(position), rate)
        if plain[position]:
            made[key] = rate, found[position]
    return found


def _times(amount: Amount, rate: int | Estimate) -> Amount:
    """Multiply what is paid by a rate; where both are uncertain term by term, each with an identity of its own."""
    if isinstance(rate, int):
        return Amount(amount.known * rate, {term: count * rate for term, count in amount.terms.items()})
    each = Amount.of(rate)
    terms = {term: count * amount.known for term, count in each.terms.items()}
    for term, count in amount.terms.items():
        both = product(term, rate)
        terms[both] = terms.get(both, 0) + count
    return Amount(each.known * amount.known, terms)


def _quota(structure: Structure) -> Contributions:
    """Give the authorized posts inside quota, in hundredths."""
    return _hundredfold(posts_authorized(structure))


def _paid(structure: Structure) -> Contributions:
    """Give who is paid by row, in hundredths: each person once, or the full-time equivalents that the row states."""
    people = _hundredfold(_present(structure))
    posts, rows = structure.posts, people.row
    states = ~taken(posts.missing("fte"), rows) & ~taken(two_posts(structure), rows)
    states &= people.doubtful | (people.value != 0)  # a vacant row is paid nothing, whatever it states
    if not states.any():
        return people
    uncertain = {i: amount for i, amount in people.uncertain.items() if not states[i]}
    estimates = posts.estimates("fte")
    for i in np.flatnonzero(states & np.isin(rows, list(estimates))).tolist() if estimates else ():
        uncertain[i] = Amount.of(estimates[int(rows[i])])
    value = np.where(states, taken(posts.figures("fte"), rows), people.value)
    return replace(people, value=value, missing=people.missing & ~states, uncertain=uncertain)


def _present(structure: Structure) -> Contributions:
    """Give the posts filled less those held by people who are paid under another post; who share a post are paid as one."""
    one = posts_filled(structure)
    held = taken(concurrent(structure), one.row)
    uncertain = {i: amount - Amount(int(held[i])) for i, amount in one.uncertain.items()}

    def terms(position: int) -> Amount:
        return one.amount(position) - Amount(int(held[position]))

    value = np.where(one.missing, np.maximum(one.value - held, 0), one.value - held)
    return replace(one, value=value, uncertain=uncertain, terms=terms)


def _hundredfold(one: Contributions) -> Contributions:
    uncertain = {i: _times(amount, FULL_TIME) for i, amount in one.uncertain.items()}
    return replace(
        one, value=one.value * FULL_TIME, uncertain=uncertain, terms=lambda i: _times(one.amount(i), FULL_TIME)
    )


def _second_posts(structure: Structure, rates: PayRates, rows: Ints) -> dict[int, Amount]:
    """Give, by position among some rows, what the study says that second posts add to the pay of first ones."""
    firsts = first_posts(structure)
    found: dict[int, Amount] = {}
    for row, position in zip(firsts.tolist(), np.searchsorted(rows, firsts).tolist(), strict=True):
        if position < len(rows) and rows[position] == row:
            one = _times(Amount(FULL_TIME), rates.concurrent(rates.of(row)))
            found[position] = found.get(position, Amount()) + one
    return {position: amount for position, amount in found.items() if amount}


def cost_table(structure: Structure, *, date: str | None = None, of: str = "filled") -> pd.DataFrame:
    """Tabulate the yearly cost by block, category and rank (see :func:`cost_year`), in the currency of the study.

    ``of`` counts who is paid (``filled``), or the quota as if it were all filled (``authorized``). ``date`` chooses base
    pay and grades (None: the date of the study). Columns: block, category, rank, posts (that are paid), a_year, low,
    high (of what is known), missing (rows of which a figure is missing: then a_year is what it is at least, ranges at their best), src. Empty where nothing says what posts are paid.
    """
    import pandas as pd

    from orgmodel.measures.crossings import Crossing
    from orgmodel.measures.totals import total_by

    if of not in ("filled", "authorized"):
        raise ProblemsError(
            [Problem("COST", Message.of("cost is of filled or authorized posts, not of {of!r}", of=of), of)]
        )
    if not structure.has_pay:
        return pd.DataFrame(columns=list(COST_COLUMNS))
    at = date or price_date(structure)
    cost, scale = cost_year(structure, at, of=of), money_scale(structure)
    crossing = Crossing(structure, "block,category,rank")
    groups, count = crossing.groups(cost), len(crossing.keys)
    totals = total_by(cost, groups, count)
    people = total_by(posts_authorized(structure) if of == "authorized" else _present(structure), groups, count)
    rates = PayRates(structure, at)
    paid = people.value
    rows = []
    for number, key in enumerate(crossing.keys):
        if not totals.rows[number]:
            continue
        found = dict.fromkeys(src for row in cost.row[groups == number].tolist() for src in rates.sources(row))
        nan = float("nan")
        best, low, high = (
            nan if totals.unknown[number] else smallest_units_of(array[number]) / scale
            for array in (totals.value, totals.low, totals.high)
        )
        rows.append((*key, paid[number], best, low, high, totals.missing[number], "; ".join(found)))
    return pd.DataFrame(rows, columns=list(COST_COLUMNS))


def payback_years(saving_a_year: float, one_off: float) -> float | None:
    """Give the years in which a yearly saving pays back a one-off cost; None where nothing is saved.

    >>> payback_years(200, 500), payback_years(-1, 500)
    (2.5, None)
    """
    return one_off / saving_a_year if saving_a_year > 0 else None
