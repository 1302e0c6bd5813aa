"""Names and formulas of the measures: one formula each, in both languages."""

from __future__ import annotations

MEASURES: dict[str, tuple[str, str, str, str]] = {
    "units": (
        "Đầu mối",
        "Units",
        "Số cơ quan, đơn vị có loại được tính là đầu mối; dòng gộp tính theo số đơn vị nó đại diện; cơ quan hợp nhất hai khối tính một lần, ở liên khối",
        "Units whose kind counts as an agency, a remainder as the number it stands for; a cross-block agency once, counted in the block of both",
    ),
    "units_internal": (
        "Đầu mối bên trong",
        "Internal units",
        "Số đơn vị có loại là đơn vị bên trong; dòng gộp tính theo số đơn vị nó đại diện",
        "Units whose kind counts as internal, a remainder as the number it stands for",
    ),
    "units_direct": (
        "Đầu mối trực thuộc",
        "Direct subordinate units",
        "Số cơ quan và tổ chức đảng trực thuộc ngay (quan hệ hành chính) một đơn vị cấp trên trong phạm vi, mỗi đơn vị một lần; tính theo khối, địa bàn, cấp, loại của cấp trên",
        "Agencies and party organisations directly under a superior unit of the scope by administrative lines, each once; they go by the block, area, level and kind of that superior",
    ),
    "posts_authorized": (
        "Biên chế giao",
        "Posts authorized",
        "Tổng biên chế giao trong chỉ tiêu, gồm cả dôi dư và dự phòng, không gồm ngoài chỉ tiêu; theo khối của biên chế; kiêm nhiệm không đổi biên chế",
        "Authorized posts inside quota, surplus and reserve included, outside quota not; by the post's own block; concurrent posts change nothing",
    ),
    "posts_filled": (
        "Biên chế có mặt",
        "Posts filled",
        "Số vị trí có người, trong và ngoài chỉ tiêu; người giữ hai chức danh được tính ở cả hai",
        "Posts occupied, inside and outside quota; a person in two posts occupies both",
    ),
    "posts_outside_quota": (
        "Hợp đồng (NĐ 68) ngoài chỉ tiêu",
        "Posts outside quota",
        "Số vị trí ngoài chỉ tiêu (hợp đồng): số được giao, không có thì lấy số có mặt",
        "Posts outside quota (contracts): as authorized, or as filled where no number is authorized",
    ),
    "vacancies": (
        "Biên chế chưa sử dụng",
        "Vacancies",
        "Biên chế giao trừ có mặt, trong chỉ tiêu, ở nơi biết cả hai số; số âm là vượt",
        "Authorized less filled, inside quota, where both are known; below zero is over quota",
    ),
    "headcount": (
        "Số người",
        "Headcount",
        "Số vị trí có người trừ chức danh kiêm nhiệm: mỗi người một lần, ở chức danh thứ nhất",
        "Posts filled less those held as a second post: each person once, under the first post's unit and block",
    ),
    "fte": (
        "Quy đổi toàn thời gian",
        "Full-time equivalents",
        "Tổng số quy đổi toàn thời gian của vị trí có người; vị trí không có người là 0",
        "Full-time equivalents of filled posts; a post known to be vacant is 0",
    ),
    "heads": (
        "Cấp trưởng",
        "Heads",
        "Biên chế giao trong chỉ tiêu của cấp trưởng; chức vụ chưa rõ là thiếu số liệu",
        "Authorized posts inside quota of rank head; a row of unknown rank is missing",
    ),
    "deputies": (
        "Cấp phó",
        "Deputies",
        "Biên chế giao trong chỉ tiêu của cấp phó; chức vụ chưa rõ là thiếu số liệu",
        "Authorized posts inside quota of rank deputy; a row of unknown rank is missing",
    ),
    "staff": (
        "Công chức, viên chức không giữ chức vụ lãnh đạo",
        "Staff",
        "Biên chế giao trong chỉ tiêu không giữ chức vụ lãnh đạo; chức vụ chưa rõ là thiếu số liệu",
        "Authorized posts inside quota of rank staff; a row of unknown rank is missing",
    ),
    "leaders_per_100": (
        "Số lãnh đạo, quản lý trên 100 công chức, viên chức",
        "Leaders per 100 staff",
        "100 × (cấp trưởng + cấp phó) / không giữ chức vụ, theo biên chế giao trong chỉ tiêu của các đơn vị biết đủ cả hai; quá nửa số đơn vị chưa biết đủ thì để trống",
        "100 × (heads + deputies) / staff, by authorized posts inside quota of the units of which both are known; blank where more than half are not",
    ),
    "span_mean": (
        "Tầm hạn quản trị bình quân",
        "Mean span of control",
        "Số vị trí trực tiếp dưới quyền (quan hệ hành chính, cả quan hệ suy ra) bình quân một vị trí cấp trên, không tính cấp trên còn thiếu số liệu; theo khối của vị trí cấp trên; ngoài chỉ tiêu cũng tính",
        "Posts that answer directly (administrative lines, derived ones included) per superior post that has any, those left out of whose posts a number is missing; by the superior's block; posts outside quota count",
    ),
    "span_max": (
        "Tầm hạn quản trị lớn nhất",
        "Widest span of control",
        "Số vị trí trực tiếp dưới quyền nhiều nhất của một vị trí cấp trên",
        "The most posts that answer directly to one superior post",
    ),
    "span_units_mean": (
        "Số đơn vị trực thuộc bình quân",
        "Mean units per superior unit",
        "Số cơ quan, đơn vị bên trong và tổ chức đảng trực thuộc ngay, bình quân một đơn vị cấp trên có đơn vị trực thuộc (quan hệ hành chính)",
        "Agencies, internal units and party organisations directly under, per unit that has any (administrative lines)",
    ),
    "layers": (
        "Số tầng nấc",
        "Layers",
        "Số đơn vị nhiều nhất của phạm vi nằm trên một nhánh từ trên xuống của sơ đồ; loại không tính gì (địa bàn) được bỏ qua",
        "The most units of the scope on one line of the chart from the top down; kinds that count as nothing (places) are left out",
    ),
    "superiors_per_unit": (
        "Số đầu mối cấp trên quản lý, hướng dẫn của một đơn vị",
        "Superiors per unit",
        "Số quan hệ với cấp trên (hành chính, kể cả quan hệ suy ra, và chuyên môn) bình quân một cơ quan; dòng gộp tính theo số đơn vị nó đại diện",
        "Lines to superiors (administrative, derived ones included, and professional) per agency, a remainder weighing what it stands for",
    ),
    "concurrent_posts": (
        "Chức danh kiêm nhiệm",
        "Concurrent posts",
        "Số chức danh thứ hai do một người đang giữ chức danh khác đảm nhiệm, tính ở nơi có chức danh thứ hai",
        "Posts held as a second post, counted where the second post is",
    ),
    "posts_moved": (
        "Biên chế (vị trí) chuyển sang đơn vị khác",
        "Posts moved",
        "Số vị trí sau khi sắp xếp nằm ở đơn vị khác với trước (được giao, không có thì có mặt); tính ở đơn vị nhận",
        "Posts that stand in another unit than before (as authorized, or else filled), counted where they arrive",
    ),
    "lines_changed": (
        "Quan hệ trực thuộc, chỉ đạo, phối hợp thay đổi",
        "Lines changed",
        "Số quan hệ giữa các đơn vị được thêm, chuyển hướng hoặc kết thúc, kể cả quan hệ hành chính suy ra; tính ở đơn vị cấp dưới",
        "Lines between units begun, redirected or ended, derived administrative ones included, counted at the junior unit",
    ),
    "party_members": (
        "Số đảng viên",
        "Party members",
        "Tổng số đảng viên, chính thức và dự bị; không phải là số người làm việc",
        "Members of party organisations, official and probationary; they overlap with staff and are no headcount",
    ),
    "functions_uncovered": (
        "Nhiệm vụ bỏ trống",
        "Functions uncovered",
        "Số nhiệm vụ trước đây (hoặc trong danh mục) có đơn vị thực hiện mà nay không đơn vị nào thực hiện; không tính việc nội bộ",
        "Functions that some unit performed before and none performs now; internal support work is not counted",
    ),
    "functions_duplicated": (
        "Nhiệm vụ trùng lắp",
        "Functions duplicated",
        "Số nhiệm vụ do từ hai đơn vị cùng cấp, cùng địa bàn trở lên thực hiện, trừ đơn vị nằm trong nhau; không tính việc nội bộ",
        "Functions that two or more units of one level and area perform, one within the other counting once; internal support work is not counted",
    ),
}
"""By id: the name in Vietnamese and English, the formula in Vietnamese and English."""

