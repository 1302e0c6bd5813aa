"""The shipped pack on cases whose answer the sources give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from orgmodel.core.figures import FigureId, assumed
from orgmodel.core.records import Attribute, Members, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.finding import Finding
from orgmodel.norms.record import NormPack

ON = "2022-09-30"


def _found(pack: NormPack, records: Iterable[Record], norm: str, date: str = ON, **parameters: str) -> list[Finding]:
    structure = Structure.of(records, as_of=date)
    return [one for one in evaluate(structure, pack, parameters=parameters) if one.norm == norm]


def _one(pack: NormPack, records: Iterable[Record], norm: str, date: str = ON, **parameters: str) -> Finding:
    (found,) = _found(pack, records, norm, date, **parameters)
    return found


def _agency(name: str, deputies: int, *, kind: str = "specialised_agency", area: str = "d") -> list[Record]:
    return [
        Unit(name, kind=kind, level="district", block="government", area=area, parent=f"{area}.ubnd"),
        Post(f"{name}/head", name, rank="head", block="government", authorized=1),
        Post(f"{name}/dep", name, rank="deputy", block="government", authorized=deputies),
        Post(f"{name}/staff", name, rank="staff", block="government", authorized=5),
    ]


def _centre(deputies: int | None, staff: int | None, **staffing: int) -> list[Record]:
    return [
        Unit("d.ubnd", kind="people_committee", level="district", block="government", area="d"),
        Unit("ttyt", kind="public_service_unit", level="district", block="government", area="d", parent="d.ubnd"),
        Post("ttyt/head", "ttyt", rank="head", authorized=1),
        Post("ttyt/dep", "ttyt", rank="deputy", authorized=deputies),
        Post("ttyt/staff", "ttyt", rank="staff", authorized=staff, **staffing),
    ]


def test_an_organisation_of_22_members_needs_approval(vn: NormPack) -> None:
    """The đảng bộ that passed to Hương Khê in 2023 has 22 members: below 30 it needs the superior's agreement."""
    unit = Unit("db", kind="dang_bo_co_so", level="grassroots", block="party")
    found = _one(vn, [unit, Members("db", total=22)], "ORG-2")
    assert (found.result, found.value, found.limit) == ("needs_approval", 22, 30)
    assert "Điều lệ Đảng (Đại hội đại biểu toàn quốc lần thứ XI" in found.citation
    assert "Điều 21" in found.citation
    on_file = _one(vn, [unit, Members("db", total=22), Attribute("db", "approval_on_file", "yes")], "ORG-2")
    assert on_file.result == "pass"
    assert _one(vn, [unit, Members("db", total=30)], "ORG-2").result == "pass"


def test_a_cell_of_30_members_should_be_an_organisation(vn: NormPack) -> None:
    """A grassroots cell has at most 29 members, counted with the probationary ones."""
    unit = Unit("cb", kind="chi_bo_co_so", level="grassroots", block="party")
    assert _one(vn, [unit, Members("cb", official=28, probationary=1)], "ORG-2-CELL").result == "pass"
    assert _one(vn, [unit, Members("cb", official=28, probationary=2)], "ORG-2-CELL").result == "needs_approval"


def test_only_official_members_count_toward_three(vn: NormPack) -> None:
    """Two official and five probationary members do not make a Party organisation; a total alone does not tell."""
    unit = Unit("cb", kind="chi_bo_co_so", level="grassroots", block="party")
    assert _one(vn, [unit, Members("cb", official=2, probationary=5)], "ORG-1").result == "fail"
    assert _one(vn, [unit, Members("cb", official=3, probationary=0)], "ORG-1").result == "pass"
    silent = _one(vn, [unit, Members("cb", total=12)], "ORG-1")
    assert (silent.result, silent.missing) == ("not_evaluable", (FigureId("members", ("cb", ""), "official"),))


def test_the_centre_of_huong_khe_passes(vn: NormPack) -> None:
    """182 people, two deputies, under a district: enough people, and not too many deputies."""
    records = _centre(2, 179)
    size, deputies = _one(vn, records, "PSU-1", "2020-12-31"), _one(vn, records, "PSU-3", "2020-12-31")
    assert (size.result, size.value, size.limit) == ("pass", 182, 15)
    assert (deputies.result, deputies.value, deputies.limit) == ("pass", 2, 2)


