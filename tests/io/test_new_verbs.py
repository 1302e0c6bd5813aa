"""A scenario begun with any verb reads, lists what must be decided, and runs once that is done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

import orgmodel
from orgmodel.cli.main import cli
from orgmodel.core.names import names_of
from orgmodel.core.problems import errors
from orgmodel.core.records import Line, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.io.new import VERBS, new_scenario
from orgmodel.io.yaml_text import parse_yaml
from orgmodel.scenario.build import scenario_from
from tests.strategies import structures

LAYERS = Structure.of(
    [
        Unit("top", names_of(en="Ministry", vi="Bộ")),
        Unit("mid", names_of(en="Office", vi="Văn phòng"), parent="top", kind="agency"),
        Unit("low", names_of(en="Section", vi="Phòng"), parent="mid", kind="section"),
        Unit("low2", names_of(en="Section two", vi="Phòng hai"), parent="mid", kind="section"),
        Post("top/head", "top", rank="head", authorized=1),
        Post("mid/head", "mid", rank="head", authorized=1, titles=names_of(en="Chief", vi="Trưởng")),
        Post("mid/x", "mid", rank="staff", authorized=3),
        Post("low/head", "low", rank="head", authorized=1),
        Post("low2/head", "low2", rank="head", authorized=1),
        Line("administrative", "low", "mid"),
    ]
)
HEADED = Structure.of(
    [
        Unit("top", names_of(en="Ministry")),
        Unit("mid", names_of(en="Office"), parent="top"),
        Unit("low", names_of(en="Section"), parent="mid"),
        Post("mid/head", "mid", rank="head", authorized=1, titles=names_of(en="Chief")),
        Post("low/head", "low", rank="head", authorized=1),
        Line("professional", "low/head", "mid/head"),
    ]
)
GIVEN = {
    "split": (["mid"], ["a", "b"]), "split-off": (["mid"], ["a"]), "merge": (["low", "low2"], ["c"]), "absorb": (["low2"], ["low"]),
    "transfer": (["low"], ["top"]), "create": (["new"], ["mid"]), "dissolve": (["mid"], ["top"]), "delayer": (["mid"], []),
    "resize": (["mid"], []), "rename": (["low"], []),
}  # fmt: skip


def _scenario(text: str, structure: Structure) -> orgmodel.Scenario:
    problems: list = []
    data = parse_yaml(text, "begun.yaml", problems)
    assert problems == []
    return scenario_from(data, structure, id="begun")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_begins_a_file_that_reads_and_says_what_is_open(verb, language) -> None:
    """Read by two readers of YAML; what a run refuses are decisions alone, and the words are of the language asked for."""
    text = new_scenario(LAYERS, verb, *GIVEN[verb], language)
    assert yaml.safe_load(text)["title"].keys() == {language}
    assert ("QUYẾT ĐỊNH" if language == "vi" else "DECIDE") in text
    assert ("QUYẾT" in text) == (language == "vi")
    outcome = _scenario(text, LAYERS).run()
    open_to = {"LEFT_OVER", "NO_HEAD", "SURPLUS_HEAD", "INCOMING", "WHY", "NO_CHANGE"}
    assert {one.code for one in errors(outcome.problems)} <= open_to


def test_a_layer_is_taken_out_when_all_is_decided() -> None:
    """The head post ends, the others go up, units below answer to the superior: filled in, the file runs and keeps the posts."""
    text = new_scenario(LAYERS, "delayer", ["mid"], language="en")
    text = re.sub(r'why: ""', "why: a decision", text)
    first, ends = text.split("    ends:")
    first = re.sub(r"# (x,)", r"\1", first)
    first = re.sub(r"(children: \[.*?\n)((?:\s+# .*\n)+)", lambda match: match[1], first)
    ends = re.sub(r"# (head,)", r"\1", ends)
    outcome = _scenario(f"{first}    ends:{ends}", LAYERS).run()
    assert not errors(outcome.problems)
    after = outcome.after
    assert after.units.get("mid") is None
    assert {after.unit(one).parent for one in ("low", "low2")} == {"top"}
    assert after.post("mid/x").unit == "top"
    assert after.posts.get("mid/head") is None
    assert [(line.from_, line.to) for line in after.lines_from("low")] == [("low", "top")]


def test_lines_to_a_head_that_ends_go_where_the_file_says() -> None:
    """Who answers to the head of a layer, and not to its unit, is asked where to, too."""
    text = new_scenario(HEADED, "delayer", ["mid"], language="en")
    assert "    incoming: top  # DECIDE" in text
    text = re.sub('why: ""', "why: a decision", text)
    outcome = _scenario(re.sub(r"(ends:\n.*\n\s+)# (head,)", r"\1\2", text), HEADED).run()
    assert not errors(outcome.problems)
    assert [(line.from_, line.to) for line in outcome.after.lines_from("low/head")] == [("low/head", "top")]


@given(structures(), st.data())
def test_any_unit_of_any_structure_can_be_begun_with(structure, data) -> None:
    """Whatever a structure holds, hostile names too, the file reads and no step of it is lost."""
    ids = [one.id for one in structure.units]
    assume(ids)
    verb = data.draw(st.sampled_from(["split-off", "dissolve", "delayer", "resize", "rename"]))
    unit = data.draw(st.sampled_from(ids))
    scenario = _scenario(new_scenario(structure, verb, [unit]), structure)
    assert [one.id for one in scenario.steps] == [verb]


def test_what_cannot_be_begun_is_told(tmp_path) -> None:
    """A unit that exists cannot begin, one that does not cannot end; an absorption needs who absorbs."""
    for verb, units, into, code in (
        ("create", ["mid"], ["top"], "EXISTS"),
        ("create", ["new"], ["tpo"], "UNKNOWN_UNIT"),
        ("dissolve", ["mdi"], [], "UNKNOWN_UNIT"),
        ("absorb", ["low"], [], "TOO_FEW"),
        ("rename", ["low", "mid"], [], "TOO_MANY"),
        ("shrink", ["low"], [], "UNKNOWN_WORD"),
    ):
        with pytest.raises(orgmodel.ProblemsError) as told:
            new_scenario(LAYERS, verb, units, into)
        assert code in {one.code for one in told.value.problems}


def test_the_command_begins_in_the_language_asked_for() -> None:
    """``--lang`` speaks for the comments, whatever the study's own language is."""
    study = str(Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022")
    made = CliRunner().invoke(cli, ["new", "dissolve", "duc-tho.tcnv", "--study", study, "--lang", "en"])
    assert made.exit_code == 0
    assert "DECIDE" in made.stdout
    assert "QUYẾT ĐỊNH" not in made.stdout
