"""Text metrics read from the font file itself, so that a box fits its text before anything is drawn."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.messages import Message

REGULAR, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
BOX, BOX_WIDTH = "\N{WHITE SQUARE}", 0.95
"""What stands for a letter that no font here has, and its width in ems."""


class Advances(dict[str, float]):
    """Give the advance of each letter in ems, looked up once; that of another font, or of a box, for one that the font has not."""

    def __init__(self, codes: NDArray[np.int64], glyphs: NDArray[np.int64], widths: NDArray[np.float64]) -> None:
        """Take the letters that the font has, their glyphs, and the width of each glyph."""
        super().__init__()
        self._codes, self._glyphs, self._widths = codes, glyphs, widths
        self.others: tuple[Face, ...] = ()

    @property
    def count(self) -> int:
        """Count the letters that the font has."""
        return len(self._codes)

    def glyph(self, letter: str) -> int:
        """Give the glyph of a letter, 0 where the font has none."""
        code = ord(letter)
        index = int(np.searchsorted(self._codes, code))
        found = index < len(self._codes) and self._codes[index] == code
        return int(self._glyphs[index]) if found else 0

    def __missing__(self, letter: str) -> float:
        glyph = self.glyph(letter)
        if glyph:
            width = float(self._widths[min(glyph, len(self._widths) - 1)])
        else:
            other = next((one.advances for one in self.others if one.advances.glyph(letter)), None)
            width = BOX_WIDTH if other is None else other[letter]
        self[letter] = width
        return width


class Widths(dict[str, float]):
    """Give the width of each text in ems, measured once: the same few words and titles make up most charts."""

    MOST = 50_000

    def __init__(self, measure: Callable[[str], float]) -> None:
        """Take what measures a text."""
        super().__init__()
        self._measure = measure

    def __missing__(self, text: str) -> float:
        if len(self) >= self.MOST:
            self.clear()
        self[text] = width = self._measure(text)
        return width


class Face:
    """Hold one font file: its family name and how wide its letters are."""

    def __init__(self, path: str) -> None:
        """Read the tables that widths need (TrueType or OpenType, single file or collection).

        Raises ValueError where the file is not a font.
        """
        self.path = path
        data = Path(path).read_bytes()
        try:
            tables = _tables(data)
            em = _number(data, tables["head"][0] + 18, "H")
            count = _number(data, tables["hhea"][0] + 34, "H")
            start = tables["hmtx"][0]
            widths = np.frombuffer(data, ">u2", count * 2, start)[::2] / em
            codes, glyphs = _characters(data, tables["cmap"][0])
            self.family = _family(data, tables["name"][0])
        except (KeyError, struct.error, ValueError, IndexError) as error:
            raise ValueError(
                Message.of("{path} is not a TrueType or OpenType font ({error})", path=path, error=error)
            ) from None
        self.ascent = _number(data, tables["hhea"][0] + 4, "h") / em
        self.descent = -_number(data, tables["hhea"][0] + 6, "h") / em
        self.advances = Advances(codes, glyphs, widths)
        self.words = Widths(lambda word: sum(map(self.advances.__getitem__, word)))
        self._texts = Widths(self._spaced)
        self._written: set[str] = set()  # letters known to be there

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy the place of the file."""
        return Face, (self.path,)

    def width(self, text: str) -> float:
        """Measure a text in ems, without kerning.

        >>> round(default_faces()[0].width("Huyện ủy"), 2)
        4.77
        """
        return self._texts[text]

    def _spaced(self, text: str) -> float:
        words = text.split(" ")
        return sum(map(self.words.__getitem__, words)) + self.advances[" "] * (len(words) - 1)

    @property
    def letters(self) -> int:
        """Count the letters that the font has."""
        return self.advances.count

    @property
    def others(self) -> tuple[Face, ...]:
        """Give the fonts from which letters are taken that this one has not."""
        return self.advances.others

    def borrow(self, others: Iterable[Face]) -> None:
        """Take letters that this font has not from others too, the first of which has precedence."""
        new = [one for one in others if one is not self and one not in self.others]
        if not new:
            return
        self.advances.others = (*self.others, *new)
        for letter in [one for one in self.advances if not self.advances.glyph(one)]:
            del self.advances[letter]
        self.forget()

    def having(self, letter: str) -> Face | None:
        """Give the font from which a letter is taken: this one, or another; None where none has it."""
        return next((one for one in (self, *self.others) if one.advances.glyph(letter)), None)

    def boxed(self, text: str) -> str:
        """Put a box for every letter that neither this font nor one that it borrows from has.

        >>> default_faces()[0].boxed("Sở Y tế")
        'Sở Y tế'
        """
        lacking = self.missing(text)
        return (
            text
            if not lacking
            else "".join(BOX if one in lacking and self.having(one) is None else one for one in text)
        )

    def forget(self) -> None:
        """Drop what was measured, as a benchmark does between its runs."""
        self.words.clear()
        self._texts.clear()

    def missing(self, text: str) -> str:
        """List the letters of a text that the font has not, each once.

        >>> default_faces()[0].missing("Ban Tổ chức 組")
        '組'
        """
        new = dict.fromkeys(text)
        if new.keys() <= self._written:
            return ""
        missing = [
            one for one in new if one not in self._written and not one.isspace() and not self.advances.glyph(one)
        ]
        self._written.update(new.keys() - set(missing))
        return "".join(missing)


