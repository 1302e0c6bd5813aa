"""Matching of structures whose ids differ: right pairs, and none that only a name would make."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from orgmodel.core.names import normal_name
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Attribute, Function, Identity, Incumbency, Line, Link, Members, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.translation import translated
from orgmodel.inference.infer import infer
from orgmodel.inference.matching import ids_in, match, unmatched
from tests.strategies import structures


def _named(id: str, name: str, **fields: object) -> Unit:
    return Unit(id, (("vi", name),), **fields)  # type: ignore[arg-type]


def _relabelled(structure: Structure) -> Structure:
    """The same organisation as another system would number it; written out by hand, table by table."""
    posts = {post.id: f"P{number}" for number, post in enumerate(structure.posts)}  # type: ignore[union-attr]
    units = {unit.id: f"N{number}" for number, unit in enumerate(structure.units)}  # type: ignore[union-attr]
    either = {**units, **posts}
    records: list[object] = []
    for table in structure._tables.values():
        for one in table:
            if isinstance(one, Unit):
                one = replace(one, id=units[one.id], parent=units.get(one.parent or ""))
            elif isinstance(one, Post):
                one = replace(one, id=posts[one.id], unit=units[one.unit])
            elif isinstance(one, Identity):
                one = replace(one, id=f"I-{one.id}", unit=units[one.unit])
            elif isinstance(one, Function | Attribute):
                one = replace(one, unit=units[one.unit])
            elif isinstance(one, Members):
                one = replace(one, unit=units[one.unit], origin=units.get(one.origin, one.origin))
            elif isinstance(one, Line):
                one = replace(one, from_=either[one.from_], to=either[one.to])
            elif isinstance(one, Link):
                one = replace(one, post=posts[one.post], also_holds=posts[one.also_holds])
            elif isinstance(one, Incumbency):
                one = replace(one, post=posts[one.post])
            records.append(one)
    return Structure.of(records, terms=structure.terms)  # type: ignore[arg-type]


@given(structures())
def test_another_numbering_is_seen_through(structure) -> None:
    """The same organisation with every id another is matched by path, and translated back is equal."""
    other = _relabelled(structure)
    found = match(structure, other, ["path"])
    assert found.ids("units") == {f"N{number}": unit.id for number, unit in enumerate(structure.units)}
    assert translated(other, ids_in(structure, other, found)) == structure


@settings(max_examples=30)
@given(structures())
def test_no_key_pairs_units_of_other_names_by_name(structure) -> None:
    """Whatever keys are tried, a pair made by path or name has the same name on both sides."""
    other = _relabelled(structure)
    found = match(structure, other, ["name", "path", "content"])
    names = {unit.id: unit.name() for unit in structure.units}
    after = {unit.id: unit.name() for unit in other.units}
    assert all(names[pair.before] == after[pair.after] for pair in found.units if pair.key != "content")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Uỷ ban nhân dân", "Ủy ban nhân dân", True),
        ("HOÀ BÌNH", "hòa  bình", True),
        ("Hoà Bi\u0300nh", "Hòa Bình", True),
        ("Phòng LĐ–TB&XH", "Phòng LĐ - TB & XH", True),
        ("Khoẻ", "Khỏe", True),
        ("Thuý", "Thúy", True),
        ("Hòa", "Hóa", False),
        ("Mã", "Má", False),
        ("Đức Thọ", "Duc Tho", False),
        ("Sở Y tế", "Sở Y tê", False),
    ],
)
def test_names_are_compared_as_people_do(one, other, same) -> None:
    """Where the tone mark stands, case, dashes and composition do not count; the letters and tones do."""
    assert (normal_name(one) == normal_name(other)) is same


def test_the_same_name_alone_is_not_enough() -> None:
    """Two offices of one name in different places are listed as ambiguous, never paired."""
    before = Structure.of([_named("1", "Huyện A"), _named("2", "Phòng Nhân sự", parent="1")])
    after = Structure.of([_named("x", "Huyện B"), _named("y", "Phòng Nhân sự", parent="x")])
    found = match(before, after, ["path", "name", "content"])
    assert found.units == ()
    assert [(one.before, one.after) for one in found.ambiguous] == [(("2",), ("y",))]
    assert [[unit.id for unit in side] for side in unmatched(found, before, after)] == [["1", "2"], ["x", "y"]]


def test_a_name_and_one_thing_more_is_enough() -> None:
    """The same name with the same function, area or superior makes a pair, and says by what and how surely."""
    before = Structure.of(
        [_named("1", "Thanh tra", area="duc-tho"), _named("2", "Văn phòng"), Function("2", "van-thu")]
    )
    after = Structure.of([_named("x", "Thanh tra", area="duc-tho"), _named("y", "Văn phòng"), Function("y", "van-thu")])
    pairs = match(before, after, ["name"]).units
    assert [(pair.before, pair.after, pair.key, pair.certainty) for pair in pairs] == [
        ("1", "x", "name", "likely"),
        ("2", "y", "name", "possible"),
    ]


def test_several_of_one_name_are_ambiguous_until_another_key_tells() -> None:
    """Two divisions of one name under one superior are told apart by a code that both structures hold."""
    before = [_named("0", "Sở"), *(_named(id, "Phòng", parent="0") for id in ("1", "2"))]
    after = [_named("z", "Sở"), *(_named(id, "Phòng", parent="z") for id in ("x", "y"))]
    assert [one.key for one in match(Structure.of(before), Structure.of(after), ["path"]).ambiguous] == ["path"]
    codes = (
        [Attribute("1", "ma", "H1"), Attribute("2", "ma", "H2")],
        [Attribute("x", "ma", "H2"), Attribute("y", "ma", "H1")],
    )
    found = match(Structure.of([*before, *codes[0]]), Structure.of([*after, *codes[1]]), ["code:ma", "path"])
    assert (found.ids("units"), found.ambiguous) == ({"x": "2", "y": "1", "z": "0"}, ())


def test_a_renamed_unit_is_found_by_what_it_contains() -> None:
    """A unit with another name and the same posts and functions is matched by content, and one with half of them is not."""

    def filled(id: str, name: str, count: int) -> list[object]:
        posts = [Post(f"{id}/{n}", id, (("vi", f"Chức danh {n}"),)) for n in range(count)]
        return [_named(id, name), *posts, Function(id, "thanh-tra"), Function(id, "tiep-dan")]

    before = Structure.of(filled("1", "Ban A", 4))  # type: ignore[arg-type]
    pairs = match(before, Structure.of(filled("x", "Ban B", 4)), ["content"]).units  # type: ignore[arg-type]
    assert [(pair.before, pair.after, pair.certainty) for pair in pairs] == [("1", "x", "likely")]
    assert match(before, Structure.of(filled("x", "Ban B", 12)), ["content"]).units == ()  # type: ignore[arg-type]
    twins = Structure.of([*filled("x", "Ban B", 4), *filled("y", "Ban C", 4)])  # type: ignore[arg-type]
    assert match(before, twins, ["content"]).units == ()


def test_posts_follow_their_units() -> None:
    """Posts of matched units are matched by title, rank and figures; which of several changed its figures is only possible."""

    def office(unit: str, ids: list[str], staff: tuple[int, int]) -> list[object]:
        titled = [
            Post(ids[0], unit, (("vi", "Chánh Văn phòng"),), rank="head"),
            Post(ids[1], unit, (("vi", "Lái xe"),)),
        ]
        twins = [Post(id, unit, (("vi", "Chuyên viên"),), authorized=n) for id, n in zip(ids[2:], staff, strict=True)]
        return [_named(unit, "Văn phòng"), *titled, *twins]

    before = Structure.of(office("1", ["a", "b", "c", "d"], (2, 3)))  # type: ignore[arg-type]
    after = Structure.of(office("x", ["p", "q", "r", "s"], (2, 3)))  # type: ignore[arg-type]
    assert match(before, after, ["path"]).ids("posts") == {"p": "a", "q": "b", "r": "c", "s": "d"}
    grown = Structure.of(office("x", ["p", "q", "r", "s"], (4, 5)))  # type: ignore[arg-type]
    assert [pair.certainty for pair in match(before, grown, ["path"]).posts] == [
        "likely",
        "likely",
        "possible",
        "possible",
    ]
    alike = Structure.of(office("1", ["a", "b", "c", "d"], (2, 2)))  # type: ignore[arg-type]
    assert len(match(alike, Structure.of(office("x", ["p", "q", "r", "s"], (2, 2))), ["path"]).posts) == 4  # type: ignore[arg-type]


def test_ids_that_mean_something_else_are_not_taken_for_the_same() -> None:
    """Where ids are not comparable, an unmatched unit does not become the one that has its number by chance."""
    before = Structure.of([_named("1", "Sở Y tế"), _named("2", "Sở Nội vụ")])
    after = Structure.of([_named("2", "Sở Y tế"), _named("1", "Sở Tài chính")])
    found = match(before, after, ["path"])
    again = translated(after, ids_in(before, after, found))
    assert sorted((unit.id, unit.name()) for unit in again.units) == [("1", "Sở Y tế"), ("1~2", "Sở Tài chính")]
    assert infer(before, again).verbs == {"create": 1, "dissolve": 1}


def test_an_unknown_key_is_told() -> None:
    """A key that there is not is named, with the nearest one."""
    with pytest.raises(ProblemsError, match="no key 'pth' to match by; did you mean 'path'"):
        match(Structure.of(), Structure.of(), ["pth"])
    assert match(Structure.of(), Structure.of(), ["id", "path", "name", "content", "code:x"]).units == ()


def test_functions_and_area_outweigh_an_equal_path() -> None:
    """One of the two against it leaves a pair possible, both make two units; words that only one side uses say nothing."""
    other = [_named("2", "Phòng B", parent="0", area="nam"), Function("2", "dat-dai")]

    def sides(area: str, function: str) -> list[tuple[str, str]]:
        before = [_named("0", "Sở"), _named("1", "Phòng A", parent="0", area="bac"), Function("1", "y-te"), *other]
        after = [_named("0", "Sở"), _named("x", "Phòng A", parent="0", area=area), Function("x", function), *other]
        after += [_named("y", "Phòng C", parent="0", area="bac"), Function("y", "y-te")]
        found = match(Structure.of(before), Structure.of(after), ["path"])
        return [(pair.after, pair.certainty) for pair in found.units if pair.before == "1"]

    assert sides("bac", "y-te") == [("x", "likely")]
    assert sides("nam", "y-te") == sides("bac", "dat-dai") == [("x", "possible")]
    assert sides("nam", "dat-dai") == []
    assert sides("b", "f12") == [("x", "likely")]


def test_sisters_that_move_together_may_be_the_same() -> None:
    """Two units whose names nobody else has corroborate one another where both had one superior and have one."""

    def divisions(ids: str, superior: str) -> list[Unit]:
        return [_named(id, name, parent=superior) for id, name in zip(ids, ("Tổ chức", "Thuế"), strict=True)]

    before = Structure.of([_named("m", "Bộ"), _named("v", "Vụ", parent="m"), *divisions("ht", "v")])
    after = Structure.of([_named("n", "Bộ"), _named("p", "Phòng", parent="n"), *divisions("HT", "p")])
    found = match(before, after, ["path", "name"])
    assert [(pair.before, pair.certainty) for pair in found.units] == [
        ("m", "likely"),
        ("h", "possible"),
        ("t", "possible"),
    ]
