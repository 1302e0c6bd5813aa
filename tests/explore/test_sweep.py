"""Sweeps: every variant once, the same table whoever does the work, and figures that are those of a comparison."""

from __future__ import annotations

import contextlib
import errno
import io
import itertools
import json
import os
import warnings
from collections import Counter
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import orgmodel
from orgmodel.cli.main import run as command
from orgmodel.core.parts import Parts
from orgmodel.core.problems import ProblemsError
from orgmodel.exploration import sweep as sweeping
from orgmodel.exploration.space import ALTERNATIVES, CARRIED_OUT, LEFT_OUT, Axis, Space, space_of
from orgmodel.exploration.sweep import chunks_of, swept
from orgmodel.exploration.variants import Asked, measured
from orgmodel.exploration.workers import Hands, cluster
from tests.full_disk import no_file_over

STUDY = Path("scenarios/ha-tinh-2022")
PLAN = STUDY / "2.3-no-new-quota.yaml"
GRID = {"gov_head": ["from_deputy", "new"], "second_head": ["from_deputy", "from_staff"], "steps": ["2.4-split"]}
MEASURES = ("units", "posts_authorized", "heads", "span_mean", "posts_moved")


@pytest.fixture(scope="module")
def study() -> orgmodel.Study:
    return orgmodel.read(STUDY)


@pytest.fixture(scope="module")
def space(study) -> Space:
    return space_of(study.scenario("conclusion"), GRID)


def test_a_number_gives_its_variant(study):
    """The variants in the order of their numbers are the product of the axes, the last fastest."""
    space = space_of(
        study.scenario("conclusion"),
        GRID | {ALTERNATIVES: {"2.5-criteria": ["2.5-actual-2023", None]}},
        study.scenarios,
    )
    expected = itertools.product(
        ["from_deputy", "new"],
        ["from_deputy", "from_staff"],
        [CARRIED_OUT, LEFT_OUT],
        ["2.5-criteria", "2.5-actual-2023", None],
    )
    assert [space.values(number) for number in range(space.size)] == list(expected)


def test_without_a_grid_every_choice_that_applies_varies(study):
    """The size of the Conclusion's space is the product of its choices and whole ranges, what does not apply left out."""
    scenario = study.scenario("conclusion")
    size = 1
    for one in scenario.all_parameters().values():
        size *= len(set(one.choices) - set(one.unavailable)) if one.choices else int(one.high - one.low) + 1
    assert space_of(scenario).size == size > 10**10


def test_a_sample_takes_each_variant_as_often(space):
    """Of 10^12 variants none comes twice; of eight each comes about as often, and the shares are those of all (0.02)."""
    huge = Space(space.scenario, tuple(Axis("parameters", f"p{at}", tuple(range(10))) for at in range(12)))
    drawn = huge.sample(2000, seed=3)
    assert len(set(drawn)) == 2000
    assert drawn == sorted(drawn)
    assert max(drawn) < huge.size
    counts = Counter(number for seed in range(4000) for number in space.sample(2, seed))
    shares = np.array([counts[number] / 8000 for number in range(space.size)])
    assert np.abs(shares - 1 / 8).sum() / 2 <= 0.02


def test_figures_are_those_of_the_comparison(study, space):
    """Each variant's row says what comparing that very run says, in the total and in an area."""
    asked = Asked(MEASURES, ("total", "area:duc-tho"))
    found = measured(space, range(space.size), asked)
    table = pd.DataFrame(found.figures, columns=asked.columns(space))
    for number in (0, 3, 5):
        variant = space.variant(number)
        rows = orgmodel.compare(
            variant.scenario.run(**variant.settings), measures=MEASURES, scopes=asked.scopes
        ).measures.set_index(["scope", "measure"])
        for scope in asked.scopes:
            for measure in MEASURES:
                tail = "" if scope == "total" else f"@{scope}"
                for column, figure in (("after", ""), ("low", "_low"), ("high", "_high"), ("missing", "_missing")):
                    said, own = rows.loc[(scope, measure), column], table.loc[number, f"{measure}{figure}{tail}"]
                    assert said == own or (pd.isna(said) and np.isnan(own)), (number, scope, measure, column)


