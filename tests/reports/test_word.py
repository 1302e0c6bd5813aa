"""Word documents say what the manuscript says, in the measures of their profile; read again by python-docx, lxml and LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

import orgmodel
from orgmodel.core.names import names_of, text_in
from orgmodel.reports.column_widths import CELL_MARGIN, LEAST_SIZE, PLAIN, fitted
from orgmodel.reports.form import GROUP, TOTAL, Form, FormColumn, FormRow
from orgmodel.reports.letter_widths import MILLIMETRES, ems
from orgmodel.reports.letterhead import signature
from orgmodel.reports.typography import PROFILES, SOURCES, Typography
from orgmodel.reports.word import parts
from orgmodel.reports.word.writer import word
from orgmodel.scenario.elements import Letter
from tests.reports.papers import HOSTILE, changes, manuscript, names_form

LANGUAGES = ("vi", "en")


def _read(data: bytes):
    return Document(BytesIO(data))


def _texts(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_every_form_is_in_the_document(language) -> None:
    """Tables stand in the order of the forms, their cells as the forms write them, their heads above."""
    paper = manuscript()
    tables = [one for one in _read(word(paper, language)).tables if one._tbl.tblPr.find(qn("w:tblCaption")) is not None]
    forms = list(paper.forms())
    assert len(tables) == len(forms)
    for table, form in zip(tables, forms, strict=True):
        heads = 2 if any(column.group for column in form.columns) else 1
        rows = _texts(table)
        for at, texts in enumerate(form.texts(language)):
            spread = [texts[place] for place, across in form.spans(at, language) for _ in range(across)]
            assert rows[heads + at] == spread  # a merged cell is given for each column that it goes over
        rows[:heads] = [[cell.replace("\u200b", "") for cell in row] for row in rows[:heads]]
        assert rows[heads - 1] == [text_in(column.heading, language) for column in form.columns]
        if heads == 2:
            assert rows[0] == [text_in(column.group or column.heading, language) for column in form.columns]
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == form.heading(language)
        marked = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marked == [at < heads for at in range(len(rows))]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_statements_and_what_stands_around_are_there(language) -> None:
    """Chapters are headings of their level, quotations are word for word, and head and foot say what the manuscript does."""
    paper = manuscript("party")
    made = _read(word(paper, language))
    headings = [(one.style.name, one.text) for one in made.paragraphs if one.style.name.startswith("Heading")]
    expected = [(f"Heading {one.level}", text_in(one.title, language)) for one in paper.chapters]
    assert headings[: len(expected)] == expected
    text = "\n".join(node.text or "" for node in made.element.body.iter(qn("w:t")))
    assert "“nguyên văn “trích””" in text
    for names in (
        paper.type,
        paper.title,
        paper.letterhead.superior,
        paper.letterhead.issuer,
        paper.letterhead.number,
        paper.signature.office,
    ):
        assert text_in(names, language) in text
    for form in paper.forms():
        for note in form.beneath(language):
            assert note in text
    assert {"Tỉnh ủy", "Ban Tổ chức"} <= {one.text for one in made.paragraphs if one.style.name == "Chart List"}
    locale = {"vi": "vi-VN", "en": "en-GB"}[language]
    assert made.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == locale
    assert made.core_properties.title == text_in(paper.title, language)


def test_contents_lead_to_the_chapters() -> None:
    """Each line of the contents has a field for the page of a mark that stands at a heading."""
    root = _read(word(manuscript(), "vi")).element.body
    asked = [match[1] for one in root.iter(qn("w:instrText")) if (match := re.match(r" PAGEREF (\w+)", one.text or ""))]
    marks = {one.get(qn("w:name")) for one in root.iter(qn("w:bookmarkStart"))}
    assert asked == ["part1", "part2", "part3"]
    assert set(asked) <= marks


def test_pages_lie_on_their_side_only_for_what_is_wide() -> None:
    """A wide form and a wide picture have a section on its side; what follows is upright again, with the margins turned."""
    made = _read(word(manuscript("state"), "vi"))
    sides = [section.page_width > section.page_height for section in made.sections]
    assert sides == [False, True, False, True, False]
    wide = made.sections[1]
    assert (round(wide.top_margin.mm), round(wide.left_margin.mm)) == (30, 20)
    assert all(
        round(section.left_margin.mm) == 30 for section in made.sections if section.page_width < section.page_height
    )


def test_a_picture_is_vector_and_bitmap_with_its_alternative() -> None:
    """The package holds the SVG beside a bitmap of 300 dpi, and the drawing refers to both and says what it shows."""
    data = word(manuscript(), "vi")
    with ZipFile(BytesIO(data)) as package:
        names = package.namelist()
        assert "word/media/chart1.svg" in names
        assert b"<svg" in package.read("word/media/chart1.svg")
        bitmap = package.read(next(name for name in names if name.endswith(".png")))
        assert b'ContentType="image/svg+xml"' in package.read("[Content_Types].xml")
    from PIL import Image

    assert Image.open(BytesIO(bitmap)).size == (round(160 / 25.4 * 300), round(90 / 25.4 * 300))
    body = _read(data).element.body
    (drawing,) = body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    assert drawing.get("descr") == "Sơ đồ: một đơn vị"
    assert len([one for one in body.iter() if str(one.tag).endswith("}svgBlip")]) == 1


MEASURED = {"party": (20, 20, 30, 15), "state": (20, 20, 30, 15), "neutral": (20, 20, 25, 20)}


@pytest.mark.parametrize("profile", PROFILES)
def test_the_measures_of_a_profile_are_in_the_file(profile) -> None:
    """Paper, margins, face and sizes are in the file as the profile has them, page numbers above the text but on the first page."""
    made = _read(word(manuscript(profile), "vi"))
    kind, section = PROFILES[profile], made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert tuple(round(one.mm) for one in margins) == MEASURED[profile]
    normal = made.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == (kind.face, kind.body)
    fonts = normal.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{one}")) for one in ("ascii", "hAnsi", "eastAsia", "cs")} == {kind.face}
    assert section.different_first_page_header_footer
    head = section.header._element
    assert [one.text for one in head.iter(qn("w:instrText"))] == [" PAGE "]
    assert not list(section.first_page_header._element.iter(qn("w:instrText")))


def test_the_letterheads_follow_their_papers() -> None:
    """What the two papers ask of the head, run by run: sizes, bold, italic, the star and the rules."""

    def runs(profile: str) -> dict[str, tuple[float, bool, bool, bool]]:
        table = _read(word(manuscript(profile), "vi")).tables[0]
        found = [run for cell in table.rows[0].cells for one in cell.paragraphs for run in one.runs]
        return {one.text: (one.font.size.pt, one.font.bold, one.font.italic, one.font.all_caps) for one in found}

    party, state = runs("party"), runs("state")
    assert party["ĐẢNG CỘNG SẢN VIỆT NAM"] == (15, True, False, True)
    assert party["Tỉnh ủy Hà Tĩnh"] == (14, False, False, True)
    assert party["Ban Tổ chức"] == (14, True, False, True)
    assert party["Hà Tĩnh, ngày    tháng    năm"] == (14, False, True, False)
    assert "*" in party
    assert "*" not in state
    assert state["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == (12, True, False, True)  # 12-13, on one line
    assert state["Độc lập - Tự do - Hạnh phúc"] == (13, True, False, False)
    assert state["Tỉnh ủy Hà Tĩnh"] == (13, False, False, True)


@pytest.mark.parametrize(("profile", "wanted"), [("party", "T/M BAN THƯỜNG VỤ"), ("state", "TM. BAN THƯỜNG VỤ")])
def test_who_signs_does_so_as_papers_of_the_profile_have_it(profile, wanted) -> None:
    """On behalf of is written with a stroke in the Party's papers and with a point in those of the state, whichever a study has."""
    for given in ("T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ"):
        letter = Letter(authority=names_of(vi=given), office=names_of(vi="BÍ THƯ"))
        paper = replace(manuscript(profile), signature=signature(profile, letter))
        text = [node.text for node in _read(word(paper, "vi")).element.body.iter(qn("w:t"))]
        assert wanted in text
        assert "BÍ THƯ" in text


