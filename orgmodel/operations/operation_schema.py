"""Operation schema: the parts that operations are written with: units and posts to begin, takes, heads, criteria. Unknown keys are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    WrapValidator,
    model_serializer,
    model_validator,
)

from orgmodel.core.figures import LARGEST
from orgmodel.core.frozen import Frozen, FrozenList
from orgmodel.core.messages import Message
from orgmodel.core.names import UNKNOWN_LANGUAGE, is_language
from orgmodel.core.records import NUMBER_UNKNOWN
from orgmodel.operations.written_numbers import ANY_NUMBER, PLAINEST, TWO_DECIMALS, WHOLE


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


def _named(value: Any) -> Any:
    return {"vi": value} if isinstance(value, str) else value


def _own(value: Any) -> Any:
    return ({UNKNOWN_LANGUAGE: value} if value else {}) if isinstance(value, str) else value


def _language(code: str) -> str:
    if not is_language(code):
        raise ValueError(Message.of("{given!r} is no code of a language, such as en", given=code))
    return code


Language = Annotated[str, AfterValidator(_language)]
"""The code of a language, as columns of names bear it (``name_en``)."""
Texts = Annotated[
    dict[Language, str], BeforeValidator(_named, json_schema_input_type=str | dict[str, str]), AfterValidator(Frozen)
]
"""Texts by language; a bare text is Vietnamese."""
OwnTexts = Annotated[
    dict[Language, str], BeforeValidator(_own, json_schema_input_type=str | dict[str, str]), AfterValidator(Frozen)
]
"""Texts by language; a bare text is of the study's language, which whoever builds with it puts in."""
Ids = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
Words = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
Count = Annotated[int, Field(ge=0, le=LARGEST), WHOLE]
Difference = Annotated[int, Field(ge=-LARGEST, le=LARGEST), WHOLE]
Decimals = Annotated[float, Field(ge=0, le=LARGEST // 100), TWO_DECIMALS]
"""A figure that is kept in hundredths."""
Whole = Annotated[int, WHOLE]
Number = Annotated[float, ANY_NUMBER]
"""A number with any decimals: what a measure is compared with."""
Amount = Annotated[float, Field(ge=0), ANY_NUMBER]
"""An amount of money."""


DERIVED = "derived"
"""The source of a record that an operation makes, where it says none."""

NONE = "none"
"""What stands under ``head`` where a unit is to begin without one."""


@dataclass(frozen=True, slots=True)
class Word:
    """Mark a field whose texts are words of a family that a study declares (:meth:`Vocabulary.declared`).

    Of a mapping ``keys`` are such words, ``values`` too; without a ``family`` the keys are fields of a unit's form, and
    each value is a word of that field's family.
    """

    family: str
    keys: bool = False
    values: bool = True


Kind = Annotated[str, Word("kinds")]
Level = Annotated[str, Word("levels")]
Block = Annotated[str, Word("blocks")]
Category = Annotated[str, Word("categories")]
LineKind = Annotated[str, Word("lines")]


QuantityAmount = Annotated[int | float, Field(ge=0, le=LARGEST), PLAINEST]
"""An amount of a quantity that the study declares, in its unit."""
QuantityAmounts = Annotated[dict[str, Literal["?"] | QuantityAmount], Word("quantities", keys=True, values=False)]
"""By quantity: so much, or ``?`` where nobody knows how much."""
Fraction = Annotated[str, Field(pattern=r"^[0-9]+(?:\.[0-9]+)? ?%$|^[0-9]+/[1-9][0-9]*$")]
"""So much of what there is: ``12.5 %``, ``1/8``."""
TakenQuantities = Annotated[
    dict[str, Literal["all", "rest", "part"] | Fraction | QuantityAmount],
    Word("quantities", keys=True, values=False),
]
"""By quantity: all of it, so much, a fraction (``12.5 %``, ``1/8``), what the others leave, or a part that nobody knows."""


class Model(BaseModel):
    """Base of all: strict keys, immutable; made ready when first used, for most commands need few."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, str_strip_whitespace=True, defer_build=True
    )


def _number_of(value: Any, read: Callable[[Any], int]) -> int:
    return NUMBER_UNKNOWN if value == "?" else read(value)


Remainder = Annotated[
    int, Field(ge=1, le=LARGEST), WHOLE, WrapValidator(_number_of, json_schema_input_type=int | Literal["?"])
]
"""How many units a row stands for, one at least; `?` where nobody knows, which is kept as 0."""


def _either_key(schema: dict[str, Any]) -> None:
    """Let an editor take both keys of a unit's id, one of which is needed."""
    schema["properties"]["id"] = dict(schema["properties"]["unit"])
    schema["required"] = [key for key in schema["required"] if key != "unit"]
    schema["oneOf"] = [{"required": ["unit"]}, {"required": ["id"]}]


class _NewUnit(Model):
    """What is said of any unit that begins; its id stands under ``unit``, or under ``id`` as a table has it."""

    model_config = ConfigDict(json_schema_extra=_either_key)

    unit: str = Field(min_length=1, validation_alias=AliasChoices("unit", "id"))
    names: Texts = Field(default_factory=dict)
    parent: str | None = None
    order: Difference = 0
    stands_for: Remainder = 1
    src: str = DERIVED


class UnitSpec(_NewUnit):
    """A unit to begin from nothing."""

    kind: Kind = "unit"
    level: Level = ""
    block: Block = ""
    area: str = ""


class Placed(Model):
    """What comes of other units, and is where they were unless a parent is stated; `parent: null` states that it is at the top."""

    parent: str | None = None

    @property
    def is_placed(self) -> bool:
        """Tell whether a parent is stated, be it none."""
        return "parent" in self.model_fields_set

    @model_serializer(mode="wrap")
    def _stated(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write a parent that is stated to be none, too."""
        written: dict[str, Any] = write(self)
        return written | {"parent": None} if self.is_placed and self.parent is None else written


class PartSpec(_NewUnit, Placed):
    """A unit to begin as a part of another, of which it has the kind, level, block, area and parent that are left out."""

    kind: Kind | None = None
    level: Level | None = None
    block: Block | None = None
    area: str | None = None


class PayFields(Model):
    """What a holder is paid: a grade, a yearly pay (with its range, if it is assumed), or a coefficient of the base pay."""

    grade: str = ""
    pay: Amount | None = None
    pay_low: Amount | None = None
    pay_high: Amount | None = None
    coefficient: Decimals | None = None

    @model_validator(mode="after")
    def _both_ends(self) -> PayFields:
        if (self.pay_low is None) != (self.pay_high is None):
            raise ValueError(Message.of("a range needs both {low} and {high}", low="pay_low", high="pay_high"))
        return self

    @property
    def says_pay(self) -> bool:
        """Tell whether anything is said of pay."""
        return bool(self.grade) or any(one is not None for one in (self.pay, self.pay_low, self.coefficient))


class PostSpec(PayFields):
    """A row of posts to create."""

    id: str = Field(min_length=1)
    title: Texts = Field(default_factory=dict)
    rank: Literal["head", "deputy", "staff", "unknown"] = "staff"
    block: Block = ""
    category: Category = ""
    quota: Literal["in", "out", "surplus", "reserve"] = "in"
    funding: str = ""
    function: str = ""
    office: str = ""
    authorized: Count | None = 1
    filled: Count | None = 0
    fte: Decimals | None = None
    order: Difference = 0


class FunctionSpec(Model):
    """A function to begin."""

    function: str = Field(min_length=1)
    names: Texts = Field(default_factory=dict)
    block: Block = ""
    internal: bool = False


class LineSpec(Model):
    """A line from the unit at hand to another."""

    kind: LineKind
    to: str
    block: Block = ""


class IdentitySpec(Model):
    """A legal identity to give a unit."""

    id: str = Field(min_length=1)
    names: Texts = Field(default_factory=dict)
    block: Block = ""
    seal: str = ""


class MembersSpec(Model):
    """Members of a party organisation."""

    official: Count | None = None
    probationary: Count | None = None
    total: Count | None = None


class PostTake(Model):
    """A named take: a whole row, a counted part of it, or what the others leave (``rest``)."""

    post: str = Field(min_length=1)
    count: Count | None = None
    filled: Count | None = None
    fte: Decimals | None = None
    rest: bool = False
    holders: Words = Field(default_factory=list)


def _post_take(value: Any) -> Any:
    return {"post": value} if isinstance(value, str) else value


Take = Annotated[PostTake, BeforeValidator(_post_take, json_schema_input_type=str | PostTake)]


class Takes(Model):
    """What a receiver takes: by criteria, or by name; naming goes before criteria."""

    block: Annotated[Words | None, Word("blocks")] = None
    rank: Annotated[Words | None, Word("ranks")] = None
    category: Annotated[Words | None, Word("categories")] = None
    function: Words | None = None
    office: Words | None = None
    quota: Annotated[Words | None, Word("quotas")] = None
    posts: list[Take] = Field(default_factory=list)
    functions: list[str] = Field(default_factory=list)
    identities: list[str] = Field(default_factory=list)
    lines: list[LineSpec] = Field(default_factory=list)
    children: list[str] = Field(default_factory=list)
    members: Literal["all"] | MembersSpec | None = None
    quantities: TakenQuantities = Field(default_factory=dict)


class HeadChange(PayFields):
    """How a new unit gets its head: keep one, convert a post, or new quota."""

    keep: str | None = None
    convert: str | None = None
    quota: Literal[1] | None = None
    filled: Literal[0, 1] | None = None
    title: Texts | None = None
    office: str = ""
    block: Block = ""
    category: Category = ""
    basis: str = ""
    holders: Words = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_way(self) -> HeadChange:
        if sum(way is not None for way in (self.keep, self.convert, self.quota)) != 1:
            raise ValueError("a head is exactly one of keep, convert or quota")
        return self


class Need(Model):
    """An act that must come before an operation takes effect, such as an election by a council."""

    act: str
    by: str = ""
    for_: str = Field(default="", alias="for")
    certainty: str = ""


class Receiver(Model):
    """A unit that begins in a split: an ended one restored, or a new one."""

    restores: str | None = None
    unit: PartSpec | None = None
    takes: Takes = Field(default_factory=Takes)
    head: HeadChange | Literal["none"] | None = None
    titles: dict[str, Texts] = Field(default_factory=dict)
    """New titles of the posts that are taken, by post or by rank; a post before its rank, and `head` before both."""
    needs: list[Need] = Field(default_factory=list)
    begin_lines: list[LineSpec] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_way(self) -> Receiver:
        if (self.restores is None) == (self.unit is None):
            raise ValueError("a receiver either restores an ended unit or gives a new unit")
        return self


class Shares(Model):
    """Share what nobody names by weights, with the largest remainder."""

    by: list[Count] = Field(min_length=2)
    of: tuple[Literal["posts", "members", "quantities"], ...] = ("posts", "members", "quantities")


class Both(Model):
    """Internal functions that every receiver needs."""

    functions: list[str] = Field(default_factory=list)


Incoming = Annotated[
    dict[str, Literal["both", "drop"] | Whole] | Literal["both", "drop"] | Whole, Word("lines", keys=True, values=False)
]


class SurplusHeadRule(PayFields):
    """What becomes of a surplus head: converted to deputy or staff, or the post ends."""

    convert: Literal["deputy", "staff"] | None = None
    title: Texts | None = None
    end: bool = False
    why: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> SurplusHeadRule:
        if (self.convert is None) == (not self.end):
            raise ValueError("a surplus head is either converted (deputy, staff) or ends (end: true, with why)")
        if self.end and not self.why:
            raise ValueError("a head post that ends needs a why")
        return self


_Outcome = Literal["retires", "leaves", "reserve", "unassigned"]


class PersonRule(Model):
    """What becomes of a person whose post ends: another post, or none and why."""

    to: str | None = None
    outcome: _Outcome | None = None
    why: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> PersonRule:
        if (self.to is None) == (self.outcome is None):
            raise ValueError(
                "a person either goes to a post (to) or has an outcome (retires, leaves, reserve, unassigned)"
            )
        return self


def _person_rule(value: Any) -> Any:
    return {"outcome": value} if isinstance(value, str) else value


People = dict[str, Annotated[PersonRule, BeforeValidator(_person_rule, json_schema_input_type=_Outcome | PersonRule)]]
"""By person: where whoever loses a post goes, or what becomes of them."""


class Criteria(Model):
    """Select units by data, never by an expression."""

    id: Words | None = None
    kind: Annotated[Words | None, Word("kinds")] = None
    level: Annotated[Words | None, Word("levels")] = None
    block: Annotated[Words | None, Word("blocks")] = None
    area: Words | None = None
    parent: Words | None = None
    under: str | None = None
    name_contains: str | None = None
    attribute: dict[str, Any] = Field(default_factory=dict)
    has_members: bool | None = None
    all: list[Criteria] = Field(default_factory=list)
    any: list[Criteria] = Field(default_factory=list)
    not_: Criteria | None = Field(default=None, alias="not")

    def model_post_init(self, _: Any) -> None:
        """Freeze what it holds: a study's constraints give it out."""
        for name, value in vars(self).items():
            if isinstance(value, list | dict):
                vars(self)[name] = FrozenList(value) if isinstance(value, list) else Frozen(value)


class Ask(Model):
    """A question to an attribute, answered yes, no, or unknown where the attribute is not given."""

    attribute: str
    equals: str | Whole | None = None
    one_of: list[str] | None = None
    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Ask:
        if sum(way is not None for way in (self.equals, self.one_of, self.at_least, self.at_most)) != 1:
            raise ValueError("a question needs exactly one of equals, one_of, at_least, at_most")
        return self


class Criterion(Model):
    """One criterion of a transfer."""

    id: str
    title: Texts = Field(default_factory=dict)
    ask: Ask


class Decided(Model):
    """A recorded decision on a unit that needs judgement."""

    move: bool
    by: str = ""
    basis: str = ""


class Attributed(Model):
    """A value that each unit's own attribute gives."""

    attribute: str
