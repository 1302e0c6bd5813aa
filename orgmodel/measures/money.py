"""What posts cost a year, where pay figures are given: coefficient × base pay, and allowances. Nothing where they are not.

The pay table gives, by category and rank, a coefficient and an allowance in multiples of the base pay (stored in
hundredths); the base pay is dated and cited, as a decree sets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from orgmodel.core.figures import Amount
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.records import Pay, Post
from orgmodel.core.schema import identity_of

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.structure import Structure

MONTHS = 12
COST_COLUMNS = ("block", "category", "rank", "posts", "missing", "coefficient", "allowance", "a_year", "unpaid", "src")


@dataclass(frozen=True, slots=True)
class BasePay:
    """Hold the monthly base pay from a date on, in the currency of its source, and where it is laid down."""

    amount: float
    begins: str
    src: str


def base_pay_at(pays: Iterable[BasePay], date: str | None) -> BasePay | None:
    """Give the base pay in force on a date: the last that has begun; None where none has.

    >>> old, new = BasePay(1_390_000, "2018-07-01", "72/2018/NĐ-CP"), BasePay(1_490_000, "2019-07-01", "38/2019/NĐ-CP")
    >>> base_pay_at([old, new], "2019-01-31").amount
    1390000
    """
    begun = [one for one in pays if date is None or one.begins <= date]
    return max(begun, key=lambda one: one.begins, default=None)


@dataclass(frozen=True, slots=True)
class CostItem:
    """Hold a cost that a transition has once: what for, how much, and where it is laid down."""

    id: str
    amount: float
    src: str


def cost_table(
    structure: Structure, pays: Sequence[BasePay], *, date: str | None = None, of: str = "filled"
) -> pd.DataFrame:
    """Tabulate the yearly cost by block, category and rank: posts × (coefficient + allowance) × base pay × 12.

    ``of`` counts ``filled`` posts less those held as a second post (what is paid), or ``authorized`` ones inside quota
    (what quota would cost). ``date`` chooses the base pay (None: the structure's).
    Columns: block, category, rank, posts, missing (rows whose number is), coefficient, allowance (multiples of the base
    pay), a_year (NaN where no pay is given), unpaid (posts of which no pay is given), src. Empty without pay figures.
    """
    import pandas as pd

    if of not in ("filled", "authorized"):
        raise ProblemsError(
            [Problem("COST", Message.of("cost is of filled or authorized posts, not of {of!r}", of=of), of)]
        )
    table = {pay.key: pay for pay in cast(Iterable[Pay], structure.table("pay"))}
    base = base_pay_at(pays, date or structure.as_of)
    if not table or base is None:
        return pd.DataFrame(columns=list(COST_COLUMNS))
    held: dict[str, int] = {}
    for link in structure.links:
        held[link.also_holds] = held.get(link.also_holds, 0) + 1  # type: ignore[union-attr]
    sums: dict[tuple[str, str, str], Amount] = {}
    for post in cast(Iterable[Post], structure.posts):
        if of == "authorized" and post.quota == "out":
            continue
        amount = Amount.of(getattr(post, of), identity_of(post, of))
        if of == "filled":
            amount -= Amount(held.get(post.id, 0))
        key = (post.block, post.category, post.rank)
        sums[key] = sums.get(key, Amount()) + amount
    rows = []
    for (block, category, rank), amount in sorted(sums.items()):
        pay, posts = table.get((category, rank)), amount.known_best
        each = (pay.coefficient + pay.allowance) / 100 if pay else float("nan")
        rows.append(
            (block, category, rank, posts, amount.missing, pay.coefficient / 100 if pay else float("nan"),
             pay.allowance / 100 if pay else float("nan"), posts * each * base.amount * MONTHS,
             0 if pay else posts, "; ".join(filter(None, (pay.src if pay else "", base.src))))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COST_COLUMNS))


def payback_years(saving_a_year: float, one_off: float) -> float | None:
    """Give the years in which a yearly saving pays back a one-off cost; None where nothing is saved.

    >>> payback_years(200, 500), payback_years(-1, 500)
    (2.5, None)
    """
    return one_off / saving_a_year if saving_a_year > 0 else None