def test_every_measure_of_a_profile_has_a_source() -> None:
    """Nothing of the two profiles is set without saying where it is from and how sure that is."""
    for profile, sources in SOURCES.items():
        told = {name for names in sources for name in names.split()}
        own = {"indent", "above", "item", "line", "form", "signer", "recipient", "bullet", "left_side"}
        assert set(Typography.__dataclass_fields__) - told - own == set(), profile


def test_the_same_manuscript_gives_the_same_bytes() -> None:
    """No time and no chance is in the file."""
    assert word(manuscript("party"), "vi") == word(manuscript("party"), "vi")


def test_hostile_names_stay_words() -> None:
    """Names that mean something to a template, a formula or a markup are in the file as they are."""
    made = _read(word(manuscript(), "en"))
    table = next(one for one in made.tables if len(one.columns) == 2 and len(one.rows) == len(HOSTILE) + 1)
    assert [row[1] for row in _texts(table)[1:]] == [text for _, text in names_form().texts("en")] == list(HOSTILE)


# -- an office's own document --------------------------------------------------------------------------------------------


def _template(path: Path, *, table: bool = False) -> Path:
    document = Document()
    document.sections[0].left_margin = Mm(40)
    document.add_table(1, 2).cell(0, 0).text = "{{ superior }} / {{issuer}}"
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("{{ content }}")
    document.add_paragraph("Ký: {{ office }}")
    document.add_paragraph("{{ annexes }}")
    document.add_paragraph("Hết")
    document.save(path)
    return path


