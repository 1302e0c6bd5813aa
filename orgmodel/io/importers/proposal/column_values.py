"""What the values of a column may be: ids, superiors, words of status, kinds, dates, figures, names."""

from __future__ import annotations

import re

from orgmodel.io.importers.dates import conventions_of, read_dates
from orgmodel.io.importers.known.composed import words_apart
from orgmodel.io.importers.known.tables import kinds, plain, statuses

_NUMBER = re.compile(r"[0-9]{1,5}(?:[.,]0+)?")
_DECIMAL = re.compile(r"[0-9]{1,5}[.,][0-9]{1,2}")
_MOST_COUNT = 100_000


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


def is_count(texts: list[str]) -> bool:
    """Tell whether all cells are whole numbers that may count posts or people."""
    given = [text for text in texts if text]
    return bool(given) and all(
        _NUMBER.fullmatch(text) and float(text.replace(",", ".")) < _MOST_COUNT for text in given
    )


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
_ASKED = {
    "vacant": ("vacant", "filled"), "vacancy": ("vacant", "filled"), "is vacant": ("vacant", "filled"),
    "filled": ("filled", "vacant"), "is filled": ("filled", "vacant"), "active": ("in force", "ended"),
    "is active": ("in force", "ended"), "enabled": ("in force", "ended"), "account enabled": ("in force", "ended"),
    "accountenabled": ("in force", "ended"), "aktiv": ("in force", "ended"), "eff status": ("in force", "ended"),
    "effective status": ("in force", "ended"),
}  # fmt: skip


def yes_or_no(name: str, texts: list[str]) -> dict[str, str]:
    """Give what the answers mean where a heading asks for the status of a row; nothing where it does not, or others stand there.

    >>> yes_or_no("Vacant?", ["Yes", "No", ""]), yes_or_no("Eff Status", ["A", "I"]), yes_or_no("Vacant", ["3"])
    ({'Yes': 'vacant', 'No': 'filled'}, {'A': 'in force', 'I': 'ended'}, {})
    """
    asked = _ASKED.get(plain(name)) or _ASKED.get(plain(words_apart(name)))
    words = list(dict.fromkeys(filter(None, texts)))
    if asked is None or not words or not all(word.casefold() in _YES | _NO for word in words):
        return {}
    if {"1", "0"} >= set(words) and plain(name) in ("vacant", "vacancy", "filled"):
        return {}  # a column that counts
    return {word: asked[0] if word.casefold() in _YES else asked[1] for word in words}
