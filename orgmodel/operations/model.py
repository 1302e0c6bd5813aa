"""The operations as data: what a scenario may order, checked when it is read.

Names follow the Civil Code (Arts 88–91) and Eurostat's event typology. Every model refuses keys it does not know.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from orgmodel.core.figures import LARGEST
from orgmodel.core.messages import Message
from orgmodel.core.problems import Location
from orgmodel.operations.money_schema import Costs
from orgmodel.operations.operation_schema import (
    DERIVED,
    Attributed,
    Block,
    Both,
    Count,
    Decimals,
    Difference,
    FunctionSpec,
    HeadChange,
    IdentitySpec,
    Ids,
    Incoming,
    Kind,
    Level,
    LineKind,
    LineSpec,
    MembersSpec,
    Model,
    PayFields,
    People,
    Placed,
    PostSpec,
    QuantityAmount,
    QuantityAmounts,
    Receiver,
    Shares,
    SurplusHeadRule,
    Takes,
    Texts,
    Word,
)

FORM = Word("")
"""Marks a mapping from fields of a unit's form to their new words."""


class Operation(Model):
    """Base of the operations; ``why`` says why anything begins or ends, ``cost`` what it costs once."""

    why: str = ""
    term: str = ""
    cost: Costs = Field(default_factory=list)
    at: Location | None = Field(default=None, exclude=True, repr=False)


def _without_blanks(what: dict[str, Any]) -> dict[str, Any]:
    """Leave out the blanks around the texts of what begins, whose model is known only when it is carried out."""
    return {key: value.strip() if isinstance(value, str) else value for key, value in what.items()}


class Create(Operation):
    """Begin a unit with what it starts with, a row of posts, or a function."""

    create: Annotated[dict[str, Any], AfterValidator(_without_blanks)]
    posts: list[PostSpec] = Field(default_factory=list)
    functions: list[FunctionSpec] = Field(default_factory=list)
    lines: list[LineSpec] = Field(default_factory=list)
    members: MembersSpec | None = None
    quantities: QuantityAmounts = Field(default_factory=dict)
    identities: list[IdentitySpec] = Field(default_factory=list)
    head: Literal["none"] | None = None


class Ends(Model):
    """What ends for good with a dissolved unit."""

    posts: list[str] | Literal["all"] = Field(default_factory=list)
    functions: list[str] | Literal["all"] = Field(default_factory=list)
    identities: bool = True
    members: bool = False
    quantities: list[str] | Literal["all"] = Field(default_factory=list)
    lines: bool = True


class Dissolve(Operation):
    """End a unit, saying where everything goes; or end a row of posts or a function."""

    dissolve: str | dict[str, str]
    gives: dict[str, Takes] = Field(default_factory=dict)
    gives_all: str | None = None
    ends: Ends = Field(default_factory=Ends)
    children: str | None = None
    incoming: str = ""
    people: People = Field(default_factory=dict)


class ConsolidatedUnit(Placed):
    """The unit that a consolidation makes: a restored one, or a new one, which has of the first what is left out."""

    restores: str | None = None
    unit: str | None = None
    names: Texts = Field(default_factory=dict)
    kind: Kind | None = None
    level: Level | None = None
    block: Block | None = None
    area: str | None = None
    order: Difference = 0
    src: str = DERIVED


class Consolidate(Operation):
    """A + B = C: the units end, a new one begins and takes everything (Civil Code Art. 88)."""

    consolidate: list[str] = Field(min_length=2)
    into: ConsolidatedUnit
    head: HeadChange | Literal["none"] | None = None
    surplus_heads: dict[str, SurplusHeadRule] = Field(default_factory=dict)
    quota: Annotated[dict[str, str], Word("blocks", keys=True)] = Field(default_factory=dict)
    lines: Literal["keep"] | list[LineSpec] = "keep"
    people: People = Field(default_factory=dict)


class Absorb(Operation):
    """A + B = A: the absorbed unit ends, the other goes on (Civil Code Art. 89)."""

    absorb: Ids
    into: str
    surplus_heads: dict[str, SurplusHeadRule] = Field(default_factory=dict)
    quota: Annotated[dict[str, str], Word("blocks", keys=True)] = Field(default_factory=dict)
    lines: Literal["keep", "drop"] = "drop"
    people: People = Field(default_factory=dict)


