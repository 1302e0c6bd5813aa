"""The words of the forms in both languages."""

from __future__ import annotations

from typing import Any

from orgmodel.core.names import Names, names_of
from orgmodel.operations.effect import NO, UNKNOWN, YES

VERBS: dict[str, tuple[str, str]] = {
    "create": ("thành lập", "created"),
    "dissolve": ("giải thể", "dissolved"),
    "consolidate": ("hợp nhất", "consolidated"),
    "absorb": ("sáp nhập", "absorbed"),
    "split_up": ("chia", "split up"),
    "split_off": ("tách", "split off"),
    "transfer": ("chuyển giao", "transferred"),
    "rename": ("đổi tên", "renamed"),
    "convert": ("chuyển đổi", "converted"),
}
QUANTITIES: dict[str, tuple[str, str]] = {
    "units": ("đầu mối", "units"),
    "authorized": ("biên chế giao", "posts authorized"),
    "filled": ("có mặt", "posts filled"),
    "fte": ("FTE (phần trăm)", "FTE (hundredths)"),
    "people": ("người", "people"),
    "members": ("đảng viên", "members"),
    "functions": ("chức năng", "functions"),
}
VERDICTS: dict[str, tuple[str, str]] = {
    YES: ("đủ tiêu chí", "eligible"),
    NO: ("không đủ tiêu chí", "not eligible"),
    UNKNOWN: ("cần xem xét", "needs judgement"),
}
FORCES: dict[str | None, tuple[str, str]] = {
    "must": ("phải làm", "must"),
    "keep": ("tiếp tục", "keep"),
    "must-not": ("không được", "must not"),
    "consider": ("xem xét", "consider"),
    None: ("", ""),
}
STATES: dict[str, tuple[str, str]] = {
    "unknown": ("không rõ", "unknown"),
    "not_started": ("chưa làm", "not started"),
    "drafted": ("đã soạn thảo", "drafted"),
    "submitted": ("đã trình", "submitted"),
    "decided": ("đã quyết định", "decided"),
    "done": ("hoàn thành", "done"),
}


RESULTS: dict[str, tuple[str, str]] = {
    "pass": ("đạt", "pass"),
    "fail": ("không đạt", "fail"),
    "fails_for_part": ("không đạt một phần", "fails for part"),
    "needs_approval": ("cần xin ý kiến", "needs approval"),
    "not_applicable": ("không áp dụng", "not applicable"),
    "not_evaluable": ("thiếu số liệu", "not evaluable"),
}


BLOCKS: dict[str, tuple[str, str]] = {
    "party": ("Đảng", "Party"),
    "government": ("chính quyền", "government"),
    "front": ("Mặt trận, đoàn thể", "Front and mass organisations"),
    "mixed": ("hỗn hợp", "mixed"),
    "": ("chung", "common"),
}
DEVIATIONS: dict[str, tuple[str, str]] = {
    "missing": ("thiếu đơn vị", "unit missing"),
    "extra": ("thừa đơn vị", "unit extra"),
    "combined": ("đơn vị ghép", "units combined"),
    "misplaced": ("sai vị trí", "unit misplaced"),
    "line_missing": ("thiếu tuyến", "line missing"),
    "line_doubled": ("tuyến kép", "line doubled"),
}
REASONS: tuple[tuple[str, str], ...] = (
    ("converted: ", "chuyển chức danh: "),
    ("surplus head: ", "cấp trưởng dôi dư: "),
    ("quota moves: ", "chuyển biên chế giữa các khối: "),
    ("with ", "đi theo "),
    ("new quota, no basis stated", "biên chế mới, không nêu căn cứ"),
    ("no longer held by ", "thôi kiêm nhiệm bởi "),
    ("held by ", "kiêm nhiệm bởi "),
    ("displaced by a concurrent holding: ", "nhường chỗ cho kiêm nhiệm: "),
)


def reason(text: str) -> Names:
    """Give a reason of the ledger in both languages; what a user wrote stays as it is.

    >>> dict(reason("converted: A → B"))["vi"]
    'chuyển chức danh: A → B'
    """
    for en, vi in REASONS:
        if text.startswith(en):
            return names_of(vi=vi + text.removeprefix(en), en=text)
    return names_of(vi=text, en=text)


def word(table: dict[Any, tuple[str, str]], key: Any) -> Names:
    """Give a word in both languages."""
    vi, en = table.get(key, (str(key), str(key)))
    return names_of(vi=vi, en=en)
