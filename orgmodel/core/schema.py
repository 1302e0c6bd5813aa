"""Describe the records: each table's key, fields, references, figures and owner, in one place.

Whatever else knows a table's fields derives it from here: the store, checks, diff, postconditions, matching, the columns
of a file, JSON and the exporters. A reference holds the key of a record of another table; ids are opaque.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, ClassVar

from orgmodel.core.estimates import FigureId
from orgmodel.core.records import (
    Attribute,
    Document,
    Ended,
    Function,
    Grade,
    Identity,
    Incumbency,
    Key,
    Line,
    Link,
    Members,
    Pay,
    Person,
    Post,
    Quantity,
    Record,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Hold that a field names a record of one of some tables.

    ``optional`` ones may be none (a top unit has no parent). ``historic`` ones may name what exists no longer, so they
    are translated with the ids, but dangle freely and keep nothing from ending.
    """

    field: str
    to: tuple[str, ...]
    optional: bool = False
    historic: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """Describe a table: what its records are told apart by, refer to, and hold.

    ``figures`` are quantities that may be missing or uncertain, ``rates`` likewise what one of them is paid (never summed
    by themselves), ``money`` those that are amounts of money, ``numbers`` are whole and always known, ``hundredths`` are those of both that
    a file writes as decimals, ``counts`` those that are never below zero, ``names`` is the field with a text in each language, and whatever is none of these is a
    text. ``written`` gives the names in files of fields that are called otherwise in Python.
    """

    table: str
    record: type[Record]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    figures: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    hundredths: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    names: str = ""
    dates: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    written: tuple[tuple[str, str], ...] = ()
    looked_up_by: tuple[str, ...] = ()  # fields by which a run looks records up, beside the references
    owner: str = ""  # the field that names the record that this one belongs to, and moves and ends with
    required: tuple[str, ...] = ()  # fields that a file must give, beside the key and what has no default
    last: tuple[str, ...] = ()  # fields that a file gives after the others, before the source
    may_be_blank: tuple[str, ...] = ()  # fields without a default that a file may leave blank

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of all fields, in order."""
        return _fields(self.record)  # type: ignore[arg-type]  # classes are hashable

    @property
    def texts(self) -> tuple[str, ...]:
        """Names of the fields that are stored as codes of texts (or of tuples, flags, None)."""
        return tuple(field for field in self.fields if field not in self.ranged and field not in self.numbers)

    @property
    def ranged(self) -> tuple[str, ...]:
        """Names of the fields that may be missing or uncertain: quantities and rates."""
        return self.figures + self.rates

    @property
    def grouped_by(self) -> tuple[str, ...]:
        """Names of the fields by which records are looked up without walking the table."""
        return tuple(one.field for one in self.references if not one.historic) + self.looked_up_by

    def written_as(self, field: str) -> str:
        """Give a field's name in files."""
        return dict(self.written).get(field, field)

    def is_required(self, field: str) -> bool:
        """Tell whether a file must give the field."""
        return field in self.required or not (self.has_default(field) or field in self.may_be_blank)

    def has_default(self, field: str) -> bool:
        """Tell whether a record can be made without the field."""
        return self.record.__dataclass_fields__[field].default is not MISSING

    def key_of(self, record: Any) -> Key:
        """Give the key of a record, as its own ``key`` does."""
        values = tuple(getattr(record, field) or "" for field in self.key)
        return values[0] if len(values) == 1 else values


