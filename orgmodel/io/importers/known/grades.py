"""Signs of grades as headings of columns have them: A1, P-3, GS-12, Grade 7, Besoldungsgruppe A 13."""

from __future__ import annotations

import re

from orgmodel.io.importers.known.tables import heading, is_total, plain

_SIGN = re.compile(r"([A-Z]{1,3})\s?[-. ]?\s?([0-9]{1,2})[a-z]?(?:/[0-9]{1,2})?")
_NUMBER = re.compile(r"[0-9]{1,2}[a-z]?|[IVX]{1,5}")
_NO_GRADES = frozenset(
    (
        "Q",
        "H",
        "FY",
        "CY",
        "Y",
        "W",
        "M",
        "T",
        "JAN",
        "FEB",
        "MAR",
        "APR",
        "MAY",
        "JUN",
        "JUL",
        "AUG",
        "SEP",
        "OCT",
        "NOV",
        "DEC",
    )
)
"""What stands before a number where a column is of a quarter, half, year, week, month or term."""


def is_grade(text: str) -> bool:
    """Tell whether a heading is the sign of a grade, alone or behind a word for one.

    >>> is_grade("A1"), is_grade("P-3"), is_grade("GS 12"), is_grade("Grade 7"), is_grade("Ngạch IV")
    (True, True, True, True, True)
    >>> is_grade("Q1"), is_grade("FY23"), is_grade("2024"), is_grade("Roads"), is_grade("Room 7")
    (False, False, False, False, False)
    """
    text = text.strip()
    words = text.split()
    if len(words) > 1 and speaks_of_grades(" ".join(words[:-1])):
        return bool(_NUMBER.fullmatch(words[-1]) or _SIGN.fullmatch(words[-1]))
    sign = _SIGN.fullmatch(text)
    return sign is not None and sign[1] not in _NO_GRADES


def speaks_of_grades(text: str) -> bool:
    """Tell whether a heading is of grades, ranks or categories of posts, and of nothing else.

    >>> speaks_of_grades("Grade"), speaks_of_grades("Besoldungsgruppe"), speaks_of_grades("Unit")
    (True, True, False)
    """
    known = heading(text)
    return known is not None and known.meaning("posts") == "category" and not is_total(plain(text))
