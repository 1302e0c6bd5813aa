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
from orgmodel.operations.written_numbers import ANY_NUMBER, TWO_DECIMALS

FORM = Word("")
"""Marks a mapping from fields of a unit's form to their new words."""


class Operation(Model):
    """Base of the operations; ``why`` says why anything begins or ends, ``cost`` what it costs once."""

    why: str = ""
    """Why anything begins or ends: law, a decision, or in words."""
    term: str = ""
    """The word that the paper uses for it."""
    cost: Costs = Field(default_factory=list)
    """What it costs once: a list of amounts, each with what it is for."""
    at: Location | None = Field(default=None, exclude=True, repr=False)


def _without_blanks(what: dict[str, Any]) -> dict[str, Any]:
    """Leave out the blanks around the texts of what begins, whose model is known only when it is carried out."""
    return {key: value.strip() if isinstance(value, str) else value for key, value in what.items()}


class Create(Operation):
    """Begin a unit with what it starts with, a row of posts, or a function."""

    create: Annotated[dict[str, Any], AfterValidator(_without_blanks)]
    """The unit, the row of posts or the function that begins, in the columns of its table."""
    posts: list[PostSpec] = Field(default_factory=list)
    """The rows of posts that a new unit starts with."""
    functions: list[FunctionSpec] = Field(default_factory=list)
    """The functions that a new unit starts with."""
    lines: list[LineSpec] = Field(default_factory=list)
    """The lines from a new unit to others."""
    members: MembersSpec | None = None
    """The members of a new Party organisation."""
    quantities: QuantityAmounts = Field(default_factory=dict)
    """So much of each quantity that the study declares, or ? where nobody knows."""
    identities: list[IdentitySpec] = Field(default_factory=list)
    """The legal identities of a new unit."""
    head: Literal["none"] | None = None
    """none, where the unit is meant to begin without a head."""


class Ends(Model):
    """What ends for good with a dissolved unit."""

    posts: list[str] | Literal["all"] = Field(default_factory=list)
    """The rows of posts that end, or all."""
    functions: list[str] | Literal["all"] = Field(default_factory=list)
    """The functions that end, or all."""
    identities: bool = True
    """Whether its legal identities end."""
    members: bool = False
    """Whether its members are counted out."""
    quantities: list[str] | Literal["all"] = Field(default_factory=list)
    """The quantities that end, or all."""
    lines: bool = True
    """Whether its own lines end."""


class Dissolve(Operation):
    """End a unit, saying where everything goes; or end a row of posts or a function."""

    dissolve: str | dict[str, str]
    """The unit that ends; or {post: …} or {function: …}."""
    gives: dict[str, Takes] = Field(default_factory=dict)
    """By receiver: what it takes of the unit."""
    gives_all: str | None = None
    """The unit that takes whatever nobody else does."""
    ends: Ends = Field(default_factory=Ends)
    """What ends for good with the unit."""
    children: str | None = None
    """The unit under which its child units go."""
    incoming: str = ""
    """The unit at which lines to it end from now on, or drop."""
    people: People = Field(default_factory=dict)
    """By person: where whoever loses a post goes, or what becomes of them."""


class ConsolidatedUnit(Placed):
    """The unit that a consolidation makes: a restored one, or a new one, which has of the first what is left out."""

    restores: str | None = None
    unit: str | None = Field(default=None, min_length=1)
    names: Texts = Field(default_factory=dict)
    kind: Kind | None = None
    level: Level | None = None
    block: Block | None = None
    area: str | None = None
    order: Difference = 0
    src: str = DERIVED


class Consolidate(Operation):
    """Merge units into a new one that takes everything: A + B = C (Civil Code Art. 88)."""

    consolidate: list[str] = Field(min_length=2)
    """The units that end: two or more."""
    into: ConsolidatedUnit
    """The unit that begins: new, or an ended one restored."""
    head: HeadChange | Literal["none"] | None = None
    """Which post heads it: keep, convert or quota; or none."""
    surplus_heads: dict[str, SurplusHeadRule] = Field(default_factory=dict)
    """By head post that is not kept: whether it is converted or ends."""
    quota: Annotated[dict[str, str], Word("blocks", keys=True)] = Field(default_factory=dict)
    """By block: the block that its quota moves to."""
    lines: Literal["keep"] | list[LineSpec] = "keep"
    """keep, or the lines that the new unit has in place of theirs."""
    people: People = Field(default_factory=dict)
    """By person: where whoever loses a post goes, or what becomes of them."""


