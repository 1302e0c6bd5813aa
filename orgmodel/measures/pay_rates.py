"""What one holder of a post is paid a year: stated pay, a coefficient of the base pay, a grade, or category and rank.

The most particular statement wins, in that order. Amounts are whole numbers of the study's smallest unit. What nobody
stated keeps an identity, so that a row that is moved or parted still lacks the same figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.core.figure_columns import MISSING
from orgmodel.core.figures import LARGEST, Estimate, Figure, FigureId, Source
from orgmodel.core.messages import Message
from orgmodel.core.money import BasePay, Money, amount_text, begins_on, has_begun
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.records import Grade, Pay, is_assumed
from orgmodel.measures.contributions import Ints, Mask
from orgmodel.measures.masks import assumed_rows, taken

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

MONTHS = 12
ALL_OF_IT = 10_000
"""A hundred per cent, in hundredths of one."""


def rounded(numerator: int, denominator: int) -> int:
    """Divide whole numbers, a half away from zero.

    >>> rounded(5, 2), rounded(-5, 2), rounded(7, 3)
    (3, -3, 2)
    """
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def scaled(figure: Estimate, part: str, scale: Callable[[int], int]) -> Estimate:
    """Give what follows from an uncertain figure by a rule: its range under the rule, and an identity of its own.

    >>> from orgmodel.core.figures import assumed
    >>> scaled(assumed("c", 200, 234, 300), "×2", lambda one: 2 * one).high
    600
    """
    low, best, high = (None if end is None else scale(end) for end in (figure.low, figure.best, figure.high))
    id = figure.source.id
    if figure.parts > 1 or figure.offset:
        part = f"[{figure.position}]{figure.offset:+d}{part}"
    return Estimate(Source(id._replace(part=id.part + part), low, best, high))


@dataclass(frozen=True, slots=True)
class Rate:
    """Hold what one holder is paid a year, and whether that, or what it follows from, is assumed."""

    pay: int | Estimate
    assumed: bool = False
    src: tuple[str, ...] = ()


class PayRates:
    """Give what each row of posts pays a holder a year, at the base pay and grades of one date."""

    def __init__(self, structure: Structure, date: str | None) -> None:
        """Price the posts of a structure at a date; None takes what was laid down last."""
        self.structure = structure
        self.date = date
        self.money: Money = structure.terms.money or Money()
        self.base: BasePay | None = self.money.base_pay(date)

    # -- rules ---------------------------------------------------------------------------------------------------------

    def _of_coefficient(self, coefficient: int | Estimate) -> Figure:
        """Give coefficient (hundredths) × base pay × 12 months, None without base pay; raises ProblemsError beyond any pay."""
        if self.base is None:
            return None
        base = self.base.amount

        def yearly(hundredths: int) -> int:
            pay = rounded(hundredths * base * MONTHS, 100)
            if abs(pay) > LARGEST:
                text = amount_text(hundredths, 2)
                message = Message.of(
                    "a coefficient of {text} at the base pay of {base} comes to a pay beyond any organisation",
                    text=text,
                    base=amount_text(base, self.money.decimals),
                )
                raise ProblemsError([Problem("TOO_LARGE", message, text)])
            return pay

        if isinstance(coefficient, int):
            return yearly(coefficient)
        return scaled(coefficient, f"×{base}", yearly)

    def _stated(self, pay: Figure, coefficient: Figure) -> Figure:
        """Give what pay or else a coefficient comes to; None where neither says anything."""
        if _says(pay):
            return pay
        return self._of_coefficient(cast("int | Estimate", coefficient)) if _says(coefficient) else None

    @cached_property
    def grades(self) -> dict[str, Rate]:
        """Give the rate of each grade in force."""
        found: dict[str, Grade] = {}
        for one in cast(Iterable[Grade], self.structure.table("grades")):
            if has_begun(one.begins, self.date):
                other = found.get(one.grade)
                if other is None or begins_on(one.begins) > begins_on(other.begins):
                    found[one.grade] = one
        rates = {}
        for name, one in sorted(found.items()):
            of_base = not _says(one.pay)
            pay = self._stated(one.pay, one.coefficient)
            if pay is not None:
                rates[name] = Rate(pay, *self._sources(one.src, of_base=of_base))
        return rates

    @cached_property
    def by_rank(self) -> dict[tuple[str, str], Rate]:
        """Give the rate of each category and rank: coefficient and allowance together."""
        rates = {}
        for one in cast(Iterable[Pay], self.structure.table("pay")):
            pay = self._of_coefficient(one.coefficient + one.allowance)
            if pay is not None:
                rates[one.category, one.rank] = Rate(pay, *self._sources(one.src, of_base=True))
        return rates

    def _sources(self, src: str, *, of_base: bool) -> tuple[bool, tuple[str, ...]]:
        base = self.base.src if of_base and self.base is not None else ""
        return is_assumed(src) or is_assumed(base), tuple(filter(None, (src, base)))

    # -- by row --------------------------------------------------------------------------------------------------------

    @cached_property
    def _shared(self) -> tuple[Ints, list[Rate | None]]:
        """Give the number of the rate that a row shares with others (0: none), and the rates by number."""
        posts, strings = self.structure.posts, self.structure.strings
        listed: list[Rate | None] = [None]
        number = np.zeros(posts.size, dtype=np.int64)
        if self.by_rank:
            category, rank = (posts.column(name).astype(np.int64) for name in ("category", "rank"))
            pairs = category * len(strings) + rank
            keys: dict[int, int] = {}
            for (one, other), rate in self.by_rank.items():
                codes = strings.code(one), strings.code(other)
                if min(codes) >= 0:
                    keys[codes[0] * len(strings) + codes[1]] = len(listed)
                    listed.append(rate)
            known = np.array(sorted(keys), dtype=np.int64)
            if len(known):
                at = np.minimum(np.searchsorted(known, pairs), len(known) - 1)
                numbers = np.array([keys[key] for key in known.tolist()], dtype=np.int64)
                number = np.where(known[at] == pairs, numbers[at], 0)
        if len(posts) and (posts.column("grade") != strings.code("")).any():
            by_code = np.zeros(len(strings) + 1, dtype=np.int64)
            for name, rate in self.grades.items():
                if (code := strings.code(name)) >= 0:
                    by_code[code] = len(listed)
                    listed.append(rate)
            grade = posts.column("grade")
            number = np.where(grade == strings.code(""), number, by_code[grade])
        return number, listed

    @cached_property
    def columns(self) -> tuple[Ints, Mask, Mask]:
        """Give by row: the rate where it is one number (else 0), whether it is, and whether it is assumed."""
        posts = self.structure.posts
        number, listed = self._shared
        exact = np.array([one.pay if one is not None and isinstance(one.pay, int) else MISSING for one in listed])
        rate, known = exact[number], exact[number] != MISSING
        assumed = np.array([one is not None and one.assumed for one in listed], dtype=np.bool_)[number]
        assumed |= assumed_rows(self.structure, posts)
        coefficient = posts.column("coefficient")
        for row in np.flatnonzero((coefficient != MISSING) & posts.live).tolist():
            one = self.of(row)
            known[row] = isinstance(one, int)
            rate[row] = one if isinstance(one, int) else 0
        stated = posts.column("pay")
        rate, known = np.where(stated != MISSING, stated, rate), known | (stated != MISSING)
        for field in ("pay", "coefficient"):
            doubtful = list(posts.estimates(field))
            known[[row for row in doubtful if not isinstance(self.of(row), int)]] = False
        return np.where(known, rate, 0), known, assumed

    def taken(self, rows: Ints) -> tuple[Ints, Mask, Mask]:
        """Give the columns of some rows (sorted)."""
        rate, known, assumed = self.columns
        return taken(rate, rows), taken(known, rows), taken(assumed, rows)

    def _figure(self, field: str, row: int) -> Figure:
        posts = self.structure.posts
        estimate = posts.estimates(field).get(row)
        if estimate is not None:
            return estimate
        cell = int(posts.column(field)[row])
        return None if cell == MISSING else cell

    def _text(self, field: str, row: int) -> str:
        return str(self.structure.strings.value(self.structure.posts.column(field)[row]))

    def of(self, row: int) -> int | Estimate:
        """Give the rate of a row: a number, or an estimate, which has no value where nobody stated any."""
        pay = self._figure("pay", row)
        stated = self._stated(pay, self._figure("coefficient", row))
        if stated is not None:
            return stated
        number, listed = self._shared
        shared = listed[int(number[row])]
        if shared is not None:
            return shared.pay
        if isinstance(pay, Estimate):  # the pay of the row that this one was a part of
            return pay
        grade = self._text("grade", row)
        if grade:
            return Estimate(Source(FigureId("grades", grade, "pay")))
        return Estimate(Source(FigureId("posts", self._text("id", row), "pay")))

    def sources(self, row: int) -> tuple[str, ...]:
        """List what lays down the rate of a row."""
        src = self._text("src", row)
        if _says(self._figure("pay", row)):
            return (src,) if src else ()
        if _says(self._figure("coefficient", row)):
            return self._sources(src, of_base=True)[1]
        number, listed = self._shared
        shared = listed[int(number[row])]
        return shared.src if shared is not None else ()

    def concurrent(self, rate: int | Estimate) -> int | Estimate:
        """Give what a second post adds to a rate: the study's share of it, 0 where it says nothing."""
        share = self.money.concurrent
        if not share:
            return 0

        def part(amount: int) -> int:
            return rounded(amount * share, ALL_OF_IT)

        return part(rate) if isinstance(rate, int) else scaled(rate, f"×{share}/{ALL_OF_IT}", part)


