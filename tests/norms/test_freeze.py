"""The concurrent post of clause 2.2: kept where it is, brought nowhere else."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from orgmodel.core.change import Change
from orgmodel.core.estimates import FigureId
from orgmodel.core.records import Attribute, Link, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.norms.finding import Finding
from orgmodel.norms.freeze import freeze_findings
from orgmodel.scenario.elements import Constraint

FREEZE = Constraint("freeze-2.2", "2.2", office="head-mob", also_holds="front-chair", known="mttq_model")


def _district(area: str, *, linked: bool = False, known: str | None = None) -> list[object]:
    records: list[object] = [
        Unit(f"{area}.hu", kind="party_committee", level="district", area=area, parent="p"),
        Unit(f"{area}.bdv", kind="party_organ", level="district", area=area, parent=f"{area}.hu"),
        Unit(f"{area}.mt", kind="front", level="district", area=area, parent=f"{area}.hu"),
        Post(f"{area}.bdv/head", f"{area}.bdv", rank="head", office="head-mob", filled=1),
        Post(f"{area}.mt/head", f"{area}.mt", rank="head", office="front-chair", filled=1),
    ]
    if linked:
        records.append(_link(area))
    if known is not None:
        records.append(Attribute(f"{area}.hu", "mttq_model", known))
    return records


def _link(area: str, *, turned: bool = False) -> Link:
    ends = (f"{area}.bdv/head", f"{area}.mt/head")
    return Link(*(ends[::-1] if turned else ends))


def _outcome(*steps: tuple[str, list[Change]]) -> SimpleNamespace:
    records = [
        Unit("p", level="province", area="p"),
        *_district("a", linked=True),
        *_district("b", known="no"),
        *_district("c"),
        *_district("d", known="yes"),
        Unit("e.hu", kind="party_committee", level="district", area="e", parent="p"),
    ]
    results = [
        SimpleNamespace(step=SimpleNamespace(id=name, clause="9"), changes=tuple(changes)) for name, changes in steps
    ]
    return SimpleNamespace(before=Structure.of(records), steps=tuple(results))


def _begin(link: Link) -> Change:
    return Change("links", None, link, link.key)


def _end(link: Link) -> Change:
    return Change("links", link, None, link.key)


def _after(outcome: SimpleNamespace, freeze: Constraint = FREEZE, **options: str) -> dict[str, Finding]:
    return {
        one.subject.removeprefix("area:"): one
        for one in freeze_findings(outcome, [freeze], **options)
        if one.state == "after"
    }


def test_nothing_moves() -> None:
    """Kept where listed or known, absent where known absent, and not evaluable where nothing is known."""
    found = _after(_outcome())
    assert {place: one.result for place, one in found.items()} == {
        "a": "pass",
        "b": "pass",
        "c": "not_evaluable",
        "d": "pass",
        "e": "not_evaluable",
    }
    assert found["c"].missing == (FigureId("attributes", ("area", "c"), "mttq_model"),)


def test_brought_to_a_new_place() -> None:
    """A link where the model is known not to have existed fails, naming clause and step."""
    found = _after(_outcome(("spread", [_begin(_link("b"))])))
    assert (found["b"].result, found["b"].step, found["b"].clause) == ("fail", "spread", "2.2")
    assert "2.2" in found["b"].citation
    assert (found["b"].value, found["b"].limit, found["b"].change) == (1, 0, "new")


def test_the_order_of_the_two_posts_does_not_matter() -> None:
    """Written from the Front's chair to the Commission's head, it is the same model."""
    assert _after(_outcome(("spread", [_begin(_link("b", turned=True))])))["b"].result == "fail"


def test_brought_and_taken_away_again() -> None:
    """A later step that takes the link away does not undo that the constraint was broken."""
    found = _after(_outcome(("spread", [_begin(_link("b"))]), ("regret", [_end(_link("b"))])))
    assert (found["b"].result, found["b"].step, found["b"].value) == ("fail", "spread", 0)


def test_survives_a_vacancy() -> None:
    """Where the model existed it may lapse when a holder leaves and be filled again."""
    lapsed = _after(_outcome(("leaves", [_end(_link("a"))])))
    again = _after(_outcome(("leaves", [_end(_link("a"))]), ("returns", [_begin(_link("a"))])))
    assert (lapsed["a"].result, lapsed["a"].value) == ("pass", 0)
    assert (again["a"].result, again["a"].value) == ("pass", 1)
    assert _after(_outcome(("fills", [_begin(_link("d"))])))["d"].result == "pass"


def test_unknown_stays_unknown() -> None:
    """A link in a place of which nothing is known is not evaluable, and says which step makes it."""
    found = _after(_outcome(("spread", [_begin(_link("c"))])))["c"]
    assert (found.result, found.step, found.value) == ("not_evaluable", "spread", 1)


def test_a_linked_post_that_moves_to_another_place() -> None:
    """A unit that carries the model into a place without it brings the model there."""
    outcome = _outcome()
    before = outcome.before.unit("a.bdv")
    moved = [Change("units", before, replace(before, area="b"), "a.bdv")]
    found = _after(_outcome(("move", moved)))
    assert (found["b"].result, found["b"].step) == ("fail", "move")


def test_a_pilot_ends() -> None:
    """From its end on a pilot may stand nowhere, also where it existed."""
    pilot = replace(FREEZE, until="2022-07-07")
    assert _after(_outcome(), pilot, date="2022-07-06")["a"].result == "pass"
    ended = _after(_outcome(), pilot, date="2022-10-01")
    assert (ended["a"].result, ended["b"].result) == ("fail", "pass")


def test_no_place_at_all() -> None:
    """Where nobody has the office the constraint does not apply, and says so once."""
    empty = SimpleNamespace(before=Structure.of([Unit("x")]), steps=())
    assert [one.result for one in freeze_findings(empty, [FREEZE])] == ["not_applicable"]
