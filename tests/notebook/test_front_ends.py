"""The widget where analysts meet it: JupyterLab runs the first notebook and edits a plan; marimo shows the same widget."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import BROWSER, LAB, PATIENCE, run_all, serving, without_news
from tests.notebook.test_editing import dragged

ROOT = Path(__file__).parents[2]
STUDY = Path("scenarios") / "ministry"
SECTION, UNIT = "C122", "C13"
"""Pay and Records Section, and Digital Services Division, which it is dragged onto."""
CELLS = ("plan = study.plan('mine')\nplan.edit()", "plan.save(force=True).read_text()", "plan.compare()")
"""What is typed at the end of the notebook: the plan in its chart, its file, and its comparison."""

pytestmark = [pytest.mark.needs_browser, pytest.mark.slow]


@pytest.fixture
def tab(chromium: Path) -> Iterator[Page]:
    """Give a tab of a browser."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium), args=list(BROWSER))
        page = browser.new_page(viewport={"width": 1280, "height": 1100})
        page.set_default_timeout(1000 * PATIENCE)
        yield page
        browser.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with the study that the first notebook reads."""
    shutil.copytree(ROOT / STUDY, tmp_path / STUDY)
    return tmp_path


def said(tab: Page, cell: int) -> str:
    """Run a cell of the notebook again, counted from the last, and give all that it shows."""
    return str(
        tab.evaluate(
            """async (cell) => {
              const { content } = jupyterapp.shell.currentWidget;
              content.activeCellIndex = content.widgets.length + cell;
              await jupyterapp.commands.execute("notebook:run-cell");
              return JSON.stringify(content.model.toJSON().cells.at(cell).outputs.map((one) => one.data ?? one));
            }""",
            cell,
        )
    )


def test_jupyterlab_edits_a_plan_by_hand(tab: Page, folder: Path) -> None:
    """The first notebook runs, its chart appears, a drag is a transfer in plan, file and comparison, and undo takes it back."""
    notebook = nbformat.read(ROOT / "notebooks" / "first-steps.ipynb", as_version=4)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.cells += [nbformat.v4.new_code_cell(text) for text in CELLS]
    nbformat.write(notebook, folder / "first.ipynb")
    without_news(folder)
    with serving(folder, *LAB) as address:
        run_all(tab, address, "first.ipynb")
        shown = tab.locator(".orgchart")
        shown.locator(".box").first.wait_for(state="attached")
        outputs = tab.evaluate(
            "jupyterapp.shell.currentWidget.content.model.toJSON().cells.flatMap((one) => one.outputs ?? [])"
        )
        assert [one for one in outputs if one["output_type"] == "error"] == []
        assert any("image/png" in one.get("data", {}) for one in outputs)  # what stands in a file that nobody runs
        before = said(tab, -1)
        shown.scroll_into_view_if_needed()
        dragged(tab, SECTION, UNIT)
        tab.wait_for_selector(".panel .done li")
        file = folder / STUDY / "mine.yaml"
        assert f"transfer: {SECTION}" in said(tab, -2)
        assert f"transfer: {SECTION}" in file.read_text(encoding="utf-8")
        assert said(tab, -1) != before
        tab.get_by_role("button", name="Undo").click()
        tab.wait_for_selector(".panel .done:not(:has(li))", state="attached")
        assert "transfer" not in said(tab, -2)
        assert "transfer" not in file.read_text(encoding="utf-8")
        assert said(tab, -1) == before


def test_marimo_shows_the_same_widget(tab: Page, folder: Path) -> None:
    """In marimo the boxes are drawn, and a drag is put to the plan in Python, whose operation stands in the panel."""
    lines = ["import marimo", "app = marimo.App()", "@app.cell", "def _():", "    import orgmodel",
             f"    plan = orgmodel.read({str(folder / STUDY)!r}).plan('mine')", "    plan.edit()", "    return"]  # fmt: skip
    (folder / "app.py").write_text("\n".join(lines), encoding="utf-8")
    with serving(folder, "marimo", "run", "app.py", "--headless", "--port={port}", "--no-token") as address:
        tab.goto(address)
        tab.locator(f'[data-unit="{SECTION}"]').wait_for()
        dragged(tab, SECTION, UNIT)
        tab.wait_for_selector(".panel .done li")
        assert "Pay and Records Section → Digital Services Division" in tab.inner_text(".panel .done")
