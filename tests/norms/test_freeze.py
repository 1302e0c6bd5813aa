"""The concurrent post of clause 2.2: kept where it is, brought nowhere else."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from orgmodel.core.change import Change
from orgmodel.core.estimates import FigureId
from orgmodel.core.ledger import Lineage
from orgmodel.core.names import names_of
from orgmodel.core.records import Attribute, Document, Incumbency, Link, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.norms.finding import Finding, is_for_action
from orgmodel.norms.freeze import freeze_findings
from orgmodel.scenario.elements import Constraint

FREEZE = Constraint("freeze-2.2", "2.2", office="head-mob", also_holds="front-chair", known="mttq_model")


def _district(area: str, *, linked: bool = False, known: str | None = None) -> list[object]:
    records: list[object] = [
        Unit(f"{area}.hu", names_of(vi=f"Huyện {area.upper()}"), "party_committee", "district", area=area, parent="p"),
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


def _create(record: Post | Unit) -> Change:
    return Change("units" if isinstance(record, Unit) else "posts", None, record, record.id)


def _merged(*, name: str = "Ban Tuyên vận", lineage: bool = True, rank: str = "head") -> SimpleNamespace:
    """In place b the commission becomes part of a merged one, whose head (without the code) takes the Front's chair."""
    head = Post("b.m/head", "b.m", rank=rank, filled=1)
    unit = Unit("b.m", names_of(vi=name), kind="party_organ", level="district", area="b", parent="b.hu")
    outcome = _outcome()
    old = outcome.before.unit("b.bdv")
    old_head = outcome.before.posts.get("b.bdv/head")
    merge = [
        _create(unit),
        _create(head),
        Change("posts", old_head, None, "b.bdv/head"),
        Change("units", old, None, "b.bdv"),
    ]
    link = [_begin(Link("b.m/head", "b.mt/head"))]
    made = _outcome(("merge", merge), ("spread", link))
    made.lineage = (Lineage("consolidate", "b.bdv", "b.m", step="merge"),) if lineage else ()
    return made


def test_the_head_of_a_merged_unit_would_take_the_post() -> None:
    """The merged unit's head has no code: its unit came from one where a post had it. A deputy there has it not."""
    found = _after(_merged())
    assert (found["b"].result, found["b"].step, found["b"].units) == ("fail", "spread", ("b.bdv", "b.m", "b.mt"))
    assert _after(_merged(lineage=False))["b"].result == "pass"
    assert _after(_merged(rank="deputy"))["b"].result == "pass"


def test_units_that_are_called_so_have_the_office() -> None:
    """A unit called as the constraint says has the office by its head; a longer word is another name."""
    called = replace(FREEZE, office_called=("Ban Tuyên vận",))
    assert _after(_merged(lineage=False), called)["b"].result == "fail"
    assert _after(_merged(lineage=False, name="Ban Tuyên vậnx"), called)["b"].result == "pass"


def test_of_several_parts_those_that_say_so_have_the_office() -> None:
    """A unit split off does not take the office along while the old one stays and nothing says so."""
    outcome = _outcome()
    part = Unit("b.part", kind="party_organ", level="district", area="b", parent="b.hu")
    split = [_create(part), _create(Post("b.part/head", "b.part", rank="head", filled=1))]
    made = _outcome(("split", split), ("spread", [_begin(Link("b.part/head", "b.mt/head"))]))
    made.lineage = (Lineage("split_off", "b.bdv", "b.part", step="split"),)
    assert outcome.before.unit("b.bdv")
    assert _after(made)["b"].result == "pass"


def test_a_title_that_only_the_office_had() -> None:
    """A post with the title of the office bears it; a title that other posts have as well tells nothing."""
    titled = names_of(vi="Trưởng Ban Dân vận")
    records = [
        *_district("b", known="no"),
        Post("b.hu/other", "b.hu", names_of(vi="Phó Bí thư"), rank="deputy", filled=1),
    ]
    records = [replace(one, titles=titled) if getattr(one, "office", "") == "head-mob" else one for one in records]
    for title, result in (("Trưởng Ban Dân vận", "fail"), ("Phó Bí thư", "pass")):
        post = Post("b.hu/new", "b.hu", names_of(vi=title), rank="staff", filled=1)
        steps = ((("new", [_create(post)])), ("spread", [_begin(Link("b.hu/new", "b.mt/head"))]))
        results = [SimpleNamespace(step=SimpleNamespace(id=name, clause=""), changes=done) for name, done in steps]
        outcome = SimpleNamespace(before=Structure.of(records), steps=tuple(results))
        assert _after(outcome)["b"].result == result


def test_one_person_in_both_posts_and_one_head_of_both_units() -> None:
    """A person who holds both posts, and the one head of a unit that is both, are the model as a link is."""
    holds = [Incumbency("p1", "b.bdv/head"), Incumbency("p1", "b.mt/head", order=1)]
    begun = [Change("incumbencies", None, one, one.key) for one in holds]
    assert _after(_outcome(("first", begun[:1])))["b"].result == "pass"
    found = _after(_outcome(("first", begun[:1]), ("second", begun[1:])))["b"]
    assert (found.result, found.step) == ("fail", "second")
    one = _merged()
    gone = [Change("posts", one.before.posts.get("b.mt/head"), None, "b.mt/head"), Change("units", one.before.unit("b.mt"), None, "b.mt")]  # fmt: skip
    one.steps[0].changes += tuple(gone)
    one.lineage = (*one.lineage, Lineage("consolidate", "b.mt", "b.m", step="merge"))
    assert (_after(one)["b"].result, _after(one)["b"].step) == ("fail", "merge")


def test_a_place_that_is_brought_the_model_is_named_apart_from_those_left_alone() -> None:
    """Where nobody has told whether it existed the finding says so by name; of places left alone it says that."""
    found = _after(_outcome(("spread", [_begin(_link("c"))])))
    brought, alone = found["c"], found["e"]
    assert dict(brought.note)["en"] == (
        "This scenario brings it to Huyện C, where nobody has told whether it existed: verify first"
    )
    assert dict(brought.note)["vi"].startswith("Phương án này đưa mô hình đến Huyện C, nơi chưa ai cho biết")
    assert (brought.change, is_for_action(brought.result, brought.change)) == ("new", True)
    assert "leaves the place alone" in dict(alone.note)["en"]
    assert not is_for_action(alone.result, alone.change)
    undone = _after(_outcome(("spread", [_begin(_link("c"))]), ("regret", [_end(_link("c"))])))["c"]
    assert (undone.result, undone.value, "for a time" in dict(undone.note)["en"]) == ("not_evaluable", 0, True)


def test_a_freeze_cites_its_paper_in_each_language() -> None:
    """A document without a number is called by its title in each language, and so is the word for its clause."""
    records = [*_district("a"), Document("kl", title=names_of(vi="Kết luận số X", en="Conclusion X"))]
    outcome = SimpleNamespace(before=Structure.of(records), steps=())
    (found, *_) = freeze_findings(outcome, [replace(FREEZE, document="kl")])
    assert dict(found.cited) == {"vi": "Kết luận số X, mục 2.2", "en": "Conclusion X, clause 2.2"}
    assert found.citation in dict(found.cited).values()
    (bare, *_) = freeze_findings(outcome, [replace(FREEZE, document="", clause="")])
    assert set(dict(bare.cited).values()) == {"freeze-2.2"}
