"""Every writer says what the manuscript says: read again by other libraries, the same bytes of the same manuscript."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pikepdf
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

import orgmodel
from orgmodel.core.names import text_in
from orgmodel.reports.cells import FIGURES
from orgmodel.reports.form import Form
from orgmodel.reports.manuscript import Chapter, Manuscript, Paragraph, Signature
from orgmodel.reports.pdf.writer import pdf
from orgmodel.reports.web_page import web_page
from orgmodel.reports.workbook import workbook
from orgmodel.reports.write import WRITERS, refuse_unknown_suffix
from tests.reports.papers import HOSTILE, both, changes, manuscript

LANGUAGES = ("vi", "en")


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_manuscript_gives_the_same_bytes(suffix, language) -> None:
    """No time, no chance and no order of a set is in any file."""
    assert WRITERS[suffix](manuscript("party"), language) == WRITERS[suffix](manuscript("party"), language)


def test_an_unknown_suffix_is_told_with_those_that_are_known(tmp_path) -> None:
    """Every writer is named."""
    with pytest.raises(orgmodel.ProblemsError) as told:
        refuse_unknown_suffix(tmp_path / "x.odt")
    assert all(suffix in str(told.value) for suffix in WRITERS)


# -- the workbook --------------------------------------------------------------------------------------------------------


def _first_row(form: Form) -> int:
    return 2 + (2 if any(column.group for column in form.columns) else 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheets_hold_the_figures_of_the_forms(language) -> None:
    """A sheet for each form, numbers as numbers, what is not known as its sign; read by calamine."""
    paper = manuscript()
    book = CalamineWorkbook.from_filelike(BytesIO(workbook(paper, language)))
    forms = list(paper.forms())
    assert len(book.sheet_names) == 1 + len(forms)
    for name, form in zip(book.sheet_names[1:], forms, strict=True):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert rows[0][0] == form.heading(language)
        for at in range(len(form.rows)):
            for place in range(len(form.columns)):
                found, text = rows[_first_row(form) + at][place], form.text(at, place, language)
                if (number := form.number(at, place)) is not None and form.kind_of(at, place) in FIGURES:
                    assert found == pytest.approx(number)
                elif text.startswith("≥"):
                    assert found == pytest.approx(int(re.sub(r"\D", "", text)))
                else:
                    assert found == text
        told = {cell for row in rows for cell in row}
        assert set(form.beneath(language)) <= told


def test_changes_and_sums_are_formulas_where_all_is_known_and_nowhere_else() -> None:
    """What follows from known cells is a formula over them that gives the form's figure; over a missing one stands none."""
    form = next(iter(manuscript().forms()))
    formulas = form.formulas()
    sheet = openpyxl.load_workbook(BytesIO(workbook(manuscript(), "en"))).worksheets[1]
    found = {
        (row - 1 - _first_row(form), column - 1)
        for row in range(1, sheet.max_row + 1)
        for column in range(1, sheet.max_column + 1)
        if str(sheet.cell(row, column).value).startswith("=")
    }
    assert found == set(formulas)
    assert found
    values = {(at, place): form.number(at, place) for at in range(len(form.rows)) for place in range(len(form.columns))}
    letters = "ABCDE"
    for at, place in found:
        text = sheet.cell(at + 1 + _first_row(form), place + 1).value
        worked = re.sub(
            r"SUM\((\w)(\d+):\w(\d+)\)",
            lambda match: "+".join(f"{match[1]}{row}" for row in range(int(match[2]), int(match[3]) + 1)),
            text[1:],
        )
        worked = re.sub(
            r"([A-E])(\d+)",
            lambda match: str(values[int(match[2]) - 1 - _first_row(form), letters.index(match[1])]),
            worked,
        )
        assert eval(worked) == pytest.approx(values[at, place])
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$3:$4"


