"""Headings that no table lists whole, read by their words: what is said of a unit, post or person, and which sign it is."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from orgmodel.core.characters import nfc
from orgmodel.io.importers.months import MONTHS

Meanings = tuple[str, str, str]
"""What a heading is over rows of units, of posts and of people; empty where it says nothing there."""

_IN_BRACKETS = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\)|\{[^}]*\})\s*")
_GENDERS = re.compile(r"(?<=\w)(?:[/*:·.]-?(?:in|innen|r|e|ne|fe)\b|\((?:in|r|e|ne|n)\))", re.IGNORECASE)
_BEFORE_DAYS = (
    "năm|year|as of|as at|as on|at|on|am|au|al|a|per|em|i|k|ke dni|na dzień|stan na|til|pr|på|tính đến|đến|ngày|fiscal year|fy|jahr|"
    "année|exercice|año|ano|anno|rok|год|на|рік|y\u0131l\u0131|år|vuosi"
)
_MONTHS = "|".join(sorted(MONTHS, key=lambda name: (-len(name), name)))
_YEAR = "(?:19|20)[0-9]{2}"
_DAYS = re.compile(
    rf"\b(?:(?:{_BEFORE_DAYS})\.?\s*)*"
    r"(?:(?:ngày\s+)?(?:[0-9]{1,2}\s+)?tháng\s+[0-9]{1,2}\s+năm\s+[0-9]{4}"
    rf"|(?:[0-9]{{1,2}}(?:st|nd|rd|th|er|\.|º|°)?\s+(?:de\s+)?)?(?:{_MONTHS})\.?\s+(?:de\s+)?{_YEAR}"
    rf"|(?:{_MONTHS})\.?\s+[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}|q[1-4]\s*{_YEAR}"
    r"|[0-9]{1,2}[./-]\s?[0-9]{1,2}[./-]\s?[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"|{_YEAR}(?:[-/–](?:{_YEAR}|[0-9]{{2}}))?)\b|\bfy\s*['’]?[0-9]{{2}}(?:[-/–][0-9]{{2}})?\b"
    rf"|{_YEAR}\s*(?:年度?|년도?|\u0433(?:од|\.)?(?!\w))",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOTHING: Meanings = ("", "", "")


def folded(text: str) -> str:
    r"""Give a text in small letters, those of Turkish with or without a dot alike.

    >>> folded("B\u0130R\u0130M"), folded("SAYISI") == folded("Say\u0131s\u0131")
    ('birim', True)
    """
    return nfc(text).replace("\u0130", "i").casefold().replace("\u0131", "i")


def unmarked(text: str) -> str:
    """Give a text in small letters without the marks that many leave out in capitals.

    >>> unmarked("Đơn vị"), unmarked("EFFECTIF RÉEL"), unmarked("Założenie")
    ('don vi', 'effectif reel', 'zalozenie')
    """
    return "".join(one for one in normalize("NFD", folded(text)) if not combining(one)).translate(_LIKE)


_LIKE = str.maketrans({"\u0111": "d", "\u0142": "l", "\u00f8": "o"})


@cache
def _parts() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Give for each word the languages that have it, and what it may say of a column."""
    found: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}
    with Path(__file__).with_name("parts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            word = folded(row["word"])
            languages, parts = found.get(word, ((), frozenset()))
            languages = languages if row["language"] in languages else (*languages, row["language"])
            found[word] = languages, parts | {row["part"]}
    return found


@cache
def words_of(part: str) -> frozenset[str]:
    """Give the words that may say one thing of a column.

    >>> "nummer" in words_of("id"), "nummer" in words_of("unit")
    (True, False)
    """
    return frozenset(word for word, (_, parts) in _parts().items() if part in parts)


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
    >>> without_days("Posts FY2024").strip(), without_days("Posts 2024/25").strip(), without_days("2024年度定数")
    ('Posts', 'Posts', ' 定数')
    >>> without_days("In post at 31 March 2024").strip(), without_days("Besetzt am 30. Juni 2024").strip()
    ('In post', 'Besetzt')
    """
    return _DAYS.sub(" ", text)


def days_in(text: str) -> list[str]:
    """List the days and years in a heading or name, with the words before them.

    >>> days_in("Staff FY2024"), days_in("Staff at 31 March 2024"), days_in("Staff")
    (['FY2024'], ['at 31 March 2024'], [])
    """
    return [found[0] for found in _DAYS.finditer(text)]


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
    >>> composed(["缺编人数"]), composed(["نسبة", "الشاغر"]), composed(["liczba", "pracowników"])
    (('zh', ('vacancies', '', '')), None, ('pl', ('filled', 'filled', 'filled')))
    >>> composed(["übergeordnete", "referatsnummer"]), composed(["mitarbeitername"])
    (('de', ('parent', 'unit_parent', 'unit_parent')), ('de', ('', 'person', 'person')))
    """
    known = [_part_of(word) for word in _parted(words)]
    told = [one for one in known if one is not None]
    if not words or len(told) < len(known):
        return None
    parts = [one[1] for one in told]
    meanings = None if _is_doubtful(parts) else _figure(parts) or _named(frozenset().union(*parts), parts)
    if meanings is None:
        return None
    spoken = Counter(code for codes, said in told if "filler" not in said for code in codes)
    return (spoken.most_common(1)[0][0] if spoken else told[0][0][0]), meanings


_OF_WHICH = re.compile(
    r"(?:of which|thereof|davon|darunter|dont|varav|hvorav|heraf|di cui|de (?:las|los) cuales|d[ao]s quais|waarvan|joista|"
    r"w tym|z tego|z toho|din care|в том числе|из них|з них|\u0443 тому числі|trong đó|منها)\b\W*|(?:其中|うち)\W*",
    re.IGNORECASE,
)


def without_of_which(text: str) -> str:
    """Take off a heading that it is a part of the one before.

    >>> without_of_which("davon unbesetzt"), without_of_which("Of which filled:"), without_of_which("Posts")
    ('unbesetzt', 'filled:', 'Posts')
    """
    return _OF_WHICH.sub("", text) if _OF_WHICH.match(text) else text


def without_numbers(words: list[str]) -> list[str]:
    """Take words off a heading that say only that something is counted or summed, and what joins them to the rest.

    >>> without_numbers(["total", "effectifs"]), without_numbers(["number", "of"]), without_numbers(["of", "staff"])
    (['effectifs'], [], ['of', 'staff'])
    """
    said = [_parts().get(word, ((), frozenset()))[1] for word in words]
    counting = {at for at, parts in enumerate(said) if "number" in parts}
    if not counting:
        return words
    joins = {at for at in range(len(words)) if at - 1 in counting and "filler" in said[at]}
    return [word for at, word in enumerate(words) if at not in counting | joins]


def _part_of(word: str) -> tuple[tuple[str, ...], frozenset[str]] | None:
    """Give what a word may say, with or without the article that Arabic writes before it; None where it is not known."""
    return _parts().get(word) or _parts().get(word.removeprefix("\u0627\u0644"))


_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def _parted(words: list[str]) -> list[str]:
    """Part what scripts without spaces write together into known words, the longest first."""
    return [
        part
        for word in words
        for part in (_split(word) if _WITHOUT_SPACES.fullmatch(word) else compound(word, _SIGNS_BEHIND) or [word])
    ]


_SIGNS_BEHIND = ("bezeichnung", "name", "nummer", "nr", "id", "code", "kennung", "schlüssel")
_JOINTS = ("", "s", "es", "n", "en")
_COMPOUNDED = frozenset(("unit", "post", "person", "holder", "boss"))


def compound(word: str, ends: tuple[str, ...]) -> list[str] | None:
    """Part a compound of German into the thing that it is of and its end; None where it is none, or is known whole.

    >>> compound("referatsbezeichnung", ("bezeichnung",)), compound("dienststellenleiter", ("leiter",))
    (['referat', 'bezeichnung'], ['dienststelle', 'leiter'])
    >>> compound("planbezeichnung", ("bezeichnung",)), compound("bezeichnung", ("bezeichnung",))
    (None, None)
    """
    if word in _parts():
        return None
    for end in ends:
        begins = [word.removesuffix(end).removesuffix(joint) for joint in _JOINTS if word.endswith(joint + end)]
        for begin in begins:
            languages, said = _parts().get(begin, ((), frozenset()))
            if "de" in languages and said & _COMPOUNDED:
                return [begin, end]
    return None


def _split(word: str) -> list[str]:
    for size in range(len(word), 0, -1):
        if word[:size] in _parts():
            rest = _split(word[size:]) if word[size:] else []
            if size == len(word) or rest != [word[size:]] or rest[0] in _parts():
                return [word[:size], *rest]
    return [word]


def _figure(parts: list[frozenset[str]]) -> Meanings | None:
    """Tell what a heading counts, None where it counts nothing.

    Words that say only that something is there (*existing*, *actual*) count people, and posts not: those that exist are
    no fewer for being vacant. A limit (*budget*, *maximum*) is one of posts only where these are named.
    """
    every = frozenset().union(*parts)
    counted = [part for part in parts if part & _COUNTED and "number" not in part]

    def only(*allowed: str) -> bool:
        return all(part & {*allowed, "filler"} for part in parts)

    if "fte" in every and only("fte", *_MARKS, "number", "count"):
        if "gap" in every:
            return _NOTHING
        return ("fte_authorized",) * 3 if every & {"quota", "limit"} else ("fte", "fte", "fte")
    if "pay" in every and only("pay", "yearly"):
        return ("", "pay", "pay")
    gaps = sum("gap" in part for part in parts) > 1  # open vacancies
    if "gap" in every and (gaps or every & {*_COUNTED, "post", "person"}) and only("gap", *_COUNTED, "post", "person"):
        return ("vacancies", "", "")
    for mark, key in (("quota", "authorized"), ("limit", "authorized"), ("present", "filled"), ("here", "filled")):
        marked = any(mark in part and "filler" not in part for part in parts)
        doubted = mark in ("limit", "here") and (not counted or (mark == "here" and any(map(_OF_POSTS, counted))))
        beside = ("here",) if mark == "present" else ()
        if marked and every & _COUNTED and only(mark, *beside, *_COUNTED) and not doubted:
            return (key, key, key)
    if "present" in every and len(parts) > 1 and only("present", "here"):
        return ("filled", "filled", "filled")
    for mark, key in (("posts", "authorized"), ("people", "filled")):
        numbered = any("number" in part and "id" not in part for part in parts)  # the number of a post is an id
        if numbered and mark in every and only(mark, "number"):
            return (key, key, key)
    return None


def _is_doubtful(parts: list[frozenset[str]]) -> bool:
    """Tell whether posts are only said to exist, which says neither whether they are filled nor whether they are authorized."""
    exist = any("here" in part and "present" not in part for part in parts)
    return (
        exist and any(map(_OF_POSTS, parts)) and not any("present" in part and "filler" not in part for part in parts)
    )


_COUNTED = frozenset(("count", "number", "people", "posts"))
_MARKS = ("quota", "limit", "present", "here", "gap")
_OF_POSTS = frozenset(("posts",)).issubset


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
