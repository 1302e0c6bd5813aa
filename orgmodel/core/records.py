"""The records of an organisation: plain frozen values, one class a table.

Every record knows its ``key`` within its table. Texts are NFC from reading on; ids are opaque and never parsed.
Dates are texts as a source gives them: ``2018-12-01``, ``2018-12``, ``2018``, ``?`` (unknown), or None (none).
"""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.core.estimates import Estimate, Figure, FigureId, Source
from orgmodel.core.names import Names, text_in

UNKNOWN_DATE = "?"
NUMBER_UNKNOWN = 0
"""What a remainder of which nobody knows the number stands for; a row that stands for nothing is no row."""
RANKS = ("head", "deputy", "staff", "unknown")
PARTY = "party"
"""The block of members, where it is left blank and a block of that name is declared."""
MIXED = "mixed"
"""The block of a unit that is of several; a post's own is never that."""
QUOTAS = ("in", "out", "surplus", "reserve")
OUTSIDE = "out"
"""The quota of posts outside quota; surplus and reserve are quota too."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisational unit of any size; ``parent`` is its one place in the chart.

    ``stands_for`` is how many a remainder stands for, ``NUMBER_UNKNOWN`` where nobody knows.
    """

    id: str
    names: Names = ()
    kind: str = "unit"
    level: str = ""
    block: str = ""
    area: str = ""
    parent: str | None = None
    order: int = 0
    stands_for: int = 1
    begins: str | None = None
    src: str = ""

    @property
    def key(self) -> str:
        """Key of the record."""
        return self.id

    def name(self, language: str = "vi") -> str:
        """Name in a language, or the id where there is none."""
        return text_in(self.names, language, self.id)


@dataclass(frozen=True, slots=True)
class Ended:
    """An ended unit, kept in the register so that it can be restored; ``ends`` is the first day without it."""

    unit: Unit
    ends: str = UNKNOWN_DATE

    @property
    def key(self) -> tuple[str, str]:
        """Key of the record: the id, and the date of the life that ended."""
        return (self.unit.id, self.unit.begins or "")


@dataclass(frozen=True, slots=True)
class Identity:
    """A legal identity of a unit: name, block and seal."""

    id: str
    unit: str
    names: Names = ()
    block: str = ""
    seal: str = ""
    src: str = ""

    @property
    def key(self) -> str:
        """Key of the record."""
        return self.id


@dataclass(frozen=True, slots=True)
class Post:
    """A row of identical posts in a unit; ``block`` is the quota's own and never mixed.

    What one holder is paid is stated as a yearly ``pay``, a ``coefficient`` of the base pay (hundredths), or a ``grade``.
    """

    id: str
    unit: str
    titles: Names = ()
    rank: str = "staff"
    block: str = ""
    category: str = ""
    quota: str = "in"
    funding: str = ""
    function: str = ""
    office: str = ""
    authorized: Figure = 1
    filled: Figure = None
    fte: Figure = None
    grade: str = ""
    pay: Figure = None
    coefficient: Figure = None
    order: int = 0
    src: str = ""

    @property
    def key(self) -> str:
        """Key of the record."""
        return self.id

    @property
    def has_no_quota(self) -> bool:
        """Tell whether no number is authorized, and none could be: a blank outside quota is nothing, and not missing."""
        return self.quota == OUTSIDE and self.authorized is None

    def title(self, language: str = "vi") -> str:
        """Title in a language, or the id where there is none."""
        return text_in(self.titles, language, self.id)


@dataclass(frozen=True, slots=True)
class Person:
    """A person, where persons are listed."""

    id: str
    name: str = ""
    born: str | None = None
    gender: str = ""
    grade: str = ""
    qualification: str = ""
    theory: str = ""
    party_member: str = ""
    src: str = ""

    @property
    def key(self) -> str:
        """Key of the record."""
        return self.id


