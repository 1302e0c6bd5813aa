"""What the values of a column may be: ids, superiors, words of status, kinds, dates, figures, names."""

from __future__ import annotations

import re
from collections.abc import Collection

from orgmodel.io.importers.dates import conventions_of, read_dates
from orgmodel.io.importers.hierarchy.figures import western
from orgmodel.io.importers.known.composed import bare, words_apart
from orgmodel.io.importers.known.tables import kinds, plain, statuses

_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,]0{1,2})?")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}([.,'’ \u00a0\u202f])[0-9]{3}(?:\1[0-9]{3})*")
_ANY_NUMBER = re.compile(r"[-+(]?[0-9][0-9.,'’ \u00a0\u202f]*[%)]?")
_DECIMAL = re.compile(r"[0-9]{1,5}[.,][0-9]{1,2}")
_FIGURES = (_NUMBER, _DECIMAL, re.compile(r"0[.,][0-9]{1,4}"))
_YEAR = re.compile(r"(?:19[3-9]|20[0-3])[0-9]")
_MOST_COUNT = 1_000_000
_CODE = re.compile(r"(?=.*[0-9])[\w./-]+")
_SHORTEST_CODE, _SURE_CODE = 3, 5


def is_id(texts: list[str]) -> bool:
    """Tell whether a column may hold ids: every cell is filled, and all differ."""
    return all(texts) and len(set(texts)) == len(texts) and not is_date(texts) and max(map(len, texts)) < 80


def is_parent(texts: list[str], ids: set[str]) -> bool:
    """Tell whether nearly all cells are ids of other rows."""
    given = [text for text in texts if text]
    return (
        bool(given)
        and len(given) < len(texts) + 1
        and sum(text in ids for text in given) >= 0.9 * len(given)
        and len(set(given)) < len(ids)
    )


def is_status(texts: list[str]) -> bool:
    """Tell whether most words of a column are words of status."""
    words = {text for text in texts if text}
    return 0 < len(words) <= 12 and sum(plain(word) in statuses() for word in words) * 2 > len(words)


def is_kind(texts: list[str]) -> bool:
    """Tell whether most words of a column are kinds of unit."""
    words = {plain(text) for text in texts if text}
    return 0 < len(words) <= 40 and sum(word in kinds() for word in words) * 2 > len(words)


def is_date(texts: list[str]) -> bool:
    """Tell whether nearly all cells are dates."""
    given = [text for text in dict.fromkeys(texts) if text][:50]
    if not given or all(text.isdigit() and len(text) != 8 for text in given):
        return False
    order, _ = conventions_of(given)
    read = read_dates(given, [*order, *([] if set(order) & {"day first", "month first"} else ["day first"])])
    good = [text for text in given if text not in read.faults]
    return len(good) * 10 >= len(given) * 9 and any(len(text) >= 7 for text in good)


def is_fte(texts: list[str]) -> bool:
    """Tell whether all cells are parts of one."""
    given = [text for text in texts if text]
    return any(map(_DECIMAL.fullmatch, given)) and all(
        (_NUMBER.fullmatch(text) or _DECIMAL.fullmatch(text)) and float(text.replace(",", ".")) <= 1 for text in given
    )


def numbers_among(texts: Collection[str]) -> int:
    """Count the cells that are numbers of any kind.

    >>> numbers_among(["12", "1,200", "80%", "12 posts", "U1"])
    3
    """
    return sum(_ANY_NUMBER.fullmatch(western(text)) is not None for text in texts)


def is_count(texts: list[str]) -> bool:
    """Tell whether all cells are whole numbers that may count posts or people; years of birth or entry are none.

    >>> is_count(["12", "1,200", ""]), is_count(["12", "0.5"]), is_count(["1970", "1985"])
    (True, False, False)
    """
    given = [western(text) for text in texts if text]
    if len(given) > 1 and all(map(_YEAR.fullmatch, given)):
        return False
    return bool(given) and all(
        _GROUPS.fullmatch(text) or (_NUMBER.fullmatch(text) and float(text.replace(",", ".")) < _MOST_COUNT)
        for text in given
    )


def is_quantity(texts: list[str]) -> bool:
    """Tell whether all cells are numbers, whole or with decimals as full-time equivalents have.

    >>> is_quantity(["12", "2,5", ""]), is_quantity(["14.25"]), is_quantity(["12", "A2"]), is_quantity([""])
    (True, True, False, False)
    """
    given = [western(text) for text in texts if text]
    return is_count(texts) or (bool(given) and all(any(one.fullmatch(text) for one in _FIGURES) for text in given))


