"""Reference models: what deviates before and after, on the study and on small districts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import orgmodel
from orgmodel.core.names import names_of
from orgmodel.core.records import Identity, Line, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.model_record import Deviation, ReferenceModel, Role
from orgmodel.norms.record import NormPack
from orgmodel.norms.reference import Cast, deviations
from orgmodel.scenario.scenario import Study

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
MODEL = ReferenceModel(
    "m",
    level="district",
    roles=(
        Role("top", called=("Ban Thường vụ",)),
        Role("a", called=("Ban A", "Cơ quan A – B"), under="top", lines=(("administrative", 1), ("professional", 1))),
        Role("b", called=("Phòng B", "Cơ quan A – B"), lines=(("administrative", 1),)),
        Role("c", called=("Phòng C",), optional=True),
    ),
    closed=("agency",),
)


def _unit(name: str, called: str, *, parent: str | None = "top", kind: str = "agency", area: str = "x") -> Unit:
    return Unit(name, names_of(vi=called), kind, "district", area=area, parent=parent)


COMMON: list[Record] = [
    _unit("top", "Ban Thường vụ Huyện ủy X", parent=None, kind="body"),
    _unit("a", "Ban A Huyện ủy X"),
    _unit("b", "Phòng B huyện X"),
    Line("professional", "a", "above"),
]


def _kinds(records: list[Record], **options: object) -> list[tuple[str, str, tuple[str, ...]]]:
    found: list[Deviation] = deviations(Structure.of(records), MODEL, **options)  # type: ignore[arg-type]
    return [(one.kind, one.unit, one.roles) for one in found]


def test_the_common_model_has_no_deviation() -> None:
    """A district as the model describes it deviates in nothing."""
    assert _kinds(COMMON) == []


def test_missing_extra_and_second() -> None:
    """A role without a unit is missing; a unit without a role, or a second one of a role, is extra."""
    assert _kinds([one for one in COMMON if getattr(one, "id", "") != "b"]) == [("missing", "", ("b",))]
    assert _kinds([*COMMON, _unit("z", "Phòng Z")]) == [("extra", "z", ())]
    assert _kinds([*COMMON, _unit("b2", "Phòng B số 2 huyện X")]) == [("extra", "b2", ("b",))]
    assert _kinds([*COMMON, _unit("t", "Trường học", kind="school")]) == []


def test_combined_by_name_and_by_identities() -> None:
    """A merged agency plays both roles: by its own name, or by the names of its two legal identities."""
    lines = [Line("administrative", "ab", "top"), Line("administrative", "ab", "gov"), Line("professional", "ab", "p")]
    by_name = [COMMON[0], _unit("ab", "Cơ quan A – B huyện X"), *lines]
    expected = [("combined", "ab", ("a", "b")), ("line_doubled", "ab", ("a",))]
    assert _kinds(by_name) == expected
    identities = [Identity("1", "ab", names_of(vi="Ban A")), Identity("2", "ab", names_of(vi="Phòng B"))]
    assert _kinds([COMMON[0], _unit("ab", "Cơ quan chung"), *identities, *lines]) == expected


def test_names_are_compared_as_people_write_them() -> None:
    """Dashes, case and the place of tone marks make no difference; a longer name is another one."""
    model = replace(MODEL, roles=(Role("hoa", called=("Phòng Văn hoá",)), Role("x", called=("Uỷ ban Kiểm tra",))))
    same = [_unit("1", "PHÒNG Văn hóa huyện X"), _unit("2", "Ủy ban kiểm tra Huyện ủy")]
    assert [one.kind for one in deviations(Structure.of(same), model)] == []
    longer = [_unit("1", "Phòng Văn hóa – Thông tin"), same[1]]
    assert [one.kind for one in deviations(Structure.of(longer), model)] == ["missing", "extra"]


def test_misplaced_and_lines() -> None:
    """A unit under another superior is misplaced; without its professional line it misses one."""
    elsewhere = [COMMON[0], _unit("o", "Phòng C", parent=None), replace(COMMON[1], parent="o"), *COMMON[2:]]  # type: ignore[type-var]
    assert _kinds(elsewhere) == [("misplaced", "a", ("a",))]
    assert _kinds(COMMON[:3]) == [("line_missing", "a", ("a",))]


def test_places_hardly_described_are_not_judged() -> None:
    """Of a place with one unit out of three nothing is said but that."""
    assert _kinds([*COMMON, _unit("y", "Ban A Huyện ủy Y", area="y", parent=None)]) == [("not_judged", "", ())]


def test_a_study_can_say_which_role_a_unit_plays() -> None:
    """Where names do not tell, the study's own list does."""
    records = [*COMMON[:2], _unit("q", "Tổ chức đặc thù"), COMMON[3]]
    assert ("missing", "", ("b",)) in _kinds(records)
    assert _kinds(records, roles={"q": ("b",)}) == []


