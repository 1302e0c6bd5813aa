"""Every format, opened again by a program that did not write it."""

from __future__ import annotations

import io
import re
import subprocess
import time
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from orgmodel.charts.chart import Chart, chart
from orgmodel.charts.listing import levels, listing
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from tests.charts.geometry import faults
from tests.charts.organisations import ids, outcome, study
from tests.office import Office

SVG = "{http://www.w3.org/2000/svg}"
A4 = {(595, 842), (842, 595)}


@pytest.fixture(scope="module")
def after() -> Chart:
    """Give Duc Tho after the split, one page."""
    return chart(outcome("2.3-no-new-quota"), state="after", root="duc-tho", page="a4")


@pytest.fixture(scope="module")
def changes() -> Chart:
    """Give what the split changes, one page."""
    return chart(outcome("2.3-no-new-quota"), state="changes", page="a4")


@pytest.fixture(scope="module")
def pages() -> Chart:
    """Give the whole province, several pages."""
    return chart(study().baseline, page="a4")


@pytest.fixture(scope="module")
def slides(pages: Chart) -> bytes:
    """Give the whole province as slides."""
    return pages.pptx()


@pytest.fixture(scope="module")
def document(pages: Chart) -> PdfReader:
    """Give the whole province as a PDF."""
    return PdfReader(io.BytesIO(pages.pdf()), strict=True)


def texts(made: Chart) -> list[str]:
    """List every line of text that a chart's boxes hold."""
    return [line.text for page in made.drawing.pages for box in page.boxes for line in box.lines]


@pytest.mark.parametrize("name", ["after", "changes", "pages"])
def test_svg_holds_titles_and_selectable_text(name: str, request: pytest.FixtureRequest) -> None:
    """An XML parser finds the title, the description, a group and title a box, and every line of text as text."""
    made: Chart = request.getfixturevalue(name)
    found: list[str] = []
    for number, page in enumerate(made.drawing.pages):
        root = ElementTree.fromstring(made.svg(number))
        assert root.find(f"{SVG}title").text == made.drawing.title
        assert root.find(f"{SVG}desc").text.startswith(made.drawing.description)
        assert (float(root.get("width")[:-2]), float(root.get("height")[:-2])) == pytest.approx(
            (page.width, page.height), abs=0.01
        )
        groups = root.findall(f"{SVG}g[@role='list']/{SVG}g[@role='listitem']")
        items = [item for _, item in levels(listing(page, "vi"))]
        assert [(group.get("id", ""), group.get("aria-label")) for group in groups] == [(i.box, i.text) for i in items]
        boxes = [group for group in groups if group.get("id")]
        assert sorted(group.get("id") for group in boxes) == sorted(box.id for box in page.boxes)
        assert all(group.find(f"{SVG}title").text for group in boxes)
        found += ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert not set(texts(made)) - set(found)


def test_svg_as_outlines_needs_no_font(after: Chart) -> None:
    """With outlines there is no text element and no font family, and one shape a letter that is used again."""
    root = ElementTree.fromstring(after.svg(outlines=True))
    assert not list(root.iter(f"{SVG}text"))
    assert "font-family" not in root.attrib
    letters = {letter for line in texts(after) for letter in line if letter != " "}
    shapes = [shape for shape in root.iter(f"{SVG}path") if shape.get("id", "").startswith("g")]
    assert len(shapes) >= len(letters)
    used = [use.get("href") for use in root.iter(f"{SVG}use")]
    assert {f"#{shape.get('id')}" for shape in shapes} == set(used)
    assert len(used) >= sum(len(line.replace(" ", "")) for line in texts(after))


def test_png_is_sharp_and_whole(changes: Chart) -> None:
    """The picture has 300 dots an inch of the page, says so, and is not blank where boxes are."""
    (page,) = changes.drawing.pages
    picture = Image.open(io.BytesIO(changes.png()))
    assert picture.size == (round(page.width / 72 * 300), round(page.height / 72 * 300))
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    scale = 300 / 72
    for box in page.boxes:
        area = (box.x * scale, box.y * scale, (box.x + box.width) * scale, (box.y + box.height) * scale)
        assert len(picture.crop(tuple(round(side) for side in area)).getcolors(1 << 24)) > 5  # letters, not a bare tint


