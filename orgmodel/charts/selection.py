"""Say which units are drawn: all, or a part from one unit down to a depth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.charts.aligned_tree import Slots
from orgmodel.charts.content import Contents, Entry, shortened
from orgmodel.charts.ties import Tie, bundles, notes, ties
from orgmodel.core.records import Attribute
from orgmodel.core.tree import unit_rows
from orgmodel.words.charts import word
from orgmodel.words.numbers import number

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

    entries: list[Entry | None]  # None: the slot is empty in this state
    parents: list[int]
    sides: list[int]
    seen: frozenset[str]  # marks used in the boxes, for the legend
    sources: tuple[str, ...]  # source marks of what is drawn, in order
    ties: tuple[Tie, ...] = ()  # lines that start at a unit drawn

    def within(self, most: int) -> list[Tie]:
        """List the lines that can be drawn: both ends are here, and there are no more than can be followed."""
        here = {entry.id for entry in self.entries if entry is not None}
        inside = [tie for tie in self.ties if tie.end in here and not tie.mark]
        return inside if len(inside) <= most else []

    def written(self, drawn: list[Tie], *, short: bool = True) -> list[Entry | None]:
        """Give the entries as boxes show them: names without what a box above says, and the lines that are not drawn."""
        said: dict[str, list[Tie]] = {}
        left_out = set(drawn)
        top = self.entries[0]
        ends = [top.name] if short and top is not None else []
        for tie in self.ties:
            if tie not in left_out:
                said.setdefault(tie.start, []).append(tie)
        names = self._short_names() if short else [entry.name if entry else "" for entry in self.entries]
        return [
            entry
            and Entry(entry.id, name, (*entry.details, *notes(said.get(entry.id, ()), ends)), entry.block, entry.unit)
            for entry, name in zip(self.entries, names, strict=True)
        ]

    def _short_names(self) -> list[str]:
        """Leave out the ends of names that repeat the name of a box above."""
        names: list[str] = []
        above: list[tuple[str, ...]] = []
        for entry, parent in zip(self.entries, self.parents, strict=True):
            known = above[parent] if parent >= 0 else ()
            names.append(shortened(entry.name, known) if entry else "")
            above.append((*known[:1], *known[1:][-2:], entry.name) if entry else known)
        return names

    def part(self, numbers: list[int]) -> Selection:
        """Select some of the entries, parents before their children."""
        place = {one: number for number, one in enumerate(numbers)}
        parents = [place.get(self.parents[one], -1) for one in numbers]
        aside = set(self.sides)
        sides = [place[one] for one in numbers if one in aside and parents[place[one]] >= 0]
        entries = [self.entries[one] for one in numbers]
        here = {entry.id for entry in entries if entry is not None}
        ties = tuple(tie for tie in self.ties if tie.start in here) if self.ties else ()
        return replace(self, entries=entries, parents=parents, sides=sides, ties=ties)


def select(
    structure: Structure, slots: Slots, state: int, language: str, *, kinds: Sequence[str] | None = None
) -> Selection:
    """Select what one state shows in the slots; ``kinds`` are the kinds of line besides the chart's own (all: None)."""
    tree = structure.tree
    rows = slots.rows[state]
    contents = Contents(structure, language)
    with_children = {parent for parent, row in zip(slots.parents, rows, strict=True) if row >= 0}
    entries: list[Entry | None] = []
    posts = slots.posts[state] if slots.posts else [-1] * len(rows)
    written = iter(contents.entries([row for row in rows if row >= 0]))
    for place, row in enumerate(rows):
        if row < 0:
            entries.append(None if posts[place] < 0 else contents.post(posts[place]))
            continue
        entry = next(written)
        hidden = int(tree.stop[row] - tree.start[row]) - 1
        if hidden and place not in with_children:
            more = word("below", language, number(hidden, language))
            entry = replace(entry, details=(*entry.details, more))
        entries.append(entry)
    here = {entry.id for entry in entries if entry is not None}
    return Selection(
        entries,
        slots.parents,
        _sides(structure, rows, slots.parents, posts),
        frozenset(contents.seen),
        cited(structure, [row for row in rows if row >= 0]),
        tuple(tie for tie in ties(structure, language, kinds) if tie.start in here),
    )


def marked(states: Sequence[Selection]) -> tuple[Selection, ...]:
    """Give lines that are too many to be drawn a mark each instead, the same in every state."""
    here = [{entry.id for entry in one.entries if entry is not None} for one in states]
    marks = bundles([(one.ties, inside) for one, inside in zip(states, here, strict=True)], MOST_DRAWN)
    return tuple(
        replace(one, ties=tuple(replace(tie, mark=marks.get((tie.kind, tie.end), 0)) for tie in one.ties))
        for one in states
    )


def _sides(structure: Structure, rows: list[int], parents: list[int], posts: list[int]) -> list[int]:
    """List the places that hang at the side: deputies, and offices by their kind or by their attribute ``chart``."""
    value = structure.strings.value
    kinds, ids = structure.units.column("kind"), structure.units.column("id")
    said = {}
    for one in structure.table("attributes"):
        attribute = cast(Attribute, one)
        if attribute.name == "chart":
            said[attribute.unit] = attribute.value
    ranks, deputy = structure.posts.column("rank"), structure.strings.code("deputy")
    has_children = set(parents)
    found = []
    for place, row in enumerate(rows):
        if posts[place] >= 0 and ranks[posts[place]] == deputy:
            found.append(place)
        if parents[place] < 0 or place in has_children or row < 0:
            continue
        default = "side" if value(kinds[row]) in SIDE_KINDS else "below"
        if said.get(value(ids[row]), default) == "side":
            found.append(place)
    return found


def cited(structure: Structure, rows: list[int]) -> tuple[str, ...]:
    """List the documents that the units drawn and their posts cite, most cited first."""
    drawn = np.zeros(structure.units.size, dtype=np.bool_)
    drawn[rows] = True
    post_units = unit_rows(structure, "posts", "unit")
    posts = structure.posts.live & (post_units >= 0)
    posts[posts] = drawn[post_units[posts]]
    codes = np.concatenate([structure.units.column("src")[rows], structure.posts.column("src")[posts]])
    found, counts = np.unique(codes, return_counts=True)
    ranked = sorted(
        ((str(structure.strings.value(code) or ""), int(count)) for code, count in zip(found, counts, strict=True)),
        key=lambda pair: (-pair[1], pair[0]),
    )
    documents = dict.fromkeys(text.partition(":")[0] for text, _ in ranked)
    return tuple(one for one in documents if one and one not in ("assumed", "derived"))