_SHAPED = re.compile(
    "[\u0590-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00011fff]"
)


def is_shaped(text: str) -> bool:
    """Tell whether the letters of a text change with their neighbours or run from right to left, so that setting them one by one is wrong.

    >>> is_shaped("وزارة"), is_shaped("Bộ Nội vụ")
    (True, False)
    """
    return _SHAPED.search(text) is not None


@lru_cache(maxsize=256)
def face(path: str) -> Face:
    """Read a font file once."""
    return Face(path)


@cache
def default_faces() -> tuple[Face, Face]:
    """Give DejaVu Sans, regular and bold, from where matplotlib keeps it; it has every Vietnamese letter."""
    spec = find_spec("matplotlib")  # found without being imported
    folders = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(folders[0]) / "mpl-data" / "fonts" / "ttf"
    return face(str(folder / REGULAR)), face(str(folder / BOLD))


EQUAL = {
    "Times New Roman": ("Times New Roman", "Liberation Serif", "Tinos", "DejaVu Serif"),
    "Arial": ("Arial", "Liberation Sans", "Arimo", "DejaVu Sans"),
}
"""Families that stand in for one that is not installed, those of equal measure first."""


@lru_cache(maxsize=32)
def installed(family: str, *, bold: bool = False) -> str:
    """Find the file of a family on this machine, or of the first that stands in for it.

    Raises ValueError where there is none.
    """
    for one in EQUAL.get(family, (family,)):
        try:
            return file_of(one, bold=bold)
        except ValueError:
            continue
    told = "no font of this family is installed, nor one that stands in for it ({equals})"
    raise ValueError(Message.of(told, equals=", ".join(EQUAL.get(family, (family,)))))


def file_of(family: str, *, bold: bool = False) -> str:
    """Find the file of a family on this machine, that with the most letters where there are several.

    Raises ValueError where it is not installed.
    """
    from matplotlib.font_manager import FontProperties, findfont

    properties = FontProperties(family=family, weight="bold" if bold else "regular")
    return _fullest(os.fspath(Path(findfont(properties, fallback_to_default=False))))


def _fullest(path: str) -> str:
    """Give, of the files of this machine that are the same cut of one family, that with the most letters: older editions lack Vietnamese ones."""
    from matplotlib.font_manager import fontManager

    def cut(one: Any) -> tuple[object, ...]:
        return one.name, one.style, one.weight, one.variant, one.stretch

    cuts = {one.fname: cut(one) for one in fontManager.ttflist}
    alike = [other for other, its in cuts.items() if path in cuts and its == cuts[path]]
    return max([path, *alike], key=lambda one: face(one).letters)


def _number(data: bytes, offset: int, kind: str) -> int:
    return int(struct.unpack_from(">" + kind, data, offset)[0])


def _tables(data: bytes) -> dict[str, tuple[int, int]]:
    start = _number(data, 12, "L") if data[:4] == b"ttcf" else 0
    count = _number(data, start + 4, "H")
    found = {}
    for entry in range(start + 12, start + 12 + 16 * count, 16):
        tag, _, offset, size = struct.unpack_from(">4sLLL", data, entry)
        found[tag.decode("latin-1")] = (offset, size)
    return found


def _characters(data: bytes, cmap: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the letters that the font has, sorted, and their glyphs (formats 12 and 4 cover every current font)."""
    by_format = {}
    for number in range(_number(data, cmap + 2, "H")):
        platform, _, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * number)
        if platform in (0, 3):
            by_format[_number(data, cmap + offset, "H")] = cmap + offset
    pairs: dict[int, int] = {}
    if 12 in by_format:
        at = by_format[12]
        for group in range(_number(data, at + 12, "L")):
            first, last, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * group)
            pairs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    elif 4 in by_format:
        pairs = _format_4(data, by_format[4])
    codes = np.array(sorted(pairs), dtype=np.int64)
    return codes, np.array([pairs[int(code)] for code in codes], dtype=np.int64)


def _format_4(data: bytes, at: int) -> dict[int, int]:
    segments = _number(data, at + 6, "H") // 2
    ends = np.frombuffer(data, ">u2", segments, at + 14).tolist()
    starts = np.frombuffer(data, ">u2", segments, at + 16 + 2 * segments).tolist()
    deltas = np.frombuffer(data, ">u2", segments, at + 16 + 4 * segments).tolist()
    ranges_at = at + 16 + 6 * segments
    ranges = np.frombuffer(data, ">u2", segments, ranges_at).tolist()
    pairs = {}
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = _number(data, ranges_at + 2 * number + offset + 2 * (code - first), "H")
            if glyph or not offset:
                pairs[code] = (glyph + delta) & 0xFFFF
    return pairs


def _family(data: bytes, at: int) -> str:
    """Give the name of the family, in English where the font has it."""
    count, storage = struct.unpack_from(">HH", data, at + 2)
    found: dict[bool, str] = {}
    for entry in range(at + 6, at + 6 + 12 * count, 12):
        platform, _, language, name, size, offset = struct.unpack_from(">HHHHHH", data, entry)
        if name == 1 and platform in (0, 3):
            english = platform == 3 and language & 0xFF == 0x09
            found.setdefault(english, data[at + storage + offset : at + storage + offset + size].decode("utf-16-be"))
    return found.get(True) or found.get(False) or "sans-serif"