@cache
def _fields(record: type[Record]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


_UNIT = Reference("unit", ("units",))
_ANY = ("units", "posts")
_FROM = (("begins", "from"),)


YES = ("yes", "true", "1", "có")
NO = ("no", "false", "0", "không")
"""What a flag is written as; the first is how we write it."""


class Tables:
    """List the tables of a structure; the order is the order of writing and of checking."""

    ALL: ClassVar[tuple[Spec, ...]] = (
        Spec("documents", Document, ("id",), names="title", dates=("date",)),
        Spec(
            "units", Unit, ("id",), (Reference("parent", ("units",), optional=True),),
            numbers=("order", "stands_for"), counts=("stands_for",), names="names", dates=("begins",), written=_FROM, owner="parent",
        ),
        Spec("ended", Ended, dates=("ends",)),
        Spec("identities", Identity, ("id",), (_UNIT,), names="names", owner="unit"),
        Spec(
            "posts", Post, ("id",), (_UNIT,),
            figures=("authorized", "filled", "fte"), rates=("pay", "coefficient"), money=("pay",), numbers=("order",),
            hundredths=("fte", "coefficient"), names="titles", owner="unit",
        ),
        Spec("persons", Person, ("id",), dates=("born",)),
        Spec(
            "incumbencies", Incumbency, ("person", "post"),
            (Reference("person", ("persons",)), Reference("post", ("posts",))),
            numbers=("share", "order"), hundredths=("share",), dates=("begins",), written=_FROM, owner="post",
        ),
        Spec(
            "links", Link, ("post", "also_holds"), (Reference("post", ("posts",)), Reference("also_holds", ("posts",))),
            dates=("begins",), written=_FROM, owner="also_holds",
        ),
        Spec(
            "lines", Line, ("kind", "from_", "to"), (Reference("from_", _ANY), Reference("to", _ANY)),
            written=(("from_", "from"),), owner="from_",
        ),
        Spec(
            "functions", Function, ("unit", "function"), (_UNIT,),
            names="names", flags=("internal",), looked_up_by=("function",), owner="unit",
        ),
        Spec(
            "members", Members, ("unit", "origin"), (_UNIT, Reference("origin", ("units",), optional=True, historic=True)),
            figures=("official", "probationary", "total"), owner="unit", last=("origin",),
        ),
        Spec(
            "quantities", Quantity, ("unit", "quantity", "origin"),
            (_UNIT, Reference("origin", ("units",), optional=True, historic=True)),
            figures=("value",), looked_up_by=("quantity",), owner="unit", last=("origin",),
        ),
        Spec("attributes", Attribute, ("unit", "name"), (_UNIT,), owner="unit", may_be_blank=("value",)),
        Spec(
            "pay", Pay, ("category", "rank"),
            numbers=("coefficient", "allowance"), hundredths=("coefficient", "allowance"), required=("coefficient",),
        ),
        Spec(
            "grades", Grade, ("grade", "begins"),
            rates=("pay", "coefficient"), money=("pay",), hundredths=("coefficient",), dates=("begins",), written=_FROM,
        ),
    )  # fmt: skip
    BY_NAME: ClassVar[dict[str, Spec]] = {spec.table: spec for spec in ALL}
    BY_RECORD: ClassVar[dict[type, Spec]] = {spec.record: spec for spec in ALL}


KEY_FIELDS = {spec.table: spec.key for spec in Tables.ALL if spec.key}
"""By table: the fields that tell its records apart; ended units have none of their own."""

FIGURES = {spec.table: spec.figures for spec in Tables.ALL if spec.figures}
"""By table: the quantities that may be missing or uncertain."""

RANGED = {spec.table: spec.ranged for spec in Tables.ALL if spec.ranged}
"""By table: all fields that may be missing or uncertain, rates of pay included."""

NAME_FIELDS = frozenset(spec.names for spec in Tables.ALL if spec.names)
"""The fields that hold a text in each language."""

POST_FIGURES = FIGURES["posts"]
MEMBER_FIGURES = FIGURES["members"]

GROUPED_BY = {spec.table: spec.grouped_by for spec in Tables.ALL}
"""By table: the fields by which records are looked up without walking the table."""

REFERENCED_BY = {
    target: tuple(
        (spec.table, one.field)
        for spec in Tables.ALL
        for one in spec.references
        if target in one.to and not one.historic
    )
    for target in Tables.BY_NAME
}
"""By table: the tables and fields that refer to its records, and would dangle if one ended."""


def identity_of(record: Record, field: str) -> FigureId:
    """Name a figure of a record, so that a missing one keeps its identity when it moves.

    >>> str(identity_of(Post("a/cv", "a"), "filled"))
    'posts:a/cv:filled'
    """
    return FigureId(Tables.BY_RECORD[type(record)].table, record.key, field)
