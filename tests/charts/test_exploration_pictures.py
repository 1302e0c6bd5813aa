"""Pictures of what was explored hold the figures of the tables, and are told apart without colour."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import orgmodel
from orgmodel.charts import exploration_page
from orgmodel.charts import exploration_pictures as pictures
from orgmodel.cli.main import run as command
from orgmodel.comparison.case import cases_of
from orgmodel.core.problems import ProblemsError
from orgmodel.exploration.over_time import over_time
from orgmodel.exploration.place import Place, Placing
from orgmodel.scenario.elements import Step
from tests.explore.test_first_figure import BASE, LIMIT, scenario


@pytest.fixture(scope="module")
def found():
    """A whole of which it is open whether it has at most 18 posts."""
    return orgmodel.explore(
        scenario(), draws=512, runs=2, scopes=["total", "a"], measures=["posts_authorized"], decide=[LIMIT]
    )


def test_intervals_are_those_of_the_table(found):
    """Each bar ends where the table says, counted from the mean, and its figures stand beside it."""
    axes = pictures.intervals(found, "posts_authorized", language="en")
    rows = found.measures.query("state == 'after' and sd > 0").to_dict("records")
    bars = [line.get_xdata() for line in axes.lines if len(line.get_xdata()) == 2]
    assert len(bars) == len(rows) == 2
    for bar, row in zip(bars, rows, strict=True):
        assert np.allclose(bar, [row["p5"] - row["mean"], row["p95"] - row["mean"]])
    told = {text.get_text().lstrip("≥") for text in axes.texts}
    assert {f"{row[end]:g}" for row in rows for end in ("p5", "p95")} <= told
    with pytest.raises(ProblemsError, match="nothing of heads is uncertain"):
        pictures.intervals(found, "heads")


def test_figures_of_narrow_bars_do_not_meet(found):
    """However short a bar is beside others, its three figures stand apart."""
    axes = pictures.intervals(found, "posts_authorized", language="en")
    axes.set_xlim(-500, 500)
    axes.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not [1 for at, one in enumerate(boxes) for other in boxes[at + 1 :] if one.overlaps(other)]


def test_a_tornado_has_the_ends_of_the_questions(found):
    """Bars lead from the outcome at best to that at either end; the least is hatched, the most is not; the limit stands there."""
    axes = pictures.tornado(found, language="vi", theme="grey")
    rows = (
        found.questions.dropna(subset=["at_low"])
        .assign(wide=lambda t: t["at_high"] - t["at_low"])
        .sort_values("wide", ascending=False)
    )
    ends = {(round(bar.get_x() + bar.get_width()), bool(bar.get_hatch())) for bar in axes.patches}
    assert {(row.at_low, True) for row in rows.itertuples()} | {
        (row.at_high, False) for row in rows.itertuples()
    } >= ends
    assert any(np.allclose(line.get_xdata(), 18) for line in axes.lines)
    with pytest.raises(ProblemsError, match="there is no tornado"):
        pictures.tornado(found, decision=9)


def test_a_fan_tells_each_date_by_the_same_draws():
    """Before anything takes effect it is the baseline; from the day of a cut on every draw has three posts less."""
    steps = (Step("one", effective="2027-03-01", do=[{"resize": "b/u", "by": -3, "why": "x"}]),)
    plan = scenario(steps=steps, structure=BASE)
    explored = orgmodel.explore(plan, draws=512, runs=2, scopes=["total"], measures=["posts_authorized"])
    table = over_time(explored, "posts_authorized")
    assert table["date"].tolist()[1:] == ["2027-03-01"]
    quantiles = ["p5", "p25", "p50", "p75", "p95"]
    assert (table.loc[0, quantiles] - table.loc[1, quantiles] == 3).all()
    axes = pictures.fan(explored, "posts_authorized", language="vi")
    assert "01/3/2027" in [tick.get_text() for tick in axes.get_xticklabels()]
    with pytest.raises(ProblemsError, match="no sum of figures"):
        over_time(explored, "span_mean")


def test_a_map_has_the_mean_of_each_square_and_hatches_what_is_refused():
    """Two values of one by two of another: the mean over the rest, and a hatched square without a figure."""
    table = pd.DataFrame({"a": [1, 1, 2, 2, 1], "b": ["x", "y", "x", "y", "x"], "heads": [3.0, 4, 5, np.nan, 5]})
    axes = pictures.sweep_map(table, "a", "b", "heads", language="en")
    assert [text.get_text() for text in axes.texts] == ["4", "5", "4"]
    assert [patch.get_hatch() for patch in axes.patches] == ["xx"]
    with pytest.raises(ProblemsError, match="no column 'c'"):
        pictures.sweep_map(table, "a", "c", "heads")


def test_a_place_is_drawn_on_each_measure_by_its_own_scale():
    """The proposal stands at its share of the way from the lowest to the highest; what is alike in all is left out."""
    rows = (
        Place("total", "heads", 4.0, 2.0, 3.0, 6.0, 0, 0.5, 0.25, 8),
        Place("total", "units", 3.0, 3.0, 3.0, 3.0, 0, 0.0, 1.0, 8),
    )
    (case,) = cases_of([scenario().run()])
    axes = pictures.place(Placing(rows, 8, 0), case, language="en")
    own = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "D"]
    assert own == [0.5]
    assert "among 8 variants" in axes.get_title()
    with pytest.raises(ProblemsError, match="alike"):
        pictures.place(Placing(rows[1:], 8, 0), case)


def test_the_page_is_the_same_bytes_in_each_format(found):
    """One A4 page with intervals and tornado, twice the same."""
    for form, head in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        made = [
            exploration_page.figure_bytes(exploration_page.page_of(found, language="vi", theme="grey"), form)
            for _ in range(2)
        ]
        assert made[0] == made[1]
        assert made[0].startswith(head)


def test_commands_save_pictures(tmp_path: Path):
    """Explore and sweep write a picture beside what they tell; another suffix and a file that is somebody's are refused first."""
    plan = "scenarios/ha-tinh-2022/2.3-no-new-quota.yaml"
    assert (
        command(
            [
                "sweep",
                plan,
                "-o",
                str(tmp_path / "t.csv"),
                "--picture",
                str(tmp_path / "p.svg"),
                "--measures",
                "posts_authorized",
            ]
        )
        == 0
    )
    assert (tmp_path / "p.svg").read_bytes().startswith(b"<?xml")
    (tmp_path / "mine.png").write_text("mine")
    explored = [
        "explore",
        plan,
        "--draws",
        "256",
        "--runs",
        "1",
        "--measures",
        "posts_authorized",
        "--scope",
        "area:duc-tho",
        "-o",
    ]
    assert command([*explored, str(tmp_path / "x.png")]) == 0
    assert command([*explored, str(tmp_path / "mine.png")]) == 1
    assert command([*explored, str(tmp_path / "x.gif")]) == 1
    assert (tmp_path / "mine.png").read_text() == "mine"
    assert command(["sweep", plan, "--picture", str(tmp_path / "q.svg")]) == 2
