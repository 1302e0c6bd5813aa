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

ISSUERS = (
    "ban chấp hành trung ương", "bộ chính trị", "ban bí thư", "trung ương", "đại hội đại biểu toàn quốc",
    "quốc hội", "ủy ban thường vụ quốc hội", "chủ tịch nước", "chính phủ", "thủ tướng", "bộ ", "tỉnh ủy",
    "ban thường vụ tỉnh ủy", "hđnd tỉnh", "hội đồng nhân dân tỉnh", "ubnd tỉnh", "ủy ban nhân dân tỉnh",
    "huyện ủy", "ban thường vụ huyện ủy", "hđnd", "ubnd",
)  # fmt: skip
"""Who issues papers in Viet Nam, the highest first: the Party's centre, the state's, the province, the district."""
KINDS = (
    "điều lệ", "hiến pháp", "bộ luật", "luật", "pháp lệnh", "nghị quyết", "kết luận", "quy định", "thông báo kết luận",
    "chỉ thị", "nghị định", "quyết định", "thông tư", "hướng dẫn", "công văn",
)  # fmt: skip
"""Kinds of paper of one issuer, the highest first."""


def rank_of_paper(kind: str, issuer: str) -> tuple[int, int]:
    """Give the place of a paper among those that a proposal rests on: by who issued it, then by what it is.

    >>> rank_of_paper("kết luận", "Bộ Chính trị (khóa XII)") < rank_of_paper("nghị định", "Chính phủ")
    True
    >>> rank_of_paper("decree", "Government") > rank_of_paper("nghị định", "Chính phủ")
    True
    """
    whose, what = issuer.casefold(), kind.casefold()
    by_issuer = next((at for at, name in enumerate(ISSUERS) if whose.startswith(name)), len(ISSUERS))
    by_kind = next((at for at, name in enumerate(KINDS) if what.startswith(name)), len(KINDS))
    return by_issuer, by_kind
