"""Align the trees of a structure before and after into one, so that what goes on keeps its position.

Of two states, a unit that has the same superior in both keeps one node; one that moves has a node in each; one that
ends leaves its node to a successor under the same superior, or leaves it empty. Of one structure it is its own tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import index
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from orgmodel.core.ledger import Lineage
    from orgmodel.core.structure import Structure


@dataclass(frozen=True, slots=True)
class AlignedTree:
    """Hold nodes depth-first: the parent of each (-1: none), and the unit's row in each state (-1: empty).

    A post's node has no unit's row, and the post's row in ``posts``.
    """

    parents: list[int]
    units: tuple[list[int], ...]
    posts: tuple[list[int], ...] = ()


class _Walk:
    """Walk the drawn part of one structure: all of it, or what is below some roots."""

    def __init__(self, structure: Structure, roots: Sequence[str] | None, depth: int | None) -> None:
        tree = structure.tree
        self.structure = structure
        self.value = structure.strings.value
        self.codes = structure.units.column("id")
        if roots is None:
            parts = [tree.order]
            self.roots = [row for row in tree.order.tolist() if tree.depth[row] == 0]
        else:
            self.roots = [row for row in map(structure.units.row, roots) if row >= 0]
            parts = [tree.below(row) for row in self.roots]
        self.children: dict[int, list[int]] = {}
        above = tree.parent
        first = set(self.roots)
        for rows in parts:
            if depth is not None and len(rows):
                deepest = int(tree.depth[rows[0]]) * (roots is not None) + depth
                rows = rows[tree.depth[rows] <= deepest]
            for row in rows.tolist():
                if row not in first:
                    self.children.setdefault(int(above[row]), []).append(row)

    def id(self, row: int) -> str:
        return str(self.value(self.codes[row]))


def refuse_depth(depth: object) -> None:
    """Refuse what is no whole number from 0."""
    if isinstance(depth, bool) or not hasattr(depth, "__index__") or index(depth) < 0:
        message = Message.of("depth is the number of levels below the root, not {depth!r}", depth=depth)
        raise ProblemsError([Problem("DEPTH", message)])


def align(
    states: Sequence[Structure],
    lineage: Iterable[Lineage] = (),
    *,
    root: str | None = None,
    depth: int | None = None,
    first: int = 0,
) -> AlignedTree:
    """Align the structures before and after, or give the tree of one by itself.

    ``depth`` counts the levels below ``root``; a root that ends or begins is followed by ``lineage`` to what it became or
    came of; ``first`` says which state the first is (0: before, 1: after). Raises ProblemsError where no state has the
    root, or any unit.
    """
    if depth is not None:
        refuse_depth(depth)
    links = tuple(lineage)
    walks = [
        _Walk(one, None if root is None else followed(one, root, state, links), depth)
        for state, one in enumerate(states, first)
    ]
    if not any(walk.roots for walk in walks):
        if root is None:
            raise ProblemsError([Problem("NOTHING_TO_DRAW", "the structure has no units")])
        told = Message.of("{root!r} is a post, not a unit: who answers to it is drawn by a tree of posts", root=root)
        if all(walk.structure.posts.row(root) < 0 for walk in walks):
            hints = [walk.structure.hint("units", root) for walk in walks]
            told = Message.of("no unit {root!r} to draw{hint}", root=root, hint=next(filter(None, hints), ""))
        raise ProblemsError([Problem("UNKNOWN_UNIT", told, root)])
    if len(walks) == 1:
        return _single(walks[0])
    return _merged(walks[0], walks[1], _successors(links))


def part_of(structure: Structure, roots: Sequence[str] | None, depth: int | None = None) -> AlignedTree:
    """Give the tree of one structure: all of it, or what is at most ``depth`` levels below units of it."""
    if depth is not None:
        refuse_depth(depth)
    return _single(_Walk(structure, roots, depth))


def followed(structure: Structure, root: str, state: int, lineage: Sequence[Lineage]) -> list[str]:
    """Give the root where a state has it, else the topmost of what it became (``state`` 1) or came of (0)."""
    if structure.units.row(root) >= 0:
        return [root]
    ways: dict[str, list[str]] = {}
    for one in lineage:
        start, end = (one.before, one.after) if state else (one.after, one.before)
        if start is not None and end is not None and start != end:
            ways.setdefault(start, []).append(end)
    found: dict[str, None] = {}
    waiting, seen = [root], {root}
    while waiting:
        for end in ways.get(waiting.pop(0), ()):
            if end not in seen:
                seen.add(end)
                if structure.units.row(end) >= 0:
                    found[end] = None
                else:
                    waiting.append(end)
    tree = structure.tree
    rows = {structure.units.row(id): id for id in found}
    within = {row for top in rows for row in tree.below(top).tolist() if row != top}
    return [id for row, id in rows.items() if row not in within]


def _single(walk: _Walk) -> AlignedTree:
    parents: list[int] = []
    rows: list[int] = []
    waiting = [(row, -1) for row in reversed(walk.roots)]
    while waiting:
        row, parent = waiting.pop()
        node = len(rows)
        rows.append(row)
        parents.append(parent)
        waiting += [(child, node) for child in reversed(walk.children.get(row, ()))]
    return AlignedTree(parents, (rows,))


def _successors(lineage: Iterable[Lineage]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in lineage:
        if one.before is not None and one.after is not None and one.before != one.after:
            found.setdefault(one.before, []).append(one.after)
    return found


def _merged(before: _Walk, after: _Walk, successors: dict[str, list[str]]) -> AlignedTree:
    parents: list[int] = []
    rows: tuple[list[int], list[int]] = ([], [])
    waiting = [(pair, -1) for pair in reversed(_pairs(before, after, before.roots, after.roots, successors))]
    while waiting:
        (old, new), parent = waiting.pop()
        node = len(parents)
        parents.append(parent)
        rows[0].append(old)
        rows[1].append(new)
        olds = before.children.get(old, []) if old >= 0 else []
        news = after.children.get(new, []) if new >= 0 else []
        waiting += [(pair, node) for pair in reversed(_pairs(before, after, olds, news, successors))]
    return AlignedTree(parents, rows)


def _pairs(
    before: _Walk, after: _Walk, olds: list[int], news: list[int], successors: dict[str, list[str]]
) -> list[tuple[int, int]]:
    """Pair the children of one node before and after, in the order before, newcomers after whom they follow."""
    new_of = {after.id(row): row for row in news}
    gone_after = after.structure.units
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for row in olds:
        if before.id(row) in new_of:
            taken.add(new_of[before.id(row)])
    for row in olds:
        id = before.id(row)
        successor = new_of.get(id, -1)
        if successor < 0 and gone_after.row(id) < 0:
            successor = next(
                (new_of[one] for one in successors.get(id, ()) if new_of.get(one, -1) not in (-1, *taken)), -1
            )
            taken.add(successor)
        pairs.append((row, successor))
    pair_of = {new: number for number, (_, new) in enumerate(pairs) if new >= 0}
    following: dict[int, list[int]] = {}
    last = -1
    for row in news:
        if row in pair_of:
            last = pair_of[row]
        else:
            following.setdefault(last, []).append(row)
    found = [(-1, row) for row in following.get(-1, ())]
    for number, pair in enumerate(pairs):
        found.append(pair)
        found += [(-1, row) for row in following.get(number, ())]
    return found


def with_posts(aligned: AlignedTree, states: Sequence[Structure]) -> AlignedTree:
    """Add a node for every row of posts but the heads, which their units' boxes name; deputies come first.

    A post that stays in its unit keeps one node in both states.
    """
    moved: dict[int, int] = {-1: -1}
    parents: list[int] = []
    rows: tuple[list[int], ...] = tuple([] for _ in states)
    posts: tuple[list[int], ...] = tuple([] for _ in states)
    for node, parent in enumerate(aligned.parents):
        own = [_posts_of(state, aligned.units[number][node]) for number, state in enumerate(states)]
        moved[node] = len(parents)
        parents.append(moved[parent])
        for number in range(len(states)):
            rows[number].append(aligned.units[number][node])
            posts[number].append(-1)
        for id in dict.fromkeys(id for found in own for id in found):
            parents.append(moved[node])
            for number in range(len(states)):
                rows[number].append(-1)
                posts[number].append(own[number].get(id, -1))
    return AlignedTree(parents, rows, posts)


def _posts_of(structure: Structure, row: int) -> dict[str, int]:
    """Give the rows of a unit's posts by id, without its head: deputies, then the rest."""
    if row < 0:
        return {}
    unit = str(structure.strings.value(structure.units.column("id")[row]))
    head = int(structure.reporting.head[row])
    found = {post.id: structure.posts.row(post.id) for post in structure.posts_of(unit)}
    return {id: post for id, post in found.items() if post != head}
