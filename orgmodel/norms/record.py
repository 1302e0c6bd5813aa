"""The records of law: norms, the documents they stand in, and packs of them; plain frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from orgmodel.core.frozen import hold
from orgmodel.core.names import Names, text_in
from orgmodel.core.records import Document
from orgmodel.norms.formula import Term
from orgmodel.norms.model_record import ReferenceModel
from orgmodel.norms.partial_dates import within
from orgmodel.operations.operation_schema import Criteria
from orgmodel.words.citations import place_names

SCOPES = ("unit", "pool", "relation", "scenario")
"""What a norm speaks of: each unit; a pool of units together; a unit and another; or a proposal as a whole."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Point at the place in a document; number, date and issuer together are the key of a document."""

    document: Document
    article: str = ""

    def __str__(self) -> str:
        """Write the citation as a paper would.

        >>> str(Citation(Document("d", "108/2020/NĐ-CP", issuer="Chính phủ", date="2020-09-14"), "Điều 1 khoản 3"))
        '108/2020/NĐ-CP (Chính phủ, 2020-09-14), Điều 1 khoản 3'
        """
        one = self.document
        name = one.number or text_in(one.title, "vi", one.id)
        origin = ", ".join(part for part in (one.issuer, one.date or "") if part)
        return (f"{name} ({origin})" if origin else name) + (f", {self.article}" if self.article else "")

    @property
    def names(self) -> Names:
        """Write the citation in each language: the document's number, or its title in that language."""
        return place_names(self.document, self.article)


@dataclass(frozen=True, slots=True)
class Approval:
    """State that a breach is allowed with an approval on file: the attribute of the unit that says so, and who gives it."""

    attribute: str
    by: Names = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """State for how many years after the decision on a rearrangement the limit may be exceeded."""

    years: int
    article: str = ""


@dataclass(frozen=True, slots=True)
class NormParameter:
    """Declare a figure or class that the user gives, since no source does; without a default it stays unknown.

    ``supplier`` says which supplier of the pack gives it: that of a block, or of a kind of figure.
    """

    id: str
    title: Names = ()
    choices: tuple[str, ...] = ()
    default: str | None = None
    note: Names = ()
    supplier: str = "parameters"


class _Spelled:
    """Equal where all is written alike: terms and criteria inside are told apart by which objects they are."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Compare what is written."""
        return self is other or (type(other) is type(self) and repr(self) == repr(other))

    def __hash__(self) -> int:
        """Hash what is written."""
        return hash(repr(self))


@dataclass(frozen=True, slots=True, eq=False)
class Limit(_Spelled):
    """Compare a value with a limit: ``at_most``, ``at_least`` or ``equals``."""

    comparison: str
    term: Term


@dataclass(frozen=True, slots=True, eq=False)
class Norm(_Spelled):
    """A rule of law as data, in one version: from ``from_`` until before ``to`` (None: still in force).

    ``where`` selects the units it applies to (``cases`` by the option of a parameter, where interpretations differ), and
    ``parent_where`` and ``having`` narrow them by the unit directly above and by a figure. A pool is made by a field of the units.
    """

    id: str
    title: Names
    scope: str
    where: Criteria
    value: Term
    limits: tuple[Limit, ...]
    citation: Citation
    from_: str | None = None
    to: str | None = None
    pool_by: str = "area"
    where_by: str = ""  # the parameter whose option picks the units, with the criteria of each option in `cases`
    cases: tuple[tuple[str, Criteria], ...] = ()
    parent_where: Criteria | None = None
    having: tuple[Term, tuple[Limit, ...]] | None = None
    approval: Approval | None = None
    transition: Transition | None = None
    confidence: str = ""
    note: Names = ()
    to_confidence: str = ""  # how sure the end is, where it was not read

    def in_force(self, date: str | None) -> bool:
        """Tell whether this version is in force on a date (a full one); without a date every version is."""
        return within(date, self.from_, self.to)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Record where papers disagree with themselves or each other, what is taken, and why."""

    id: str
    title: Names
    says: tuple[tuple[str, str], ...]  # where, what it says
    taken: str = ""
    why: Names = ()
    clause: str = ""
    papers: tuple[str, ...] = ()
    """The ids of the papers that disagree, where that is known."""


@dataclass(frozen=True, slots=True, eq=False)
class NormPack(_Spelled):
    """Hold norms and reference models, and what they need.

    ``suppliers`` says who could supply a missing figure, ``attributes`` what an attribute is called, ``marks`` which attributes a unit
    has not where nobody gives them; ``kinds`` says which kinds of unit of a study a norm's kind means; ``roles`` which roles of a reference model a
    unit plays, where names do not tell.
    """

    norms: tuple[Norm, ...] = ()
    models: tuple[ReferenceModel, ...] = ()
    parameters: Mapping[str, NormParameter] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    discrepancies: tuple[Discrepancy, ...] = ()
    suppliers: Mapping[str, Names] = field(default_factory=dict)
    attributes: Mapping[str, Names] = field(default_factory=dict)
    marks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold what it is given so that nobody changes it."""
        hold(self, "parameters", "documents", "kinds", "roles", "given", "suppliers", "attributes")

    def joined(self, other: NormPack) -> NormPack:
        """Add another pack; where both have a norm, model or parameter of one id, the other's versions count."""
        return NormPack(
            norms=_replaced(self.norms, other.norms),
            models=_replaced(self.models, other.models),
            parameters={**self.parameters, **other.parameters},
            documents={**self.documents, **other.documents},
            kinds={**self.kinds, **other.kinds},
            roles={**self.roles, **other.roles},
            given={**self.given, **other.given},
            discrepancies=_replaced(self.discrepancies, other.discrepancies),
            suppliers={**self.suppliers, **other.suppliers},
            attributes={**self.attributes, **other.attributes},
            marks=tuple(dict.fromkeys((*self.marks, *other.marks))),
        )


class Identified(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """Give the id."""
        ...


Versioned = TypeVar("Versioned", bound=Identified)


def _replaced(mine: Iterable[Versioned], theirs: Iterable[Versioned]) -> tuple[Versioned, ...]:
    later = tuple(theirs)
    replaced = {one.id for one in later}
    return (*(one for one in mine if one.id not in replaced), *later)
