"""Names and formulas of the measures: one formula each, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from orgmodel.core.names import Names, text_in
from orgmodel.words.labels import own_word

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
        "Số vị trí có người, trong và ngoài chỉ tiêu, như đã ghi; không ghi thì ít nhất là số vị trí của những người có trong danh sách; người giữ hai chức danh được tính ở cả hai",
        "Posts occupied, inside and outside quota, as stated; where nothing is, at least those of listed persons; a person in two posts occupies both",
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
        "Biên chế giao trừ có mặt, trong chỉ tiêu, của các dòng biết cả hai số; người làm chung một vị trí tính một vị trí; mức thấp nhất, cao nhất tính từ hai số của từng dòng; số âm là vượt",
        "Authorized less filled, inside quota, of the rows of which both are known; people who share a post take one; the least and the most are of both figures of every row; below zero is over quota",
    ),
    "headcount": (
        "Số người",
        "Headcount",
        "Số vị trí có người trừ chức danh kiêm nhiệm: mỗi người một lần, ở chức danh thứ nhất; người có trong danh sách đều được tính",
        "Posts filled less those held as a second post: each person once, under the first post's unit and block; listed persons count where no number is stated or they share a post",
    ),
    "fte": (
        "Quy đổi toàn thời gian",
        "Full-time equivalents",
        "Tổng số quy đổi toàn thời gian như từng dòng ghi, kể cả vị trí khuyết; vị trí khuyết không ghi là 0",
        "Full-time equivalents as each row states them, vacant or not; blank on a vacant post is 0",
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
        "100 × (cấp trưởng + cấp phó) / không giữ chức vụ, theo biên chế giao trong chỉ tiêu của các đơn vị biết đủ cả hai",
        "100 × (heads + deputies) / staff, by authorized posts inside quota of the units of which both are known",
    ),
    "span_mean": (
        "Tầm hạn quản trị bình quân",
        "Mean span of control",
        "Số vị trí trực tiếp dưới quyền (quan hệ hành chính, cả quan hệ suy ra) chia cho số vị trí cấp trên có người dưới quyền, ở các đơn vị biết đủ; theo khối của vị trí cấp trên; ngoài chỉ tiêu cũng tính",
        "Posts that answer directly (administrative lines, derived ones included) by the superior posts that have any, of the units of which all are known; by the superior's block; posts outside quota count",
    ),
    "span_max": (
        "Tầm hạn quản trị lớn nhất",
        "Widest span of control",
        "Số vị trí trực tiếp dưới quyền nhiều nhất của một vị trí cấp trên",
        "The most posts that answer directly to one superior post",
    ),
    "span_people_mean": (
        "Tầm hạn quản trị bình quân theo người",
        "Mean span of control by people",
        "Số người trực tiếp dưới quyền, mỗi người một lần, chia cho số vị trí cấp trên có người, ở các đơn vị biết đủ; vị trí cấp trên khuyết không tính",
        "People who answer directly, each once, by the superior posts that are filled, of the units of which all are known; a vacant superior post leads nobody",
    ),
    "span_people_max": (
        "Tầm hạn quản trị lớn nhất theo người",
        "Widest span of control by people",
        "Số người trực tiếp dưới quyền nhiều nhất của một vị trí cấp trên có người",
        "The most people who answer directly to one superior post that is filled",
    ),
    "span_fte_mean": (
        "Tầm hạn quản trị bình quân quy đổi toàn thời gian",
        "Mean span of control by full-time equivalents",
        "Số quy đổi toàn thời gian của các vị trí trực tiếp dưới quyền chia cho số vị trí cấp trên có người, ở các đơn vị biết đủ",
        "Full-time equivalents of the posts that answer directly by the superior posts that are filled, of the units of which all are known",
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
    "layers_posts": (
        "Số tầng nấc theo vị trí",
        "Layers of posts",
        "Số tầng báo cáo từ vị trí cao nhất đến vị trí thấp nhất của phạm vi; vị trí không có cấp trên ở tầng 1, vị trí khác ở dưới cấp trên thấp nhất của nó một tầng",
        "Layers of reporting from the highest post of the scope down to its lowest; a post with nobody above is on layer 1, any other one below the lowest of its superiors",
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
        "Số quan hệ của các đơn vị, vị trí được thêm, chuyển hướng hoặc kết thúc, kể cả quan hệ hành chính suy ra giữa các đơn vị; quan hệ tiếp tục theo đơn vị kế tiếp sau hợp nhất, sáp nhập, chia tách không tính; tính ở đơn vị cấp dưới hoặc đơn vị của vị trí",
        "Lines of units and posts begun, redirected or ended, derived administrative ones between units included, counted at the junior unit, or that of the post; a line that goes on between what its ends became by a merger or split is not changed",
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
    "cost_year": (
        "Chi phí trả lương một năm",
        "Yearly cost of pay",
        "Số người được trả (mỗi người một lần, ở chức danh thứ nhất; theo số quy đổi toàn thời gian nếu dòng có ghi và không ai giữ hai chức danh) × mức lương năm của vị trí, cộng phụ cấp kiêm nhiệm theo quy định của hồ sơ; trước và sau theo mức lương cơ sở và bảng lương của cùng một ngày; mức lương chưa rõ là thiếu số liệu",
        "Who is paid (each person once, under the first post; the full-time equivalents where a row states them and nobody in it holds two posts) × the yearly pay of the post, plus what the study says that a second post adds; before and after at the base pay and grades of one date; pay that nobody stated is missing",
    ),
    "cost_one_off": (
        "Chi phí một lần khi sắp xếp",
        "One-off cost",
        "Tổng chi phí một lần mà các bước và thao tác của phương án nêu; tính ở đơn vị được nêu, không nêu thì ở đơn vị nhỏ nhất sau sắp xếp bao trùm những gì đã thay đổi; bước có thao tác mà không nêu chi phí là thiếu số liệu",
        "What the steps and operations of a scenario state that they cost once, counted at the unit that they name, or else at the smallest unit after that holds all that they change; a step that does something and states no cost is missing",
    ),
}
"""By id: the name in Vietnamese and English, the formula in Vietnamese and English."""

DECLARED = "declared"
"""Stands for the formula of every quantity that a study declares."""

_FORMULAS: dict[str, tuple[str, str]] = {
    DECLARED: (
        "Tổng số của từng đơn vị, như bảng quantities ghi; theo khối, địa bàn, cấp, loại của đơn vị; dòng gộp ghi số của tất cả đơn vị nó đại diện; dòng để trống là thiếu số liệu",
        "The sum of what each unit has itself, as the table quantities states it; by the block, area, level and kind of the unit; a remainder states what all have that it stands for; a blank row is missing",
    ),
    **{id: (vi, en) for id, (_, _, vi, en) in MEASURES.items()},
}

DEVIATIONS = "Điểm khác so với mô hình chung", "Deviations from the common model"
"""What is counted by reference models, and so no measure of one structure alone, but told beside them."""

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
    "money": ("tiền, theo đơn vị của hồ sơ", "money, in the currency of the study"),
}
"""What is counted, by the unit of quantity of a measure."""


def measure_name(id: str, language: str, own: Mapping[str, Names] | None = None) -> str:
    """Give the name of a measure: the study's own (``measure.ID`` among its labels), else ours.

    >>> measure_name("span_mean", "vi")
    'Tầm hạn quản trị bình quân'
    """
    word = own_word("measure", id, language, own)
    if word or id in MEASURES:
        return word or MEASURES[id][0 if language == "vi" else 1]
    if id == "deviations":
        return DEVIATIONS[0 if language == "vi" else 1]
    return text_in((own or {}).get(f"measure.{id}", ()), language, id)  # a quantity that the study declares


def measure_formula(id: str, language: str) -> str:
    """Give the formula of a measure, in one line."""
    return _FORMULAS[id][0 if language == "vi" else 1]


def measure_unit(unit: str, language: str) -> str:
    """Name what a measure counts.

    >>> measure_unit("members", "en")
    'party members'
    """
    return UNITS[unit][0 if language == "vi" else 1]
