"""The interactive page: bundled from its source, without network, quick with ten thousand units."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from pypdf import PdfReader

from orgmodel.charts.chart import chart
from orgmodel.charts.interactive import static
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from tests.charts.organisations import WORDS, ids, outcome

WEB = Path(__file__).parents[2] / "web"
BUILT = ("page.js", "widget.js", "LICENSES.txt")


@pytest.fixture(scope="module")
def browser_page(chromium: Path) -> Iterator[Page]:
    """Give a tab of a browser that has no network."""
    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=str(chromium), args=arguments)
        context = browser.new_context(viewport={"width": 2400, "height": 2400}, offline=True)
        yield context.new_page()
        browser.close()


def opened(tab: Page, path: Path) -> list[str]:
    """Open a page, and give the list into which its complaints and requests go."""
    heard: list[str] = []
    for event in ("console", "pageerror"):
        tab.on(event, lambda one: heard.append(str(getattr(one, "text", one))))
    tab.on("request", lambda one: heard.append(one.url) if not one.url.startswith("file:") else None)
    tab.goto(path.as_uri())
    return heard


def until(tab: Page, expression: str) -> None:
    """Wait until an expression holds; the page lets no other script run, so Playwright's own waiting cannot ask it again."""
    for _ in range(200):
        if tab.evaluate(expression):
            return
        tab.wait_for_timeout(25)
    raise AssertionError(f"not within five seconds: {expression}")


def shown(tab: Page) -> list[str]:
    """List the names of the boxes that are drawn."""
    return tab.eval_on_selector_all(".box > title", "found => found.map(one => one.textContent)")


@pytest.mark.needs_browser
def test_before_and_after_search_and_folding(browser_page: Page, tmp_path: Path) -> None:
    """The page shows what changed, switches between states, finds names without diacritics, folds and unfolds."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="after", root="duc-tho").save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    assert "Phòng Nội vụ huyện Đức Thọ" in shown(browser_page)
    assert browser_page.locator(".box.arriving").count() == 6
    browser_page.get_by_role("button", name="Trước sắp xếp").click()
    assert "Phòng Nội vụ huyện Đức Thọ" not in shown(browser_page)
    assert browser_page.locator(".box.leaving").count() == 3
    browser_page.get_by_role("button", name="Sau sắp xếp").click()
    for query in ("phong noi vu", "Phòng Nội vụ", "PHONG NOI"):
        browser_page.fill("input[type=search]", query)
        assert browser_page.inner_text("output") == "1 kết quả"
    browser_page.press("input[type=search]", "Enter")
    assert browser_page.locator(".box.chosen > title").text_content() == "Phòng Nội vụ huyện Đức Thọ"
    browser_page.get_by_role("button", name="Thu gọn").click()
    assert shown(browser_page) == ["Huyện Đức Thọ"]
    browser_page.get_by_role("button", name="Mở tất cả").click()
    assert len(shown(browser_page)) == len(ids(outcome("2.3-no-new-quota").after, "duc-tho"))
    assert heard == []


@pytest.mark.needs_browser
def test_names_stay_text(browser_page: Page, tmp_path: Path) -> None:
    """Names that look like markup are shown as they are, and nothing of them runs."""
    name = "</script><img src=x onerror=\"document.title='run'\"><b>đậm</b>"
    made = Structure.of([Unit("a\"'><b>", names_of(vi=name)), Unit("b", names_of(vi=name), parent="a\"'><b>")])
    (path,) = chart(made, title="<i>Tên</i>").save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    assert shown(browser_page) == [name, name]
    assert browser_page.title() == "<i>Tên</i>"
    assert browser_page.locator("img, b, i").count() == 0
    assert heard == []


def chosen(tab: Page) -> str | None:
    """Give the name of the box that a screen reader is told of."""
    return tab.evaluate(
        "document.getElementById(document.querySelector('svg.chart').getAttribute('aria-activedescendant'))"
        "?.querySelector('title').textContent"
    )


@pytest.mark.needs_browser
def test_the_keyboard_reaches_every_box(browser_page: Page, tmp_path: Path) -> None:
    """The chart takes the focus once, arrows go from box to box, Enter folds, and a screen reader hears which box."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="after", root="duc-tho").save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    browser_page.focus("svg.chart")
    for key, name in (
        ("ArrowDown", "Huyện Đức Thọ"),
        ("ArrowDown", "Huyện ủy Đức Thọ"),
        ("ArrowRight", "Hội đồng nhân dân huyện Đức Thọ"),
        ("ArrowRight", "Ủy ban nhân dân huyện Đức Thọ"),
        ("ArrowDown", "Phòng Nội vụ huyện Đức Thọ"),
        ("ArrowDown", "Thanh tra huyện Đức Thọ"),
        ("ArrowLeft", "Ủy ban nhân dân huyện Đức Thọ"),
    ):
        browser_page.keyboard.press(key)
        assert chosen(browser_page) == name
    item = browser_page.locator(".box.chosen")
    wanted = {
        "role": "treeitem",
        "aria-level": "2",
        "aria-posinset": "3",
        "aria-expanded": "true",
        "aria-selected": "true",
    }
    assert {name: item.get_attribute(name) for name in wanted} == wanted
    browser_page.keyboard.press("Enter")
    assert item.get_attribute("aria-expanded") == "false"
    assert "Phòng Nội vụ huyện Đức Thọ" not in shown(browser_page)
    assert browser_page.evaluate("document.activeElement.getAttribute('role')") == "tree"
    browser_page.keyboard.press("/")
    assert browser_page.evaluate("document.activeElement.type") == "search"
    assert heard == []


