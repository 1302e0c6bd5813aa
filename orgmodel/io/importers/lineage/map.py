"""The map of a lineage: which columns tell the old and the new units, in a table of pairs or in a register."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orgmodel.core.names import UNKNOWN_LANGUAGE
from orgmodel.io.importers.dates import Dates, Ends
from orgmodel.operations.operation_schema import Language, Model
from orgmodel.operations.written_numbers import WHOLE

PAIRS = {
    "old": ("old", "old_code", "from_code", "mã cũ"),
    "old_name": ("old_name", "from_name", "tên cũ"),
    "new": ("new", "new_code", "to_code", "mã mới"),
    "new_name": ("new_name", "to_name", "tên mới"),
    "mark": ("mark", "part", "whole_or_part", "phạm vi"),
    "share": ("share", "weight", "tỷ lệ"),
    "amount": ("amount",),
    "old_figure": ("old_figure", "old_population"),
    "new_figure": ("new_figure", "new_population"),
    "old_kind": ("old_kind", "old_type"),
    "new_kind": ("new_kind", "new_type"),
    "old_within": ("old_within", "old_area"),
    "new_within": ("new_within", "new_area"),
    "date": ("date", "effective", "ngày"),
}
REGISTER = {
    "id": ("id", "code", "local-authority-code"),
    "name": ("name", "official-name", "nice-name"),
    "successors": ("successors", "replaced-by", "replaced_by", "successor"),
    "starts": ("starts", "start-date", "start_date", "from"),
    "ends": ("ends", "end-date", "end_date", "to"),
    "kind": ("kind", "type", "local-authority-type"),
    "within": ("within", "county-la", "area_code"),
    "figure": ("figure", "population", "pop-2020"),
}
Key = Literal[
    "old", "old_name", "new", "new_name", "mark", "share", "amount", "old_figure", "new_figure", "old_kind", "new_kind",
    "old_within", "new_within", "date",
    "id", "name", "successors", "starts", "ends", "kind", "within", "figure",
]  # fmt: skip


class LineageMap(Model):
    """Say how a table tells which units became which.

    A table of pairs has a row for each old unit and each new one that took (a part of) it; a register has a row for
    each unit, which names its successors. ``within`` is the code of the unit whose territory a unit lies in; ``share``
    the part of the old unit in hundredths or as a fraction, ``amount`` the part of its figure. ``whole`` and ``part``
    list the words that mark the two, in lower case. ``dates`` says how dates are written (``day first``, ``month first``,
    ``excel``, or a list of them), ``ends`` whether an end in a register is the last day or the first day without. ``names`` are
    those of the columns of a table without a header. ``language`` is that of the names of units.
    """

    columns: dict[Key, str] = Field(default_factory=dict)
    separator: Annotated[str, Field(min_length=1)] = ","
    whole: list[str] = Field(default_factory=lambda: ["whole", "full", "w", "toàn bộ", "1"])
    part: list[str] = Field(default_factory=lambda: ["part", "partial", "p", "một phần", "0"])
    figure_name: str = "population"
    date: str = ""
    dates: Dates = Field(default_factory=list)
    ends: Ends | None = None
    names: list[str] = Field(default_factory=list)
    document: str = ""
    kind: str = "agency"
    language: Language = UNKNOWN_LANGUAGE
    header: Annotated[int, Field(ge=1), WHOLE] | None = None
    sheet: str = ""
