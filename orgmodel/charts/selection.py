"""Say which units are drawn: all, or a part from one unit down to a depth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.charts.content import Contents, Entry
from orgmodel.charts.lines import Tie, marked, ties
from orgmodel.charts.wording import number, word
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Attribute
from orgmodel.core.tree import Rows, unit_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgmodel.core.structure import Structure

SIDE_KINDS = ("office", "secretariat")
"""Kinds of unit that hang at the side of the trunk where they have nothing below them."""


MOST_DRAWN = 18
"""Lines besides the chart's own that one picture bears before its largest bundles become marks."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Hold the entries to draw, depth-first, the number of each one's parent (-1: none), and those at a side."""

    entries: list[Entry]
    parents: list[int]
    sides: list[int]
    seen: frozenset[str]  # marks used in the boxes, for the legend
    sources: tuple[str, ...]  # source marks of what is drawn, in order
    ties: tuple[Tie, ...] = ()  # lines that start at a unit drawn

    def within(self, most: int) -> list[Tie]:
        """List the lines that can be drawn: both ends are here, and there are no more than can be followed."""
        here = {entry.id for entry in self.entries}
        inside = [tie for tie in self.ties if tie.end in here and not tie.mark]
        return inside if len(inside) <= most else []

    def written(self, drawn: list[Tie], *, short: bool = True) -> list[Entry]:
        """Give the entries as boxes show them: names without what a box above says, and the lines that are not drawn."""
        notes: dict[str, list[str]] = {}
        marks: dict[str, str] = {}
        left_out = set(drawn)
        for tie in self.ties:
            if tie.mark:
                marks[tie.start] = marks.get(tie.start, "") + f"({tie.mark})"
            elif tie not in left_out:
                notes.setdefault(tie.start, []).append(tie.note)
        for id, mark in marks.items():
            notes.setdefault(id, []).insert(0, mark)
        names = self._short_names() if short else [entry.name for entry in self.entries]
        return [
            replace(entry, name=name, details=(*entry.details, *notes.get(entry.id, ())))
            for entry, name in zip(self.entries, names, strict=True)
        ]

    def _short_names(self) -> list[str]:
        """Leave out the end of a name that repeats the name of a box above: "Phòng Tư pháp (huyện Đức Thọ)"."""
        names: list[str] = []
        above: list[tuple[str, ...]] = []
        for entry, parent in zip(self.entries, self.parents, strict=True):
            known = above[parent] if parent >= 0 else ()
            name, folded = entry.name, entry.name.casefold()
            for end in known:
                rest = name[: -len(end)].rstrip(" –-,")
                if folded.endswith(end) and rest.count(" "):
                    name = rest
                    break
            names.append(name)
            above.append((*known[:1], *known[1:][-2:], " " + entry.name.casefold()))
        return names

    def part(self, numbers: list[int]) -> Selection:
        """Select some of the entries, parents before their children."""
        place = {one: number for number, one in enumerate(numbers)}
        parents = [place.get(self.parents[one], -1) for one in numbers]
        aside = set(self.sides)
        sides = [place[one] for one in numbers if one in aside and parents[place[one]] >= 0]
        entries = [self.entries[one] for one in numbers]
        here = {entry.id for entry in entries}
        ties = tuple(tie for tie in self.ties if tie.start in here) if self.ties else ()
        return replace(self, entries=entries, parents=parents, sides=sides, ties=ties)


def select(
    structure: Structure,
    language: str,
    *,
    root: str | None = None,
    depth: int | None = None,
    kinds: Sequence[str] | None = None,
) -> Selection:
    """Select the units to draw; ``depth`` counts the levels below the root (0: the root alone).

    ``kinds`` are the kinds of line to show besides the chart's own (all where None).

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
    here = {entry.id for entry in entries}
    return Selection(
        entries,
        above.tolist(),
        _sides(structure, rows.tolist(), above.tolist()),
        frozenset(contents.seen),
        _sources(structure, rows),
        tuple(marked([tie for tie in ties(structure, language, kinds) if tie.start in here], here, MOST_DRAWN)),
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
