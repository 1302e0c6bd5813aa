"""The tables of known words, read once: headings, words of status, kinds of unit, titles that tell a rank."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from orgmodel.io.importers.known.composed import (
    bare,
    composed,
    folded,
    unmarked,
    without_measure,
    without_numbers,
    without_of_which,
    words_apart,
)
from orgmodel.io.importers.known.pay import currency_of

ROWS = ("units", "posts", "people")
"""What the rows of a table may be."""

_SIGNS = re.compile("(?:[^\\w\u0900-\u0dff\u0e31-\u0e4e]|[_\u0964\u0965])+")
"""Signs between words; marks of vowels in the letters of India and of Thai are none."""


def plain(text: str) -> str:
    """Give a heading or word as the tables have it: any case, spacing and signs.

    >>> plain("Reports_To (Position)"), plain("Mã đơn vị:"), plain("Staff #")
    ('reports to position', 'mã đơn vị', 'staff no')
    """
    text = folded(text).replace("#", " no ").replace("№", " no ")
    return _SIGNS.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that is known: its languages, its place in the table, and what it means over each kind of rows."""

    languages: tuple[str, ...]
    place: int
    meanings: tuple[tuple[str, str], ...]

    def meaning(self, rows: str) -> str:
        """Give the key that it is over a kind of rows; empty where it says nothing there."""
        return dict(self.meanings).get(rows, "")