def test_letters_keep_their_strokes_on_a_screen() -> None:
    """At few dots an inch letters of straight strokes are as dark as at many: none is lost to the nearest pixel."""
    name = names_of(vi="TTTT HHHH EEEE LLLL IIII")
    made = chart(Structure.of([Unit("a", name)]), page="60x60", theme="plain")
    dark = []
    for dpi in (60, 600):
        picture = Image.open(io.BytesIO(made.png(dpi=dpi))).convert("L")
        dark.append(sum(255 - value for value in picture.tobytes()) / dpi**2)
    assert dark[0] == pytest.approx(dark[1], rel=0.12)


@pytest.mark.needs_poppler
def test_png_and_pdf_show_the_same(changes: Chart, pdftoppm: Path, tmp_path: Path) -> None:
    """Poppler's picture of the PDF is the PNG, but for the edges of letters."""
    changes.save(tmp_path / "x.pdf")
    subprocess.run([pdftoppm, "-r", "150", "-png", "x.pdf", "x"], cwd=tmp_path, check=True)
    drawn = Image.open(next(tmp_path.glob("x-*.png"))).convert("L")
    small = drawn.size[0] // 6, drawn.size[1] // 6  # letters become grey: their edges and their hinting do not count
    ours = Image.open(io.BytesIO(changes.png(dpi=150))).convert("L").resize(small, Image.Resampling.BOX)
    pairs = zip(drawn.resize(small, Image.Resampling.BOX).tobytes(), ours.tobytes(), strict=True)
    far = sum(abs(a - b) > 48 for a, b in pairs)
    assert far < 0.01 * small[0] * small[1]


def test_pdf_is_vector_with_embedded_fonts(pages: Chart, document: PdfReader) -> None:
    """Pypdf finds one page a page, A4 in size, every word, fonts embedded, and no picture."""
    reader = document
    assert len(reader.pages) == len(pages.drawing.pages)
    assert reader.metadata.title == pages.drawing.title
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} <= A4
    read = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))
    missing = [line for line in texts(pages) if line.replace(" ", "") not in read]
    assert missing == []
    for page in reader.pages:
        assert len(page.images) == 0
        fonts = page["/Resources"]["/Font"].get_object().values()
        for font in fonts:
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor


def test_pdf_leads_from_page_to_page(pages: Chart, document: PdfReader) -> None:
    """The PDF says its language, has a bookmark a page, and each box that continues elsewhere is a link to that page."""
    reader = document
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    drawn = pages.drawing.pages
    assert [reader.get_destination_page_number(one) for one in reader.outline] == list(range(len(drawn)))
    below = {route.end for route in drawn[1].routes if route.kind == "chart"}
    tops = [" ".join(line.text for line in box.lines if line.bold) for box in drawn[1].boxes if box.id not in below]
    assert reader.outline[1].title == "2. " + " … ".join(dict.fromkeys((tops[0], tops[-1])))
    for page, made in zip(drawn, reader.pages, strict=True):
        links = [link.get_object() for link in made.get("/Annots", [])]
        referring = [box for box in page.boxes if box.target]
        assert len(links) == len(referring)
        for link, box in zip(links, referring, strict=True):
            assert (
                reader.named_destinations[link["/Dest"]].page.idnum
                == reader.pages[box.target - 1].indirect_reference.idnum
            )
            x0, y0, x1, y1 = (float(side) for side in link["/Rect"])
            assert (x0, x1) == pytest.approx((box.x, box.x + box.width), abs=0.01)
            assert (page.height - y1, page.height - y0) == pytest.approx((box.y, box.y + box.height), abs=0.01)


def test_text_of_a_pdf_reads_as_it_was_written(after: Chart) -> None:
    """What is copied from the PDF is Vietnamese letter by letter, composed."""
    (page,) = PdfReader(io.BytesIO(after.pdf())).pages
    text = page.extract_text()
    assert "Huyện ủy Đức Thọ" in text
    assert "Cơ cấu đến ngày 30/9/2022; số liệu theo ngày của từng nguồn" in " ".join(text.split())
    assert unicodedata.is_normalized("NFC", text)


