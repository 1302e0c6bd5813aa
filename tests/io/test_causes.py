"""One cause, one problem; and messages in the units of the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgmodel.core.integrity import SCOPE_WORDS, TOTAL, check
from orgmodel.core.problems import Location, ProblemsError
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import read_baseline
from orgmodel.io.own_json import from_json, to_json
from orgmodel.measures import scopes
from orgmodel.operations.faults import validated
from orgmodel.scenario.elements import Step
from orgmodel.scenario.model import ScenarioFile
from orgmodel.scenario.scenario import Scenario


def said(folder: Path, **tables: str) -> list[str]:
    """Write tables and give the problems of the baseline, by code and the beginning of what they say."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    _, problems = read_baseline(folder, Vocabulary(), None)
    return [str(one).removeprefix(f"{folder}/") for one in problems]


POSTS = "id,unit,rank,authorized\n" + "".join(f"p{n},u{n},staff,1\n" for n in range(1000))
UNITS = "id,name_en\n" + "".join(f"u{n},U\n" for n in range(1000))


@pytest.mark.parametrize(
    ("units", "code", "hidden"),
    [
        ('id,name_en\n"u0,U\n' + UNITS[11:], "units.csv:2: QUOTES", 1000),
        (UNITS.replace(",", "|"), "units.csv:1: DELIMITER", 1000),
        ("ids,name_en\nu0,U\n", "units.csv:1", 1000),
        (UNITS + "x\x01,U\n", "units.csv:1002:2: CONTROL", 1000),
        (UNITS[: UNITS.index("u990,")] + '"u990,U\n' + UNITS[UNITS.index("u991,") :], "units.csv:992: QUOTES", 10),
    ],
)
def test_what_follows_is_counted(tmp_path, units, code, hidden):
    """Of a table that could not be read whole the cause is told, with the count of what follows, and no more."""
    found = said(tmp_path / "b", units=units, posts=POSTS)
    assert not [one for one in found if "UNKNOWN_UNIT" in one]
    assert found[0].startswith(code)
    assert next(one for one in found if "UNTOLD" in one).split(" UNTOLD ")[1] == (
        f"not listed, since they follow from this: {hidden} unknown names; mend units first"
    )
    assert len(found) <= 4


def test_a_table_under_another_name_hides_what_follows(tmp_path):
    """UNITS.CSV is no units.csv: told with the nearest name, and the names that it would have are counted."""
    found = said(tmp_path / "b", UNITS=UNITS, posts=POSTS)
    assert found[0].startswith("UNITS.csv: UNKNOWN_TABLE 'UNITS' is not a table of a baseline; did you mean 'units'?")
    assert ["UNTOLD" in one for one in found] == [False, True]
    assert "1000 unknown names" in found[1]


def test_a_suffix_in_capitals_is_one(tmp_path):
    """units.CSV, as some programs write it, is read as CSV."""
    found = said(tmp_path / "b", units=UNITS)
    (tmp_path / "b" / "units.csv").rename(tmp_path / "b" / "units.CSV")
    assert (found, said(tmp_path / "b")) == ([], [])


def test_a_cell_that_cannot_be_read_has_no_second_fault(tmp_path):
    """Neither the range that it is the end of, nor what its row then lacks, is told beside it."""
    posts = "id,unit,rank,authorized,authorized_low,authorized_high\np,a,staff,2,1,3.5\n"
    grades = "grade,pay,coefficient\nG7,,0x10\n"
    found = said(tmp_path / "b", units="id\na\n", posts=posts, grades=grades)
    assert [one.split(" ")[1] for one in found] == ["NO_CURRENCY", "BAD_VALUE", "BAD_VALUE"], found


def test_what_does_not_follow_is_told(tmp_path):
    """Where the units were read, an unknown one is a fault of its own, whatever else is wrong."""
    found = said(
        tmp_path / "b",
        units="id\na\n",
        posts='id,unit,rank\np,b,staff\n"q,a,staff\n',
        lines="from,to,kind\np,a,administrative\nz,a,administrative\n",
    )
    assert [one for one in found if "no unit 'b'" in one]
    assert not [one for one in found if "UNTOLD" in one and "mend units" in one]


