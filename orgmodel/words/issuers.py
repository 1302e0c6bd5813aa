"""Who issues papers in Viet Nam, and what papers are, as other languages call them."""

from __future__ import annotations

import re

CALLED = (
    ("Ủy ban Thường vụ Quốc hội", "National Assembly Standing Committee"),
    ("Đại hội đại biểu toàn quốc", "National Party Congress"),
    ("Ban Chấp hành Trung ương Đảng", "Party Central Committee"),
    ("Ban Chấp hành Trung ương", "Party Central Committee"),
    ("Ban Chỉ đạo Trung ương", "Central Steering Committee"),
    ("Ban Thường vụ Tỉnh ủy", "Provincial Standing Committee"),
    ("Ban Thường vụ Huyện ủy", "District Standing Committee"),
    ("Ban Thường vụ Thành ủy", "City Standing Committee"),
    ("Ban Tổ chức Tỉnh ủy", "Provincial Organisation Commission"),
    (
        "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh",
        "Party Committee of the Bloc of provincial agencies and enterprises,",
    ),
    ("Đảng ủy Khối các cơ quan tỉnh", "Party Committee of the Bloc of provincial agencies,"),
    ("Thủ tướng Chính phủ", "Prime Minister"),
    ("Người lập phương án", "who drew up the proposal"),
    ("HĐND tỉnh", "Provincial People's Council,"),
    ("UBND tỉnh", "Provincial People's Committee,"),
    ("HĐND huyện", "District People's Council,"),
    ("UBND huyện", "District People's Committee,"),
    ("Bộ Nội vụ", "Ministry of Home Affairs"),
    ("Bộ Chính trị", "Politburo"),
    ("Ban Bí thư", "Secretariat"),
    ("Chính phủ", "Government"),
    ("Quốc hội", "National Assembly"),
    ("Tỉnh ủy", "Provincial Party Committee,"),
    ("Huyện ủy", "District Party Committee,"),
    ("Thành ủy", "City Party Committee,"),
    ("tổng hợp", "compiled"),
)
"""Issuers as a text in Vietnamese has them, and in English, those first that others are part of; a comma parts a place that follows."""
KINDS = {
    "bộ luật": "Code", "chỉ thị": "Directive", "công văn": "Letter", "hướng dẫn": "Guideline", "hiến pháp": "Constitution",
    "kết luận": "Conclusion", "luật": "Law", "nghị định": "Decree", "nghị quyết": "Resolution", "pháp lệnh": "Ordinance",
    "quy định": "Regulation", "quyết định": "Decision", "thông báo kết luận": "Conclusion Notice", "thông tư": "Circular",
    "điều lệ": "Statutes", "đề án": "Scheme", "quyết định (qua báo)": "Decision (as the press has it)", "trang tin": "Web page",
}  # fmt: skip
PRESS = (
    (re.compile(r"\bCổng thông tin(?: điện tử)? ([^,;()]+)"), r"\1 web portal"),
    (re.compile(r"\bBáo điện tử ([^,;()]+)"), r"\1 online newspaper"),
    (re.compile(r"\bBáo ([^,;()]+)"), r"\1 newspaper"),
)
"""What the press is called, which bears the name of its place or owner."""
_NAMED = re.compile("|".join(rf"\b{re.escape(ours)}\b" for ours, _ in CALLED))
_TENURE = re.compile(r"\(?\bkhóa ([IVX]+)\b\)?")
_CONGRESS = re.compile(r"\blần thứ ([IVX]+)\b")
_ENGLISH = dict(CALLED)


def issuers_named(text: str, language: str) -> str:
    """Call issuers within a text as a language does; in Vietnamese it stays as it is.

    >>> issuers_named("Bộ Chính trị (khóa XII)", "en"), issuers_named("UBND tỉnh Hà Tĩnh", "en")
    ('Politburo (tenure XII)', "Provincial People's Committee, Hà Tĩnh")
    >>> issuers_named("108/2020/NĐ-CP (Chính phủ, 2020-09-14)", "en"), issuers_named("Tỉnh ủy", "en")
    ('108/2020/NĐ-CP (Government, 2020-09-14)', 'Provincial Party Committee')
    >>> issuers_named("Báo Nhân Dân", "en"), issuers_named("Báo điện tử Chính phủ", "en")
    ('Nhân Dân newspaper', 'Government online newspaper')
    >>> issuers_named("Đảng ủy Khối các cơ quan tỉnh Hà Tĩnh", "en"), issuers_named("(tổng hợp)", "en")
    ('Party Committee of the Bloc of provincial agencies, Hà Tĩnh', '(compiled)')
    >>> issuers_named("Cabinet Office", "en"), issuers_named("Chính phủ", "vi")
    ('Cabinet Office', 'Chính phủ')
    """
    if language == "vi":
        return text
    found = _CONGRESS.sub(r"\1", _TENURE.sub(r"(tenure \1)", text))

    for pattern, form in PRESS:
        found = pattern.sub(form, found)

    def called(one: re.Match[str]) -> str:
        name = _ENGLISH[one[0]]
        place = found[one.end() : one.end() + 2]
        return name if place[:1] == " " and place[1:].isalpha() else name.rstrip(",")

    return _NAMED.sub(called, found)


def kind_named(kind: str, language: str) -> str:
    """Say what a paper is, with a capital; nothing where a language has no word for it.

    >>> kind_named("kết luận", "vi"), kind_named("kết luận", "en"), kind_named("bài báo", "en"), kind_named("act", "en")
    ('Kết luận', 'Conclusion', '', 'Act')
    >>> kind_named("trang tin", "en")
    'Web page'
    """
    if language == "vi":
        return kind[:1].upper() + kind[1:]
    return KINDS.get(kind.casefold(), kind[:1].upper() + kind[1:] if kind.isascii() else "")
