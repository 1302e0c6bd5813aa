"""The list that a chart is for those who do not see it: in the tag tree of a PDF, as Markdown and as HTML."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from orgmodel.charts.chart import Chart, chart
from orgmodel.charts.listing import Item, levels, listing
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from tests.charts.organisations import outcome, study


def _flat(items: list[Item], depth: int = 0) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.text
        yield from _flat(item.below, depth + 1)


def _elements(node: Any) -> Iterator[Any]:
    """Give the elements of a tag tree, depth-first."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node.K)


@pytest.fixture(scope="module", params=["conclusion", "province"])
def drawn(request: pytest.FixtureRequest) -> Chart:
    """Give a chart of several pages: of what changes, and of one state."""
    return chart(outcome("conclusion"), state="changes") if request.param == "conclusion" else chart(study().baseline)


def test_each_page_of_a_pdf_is_tagged(drawn: Chart) -> None:
    """Pikepdf finds the language, the title, a heading, a list with an item a box, and a picture with its alternative, a page."""
    made = pikepdf.open(io.BytesIO(drawn.pdf()))
    root: Any = made.Root
    assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("vi", True)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    metadata = made.open_metadata()
    assert metadata["dc:title"] == drawn.drawing.title
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    found = list(_elements(root.StructTreeRoot.K))
    kinds = [str(one.S) for one in found]
    pages = drawn.drawing.pages
    assert kinds.count("/H1") == len(pages)
    items = sum(len(list(_flat(listing(page, "vi")))) for page in pages)
    assert kinds.count("/LI") == items
    figures = [one for one in found if str(one.S) == "/Figure"]
    assert len(figures) == len(pages)
    assert all(str(one.Alt) for one in figures)
    links = sum(bool(box.target) for page in pages for box in page.boxes)
    assert kinds.count("/Link") == links


def test_every_box_is_in_the_list_once_under_what_it_hangs_on(drawn: Chart) -> None:
    """The list has the boxes of the page, each with all that it says, under the box that a line of the chart leads from."""
    for page in drawn.drawing.pages:
        flat = list(_flat(listing(page, "vi")))
        sides = {"Trước", "Sau"} if page.ribbons else set()
        assert len([text for _, text in flat if text not in sides]) == len(page.boxes)
        for box in page.boxes:
            for line in box.lines:
                assert any(line.text in text for _, text in flat)
        above = {route.end: route.start for route in page.routes if route.kind == "chart"}
        depths = []
        for box in page.boxes:
            depth, at = 0, box.id
            while at in above:
                depth, at = depth + 1, above[at]
            depths.append(depth + bool(sides))
        assert sorted(depths) == sorted(depth for depth, text in flat if text not in sides)


def test_flows_and_lines_are_told() -> None:
    """What a ribbon carries and where to, and a line to another unit, is said with the box that it leaves."""
    (page,) = chart(outcome("2.4-propaganda-mobilisation"), state="changes").drawing.pages
    texts = " ".join(text for _, text in _flat(listing(page, "vi")))
    for ribbon in page.ribbons:
        assert f"{ribbon.label} → " in texts
    (page,) = chart(outcome("2.3-no-new-quota"), state="after", root="duc-tho.ubnd").drawing.pages
    drawn = [route for route in page.routes if route.kind != "chart"]
    assert len(drawn) == sum(text.count("Hướng dẫn chuyên môn") + text.count("Phối hợp") for _, text in
                             _flat(listing(page, "vi"))) or not drawn  # fmt: skip


def test_the_list_is_written_as_markdown_and_html(tmp_path: Any) -> None:
    """Names stay text in both; the HTML is well formed, with its language and one heading a page."""
    import xml.etree.ElementTree as ElementTree

    name = names_of(en="<b>A_1*|</b>")
    made = chart(Structure.of([Unit("a", name), Unit("b", names_of(en="B"), parent="a")]), language="en")
    (markdown,) = made.save_list(tmp_path / "x.md")
    (html,) = made.save_list(tmp_path / "x.html")
    assert "- \\<b\\>A\\_1\\*\\|\\</b\\>\n  - B" in markdown.read_text("utf-8")
    text = html.read_text("utf-8")
    root = ElementTree.fromstring(text.split("\n", 1)[1].replace('<meta charset="utf-8">', ""))
    assert root.get("lang") == "en"
    assert [one.text for one in root.iter("li")] == ["<b>A_1*|</b>", "B"]


