"""Units of one name are told apart by the unit above wherever a box, the key or a list refers to them."""

from __future__ import annotations

import pytest

from orgmodel.charts.chart import Chart, chart
from orgmodel.charts.listing import levels, listing
from orgmodel.core.names import names_of
from orgmodel.core.problems import errors
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario

UNITS = [
    Unit("top", names_of(en="Government")),
    *(Unit(id, names_of(en=f"Ministry {id.upper()}"), parent="top") for id in "abcd"),
    *(Unit(f"{id}.o", names_of(en="Office"), parent=id) for id in "abcd"),
    Unit("d.s", names_of(en="Statistics"), parent="d"),
]
SIZES = {"a": 1, "b": 40, "c": 2, "d": 3}


def _merged(root: str | None = None) -> Chart:
    """Draw two mergers of offices: of 40 posts, and of one."""
    posts = [Post(f"{id}.o/s", f"{id}.o", authorized=many, filled=many) for id, many in SIZES.items()]
    do: list[dict[str, object]] = [{"absorb": "b.o", "into": "a.o"}, {"absorb": "c.o", "into": "d.o"}]
    made = Scenario("x", Structure.of([*UNITS, *posts]), steps=(Step("s", do=do),)).run()
    assert errors(made.problems) == []
    return chart(made, state="changes", root=root, language="en")


def _said(drawn: Chart, id: str) -> str:
    return next(
        " ".join(line.text for line in box.lines).replace("\N{NO-BREAK SPACE}", " ")
        for page in drawn.drawing.pages for box in page.boxes if box.id == id
    )  # fmt: skip


def test_a_box_says_whose_office_a_flow_comes_from() -> None:
    """In the picture of a part the office that takes over another one says whose that was."""
    assert "← Office (Ministry B): 40 posts" in _said(_merged("a"), "after:a.o")


def test_a_list_says_to_whose_office_posts_go() -> None:
    """The list of the whole tells the offices apart, and says no more of what has its name to itself."""
    (page,) = _merged().drawing.pages
    told = [item.text for _, item in levels(listing(page, "en"))]
    assert any(text.endswith("40 posts → Office (Ministry A)") for text in told)
    assert any(text.endswith("2 posts → Office (Ministry D)") for text in told)


@pytest.mark.parametrize(("to", "told"), [("d.o", "⇢ Office (Ministry D)"), ("d.s", "⇢ Statistics")])
def test_a_box_says_to_whose_office_a_line_leads(to: str, told: str) -> None:
    """A line to a unit that is not on the page names it, by the ministry only where several have its name."""
    drawn = chart(Structure.of([*UNITS, Line("professional", "a.o", to)]), root="a", language="en")
    said = _said(drawn, "a.o")
    assert said.endswith(told)


def test_the_key_tells_of_hairlines_only_where_there_is_one() -> None:
    """Of a part with a ribbon of 40 posts it tells none, though elsewhere so few go that theirs is a hairline."""

    def key(drawn: Outcome, root: str) -> tuple[str, list[float]]:
        (page,) = chart(drawn, state="changes", root=root, language="en").drawing.pages
        (row,) = [sample.text for sample in page.samples if sample.kind == "ribbon"]
        return row, [one.thick / page.type_size for one in page.ribbons if one.label]

    posts = [
        Post(f"{id}.o/s", f"{id}.o", authorized=many, filled=many)
        for id, many in (("a", 1), ("b", 400), ("c", 2), ("d", 1))
    ]
    moved = [{"transfer": {"posts": ["b.o/s"]}, "to": "b"}, {"transfer": {"posts": ["c.o/s"]}, "to": "c"}]
    made = Scenario("x", Structure.of([*UNITS, *posts]), steps=(Step("s", do=moved),)).run()
    assert errors(made.problems) == []
    many, thick = key(made, "b")
    assert ("hairline" in many, min(thick) > 0.2) == (False, True)
    few, thin = key(made, "c")
    assert ("hairline" in few, max(thin) <= 0.1) == (True, True)