class SplitUp(Operation):
    """A = B + C: A ends, at least two begin (Civil Code Art. 90)."""

    split_up: str
    into: list[Receiver] = Field(min_length=2)
    shares: Shares | None = None
    both: Both = Field(default_factory=Both)
    incoming: Incoming | None = None


class SplitOff(Operation):
    """A = A + B: A goes on with what is not taken (Civil Code Art. 91)."""

    split_off: str
    into: list[Receiver] = Field(min_length=1)
    both: Both = Field(default_factory=Both)
    incoming: Incoming | None = None


class Transfer(Operation):
    """Move whole units under another superior, or posts to another unit."""

    transfer: str | list[str] | dict[str, Any]
    to: str | Attributed | None
    as_is: bool = True
    change: Annotated[dict[str, str], FORM] = Field(default_factory=dict)
    quota_to: Block | None = None

    @model_validator(mode="after")
    def _as_is(self) -> Transfer:
        if self.change and self.as_is:
            raise ValueError("a transfer as it is changes nothing else: give as_is: false with change")
        if unknown := [field for field in self.change if field not in ("kind", "level", "block", "area")]:
            raise ValueError(
                Message.of("change may name kind, level, block, area, not {unknown!r}", unknown=unknown[0])
            )
        return self


class Rename(Operation):
    """Give a unit other names; its identity stays."""

    rename: str
    names: Texts


class Convert(Operation):
    """Change the form of a unit (kind, level, block, area); its identity stays."""

    convert: str
    change: Annotated[dict[Literal["kind", "level", "block", "area"], str], FORM] = Field(min_length=1)


class LineEnds(Model):
    """A line that is there now (``to`` null: none yet)."""

    kind: LineKind
    from_: str = Field(alias="from")
    to: str | None = None
    block: Block = ""


class Redirect(Operation):
    """Make a line end elsewhere; with ``to: null`` it ends, from null it begins."""

    redirect: LineEnds
    to: str | None


class Resize(Operation, PayFields):
    """Change the quota, the people present, or the pay of a row of posts, or how much of a quantity a unit has; and say why."""

    resize: str | dict[Literal["quantity", "unit"], str]
    by: Difference | None = None
    to: Count | None = None
    filled_by: Difference | None = None
    filled_to: Count | None = None
    fte_by: Annotated[float, Field(ge=-LARGEST // 100, le=LARGEST // 100)] | None = None
    fte_to: Decimals | None = None
    people: People = Field(default_factory=dict)
    amount_by: Annotated[float, Field(ge=-LARGEST, le=LARGEST)] | None = None
    amount_to: QuantityAmount | None = None

    @model_validator(mode="after")
    def _something(self) -> Resize:
        amounts = (self.amount_by, self.amount_to)
        pairs = ((self.by, self.to), (self.filled_by, self.filled_to), (self.fte_by, self.fte_to))
        if isinstance(self.resize, dict):
            if set(self.resize) != {"quantity", "unit"} or amounts.count(None) != 1:
                raise ValueError(
                    "a resize of a quantity names quantity and unit, and gives either amount_by or amount_to"
                )
            if self.says_pay or self.people or any(one is not None for pair in pairs for one in pair):
                raise ValueError("a resize of a quantity gives nothing but amount_by or amount_to, and why")
            return self
        if amounts != (None, None):
            raise ValueError("amount_by and amount_to resize a quantity: resize: {quantity: …, unit: …}")
        if all(one is None and other is None for one, other in pairs) and not self.says_pay and not self.people:
            raise ValueError("a resize needs one of by, to, filled_by, filled_to, fte_by, fte_to, or what is paid")
        if any(one is not None and other is not None for one, other in pairs):
            raise ValueError("give either the change (by) or the new figure (to), not both")
        return self


class AssignFunction(Operation):
    """Hand a function from one unit to another."""

    assign_function: str
    from_: str = Field(alias="from")
    to: str


class Displaced(Model):
    """Where the holder of a post goes who makes room."""

    to: str


class LinkPosts(Operation):
    """Let the holder of one post also hold another."""

    link_posts: str
    also_holds: str
    basis: str = ""
    displaced: Displaced | None = None


class UnlinkPosts(Operation):
    """End a concurrent holding; the second post becomes vacant."""

    unlink_posts: str
    also_holds: str
