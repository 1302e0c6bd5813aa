"""The reports of the shipped study, read as their addressee would: what each must show, and how long it may be."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

import orgmodel
from orgmodel import api
from orgmodel.comparison.comparison import Comparison
from orgmodel.core.names import text_in
from orgmodel.reports.annex_fit import table_fit
from orgmodel.reports.cells import cell_text, number_of
from orgmodel.reports.form import GROUP, TOTAL, Form
from orgmodel.reports.manuscript import Manuscript, Paragraph, Statement
from orgmodel.reports.page_height import fits_one_page
from orgmodel.reports.papers import PAPERS, REPORT, papers_of
from orgmodel.reports.pdf.writer import pdf
from orgmodel.reports.typography import STATE
from orgmodel.reports.word.writer import word
from orgmodel.words.citations import paper_in_full

PROFILES = ("neutral", "party", "state")
STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


@pytest.fixture(scope="module")
def papers():
    """Give the papers of a scenario by itself, with its alternatives beside it, made once for each profile."""
    compared: dict[str, Comparison] = {}
    made: dict[tuple[str, str | None], dict[str, Manuscript]] = {}

    def of(label: str, profile: str | None = None) -> dict[str, Manuscript]:
        if (label, profile) not in made:
            if label not in compared:
                path = STUDY / f"{label}.yaml" if label else STUDY
                compared[label] = api.compare_all(api.read_outcomes([path]), language="vi")
            comparison = compared[label]
            kinds = PAPERS if profile is None else (REPORT,)
            listed = papers_of(comparison, kinds, replace(api.report_asked(comparison), profile=profile))
            made[label, profile] = {paper.id.removesuffix(f"-{label}"): paper for paper in listed}
        return made[label, profile]

    return of


def form_of(paper: Manuscript, id: str) -> Form:
    """Give a form by its id."""
    return next(form for form in paper.forms() if form.id == id)


def words(paper: Manuscript, language: str) -> str:
    """Put all that a manuscript says together."""
    parts = [text_in(chapter.title, language) for chapter in paper.chapters]
    for chapter in paper.chapters:
        for block in chapter.blocks:
            if isinstance(block, Paragraph | Statement):
                parts.append(text_in(block.text, language))
            elif isinstance(block, Form):
                parts += [block.heading(language), *block.beneath(language)]
                parts += [text for row in block.texts(language) for text in row]
    return "\n".join(parts)


def pages(paper: Manuscript, language: str) -> int:
    """Count the pages that a paper takes as PDF."""
    return len(PdfReader(BytesIO(pdf(paper, language))).pages)


def test_three_agencies_become_six(papers):
    """Units of 6, 7, 6, 5, 10 and 15 posts, three heads made of deputies, two offices left with no deputy."""
    report = papers("2.3-no-new-quota")["report"]
    placement = form_of(report, "placement")
    authorized = next(
        at for at, one in enumerate(placement.columns) if text_in(one.heading, "en") == "Posts authorized"
    )
    units = {
        cell_text(row[1], "en"): number_of(row[authorized]) for row in placement.rows if row.role == GROUP
    }  # fmt: skip
    assert sorted(units.values()) == [5, 6, 6, 7, 10, 15]
    assert [number_of(row[authorized]) for row in placement.rows if row.role == TOTAL] == [49]
    how = next(at for at, one in enumerate(placement.columns) if text_in(one.heading, "en") == "How")
    heads = [row for row in placement.rows if cell_text(row[how], "en") == "deputy becomes head"]
    assert len(heads) == 3
    notes = [text_in(note, "vi") for note in placement.notes]
    assert "03 vị trí cấp trưởng lấy từ cấp phó" in notes
    assert "02 đơn vị không còn cấp phó: Phòng Nội vụ huyện Đức Thọ; Thanh tra huyện Đức Thọ" in notes
    assert pages(report, "vi") <= 12


@pytest.mark.needs_office
@pytest.mark.slow
@pytest.mark.parametrize(("label", "profiles", "most"), [("2.3-no-new-quota", PROFILES, 12), ("", ("party",), 40)])
def test_the_word_file_is_as_short(papers, label, profiles, most, tmp_path, soffice):
    """An office suite sets the Word file of 2.3 on 12 pages at most, that of the study on 40.

    Where each annex begins a page the English chart takes one more.
    """
    files = []
    for profile, language in product(profiles, ("vi", "en")):
        files.append(tmp_path / f"{profile}-{language}.docx")
        files[-1].write_bytes(word(papers(label, profile)["report"], language))
    command = [str(soffice), f"-env:UserInstallation=file://{tmp_path}/u", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, files)], check=True, capture_output=True, timeout=600
    )
    for file in files:
        read = PdfReader(file.with_suffix(".pdf"))
        assert len(read.pages) <= most + (file.stem == "state-en"), file.stem
        if label:
            assert on_first_page(papers(label, file.stem[:-3])["report"], file.stem[-2:], read), file.stem


ONE_PAGE = ("2.3-no-new-quota", "conclusion")


@pytest.mark.needs_office
@pytest.mark.slow
def test_the_word_file_of_a_submission_is_one_page(papers, tmp_path, soffice):
    """An office suite sets submissions on one page in both languages: of one clause, and of ten."""
    files = [tmp_path / f"{label}-{language}.docx" for label, language in product(ONE_PAGE, ("vi", "en"))]
    for file in files:
        file.write_bytes(word(papers(file.stem[:-3])["submission"], file.stem[-2:]))
    command = [str(soffice), f"-env:UserInstallation=file://{tmp_path}/u", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, files)], check=True, capture_output=True, timeout=600
    )
    assert {file.stem: len(PdfReader(file.with_suffix(".pdf")).pages) for file in files} == {
        file.stem: 1 for file in files
    }


@pytest.mark.parametrize("label", ONE_PAGE)
def test_a_submission_tells_as_much_as_one_page_holds(papers, label):
    """What is left out is counted; who leads and when it is due stay where there is room; nobody signs for another."""
    paper = papers(label)["submission"]
    assert fits_one_page(paper, ("vi", "en"))
    english, vietnamese = words(paper, "en"), words(paper, "vi")
    if label == "conclusion":
        assert "and 7 more, told in the report" in english
        assert "và 07 nội dung khác" in vietnamese
        assert "BAN TỔ CHỨC" not in vietnamese
        assert "Kính trình Ban Thường vụ Tỉnh ủy như sau:" in vietnamese
    else:
        assert (
            "Lead: Standing Committee of the Duc Tho District Party Committee. Due (scheme): in October 2022" in english
        )
        assert "Ban Thường vụ Huyện ủy Đức Thọ kính trình Ban Thường vụ Tỉnh ủy như sau:" in vietnamese
        assert "và 02 nơi khác" in vietnamese


def test_annexes_are_attached_to_a_paper_of_who_issues_it(papers):
    """Under the study's own letterhead no owner of a step is said to issue the paper."""
    first = {label: next(one for one in papers(label)["report"].chapters if one.annex).blocks[0] for label in ("2.1-health-centres-split-off", "2.3-no-new-quota")}  # fmt: skip
    assert text_in(first["2.3-no-new-quota"].text, "vi").endswith("của Ban Thường vụ Huyện ủy Đức Thọ)")
    assert text_in(first["2.1-health-centres-split-off"].text, "vi").endswith("năm ……)")


