"""The interactive page of ten thousand units in a browser without a screen: how soon what is asked for is on view."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.charts_drawing import organisation
from benchmarks.rows import FULL, TINY, row
from orgmodel.charts.chart import chart
from orgmodel.core.names import names_of
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from orgmodel.scenario.scenario import Outcome

UNITS = {FULL: 10_000, TINY: 200}
LIMIT = 0.1
"""Seconds within which a click is felt to be answered at once."""
TIMES = 9

# From the event until the frame that it leads to has been painted: a task queued in a frame runs after its painting.
ANSWER = """async ([selector, number, text]) => {
  const target = document.querySelectorAll(selector)[number];
  const start = performance.now();
  if (text === null) target.dispatchEvent(new MouseEvent("click", {bubbles: true}));
  else { target.value = text; target.dispatchEvent(new Event("input", {bubbles: true})); }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - start;
}"""

PAINTED = "performance.getEntriesByName('first-contentful-paint').map((one) => one.startTime)"


def made(units: int) -> Outcome:
    """Make an organisation in which one step renames a tenth of the units, and run it."""
    names, parents = organisation(units)
    records: list[Unit | Post] = []
    renamed = []
    for number, (name, parent) in enumerate(zip(names, parents, strict=True)):
        above = f"u{parent}" if parent >= 0 else None
        records.append(
            Unit(f"u{number}", names_of(vi=name), parent=above, block=("party", "government", "")[number % 3])
        )
        records.append(Post(f"u{number}/head", f"u{number}", names_of(vi="Trưởng phòng"), rank="head", filled=1))
        if number % 10 == 9:
            renamed.append({"rename": f"u{number}", "names": {"vi": f"{name} mới"}})
    return Scenario("renamed", Structure.of(records), steps=(Step("all", do=renamed),)).run()


def answers(size: str) -> list[dict[str, Any]]:
    """Ask the page for what readers ask: fold, search, the other state; few boxes unfolded, and all of them."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        return []
    from playwright.sync_api import sync_playwright

    outcome = made(UNITS[size])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        (path,) = chart(outcome, title="Sơ đồ").save(Path(folder) / "x.html")
        opened = play.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        tab = opened.new_page(viewport={"width": 1920, "height": 1080}, offline=True)
        tab.goto(path.as_uri())
        first = first_paint(tab)

        def asked(selector: str, *texts: str) -> float:
            choices: list[str | None] = list(texts) or [None]
            number = [0, 0] if texts or "states" not in selector else [0, 1]
            times = [
                tab.evaluate(ANSWER, [selector, number[n % 2], choices[n % len(choices)]]) / 1000 for n in range(TIMES)
            ]
            return statistics.median(times)

        branch = next(unit.parent for unit in outcome.before.units if unit.parent not in (None, "u0"))
        knob = f'[data-unit="{branch}"] .knob'
        tab.evaluate("id => window.orgchart.select(id)", branch)
        found = {
            "a fold, few unfolded": asked(knob),
            "a search": asked("input[type=search]", "noi vu", "thanh tra", ""),
            "before or after": asked(".states button[aria-pressed]"),
        }
        tab.locator(".acts button", has_text="Mở tất cả").click()
        tab.evaluate("id => window.orgchart.select(id)", branch)
        found |= {
            "a fold, all unfolded": asked(knob),
            "before or after, all unfolded": asked(".states button[aria-pressed]"),
        }
        opened.close()
    limit = f"{LIMIT:g} s, within which an answer is felt to be at once"
    rows = [
        row(f"page of {UNITS[size]:,} units, before and after: {name}", limit, ours, LIMIT, "s", target=1.0, size=size)
        for name, ours in found.items()
    ]
    work = f"page of {UNITS[size]:,} units, before and after: first paint"
    return [*rows, row(work, "1 s", first, 1.0, "s", target=1.0, size=size)]


def first_paint(tab: Page) -> float:
    """Give the seconds until the page was first painted, which may be noted a little after it is there."""
    for _ in range(100):
        found: list[float] = tab.evaluate(PAINTED)
        if found:
            return found[0] / 1000
        tab.wait_for_timeout(100)  # the page allows no script but its own, so it cannot be asked to wait by itself
    raise TimeoutError("the page was not painted within ten seconds")


ROWS = (answers,)