@pytest.mark.needs_browser
def test_search_with_or_without_diacritics(browser_page: Page, tmp_path: Path) -> None:
    """Marks, case, either place of the tone, composed or not, and the order of words make no difference."""
    names = ["Huyện Đức Thọ", "Trung tâm Văn hóa", "Trung tâm Văn hoá", "Ủy ban", "Thọ Đức"]
    made = Structure.of(
        [Unit("top"), *(Unit(f"u{n}", names_of(vi=name), parent="top") for n, name in enumerate(names))]
    )
    (path,) = chart(made).save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    for query, count in (
        ("duc tho", 2), ("ĐỨC THỌ", 2), ("van hoa", 2), ("Văn hóa", 2), ("văn hoá", 2), ("hoa van", 2),
        ("u\N{LATIN SMALL LETTER U WITH HORN}", 0), ("U\N{COMBINING HOOK ABOVE}y ban", 1), ("  ", None), ("đ", 2),
    ):  # fmt: skip
        browser_page.fill("input[type=search]", query)
        assert browser_page.inner_text("output") == ("" if count is None else f"{count} kết quả"), query
        assert browser_page.locator(".box.hit").count() == (count or 0)
    browser_page.get_by_role("button", name="Kết quả trước").click()
    assert (chosen(browser_page), browser_page.inner_text("output")) == (
        "Huyện Đức Thọ",
        "2/2",
    )  # the shorter name is nearer to what was typed
    assert heard == []


