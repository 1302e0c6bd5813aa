"""The map of a hierarchy: which column of a stranger's table holds what."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orgmodel.core.names import UNKNOWN_LANGUAGE
from orgmodel.io.importers.map_file import Language
from orgmodel.operations.operation_schema import Model

USUAL = {
    "id": ("id", "code", "unit_id", "employee_id", "position_id", "mã"),
    "parent": ("parent", "parent_id", "parent_code", "reports_to", "manager", "manager_id", "superior", "cấp trên"),
    "name": ("name", "title", "job_title", "tên"),
    "unit": ("unit", "department", "department_name", "đơn vị"),
    "hierarchy": ("hierarchy", "hierarchyid", "orgnode", "node"),
    "path": ("path",),
    "kind": ("kind", "type"),
    "level": ("level",),
    "block": ("block",),
    "area": ("area",),
    "category": ("category", "grade"),
    "person": ("person", "employee", "holder"),
    "authorized": ("authorized", "quota"),
    "filled": ("filled", "present", "headcount"),
    "fte": ("fte",),
    "begins": ("from", "begins", "start_date"),
}
"""The names by which a column is found where the map does not name it, compared in lower case."""

_NOT_OF_POSTS = frozenset(("kind", "level", "area"))
UNUSED = {"units": frozenset(("unit", "category", "person")), "posts": _NOT_OF_POSTS, "people": _NOT_OF_POSTS}
"""What has no place in the records that rows of a kind become."""

Key = Literal[
    "id", "parent", "name", "unit", "hierarchy", "path", "kind", "level", "block", "area", "category", "person",
    "authorized", "filled", "fte", "begins",
]  # fmt: skip


class HierarchyMap(Model):
    """Say how a table tells a hierarchy.

    ``rows`` are units, posts (each authorized), or people (each present in a post of which no quota is known).
    ``levels`` names one column a level, from the top, instead of a parent; ``separator`` parts the names of a path.
    ``root`` lists what stands in the parent's column of a row at the top. ``language`` is that of the names.
    """

    columns: dict[Key, str] = Field(default_factory=dict)
    rows: Literal["units", "posts", "people"] = "units"
    levels: list[str] = Field(default_factory=list)
    separator: Annotated[str, Field(min_length=1)] = "/"
    root: list[str] = Field(default_factory=lambda: ["", "NULL", "null", "None"])
    header: Annotated[int, Field(ge=1)] | None = None
    names: list[str] = Field(default_factory=list)
    sheet: str = ""
    organisation: str = ""
    kind: str = ""
    language: Language = UNKNOWN_LANGUAGE
