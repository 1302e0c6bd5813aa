"""What stands beside a name of how its post is held: acting, shared with another, or by one person or another."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from orgmodel.io.importers.known.tables import plain

_BRACKETS = re.compile(r"(.*?)\s*[(\[\uff08]\s*([^()\[\]\uff08\uff09]+?)\s*[)\]\uff09]\s*(.*)", re.DOTALL)
_BEFORE = re.compile(r"([^:\uff1a]{1,40}?)\s*(?:[:\uff1a]|\s[-\u2013\u2014]\s)\s*(.+)", re.DOTALL)
_BEHIND = re.compile(r"(.+?)(?:\s*[,\uff0c;]\s*|\s+[-\u2013\u2014]\s+)(.+)", re.DOTALL)
_SHORTEST_WORD, _FEWEST_LETTERS, _FEWEST_WORDS, _MOST_WORDS = 5, 2, 2, 4


@dataclass(frozen=True)
class Held:
    """Hold what a text in place of a holder says: the name, the word beside it for how the post is held, and with whom it is shared."""

    name: str
    basis: str = ""
    other: str = ""


@cache
def _words(says: str) -> frozenset[str]:
    with Path(__file__).with_name("holdings.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(plain(row["word"]) for row in csv.DictReader(file) if row["says"] == says)


@lru_cache(maxsize=4096)
def held_by(text: str) -> Held:
    """Read the name in a text, and the word in brackets, before or behind it that says how its post is held.

    >>> held_by("Acting: John Doe"), held_by("John Doe (acting)")
    (Held(name='John Doe', basis='Acting', other=''), Held(name='John Doe', basis='acting', other=''))
    >>> (
    ...     held_by("A. Smith (job share with B. Jones)").other,
    ...     held_by("p.o. Piotr Lis").name,
    ...     held_by("山田太郎(代理)").name,
    ... )
    ('B. Jones', 'Piotr Lis', '山田太郎')
    >>> held_by("Trần An, q. (quyền) Trưởng phòng").name, held_by("Poe, Anna"), held_by("Ann (Annie) Lee").basis
    ('Trần An', Held(name='Poe, Anna', basis='', other=''), '')
    """
    found = _behind(text) or _bracketed(text) or _before(text) or _begun(text, names=True)
    if found is None:
        return Held(text)
    again = _bracketed(found.name) if found.basis else None
    return Held(again.name, found.basis, found.other) if again is not None and again.basis else found


def acts(title: str) -> str:
    """Give the word with which a title says that who holds the post is acting; empty where it says nothing of it.

    >>> acts("Acting Director"), acts("q. (quyền) Trưởng phòng"), acts("Director (acting)"), acts("Actuary")
    ('Acting', 'q.', 'acting', '')
    """
    said = _bracketed(title) or _begun(title)
    return said.basis if said is not None and _is_acting(said.basis) else ""


@lru_cache(maxsize=4096)
def either_of(text: str) -> tuple[str, ...]:
    """Give the names in a text of which one or another is meant; nothing where it is no such text.

    >>> (
    ...     either_of("Ann Lee or Bo Elm"),
    ...     either_of("Nguyễn An hoặc Lê Bình"),
    ...     either_of("Orr or vacant"),
    ...     either_of("Ann Lee"),
    ... )
    (('Ann Lee', 'Bo Elm'), ('Nguyễn An', 'Lê Bình'), (), ())
    """
    parts = _either().split(text)
    named = all(sum(map(str.isalpha, part)) >= _FEWEST_LETTERS and not part[:1].islower() for part in parts)
    return tuple(parts) if len(parts) > 1 and named else ()


@cache
def _either() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_words("or"), key=len, reverse=True)))
    return re.compile(rf"\s+(?:{words})\s+", re.IGNORECASE)


def _is_acting(said: str) -> bool:
    """Tell whether words say that somebody is acting, alone or before a title or a day."""
    return _first_of(plain(said).split(), "acting") > 0


def _first_of(words: list[str], says: str) -> int:
    """Count the words with which a text begins that say something; none where it does not."""
    return next((size for size in range(_MOST_WORDS, 0, -1) if " ".join(words[:size]) in _words(says)), 0)


def _bracketed(text: str) -> Held | None:
    found = _BRACKETS.fullmatch(text)
    if found is None:
        return None
    name, said = " ".join(filter(None, (found[1], found[3]))), found[2]
    if not name:
        return None
    if size := _first_of(plain(said).split(), "share with"):
        return Held(name, "", " ".join(said.split()[size:]))
    alone = plain(said) in _words("share")
    return Held(name, said) if alone or (_is_acting(said) and not _first_of(plain(name).split(), "acting")) else None


def _before(text: str) -> Held | None:
    found = _BEFORE.fullmatch(text)
    said = plain(found[1]) if found else ""
    return Held(found[2], found[1]) if found and (said in _words("acting") or _is_acting(said)) else None


def _behind(text: str) -> Held | None:
    """Read a name with words behind a comma or dash that say how its post is held; initials behind a family name are none."""
    found = _BEHIND.fullmatch(text)
    if found is None or not _is_acting(found[2]) or _is_acting(found[1]):
        return None
    if len(found[1].split()) < _FEWEST_WORDS and len(plain(found[2])) < _SHORTEST_WORD:
        return None
    return Held(found[1], found[2])


def _begun(text: str, *, names: bool = False) -> Held | None:
    """Read what stands behind an abbreviation with a full stop, or a word, that says that somebody is acting.

    Of ``names`` a word and one more are none: they are the name.
    """
    words = text.split()
    for size in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        said = " ".join(words[:size])
        if names and "." not in said and len(words) - size < _FEWEST_WORDS:
            continue
        if plain(said) in _words("acting") and ("." in said or len(plain(said)) >= _SHORTEST_WORD):
            return Held(" ".join(words[size:]), said)
    return None