@pytest.mark.needs_browser
def test_switching_keeps_the_position_and_what_is_folded(browser_page: Page, tmp_path: Path) -> None:
    """What the reader looks at stays under the eye when the state changes, and what was folded stays folded."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="after", root="duc-tho").save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    browser_page.evaluate("window.orgchart.select('duc-tho.ubnd')")
    browser_page.evaluate("window.orgchart.toggle('duc-tho.huyen-uy')")
    folded = browser_page.locator('[data-unit="duc-tho.ubnd"] .frame').bounding_box()
    assert folded is not None
    browser_page.get_by_role("button", name="Trước sắp xếp").click()
    after = browser_page.locator('[data-unit="duc-tho.ubnd"] .frame').bounding_box()
    assert after is not None
    assert (after["x"], after["y"]) == pytest.approx((folded["x"], folded["y"]), abs=1.0)
    assert browser_page.locator('[data-unit="duc-tho.huyen-uy"]').get_attribute("aria-expanded") == "false"
    assert chosen(browser_page) == "Ủy ban nhân dân huyện Đức Thọ"
    assert heard == []


@pytest.mark.needs_browser
def test_lines_of_other_kinds(browser_page: Page, tmp_path: Path) -> None:
    """A chosen unit shows its lines, dashed by kind as the key says; the button shows those of all; the key fits."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="changes", root="duc-tho").save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    assert browser_page.locator(".others path").count() == 0
    browser_page.evaluate("window.orgchart.select('duc-tho.ubnd')")
    after = outcome("2.3-no-new-quota").after
    inside = set(ids(after, "duc-tho"))
    lines = [
        (line.from_, line.to)
        for line in after.lines
        if "duc-tho.ubnd" in (line.from_, line.to)
        and {line.from_, line.to} <= inside
        and (line.kind != "administrative" or after.unit(line.from_).parent != line.to)
    ]
    assert browser_page.locator(".others path").count() == len(lines) > 0
    assert browser_page.locator(".others path[stroke-dasharray]:not([stroke-dasharray=''])").count() > 0
    few = browser_page.locator(".others path").count()
    browser_page.get_by_role("button", name="Các quan hệ khác").click()
    assert browser_page.locator(".others path").count() > few
    key = browser_page.inner_text("footer")
    assert "thành lập, lập lại sau sắp xếp" in key
    assert "kết thúc hoạt động" in key
    assert "Dải nối" not in key  # the page has no bands
    assert "Bầu, phê chuẩn" in key
    assert "Sau sắp xếp" not in browser_page.inner_text("header")  # which would be false in the other state
    assert heard == []


@pytest.mark.needs_browser
def test_a_page_of_changes_begins_where_something_changes(browser_page: Page, tmp_path: Path) -> None:
    """Of a whole province the unit that all changes are under stands at the top, and "next change" goes through all."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="changes").save(tmp_path / "x.html")
    whole = browser_page.viewport_size
    assert whole is not None
    browser_page.set_viewport_size({"width": 1280, "height": 800})  # too small for all of it
    heard = opened(browser_page, path)
    top = browser_page.locator('[data-unit="duc-tho"] .frame').bounding_box()
    stage = browser_page.locator(".stage").bounding_box()
    assert top is not None
    assert stage is not None
    assert top["x"] + top["width"] / 2 == pytest.approx(stage["width"] / 2, abs=2)
    assert 0 < top["y"] - stage["y"] < 40
    marked = browser_page.evaluate(
        "JSON.parse(document.getElementById('data').textContent).states[1].units.filter(row => row[6]).map(row => row[0])"
    )
    gone = []
    for _ in marked:
        browser_page.get_by_role("button", name="Thay đổi kế tiếp").click()
        gone.append(browser_page.locator(".box.chosen").get_attribute("data-unit"))
    browser_page.set_viewport_size(whole)
    assert gone == marked
    assert heard == []


@pytest.mark.needs_browser
def test_no_colour_in_a_theme_without(browser_page: Page, tmp_path: Path) -> None:
    """In the grey theme boxes, their signs and lines are grey on the page, too; blocks differ by pattern."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="before", root="duc-tho", theme="grey").save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    browser_page.evaluate("window.orgchart.select('duc-tho.ubnd')")
    inks = browser_page.evaluate(
        """[...document.querySelectorAll("svg.chart .box *, svg.chart .lines, .others path, pattern *")].flatMap((one) => {
          const { fill, stroke } = getComputedStyle(one);
          return [fill, stroke];
        })"""
    )
    colours = {tuple(re.findall(r"\d+", ink)[:3]) for ink in inks if ink.startswith("rgb")}
    assert len(colours) > 3
    assert [one for one in colours if len(set(one)) > 1] == []
    assert browser_page.locator(".box.leaving").count() == 3
    drawn = browser_page.eval_on_selector_all(
        "pattern", "found => found.map(one => one.innerHTML.replace(/#[0-9a-f]+/g, ''))"
    )
    shown = browser_page.eval_on_selector_all(
        ".box > rect[fill^=url]", "found => found.map(one => one.getAttribute('fill'))"
    )
    assert len(set(shown)) == 3
    assert len(set(drawn)) == 4  # hatched, dotted, half and half; no pattern for none and solid
    assert heard == []


