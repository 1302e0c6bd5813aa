"""A small manuscript with one of everything, hostile names among them, for the tests of every writer."""

from __future__ import annotations

from orgmodel.core.figures import Amount
from orgmodel.core.names import Names, names_of
from orgmodel.reports.form import GROUP, SUBTOTAL, TOTAL, Form, FormColumn, FormRow
from orgmodel.reports.manuscript import (
    Chapter,
    Letterhead,
    Manuscript,
    PageBreak,
    Paragraph,
    Picture,
    PicturePage,
    Signature,
    Statement,
)

HOSTILE = (
    "=1+1",
    "+A1",
    "@x",
    "-2",
    "{{ title }}",
    "<b>&amp;</b>",
    "]]>",
    "{% if %}",
    "#let x = 1",
    "$x$",
    "a\u00a0b",
    "x" * 300,
    "Đặng Thị Ưởng",
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="160mm" height="90mm" viewBox="0 0 160 90"><rect width="160" height="90" fill="#ddd"/></svg>'


def both(vi: str, en: str) -> Names:
    """Name something in two languages."""
    return names_of(vi=vi, en=en)


def png(dpi: int) -> bytes:
    """Draw the picture's page as a bitmap of a resolution."""
    from io import BytesIO

    from PIL import Image

    stream = BytesIO()
    Image.new("L", (round(160 / 25.4 * dpi), round(90 / 25.4 * dpi)), 220).save(stream, "PNG")
    return stream.getvalue()


def changes(*, wide: bool = False, rows: int = 3) -> Form:
    """A form of figures before and after, with groups, sums, and what is not known or assumed."""
    columns = [
        FormColumn(both("Đơn vị", "Unit")),
        FormColumn(both("Trước", "Before"), "count", "before", "posts", both("Biên chế", "Posts"), adds_up=True),
        FormColumn(both("Sau", "After"), "count", "after", "posts", both("Biên chế", "Posts"), adds_up=True),
        FormColumn(both("Tăng/giảm", "Change"), "count", "change", "posts", both("Biên chế", "Posts"), adds_up=True),
        FormColumn(both("Quy đổi", "FTE"), "fte"),
    ]
    body = [FormRow((both(f"Phòng số {n}", f"Section {n}"), 1000 + n, 1002 + n, 2, 12.5), level=1) for n in range(rows)]
    body.append(FormRow((both("Phòng chưa rõ", "Section unknown"), None, 4, None, Amount(3))))
    lines = [FormRow((both("Khối Đảng", "Party"), None, None, None, None), GROUP), *body]
    total = sum(1000 + n for n in range(rows))
    lines.append(
        FormRow(
            (
                both("Cộng", "Sum"),
                Amount.of(total, "here") + Amount.of(None, "there"),
                total + 2 * rows + 4,
                None,
                None,
            ),
            SUBTOTAL,
        )
    )
    lines.append(
        FormRow(
            (
                both("Tổng cộng", "Total"),
                Amount.of(total, "here") + Amount.of(None, "there"),
                total + 2 * rows + 4,
                None,
                None,
            ),
            TOTAL,
        )
    )
    return Form.of(
        "changes", both("So sánh trước và sau", "Before and after"), columns, lines, (both("Chú thích một", "A note"),),
        annex="4", unit=both("người", "people"), as_of="2022-09-30", source=both("báo cáo", "a report"), wide=wide,
    )  # fmt: skip


def names_form() -> Form:
    """A form of names that mean something to one format or another."""
    rows = [(str(at + 1), text) for at, text in enumerate(HOSTILE)]
    return Form.of("names", both("Tên", "Names"), [both("TT", "No."), both("Tên", "Name")], rows)


def manuscript(profile: str = "neutral", *, contents: bool = True) -> Manuscript:
    """A manuscript with every kind of block, a letterhead and a signature."""
    page = PicturePage(SVG, png, 160, 90, "Sơ đồ: một đơn vị", ((0, "Tỉnh ủy"), (1, "Ban Tổ chức")))
    picture = Picture(
        "chart", both("Sơ đồ tổ chức", "Org chart"), lambda language: (page,), notes=(both("Nguồn: x", "Source: x"),)
    )
    motto = {
        "neutral": (),
        "party": (both("ĐẢNG CỘNG SẢN VIỆT NAM", "COMMUNIST PARTY OF VIET NAM"),),
        "state": (
            both("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
            both("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
        ),
    }[profile]
    return Manuscript(
        "paper",
        both("Sắp xếp tổ chức", "Reorganisation"),
        (
            Chapter(
                both("Tóm tắt", "Summary"),
                (
                    Paragraph(both("Điều quyết định", "What is decided"), "lead"),
                    Paragraph(both("Một đoạn văn thường.", "A plain paragraph.")),
                    Paragraph(both("mục một", "item one"), "item"),
                    Paragraph(both("in nhỏ", "small print"), "remark"),
                    Statement(both("nguyên văn “trích”", "as written"), "vi", both("Kết luận", "Conclusion"), both("Ưu điểm", "Strength")),
                    changes(),
                ),
            ),
            Chapter(both("Sơ đồ", "Chart"), (picture, PageBreak(), names_form()), level=2),
            Chapter(both("Phụ lục", "Annex"), (changes(wide=True, rows=60),), annex=True),
        ),
        type=both("Đề án", "Scheme"),
        opening=(Paragraph(both("DỰ THẢO", "DRAFT"), "draft"),),
        letterhead=Letterhead(
            profile, motto, both("Tỉnh ủy Hà Tĩnh", "Provincial committee"), both("Ban Tổ chức", "Organisation board"),
            both("Số:      -ĐA/BTC", "No.      "), both("Hà Tĩnh, ngày    tháng    năm", "Ha Tinh, "),
        ),
        signature=Signature(both("T/M BAN THƯỜNG VỤ", "FOR THE STANDING COMMITTEE"), both("BÍ THƯ", "SECRETARY"), "", (both("Tỉnh ủy", "Committee"), both("Lưu VT", "File"))),
        contents=contents,
    )  # fmt: skip