UNITS: dict[str, tuple[str, str]] = {
    "units": ("đơn vị", "units"),
    "posts": ("biên chế", "posts"),
    "places": ("vị trí", "posts"),
    "people": ("người", "people"),
    "held": ("chức danh", "second posts held"),
    "full_time": ("người quy đổi toàn thời gian", "full-time equivalents"),
    "ratio": ("trên 100", "per 100"),
    "each": ("bình quân", "on average"),
    "levels": ("tầng", "layers"),
    "lines": ("quan hệ", "lines"),
    "members": ("đảng viên", "party members"),
    "functions": ("nhiệm vụ", "functions"),
}
"""What is counted, by the unit of quantity of a measure."""


def measure_name(id: str, language: str) -> str:
    """Give the name of a measure.

    >>> measure_name("span_mean", "vi")
    'Tầm hạn quản trị bình quân'
    """
    return MEASURES[id][0 if language == "vi" else 1]


def measure_formula(id: str, language: str) -> str:
    """Give the formula of a measure, in one line."""
    return MEASURES[id][2 if language == "vi" else 3]


def measure_unit(unit: str, language: str) -> str:
    """Name what a measure counts.

    >>> measure_unit("members", "en")
    'party members'
    """
    return UNITS[unit][0 if language == "vi" else 1]