def test_slides_lead_from_one_to_another(slides: bytes) -> None:
    """A click on a box that goes on elsewhere leads to the slide that it names."""
    from pptx import Presentation

    deck = list(Presentation(io.BytesIO(slides)).slides)
    led = 0
    for slide in deck:
        for group in (shape for shape in slide.shapes if shape.shape_type == 6):
            to = group.shapes[0].click_action.target_slide
            said = re.search(r"trang (\d+)$", group.shapes[0].text_frame.text)
            if to is not None and said:
                led += 1
                assert deck[int(said[1]) - 1].slide_id == to.slide_id
    assert led > 10


def test_pptx_has_native_boxes_and_glued_connectors(after: Chart, tmp_path: Path) -> None:
    """python-pptx reads the names back as text, and every line is tied to a shape at both ends."""
    from pptx import Presentation

    (path,) = after.save(tmp_path / "x.pptx")
    deck = Presentation(str(path))
    (slide,) = deck.slides
    groups = [shape for shape in slide.shapes if shape.shape_type is not None and shape.shape_type == 6]
    assert {group.name for group in groups} == {box.unit for box in after.drawing.pages[0].boxes}
    for group, box in zip(groups, after.drawing.pages[0].boxes, strict=True):
        wanted = [line.text for line in box.lines]
        assert [paragraph.text for paragraph in group.shapes[0].text_frame.paragraphs] == wanted
    ids = {
        element.get("id")
        for element in slide._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr")
    }
    ends = []
    for line in slide._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cxnSp"):
        tied = [e.get("id") for e in line.iter() if e.tag.endswith(("}stCxn", "}endCxn"))]
        ends.append(len(tied))
        assert set(tied) <= ids
    assert ends.count(2) >= len(after.drawing.pages[0].boxes) - 1
    assert set(ends) <= {0, 2}  # the samples of the legend are tied to nothing


@pytest.mark.needs_office
@pytest.mark.needs_poppler
@pytest.mark.slow
def test_libreoffice_opens_the_slides(
    pages: Chart, slides: bytes, office: Office, pdftoppm: Path, tmp_path: Path
) -> None:
    """LibreOffice turns the slides into as many A4 pages, finds the text on them, and begins the source at the margin."""
    from pptx import Presentation

    del pdftoppm
    (tmp_path / "x.pptx").write_bytes(slides)
    reader = PdfReader(office.converted(tmp_path / "x.pptx", "pdf"))
    count = len(Presentation(io.BytesIO(slides)).slides)
    assert len(reader.pages) == count
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} <= A4
    read = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))
    units = {unit.id for unit in study().baseline.units}
    names = {re.sub(r"\s+", "", line.text) for page in pages.drawing.pages for box in page.boxes for line in box.lines
             if line.bold and box.unit in units}  # fmt: skip
    assert sum(name in read for name in names) > 0.9 * len(names)  # names may be broken elsewhere on other pages
    lefts: list[float] = []

    def seen(text: str, _: object, matrix: list[float], *__: object) -> None:
        if text.startswith("Nguồn"):
            lefts.append(matrix[4])

    for page in reader.pages:
        page.extract_text(visitor_text=seen)
    assert len(lefts) == count
    assert lefts == pytest.approx([10 / 25.4 * 72] * count, abs=1.5)


@pytest.mark.needs_office
@pytest.mark.slow
def test_libreoffice_knows_what_lines_are_tied_to(after: Chart, office: Office, tmp_path: Path) -> None:
    """In LibreOffice's own format every line of the chart has a shape at both ends, so that it follows a moved box."""
    after.save(tmp_path / "x.pptx")
    converted = office.converted(tmp_path / "x.pptx", "fodp")
    draw = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
    lines = list(ElementTree.parse(converted).getroot().iter(f"{draw}connector"))
    tied = [sum(f"{draw}{end}-shape" in line.attrib for end in ("start", "end")) for line in lines]
    (page,) = after.drawing.pages
    assert tied.count(2) >= len(page.routes)
    assert tied.count(1) == 0
    assert tied.count(0) == sum(sample.kind == "line" for sample in page.samples)


