"""Operation schema: what a step or an operation costs once, and what a row of posts is paid from then on."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from orgmodel.core.figures import Estimate, Figure, FigureId, Source, exact
from orgmodel.core.messages import Message
from orgmodel.core.money import Money, amount_text, smallest_units
from orgmodel.core.records import Post
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.operations.effect import refuse
from orgmodel.operations.operation_schema import Model, Number, PayFields, Texts


def money_figure(
    best: float | None, low: float | None, high: float | None, terms: Vocabulary, identity: FigureId
) -> Figure:
    """Give an amount in the smallest unit of the study: a number, a range, or None where nothing is stated.

    Raises ValueError for one that is finer than the currency.
    """
    decimals = (terms.money or Money()).decimals
    ends = [None if one is None else smallest_units(str(one), decimals) for one in (low, best, high)]
    return ends[1] if ends[0] is None and ends[2] is None else Estimate(Source(identity, ends[0], ends[1], ends[2]))


def stated_pay(fields: PayFields, terms: Vocabulary, post: str) -> dict[str, Any]:
    """Give the fields of a row of posts that say what it is paid; refused where an amount is finer than the currency."""
    try:
        pay = money_figure(fields.pay, fields.pay_low, fields.pay_high, terms, FigureId("posts", post, "pay"))
    except ValueError as error:
        raise refuse("BAD_VALUE", error.args[0], post) from None
    coefficient = None if fields.coefficient is None else round(fields.coefficient * 100)
    return {"grade": fields.grade, "pay": pay, "coefficient": coefficient}


def pay_fields(post: Post, terms: Vocabulary) -> dict[str, Any]:
    """Write what a row of posts states of pay as :func:`stated_pay` reads it; of a range without a best value the ends.

    >>> pay_fields(Post("a/1", "a", pay=3_123_450), Vocabulary(money=Money("GBP", 2)))
    {'pay': 31234.5}
    """
    decimals = (terms.money or Money()).decimals
    ends = {"pay": exact(post.pay)}
    if isinstance(post.pay, Estimate) and post.pay.low is not None:
        ends |= {"pay_low": post.pay.low, "pay_high": post.pay.high}
    amounts = {key: float(amount_text(end, decimals)) for key, end in ends.items() if end is not None}
    whole = {key: int(amount) if amount.is_integer() else amount for key, amount in amounts.items()}
    coefficient = exact(post.coefficient)
    return {
        **({"grade": post.grade} if post.grade else {}),
        **whole,
        **({} if coefficient is None else {"coefficient": coefficient / 100}),
    }


class CostSpec(Model):
    """What something costs once: an amount or a range (none of either: not known), what for, at which unit, by what source."""

    amount: Number | None = None
    low: Number | None = None
    high: Number | None = None
    for_: Texts = Field(default_factory=dict, alias="for")
    unit: str = ""
    src: str = ""

    @model_validator(mode="after")
    def _both_ends(self) -> CostSpec:
        if (self.low is None) != (self.high is None):
            raise ValueError(Message.of("a range needs both {low} and {high}", low="low", high="high"))
        ends = [one for one in (self.low, self.amount, self.high) if one is not None]
        if ends != sorted(ends):
            raise ValueError(
                Message.of("the amount of a cost lies between its low and its high, and low is not above high")
            )
        return self


def _costs(value: Any) -> Any:
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        return [{"amount": value}]
    return [value] if isinstance(value, dict) else value


Costs = Annotated[list[CostSpec], BeforeValidator(_costs, json_schema_input_type=float | CostSpec | list[CostSpec])]
"""What something costs once: an amount, one statement of it, or a list of them."""
