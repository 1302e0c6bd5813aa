"""Annexes of a paper of the state: each by itself, in Roman numbers, with the numbers of its own pages, as Decree 30/2020 has them."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from orgmodel.core.names import text_in
from orgmodel.reports.form import Form
from orgmodel.reports.letterhead import attached
from orgmodel.reports.manuscript import Chapter, Manuscript, Picture
from orgmodel.reports.pdf.writer import pdf
from orgmodel.reports.web_page import web_page
from orgmodel.reports.word.writer import word
from orgmodel.scenario.elements import Letter
from orgmodel.words.reports import said
from tests.reports.papers import both, changes, manuscript


def paper(profile: str = "state") -> Manuscript:
    """A paper with a table in its text, and four annexes: a short one, a long one with a table that has no number, one on its side, a chart."""
    made = manuscript(profile, contents=False)
    picture = next(block for chapter in made.chapters for block in chapter.blocks if isinstance(block, Picture))  # fmt: skip
    forms = (
        replace(changes(), id="one", annex="1"),
        replace(changes(rows=90), id="four", annex="4"),
        replace(changes(), id="beside", annex="", title=both("Nhận xét", "Judgement")),
        replace(changes(wide=True), id="six", annex="6"),
    )
    chapters = (
        Chapter(both("Tóm tắt", "Summary"), (replace(changes(), annex="7"),)),
        Chapter(said("annexes"), forms, annex=True, says_annexes=True),
        Chapter(said("charts"), (picture,), annex=True, says_annexes=True),
    )
    return replace(made, chapters=attached(chapters, profile, Letter(number="ĐA-UBND"), both("ĐỀ ÁN", "SCHEME")))


def test_annexes_of_the_state_are_numbered_in_their_order() -> None:
    """I to IV with the chart, one that has no number goes with the one before it, tables of the text have none; the Party's keep their forms'."""
    state = [form.heading("vi") for form in paper().forms()]
    assert state == ["So sánh trước và sau", "Phụ lục I. So sánh trước và sau", "Phụ lục II. So sánh trước và sau", "Nhận xét", "Phụ lục III. So sánh trước và sau"]  # fmt: skip
    assert paper().annexes[-1].blocks[0].annex_name("vi") == "Phụ lục IV"
    assert paper().annexes[-1].blocks[0].annex_name("en") == "Annex IV"
    party = [form.heading("vi").partition(".")[0] for form in paper("party").forms()]
    assert party == ["Biểu 7", "Biểu 1", "Biểu 4", "Nhận xét", "Biểu 6"]


def test_a_title_that_happens_to_read_as_ours_stays() -> None:
    """Of a proposal that is itself called *Charts* the title stands above its first annex; one that says annexes alone does not."""
    chart = Chapter(said("charts"), (replace(changes(), annex="1"),), annex=True)
    titles = [
        attached((replace(chart, says_annexes=own),), "state", Letter(), both("ĐỀ ÁN", "SCHEME"))[0].title
        for own in (False, True)
    ]
    assert titles == [said("charts"), ()]


def test_a_paper_with_one_annex_has_it_without_a_number() -> None:
    """Only of several each has a number."""
    alone = attached((Chapter(said("annexes"), (changes(),), annex=True),), "state", Letter(), both("ĐỀ ÁN", "SCHEME"))
    assert [form.heading("vi") for chapter in alone for form in chapter.forms] == ["Phụ lục. So sánh trước và sau"]


def test_each_says_to_which_paper_it_is_attached() -> None:
    """The line stands under the title of each, in every format that has pages or a reading order."""
    line = text_in(paper().annexes[0].forms[0].attached, "vi")
    assert "ĐA-UBND" in line
    told = "\n".join(one.text for one in Document(BytesIO(word(paper(), "vi"))).paragraphs)
    assert told.count(line) == 4
    assert [told.index(f"Phụ lục {one}\n") for one in ("I", "II", "III", "IV")] == sorted(told.index(f"Phụ lục {one}\n") for one in ("I", "II", "III", "IV"))  # fmt: skip
    assert web_page(paper(), "vi").decode().count(line) >= 3
    flat = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf(paper(), "vi"))).pages)
    assert flat.count(line) == 4


def test_pages_of_each_annex_count_from_one_in_word() -> None:
    """Each annex is a section that begins at 1 and shows no number on its first page; what turns within goes on."""
    sections = Document(BytesIO(word(paper(), "vi"))).sections
    starts = [one._sectPr.find("{*}pgNumType") is not None for one in sections]
    assert starts.count(True) == 4
    assert not starts[0]
    for section, begins in zip(sections, starts, strict=True):
        if begins:
            assert section._sectPr.find("{*}pgNumType").attrib.values() == ["1"]
            assert section.different_first_page_header_footer
    party = Document(BytesIO(word(paper("party"), "vi"))).sections
    assert all(one._sectPr.find("{*}pgNumType") is None for one in party)


@pytest.mark.parametrize(("profile", "restarts"), [("state", True), ("party", False)])
def test_pages_of_each_annex_count_from_one_in_the_pdf(profile: str, *, restarts: bool) -> None:
    """The first page of an annex bears no number, those after it 2, 3 …; papers of the Party count on."""
    texts = [page.extract_text().strip() for page in PdfReader(BytesIO(pdf(paper(profile), "vi"))).pages]
    shown = [found[0] if (found := re.match(r"\d+(?=\n)", text)) else "" for text in texts]
    if not restarts:
        assert shown == ["", *(str(at) for at in range(2, len(texts) + 1))]
        return
    wanted, number = [], 0
    for text in texts:
        number = 1 if text.startswith("Phụ lục") else number + 1
        wanted.append("" if number == 1 else str(number))
    assert shown == wanted
    assert sum(text.startswith("Phụ lục") for text in texts) == 4
    assert "3" in shown  # of the long one


def test_contents_tell_no_page_of_an_annex_whose_pages_count_anew() -> None:
    """Such a page is one of many with its number; chapters of the text have theirs."""
    made = manuscript("state")
    annexes = Chapter(both("Phụ lục: Đức Thọ", "Annexes: Duc Tho"), (replace(changes(), annex="1"), replace(changes(), annex="2")), annex=True)  # fmt: skip
    chapters = attached((made.chapters[0], annexes), "state", Letter(), both("ĐỀ ÁN", "SCHEME"))
    told = replace(made, chapters=chapters, contents=True)
    lines = Document(BytesIO(word(told, "vi"))).element.body.findall("{*}p")
    fields = {"".join(node.text or "" for node in one.iter("{*}t")): "PAGEREF" in "".join(node.text or "" for node in one.iter("{*}instrText")) for one in lines}  # fmt: skip
    assert fields["Phụ lục: Đức Thọ"] is False
    assert any(has for text, has in fields.items() if text.startswith("Tóm tắt"))
    first = PdfReader(BytesIO(pdf(told, "vi"))).pages[0].extract_text()
    assert re.search(r"Tóm tắt[ .]+2", first)
    assert re.search(r"Phụ lục: Đức Thọ\s*$", first)


def test_forms_keep_their_ids_and_cells() -> None:
    """Numbers and lines change, no figure does."""
    state, party = ({form.id: form.rows for form in paper(profile).forms()} for profile in ("state", "party"))
    assert state == party
    assert all(isinstance(form, Form) for form in paper().forms())