def test_slides_have_one_size_a_title_and_words_for_who_does_not_see(
    pages: Chart, slides: bytes, changes: Chart
) -> None:
    """Slides are A4 one way up and all units are on them; each has its title, each group says what its box does."""
    from pptx import Presentation

    deck = Presentation(io.BytesIO(slides))
    assert (round(deck.slide_width / 12700), round(deck.slide_height / 12700)) in A4
    assert "type" not in deck.part._element.find("{*}sldSz").attrib  # no screen of four by three
    units = {shape.name for slide in deck.slides for shape in slide.shapes if shape.shape_type == 6}
    assert {unit.id for unit in study().baseline.units} <= units
    assert {slide.shapes.title.text_frame.text for slide in deck.slides} == {pages.drawing.title}
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape._element.tag.endswith("}cxnSp"):
                continue  # a bent line is turned: its frame says another position
            assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width, shape.name
            assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height, shape.name
    (slide,) = Presentation(io.BytesIO(changes.pptx())).slides
    about = {shape._element.nvGrpSpPr.cNvPr.get("descr") for shape in slide.shapes if shape.shape_type == 6}
    assert any("[⇉ lập lại sau chia tách] Ban Tổ chức" in text for text in about)


def test_slides_are_wide_unless_a_page_is_asked_for() -> None:
    """By default slides are 16:9, every unit stands on them, legible, nothing over anything; ids are each of one shape."""
    from pptx import Presentation

    made = chart(study().baseline)
    deck = Presentation(io.BytesIO(made.pptx()))
    assert (deck.slide_width / 12700, deck.slide_height / 12700) == (960, 540)
    units = {shape.name for slide in deck.slides for shape in slide.shapes if shape.shape_type == 6}
    assert {unit.id for unit in study().baseline.units} <= units
    for slide in deck.slides:
        found = [element.get("id") for element in slide._element.iter("{*}cNvPr")]
        assert len(found) == len(set(found))
    assert {(round(page.width), round(page.height)) for page in made.drawing.pages} <= A4  # a PDF stays so
    drawing = chart(study().baseline, page="slide").drawing
    assert len(drawing.pages) == len(deck.slides)
    assert faults(drawing, ids(study().baseline), least=8.0) == []


def test_slides_tell_how_units_fare_without_colour(changes: Chart) -> None:
    """Outlines of units that end, begin and stay altered have dashes of their own, wide apart from each other."""
    from pptx import Presentation

    dashes: dict[str, set[tuple[str, ...]]] = {}
    for drawn in (changes, chart(outcome("2.5-internal"), state="changes", page="a4")):
        (slide,) = Presentation(io.BytesIO(drawn.pptx())).slides
        groups = [shape for shape in slide.shapes if shape.shape_type == 6]
        for group, box in zip(groups, drawn.drawing.pages[0].boxes, strict=True):
            line = group.shapes[0].line._get_or_add_ln()
            found = tuple(f"{one.get('d')}/{one.get('sp')}" for one in line.iter("{*}ds"))
            dashes.setdefault(box.status, set()).add(found)
    assert dashes[""] == dashes["arriving"] == {()}
    for status, ratio in (("leaving", 2), ("altered", 0.8)):
        for (one,) in dashes[status]:
            dash, space = map(float, one.split("/"))
            assert dash / space == pytest.approx(ratio, rel=0.01)


@pytest.mark.parametrize("name", ["after", "changes", "pages"])
def test_drawio_ties_edges_to_boxes(name: str, request: pytest.FixtureRequest) -> None:
    """An XML parser finds a page a page, a vertex a box with its text, and an edge a line between their ids."""
    made: Chart = request.getfixturevalue(name)
    root = ElementTree.fromstring(made.drawio())
    diagrams = root.findall("diagram")
    assert len(diagrams) == len(made.drawing.pages)
    for diagram, page in zip(diagrams, made.drawing.pages, strict=True):
        cells = {cell.get("id"): cell for cell in diagram.iter("mxCell")}
        assert len(cells) == len(list(diagram.iter("mxCell")))
        ids = {box.id: f"b{number}" for number, box in enumerate(page.boxes)}
        for box in page.boxes:
            label = re.sub(r"<[^>]+>", " ", cells[ids[box.id]].get("value").replace("<br>", " "))
            assert all(line.text in re.sub(r"\s+", " ", label) for line in box.lines)
        edges = sorted(_ends(cell) for cell in cells.values() if cell.get("id")[0] == "r")
        assert edges == sorted((ids[route.start], ids[route.end]) for route in page.routes)


