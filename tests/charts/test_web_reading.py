"""What a reader of the page is offered: ranked search, changes to step through, colours and filter, dates, posts, both states."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, sync_playwright

from orgmodel.charts.chart import chart
from orgmodel.core.names import names_of
from orgmodel.core.records import Incumbency, Person, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.measures import measure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from tests.charts.organisations import outcome

pytestmark = pytest.mark.needs_browser


@pytest.fixture(scope="module")
def tab(chromium: Path) -> Iterator[Page]:
    """Give a tab of a browser that has no network."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
        browser.close()


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of a split, with persons nowhere."""
    path = tmp_path_factory.mktemp("page") / "x.html"
    chart(outcome("2.3-no-new-quota"), state="changes").save(path)
    return path


def small(folder: Path, names: list[str]) -> Path:
    """Write the page of one unit over units of so many names."""
    units = [
        Unit("top", names_of(vi="Gốc")),
        *(Unit(f"u{n}", names_of(vi=one), parent="top") for n, one in enumerate(names)),
    ]
    (path,) = chart(Structure.of(units)).save(folder / "small.html")
    return path


def test_the_search_ranks(tab: Page, tmp_path: Path) -> None:
    """Exact first, then what stands at a word's start as it was typed, then other words' starts, then the rest."""
    names = ["Ban Kế hoạch", "Khối Bankinh", "Phòng Kế toán Ban", "Ban Kế", "Xưởng Đaban Akế"]
    tab.goto(small(tmp_path, names).as_uri())
    tab.fill("input[type=search]", "ban ke")
    found = []
    for _ in range(4):
        tab.press("input[type=search]", "Enter")
        found.append(tab.locator(".box.chosen > title").text_content())
    assert found == ["Ban Kế", "Ban Kế hoạch", "Phòng Kế toán Ban", "Xưởng Đaban Akế"]
    assert tab.inner_text("output") == "4/4"


def test_the_list_of_changes_leads_to_each(tab: Page, split: Path) -> None:
    """What begins and what ended is listed; a row leads to its unit, in the state in which it is there."""
    tab.goto(split.as_uri())
    tab.get_by_role("button", name="Danh sách thay đổi").click()
    rows = tab.locator(".panel ol button")
    states = json.loads(str(tab.locator("#data").text_content()))["states"]
    after = [row[0] for row in states[1]["units"] if row[6]]
    ended = [row[0] for row in states[0]["units"] if row[5] == "leaving"]
    assert rows.count() == len(after) + len(ended) > 6
    rows.nth(0).click()
    assert tab.locator(".box.chosen").get_attribute("data-unit") == after[0]
    tab.locator(".panel .leaving").first.click()
    assert tab.locator(".box.chosen").get_attribute("data-unit") == ended[0]
    assert tab.get_by_role("button", name="Trước sắp xếp").get_attribute("aria-pressed") == "true"


def test_both_states_with_ribbons(tab: Page, split: Path) -> None:
    """Beside each other, what changes before and after, with a ribbon for each flow, which says what it carries."""
    tab.goto(split.as_uri())
    tab.get_by_role("button", name="Trước và sau").click()
    said = tab.eval_on_selector_all(".ribbon > title", "found => found.map(one => one.textContent)")
    flows = json.loads(str(tab.locator("#data").text_content()))["flows"]
    assert len(said) == len(flows) > 3
    assert any(
        one.startswith("Cơ quan Tổ chức - Nội vụ huyện Đức Thọ → Phòng Nội vụ huyện Đức Thọ: 7") for one in said
    ), said


def test_colour_and_filter(tab: Page, split: Path) -> None:
    """Boxes take the colours of any measure, with its key; groups that are chosen stand out, and their number is said."""
    tab.goto(split.as_uri())
    tab.get_by_role("button", name="Màu và lọc").click()
    tab.select_option(".panel select", label="Biên chế giao")
    assert "Khối Đảng" not in tab.inner_text(".panel")
    assert not tab.locator("footer li[data-sample=group]").first.is_visible()  # which would be of blocks
    groups = tab.locator(".panel .group")
    counts = [int(text) for text in tab.locator(".panel .count").all_text_contents()]
    whole = json.loads(str(tab.locator("#data").text_content()))["states"][1]["units"]
    assert sum(counts) == len(whole)
    groups.nth(0).click()
    assert groups.nth(0).get_attribute("aria-pressed") == "true"
    assert f"{counts[0]}/{len(whole)}" in tab.inner_text(".panel")
    assert tab.locator(".box.dim").count() > 0
    tab.get_by_role("button", name="Bỏ lọc").click()
    assert tab.locator(".box.dim").count() == 0


def test_posts_are_shown_on_demand(tab: Page, tmp_path: Path) -> None:
    """A unit's posts stand in the panel, and who holds them only where that was asked for."""
    head = Post("a/1", "a", names_of(vi="Giám đốc"), rank="head", authorized=1, filled=1)
    made = Structure.of([Unit("a", names_of(vi="Sở")), head, Person("p", "Trần A"), Incumbency("p", "a/1")])
    for holders in (False, True):
        (path,) = chart(made, holders=holders).save(tmp_path / f"{holders}.html")
        tab.goto("about:blank")
        tab.goto(path.as_uri())
        tab.locator('[data-unit="a"] .frame').click()
        tab.get_by_role("button", name="Đơn vị", exact=True).click()
        text = tab.inner_text(".panel")
        assert "Giám đốc" in text
        assert "1/1" in text
        assert tab.locator(".panel table.measures tr", has_text="Biên chế giao").locator("td").all_inner_texts() == [
            "1"
        ]
        assert ("Trần A" in text) == holders == ("Trần A" in path.read_text(encoding="utf-8"))


