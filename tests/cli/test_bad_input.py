"""Every kind of bad input is told with its file, line and column, what is wrong and what to do; nothing is a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PLACE = re.compile(r"^\S+?:\d+(:\d+)?: [A-Z_]+ .+", re.MULTILINE)


@pytest.fixture
def orgmodel(orgmodel):
    """Ask for English, which these tests read, of a study in Vietnamese."""
    return lambda *said: orgmodel(*said, *(() if said[0] == "new" or "--lang" in said else ("--lang", "en")))


def change(file: Path, old: str, new: str) -> None:
    """Replace a text that must be there, once."""
    text = file.read_text("utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, new, 1), "utf-8")


SPOILS = {
    "a wrong key": ("split.yaml", "owner: h.hu", "ownr: h.hu", "split.yaml:6", "'owner'"),
    "an unknown unit": ("split.yaml", "split_up: h.tcnv", "split_up: h.tcnw", "split.yaml:1", "'h.tcnv'"),
    "an unknown owner": ("split.yaml", "owner: h.hu", "owner: h.huu", "split.yaml:", "'h.hu'"),
    "a cycle of parents": ("baseline/units.csv", "district,,h,,,,paper", "district,,h,h.ptp,,,paper", "units.csv:", "cycle"),
    "an orphan": ("baseline/posts.csv", "h.ptp/cv,h.ptp,", "h.ptp/cv,h.ptq,", "posts.csv:8", "'h.ptp'"),
    "a duplicate id": ("baseline/posts.csv", "h.ptp/cv,h.ptp,", "h.ptp/head,h.ptp,", "posts.csv:8", "h.ptp/head"),
    "a negative figure": ("baseline/posts.csv", ",in,2,,,2,1.5,", ",in,-2,,,2,1.5,", "posts.csv:8", "-2"),
    "a non-numeric figure": ("baseline/posts.csv", ",in,2,,,2,1.5,", ",in,two,,,2,1.5,", "posts.csv:8", "two"),
    "a second head": ("baseline/posts.csv", "Specialist,staff", "Specialist,head", "posts.csv:8", "head"),
    "dates out of order": ("baseline/units.csv", "h.hu,2018-12-01,,paper", "h.hu,2018-12-01,2017-01-01,paper", "units.csv:5", "2017"),
    "an ended unit": ("split.yaml", "split_up: h.tcnv", "split_up: h.btc", "split.yaml:", "ended"),
    "a split that leaves posts over": ("split.yaml", "takes: {block: government}", "takes: {posts: [dep-gov]}", "split.yaml:", "cv-gov"),
    "a split that takes posts twice": ("split.yaml", "takes: {block: government}", "takes: {block: [government, party]}", "split.yaml:", "h.tcnv/head"),
    "a missing head": ("split.yaml", "head: {keep: head}", "head: {keep: dep-party}", "split.yaml:", "not a head"),
    "an unquoted clause": ("split.yaml", 'clause: "2.3"', "clause: 2.10", "split.yaml:5", "quote"),
    "an unmet expectation": ("split.yaml", "{measure: units, change: 1}", "{measure: units, change: 2}", "split.yaml:", "changes by 1"),
    "an unknown measure": ("split.yaml", "measure: units", "measure: unitz", "split.yaml:", "'units'"),
    "an unknown scope": ("split.yaml", '"block:party"', '"block:partie"', "split.yaml:", "party"),
    "a path outside the study": ("split.yaml", "documents: [paper]", "extends: ../other.yaml", "split.yaml:2", "outside"),
    "a missing file": ("split.yaml", "documents: [paper]", "extends: spilt.yaml", "split.yaml:2", "'split.yaml'"),
    "a loop of extends": ("split.yaml", "documents: [paper]", "extends: split.yaml", "split.yaml:2", "split.yaml → split.yaml"),
    "an undeclared kind": ("baseline/units.csv", "h.ptp,Phòng Tư pháp,Justice Office,agency", "h.ptp,Phòng Tư pháp,Justice Office,agancy", "units.csv:8", "'agency'"),
    "a mixed post": ("baseline/posts.csv", "Specialist,staff,government", "Specialist,staff,mixed", "posts.csv:8", "never mixed"),
    "a YAML fault": ("split.yaml", "documents: [paper]", "documents: [paper", "split.yaml:", ""),
    "a key twice": ("split.yaml", "  force: must", "  force: must\n  force: keep", "split.yaml:9", "force"),
    "a wrong word": ("split.yaml", "force: must", "force: mus", "split.yaml:8", "'must'"),
    "an operation without a verb": ("split.yaml", "split_up: h.tcnv", "splitup: h.tcnv", "split.yaml:", "'split_up'"),
    "an unknown post": ("split.yaml", "convert: dep-gov", "convert: dep-gv", "split.yaml:", "dep-gov"),
    "an unknown document": ("split.yaml", "documents: [paper]", "documents: [papper]", "split.yaml:2", "'paper'"),
    "a cycle of superiors": ("baseline/lines.csv", "administrative,h.tcnv,h.ubnd,government,paper",
                             "administrative,h.tcnv,h.ubnd,government,paper\nadministrative,h.ubnd,h.tcnv,,paper", "lines.csv:", "cycle"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILS)
def test_each_fault_is_told_with_its_place_and_a_hint(name, small, orgmodel):
    """A spoilt study exits with 1 and says where, and what was meant."""
    file, old, new, where, hint = SPOILS[name]
    change(small / file, old, new)
    said = orgmodel("check", small)
    assert said.code == 1, said
    lines = [line for line in said.out.splitlines() if not line.startswith("warning")]
    assert any(where in line and hint in line for line in lines), said.out
    assert all(PLACE.match(line) for line in lines), said.out
    assert "Traceback" not in said.out + said.err


def test_all_faults_come_in_one_run(small, orgmodel):
    """Faults of several files and kinds are told together."""
    for name in ("a duplicate id", "a non-numeric figure", "an unknown owner"):
        file, old, new, _, _ = SPOILS[name]
        text = (small / file).read_text("utf-8")
        if old in text:
            change(small / file, old, new)
    change(small / "baseline/posts.csv", "h.tcnv/dep-gov,h.tcnv", "h.tcnv/dep-gov,h.nowhere")
    said = orgmodel("check", small)
    for word in ("DUPLICATE", "h.nowhere", "h.huu"):
        assert word in said.out


def test_a_faulty_scenario_hides_no_fault_of_another(small, orgmodel):
    """What can be read is run beside a file that cannot; after a fault in the baseline nothing is, for all would follow from it."""
    (small / "zz-faulty.yaml").write_text("titel: x\nsteps: 3\n", "utf-8")
    (small / "zz-wrong.yaml").write_text(
        "title: Wrong\nsteps:\n  - id: one\n    do:\n      - dissolve: nowhere\n        why: gone\n", "utf-8"
    )
    said = orgmodel("check", small)
    told = {line.split(": ")[1].split()[0] for line in said.out.splitlines()}
    assert (said.code, told) == (1, {"UNKNOWN_KEY", "NOT_A_LIST", "UNKNOWN_UNIT"})
    assert "phần còn lại không đọc được" in said.err or "what else there is was not read" in said.err
    units = small / "baseline" / "units.csv"
    units.write_text(units.read_text("utf-8") + "broken,,,nokind,nolevel,noblock,,nowhere\n", "utf-8")
    assert "UNKNOWN_UNIT" not in orgmodel("check", small).out.split("zz-wrong.yaml")[-1]


def test_an_alias_bomb_is_refused(small, orgmodel):
    """A YAML file that would grow without bound is refused quickly."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (small / "split.yaml").write_text("\n".join(lines), "utf-8")
    said = orgmodel("check", small)
    assert said.code == 1
    assert "split.yaml" in said.out