def test_the_list_explains_its_signs_and_names_its_sources(tmp_path: Any) -> None:
    """Each sign that the key of the picture explains is explained below the list, and the documents are named."""
    made = chart(outcome("2.5-actual-2023"), state="changes", page="a4")
    (page,) = made.drawing.pages
    for suffix in (".md", ".html"):
        (path,) = made.save_list(tmp_path / f"x{suffix}")
        text = path.read_text("utf-8").replace("\\", "")
        for sign in ("Σ: gồm cả đơn vị trực thuộc", "*: có số liệu giả định", "?: chưa có số liệu"):
            assert sign in [sample.text for sample in page.samples]
            assert sign in text
        assert "Nguồn: Chuyển giao 7 tổ chức đảng" in text


def test_what_passes_on_is_told_with_where_it_stands_afterwards() -> None:
    """An organisation that is transferred takes its members along to its new superior, not to itself."""
    (page,) = chart(outcome("2.5-actual-2023"), state="changes").drawing.pages
    told = [text for _, text in _flat(listing(page, "vi")) if text.startswith("Đảng bộ doanh nghiệp có 41 đảng viên")]
    assert told[0].endswith("41 đảng viên → Đảng bộ huyện Hương Sơn")


def test_names_and_figures_are_told_as_they_are_where_boxes_break_them() -> None:
    """A word that is wider than its box has a hyphen there, and none in the list, in labels and in what a page is called."""
    name = "Directorate for Hydrometeorological-Infrastructural Supercalifragilisticexpialidociousness and Preparedness"
    units = [Unit("top", names_of(en="Ministry")), Unit("a", names_of(en=name), parent="top")]
    posts = [Post("a/1", "a", authorized=4_999_999_999_999_999, filled=4_999_999_999_999_998)]
    structure = Structure.of([*units, *posts])
    for page in ("a4", "a3", "fit"):
        drawn = chart(structure, language="en", page=page)
        (made,) = drawn.drawing.pages
        told = " ".join(item.text for _, item in levels(listing(made, "en")))
        assert name in told
        assert "4,999,999,999,999,998/4,999,999,999,999,999" in told
        assert f"<title>{name}</title>" in drawn.svg()
    fields = ["name", "head", "filled/authorized", "vacancies"]
    head = Post("a/head", "a", names_of(en="Director"), rank="head", authorized=1, filled=1)
    (made,) = chart(Structure.of([*units, *posts, head]), language="en", fields=fields).drawing.pages
    (told,) = [item.text for _, item in levels(listing(made, "en")) if item.box.endswith("a")]
    assert told == f"{name}, Director · 4,999,999,999,999,999/5,000,000,000,000,000 · vacant: 1"
    lines = [line.text for box in chart(structure, language="en").drawing.pages[0].boxes for line in box.lines]
    assert any(line.endswith("-") and not name.count(line) for line in lines)


@pytest.mark.parametrize("levels", [12, 40, 90])
def test_a_deep_tree_is_a_tagged_pdf(levels: int, tmp_path: Path) -> None:
    """However deep a tree is, it is set, and its list has each unit once; what lies below the deepest list says its level."""
    units = [Unit(f"u{at}", names_of(en=f"Unit {at}"), parent=f"u{at - 1}" if at else None) for at in range(levels)]
    made = chart(Structure.of(units), language="en", page="fit")
    (path,) = made.save(tmp_path / "deep.pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    assert all(re.search(rf"Unit {at}\b", text) for at in range(levels))
    assert ("level 40: Unit 39" in " ".join(text.split())) == (levels >= 40)
    (described,) = made.svg() if isinstance(made.svg(), list | tuple) else [made.svg()]
    assert f"Unit {levels - 2} (Unit {levels - 1}" in described


def test_a_list_says_that_nothing_changes(tmp_path: Path) -> None:
    """The list, and what an SVG tells, begin with the statement that the picture makes where no unit changes."""
    made = chart(outcome("2.2-concurrent-post"), state="changes", language="en")
    told = "The organisation does not change"
    (page,) = made.drawing.pages
    assert [item.text for item in listing(page, "en")] == [told, "Before", "After"]
    assert told in made.save(tmp_path / "x.svg")[0].read_text(encoding="utf-8").partition("</desc>")[0]
