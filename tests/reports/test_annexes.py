"""Annexes: posts in words, what speaks for and against alternatives, rows of a source, to which paper they belong."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

import orgmodel
from orgmodel.core.names import names_of, text_in
from orgmodel.core.records import Document as Paper
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.reports.annexes.alternatives import judgement_form
from orgmodel.reports.letterhead import attached, signature
from orgmodel.reports.manuscript import Chapter
from orgmodel.reports.pdf.writer import pdf
from orgmodel.reports.word.writer import word
from orgmodel.scenario.elements import Evaluation, Letter, Step
from orgmodel.scenario.scenario import Scenario
from tests.reports.papers import changes, manuscript

BASE = Structure.of(
    [
        Unit("top", names_of(en="Ministry"), kind="agency"),
        Unit("a", names_of(en="Agency A"), kind="agency", parent="top"),
        Unit("b", names_of(en="Agency B"), kind="agency", parent="top"),
        Paper("rv", "rv.csv"),
        Post("10/posts", "a", rank="unknown", authorized=2, filled=2, src="rv:3"),
        Post("a/deputy", "a", rank="deputy", authorized=1, filled=1, src="rv:4"),
    ],
    as_of="2024-01-01",
)
MOVE = Step("s", clause="1", do=[{"transfer": ["a"], "to": "b"}])


def test_posts_without_a_title_stand_in_words(tmp_path: Path) -> None:
    """What a post is and how many there are is told, and no id; rows of one table are one source."""
    merged = Step("s", clause="1", do=[{"absorb": ["a"], "into": "b"}])
    text = orgmodel.report(Scenario("x", BASE, steps=(merged,)), tmp_path / "r.md", language="en").read_text("utf-8")
    assert "post of unknown rank" in text
    assert "| deputy |" in text
    assert "10/posts" not in text
    assert "rv.csv, rows 3–4" in text


def test_what_speaks_for_and_against_alternatives_has_its_source() -> None:
    """Notes of a scenario stand with their source; where there are none it is to be filled in."""
    one = Evaluation("strength", names_of(en="Fewer heads."), src="rv:3")
    noted = Scenario("x", BASE, steps=(MOVE,), evaluation=(one,))
    cases = orgmodel.compare(noted, Scenario("y", BASE, steps=(MOVE,))).cases
    form = judgement_form(cases)
    assert form is not None
    rows = [list(row[1:3]) for row in form.texts("en")]
    assert rows == [
        ["Fewer heads (rv.csv, row 3).", "(to be filled in)"],
        ["(to be filled in)", "(to be filled in)"],
    ]
    assert judgement_form(cases[1:], notes=False) is None


def test_annexes_say_to_which_paper_they_belong() -> None:
    """Under the title of the first alone with the letterhead of the Party, in each with that of the state."""
    chapters = [
        Chapter(names_of(en="Body")),
        Chapter(names_of(en="A"), (changes(),), annex=True),
        Chapter(names_of(en="B"), (changes(),), annex=True),
    ]
    letter, kind = Letter(number="TTr/SNV"), (("vi", "ĐỀ ÁN"), ("en", "SCHEME"))
    told = "(Kèm theo Đề án số {} ngày …… tháng …… năm …… của Sở Nội vụ)"
    party = attached(chapters, "party", letter, kind, names_of(vi="Sở Nội vụ", en="Department"))
    assert [len(one.blocks) for one in party] == [0, 2, 1]
    assert text_in(party[1].blocks[0].text, "vi") == told.format("……-TTr/SNV")
    state = attached(chapters, "state", letter, kind, names_of(vi="Sở Nội vụ", en="Department"))
    assert [[text_in(form.attached, "vi") for form in one.forms] for one in state] == [
        [],
        *[[told.format("……/TTr-SNV")]] * 2,
    ]
    assert attached(chapters, "neutral", letter, kind) == tuple(chapters)


@pytest.mark.parametrize(("profile", "sign"), [("party", ","), ("state", ";")])
def test_recipients_end_as_the_papers_of_the_profile_do(profile: str, sign: str) -> None:
    """Each line bears the profile's sign and the last a full stop, whatever sign a study wrote; neutral ones stay."""
    who = tuple(names_of(vi=text) for text in ("Như trên;", "Sở Nội vụ", "Lưu Văn phòng."))
    letter = Letter(recipients=who)
    found = [text_in(one, "vi") for one in signature(profile, letter).recipients]
    assert found == [f"Như trên{sign}", f"Sở Nội vụ{sign}", "Lưu Văn phòng."]
    assert signature("neutral", letter).recipients == who
    assert signature(profile, Letter()).recipients == ()


def test_no_signature_stands_alone_on_a_page(tmp_path: Path) -> None:
    """The last text before it stays with it, in Word by a property of the paragraph, in PDF as set."""
    file = tmp_path / "p.docx"
    file.write_bytes(word(manuscript("party"), "vi"))
    body = list(Document(str(file)).element.body)
    at = next(at for at, one in enumerate(body) if "Nơi nhận" in "".join(one.itertext()))
    last = body[at - 1]
    assert last.tag.endswith("}tbl") or last.find(".//{*}keepNext") is not None
    (tmp_path / "p.pdf").write_bytes(pdf(manuscript("party"), "vi"))
    pages = [page.extract_text() for page in PdfReader(tmp_path / "p.pdf").pages]
    signed = next(text for text in pages if "Nơi nhận" in text)
    assert len(signed) > 200
