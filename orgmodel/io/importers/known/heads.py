"""Headings of tables of units over the names of those who head them, and over the titles of these."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from orgmodel.io.importers.known.composed import bare, compound, words_apart, words_of
from orgmodel.io.importers.known.tables import plain

HEAD, TITLE, ID = "head", "head_title", "head_id"
_NAMED = "head_name"
"""What the table calls headings that speak of names or of persons, and not of a post."""

_NAME = "name"


@cache
def _known() -> dict[str, str]:
    with Path(__file__).with_name("heads.csv").open(encoding="utf-8", newline="") as file:
        return {plain(row["heading"]): row["key"] for row in csv.DictReader(file)}


def heads_told(name: str) -> str:
    """Tell whether a heading of a table of units is of who heads each (``head``) or of the title of these (``head_title``); empty for others.

    >>> heads_told("Head of unit"), heads_told("head.name"), heads_told("Leiter/in"), heads_told("Kierownik (od 2024)")
    ('head', 'head', 'head', 'head')
    >>> heads_told("Hauptabteilungsleiter"), heads_told("Dezernatsleitung"), heads_told("Fluchtleiter")
    ('head', 'head', '')
    >>> heads_told("head.title"), heads_told("Headcount"), heads_told("Deputy head")
    ('head_title', '', '')
    """
    said = _said(name) or _said(_without_name(name))
    return HEAD if said == _NAMED else said


def head_signed(name: str) -> str:
    """Tell by which sign a heading says who heads a unit: ``id``, ``mail``, or none.

    >>> head_signed("Manager ID"), head_signed("head_id"), head_signed("head.email"), head_signed("E-mail of the head")
    ('id', 'id', 'mail', 'mail')
    >>> (
    ...     head_signed("Personalnummer Leitung"),
    ...     head_signed("Mã trưởng đơn vị"),
    ...     head_signed("负责人编号"),
    ...     head_signed("Unit ID"),
    ... )
    ('id', 'id', 'id', '')
    """
    text = plain(words_apart(bare(name)))
    for sign, words in _signs().items():
        for word in sorted(words, key=len, reverse=True):
            if len(text) <= len(word) or not (text.startswith(word) or text.endswith(word)):
                continue
            rest = text.removesuffix(word) if text.endswith(word) else text.removeprefix(word)
            is_apart = rest != rest.strip() or not (word[0].isascii() and word[-1].isascii())
            if is_apart and any(
                _said(one) in (HEAD, _NAMED) for one in (rest.strip(" の的"), _CONNECTED.sub("", rest.strip()))
            ):
                return sign
    return ""


@cache
def _signs() -> dict[str, frozenset[str]]:
    """Give the words by which a heading says a number or an address of somebody, by which of both they say."""
    found: dict[str, set[str]] = {"id": set(words_of("id")), "mail": set(words_of("mail"))}
    with Path(__file__).with_name("signs_of_heads.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["sign"]].add(plain(row["word"]))
    return {sign: frozenset(words) for sign, words in found.items()}


_CONNECTED = re.compile(r"^(?:of the|of|for|der|des|de la|de l|de|del|du|della|di|do|da|c\u1ee7a|von|van|af|av)\s+")


def post_headed(name: str) -> str:
    """Give what a heading of who heads units calls their post, as it is spelt; empty where it speaks of names or of persons.

    >>> post_headed("Head of unit"), post_headed("Leitung"), post_headed("Manager name"), post_headed("head.name")
    ('Head of unit', 'Leitung', 'Manager', 'head')
    >>> post_headed("Name der Leitung"), post_headed("Person in charge")
    ('', '')
    """
    called = next((one for one in (bare(name), _without_name(name)) if _said(one) in (HEAD, _NAMED)), "")
    if _said(called) == _NAMED and _said(_without_name(called)) == HEAD:
        called = _without_name(called)
    return called if _said(called) == HEAD else ""


def _said(name: str) -> str:
    said = [plain(one) for one in (name, words_apart(name), bare(name))]
    listed = next((_known()[key] for key in said if key in _known()), "")
    return listed or (HEAD if any(compound(one, _WHO_LEAD) for one in said) else "")


_WHO_LEAD = ("leiterin", "leiter", "leitung", "vorsteherin", "vorsteher")
"""What ends the word for who heads a unit in German; the unit stands before it."""


def _without_name(name: str) -> str:
    """Take the word for a name off the end of a heading, as objects of JSON have it."""
    text = bare(words_apart(name))
    return text[: -len(_NAME)].rstrip(" ._") if text.casefold().endswith(_NAME) else text