@pytest.mark.needs_office
@pytest.mark.slow
def test_formulas_recompute_in_libreoffice(tmp_path, office) -> None:
    """A figure typed over in an office suite changes every sum and change that follows from it, and no other cell."""
    form = next(iter(manuscript().forms()))
    (tmp_path / "book.xlsx").write_bytes(workbook(manuscript(), "vi"))
    first = _first_row(form) + 1
    saved = office.typed(tmp_path / "book.xlsx", tmp_path / "typed.xlsx", {f"B{first + 1}": 1500}, sheet=1)
    sheet = openpyxl.load_workbook(saved, data_only=True).worksheets[1]
    found = {(at, place): sheet.cell(first + at, place + 1).value for at in range(len(form.rows)) for place in range(len(form.columns))}  # fmt: skip
    wanted = {(at, place): form.number(at, place) for at, place in found}
    wanted[1, 1] = 1500
    for _ in range(2):  # sums first, then what follows from them
        for cell, made in form.formulas().items():
            read = [wanted[one] or 0 for one in made.cells]
            wanted[cell] = sum(read) if made.kind == "sum" else read[0] - read[1]
    assert wanted[1, 3] == 1002 - 1500
    for cell, number in wanted.items():
        if number is not None and form.kind_of(*cell) in FIGURES:
            assert found[cell] == pytest.approx(number), cell


def test_signs_are_formats_and_the_number_stays() -> None:
    """At least and assumed are said by the number's format, in both readers of the file."""
    sheet = openpyxl.load_workbook(BytesIO(workbook(manuscript(), "en"))).worksheets[1]
    cell = next(one for row in sheet.iter_rows() for one in row if "≥" in one.number_format)
    assert isinstance(cell.value, int)
    wide = openpyxl.load_workbook(BytesIO(workbook(manuscript(), "en"))).worksheets[3]
    assert wide.page_setup.orientation == "landscape"


@pytest.mark.parametrize("suffix", [".xlsx"])
def test_no_name_is_a_formula(suffix) -> None:
    """Names that begin as a formula does stay words."""
    sheet = openpyxl.load_workbook(BytesIO(WRITERS[suffix](manuscript(), "en"))).worksheets[2]
    cells = [row[1] for row in sheet.iter_rows(min_row=4, max_row=3 + len(HOSTILE))]
    assert [one.value for one in cells] == list(HOSTILE)
    assert {one.data_type for one in cells} == {"s"}


def test_sheets_are_named_apart() -> None:
    """Forms of one title, long ones and letters that a sheet may not have give sheets of their own."""
    from dataclasses import replace

    paper = manuscript()
    title = both(
        "Bảng [1]: so sánh / trước và sau khi sắp xếp lại các đơn vị",
        "Table [1]: before / after, a very long title indeed",
    )
    forms = tuple(replace(changes(), annex="", title=title) for _ in range(3))
    names = openpyxl.load_workbook(
        BytesIO(workbook(replace(paper, chapters=(replace(paper.chapters[0], blocks=forms),)), "en"))
    ).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    of_clause = replace(paper.chapters[0], title=both("Đức Thọ", "Duc Tho"), blocks=forms[:2], clause="2.3")
    named = openpyxl.load_workbook(BytesIO(workbook(replace(paper, chapters=(of_clause,)), "en"))).sheetnames
    assert named[1:] == ["2.3 Table 1 before after, a", "2.3 Table 1 before after, a (2)"]


# -- the PDF -------------------------------------------------------------------------------------------------------------