def test_a_template_of_an_office_is_filled_and_keeps_its_own_page(tmp_path) -> None:
    """The tags hold the manuscript's texts, chapters stand in their places in order, margins and styles are the office's."""
    paper = manuscript()
    data = word(paper, "vi", _template(tmp_path / "mau.docx"))
    made = _read(data)
    assert made.tables[0].cell(0, 0).text == "Tỉnh ủy Hà Tĩnh / Ban Tổ chức"
    order = [
        one.text
        for one in made.paragraphs
        if one.text in ("Sắp xếp tổ chức", "Tóm tắt", "Sơ đồ", "Ký: BÍ THƯ", "Phụ lục", "Hết")
    ]
    assert order == ["Sắp xếp tổ chức", "Tóm tắt", "Sơ đồ", "Ký: BÍ THƯ", "Phụ lục", "Hết"]
    assert "{{" not in "".join(one.text for one in made.paragraphs)
    assert [round(made.sections[at].left_margin.mm) for at in (0, -1)] == [40, 40]
    assert made.sections[-1].page_width < made.sections[-1].page_height
    tables = [one for one in made.tables if one._tbl.tblPr.find(qn("w:tblCaption")) is not None]
    assert [_texts(one)[-1] for one in tables] == [form.texts("vi")[-1] for form in paper.forms()]
    assert word(paper, "vi", tmp_path / "mau.docx") == data


TEMPLATES = sorted((Path(__file__).parent / "templates").glob("*.docx"))
"""Made in LibreOffice: a logo and own styles, tags broken over runs of several looks, a table in a table on a page on its side."""


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_templates_that_another_program_made_are_filled_without_a_change(template) -> None:
    """All that an office has in its paper stays: pictures, styles, heads and feet, the page; the tags hold texts, no sign is left."""
    paper, before = manuscript("party"), template.read_bytes()
    data = word(paper, "vi", template)
    assert template.read_bytes() == before
    assert word(paper, "vi", template) == data
    theirs, made = Document(template), _read(data)
    text = "".join(node.text or "" for node in made.element.body.iter(qn("w:t")))
    for part in (made.sections[0].header, made.sections[0].footer):
        text += "".join(node.text or "" for node in part._element.iter(qn("w:t")))
    shown = "".join(HOSTILE)
    assert "{{" not in text.replace(shown, "").replace("{{ title }}", "")
    assert "\ue0a5" not in text
    for names in (paper.title, paper.letterhead.issuer, paper.letterhead.number):
        assert text_in(names, "vi") in text
    tables = [one for one in made.tables if one._tbl.tblPr.find(qn("w:tblCaption")) is not None]
    assert [_texts(one)[-1] for one in tables] == [form.texts("vi")[-1] for form in paper.forms()]
    called = {one.name for one in made.styles}
    assert {one.name for one in theirs.styles} <= called
    assert {"Nội dung", "Tên văn bản"} & called
    page, own = made.sections[0], theirs.sections[0]
    assert (page.page_width, page.page_height, page.left_margin) == (own.page_width, own.page_height, own.left_margin)
    if own.page_width > own.page_height:  # a paper on its side stays so
        assert all(one.page_width > one.page_height for one in made.sections)
    with ZipFile(template) as old, ZipFile(BytesIO(data)) as new:
        kept = [name for name in old.namelist() if name.startswith("word/media/")]
        assert [new.read(name) for name in kept] == [old.read(name) for name in kept]


def test_a_place_for_chapters_is_in_the_text(tmp_path) -> None:
    """Tags in a table of a table and in content controls are found; chapters go into no cell, head or foot."""
    document = Document()
    outer = document.add_table(2, 2)
    inner = outer.cell(1, 1).add_table(1, 1)
    inner.cell(0, 0).text = "{{ wrong }}"
    outer.cell(0, 1).text = "{{ content }}"
    control = parts.element("sdt")
    control.append(parts.element("sdtContent"))
    control[0].append(document.add_paragraph("{{ titel }}")._p)
    document.element.body.insert(0, control)
    document.sections[0].footer.paragraphs[0].text = "{{ annexes }}"
    document.save(tmp_path / "bad.docx")
    with pytest.raises(orgmodel.ProblemsError) as told:
        word(manuscript(), "vi", tmp_path / "bad.docx")
    found = [str(one.message) for one in told.value.problems]
    assert len(found) == 4
    assert any("paragraph 1: no tag 'titel'" in one for one in found)
    assert any(
        "table 1, row 1, cell 2: 'content' stands in a line of its own, outside of tables" in one for one in found
    )
    assert any("table 2, row 1, cell 1: no tag 'wrong'" in one for one in found)
    assert any("the head or foot of a page: 'annexes'" in one for one in found)