@pytest.mark.needs_browser
def test_the_address_names_the_unit(browser_page: Page, tmp_path: Path) -> None:
    """A link with a unit's id opens the page at that unit, folded away or not; what is no unit does no harm."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="after").save(tmp_path / "x.html")
    browser_page.goto("about:blank")
    browser_page.goto(path.as_uri() + "#ky-anh.ubnd")
    assert chosen(browser_page) == "Ủy ban nhân dân huyện Kỳ Anh"
    heard = opened(browser_page, path)
    browser_page.evaluate("location.hash = 'duc-tho.ubnd'")
    until(browser_page, "document.querySelector('.box.chosen')?.dataset.unit === 'duc-tho.ubnd'")
    for strange in ("#%E0%A4%A", "#javascript:alert(1)", "#"):
        browser_page.goto("about:blank")
        browser_page.goto(path.as_uri() + strange)
        assert chosen(browser_page) is None
    assert heard == []


@pytest.mark.needs_browser
@pytest.mark.parametrize(("paper", "wide"), [("A4", 842), ("A3", 1191)])
def test_on_paper_all_is_legible(browser_page: Page, tmp_path: Path, paper: str, wide: int) -> None:
    """Printed, all that is unfolded is on pages that lie, no letter of it below seven points, with title, key and source."""
    made = chart(outcome("2.3-no-new-quota"), state="after", root="duc-tho")
    (path,) = made.save(tmp_path / "x.html")
    opened(browser_page, path)
    browser_page.evaluate("window.orgchart.select('duc-tho.ubnd')")  # most others are out of sight
    names = {row[1] for row in made.data()["states"][1]["units"]}
    browser_page.select_option("#paper", paper)
    pages = PdfReader(io.BytesIO(browser_page.pdf(prefer_css_page_size=True))).pages
    assert {round(float(page.mediabox.width)) for page in pages} == {wide}
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    sizes = [
        float(tm[3]) * float(cm[3]) * size for page in pages for said, cm, tm, size in _texts(page) if said.strip()
    ]
    assert sizes
    assert min(map(abs, sizes)) >= 6.99
    assert [name for name in names if re.sub(r"\s", "", name) not in text] == []
    assert "Chúgiải" not in text
    assert "Thugọn" not in text
    assert "−" not in text  # what folds a branch; how many are folded is told
    assert "Nguồn:" in text
    assert browser_page.locator("svg.chart[viewBox], .sheets, .tiled").count() == 0  # and afterwards as it was


IN_SHEETS = """paper => {
  window.orgchart.whole(paper);
  const sheets = [...document.querySelectorAll('.sheets .tile')].map(tile => {
    const within = tile.getBoundingClientRect();
    return [...tile.querySelectorAll('.box')].map(box => {
      const at = box.getBoundingClientRect();
      const whole = at.left >= within.left && at.right <= within.right && at.top >= within.top && at.bottom <= within.bottom;
      return [box.dataset.unit, whole && at.width > 0];
    });
  });
  window.orgchart.part();
  return sheets;
}"""


@pytest.mark.needs_browser
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_no_box_is_cut_by_the_edge_of_a_sheet(browser_page: Page, tmp_path: Path, paper: str) -> None:
    """Where all finds no room on one sheet every box stands on one of several, whole, and on no other."""
    (path,) = chart(outcome("conclusion"), state="changes").save(tmp_path / "x.html")
    opened(browser_page, path)
    browser_page.emulate_media(media="print")
    sheets = browser_page.evaluate(IN_SHEETS, paper)
    assert len(sheets) > 1
    boxes = [box for sheet in sheets for box in sheet]
    assert all(sheets)
    assert [unit for unit, is_whole in boxes if not is_whole] == []
    assert [unit for unit, times in Counter(unit for unit, _ in boxes).items() if times > 1] == []
    browser_page.emulate_media(media="screen")
    assert {unit for unit, _ in boxes} >= set(
        browser_page.eval_on_selector_all(".stage .box", "found => found.map(one => one.dataset.unit)")
    )


def _texts(page: Any) -> list[tuple[str, list[float], list[float], float]]:
    """List the texts of a page of a PDF with where and how large they are set."""
    found: list[tuple[str, list[float], list[float], float]] = []
    page.extract_text(visitor_text=lambda said, cm, tm, font, size: found.append((said, cm, tm, size)))
    return found


@pytest.mark.needs_browser
def test_on_a_telephone(browser_page: Page, tmp_path: Path) -> None:
    """At 375 pixels nothing is wider than the screen, the key is folded, and two fingers make the chart larger."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="after").save(tmp_path / "x.html")
    browser = browser_page.context.browser
    assert browser is not None
    with browser.new_context(viewport={"width": 375, "height": 720}, has_touch=True, is_mobile=True) as context:
        tab = context.new_page()
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == 375
        assert tab.evaluate("document.querySelector('.search').getBoundingClientRect().right") <= 375
        assert tab.locator("#key").get_attribute("open") is None
        stage = tab.locator(".stage").bounding_box()
        assert stage is not None
        assert stage["height"] > 720 / 2
        tab.evaluate("window.orgchart.select('tinh')")  # to the middle of the stage
        before = tab.locator(".chosen .frame").bounding_box()
        session = context.new_cdp_session(tab)
        x, y = 187, round(stage["y"] + stage["height"] / 2)
        for kind, apart in (("touchStart", 30), ("touchMove", 45), ("touchMove", 60), ("touchEnd", 0)):
            points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        after = tab.locator(".chosen .frame").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(2 * before["width"], rel=0.1)