def _rows(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def headings() -> dict[str, Heading]:
    """Give the known headings by plain text; one in several languages is told by the first of its rows."""
    found: dict[str, Heading] = {}
    for place, row in enumerate(_rows("headings")):
        key = plain(row["heading"])
        before = found.get(key)
        if before is not None:
            found[key] = Heading((*before.languages, row["language"]), before.place, before.meanings)
        else:
            meanings = tuple((rows, row[rows]) for rows in ROWS if row[rows])
            found[key] = Heading((row["language"],), place, meanings)
    return found


def heading(text: str) -> Heading | None:
    """Give what is known of a heading, None where it is not known.

    >>> heading("Reports to (Position)").meaning("posts"), heading("colour")
    ('parent', None)
    >>> heading("Total effectifs").meaning("units"), heading("EFFECTIF REEL").meaning("units")
    ('filled', 'filled')
    >>> heading("Branch / Direction générale").meaning("units"), heading("Branch / Colour")
    ('name', None)
    >>> heading("Contract hours %").meaning("posts"), heading("Contract hours")
    ('fte', None)
    """
    counted = _COUNTED_IN.fullmatch(text)
    if counted is not None and (of := heading(counted[1])) is not None and _is_of_fte(counted[2]):
        return _in_fte(of)
    text = without_measure(text)
    key = plain(text)
    found = (
        headings().get(key)
        if "%" not in text
        else headings().get(plain(text.replace("%", " percent "))) or headings().get(key)
    )
    if found is not None or not key:
        return found
    if (both := _in_two_languages(text)) is not None:
        return both
    return _pay_heading(text) or _by_words(text)


def _in_two_languages(text: str) -> Heading | None:
    """Give what a heading means of which both halves, parted by a stroke, are known and mean the same."""
    halves = [half.strip() for half in text.split(" / ")]
    if len(halves) != 2 or not all(halves):
        return None
    first, second = map(heading, halves)
    return first if first is not None and second is not None and first.meanings == second.meanings else None


_COUNTED_IN = re.compile(r"(.*\w.*?)\s*[\[(\uff08]([^()\[\]\uff08\uff09]{1,30})[\])\uff09]\s*")
_IN_FTE = {"authorized": "fte_authorized", "filled": "fte", "vacancies": ""}


def _is_of_fte(unit: str) -> bool:
    said = heading(unit)
    return said is not None and said.meaning("posts") == "fte"


def _in_fte(known: Heading) -> Heading:
    """Give what a heading means where brackets say that it counts full-time equivalents, and no posts or people."""
    meanings = tuple((rows, made) for rows, key in known.meanings if (made := _IN_FTE.get(key, key)))
    return Heading(known.languages, known.place, meanings)


@lru_cache(maxsize=4096)
def _by_words(text: str) -> Heading | None:
    """Read a heading that is not listed: without what is no name in it, else by its words."""
    below = text.rpartition(" – ")[2]  # the last line of a header in several lines
    for said in dict.fromkeys((words_apart(text), bare(text), words_apart(bare(text)), below, bare(below))):
        listed = headings().get(plain(said))
        if listed is not None:
            return listed
        read = composed(plain(said).split())
        if read is not None:
            meanings = tuple((rows, key) for rows, key in zip(ROWS, read[1], strict=True) if key)
            return Heading((read[0],), len(headings()), meanings)
    if (rest := without_of_which(text)) != text and (part := heading(rest)) and part.meaning("units") in _COUNTED:
        return part
    summed = headings().get(" ".join(without_numbers(plain(bare(text)).split())))
    if summed is not None and summed.meaning("units") in _COUNTED:
        return summed
    return _unmarked().get(unmarked(plain(bare(text))))


_COUNTED = frozenset(("authorized", "filled", "vacancies", "fte", "fte_authorized"))
_FEWEST_LETTERS = 6


@cache
def _unmarked() -> dict[str, Heading]:
    """Give headings by their letters without marks, where all that are spelt so mean the same; none that are short."""
    found: dict[str, list[Heading]] = {}
    for key, known in headings().items():
        if len(key) >= _FEWEST_LETTERS and unmarked(key) != key:
            found.setdefault(unmarked(key), []).append(known)
    return {key: some[0] for key, some in found.items() if len({one.meanings for one in some}) == 1}


@cache
def doubles() -> dict[tuple[str, str], tuple[str, str, str]]:
    """Give what headings are over values of another sort (``counts``, ``codes``, ``words``), by plain text and sort.

    >>> doubles()["staff", "counts"], doubles()["plaza", "codes"]
    (('filled', 'filled', 'filled'), ('', 'id', 'post'))
    """
    return {
        (plain(row["heading"]), row["over"]): (row["units"], row["posts"], row["people"]) for row in _rows("doubles")
    }


def _pay_heading(text: str) -> Heading | None:
    said = currency_of(text)[1]
    if not said:
        return None
    found = headings().get(plain(said)) or _by_words(said)
    return found if found is not None and found.meaning("posts") in ("pay", "pay_month") else None


def currency_in(text: str) -> str:
    """Give the currency that a heading of pay says itself; empty where it says none.

    >>> currency_in("Salary (EUR)"), currency_in("Salary"), currency_in("Unit (HQX)")
    ('EUR', '', '')
    >>> currency_in("Wynagrodzenie roczne (zł)"), currency_in("Annual salary, €"), currency_in("Unit (zł)")
    ('PLN', 'EUR', '')
    """
    code, _ = currency_of(text)
    known = _pay_heading(text) if code else None
    return code if known is not None and known.meaning("posts") == "pay" else ""


def means_currency(text: str, rows: str) -> bool:
    """Tell whether a heading of units, posts or people says in which currency pay is.

    >>> means_currency("Currency", "posts"), means_currency("Salary", "posts")
    (True, False)
    """
    known = heading(text)
    return known is not None and known.meaning(rows) == "currency"


@cache
def statuses() -> dict[str, str]:
    """Give the status that each known word means, by plain text."""
    return {
        plain(row["word"]) or row["word"]: row["status"] for row in _rows("statuses") if row["status"] not in _AROUND
    }


_AROUND = ("beside", "since", "and")


@cache
def words_of_status(kind: str) -> frozenset[str]:
    """Give the words that stand around those of status: ``beside`` them and say nothing, before a day (``since``), or between names (``and``)."""
    return frozenset(plain(row["word"]) for row in _rows("statuses") if row["status"] == kind)


def meanings_of_status(words: Collection[str], rows: str) -> dict[str, str]:
    """Give what each known word of a column of status means over rows of units, posts or people.

    A person who is active holds a post. A post that is active is filled where other posts of the column are vacant;
    where none is, it is only in force, and who holds it is told elsewhere or not at all.

    >>> meanings_of_status(["Active", "Inactive"], "posts"), meanings_of_status(["Active", "Vacant"], "posts")
    ({'Active': 'in force', 'Inactive': 'ended'}, {'Active': 'filled', 'Vacant': 'vacant'})
    """
    said = {word: statuses()[key] for word in words if (key := plain(word) or word) in statuses()}
    tells = rows == "people" or any(meaning in ("vacant", "frozen") for meaning in said.values())
    active = "filled" if tells else "in force"
    return {
        word: active if meaning == "active" else "unknown" if meaning == "frozen" and rows == "people" else meaning
        for word, meaning in said.items()
    }


@cache
def words_of_kinds() -> tuple[str, ...]:
    """Give the words that name kinds of unit, as their languages spell them."""
    return tuple(row["word"] for row in _rows("kinds"))


@cache
def kinds() -> dict[str, tuple[str, str]]:
    """Give the kind of unit that each known word names, and what it counts as."""
    return {plain(row["word"]): (row["kind"], row["counts"]) for row in _rows("kinds")}


def kind_in(name: str, words: Collection[str]) -> str:
    """Give the word for a kind of unit with which a name begins, else ends: the longest; empty where it does with none.

    An English word begins one only before *of*, *for*, a number or a letter: elsewhere it is part of another name.

    >>> (
    ...     kind_in("Department of Works", ["Department"]),
    ...     kind_in("Phòng Nội vụ", ["phòng"]),
    ...     kind_in("総務課", ["課", "部"]),
    ... )
    ('Department', 'phòng', '課')
    >>> (
    ...     kind_in("Roads Division", ["division"]),
    ...     kind_in("Departmental Fund", ["Department"]),
    ...     kind_in("Department", ["Department"]),
    ... )
    ('division', '', '')
    >>> kind_in("Ordnungsamt", ["Amt"]), kind_in("Gesamt", ["Amt"]), kind_in("Byggavdelningen", ["avdelningen"])
    ('Amt', '', 'avdelningen')
    >>> kind_in("Tổ chức cán bộ", ["Tổ"]), kind_in("Tổ Một", ["Tổ"])
    ('', 'Tổ')
    >>> kind_in("Town Hall", ["town"]), kind_in("Service Desk", ["service", "desk"]), kind_in("Section 3", ["section"])
    ('', 'desk', 'section')
    >>> kind_in("Direction générale", ["direction", "direction générale"]), kind_in("Direction", ["direction"])
    ('direction générale', '')
    """
    begins, ends, word_of = _kind_patterns(tuple(words))
    said = plain(name)
    begun, ended = begins.match(said), ends.search(said)
    spoken = _languages_of_kinds().get(begun[1], set()) if begun is not None else set()
    if begun is not None and "en" in spoken and not _OF.match(said, begun.end(1)):
        begun = None if ended is not None or spoken == {"en"} else begun
    if " " in said and said in word_of:  # Direction générale is one, and no direction of something
        return word_of[said]
    found = begun or ended
    return word_of[found[1]] if found else ""


_COMPOUNDING = frozenset(("de", "nl", "sv", "nb", "da", "fi", "hu"))
"""Languages that write a kind and what it is of as one word."""

_OF = re.compile(r" (?:(?:of|for|on)\b|[0-9]|\w\b|[ivx]+\b)")


@cache
def _languages_of_kinds() -> dict[str, set[str]]:
    """Give the languages in which each word names a kind."""
    found: dict[str, set[str]] = {}
    for row in _rows("kinds"):
        found.setdefault(plain(row["word"]), set()).add(row["language"])
    return found


_LONGER = r"(?:tổ chức|xã hội|khoa học|đội ngũ|bộ môn|bộ đội|bộ chỉ huy|bộ tư lệnh|phòng khám|phòng chống|sở hữu)\b"
"""Words that begin as one for a kind does, and are none."""


@lru_cache(maxsize=64)
def _kind_patterns(words: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Give what finds one of some words at the beginning and at the end of a name that is more, and the word of each found."""
    word_of = {plain(word): word for word in words if plain(word)}
    longest = sorted(word_of, key=len, reverse=True)
    spaced = [re.escape(word) for word in longest if not _WITHOUT_SPACES.match(word)]
    joined = [re.escape(word) for word in longest if _WITHOUT_SPACES.match(word)]
    compound = [re.escape(word) for word in longest if _languages_of_kinds().get(word, set()) & _COMPOUNDING]
    none = "(?!)"
    begins = re.compile(f"(?!{_LONGER})({'|'.join(spaced) or none}) .")
    return (
        begins,
        re.compile(
            f"(?:(?<=. )(?={'|'.join(spaced) or none})|(?<=.)(?={'|'.join(joined) or none})|(?<=[^\\W\\d_]{{3}})(?<!ges)(?={'|'.join(compound) or none}))({'|'.join(spaced + joined) or none})$"
        ),
        word_of,
    )


@cache
def _places() -> dict[str, int]:
    return {plain(row["word"]): int(row["place"]) for row in _rows("kinds") if row["place"]}


def place_of_kind(word: str) -> int:
    """Give how far down units of a kind stand, 1 at the top; 0 where offices differ or the word is not known.

    >>> place_of_kind("Ministry") < place_of_kind("Section"), place_of_kind("Sở") < place_of_kind("Phòng")
    (True, True)
    """
    return _places().get(plain(word), 0)


@cache
def totals() -> frozenset[str]:
    """Give the words that name a sum over other rows, as plain text."""
    return frozenset(plain(row["word"]) for row in _rows("totals"))


_NO_DIGITS = str.maketrans("", "", "0123456789")


@cache
def _in_totals() -> re.Pattern[str]:
    """Find what stands in any text that speaks of a sum: a part of each word for one."""
    parts = {max(word.split(), key=len) for word in totals()}
    least = [part for part in sorted(parts) if not any(other != part and other in part for other in parts)]
    return re.compile("|".join(map(re.escape, least)))


def may_speak_of_total(texts: Collection[str]) -> list[str]:
    """Give the texts in which a part of a word for a sum stands; most tables have none, and they are looked at as one text.

    >>> may_speak_of_total(["Roads", "Sub-total:", "Totality"])
    ['Sub-total:', 'Totality']
    """
    shapes = set(
        "\n".join(texts).translate(_NO_DIGITS).split("\n")
    )  # of codes that are told apart by digits one is left
    if _in_totals().search(folded("\n".join(shapes))) is None:
        return []
    return [text for text in texts if _in_totals().search(folded(text))]


def is_total(text: str) -> bool:
    """Tell whether a text is a word for a sum over other rows.

    >>> is_total("Sub-total:"), is_total("Tổng cộng"), is_total("Total Quality")
    (True, True, False)
    """
    return plain(text) in totals()


def speaks_of_total(text: str) -> bool:
    """Tell whether a text begins or ends with a word for a sum, as "Total Finance" does.

    >>> speaks_of_total("Finance - total"), speaks_of_total("Total Quality"), speaks_of_total("Finance")
    (True, True, False)
    """
    words = plain(text).split()
    parts = [" ".join(part) for size in (1, 2) for part in (words[:size], words[-size:])]
    return any(part in totals() for part in parts)


@cache
def _notes() -> frozenset[str]:
    return frozenset(plain(row["word"]) for row in _rows("notes"))


def is_note(text: str) -> bool:
    """Tell whether a text begins as a note does: with a word for one, and a sign or nothing behind it.

    >>> is_note("Source: HR system"), is_note("Ghi chú"), is_note("Note taking office")
    (True, True, False)
    """
    head, sign, _ = text.replace("\uff1a", ":").partition(":")
    return plain(head) in _notes() if sign else plain(text) in _notes()


@cache
def _signatures() -> tuple[str, ...]:
    return tuple(f"{plain(row['word'])} " for row in _rows("signatures"))


def is_signature(text: str) -> bool:
    """Tell whether a text begins with a word that stands before or over a signature.

    >>> is_signature("Prepared by:"), is_signature("(Ký tên)"), is_signature("Gardener")
    (True, True, False)
    """
    return f"{plain(text)} ".startswith(_signatures())


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    return tuple((plain(row["word"]), row["rank"]) for row in _rows("titles"))


_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def rank_of(title: str) -> str:
    """Give the rank that a title says by its first word; empty where it says none.

    >>> rank_of("Deputy Director"), rank_of("Phó Giám đốc"), rank_of("副部長"), rank_of("Director")
    ('deputy', 'deputy', 'deputy', '')
    """
    text = plain(title)
    for word, rank in _titles():
        if text == word or text.startswith(f"{word} ") or (_WITHOUT_SPACES.match(word) and text.startswith(word)):
            return rank
    return ""


def known_columns(header: Sequence[str], rows: str, read: Callable[[str], Heading | None] = heading) -> dict[str, str]:
    """Find the columns of a table by known headings: the column of each key, the earlier in the table of headings first.

    A heading that may be the name of a post or of a person is the latter where another column has the titles.

    >>> known_columns(["Title", "Name", "Reports to", "x"], "posts")
    {'parent': 'Reports to', 'person': 'Name', 'name': 'Title'}
    """
    known = [(one.place, name, one.meaning(rows)) for name in dict.fromkeys(header) if (one := read(name)) is not None]
    has_title = any(meaning == "name" for _, _, meaning in known)
    found: dict[str, tuple[int, str]] = {}
    for place, name, meaning in known:
        first, _, second = meaning.partition("|")
        key = second if second and has_title else first
        if key and (key not in found or place < found[key][0]):
            found[key] = (place, name)
    return {key: name for key, (_, name) in sorted(found.items(), key=lambda one: one[1])}


@cache
def _lineage() -> dict[str, tuple[str, str]]:
    return {plain(row["heading"]): (row["key"], row["language"]) for row in _rows("lineage")}


def lineage_columns(header: Sequence[str]) -> dict[str, str]:
    """Find the columns that tell which units became which: of old and new units, or of the successors of each.

    >>> lineage_columns(["Old code", "New code", "x"]), lineage_columns(["Code", "Name"])
    ({'old': 'Old code', 'new': 'New code'}, {})
    """
    found: dict[str, str] = {}
    for name in header:
        key, _ = _lineage().get(plain(name), ("", ""))
        if key:
            found.setdefault(key, name)
    return found if {"old", "new"} <= found.keys() or "successors" in found else {}


def lineage_language(header: Sequence[str]) -> str:
    """Give the language of most headings that tell which units became which; empty where none does."""
    spoken = Counter(_lineage()[plain(name)][1] for name in header if plain(name) in _lineage())
    return spoken.most_common(1)[0][0] if spoken else ""
