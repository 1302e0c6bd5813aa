"""How wide letters are set, so that columns are made for the words that stand in them.

The advances of Times New Roman and Arial by letter, in thousandths of the size, read from Liberation Serif and Sans, whose
letters are as wide. They stand here, not in a font of the machine, so that a Word file is the same wherever it is made.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

MILLIMETRES = 25.4 / 72
"""A point in mm."""
SLACK = 1.03
"""What a line is longer than its letters: room for kerning and rounding."""
WIDE, OTHER = 1000, 650
"""The width of an East Asian letter, and of one that is not listed."""
SERIF = {
    250: " ,.'|", 278: "/:;\\ijlt", 333: "!()-I[]`fr·‘’", 350: "•", 389: "Js", 408: '"', 444: "?acez“”", 469: "^",
    500: "#$*0123456789_bdghknopquvxyđ§«»–{}", 529: "ơ", 542: "ư", 556: "FPS~≤≥", 564: "+<=>×", 611: "ELTZ", 667: "BCR",
    722: "ADGHKNOQUVXYwĐƠ", 776: "Ư", 778: "&m", 833: "%", 889: "M", 944: "@W", 1000: "—…→",
}  # fmt: skip
SERIF_BOLD = {
    250: " ,.|", 278: "'/\\il", 333: "!()-:;[]`fjt·‘’", 350: "•", 389: "Is", 394: "{}", 444: "cerz",
    500: "#$*0123456789?J_agovxy§«»–“”", 554: "ơ", 556: "\"FSbdhknpqu~đ≤≥", 570: "+<=>×", 581: "^", 600: "ư", 611: "P",
    667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQƠ", 796: "Ư", 833: "&m", 944: "@M", 1000: "%W—…→",
}  # fmt: skip
SANS = {
    222: "'ijl‘’", 278: " !,./:;I[\\]ft|", 333: "()-`r·“”{}", 350: "•", 389: '"*', 500: "Jcksvxyz^",
    556: "#$0123456789?L_abdeghnopqu§«»đ–≤≥", 584: "+<=>~×", 611: "FTZ", 656: "ơ", 669: "&ABEKPSVXYư", 722: "CDHNRUwĐ",
    778: "GOQ", 857: "MmƯƠ", 889: "%", 944: "W", 1015: "@—…→",
}  # fmt: skip
SANS_BOLD = {
    278: " ',./I\\ijl|‘’", 333: "!()-:;[]`ft·", 350: "•", 389: "*r{}", 500: "z\"“”", 556: "#$0123456789J_aceksvxy§«»–≤≥",
    584: "+<=>^~×", 611: "?FLTZbdghnopquđ", 667: "EPSVXY", 722: "&ABCDHKNRUĐơư", 778: "GOQw", 857: "MƯƠ", 889: "%m", 944: "W",
    1000: "@—…→",
}  # fmt: skip
EM = "\u2003"
"""Room as wide as the letters are high: so far is a level of rows set in."""
SERIFS = ("Times New Roman",)
"""The faces with serifs; any other is taken to be as wide as Arial."""


@cache
def _advances(face: str, bold: bool) -> dict[str, int]:
    plain, strong = (SERIF, SERIF_BOLD) if face in SERIFS else (SANS, SANS_BOLD)
    return {letter: width for width, letters in (strong if bold else plain).items() for letter in letters}


@cache
def _advance(letter: str, face: str, bold: bool) -> int:
    """Give the advance of a letter; an accent takes no room, unless it makes a letter of its own (ơ, ư)."""
    known = _advances(face, bold)
    if letter in known:
        return known[letter]
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) > 1:
        return _advance(unicodedata.normalize("NFC", parts[:-1]), face, bold)
    if unicodedata.combining(letter):
        return 0
    return WIDE if letter == EM or unicodedata.east_asian_width(letter) in "WF" else OTHER


@lru_cache(50_000)
def ems(text: str, face: str, *, bold: bool = False) -> float:
    """Measure a text set in a face, in ems.

    >>> round(ems("Office", "Times New Roman"), 2), round(ems("Office", "Arial"), 2)
    (2.63, 2.69)
    >>> round(ems("trưởng", "Times New Roman"), 2), round(ems("trưởng", "Times New Roman", bold=True), 2)
    (2.76, 3.08)
    """
    return sum(_advance(letter, face, bold) for letter in text) * SLACK / 1000


def lines_in(text: str, room: float, face: str, *, bold: bool = False, first: float = 0.0) -> int:
    r"""Count the lines of a text in so many ems, the first set in by ``first``, broken between words; a longer word is broken within.

    >>> lines_in("Organisation of the province", 30, "Arial"), lines_in("Organisation of the province", 7, "Arial")
    (1, 2)
    >>> lines_in("one\ntwo", 30, "Arial"), lines_in("x" * 100, 10, "Arial")
    (2, 6)
    """
    if first + ems(text, face, bold=bold) <= room and "\n" not in text:
        return 1
    count, space = 0, ems(" ", face, bold=bold)
    for line in text.split("\n"):
        count, left, first = count + 1, room - first, 0.0
        for word in line.split(" "):
            long = ems(word, face, bold=bold)
            if long > left and left < room:
                count, left = count + 1, room
            if long > room:
                more = int(long / room)
                count, long = count + more, long - more * room
            left -= long + space
    return count
