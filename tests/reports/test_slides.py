"""Slides read again: a title each, tables whole with their heads on every slide, charts with words, an office's own master."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.util import Emu

from orgmodel.core.problems import ProblemsError
from orgmodel.reports.form import Form, FormColumn, FormRow
from orgmodel.reports.letter_widths import ems, lines_in
from orgmodel.reports.manuscript import Chapter
from orgmodel.reports.slides import WIDE, slides
from tests.reports.papers import HOSTILE, both, changes, manuscript


@pytest.fixture(scope="module", params=["vi", "en"])
def deck(request):
    """The small manuscript as slides, and its language."""
    return Presentation(BytesIO(slides(manuscript("party"), request.param))), request.param


def tables(deck, title: str):
    """Give the tables of slides whose title begins so."""
    return [shape.table for slide in deck.slides if slide.shapes.title.text_frame.text.startswith(title) for shape in slide.shapes if shape.has_table]  # fmt: skip


def lines(table, heads: int):
    """Give the texts of a table's rows below its heads."""
    return [[cell.text_frame.text.strip() for cell in row.cells] for row in list(table.rows)[heads:]]


def test_every_slide_is_wide_and_bears_a_title_of_its_own(deck):
    """16:9, and no two slides are called alike."""
    made, _ = deck
    assert (made.slide_width, made.slide_height) == WIDE
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert all(titles)
    assert len(titles) == len(set(titles)) > 4


def test_long_tables_go_on_with_their_heads(deck):
    """Every row of a form stands once, in order, on slides that all have the heads, and none leaves its slide."""
    made, language = deck
    form = changes(wide=True, rows=60)
    title = form.heading(language)
    found = tables(made, f"{title} (")
    assert len(found) > 2
    heads = [[cell.text_frame.text for cell in list(table.rows)[1].cells] for table in found]
    assert all(one == heads[0] for one in heads)
    texts = [row for table in found for row in lines(table, 2)]
    assert [[cell for cell in row if cell] for row in texts] == [
        [cell for cell in row if cell] for row in form.texts(language)
    ]
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.top >= 0
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width + Emu(20)
            height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert shape.top + height <= made.slide_height


def test_charts_and_tables_have_words(deck):
    """Pictures and tables have alternative texts; the list of a chart stands in the notes."""
    made, language = deck
    described = 0
    for slide in made.slides:
        for shape in slide.shapes:
            if shape.has_table or shape.shape_type == 13:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
                described += 1
    assert described > 3
    notes = [slide.notes_slide.notes_text_frame.text for slide in made.slides if slide.has_notes_slide]
    assert any("Ban Tổ chức" in text for text in notes)
    assert all(run._r.get_or_add_rPr().get("lang") == {"vi": "vi-VN", "en": "en-GB"}[language] for slide in made.slides for shape in slide.shapes if shape.has_text_frame for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)  # fmt: skip


def test_hostile_names_stay_what_they_are(deck):
    """Whatever a name holds, it is text, and is whole."""
    made, language = deck
    names = [row[1] for table in tables(made, {"vi": "Tên", "en": "Names"}[language]) for row in lines(table, 1)]
    assert [name.replace("\u00a0", " ") for name in names] == [name.replace("\u00a0", " ") for name in HOSTILE]


def test_the_same_bytes_twice():
    """From the same manuscript."""
    assert slides(manuscript(), "vi") == slides(manuscript(), "vi")


def test_an_offices_own_master_is_kept(tmp_path):
    """The template's size, master and layouts stay, its slides go; each slide has the template's title."""
    office = Presentation()
    office.slide_width, office.slide_height = 12_000_000, 7_000_000
    office.slide_master.name = "An office"
    slide = office.slides.add_slide(office.slide_layouts[1])
    slide.shapes.title.text_frame.text = "an old slide"
    path = tmp_path / "office.pptx"
    office.save(path)
    made = Presentation(BytesIO(slides(manuscript(), "en", path)))
    assert (made.slide_width, made.slide_height) == (12_000_000, 7_000_000)
    assert made.slide_master.name == "An office"
    assert not any(one.shapes.title.text_frame.text == "an old slide" for one in made.slides)
    assert slides(manuscript(), "en", path) == slides(manuscript(), "en", path)


