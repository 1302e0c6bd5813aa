"""A plan of ten thousand units, and a panel of what-ifs, in JupyterLab: how soon what is asked for is on view."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from benchmarks.charts_drawing import WORDS
from benchmarks.rows import FULL, TINY, row, same
from benchmarks.serving import BROWSER, LAB, PATIENCE, ROOT, browser_here, run_all, serving, without_news
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.read import read
from orgmodel.notebook.widgets import plan_widget, what_if

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

UNITS = {FULL: 10_000, TINY: 200}
TIMES = {FULL: 9, TINY: 1}
AT_ONCE, SOON = 0.1, 0.3
"""Seconds within which an answer is felt to be at once, and within which an edit is to be on view with its measures."""
STUDY, SCENARIO = ROOT / "scenarios" / "ha-tinh-2022", "conclusion"
MOVED, ONTO = "u3", "u2"

# From the event until the frame that shows what came of it has been painted: a task queued in a frame runs after its painting.
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"
ACT = f"""async ([selector, text]) => {{
  const target = document.querySelector(selector), start = performance.now();
  if (text === null) target.dispatchEvent(new MouseEvent("click", {{bubbles: true}}));
  else {{ target.value = text; target.dispatchEvent(new Event("input", {{bubbles: true}})); }}
  return await {PAINTED} - start;
}}"""
# The same for what Python is asked: from the next event of a kind until a part of the page has been filled anew.
WATCHED = f"""([event, selector, count]) => {{
  window.took = new Promise((told) => addEventListener(event, () => {{
    const start = performance.now();
    const watch = new MutationObserver(async () => {{
      const found = document.querySelectorAll(selector).length;
      if (count !== null && found !== count) return;
      watch.disconnect();
      told(await {PAINTED} - start);
    }});
    watch.observe(document.querySelector(".orgchart"), {{childList: true, subtree: true}});
  }}, {{capture: true, once: true}}));
}}"""
TABLE = "(selector) => [...document.querySelectorAll(`${selector} tbody tr`)].map((one) => [...one.cells].map((cell) => cell.textContent))"


def organisation(units: int) -> Structure:
    """Make up units with two rows of posts each, six below each."""
    records: list[Unit | Post] = [Unit("u0", names_of(vi="Gốc"))]
    for n in range(1, units):
        name = " ".join(WORDS[(n * k) % len(WORDS)] for k in range(1, 6))
        records.append(
            Unit(f"u{n}", names_of(vi=name), parent=f"u{(n - 1) // 6}", block=("party", "government")[n % 2])
        )
        records.append(Post(f"u{n}/head", f"u{n}", rank="head", filled=1, authorized=1))
        records.append(Post(f"u{n}/staff", f"u{n}", rank="staff", filled=n % 7, authorized=n % 9))
    return Structure.of(records)


def _notebook(path: Path, text: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


def answers(size: str) -> list[dict[str, Any]]:
    """Ask both what their readers ask, in one JupyterLab; what is then on view is what Python answers here."""
    browser = browser_here()
    if browser is None:
        return []
    from playwright.sync_api import sync_playwright

    units = UNITS[size]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        without_news(folder)
        begun = f"from benchmarks.notebook_widgets import organisation\norganisation({units}).plan('p').edit()"
        _notebook(folder / "plan.ipynb", begun)
        asked = f"import orgmodel\norgmodel.read({str(STUDY)!r}).scenario({SCENARIO!r}).what_if()"
        _notebook(folder / "whatif.ipynb", asked)
        with serving(folder, *LAB) as address:
            opened = play.chromium.launch(executable_path=browser, args=list(BROWSER))
            found = _clicked(_opened(opened, address, "plan.ipynb"), size)
            redrawn = _set(_opened(opened, address, "whatif.ipynb"), size)
            opened.close()
    told = {AT_ONCE: "within which an answer is felt to be at once", SOON: "within which what changed is to be on view"}
    plan, panel = f"plan of {units:,} units in JupyterLab", "panel of what-ifs of Hà Tĩnh in JupyterLab"
    rows = [(f"{plan}: {work}", took, SOON if "edit" in work else AT_ONCE) for work, took in found.items()]
    rows.append((f"{panel}: all of it anew", redrawn, SOON))
    return [
        row(work, f"{limit:g} s, {told[limit]}", took, limit, "s", target=1.0, size=size) for work, took, limit in rows
    ]


def _opened(browser: Browser, address: str, notebook: str) -> Page:
    tab = browser.new_page(viewport={"width": 1280, "height": 1100})
    tab.set_default_timeout(1000 * PATIENCE)
    run_all(tab, address, notebook)
    return tab


def _clicked(tab: Page, size: str) -> dict[str, float]:
    """Click, fold, search, and drag a unit onto another and undo it, which shows the measures that Python tells."""
    tab.locator(f'[data-unit="{MOVED}"] .frame').wait_for()

    def times(selector: str, *texts: str | None) -> float:
        choices = texts or (None,)
        return statistics.median(
            tab.evaluate(ACT, [selector, choices[n % len(choices)]]) / 1000 for n in range(TIMES[size])
        )

    found = {
        "a fold": times(f'[data-unit="{ONTO}"] .knob'),
        "a search": times("input[type=search]", "thanh tra", "noi vu", ""),
    }
    tab.evaluate(ACT, ["input[type=search]", ""])
    found["a click"] = times(f'[data-unit="{MOVED}"] .frame')  # which leads to it, with its neighbours around
    plan = organisation(UNITS[size]).plan("p")
    here = plan_widget(plan).answering
    edited, undone = [], []
    for _ in range(TIMES[size]):
        tab.evaluate(WATCHED, ["pointerup", ".panel .done li", 1])
        _drag(tab)
        edited.append(tab.evaluate("window.took") / 1000)
        answer = here.answer({"ask": "do", "operation": {"transfer": MOVED, "to": ONTO}, "revision": plan.revision})
        same(tab.evaluate(TABLE, ".panel table.measures"), answer["measures"], "measures of an edit")
        tab.evaluate(WATCHED, ["click", ".panel .done li", 0])
        tab.locator(".panel [data-keep=undo]").click()
        undone.append(tab.evaluate("window.took") / 1000)
        here.answer({"ask": "undo", "revision": plan.revision})
    return found | {
        "an edit, with its measures": statistics.median(edited),
        "undoing an edit": statistics.median(undone),
    }


def _drag(tab: Page) -> None:
    places = [tab.locator(f'[data-unit="{one}"] .frame').bounding_box() for one in (MOVED, ONTO)]
    (x, y), (to_x, to_y) = ((one["x"] + 9, one["y"] + 9) for one in places if one is not None)
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(to_x, to_y, steps=3)
    tab.mouse.up()


def _set(tab: Page, size: str) -> float:
    """Set one parameter after the other; the table that is shown is that of Python for the same settings."""
    tab.locator(".whatif select").first.wait_for()
    panel = what_if(read(STUDY).scenario(SCENARIO)).answering
    settings = dict(panel.data["settings"])
    chosen = [
        (number, one["name"], next(key for key, _ in one["choices"] if key != one["value"]))
        for number, one in enumerate(each for each in panel.data["parameters"] if each["kind"] == "choice")
        if len(one["choices"]) > 1
    ]
    took = []
    for n in range(TIMES[size]):
        number, name, value = chosen[n % len(chosen)]
        settings[name] = value
        tab.evaluate(WATCHED, ["change", ".result table", None])
        tab.locator(".whatif select").nth(number).select_option(value)
        took.append(tab.evaluate("window.took") / 1000)
        shown = [list(one) for table in panel.answer({"settings": settings})["tables"] for one in table["rows"]]
        same(tab.evaluate(TABLE, ".result table"), shown, f"what if {name} were {value}")
    return statistics.median(took)


ROWS = (answers,)
