"""Partition into pages: every box once, every part within its page, every reference kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.charts.layout.arrange import Arranger
from orgmodel.charts.layout.box_tree import BoxTree, Spacing
from orgmodel.charts.layout.families import PLANS, Families, Plan
from orgmodel.charts.layout.fit import CLOSE, TIGHT
from orgmodel.charts.layout.packing import pack
from orgmodel.charts.layout.partition import Rooms, partition

SPACING = Spacing()


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    """Draw the parents of a tree that is broad here and deep there."""
    size = draw(st.integers(1, 250))
    reach = draw(st.integers(1, 40))
    return [-1] + [draw(st.integers(max(0, n - reach), n - 1)) for n in range(1, size)]


@given(trees(), st.sampled_from([(40.0, 30.0), (60.0, 25.0), (25.0, 60.0)]), st.sampled_from([None, *PLANS[:4]]))
def test_parts_fit_and_hold_everything_once(parents: list[int], room: tuple[float, float], plan: Plan | None) -> None:
    """Each box is in its own position on one page only; what is on a page, arranged by itself, fits; each reference leads on."""
    size = len(parents)
    tree = BoxTree.of(parents, [8.0] * size, [2.5] * size)
    families = Families()
    families.meet([tree])
    rooms = Rooms([room], 1.2)
    made, arranger = partition(tree, rooms, SPACING, families=families, plan=plan)
    own: list[int] = []
    for number, part in enumerate(made.parts):
        shown = made.shown(tree, part)
        assert len(set(shown)) == len(shown)
        cut = {one for one in shown if one in made.continuations and one != part.top}
        own += [one for one in shown if one not in cut and not (one == part.top and part.context)]
        if part.origin >= 0:
            assert part.origin < number
    assert sorted(own) == list(range(size))
    for one, parts in made.continuations.items():
        assert parts == sorted(parts)
        assert all(made.parts[number].top == one for number in parts)
    pages = pack(made, tree, arranger, rooms)
    assert sorted(number for page in pages for number in page.parts) == list(range(len(made.parts)))
    for page in pages:
        shown, tops = [], set()
        for part in (made.parts[number] for number in page.parts):
            tops.add(len(shown))
            shown += made.shown(tree, part)
        assert len(set(shown)) == len(shown)
        number_of = {one: n for n, one in enumerate(shown)}
        above = [-1 if at in tops else number_of.get(parents[one], -1) for at, one in enumerate(shown)]
        heights = [2.5 + 1.2 * (at in tops or one in made.continuations) for at, one in enumerate(shown)]
        again = BoxTree.of(above, [8.0] * len(shown), heights)
        shapes = Arranger(again, SPACING, families=families, plan=plan).run()
        for spacing in (
            SPACING,
            TIGHT,
            CLOSE,
        ):  # what is tried where the plan takes more room, or of many shapes few were kept
            shapes += Arranger(again, spacing).run()
        assert any(s.width <= room[0] + 1e-9 and s.height <= room[1] + 1e-9 for s in shapes)


def test_four_hundred_children_go_over_several_pages() -> None:
    """Children of one parent that fit no page together are dealt out in order, as many a page as fit."""
    tree = BoxTree.of([-1] + [0] * 400, [8.0] * 401, [2.5] * 401)
    made, _ = partition(tree, Rooms([(100.0, 60.0)], 1.2), SPACING)
    assert [one for part in made.parts for one in part.members] == list(range(1, 401))
    assert [part.context for part in made.parts] == [False] + [True] * (len(made.parts) - 1)
    assert len({len(part.members) for part in made.parts[:-1]}) == 1


def test_what_fits_no_page_is_named() -> None:
    """A box that is larger than the page is told by its number."""
    with pytest.raises(ValueError, match=r"^2$"):
        partition(BoxTree.of([-1, 0, 1], [8.0, 8.0, 300.0], [2.0] * 3), Rooms([(40.0, 30.0)], 1.2), SPACING)