@dataclass(frozen=True, slots=True)
class Incumbency:
    """Who holds which post; ``order`` 0 is the person's first post, ``share`` is in hundredths."""

    person: str
    post: str
    share: int = 100
    order: int = 0
    basis: str = ""
    begins: str | None = None
    src: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Key of the record."""
        return (self.person, self.post)


@dataclass(frozen=True, slots=True)
class Link:
    """One holder in two posts (dual-hatted): ``post`` is the first, ``also_holds`` the second."""

    post: str
    also_holds: str
    basis: str = ""
    begins: str | None = None
    src: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Key of the record."""
        return (self.post, self.also_holds)


@dataclass(frozen=True, slots=True)
class Line:
    """A relation of a kind from a unit or post to the one that it answers to (or works with)."""

    kind: str
    from_: str
    to: str
    block: str = ""
    src: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Key of the record."""
        return (self.kind, self.from_, self.to)


@dataclass(frozen=True, slots=True)
class Function:
    """A function that a unit performs; ``internal`` marks support work that every unit needs for itself."""

    unit: str
    function: str
    names: Names = ()
    block: str = ""
    internal: bool = False
    src: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Key of the record."""
        return (self.unit, self.function)


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a party organisation; they overlap with staff and are never headcount.

    ``origin`` tells apart the members who came from organisations that were merged into this one.
    """

    unit: str
    origin: str = ""
    official: Figure = None
    probationary: Figure = None
    total: Figure = None
    block: str = PARTY
    src: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Key of the record."""
        return (self.unit, self.origin)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of a quantity that a study declares a unit has itself, in the quantity's smallest unit (see ``core.quantities``).

    ``origin`` tells apart what came from units that were merged into this one.
    """

    unit: str
    quantity: str
    origin: str = ""
    value: Figure = None
    src: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Key of the record."""
        return (self.unit, self.quantity, self.origin)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A fact about a unit that criteria read."""

    unit: str
    name: str
    value: str
    src: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Key of the record."""
        return (self.unit, self.name)


@dataclass(frozen=True, slots=True)
class Pay:
    """What a post of a category and rank is paid: coefficient and allowance in hundredths of the base pay."""

    category: str
    rank: str
    coefficient: int = 0
    allowance: int = 0
    src: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Key of the record."""
        return (self.category, self.rank)


@dataclass(frozen=True, slots=True)
class Grade:
    """What a grade is paid from a date on (None: always): a yearly pay, or a coefficient of the base pay (hundredths)."""

    grade: str
    pay: Figure = None
    coefficient: Figure = None
    begins: str | None = None
    src: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Key of the record: the grade, and the date from which it is paid so."""
        return (self.grade, self.begins or "")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that figures and steps cite; its number alone is not a key, since numbers restart."""

    id: str
    number: str = ""
    kind: str = ""
    issuer: str = ""
    date: str | None = None
    title: Names = ()
    locator: str = ""
    confidence: str = ""
    note: str = ""
    issuer_en: str = ""
    """What the issuer is called in English, where the table says it."""

    @property
    def key(self) -> str:
        """Key of the record."""
        return self.id


Record = (
    Unit
    | Ended
    | Identity
    | Post
    | Person
    | Incumbency
    | Link
    | Line
    | Function
    | Members
    | Quantity
    | Attribute
    | Pay
    | Grade
    | Document
)
Key = str | tuple[str, ...]


def members_total(members: Members) -> Figure:
    """Give the total of a party organisation's members: as stated, or official and probationary together.

    Where only one of them is known the total is missing, and no less than that.

    >>> members_total(Members("c", official=3, probationary=1)), members_total(Members("c", official=3)).low
    (4, 3)
    """
    if members.total is not None:
        return members.total
    if isinstance(members.official, int) and isinstance(members.probationary, int):
        return members.official + members.probationary
    parts = (members.official, members.probationary)
    least = sum((part.low or 0) if isinstance(part, Estimate) else part or 0 for part in parts)
    return Estimate(Source(FigureId("members", members.key, "total"), low=least)) if least else None


def is_assumed(src: str) -> bool:
    """Tell whether a source mark says that the figures beside it are assumed.

    >>> is_assumed("assumed"), is_assumed("kl-btv:2.3")
    (True, False)
    """
    return src == "assumed" or src.startswith("assumed:")
