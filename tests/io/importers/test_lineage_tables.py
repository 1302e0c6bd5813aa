"""Tables of old and new units that say more: kinds, areas, shares, several dates, codes that stand twice, no header."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgmodel import chart
from orgmodel.comparison.restate import restate
from orgmodel.inference.difference import difference
from orgmodel.io.importers.imported import Imported, save
from orgmodel.io.importers.lineage.lineage import import_lineage
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.read import read
from orgmodel.scenario.scenario import Outcome, Study


def _import(folder: Path, text: str, **map: object) -> Imported:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    result = import_lineage(path, LineageMap.model_validate(map))
    assert result.rows_imported + result.rows_reported == result.rows_in
    return result


def _led(folder: Path, result: Imported) -> Outcome:
    """Write the study and run it; what it leads to is the folder ``after``: nothing to do, and nothing to correct."""
    save(result, folder / "study", force=True)
    study = read(folder / "study")
    assert isinstance(study, Study)
    outcome = study.scenarios["lineage"].run()
    assert outcome.problems == ()
    after = read(folder / "study" / "after")
    found = difference(outcome.after, after)  # type: ignore[arg-type]
    assert (found.inference.verbs, found.corrections) == ({}, ())
    units = {unit.id: (unit.names, unit.kind, unit.area, unit.src) for unit in outcome.after.units}
    assert units == {unit.id: (unit.names, unit.kind, unit.area, unit.src) for unit in after.units}  # type: ignore[union-attr]
    return outcome


def _edges(outcome: Outcome) -> dict[tuple[str, str], float | None]:
    return {
        (one.before, one.after): next(iter(one.shares.values()), None)
        for one in outcome.lineage
        if one.before and one.after and one.before != one.after
    }


def _codes(result: Imported) -> list[tuple[int, str]]:
    return [(one.location.line, one.code) for one in result.problems if one.location]


def test_a_unit_that_goes_on_has_its_new_kind_and_area(tmp_path: Path) -> None:
    """Another kind or area in the row of a unit that goes on is a conversion; another spelling of its name is none."""
    text = (
        "old_code,old_name,old_kind,old_within,new_code,new_name,new_kind,new_within\n"
        "1,Elm Town,town,S,1,Elm,village,N\n2,Fir,village,S,1,Elm,village,N\n3,Oak  Hill,village,S,3,Oak Hill,village,N\n"
    )
    outcome = _led(tmp_path, _import(tmp_path, text))
    assert {unit.id: (unit.kind, unit.area) for unit in outcome.after.units} == {
        "1": ("village", "N"),
        "3": ("village", "N"),
    }


CHAIN = """old_code,old_name,new_code,new_name,share,date,old_population
N,New,P,Pine,0.25,2012-01-01,90
N,New,Q,Quince,0.75,2012-01-01,90
P,Pine,M,Middle,1,2002-01-01,60
Q,Quince,M,Middle,1,2002-01-01,20
M,Middle,N,New,1,2007-01-01,88
"""


def test_a_chain_over_several_dates_runs_in_their_order(tmp_path: Path) -> None:
    """Merged, replaced and divided again, whatever the order of the rows; a unit that begins again is as it was called."""
    result = _import(tmp_path, CHAIN)
    outcome = _led(tmp_path, result)
    assert (sorted(outcome.before.ids("units")), sorted(outcome.after.ids("units"))) == (["P", "Q"], ["P", "Q"])
    assert [one.step.effective for one in outcome.steps] == ["2002-01-01", "2007-01-01", "2012-01-01"]
    parts = {
        unit: sum(one.value for one in outcome.after.quantities_of(unit) if isinstance(one.value, int)) for unit in "PQ"
    }
    assert parts == {"P": 20, "Q": 60}
    found = restate(pd.DataFrame({"P": [60.0], "Q": [20.0]}), outcome.lineage).series
    assert {unit: pytest.approx(found[unit][0]) for unit in "PQ"} == {"P": 20.0, "Q": 60.0}


@pytest.mark.parametrize("figures", ["1000,400,600", ",,"])
def test_a_part_goes_to_a_unit_that_goes_on(tmp_path: Path, figures: str) -> None:
    """Shares of units that go on and of ones that end are in the lineage, in a restated series and in the picture of changes."""
    a, b, c = figures.split(",")
    text = (
        "old,old_name,new,new_name,share,old_population\n"
        f"a,Ash,a,Ash,90%,{a}\na,Ash,b,Birch,10%,{a}\nb,Birch,b,Birch,100%,{b}\n"
        f"c,Cedar,d,Dogwood,25%,{c}\nc,Cedar,b,Birch,75%,{c}\n"
    )
    outcome = _led(tmp_path, _import(tmp_path, text))
    assert _edges(outcome) == {("a", "b"): 0.1, ("c", "d"): 0.25, ("c", "b"): 0.75}
    series = pd.DataFrame({"a": [100.0], "b": [50.0], "c": [40.0]})
    assert restate(series, outcome.lineage).series.iloc[0].to_dict() == {"a": 90.0, "b": 90.0, "d": 10.0}
    assert restate(series, outcome).series.iloc[0].to_dict() == {"a": 90.0, "b": 90.0, "d": 10.0}
    ribbons = {(one.start, one.end) for page in chart(outcome, state="changes").drawing.pages for one in page.ribbons}
    assert ribbons >= {(f"before:{start}", f"after:{end}") for start, end in (("a", "b"), ("c", "d"), ("c", "b"))}


def test_parts_without_shares_are_lineage_without_shares(tmp_path: Path) -> None:
    """A mark says that a part went; how much stays unknown, and a restated series leaves both where nothing is known."""
    text = "old,new,mark\na,a,part\na,b,part\nb,b,whole\n"
    outcome = _led(tmp_path, _import(tmp_path, text))
    assert _edges(outcome) == {("a", "b"): None}
    found = restate(pd.DataFrame({"a": [100.0], "b": [50.0]}), outcome.lineage)
    assert found.series.isna().all(axis=None)


def test_a_code_alone_begins_or_ends(tmp_path: Path) -> None:
    """A new code alone begins with its figure, an old one ends; a row of neither is a heading; a name needs a code."""
    text = (
        "old_code,old_name,new_code,new_name,old_population,new_population,note\n,,,,,,Part I\n"
        "1,Elm,1,Elm,10,10,\n,,9,Isle,,7,\n2,Fir,,,5,,\n,Lost,1,Elm,,10,\n"
    )
    result = _import(tmp_path, text)
    assert _codes(result) == [(2, "HEADING_ROW"), (6, "MISSING_CODE")]
    assert "'Lost' has no code" in result.problems[-1].message
    outcome = _led(tmp_path, result)
    assert outcome.after.ids("units") == ["1", "9"]
    assert [one.value for one in outcome.after.quantities_of("9")] == [7]


def test_a_unit_that_begins_with_an_unknown_figure_can_be_divided(tmp_path: Path) -> None:
    """What nobody knows is missing from its beginning on, and its parts are told by their shares all the same."""
    text = "old,new,share,date,old_population\n,m,,2001-01-01,\nm,x,25%,2005-01-01,\nm,y,75%,2005-01-01,\na,a,1,2005-01-01,7\n"
    outcome = _led(tmp_path, _import(tmp_path, text))
    assert _edges(outcome) == {("m", "x"): 0.25, ("m", "y"): 0.75}
    assert {unit: one.value for unit in "ax" for one in outcome.after.quantities_of(unit)}["a"] == 7


def test_two_names_under_one_code_stay_two_units(tmp_path: Path) -> None:
    """Two names that are whole are two units, each with its own successor; parts of one unit are one."""
    rows = "old_code,old_name,new_code,new_name,mark\n1,North,7,Ash,whole\n2,Low,7,Ash,whole\n1,South,8,Elm,{}\n3,High,8,Elm,whole\n"
    outcome = _led(tmp_path, _import(tmp_path, rows.format("whole")))
    assert set(_edges(outcome)) == {("1", "7"), ("2", "7"), ("1~2", "8"), ("3", "8")}
    result = _import(tmp_path, rows.format("part").replace("Ash,whole\n2", "Ash,part\n2"))
    assert set(_edges(_led(tmp_path, result))) == {("1", "7"), ("2", "7"), ("1", "8"), ("3", "8")}
    assert [code for _, code in _codes(result)] == ["CODE_WITH_TWO_NAMES"] * 2


def test_spellings_of_one_place_are_one_and_told_once(tmp_path: Path) -> None:
    """Names and areas that differ in case, spacing or the place of the tone mark are one, told in a note each."""
    text = (
        "old_code,old_name,new_code,new_name,old_within,new_within,mark\n"
        "1,Hoà Bình,1,Hoà  Bình,North District,East,part\n1,Hòa Bình,2,An,North district,east,one  part\n2,An,2,An,North District,East,\n"
    )
    result = _import(tmp_path, text, part=["part", "one part"])
    told = [one.message for one in result.problems if one.code == "SPELLINGS"]
    assert len(told) == len(result.problems) == 2
    assert "North district = North District" in told[0] + told[1]
    outcome = _led(tmp_path, result)
    assert {unit.area for unit in outcome.after.units} == {"East"}


def test_what_has_ended_can_neither_give_nor_take(tmp_path: Path) -> None:
    """A row under a code that has ended, or that stands and is to begin, is left out, and what is left still runs."""
    text = "old,new,date\na,m,2001-01-01\nb,m,2001-01-01\na,z,2005-01-01\n,b,2000-01-01\nm,n,2009-01-01\n"
    result = _import(tmp_path, text)
    assert _codes(result) == [(4, "ENDED_ALREADY")]
    assert _led(tmp_path, result).after.ids("units") == ["n"]


REGISTER = "id,name,start,end,successors\nA,Ash,1970-01-01,{end},N\nB,Birch,1970-01-01,{end},N\nN,New,2016-01-01,{open},\nC,Cedar,1970-01-01,{open},\n"
COLUMNS = {"columns": {"starts": "start", "ends": "end"}}


@pytest.mark.parametrize(
    ("end", "open", "more"),
    [
        ("2015-12-31", "9999-12-31", {}),
        ("31.12.2015", "31.12.9999", {"dates": "day first", "ends": "last day"}),
        ("20160101", "47121231", {"ends": "first day without"}),
        ("42370", "2958465", {"dates": ["excel"]}),
    ],
)
def test_a_day_that_means_no_end_is_none(tmp_path: Path, end: str, open: str, more: dict[str, object]) -> None:
    """Whatever the convention, the two merge on one day and the others go on; the sign of no end is told once."""
    result = _import(tmp_path, REGISTER.format(end=end, open=open), **COLUMNS, **more)
    assert [one.code for one in result.problems] == ["NO_END"]
    outcome = _led(tmp_path, result)
    assert [(one.step.effective, len(outcome.after.units)) for one in outcome.steps] == [("2016-01-01", 2)]


def test_a_unit_that_ends_without_a_successor_ends_on_the_first_day_without(tmp_path: Path) -> None:
    """The map says that an end is the last day; the step is on the day after."""
    text = REGISTER.format(end="2015-12-31", open="").replace("B,Birch,1970-01-01,2015-12-31,N", "B,Birch,,2018-06-30,")
    outcome = _led(tmp_path, _import(tmp_path, text, **COLUMNS, ends="last day"))
    assert [one.step.effective for one in outcome.steps] == ["2016-01-01", "2018-07-01"]


def test_a_successor_that_had_ended_takes_nothing(tmp_path: Path) -> None:
    """Its row is told, and the study that is written runs and passes its expectation."""
    text = (
        "id,name,from,to,successors\nX,Ex,1990-01-01,2000-12-31,Y\nY,Wy,1995-01-01,1997-12-31,Z\nZ,Zed,1998-01-01,,\n"
    )
    result = _import(tmp_path, text)
    assert _codes(result) == [(2, "NO_SUCCESSOR"), (2, "SUCCESSOR_ENDED")]
    assert _led(tmp_path, result).after.ids("units") == ["Z"]


def test_dates_of_a_time_and_in_basic_form_are_days(tmp_path: Path) -> None:
    """Both rows are of one day; a doubtful one is kept without its day, and the message says what to put in the map."""
    text = "old,new,date\na,c,2019-04-01T00:00:00\nb,c,20190401\nd,e,01/04/2019\n"
    result = _import(tmp_path, text)
    assert [one.code for one in result.problems] == ["BAD_DATE"]
    assert "dates: day first" in result.problems[0].message
    outcome = _led(tmp_path, _import(tmp_path, text, dates="day first"))
    assert {one.step.effective for one in outcome.steps} == {"2019-04-01"}


def test_a_file_without_a_header_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    """The map names the columns, and the first row is a row."""
    result = _import(tmp_path, "a,Ash,c,Cedar\nb,Birch,c,Cedar\n", names=["old", "old_name", "new", "new_name"])
    assert result.rows_in == 2
    assert set(_edges(_led(tmp_path, result))) == {("a", "c"), ("b", "c")}


def _table(rows: list[tuple[int, int, int, int, int]]) -> str:
    """Write rows of (old, new, kind, area, day) as a table: a code may go on, begin or end alone, and come again."""
    days = ["2001-01-01", "2005-06-01", ""]
    lines = ["old,old_name,new,new_name,new_kind,new_within,date,old_population"]
    for old, new, kind, area, day in rows:
        code, name = (f"c{old}", f"Name {old}") if old else ("", "")
        into = f"c{new},Name {new}{'x' * (kind == 2)},k{kind},A{area}" if new else ",,,"
        lines.append(f"{code},{name},{into},{days[day]},{old * 100 if code else ''}")
    return "\n".join(lines) + "\n"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 2), st.integers(1, 2), st.integers(0, 2)),
        min_size=1,
        max_size=10,
    )
)
def test_any_table_of_pairs_leads_exactly_to_what_stands_after(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, int, int, int]]
) -> None:
    """Whatever goes into what and when, the run has no problem and the diff to ``after`` is empty; every row is accounted for."""
    folder = tmp_path_factory.mktemp("tables")
    result = _import(folder, _table(rows))
    if not len(result.structure.units) or result.rows_left_out == result.rows_in:
        return
    _led(folder, result)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=4, max_size=4), st.booleans())
def test_shares_of_a_table_are_those_of_its_lineage(
    tmp_path_factory: pytest.TempPathFactory, weights: list[list[int]], goes_on: bool
) -> None:
    """A series restated by the run is what the shares of the table give by hand, be it of units that go on or not."""
    folder = tmp_path_factory.mktemp("shares")
    used = [[w * (new <= old or not goes_on) for new, w in enumerate(row)] for old, row in enumerate(weights)]
    olds = [old for old, row in enumerate(used) if sum(row) and (not goes_on or row[old])]
    if not olds:
        return
    new_name = "u" if goes_on else "n"
    lines = [
        f"u{old},{new_name}{new},{Fraction(w, sum(used[old]))},{10**9}"
        for old in olds
        for new, w in enumerate(used[old])
        if w and (not goes_on or new in olds)
    ]
    if any(w and goes_on and new not in olds for old in olds for new, w in enumerate(used[old])):
        return
    result = _import(folder, "old,new,share,old_population\n" + "\n".join(lines) + "\n")
    assert result.problems == ()
    outcome = _led(folder, result)
    series = pd.DataFrame({f"u{old}": [10.0**6 * (old + 1)] for old in olds})
    expected: dict[str, float] = {}
    for old in olds:
        for new, w in enumerate(used[old]):
            if w:
                name = f"{new_name}{new}"
                expected[name] = expected.get(name, 0.0) + 10.0**6 * (old + 1) * w / sum(used[old])
    found = restate(series, outcome.lineage).series.iloc[0].to_dict()
    assert found == {name: pytest.approx(value, rel=1e-6) for name, value in expected.items()}


def test_a_code_that_is_a_scope_is_left_out_and_told(tmp_path: Path) -> None:
    """No unit can bear the id of a scope: neither of a pair nor of a register."""
    pairs = _import(tmp_path, "old_code,old_name,new_code,new_name\nkind:,Ash,C,Cedar\nB,Birch,C,Cedar\n")
    register = _import(
        tmp_path, "code,name,successors,from,to\ntotal,Ash,C,2000-01-01,2001-01-01\nC,Cedar,,2001-01-01,\n"
    )
    for result in (pairs, register):
        assert [one.code for one in result.problems].count("RESERVED_ID") == 1
        assert not {"kind:", "total"} & set(result.structure.ids("units"))
