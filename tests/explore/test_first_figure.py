"""Which figure to ask for first: right on planted problems, told in sentences that are true of the rows that they are made of."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace

import numpy as np
import pytest

import orgmodel
from orgmodel.cli.main import run as command
from orgmodel.core.names import text_in
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.norms.record import NormPack
from orgmodel.scenario.elements import KnownTotal, Parameter, SharedCause, Step, Target, Uncertainty
from orgmodel.scenario.scenario import Scenario, Study
from tests.explore.test_exploration import ranged
from tests.explore.test_sweep import OWN

PACK = NormPack(
    suppliers={
        "party": (("en", "Party office"), ("vi", "Văn phòng Đảng")),
        "government": (("en", "Home office"), ("vi", "Sở Nội vụ")),
    }
)
SPECIALISTS = (("en", "Specialist"), ("vi", "Chuyên viên"))


def baseline() -> Structure:
    """Three offices: one with specialists that may be few or many, two others with a little doubt about theirs."""
    return Structure.of(
        [
            Unit("a", names=(("en", "Office A"), ("vi", "Phòng A")), kind="agency", block="party"),
            Unit("b", names=(("en", "Office B"), ("vi", "Phòng B")), kind="agency", block="government"),
            Post("a/s", "a", titles=SPECIALISTS, rank="staff", block="party", authorized=ranged("a/s", "authorized", 2, None, 11)),
            Post("b/s", "b", titles=SPECIALISTS, rank="staff", block="government", authorized=ranged("b/s", "authorized", 3, None, 4)),
            Post("b/t", "b", rank="staff", block="government", authorized=ranged("b/t", "authorized", 5, None, 6)),
            Post("b/u", "b", rank="staff", block="government", authorized=4, filled=ranged("b/u", "filled", 0, None, 4)),
        ]
    )  # fmt: skip


def scenario(id: str = "s", said: Uncertainty | None = None, targets: tuple[Target, ...] = (), **more) -> Scenario:
    """A scenario that moves nothing uncertain, in a study that names who supplies what."""
    structure = more.pop("structure", None) or BASE
    study = Study("study", "", structure, structure.terms, norms=PACK, uncertainty=said, targets=targets)
    given = {
        "steps": (
            Step(
                "one",
                do=[{"create": {"unit": id + "-new", "kind": "agency", "block": "party"}, "head": "none", "why": "x"}],
            ),
        )
    }
    return Scenario(id, structure, study=study, **(given | more))


BASE = baseline()
LIMIT = "posts_authorized<=18"


@pytest.fixture(scope="module")
def found():
    """Draw whether the whole has at most 18 posts."""
    return orgmodel.explore(scenario(), draws=8192, runs=2, scopes=["total"], decide=[LIMIT])


def test_what_is_told_is_what_trying_every_way_gives(found):
    """Chance, worth and share of cases decided are those over every way the figures can be, each as likely."""
    ways = np.array(list(itertools.product(range(2, 12), (3, 4), (5, 6))))
    broken = ways.sum(axis=1) + 4 > 18
    rows = found.questions.set_index("cause")
    assert found.decisions["chance"][0] == pytest.approx(broken.mean(), abs=0.005)
    for at, name in enumerate(("posts:a/s:authorized", "posts:b/s:authorized", "posts:b/t:authorized")):
        given = [broken[ways[:, at] == value].mean() for value in np.unique(ways[:, at])]
        right = np.mean([max(one, 1 - one) for one in given])
        assert rows.loc[name, "worth"] == pytest.approx(right - max(broken.mean(), 1 - broken.mean()), abs=0.01)
        assert rows.loc[name, "decides"] == pytest.approx(np.mean([one in (0, 1) for one in given]), abs=0.01)
        assert rows.loc[name, "share"] == pytest.approx(ways[:, at].var() / (ways.sum(axis=1)).var())
        assert rows.loc[name, "first_order"] == rows.loc[name, "share_low"] == rows.loc[name, "share"]
    assert found.questions["cause"][0] == "posts:a/s:authorized"
    assert "posts:b/u:filled" not in rows.index  # no part of what is decided


def test_the_ends_and_the_turn_are_the_sums_by_hand(found):
    """With all else at best, 2 and 11 specialists make 13 + … posts, and the limit is passed from 8 on."""
    rows = found.questions.set_index("cause")
    others = 4 + 3 + 5
    first = rows.loc["posts:a/s:authorized"]
    assert (first["at_low"], first["at_high"], first["turns_at"]) == (2 + others, 11 + others, [18 - others + 1])
    assert (first["low"], first["high"], first["supplier"]) == (2, 11, text_in(PACK.suppliers["party"], found.language))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_sentence_is_true_of_the_rows(found, language):
    """It names supplier, figure and unit of the first row, and the per cent are those of the row."""
    (said,) = found.sentences(language)
    row = found.questions.iloc[0]
    assert found.decisions["first"][0] == row["cause"] == "posts:a/s:authorized"
    named = {
        "en": ("Party office", "Specialist", "Office A", "at most 18"),
        "vi": ("Văn phòng Đảng", "Chuyên viên", "Phòng A", "không quá 18"),
    }
    assert all(name in said for name in named[language])
    assert re.findall(r"(\d+) ?%", said) == [f"{100 * row['decides']:.0f}"]
    assert found.to_json_object()["decisions"][0]["said"][language] == said


def test_a_notebook_shows_the_sentence_and_the_intervals(found):
    """What a cell shows says what to ask for first, and where the draws of each measure lie."""
    shown = found._repr_html_()
    assert "Office A" in shown or "Phòng A" in shown
    assert found.measures.query("state == 'after' and sd > 0")["measure"].nunique() <= shown.count("<tr>")


def test_a_limit_that_is_always_kept_asks_for_nothing():
    """Whatever the figures are, the answer is the same: nobody is asked for anything."""
    told = orgmodel.explore(
        scenario(), draws=256, runs=2, scopes=["total"], decide=["posts_authorized<=99", "posts_authorized>=99"]
    )
    assert told.decisions["answer"].tolist() == ["sure", "sure"]
    assert [("every case" in one, "no case" in one) for one in told.sentences("en")] == [(True, False), (False, True)]
    assert not len(told.questions)


def test_the_targets_of_a_study_are_decided_unasked():
    """A target that draws leave open is a decision by itself."""
    told = orgmodel.explore(
        scenario(targets=(Target("posts_authorized", at_most=18),)), draws=512, runs=2, scopes=["total"]
    )
    assert told.decisions["decision"].tolist() == [LIMIT]


def test_all_figures_of_a_supplier_are_worth_their_sum(found):
    """Home office's two figures together are a row, and worth at least what each is."""
    rows = found.questions
    together = rows[rows["kind"] == "supplier"].iloc[0]
    single = rows[(rows["kind"] == "figure") & (rows["supplier"] == together["supplier"])]
    assert together["figures"] == len(single) == 2
    assert together["worth"] >= single["worth"].max() - 0.01