def test_seven_organisations_leave_the_bloc(papers):
    """108 become 101 under the Bloc, 5, 1 and 1 more elsewhere, with 42, 41 and 22 members, 105 together."""
    report = papers("2.5-actual-2023")["report"]
    ends = form_of(report, "ends")
    assert [[number_of(cell) for cell in row.cells[1:4]] for row in ends.rows] == [
        [108, 101, -7], [None, None, 5], [None, None, 1], [None, None, 1],
    ]  # fmt: skip
    moved = form_of(report, "party-transfers")
    sums = [(row.role, number_of(row[3]), number_of(row[4])) for row in moved.rows if row.role != "body"]
    assert sums == [(GROUP, 5, 42), (GROUP, 1, 41), (GROUP, 1, 22), (TOTAL, 7, 105)]
    assert [number_of(row[4]) for row in moved.rows if row.role == "body"] == [None] * 5 + [41, 22]


def test_a_paper_tells_the_dates_of_its_own_figures_alone(papers):
    """2.3 rests on assumed figures of the cut-off date, 2.5 on those of the Bloc and of the transfer; no source of another part."""
    opening = {label: [text_in(one.text, "vi") for one in papers(label)["report"].opening] for label in ("2.3-no-new-quota", "2.5-actual-2023")}  # fmt: skip
    assert opening["2.3-no-new-quota"] == ["DỰ THẢO", "Số liệu đến ngày 30/9/2022."]
    assert "08/02/2023" in opening["2.5-actual-2023"][-1]
    assert "28/5/2020" not in opening["2.5-actual-2023"][-1]  # of a health centre
    forms = papers("2.3-no-new-quota")["report"].forms()
    assert not any("theo ngày của từng nguồn" in note for form in forms for note in form.beneath("vi"))