def test_the_centre_of_ky_anh_is_judged_by_assigned_staff(vn: NormPack) -> None:
    """26 of 123 posts filled: the 15-person rule reads 123, not 26; without ranks the deputies cannot be told."""
    everybody = Post("ttyt/all", "ttyt", rank="unknown", authorized=123, filled=26)
    records = [*_centre(0, 0)[:2], everybody]
    assert (_one(vn, records, "PSU-1").value, _one(vn, records, "PSU-1").result) == (123, "pass")
    deputies = _one(vn, records, "PSU-3")
    assert deputies.result == "not_evaluable"
    assert deputies.missing == (
        FigureId("attributes", "ttyt", "financing"),
        FigureId("posts", "ttyt/all", "rank"),
    )
    few = [*records[:2], replace(everybody, authorized=14, filled=14)]
    assert _one(vn, few, "PSU-1").result == "fail"


def test_three_deputies_in_one_agency_break_nothing(vn: NormPack) -> None:
    """Two an agency is an average over the district: 3 + 1 + 2 in three agencies is exactly the pool of six."""
    records = [*_agency("a", 3), *_agency("b", 1), *_agency("c", 2)]
    found = _one(vn, records, "DIST-1")
    assert (found.subject, found.result, found.value, found.limit) == ("area:d", "pass", 6, 6)
    over = _one(vn, [*_agency("a", 3), *_agency("b", 2), *_agency("c", 2)], "DIST-1")
    assert (over.result, over.value) == ("fail", 7)
    assert over.units == ("a", "b", "c")


def test_pools_are_of_one_district_each(vn: NormPack) -> None:
    """A district with room does not help its neighbour."""
    records = [*_agency("a", 3), *_agency("x", 1, area="e"), *_agency("y", 2, area="e")]
    found = {one.subject: one.result for one in _found(vn, records, "DIST-1")}
    assert found == {"area:d": "fail", "area:e": "pass"}


def test_before_2020_each_agency_had_at_most_three(vn: NormPack) -> None:
    """The law of the day decides: three deputies in one agency pass in 2019 by unit, and four do not."""
    found = _found(vn, [*_agency("a", 3), *_agency("b", 4)], "DIST-1", "2019-06-01")
    assert [(one.subject, one.result, one.limit) for one in found] == [("a", "pass", 3), ("b", "fail", 3)]


def test_whether_a_merged_agency_counts_is_the_users_reading(vn: NormPack) -> None:
    """The reading changes the pool by two, and the finding says which one was used."""
    records = [*_agency("a", 2), *_agency("m", 2, kind="merged_agency")]
    counted = _one(vn, records, "DIST-1", merged_in_pool="yes")
    left_out = _one(vn, records, "DIST-1", merged_in_pool="no")
    assert (counted.value, counted.limit, left_out.value, left_out.limit) == (4, 4, 2, 2)
    assert dict(left_out.note)["en"].endswith("Does a cross-block merged agency count in the pool of deputies: no")
    assert dict(left_out.note)["vi"].endswith(": không")


def _division(size: int, *, deputies: int = 1) -> list[Record]:
    return [
        Unit("so", kind="specialised_agency", level="province", block="government", area="p"),
        Post("so/head", "so", rank="head", authorized=1),
        Post("so/dep", "so", rank="deputy", authorized=3),
        Unit("phong", kind="division", level="province", block="government", area="p", parent="so"),
        Post("phong/head", "phong", rank="head", authorized=1),
        Post("phong/dep", "phong", rank="deputy", authorized=deputies),
        Post("phong/staff", "phong", rank="staff", authorized=size - 1 - deputies),
    ]


def test_a_division_of_four_fails_in_a_class_ii_province(vn: NormPack) -> None:
    """Five is the least in class II and III, six in class I, seven in Hanoi and Ho Chi Minh City."""
    found = _one(vn, _division(4), "PROV-1", province_class="II")
    assert (found.result, found.value, found.limit) == ("fail", 4, 5)
    assert "107/2020/NĐ-CP" in found.citation
    assert _one(vn, _division(5), "PROV-1", province_class="II").result == "pass"
    assert _one(vn, _division(5), "PROV-1", province_class="I").result == "fail"


def test_without_the_class_only_what_every_class_agrees_on_is_told(vn: NormPack) -> None:
    """Four is too few and seven enough in any class; of five the class is missing."""
    assert _one(vn, _division(4), "PROV-1").result == "fail"
    assert _one(vn, _division(7), "PROV-1").result == "pass"
    open_ = _one(vn, _division(5), "PROV-1")
    assert (open_.result, open_.missing, open_.limit) == (
        "not_evaluable",
        (FigureId("parameter", "province_class"),),
        None,
    )


@pytest.mark.parametrize(
    ("size", "deputies", "province_class", "result"),
    [
        (7, 1, "II", "pass"),
        (7, 2, "II", "fail"),
        (8, 2, "II", "pass"),
        (8, 2, "I", "fail"),
        (9, 2, "I", "pass"),
        (14, 3, "III", "fail"),
        (15, 3, "III", "pass"),
        (9, 2, "special", "fail"),
        (10, 2, "special", "pass"),
    ],
)
def test_deputies_of_a_division_follow_its_size(
    vn: NormPack, size: int, deputies: int, province_class: str, result: str
) -> None:
    """The table of Decree 107/2020 at each of its edges."""
    assert _one(vn, _division(size, deputies=deputies), "PROV-2", province_class=province_class).result == result