def test_the_figures_of_a_unit_stand_before_and_after(tab: Page, split: Path) -> None:
    """The panel of a unit that is in both states tells its figures in both, and brings out those that differ."""
    tab.goto(split.as_uri())
    tab.evaluate("orgchart.select('duc-tho')")
    tab.get_by_role("button", name="Đơn vị", exact=True).click()
    row = tab.locator(".panel table.measures tr", has_text="Đầu mối").first
    made = outcome("2.3-no-new-quota")
    wanted = [str(measure(one, ["units"], ["duc-tho"])[0].value) for one in (made.before, made.after)]
    assert row.locator("td").all_inner_texts() == wanted
    assert ("differs" in (row.get_attribute("class") or "")) == (wanted[0] != wanted[1])


def test_a_slider_over_the_dates_of_the_steps(tab: Page, tmp_path: Path) -> None:
    """Between before and after stand the states on the dates on which steps take effect."""
    baseline = Structure.of([Unit("a", names_of(vi="A")), Unit("b", names_of(vi="B"), parent="a")])
    steps = [
        Step(f"s{n}", effective=f"2023-0{n}-01", do=[{"rename": "b", "names": {"vi": f"B {n}"}}]) for n in (1, 2, 3)
    ]
    (path,) = chart(Scenario("s", baseline, steps=tuple(steps)).run(), state="changes").save(tmp_path / "d.html")
    tab.goto(path.as_uri())
    slider = tab.get_by_role("slider", name="Thời điểm")
    seen = []
    for at in range(int(slider.get_attribute("max") or 0) + 1):
        slider.fill(str(at))
        seen.append((slider.get_attribute("aria-valuetext"), tab.locator('[data-unit="b"] > title').text_content()))
    assert seen == [
        ("Trước sắp xếp", "B"), ("01/01/2023", "B 1"), ("01/02/2023", "B 2"), ("01/3/2023", "B 3"), ("Sau sắp xếp", "B 3"),
    ]  # fmt: skip


def test_what_does_not_fit_legibly_has_a_map(tab: Page, split: Path, tmp_path: Path) -> None:
    """Names are at least eight pixels high when the page opens, and a map shows the whole where not all is in sight."""
    tab.goto(split.as_uri())
    assert tab.evaluate("12 * document.querySelector('.box text').getCTM().a") >= 8
    assert tab.locator("canvas.map").is_visible()
    tab.goto(small(tmp_path, ["A", "B"]).as_uri())
    assert not tab.locator("canvas.map").is_visible()