def _ends(cell: ElementTree.Element) -> tuple[str | None, str | None]:
    """Give the ends of an edge; one with its mark at the start is led from its end."""
    ends = cell.get("source"), cell.get("target")
    return ends if "startArrow=none" in str(cell.get("style")) else ends[::-1]


def test_drawio_keeps_ways_and_layers(changes: Chart) -> None:
    """Lines leave, turn and arrive where ours do; layers lie in order; every cell stands in another that is there."""
    (page,) = changes.drawing.pages
    root = ElementTree.fromstring(changes.drawio())
    diagram = root.find("diagram")
    assert diagram.get("name") == "Trang 1/1"
    cells = {cell.get("id"): cell for cell in diagram.iter("mxCell")}
    assert {cell.get("parent") for cell in cells.values()} - {None} <= cells.keys()
    layers = [cell.get("id") for cell in cells.values() if cell.get("parent") == "0"]
    assert layers == ["layer-ribbons", "layer-lines", "layer-boxes", "layer-frame"]

    def at(cell: ElementTree.Element) -> tuple[float, ...]:
        return tuple(float(cell.find("mxGeometry").get(name)) for name in ("x", "y", "width", "height"))

    for number, route in enumerate(page.routes):
        cell = cells[f"r{number}"]
        style = dict(part.split("=") for part in cell.get("style").split(";") if "=" in part)
        ends = []
        for way, box in (("exit", cells[cell.get("source")]), ("entry", cells[cell.get("target")])):
            x, y, width, height = at(box)
            ends.append((x + float(style[f"{way}X"]) * width, y + float(style[f"{way}Y"]) * height))
        corners = [(float(point.get("x")), float(point.get("y"))) for point in cell.iter("mxPoint")]
        wanted = [(x / 72 * 96, y / 72 * 96) for x, y in route.points]
        found = [ends[0], *corners, ends[1]]
        assert [value for point in found for value in point] == pytest.approx(
            [value for point in wanted for value in point], abs=0.05
        )
    statuses = {box.status for box in page.boxes}
    assert {"leaving", "arriving"} <= statuses
    for number, box in enumerate(page.boxes):  # a box has as many lines as it was measured for
        rows = cells[f"b{number}"].get("value").count("<br>") + 1
        assert rows * 1.2 * page.type_size <= box.height + 0.1


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".drawio", ".html", ".pptx", ".png"])
@pytest.mark.parametrize("state", ["before", "after", "changes"])
def test_the_same_chart_gives_the_same_bytes(suffix: str, state: str, tmp_path: Path) -> None:
    """Made twice from scratch, a file is the same to the byte."""
    contents = []
    for number in (1, 2):
        made = chart(outcome("2.3-no-new-quota"), state=state, root="duc-tho")
        (path,) = made.save(tmp_path / f"{number}{suffix}")
        contents.append(path.read_bytes())
        time.sleep(2.1 if suffix == ".pptx" and state == "after" else 0)  # a zip file knows times to two seconds
    assert contents[0] == contents[1]


def test_more_pages_become_numbered_files(pages: Chart, tmp_path: Path) -> None:
    """SVG and PNG of several pages become name-1, name-2 …, the rest one file each; folders on the way are made."""
    count = len(pages.drawing.pages)
    assert count > 2
    saved = pages.save(tmp_path / "a" / "x.svg")
    assert saved == [tmp_path / "a" / f"x-{n + 1}.svg" for n in range(count)]
    assert all(path.is_file() for path in saved)
    assert pages.save(tmp_path / "x.drawio") == [tmp_path / "x.drawio"]


