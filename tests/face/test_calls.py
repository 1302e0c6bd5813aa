"""What a user tries in Python: wrong kinds of argument, unknown names, frames of several libraries, large organisations."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import orgmodel
from orgmodel import ProblemsError, Structure

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"
NAME = "2.4-propaganda-mobilisation"


@cache
def study() -> Any:
    """Read the study once."""
    return orgmodel.read(STUDY)


@cache
def outcome() -> Any:
    """Run one scenario once."""
    return study().scenario(NAME).run()


@cache
def two() -> Any:
    """Compare two scenarios once."""
    return orgmodel.compare(outcome(), study().scenario("2.5-actual-2023"))


def _frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "read a number": (lambda: orgmodel.read(3), "takes a path"),
    "read nothing": (lambda: orgmodel.read(None), "takes a path"),
    "read what is not there": (lambda: orgmodel.read("not/there"), "not/there"),
    "read a study again": (lambda: orgmodel.read(study()), "not a Study"),
    "scenario misspelt": (lambda: study().scenario("2.5-actual-2032"), "did you mean '2.5-actual-2023'"),
    "scenario of a number": (lambda: study().scenario(3), "no scenario 3"),
    "unit misspelt": (lambda: study().baseline.unit("duc-to"), "did you mean 'duc-tho'"),
    "unit of a number": (lambda: study().baseline.unit(3), "no unit 3"),
    "unit of a list": (lambda: study().baseline.unit([]), "no unit []"),
    "post misspelt": (lambda: study().baseline.post("nothing/like-it"), "no post"),
    "graph misspelt": (lambda: study().baseline.graph("administrativ"), "did you mean 'administrative'"),
    "date misspelt": (lambda: outcome().at("garbage"), "'garbage' is not a date"),
    "date of a number": (lambda: outcome().at(2024), "2024 is not a date"),
    "date of nothing": (lambda: outcome().at(None), "None is not a date"),
    "date before the baseline": (lambda: outcome().until("1990"), "before the date of the baseline"),
    "step misspelt": (lambda: outcome().before_step("no-such"), "no step 'no-such'"),
    "parameter misspelt": (lambda: study().scenario(NAME).run(colour="red"), "no parameter 'colour'"),
    "compare a path": (lambda: orgmodel.compare(str(STUDY)), "read it first, orgmodel.compare(orgmodel.read("),
    "compare a structure": (lambda: orgmodel.compare(study().baseline), "orgmodel.diff(before, after)"),
    "compare a list": (lambda: orgmodel.compare([outcome()]), "orgmodel.compare(*them)"),
    "compare nothing known": (lambda: orgmodel.compare(None), "takes a study, a scenario"),
    "measure misspelt": (lambda: orgmodel.compare(outcome(), measures=["headcout"]), "'headcount'"),
    "measure as one text": (lambda: orgmodel.compare(outcome(), measures="headcout"), "'headcount'"),
    "scope misspelt": (lambda: orgmodel.compare(outcome(), scopes=["block:prty"]), "did you mean 'party'"),
    "grouping misspelt": (lambda: orgmodel.compare(outcome(), by="blok"), "'block'"),
    "setting misspelt": (lambda: orgmodel.compare(study().scenario(NAME), settings={"x": 1}), "parameter 'x'"),
    "setting of an outcome": (lambda: orgmodel.compare(outcome(), settings={"x": 1}), "an outcome has run"),
    "comparison's case": (lambda: two().case("2.5"), "no scenario '2.5'"),
    "chart of a path": (lambda: orgmodel.chart(str(STUDY)), "read it first, orgmodel.chart(orgmodel.read("),
    "chart of two": (lambda: orgmodel.chart(two()), "this comparison has 2: comparison.case(LABEL)"),
    "chart of nothing": (lambda: orgmodel.chart(None), "chart takes a structure"),
    "chart's state": (lambda: orgmodel.chart(outcome(), state="afer"), "'after'"),
    "chart's root": (lambda: orgmodel.chart(outcome(), root="duc-to"), "duc-tho"),
    "chart's page": (lambda: orgmodel.chart(outcome(), page="a44"), "a44"),
    "chart's theme": (lambda: orgmodel.chart(outcome(), theme="color"), "colour"),
    "chart at another date": (lambda: orgmodel.chart(study().baseline, at="2030"), "has states at other dates"),
    "chart saved elsewhere": (lambda: orgmodel.chart(outcome(), root="duc-tho").save("x.jpeg"), "there are .svg"),
    "report of a structure": (lambda: orgmodel.report(study().baseline, "x.md"), "report takes a study"),
    "report of a path": (lambda: orgmodel.report(str(STUDY), "x.md"), "read it first"),
    "report's profile": (lambda: orgmodel.report(two(), "x.md", profile="prty"), "did you mean 'party'"),
    "report's language": (lambda: orgmodel.report(two(), "x.md", language="xx"), "there are vi, en"),
    "ranked by what is not there": (lambda: two().ranked("units", by="chnge"), "did you mean 'change'"),
    "differing in what is not there": (lambda: two().differing("unit"), "did you mean 'units'"),
    "report's suffix": (lambda: orgmodel.report(two(), "x.doc"), "is written as"),
    "diff of a path": (lambda: orgmodel.diff(str(STUDY), study()), "read it first"),
    "diff of a number": (lambda: orgmodel.diff(study(), 3), "not an int"),
    "diff's key": (lambda: orgmodel.diff(study(), study(), match="pth"), "'path'"),
    "combine a structure": (lambda: orgmodel.combine(study().baseline), "combine takes scenarios"),
    "combine a path": (lambda: orgmodel.combine("x.yaml"), "read it first"),
    "combine onto a path": (lambda: orgmodel.combine(study().scenario(NAME), onto="x"), "read it first"),
    "frames of a number": (lambda: Structure.from_frames(units=3), "a DataFrame of pandas or polars"),
    "frames of a path": (lambda: Structure.from_frames(units="units.csv"), "not str"),
    "a column misspelt": (lambda: Structure.from_frames(units=_frame(id=["a"], parnt=["b"])), "did you mean 'parent'"),
    "a parent misspelt": (
        lambda: Structure.from_frames(units=_frame(id=["ab", "b"], parent=[None, "abb"])),
        "<units>:2:2",
    ),
    "half a post": (
        lambda: Structure.from_frames(
            units=_frame(id=["a"]), posts=_frame(id=["p"], unit=["a"], authorized=[1.5], filled=[1])
        ),
        "not a whole number",
    ),
    "columns of two lengths": (lambda: Structure.from_frames(units={"id": ["a"], "order": []}), "differ in length"),
    "a list in a cell": (lambda: Structure.from_frames(units={"id": ["a"], "area": [["x"]]}), "one value in a cell"),
    "frames at no date": (lambda: Structure.from_frames(units=_frame(id=["a"]), as_of="soon"), "'soon' is not a date"),
    "measures misspelt": (lambda: study().baseline.measures(["unts"]), "'units'"),
}


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_says_what_was_expected(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A natural call that cannot be answered raises ProblemsError with what was expected or the nearest name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProblemsError) as raised:
        WRONG[call][0]()
    assert WRONG[call][1] in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_whatever_names_what_is_meant_is_taken(tmp_path: Path) -> None:
    """A study, scenario, outcome, case and comparison mean the same outcome in every call."""
    scenario = study().scenario(NAME)
    whole = orgmodel.compare(outcome())
    same = [scenario, outcome(), whole, whole.cases[0]]
    assert {repr(orgmodel.compare(one)) for one in same} == {repr(whole)}
    assert {orgmodel.chart(one, root="duc-tho").svg() for one in same} == {
        orgmodel.chart(outcome(), root="duc-tho").svg()
    }
    assert {orgmodel.diff(study(), one).changes for one in same} == {orgmodel.diff(study(), outcome()).changes}
    assert {len(orgmodel.combine(one).scenario.steps) for one in same} == {len(scenario.steps)}
    texts = {orgmodel.report(one, tmp_path / f"{n}.md", language="en").read_bytes() for n, one in enumerate(same)}
    assert len(texts) == 1


def test_frames_read_back_equal() -> None:
    """The study's baseline as frames, and they as a structure again, are equal, with counts as nullable integers."""
    base = study().baseline
    frames = base.to_frames()
    assert str(frames["posts"]["authorized"].dtype) == "Int64"
    assert Structure.from_frames(**frames, terms=base.terms, as_of=base.as_of) == base
    assert base.measures(["units"], scopes=["total"])["value"].tolist() == [119]


