"""The page of a report as a reader meets it: a chart that is acted on, and no network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from orgmodel import api
from orgmodel.reports.papers import papers_of
from orgmodel.reports.write import set_as

ROADS = Path(__file__).parents[1] / "fixtures" / "roads" / "split.yaml"
pytestmark = pytest.mark.needs_browser


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report of a split as a page."""
    comparison = api.compare_all(api.read_outcomes([ROADS]), language="vi")
    (report,) = papers_of(comparison, ("report",))
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(set_as(report, ".html", "vi"))
    return path


def test_the_chart_is_acted_on_and_nothing_is_loaded(browser: Browser, page_file: Path) -> None:
    """The chart stands in place of the picture, finds a unit, and follows the reader's scheme; no error, no request."""
    with browser.new_context(offline=True, color_scheme="dark") as context:
        page = context.new_page()
        wrong: list[str] = []
        asked: list[str] = []
        page.on("pageerror", lambda one: wrong.append(str(one)))
        page.on("console", lambda one: wrong.append(one.text))
        page.on("request", lambda one: asked.append(one.url))
        page.goto(page_file.as_uri())
        assert page.locator(".live svg.chart").is_visible()
        assert not page.locator(".still").is_visible()
        assert page.get_by_role("button", name="Trước và sau").get_attribute("aria-pressed") == "true"
        page.get_by_role("button", name="Sau sắp xếp").click()
        page.fill("input[type=search]", "safety")
        page.press("input[type=search]", "Enter")
        assert page.locator(".box.chosen").count() == 1
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.orgchart')).backgroundColor") == "rgb(22, 24, 28)"
        )
        page.emulate_media(media="print")
        assert page.locator(".still svg").first.is_visible()
        assert not page.locator(".live").is_visible()
        assert (wrong, asked) == ([], [page_file.as_uri()])


def test_the_wheel_scrolls_the_page(browser: Browser, page_file: Path) -> None:
    """Over the chart the wheel goes on scrolling the page; with Ctrl it zooms."""
    with browser.new_context(viewport={"width": 1000, "height": 700}) as context:
        page = context.new_page()
        page.goto(page_file.as_uri())
        page.locator(".live svg.chart").scroll_into_view_if_needed()
        box = page.locator(".live svg.chart").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 40)
        scale = "document.querySelector('.live svg.chart > g').getAttribute('transform')"
        before, at = page.evaluate(scale), page.evaluate("scrollY")
        page.mouse.wheel(0, -200)
        _until(page, f"scrollY < {at}")
        assert page.evaluate(scale) == before
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        _until(page, f"{scale} !== '{before}'")


def _until(page: Page, holds: str) -> None:
    """Wait until an expression is true; the page's policy lets nothing on it evaluate a text, so it is asked from outside."""
    for _ in range(100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{holds} never came true")


def test_without_scripts_the_picture_stands(browser: Browser, page_file: Path) -> None:
    """Where no script runs the still picture and its list are there."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(page_file.as_uri())
        assert page.locator(".still svg").first.is_visible()
        assert not page.locator(".live").is_visible()
        assert page.locator(".still details").count() >= 1
