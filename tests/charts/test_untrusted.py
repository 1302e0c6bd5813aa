"""Names are data: whatever they hold, every format is well formed and says them as they are."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgmodel.charts.chart import chart
from orgmodel.charts.content import clean
from orgmodel.charts.fonts import default_faces
from orgmodel.charts.listing import listing
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Line, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

NASTY = (
    "</script><script>alert(1)</script>",
    "<b>đậm</b> & 'nháy' \"kép\"",
    "a\nb\r\n\tc",
    "]]><!-- -->",
    "=HYPERLINK(1)",
    "{{7*7}} @title@ @data@",
    "\\u003c/script\\u003e",
    "x\x00y\x1bz\u2028w\u202e",
    "&lt;img src=x onerror=alert(1)&gt;",
)


def organisation(*names: str) -> Structure:
    """Put names on units, ids and a kind of line."""
    units = [Unit("top", names_of(vi="Gốc"))]
    units += [Unit(f'u{n}"<&>', names_of(vi=name), parent="top", block="<b>") for n, name in enumerate(names)]
    return Structure.of([*units, Line("<kind>", 'u0"<&>', "top")])


class Elements(HTMLParser):
    """Gather elements and the text of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        """Note a script's text."""
        if self.tags and self.tags[-1] == "script":
            self.scripts.append(data)


