"""Cells of forms: figures, names and dates as values, and the one way in which each kind is written as text.

A cell holds what was worked out, never how it looks. ``None`` in a column of figures is not known; an empty text says
that there is nothing to say. Writers of typed files take :func:`number_of` and :func:`day_of`, all take :func:`cell_text`.
"""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.core.figures import Amount
from orgmodel.core.names import Names, text_in
from orgmodel.measures.measured_value import MeasuredValue
from orgmodel.reports.about import About
from orgmodel.words.deadlines import due_in
from orgmodel.words.numbers import amount, number, padded

TEXT, NO, COUNT, PEOPLE, FTE, NUMBER, MONEY, PERCENT, DATE = (
    "text", "no", "count", "people", "fte", "number", "money", "percent", "date",
)  # fmt: skip
KINDS = (TEXT, NO, COUNT, PEOPLE, FTE, NUMBER, MONEY, PERCENT, DATE)
"""Kinds of a column: words; the number of a row; units and posts; people and members; full-time equivalents; a mean or a
ratio; an amount of money; per cent, as 12.5 and not 0.125; a date."""
FIGURES = frozenset(KINDS) - {TEXT, NO, DATE}
WHOLE = frozenset((COUNT, PEOPLE))
"""Kinds that count, written with two digits below ten where an office of the language does so."""
HUNDREDTHS = 100
"""What a sum of full-time equivalents is held in."""
NONE, UNKNOWN, LEAST, ASSUMED = "-", "…", "≥", "*"
"""How figures say that there is none, that it is not known, that it is at least so many, that it is assumed."""
SIGNS = (NONE, UNKNOWN, LEAST, ASSUMED)


@dataclass(frozen=True, slots=True)
class Dated:
    """Hold a date (``2022-10-31``, ``2022-10``, ``2022`` or None) and the words of a paper for it, which are what is shown."""

    on: str | None
    cited: Names = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Hold words that tell of something: what that is of, and which records they name."""

    text: Names
    about: About

    def __bool__(self) -> bool:
        """Tell whether it says anything."""
        return bool(self.text)


Cell = str | int | float | Amount | MeasuredValue | Dated | Names | Words | None
"""An :class:`Amount` in a column of FTE is in hundredths, as everywhere; whatever else is in the column's own unit."""


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what is told of a figure: its value (None: not known), whether it is at least so much, whether assumed."""

    value: int | float | None
    at_least: bool = False
    assumed: bool = False


def told_of(cell: Cell, kind: str = COUNT) -> Told | None:
    """Give what is told of a cell of figures; None where the cell holds words or a date.

    >>> told_of(Amount.of(None, "x") + Amount.of(3, "y")), told_of("Office") is None
    (Told(value=3, at_least=True, assumed=False), True)
    """
    if cell is None:
        return Told(None)
    if isinstance(cell, Amount):
        scale = HUNDREDTHS if kind == FTE else 1
        value = cell.told if scale == 1 else cell.told / scale
        if cell.missing:
            return Told(value or None, at_least=bool(value), assumed=cell.least < cell.told)
        return Told(value, assumed=cell.low != cell.high)
    if isinstance(cell, MeasuredValue):
        is_least = cell.known is None and bool(cell.missing)  # a mean is of what is known, never at least
        least = cell.value or None if is_least else cell.value
        rests = least is not None and cell.low is not None and cell.low < least
        return Told(least, at_least=is_least and least is not None, assumed=cell.assumed > 0 or rests)
    return Told(cell) if isinstance(cell, int | float) else None


def number_of(cell: Cell, kind: str = COUNT) -> int | float | None:
    """Give the number that a typed cell holds: None where it is not known whole, or where the cell holds words.

    >>> number_of(Amount(12)), number_of(Amount(150), "fte"), number_of(None), number_of((("en", "Office"),))
    (12, 1.5, None, None)
    """
    told = told_of(cell, kind)
    return None if told is None or told.at_least else told.value


def day_of(cell: Cell) -> str | None:
    """Give the day of a cell as ``YYYY-MM-DD``; None where it holds no whole day, or a paper's words for one.

    >>> day_of(Dated("2022-10-31")), day_of(Dated("2022-10")), day_of(3)
    ('2022-10-31', None, None)
    """
    whole = isinstance(cell, Dated) and cell.on is not None and len(cell.on) == 10 and not cell.cited
    return cell.on if whole and isinstance(cell, Dated) else None


def cell_text(cell: Cell, language: str, kind: str = TEXT, *, signed: bool = False, places: int = 2) -> str:
    """Write a cell as a reader of the language expects it in a column of this kind.

    In a column of figures nothing is ``-``, what is not known ``…``, at least N ``≥N``, what is assumed ``N*``.

    >>> cell_text(4982, "vi", COUNT), cell_text(6, "vi", COUNT), cell_text(6, "en", COUNT), cell_text(0, "vi", COUNT)
    ('4.982', '06', '6', '-')
    >>> cell_text(Dated("2022-10-31", (("vi", "trong tháng 10/2022"),)), "en", DATE)
    '“trong tháng 10/2022” (by 31 October 2022)'
    >>> cell_text(None, "vi", PEOPLE), cell_text(None, "vi"), cell_text(Dated("2022-10-31"), "vi", DATE)
    ('…', '', '31/10/2022')
    >>> cell_text(5, "vi", COUNT, signed=True), cell_text(-12.5, "vi", PERCENT, signed=True)
    ('+5', '-12,5%')

    In a column of words an amount says all that is known of it.

    >>> cell_text(Amount.of(None, "x") + Amount.of(3, "y"), "en")
    'at least 3 (1 figure missing)'
    """
    if isinstance(cell, Dated):
        return due_in(cell.on, cell.cited, language)
    if isinstance(cell, Words):
        return text_in(cell.text, language)
    if isinstance(cell, tuple):
        return text_in(cell, language)
    if isinstance(cell, str):
        return cell
    told = told_of(cell, kind)
    if told is None or kind == DATE:
        return ""
    if kind == TEXT and isinstance(cell, Amount):
        return amount(cell, language)
    if kind in (TEXT, NO):  # as many decimals as it was rounded to
        return "" if told.value is None else number(told.value, language, places=4)
    if told.value is None:
        return UNKNOWN
    return f"{LEAST * told.at_least}{_written(told.value, language, kind, signed, places)}{ASSUMED * told.assumed}"


def _written(value: float, language: str, kind: str, signed: bool, places: int) -> str:
    if not round(value, places):
        return NONE
    if kind == PERCENT:
        return f"{number(value, language, signed=signed, places=1)}%"
    if signed:
        return number(value, language, signed=True, places=places)
    return padded(value, language, places=places) if kind in WHOLE else number(value, language, places=places)


def signs_of(cell: Cell, kind: str = COUNT, *, places: int = 2) -> frozenset[str]:
    """Give the signs that a cell bears in a column of figures; words bear none, whatever stands in them.

    >>> sorted(signs_of(MeasuredValue(12, 10, 12, 1, 0.5))), sorted(signs_of(-3)), sorted(signs_of(0)), signs_of("≥ 3*")
    (['*', '≥'], [], ['-'], frozenset())
    """
    told = told_of(cell, kind)
    if told is None or told.value is None:
        return frozenset() if told is None else frozenset((UNKNOWN,))
    borne = {LEAST: told.at_least, ASSUMED: told.assumed}
    found = frozenset(sign for sign, is_borne in borne.items() if is_borne)
    return found or frozenset(() if round(told.value, places) else (NONE,))