@pytest.mark.needs_browser
def test_wheel_and_buttons_zoom(browser_page: Page, tmp_path: Path) -> None:
    """The wheel, the buttons and the keys make the chart larger and smaller; a drag moves it."""
    (path,) = chart(outcome("2.3-no-new-quota"), state="after", root="duc-tho").save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    browser_page.evaluate("window.orgchart.select('duc-tho.ubnd')")  # to the middle of the screen
    frame = browser_page.locator('[data-unit="duc-tho.ubnd"] .frame')

    def box() -> dict[str, float]:
        found = frame.bounding_box()
        assert found is not None
        return dict(found)

    def width() -> float:
        return box()["width"]

    first = width()
    browser_page.get_by_role("button", name="Phóng to").click()
    larger = width()
    assert larger == pytest.approx(1.4 * first)
    browser_page.get_by_role("button", name="Thu nhỏ").click()
    assert width() == pytest.approx(first)
    browser_page.focus("svg.chart")
    browser_page.keyboard.press("+")
    assert width() == pytest.approx(larger)
    browser_page.keyboard.press("-")
    assert width() == pytest.approx(first)
    browser_page.mouse.move(1200, 1500)
    browser_page.mouse.wheel(0, -200)
    find = """document.querySelector('[data-unit="duc-tho.ubnd"] .frame')"""
    until(browser_page, f"{find}.getBoundingClientRect().width > {first * 1.05}")
    start = box()
    browser_page.mouse.down()
    browser_page.mouse.move(1100, 1450, steps=4)
    browser_page.mouse.up()
    moved = box()
    assert (moved["x"] - start["x"], moved["y"] - start["y"]) == pytest.approx((-100, -50), abs=1)
    assert heard == []


