"""What scenarios and studies are made of: steps, parameters, expectations, targets and constraints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from orgmodel.core.frozen import Frozen
from orgmodel.core.messages import Message
from orgmodel.core.names import Names, text_in
from orgmodel.core.problems import Location, nearest
from orgmodel.core.source_map import held_data

if TYPE_CHECKING:
    from orgmodel.operations.money_schema import CostSpec

RANGE, TRIANGULAR = "range", "triangular"
"""How a figure lies in its range: every whole number as likely (``range``), or likeliest at the best value, falling evenly to either end."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A note of an evaluation; ``figure`` of ``none-in-source`` says that the paper gives no figure."""

    aspect: str
    text: Names
    measure: str | None = None
    figure: Any = None
    src: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What the papers call a clause or measure: operations (or none: a duty) with owner, force, product and dates."""

    id: str
    clause: str = ""
    title: Names = ()
    owner: str = ""
    partners: tuple[str, ...] = ()
    force: str | None = None
    term: str = ""
    document: str = ""
    decision: str | None = None
    product: Names = ()
    due: str | None = None
    due_cited: Names = ()
    announced: str | None = None
    effective: str | None = None
    state: str = "unknown"
    evidence: str = ""
    after: tuple[str, ...] = ()
    evaluation: tuple[Evaluation, ...] = ()
    notes: Names = ()
    do: Any = None
    at: Location | None = None
    cost: tuple[CostSpec, ...] = ()
    owners: tuple[str, ...] = ()
    """All who lead, where a paper orders several alike; ``owner`` is the first."""

    def __post_init__(self) -> None:
        """Hold what it does as it was read, so that nobody changes it."""
        object.__setattr__(self, "do", held_data(self.do))
        named = tuple(owner for owner in self.owners or (self.owner,) if owner)  # a blank is nobody
        if named != self.owners:
            object.__setattr__(self, "owners", named)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A choice or a number that a caller can set; ``unavailable`` gives the reason of each choice that cannot apply."""

    name: str
    title: Names = ()
    choices: tuple[str, ...] = ()
    default: Any = None
    low: float | None = None
    high: float | None = None
    unavailable: Mapping[str, Names] = field(default_factory=dict)
    at: Location | None = None

    def problem(self, value: Any) -> str | None:
        """Say why a value cannot be set, or None when it can."""
        from orgmodel.operations.expected import shown
        from orgmodel.operations.written_numbers import number_said, plain_number

        if self.choices:
            if str(value) not in self.choices:
                return Message.of(
                    "{name} is one of {choices}, not {value}{hint}",
                    name=self.name,
                    choices=", ".join(self.choices),
                    value=shown(value),
                    hint=nearest(value, self.choices),
                )
            if str(value) in self.unavailable:
                return Message.of(
                    "{name}: {value} does not apply: {why}",
                    name=self.name,
                    value=value,
                    why=text_in(self.unavailable[str(value)], "en"),
                )
        elif self.low is not None or self.high is not None:
            number = None if isinstance(value, str) else number_said(value)
            if number is None:
                return Message.of("{name} is a number, not {value}", name=self.name, value=shown(value))
            if (self.low is not None and number < self.low) or (self.high is not None and number > self.high):
                return Message.of(
                    "{name} is between {low} and {high}, not {value}",
                    name=self.name,
                    low=plain_number(self.low),
                    high=plain_number(self.high),
                    value=plain_number(number),
                )
        return None


@dataclass(frozen=True, slots=True)
class Expectation:
    """An assertion on a measure over the steps of its own file."""

    measure: str
    scopes: tuple[str, ...] = ("total",)
    change: float | None = None
    before: float | None = None
    after: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A target for a measure."""

    measure: str
    scope: str = "total"
    at_least: float | None = None
    at_most: float | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """Hold what stands at the head and foot of a paper: issuer and superior, number, place, type, recipients, signature.

    ``by_owner`` has that of the papers which the owner of a step issues, by the owner's id.
    """

    superior: Names = ()
    issuer: Names = ()
    number: str = ""
    place: Names = ()
    type: Names = ()
    recipients: tuple[Names, ...] = ()
    authority: Names = ()
    office: Names = ()
    name: str = ""
    by_owner: Mapping[str, Letter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the letters by owner."""
        object.__setattr__(self, "by_owner", Frozen(self.by_owner))


@dataclass(frozen=True, slots=True)
class ProgressNote:
    """Hold what people wrote of a step: its result, difficulties and recommendations."""

    step: str
    result: str = ""
    difficulties: str = ""
    recommendations: str = ""


@dataclass(frozen=True)
class Constraint:
    """A constraint that binds all scenarios of a study: a model that may exist only where it existed."""

    id: str
    clause: str = ""
    title: Names = ()
    document: str = ""
    office: str = ""
    also_holds: str = ""
    by: str = "area"
    known: str = ""
    until: str | None = None
    at: Location | None = None
    office_called: tuple[str, ...] = ()  # how units are called whose head has the first office
    also_holds_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How the figures that a pattern names are drawn: a shape, or the chance of each value (as written in files)."""

    figures: tuple[str, ...]
    shape: str = TRIANGULAR
    chances: tuple[tuple[float, float], ...] = ()
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class SharedCause:
    """Figures that one cause moves: where one of them is high in its range, all are as high in theirs."""

    id: str
    figures: tuple[str, ...]
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class KnownTotal:
    """Figures whose sum is known (as written in files): every way of sharing it out within their ranges is as likely."""

    id: str
    total: float
    figures: tuple[str, ...]
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class DrawnParameter:
    """A parameter of scenarios that is drawn: within its least and most, or by the chance of each value."""

    name: str
    shape: str = RANGE
    chances: tuple[tuple[object, float], ...] = ()
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What a study says of how its uncertain figures are drawn; ``shape`` is that of all of which nothing else is said."""

    shape: str = TRIANGULAR
    spreads: tuple[Spread, ...] = ()
    shared: tuple[SharedCause, ...] = ()
    totals: tuple[KnownTotal, ...] = ()
    parameters: tuple[DrawnParameter, ...] = ()