def test_figures_are_told_in_their_unit(tmp_path):
    """A figure below zero and a range are written as the table has them."""
    posts = "id,unit,rank,authorized,filled,fte,fte_low,fte_high\np,a,staff,1,1,-1,,\nq,a,staff,1,1,1.25,1.5,2\n"
    found = " ".join(said(tmp_path / "b", units="id\na\n", posts=posts))
    assert "fte of 'p' is -1, below zero" in found
    assert "fte of 'q' is 1.25, outside its own range 1.5–2" in found


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1.234", "two decimals at most, such as 1.23"),
        ("12,345", "two decimals at most, such as 12,34"),
        ("3.4567", "two decimals at most, such as 3.45"),
        ("1.250", "reads in two ways; write 1250 or 1.25"),
    ],
)
def test_three_decimals(tmp_path, cell, message):
    """A third decimal is told as one, with what to write."""
    posts = f'id,unit,rank,authorized,filled,fte\np,a,staff,1,1,"{cell}"\n'
    assert message in " ".join(said(tmp_path / "b", units="id\na\n", posts=posts))


@pytest.mark.parametrize("id", ["total", "block:x", "area:a,rank:head", "kind:", "host:b"])
def test_ids_that_are_scopes_are_refused(id):
    """A unit may not bear the name of a scope; other ids with colons may stand."""
    assert [one.code for one in check(Structure.of([Unit(id)]))] == ["RESERVED_ID"]
    assert check(Structure.of([Unit("urn:x"), Unit("https://x/total")])) == []


def test_scopes_are_those_of_measures():
    """What is refused is what measures read as a scope."""
    assert (TOTAL, set(SCOPE_WORDS)) == (scopes.TOTAL, {*scopes.GROUPINGS, *scopes.POST_FIELDS})


@pytest.mark.parametrize("other", ["So-A", "s\u043e-a", "so\u200d-a", "so\u2010a", "\uff53o-a"])
def test_ids_that_look_alike(tmp_path, other):
    """A different id that looks the same is a warning at its place, with the place of the first; diacritics tell apart."""
    folder = tmp_path / "b"
    found = said(folder, units=f"id\nso-a\n{other}\nsở-a\n")
    assert len(found) == 1
    assert found[0].startswith("units.csv:3:1: LOOKS_ALIKE")
    assert f"({folder}/units.csv:2:1)" in found[0]


def test_ids_of_json_that_look_alike():
    """Our own JSON is told of them as tables are, with both places."""
    text = to_json(Structure.of([Unit("so-a"), Unit("So-A"), Post("p", "so-a")]))
    _, problems = from_json(text, "x.json")
    line = {id: text[: text.index(f'"id": "{id}"')].count("\n") + 1 for id in ("so-a", "So-A")}
    said = (
        f"x.json:{line['so-a']}:11: LOOKS_ALIKE 'so-a' looks like 'So-A' (x.json:{line['So-A']}:11), and is another id"
    )
    assert [str(one).split(";")[0] for one in problems] == [said]


@pytest.mark.parametrize(
    ("there", "made", "told"),
    [
        (["so-a"], ["So-A"], ["'So-A' looks like 'so-a'"]),
        (["b"], ["c", "C"], ["'C' looks like 'c'"]),
        (["so-a", "Sở"], ["s\u043e-a"], ["looks like 'so-a'"]),
        (["so-a", "B"], ["so-b", "b2"], []),
    ],
)
def test_ids_that_a_scenario_brings_and_that_look_alike(there, made, told):
    """A unit that begins under an id which looks like one that is there, or that began before, is a warning at its step."""
    before = Structure.of([Unit(id) for id in there])
    do = [{"create": {"unit": id, "kind": "agency"}, "head": "none", "why": "need"} for id in made]
    at = Location("s.yaml", 3)
    outcome = Scenario("s", before, steps=(Step("1", do=do, at=at),)).run()
    found = [one for one in outcome.problems if one.code == "LOOKS_ALIKE"]
    assert len(found) == len(told)
    assert all(text in one.message for text, one in zip(told, found, strict=True))
    assert all((one.severity, one.location) == ("warning", at) for one in found)


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("31/12/2024", "; write year-month-day: 2024-12-31 if the day comes first"),
        ("2024/12/31", "; write 2024-12-31"),
        ("soon", ""),
    ],
)
def test_a_date_is_helped_where_it_is_one(given, hint):
    """A day that is written otherwise is told as it is to be written, in a scenario as in a table; what is no day is not."""
    with pytest.raises(ProblemsError) as told:
        validated(ScenarioFile, {"title": {"en": "T"}, "steps": [{"id": "s", "effective": given}]})
    assert str(told.value).endswith(f"not '{given}'{hint}")
