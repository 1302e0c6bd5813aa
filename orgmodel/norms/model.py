"""Files of norms as data: the keys they may have, checked when they are read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from orgmodel.core.messages import Message
from orgmodel.norms.partial_dates import first_day, known
from orgmodel.operations.operation_schema import Count, Ids, Model, Texts, Whole, Words
from orgmodel.scenario.days import Day
from orgmodel.scenario.model import Clause

Confidence = Literal["SEED", "S", "S-part", "GK-high", "GK-med", "GK-low", "DERIVED", "assumed"]
"""How sure a statement is: in the paper itself, read, read in part, general knowledge (high, medium, low), derived,
or assumed."""


def _texted(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_texted)]


class DocumentEntry(Model):
    """A document that norms cite; number, date and issuer together are its key, since numbers restart."""

    id: str = Field(min_length=1)
    number: Text = ""
    kind: str = ""
    issuer: str = Field(min_length=1)
    date: Day
    title: Texts = Field(default_factory=dict)
    locator: str = ""
    confidence: Confidence
    note: str = ""


class Cite(Model):
    """The place in a document where a norm stands."""

    document: str
    article: Text = ""


class Period(Model):
    """When something is in force: from a day until before another; ``to`` left out: still.

    ``to_confidence`` marks an end that was not read in a source.
    """

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    to_confidence: Confidence | None = None


def period_fault(period: Period) -> tuple[tuple[str, ...], str] | None:
    """Say what is wrong with a period, and at which key, or None.

    >>> period_fault(Period(**{"from": "2020", "to": "2019-05"}))
    ((), 'it is in force from 2020, which is not before 2019-05')
    """
    for key, date in (("from", period.from_), ("to", period.to)):
        if date is not None and not known(date):
            return (key,), Message.of(
                "in_force needs a day, month or year, not {date!r}; leave {key} out where it is open",
                date=date,
                key=key,
            )
    if period.from_ and period.to and first_day(period.from_) >= first_day(period.to):
        return (), Message.of("it is in force from {value}, which is not before {to}", value=period.from_, to=period.to)
    return None


class ApprovalEntry(Model):
    """An approval that allows a breach: the attribute that says it is on file, and who gives it."""

    attribute: str
    by: Texts = Field(default_factory=dict)
    article: Text = ""


class TransitionEntry(Model):
    """The years after the decision on a rearrangement in which the limit may be exceeded."""

    years: Whole = Field(ge=1)
    article: Text = ""


class HavingEntry(Model):
    """A figure that narrows the units a norm applies to."""

    value: Any
    at_most: Any = None
    at_least: Any = None
    equals: Any = None


class WhereByEntry(Model):
    """Units picked by the option of a parameter, where a norm has more than one interpretation."""

    parameter: str
    cases: dict[str, Any]


class NormEntry(Model):
    """A norm in one version."""

    id: str = Field(min_length=1)
    title: Texts
    scope: Literal["unit", "pool", "relation", "scenario"]
    where: Any = None
    where_by: WhereByEntry | None = None
    parent_where: Any = None
    having: HavingEntry | None = None
    pool_by: Literal["area", "level", "kind", "block", "parent", "all"] = "area"
    value: Any
    at_most: Any = None
    at_least: Any = None
    equals: Any = None
    cite: Cite | None = None
    in_force: Period
    approval: ApprovalEntry | None = None
    transition: TransitionEntry | None = None
    confidence: Confidence
    note: Texts = Field(default_factory=dict)


class ParameterEntry(Model):
    """A figure or class that the user gives, since no source does."""

    title: Texts
    choices: Words = Field(default_factory=list)
    default: Text | None = None
    note: Texts = Field(default_factory=dict)
    supplier: str = ""


class RoleEntry(Model):
    """A unit of a reference model."""

    id: str = Field(min_length=1)
    names: Texts = Field(default_factory=dict)
    called: Ids = Field(min_length=1)
    side: str = ""
    under: str = ""
    lines: dict[str, Count] = Field(default_factory=dict)
    optional: bool = False
    variants: Words = Field(default_factory=list)
    confidence: Confidence | None = None
    note: Texts = Field(default_factory=dict)


class VariantEntry(Model):
    """The attribute of a unit of the area that names the variant, and the variant where none does."""

    attribute: str
    default: str = ""


class ModelEntry(Model):
    """A reference model of a level."""

    id: str = Field(min_length=1)
    title: Texts
    level: str
    cite: list[Cite] = Field(min_length=1)
    in_force: Period
    confidence: Confidence
    variant: VariantEntry | None = None
    closed: Words = Field(default_factory=list)
    areas: Words = Field(default_factory=list)
    roles: list[RoleEntry] = Field(min_length=1)
    note: Texts = Field(default_factory=dict)


class SaysEntry(Model):
    """What one place says."""

    where: str
    says: str


class DiscrepancyEntry(Model):
    """A place where papers disagree with themselves or with each other."""

    id: str = Field(min_length=1)
    title: Texts
    says: list[SaysEntry] = Field(min_length=2)
    taken: str = ""
    why: Texts = Field(default_factory=dict)
    clause: Clause = ""


class NormFile(Model):
    """A file of norms: of a shipped pack, or of a study (which adds to a pack, or overrides it by id)."""

    title: Texts = Field(default_factory=dict)
    documents: list[DocumentEntry] = Field(default_factory=list)
    parameters: dict[str, ParameterEntry] = Field(default_factory=dict)
    norms: list[NormEntry] = Field(default_factory=list)
    models: list[ModelEntry] = Field(default_factory=list)
    discrepancies: list[DiscrepancyEntry] = Field(default_factory=list)
    kinds: dict[str, Words] = Field(default_factory=dict)
    roles: dict[str, Words] = Field(default_factory=dict)
    given: dict[str, Text] = Field(default_factory=dict)
    suppliers: dict[str, Texts] = Field(default_factory=dict)
    attributes: dict[str, Texts] = Field(default_factory=dict)
    marks: Words = Field(default_factory=list)