@pytest.mark.needs_browser
@pytest.mark.slow
def test_ten_thousand_units_cost_what_is_in_sight(browser_page: Page, tmp_path: Path) -> None:
    """With ten thousand units unfolded only what is in sight is drawn, once: a click makes no box anew."""
    units = [Unit("u0", names_of(vi="Gốc"))]
    posts = []
    for n in range(1, 10_000):
        name = " ".join(WORDS[(n * k) % len(WORDS)] for k in range(1, 6))
        units.append(
            Unit(f"u{n}", names_of(vi=name), parent=f"u{(n - 1) // 6}", block=("party", "government", "")[n % 3])
        )
        posts.append(Post(f"u{n}/head", f"u{n}", names_of(vi="Trưởng phòng"), rank="head", filled=1))
    (path,) = chart(Structure.of([*units, *posts])).save(tmp_path / "x.html")
    heard = opened(browser_page, path)
    browser_page.get_by_role("button", name="Mở tất cả").click()
    browser_page.fill("input[type=search]", "Gốc")
    browser_page.press("input[type=search]", "Enter")
    assert 1 < browser_page.locator(".box").count() < 900
    kept = browser_page.evaluate(
        """() => {
          const before = new Map([...document.querySelectorAll(".box")].map((box) => [box.dataset.unit, box]));
          document.querySelector('[data-unit="u0"] .knob').dispatchEvent(new MouseEvent("click", {bubbles: true}));
          const folded = [...document.querySelectorAll(".box")].map((box) => box.dataset.unit);
          document.querySelector('[data-unit="u0"] .knob').dispatchEvent(new MouseEvent("click", {bubbles: true}));
          const after = [...document.querySelectorAll(".box")];
          return {folded, same: after.every((box) => before.get(box.dataset.unit) === box), count: after.length};
        }"""
    )
    assert kept["folded"] == ["u0"]
    assert kept["same"]
    assert kept["count"] > 1
    assert heard == []


def test_the_page_is_written_whole() -> None:
    """Every unit of both states is in the page's data, with the numbers of parents that come before."""
    made = outcome("2.3-no-new-quota")
    data = json.loads(chart(made).html().split('id="data">')[1].split("</script>")[0])
    assert [state["key"] for state in data["states"]] == ["before", "after"]
    for state, structure in zip(data["states"], (made.before, made.after), strict=True):
        assert sorted(row[0] for row in state["units"]) == sorted(ids(structure))
        for number, row in enumerate(state["units"]):
            assert row[2] < number
            unit = structure.unit(row[0])
            assert (state["units"][row[2]][0] if row[2] >= 0 else None) == unit.parent


def test_the_bundle_names_its_licences() -> None:
    """Each package whose exact version web/package.json asks for, and that is in the bundle, has its licence beside."""
    asked = json.loads((WEB / "package.json").read_text(encoding="utf-8"))["dependencies"]
    licences = static("LICENSES.txt")
    for name, version in asked.items():
        assert f"{name} {version} (ISC)" in licences or f"{name} {version} (BSD-3-Clause)" in licences
    assert all(name in static("page.html") + "@licences@" for name in ("@licences@", "@script@", "@data@"))


@pytest.mark.slow
@pytest.mark.needs_npm
def test_the_bundle_is_what_its_source_builds(tmp_path: Path) -> None:
    """Built again from web/ by the versions in package.json, the bundle is the same to the byte."""
    for name in ("src", "build.mjs", "package.json"):
        source = WEB / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    install = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(install, cwd=tmp_path, check=True, timeout=300)
    subprocess.run(["node", "build.mjs", "out"], cwd=tmp_path, check=True, timeout=120)
    assert {
        name: (tmp_path / "out" / name).read_text(encoding="utf-8") == static(name) for name in BUILT
    } == dict.fromkeys(BUILT, True)