def test_it_opens_where_something_changed(tab: Page, tmp_path: Path) -> None:
    """What changes far below the top that it has in common is in sight when the page opens, wide or on a phone."""
    units = [Unit("top", names_of(vi="Gốc"))]
    for n in range(2):
        units += [Unit(f"u{n}", names_of(vi=f"Ban {n}"), parent="top")]
        units += [Unit(f"v{n}-{m}", names_of(vi=f"Tổ {n}.{m}"), parent=f"u{n}") for m in range(30)]
    renamed = [{"rename": f"v{n}-29", "names": {"vi": f"Tổ cuối {n}"}} for n in range(2)]
    made = Scenario("x", Structure.of(units), steps=(Step("s", do=renamed),)).run()
    (path,) = chart(made, state="changes").save(tmp_path / "far.html")
    try:
        for width in (1280, 375):
            tab.set_viewport_size({"width": width, "height": 700})
            tab.goto(path.as_uri())
            seen = tab.evaluate("""() => {
              const room = document.querySelector("svg.chart").getBoundingClientRect();
              return ["v0-29", "v1-29"].filter((id) => {
                const box = document.querySelector(`svg.chart .box[data-unit="${id}"]`)?.getBoundingClientRect();
                return box && box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom;
              });
            }""")
            assert seen, width
    finally:
        tab.set_viewport_size({"width": 1280, "height": 800})


def test_wide_levels_are_wrapped(tab: Page, tmp_path: Path) -> None:
    """Forty branches of one unit stand in rows below each other, no wider than some twelve boxes."""
    units = [Unit("top", names_of(vi="Gốc"))]
    for n in range(40):
        units += [
            Unit(f"u{n}", names_of(vi=f"Ban {n}"), parent="top"),
            Unit(f"v{n}", names_of(vi=f"Tổ {n}"), parent=f"u{n}"),
        ]
    (path,) = chart(Structure.of(units)).save(tmp_path / "wide.html")
    tab.goto(path.as_uri())
    tab.get_by_role("button", name="Mở tất cả").click()
    tab.evaluate("orgchart.whole('A3')")
    _, _, wide, high = map(float, str(tab.locator("svg.chart").get_attribute("viewBox")).split())
    assert wide < 2600
    assert high < 1600
    boxes = tab.evaluate(
        "[...document.querySelectorAll('svg.chart .box .frame')].map(one => { const r = one.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; })"
    )
    assert len(boxes) == 81
    apart = [
        (a, b) for at, a in enumerate(boxes) for b in boxes[:at]
        if a[0] < b[2] - 0.1 and b[0] < a[2] - 0.1 and a[1] < b[3] - 0.1 and b[1] < a[3] - 0.1
    ]  # fmt: skip
    assert apart == []