def _tags(node, found: list[str]) -> list[str]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            _tags(one, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S))
        if "/K" in node:
            _tags(node.K, found)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_is_in_the_pdf_and_tagged(language) -> None:
    """Text is there by extraction, tables have heads and rows, the picture its alternative, the file its title and language."""
    paper = manuscript("state")
    data = pdf(paper, language)
    pages = PdfReader(BytesIO(data)).pages
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages)).replace("\u200b", "")
    for form in paper.forms():
        for row in form.texts(language):
            assert all(re.sub(r"\s+", "", cell) in text for cell in row)
        assert all(re.sub(r"\s+", "", note) in text for note in form.beneath(language))
    for chapter in paper.chapters:
        assert re.sub(r"\s+", "", text_in(chapter.title, language)).casefold() in text.casefold()
    file = pikepdf.open(BytesIO(data))
    root = file.Root
    assert str(root.Lang) == language
    assert root.MarkInfo.Marked
    found = _tags(root.StructTreeRoot, [])
    assert found.count("/Table") == len(list(paper.forms()))
    assert {"/TH", "/TD", "/H1", "/H2", "/Figure"} <= set(found)
    assert root.ViewerPreferences.DisplayDocTitle
    with file.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == text_in(paper.title, language)
    alternatives = [
        str(one.Alt)
        for one in file.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure" and "/Alt" in one
    ]
    assert alternatives == ["Sơ đồ: một đơn vị"]


def test_pages_of_the_pdf_turn_and_heads_repeat() -> None:
    """Only wide forms and pictures lie on their side; the head of the long form stands on each of its pages."""
    pages = PdfReader(BytesIO(pdf(manuscript("party"), "vi"))).pages
    wide = [page.mediabox.width > page.mediabox.height for page in pages]
    assert any(wide)
    assert not wide[0]
    assert not wide[-1]
    texts = [page.extract_text() for page in pages]
    assert sum("Tăng/giảm" in text for text in texts) >= 3
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(595, 842), (842, 595)}


@pytest.mark.parametrize("words", [20, 300])
@pytest.mark.parametrize("wide", [False, True])
def test_no_row_of_the_pdf_goes_over_a_page(words: int, *, wide: bool) -> None:
    """A row stands on the page that it begins on, wherever the page ends."""
    rows = [(f"đầu{at}", f"a{at}z " + "lời " * (words + 7 * at) + f" b{at}z") for at in range(40)]
    pages = _pages_of(Form.of("f", both("Bảng", "Table"), [both("TT", "No."), both("Lời", "Words")], rows, wide=wide))
    for at in range(40):
        found = [[n for n, text in enumerate(pages) if f"{side}{at}z" in text] for side in "ab"]
        assert found[0] == found[1], at
        assert len(found[0]) == 1, at


@pytest.mark.parametrize(("place", "words"), [(0, 3000), (3, 3000), (7, 3000), (3, 350), (3, 420), (0, 490), (7, 560)])
def test_a_row_as_high_as_a_page_and_higher_is_set_in_full(place: int, words: int) -> None:
    """Every word of a row of about a page, or of several, is there, once, and the rows beside it are whole."""
    rows = [(str(at), f"a{at}z " + "lời " * 60 + f" b{at}z") for at in range(8)]
    rows[place] = ("x", " ".join(f"w{at}." for at in range(words)))
    pages = _pages_of(Form.of("f", both("Bảng", "Table"), [both("TT", "No."), both("Lời", "Words")], rows))
    told = re.findall(r"w(\d+)\.", " ".join(pages))
    assert [int(one) for one in told] == list(range(words))
    for at in set(range(8)) - {place}:
        assert sum(f"a{at}z" in text and f"b{at}z" in text for text in pages) == 1, at


def test_what_is_said_of_a_table_stays_above_it() -> None:
    """A heading and the remark beneath it stand on the page of the table that they are over, wherever the page ends."""
    for lines in range(24, 44):
        text = tuple(Paragraph(both(f"Dòng {at}", f"Line {at}")) for at in range(lines))
        over = (Paragraph(both("Lời dẫn.", "A remark."), "remark"), changes(rows=40))
        paper = replace(
            manuscript("state", contents=False),
            chapters=(Chapter((), text), Chapter(both("Đầu bảng", "Heading"), over)),
            signature=None,
        )
        pages = [page.extract_text() for page in PdfReader(BytesIO(pdf(paper, "vi"))).pages]
        heading, remark, table = (next(at for at, one in enumerate(pages) if text in one) for text in ("ĐẦU BẢNG", "Lời dẫn.", "Phòng số 0"))  # fmt: skip
        assert heading == remark == table, lines