def test_the_subject_of_a_paper_has_no_clause_number(papers):
    """The scheme, its submission and its letters are about what is done, not about a number of the Conclusion."""
    made = papers("2.3-no-new-quota")
    subject = "Đức Thọ: chia tách ba cơ quan thành sáu, không thêm biên chế"
    assert text_in(made["report"].title, "vi") == subject
    assert subject in text_in(made["submission"].title, "vi")
    assert not any("2.3." in text_in(paper.title, "vi") for id, paper in made.items() if id.startswith("letter-"))


def on_first_page(report: Manuscript, language: str, read: PdfReader) -> bool:
    """Tell whether the last form of the first chapter stands on the first page, from its title to its last row."""
    last = report.chapters[0].blocks[-1]
    assert isinstance(last, Form)
    first = "".join(read.pages[0].extract_text().split())
    _, title, beneath = first.rpartition("".join(last.heading(language).split()))
    return bool(title) and all("".join(text.split()) in beneath for text in last.texts(language)[-1])


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_first_page_is_one_page(papers, profile, language):
    """What is decided, what it comes to and who must supply what end on the first page; the whole takes 12 at most, or 13 with an English chart on two."""
    for label in ("2.3-no-new-quota", "2.5-actual-2023"):
        report = papers(label, profile)["report"]
        read = PdfReader(BytesIO(pdf(report, language)))
        assert on_first_page(report, language, read)
        assert len(read.pages) <= 12 + (profile == "state" and language == "en")


def test_no_note_stands_alone_on_a_page(papers):
    """What explains a table is on the page of its last row, also where the table fills the page."""
    for label in ("2.3-no-new-quota", "2.5-actual-2023"):
        report = papers(label)["report"]
        beneath = {note for form in report.forms() for note in form.beneath("vi")}
        for page in PdfReader(BytesIO(pdf(report, "vi"))).pages[1:]:
            lines = [line.strip() for line in page.extract_text().split("\n") if line.strip()]
            assert lines[1] not in beneath


def test_agencies_are_counted_before_and_after(papers):
    """Biểu 4 has the agencies of each group, 3 that become 6, and says under which clause posts are placed."""
    report = papers("2.3-no-new-quota")["report"]
    form = form_of(report, "before-after")
    places = [at for at, column in enumerate(form.columns) if column.of == "units"]
    total = next(row for row in form.rows if row.role == TOTAL)
    assert [number_of(total[at]) for at in places] == [3, 6, 3]
    notes = [text_in(note, "vi") for note in form_of(report, "placement").notes]
    assert "Căn cứ: mục 2.3 Kết luận của Ban Thường vụ Tỉnh ủy" in notes


def test_counts_below_ten_have_two_digits_in_every_table(papers):
    """What norms allow and find, and how many superiors a unit has, are written as the sentences and other annexes write them."""
    report = papers("2.3-no-new-quota")["report"]
    criteria = form_of(report, "criteria")
    for language, wanted in (("vi", {"01", "02", "04", "06", "07", "19", "22", "24"}), ("en", {"1", "2", "4", "6", "7", "19", "22", "24"})):  # fmt: skip
        shown = {text for row in criteria.texts(language) for text in row[2:5]} - {"", "-", "…"}
        assert shown == wanted
    superiors = next(at for at, row in enumerate(form_of(report, "summary").rows) if row.of == "superiors_per_unit")
    assert form_of(report, "summary").texts("vi")[superiors][1:4] == ["04", "02", "-2"]
    assert "từ 04 còn 02" in words(report, "vi")


def test_dates_stand_in_the_papers_own_words(papers):
    """A deadline reads as the paper has it in each language and chapter, never as a day that it does not name."""
    for label in ("2.3-no-new-quota", "2.4-propaganda-mobilisation", ""):
        for paper in papers(label).values():
            for language in ("vi", "en"):
                told = words(paper, language)
                assert not re.search(r"2022-10-31|31/10/2022|31 October 2022", told), (paper.id, language)
    roadmap = form_of(papers("2.3-no-new-quota")["report"], "roadmap")
    for language, due in (("vi", "trong tháng 10/2022"), ("en", "in October 2022")):
        assert due in [text for row in roadmap.texts(language) for text in row]
        assert due in words(papers("2.3-no-new-quota")["progress"], language)


def test_the_statements_of_clause_1_are_word_for_word(papers):
    """The Conclusion's own sentences stand in the report as they are, in Vietnamese whatever language it is in."""
    blocks = [block for chapter in papers("1-evaluation")["report"].chapters for block in chapter.blocks]
    said = [text_in(block.text, block.language) for block in blocks if isinstance(block, Statement)]
    assert len(said) == 5
    assert said[3] == "một số mô hình triển khai trong phạm vi hẹp, chủ yếu ở cấp huyện, hiệu quả hạn chế;"