def test_parts_of_one_total_have_shapley_effects_and_the_total_the_indices():
    """Of three shares of one total Sobol' would mislead: each has a Shapley effect, together what the total has."""
    names = ("posts:a/s:authorized", "posts:b/s:authorized", "posts:b/t:authorized")
    said = Uncertainty(totals=(KnownTotal("quota", 15, names),), shape="range")
    told = orgmodel.explore(
        scenario(said=said), draws=4096, runs=2, scopes=["block:party"], measures=["posts_authorized"], decide=["posts_authorized@block:party<=6"],
    )  # fmt: skip
    rows = told.questions.set_index("cause")
    parts = rows.loc[[one for one in names if one in rows.index]]
    assert len(parts) == 3
    assert parts["first_order"].isna().all()
    assert parts["share"].sum() == pytest.approx(1, abs=0.01)
    assert rows.loc["quota", "first_order"] == 1
    assert parts["share"].idxmax() == names[0]


def test_a_shared_cause_is_asked_for_as_one():
    """Figures that one cause moves are one question, with the share of them all."""
    names = ("posts:a/s:authorized", "posts:b/s:authorized")
    said = Uncertainty(shared=(SharedCause("freeze", names),), shape="range")
    told = orgmodel.explore(scenario(said=said), draws=1024, runs=2, scopes=["total"], decide=[LIMIT])
    first = told.questions.iloc[0]
    assert (first["kind"], first["cause"], first["figures"]) == ("cause", "freeze", 2)
    assert "“freeze”" in told.sentences("en")[0]


