"""The words of the workbook that an office edits: its sheets, headings and guide, in Vietnamese and English."""

from __future__ import annotations

SHEETS: dict[str, tuple[str, str]] = {
    "units": ("Đơn vị", "Units"),
    "posts": ("Vị trí", "Posts"),
    "lines": ("Quan hệ", "Lines"),
    "functions": ("Nhiệm vụ", "Functions"),
    "quantities": ("Số lượng khác", "Other amounts"),
    "members": ("Đảng viên", "Members"),
    "member_groups": ("Tổng đảng viên", "Sums of members"),
    "links": ("Kiêm nhiệm", "Posts held together"),
    "persons": ("Người", "People"),
    "incumbencies": ("Ai giữ vị trí", "Who holds posts"),
    "identities": ("Pháp nhân", "Legal identities"),
    "attributes": ("Đặc điểm", "Attributes"),
    "pay": ("Hệ số lương", "Pay by rank"),
    "grades": ("Ngạch lương", "Pay by grade"),
    "documents": ("Văn bản", "Documents"),
}

HEADINGS: dict[str, tuple[str, str]] = {
    "id": ("Mã", "Id"),
    "name": ("Tên", "Name"),
    "title": ("Chức danh", "Title"),
    "kind": ("Loại", "Kind"),
    "level": ("Cấp", "Level"),
    "block": ("Khối", "Block"),
    "area": ("Địa bàn", "Area"),
    "parent": ("Trực thuộc (mã)", "Under (id)"),
    "order": ("Thứ tự", "Order"),
    "stands_for": ("Đại diện cho số đơn vị", "Stands for so many units"),
    "from": ("Từ", "From"),
    "to": ("Đến", "To"),
    "src": ("Nguồn", "Source"),
    "unit": ("Đơn vị (mã)", "Unit (id)"),
    "rank": ("Cấp bậc", "Rank"),
    "category": ("Loại biên chế", "Category"),
    "quota": ("Trong hay ngoài chỉ tiêu", "In or outside quota"),
    "funding": ("Nguồn kinh phí", "Funding"),
    "function": ("Nhiệm vụ", "Function"),
    "office": ("Mã chức vụ", "Office"),
    "authorized": ("Biên chế giao", "Posts authorized"),
    "filled": ("Có mặt", "Posts filled"),
    "fte": ("Quy đổi toàn thời gian", "Full-time equivalents"),
    "grade": ("Ngạch", "Grade"),
    "pay": ("Mức lương", "Pay"),
    "coefficient": ("Hệ số", "Coefficient"),
    "allowance": ("Phụ cấp", "Allowance"),
    "number": ("Số hiệu", "Number"),
    "issuer": ("Cơ quan ban hành", "Issuer"),
    "issuer_en": ("Cơ quan ban hành (tiếng Anh)", "Issuer in English"),
    "date": ("Ngày", "Date"),
    "locator": ("Vị trí trong văn bản", "Place in the document"),
    "confidence": ("Mức tin cậy", "Confidence"),
    "note": ("Ghi chú", "Note"),
    "seal": ("Con dấu", "Seal"),
    "born": ("Năm sinh", "Born"),
    "gender": ("Giới tính", "Gender"),
    "qualification": ("Trình độ", "Qualification"),
    "theory": ("Lý luận chính trị", "Political theory"),
    "party_member": ("Đảng viên", "Party member"),
    "person": ("Người (mã)", "Person (id)"),
    "post": ("Vị trí (mã)", "Post (id)"),
    "share": ("Tỷ lệ", "Share"),
    "basis": ("Căn cứ", "Basis"),
    "also_holds": ("Kiêm vị trí (mã)", "Also holds (id)"),
    "internal": ("Nội bộ", "Internal"),
    "official": ("Chính thức", "Official"),
    "probationary": ("Dự bị", "Probationary"),
    "total": ("Tổng số", "Total"),
    "total_group": ("Thuộc tổng", "Part of the sum"),
    "origin": ("Đến từ (mã)", "Came with (id)"),
    "quantity": ("Số lượng (mã)", "Quantity (id)"),
    "value": ("Giá trị", "Value"),
}

ENDS: dict[str, tuple[str, str]] = {"low": ("thấp nhất", "least"), "high": ("cao nhất", "most")}

GUIDE: dict[str, tuple[str, str]] = {
    "title": ("Tên đề án (ghi vào ô bên phải)", "Title of the proposal (write it to the right)"),
    "how": (
        "Cột có tiêu đề màu vàng có thể sửa; cột có tiêu đề màu xám giữ nguyên, trừ khi thêm dòng mới. Xóa dòng là kết thúc, thêm dòng là thành lập; dòng mới có thể để trống mã. Không sửa trang này ngoài tên đề án.",
        "Columns with a yellow heading may be edited; those with a grey one stay, but for new rows. A row that is deleted ends, one that is added begins; a new row may leave its id blank. On this sheet write nothing but the title.",
    ),
    "read": (
        "Sau đó: orgmodel diff HIỆN-TRẠNG TỆP-NÀY.xlsx -o ĐỀ-ÁN.yaml",
        "Then: orgmodel diff BASELINE THIS-FILE.xlsx -o PLAN.yaml",
    ),
    "sheet": ("Trang", "Sheet"),
    "heading": ("Tiêu đề", "Heading"),
    "column": ("Cột", "Column"),
    "edit": ("Có thể sửa", "May be edited"),
    "yes": ("có", "yes"),
    "no": ("không", "no"),
}


def office_word(words: dict[str, tuple[str, str]], key: str, language: str) -> str:
    """Give a word of the workbook: Vietnamese, or English for any other language; what has none as it is.

    >>> office_word(SHEETS, "units", "vi"), office_word(SHEETS, "units", "en"), office_word(HEADINGS, "x", "en")
    ('Đơn vị', 'Units', 'x')
    """
    return words[key][0 if language == "vi" else 1] if key in words else key


def heading(column: str, language: str) -> str:
    """Word the heading of a column: names with the language that they are in, the ends of a range as such.

    >>> heading("name_vi", "en"), heading("authorized_low", "en"), heading("parent", "vi")
    ('Name (vi)', 'Posts authorized, least', 'Trực thuộc (mã)')
    """
    base, _, end = column.rpartition("_")
    if end in ENDS and base in HEADINGS:
        return f"{office_word(HEADINGS, base, language)}, {office_word(ENDS, end, language)}"
    if base in ("name", "title"):
        return f"{office_word(HEADINGS, base, language)} ({end})"
    return office_word(HEADINGS, column, language)