def test_the_same_scenario_under_the_law_of_2022_and_of_2026(vn: NormPack) -> None:
    """A division of four fails in 2022; in 2026 that decree is gone, and another asks about its deputies."""
    records = _division(4)
    then = {one.norm: one for one in evaluate(Structure.of(records, as_of="2022-09-30"), vn)}
    now = {one.norm: one for one in evaluate(Structure.of(records, as_of="2022-09-30"), vn, date="2026-02-01")}
    assert (then["PROV-1"].result, now["PROV-1"].result) == ("fail", "not_applicable")
    assert "2020-11-25 – 2025-03-01" in dict(now["PROV-1"].note)["en"]
    assert (then["PROV-9"].result, now["PROV-9"].result) == ("not_applicable", "pass")
    assert "Not in force on 2022-09-30" in dict(then["PROV-9"].note)["en"]


def test_more_deputies_than_the_unit_above(vn: NormPack) -> None:
    """From 2026 a division has no more deputies than its department."""
    found = _one(vn, _division(16, deputies=4), "PROV-9", "2026-02-01")
    assert (found.result, found.value, found.limit) == ("fail", 4, 3)


def test_ranges_fail_for_a_part(vn: NormPack) -> None:
    """A division of four to six fails for a part of what is assumed, and the range is shown."""
    records = _division(5)
    staff = Post("phong/staff", "phong", rank="staff", authorized=assumed("s", 2, 3, 4), src="assumed")
    found = _one(vn, [*records[:-1], staff], "PROV-1", province_class="II")
    assert (found.result, found.value, found.low, found.high) == ("fails_for_part", 5, 4, 6)


def test_what_the_regulation_does_not_say_is_not_evaluable(vn: NormPack) -> None:
    """The figures of Regulation 220 were not found: without the user's figure nothing is judged by it."""
    organ = [
        Unit("b", kind="party_organ", level="district", block="party", area="d"),
        Post("b/head", "b", rank="head", block="party", authorized=1),
        Post("b/dep", "b", rank="deputy", block="party", authorized=2),
        Post("b/staff", "b", rank="staff", block="party", authorized=4),
    ]
    found = _one(vn, organ, "PTY-5")
    assert (found.result, found.missing) == ("not_evaluable", (FigureId("parameter", "district_organ_deputies"),))
    assert _one(vn, organ, "PTY-5", district_organ_deputies="2").result == "pass"


def test_a_unit_of_which_no_post_is_listed_is_not_empty(vn: NormPack) -> None:
    """Silence is not zero: a centre without listed posts, or with its head alone, is not evaluable."""
    bare = _centre(None, None)[:2]
    assert _one(vn, bare, "PSU-1").missing == (FigureId("posts", ("ttyt", "*"), "authorized"),)
    head_only = _centre(None, None)[:3]
    assert _one(vn, head_only, "PSU-1").result == "not_evaluable"


def test_targets_by_hand(vn: NormPack) -> None:
    """5 % of 200, and the 4 by which 2016–2021 fell short of 10 % of 240: a cut of 14 is due, and 190 posts cut 10."""
    records: list[Record] = [
        Unit("a", kind="specialised_agency", level="province", block="government"),
        Post("a/head", "a", rank="head", category="CC", authorized=1),
        Post("a/staff", "a", rank="staff", category="CC", authorized=189),
        Post("a/driver", "a", rank="staff", category="HD", quota="out", authorized=7),
    ]
    given = {"base_2021_cc": "200", "base_2015_cc": "240", "cut_2016_21_cc": "20"}
    short = _one(vn, records, "TGT-4-CC", "2022-10-01", **given)
    assert (short.result, short.value, short.limit) == ("fail", 10, 14)
    ahead = _one(vn, records, "TGT-4-CC", "2022-10-01", **{**given, "cut_2016_21_cc": "30"})
    assert (ahead.result, ahead.limit) == ("pass", 4)


def test_every_norm_is_cited_and_says_how_sure_it_is(vn: NormPack) -> None:
    """Each norm has a document with issuer and date, a title in both languages, and a confidence."""
    for norm in vn.norms:
        document = norm.citation.document
        assert document.issuer
        assert document.date
        assert norm.confidence
        assert {language for language, _ in norm.title} == {"vi", "en"}


def test_the_draft_of_2020_is_not_law(vn: NormPack) -> None:
    """Nothing encodes the draft's twelve agencies in a class I district."""
    assert "DIST-6" not in {norm.id for norm in vn.norms}