class Absorb(Operation):
    """Let a unit take over others, which end: A + B = A (Civil Code Art. 89)."""

    absorb: Ids
    """The unit, or units, that end."""
    into: str
    """The unit that goes on and takes everything."""
    surplus_heads: dict[str, SurplusHeadRule] = Field(default_factory=dict)
    """By head post of what ends: whether it is converted or ends."""
    quota: Annotated[dict[str, str], Word("blocks", keys=True)] = Field(default_factory=dict)
    """By block: the block that its quota moves to."""
    lines: Literal["keep", "drop"] = "drop"
    """Whether lines of what ends are kept by the other, or dropped."""
    people: People = Field(default_factory=dict)
    """By person: where whoever loses a post goes, or what becomes of them."""


class SplitUp(Operation):
    """Split a unit, which ends, into at least two: A = B + C (Civil Code Art. 90)."""

    split_up: str
    """The unit that ends."""
    into: list[Receiver] = Field(min_length=2)
    """The units that begin, two or more: each restores an ended one or is new, and says what it takes."""
    shares: Shares | None = None
    """Weights by which what nobody names is shared out, in the order of into."""
    both: Both = Field(default_factory=Both)
    """Internal functions that every receiver needs."""
    incoming: Incoming | None = None
    """What becomes of lines that end at the unit, in all or by kind: both, drop, or the number of a receiver."""


class SplitOff(Operation):
    """Split others off a unit, which goes on with what they do not take: A = A + B (Civil Code Art. 91)."""

    split_off: str
    """The unit that goes on with what is not taken."""
    into: list[Receiver] = Field(min_length=1)
    """The units that begin: each restores an ended one or is new, and says what it takes."""
    both: Both = Field(default_factory=Both)
    """Internal functions that every receiver needs."""
    incoming: Incoming | None = None
    """What becomes of lines that end at the unit, in all or by kind: both, drop, or the number of a receiver."""


class Transfer(Operation):
    """Move whole units under another superior, or posts to another unit."""

    transfer: str | list[str] | dict[str, Any]
    """A unit, several, those that criteria select, or {posts: […]}."""
    to: str | Attributed | None
    """The new superior, or the unit that takes the posts; null is the top."""
    as_is: bool = True
    """Whether the units keep their form."""
    change: Annotated[dict[str, str], FORM] = Field(default_factory=dict)
    """New words of their form: kind, level, block, area (with as_is: false)."""
    quota_to: Block | None = None
    """The block that the quota moves to."""

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
    """The unit."""
    names: Texts
    """Its names from now on, by language."""


class Convert(Operation):
    """Change the form of a unit (kind, level, block, area); its identity stays."""

    convert: str
    """The unit."""
    change: Annotated[dict[Literal["kind", "level", "block", "area"], str], FORM] = Field(min_length=1)
    """New words of its form: kind, level, block, area."""


class LineEnds(Model):
    """A line that is there now (``to`` null: none yet)."""

    kind: LineKind
    from_: str = Field(alias="from")
    to: str | None = None
    block: Block = ""


class Redirect(Operation):
    """Make a line end elsewhere; with ``to: null`` it ends, from null it begins."""

    redirect: LineEnds
    """The line as it is: kind, from, to (null: none yet)."""
    to: str | None
    """Where it ends from now on; null: it ends."""


class Resize(Operation, PayFields):
    """Change the quota, the people present, or the pay of a row of posts, or how much of a quantity a unit has; and say why."""

    resize: str | dict[Literal["quantity", "unit"], str]
    """The row of posts, or {quantity: …, unit: …}."""
    by: Difference | None = None
    """So many posts of the quota more or fewer."""
    to: Count | None = None
    """So many posts of the quota."""
    filled_by: Difference | None = None
    """So many people more or fewer."""
    filled_to: Count | None = None
    """So many people."""
    fte_by: Annotated[float, Field(ge=-LARGEST // 100, le=LARGEST // 100), TWO_DECIMALS] | None = None
    """So many full-time equivalents more or fewer."""
    fte_to: Decimals | None = None
    """So many full-time equivalents."""
    people: People = Field(default_factory=dict)
    """By person: where whoever loses a post goes, or what becomes of them."""
    amount_by: Annotated[float, Field(ge=-LARGEST, le=LARGEST), ANY_NUMBER] | None = None
    """So much of a quantity more or less."""
    amount_to: QuantityAmount | None = None
    """So much of a quantity."""

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
    """The function."""
    from_: str = Field(alias="from")
    """The unit that has it."""
    to: str
    """The unit that has it from now on."""


class Displaced(Model):
    """Where the holder of a post goes who makes room."""

    to: str


class LinkPosts(Operation):
    """Let the holder of one post also hold another."""

    link_posts: str
    """The post whose holder takes a second one."""
    also_holds: str
    """The second post."""
    basis: str = ""
    """The paper that says so."""
    displaced: Displaced | None = None
    """The post to which the second post's holder goes."""


class UnlinkPosts(Operation):
    """End a concurrent holding; the second post becomes vacant."""

    unlink_posts: str
    """The post whose holder gives a second one up."""
    also_holds: str
    """The second post, which becomes vacant."""
