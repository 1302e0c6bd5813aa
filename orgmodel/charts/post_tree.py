"""Who answers to whom, as a tree of posts: each under the first of its superiors, with how many are below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from orgmodel.charts.aligned_tree import AlignedTree, followed, refuse_depth
from orgmodel.charts.content import clean
from orgmodel.charts.ties import LINE_SIGNS, Tie
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.reporting import ADMINISTRATIVE
from orgmodel.measures.contributions import Contributions
from orgmodel.measures.posts import positions, posts_filled
from orgmodel.words.charts import named

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome

RANKS = {"head": 0, "deputy": 1}
Count = tuple[int, bool]
"""How many posts, and whether that is what they are at least."""


@dataclass(frozen=True)
class PostTree:
    """Hold the rows of posts depth-first, the number of each one's superior (-1: none), and by row the superiors besides the first.

    ``direct`` and ``below`` count the posts under each row, those that answer to it and all below: as authorized, or where
    nobody authorizes any (of a list of people) as filled, and then ``counts_people``.
    """

    rows: tuple[int, ...]
    parents: tuple[int, ...]
    others: tuple[tuple[int, tuple[int, ...]], ...]
    direct: tuple[Count, ...]
    below: tuple[Count, ...]
    counts_people: bool = False

    def part(self, structure: Structure, roots: Sequence[str] | None, depth: int | None) -> AlignedTree:
        """Give what is drawn: all, or what is below posts, or below the posts of units that answer to none of their own.

        Raises ProblemsError where a root is neither a post nor a unit.
        """
        if depth is not None:
            refuse_depth(depth)
        inside = None if roots is None else set[int]().union(*[_tops(structure, self, root) for root in roots])
        parents: list[int] = []
        rows: list[int] = []
        node_of: dict[int, int] = {}
        level: list[int] = []
        for number, (row, parent) in enumerate(zip(self.rows, self.parents, strict=True)):
            is_top = parent < 0 if inside is None else row in inside
            above = -1 if is_top else node_of.get(parent, -2)
            if above == -2 or (depth is not None and above >= 0 and level[above] >= depth):
                continue
            node_of[number] = len(rows)
            level.append(0 if above < 0 else level[above] + 1)
            rows.append(row)
            parents.append(above)
        if not rows:
            raise ProblemsError([Problem("NOTHING_TO_DRAW", "the structure has no posts")])
        return AlignedTree(parents, ([-1] * len(rows),), (rows,))


def post_tree(structure: Structure) -> PostTree:
    """Make the tree of who answers to whom; posts that answer to each other in a circle begin trees of their own.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> posts = [Post("a/h", "a", rank="head"), Post("a/1", "a", authorized=3), Post("b/h", "b", rank="head")]
    >>> made = post_tree(Structure.of([Unit("a"), Unit("b", parent="a"), *posts]))
    >>> made.parents, made.direct[0], made.below[0]
    ((-1, 0, 0), (4, False), (4, False))
    """
    reporting = structure.reporting
    seniors: dict[int, list[int]] = {}
    for written in (True, False):
        pairs = np.flatnonzero(reporting.post_derived != written)
        for junior, senior in zip(reporting.post_from[pairs].tolist(), reporting.post_to[pairs].tolist(), strict=True):
            seniors.setdefault(junior, []).append(senior)
    order = _order(structure)
    juniors: dict[int, list[int]] = {}
    for row in order:
        if row in seniors:
            juniors.setdefault(seniors[row][0], []).append(row)
    rows: list[int] = []
    parents: list[int] = []
    seen: set[int] = set()
    for top in [*(row for row in order if row not in seniors), *order]:  # then those that are in circles
        waiting = [(top, -1)]
        while waiting:
            row, parent = waiting.pop()
            if row in seen:
                continue
            seen.add(row)
            node = len(rows)
            rows.append(row)
            parents.append(parent)
            waiting += [(junior, node) for junior in reversed(juniors.get(row, ()))]
    counted = positions(structure)
    counts_people = bool(len(counted.row)) and bool(counted.blank.all())
    direct, below = _counts(posts_filled(structure) if counts_people else counted, rows, parents)
    others = tuple((row, tuple(found[1:])) for row, found in seniors.items() if len(found) > 1)
    return PostTree(tuple(rows), tuple(parents), others, direct, below, counts_people)


def roots_after_run(outcome: Outcome, state: int, root: str) -> list[str]:
    """Give the root of a part where a state of a run has it, else the posts or units that it became (``state`` 1) or came of (0).

    A root that neither state has, or of which nothing came, is given as it is.
    """
    structure, other = (outcome.before, outcome.after)[:: -1 if state else 1]
    if structure.posts.row(root) >= 0 or structure.units.row(root) >= 0:
        return [root]
    if other.posts.row(root) < 0:
        return followed(structure, root, state, outcome.lineage) or [root]
    found: dict[str, None] = {}
    for one in outcome.trace:
        start, end = (one.record_from, one.record_to) if state else (one.record_to, one.record_from)
        if one.table == "posts" and start == root and end is not None:
            found[str(end)] = None
    return list(found) or [root]


def _order(structure: Structure) -> list[int]:
    """List the rows of posts in the order of the chart, of a unit the head and its deputies first."""
    posts, start = structure.posts, structure.tree.start
    rank = [RANKS.get(str(structure.strings.value(code)), 2) for code in posts.column("rank").tolist()]
    places, orders = structure.post_unit.tolist(), posts.column("order").tolist()
    rows = [int(row) for row in structure.placed_posts.tolist()]
    return sorted(rows, key=lambda row: (int(start[places[row]]), rank[row], orders[row], row))


def _counts(
    one: Contributions, rows: Sequence[int], parents: Sequence[int]
) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
    """Count what is directly under each node and all below it, of what each row of posts is."""
    known = {
        int(row): (int(value), bool(blank))
        for row, value, blank in zip(one.row.tolist(), one.value.tolist(), one.blank.tolist(), strict=True)
    }
    direct = [[0, False] for _ in rows]
    below = [[0, False] for _ in rows]
    for node in range(len(rows) - 1, -1, -1):
        above = parents[node]
        if above < 0:
            continue
        value, missing = known.get(rows[node], (0, True))
        direct[above] = [direct[above][0] + value * (not missing), direct[above][1] or missing]
        below[above] = [
            below[above][0] + value * (not missing) + below[node][0], below[above][1] or missing or below[node][1],
        ]  # fmt: skip
    return tuple((int(n), bool(least)) for n, least in direct), tuple((int(n), bool(least)) for n, least in below)


def _tops(structure: Structure, made: PostTree, root: str) -> set[int]:
    """Give the rows at which a part begins: a post, or those of a unit and of units below it that answer to none of them."""
    posts, units = structure.posts, structure.units
    if posts.row(root) >= 0:
        return {posts.row(root)}
    place = units.row(root)
    if place < 0:
        hint = structure.hint("units", root) or structure.hint("posts", root)
        told = Message.of("no unit or post {root!r} to draw{hint}", root=root, hint=hint)
        raise ProblemsError([Problem("UNKNOWN_UNIT", told, root)])
    inside = set(structure.tree.below(place).tolist())
    own = {row for row in made.rows if int(structure.post_unit[row]) in inside}
    above = {row: made.rows[parent] if parent >= 0 else -1 for row, parent in zip(made.rows, made.parents, strict=True)}
    return {row for row in own if above[row] not in own}


def post_ties(structure: Structure, made: PostTree, language: str, kinds: Sequence[str] | None = None) -> list[Tie]:
    """List the lines between posts besides the tree's own: superiors after the first, and written lines of other kinds."""
    found: dict[tuple[str, str, str], Tie] = {}

    def put(kind: str, start: Post, end: Post) -> None:
        lead = LINE_SIGNS.get(kind) or f"{clean(named(f'line:{kind}', language, structure.terms.labels))}:"
        names, unit = [clean(end.title(language)) or end.id], structure.units.get(end.unit)
        if isinstance(unit, Unit) and end.unit != start.unit:  # there may be a head of division in each division
            names.append(clean(unit.name(language)) or unit.id)
        found.setdefault((kind, start.id, end.id), Tie(kind, start.id, end.id, lead, ", ".join(names)))

    for row, others in made.others:
        for other in others if kinds is None or ADMINISTRATIVE in kinds else ():
            pair = structure.posts.record(row), structure.posts.record(other)
            put(ADMINISTRATIVE, *cast("tuple[Post, Post]", pair))
    for line in sorted((cast(Line, one) for one in structure.lines), key=lambda one: one.key):
        ends = structure.posts.get(line.from_), structure.posts.get(line.to)
        is_asked = line.kind != ADMINISTRATIVE and (kinds is None or line.kind in kinds)
        if is_asked and isinstance(ends[0], Post) and isinstance(ends[1], Post):
            put(line.kind, ends[0], ends[1])
    return list(found.values())
