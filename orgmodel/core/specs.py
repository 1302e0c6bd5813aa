"""How records are stored: which tables there are, and which of their fields are figures, numbers, or coded text."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from orgmodel.core.records import (
    Attribute,
    Document,
    Ended,
    Function,
    Identity,
    Incumbency,
    Line,
    Link,
    Members,
    Pay,
    Person,
    Post,
    Record,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Spec:
    """Say how a table's records are stored: which fields are figures or whole numbers, the rest is coded text."""

    table: str
    record: type[Record]
    figures: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    grouped_by: tuple[str, ...] = ()  # fields by which a run looks records up

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of all fields, in order."""
        return tuple(field.name for field in fields(self.record))


class Tables:
    """List the tables of a structure; the order is the order of writing and of checking."""

    ALL: ClassVar[tuple[Spec, ...]] = (
        Spec("documents", Document),
        Spec("units", Unit, numbers=("order", "stands_for"), grouped_by=("parent",)),
        Spec("ended", Ended),
        Spec("identities", Identity, grouped_by=("unit",)),
        Spec("posts", Post, figures=("authorized", "filled", "fte"), numbers=("order",), grouped_by=("unit",)),
        Spec("persons", Person),
        Spec("incumbencies", Incumbency, numbers=("share", "order"), grouped_by=("person", "post")),
        Spec("links", Link, grouped_by=("post", "also_holds")),
        Spec("lines", Line, grouped_by=("from_", "to")),
        Spec("functions", Function, grouped_by=("unit", "function")),
        Spec("members", Members, figures=("official", "probationary", "total"), grouped_by=("unit",)),
        Spec("attributes", Attribute, grouped_by=("unit",)),
        Spec("pay", Pay, numbers=("coefficient", "allowance")),
    )
    BY_NAME: ClassVar[dict[str, Spec]] = {spec.table: spec for spec in ALL}
    BY_RECORD: ClassVar[dict[type, Spec]] = {spec.record: spec for spec in ALL}


def identity_of(record: Record, field: str) -> str:
    """Name a figure of a record, so that a missing one keeps its identity when it moves.

    >>> identity_of(Post("a/cv", "a"), "filled")
    'posts:a/cv:filled'
    """
    key = record.key
    return f"{Tables.BY_RECORD[type(record)].table}:{key if isinstance(key, str) else '|'.join(key)}:{field}"
