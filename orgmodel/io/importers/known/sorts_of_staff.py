"""Headings of figures that are of one sort of staff: which sort, and what of it counts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from orgmodel.io.importers.known.tables import doubles, heading, plain

_FIGURES = ("authorized", "filled")
_NUMBER = "number"
"""What words such as *number of* are marked by, which say nothing of a sort."""


@dataclass(frozen=True)
class Sort:
    """Hold what a heading says of a sort of staff: its name, what is counted of it (empty where nothing says it), its quota, and its rank."""

    name: str
    counts: str
    quota: str
    rank: str = ""


@cache
def _words() -> dict[str, tuple[str, str, str]]:
    with Path(__file__).with_name("staff.csv").open(encoding="utf-8", newline="") as file:
        return {plain(row["word"]): (row["counts"], row["quota"], row["rank"]) for row in csv.DictReader(file)}


def sort_of_staff(name: str) -> Sort | None:
    """Read a heading that begins or ends with a word for a sort of staff, and for the rest says a figure; None for others.

    >>> sort_of_staff("Officers"), sort_of_staff("Nurses (established)").counts, sort_of_staff("Beds")
    (Sort(name='Officers', counts='', quota='', rank=''), 'authorized', None)
    >>> sort_of_staff("Deputy posts").rank, sort_of_staff("Cấp trưởng").rank
    ('deputy', 'head')
    >>> sort_of_staff("Soldiers – Filled").counts, sort_of_staff("Số hợp đồng 68").quota
    ('filled', 'outside')
    """
    words = plain(name).split()
    for size in range(len(words), 0, -1):
        for begin, rest in ((0, words[size:]), (len(words) - size, words[: len(words) - size])):
            said = _words().get(" ".join(words[begin : begin + size]))
            counted = figure_of(" ".join(rest))
            if said is not None and said[1] != _NUMBER and counted is not None:
                return Sort(_spelt(name, words[begin : begin + size]), counted or said[0], said[1], said[2])
    return None


def rank_said(word: str) -> str:
    """Give the rank that a word for a sort of staff says, as a column of ranks has it; empty where it says none.

    >>> rank_said("Deputy"), rank_said("cấp trưởng"), rank_said("nurses")
    ('deputy', 'head', '')
    """
    return _words().get(plain(word), ("", "", ""))[2]


def counted_in(texts: Iterable[str]) -> str:
    """Give which figure of posts texts above a table speak of; empty where none does, or they speak of both.

    >>> counted_in(["Filled posts by grade, 2024"]), counted_in(["Ministry of Works", "Authorised posts"])
    ('filled', 'authorized')
    >>> (
    ...     counted_in(["Posts authorised and filled"]),
    ...     counted_in(["Vacant posts"]),
    ...     counted_in(["Position at 31 May 2024"]),
    ... )
    ('', '', '')
    """
    found = {one for text in texts for one in _figures_in(plain(text).split())}
    return found.pop() if len(found) == 1 and found <= {*_FIGURES} else ""


def _figures_in(words: list[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            said = " ".join(words[at : at + size])
            if said not in _OTHER_SENSES and not any(map(str.isdigit, said)) and (counted := _figure(said, _COUNTS)):
                yield counted
                at += size - 1
                break
        at += 1


_MOST_WORDS = 4
_COUNTS = (*_FIGURES, "vacancies", "fte", "fte_authorized")
_OTHER_SENSES = frozenset(("position", "positions", "staff", "personnel"))
"""Words that say a figure over a column, and in a title may say where matters stand, or which body or staff it is of."""


def _spelt(name: str, words: list[str]) -> str:
    """Give a part of a heading as the heading has it."""
    at = name.casefold().find(" ".join(words))
    return name[at : at + len(" ".join(words))] if at >= 0 else " ".join(words)


def figure_of(rest: str) -> str | None:
    """Give which figure of posts the rest of a heading says; empty where nothing stands there, None where it says something else.

    >>> figure_of("in post"), figure_of("number of"), figure_of("beds")
    ('filled', '', None)
    """
    if not rest or _words().get(rest, ("", "", ""))[1] == _NUMBER:
        return ""
    return _figure(rest) or _figure(f"{rest} posts") or None


def _figure(text: str, keys: Sequence[str] = _FIGURES) -> str:
    known = heading(text)
    meaning = known.meaning("units") if known is not None else ""
    counted = doubles().get((plain(text), "counts"), ("",))[0]
    return next((key for key in (meaning, counted) if key in keys), "")
