"""The map of strangers' tables: which file or sheet holds what, which column is what, and how its words are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from orgmodel.core.messages import Message
from orgmodel.core.names import UNKNOWN_LANGUAGE
from orgmodel.core.source_map import held_data
from orgmodel.io.importers.dates import Dates, Ends
from orgmodel.operations.operation_schema import Language, Model, Whole
from orgmodel.operations.written_numbers import WHOLE
from orgmodel.scenario.days import Day

Key = Literal[
    "id", "also", "parent", "name", "unit", "unit_name", "unit_parent", "unit_kind", "hierarchy", "path", "outline", "kind",
    "level", "block", "area", "category", "person", "given", "person_id", "post", "authorized", "filled", "fte", "pay", "begins",
    "ends", "status", "order", "location", "vacancies", "depth", "fte_authorized", "head", "head_title", "head_id",
]  # fmt: skip
Status = Literal["filled", "vacant", "frozen", "proposed", "in force", "unknown", "ended"]
Holder = Literal["person", "several", "vacant", "frozen", "unknown"]
"""What a text in the column of persons is: one name, several names, or a word in place of one."""

Rank = Literal["head", "deputy", "staff", "unknown"]

PLACING = frozenset(("path", "outline", "hierarchy", "depth"))
"""Keys of columns that say by themselves where a unit stands, without the one above it."""
_UNIT_ONLY = frozenset(("kind", "level", "area", "vacancies", "head", "head_title", "head_id"))
_POST_ONLY = frozenset(
    ("unit", "unit_name", "unit_parent", "unit_kind", "category", "person", "given", "person_id", "post")
)
UNUSED = {"units": _POST_ONLY, "posts": _UNIT_ONLY, "people": _UNIT_ONLY}
"""What has no place in the records that rows of a kind become."""


def _texts(given: Any) -> Any:
    """Take yes, no and numbers as the words that a table has in its cells."""
    if not isinstance(given, dict):
        return given
    words = {True: "yes", False: "no"}
    return {words[key] if isinstance(key, bool) else str(key): value for key, value in given.items()}


class _HeldModel(Model):
    """Hold mappings and lists that nobody changes: the map that a study was begun by is given out with it."""

    def model_post_init(self, _: Any) -> None:
        """Freeze what was read."""
        self.__dict__.update({name: held_data(value) for name, value in self.__dict__.items()})


class Ranks(_HeldModel):
    """The rule by which posts have a rank: by title, else by grade, else by who answers to whom; ``*`` ends a beginning."""

    title: dict[str, Rank] = Field(default_factory=dict)
    grade: dict[str, Rank] = Field(default_factory=dict)
    structure: Literal["head", "unknown"] = "head"


class SortOfStaff(_HeldModel):
    """Say of a column of figures of units of what sort of staff it is, and what of it counts: posts authorized or people present."""

    counts: Literal["authorized", "filled", "none"]
    category: str = ""
    quota: Literal["in", "outside"] = "in"
    rank: Literal["unknown", "head", "deputy", "staff"] = "unknown"


class RelationsMap(_HeldModel):
    """Say which table tells by codes (A002, A003, A008, A012) how the rows of one of units, posts and people hang together."""

    file: str = ""
    sheet: str = ""
    header: Annotated[int, Field(ge=1), WHOLE] | None = None


class TableMap(_HeldModel):
    """Say how one table tells of units, posts or people.

    ``rows`` are units, posts (each authorized once, unless a column counts them), or people (each present in a post of
    which no quota is known). ``levels`` names one column a level, from the top, instead of a parent; ``separator`` parts
    the names of a path; ``fill`` takes a blank level as the one above it, as merged cells leave it; ``indent`` is the
    column whose names are set in by spaces. ``root`` lists what stands in the parent's column of a row at the top.
    ``level_heads`` gives the columns of those who head the units of a level, by its column.
    ``unit_rows`` says that rows of text without figures name the unit of the rows below them.
    ``unit`` is the unit that all rows of a table without a column of units are in, and above those of a column of units or of
    levels; ``fte`` says whether full-time
    equivalents are parts of one or in hundredths.
    ``sorts`` gives columns of figures of units that are each of one sort of staff, as officers and soldiers, or of one rank;
    ``sorts_count`` says what those count that say nothing of it.
    ``heads`` says whether those who head units are among those whom the figures of these count (``counted``), or stand beside
    them (``beside``).
    ``figures`` says whether those of units are their own, or include those of the units below; of a ``flat`` list that
    includes them, the rows that are sums of those beside them, or stand over rows and their subtotal, are the units above.
    ``flat`` says that nothing is above any row of units, so that no column tells it; ``nested`` that the id of each begins
    with that of the one above it, or that it does not, and they lie side by side.
    ``block`` is the number of one of several tables that stand side by side, from the left; ``turned`` says that each of its
    rows is a column of the file, whose heading stands in the column ``unit``.
    ``as_of`` is the day of which the table is: of several of one name but for the day in it, the latest that is not after the
    day of the map counts.
    ``where`` takes the rows alone in which a column says one of some words, so that a table of units, posts and people in one
    stands as several parts of the map.
    ``names_only`` says that a table of people gives the names of those whose ids stand in other tables, and places nobody.
    ``relations`` is the table of the relations between its rows, each a pair of them with a code, as SAP has them (HRP1001):
    those in force give the columns A002, A003, A008 and A012.
    ``holders`` says of texts in the column of persons whether they are a name, several names, or a word in place of one.
    ``lines`` gives the columns of further superiors by kind of line. ``ids`` are ``own`` where the same id in another
    table is of another row; else one id that stands in two tables means one thing.
    """

    KEYS: ClassVar[frozenset[str]] = frozenset(get_args(Key))

    file: str = ""
    sheet: str = ""
    header: Annotated[int, Field(ge=1), WHOLE] | None = None
    header_lines: Annotated[int, Field(ge=1, le=4), WHOLE] = 1
    block: Annotated[int, Field(ge=0), WHOLE] = 0
    turned: bool = False
    names: list[str] = Field(default_factory=list)
    rows: Literal["units", "posts", "people"] = "units"
    columns: dict[Key, str] = Field(default_factory=dict)
    lines: dict[str, str] = Field(default_factory=dict)
    sorts: dict[str, SortOfStaff] = Field(default_factory=dict)
    sorts_count: Literal["", "authorized", "filled", "none"] = ""
    levels: list[str] = Field(default_factory=list)
    level_heads: dict[str, str] = Field(default_factory=dict)
    fill: bool = False
    indent: str = ""
    unit_rows: bool = False
    separator: Annotated[str, Field(min_length=1)] = "/"
    root: list[str] = Field(default_factory=lambda: ["", "NULL", "null", "None"])
    status: Annotated[dict[str, Status], BeforeValidator(_texts)] = Field(default_factory=dict)
    vacant: list[str] = Field(default_factory=list)
    holders: Annotated[dict[str, Holder], BeforeValidator(_texts)] = Field(default_factory=dict)
    dates: Dates = Field(default_factory=list)
    ends: Ends = "last day"
    fte: Literal["parts of one", "percent"] = "parts of one"
    figures: Literal["", "own", "with all below"] = ""
    heads: Literal["", "counted", "beside"] = ""
    unit: str = ""
    as_of: Day | None = None
    kind: str = ""
    skip: list[Whole] = Field(default_factory=list)
    where: Annotated[dict[str, list[str]], BeforeValidator(_texts)] = Field(default_factory=dict)
    relations: RelationsMap | None = None
    ids: Literal["shared", "own"] = "shared"
    flat: bool = False
    names_only: bool = False
    nested: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _counted_alike(cls, data: Any) -> Any:
        """Let the sorts that do not say what they count do so as the table says it."""
        if not isinstance(data, Mapping) or not data.get("sorts_count") or not isinstance(data.get("sorts"), Mapping):
            return data
        alike = {"counts": data["sorts_count"]}
        sorts = {
            name: alike | dict(part) if isinstance(part, Mapping) else part for name, part in data["sorts"].items()
        }
        return {**data, "sorts": sorts}


class HierarchyMap(TableMap):
    """Say how strangers' tables tell of an organisation: one table, or several under ``tables``.

    ``organisation`` is the unit around posts and people whose units have none above them; ``units`` says whether units
    that are only named are made from who reports to whom (``lines``) or are one a name (``names``). ``kinds`` gives the
    kind and what it counts as of each word for one; with ``kinds_by: names`` a unit of which no column tells its kind is of
    the one with whose word its name begins or ends. ``identical`` posts stand each as a row (``each``) or as one
    (``one row``), and lines that the ordinary rule gives are ``written`` or left to it (``derived``), so that they follow
    when units move. ``language`` is that of the names; ``order`` says whether siblings stand in the order of the rows.
    """

    tables: list[TableMap] = Field(default_factory=list)
    title: str = ""
    organisation: str = ""
    language: Language = UNKNOWN_LANGUAGE
    kinds_by: Literal["", "names"] = ""
    kinds: Annotated[dict[str, Literal["agency", "internal", "body", "party", "none"]], BeforeValidator(_texts)] = (
        Field(default_factory=dict)
    )
    units: Literal["lines", "names"] = "lines"
    ranks: Ranks = Field(default_factory=Ranks)
    identical: Literal["each", "one row"] = "each"
    ordinary_lines: Literal["written", "derived"] = "written"
    order: Literal["rows", ""] = ""
    currency: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> HierarchyMap:
        if self.tables and (self.columns or self.levels):
            raise ValueError(Message.of("columns stand under tables, where a map has tables"))
        return self

    @property
    def parts(self) -> list[TableMap]:
        """List the tables: those under ``tables``, or the one that the map itself is of."""
        return self.tables or [self]
