"""The words on a chart, in Vietnamese and English."""

from __future__ import annotations

LANGUAGES = ("vi", "en")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Sơ đồ tổ chức", "Organisation chart"),
    "before": ("Trước sắp xếp", "Before"),
    "after": ("Sau sắp xếp", "After"),
    "changes": ("Thay đổi", "What changes"),
    "page": ("Trang {0}/{1}", "Page {0} of {1}"),
    "to-page": ("xem trang {0}", "see page {0}"),
    "to-pages": ("xem trang {0}–{1}", "see pages {0}–{1}"),
    "page-brief": ("tr.\xa0{0}", "p.\xa0{0}"),
    "page-short": ("trang {0}", "page {0}"),
    "on-page": ("tiếp ở trang {0}", "continues on page {0}"),
    "from-page": ("tiếp từ trang {0}", "from page {0}"),
    "overview": ("Bảng chỉ dẫn các trang", "Where to find what"),
    "as-of": ("Số liệu đến ngày {0}", "Figures as of {0}"),
    "source": ("Nguồn: {0}", "Source: {0}"),
    "illustrative": ("Bản nháp minh họa", "Illustrative draft"),
    "members": ("{0}\xa0đảng\xa0viên", "{0}\xa0Party members"),
    "stands-for": ("đại diện cho {0} đơn vị", "stands for {0} units"),
    "guidance": ("⇢: hướng dẫn chuyên môn bởi", "⇢: guided professionally by"),
    "superior": ("↑: cấp trên quản lý", "↑: administrative superior"),
    "below": ("(còn {0} đơn vị bên dưới)", "({0} more below)"),
    "units": ("{0} đơn vị", "{0} units"),
    "units-one": ("{0} đơn vị", "{0} unit"),
    "legend": ("Chú giải", "Key"),
    "outside-quota": ("ngoài biên\xa0chế:\xa0{0}", "outside quota:\xa0{0}"),
    "figures": ("6/7: có mặt/biên chế giao", "6/7: in post/authorised posts"),
    "figures-sum": ("Σ: gồm cả đơn vị trực thuộc", "Σ: with all units below"),
    "figures-assumed": ("*: có số liệu giả định", "*: some figures are assumed"),
    "figures-missing": ("≥: ít nhất; ?: chưa có số liệu", "≥: at least; ?: no figure"),
    "page:search": ("Tìm đơn vị (có dấu hoặc không dấu)", "Find a unit"),
    "page:found": ("{0} kết quả", "{0} found"),
    "page:previous": ("Kết quả trước", "Previous result"),
    "page:next": ("Kết quả sau", "Next result"),
    "page:state": ("Trước hoặc sau sắp xếp", "Before or after"),
    "page:changes": ("Thay đổi kế tiếp", "Next change"),
    "page:lines": ("Các tuyến khác", "Other lines"),
    "page:chart": ("Sơ đồ", "Chart"),
    "page:nearer": ("Phóng to", "Zoom in"),
    "page:farther": ("Thu nhỏ", "Zoom out"),
    "page:keys": (
        "Phím: mũi tên đi giữa các đơn vị, Enter mở hoặc thu gọn, + − phóng to thu nhỏ, 0 vừa màn hình, / tìm",
        "Keys: arrows go between units, Enter unfolds or folds, + − zoom, 0 fits, / searches",
    ),
    "page:unfold": ("Mở tất cả", "Unfold all"),
    "page:fold": ("Thu gọn", "Fold all"),
    "page:fit": ("Vừa màn hình", "Fit"),
    "page:toggle": ("Mở hoặc thu gọn", "Unfold or fold"),
    "page:noscript": ("Trang này cần JavaScript để vẽ sơ đồ.", "This page needs JavaScript to draw the chart."),
    "layer:ribbons": ("Dải nối", "Bands"),
    "layer:lines": ("Tuyến", "Lines"),
    "layer:boxes": ("Đơn vị", "Units"),
    "layer:frame": ("Tiêu đề, chú giải", "Title and key"),
    "picture:layers": ("Số đơn vị theo tầng", "Units by layer"),
    "picture:layer": ("Tầng (1: cao nhất)", "Layer (1: the top)"),
    "picture:units": ("Số đơn vị", "Units"),
    "picture:spans": ("Tầm quản lý", "Spans of control"),
    "picture:span": ("Số vị trí trực tiếp dưới quyền", "Posts directly below"),
    "picture:superiors": ("Số vị trí quản lý", "Superior posts"),
    "picture:flow": ("Dòng chuyển giữa các đơn vị ({0})", "What flows between units ({0})"),
    "picture:headcount": ("Số người theo khối và phương án", "Headcount by block and scenario"),
    "picture:people": ("Số người", "People"),
    "picture:baseline": ("Hiện trạng", "Baseline"),
    "picture:missing": ("thiếu {0} số liệu", "{0} figures missing"),
    "side-before": ("Trước", "Before"),
    "side-after": ("Sau", "After"),
    "unchanged-one": ("+{0}\xa0đơn\xa0vị giữ\xa0nguyên", "+{0}\xa0unit unchanged"),
    "unchanged": ("+{0}\xa0đơn\xa0vị giữ\xa0nguyên", "+{0}\xa0units unchanged"),
    "nothing": ("Không có thay đổi về tổ chức", "The organisation does not change"),
    "fate:new": ("+ mới", "+ new"),
    "fate:ended": ("× kết thúc", "× ended"),
    "fate:merged": ("⇒ hợp nhất, sáp nhập", "⇒ merged"),
    "fate:split": ("⇉ chia tách", "⇉ split"),
    "fate:moved": ("→ chuyển", "→ moved"),
    "fate:renamed": ("đổi tên", "renamed"),
    "fate:converted": ("chuyển loại", "converted"),
    "fate:staffed": ("± nhân sự", "± staffing"),
    "fate:redirected": ("± tuyến", "± lines"),
    "status:leaving": ("không còn sau sắp xếp", "no more afterwards"),
    "status:arriving": ("bắt đầu sau sắp xếp", "begins"),
    "status:moved": ("chuyển nơi trực thuộc", "goes to another superior"),
    "status:altered": ("còn lại, có thay đổi", "stays, with changes"),
    "ribbon": (
        "Dải nối: rộng theo số biên chế, đảng viên hoặc nhiệm vụ chuyển sang",
        "Bands: as wide as the posts, members or functions that go over",
    ),
    "lines-changed": ("− / +: tuyến thôi / tuyến mới", "− / +: line ended / line begun"),
    "amount:authorized": ("{0} biên chế", "{0} posts"),
    "amount:filled": ("{0} người", "{0} in post"),
    "amount:members": ("{0} đảng viên", "{0} members"),
    "amount:functions": ("{0} nhiệm vụ", "{0} functions"),
    "block:party": ("Khối Đảng", "Party block"),
    "block:government": ("Khối chính quyền", "Government block"),
    "block:front": ("Mặt trận, đoàn thể", "Front and mass organisations"),
    "block:mixed": ("Liên khối (hợp nhất)", "Both blocks (merged agency)"),
    "line:chart": ("Trực thuộc", "Belongs to"),
    "line:administrative": ("Quản lý hành chính", "Administrative superior"),
    "line:professional": ("Hướng dẫn chuyên môn", "Professional guidance"),
    "line:party_leadership": ("Cấp ủy lãnh đạo", "Party leadership"),
    "line:election": ("Bầu, phê chuẩn", "Election, approval"),
    "line:coordination": ("Phối hợp", "Coordination"),
}