def test_missing_is_missing_in_every_frame() -> None:
    """NaN, NA, NaT and None are missing, whole floats are counts, and timestamps are dates, whatever holds them."""
    units = _frame(id=["a", "b"], parent=[np.nan, "a"], **{"from": [pd.NaT, pd.Timestamp("2020-01-02 10:00")]})
    posts = {"id": ["p", "q"], "unit": ["a", "b"], "authorized": [3.0, float("nan")], "filled": [None, 1]}
    made = Structure.from_frames(units=units, posts=pd.DataFrame(posts), as_of=datetime.date(2026, 3, 1))
    assert [(one.authorized, one.filled) for one in (made.post("p"), made.post("q"))] == [(3, None), (None, 1)]
    assert made.unit("b").begins == "2020-01-02"
    assert made.as_of == "2026-03-01"
    rows = [{"id": "a"}, {"id": "b", "parent": "a", "from": datetime.date(2020, 1, 2)}]
    days = [None, datetime.date(2020, 1, 2)]
    polar = pl.DataFrame({"id": ["a", "b"], "parent": [None, "a"], "from": days})
    for other in (units.set_index("id"), rows, units.convert_dtypes(), polar, polar.lazy()):
        assert Structure.from_frames(units=other, posts=posts, as_of="2026-03-01") == made


