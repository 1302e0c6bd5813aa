"""The units of strangers' tables of which nothing tells who heads them, and the titles by which a map may say it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.structure import Structure
from orgmodel.io.importers.proposal.guess import UNSURE, Guessing
from orgmodel.io.yaml_writing import flow

HEADS = "heads not told"
"""Under what is told of how many units nobody is known to be the head."""

_MOST_TITLES = 3
_MOST_ROWS = 20_000


def say_headless(structure: Structure, guesses: Guessing) -> None:
    """Say of how many units with posts none is known to be the head's, and by which titles a map would say it."""
    posts, strings = structure.posts, structure.strings
    homes, live = posts.column("unit"), posts.live
    headed = np.unique(homes[live & (posts.column("rank") == strings.code("head"))])
    every = np.unique(homes[live])
    bare = np.setdiff1d(every, headed)
    if not len(bare):
        return
    titles = _one_a_unit(structure, bare)
    example = f"{{title: {flow(dict.fromkeys(titles or ['…'], 'head'))}}}"
    why = Message.of(
        "nothing tells who heads {count} of {total} units with posts, and their heads are missing; say it by titles, as ranks: {example} in the map",
        count=len(bare), total=len(every), example=example,
    )  # fmt: skip
    guesses.add(HEADS, "", UNSURE, why)


def _one_a_unit(structure: Structure, bare: np.ndarray) -> list[str]:
    """List titles of unknown rank that are one post in each unit that has them, of those that most units without a head have."""
    posts, strings = structure.posts, structure.strings
    language = structure.terms.language
    homes = posts.column("unit")
    rows = np.flatnonzero(posts.live & (posts.column("rank") == strings.code("unknown")))[:_MOST_ROWS].tolist()
    is_bare = np.isin(homes, bare)
    is_one = (posts.figures("authorized") == 1) & ~posts.missing("authorized")
    units: dict[str, Counter[int]] = {}
    several: set[str] = set()
    for row, names in zip(rows, posts.values("titles", rows), strict=True):
        title = text_in(names, language)
        if not is_one[row]:
            several.add(title)
        elif is_bare[row]:
            units.setdefault(title, Counter())[int(homes[row])] += 1
    found = [title for title, at in units.items() if title and title not in several and max(at.values()) == 1]
    return sorted(found, key=lambda title: -len(units[title]))[:_MOST_TITLES]
