"""Every norm of the Vietnamese pack: a case that passes, one at the limit, one that fails, and one for each blank that it reads.

The expectations are worked by hand from the articles that the norms cite. From the case that passes everything that is
said is left blank in turn: what the norm reads makes it not evaluable, by name, and nothing else changes its result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from orgmodel.core.estimates import FigureId
from orgmodel.core.records import Attribute, Members, Record
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.norms.evaluation import evaluate
from orgmodel.norms.finding import Finding
from orgmodel.norms.formula import (
    AttributeOf,
    ByClass,
    ChildCount,
    DeviationsFrom,
    LeastOf,
    MembersOf,
    ParameterOf,
    PostsOf,
    SuperiorOf,
    Term,
    walk,
)
from orgmodel.norms.record import Norm, NormPack
from orgmodel.operations.operation_schema import Criteria
from tests.norms.small_organisations import (
    UNIT_FIELDS,
    Organisation,
    deputies_of,
    every,
    given,
    of_attribute,
    of_unit,
    staffed,
    unit,
)

TERMS = Vocabulary(kinds={"people_committee": "body", "party_committee": "body", "inspection_standing_board": "body"})
NOTHING: frozenset[FigureId] = frozenset()


@dataclass(frozen=True)
class Case:
    """Hold a norm on a day, an organisation around a number, and what is expected of which number.

    ``reads`` is what the norm needs in the case that passes; ``opens`` what it needs besides for a number that would else
    fail (or that stands at the limit). ``marks`` are attributes without which the norm does not apply.
    """

    norm: str
    on: str
    build: Callable[[int], Organisation]
    passes: int
    limit: int
    fails: tuple[int, ...]
    reads: set[FigureId]
    subject: str = "a"
    opens: Mapping[int, set[FigureId]] = field(default_factory=dict)
    marks: set[FigureId] = field(default_factory=set)
    broken: str = "fail"
    excepts: Mapping[FigureId, str] = field(default_factory=dict)  # attributes that take the unit out, and how
    defaults: set[FigureId] = field(default_factory=set)  # what has a default, which stands where nobody says it
    named: Mapping[FigureId, FigureId] = field(default_factory=dict)  # where what is missing is called otherwise


def _of(*records: Record | list[Record], **parameters: str) -> Organisation:
    flat = [one for some in records for one in (some if isinstance(some, list) else [some])]
    return Organisation(tuple(flat), parameters)


# -- district ------------------------------------------------------------------------------------------------------------

TEN = {
    "noi-vu": "Phòng Nội vụ", "tu-phap": "Phòng Tư pháp", "tai-chinh": "Phòng Tài chính – Kế hoạch",
    "tai-nguyen": "Phòng Tài nguyên và Môi trường", "lao-dong": "Phòng Lao động – Thương binh và Xã hội",
    "van-hoa": "Phòng Văn hóa và Thông tin", "giao-duc": "Phòng Giáo dục và Đào tạo", "y-te": "Phòng Y tế",
    "thanh-tra": "Thanh tra huyện", "van-phong": "Văn phòng HĐND và UBND",
}  # fmt: skip
BY_TYPE = {"nong-nghiep": "Phòng Nông nghiệp và Phát triển nông thôn", "ha-tang": "Phòng Kinh tế và Hạ tầng"}
PARTY = ("Ban Thường vụ", "Ban Tổ chức", "Ban Tuyên giáo", "Ban Dân vận", "Ủy ban Kiểm tra", "Văn phòng Huyện ủy")


def _agencies(deputies: int) -> Organisation:
    """Two agencies of one district; the second has one deputy."""
    records: list[Record] = []
    for name, count in (("a", deputies), ("b", 1)):
        records += [unit(name, "specialised_agency", "district government d"), *staffed(name, deputies=count, block="government")]  # fmt: skip
    return _of(records, merged_in_pool="yes")


def _agency(deputies: int) -> Organisation:
    return _of(unit("a", "specialised_agency", "district"), staffed("a", deputies=deputies, block="government"))


def _district(missing: int, of: Mapping[str, str]) -> Organisation:
    """A rural district of which the first agencies of a list are missing."""
    gone = list(of)[:missing]
    called = {**TEN, **BY_TYPE}
    agencies = [
        unit(name, "specialised_agency", "district government d", called=text)
        for name, text in called.items()
        if name not in gone
    ]
    party = [unit(f"p{at}", "party_organ", "district party d", called=text) for at, text in enumerate(PARTY)]
    committee = unit("a", "people_committee", "district government d", called="Ủy ban nhân dân huyện D")
    return _of([committee, *agencies, *party], Attribute("a", "district_type", "rural"))


def _without_health(missing: int) -> Organisation:
    """The same where the health office, the tenth, was wound up, which it may be since 2020."""
    whole = _district(missing, TEN)
    return _of([one for one in whole.records if getattr(one, "id", "") != "y-te"])


def _played(names: Mapping[str, str]) -> set[FigureId]:
    """What is read of a district: of some agencies by what they are called where; any unit of it may be its committee."""
    called = {FigureId("units", name, field_) for name in names for field_ in ("level", "area", "name")}
    everyone = (*TEN, *BY_TYPE, *(f"p{at}" for at in range(len(PARTY))))
    return called | {FigureId("units", name, "kind") for name in everyone}


def _ethnic(people: int, attribute: str = "ethnic_minority_people_in_need") -> Organisation:
    return _of(
        unit("a", "specialised_agency", "district", called="Phòng Dân tộc"), Attribute("a", attribute, str(people))
    )


def _island(agencies: int, kind: str = "ordinary") -> Organisation:
    below = [unit(f"c{at}", "specialised_agency", "district", parent="a") for at in range(agencies)]
    return _of([unit("a", "people_committee", "district"), *below], Attribute("a", "island_district", kind))


def _chairs(deputies: int, class_: str) -> Organisation:
    return _of(
        unit("a", "people_committee", "district"),
        staffed("a", deputies=deputies),
        Attribute("a", "administrative_class", class_),
    )


AGENCIES = of_unit("a", "kind", "level", "area") | of_unit("b", "kind", "level", "area")
DISTRICT = [
    Case("DIST-1", "2019-06-01", _agency, 2, 3, (4,), of_unit("a", "kind", "level") | deputies_of("a", block=True)),
    Case(
        "DIST-1", "2022-09-30", _agencies, 2, 3, (4,),
        AGENCIES | deputies_of("a", block=True) | deputies_of("b", block=True), subject="area:d",
        defaults=given("merged_in_pool"),
    ),  # 3 + 1 deputies in two agencies are the pool of four
    Case("DIST-2", "2019-06-01", lambda n: _district(n, TEN), 0, 0, (1, 3), of_unit("a", "kind", "level", "area") | _played(TEN), subject="area:d"),
    Case(
        "DIST-2", "2022-09-30", _without_health, 0, 0, (1, 3),
        of_unit("a", "kind", "level", "area") | (_played(TEN) - of_unit("y-te", "kind", "level", "area", "name")), subject="area:d",
    ),
    Case(
        "DIST-2-TYPE", "2022-09-30", lambda n: _district(n, BY_TYPE), 0, 0, (1, 2),
        of_unit("a", "kind", "level", "area") | _played(BY_TYPE) | of_attribute("a", "district_type"), subject="area:d",
        named={FigureId("attributes", "a", "district_type"): FigureId("attributes", ("area", "d"), "district_type")},
    ),
    Case(
        "DIST-3", "2022-09-30", _ethnic, 5001, 5000, (4999,),
        of_unit("a", "kind", "level", "name") | of_attribute("a", "ethnic_minority_people_in_need"),
    ),
    Case(
        "DIST-3-PLACE", "2022-09-30", lambda n: _ethnic(n, "sensitive_or_border_area"), 1, 1, (0,),
        of_unit("a", "kind", "level", "name") | of_attribute("a", "sensitive_or_border_area"),
    ),
    Case(
        "DIST-4", "2022-09-30", _island, 9, 10, (11,),
        of_unit("a", "kind", "level") | {FigureId("units", f"c{at}", "kind") for at in range(9)},
        marks=of_attribute("a", "island_district"),
    ),
    Case(
        "DIST-4", "2022-09-30", lambda n: _island(n, "phu-quoc"), 11, 12, (13,),
        of_unit("a", "kind", "level") | {FigureId("units", f"c{at}", "kind") for at in range(11)},
        marks=of_attribute("a", "island_district"),
    ),
    Case(
        "DIST-5", "2022-09-30", lambda n: _chairs(n, "II"), 1, 2, (3,), of_unit("a", "kind", "level") | deputies_of("a"),
        opens={3: of_attribute("a", "administrative_class")},  # three are allowed in class I
    ),
    Case(
        "DIST-5", "2022-09-30", lambda n: _chairs(n, "I"), 2, 3, (4,), of_unit("a", "kind", "level") | deputies_of("a"),
        opens={3: of_attribute("a", "administrative_class")},
    ),
]  # fmt: skip

# -- province ------------------------------------------------------------------------------------------------------------


def _inside(kind: str, parent_kind: str, where: str, *, deputies: int, size: int, **parameters: str) -> Organisation:
    """A unit inside another, of some size."""
    return _of(
        unit("p", parent_kind, where), unit("a", kind, parent="p"),
        staffed("p", deputies=1), staffed("a", deputies=deputies, size=size), **parameters,
    )  # fmt: skip


def _division(*, deputies: int = 1, size: int, class_: str = "II") -> Organisation:
    return _inside("division", "specialised_agency", "province", deputies=deputies, size=size, province_class=class_)


def _sub_department(size: int) -> Organisation:
    """A sub-department with a division of five; ``size`` is that of both."""
    records: list[Record] = [unit("a", "sub_department"), unit("b", "division", parent="a")]
    return _of(records, staffed("a", deputies=1, size=size - 5), staffed("b", deputies=1, size=5))


def _with_divisions(deputies: int, divisions: int) -> Organisation:
    below: list[Record] = [unit(f"c{at}", "division", parent="a") for at in range(divisions)]
    return _of(unit("a", "sub_department"), below, staffed("a", deputies=deputies))


def _departments(deputies: int, class_: str) -> Organisation:
    """Two departments of one province; the second has two deputy directors."""
    records: list[Record] = []
    for name, count in (("a", deputies), ("b", 2)):
        records += [unit(name, "specialised_agency", "province - t"), *staffed(name, deputies=count)]
    return _of(records, province_class=class_)


def _below(deputies: int) -> Organisation:
    """A division in a department that has two deputy directors."""
    records: list[Record] = [unit("p", "specialised_agency", "province government"), unit("a", "division", parent="p")]
    return _of(records, staffed("p", deputies=2), staffed("a", deputies=deputies))


def _beside(deputies: int) -> Organisation:
    """A division without units inside, beside a sub-department that has some and two deputies."""
    records: list[Record] = [
        unit("p", "specialised_agency", "province government"),
        unit("a", "division", parent="p"),
        unit("b", "sub_department", parent="p"),
        unit("c", "division", parent="b"),
    ]
    return _of(records, staffed("a", deputies=deputies), staffed("b", deputies=2))


SIZED = every("a", "authorized")
IN_DEPARTMENT = of_unit("a", "kind", "parent") | of_unit("p", "kind", "level")
IN_SUB_DEPARTMENT = of_unit("a", "kind", "parent") | of_unit("p", "kind")
CLASS = given("province_class")
POOLED = (
    of_unit("a", "kind", "level", "area") | of_unit("b", "kind", "level", "area") | deputies_of("a") | deputies_of("b")
)


def _prov_2(size: int, limit: int, class_: str, opens: Mapping[int, set[FigureId]]) -> Case:
    """A division of some size, with as many deputies as its class and size allow, one less, and one more."""
    return Case(
        "PROV-2", "2022-09-30", lambda n: _division(deputies=n, size=size, class_=class_), limit - 1, limit, (limit + 1,),
        IN_DEPARTMENT | deputies_of("a") | SIZED, opens=opens,
    )  # fmt: skip


PROVINCE = [
    Case("PROV-1", "2022-09-30", lambda n: _division(size=n), 6, 5, (4,), IN_DEPARTMENT | SIZED | CLASS),
    Case("PROV-1", "2022-09-30", lambda n: _division(size=n, class_="III"), 6, 5, (4,), IN_DEPARTMENT | SIZED | CLASS),
    Case("PROV-1", "2022-09-30", lambda n: _division(size=n, class_="I"), 7, 6, (5,), IN_DEPARTMENT | SIZED, opens={6: CLASS}),
    Case("PROV-1", "2022-09-30", lambda n: _division(size=n, class_="special"), 8, 7, (6,), IN_DEPARTMENT | SIZED, opens={6: CLASS}),
    _prov_2(7, 1, "II", {}), _prov_2(8, 2, "II", {2: CLASS}), _prov_2(14, 2, "III", {}), _prov_2(15, 3, "II", {}),
    _prov_2(8, 1, "I", {2: CLASS}), _prov_2(9, 2, "I", {2: CLASS}), _prov_2(14, 2, "I", {}), _prov_2(15, 3, "I", {}),
    _prov_2(9, 1, "special", {2: CLASS}), _prov_2(10, 2, "special", {}), _prov_2(15, 3, "special", {}),
    Case(
        "PROV-3", "2022-09-30", lambda n: _of(unit("a", "department_inspectorate"), staffed("a", deputies=n, size=7)), 0, 1, (2,),
        of_unit("a", "kind") | deputies_of("a") | SIZED,
    ),
    Case(
        "PROV-3", "2022-09-30", lambda n: _of(unit("a", "department_inspectorate"), staffed("a", deputies=n, size=8)), 1, 2, (3,),
        of_unit("a", "kind") | deputies_of("a") | SIZED,
    ),
    Case("PROV-5", "2022-09-30", _sub_department, 13, 12, (11,), of_unit("a", "kind") | SIZED | every("b", "authorized")),
    *(
        Case(
            "PROV-6", "2022-09-30", lambda n, divisions=divisions: _with_divisions(n, divisions), limit - 1, limit, (limit + 1,),
            of_unit("a", "kind") | deputies_of("a") | {FigureId("units", f"c{at}", "kind") for at in range(divisions)},
        )
        for divisions, limit in ((0, 2), (1, 1), (3, 1), (4, 2))
    ),
    *(
        Case(
            "PROV-7", "2022-09-30",
            lambda n, size=size: _inside("division", "sub_department", "", deputies=n, size=size), limit - 1, limit, (limit + 1,),
            IN_SUB_DEPARTMENT | deputies_of("a") | SIZED,
        )
        for size, limit in ((6, 1), (7, 2))
    ),
    Case("PROV-7-MIN", "2022-09-30", lambda n: _inside("division", "sub_department", "", deputies=1, size=n), 6, 5, (4,), IN_SUB_DEPARTMENT | SIZED),
    Case("PROV-8", "2022-09-30", lambda n: _departments(n, "II"), 3, 4, (5,), POOLED, subject="area:t", opens={5: CLASS}),  # 3 × 2
    Case("PROV-8", "2022-09-30", lambda n: _departments(n, "special"), 13, 14, (15,), POOLED | CLASS, subject="area:t"),  # and 10
    Case(
        "PROV-9", "2026-02-01", _below, 1, 2, (3,),
        of_unit("a", "kind", "parent") | of_unit("p", "level", "block") | deputies_of("a") | deputies_of("p"),
    ),
    Case(
        "PROV-9-PEERS", "2026-02-01", _beside, 1, 2, (3,),
        of_unit("a", "kind", "parent") | of_unit("p", "level", "block") | deputies_of("a") | deputies_of("b"),
    ),
]  # fmt: skip

# -- public service units ------------------------------------------------------------------------------------------------


def _service(
    *more: Record, deputies: int = 1, size: int | None = None, financing: str = "", **fields: str
) -> Organisation:
    money: list[Record] = [Attribute("a", "financing", financing)] if financing else []
    centre = unit("a", "public_service_unit", "- government")
    return _of([*more, centre, *money], staffed("a", deputies=deputies, size=size, **fields))


def _under(parent_kind: str, level: str, *, deputies: int, size: int) -> Organisation:
    whole = _service(deputies=deputies, size=size, financing="partial")
    placed = unit("a", "public_service_unit", "- government", parent="p")
    rest = [one for one in whole.records if getattr(one, "id", "") != "a"]
    return _of([unit("p", parent_kind, level), placed, *rest])


def _in_service(*, deputies: int = 1, size: int, financing: str) -> Organisation:
    records: list[Record] = [
        unit("p", "public_service_unit", "- government"),
        unit("a", "division", parent="p"),
        Attribute("p", "financing", financing),
    ]
    return _of(records, staffed("a", deputies=deputies, size=size))


def _self_financed(own: int) -> Organisation:
    """So many public employees, and three people on professional contracts."""
    contracts: Record = Attribute("a", "professional_contract_staff", "3")
    return _service(contracts, size=own, financing="recurrent", category="VC")


SERVICE = of_unit("a", "kind", "block")
ESSENTIAL = {FigureId("attributes", "a", "essential_service"): "yes"}
LARGE = {FigureId("attributes", "a", "large_unit"): "hospital-class-I"}
MONEY = of_attribute("a", "financing")
IN_SERVICE = of_unit("a", "kind", "parent") | of_unit("p", "kind", "block")
SIZED_DEPUTIES = deputies_of("a") | SIZED


def _large(deputies: int, what: str) -> Organisation:
    return _of(unit("a", "public_service_unit"), staffed("a", deputies=deputies), Attribute("a", "large_unit", what))


PUBLIC_SERVICE = [
    Case("PSU-1", "2022-09-30", lambda n: _service(size=n), 16, 15, (14,), SERVICE | SIZED, excepts=ESSENTIAL),
    Case(
        "PSU-1", "2025-12-01", lambda n: _service(size=n, financing="state", category="VC"), 16, 15, (14,),
        SERVICE | SIZED | every("a", "category"), opens={14: MONEY},
        excepts=ESSENTIAL | {FigureId("attributes", "a", "financing"): "full"},
    ),
    Case(
        "PSU-1-SELF", "2025-12-01", _self_financed, 13, 12, (11,),
        SERVICE | SIZED | MONEY | every("a", "category") | of_attribute("a", "professional_contract_staff"),
        excepts=ESSENTIAL | {FigureId("attributes", "a", "financing"): "partial"},
    ),
    *(
        Case(
            "PSU-2", on, lambda n, size=size: _under("people_committee", "province", deputies=n, size=size), limit - 1, limit, (limit + 1,),
            SERVICE | of_unit("a", "parent") | of_unit("p", "kind", "level") | SIZED_DEPUTIES, opens={limit + 1: MONEY},
            excepts=LARGE if on > "2025-11-01" else {},
        )
        for on in ("2022-09-30", "2025-12-01")
        for size, limit in ((20, 2), (21, 3))
    ),
    *(
        Case(
            "PSU-3", on, lambda n, size=size: _under("people_committee", "district", deputies=n, size=size), limit - 1, limit, (limit + 1,),
            SERVICE | of_unit("a", "parent") | of_unit("p", "kind", "level") | SIZED_DEPUTIES, opens={limit + 1: MONEY},
            excepts=LARGE if on > "2025-11-01" else {},
        )
        for on in ("2022-09-30", "2025-12-01")
        for size, limit in ((20, 1), (21, 2))
    ),
    Case(
        "PSU-3", "2022-09-30", lambda n: _under("specialised_agency", "province", deputies=n, size=20), 0, 1, (2,),
        SERVICE | of_unit("a", "parent") | of_unit("p", "kind") | SIZED_DEPUTIES, opens={2: MONEY},
    ),
    Case("PSU-4", "2022-09-30", lambda n: _service(deputies=n, financing="recurrent"), 2, 3, (4,), SERVICE | MONEY | deputies_of("a")),
    *(
        Case(
            "PSU-5", "2022-09-30", lambda n, size=size: _in_service(deputies=n, size=size, financing="state"), limit - 1, limit, (limit + 1,),
            IN_SERVICE | SIZED_DEPUTIES, opens={limit + 1: of_attribute("p", "financing")},
        )
        for size, limit in ((7, 1), (9, 1), (10, 2))
    ),
    Case(
        "PSU-5-SELF", "2022-09-30", lambda n: _in_service(deputies=n, size=8, financing="recurrent"), 1, 2, (3,),
        IN_SERVICE | of_attribute("p", "financing") | deputies_of("a"),
    ),
    Case(
        "PSU-5-MIN", "2022-09-30", lambda n: _in_service(size=n, financing="state"), 8, 7, (6,), IN_SERVICE | SIZED,
        opens={6: of_attribute("p", "financing")},
    ),
    *(
        Case("PSU-6", "2025-12-01", lambda n, what=what: _large(n, what), 2, 3, (4,), of_unit("a", "kind") | deputies_of("a"), marks=of_attribute("a", "large_unit"))
        for what in ("hospital-class-I", "provincial-cdc", "school-40-classes")
    ),
]  # fmt: skip

# -- Party organs and organisations --------------------------------------------------------------------------------------


def _organs(deputies: int, class_: str, **parameters: str) -> Organisation:
    """Two Party organs of one province; the second has five deputies."""
    records: list[Record] = []
    for name, count in (("a", deputies), ("b", 5)):
        records += [unit(name, "party_organ", "province party t"), *staffed(name, deputies=count)]
    return _of(records, province_class=class_, **parameters)


def _in_organ(*, deputies: int = 1, size: int, **parameters: str) -> Organisation:
    return _inside("division", "party_organ", "province", deputies=deputies, size=size, **parameters)


def _commission(level: str, *, deputies: int = 2, members: int | None = None) -> Organisation:
    extra: list[Record] = [] if members is None else [Attribute("a", "commission_members", str(members))]
    organ = unit("a", "party_organ", level, called="Ủy ban Kiểm tra")
    return _of([organ, *extra], staffed("a", deputies=deputies, block="party"))


def _district_organ(deputies: int) -> Organisation:
    return _of(
        unit("a", "party_organ", "district"),
        staffed("a", deputies=deputies, block="party"),
        district_organ_deputies="2",
    )


def _quota(size: int, level: str, **parameters: str) -> Organisation:
    """A Party organ in a place that has another unit as well."""
    records: list[Record] = [unit("a", "party_organ", f"{level} - d"), unit("o", "people_committee", "province - d")]
    return _of(records, staffed("a", deputies=1, size=size, block="party"), **parameters)


def _board(deputies: int) -> Organisation:
    records: list[Record] = [unit("p", "party_organ"), unit("a", "inspection_standing_board", parent="p")]
    return _of(records, staffed("p", deputies=deputies))


def _commune(organs: int) -> Organisation:
    below: list[Record] = [unit(f"c{at}", "party_organ", parent="a") for at in range(organs)]
    return _of(unit("a", "party_committee", "commune"), below)


def _party(kind: str, *, official: int, probationary: int) -> Organisation:
    return _of(unit("a", kind), Members("a", official=official, probationary=probationary))


ORGANS = of_unit("a", "kind", "level", "block", "area") | of_unit("b", "kind", "level", "block", "area")
ORGAN_DEPUTIES = ORGANS | deputies_of("a") | deputies_of("b")
INSPECTION = of_unit("a", "kind", "level", "name")
OFFICIAL = {FigureId("members", ("a", ""), "official")}
TOTAL = OFFICIAL | {FigureId("members", ("a", ""), "probationary")}
WANTS_TOTAL = dict.fromkeys(TOTAL, FigureId("members", ("a", ""), "total"))
MEMBERS_SAID = of_attribute("a", "commission_members")

PARTY_NORMS = [
    Case("PTY-1", "2022-09-30", lambda n: _organs(n, "II"), 9, 10, (11,), ORGAN_DEPUTIES, subject="area:t", opens={11: CLASS}),
    Case("PTY-1", "2022-09-30", lambda n: _organs(n, "special"), 12, 13, (14,), ORGAN_DEPUTIES | CLASS, subject="area:t"),
    Case("PTY-2", "2024-01-01", lambda n: _organs(n, "II"), 12, 13, (14,), ORGAN_DEPUTIES | CLASS, subject="area:t"),
    Case(
        "PTY-2", "2024-01-01", lambda n: _organs(n, "special", special_city_deputies="20"), 14, 15, (16,),
        ORGAN_DEPUTIES | CLASS | given("special_city_deputies"), subject="area:t",
    ),
    *(
        Case(
            "PTY-3", "2024-01-01", lambda n, size=size: _in_organ(deputies=n, size=size), limit - 1, limit, (limit + 1,),
            IN_DEPARTMENT | SIZED_DEPUTIES,
        )
        for size, limit in ((9, 2), (10, 3))
    ),
    Case(
        "PTY-3-MIN", "2024-01-01", lambda n: _in_organ(size=n, party_quota_short="no"), 6, 5, (4,), IN_DEPARTMENT | SIZED,
        opens={4: given("party_quota_short")},
    ),
    Case(
        "PTY-3-MIN", "2024-01-01", lambda n: _in_organ(size=n, party_quota_short="yes"), 5, 4, (3,), IN_DEPARTMENT | SIZED,
        opens={4: given("party_quota_short")},
    ),
    Case("PTY-4", "2022-09-30", lambda n: _in_organ(deputies=n, size=9), 0, 1, (2,), IN_DEPARTMENT | SIZED_DEPUTIES),
    Case(
        "PTY-5", "2022-09-30", _district_organ, 1, 2, (3,),
        of_unit("a", "kind", "level") | deputies_of("a", block=True) | given("district_organ_deputies"),
    ),
    Case(
        "PTY-5-QUOTA", "2022-09-30", lambda n: _quota(n, "district", district_organs_quota="10"), 9, 10, (11,),
        of_unit("a", "kind", "level", "area") | SIZED | every("a", "block") | given("district_organs_quota"), subject="area:d",
    ),
    Case("PTY-6", "2022-09-30", lambda n: _commission("province", deputies=n), 2, 3, (1, 4), INSPECTION | deputies_of("a")),
    Case("PTY-6", "2025-12-01", lambda n: _commission("province", deputies=n), 3, 4, (2, 5), INSPECTION | deputies_of("a")),
    Case("PTY-6-MEMBERS", "2022-09-30", lambda n: _commission("province", members=n), 9, 11, (8, 12), INSPECTION | MEMBERS_SAID),
    Case("PTY-6-MEMBERS", "2025-12-01", lambda n: _commission("province", members=n), 11, 13, (10, 14), INSPECTION | MEMBERS_SAID),
    Case("PTY-7", "2022-09-30", lambda n: _commission("district", deputies=n), 1, 2, (3,), INSPECTION | deputies_of("a", block=True)),
    Case("PTY-7-MEMBERS", "2022-09-30", lambda n: _commission("district", members=n), 7, 9, (6, 10), INSPECTION | MEMBERS_SAID),
    Case("PTY-8", "2022-09-30", _board, 3, 2, (1,), of_unit("a", "kind", "parent") | deputies_of("p")),
    Case(
        "PTY-9", "2025-12-01", _commune, 3, 3, (2, 4),
        of_unit("a", "kind", "level") | {FigureId("units", f"c{at}", "kind") for at in range(3)},
    ),
    Case(
        "PTY-9-QUOTA", "2025-12-01", lambda n: _quota(n, "commune"), 19, 20, (21,),
        of_unit("a", "kind", "level", "area") | SIZED | every("a", "block"), subject="area:d",
    ),
    *(
        Case(norm, "2022-09-30", lambda n, kind=kind: _party(kind, official=n, probationary=5), 4, 3, (2,), of_unit("a", "kind") | OFFICIAL)
        for norm, kind in (("ORG-1", "dang_bo_co_so"), ("ORG-1", "chi_bo_co_so"), ("ORG-4", "chi_bo_truc_thuoc"))
    ),
    Case(
        "ORG-2", "2022-09-30", lambda n: _party("dang_bo_co_so", official=n, probationary=2), 29, 28, (27,),
        of_unit("a", "kind") | TOTAL, broken="needs_approval", named=WANTS_TOTAL,
    ),
    Case(
        "ORG-2-CELL", "2022-09-30", lambda n: _party("chi_bo_co_so", official=n, probationary=2), 26, 27, (28,),
        of_unit("a", "kind") | TOTAL, broken="needs_approval", named=WANTS_TOTAL,
    ),
]  # fmt: skip

# -- targets -------------------------------------------------------------------------------------------------------------


def _posts(kind: str, size: int, category: str = "", **parameters: str) -> Organisation:
    return _of(unit("a", kind), staffed("a", deputies=1, size=size, category=category), **parameters)


TARGETS = [
    Case(
        "TGT-1", "2021-12-31", lambda n: _posts("specialised_agency", n, base_2015="100"), 89, 90, (91,),
        of_unit("a", "kind") | SIZED | given("base_2015"), subject="",
    ),
    Case(
        "TGT-2", "2021-12-31", lambda n: _of(recruited=str(n), left="10"), 4, 5, (6,), given("recruited", "left"), subject="",
    ),
    Case(  # 5 % of 200 and the 4 by which 24 (10 % of 240) was missed: 14 fewer than 200
        "TGT-4-CC", "2022-10-01",
        lambda n: _posts("specialised_agency", n, "CC", base_2021_cc="200", base_2015_cc="240", cut_2016_21_cc="20"), 185, 186, (187,),
        of_unit("a", "kind") | SIZED | every("a", "category") | given("base_2021_cc", "base_2015_cc", "cut_2016_21_cc"), subject="",
    ),
    Case(  # the 6 by which 30 exceed 24 count forward: 4 fewer than 200
        "TGT-4-CC", "2022-10-01",
        lambda n: _posts("specialised_agency", n, "CC", base_2021_cc="200", base_2015_cc="240", cut_2016_21_cc="30"), 195, 196, (197,),
        of_unit("a", "kind") | SIZED | every("a", "category") | given("base_2021_cc", "base_2015_cc", "cut_2016_21_cc"), subject="",
    ),
    Case(  # 10 % of 300, and 2016–2021 delivered exactly its 10 % of 330: 30 fewer than 300
        "TGT-4-VC", "2022-10-01",
        lambda n: _posts("public_service_unit", n, "VC", base_2021_vc="300", base_2015_vc="330", cut_2016_21_vc="33"), 269, 270, (271,),
        of_unit("a", "kind") | SIZED | every("a", "category") | given("base_2021_vc", "base_2015_vc", "cut_2016_21_vc"), subject="",
    ),
]  # fmt: skip

CASES = [*DISTRICT, *PROVINCE, *PUBLIC_SERVICE, *PARTY_NORMS, *TARGETS]


def _judged(pack: NormPack, case: Case, organisation: Organisation) -> list[Finding]:
    structure = Structure.of(organisation.records, as_of=case.on, terms=TERMS)
    alone = replace(pack, norms=tuple(one for one in pack.norms if one.id == case.norm))
    return evaluate(structure, alone, parameters=organisation.parameters)


def _result(pack: NormPack, case: Case, organisation: Organisation) -> Finding:
    (found,) = [one for one in _judged(pack, case, organisation) if one.subject == case.subject]
    return found


def _id(case: Case) -> str:
    return f"{case.norm}-{case.on}-{case.limit}"


def test_every_version_of_every_norm_stands_in_the_table(vn: NormPack) -> None:
    """No norm of the pack is without its cases, and no case speaks of a norm that is not there."""
    versions = {(norm.id, norm.from_) for norm in vn.norms}
    judged = {
        (case.norm, norm.from_)
        for case in CASES
        for norm in vn.norms
        if norm.id == case.norm and norm.in_force(case.on)
    }
    assert judged == versions
    assert {case.norm for case in CASES} == {norm.id for norm in vn.norms}


def _of_criteria(asked: Criteria) -> set[tuple[str, str]]:
    """List the fields and attributes of a unit that criteria ask for."""
    found = {("units", name) for name in UNIT_FIELDS if name != "name" and getattr(asked, name) is not None}
    found |= {("units", "name")} if asked.name_contains is not None else set()
    found |= {("attributes", name) for name in asked.attribute}
    for one in (*asked.all, *asked.any, *([asked.not_] if asked.not_ is not None else [])):
        found |= _of_criteria(one)
    return found


def _of_term(term: Term) -> set[tuple[str, str]]:
    """List what one term reads, by table and field."""
    match term:
        case PostsOf(figure=figure, filters=filters):
            asked = {("posts", name) for name, _ in filters if name != "quota"}  # which is never blank
            return asked | {("posts", "authorized" if figure == "either" else figure)}
        case MembersOf(figure=figure):
            parts = ("official", "probationary") if figure == "total" else (figure,)
            return {("members", one) for one in parts}
        case AttributeOf(name=name):
            return {("attributes", name)}
        case ParameterOf(parameter=name):
            return {("parameter", name)}
        case ByClass(parameter=parameter, attribute=attribute):
            return {("parameter", parameter) if parameter else ("attributes", attribute)}
        case ChildCount(where=where):
            return _of_criteria(where)
        case SuperiorOf() | LeastOf():
            return {("units", "parent")}
        case DeviationsFrom():
            return {("units", "name"), ("units", "level"), ("units", "area")}
        case _:
            return set()


def _read_by(norm: Norm) -> set[tuple[str, str]]:
    """List every field, attribute and parameter that a norm can read, as its own record says."""
    found = _of_criteria(norm.where).union(*(_of_criteria(one) for _, one in norm.cases))
    if norm.where_by:
        found.add(("parameter", norm.where_by))
    if norm.parent_where is not None:
        found |= _of_criteria(norm.parent_where) | {("units", "parent")}
    if norm.scope == "pool" and norm.pool_by in UNIT_FIELDS:
        found.add(("units", norm.pool_by))
    having = () if norm.having is None else (norm.having[0], *(one.term for one in norm.having[1]))
    for term in (norm.value, *(one.term for one in norm.limits), *having):
        found = found.union(*map(_of_term, walk(term)))
    return found


def test_every_field_that_a_norm_reads_has_a_case_in_which_it_is_blank(vn: NormPack) -> None:
    """What a norm's record asks for is left blank in some case of that version, be it a field, attribute or parameter."""
    for norm in vn.norms:
        tried: set[tuple[str, str]] = set()
        for case in CASES:
            if case.norm == norm.id and norm.in_force(case.on):
                opened = set().union(*case.opens.values())
                for name in (*case.reads, *case.marks, *case.excepts, *case.defaults, *opened):
                    tried.add((name.table, str(name.key) if name.table == "parameter" else name.field))
        assert _read_by(norm) - tried == set(), (norm.id, norm.from_)


