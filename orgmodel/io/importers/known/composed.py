"""Headings that no table lists whole, read by their words: what is said of a unit, post or person, and which sign it is."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

Meanings = tuple[str, str, str]
"""What a heading is over rows of units, of posts and of people; empty where it says nothing there."""

_IN_BRACKETS = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\)|\{[^}]*\})\s*")
_GENDERS = re.compile(r"(?<=\w)(?:[/*:·.]-?(?:in|innen|r|e|ne|fe)\b|\((?:in|r|e|ne|n)\))", re.IGNORECASE)
_DAYS = re.compile(
    r"\b(?:(?:năm|year|as of|at|on|tính đến|đến|ngày)\s+)?(?:[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:19|20)[0-9]{2})\b"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOTHING: Meanings = ("", "", "")


@cache
def _parts() -> dict[str, tuple[str, frozenset[str]]]:
    """Give for each word the language that has it first, and what it may say of a column."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    with Path(__file__).with_name("parts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            language, parts = found.get(row["word"], (row["language"], frozenset()))
            found[row["word"]] = language, parts | {row["part"]}
    return found


def bare(text: str) -> str:
    """Take what is no name off a heading: brackets, second genders, days and years, a star.

    >>> bare("Org Unit Path [Required]"), bare("Stelleninhaber/in"), bare("Staff in post 31/12/2025 *")
    ('Org Unit Path', 'Stelleninhaber', 'Staff in post')
    """
    text = without_days(_IN_BRACKETS.sub(" ", _GENDERS.sub("", text)))
    return " ".join(text.split()).strip(" *:–-")


_MEASURE = re.compile(
    r"\s*[\[(\uff08](?:number|numbers|no\.?|count|persons?|people|posts?|headcount|số lượng|số|người|biên chế|nombre|personnes|postes|"
    r"anzahl|personen|stellen|número|personas|plazas|人|名|명|개)[\])\uff09]\s*$",
    re.IGNORECASE,
)


def without_measure(text: str) -> str:
    """Take what is counted in brackets off the end of a heading.

    >>> without_measure("Posts (number)"), without_measure("定員(人)"), without_measure("Reports to (Position)")
    ('Posts', '定員', 'Reports to (Position)')
    """
    return _MEASURE.sub("", text) or text


def without_days(text: str) -> str:
    """Take days and years off a heading.

    >>> without_days("Head count 2023").strip(), without_days("Biên chế năm 2024").strip()
    ('Head count', 'Biên chế')
    """
    return _DAYS.sub(" ", text)


def words_apart(text: str) -> str:
    """Part words that are written together as programs do.

    >>> words_apart("orgUnitName")
    'org Unit Name'
    """
    return _CAMEL.sub(" ", text)


def composed(words: list[str]) -> tuple[str, Meanings] | None:
    """Read a heading by its words: its language and what it means; None where a word of it is not known.

    >>> composed(["superior", "position", "number"]), composed(["employee", "title"])
    (('en', ('', 'parent', 'parent')), ('en', ('', 'name', 'name')))
    >>> composed(["sanctioned", "posts"]), composed(["pay", "rate", "type"])
    (('en', ('authorized', 'authorized', 'authorized')), None)
    """
    known = [_parts().get(word) for word in words]
    told = [one for one in known if one is not None]
    if not words or len(told) < len(words):
        return None
    parts = [one[1] for one in told]
    meanings = _figure(parts) or _named(frozenset().union(*parts), parts)
    language = next((one[0] for one in told if "filler" not in one[1]), told[0][0])
    return None if meanings is None else (language, meanings)


def _figure(parts: list[frozenset[str]]) -> Meanings | None:
    """Tell what a heading counts, None where it counts nothing."""
    every = frozenset().union(*parts)

    def only(*allowed: str) -> bool:
        return all(part & {*allowed, "filler"} for part in parts)

    if "fte" in every and only("fte", "present", "quota", "count", "gap"):
        if "gap" in every:
            return _NOTHING
        return ("fte_authorized",) * 3 if "quota" in every else ("fte", "fte", "fte")
    if "pay" in every and only("pay", "yearly"):
        return ("", "pay", "pay")
    if not any(part & {"count", "post", "person"} for part in parts):
        return None
    if "gap" in every and only("gap", "count", "post", "person"):
        return _NOTHING
    for mark, key in (("quota", "authorized"), ("present", "filled")):
        if any(mark in part and "filler" not in part for part in parts) and only(mark, "count"):
            return (key, key, key)
    return None


def _named(every: frozenset[str], parts: list[frozenset[str]]) -> Meanings | None:
    """Tell of what a heading is the id, name or kind, None where it is of nothing."""
    if any(not part & {*_OF_THINGS, *_SIGNS, "filler"} for part in parts):
        return None
    sign = next((one for one in _SIGNS if one in every), "")
    if "boss" in every:
        return None if sign in ("type", "title") else ("", "parent", "parent")
    if "above" in every:
        if "unit" in every and "post" not in every:
            return ("parent", "unit_parent", "unit_parent")
        return ("", "parent", "parent") if every & {"post", "person"} else ("parent", "parent", "parent")
    if "holder" in every:
        return _MEANINGS["person", sign]
    if "unit" in every and not (sign == "title" and "post" in every):
        return _MEANINGS["unit", sign]
    if "post" in every or (sign == "title" and "person" in every):
        return _MEANINGS["post", sign]
    return _MEANINGS["person", sign] if "person" in every else None


_OF_THINGS = ("unit", "post", "person", "holder", "boss", "above")
_SIGNS = ("id", "mail", "type", "title", "name")
_MEANINGS: dict[tuple[str, str], Meanings] = {
    ("unit", "id"): ("id", "unit", "unit"),
    ("unit", "name"): ("name", "unit_name", "unit_name"),
    ("unit", "title"): ("name", "unit_name", "unit_name"),
    ("unit", "type"): ("kind", "unit_kind", "unit_kind"),
    ("unit", ""): ("name", "unit", "unit"),
    ("unit", "mail"): _NOTHING,
    ("post", "id"): ("", "id", "post"),
    ("post", "name"): ("", "name", "name"),
    ("post", "title"): ("", "name", "name"),
    ("post", "type"): ("", "category", "category"),
    ("post", ""): ("", "name", "name"),
    ("post", "mail"): _NOTHING,
    ("person", "id"): ("", "person_id", "id"),
    ("person", "name"): ("", "person", "person"),
    ("person", "title"): ("", "name", "name"),
    ("person", "type"): ("", "category", "category"),
    ("person", ""): ("", "person", "person"),
    ("person", "mail"): ("", "also", "also"),
}