def test_a_drawn_parameter_has_indices_and_effects_that_sum_to_one():
    """Where a parameter is drawn with figures what comes of them is no sum: indices are drawn, and effects sum to the variance."""
    do = [{"resize": "b/u", "by": {"param": "extra"}, "why": "more"}]
    plan = scenario(steps=(Step("one", do=do),), parameters={"extra": Parameter("extra", default=2, low=1, high=4)})
    told = orgmodel.explore(
        plan,
        draws=1024,
        runs=2,
        vary=["extra"],
        scopes=["total"],
        measures=["posts_authorized"],
        decide=["posts_authorized<=20"],
    )
    rows = told.questions[told.questions["kind"] != "supplier"].set_index("cause")
    assert rows.loc["extra", "kind"] == "parameter"
    shares = rows["share"].dropna()
    assert shares.sum() == pytest.approx(1, abs=0.03)
    variance = {
        "posts:a/s:authorized": 99 / 12,
        "extra": 15 / 12,
        "posts:b/s:authorized": 3 / 12,
        "posts:b/t:authorized": 3 / 12,
    }
    for name, one in variance.items():
        assert rows.loc[name, "first_order"] == pytest.approx(one / sum(variance.values()), abs=0.06)


def test_two_scenarios_are_decided_by_the_figure_that_differs():
    """One scenario takes the specialists over, the other the clerks: the specialists say which has more posts in the office."""
    unit = {"unit": "n", "kind": "agency", "block": "party"}
    one, other = (
        replace(scenario(id, steps=(Step("one", do=[{"create": unit, "head": "none", "why": "x"}, {"transfer": {"posts": [{"post": post}]}, "to": "n"}]),)), baseline=BASE)
        for id, post in (("s", "a/s"), ("t", "b/t"))
    )  # fmt: skip
    told = orgmodel.explore(one, other, draws=1024, runs=2, scopes=["total"], decide=["less:posts_authorized@n"])
    row = told.decisions.iloc[0]
    assert (row["kind"], row["scenario"], row["other"], row["first"]) == ("less", "s", "t", "posts:a/s:authorized")
    first = told.questions.iloc[0]
    assert first["decides"] == pytest.approx(0.9, abs=0.02)
    gain = np.mean([max(0, 5.5 - value) for value in range(2, 12)])  # taking the less, where one would take t unasked
    assert first["worth"] == pytest.approx(gain, abs=0.05)