@pytest.mark.parametrize("name", NASTY)
def test_names_do_no_harm(name: str, tmp_path: Path) -> None:
    """Each nasty name comes out as text in SVG and draw.io, as data in HTML, as a paragraph in PPTX, and in a PDF."""
    made = chart(organisation(name, "Phòng Nội vụ"))
    svg = ElementTree.fromstring(made.svg())
    told = "".join(" ".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text"))
    assert re.sub(r"\s", "", clean(name)) in re.sub(r"\s", "", told)
    assert {element.tag.partition("}")[2] for element in svg.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "g",
        "text",
        "path",
    }
    ElementTree.fromstring(made.svg(outlines=True))
    ElementTree.fromstring(made.drawio())
    made.save(tmp_path / "x.pdf")
    from pptx import Presentation

    made.save(tmp_path / "x.pptx")
    slide = Presentation(str(tmp_path / "x.pptx")).slides[0]
    read = "".join(
        text.text or "" for text in slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")
    )
    assert re.sub(r"\s", "", clean(name)) in re.sub(r"\s", "", read)


@pytest.mark.parametrize("name", NASTY)
def test_names_do_no_harm_in_the_page(name: str) -> None:
    """The page has its own three elements of script and style, no handler, and its data reads back as it was."""
    text = chart(organisation(name), title=name, source=name).html()
    found = Elements()
    found.feed(text)
    assert found.tags.count("script") == 2
    assert found.tags.count("style") == 1
    assert not [one for one in found.attributes if one.startswith("on")]
    assert "img" not in found.tags
    data = json.loads(found.scripts[0])
    assert data["states"][0]["units"][1][1] == (clean(name) or 'u0"<&>')
    assert data["title"] == clean(name)
    assert set(re.findall(r"https?://[^\"'`\s]+", text.split("<!--")[0])) <= {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1999/xlink",
        "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/",
    }  # fmt: skip


letters = st.characters(codec="utf-8", exclude_categories=["Cs"])


@given(st.text(letters, max_size=30))
@settings(max_examples=settings.default.max_examples // 2)
def test_any_name_is_drawn(name: str) -> None:
    """Any text at all is drawn well formed; letters that no font has are told with their codes."""
    made = chart(organisation(name))
    ElementTree.fromstring(made.svg())
    ElementTree.fromstring(made.drawio())
    told = "".join(str(one.message) for one in made.problems)
    assert bool(told) <= bool(default_faces()[1].missing(clean(name)))


@pytest.mark.parametrize("name", ["A", "ệ", "."])
def test_names_of_one_letter(name: str) -> None:
    """A single box with a name of one letter is drawn."""
    (page,) = chart(Structure.of([Unit("a", names_of(vi=name))])).drawing.pages
    assert [line.text for line in page.boxes[0].lines] == [name]


def test_a_very_long_name() -> None:
    """A name of three thousand letters is drawn whole; one that no page can hold is cut, told of, and whole in the list."""
    long = " ".join(["Nghị"] * 600)
    (page,) = chart(Structure.of([Unit("a", names_of(vi=long)), Unit("b", parent="a")])).drawing.pages
    assert " ".join(line.text for line in page.boxes[0].lines) == long
    longer = " ".join(["Nghị"] * 6000)
    made = chart(Structure.of([Unit("a", names_of(vi=longer))]), page="a4")
    ((box,),) = (page.boxes for page in made.drawing.pages)
    shown = " ".join(line.text for line in box.lines)
    assert longer.startswith(shown.removesuffix("…"))
    assert len(shown) in range(200, 241)
    assert [(one.code, one.subject, one.severity) for one in made.warnings_of("a.svg")] == [
        ("NAME_CUT", "a", "warning")
    ]
    assert not made.warnings_of("a.html")
    assert longer in listing(made.drawing.pages[0], "vi")[0].text


@pytest.mark.parametrize("name", ["X" * 300, "Phòng " * 700], ids=["one-word", "words"])
def test_changes_of_a_unit_of_a_very_long_name(name: str) -> None:
    """What changes is drawn whatever a unit is called."""
    before = [Unit("top"), Unit("a", parent="top"), Unit("b", parent="top")]
    steps = (Step("s", do=[{"transfer": ["a"], "to": "b"}, {"rename": "a", "names": {"en": name}}]),)
    made = chart(Scenario("x", Structure.of(before), steps=steps).run(), state="changes", page="165x225", language="en")
    assert [one.subject for one in made.warnings_of("a.svg")] == ["a"]
    assert clean(name) in {box.whole for page in made.drawing.pages for box in page.boxes}


def test_what_fits_no_page_whatever_is_cut_is_refused() -> None:
    """Boxes so deep that no page has room for them are refused, however short their names are."""
    deep = [Unit(f"u{at}", parent=f"u{at - 1}" if at else None) for at in range(200)]
    steps = (Step("s", do=[{"rename": "u199", "names": {"en": "New"}}, {"rename": "u0", "names": {"en": "Old"}}]),)
    with pytest.raises(ProblemsError, match="BOX_TOO_LARGE"):
        chart(Scenario("x", Structure.of(deep), steps=steps).run(), state="changes", page="60x60").drawing  # noqa: B018 - made when asked for


@pytest.mark.parametrize("strange", ["a\x01b", "a\ud800", "\ufffe", "a\nb", "javascript:alert(1)", "\u202ex", "\u200b"])
def test_what_no_xml_may_hold_is_left_out(strange: str, tmp_path: Path) -> None:
    """Control characters, half of a pair and non-characters in every text and code break no format."""
    one = strange if clean(strange) else "u"
    units = [Unit("top"), Unit(one, names_of(vi=strange), parent="top", block=strange), Unit("v", parent="top")]
    lines = [Line(strange, one, "top"), Line("coordination", "v", one)]
    made = chart(Structure.of([*units, *lines]), title=strange, source=strange)
    for suffix in ("svg", "pdf", "pptx", "drawio", "html", "png"):
        (path,) = made.save(tmp_path / f"x.{suffix}")
        if suffix in ("svg", "drawio"):
            ElementTree.parse(path)
        if suffix == "html":
            data = path.read_text(encoding="utf-8").split('id="data">')[1].split("</script>")[0]
            assert one in {row[0] for row in json.loads(data)["states"][0]["units"]}


@pytest.mark.usefixtures("no_other_font")
@pytest.mark.parametrize("part", ["title", "source"])
def test_a_missing_letter_around_the_chart_is_told(part: str) -> None:
    """A letter of the title or source that no font has is told as one of a unit is."""
    (told,) = chart(Structure.of([Unit("a")]), **{part: "Ban 組"}).problems
    assert "組 (U+7D44)" in str(told.message)
    assert told.severity == "warning"


def test_names_are_composed() -> None:
    """A name with separate accents is drawn composed, as every other text is."""
    decomposed = "U\N{COMBINING HOOK ABOVE}y ban"
    (page,) = chart(Structure.of([Unit("a", names_of(vi=decomposed))])).drawing.pages
    assert page.boxes[0].lines[0].text == "Ủy ban"


ARABIC = names_of(ar="وزارة التخطيط والتنمية")


def test_letters_that_join_are_shaped_or_refused_by_name() -> None:
    """A PNG shows Arabic as PDF does, joined and from right to left; what sets letters one by one refuses it, with the unit."""
    from matplotlib.figure import Figure

    made = chart(Structure.of([Unit("m", ARABIC)]), title="T", language="en", theme="plain", page="60x60")
    backwards = names_of(ar=ARABIC[0][1][::-1])  # what letters set one by one in the order of reading would look like
    other = chart(Structure.of([Unit("m", backwards)]), title="T", language="en", theme="plain", page="60x60")
    assert made.png(dpi=100) != other.png(dpi=100)
    for draw in (lambda: made.svg(outlines=True), lambda: made.draw(Figure().add_subplot())):
        with pytest.raises(ProblemsError, match=r"unit 'm': .* sets letters one by one, and these join"):
            draw()
    assert "وزارة" in made.svg()
    assert made.pptx()
    assert made.drawio()


def test_arabic_in_a_picture_is_narrower_joined_than_apart() -> None:
    """The picture of a joined word has fewer strokes apart than letters: its ink is connected, as readers write it."""
    from io import BytesIO

    import numpy as np
    from PIL import Image

    def pieces(text: str) -> int:
        made = chart(
            Structure.of([Unit("m", names_of(ar=text))]), title=" ", language="en", theme="plain", page="60x60"
        )
        dark = np.asarray(Image.open(BytesIO(made.png(dpi=200))).convert("L")) < 128
        wide = np.flatnonzero(dark.any(axis=0))
        shares = dark.sum(axis=1) / (wide[-1] - wide[0] + 1)
        line = dark[
            int(np.argmax(np.where(shares < 0.8, shares, 0))), :
        ]  # where most of the word is, not the box's edge
        return int((np.diff(line.astype(int)) == 1).sum()) - 2  # without the box's sides

    # the one letter joins on both sides, the other never to its left
    assert pieces("تتتتتت") <= 2
    assert pieces("دددددد") == 6
