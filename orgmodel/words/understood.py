"""Words that people write and orgmodel understands: what a cited verb means in law, kinds of document."""

from __future__ import annotations

from collections.abc import Mapping

LAW_OF: Mapping[str, tuple[str, ...]] = {
    "hợp nhất": ("consolidate",),
    "sáp nhập": ("absorb",),
    "chia": ("split_up",),
    "tách": ("split_off",),
    "chia tách": ("split_up", "split_off"),
    "giải thể": ("dissolve",),
    "chuyển giao": ("transfer",),
    "đổi tên": ("rename",),
}
"""What a cited word means in law (Civil Code Arts 88–93); *chia tách* has no single meaning and fits both."""
WITHOUT_NUMBER = ("bài báo", "trang tin", "hiểu biết chung")
"""Kinds of document that bear no number and no date of issue: press, web pages, common knowledge."""
