"""What nobody sees is refused alike, whatever the format and however it is written."""

from __future__ import annotations

import json
from urllib.parse import quote

import openpyxl
import pandas as pd
import pytest

import orgmodel
from orgmodel.core.characters import TOLD, class_of
from orgmodel.core.records import Unit
from orgmodel.io.importers.w3c_org.linked_data import read_triples
from orgmodel.io.json_text import parse_json
from orgmodel.io.own_json import from_json, to_json
from orgmodel.io.read import read_with_problems
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

HIDDEN = ["\x01", "\x7f", "\x85", "\x9f", "\xad", "\u061c", "\u180e", "\u200b", "\u200e", "\u200f", "\u2028", "\u202e"]
HIDDEN += ["\u17b4", "\ufdd0", "\U0001fffe", "\u2065", "\U0001d173", "\U000e0fff"]
HIDDEN += ["\u2060", "\u2066", "\u206f", "\u3164", "\ufeff", "\uffa0", "\ufff9", "\uffff", "\U000e0041"]
UNFIT = ["\u034f", "\u2800", "\ue000", "\uf0b7", "\U000f0000", "\ufe0f", "\u180b", "\U000e0100"]
"""What may stand in a name, and in no id; the first ones are told there."""
SEEN = ["é", "ư", "\u200d", "\u200c", "\u00a0", "—", "人", "😀", "ﬀ", "\u0600", "ế"]


def units(folder, suffix: str, text: str, field: str = "name_en"):
    """Write one unit with a name (or an id) in a format, and give the file."""
    path = folder / f"units{suffix}"
    row = {"id": "a", "name_en": "b", field: f"x{text}y"}
    if suffix == ".csv":
        path.write_text(f"id,name_en\n{row['id']},{row['name_en']}\n", encoding="utf-8", newline="")
    elif suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.active.title = "units"
        book.active.append(list(row))
        book.active.append(list(row.values()))
        book.save(path)
    elif suffix == ".yaml":
        path = folder / "baseline.yaml"
        row[field] = f"x\\U{ord(text):08x}y"
        path.write_text(f'units:\n- {{id: "{row["id"]}", name_en: "{row["name_en"]}"}}\n', encoding="utf-8")
    elif suffix in (".json", ".escaped"):
        data = {
            "format": "orgmodel/structure",
            "version": 2,
            "tables": {"units": [{"id": row["id"], "names": {"en": row["name_en"]}}]},
        }
        path = folder / "units.json"
        path.write_text(json.dumps(data, ensure_ascii=suffix == ".escaped"), encoding="utf-8")
    return folder if suffix == ".csv" else path


def codes(path) -> set[str]:
    """Give the codes of all that is told of a file."""
    return {one.code for one in read_with_problems(path)[1]}


@pytest.mark.parametrize("suffix", [".csv", ".yaml", ".json", ".escaped"])
@pytest.mark.parametrize("character", HIDDEN)
def test_every_format_refuses_it(tmp_path, suffix, character):
    """A control, a mark of direction or a filler is refused in each format, as itself or as an escape."""
    assert "CONTROL" in codes(units(tmp_path, suffix, character))


@pytest.mark.parametrize("suffix", [".csv", ".yaml", ".json", ".escaped", ".xlsx"])
@pytest.mark.parametrize("character", UNFIT)
def test_ids_hold_nothing_that_is_not_seen(tmp_path, suffix, character):
    """In an id it is refused in each format, in a name it is told, unless it is a part of how a letter is drawn."""
    assert "CONTROL" in codes(units(tmp_path, suffix, character, "id"))
    told = {"HIDDEN"} if class_of(character).in_texts == TOLD else set()
    assert codes(units(tmp_path, suffix, character)) == told