@pytest.mark.parametrize("spoil", ["no zip", "no title"])
def test_a_template_that_is_none_is_refused(tmp_path, spoil):
    """With its place, and before anything is written."""
    path = tmp_path / "office.pptx"
    if spoil == "no zip":
        path.write_text("x")
    else:
        office = Presentation()
        for layout in office.slide_layouts:
            for one in list(layout.placeholders):
                if one.placeholder_format.type in (1, 3):
                    one._element.getparent().remove(one._element)
        office.save(path)
    with pytest.raises(ProblemsError) as told:
        slides(manuscript(), "en", path)
    assert told.value.problems[0].location.file == str(path)


def test_a_table_without_rows_has_no_slide():
    """Nor has a table that is only to be filled in."""
    empty = replace(changes(), rows=())
    one = replace(manuscript(), chapters=(Chapter((("en", "A"),), (empty, replace(changes(), id="handover"))),))
    made = Presentation(BytesIO(slides(one, "en")))
    assert len(made.slides) == 1
    assert isinstance(empty, Form)


LONG = "Rà soát, xây dựng các đề án đề xuất tiếp tục hợp nhất ở cấp tỉnh và cấp huyện "


def _words(cell) -> list[str]:
    return cell.text_frame.text.replace("/", " ").split()


def _figures_beside_words() -> Form:
    """A table of many narrow columns: short heads, figures with signs, groups whose names take several lines."""
    pairs = [
        FormColumn(both(words, words), "number", group=both(f"2.1 Hợp nhất {at} phòng kinh tế", "2.1"))
        for at in range(5)
        for words in ("Trước", "+/-")
    ]
    columns = [FormColumn(both("TT", "No."), "no"), FormColumn(both("Chỉ tiêu", "Measure")), *pairs]
    rows = [FormRow((str(at), LONG * (at % 3 + 1), *(1234.25, -0.02) * 5)) for at in range(12)]
    return Form.of("pairs", both("Các phương án", "Alternatives"), columns, rows, (both(LONG * 9, LONG * 9),))


def test_no_word_of_a_table_is_broken_and_no_row_leaves_its_slide():
    """Columns have room for their longest word, rows and heads for their lines, with the margins that the cells have."""
    deck = Presentation(BytesIO(slides(_paper(_figures_beside_words()), "vi")))
    found = [(slide, shape) for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert found
    for slide, frame in found:
        for row in frame.table.rows:
            for cell, column in zip(row.cells, frame.table.columns, strict=True):
                if cell.is_spanned or cell.span_width > 1 or not cell.text_frame.text:
                    continue
                (run,) = cell.text_frame.paragraphs[0].runs
                room = (column.width - cell.margin_left - cell.margin_right) / Emu(12700)
                for word in _words(cell):
                    assert ems(word, "Arial", bold=bool(run.font.bold)) * run.font.size.pt <= room + 0.5, word
                if not cell.is_merge_origin:
                    lines_there = lines_in(
                        cell.text_frame.text, room / run.font.size.pt + 0.05, "Arial", bold=bool(run.font.bold)
                    )
                    assert row.height.pt >= lines_there * run.font.size.pt * 1.15
        (note,) = (shape for shape in slide.shapes if shape.name == "note")
        assert frame.top + sum(row.height for row in frame.table.rows) <= note.top + 2


def test_notes_that_find_no_room_are_the_speakers():
    """What stands beneath a table and is too long for the foot of a slide is whole in the notes of its last slide."""
    form = _figures_beside_words()
    deck = Presentation(BytesIO(slides(_paper(form), "vi")))
    last = [slide for slide in deck.slides if any(shape.has_table for shape in slide.shapes)][-1]
    assert last.has_notes_slide
    assert all(note in last.notes_slide.notes_text_frame.text for note in form.beneath("vi"))


def test_tables_of_one_title_are_told_apart_by_their_chapters():
    """Two clauses each have remarks on the alternatives: a slide says of which."""
    form = Form.of("remarks", both("Nhận xét", "Remarks"), [both("Tên", "Name")], [("a",)])
    chapters = tuple(Chapter(both(title, title), (form,)) for title in ("2.3. Đức Thọ", "2.4. Kỳ Anh"))
    deck = Presentation(BytesIO(slides(replace(manuscript(), chapters=chapters), "vi")))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides][1:]
    assert titles == ["Nhận xét – 2.3. Đức Thọ", "Nhận xét – 2.4. Kỳ Anh"]


def _paper(form: Form):
    return replace(manuscript(), chapters=(Chapter(both("Chương", "Chapter"), (form,)),))