def test_a_faulty_template_is_told_to_the_cell(tmp_path) -> None:
    """Unknown and unclosed tags, a place in the middle of words and a missing one are told at once, with the nearest."""
    document = Document()
    document.add_paragraph("{{ titel }} {% for x in y %}")
    document.add_table(1, 2).cell(0, 1).text = "xx {{ content }}"
    document.sections[0].header.paragraphs[0].text = "{{ nme }}"
    document.save(tmp_path / "bad.docx")
    with pytest.raises(orgmodel.ProblemsError) as told:
        word(manuscript(), "vi", tmp_path / "bad.docx")
    text = str(told.value)
    assert "paragraph 1: no tag 'titel'; did you mean 'title'?" in text
    assert "table 1, row 1, cell 2" in text
    assert "the head or foot of a page: no tag 'nme'; did you mean 'name'?" in text
    assert "{% for x in y %}" in text
    assert all(one.location.file.endswith("bad.docx") for one in told.value.problems)
    Document().save(tmp_path / "empty.docx")
    with pytest.raises(orgmodel.ProblemsError, match="content"):
        word(manuscript(), "vi", tmp_path / "empty.docx")
    (tmp_path / "text.docx").write_text("no document")
    with pytest.raises(orgmodel.ProblemsError, match=r"no Word document"):
        word(manuscript(), "vi", tmp_path / "text.docx")
    with pytest.raises(orgmodel.ProblemsError, match=r"there is no such file"):
        word(manuscript(), "vi", tmp_path / "missing.docx")


# -- seen as an office sees it -------------------------------------------------------------------------------------------


@pytest.mark.needs_office
@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
def test_libreoffice_sets_every_row_on_pages(profile, tmp_path) -> None:
    """Turned to PDF, every cell and heading is there, heads of tables repeat, and no page is upright that should lie."""
    paper = manuscript(profile)
    (tmp_path / "paper.docx").write_bytes(word(paper, "vi"))
    office = shutil.which("soffice") or "soffice"
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/u",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "paper.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    from pypdf import PdfReader

    pages = PdfReader(tmp_path / "paper.pdf").pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    for form in paper.forms():
        for row in form.texts("vi"):
            for cell in row:
                cell = re.sub(r"\s+", " ", cell)
                if len(cell) < 40:
                    assert cell in text or cell.replace(" ", "") in text.replace(" ", ""), cell
    wide = [page.mediabox.width > page.mediabox.height for page in pages]
    assert any(wide)
    assert not wide[0]
    heads = sum("Tăng/giảm" in page.extract_text() for page in pages)
    assert heads >= 3  # the long form goes over pages


def test_no_column_breaks_a_word_where_there_is_room() -> None:
    """Shares sum to one, each column holds its longest word, and a crowded form is set smaller until it does."""
    for room in (160.0, 75.0):
        form = changes()
        size, shares = fitted(form, "vi", room, 11)
        assert LEAST_SIZE <= size <= 11
        assert (size < 11) == (room < 100)
        assert sum(shares) == pytest.approx(1)
        texts = [*form.texts("vi"), [text_in(column.heading, "vi") for column in form.columns]]
        for place, share in enumerate(shares):
            longest = max(ems(part, PLAIN) for row in texts for part in re.split(r"[\s/]", row[place]))
            assert share * room >= longest * size * MILLIMETRES + 2 * CELL_MARGIN - 0.01


def test_bold_heads_and_totals_break_no_word() -> None:
    """Heads, totals and headings over rows are measured bold, with ơ and ư as wide as they are; numbers of headings take no more."""
    columns = [names_of(vi="TT"), names_of(vi="Đơn vị"), *[FormColumn(names_of(vi="Cấp trưởng"), "count")] * 12]
    rows = [FormRow(("III", "Trước", *[1] * 12), GROUP), *[FormRow(("", "Sở Nội vụ", *[1] * 12))] * 3]
    form = Form.of("f", (), columns, [*rows, FormRow(("", "Tổng cộng", *[4] * 12), TOTAL)])
    size, shares = fitted(form, "vi", 165.0, 12, "Times New Roman")
    needed = ems("trưởng", "Times New Roman", bold=True) * size * MILLIMETRES + 2 * CELL_MARGIN
    assert min(shares[2:]) * 165 >= needed - 0.01
    assert shares[0] < shares[2]
