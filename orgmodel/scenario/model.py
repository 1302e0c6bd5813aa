"""Study and scenario files as data: the keys they may have, checked when they are read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from orgmodel.core.messages import Message
from orgmodel.core.quantities import MOST_DECIMALS
from orgmodel.operations.money_schema import Costs
from orgmodel.operations.operation_schema import Ids, Language, Model, Number, OwnTexts, Texts, Whole, Words
from orgmodel.scenario.days import Day
from orgmodel.scenario.money_file import MoneyFile

MOST_FILES = 10_000
"""So many files one file may name."""
Clause = Annotated[str, Field(strict=True)]


class EvaluationFile(Model):
    """A note of an evaluation: a strength, a limit, a cause, and the figure that would show it."""

    aspect: str
    text: Texts
    measure: str | None = None
    figure: Any = None
    src: str = ""


class StepFile(Model):
    """A step: what the papers call a clause or measure; without ``do`` it is a duty."""

    id: str = Field(min_length=1)
    clause: Clause = ""
    title: Texts = Field(default_factory=dict)
    owner: Words = Field(default_factory=list)
    with_: Words = Field(default_factory=list, alias="with")
    force: Literal["must", "keep", "must-not", "consider"] | None = None
    term: str = ""
    document: str = ""
    decision: str | None = None
    product: Texts = Field(default_factory=dict)
    due: Day | None = None
    due_cited: OwnTexts = Field(default_factory=dict)
    announced: Day | None = None
    effective: Day = "unknown"
    state: str = "unknown"
    evidence: str = ""
    after: Words = Field(default_factory=list)
    evaluation: list[EvaluationFile] = Field(default_factory=list)
    notes: Texts = Field(default_factory=dict)
    cost: Costs = Field(default_factory=list)
    do: Any = None


class ParameterFile(Model):
    """A parameter: a choice, or a number, with its default."""

    title: Texts = Field(default_factory=dict)
    choices: list[str] = Field(default_factory=list)
    default: Any = None
    low: Number | None = None
    high: Number | None = None
    unavailable: dict[str, Texts] = Field(default_factory=dict)


class ExpectFile(Model):
    """An assertion on a measure: the change against the state before the file's own steps, or the state itself."""

    measure: str
    scope: Words = Field(default_factory=lambda: ["total"])
    change: Number | None = None
    before: Number | None = None
    after: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None


class IncludeFile(Model):
    """A scenario to include, with the parameters to set in it."""

    file: str
    set: dict[str, Any] = Field(default_factory=dict)