def has_decimals(texts: list[str]) -> bool:
    """Tell whether cells are numbers, and some of them parts of a whole: no count of posts or people has these.

    >>> (
    ...     has_decimals(["12", "2,5"]),
    ...     has_decimals(["12", "3.0"]),
    ...     has_decimals(["1,500", "2"]),
    ...     has_decimals(["2.5", "?"]),
    ... )
    (True, False, False, False)
    """
    return is_quantity(texts) and not is_count(texts)


def are_codes(texts: list[str], least: int = 1) -> bool:
    """Tell whether every text is a code: one word with a digit in it, of so many signs at least.

    >>> are_codes(["A-1", "7"]), are_codes(["A-1", "7"], least=2), are_codes(["Roads"])
    (True, False, False)
    """
    return all(len(text) >= least and _CODE.fullmatch(text) is not None for text in texts)


def is_coded(texts: list[str]) -> bool:
    """Tell whether whole numbers are codes and no counts: all there, all different, and as long, or counted up.

    >>> is_coded(["0012", "0013"]), is_coded(["50000001", "50000010"]), is_coded(["101", "102", "104"])
    (True, True, True)
    >>> is_coded(["12", "40", "9"]), is_coded(["120", "450", "980"]), is_coded(["2", "5", "2"])
    (False, False, False)
    """
    if not all(text.isascii() and text.isdigit() for text in texts) or len(set(texts)) < len(texts) or not texts:
        return False
    if any(text.startswith("0") and len(text) > 1 for text in texts):
        return True
    widths, numbers = set(map(len, texts)), list(map(int, texts))
    if len(widths) > 1 or len(texts[0]) < _SHORTEST_CODE:
        return False
    return len(texts[0]) >= _SURE_CODE or max(numbers) - min(numbers) < 2 * len(numbers)


def is_numbering_of_rows(texts: list[str]) -> bool:
    """Tell whether cells are 1, 2, 3 and so on: the number of the row."""
    return len(texts) > 1 and all(text == str(row) for row, text in enumerate(texts, start=1))


def is_name(texts: list[str]) -> bool:
    """Tell whether nearly all cells have words."""
    given = [text for text in texts if text]
    worded = sum(any(letter.isalpha() for letter in text) for text in given)
    return bool(given) and worded * 10 >= len(given) * 9 and not is_date(given)


_YES = frozenset(
    ("yes", "y", "true", "1", "ja", "oui", "sí", "si", "sim", "có", "да", "tak", "是", "نعم", "예", "はい", "a")
)
_NO = frozenset(
    (
        "no",
        "n",
        "false",
        "0",
        "nein",
        "non",
        "não",
        "nej",
        "nei",
        "không",
        "нет",
        "nie",
        "否",
        "لا",
        "아니오",
        "いいえ",
        "i",
    )
)


def is_answer(text: str) -> bool:
    """Tell whether a text is yes or no."""
    return text.casefold() in _YES | _NO


_ASKED = {
    "vacant": ("vacant", "filled"), "vacancy": ("vacant", "filled"), "is vacant": ("vacant", "filled"),
    "filled": ("filled", "vacant"), "is filled": ("filled", "vacant"), "active": ("in force", "ended"),
    "is active": ("in force", "ended"), "enabled": ("in force", "ended"), "account enabled": ("in force", "ended"),
    "accountenabled": ("in force", "ended"), "aktiv": ("in force", "ended"), "eff status": ("in force", "ended"),
    "effective status": ("in force", "ended"),
}  # fmt: skip


def yes_or_no(name: str, texts: list[str]) -> dict[str, str]:
    """Give what the answers mean where a heading asks for the status of a row; nothing where it does not, or others stand there.

    >>> yes_or_no("Vacant (Y/N)", ["Yes", "No", ""]), yes_or_no("Eff Status", ["A", "I"]), yes_or_no("Vacant", ["3"])
    ({'Yes': 'vacant', 'No': 'filled'}, {'A': 'in force', 'I': 'ended'}, {})
    """
    asked = next((found for said in (name, words_apart(name), bare(name)) if (found := _ASKED.get(plain(said)))), None)
    words = list(dict.fromkeys(filter(None, texts)))
    if asked is None or not words or not all(word.casefold() in _YES | _NO for word in words):
        return {}
    if {"1", "0"} >= set(words) and plain(name) in ("vacant", "vacancy", "filled"):
        return {}  # a column that counts
    return {word: asked[0] if word.casefold() in _YES else asked[1] for word in words}