def test_thirteen_places_and_thirteen_centres(papers):
    """Clause 2.2 lists the thirteen districts, clause 2.1 the thirteen health centres with figures and options."""
    assert len(form_of(papers("2.2-concurrent-post")["report"], "places-freeze-2.2").rows) == 13
    centres = form_of(papers("2.1-health-centres")["report"], "options")
    assert len(centres.rows) == 13
    shown = {row[1]: row for row in centres.texts("vi")}
    assert shown["Trung tâm Y tế Hương Khê"][3] == "182"
    assert shown["Trung tâm Y tế Kỳ Anh"][3:6] == ["123", "26", "97"]


def test_the_report_of_the_study_is_short_and_ordered(papers):
    """At most 40 pages, clauses in their order, the authors' own drafts marked and after what a paper orders."""
    report = papers("")["report"]
    assert pages(report, "vi") <= 40
    drafts = [at for at, chapter in enumerate(report.chapters) if any(isinstance(one, Form) and one.id == "drafts" for one in chapter.blocks)]  # fmt: skip
    ordered = [at for at, chapter in enumerate(report.chapters) if text_in(chapter.title, "vi").startswith(("1", "2", "3", "Mục"))]  # fmt: skip
    assert len(drafts) == 1
    assert max(ordered) < drafts[0]
    assert report.chapters[drafts[0]].draft
    titles = [text_in(chapter.title, "vi") for chapter in report.chapters if chapter.level == 1 and not chapter.annex]
    clauses = [title.removeprefix("Mục ").partition(" ")[0].rstrip(".ab") for title in titles if title[:1].isdigit() or title.startswith("Mục ")]  # fmt: skip
    assert clauses == sorted(clauses)
    assert not any(chapter.draft for chapter in report.chapters[: drafts[0]])
    assert report.contents


def test_press_stands_under_sources_alone(papers):
    """No newspaper is a legal basis."""
    for label in ("2.3-no-new-quota", "2.5-actual-2023", ""):
        for chapter in papers(label)["report"].chapters:
            if text_in(chapter.title, "vi") == "Căn cứ":
                assert not any("Báo" in text_in(block.text, "vi") for block in chapter.blocks)
                assert "18-NQ/TW" in text_in(chapter.blocks[0].text, "vi")


@pytest.mark.parametrize("study", ["ha-tinh-2022", "ha-tinh-2018-2026"])
def test_every_issuer_has_its_english_name(study):
    """Whoever issued a paper is called in English, without Vietnamese letters, wherever the paper is cited in English."""
    for paper in orgmodel.read(STUDY.parent / study).baseline.documents:
        told = paper_in_full(paper, "en")
        beneath = told.replace(paper.number, "").replace(text_in(paper.title, "en"), "")
        assert beneath.isascii(), told
        assert bool(paper.issuer) == bool(paper.issuer_en), paper.id
        assert not paper.issuer or paper.issuer_en in told


def test_letters_go_to_each_supplier_and_leave_nothing_out(papers):
    """Whatever the first page says must be supplied or confirmed stands in a letter, row by row."""
    made = papers("2.3-no-new-quota")
    letters = [paper for id, paper in made.items() if id.startswith("letter-")]
    assert len(letters) == 5
    assumed = sum(len(form.rows) for paper in letters for form in paper.forms() if form.id == "assumed")
    assert assumed == 32
    assert [addressed(paper) for paper in letters] == [
        ["Kính gửi: Ban Tổ chức Tỉnh ủy (số liệu khối Đảng)"],
        ["Kính gửi: Sở Nội vụ (biên chế khối chính quyền)"],
        ["Kính gửi: Ban Thường vụ Tỉnh ủy"],
        ["Kính gửi: Cấp ủy hoặc UBND nơi có đơn vị", "Huyện Đức Thọ."],
        ["Kính gửi: Các phòng, bộ phận trực thuộc Ban Thường vụ Huyện ủy Đức Thọ"],
    ]
    assert "submission" in made
    assert pages(made["submission"], "vi") == 1


def addressed(paper: Manuscript) -> list[str]:
    """Give to whom a letter goes: its first line, and the list beneath."""
    texts = [text_in(one.text, "vi") for one in paper.chapters[0].blocks if isinstance(one, Paragraph)]
    asks = next(at for at, text in enumerate(texts) if text.startswith("Để hoàn thiện"))
    return texts[:asks]


