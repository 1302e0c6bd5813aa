"""What posts are paid is told by the operations that a difference comes to, and by nothing that is left over."""

from __future__ import annotations

from orgmodel.core.figures import FigureId, assumed
from orgmodel.core.money import Money
from orgmodel.core.records import Grade, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.inference.infer import infer

TERMS = Vocabulary(language="en", money=Money("EUR", 2))
SHARED = [Unit("a"), Grade("G", pay=100)]


def of(*posts: Post) -> Structure:
    """Make a structure of one unit with some posts."""
    return Structure.of([*SHARED, *posts], terms=TERMS, as_of="2024")


def test_new_pay_is_a_resize_and_new_posts_bring_theirs():
    """A rise, a regrading, a range and a coefficient lead exactly to the state after."""
    band = assumed(FigureId("posts", "a/new", "pay"), 100, 150, 250)
    before = of(Post("a/1", "a", filled=1, pay=3_123_450), Post("a/2", "a", filled=1, pay=100))
    after = of(
        Post("a/1", "a", filled=1, pay=3_200_001),
        Post("a/2", "a", filled=1, grade="G"),
        Post("a/3", "a", filled=1, coefficient=234, src="derived"),
        Post("a/new", "a", filled=1, pay=band, src="derived"),
    )
    found = infer(before, after)
    assert found.scenario.run().after == after
    assert list(found.corrections) == []
    orders = [order for step in found.scenario.steps for order in step.do]
    assert {order["resize"]: order.get("pay", order.get("grade")) for order in orders if "resize" in order} == {
        "a/1": 32_000.01,
        "a/2": "G",
    }
