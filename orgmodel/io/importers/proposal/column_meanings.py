"""What a heading means, borne out by the values under it: numbers are no names, words are no figures, counts are no days."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from orgmodel.io.importers.known.grades import speaks_of_grades
from orgmodel.io.importers.known.tables import ROWS, Heading, doubles, heading, headings, kinds, plain
from orgmodel.io.importers.proposal.column_values import (
    are_codes,
    is_coded,
    is_count,
    is_date,
    is_name,
    is_numbering_of_rows,
    numbers_among,
)
from orgmodel.io.importers.source import FOLD

_WORDED = frozenset(("person", "given", "name", "name|person", "unit_name", "area", "kind", "unit_kind"))
_FIGURES = frozenset(("authorized", "filled", "fte", "fte_authorized", "pay", "order", "vacancies"))
_DAYS = frozenset(("begins", "ends"))
_MEASURED = re.compile(r"km|\bha\b|m2|m²|acres?|hectares?|sq|population|dân số|diện tích")
_EXCEL_DAYS = range(15_000, 80_000)
_YEARS = range(1000, 2700)
_ANSWERED = frozenset(("filled", "vacant", "occupied"))


def meant(name: str, texts: Sequence[str]) -> Heading | None:
    """Give what a heading means over a column of texts, None where neither tells; blank columns mean what they are called.

    >>> meant("Staff", ["12", "40", "9"]).meaning("units"), meant("Staff", ["Ann Lee", "Bo Elm"]).meaning("posts")
    ('filled', 'person')
    >>> meant("Established", ["5", "20"]).meaning("units"), meant("Established", ["1999", "2004"]).meaning("units")
    ('authorized', 'begins')
    """
    known = heading(name)
    given = list(dict.fromkeys(filter(None, texts)))
    over, _, below = name.partition(FOLD)
    if below and speaks_of_grades(over) and is_count(given):
        return None  # one of several grades, whatever it is called
    if known is None and plain(name) in kinds() and is_name(given):
        return Heading((), len(headings()), (("units", "name"), ("posts", "unit"), ("people", "unit")))
    if known is None or not given:
        return known
    if (codes := _over_codes(name, list(texts))) is not None:
        return codes
    numbers = numbers_among(given)
    if numbers * 2 > len(given):
        return _over_numbers(known, name, list(filter(None, texts)), given)
    return _over_words(known, name, given)


def _over_numbers(known: Heading, name: str, texts: list[str], given: list[str]) -> Heading | None:
    """Read a heading over numbers: of words and of days it says something else, or nothing."""

    def said(rows: str, key: str) -> str:
        if key == "status" and is_count(texts) and not set(given) <= {"0", "1"}:
            return "vacancies"
        if key in _DAYS and not _may_be_days(given):
            return doubles().get((plain(name), "counts"), ("",))[0]
        if key == "area" and (_MEASURED.search(name.casefold()) or not is_count(given)):
            return ""
        if key in _WORDED and key != "area" and is_count(texts) and not is_coded(texts):
            of_posts_alone = key == "name" and rows != "units" and not known.meaning("units")
            return _counted(rows, name, "authorized" if of_posts_alone else key)  # titles are no numbers
        return key

    return _with(known, said)


def _counted(rows: str, name: str, key: str) -> str:
    """Tell what numbers under a heading of people or posts count."""
    default = ("filled",) * len(ROWS) if key == "person" else (key,) * len(ROWS)
    return doubles().get((plain(name), "counts"), default)[ROWS.index(rows)]


def _over_codes(name: str, texts: list[str]) -> Heading | None:
    """Read a heading of posts over codes that all differ: their ids; None where it is none, or others stand there."""
    said = doubles().get((plain(name), "codes"))
    coded = is_coded(texts) or is_numbering_of_rows(texts) or are_codes(texts, least=2)
    if said is None or not all(texts) or len(set(texts)) < len(texts) or not coded:
        return None
    return Heading((), len(headings()), tuple((rows, key) for rows, key in zip(ROWS, said, strict=True) if key))


def _over_words(known: Heading, name: str, given: list[str]) -> Heading | None:
    """Read a heading over words: of figures and of days it says something else, or nothing."""
    worded = is_name(given) or is_date(given)

    def said(rows: str, key: str) -> str:
        if key not in _FIGURES or not worded:
            return key
        return doubles().get((plain(name), "words"), ("", "", ""))[ROWS.index(rows)]

    return _with(known, said)


def _with(known: Heading, said: Callable[[str, str], str]) -> Heading | None:
    """Give a heading with the meanings that its values leave, itself where they leave all; None where they leave none."""
    read = [(rows, key, said(rows, key)) for rows, key in known.meanings]
    if all(before == now for _, before, now in read):
        return known
    meanings = {rows: key for rows, _, key in read if key}
    figure = next((key for key in meanings.values() if key in _FIGURES), "")
    if figure == "vacancies":  # of posts they say nothing
        meanings = {"units": figure}
    elif figure:  # a figure is one over whatever rows
        meanings = dict.fromkeys(ROWS, figure)
    return Heading(known.languages, known.place, tuple(meanings.items())) if meanings else None


def _may_be_days(given: list[str]) -> bool:
    """Tell whether most numbers are years, days written without signs, or days as Excel counts them."""
    whole = [int(text) for text in given if text.isascii() and text.isdigit()]
    days = [one for one in whole if one in _YEARS or one in _EXCEL_DAYS or len(str(one)) in (6, 8)]
    return len(days) * 2 > len(whole) if whole else True