def test_a_block_by_the_name_of_a_sign_stays_in_the_key() -> None:
    """Signs that are not written are left out of the key, and blocks are not, whatever their ids and words."""
    terms = Vocabulary(
        blocks=("sum", "unknown"), labels={"block.sum": names_of(vi="Ω"), "block.unknown": names_of(vi="Ψ; Φ")}
    )
    units = [
        Unit("a", names_of(vi="A"), kind="agency", block="sum"),
        Unit("b", names_of(vi="B"), kind="agency", block="unknown", parent="a"),
    ]
    (page,) = chart(Structure.of(units, terms=terms)).drawing.pages
    assert [one.text for one in page.samples if one.kind == "group"] == ["Ω", "Ψ; Φ"]


def test_an_unknown_format_is_refused(after: Chart, tmp_path: Path) -> None:
    """Another suffix is told, with the ones there are, and nothing is written."""
    with pytest.raises(ProblemsError, match=r"no format '\.pdff'; did you mean '\.pdf'\?; there are"):
        after.save(tmp_path / "x.pdff")
    assert list(tmp_path.iterdir()) == []


def test_axes_of_a_caller(after: Chart) -> None:
    """A chart is drawn on the caller's axes; no other axes and no setting of matplotlib is touched."""
    import matplotlib as mpl
    from matplotlib import pyplot
    from matplotlib.figure import Figure

    settings, open_before = dict(mpl.rcParams), pyplot.get_fignums()
    figure = Figure(figsize=(8, 6))
    ours, theirs = figure.subplots(1, 2)
    limits = theirs.get_xlim()
    assert after.draw(ours) is ours
    assert len(ours.patches) > len(after.drawing.pages[0].boxes)
    assert theirs.get_xlim() == limits
    assert len(theirs.patches) == 0
    assert dict(mpl.rcParams) == settings
    assert pyplot.get_fignums() == open_before
    figure.savefig(io.BytesIO(), format="png")


def test_saving_leaves_settings_alone(after: Chart, tmp_path: Path) -> None:
    """Writing PNG and PDF changes no setting of matplotlib and opens no figure."""
    import matplotlib as mpl
    from matplotlib import pyplot

    settings, open_before = dict(mpl.rcParams), pyplot.get_fignums()
    after.save(tmp_path / "x.pdf")
    after.png(dpi=40)
    after._repr_html_()
    assert dict(mpl.rcParams) == settings
    assert open_before == pyplot.get_fignums()


def test_a_notebook_shows_it(after: Chart, pages: Chart) -> None:
    """A notebook gets the pages as drawn and a picture of the first, with what is left counted; no cell is over 120 KB."""
    for chart_, count in ((after, 1), (pages, len(pages.drawing.pages))):
        picture, shown = chart_._repr_png_(), chart_._repr_html_()
        assert picture is None or Image.open(io.BytesIO(picture)).format == "PNG"
        assert len(shown.encode()) + len(picture or b"") * 4 // 3 <= 120_000
        drawn = shown.count("<svg ") + shown.count("<img ")
        assert drawn == count or f"<p>+ {count - drawn} " in shown


def test_a_chart_for_which_a_cell_has_no_room_says_how_to_see_it(after: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even a coarse picture fits, the cell names the chart, and how to save it or draw a part."""
    monkeypatch.setattr("orgmodel.charts.chart.MOST_IN_CELL", 100)
    shown = after._repr_html_()
    assert shown.startswith(f"<p>{after.drawing.title} + 1 trang: ")
    assert "chart.save(" in shown
    assert "root=" in shown
    assert "depth=" in shown


def test_a_picture_too_large_is_refused() -> None:
    """More pixels than programs can read are refused before anything is drawn, with what to do."""
    wide = Structure.of([Unit("top"), *(Unit(f"u{n}", parent="top") for n in range(3)),
                         *(Unit(f"u{n}-{m}", parent=f"u{n}") for n in range(3) for m in range(4000))])  # fmt: skip
    with pytest.raises(ProblemsError, match="PICTURE_TOO_LARGE the picture would have"):
        chart(wide, page="fit").png(dpi=1200)