def word(key: str, language: str, *values: object) -> str:
    """Give a text by key with its values filled in; English for any language that is not Vietnamese.

    >>> word("page", "vi", 1, 3)
    'Trang 1/3'
    """
    text = WORDS[key][0 if language == "vi" else 1]
    return text.format(*values) if values else text


def counted(key: str, count: int, language: str) -> str:
    """Give a text for a count, one or many.

    >>> counted("units", 1, "en"), counted("units", 1200, "en"), counted("units", 1, "vi")
    ('1 unit', '1,200 units', '1 đơn vị')
    """
    return word(f"{key}-one" if count == 1 else key, language, number(count, language))


def named(key: str, language: str) -> str:
    """Give the word for a block or a kind of line that a study declares; its own code where there is none.

    >>> named("line:coordination", "en"), named("block:area_board", "en")
    ('Coordination', 'area board')
    """
    if key in WORDS:
        return word(key, language)
    return key.partition(":")[2].replace("_", " ")


def number(value: int, language: str) -> str:
    """Write a whole number with the language's mark for thousands.

    >>> number(4982, "vi"), number(4982, "en")
    ('4.982', '4,982')
    """
    text = f"{value:,}"
    return text.replace(",", ".") if language == "vi" else text


def date(text: str, language: str) -> str:
    """Write a date of whatever precision as people read it.

    >>> date("2022-09-30", "vi"), date("2022-09", "vi"), date("2022-09-30", "en")
    ('30/9/2022', '9/2022', '30 September 2022')
    """
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return text
    numbers = [str(int(part)) for part in reversed(parts)]
    if language == "vi":
        return "/".join(numbers)
    if len(numbers) > 1:
        numbers[-2] = MONTHS[int(numbers[-2]) - 1]
    return " ".join(numbers)