@pytest.fixture(scope="module")
def study() -> Study:
    """Read the study once."""
    found = orgmodel.read(STUDY)
    assert isinstance(found, Study)
    return found


def _study_deviations(study: Study, vn: NormPack, scenario: str) -> dict[str, set[tuple[str, str]]]:
    model = next(one for one in vn.models if one.id == "vn-district")
    outcome = study.scenario(scenario).run()
    return {
        state: {(one.unit, one.kind) for one in deviations(structure, model) if one.kind != "not_judged"}
        for state, structure in (("before", outcome.before), ("after", outcome.after))
    }


def test_the_splits_bring_duc_tho_and_ky_anh_to_the_common_model(study: Study, vn: NormPack) -> None:
    """Four agencies are combined before and none of them after; both culture centres stay: undo is selective."""
    found = _study_deviations(study, vn, "conclusion")
    merged = {"duc-tho.tcnv", "duc-tho.ubkt-tt", "duc-tho.vp-cuq", "ky-anh.tuyen-giao-dan-van"}
    centres = {"duc-tho.van-hoa-truyen-thong", "ky-anh.van-hoa-truyen-thong"}
    assert {unit for unit, kind in found["before"] if kind == "combined"} == merged | centres
    assert {unit for unit, kind in found["before"] if kind == "line_doubled"} == merged
    assert found["after"] == {(unit, "combined") for unit in centres}


def test_each_split_alone_leaves_the_others(study: Study, vn: NormPack) -> None:
    """Clause 2.4 alone mends Kỳ Anh's commission and nothing of Đức Thọ."""
    found = _study_deviations(study, vn, "2.4-propaganda-mobilisation")
    assert {unit for unit, _ in found["before"] - found["after"]} == {"ky-anh.tuyen-giao-dan-van"}
    assert found["after"] < found["before"]


def test_places_that_the_study_does_not_describe_are_named(study: Study, vn: NormPack) -> None:
    """The other eleven districts are not judged, and none is passed over in silence."""
    model = next(one for one in vn.models if one.id == "vn-district")
    silent = {one.area for one in deviations(study.baseline, model) if one.kind == "not_judged"}
    assert len(silent - {""}) == 11
    assert not silent & {"duc-tho", "ky-anh"}


def test_models_have_dates(vn: NormPack) -> None:
    """In 2019 the pilots stood beside the common model; in 2022 they had ended; from July 2025 the commune has three."""
    on = {
        date: [one.id for one in vn.models if one.in_force(date)] for date in ("2019-01-01", "2022-09-30", "2025-07-01")
    }
    assert on == {
        "2019-01-01": ["vn-district", "vn-district-pilot"],
        "2022-09-30": ["vn-district"],
        "2025-07-01": ["vn-commune"],
    }


def test_who_plays_which_role_is_recognised_once(vn: NormPack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two norms that count deviations from one model, one of them by variants, recognise its units together."""
    made: list[str] = []
    of = Cast.of

    def counting(structure: Structure, model: ReferenceModel, *rest: Any) -> Cast:
        made.append(model.id)
        return of(structure, model, *rest)

    monkeypatch.setattr(Cast, "of", counting)
    committee = Unit("a", names_of(vi="Ủy ban nhân dân"), "people_committee", "district", area="d")
    findings = evaluate(Structure.of([committee]), vn, date="2022-09-30")
    assert {"DIST-2", "DIST-2-TYPE"} <= {one.norm for one in findings if one.subject == "area:d"}
    assert made == ["vn-district"]