def test_alternatives_take_the_place_of_what_is_included(study):
    """With the transfer of 2023 in the place of the criteria the members counted move as that scenario says."""
    space = space_of(
        study.scenario("conclusion"), {"gov_head": ["new"], ALTERNATIVES: {"2.3-no-new-quota": [None]}}, study.scenarios
    )
    whole, without = measured(space, range(2), Asked(("units", "posts_authorized"))).figures[:, ::4].tolist()
    assert whole[0] - without[0] == 3
    assert whole[1] - without[1] == 3


OWN = {
    "study.yaml": "title: {en: t}\nlanguage: en\nas_of: 2024-01-01\nbaseline: base.yaml\nkinds: {office: agency}\nnorms: [own.yaml]\n",
    "base.yaml": "units: [{id: a, name_en: A, kind: office}]\nposts: [{id: a/s, unit: a, rank: staff, authorized: 9}]\n",
    "own.yaml": (
        "documents: [{id: rule, number: '1', issuer: us, date: 2020-01-01, confidence: S}]\n"
        "parameters: {least: {title: {en: Least}, default: 5}}\nnorms:\n- {id: MIN, title: {en: Few}, scope: unit, "
        "where: {kind: office}, value: {posts: authorized}, at_least: {parameter: least}, "
        "cite: {document: rule, article: '1'}, in_force: {from: 2020-01-01}, confidence: S}\n"
    ),
    "plan.yaml": (
        "title: {en: p}\nparameters: {left: {default: 9, low: 0, high: 9}}\nsteps:\n- id: cut\n  do:\n"
        "  - {resize: a/s, to: {param: left}, why: less}\n"
    ),
}


def test_in_python_alternatives_are_scenarios(study):
    """A grid that holds the scenarios themselves gives the variants that their ids give."""
    plan = study.scenario("conclusion")
    named = space_of(plan, {ALTERNATIVES: {"2.5-criteria": ["2.5-actual-2023"]}, "gov_head": ["new"]}, study.scenarios)
    held = {ALTERNATIVES: {"2.5-criteria": [study.scenario("2.5-actual-2023")]}, "gov_head": ["new"]}
    table = orgmodel.sweep(plan, grid=held, measures=["party_members"])
    np.testing.assert_array_equal(
        table[["party_members", "party_members_low"]].to_numpy(),
        measured(named, range(2), Asked(("party_members",))).figures[:, :2],
    )
    assert table["2.5-criteria"].tolist() == ["2.5-criteria", "2.5-actual-2023"]


def test_norms_are_judged_by_their_own_parameters(tmp_path):
    """A norm's parameter varies as any other: with 12 both break it, as the baseline does, with 8 the one of 7 does."""
    for name, text in OWN.items():
        (tmp_path / name).write_text(text)
    plan = orgmodel.read(tmp_path / "plan.yaml")
    grid = {"left": [8, 7], "norms": {"least": [5, 8, 12]}}
    table = orgmodel.sweep(plan, grid=grid, measures=["posts_authorized"], norms=True)
    assert table["fails:MIN"].tolist() == [0, 0, 1, 0, 1, 1]
    assert table["norms_new"].tolist() == [0, 0, 0, 0, 1, 0]


def test_workers_give_the_same_table(space):
    """Here, by threads and by processes: row for row the same."""
    asked, numbers = Asked(("units", "heads")), range(space.size)
    here = sweeping.sweep_table(space, numbers, asked)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        for executor in (threads, processes):
            pd.testing.assert_frame_equal(sweeping.sweep_table(space, numbers, asked, executor=executor), here)
    assert here["variant"].tolist() == list(numbers)


class Mortal(ThreadPoolExecutor):
    """An executor that breaks once, as one does whose worker died, with one answer ready and others under way."""

    broken = 0

    def submit(self, *args, **kwargs):
        future = super().submit(*args, **kwargs)
        if Mortal.broken == 0 and args[1][1][0] == 4:
            Mortal.broken += 1
            future.result()
            raise BrokenExecutor("a worker died")
        return future


def test_the_death_of_a_worker_loses_and_doubles_nothing(space):
    """What was under way when workers died is measured again, each chunk once."""
    Mortal.broken = 0
    chunks = chunks_of(range(space.size), 1)
    found = [place for place, _ in swept(space, chunks, Asked(("units",)), hands=Hands(lambda: Mortal(2), 2))]
    assert Mortal.broken == 1
    assert sorted(found) == list(range(space.size))