INKS = """[...document.querySelectorAll("svg.chart .box text, svg.chart .frame, svg.chart .inner, svg.chart .lines")].flatMap((one) => {
  const { fill, stroke } = getComputedStyle(one);
  return one.tagName === "text" ? [fill] : one.classList.contains("frame") ? [fill, stroke] : [stroke];
})"""
SYSTEM = """["Canvas", "CanvasText"].map((colour) => {
  const one = document.body.appendChild(document.createElement("i"));
  one.style.color = colour;
  return getComputedStyle(one).color;
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_and_no_motion(tab: Page, split: Path, scheme: Literal["light", "dark"]) -> None:
    """Where a reader forces colours all boxes, letters and lines take them, badges too; where motion is unwanted nothing moves by itself."""
    browser = tab.context.browser
    assert browser is not None
    with browser.new_context(color_scheme=scheme, forced_colors="active", reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(split.as_uri())
        assert page.locator(".box .badge").count() > 0
        assert set(page.evaluate(INKS)) == set(page.evaluate(SYSTEM))
        page.evaluate("orgchart.toggle('duc-tho.huyen-uy'); orgchart.open('list'); orgchart.show('both')")
        assert page.evaluate("document.getAnimations().length") == 0


def _shown(svg: str) -> str:
    """Put an SVG into a page, as documents do."""
    return f'<!DOCTYPE html><html lang="vi"><title>x</title><main><h1>x</h1>{svg}</main></html>'


def _heard(tab: Page, svg: str) -> tuple[list[int], list[str]]:
    """List what a screen reader hears of an SVG in a page, item by item: how deep each stands, and what it says."""
    tab.goto("about:blank")
    tab.set_content(_shown(svg))
    nodes = tab.context.new_cdp_session(tab).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {one["nodeId"]: one for one in nodes}
    (top,) = [one for one in nodes if one["role"]["value"] == "list"]
    told, left = [], [top]
    while left:
        one = left.pop()
        told += [one] if not one["ignored"] and one["role"]["value"] == "listitem" else []
        left += [by_id[id] for id in reversed(one["childIds"])]
    levels = [next(each["value"]["value"] for each in one["properties"] if each["name"] == "level") for one in told]
    return levels, [one["name"]["value"] for one in told]


def test_a_screen_reader_hears_each_side_of_changes_by_itself(tab: Page) -> None:
    """Before with all that is below it, then after with all that is: never one side's boxes among the other's."""
    levels, names = _heard(tab, chart(outcome("2.5-actual-2023"), state="changes", page="a4").svg())
    after = names.index("Sau")
    assert (names[0], levels[0], levels[after]) == ("Trước", 1, 1)
    moved = [number for number, name in enumerate(names) if "→ chuyển" in name]
    assert len(moved) == 14
    assert sum(number < after for number in moved) == 7
    assert [levels[number] for number in moved] == [4] * 14
    above = [next(n for n in range(number, 0, -1) if levels[n] == 3) for number in moved]
    assert [names[n].split(",")[0] for n in above] == [
        *["Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh"] * 7,
        *["Đảng bộ thành phố Hà Tĩnh"] * 5, "Đảng bộ huyện Hương Sơn", "Đảng bộ huyện Hương Khê",
    ]  # fmt: skip


def test_a_screen_reader_hears_the_tree_of_an_svg(tab: Page) -> None:
    """Each box is an item of one list, with how deep it stands and all that it says; the description tells the tree in words."""
    units = [Unit("top", names_of(en="Ministry")), Unit("a", names_of(en="Alpha"), parent="top"), Unit("b", names_of(en="Beta"), parent="top"), Unit("c", names_of(en="Gamma"), parent="a")]  # fmt: skip
    post = Post("c/head", "c", names_of(en="Head of Gamma"), rank="head", authorized=1, filled=1)
    made = chart(Structure.of([*units, post]), language="en")
    levels, names = _heard(tab, made.svg())
    assert (levels, [name.split(",")[0] for name in names]) == ([1, 2, 3, 2], ["Ministry", "Alpha", "Gamma", "Beta"])
    assert names[2:] == ["Gamma, Head of Gamma · 1/1", "Beta"]
    (words,) = tab.locator("desc").all_text_contents()
    assert words.endswith(": Ministry (Alpha (Gamma); Beta)")


IN_SHEETS = """paper => {
  window.orgchart.whole(paper);
  const tiles = [...document.querySelectorAll('.sheets .tile')].map(tile => {
    const sheet = tile.getBoundingClientRect(), [, y, w] = tile.getAttribute('viewBox').split(' ').map(Number);
    const clip = tile.querySelector('svg'), scale = sheet.width / w, given = name => Number(clip.getAttribute(name));
    const top = sheet.top + (given('y') - y) * scale, low = Math.min(sheet.bottom, top + given('height') * scale);
    return [...tile.querySelectorAll('.box text')].map(text => {
      const at = text.getBoundingClientRect();
      const whole = at.top + at.height * 0.15 >= top && at.bottom - at.height * 0.15 <= low;
      return [text.textContent, whole, !whole && at.bottom - 1 > top && at.top + 1 < low];
    });
  });
  window.orgchart.part();
  return tiles;
}"""


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_a_box_higher_than_a_sheet_goes_on_over_several(tab: Page, paper: Literal["A4", "A3"], tmp_path: Path) -> None:
    """Of a name of 1,200 words each line stands on one sheet, whole, and on no other; the boxes below follow."""
    words = " ".join(f"word{number:04}" for number in range(1200))
    tab.goto(small(tmp_path, [words, "Phòng Nội vụ", *(f"Đơn vị {number}" for number in range(40))]).as_uri())
    tab.emulate_media(media="print")
    sheets = tab.evaluate(IN_SHEETS, paper)
    tab.emulate_media(media="screen")
    said = [text for sheet in sheets for text, is_whole, _ in sheet if is_whole]
    told = [word for text in said for word in text.split() if word.startswith("word")]
    assert len(sheets) > 2
    assert sorted(told) == [f"word{number:04}" for number in range(1200)]
    assert "Phòng Nội vụ" in said
    assert "Đơn vị 39" in said
    assert [text for sheet in sheets for text, _, is_cut in sheet if is_cut] == []
