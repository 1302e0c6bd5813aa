"""Small organisations for the norms of the Vietnamese pack, built around one number, and blanks made in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from orgmodel.core.estimates import FigureId
from orgmodel.core.names import names_of
from orgmodel.core.records import Attribute, Members, Post, Record, Unit

UNIT_FIELDS = ("kind", "level", "block", "area", "parent", "name")
POST_FIELDS = ("rank", "category", "block", "authorized")
MEMBER_FIELDS = ("official", "probationary", "total")


@dataclass(frozen=True)
class Organisation:
    """Hold records, the values that a user gives, and whom the norm is asked about."""

    records: tuple[Record, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)

    def blanked(self) -> Iterator[tuple[FigureId, Organisation]]:
        """Give the organisation with each thing that is said in it left blank, one after the other."""
        for at, record in enumerate(self.records):
            for name, without in _blanks_of(record):
                rest = (*self.records[:at], *([without] if without is not None else []), *self.records[at + 1 :])
                yield name, replace(self, records=rest)
        for name in self.parameters:
            rest_given = {key: value for key, value in self.parameters.items() if key != name}
            yield FigureId("parameter", name), replace(self, parameters=rest_given)

    def without(self, name: FigureId) -> Organisation:
        """Give the organisation with one thing left blank."""
        return dict(self.blanked())[name]


def _blanks_of(record: Record) -> Iterator[tuple[FigureId, Record | None]]:
    if isinstance(record, Unit):
        blanks: dict[str, Any] = {"parent": None, "name": ()}
        for name in UNIT_FIELDS:
            key = "names" if name == "name" else name
            if getattr(record, key):
                yield FigureId("units", record.id, name), replace(record, **{key: blanks.get(name, "")})
    elif isinstance(record, Post):
        unsaid: dict[str, Any] = {"rank": "unknown", "authorized": None}
        for name in POST_FIELDS:
            if getattr(record, name) not in ("", None):
                yield FigureId("posts", record.id, name), replace(record, **{name: unsaid.get(name, "")})
    elif isinstance(record, Members):
        for name in MEMBER_FIELDS:
            if getattr(record, name) is not None:
                yield FigureId("members", (record.unit, ""), name), replace(record, **{name: None})
    elif isinstance(record, Attribute):
        yield FigureId("attributes", record.unit, record.name), None


def unit(name: str, kind: str, where: str = "", *, parent: str | None = None, called: str = "") -> Unit:
    """Make a unit; ``where`` is its level, block and area, as far as they are said."""
    level, block, area = (*where.split(), "", "", "")[:3]
    return Unit(
        name, names_of(vi=called or f"Đơn vị {name}"), kind, *(one.strip("-") for one in (level, block, area)), parent
    )


def staffed(name: str, *, deputies: int, size: int | None = None, **fields: str) -> list[Record]:
    """Give a unit a head, some deputies, and staff, up to a size."""
    staff = (deputies + 4 if size is None else size) - 1 - deputies
    return [
        Post(f"{name}/h", name, rank="head", authorized=1, **fields),  # type: ignore[arg-type]
        Post(f"{name}/d", name, rank="deputy", authorized=deputies, **fields),  # type: ignore[arg-type]
        Post(f"{name}/s", name, rank="staff", authorized=staff, **fields),  # type: ignore[arg-type]
    ]


def of_unit(name: str, *fields: str) -> set[FigureId]:
    """Name fields of a unit."""
    return {FigureId("units", name, one) for one in fields}


def of_attribute(unit_id: str, name: str) -> set[FigureId]:
    """Name an attribute of a unit."""
    return {FigureId("attributes", unit_id, name)}


def given(*names: str) -> set[FigureId]:
    """Name parameters."""
    return {FigureId("parameter", one) for one in names}


def every(name: str, field_: str) -> set[FigureId]:
    """Name a field of all rows of posts of a unit."""
    return {FigureId("posts", f"{name}/{row}", field_) for row in "hds"}


def deputies_of(name: str, *, block: bool = False) -> set[FigureId]:
    """Name what must be known to tell the deputies of a unit: every rank, and how many (and of which block) they are."""
    wanted = ["authorized", "block"] if block else ["authorized"]
    return every(name, "rank") | {FigureId("posts", f"{name}/d", one) for one in wanted}