def test_a_file_in_another_encoding_is_named(small, orgmodel):
    """A table that is not UTF-8 is told with the encoding that it looks like."""
    text = (small / "baseline/units.csv").read_text("utf-8")
    (small / "baseline/units.csv").write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    said = orgmodel("check", small)
    assert said.code == 1
    assert "units.csv" in said.out
    assert "UTF-16" in said.out


def test_a_table_as_excel_in_vietnam_writes_it_is_read(small, orgmodel):
    """Semicolons, a BOM and decimal commas are read as what they are."""
    path = small / "baseline/posts.csv"
    text = path.read_text("utf-8").replace(",1.5,", ",1·5,").replace(",", ";").replace("1·5", "1,5")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    said = orgmodel(
        "show", small / "baseline", "--measures", "posts_authorized,fte", "--format", "csv", "--scope", "h.ptp"
    )
    assert said.code == 0, said
    assert "posts_authorized,3," in said.out
    assert "fte,2.5," in said.out


def test_a_missing_path_names_the_nearest(small, orgmodel):
    """A study that does not exist is told with the name that was meant."""
    said = orgmodel("check", small.parent / "smal")
    assert said.code == 1
    assert "'small'" in said.out


def test_wrong_usage_exits_with_2(orgmodel):
    """An unknown command or option is usage, and says what there is."""
    assert orgmodel("chek", "x").code == 2
    assert "check" in orgmodel("chek", "x").err
    assert orgmodel("check").code == 2


def test_a_scenario_may_not_read_a_table_outside_its_study(small, orgmodel):
    """A bulk table is looked for inside the study only, also through a link."""
    (small.parent / "secret.csv").write_text("unit\nh.ptp\n", "utf-8")
    (small / "inside.csv").symlink_to(small.parent / "secret.csv")
    for name in ("../secret.csv", "inside.csv"):
        (small / "bulk.yaml").write_text(
            f"title: x\nsteps:\n- id: s\n  do:\n  - for_each: {{file: {name}}}\n    rename: '{{unit}}'\n    names: {{vi: y}}\n",
            "utf-8",
        )
        said = orgmodel("check", small)
        assert said.code == 1
        assert "outside the study" in said.out, said
