"""The interactive page: bundled from its source, without network, quick with ten thousand units."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from orgmodel.charts import chart
from orgmodel.charts.interactive import static
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from tests.charts.organisations import WORDS, ids, outcome

WEB = Path(__file__).parents[2] / "web"
BUILT = ("page.js", "widget.js", "LICENSES.txt")
CLICK = """async (id) => {
  const start = performance.now();
  document.querySelector(`[data-unit="${id}"] .knob`).dispatchEvent(new MouseEvent("click", {bubbles: true}));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - start;
}"""


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
    browser_page.get_by_role("radio", name="Trước sắp xếp").click()
    assert "Phòng Nội vụ huyện Đức Thọ" not in shown(browser_page)
    assert browser_page.locator(".box.leaving").count() == 3
    browser_page.get_by_role("radio", name="Sau sắp xếp").click()
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


@pytest.mark.needs_browser
@pytest.mark.slow
def test_ten_thousand_units_answer_within_a_tenth_of_a_second(browser_page: Page, tmp_path: Path) -> None:
    """With ten thousand units a click on a fold answers within 100 ms, few unfolded or all."""
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
    few = [browser_page.evaluate(CLICK, "u1") for _ in range(5)]
    browser_page.get_by_role("button", name="Mở tất cả").click()
    browser_page.fill("input[type=search]", "Gốc")
    browser_page.press("input[type=search]", "Enter")
    many = [browser_page.evaluate(CLICK, "u0") for _ in range(5)]
    assert sorted(few)[2] < 100
    assert sorted(many)[2] < 100
    assert heard == []


def test_the_page_is_written_quickly_and_whole() -> None:
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