def test_letters_name_the_places_and_committees_that_the_study_knows(papers):
    """Thirteen districts and the province with the Party organisations above; who issued the paper, and who leads the clause."""
    found = [addressed(paper) for id, paper in papers("").items() if id.startswith("letter-")]
    to = {one[0].removeprefix("Kính gửi: "): one[1:] for one in found}
    units = orgmodel.read(STUDY).baseline.units
    places = {text_in(unit.names, "vi") for unit in units if unit.kind == "place"}
    assert {text.rstrip(";.") for text in to["Cấp ủy hoặc UBND nơi có đơn vị"]} == places
    above = to["Cấp ủy cấp trên trực tiếp của tổ chức đảng"]
    assert len(above) == 15
    assert all(text.startswith("Đảng bộ ") for text in above)
    assert to["Ban Thường vụ Tỉnh ủy"] == []
    assert to["Ban cán sự đảng Ủy ban nhân dân tỉnh"] == []
    assert "Cơ quan ban hành văn bản" not in to
    assert "Cơ quan chủ trì nhiệm vụ" not in to


def test_steps_that_are_alike_stand_in_a_list(papers):
    """No heading of what is decided is longer than three lines; what six duties begin with is said once, each in a line of its own."""
    for label in ("", "3-follow-up"):
        blocks = [block for chapter in papers(label)["report"].chapters for block in chapter.blocks if isinstance(block, Paragraph)]  # fmt: skip
        for language in ("vi", "en"):
            assert all(len(text_in(one.text, language)) < 260 for one in blocks if one.style == "lead")
        at = next(
            at
            for at, one in enumerate(blocks)
            if text_in(one.text, "en").startswith("Monitor, urge, inspect and supervise (")
        )
        items = [text_in(one.text, "en") for one in blocks[at + 1 : at + 7]]
        assert [one.style for one in blocks[at + 1 : at + 8]] == ["item"] * 6 + ["body"]
        assert items[0] == "the schemes for consolidation (clause 2.1);"
        assert items[5].endswith("(clause 2.5).")


def test_a_total_that_is_not_known_is_no_bound(papers):
    """Where no more is known of members than those who leave, the table of alternatives tells by how many they change, and no level."""
    (form,) = (form for form in papers("")["report"].forms() if form.id == "alternatives-2.5")
    row = next(texts for texts in form.texts("en") if texts[0].startswith("Party members"))
    assert row[0] == "Party members (how many in all is not known)"
    assert "-105" in row
    assert not any("≥" in text or text == "…" for text in row)


def test_in_english_no_word_of_ours_is_vietnamese(papers):
    """What a paper says stands in quotation marks; names of papers, people and places are capital, words for a kind in brackets."""
    text = re.sub(r"“[^”]*”|\([^()]*\)|\S*[/-]\S*", " ", words(papers("")["report"], "en"))
    assert not re.findall(r"(?<!\w)[a-zà-ỹđ]*[ăâđêôơưạ-ỹ]+[\wà-ỹ]*", text)


def test_an_annex_that_is_a_little_too_long_stands_on_one_page(papers):
    """Annexes by themselves are not carried on to a page for a few rows; no letters are smaller than small print."""
    report = papers("2.3-no-new-quota", "state")["report"]
    starts = [page.extract_text().split("\n")[0] for page in PdfReader(BytesIO(pdf(report, "vi"))).pages]
    tables = sum(chapter.restarts and bool(chapter.forms) for chapter in report.chapters)
    assert tables == 8
    assert sum(start.startswith("Phụ lục") for start in starts) == tables + 1
    assert starts[3:11] == [f"Phụ lục {number}" for number in ("II", "III", "IV", "V", "VI", "VII", "VIII", "IX")]
    fits = [table_fit(chapter, "vi", STATE) for chapter in report.chapters]
    assert {fit.size for fit in fits} == {STATE.table, STATE.small}


def test_every_letter_goes_to_somebody(papers):
    """Nobody is asked as *whoever issued or leads it*: figures of the past are asked of those who keep the quota, each by its block."""
    letters = [paper for id, paper in papers("").items() if id.startswith("letter-")]
    told = [" ".join(words(paper, language) for language in ("vi", "en")) for paper in letters]
    assert not [text for text in told if "Cơ quan ban hành văn bản hoặc" in text]
    (officials,) = [text for text in told if "Biên chế cán bộ, công chức năm 2015" in text]
    (employees,) = [text for text in told if "Số người làm việc hưởng lương ngân sách năm 2015" in text]
    assert "Ban Tổ chức Tỉnh ủy và Sở Nội vụ" in officials
    assert "Sở Nội vụ" in employees
    assert officials != employees
