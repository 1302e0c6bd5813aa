"""What may be asked for: pages, themes, languages, parts; wrong questions are answered with what there is."""

from __future__ import annotations

import json
import shutil

import pytest

from orgmodel.charts.chart import chart
from orgmodel.charts.paper import paper_of
from orgmodel.charts.theme import PATTERNS, theme_of
from orgmodel.core.figures import assumed
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Attribute, Document, Line, Members, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.words.charts import WORDS
from orgmodel.words.numbers import date
from tests.charts.organisations import ids, study

SMALL = Structure.of(
    [
        Unit("a", names_of(vi="Sở Y tế", en="Department of Health"), block="government", src="nd-1"),
        Unit("b", names_of(vi="Phòng Tổ chức", en="Personnel"), parent="a", block="government", kind="office"),
        Unit("c", names_of(vi="Phòng Kế hoạch", en="Planning"), parent="a", block="party", stands_for=4),
        Unit("d", names_of(vi="Chi bộ", en="Cell"), parent="a", block="party"),
        Post("b/head", "b", names_of(vi="Trưởng phòng", en="Head"), rank="head", authorized=1, filled=1, src="nd-1:2"),
        Post("b/cv", "b", authorized=1200, filled=1100),
        Post("b/hd", "b", quota="out", authorized=None, filled=2),
        Post("c/cv", "c", authorized=None, filled=3),
        Post("c/cv2", "c", authorized=2, filled=assumed("x", 1, 2, 3), src="assumed"),
        Members("d", official=12, probationary=1),
        Line("professional", "c", "d"),
        Document("nd-1", number="01/2020/NĐ-CP"),
    ],
    as_of="2022-09-30",
)


def said(language: str = "vi", **options: object) -> dict[str, list[str]]:
    """Give what each box of the small organisation says."""
    (page,) = chart(SMALL, language=language, **options).drawing.pages  # type: ignore[arg-type]
    return {box.id: [line.text for line in box.lines] for box in page.boxes}


def test_boxes_say_what_an_official_asks() -> None:
    """Name, head, filled of authorized, sums, missing and assumed figures, members, remainders: as worked by hand."""
    boxes = {id: " ".join(lines) for id, lines in said().items()}
    assert boxes["a"] == "Sở Y tế Σ 1.106/≥1.203* · hợp đồng: 2"
    assert boxes["b"] == "Phòng Tổ chức Trưởng phòng · 1.101/1.201 hợp đồng: 2"
    assert boxes["c"] == "Phòng Kế hoạch gồm 4 tổ chức (gộp chung) 5/≥2*"
    assert boxes["d"] == "Chi bộ 13 đảng viên"


def test_the_key_says_that_contracts_stand_apart() -> None:
    """Where posts outside quota stand in a line of their own the key says that the figures do not hold them."""

    def key(structure: Structure) -> str:
        (page,) = chart(structure, language="en").drawing.pages
        return " ".join([note.text for note in page.notes] + [sample.text for sample in page.samples])

    inside = Structure.of([Unit("b"), Post("b/cv", "b", authorized=1200, filled=1100)])
    assert "6/7: in post/authorized posts, without those outside quota" in key(SMALL)
    assert "6/7: in post/authorized posts" in key(inside)
    assert "outside quota" not in key(inside)


def test_every_word_is_in_the_language_asked_for() -> None:
    """In English no Vietnamese word is left in boxes, legend or frame."""
    (page,) = chart(SMALL, language="en").drawing.pages
    texts = [line.text for box in page.boxes for line in box.lines]
    texts += [note.text for note in page.notes] + [sample.text for sample in page.samples]
    foreign = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
    assert [text for text in texts if foreign & set(text.lower()) and "NĐ-CP" not in text] == []
    assert "Σ 1,106/≥1,203*" in " ".join(texts)
    assert any("Figures as of 30 September 2022" in note.text for note in page.notes)


def test_the_frame_tells_source_and_date() -> None:
    """The foot names the documents cited and the date of the figures, which may not be left out."""
    (page,) = chart(SMALL).drawing.pages
    foot = " ".join(note.text for note in page.notes if note.muted)
    assert "Nguồn: 01/2020/NĐ-CP" in foot
    assert "Số liệu đến ngày 30/9/2022" in foot
    assert chart(SMALL, title="Phụ lục 1", source="Đề án").drawing.pages[0].notes[0].text == "Phụ lục 1"


