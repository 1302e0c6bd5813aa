"""How wide letters are set, so that columns are made for the words that stand in them.

The advances of Times New Roman and Arial by letter, in thousandths of the size, read from Liberation Serif and Sans, whose
letters are as wide. They stand here, not in a font of the machine, so that a Word file is the same wherever it is made.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

MILLIMETRES = 25.4 / 72
"""A point in mm."""
BOLD = 1.1
"""How much wider than plain ones bold letters are at most, over a word."""
SLACK = 1.03
"""What a line is longer than its letters: room for kerning and rounding."""
WIDE, OTHER = 1000, 650
"""The width of an East Asian letter, and of one that is not listed."""
SERIF = {
    250: " ,.'|", 278: "/:;\\ijlt", 333: "!()-I[]`fr·", 389: "Js", 444: "?acez“”\"", 500: "#$*0123456789_bdghknopquvxy–^{}",
    556: "FPS~≥", 611: "ELTZ+<=>", 667: "BCR", 722: "ADGHKNOQUVXYw", 778: "&m", 833: "%", 889: "M", 944: "W@", 1000: "—…→",
}  # fmt: skip
SANS = {
    222: "ijl'", 278: " !,./:;I[\\]ft|", 333: "()-`r“”·{}", 389: "*\"", 500: "Jcksvxyz^", 556: "#$0123456789?L_abdeghnopqu–≥",
    584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 857: "Mm", 889: "%", 944: "W", 1015: "@—…→",
}  # fmt: skip
SERIFS = ("Times New Roman",)
"""The faces with serifs; any other is taken to be as wide as Arial."""


@cache
def _advances(face: str) -> dict[str, int]:
    return {letter: width for width, letters in (SERIF if face in SERIFS else SANS).items() for letter in letters}


@cache
def _advance(letter: str, face: str) -> int:
    """Give the advance of a letter; an accent takes no room."""
    known = _advances(face)
    if letter in known:
        return known[letter]
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) > 1:
        return _advance(unicodedata.normalize("NFC", parts[:-1]), face)
    if unicodedata.combining(letter):
        return 0
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else OTHER


@lru_cache(50_000)
def ems(text: str, face: str) -> float:
    """Measure a text set plain in a face, in ems.

    >>> round(ems("Office", "Times New Roman"), 2), round(ems("Office", "Arial"), 2)
    (2.63, 2.69)
    """
    return sum(_advance(letter, face) for letter in text) * SLACK / 1000