WRONG = {
    "posts": "is no decision",
    "posts_authorised<=3": "did you mean",
    "posts_authorized@nowhere<=3": "no unit 'nowhere'",
    "norm:NONE": "no norm 'NONE'",
    "less:posts_authorized": "name two of one study",
    "posts_authorized<=many": "is no decision",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_cannot_be_decided_is_told(text, said):
    """Names that are not there come with the nearest, and a text that is no decision with what one looks like."""
    with pytest.raises(ProblemsError, match=said):
        orgmodel.explore(scenario(), draws=64, runs=1, scopes=["total"], decide=[text])


def test_other_rules_say_who_newly_fails(tmp_path):
    """With a minimum of 12 the office of 7 newly fails, with one of 6 nothing is found otherwise; before the norm it does not apply."""
    for name, text in OWN.items():
        (tmp_path / name).write_text(text.replace("default: 9", "default: 7"))
    plan = orgmodel.read(tmp_path / "plan.yaml")
    told = orgmodel.explore(plan, draws=64, runs=1, rules=["least=12", "least=6", "2019-01-01"])
    rows = told.rules.to_dict("records")
    assert [(row["rules"], row["norm"], row["subject"], row["now"], row["then"], row["change"]) for row in rows] == [
        ("least=12", "MIN", "a", "pass", "fail", "newly_fails"),
        ("2019-01-01", "MIN", "a", "pass", "not_applicable", "otherwise"),
    ]
    assert told.to_json_object()["rules"] == rows
    for text, said in {
        "most=3": "no norm has a parameter 'most'",
        "later": "is no rule",
        "": "'' is no rule",
        "least=few": "is a number",
    }.items():
        with pytest.raises(ProblemsError, match=said):
            orgmodel.explore(plan, draws=64, runs=1, rules=[text])


def test_the_command_tells_sentences_and_other_rules(tmp_path, capsys):
    """Text has the sentence, the figures to ask for and who newly fails; JSON has the same sentence in both languages."""
    for name, text in OWN.items():
        (tmp_path / name).write_text(text.replace("default: 9", "default: 7"))
    (tmp_path / "base.yaml").write_text(
        "units: [{id: a, name_en: A, kind: office}]\nposts:\n- {id: a/s, unit: a, rank: staff, authorized: 9}\n"
        "- {id: a/t, unit: a, rank: staff, authorized: 3, authorized_low: 1, authorized_high: 6, src: assumed}\n"
    )
    asked = [
        "explore",
        str(tmp_path / "plan.yaml"),
        "--draws",
        "256",
        "--runs",
        "1",
        "--decide",
        "posts_authorized<=10",
        "--rules",
        "least=12",
    ]
    assert command([*asked, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert (
        "Find out “quota” of A first: in 100% of cases it decides by itself whether “Posts authorized” (total) is at most 10."
        in shown
    )
    assert "newly fails" in shown or "may fail" in shown
    assert command([*asked, "--format", "json"]) == 0
    (decision,) = json.loads(capsys.readouterr().out)["decisions"]
    assert decision["said"]["en"] in shown
    assert "không quá 10" in decision["said"]["vi"]


def test_why_there_are_no_ends_is_told_in_one_way(tmp_path, capsys):
    """A norm fails or does not: text, JSON, table, notebook and picture give the same reason, and none where ends are told."""
    from orgmodel.charts.exploration_page import page_of

    for name, text in OWN.items():
        (tmp_path / name).write_text(text.replace("default: 9", "default: 7").replace("default: 5", "default: 8"))
    (tmp_path / "base.yaml").write_text(
        "units: [{id: a, name_en: A, kind: office}]\nposts:\n- {id: a/s, unit: a, rank: staff, authorized: 9}\n"
        "- {id: a/t, unit: a, rank: staff, authorized: 1, authorized_low: 0, authorized_high: 2, src: assumed}\n"
    )
    asked = ["explore", str(tmp_path / "plan.yaml"), "--draws", "256", "--runs", "96"]
    asked += ["--decide", "norm:MIN", "--decide", "posts_authorized<=7"]
    assert command([*asked, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert command([*asked, "--format", "json"]) == 0
    of_norm, of_sum = json.loads(capsys.readouterr().out)["decisions"]
    why = of_norm["no_ends"]["en"]
    assert why.startswith("A norm fails or does not")
    assert shown.count(why) == 1
    assert of_sum["no_ends"] is None
    told = orgmodel.explore(orgmodel.read(tmp_path / "plan.yaml"), draws=256, runs=96, decide=["norm:MIN"])
    assert told.decisions["no_ends"][0] == why
    assert why in told._repr_html_()
    drawn = page_of(told, language="vi").get_supxlabel().replace("\n", " ")
    assert of_norm["no_ends"]["vi"] in drawn
    assert "bị vi phạm" in drawn
