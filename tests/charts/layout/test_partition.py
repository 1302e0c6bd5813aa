"""Partition into pages: every box once, every part within its page, every reference kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.charts.layout.arrange import Arranger
from orgmodel.charts.layout.box_tree import BoxTree, Spacing
from orgmodel.charts.layout.partition import partition

SPACING = Spacing()


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    """Draw the parents of a tree that is broad here and deep there."""
    size = draw(st.integers(1, 250))
    reach = draw(st.integers(1, 40))
    return [-1] + [draw(st.integers(max(0, n - reach), n - 1)) for n in range(1, size)]


@given(trees(), st.sampled_from([(40.0, 30.0), (60.0, 25.0), (25.0, 60.0)]))
def test_parts_fit_and_hold_everything_once(parents: list[int], room: tuple[float, float]) -> None:
    """Each box is in its own position on one page only; each part, arranged by itself, fits; each reference leads on."""
    size = len(parents)
    tree = BoxTree.of(parents, [8.0] * size, [2.5] * size)
    made = partition(tree, 1.2, SPACING, [room])
    own: list[int] = []
    for number, part in enumerate(made.parts):
        shown = made.shown(tree, number)
        assert len(set(shown)) == len(shown)
        own += [
            one
            for one in shown
            if (one not in made.continuations or one in part.continued) and not (one == part.top and part.context)
        ]
        number_of = {one: n for n, one in enumerate(shown)}
        heights = [
            2.5 + 1.2 * (one == part.top or (one in made.continuations and one not in part.continued)) for one in shown
        ]
        again = BoxTree.of([number_of.get(parents[one], -1) for one in shown], [8.0] * len(shown), heights)
        assert any(s.width <= room[0] and s.height <= room[1] for s in Arranger(again, SPACING).run())
        if part.origin >= 0:
            assert part.origin < number
    assert sorted(own) == list(range(size))
    for one, pages in made.continuations.items():
        assert pages == sorted(pages)
        assert all(one in made.parts[page].continued for page in pages)


def test_four_hundred_children_go_over_several_pages() -> None:
    """Children of one parent that fit no page together are dealt out in order, as many a page as fit."""
    tree = BoxTree.of([-1] + [0] * 400, [8.0] * 401, [2.5] * 401)
    made = partition(tree, 1.2, SPACING, [(100.0, 60.0)])
    assert [one for part in made.parts for one in part.members] == list(range(1, 401))
    assert [part.context for part in made.parts] == [False] + [True] * (len(made.parts) - 1)
    assert len({len(part.members) for part in made.parts[:-1]}) == 1


def test_what_fits_no_page_is_named() -> None:
    """A box that is larger than the page is told by its number."""
    with pytest.raises(ValueError, match=r"^2$"):
        partition(BoxTree.of([-1, 0, 1], [8.0, 8.0, 300.0], [2.0] * 3), 1.2, SPACING, [(40.0, 30.0)])
