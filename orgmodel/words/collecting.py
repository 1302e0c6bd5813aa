"""The words of the form that goes out to whoever supplies figures, in Vietnamese and English."""

from __future__ import annotations

SHEET = ("Số liệu", "Figures")
COLUMNS = ("number", "unit", "what", "now", "range", "src", "figure", "paper", "day", "note")
"""The columns that are shown; from ``figure`` on they are filled in."""
FILLED = ("figure", "paper", "day", "note")
HIDDEN = ("study", "table", "key", "field", "stood")
"""The columns by which a cell is found again."""
WORDS: dict[str, tuple[str, str]] = {
    "title": ("Đề nghị cung cấp số liệu", "Figures asked for"),
    "number": ("TT", "No."),
    "unit": ("Đơn vị", "Unit"),
    "what": ("Nội dung", "What"),
    "now": ("Hiện ghi", "Stands now"),
    "range": ("Khoảng", "Range"),
    "src": ("Nguồn hiện ghi", "Its source"),
    "figure": ("Số liệu đúng", "The figure"),
    "paper": ("Văn bản, nguồn", "Paper it stands in"),
    "day": ("Số liệu đến ngày", "As of"),
    "note": ("Ghi chú", "Note"),
    "study": ("nghiên cứu", "study"),
    "table": ("bảng", "table"),
    "key": ("mã", "key"),
    "field": ("cột", "field"),
    "stood": ("đã ghi", "stood"),
    "unknown": ("chưa có", "not known"),
    "assumed": ("giả định", "assumed"),
    "nobody_named": ("Chưa rõ nơi cung cấp", "Nobody named"),
    "not_a_figure": ("Ghi một số không âm, hoặc để trống nếu chưa biết.", "A number that is not negative; leave it blank if it is not known."),
    "kind": ("biểu số liệu", "form of figures"),
    "collected": ("Số liệu do {supplier} cung cấp", "Figures supplied by {supplier}"),
}  # fmt: skip
GUIDE = (
    ("Điền vào các ô tô màu: số liệu đúng, văn bản hoặc nguồn, ngày của số liệu. Ô để trống nghĩa là chưa biết.", "Fill in the coloured cells: the figure, the paper it stands in, its day. A cell left blank is not known."),
    ("“Hiện ghi” là số đang dùng: nơi chưa có số liệu thì ghi “chưa có”; số giả định có khoảng bên cạnh.", "What stands now is what is used; an assumed figure has its range beside it."),
    ("Ngày ghi theo dạng 30/9/2022. Không thêm, xóa hay đổi chỗ các cột.", "Days are written 30/9/2022 or 2022-09-30. Do not add, delete or move columns."),
)  # fmt: skip


def words(key: str, language: str) -> str:
    """Give a word of the form.

    >>> words("unit", "vi"), words("unit", "en")
    ('Đơn vị', 'Unit')
    """
    return WORDS[key][language != "vi"]
