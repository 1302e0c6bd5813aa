"""Which code page bytes are written in that are no UTF-8: each is read as every page, and the letters of languages tell."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

from orgmodel.core.messages import Message

MOST_READ = 40_000
"""Bytes of a file that are looked at."""

_TCVN3 = "TCVN3 (ABC)"
_PAGES = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250 (Central European)",
    "cp1258": "Windows-1258 (Vietnamese)",
    _TCVN3: _TCVN3,
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp874": "Windows-874 (Thai)",
    "koi8-r": "KOI8-R (Cyrillic)",
    "koi8-u": "KOI8-U (Cyrillic)",
    "iso8859-2": "ISO 8859-2 (Central European)",
    "iso8859-5": "ISO 8859-5 (Cyrillic)",
    "iso8859-6": "ISO 8859-6 (Arabic)",
    "iso8859-7": "ISO 8859-7 (Greek)",
    "cp850": "DOS 850 (Western European)",
    "cp852": "DOS 852 (Central European)",
    "cp857": "DOS 857 (Turkish)",
    "cp737": "DOS 737 (Greek)",
    "cp862": "DOS 862 (Hebrew)",
    "cp866": "DOS 866 (Cyrillic)",
    "mac_roman": "Mac Roman",
}
"""Code pages of one byte a letter by what they are called; of those that read alike the first is named."""
_RARER = {"Windows-1252": 0.0, "Windows-1258": 0.0, "Windows-1257": 6.0, "ISO": 4.0, "DOS": 4.0, "Mac": 5.0}
"""How much rarer files in other pages are than in the commonest, as a logarithm, by how their names begin."""
_OTHERS_RARER = 2.0

_SIGNS = frozenset(
    "\u2013\u2014\u201c\u201d\u201e«»\u2018\u2019\u201a\u2039\u203a…·•\u2116§°ºª€£©®™²³½\u00d7\u2212\u00a0\u060c\u061b\u061f"
)
_OFTEN = frozenset("\u2013\u2014\u201c\u201d«»\u2019…\u2116§ºª€\u00a0")
_AFTER_LETTERS = frozenset("\u2019\u201d»\u203a…\u2013\u2014·°ºª²³™®\u060c\u061b\u061f")
_BEFORE_LETTERS = frozenset("\u201c\u201e«\u2039\u2018\u2019\u2013\u2014·§\u2116©")
"""Signs that may stand beside a letter without a space."""
_HIGH_WORD = re.compile(rb"[^\x00-\x40\x5b-\x60\x7b-\x7f]*[\x80-\xff][^\x00-\x40\x5b-\x60\x7b-\x7f]*")
_STRANGE, _LACKING, _CASES, _SCRIPTS, _ODD = log(1e-4), log(2e-4), log(2e-3), log(1e-4), log(3e-5)
_SIGN, _ASCII, _SPLIT = log(0.03), log(1 / 20), log(0.02)
_LONG = re.compile(r"[^\W\d_]{8}")
"""No syllable of Vietnamese, each of which is a word in writing, has so many letters."""
_TOO_LONG = log(1e-2)
_PLAUSIBLE = -5.0
"""What each letter costs at most in a page that fits."""
_MARGIN = 4.0
"""By how much one page must be likelier than another for that to be named alone."""
_SHOWN = 3
_EAST_ASIAN = Message.of("an East Asian encoding (GB18030, Big5, Shift-JIS or EUC)")
_PAIRS = (
    ("gb18030", 0xB0, 0xD7), ("big5", 0xA4, 0xC6), ("cp932", 0x88, 0x97), ("euc_jp", 0xB0, 0xCF), ("euc_kr", 0xB0, 0xC8),
)  # fmt: skip
"""Encodings of two bytes a letter, with the first bytes of their common letters."""
_RUN, _BESIDE = re.compile(r"[^\x00-\x7f]+"), re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]|[^\x00-\x7f](?=[A-Za-z])")
_KANA = frozenset(map(chr, range(0x3041, 0x30FF)))
_COMMON, _RARE, _LONGEST = log(1 / 3000), log(1 / 1_000_000), 4


@dataclass(frozen=True)
class _Reading:
    """Hold how bytes read in a page: how likely that is, over how many letters, and the words."""

    page: str
    likelihood: float
    letters: int
    words: tuple[str, ...]


def code_page(data: bytes) -> Message | None:
    r"""Name the code page of one byte a letter that bytes are likely written in, or two with what each makes of them; None where none fits.

    >>> code_page("Direção de Administração".encode("cp1252"))
    'Windows-1252'
    >>> code_page("משרד האוצר, אגף משאבי אנוש, לשכת המנהל הכללי".encode("cp1255"))
    'Windows-1255 (Hebrew)'
    >>> code_page("număr".encode("cp1250"))
    'Windows-1252 (numãr) or Windows-1250 (Central European) (număr)'
    """
    words = list(dict.fromkeys(_HIGH_WORD.findall(data[:MOST_READ])))
    if not words:
        return None
    found: list[_Reading] = []
    for page in _PAGES:
        if (read := _read(page, words)) is not None and all(read.words != other.words for other in found):
            found.append(read)
    found = [one for one in found if one.likelihood > _PLAUSIBLE * one.letters]
    if not found:
        return None if _in_pairs(data[:MOST_READ], alone=True) is None else _EAST_ASIAN
    first, *others = sorted(found, key=lambda one: -one.likelihood)
    near = next((one for one in others if one.likelihood > first.likelihood - _MARGIN), None)
    pairs = _in_pairs(data[:MOST_READ])
    if pairs is not None and pairs - _OTHERS_RARER > first.likelihood:
        return _EAST_ASIAN
    if near is None:
        return Message.of(_PAGES[first.page])
    differ = [at for at, word in enumerate(first.words) if word != near.words[at]][:_SHOWN]
    return Message.of(
        "{first} ({words}) or {second} ({others})",
        first=Message.of(_PAGES[first.page]), words=", ".join(first.words[at] for at in differ),
        second=Message.of(_PAGES[near.page]), others=", ".join(near.words[at] for at in differ),
    )  # fmt: skip


def _read(page: str, words: Sequence[bytes]) -> _Reading | None:
    """Read words in a page; None where a byte is none of its letters or signs."""
    read: list[str] = []
    for word in words:
        try:
            text = word.decode("latin-1").translate(_tcvn3()) if page == _TCVN3 else word.decode(page)
        except UnicodeDecodeError:
            return None
        read.append(unicodedata.normalize("NFC", text))
    letters: Counter[str] = Counter()
    cost = 0.0
    for text in read:
        letters.update(map(_small, text))
        cost += _faults(text)
    every = sum(letters.values())
    long = sum(_LONG.search(text) is not None for text in read)
    best = max(_likelihood(letters, language) + (long * _TOO_LONG if language == "vi" else 0) for language in _costs())
    rarer = next((less for begin, less in _RARER.items() if _PAGES[page].startswith(begin)), _OTHERS_RARER)
    return _Reading(page, best + cost - rarer, every, tuple(read))


def _in_pairs(data: bytes, *, alone: bool = False) -> float | None:
    """Tell how likely bytes are in the likeliest encoding of two bytes a letter; None where they are in none.

    ``alone`` says that letters may stand alone, where no other encoding fits.
    """
    found: list[float] = []
    for name, first, last in _PAIRS:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(data) - _LONGEST:
                continue
            text = data[: error.start].decode(name)
        others = [one for one in text if not one.isascii()]
        common = sum(one in _KANA or _is_common(one.encode(name), first, last, name) for one in others)
        beside = sum(1 for _ in _BESIDE.finditer(text))
        if others and (alone or len(others) >= 2 * sum(1 for _ in _RUN.finditer(text))):
            found.append(common * _COMMON + (len(others) - common) * _RARE + beside * _CASES)
    return max(found, default=None)


def _is_common(pair: bytes, first: int, last: int, name: str) -> bool:
    whole = name in ("big5", "cp932") or pair[-1] > 0xA0  # the others have common letters beyond ASCII alone
    return first <= pair[0] <= last and whole


def _faults(text: str) -> float:
    """Tell what speaks against a word: small letters before a capital, two scripts, signs between letters."""
    found = 0.0
    before = ""
    for at, one in enumerate(text):
        if one.isalpha() and before.isalpha():
            found += _CASES if before.islower() and one.isupper() else 0.0
            found += _SCRIPTS if _script(before) != _script(one) else 0.0
        if one in _SIGNS:
            follows, precedes = before.isalpha(), text[at + 1 : at + 2].isalpha()
            found += _SPLIT * ((follows and one not in _AFTER_LETTERS) + (precedes and one not in _BEFORE_LETTERS))
        before = one
    return found


def _small(letter: str) -> str:
    """Give the small letter of one, where that is one letter too."""
    small = letter.lower()
    return small if len(small) == 1 else letter


def _script(letter: str) -> int:
    """Give a number to the script of a letter; those of Latin are one."""
    code = ord(letter)
    return 0 if code < 0x250 or 0x1E00 <= code < 0x1F00 else 1 + (code >> 8)


def _likelihood(letters: Mapping[str, int], language: str) -> float:
    costs = _costs()[language]
    latin = "a" in costs
    found = 0.0
    for one, count in letters.items():
        cost = costs.get(one)
        if cost is None:
            if one in _SIGNS:
                cost = _SIGN if one in _OFTEN else 2 * _SIGN
            elif not one.isalpha() and not unicodedata.category(one).startswith("M"):
                cost = _ODD
            elif one.isascii():
                cost = _ASCII if latin else 2 * _ASCII
            else:
                cost = _STRANGE
        found += cost * count
    return found


@cache
def _costs() -> dict[str, dict[str, float]]:
    """Give how likely each letter is in each language, as a logarithm; with those of ASCII where it has Latin letters."""
    found: dict[str, dict[str, float]] = {}
    with Path(__file__).with_name("letters.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ranked = _ranked(row["letters"])
            if row["share"]:
                share = float(row["share"])
                ranked = {one: cost + log(share) for one, cost in ranked.items()}
                ranked |= dict.fromkeys("abcdefghijklmnopqrstuvwxyz", log((1 - share) / 20))
                ranked |= dict.fromkeys(_LACKED.get(row["language"], ""), _LACKING)
            found[row["language"]] = ranked
    return found


_LACKED = {"is": "cqwz", "tr": "qwx", "pl": "qvx", "lt": "qwx", "lv": "qwxy"}
"""ASCII letters that a language does without."""


def _ranked(letters: str) -> dict[str, float]:
    """Take each letter for as likely as its place says."""
    parts = [1 / (place + 3) for place in range(len(letters))]
    return {one: log(part / sum(parts)) for one, part in zip(letters, parts, strict=True)}


@cache
def _tcvn3() -> dict[int, str]:
    """Give the letters of TCVN3 (ABC), the national 8-bit code of Viet Nam until 2001, by byte."""
    with Path(__file__).with_name("tcvn3.csv").open(encoding="utf-8", newline="") as file:
        runs = {int(row["first"], 16): row["letters"] for row in csv.DictReader(file)}
    found = {first + at: letter for first, run in runs.items() for at, letter in enumerate(run)}
    return {byte: found.get(byte, "\ufffd") for byte in range(0x80, 0x100)}