def _says(figure: Figure) -> bool:
    """Tell whether a figure is a number or a range, and not a figure that is known to be missing."""
    if isinstance(figure, Estimate):
        return figure.best is not None or figure.low is not None
    return figure is not None


def product(paid: Estimate, rate: Estimate) -> Estimate:
    """Give people × pay where both are uncertain: an identity of its own, of which parts come together as those of the people do.

    >>> from orgmodel.core.figures import Amount, assumed, share_out
    >>> rate = assumed("r", 10, 11, 12)
    >>> parts = [Amount.of(product(part, rate)) for part in share_out(assumed("p", 5, 6, 7), [1, 1, 1], "p")]
    >>> [(one.low, one.high) for one in (parts[0], parts[0] + parts[1] + parts[2])]
    [(20, 36), (50, 84)]
    """
    one, each = paid.source, rate.source.id
    part = f"{one.id.part}×{each}" + (f"[{rate.position}]{rate.offset:+d}" if rate.parts > 1 or rate.offset else "")
    whole = one.whole
    if isinstance(whole, Estimate):
        whole = product(whole, rate) if not whole.offset else None  # what is added to it would be paid as well
    id = one.id._replace(part=part)
    return replace(
        paid, source=Source(id, one.low, one.best, one.high, whole, (rate.low, rate.best, rate.high)), offset=0
    )