@pytest.mark.parametrize("case", [case for case in CASES if case.excepts], ids=_id)
def test_an_attribute_takes_a_unit_out_of_a_norm(vn: NormPack, case: Case) -> None:
    """With it the norm does not apply, whatever the number; without it nobody has said so, and the norm is judged."""
    for name, value in case.excepts.items():
        for number in (case.passes, *case.fails):
            whole = case.build(number)
            rest = [one for one in whole.records if not (isinstance(one, Attribute) and one.name == name.field)]
            excepted = replace(whole, records=(*rest, Attribute(str(name.key), name.field, value)))
            assert {one.result for one in _judged(vn, case, excepted)} == {"not_applicable"}, (name, number)


def test_the_reading_of_the_pool_of_deputies(vn: NormPack) -> None:
    """Two agencies may have four deputies; a merged one brings two more and its own two, or neither, as the reading says."""
    case = next(one for one in CASES if one.norm == "DIST-1" and one.on > "2020-11-25")
    merged = [unit("m", "merged_agency", "district government d"), *staffed("m", deputies=2, block="government")]
    results = {}
    for counted in ("yes", "no"):
        for deputies in (3, 4):
            whole = case.build(deputies)
            found = _result(vn, case, Organisation((*whole.records, *merged), {"merged_in_pool": counted}))
            results[counted, deputies] = (found.result, found.value, found.limit)
    assert results == {
        ("yes", 3): ("pass", 6, 6), ("yes", 4): ("fail", 7, 6),
        ("no", 3): ("pass", 4, 4), ("no", 4): ("fail", 5, 4),
    }  # fmt: skip