def _included(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


class ScenarioFile(Model):
    """A scenario file."""

    title: Texts = Field(default_factory=dict)
    short: Texts = Field(default_factory=dict)
    illustrative: bool = False
    documents: Ids = Field(default_factory=list)
    baseline: str | None = None
    extends: str | None = None
    includes: list[Annotated[IncludeFile, BeforeValidator(_included, json_schema_input_type=str | IncludeFile)]] = (
        Field(default_factory=list, max_length=MOST_FILES)
    )
    set: dict[str, Any] = Field(default_factory=dict)
    drop: Words = Field(default_factory=list)
    parameters: dict[str, ParameterFile] = Field(default_factory=dict)
    steps: list[StepFile] = Field(default_factory=list)
    expect: list[ExpectFile] | None = None
    targets: list[TargetFile] = Field(default_factory=list)
    evaluation: list[EvaluationFile] = Field(default_factory=list)
    notes: Texts = Field(default_factory=dict)


class TargetFile(Model):
    """A target for a measure."""

    measure: str
    scope: str = "total"
    at_least: Number | None = None
    at_most: Number | None = None
    basis: str = ""


class LinkedOffices(Model):
    """A concurrent post told by the offices of its two posts, and by what units are called whose heads have them."""

    office: str
    also_holds: str
    office_called: Words = Field(default_factory=list)
    also_holds_called: Words = Field(default_factory=list)


class FreezeFile(Model):
    """A model that may exist only where it existed in the baseline."""

    link: LinkedOffices
    by: str = "area"
    known: str = ""
    until: Day | None = None


class ConstraintFile(Model):
    """A constraint that binds every scenario of a study."""

    id: str
    clause: Clause = ""
    title: Texts = Field(default_factory=dict)
    document: str = ""
    freeze: FreezeFile | None = None


class QuantityFile(Model):
    """A quantity of units that a study declares: people served, an area, a yearly cost."""

    names: Texts = Field(default_factory=dict)
    unit: Texts = Field(default_factory=dict)
    decimals: Whole = Field(default=0, ge=0, le=MOST_DECIMALS)
    split: Literal["said", "weights", "posts"] = "said"


class CsvFile(Model):
    """How the office's spreadsheet writes CSV; a decimal comma alone goes with semicolons, as there."""

    separator: Literal[",", ";", "\t"] | None = None
    decimal: Literal[".", ","] = "."
    bom: bool | None = None


class SignatureFile(Model):
    """For whom and in what office a paper is signed, and by whom where that is said."""

    authority: Texts = Field(default_factory=dict)
    office: Texts = Field(default_factory=dict)
    name: str = ""


class LetterFile(Model):
    """What stands at the head and foot of the papers that a study issues."""

    superior: Texts = Field(default_factory=dict)
    issuer: Texts = Field(default_factory=dict)
    number: str = ""
    place: Texts = Field(default_factory=dict)
    type: Texts = Field(default_factory=dict)
    recipients: list[Texts] = Field(default_factory=list)
    signature: SignatureFile = Field(default_factory=SignatureFile)
    by_owner: dict[str, LetterFile] = Field(default_factory=dict)


class SpreadFile(Model):
    """How some figures with a range are drawn: a shape, or the chance of each value."""

    figures: Ids = Field(min_length=1)
    spread: Literal["range", "triangular"] | None = None
    chances: dict[Number, Number] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _one_of_the_two(self) -> SpreadFile:
        """Refuse an entry that says nothing of its figures, and one that says two things."""
        if (self.spread is None) == (self.chances is None):
            raise ValueError(Message.of("figures are drawn by a spread or by chances: say one of the two of them"))
        return self


class SharedCauseFile(Model):
    """Figures that one cause moves together."""

    id: str = Field(min_length=1)
    figures: Ids = Field(min_length=1)


class KnownTotalFile(Model):
    """Figures whose sum is known."""

    id: str = Field(min_length=1)
    total: Number
    figures: Ids = Field(min_length=1)


class UncertaintyFile(Model):
    """How uncertain figures are drawn: each within the range that it has in the baseline."""

    spread: Literal["range", "triangular"] = "triangular"
    figures: list[SpreadFile] = Field(default_factory=list)
    shared: list[SharedCauseFile] = Field(default_factory=list)
    totals: list[KnownTotalFile] = Field(default_factory=list)
    parameters: dict[
        str, Literal["range", "triangular"] | Annotated[dict[str | Number, Number], Field(min_length=1)]
    ] = Field(default_factory=dict)


class StudyFile(Model):
    """The file study.yaml."""

    title: Texts = Field(default_factory=dict)
    as_of: Day | None = None
    language: Language | None = None
    baseline: str = "baseline"
    kinds: dict[str, Literal["agency", "internal", "body", "party", "none"]] = Field(default_factory=dict)
    levels: list[str] = Field(default_factory=list)
    blocks: list[str] = Field(default_factory=list)
    categories: list[str] = Field(default_factory=list)
    labels: dict[str, Texts] = Field(default_factory=dict)
    lines: dict[str, Literal["solid", "dotted"]] | None = None
    subordination: list[str] = Field(default_factory=lambda: ["administrative", "professional"])
    scenarios: list[str] | None = Field(None, max_length=MOST_FILES)
    targets: list[TargetFile] = Field(default_factory=list)
    constraints: list[ConstraintFile] = Field(default_factory=list)
    norms: list[str] = Field(default_factory=list)
    parameters: dict[str, Any] = Field(default_factory=dict)
    profile: Literal["neutral", "party", "state"] = "neutral"
    known_share: Number = Field(0.5, ge=0, le=1)
    money: MoneyFile | None = None
    quantities: dict[str, QuantityFile] = Field(default_factory=dict)
    covers: Literal["whole", "part"] = "whole"
    states: dict[str, Literal["unknown", "not_started", "drafted", "submitted", "decided", "done"]] = Field(
        default_factory=dict
    )
    csv: CsvFile = Field(default_factory=CsvFile)
    letter: LetterFile = Field(default_factory=LetterFile)
    uncertainty: UncertaintyFile = Field(default_factory=UncertaintyFile)
