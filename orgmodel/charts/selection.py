"""Say which units are drawn: all, or a part from one unit down to a depth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.charts.aligned_tree import AlignedTree
from orgmodel.charts.content import BoxContent, Detail, shortened
from orgmodel.charts.content_writer import ContentWriter
from orgmodel.charts.post_tree import post_ties, post_tree
from orgmodel.charts.request import Request
from orgmodel.charts.signs import NO_SIGNS, Signs
from orgmodel.charts.ties import Tie, bundles, notes, ties
from orgmodel.core.records import Attribute
from orgmodel.core.tree import unit_rows
from orgmodel.words.charts import word
from orgmodel.words.numbers import number

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from orgmodel.core.structure import Structure

SIDE_KINDS = ("office", "secretariat")
"""Kinds of unit that hang at the side of the trunk where they have nothing below them."""


MOST_DRAWN = 18
"""Lines besides the chart's own that one picture bears before its largest bundles become numbers."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Hold the contents to draw, depth-first, the number of each one's parent (-1: none), and those at a side."""

    contents: list[BoxContent | None]  # None: the node is empty in this state
    parents: list[int]
    sides: list[int]
    signs: Signs  # signs used in the boxes, for the legend
    sources: tuple[str, ...]  # documents that what is drawn cites, in order
    ties: tuple[Tie, ...] = ()  # lines that start at a unit drawn
    short: tuple[
        str, ...
    ] = ()  # names without the ends that repeat the name of a box above; the contents' own where empty
    top: str = ""  # the name of the topmost box of the whole chart

    def within(self, most: int) -> list[Tie]:
        """List the lines that can be drawn: both ends are here, and there are no more than can be followed."""
        here = {content.id for content in self.contents if content is not None}
        inside = [tie for tie in self.ties if tie.end in here and tie.may_be_drawn]
        return inside if len(inside) <= most else []

    def written(self, drawn: list[Tie], *, full: Collection[int] = ()) -> list[BoxContent | None]:
        """Give the contents as boxes show them: names without what a box above says, but for those in ``full``, and the lines that are not drawn."""
        said: dict[str, list[Tie]] = {}
        left_out = set(drawn)
        for tie in self.ties:
            if tie not in left_out:
                said.setdefault(tie.start, []).append(tie)
        ends = [self.top] if self.top else []
        short = self.short or tuple(content.name if content else "" for content in self.contents)
        return [
            content
            and replace(
                content,
                name=content.name if node in full else short[node],
                details=(*content.details, *notes(said.get(content.id, ()), ends)),
            )
            for node, content in enumerate(self.contents)
        ]

    def subset(self, nodes: list[int], roots: Collection[int], aside: Collection[int]) -> Selection:
        """Select some of the contents, parents before their children; ``roots`` hang under none, those ``aside`` at a side."""
        number_of = {one: number for number, one in enumerate(nodes)}
        parents = [-1 if one in roots else number_of.get(self.parents[one], -1) for one in nodes]
        sides = [number_of[one] for one in nodes if one in aside and parents[number_of[one]] >= 0]
        contents = [self.contents[one] for one in nodes]
        here = {content.id for content in contents if content is not None}
        ties = tuple(tie for tie in self.ties if tie.start in here) if self.ties else ()
        short = tuple([self.short[one] for one in nodes]) if self.short else ()
        return replace(self, contents=contents, parents=parents, sides=sides, ties=ties, short=short)


def _short_names(contents: Sequence[BoxContent | None], parents: Sequence[int]) -> tuple[str, ...]:
    """Leave out the ends of names that repeat the name of a box above."""
    names: list[str] = []
    above: list[tuple[str, ...]] = []
    for content, parent in zip(contents, parents, strict=True):
        known = above[parent] if parent >= 0 else ()
        names.append(shortened(content.name, known) if content else "")
        above.append((*known[:1], *known[1:][-2:], content.name) if content else known)
    return tuple(names)


def _units_below(structure: Structure, row: int) -> int:
    """Count the units below one, a remainder as many as it says, and at least one."""
    below = structure.tree.below(row)
    return int(np.maximum(structure.units.column("stands_for")[below[below != row]], 1).sum())


def select(structure: Structure, aligned: AlignedTree, state: int, asked: Request) -> Selection:
    """Select what one state shows of the aligned tree; of the lines besides the chart's own the kinds that are asked for."""
    language = asked.language
    rows = aligned.units[state]
    writer = ContentWriter(structure, language, asked.fields, asked.colouring)
    with_children = {parent for parent, row in zip(aligned.parents, rows, strict=True) if row >= 0}
    contents: list[BoxContent | None] = []
    posts = aligned.posts[state] if aligned.posts else [-1] * len(rows)
    written = iter(writer.units([row for row in rows if row >= 0]))
    for node, row in enumerate(rows):
        if row < 0:
            contents.append(None if posts[node] < 0 else writer.post(posts[node]))
            continue
        content = next(written)
        hidden = 0 if node in with_children else _units_below(structure, row)
        if hidden:
            more = Detail(word("below", language, number(hidden, language)), aside=True)
            content = replace(content, details=(*content.details, more))
        contents.append(content)
    here = {content.id for content in contents if content is not None}
    if asked.tree == "posts":
        units = sorted({int(structure.post_unit[post]) for post in posts})
        found, sides = post_ties(structure, structure.kept(post_tree), language, asked.lines), []
    else:
        units = [row for row in rows if row >= 0]
        found, sides = ties(structure, language, asked.lines), _sides(structure, rows, aligned.parents, posts)
    return Selection(
        contents,
        aligned.parents,
        sides,
        NO_SIGNS.union(*[content.signs for content in contents if content is not None]),
        cited(structure, units),
        tuple(tie for tie in found if tie.start in here),
        _short_names(contents, aligned.parents),
        contents[0].name if contents[0] is not None else "",
    )


