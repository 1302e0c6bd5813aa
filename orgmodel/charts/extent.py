"""How large a chart would be, told before it is laid out."""

from __future__ import annotations

from typing import Any

import numpy as np

from orgmodel.charts.paper import MM, paper_of
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.core.tree import unit_rows

MOST_UNASKED = 5_000
"""So many boxes are drawn without asking."""
ROOM_OF_A_BOX = 1_500.0
"""Square millimetres of paper that a box takes with the space around it: made-up charts of 2,000 units took 1,330 on A4 and 1,670 on A3."""


def boxes_of(structure: Structure, root: str | None, depth: int | None, *, posts: bool = False) -> int:
    """Count the boxes that a structure has, from a unit down to a depth, with ``posts`` those of their rows of posts too.

    >>> from orgmodel.core.records import Post, Unit
    >>> s = Structure.of([Unit("a"), Unit("b", parent="a"), Unit("c", parent="b"), Post("b/1", "b")])
    >>> boxes_of(s, None, None), boxes_of(s, "b", None), boxes_of(s, "a", 1, posts=True), boxes_of(s, "x", None)
    (3, 2, 3, 0)
    """
    tree = structure.tree
    rows, top = tree.order, 0
    if root is not None:
        row = structure.units.row(root)
        if row < 0:
            return 0
        rows, top = tree.below(row), int(tree.depth[row])
    if depth is not None:
        rows = rows[tree.depth[rows] <= top + depth]
    if not posts:
        return len(rows)
    drawn = np.zeros(structure.units.size, dtype=np.bool_)
    drawn[rows] = True
    units = unit_rows(structure, "posts", "unit")
    return len(rows) + int(drawn[units[structure.posts.live & (units >= 0)]].sum())


def refuse_large(x: Any, state: str, root: str | None, depth: int | None, page: str, *, posts: bool = False) -> None:
    """Refuse a chart of more boxes than are drawn unasked, by ProblemsError that says how many boxes and pages it would be."""
    both = (x,) if isinstance(x, Structure) else (x.before, x.after)
    shown = both if state == "changes" else (both[0] if state == "before" else both[-1],)
    boxes = max(boxes_of(one, root, depth, posts=posts) for one in shown)
    if boxes <= MOST_UNASKED:
        return
    paper = paper_of(page)
    room = 0.0 if paper.endless else paper.sizes[0][0] * paper.sizes[0][1] / MM**2
    pages = round(boxes * ROOM_OF_A_BOX / room) if room else 1
    message = Message.of(
        "the chart would have {boxes} boxes, on {pages} pages or so of this size: draw a part with --root UNIT or "
        "--depth N, or all of it with --yes",
        boxes=boxes,
        pages=max(pages, 1),
    )
    raise ProblemsError([Problem("LARGE_CHART", message)])