def test_enough_public_employees_need_no_contract_staff(vn: NormPack) -> None:
    """A self-financed unit may count contract staff: with fifteen of its own it keeps the norm whether or not it does."""
    case = next(one for one in CASES if one.norm == "PSU-1-SELF")
    for own, result in ((16, "pass"), (15, "pass"), (14, "not_evaluable")):
        found = _result(vn, case, case.build(own).without(FigureId("attributes", "a", "professional_contract_staff")))
        assert (found.result, found.value) == (result, own if result == "pass" else None)
        assert bool(found.missing) is (result == "not_evaluable")


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_passes_at_the_limit_and_fails(vn: NormPack, case: Case) -> None:
    """Inside the limit and at it the norm is kept, beyond it broken."""
    assert _result(vn, case, case.build(case.passes)).result == "pass"
    assert _result(vn, case, case.build(case.limit)).result == "pass"
    for number in case.fails:
        assert _result(vn, case, case.build(number)).result == case.broken


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_every_blank(vn: NormPack, case: Case) -> None:
    """What the norm reads and nobody says makes it not evaluable, by name; nothing else changes its result."""
    said: set[FigureId] = set()
    number = case.passes or case.limit  # of no deputies at all the rank needs not be known
    for name, organisation in case.build(number).blanked():
        said.add(name)
        found = _judged(vn, case, organisation)
        told = [one for one in found if case.named.get(name, name) in one.missing]
        mine = [one for one in found if one.subject == case.subject]
        if name in case.reads:
            assert told, (name, found)
            assert {one.result for one in (*told, *mine)} == {"not_evaluable"}, (name, found)
        elif name in case.marks:
            assert {one.result for one in found} == {"not_applicable"}, (name, found)
        elif name.field != "parent":  # a unit without one stands at the top, which is another organisation
            assert [one.result for one in mine] == ["pass"], (name, found)
    assert case.reads <= said
    for number, names in case.opens.items():
        for name in names:
            (finding,) = [
                one for one in _judged(vn, case, case.build(number).without(name)) if one.subject == case.subject
            ]
            assert (finding.result, name in finding.missing) == ("not_evaluable", True), (number, name)