def test_words_come_in_pairs() -> None:
    """Every word is there in both languages, with the same placeholders for values."""
    for key, (vi, en) in WORDS.items():
        assert vi, key
        assert en, key
        assert [holder in en for holder in ("{0}", "{1}")] == [holder in vi for holder in ("{0}", "{1}")], key


def test_dates_of_any_precision() -> None:
    """A date that is only a year, or unknown, is written as it is known."""
    assert [date(text, "vi") for text in ("2022", "2022-10", "2022-10-05", "?")] == [
        "2022",
        "10/2022",
        "05/10/2022",
        "?",
    ]


def test_offices_hang_at_the_side() -> None:
    """A unit of kind office hangs beside the trunk, above the row; the attribute ``chart`` says otherwise."""
    boxes = {box.id: box for box in chart(SMALL, page="fit").drawing.pages[0].boxes}
    assert boxes["b"].y + boxes["b"].height < boxes["c"].y
    assert boxes["b"].x > boxes["a"].x + boxes["a"].width / 2
    turned = Structure.of(
        [*(unit for unit in SMALL.units), Attribute("b", "chart", "below"), Attribute("d", "chart", "side")]
    )
    boxes = {box.id: box for box in chart(turned, page="fit").drawing.pages[0].boxes}
    assert boxes["b"].y == boxes["c"].y
    assert boxes["d"].y < boxes["c"].y


def test_lines_are_drawn_named_or_left_out() -> None:
    """A line between units of the page is drawn; one that leads off it is named; kinds not asked for are neither."""
    (page,) = chart(SMALL).drawing.pages
    assert [(r.kind, r.start, r.end) for r in page.routes if r.kind != "chart"] == [("professional", "c", "d")]
    assert not any(route.kind != "chart" for route in chart(SMALL, lines=()).drawing.pages[0].routes)
    (page,) = chart(SMALL, root="c").drawing.pages
    assert "⇢ Chi bộ" in " ".join(line.text for line in page.boxes[0].lines)


def test_many_lines_to_one_unit_become_a_bundle() -> None:
    """A bundle of lines too large to be followed is a number in boxes, which the legend explains."""
    units = [Unit("top"), Unit("hub", names_of(vi="Hội đồng"), parent="top")]
    units += [Unit(f"u{n}", parent="top") for n in range(30)]
    made = Structure.of([*units, *(Line("election", f"u{n}", "hub") for n in range(30))])
    (page,) = chart(made, page="fit").drawing.pages
    assert sum("(1)" in line.text for box in page.boxes for line in box.lines) == 30
    assert "(1) Bầu, phê chuẩn: Hội đồng" in [sample.text for sample in page.samples]
    assert all(route.kind == "chart" for route in page.routes)


def test_a_part_down_to_a_depth() -> None:
    """Root and depth draw a part, and a box says how many units below it are left out."""
    baseline = study().baseline
    (page,) = chart(baseline, root="duc-tho", depth=1).drawing.pages
    children = {child.id for child in baseline.children_of("duc-tho")}
    assert {box.id for box in page.boxes} == children | {"duc-tho"}
    party = next(box for box in page.boxes if box.id == "duc-tho.huyen-uy")
    below = len(ids(baseline, "duc-tho.huyen-uy")) - 1
    assert f"(còn {below} đơn vị bên dưới)" in " ".join(line.text for line in party.lines)
    assert len(chart(baseline, root="duc-tho", depth=0).drawing.pages[0].boxes) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"root": "duc-to"}, "UNKNOWN_UNIT no unit 'duc-to' to draw; did you mean 'duc-tho'?"),
        ({"page": "a3-portrai"}, "PAGE_SIZE no page 'a3-portrai'; did you mean 'a3-portrait'?; there are a4, a3, fit"),
        ({"page": "20x30"}, "PAGE_SIZE a page of 20x30 mm is too small"),
        ({"theme": "gray"}, "UNKNOWN_THEME no theme 'gray'; did you mean 'grey'?; there are colour, grey, plain"),
        ({"depth": -1}, "DEPTH depth is the number of levels"),
        ({"theme": "nothing.toml"}, "nothing.toml: THEME_FILE the theme cannot be read"),
    ],
)
def test_wrong_questions(options: dict[str, object], message: str) -> None:
    """A question that cannot be answered is told, with the nearest that can."""
    with pytest.raises(ProblemsError) as error:
        chart(study().baseline, **options)  # type: ignore[arg-type]
    assert message in str(error.value)


