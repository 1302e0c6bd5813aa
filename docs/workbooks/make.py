"""Write the workbooks that the first ten minutes begin with: made-up harbour offices, as a personnel office keeps its list."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

HERE = Path(__file__).parent
BOOKS = {
    "harbour.xlsx": {
        "Establishment": [
            ["Harbour Office: establishment as at 30 September 2026"],
            [],
            ["Position No.", "Position Title", "Unit code", "Reports to", "FTE", "Status", "Incumbent"],
            [1, "Director", "HO", None, 1, "Filled", "Ana Sol"],
            [2, "Deputy Director", "HO", 1, 1, "Filled", "Bo Lind"],
            [3, "Head of Pilots", "PIL", 1, 1, "Filled", "Cy Park"],
            [4, "Pilot", "PIL", 3, 1, "Filled", "Di Rao"],
            [5, "Pilot", "PIL", 3, 1, "Vacant", None],
            [6, "Head of Moorings", "MOO", 1, 1, "Filled", "Ed Sun"],
            [7, "Rope hand", "MOO", 6, 1, "Filled", "Fay Tam"],
            [8, "Rope hand", "MOO", 6, 0.5, "tbc", None],
        ],
        "Org units": [
            ["Code", "Unit", "Parent code", "Type"],
            ["HO", "Harbour Office", None, "Office"],
            ["PIL", "Pilots", "HO", "Section"],
            ["MOO", "Moorings", "HO", "Section"],
        ],
    },
    "cang-vu.xlsx": {
        "Biên chế": [
            ["Cảng vụ: danh sách vị trí đến ngày 30/9/2026"],
            [],
            ["Mã vị trí", "Chức danh", "Mã đơn vị", "Người quản lý", "FTE", "Tình trạng", "Họ và tên"],
            [1, "Giám đốc", "CV", None, 1, "Có người", "Trần Văn An"],
            [2, "Phó Giám đốc", "CV", 1, 1, "Có người", "Lê Thị Bình"],
            [3, "Trưởng đội Hoa tiêu", "HT", 1, 1, "Có người", "Ngô Văn Cường"],
            [4, "Hoa tiêu", "HT", 3, 1, "Có người", "Đỗ Văn Dũng"],
            [5, "Hoa tiêu", "HT", 3, 1, "Trống", None],
            [6, "Trưởng đội Cầu bến", "CB", 1, 1, "Có người", "Vũ Thị Em"],
            [7, "Công nhân", "CB", 6, 1, "Có người", "Bùi Văn Giang"],
            [8, "Công nhân", "CB", 6, 0.5, "Chưa rõ", None],
        ],
        "Đơn vị": [
            ["Mã đơn vị", "Tên đơn vị", "Mã đơn vị cấp trên", "Loại"],
            ["CV", "Cảng vụ", None, "Cơ quan"],
            ["HT", "Đội Hoa tiêu", "CV", "Đội"],
            ["CB", "Đội Cầu bến", "CV", "Đội"],
        ],
    },
}


def write(name: str, folder: Path = HERE) -> None:
    """Write one of them."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in BOOKS[name].items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        head = 3 if rows[0][1:] == [] else 1
        for cell in (*sheet[1], *sheet[head]):
            cell.font = Font(bold=True)
        for column, wide in zip("ABCDEFG", (14, 24, 18, 14, 8, 12, 20), strict=False):
            sheet.column_dimensions[column].width = wide
    book.save(folder / name)


if __name__ == "__main__":
    for each in BOOKS:
        write(each)
