"""Old units and new ones: what each table of them leads to, what contradicts itself, and that the scenario leads there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgmodel.core.problems import ProblemsError
from orgmodel.core.structure import Structure
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.lineage.lineage import import_lineage
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.read import read
from orgmodel.scenario.scenario import Outcome, Study


def _import(tmp_path: Path, text: str, **map: object) -> Imported:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return import_lineage(path, LineageMap.model_validate(map))


def _run(tmp_path: Path, result: Imported) -> Outcome:
    save(result, tmp_path / "study")
    study = read(tmp_path / "study")
    assert isinstance(study, Study)
    return study.scenarios["lineage"].run()


def _units(structure: Structure | None) -> dict[str, tuple[object, ...]]:
    assert structure is not None
    return {unit.id: (unit.names, unit.kind, unit.area) for unit in structure.units}


def _kinds(result: Imported) -> set[tuple[str, str, str]]:
    rows = csv.DictReader(io.StringIO(result.texts["crosswalk.csv"]))
    return {(row["old"], row["new"], row["kind"]) for row in rows}


def _reported(result: Imported) -> list[tuple[int, str]]:
    return [(one.location.line, one.code) for one in result.problems if one.location]


PAIRS = """old_code,old_name,new_code,new_name,mark
a,A,ab,A and B,whole
b,B,ab,A and B,whole
c,C,c1,C One,part
c,C,c2,C Two,part
d,D,d,D,part
d,D,dn,D New,part
e,E,e,E,whole
f,F,e,E,whole
g,G,g,G Renamed,whole
h,H,hh,H Again,whole
i,I,ij,I and J,whole
j,J,ij,I and J,whole
k,K,ij,I and J,part
k,K,kk,K Rest,part
l,L,l,L,whole
"""


def test_each_kind_of_event_and_its_operation(tmp_path: Path) -> None:
    """Merged, split up and off, absorbed, renamed, replaced, divided and unchanged units are told apart, and run."""
    result = _import(tmp_path, PAIRS)
    assert _kinds(result) == {
        ("a", "ab", "merged"),
        ("b", "ab", "merged"),
        ("c", "c1", "split up"),
        ("c", "c2", "split up"),
        ("d", "d", "stays"),
        ("d", "dn", "split off"),
        ("e", "e", "stays"),
        ("f", "e", "absorbed"),
        ("g", "g", "renamed"),
        ("h", "hh", "replaced"),
        ("i", "ij", "merged"),
        ("j", "ij", "merged"),
        ("k", "ij", "split"),
        ("k", "kk", "split"),
        ("l", "l", "stays"),
    }
    assert (result.problems, result.rows_in) == ((), 15)
    outcome = _run(tmp_path, result)
    assert (outcome.problems, _units(outcome.after)) == ((), _units(result.after))
    assert {unit.id for unit in outcome.before.units} == set("abcdefghijkl")
    became = {(one.before, one.after) for one in outcome.lineage if one.before and one.before != one.after}
    assert became == {(old, new) for old, new, _ in _kinds(result) if old != new}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("a,A,x,X,whole\na,A,x,X,whole", [(3, "REPEATED_PAIR")]),
        ("a,A,,X,whole", [(2, "MISSING_CODE")]),
        ("a,A,x,X,whole\na,A,y,Y,part", [(2, "WHOLE_AND_MORE")]),
        ("a,A,x,X,part", [(2, "PART_ALONE")]),
        ("a,A,x,X,half", [(2, "BAD_MARK")]),
        ("a,A,x,X,whole\nb,B,x,Z,whole", [(2, "CODE_WITH_TWO_NAMES"), (3, "CODE_WITH_TWO_NAMES")]),
        ("a,A,b,B,whole\nb,Bee,c,C,whole", [(2, "CODE_REUSED")]),
        ("a,A,x", [(2, "ROW_LENGTH")]),
    ],
)
def test_what_a_table_contradicts_is_reported(tmp_path: Path, rows: str, expected: list[tuple[int, str]]) -> None:
    """Each contradiction is reported in its rows; what is left leads from before to after."""
    result = _import(tmp_path, f"old_code,old_name,new_code,new_name,mark\n{rows}\n")
    assert _reported(result) == expected
    assert result.rows_imported + result.rows_reported == result.rows_in == len(rows.split("\n"))
    if len(result.structure.units):
        outcome = _run(tmp_path, result)
        assert (outcome.problems, _units(outcome.after)) == ((), _units(result.after))


def test_parts_must_add_up(tmp_path: Path) -> None:
    """Shares that do not sum to the whole, amounts that miss the old figure, and sums that miss the new one are told."""
    header = "old,new,share,amount,old_population,new_population\n"
    good = "a,x,60%,6,10,26\na,y,40%,4,10,4\nb,x,100,20,20,26\n"
    assert _import(tmp_path, header + good).problems == ()
    assert _reported(_import(tmp_path, header + good.replace("60%", "70%"))) == [
        (2, "PARTS_DO_NOT_ADD_UP"),
        (3, "PARTS_DO_NOT_ADD_UP"),
    ]
    wrong = _import(tmp_path, header + good.replace(",26", ",27"))
    assert [(one.location.line, "27" in one.message) for one in wrong.problems if one.location] == [
        (2, True),
        (4, True),
    ]
    assert "its parts sum to 10" in _import(tmp_path, header + good.replace(",10,", ",11,")).problems[0].message


REGISTER = """code,name,from,to,successors,type,county
K,County,1974,2019-03-31,"N,S",county,
n1,North One,1974,2019-03-31,N,district,K
n2,North Two,1974,2019-03-31,N,district,K
s1,South One,,2019-04-01,S,district,K
s2,South Two,,2019-04-01,S,district,K
N,North,2019-04-01,,,unitary,
S,South,,,,unitary,
Z,Gone,1974,1996-04-01,,district,
Y,New Body,2020-01-01,,,joint,
T,Small,1974,2021-04-01,S,district,
"""


def test_a_register_is_read_at_both_ends(tmp_path: Path) -> None:
    """Units live on the day before the first succession and after the last; one absorbed by a standing unit is told."""
    result = _import(tmp_path, REGISTER, columns={"within": "county"})
    assert set(_units(result.structure)) == {"K", "n1", "n2", "s1", "s2", "T"}
    assert set(_units(result.after)) == {"N", "S", "Y"}
    assert result.structure.as_of == "2019-03-31"
    assert [one.unit.id for one in result.structure.table("ended")] == ["Z"]
    assert [code for _, code in _reported(result)] == ["END_DATES", "NO_SUCCESSOR"]
    outcome = _run(tmp_path, result)
    assert (outcome.problems, _units(outcome.after)) == ((), _units(result.after))
    assert ("T", "S", "absorbed") in _kinds(result)


def test_a_register_that_contradicts_itself_is_told(tmp_path: Path) -> None:
    """Unknown and repeated successors, one's own succession, gaps between dates and codes that stand twice are reported."""
    text = "code,name,from,to,successors\na,A,,2019-04-01,x\na2,A2,,2019-04-01,N;N\nb,B,,2019-01-01,N\nc,C,,2019-04-01,c\nN,N,2019-04-01,,\nd,D,,,\nd,D,,,\ne,E,soon,,\n"
    result = _import(tmp_path, text, separator=";")
    assert _reported(result) == [
        (2, "NO_SUCCESSOR"),
        (2, "UNKNOWN_SUCCESSOR"),
        (3, "REPEATED_PAIR"),
        (4, "DATES_DIFFER"),
        (5, "NO_SUCCESSOR"),
        (5, "SELF_SUCCESSOR"),
        (7, "DUPLICATE_ID"),
        (8, "DUPLICATE_ID"),
        (9, "BAD_DATE"),
    ]
    outcome = _run(tmp_path, result)
    assert (outcome.problems, _units(outcome.after)) == ((), _units(result.after))


