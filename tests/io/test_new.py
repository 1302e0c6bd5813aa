"""New scenarios: everything listed, everything undecided named, and a file that runs once it is decided."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from orgmodel.core.figures import exact
from orgmodel.core.names import names_of
from orgmodel.core.problems import ProblemsError
from orgmodel.core.records import Identity, Line, Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.new import new_scenario
from orgmodel.io.read import read
from orgmodel.io.yaml_text import parse_yaml

SMALL = Path(__file__).parents[1] / "fixtures" / "small"


@pytest.fixture
def study(tmp_path) -> Path:
    """Give a copy of the small study without its scenario."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    (folder / "split.yaml").unlink()
    return folder


def outcome(study: Path, text: str):
    (study / "new.yaml").write_text(text, "utf-8")
    return read(study / "new.yaml").run()


def errors(result) -> list[str]:
    return [str(one) for one in result.problems if one.severity == "error"]


def test_an_unfinished_split_names_everything_that_is_undecided(study):
    """Every post, function, written line, head and incoming line of the unit is named by the first run."""
    structure = read(study / "baseline")
    text = new_scenario(structure, "split", ["h.tcnv"])
    said = "\n".join(errors(outcome(study, text)))
    for post in structure.posts_of("h.tcnv"):
        assert f"'{post.id}'" in said
        assert re.search(rf"^ +# {post.id.removeprefix('h.tcnv/')},", text, re.MULTILINE)
    for function in structure.functions_of("h.tcnv"):
        assert f"'{function.function}'" in said
    for line in structure.lines_from("h.tcnv"):
        assert f"{line.kind} line to {line.to}" in said
        assert f"# {{kind: {line.kind}, to: {line.to}}}" in text
    assert said.count("NO_HEAD") == 2
    assert "QUYẾT ĐỊNH" in text


def test_a_split_runs_once_its_lines_are_chosen(study):
    """Taking the # off in one receiver each, and naming the heads, is all that it needs."""
    structure = read(study / "baseline")
    text = new_scenario(structure, "split", ["h.tcnv"], ["h.btc", "h.pnv"])
    first, second = text.split("    - restores: h.pnv")
    assert "    - restores: h.btc" in first

    def chosen(part: str, block: str) -> str:
        lines = []
        for line in part.splitlines():
            match = re.match(r"^( +)# (\S.*)$", line)
            lines.append(f"{match[1]}{match[2]}" if match and re.search(rf"\b{block}\b", line) else line)
        return "\n".join(lines) + "\n"

    both = [one.function for one in structure.functions_of("h.tcnv") if one.internal]
    first = chosen(first, "khối Đảng").replace("      head:  #", "      head: {keep: head}  #")
    second = chosen(second, "khối chính quyền").replace(
        "      head:  #", "      head: {convert: dep-gov, filled: 1}  #"
    )
    for function in both:
        second = second.replace(f"        # {function},", f"        {function},")
    second = re.sub(r"( +)# (\w+: both)", r"\1\2", second)
    result = outcome(study, first + "    - restores: h.pnv" + second)
    assert errors(result) == []
    assert {"h.btc", "h.pnv"} <= set(result.after.ids("units"))
    begun = [*result.after.posts_of("h.btc"), *result.after.posts_of("h.pnv")]
    assert sum(exact(post.authorized) for post in begun) == 11


def test_a_merger_lists_what_each_unit_brings_and_asks_for_the_heads():
    """Two heads are named as surplus until one is kept and the other converted."""
    structure = Structure.of(
        [
            *(Unit(unit, parent="top") for unit in ("a", "b")),
            Unit("top"),
            Post("a/head", "a", rank="head", filled=1),
            Post("b/head", "b", rank="head", filled=1),
            Post("b/cv", "b", authorized=3, filled=2),
            Line("professional", "b", "top"),
        ],
        terms=Vocabulary(language="en"),
    )
    text = new_scenario(structure, "merge", ["a", "b"], ["c"])
    assert "DECIDE" in text
    assert "post cv: b/cv; staff, 3 authorized, 2 present" in text
    assert "line professional: b → top" in text
    data = parse_yaml(text, "x.yaml", [])
    assert data["steps"][0]["do"][0]["consolidate"] == ["a", "b"]
    assert data["steps"][0]["do"][0]["into"]["unit"] == "c"
    into_a = parse_yaml(new_scenario(structure, "merge", ["a", "b"], ["a"]), "x.yaml", [])
    assert into_a["steps"][0]["do"][0]["absorb"] == ["b"]


