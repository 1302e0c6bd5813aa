"""Slides read again: a title each, tables whole with their heads on every slide, charts with words, an office's own master."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.util import Emu

from orgmodel.core.problems import ProblemsError
from orgmodel.reports.form import Form
from orgmodel.reports.manuscript import Chapter
from orgmodel.reports.slides import WIDE, slides
from tests.reports.papers import HOSTILE, changes, manuscript


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