def _pages_of(form: Form) -> list[str]:
    paper = Manuscript("p", both("Tên", "Title"), (Chapter((), (form,)),))
    return [page.extract_text() for page in PdfReader(BytesIO(pdf(paper, "vi"))).pages]


@pytest.mark.parametrize("profile", ["party", "state"])
def test_there_is_room_to_sign_in_the_pdf(profile: str) -> None:
    """Beneath the office of who signs stay three lines of its page, wherever the text before it ends."""
    for lines in range(24, 40, 2):
        paper = replace(
            manuscript(profile),
            chapters=(Chapter((), tuple(Paragraph(both(f"Dòng {at}", f"Line {at}")) for at in range(lines))),),
            signature=Signature((), both("BÍ THƯ", "SECRETARY")),
            contents=False,
        )
        heights: list[float] = []
        page = PdfReader(BytesIO(pdf(paper, "vi"))).pages[-1]
        assert page.extract_text().strip().endswith("BÍ THƯ")
        page.extract_text(visitor_text=lambda text, cm, tm, *_, found=heights: found.append(tm[5] * cm[3] + cm[5]) if text.strip() else None)  # fmt: skip
        assert min(one for one in heights if one > 0) > (20 + 14) / 25.4 * 72, lines


# -- the page ------------------------------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    """Gather tables, headings and whatever would be loaded; void elements aside every one is closed in order."""

    VOID = frozenset({"meta", "rect", "br", "wbr", "path", "line"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.headings: list[str] = []
        self.loaded: list[str] = []
        self.wrong: list[str] = []
        self.regions = 0

    def handle_starttag(self, tag, attributes) -> None:
        given = dict(attributes)
        self.loaded += [
            value for name, value in attributes if name in ("src", "href") and value and not value.startswith("#")
        ]
        self.regions += given.get("role") == "region"
        if tag == "script":
            self.wrong.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if re.fullmatch(r"h\d", tag):
            self.headings.append("")

    def handle_startendtag(self, tag, attributes) -> None:
        """A closed element has nothing inside."""

    def handle_endtag(self, tag) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data) -> None:
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data
        if self.open and re.fullmatch(r"h\d", self.open[-1]):
            self.headings[-1] += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_loads_nothing_and_holds_every_cell(language) -> None:
    """Elements close in order, no script and no address is in it, and tables hold the forms' texts."""
    paper = manuscript("party")
    reader = _Reader()
    reader.feed(web_page(paper, language).decode())
    assert (reader.wrong, reader.open, reader.loaded) == ([], [], [])
    expected = [
        [texts[place] for place, _ in form.spans(at, language)]
        for form in paper.forms()
        for at, texts in enumerate(form.texts(language))
    ]
    assert [row for row in reader.rows if row in expected] == expected
    assert [text_in(one.title, language) for one in paper.chapters] == [
        one for one in reader.headings if one in [text_in(x.title, language) for x in paper.chapters]
    ]
    assert reader.regions == len(list(paper.forms()))


@pytest.mark.needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_from_the_page(scheme) -> None:
    """In Chromium, in both schemes: every text has a contrast of 4.5 at least, and nothing is wider than a phone's window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page(color_scheme=scheme, viewport={"width": 375, "height": 800})
        page.set_content(web_page(manuscript("state"), "vi").decode())
        found = page.evaluate(CONTRASTS)
        assert found["least"] >= 4.5
        assert found["width"] <= 375
        browser.close()


CONTRASTS = """() => {
  const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4 });
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] };
  const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c } return 'rgb(255,255,255)' };
  let least = 21;
  for (const e of document.querySelectorAll('p,th,td,h1,h2,h3,li,a,caption,figcaption,summary')) {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
    least = Math.min(least, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
  }
  return { least, width: document.documentElement.scrollWidth };
}"""


def _chromium() -> str:
    import shutil

    return shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