def test_workers_that_always_die_are_told(space):
    """After some deaths in a row the sweep says so, and does not try for ever."""

    class Dying(ThreadPoolExecutor):
        def submit(self, *args, **kwargs):
            raise BrokenExecutor("a worker died")

    with pytest.raises(ProblemsError, match="WORKERS_DIED"):
        list(swept(space, chunks_of(range(2)), Asked(("units",)), hands=Hands(lambda: Dying(1))))


@pytest.mark.slow
def test_a_cluster_gives_the_same_table_though_a_worker_ends_itself(space):
    """Two dask workers, of which one is killed at its first work: the table is that of one process."""
    from distributed import Client, LocalCluster

    asked, numbers = Asked(("units", "heads")), range(space.size)
    local = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with local, cluster(local.scheduler_address) as hands, Client(local) as other:
        assert hands.count == 2
        chunks = chunks_of(numbers, 2)
        killed = other.submit(os._exit, 1)
        found = dict(swept(space, chunks, asked, hands=hands))
        assert killed.exception() is not None
    whole = np.concatenate([found[place].figures for place in range(len(chunks))])
    np.testing.assert_array_equal(whole, measured(space, numbers, asked).figures)


def run(*arguments: object) -> tuple[int, str, str]:
    """Run a command and give its exit code, results and messages."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = command([str(one) for one in arguments])
    return code, out.getvalue(), err.getvalue()


def test_the_command_tells_the_space_before_anything_runs():
    """Without -o nothing runs: what varies, and how many variants that makes."""
    code, out, err = run("sweep", STUDY / "conclusion.yaml", "--lang", "en")
    assert code == 0
    assert "gov_head" in out
    assert "variants in all: 99,325,771,776" in err


def test_the_command_refuses_a_sweep_without_end(tmp_path):
    """More than a million variants are asked for twice."""
    code, _, err = run("sweep", STUDY / "conclusion.yaml", "-o", tmp_path / "x.csv", "--lang", "en")
    assert code == 2
    assert "--sample" in err
    assert list(tmp_path.iterdir()) == []


def test_the_table_is_read_back_and_the_place_is_told(tmp_path):
    """CSV and Parquet hold the same rows; the proposal stands where its own figures are among them."""
    for name in ("t.csv", "t.parquet"):
        code, out, _ = run(
            "sweep", PLAN, "-o", tmp_path / name, "--format", "csv", "--measures", "posts_authorized,deputies"
        )
        assert code == 0
        assert "total,posts_authorized,670,670,670,673,196," in out
    written, columns = (
        pd.read_csv(tmp_path / "t.csv", dtype={"refused": str}),
        pd.read_parquet(tmp_path / "t.parquet"),
    )
    pd.testing.assert_frame_equal(written.fillna({"refused": ""}), columns, check_dtype=False)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".orgmodel.json") == ["t.csv", "t.parquet"]


def test_a_stopped_sweep_goes_on(tmp_path, monkeypatch):
    """Stopped after two chunks of three, the next run measures the third alone, and the table is whole."""
    monkeypatch.setattr(sweeping, "CHUNK", 1)
    monkeypatch.setattr(sweeping.chunks_of, "__defaults__", (1,))
    asked: list[int] = []

    def until(limit):
        def counted(space, numbers, what):
            if len(asked) == limit:
                raise KeyboardInterrupt
            asked.extend(numbers)
            return measured(space, numbers, what)

        return counted

    monkeypatch.setattr(sweeping, "measured", until(2))
    target = tmp_path / "t.csv"
    assert run("sweep", PLAN, "-o", target, "--measures", "units")[0] == 1
    assert not target.exists()
    assert (tmp_path / "t.csv.parts").is_dir()
    monkeypatch.setattr(sweeping, "measured", until(99))
    code, _, err = run("sweep", PLAN, "-o", target, "--measures", "heads", "--lang", "en")
    assert code == 1
    assert "OTHER_SWEEP" in err
    code, _, err = run("sweep", PLAN, "-o", target, "--measures", "units", "--lang", "en")
    assert code == 0
    assert "2 of 3 chunks were measured before" in err
    assert asked == [0, 1, 2]
    assert pd.read_csv(target)["variant"].tolist() == [0, 1, 2]
    assert not (tmp_path / "t.csv.parts").exists()


def test_parts_that_are_cut_short_are_measured_anew_and_spoilt_ones_named(tmp_path):
    """A file of no bytes and one that lost its end go when the work goes on; one whose inside is another is told by name."""
    noise = np.random.default_rng(1).random((3, 8))
    parts = Parts(tmp_path / "t.csv", "one")
    for place in (0, 2, 4):
        parts.keep(place, noise[:1], {})
    parts.save()
    files = sorted(parts.folder.glob("*.npz"))
    files[0].write_bytes(b"")
    files[1].write_bytes(files[1].read_bytes()[:-40])
    again = Parts(tmp_path / "t.csv", "one")
    assert again.done() == {4}
    spoilt = bytearray(files[2].read_bytes())
    spoilt[60:120] = bytes(60)
    files[2].write_bytes(spoilt)
    with pytest.raises(ProblemsError, match=r"000000004-000000004\.npz: SPOILT_PART"):
        list(again.read())


def test_somebodys_folder_and_file_stay(tmp_path):
    """A folder of the parts' name that is not ours, and a table that is somebody's, are refused and stay as they are."""
    (tmp_path / "t.csv.parts").mkdir()
    (tmp_path / "t.csv.parts/mine.txt").write_text("mine")
    code, _, err = run("sweep", PLAN, "-o", tmp_path / "t.csv", "--force")
    assert code == 1
    assert "NOT_OURS" in err
    assert (tmp_path / "t.csv.parts/mine.txt").read_text() == "mine"
    (tmp_path / "u.csv").write_text("mine")
    assert run("sweep", PLAN, "-o", tmp_path / "u.csv")[0] == 1
    assert (tmp_path / "u.csv").read_text() == "mine"


def test_what_somebody_puts_beside_the_parts_stays(tmp_path):
    """Parts that are no longer needed go; a file that somebody put into their folder does not."""
    parts = Parts(tmp_path / "t.csv", "one")
    parts.keep(0, np.zeros((1, 1)), {})
    (parts.folder / "mine.txt").write_text("mine")
    parts.forget()
    assert [path.name for path in parts.folder.iterdir()] == ["mine.txt"]


GRIDS = {
    "gov_heat: [new]\n": "no parameter 'gov_heat'; did you mean 'gov_head'",
    "gov_head: [newer]\n": "gov_head is one of",
    "gov_head: []\n": "list one at least",
    "steps: [2.3-splat]\n": "no step '2.3-splat'",
    "alternatives: {2.4: [x]}\n": "is not among what the scenario includes",
    "alternatives: [x]\n": "alternatives name an included scenario",
    "gov_head: {from: 5, to: 1}\n": "leads nowhere",
    "gov_head: {from: 1, to: 9000000}\n": "too many for one parameter",
    "gov_head: {from: a, to: 1}\n": "a list of values",
    "norms: {nothing: [1]}\n": "no norm has a parameter 'nothing'",
}


@pytest.mark.parametrize(("text", "said"), GRIDS.items())
def test_what_is_wrong_with_a_grid_is_told_with_its_place(tmp_path, text, said):
    """Unknown names with the nearest, values that cannot be, ranges that lead nowhere: file, line and column."""
    grid = tmp_path / "grid.yaml"
    grid.write_text(text)
    code, _, err = run("sweep", PLAN, "--grid", grid, "--lang", "en")
    assert code == 1
    assert said in err
    assert f"{grid}:1:" in err


def test_a_list_of_variants(tmp_path):
    """A CSV is a list: a row a variant, and a value that cannot be is told with its cell."""
    grid = tmp_path / "list.csv"
    grid.write_text("gov_head\nnew\nfrom_staff\n")
    code, _, _ = run("sweep", PLAN, "--grid", grid, "-o", tmp_path / "t.csv", "--measures", "units")
    assert code == 0
    assert pd.read_csv(tmp_path / "t.csv")["gov_head"].tolist() == ["new", "from_staff"]
    grid.write_text("gov_head\nnew\nnever\n")
    code, _, err = run("sweep", PLAN, "--grid", grid, "--lang", "en")
    assert code == 1
    assert "list.csv:3:1" in err


def test_a_dead_address_is_told():
    """Nobody answers at a port where nothing listens."""
    with pytest.raises(ProblemsError, match="no dask scheduler answers"):
        cluster("tcp://127.0.0.1:9", patience=1)


def test_refused_variants_stay_with_their_reason(study):
    """A variant that cannot be carried out has no figures, and the codes of why; the others have theirs."""
    scenario = study.scenario("conclusion")
    space = space_of(
        scenario, {"steps": [step.id for step in scenario.all_steps() if step.do][:1], "gov_head": ["new"]}
    )
    found = measured(space, range(space.size), Asked(("units",)))
    for row, number in enumerate(found.numbers):
        assert (number in found.refused) == bool(np.isnan(found.figures[row]).all())


def test_a_full_disk_names_the_table_and_what_was_measured_stays(tmp_path):
    """Where the system takes no larger file the table is named that was asked for; the chunks before are there for who goes on."""
    target = tmp_path / "t.csv"
    noise = np.random.default_rng(1).random((64, 64))
    parts = Parts(target, "one")
    parts.keep(0, noise[:1], {})
    parts.save()
    parts.keep(1, noise, {})
    with no_file_over(4096), pytest.raises(OSError, match=r"t\.csv") as refused:
        parts.save()
    assert (refused.value.filename, refused.value.errno) == (str(target), errno.EFBIG)
    again = Parts(target, "one")
    assert again.done() == {0}
    again.keep(1, noise, {})
    again.save()
    assert np.concatenate([figures for _, figures, _ in again.read()]).tolist() == [
        *noise[:1].tolist(),
        *noise.tolist(),
    ]


def own_study(folder: Path, **changed: tuple[str, str]) -> Path:
    """Write a small study, with a text in some of its files put in the place of another, and give its plan."""
    for name, text in OWN.items():
        (folder / name).write_text(text.replace(*changed.get(name.partition(".")[0], ("", ""))))
    return folder / "plan.yaml"


def test_a_parameter_whose_range_is_upside_down_is_refused(tmp_path):
    """Not a sweep of no variants: the range is told with its place."""
    plan = own_study(tmp_path, plan=("low: 0, high: 9", "low: 9, high: 0"))
    code, out, err = run("sweep", plan, "--lang", "en")
    assert (code, out) == (1, "")
    assert "plan.yaml:2:14: RANGE left has the range 9 to 0, which ends before it begins" in err


def test_a_very_wide_range_is_told_as_such(tmp_path):
    """A number of two million values is not varied unasked, and is not said to have no range."""
    plan = own_study(tmp_path, plan=("high: 9", "high: 1999999"))
    code, _, err = run("sweep", plan, "--lang", "en")
    assert code == 0
    assert (
        "unless a grid says what to try (neither choices nor a range of whole numbers, or a very wide one): left" in err
    )


def test_a_proposal_that_cannot_be_carried_out_is_told(tmp_path):
    """Its own figures are not known, and text and JSON say why; the variants have their places."""
    plan = own_study(tmp_path)  # nine posts are nine already: nothing is resized
    codes = sorted({one.code for one in orgmodel.read(plan).run().problems if one.severity == "error"})
    code, out, err = run("sweep", plan, "--lang", "en", "-o", tmp_path / "t.csv")
    assert code == 0
    assert f"the proposal as it stands cannot be carried out ({', '.join(codes)})" in err
    _, out, _ = run("sweep", plan, "--format", "json", "-o", tmp_path / "u.csv")
    code, _, err = run(
        "sweep", plan, "--lang", "en", "-o", tmp_path / "t.csv", "--picture", tmp_path / "p.png", "--force"
    )
    assert code == 1
    assert "so it has no place to draw" in err
    _, out, _ = run("sweep", plan, "--format", "json", "-o", tmp_path / "u.csv", "--force")
    told = json.loads(out)
    assert told["own_refused"] == codes
    assert {one["own"] for one in told["places"]} == {None}
    _, out, err = run(
        "sweep", plan, "--format", "json", "-o", tmp_path / "v.csv", "--grid", grid_of(tmp_path, "left: [8, 7]")
    )
    assert json.loads(out)["lawful"] == 2


def test_variants_that_break_a_norm_anew_are_counted(tmp_path):
    """Left are 9 to 0 posts: 9 is refused, 8 to 5 may be, 4 to 0 break the least of five; unjudged, all nine may be."""
    plan = own_study(tmp_path)
    _, out, _ = run("sweep", plan, "--norms", "--format", "json", "-o", tmp_path / "t.csv")
    told = json.loads(out)
    assert [told[key] for key in ("lawful", "breaking", "refused")] == [4, 5, 1]
    _, out, _ = run("sweep", plan, "--format", "json", "-o", tmp_path / "u.csv")
    told = json.loads(out)
    assert [told[key] for key in ("lawful", "breaking", "refused")] == [9, None, 1]
    _, _, err = run("sweep", plan, "--norms", "--lang", "en", "-o", tmp_path / "t.csv", "--force")
    assert "variants that may be: 4; that break a norm anew, or may: 5; refused: 1;" in err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("left,foo\n8,1\n", "grid.csv:2:3: UNKNOWN_PARAMETER no parameter 'foo'"),
        ("left,left\n8,7\n", "grid.csv:1:6: GRID left stands in two columns"),
    ],
)
def test_columns_of_a_list_of_variants_that_cannot_be_are_located(tmp_path, text, told):
    """A name that is no parameter, and one that stands there twice."""
    (tmp_path / "grid.csv").write_text(text)
    code, _, err = run("sweep", own_study(tmp_path), "--lang", "en", "--grid", tmp_path / "grid.csv")
    assert code == 1
    assert told in err


def test_a_column_without_a_name_or_a_value_is_none(tmp_path):
    """A sign at the end of each line of a CSV leaves an empty column."""
    (tmp_path / "grid.csv").write_text("left;\n8;\n7;\n")
    code, _, err = run("sweep", own_study(tmp_path), "--lang", "en", "--grid", tmp_path / "grid.csv")
    assert code == 0, err


def test_what_cannot_be_explored_says_why(tmp_path):
    """A study without scenarios, and a decision about a figure that nobody has."""
    own_study(tmp_path).unlink()
    code, _, err = run("explore", tmp_path, "--lang", "en")
    assert code == 2
    assert "there is no scenario here to explore" in err
    drawn = "{id: a/t, unit: a, rank: staff, authorized: 3, authorized_low: 1, authorized_high: 6, src: assumed}"
    plan = own_study(tmp_path, plan=("default: 9", "default: 7"), base=("authorized: 9}", f"authorized: 9}}, {drawn}"))
    decision = ("--decide", "vacancies@a>=4", "--measures", "posts_authorized", "--draws", "128", "--runs", "2")
    code, out, err = run("explore", plan, "--lang", "en", *decision)
    assert code == 0, err
    assert "no draw tells whether" in " ".join(out.split())
    assert "too few" not in out


def grid_of(folder: Path, text: str) -> Path:
    """Write a grid."""
    (folder / "grid.yaml").write_text(text)
    return folder / "grid.yaml"


@pytest.mark.parametrize("address", ["http://127.0.0.1:80", "nonsense", ""])
def test_an_address_that_is_none_is_told_at_once(address, tmp_path):
    """Another scheme, no port, nothing at all: told before anybody is waited for, and no sweep is begun here instead."""
    plan = own_study(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # also what is left half made and cannot be thrown away
        code, out, err = run("sweep", plan, "--cluster", address, "-o", tmp_path / "t.csv", "--lang", "en")
    assert (code, out) == (1, "")
    assert "CLUSTER no dask scheduler answers at" in err
    assert not list(tmp_path.glob("t.csv*"))


def test_a_proposal_that_breaks_norms_itself_is_told(tmp_path):
    """It stands among variants that may be, and is none of them: that is said, with how many norms it breaks anew."""
    plan = own_study(tmp_path, plan=("default: 9", "default: 3"))
    asked = ["sweep", plan, "--norms", "-o", tmp_path / "t.csv", "--measures", "staff"]
    code, out, err = run(*asked, "--lang", "en")
    assert code == 0
    assert "variants that may be: 4; that break a norm anew, or may: 5; refused: 1" in err + out
    assert "this proposal breaks norms anew itself, or may (1), so that it is none of the variants that may be" in err
    code, out, _ = run(*asked, "--force", "--format", "json", "--picture", tmp_path / "p.svg", "--lang", "en")
    assert json.loads(out)["own_breaking"] == 1
    assert "itself breaks norms anew" in (tmp_path / "p.svg").read_text()
    kept = own_study(tmp_path, plan=("default: 9", "default: 8"))
    code, out, err = run(
        "sweep", kept, "--norms", "-o", tmp_path / "t.csv", "--measures", "staff", "--force", "--lang", "en"
    )
    assert "breaks norms anew itself" not in err
