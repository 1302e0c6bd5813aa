"""What tests may need of the machine, and how hypothesis searches.

A test that needs something from outside says so by a marker (``@pytest.mark.needs_office``), or asks for the fixture
that gives its path. Where it is absent the test skips and says what is missing; with ``ORGMODEL_REQUIRE_ALL`` set, as
in .ci/run, that is a failure, and so is any other skip.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.words.messages import templates
from tests.office import Office

REQUIRE_ALL = bool(os.environ.get("ORGMODEL_REQUIRE_ALL"))

PROGRAMS = {
    "needs_browser": ("a browser", ("chromium", "chromium-browser", "google-chrome")),
    "needs_office": ("an office suite", ("soffice", "libreoffice")),
    "needs_graphviz": ("graphviz", ("dot",)),
    "needs_poppler": ("poppler", ("pdftoppm",)),
    "needs_npm": ("npm", ("npm",)),
}

SLOW = [hypothesis.HealthCheck.too_slow]  # tells of the machine, not of the test
hypothesis.settings.register_profile(
    "ci", derandomize=True, max_examples=30, deadline=None, print_blob=True, suppress_health_check=SLOW
)
hypothesis.settings.register_profile(
    "few", derandomize=True, max_examples=15, deadline=None, print_blob=True, suppress_health_check=SLOW
)
hypothesis.settings.register_profile(
    "search", max_examples=2000, deadline=None, print_blob=True, suppress_health_check=SLOW
)
hypothesis.settings.register_profile(
    "long", max_examples=10_000, deadline=None, print_blob=True, suppress_health_check=SLOW
)
hypothesis.settings.load_profile("ci")  # a run says the same twice; search with --hypothesis-profile=search


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take a part of the tests, for a second Python that need not hear everything twice."""
    parser.addoption("--part", metavar="K/N", help="only every N-th test, from the K-th")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not of the part."""
    if part := config.getoption("--part"):
        first, every = (int(one) for one in part.split("/"))
        left_out = [item for at, item in enumerate(items) if at % every != first - 1]
        items[:] = items[first - 1 :: every]
        config.hook.pytest_deselected(items=left_out)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    config.addinivalue_line("markers", "slow: takes more than some five seconds; left to make check, which runs all")
    config.addinivalue_line("markers", "needs_data: reads real organisations in the folder that ORGMODEL_DATA names")
    for marker, (what, names) in PROGRAMS.items():
        config.addinivalue_line("markers", f"{marker}: runs {what} ({', '.join(names)})")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or fail, a test whose marker names what this machine lacks."""
    if item.get_closest_marker("needs_data"):
        _data()
    for marker in PROGRAMS:
        if item.get_closest_marker(marker):
            _program(marker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn every skip into a failure where everything is required."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where ORGMODEL_REQUIRE_ALL allows no skip: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def said_in_every_language(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Fail a test in which something is said that the table of messages does not word in Vietnamese.

    What stands in the sources as a text is found there too (tests/words); this finds what only a run puts together.
    """
    made = Message.__new__
    unknown: set[str] = set()

    def noted(cls: type[Message], template: str, values: Mapping[str, Any]) -> Message:
        if template not in templates("vi") and re.search("[a-z]{2}", re.sub(r"{[^}]*}", "", template)):
            unknown.add(template)
        return made(cls, template, values)

    filled = Problem.__init__

    def noted_problem(self: Problem, code: str, message: str, *more: Any, **named: Any) -> None:
        by = sys._getframe(1).f_globals.get("__name__", "")
        if by.startswith("orgmodel.") and not isinstance(message, Message) and message not in templates("vi"):
            unknown.add(message)
        filled(self, code, message, *more, **named)

    monkeypatch.setattr(Problem, "__init__", noted_problem)
    monkeypatch.setattr(Message, "__new__", noted)
    yield
    assert not unknown


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Give the folder of real organisations that ORGMODEL_DATA names."""
    return _data()


@pytest.fixture(scope="session")
def cases_folder() -> Path:
    """Give the folder of cases that stands beside the real organisations."""
    folder = _data().parent / "cases"
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Give the browser's program."""
    return _program("needs_browser")


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Any]:
    """Give one browser for the tests of a module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe_rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the rules of axe-core, of the version that web/package.json names."""
    asked = json.loads((Path(__file__).parents[1] / "web" / "package.json").read_text(encoding="utf-8"))
    folder, npm = tmp_path_factory.mktemp("axe"), str(_program("needs_npm"))
    (folder / "package.json").write_text("{}", encoding="utf-8")
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error")
    one = f"axe-core@{asked['devDependencies']['axe-core']}"
    subprocess.run([npm, "install", *quiet, one], cwd=folder, check=True, timeout=300)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def soffice() -> Path:
    """Give the office suite's program."""
    return _program("needs_office")


@pytest.fixture(scope="session")
def office(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Give the office suite with a macro that types into workbooks, its profile made once."""
    return Office(soffice, tmp_path_factory.mktemp("office") / "profile")


@pytest.fixture(scope="session")
def dot() -> Path:
    """Give graphviz's program."""
    return _program("needs_graphviz")


@pytest.fixture(scope="session")
def pdftoppm() -> Path:
    """Give poppler's program that turns pages into pictures."""
    return _program("needs_poppler")


def _data() -> Path:
    folder = os.environ.get("ORGMODEL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("no real organisations here: set ORGMODEL_DATA to their folder")
    return Path(folder)


def _program(marker: str) -> Path:
    what, names = PROGRAMS[marker]
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"{what} is missing here: install {' or '.join(names)}")
    return Path(found)