def test_an_unfinished_merger_and_transfer_name_what_is_undecided(study):
    """A merger names each surplus head; a transfer without a receiver says that there is none."""
    structure = read(study / "baseline")
    merged = errors(outcome(study, new_scenario(structure, "merge", ["h.tcnv", "h.ptp"])))
    assert sum("SURPLUS_HEAD" in line for line in merged) == 2
    text = new_scenario(structure, "merge", ["h.tcnv", "h.ptp"])
    for head in ("none", "{quota: 1}", "{keep: h.ptp/head}"):
        kept = "" if "keep" not in head else "h.ptp/head"
        said = text.replace("    head:  #", f"    head: {head}  #")
        for one in re.findall(r"# (\S+): {convert: deputy},", text):
            said = (
                said if one == kept else said.replace(f"# {one}: {{convert: deputy}},", f"{one}: {{convert: deputy}},")
            )
        done = outcome(study, said)
        assert errors(done) == []
        assert [one.code for one in done.problems].count("NAME_UNDECIDED") == 1
    assert "NAME_UNDECIDED" not in {
        one.code for one in outcome(study, said.replace('vi: ""', 'vi: "Ban mới"')).problems
    }
    moved = errors(outcome(study, new_scenario(structure, "transfer", ["h.ptp"])))
    assert ["'?'" in line for line in moved] == [True]
    done = outcome(study, new_scenario(structure, "transfer", ["h.ptp"], ["h.hu"]))
    assert errors(done) == []
    assert done.after.unit("h.ptp").parent == "h.hu"


def test_names_cannot_bring_keys_of_their_own(tmp_path):
    """A name with line ends and YAML in it stays a name, in values and in comments."""
    evil = 'x"\n- id: y\n  do: [] # }'
    structure = Structure.of(
        [
            Unit("a: b", names=(("vi", evil),)),
            Post("a: b/p, q", "a: b", titles=(("vi", evil),)),
            Identity("[i]", "a: b", names=(("vi", evil),)),
            Line("professional", "a: b", "a: b"),
        ]
    )
    for verb, units in (("split", ["a: b"]), ("transfer", ["a: b"])):
        problems = []
        data = parse_yaml(new_scenario(structure, verb, units), "x.yaml", problems)
        assert problems == []
        assert [step["id"] for step in data["steps"]] == [verb]
        assert len(data["steps"][0]["do"]) == 1


@pytest.mark.parametrize(
    ("verb", "units", "into", "code"),
    [
        ("split", ["h.tcnw"], [], "UNKNOWN_UNIT"),
        ("split", ["h.tcnv", "h.ptp"], [], "TOO_MANY"),
        ("split", ["h.tcnv"], ["x"], "TOO_FEW"),
        ("split", ["h.tcnv"], ["x", "h.ptp"], "EXISTS"),
        ("merge", ["h.tcnv"], [], "TOO_FEW"),
        ("transfer", ["h.ptp"], ["nowhere"], "UNKNOWN_UNIT"),
        ("splitt", ["h.ptp"], [], "UNKNOWN_WORD"),
    ],
)
def test_what_cannot_be_begun_is_told(verb, units, into, code):
    """Unknown units and numbers of units that make no sense are refused before a file is written."""
    with pytest.raises(ProblemsError) as caught:
        new_scenario(read(SMALL / "baseline"), verb, units, into)
    assert [one.code for one in caught.value.problems] == [code]


def test_units_of_one_name_are_told_apart_in_the_title():
    """Two units of one name that merge stand in the title with their ids, others without."""
    called = (("a", "Support"), ("b", "Support"), ("c", "Law"))
    made = Structure.of([Unit(one, names_of(en=name)) for one, name in called])
    assert "Support (a), Support (b)" in new_scenario(made, "merge", ["a", "b"], ["a"])
    assert "Support (a), Law" in new_scenario(made, "merge", ["a", "c"], ["a"])


@pytest.mark.parametrize("verb", ["split", "split-off", "merge"])
def test_no_block_is_asked_for_where_there_are_none(verb: str) -> None:
    """A study that declares blocks is asked for one; one without is not, nor in the head's quota."""
    units = [Unit("a", kind="office"), Unit("b", kind="office")]
    posts = [Post("a/c", "a", rank="staff", authorized=1), Post("b/c", "b", rank="staff", authorized=1)]
    named = ["a", "b"] if verb == "merge" else ["a"]
    assert "block" not in new_scenario(Structure.of([*units, *posts]), verb, named, ["x", "y"][: 3 - len(named)])
    declared = Structure.of([*units, *posts], terms=Vocabulary(blocks=("government",)))
    assert "block" in new_scenario(declared, verb, named, ["x", "y"][: 3 - len(named)])


def test_a_merger_of_units_without_heads_lists_none() -> None:
    """The line that asks for the head ends with the last way to say it."""
    text = new_scenario(Structure.of([Unit("a"), Unit("b")]), "merge", ["a", "b"], ["c"])
    (line,) = [line for line in text.splitlines() if line.startswith("    head:")]
    assert line.endswith("{keep: id}")