@pytest.mark.parametrize("character", UNFIT)
def test_ids_of_addresses_and_of_imports(tmp_path, character):
    """Turtle refuses it in an address, written out or as a percent code; an import leaves it out and tells the row."""
    for number, text in enumerate((character, quote(character))):
        path = tmp_path / f"{number}.ttl"
        path.write_text(f'<urn:a{text}b> <urn:name> "x" .\n', encoding="utf-8")
        problems = []
        assert (read_triples(path, problems), [one.code for one in problems]) == (None, ["CONTROL"])
    map = {"rows": "units", "columns": {"id": "Code", "parent": "Up", "name": "Name"}, "language": "en"}
    table = {"Code": [f"x{character}y"], "Up": [""], "Name": ["n"]}
    path = tmp_path / "t.csv"
    pd.DataFrame(table).to_csv(path, index=False)
    for source in (path, table):
        found = orgmodel.import_from("hierarchy", source, options={"map": map})
        assert (found.structure.ids("units"), found.counts()["CONTROL"]) == (["xy"], 1)


@pytest.mark.parametrize("character", UNFIT)
def test_ids_that_a_scenario_begins(character):
    """A run may not leave what a file may not hold."""
    base = orgmodel.Structure.from_frames(units={"id": ["a"], "kind": ["agency"]})
    do = [{"create": {"unit": f"x{character}y", "kind": "agency", "parent": "a"}, "why": "w"}]
    outcome = Scenario("s", base, steps=(Step("1", do=do),)).run()
    assert "CONTROL" in {one.code for one in outcome.problems}


@pytest.mark.parametrize("suffix", [".csv", ".yaml", ".json", ".escaped"])
@pytest.mark.parametrize("character", SEEN)
def test_what_is_seen_is_read(tmp_path, suffix, character):
    """Letters, joiners, no-break spaces and pictures are text."""
    assert "CONTROL" not in codes(units(tmp_path, suffix, character))


def test_frames_refuse_it_too():
    """A frame is read as a file is; the place is the table's row and column."""
    with pytest.raises(orgmodel.ProblemsError) as told:
        orgmodel.Structure.from_frames(units=pd.DataFrame({"id": ["a", "b\u200b"]}))
    assert "<units>:2:1: CONTROL invisible character U+200B; delete it" in str(told.value)


def test_halves_of_a_character_are_told_with_their_place():
    """A pair of surrogates is one character; either alone is none, at the end of the text as well."""
    problems = []
    assert parse_json('["\\ud83d\\ude00"]', "x.json", problems) == ["😀"]
    assert parse_json('[\n"a\\ud83d", "\\ude00", "\\ud83dx"]', "x.json", problems) is None
    assert [str(one)[:18] for one in problems] == ["x.json:2:3: CONTRO", "x.json:2:13: CONTR", "x.json:2:23: CONTR"]


def test_an_escaped_backslash_is_no_escape():
    """What only looks like an escape stays text; an escape that stands apart is composed as a file's text is."""
    problems = []
    assert parse_json(r'{"a": "C:\\u200b", "b": "e\u0301"}', "x.json", problems) == {"a": r"C:\u200b", "b": "é"}
    assert problems == []


@pytest.mark.parametrize("escape", ["\\u202e", "\\U0000202e", "\\u0085", "\\b"])
def test_turtle_refuses_escapes(tmp_path, escape):
    """Turtle's escapes bring nothing in either."""
    path = tmp_path / "x.ttl"
    path.write_text(f'<urn:a> <urn:name>\n "x{escape}y" .\n', encoding="utf-8")
    problems = []
    assert read_triples(path, problems) is None
    assert [(one.code, one.location.line, one.location.column) for one in problems] == [("CONTROL", 2, 4)]


def test_turtle_refuses_what_addresses_hide(tmp_path):
    """An id is the end of an address, so a percent code may not bring what a text may not."""
    path = tmp_path / "x.ttl"
    path.write_text('<urn:a%E2%80%8Bb> <urn:name> "x" .\n', encoding="utf-8")
    problems = []
    assert read_triples(path, problems) is None
    assert [one.code for one in problems] == ["CONTROL"]


def test_what_is_written_is_read_back():
    """A text with backslashes and quotes comes back as it was."""
    unit = Unit("a", names=(("en", 'C:\\u200b "x"\ty'),))
    back, problems = from_json(to_json(orgmodel.Structure.of([unit])))
    assert (list(back.table("units")), problems) == ([unit], [])
