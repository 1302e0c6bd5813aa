"""Diff of structures read separately, against pandas' outer merge of the same tables."""

from __future__ import annotations

import copy

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.core.change import apply, diff
from orgmodel.core.figures import assumed
from orgmodel.core.records import Attribute, Ended, Line, Post, Unit
from orgmodel.core.string_table import StringTable
from orgmodel.core.structure import Structure

IDS = st.lists(st.sampled_from([f"u{number}" for number in range(12)]), unique=True)
KINDS = st.sampled_from(["agency", "division"])


@given(IDS, IDS, st.data())
def test_diff_is_what_an_outer_merge_finds(first, second, data) -> None:
    """Begun, ended and changed records are those of an outer merge on the key, whatever the order of rows."""
    one = [Unit(id, kind=data.draw(KINDS), order=data.draw(st.integers(0, 2))) for id in first]
    other = [Unit(id, kind=data.draw(KINDS), order=data.draw(st.integers(0, 2))) for id in second]
    found = diff(Structure.of(one), Structure.of(other))
    columns = ["id", "kind", "order"]
    left = pd.DataFrame([(u.id, u.kind, u.order) for u in one], columns=columns)
    right = pd.DataFrame([(u.id, u.kind, u.order) for u in other], columns=columns)
    merged = left.merge(right, on="id", how="outer", suffixes=("", "_after"), indicator=True)
    changed = (merged["_merge"] != "both") | (merged.kind != merged.kind_after) | (merged.order != merged.order_after)
    assert [change.key for change in found] == sorted(merged.id[changed])


def test_keys_of_several_fields_are_aligned_in_their_order() -> None:
    """A line from a to b is not one from b to a, and an attribute's value is compared under its unit and name."""
    one = Structure.of([Line("administrative", "a", "b"), Attribute("a", "n", "1"), Attribute("n", "a", "1")])
    other = Structure.of([Attribute("n", "a", "1"), Line("administrative", "b", "a"), Attribute("a", "n", "2")])
    found = [(change.key, change.fields) for change in diff(one, other)]
    assert found == [(("administrative", "a", "b"), ()), (("administrative", "b", "a"), ()), (("a", "n"), ("value",))]


def test_ranges_ended_units_and_repeated_keys_are_compared() -> None:
    """A range with the same best value is another figure; ended lives are told apart; a repeated id does not stop it."""
    one = [Post("p", "a", authorized=assumed("s", 1, 2, 3)), Ended(Unit("x", begins="2018"), "2020")]
    other = [Post("p", "a", authorized=2), Ended(Unit("x", begins="2019"), "2020")]
    found = diff(Structure.of(one), Structure.of(other))
    assert [(change.table, change.key) for change in found] == [
        ("ended", ("x", "2018")),
        ("ended", ("x", "2019")),
        ("posts", "p"),
    ]
    twice = Structure.of([Unit("a"), Unit("a", kind="body")])
    assert [change.key for change in diff(twice, Structure.of([Unit("a")]))] == []


def test_a_variant_is_compared_with_a_structure_read_separately() -> None:
    """A patched structure differs from one read from scratch in the patch alone."""
    records = [Unit(f"u{number}", (("vi", f"Phòng {number}"),)) for number in range(20)]
    variant = Structure.of(records).patched({"units": {"u3": Unit("u3", kind="body"), "u4": None, "v": Unit("v")}})
    found = diff(variant, Structure.of(reversed(records)))
    assert [change.key for change in found] == ["u3", "u4", "v"]
    assert apply(variant, found) == Structure.of(records)


def test_marks_are_made_anew_in_another_process() -> None:
    """A vocabulary sent to a process that keys its hashes otherwise does not bring its marks along."""
    words = StringTable()
    words.encode(["a", "b"])
    words._hashed_in += 1
    words._hashes = words._hashes + 1
    again = copy.deepcopy(words)
    assert np.array_equal(again.hashes()[1:], [hash("a"), hash("b")])


def test_a_variant_of_an_empty_table_finds_what_it_added() -> None:
    """A table that had no rows at all is as good a root as any."""
    variant = Structure.of([Unit("a")]).patched({"posts": {"a/1": Post("a/1", "a")}})
    assert [post.id for post in variant.posts_of("a")] == ["a/1"]
    assert [change.key for change in diff(Structure.of([Unit("a")]), variant)] == ["a/1"]