def test_a_date_cuts_the_run() -> None:
    """On the day of the first dated step it has happened, the day before it has not, and a year counts from its first day."""
    done = orgmodel.read(STUDY.parent / "ha-tinh-2018-2026" / "history.yaml").run()
    first = min(one.step.effective for one in done.steps if one.step.effective and one.changes)
    day = datetime.date.fromisoformat((first + "-01-01")[:10])
    assert not done.until(day - datetime.timedelta(days=1)).changes
    assert done.until(day).changes
    assert done.until(day).after == done.at(day)


def test_displays_are_short_at_any_size() -> None:
    """At 100,000 units no repr is over 2 KB and no display over 20 KB, and names are escaped."""
    count = 100_000
    parents = [None, *(f"u{n // 8}" for n in range(1, count))]
    units = {"id": [f"u{n}" for n in range(count)], "parent": parents, "name_en": ["<b>x</b>" * 40] * count}
    units["block"] = [f"block-{n % 3000}" for n in range(count)]
    large = Structure.from_frames(units=units)
    step = orgmodel.Scenario("wide" * 200, large, title=(("en", "<b>" * 900),))
    chart = orgmodel.chart(Structure.from_frames(units={name: units[name] for name in ("id", "parent")}), depth=3)
    assert len(repr(chart)) < 100
    assert len(chart._repr_html_().encode()) + len(chart._repr_png_() or b"") * 4 // 3 <= 120_000
    steps = tuple(study().scenario(NAME).steps[0] for _ in range(5000))
    many = orgmodel.Study("s", "", large, large.terms, scenarios={f"{n}": step for n in range(3000)})
    shown = [large, step, orgmodel.Scenario("s", large, steps=steps), many, step.run(), two(), two().cases[0]]
    shown += [orgmodel.diff(study(), outcome()), orgmodel.combine(study().scenario(NAME)), orgmodel.compare(step.run())]
    for one in shown:
        assert len(repr(one).encode()) <= 2_000, type(one)
        html = one._repr_html_()
        assert 0 < len(html.encode()) <= 20_000, type(one)
        assert "<b>" not in html
