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


def word(table: dict[Any, tuple[str, str]], key: Any) -> Names:
    """Give a word in both languages."""
    vi, en = table.get(key, (str(key), str(key)))
    return names_of(vi=vi, en=en)
