"""Posts of which nobody says the block, or whose unit has no level, may be of any of those that the study declares."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.comparison.comparison import compare
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.measures import value
from orgmodel.measures.measure_change import measure_change
from orgmodel.measures.missing_figures import missing_figures
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

TERMS = Vocabulary(kinds={"agency": "agency"}, blocks=("gov", "party"), levels=("district", "commune"))
COUNTED = {"posts_authorized": "authorized", "posts_filled": "filled", "headcount": "filled"}


def made(posts: Iterable[Post], terms: Vocabulary = TERMS) -> Structure:
    """Two agencies: one of a district, and one of which nobody says the level."""
    units = [Unit("a", kind="agency", block="gov", level="district"), Unit("b", kind="agency", block="gov")]
    return Structure.of([*units, *posts], terms=terms)


def post(id: str, unit: str, block: str, authorized: int = 10, filled: int = 9) -> Post:
    """A row of staff."""
    return Post(id, unit, rank="staff", block=block, authorized=authorized, filled=filled)


@pytest.mark.parametrize("id", COUNTED)
@pytest.mark.parametrize(
    ("scope", "unclear"), [("block:gov", post("y", "a", "")), ("level:district", post("y", "b", "gov"))]
)
def test_a_blank_group_is_missing(id, scope, unclear):
    """With none but those nothing is known of the group; with others it is at least these."""
    alone, beside = made([unclear]), made([unclear, post("x", "a", "gov", 3, 3)])
    if scope == "block:gov":
        assert (value(alone, id, scope).value, value(alone, id, scope).missing) == (None, 1)
    found = value(beside, id, scope)
    assert (found.value, found.low, found.high, found.missing) == (3, 3, None, 1)
    assert value(beside, id).missing == 0


def test_vacancies_have_no_bounds_then():
    """The vacancies of posts that may be of a block are in no bound of it."""
    found = value(made([post("y", "a", ""), post("x", "a", "gov", 3, 1)]), "vacancies", "block:gov")
    assert (found.value, found.low, found.high, found.missing) == (2, None, None, 1)


def test_where_no_blocks_are_declared_a_blank_is_none():
    """A study that declares no blocks has posts without one."""
    found = value(
        made([post("y", "a", ""), post("x", "a", "gov", 3, 1)], Vocabulary(kinds=TERMS.kinds)),
        "posts_authorized",
        "block:gov",
    )
    assert (found.value, found.missing) == (3, 0)


def test_a_change_of_them_may_be_of_any_block():
    """What changes in posts of no block may change in any; what does not change them changes blocks exactly."""
    before = made([post("y", "a", ""), post("x", "a", "gov")])
    other = before.patched({"posts": {"y": post("y", "a", "", 12, 9)}})
    same = before.patched({"posts": {"x": post("x", "a", "gov", 14, 9)}})
    assert measure_change(before, other, "posts_authorized", "block:gov").change is None
    assert measure_change(before, other, "posts_filled", "block:gov").change == 0
    assert measure_change(before, same, "posts_authorized", "block:gov").change == 4
    assert measure_change(before, other, "posts_authorized").change == 2


@given(
    st.lists(
        st.tuples(st.sampled_from(["gov", "party", ""]), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6
    )
)
def test_blocks_and_blank_come_to_the_total(rows):
    """What the blocks have at least, and what is in none, come to the total; however the blank is filled in, none is below."""
    posts = [post(f"p{number}", "a", block, *figures) for number, (block, *figures) in enumerate(rows)]
    structure = made(posts)
    for id, figure in COUNTED.items():
        blank = sum(getattr(one, figure) for one in posts if not one.block)
        scopes = [f"block:{block}" for block in ("gov", "party")]
        parts = [value(structure, id, scope) for scope in scopes]
        assert sum(part.value or 0 for part in parts) + blank == value(structure, id).value
        for filled_in in ("gov", "party"):
            whole = made([post(one.id, "a", one.block or filled_in, one.authorized, one.filled) for one in posts])
            for scope, part in zip(scopes, parts, strict=True):
                found = value(whole, id, scope).value or 0
                assert (part.low or 0) <= found
                assert part.missing or part.value == found


def of_two_blocks(unit: str = "a") -> Structure:
    """Two units of a block each, with three clerks of no block in one of them."""
    posts = [
        Post("a/h", "a", rank="head", block="government", authorized=1, filled=1),
        Post("a/s", "a", rank="staff", block="government", authorized=4, filled=4),
        Post("a/x", unit, rank="staff", authorized=3, filled=2),
        Post("c/h", "c", rank="head", block="party", authorized=1, filled=1),
        Post("c/s", "c", rank="staff", block="party", authorized=2, filled=2),
    ]
    units = [Unit("g"), Unit("a", parent="g", block="government"), Unit("c", parent="g", block="party")]
    return Structure.of([*units, *posts], terms=Vocabulary(blocks=("party", "government")))


def test_a_ratio_by_block_leaves_out_units_whose_posts_may_be_of_any():
    """The unit with posts of no block does not tell in its own block, nor perhaps in the other; its change is not known once they move."""
    before, after = of_two_blocks(), of_two_blocks("c")
    own, other = (value(before, "leaders_per_100", f"block:{one}") for one in ("government", "party"))
    assert (own.value, own.known, own.of, own.why) == (None, 0, 1, "few_known")
    assert (other.value, other.known, other.of, other.missing) == (50, 1, 2, 1)
    assert value(before, "leaders_per_100").value == 100 * 2 / 9
    assert measure_change(before, after, "leaders_per_100", "block:government").change is None
    deepest = value(before, "layers_posts", "block:party")
    assert (deepest.value, deepest.high, deepest.missing) == (2, None, 1)


def test_posts_of_no_block_that_move_may_be_of_any():
    """Three move: in the whole three, and by block nobody knows of which."""
    step = Step("x", do=[{"transfer": {"posts": ["a/x"]}, "to": "c"}])
    rows = compare(Scenario("s", of_two_blocks(), steps=(step,)).run(), by=["block"]).measures
    told = rows[rows["measure"] == "posts_moved"].set_index("scope")
    assert (told.loc["total", "after"], told.loc["total", "missing"]) == (3, 0)
    for block in ("block:government", "block:party"):
        assert (told.loc[block, "missing"], str(told.loc[block, "after"])) == (1, "nan")


def test_posts_without_a_block_are_in_the_list_of_what_is_missing():
    """As the sums by block say that they lack them; where no block is declared none is missing."""
    made = of_two_blocks()
    listed = missing_figures(made)[["record", "unit", "field"]].values.tolist()
    assert [one for one in listed if one[2] == "block"] == [["a/x", "a", "block"]]
    bare = Structure.of([one for table in ("units", "posts") for one in made.table(table)])
    assert "block" not in missing_figures(bare)["field"].tolist()