def test_names_do_no_harm(tmp_path: Path) -> None:
    """Names with braces, quotes, formulas and line ends come through the scenario as they are."""
    names = ["{old_1}", 'O\'Neill "x": #y', "=1+1", "- a", "Thị trấn Đức Thọ", "a, b; c"]
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["old", "old_name", "new", "new_name"])
    for number, name in enumerate(names):
        writer.writerow([f"o{number}", name, f"n{number // 2}", names[number // 2]])
    result = _import(tmp_path, stream.getvalue())
    outcome = _run(tmp_path, result)
    assert (outcome.problems, _units(outcome.after)) == ((), _units(result.after))


def test_a_table_that_tells_neither_is_refused(tmp_path: Path) -> None:
    """A table without old and new codes or successors is one problem, and nothing is written."""
    result = _import(tmp_path, "a,b\n1,2\n")
    assert [one.code for one in result.problems] == ["MISSING_COLUMN"]
    with pytest.raises(ProblemsError):
        save(result, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 6)), min_size=1, max_size=14, unique=True))
def test_any_table_of_pairs_leads_to_its_new_units(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[int, int]]
) -> None:
    """Whatever goes into what, the scenario runs without a problem and ends in exactly the new units."""
    folder = tmp_path_factory.mktemp("pairs")
    result = _import(folder, "old,new\n" + "".join(f"o{old},n{new}\n" for old, new in pairs))
    outcome = _run(folder, result)
    assert (outcome.problems, set(_units(outcome.after))) == ((), {f"n{new}" for _, new in pairs})
    edges = {(one.before, one.after) for one in outcome.lineage if one.before and one.after and one.before != one.after}
    assert edges == {(f"o{old}", f"n{new}") for old, new in pairs}


@pytest.mark.needs_data
def test_the_councils_of_the_united_kingdom(data_folder: Path, tmp_path: Path) -> None:
    """48 ended councils with 50 edges to 12 successors, exactly two of them split; populations of 2023 add up."""
    path = data_folder / "uk_councils" / "uk_local_authorities.csv"
    result = import_lineage(path, LineageMap(columns={"name": "nice-name"}))
    edges = _kinds(result)
    assert (len({old for old, _, _ in edges}), len(edges), len({new for _, new, _ in edges})) == (48, 50, 12)
    assert {old for old, _, kind in edges if kind == "split"} == {"CMA", "NTH"}
    assert {kind for _, _, kind in edges} == {"merged", "split"}
    assert result.counts() == {"END_DATES": 1, "NO_SUCCESSOR": 25, "TERRITORIES_DIFFER": 2}
    register = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("local-authority-code")
    population = pd.to_numeric(register["pop-2020"])
    for new in ("CBD", "WAF", "NYE", "SMT"):  # the four of 2023, whose predecessors' populations are all there
        districts = [
            old for old, successor, _ in edges if successor == new and register["local-authority-type"][old] == "NMD"
        ]
        assert population[districts].sum() == population[new]
    outcome = _run(tmp_path, result)
    assert (outcome.problems, _units(outcome.after)) == ((), _units(result.after))
    now = register[(register["current-authority"] == "True")]
    assert set(_units(result.after)) == set(now.index)