def bundled(states: Sequence[Selection]) -> tuple[Selection, ...]:
    """Give lines that are too many to be drawn the number of their bundle instead, the same in every state."""
    here = [{content.id for content in one.contents if content is not None} for one in states]
    numbers = bundles([(one.ties, inside) for one, inside in zip(states, here, strict=True)], MOST_DRAWN)
    return tuple(
        replace(one, ties=tuple(replace(tie, bundle=numbers.get((tie.kind, tie.end), 0)) for tie in one.ties))
        for one in states
    )


def _sides(structure: Structure, rows: list[int], parents: list[int], posts: list[int]) -> list[int]:
    """List the nodes that hang at the side: posts of units that have units below them, and offices by their kind or attribute ``chart``."""
    value = structure.strings.value
    kinds, ids = structure.units.column("kind"), structure.units.column("id")
    said = {}
    for one in structure.table("attributes"):
        attribute = cast(Attribute, one)
        if attribute.name == "chart":
            said[attribute.unit] = attribute.value
    levels = structure.units.column("level")
    has_children = set(parents)
    has_units = {parent for parent, row in zip(parents, rows, strict=True) if row >= 0}
    found = []
    usual: dict[tuple[int, int, int], list[int]] = {}  # offices by superior, kind and level: all of them, or none
    for node, row in enumerate(rows):
        if posts[node] >= 0 and parents[node] in has_units:
            found.append(node)
        if parents[node] < 0 or row < 0:
            continue
        wish = said.get(value(ids[row]))
        is_leaf = node not in has_children
        if wish == "side" and is_leaf:
            found.append(node)
        elif value(kinds[row]) in SIDE_KINDS:
            members = usual.setdefault((parents[node], int(kinds[row]), int(levels[row])), [])
            members.append(node if is_leaf and wish is None else -1)
    for members in usual.values():
        if -1 not in members:
            found += members
    return sorted(found)


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
