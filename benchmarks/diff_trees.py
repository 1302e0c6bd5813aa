"""What moved, began and ended between two charts of units, against bigtree's tree diff."""

from __future__ import annotations

from typing import Any

from bigtree import Node, get_tree_diff

from benchmarks.diff_structures import Columns, after, before, structure
from benchmarks.rows import FULL, TINY, row, same, seconds
from orgmodel.core.change import diff
from orgmodel.core.structure import Structure

SIZES = {FULL: (10_000, 3), TINY: (600, 1)}  # units, times each is run
MARKS = {" (moved to)": "moved", " (added)": "begun", " (removed)": "ended"}

Found = set[tuple[str, str]]


def tree(columns: Columns) -> Node:
    """Make bigtree's tree of the units; ids are its names, since it tells nodes apart by name."""
    nodes = {id: Node(id) for id in columns["id"]}
    for id, parent in zip(columns["id"], columns["parent"], strict=True):
        if parent is not None:
            nodes[id].parent = nodes[parent]
    return nodes["u0"]


def theirs(trees: tuple[Node, Node]) -> Node | None:
    """Let bigtree tell what is different, a moved branch by its top."""
    return get_tree_diff(*trees, detail=True, aggregate=True)


def read_off(found: Node | None) -> Found:
    """Read off its result what moved, began and ended."""
    nodes = [] if found is None else [found, *found.descendants]
    return {
        (node.node_name.removesuffix(mark), kind)
        for node in nodes
        for mark, kind in MARKS.items()
        if node.node_name.endswith(mark)
    }


def ours(structures: tuple[Structure, Structure]) -> Found:
    """Tell the same from the changes."""
    found: Found = set()
    for change in diff(*structures):
        kind = "ended" if change.after is None else "begun" if change.before is None else "moved"
        if kind != "moved" or "parent" in change.fields:
            found.add((str(change.key), kind))
    return found


def trees(size: str) -> dict[str, Any]:
    """Compare two charts read separately."""
    units, times = SIZES[size]
    one, other = before(units), after(units)
    taken, mine = seconds(ours, times=times, fresh=lambda: (structure(one), structure(other)))
    whole, made = seconds(theirs, times=times, fresh=lambda: (tree(one), tree(other)))
    same(mine, read_off(made), "units that moved, began or ended")
    work = f"units that moved, began and ended between two charts of {units:,} units, 1 % changed"
    return row(work, "bigtree get_tree_diff", taken, whole, "s", target=10, size=size)


ROWS = (trees,)
