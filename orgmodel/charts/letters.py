"""Letters that a theme's font has not: taken from another font of this machine, else drawn as boxes, which is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from orgmodel.charts.content import brief
from orgmodel.charts.fonts import Face, default_faces, face
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem

Text = tuple[str, str, str]
"""What a text is of (the id of a unit, or a part of the frame), its name, and the text itself."""

MOST_FONTS = 4
MOST_NAMED = 3  # units in a warning
MOST_LETTERS = 8
CJK = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "KANGXI")
PACKAGES = {"cjk": "fonts-noto-cjk", "": "fonts-noto-core"}
"""Packages of Debian and Ubuntu that bring fonts: of Chinese, Japanese and Korean, and of other scripts."""


def borrow_letters(texts: Iterable[Text], faces: tuple[Face, Face]) -> tuple[Problem, ...]:
    """Let fonts borrow the letters that they have not from fonts of this machine, and warn of those that none has.

    A warning names the units, the letters, and the package that brings a font.
    """
    lacking: dict[str, dict[Text, None]] = {}  # by letter, the texts that it is in
    for one in texts:
        for letter in dict.fromkeys(faces[0].missing(one[2]) + faces[1].missing(one[2])):
            lacking.setdefault(letter, {})[one] = None
    if not lacking:
        return ()
    found = [face(path) for path in fonts_with(frozenset(lacking))]
    for own in faces:
        own.borrow([default_faces()[0], *found])
    boxes = {letter: own for letter, own in lacking.items() if faces[0].having(letter) is None}
    by_package: dict[str, list[str]] = {}
    for letter in boxes:
        by_package.setdefault(_package(letter), []).append(letter)
    return tuple(_warning(package, letters, boxes) for package, letters in by_package.items())


def _package(letter: str) -> str:
    return PACKAGES["cjk" if unicodedata.name(letter, "").startswith(CJK) else ""]


def _warning(package: str, letters: Sequence[str], boxes: dict[str, dict[Text, None]]) -> Problem:
    names: dict[str, str] = {}
    for letter in letters:
        for id, name, _ in boxes[letter]:
            names[id] = names.get(id) or name
    units = [(id, name) for id, name in names.items() if name] or list(names.items())  # a unit before what is around
    shown = ", ".join(f"{id!r} ({brief(name, 40)})" if name else repr(id) for id, name in units[:MOST_NAMED])
    codes = ", ".join(f"{one} (U+{ord(one):04X})" for one in letters[:MOST_LETTERS])
    values = {"letters": codes, "more_letters": _more(letters, MOST_LETTERS), "package": package}
    message = Message.of(
        "no font found here has {letters}{more_letters}, which are drawn as boxes, in {units}{more_units}: install the package "
        "{package} (Debian, Ubuntu), or put a font that has them into the theme; .html, .pptx, .drawio and .vsdx keep them",
        units=shown, more_units=_more(units, MOST_NAMED), **values,
    )  # fmt: skip
    return Problem("MISSING_LETTER", message, units[0][0], severity=WARNING)


def _more(all_of_them: Sequence[object], shown: int) -> Message | str:
    return Message.of(", and {count} more", count=len(all_of_them) - shown) if len(all_of_them) > shown else ""


@lru_cache(maxsize=64)
def fonts_with(letters: frozenset[str]) -> tuple[str, ...]:
    """Find fonts of this machine that together have as many of some letters as any: the upright ones of usual weight first.

    Those that matplotlib lists, then files that have come since it made its list.
    """
    from matplotlib.font_manager import findSystemFonts, fontManager

    left = {letter for letter in letters if not default_faces()[0].advances.glyph(letter)}
    chosen: list[str] = []
    if left:
        listed = sorted(
            (one for one in fontManager.ttflist if "Last Resort" not in one.name),
            key=lambda one: (
                one.style != "normal", abs(_weight(one.weight) - 400), "Sans" not in one.name, one.name, one.fname,
            ),
        )  # fmt: skip
        known = list(dict.fromkeys(one.fname for one in listed))
        chosen += _cover(left, known)
        chosen += _cover(left, sorted(set(findSystemFonts()) - set(known)) if left else [])
    return tuple(chosen[:MOST_FONTS])


def _cover(left: set[str], paths: Sequence[str]) -> list[str]:
    """Choose fonts, each of which has the most of the letters that are left, and take these away."""
    has = {path: _of(path, left) for path in paths} if left else {}
    chosen: list[str] = []
    while left and len(chosen) < MOST_FONTS:
        best = max(has, key=lambda path: len(has[path] & left), default="")
        if not best or not has[best] & left:
            break
        chosen.append(best)
        left -= has[best]
    return chosen


def _weight(weight: object) -> int:
    return weight if isinstance(weight, int) else 400


def _of(path: str, letters: set[str]) -> set[str]:
    """List the letters that a font file has."""
    try:
        made = Face(path)  # and not kept: there may be hundreds
    except (OSError, ValueError):
        return set()
    return {letter for letter in letters if made.advances.glyph(letter)}
