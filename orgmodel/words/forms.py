"""Titles and headings of the forms of a report, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from orgmodel.core.names import Names, names_of
from orgmodel.words.labels import LANGUAGES

HEADINGS: dict[str, tuple[str, str]] = {
    "at_least": ("Ít nhất", "At least"),
    "at_most": ("Nhiều nhất", "At most"),
    "basis": ("Căn cứ", "Basis"),
    "kind_of_line": ("Loại quan hệ", "Kind of line"),
    "from_before": ("Đơn vị cấp dưới trước", "From (before)"),
    "targets": ("Mục tiêu đặt ra", "Targets"),
    "to_before": ("Cấp trên, nơi phối hợp trước", "To (before)"),
    "from_after": ("Đơn vị cấp dưới sau", "From (after)"),
    "to_after": ("Cấp trên, nơi phối hợp sau", "To (after)"),
    "status": ("Kết quả", "Status"),
    "lines_that_change": ("Quan hệ trực thuộc, chỉ đạo, phối hợp thay đổi", "Lines that change"),
    "person": ("Người", "Person"),
    "post": ("Vị trí trước", "Post before"),
    "last_post": ("Vị trí cuối cùng, nếu khác", "Last post, if another"),
    "person_outcome": ("Sau sắp xếp", "What becomes of them"),
    "people_without_a_post": ("Người không còn giữ vị trí sau sắp xếp", "People who hold no post afterwards"),
    "superior": ("Cấp trên", "Superior"),
    "direct_before": ("Đầu mối trực thuộc trước", "Directly under it before"),
    "direct_after": ("Đầu mối trực thuộc sau", "Directly under it after"),
    "direct_change": ("Tăng/giảm đầu mối", "Change"),
    "members_change": ("Tăng/giảm đảng viên", "Change of members"),
    "ends_of_transfers": ("Nơi chuyển, nơi nhận: trước và sau", "Where units leave and arrive: before and after"),
    "code": ("Mã", "Code"),
    "act": (
        "Thủ tục",
        "Act",
    ),
    "acts_that_must_come_first": (
        "Thủ tục phải làm trước",
        "Acts that must come first",
    ),
    "after": (
        "Sau",
        "After",
    ),
    "allocation_of_functions": (
        "Phân bổ nhiệm vụ",
        "Allocation of functions",
    ),
    "amount": (
        "Số lượng",
        "Amount",
    ),
    "area": (
        "Địa bàn",
        "Area",
    ),
    "aspect": (
        "Loại",
        "Aspect",
    ),
    "before": (
        "Trước",
        "Before",
    ),
    "before_and_after": (
        "So sánh trước – sau",
        "Before and after",
    ),
    "block": (
        "Khối",
        "Block",
    ),
    "by": (
        "Cơ quan",
        "By",
    ),
    "carried": (
        "Số chuyển theo",
        "Carried",
    ),
    "certainty": (
        "Tính chất",
        "Certainty",
    ),
    "change": (
        "Tăng/giảm",
        "Change",
    ),
    "citation": (
        "Căn cứ",
        "Citation",
    ),
    "clause": (
        "Mục",
        "Clause",
    ),
    "decision": (
        "Căn cứ",
        "Decision",
    ),
    "deviations_from_the_common_model": (
        "Khác biệt so với mô hình chung (chỉ những chỗ thay đổi)",
        "Deviations from the common model (where they change)",
    ),
    "due": (
        "Thời hạn",
        "Due",
    ),
    "effective": (
        "Hiệu lực",
        "Effective",
    ),
    "evaluation": (
        "Đánh giá",
        "Evaluation",
    ),
    "figure": (
        "Số liệu",
        "Figure",
    ),
    "force": (
        "Tính chất",
        "Force",
    ),
    "from": (
        "Từ",
        "From",
    ),
    "function": (
        "Nhiệm vụ",
        "Function",
    ),
    "kind": (
        "Loại",
        "Kind",
    ),
    "lead": (
        "Chủ trì",
        "Lead",
    ),
    "ledger_of_what_moves": (
        "Biểu theo dõi bàn giao biên chế, nhân sự, nhiệm vụ, đảng viên",
        "Ledger of what moves",
    ),
    "limit": (
        "Định mức",
        "Limit",
    ),
    "measure": (
        "Chỉ tiêu",
        "Measure",
    ),
    "assumed_figures": ("Số liệu giả định", "Assumed figures"),
    "figures_assumed": ("Số dòng", "Rows"),
    "source": ("Nguồn", "Source"),
    "who_could_confirm": ("Nơi có thể xác nhận", "Who could confirm"),
    "missing_figures": (
        "Số liệu còn thiếu",
        "Missing figures",
    ),
    "model": (
        "Mô hình",
        "Model",
    ),
    "no": (
        "TT",
        "No.",
    ),
    "norm": (
        "Tiêu chí",
        "Norm",
    ),
    "norms_that_cannot_be_told": (
        "Tiêu chí chưa kết luận được vì thiếu số liệu",
        "Norms that cannot be told",
    ),
    "norms_what_fails_or_needs": (
        "Kiểm tra tiêu chí: không đạt, cần xin ý kiến hoặc cần xác minh",
        "Norms: what fails, needs approval or is to be verified",
    ),
    "note": (
        "Ghi chú",
        "Note",
    ),
    "note_2": (
        "Nội dung",
        "Note",
    ),
    "operation": (
        "Hình thức sắp xếp",
        "Operation",
    ),
    "options": (
        "Các phương án",
        "Options",
    ),
    "parameter": (
        "Tham số",
        "Parameter",
    ),
    "party_organisation": (
        "Tổ chức đảng",
        "Party organisation",
    ),
    "percent": (
        "%",
        "%",
    ),
    "product": (
        "Sản phẩm",
        "Product",
    ),
    "quantity": (
        "Đại lượng",
        "Quantity",
    ),
    "reason": (
        "Lý do",
        "Reason",
    ),
    "receiver": (
        "Nơi chuyển đến",
        "Receiver",
    ),
    "result": (
        "Kết luận",
        "Result",
    ),
    "result_2": (
        "Xử lý",
        "Result",
    ),
    "rows_missing": (
        "Số dòng còn thiếu",
        "Rows missing",
    ),
    "scenario": (
        "Phương án",
        "Scenario",
    ),
    "scenarios_side_by_side": (
        "So sánh các phương án",
        "Scenarios side by side",
    ),
    "scope": (
        "Phạm vi",
        "Scope",
    ),
    "state": (
        "Tình trạng",
        "State",
    ),
    "step": (
        "Nội dung",
        "Step",
    ),
    "steps_and_who_does_them": (
        "Lộ trình và phân công",
        "Steps and who does them",
    ),
    "subject": (
        "Đối tượng",
        "Subject",
    ),
    "subjects": (
        "Số đối tượng",
        "Subjects",
    ),
    "term_cited": (
        "Cách gọi trong văn bản",
        "Term cited",
    ),
    "to": (
        "Đến",
        "To",
    ),
    "transfers_by_criteria": (
        "Chuyển giao tổ chức cơ sở đảng theo tiêu chí",
        "Transfers by criteria",
    ),
    "unit": (
        "Đơn vị",
        "Unit",
    ),
    "unit_after": (
        "Đơn vị sau",
        "Unit after",
    ),
    "unit_before": (
        "Đơn vị trước",
        "Unit before",
    ),
    "units_before_and_after": (
        "Đơn vị trước và sau",
        "Units before and after",
    ),
    "value": (
        "Thực tế",
        "Value",
    ),
    "verdict": (
        "Kết luận",
        "Verdict",
    ),
    "with": (
        "Phối hợp",
        "With",
    ),
}
"""By key: Vietnamese, English."""


def headings(own: Mapping[str, Names], *keys: str) -> tuple[Names, ...]:
    """Give the headings of columns in every language, as :func:`heading` gives one."""
    return tuple(heading(key, own) for key in keys)


def heading(key: str, own: Mapping[str, Names] | None = None) -> Names:
    """Give a title or the heading of a column in every language: the study's own (``form.KEY`` among its labels), else ours.

    >>> heading("clause")
    (('en', 'Clause'), ('vi', 'Mục'))
    """
    ours = dict(zip(LANGUAGES, HEADINGS[key], strict=True))
    return names_of(**ours | dict((own or {}).get(f"form.{key}", ())))
