"""Say which units are drawn: all, or a part from one unit down to a depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.charts.content import Contents, Entry
from orgmodel.charts.wording import number, word
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Attribute
from orgmodel.core.tree import Rows, unit_rows

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

SIDE_KINDS = ("office", "secretariat")
"""Kinds of unit that hang at the side of the trunk where they have nothing below them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Hold the entries to draw, depth-first, the number of each one's parent (-1: none), and those at a side."""

    entries: list[Entry]
    parents: list[int]
    sides: list[int]
    seen: frozenset[str]  # marks used in the boxes, for the legend
    sources: tuple[str, ...]  # source marks of what is drawn, in order


def select(structure: Structure, language: str, *, root: str | None = None, depth: int | None = None) -> Selection:
    """Select the units to draw; ``depth`` counts the levels below the root (0: the root alone).

    Raises ProblemsError where there is no such root, or nothing to draw.
    """
    tree = structure.tree
    rows = tree.order
    if root is not None:
        row = structure.units.row(root)
        if row < 0:
            ids = [str(structure.vocabulary.value(code)) for code in structure.units.column("id")[tree.order].tolist()]
            raise ProblemsError(
                [Problem("UNKNOWN_UNIT", f"no unit {root!r} to draw{nearest(root, ids)}", subject=root)]
            )
        rows = tree.below(row)
    if not len(rows):
        raise ProblemsError([Problem("NOTHING_TO_DRAW", "the structure has no units")])
    if depth is not None:
        if depth < 0:
            raise ProblemsError([Problem("DEPTH", f"depth is the number of levels below the root, not {depth}")])
        first = int(tree.depth[rows[0]]) if root is not None else 0
        rows = rows[tree.depth[rows] <= first + depth]
    contents = Contents(structure, language)
    place = np.full(structure.units.size, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    above = np.where(tree.parent[rows] >= 0, place[tree.parent[rows]], -1)
    entries = []
    bottom = int(tree.depth[rows].max()) if depth is not None else -1
    for row in rows.tolist():
        entry = contents.entry(row)
        hidden = int(tree.stop[row] - tree.start[row]) - 1
        if hidden and int(tree.depth[row]) == bottom:
            more = word("below", language, number(hidden, language))
            entry = Entry(entry.id, entry.name, (*entry.details, more), entry.block)
        entries.append(entry)
    return Selection(
        entries,
        above.tolist(),
        _sides(structure, rows.tolist(), above.tolist()),
        frozenset(contents.seen),
        _sources(structure, rows),
    )


def _sides(structure: Structure, rows: list[int], parents: list[int]) -> list[int]:
    """List the numbers of the units that hang at the side: by their attribute ``chart`` (side or below), or else by their kind."""
    value = structure.vocabulary.value
    kinds, ids = structure.units.column("kind"), structure.units.column("id")
    said = {}
    for one in structure.table("attributes"):
        attribute = cast(Attribute, one)
        if attribute.name == "chart":
            said[attribute.unit] = attribute.value
    has_children = set(parents)
    found = []
    for number_, row in enumerate(rows):
        if parents[number_] < 0 or number_ in has_children:
            continue
        default = "side" if value(kinds[row]) in SIDE_KINDS else "below"
        if said.get(value(ids[row]), default) == "side":
            found.append(number_)
    return found


def _sources(structure: Structure, rows: Rows) -> tuple[str, ...]:
    """List the documents that the units drawn and their posts cite, most cited first."""
    drawn = np.zeros(structure.units.size, dtype=np.bool_)
    drawn[rows] = True
    post_units = unit_rows(structure, "posts", "unit")
    posts = structure.posts.live & (post_units >= 0)
    posts[posts] = drawn[post_units[posts]]
    codes = np.concatenate([structure.units.column("src")[rows], structure.posts.column("src")[posts]])
    found, counts = np.unique(codes, return_counts=True)
    ranked = sorted(
        ((str(structure.vocabulary.value(code) or ""), int(count)) for code, count in zip(found, counts, strict=True)),
        key=lambda pair: (-pair[1], pair[0]),
    )
    documents = dict.fromkeys(text.partition(":")[0] for text, _ in ranked)
    return tuple(one for one in documents if one and one not in ("assumed", "derived"))
