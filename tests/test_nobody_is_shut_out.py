"""No rule of axe-core is broken, of any impact: by the chart's page with every panel and form open, by a report, by the documentation."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import orgmodel
from orgmodel import api
from orgmodel.charts.chart import chart
from orgmodel.reports.papers import papers_of
from orgmodel.reports.write import set_as
from tests.charts.organisations import outcome

ROOT = Path(__file__).parents[1]
ROADS = ROOT / "tests" / "fixtures" / "roads" / "split.yaml"
SHAPES = tuple(itertools.product(("light", "dark"), (1280, 375)))
PAGES = (
    "index",
    "first-ten-minutes",
    "gallery/README",
    "decisions/0028-editing",
    "generated/commands",
    "generated/glossary",
)
LEFT_OUT = (
    "conf.py",
    "pages.py",
    "gallery/make.py",
    "generated/api.rst",
    "generated/changes.md",
    "generated/notebooks",
)
VERBS = ("move", "merge", "unite", "split", "off", "rename", "end")

pytestmark = [pytest.mark.needs_browser, pytest.mark.needs_npm, pytest.mark.slow]


def broken(
    browser: Browser, show: Callable[[Page], object], rules: str, acts: Sequence[tuple[str, str]] = (("", ""),)
) -> list[Any]:
    """List the rules that are broken, light and dark, wide and on a phone, after each act, on the whole page or within a part of it."""
    found = []
    for scheme, width in SHAPES:
        with browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            bypass_csp=True,  # only so that the rules can be put into the page
        ) as context:
            page = context.new_page()
            show(page)
            page.evaluate(rules)
            for act, within in acts:
                page.evaluate(act)
                told = page.evaluate("(within) => axe.run(within || document)", within)["violations"]
                found += [(scheme, width, act, one["id"], one["impact"], one["nodes"][0]["html"][:90]) for one in told]
    return found


def at(path: Path) -> Callable[[Page], object]:
    """Show a file."""
    return lambda page: page.goto(path.as_uri())


def test_the_page_of_a_chart(browser: Browser, axe_rules: str, tmp_path: Path) -> None:
    """Each section of the panel, both states, each form of editing, and what a split leaves to be decided."""
    made = chart(outcome("2.3-no-new-quota"), state="changes")
    (path,) = made.save(tmp_path / "x.html")
    whole = ["select('duc-tho.ubnd')", *(f"open('{one}')" for one in ("list", "colours", "unit")), "show('both')"]
    form = "(document.querySelector('[data-keep=\"verb {}\"]').click(), document.querySelector('.edit-form').requestSubmit{})"
    edit = ["orgchart.show('after'); orgchart.select('duc-tho.phong-tu-phap'); orgchart.open('edit')"]
    forms = [form.format(one, ".name") for one in VERBS]
    left = "new Promise(done => setTimeout(done, 100)).then(() => document.querySelector('.left li').textContent)"
    asked = f"({form.format('split', '()')}, {left})"
    acts = [(f"orgchart.{one}", "") for one in whole] + [(one, ".panel") for one in (*edit, *forms, asked)]
    assert broken(browser, at(path), axe_rules, acts) == []


def test_an_svg_in_a_document(browser: Browser, axe_rules: str) -> None:
    """A chart's SVG in a page of somebody else."""
    svg = chart(outcome("2.3-no-new-quota"), state="changes", page="a4").svg()
    text = f'<!DOCTYPE html><html lang="vi"><title>x</title><main><h1>x</h1>{svg}</main></html>'
    assert broken(browser, lambda page: page.set_content(text), axe_rules) == []


def test_the_displays_of_a_notebook(browser: Browser, axe_rules: str) -> None:
    """What a notebook shows of each kind of thing, one below the other, with a chart that is wider than a phone."""
    study = orgmodel.read(ROADS.parent)
    outcome_ = study.scenario("split").run()
    plan = study.plan("mine")
    plan.transfer(next(one.id for one in study.baseline.units if one.parent), to=None, why="made up")
    lists = (outcome_.ledger, outcome_.lineage, outcome_.changes, outcome_.steps)
    things = (study, study.baseline, study.scenario("split"), outcome_, *lists, plan, plan.compare(), chart(outcome_))
    shown = "".join(one._repr_html_() or "" for one in things)
    text = f'<!DOCTYPE html><html lang="vi"><title>x</title><main><h1>x</h1>{shown}</main></html>'
    assert broken(browser, lambda page: page.set_content(text), axe_rules) == []


def test_a_report(browser: Browser, axe_rules: str, tmp_path: Path) -> None:
    """The page of a report, as it opens, with all that is folded open, and with the chart's panel."""
    (report,) = papers_of(api.compare_all(api.read_outcomes([ROADS]), language="vi"), ("report",))
    path = tmp_path / "report.html"
    path.write_bytes(set_as(report, ".html", "vi"))
    unfold = "for (const one of document.querySelectorAll('details')) one.open = true"
    assert broken(browser, at(path), axe_rules, [("", ""), (unfold, ""), ("orgcharts[0].open('list')", "")]) == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set some pages of the documentation, with the project's own settings, in a folder of their own."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs" / "gallery").mkdir(parents=True)
    (folder / "docs" / "decisions").symlink_to(ROOT / "docs" / "decisions")
    for name in ("CHANGELOG.md", "notebooks", "orgmodel"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("conf.py", "pages.py"):  # not links: they look around where they stand
        shutil.copy(ROOT / "docs" / name, folder / "docs")
    for name in ("static", *(f"{page}.md" for page in PAGES if not page.startswith(("generated", "decisions")))):
        (folder / "docs" / name).symlink_to(ROOT / "docs" / name)
    for picture in (ROOT / "docs" / "gallery").glob("*.png"):
        (folder / "docs" / "gallery" / picture.name).symlink_to(picture)
    settings = ("nb_execution_mode=off", f"exclude_patterns={','.join(LEFT_OUT)}")
    asked = [sys.executable, "-m", "sphinx", "-q", "-b", "html", *(part for one in settings for part in ("-D", one))]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*asked, "docs", "site"], cwd=folder, env=env, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return folder / "site"


@pytest.mark.parametrize("name", PAGES)
def test_the_documentation(browser: Browser, axe_rules: str, site: Path, name: str) -> None:
    """A page of the site of the documentation."""
    assert broken(browser, at(site / f"{name}.html"), axe_rules) == []