def test_an_empty_structure_is_refused() -> None:
    """Nothing to draw is said, not drawn."""
    with pytest.raises(ProblemsError, match="NOTHING_TO_DRAW the structure has no units"):
        chart(Structure.of())


def test_pages_by_size() -> None:
    """A size in millimetres is a page of that size, for a chart that goes into a document."""
    (page,) = chart(SMALL, page="165x240").drawing.pages
    assert (round(page.width / 72 * 25.4), round(page.height / 72 * 25.4)) == (165, 240)
    assert [round(side / 72 * 25.4) for side in paper_of("a3-portrait").sizes[0]] == [297, 420]


def test_a_theme_of_ones_own(tmp_path) -> None:
    """A theme file changes what it names and keeps the rest; every fault of it is told at once."""
    path = tmp_path / "mine.toml"
    path.write_text(
        'like = "grey"\nink = "#102030"\n[blocks.party]\nfill = "#abcdef"\npattern = "cross"\n', encoding="utf-8"
    )
    theme = theme_of(path)
    assert (theme.ink, theme.look("party").fill, theme.look("party").pattern) == ("#102030", "#abcdef", "cross")
    assert theme.look("government") == theme_of("grey").look("government")
    assert "#abcdef" in chart(SMALL, theme=path).svg()
    bad = tmp_path / "bad.json"
    bad.write_text(
        json.dumps({"inc": "#000000", "muted": "grey", "blocks": {"party": {"pattern": "hach"}}, "radius": 9})
    )
    with pytest.raises(ProblemsError) as error:
        theme_of(bad)
    assert [str(problem) for problem in error.value.problems] == [
        "bad.json: THEME_VALUE inc: a theme has no such key; did you mean 'ink'?",
        "bad.json: THEME_VALUE muted: expected a colour as #rrggbb, found 'grey'",
        "bad.json: THEME_VALUE blocks.party.pattern: no pattern 'hach'; did you mean 'hatch'?; there are "
        + ", ".join(PATTERNS),
        "bad.json: THEME_VALUE radius: expected a number of ems from 0 to 1",
    ]


def test_a_font_of_ones_own(tmp_path) -> None:
    """A theme may name a font beside its file; what is no font is told."""
    from orgmodel.charts.fonts import default_faces

    shutil.copy(default_faces()[0].path.replace("DejaVuSans", "DejaVuSerif"), tmp_path / "serif.ttf")
    path = tmp_path / "mine.toml"
    path.write_text('font = "serif.ttf"\n', encoding="utf-8")
    assert "DejaVu Serif" in chart(SMALL, theme=path).svg()
    (tmp_path / "none.ttf").write_bytes(b"no font")
    with pytest.raises(ProblemsError, match=r"font: the font cannot be read"):
        theme_of({"font": str(tmp_path / "none.ttf")})


@pytest.mark.parametrize("theme", ["grey", "plain"])
def test_no_colour_in_black_and_white(theme: str) -> None:
    """In the themes for black and white every ink is a grey, and blocks differ by pattern alone."""
    import re

    svg = chart(study().baseline, root="duc-tho", theme=theme).svg()
    colours = set(re.findall(r"#[0-9a-f]{6}", svg))
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)
    looks = [theme_of(theme).look(block).pattern for block in ("party", "government", "front", "mixed")]
    assert len(set(looks)) == 4


def test_the_number_of_a_bundle_is_parted_from_figures() -> None:
    """``2/3 · (1)``: the number of a bundle of lines stands beside a figure as any other detail does, not a space from it."""
    units = [Unit("top"), Unit("hub", names_of(vi="Hội đồng"), parent="top")]
    units += [Unit(f"u{n}", names_of(vi=f"Phòng Kế hoạch {n}"), parent="top") for n in range(30)]
    posts = [Post(f"u{n}/s", f"u{n}", authorized=3, filled=2) for n in range(30)]
    made = Structure.of([*units, *posts, *(Line("election", f"u{n}", "hub") for n in range(30))])
    (page,) = chart(made, page="fit").drawing.pages
    told = [" / ".join(line.text for line in box.lines if not line.bold) for box in page.boxes if box.unit[0] == "u"]
    assert set(told) == {"2/3 · (1)"}
