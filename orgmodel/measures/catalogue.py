"""The list of measures: what each counts, in one formula, in both languages.

Posts are posts, people are people, quota is quota and members are members: four quantities, never mixed. The formulas
here are the definitions; the functions of this folder only carry them out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.problems import Problem, ProblemsError, nearest

SUM, MEAN, MOST = "sum", "mean", "most"
"""Forms of a measure. A *sum* with missing figures is "at least"; a *mean* with missing figures is the mean of what is
known; *most* is a maximum, and with missing figures "at least"."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Define one measure: its id, name, unit of quantity, form and formula.

    ``compares`` marks a measure that needs two structures; ``scale`` is what a stored whole number is divided by.
    """

    id: str
    names: Names
    quantity: Names
    form: str
    formulas: Names
    compares: bool = False
    scale: int = 1

    def name(self, language: str = "vi") -> str:
        """Give the name in a language."""
        return text_in(self.names, language, self.id)

    def formula(self, language: str = "vi") -> str:
        """Give the formula in a language, in one line."""
        return text_in(self.formulas, language)

    def unit(self, language: str = "vi") -> str:
        """Name the unit of quantity in a language."""
        return text_in(self.quantity, language)


UNITS = names_of(vi="đơn vị", en="units")
POSTS = names_of(vi="biên chế", en="posts")
PLACES = names_of(vi="vị trí", en="posts")
PEOPLE = names_of(vi="người", en="people")
HELD = names_of(vi="chức danh", en="second posts held")
FULL_TIME = names_of(vi="người quy đổi toàn thời gian", en="full-time equivalents")
RATIO = names_of(vi="trên 100", en="per 100")
EACH = names_of(vi="bình quân", en="on average")
LEVELS = names_of(vi="tầng", en="layers")
LINES = names_of(vi="tuyến", en="lines")
MEMBERS = names_of(vi="đảng viên", en="party members")
FUNCTIONS = names_of(vi="nhiệm vụ", en="functions")


def _measure(
    id: str,
    form: str,
    quantity: Names,
    name_vi: str,
    name_en: str,
    formula_vi: str,
    formula_en: str,
    *,
    compares: bool = False,
    scale: int = 1,
) -> Measure:
    names, formulas = names_of(vi=name_vi, en=name_en), names_of(vi=formula_vi, en=formula_en)
    return Measure(id, names, quantity, form, formulas, compares, scale)


# fmt: off
MEASURES: tuple[Measure, ...] = (
    _measure("units", SUM, UNITS, "Đầu mối", "Units",
        "Số cơ quan, đơn vị có loại được tính là đầu mối; dòng gộp tính theo số đơn vị nó đại diện; cơ quan hợp nhất hai khối tính một lần, ở khối mixed",
        "Units whose kind counts as an agency, a remainder as the number it stands for; a cross-block agency once, in block mixed"),
    _measure("units_internal", SUM, UNITS, "Đầu mối bên trong", "Internal units",
        "Số đơn vị có loại là đơn vị bên trong; dòng gộp tính theo số đơn vị nó đại diện",
        "Units whose kind counts as internal, a remainder as the number it stands for"),
    _measure("units_direct", SUM, UNITS, "Đầu mối trực thuộc", "Direct subordinate units",
        "Số cơ quan và tổ chức đảng trực thuộc ngay (tuyến hành chính) một đơn vị; ở phạm vi khác: số đơn vị có cấp trên trực tiếp, mỗi đơn vị một lần",
        "Agencies and party organisations directly under a unit by administrative lines; for any other scope, those that have a superior unit, each once"),
    _measure("posts_authorized", SUM, POSTS, "Biên chế giao", "Posts authorized",
        "Tổng biên chế giao trong chỉ tiêu, gồm cả dôi dư và dự phòng, không gồm ngoài chỉ tiêu; theo khối của biên chế; kiêm nhiệm không đổi biên chế",
        "Authorized posts inside quota, surplus and reserve included, outside quota not; by the post's own block; concurrent posts change nothing"),
    _measure("posts_filled", SUM, PLACES, "Có mặt", "Posts filled",
        "Số vị trí có người, trong và ngoài chỉ tiêu; người giữ hai chức danh được tính ở cả hai",
        "Posts occupied, inside and outside quota; a person in two posts occupies both"),
    _measure("posts_outside_quota", SUM, PLACES, "Ngoài chỉ tiêu biên chế", "Posts outside quota",
        "Số vị trí ngoài chỉ tiêu (hợp đồng): số được giao, không có thì lấy số có mặt",
        "Posts outside quota (contracts): as authorized, or as filled where no number is authorized"),
    _measure("vacancies", SUM, POSTS, "Biên chế chưa sử dụng", "Vacancies",
        "Biên chế giao trừ có mặt, trong chỉ tiêu, ở nơi biết cả hai số; số âm là vượt",
        "Authorized less filled, inside quota, where both are known; below zero is over quota"),
    _measure("headcount", SUM, PEOPLE, "Số người", "Headcount",
        "Số vị trí có người trừ chức danh kiêm nhiệm: mỗi người một lần, ở chức danh thứ nhất",
        "Posts filled less those held as a second post: each person once, under the first post's unit and block"),
    _measure("fte", SUM, FULL_TIME, "Quy đổi toàn thời gian", "Full-time equivalents",
        "Tổng số quy đổi toàn thời gian của vị trí có người; vị trí không có người là 0",
        "Full-time equivalents of filled posts; a post known to be vacant is 0", scale=100),
    _measure("heads", SUM, POSTS, "Cấp trưởng", "Heads",
        "Biên chế giao trong chỉ tiêu của cấp trưởng; chức vụ chưa rõ là thiếu số liệu",
        "Authorized posts inside quota of rank head; a row of unknown rank is missing"),
    _measure("deputies", SUM, POSTS, "Cấp phó", "Deputies",
        "Biên chế giao trong chỉ tiêu của cấp phó; chức vụ chưa rõ là thiếu số liệu",
        "Authorized posts inside quota of rank deputy; a row of unknown rank is missing"),
    _measure("staff", SUM, POSTS, "Không giữ chức vụ", "Staff",
        "Biên chế giao trong chỉ tiêu không giữ chức vụ lãnh đạo; chức vụ chưa rõ là thiếu số liệu",
        "Authorized posts inside quota of rank staff; a row of unknown rank is missing"),
    _measure("leaders_per_100", MEAN, RATIO, "Lãnh đạo trên 100 nhân viên", "Leaders per 100 staff",
        "100 × (cấp trưởng + cấp phó) / không giữ chức vụ, theo biên chế giao trong chỉ tiêu",
        "100 × (heads + deputies) / staff, by authorized posts inside quota"),
    _measure("span_mean", MEAN, PLACES, "Tầm quản lý bình quân", "Mean span of control",
        "Số vị trí trực tiếp dưới quyền (tuyến hành chính, cả tuyến suy ra) bình quân một vị trí cấp trên, không tính cấp trên còn thiếu số liệu; theo khối của vị trí cấp trên; ngoài chỉ tiêu cũng tính",
        "Posts that answer directly (administrative lines, derived ones included) per superior post that has any, those left out of whose posts a number is missing; by the superior's block; posts outside quota count"),
    _measure("span_max", MOST, PLACES, "Tầm quản lý lớn nhất", "Widest span of control",
        "Số vị trí trực tiếp dưới quyền nhiều nhất của một vị trí cấp trên",
        "The most posts that answer directly to one superior post"),
    _measure("span_units_mean", MEAN, UNITS, "Số đơn vị trực thuộc bình quân", "Mean units per superior unit",
        "Số cơ quan, đơn vị bên trong và tổ chức đảng trực thuộc ngay, bình quân một đơn vị cấp trên có đơn vị trực thuộc (tuyến hành chính)",
        "Agencies, internal units and party organisations directly under, per unit that has any (administrative lines)"),
    _measure("layers", MOST, LEVELS, "Số tầng nấc", "Layers",
        "Số đơn vị nhiều nhất của phạm vi nằm trên một nhánh từ trên xuống của sơ đồ; loại không tính gì (địa bàn) được bỏ qua",
        "The most units of the scope on one line of the chart from the top down; kinds that count as nothing (places) are left out"),
    _measure("superiors_per_unit", MEAN, LINES, "Số cấp trên của một đơn vị", "Superiors per unit",
        "Số tuyến lên cấp trên (hành chính, kể cả tuyến suy ra, và chuyên môn) bình quân một cơ quan; dòng gộp tính theo số đơn vị nó đại diện",
        "Lines to superiors (administrative, derived ones included, and professional) per agency, a remainder weighing what it stands for"),
    _measure("concurrent_posts", SUM, HELD, "Chức danh kiêm nhiệm", "Concurrent posts",
        "Số chức danh thứ hai do một người đang giữ chức danh khác đảm nhiệm, tính ở nơi có chức danh thứ hai",
        "Posts held as a second post, counted where the second post is"),
    _measure("posts_moved", SUM, PLACES, "Vị trí chuyển đơn vị", "Posts moved",
        "Số vị trí sau khi sắp xếp nằm ở đơn vị khác với trước (được giao, không có thì có mặt); tính ở đơn vị nhận",
        "Posts that stand in another unit than before (as authorized, or else filled), counted where they arrive", compares=True),
    _measure("lines_changed", SUM, LINES, "Tuyến báo cáo thay đổi", "Lines changed",
        "Số tuyến giữa các đơn vị được thêm, chuyển hướng hoặc kết thúc, kể cả tuyến hành chính suy ra; tính ở đơn vị cấp dưới",
        "Lines between units begun, redirected or ended, derived administrative ones included, counted at the junior unit", compares=True),
    _measure("party_members", SUM, MEMBERS, "Đảng viên", "Party members",
        "Tổng số đảng viên, chính thức và dự bị; không phải là số người làm việc",
        "Members of party organisations, official and probationary; they overlap with staff and are no headcount"),
    _measure("functions_uncovered", SUM, FUNCTIONS, "Nhiệm vụ bỏ trống", "Functions uncovered",
        "Số nhiệm vụ trước đây (hoặc trong danh mục) có đơn vị thực hiện mà nay không đơn vị nào thực hiện; không tính việc nội bộ",
        "Functions that some unit performed before and none performs now; internal support work is not counted"),
    _measure("functions_duplicated", SUM, FUNCTIONS, "Nhiệm vụ trùng lắp", "Functions duplicated",
        "Số nhiệm vụ do từ hai đơn vị cùng cấp, cùng địa bàn trở lên thực hiện, trừ đơn vị nằm trong nhau; không tính việc nội bộ",
        "Functions that two or more units of one level and area perform, one within the other counting once; internal support work is not counted"),
)
# fmt: on


def measure_of(id: str) -> Measure:
    """Give a measure by id; an unknown one is refused with the nearest.

    >>> measure_of("heads").form
    'sum'
    >>> measure_of("haeds")
    Traceback (most recent call last):
    ...
    orgmodel.core.problems.ProblemsError: UNKNOWN_MEASURE no measure 'haeds'; did you mean 'heads'?
    """
    for one in MEASURES:
        if one.id == id:
            return one
    raise ProblemsError([_unknown(id)])


def measures_of(ids: Iterable[str] | None) -> tuple[Measure, ...]:
    """Give measures by ids in the order asked, all of them for None; every unknown one is named at once."""
    if ids is None:
        return MEASURES
    known = {one.id: one for one in MEASURES}
    asked = list(dict.fromkeys(ids))
    unknown = [_unknown(id) for id in asked if id not in known]
    if unknown:
        raise ProblemsError(unknown)
    return tuple(known[id] for id in asked)


def _unknown(id: str) -> Problem:
    ids = [one.id for one in MEASURES]
    return Problem("UNKNOWN_MEASURE", f"no measure {id!r}{nearest(id, ids) or '; there are ' + ', '.join(ids)}", id)
