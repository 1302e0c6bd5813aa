"""How a study writes its CSV tables: what parts the cells, what stands before decimals, and whether a BOM comes first."""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.core.arguments import not_expected
from orgmodel.core.messages import Message

SEPARATORS = (",", ";", "\t")
DECIMALS = (".", ",")
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class CsvHabit:
    """Hold the habit of an office's spreadsheet: its separator, its decimal sign, and a BOM (None: as the table has it).

    Raises ProblemsError where a separator or a sign is none of those that reading takes.

    >>> CsvHabit(";", ",").number("-1.50"), CsvHabit().number("-1.50")
    ('-1,50', '-1.50')
    """

    separator: str = ","
    decimal: str = "."
    bom: bool | None = None

    def __post_init__(self) -> None:
        """Refuse what would not be read."""
        for name, known in (("separator", SEPARATORS), ("decimal", DECIMALS)):
            if getattr(self, name) not in known:
                listed = ", ".join(map(repr, known))
                raise not_expected(name, getattr(self, name), Message.of("one of {known}", known=listed))
        bom: object = self.bom
        if bom is not None and not isinstance(bom, bool):
            raise not_expected("bom", bom, Message.of("true or false"))

    @property
    def has_comma(self) -> bool:
        """Tell whether a comma stands before decimals."""
        return self.decimal == ","

    def number(self, text: str) -> str:
        """Write the text of a number with its decimal sign."""
        return text.replace(".", ",") if self.decimal == "," else text

    def first(self, *, usual: bool = False) -> str:
        """Give what a file begins with: a BOM where the study asks for one, or else where the table usually has one."""
        return BOM if (usual if self.bom is None else self.bom) else ""


PLAIN = CsvHabit()
"""The habit of a study that says nothing: commas, points."""
