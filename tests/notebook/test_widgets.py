"""The widget holds what the page holds, and its script shows it and tells what was clicked."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from orgmodel.charts.chart import chart
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.io.read import read
from orgmodel.notebook import widgets
from orgmodel.notebook.widgets import chart_widget, plan_widget

EVIL = "</script><img src=x onerror=\"document.title='run'\">"
MADE = Structure.of(
    [
        Unit("top", names_of(vi="Huyện Đức Thọ")),
        *(Unit(f"u{n}", names_of(vi=f"Phòng {n}"), parent="top") for n in range(3)),
        Unit("evil", names_of(vi=EVIL), parent="u0"),
    ]
)

# What anywidget gives a script: a model with values on both sides, and an element.
HOST = """async ([source, state]) => {
  const widget = (await import(`data:text/javascript;base64,${source}`)).default;
  const heard = {};
  window.model = {
    saved: 0,
    get: (key) => state[key],
    set: (key, value) => { state[key] = value; for (const act of heard[`change:${key}`] || []) act(); },
    save_changes: () => { window.model.saved++; },
    on: (event, act) => { (heard[event] ||= []).push(act); },
    off: (event) => { heard[event] = []; },
  };
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  await widget.render({ model: window.model, el });
}"""


def test_a_widget_holds_the_chart() -> None:
    """Both sides know the data, the height and what is selected, and the data is what the page holds."""
    made = chart(MADE)
    shown = chart_widget(made, height=300)
    state = shown.get_state()
    assert (state["height"], state["selected"]) == (300, "")
    assert json.loads(json.dumps(state["data"])) == made.data()
    assert chart_widget(made).get_state()["height"] == 520


def test_a_still_picture_stands_in_a_widgets_place() -> None:
    """Whoever has no front end sees the chart, of a ministry and of far more units, and no cell grows with it."""
    ministry = read(Path(__file__).parents[2] / "scenarios" / "ministry")
    many = Structure.of(
        [Unit(f"u{n}", names_of(vi=f"Phòng {n}"), parent=f"u{n // 6}" if n else None) for n in range(900)]
    )
    for widget in (chart_widget(chart(ministry.baseline)), plan_widget(ministry.plan("x")), chart_widget(chart(many))):
        shown = widget._repr_mimebundle_()[0]
        assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")
        assert sum(map(len, map(str, shown.values()))) < 120_000


def test_what_no_picture_has_room_for_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even a coarse picture fits a cell, it says what the chart is."""
    monkeypatch.setattr(widgets, "MOST_STILL", 10)
    shown = chart_widget(chart(MADE))._repr_mimebundle_()[0]
    assert shown["text/html"] == "<p>Chart(5 boxes on 1 page)</p>"


@pytest.mark.needs_browser
def test_the_script_shows_it_and_tells_what_is_clicked(chromium: Path) -> None:
    """In a browser the widget draws the boxes, a click sets ``selected``, and setting it leads to the unit."""
    shown = chart_widget(chart(MADE))
    source = base64.b64encode(str(shown._esm).encode()).decode()
    state = {name: shown.get_state()[name] for name in ("data", "height", "selected")}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(offline=True)
        heard: list[str] = []
        tab.on("pageerror", lambda error: heard.append(str(error)))
        tab.evaluate(HOST, [source, state])
        names = tab.eval_on_selector_all(".box > title", "found => found.map(one => one.textContent)")
        assert sorted(names) == sorted(["Huyện Đức Thọ", "Phòng 0", "Phòng 1", "Phòng 2", EVIL])
        tab.locator('[data-unit="u1"] .frame').click()
        assert tab.evaluate("[model.get('selected'), model.saved]") == ["u1", 1]
        tab.evaluate("model.set('selected', 'evil')")
        assert tab.locator(".box.chosen").get_attribute("data-unit") == "evil"
        assert (tab.locator("img").count(), tab.title()) == (0, "")
        browser.close()
    assert heard == []


def test_a_unit_that_is_not_there_is_not_selected() -> None:
    """A misspelt unit is told with the nearest, and what was selected stays; nothing may be selected."""
    widget = chart_widget(chart(MADE))
    widget.selected = "u1"
    with pytest.raises(ProblemsError, match="UNKNOWN_UNIT no unit 'u11'; did you mean 'u1'"):
        widget.selected = "u11"
    assert widget.selected == "u1"
    widget.selected = ""


@pytest.mark.parametrize("height", [0, 199, 5_001, 10**9, -4, "500", True, float("inf")])
def test_a_widget_has_a_height_that_can_be_seen(height: object) -> None:
    """A widget of no height, or of one without end, is refused, with the bounds where it is a whole number."""
    with pytest.raises(ProblemsError, match="height is a whole number"):
        plan_widget(Structure.of([Unit("a")]).plan("x"), height=height)
