"""The chart of units as arrays, against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.core.tree import rows_by_code, unit_rows


@st.composite
def charts(draw) -> tuple[list[Unit], set[str]]:
    """Draw units in any order under any parents: roots, unknown parents and cycles too; and some that end."""
    count = draw(st.integers(0, 25))
    ids = [f"u{number}" for number in draw(st.permutations(range(count)))]
    parents = st.sampled_from([None, "nobody", *ids]) if draw(st.booleans()) else None
    units = []
    for number, id in enumerate(ids):
        earlier = st.sampled_from([None, *ids[:number]])
        units.append(Unit(id, parent=draw(earlier if parents is None else parents), order=draw(st.integers(0, 2))))
    ended = draw(st.sets(st.sampled_from(ids), max_size=3)) if ids else set()
    return draw(st.permutations(units)), ended


@given(charts(), st.randoms(use_true_random=False))
def test_order_depths_and_sums_are_those_of_the_graph(chart, draw):
    """Depth-first order, depths, subtrees and roll-ups equal networkx's; who is in or below a cycle is left out."""
    units, ended = chart
    structure = Structure.of(units).patched({"units": dict.fromkeys(ended)})
    left = {unit.id: unit for unit in units if unit.id not in ended}
    graph = nx.DiGraph()
    graph.add_nodes_from(left)
    graph.add_edges_from((unit.parent, unit.id) for unit in left.values() if unit.parent in left)
    roots = sorted((id for id in left if not graph.in_degree(id)), key=lambda id: (left[id].order, id))

    tree = structure.tree
    ids = [unit.id for unit in units]
    expected = [
        node
        for root in roots
        for node in nx.dfs_preorder_nodes(
            graph, root, sort_neighbors=lambda found: sorted(found, key=lambda id: (left[id].order, id))
        )
    ]
    assert [ids[row] for row in tree.order] == expected
    depths = {
        node: depth for root in roots for node, depth in nx.single_source_shortest_path_length(graph, root).items()
    }
    assert {ids[row]: int(tree.depth[row]) for row in tree.order} == depths
    assert all(tree.depth[row] == -1 for row, id in enumerate(ids) if id not in depths)

    values = np.array([draw.randint(-5, 9) for _ in ids], dtype=np.int64)
    value = dict(zip(ids, values.tolist(), strict=True))
    sums = tree.roll_up(values)
    for row, id in enumerate(ids):
        inside = {id, *nx.descendants(graph, id)} if id in depths else set()
        assert {ids[below] for below in tree.below(row)} == inside
        assert sums[row] == sum(value[one] for one in inside)


def test_nothing_and_one_unit():
    """No unit makes an empty tree, one unit a tree of one."""
    assert Structure.of().tree.order.tolist() == []
    assert Structure.of().tree.roll_up(np.empty(0, dtype=np.int64)).tolist() == []
    one = Structure.of([Unit("a")]).tree
    assert (one.order.tolist(), one.depth.tolist(), one.roll_up(np.array([3])).tolist()) == ([0], [0], [3])


def test_a_very_deep_chart():
    """A chain of five thousand units needs no recursion."""
    units = [Unit(f"u{i}", parent=f"u{i - 1}" if i else None) for i in range(5000)]
    tree = Structure.of(units).tree
    assert tree.depth.tolist() == list(range(5000))
    assert tree.roll_up(np.ones(5000, dtype=np.int64)).tolist() == list(range(5000, 0, -1))


def test_rows_of_a_variant_with_new_texts():
    """Rows are found by codes that a variant brings: a unit, and a line to it, that the baseline never heard of."""
    structure = Structure.of([Unit("a")]).patched({"units": {"b": Unit("b", parent="a")}})
    assert unit_rows(structure, "units", "parent").tolist() == [-1, 0]
    assert rows_by_code(structure)[structure.strings.code("b")] == 1
