"""Baselines: cells to figures, ranges, groups, ended units, and every problem at its cell."""

from __future__ import annotations

import pytest

from orgmodel.core.figures import Amount, Estimate, FigureId
from orgmodel.core.schema import Tables, identity_of
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.baseline import read_baseline
from orgmodel.io.cells import date, hundredths, whole
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario

UNITS = "id,kind,parent\na,office,\nb,office,a\n"


@pytest.fixture
def read(tmp_path):
    """Write tables and read them as a baseline."""

    def call(as_of="2022-09-30", terms=None, **tables):
        tables.setdefault("units", UNITS)
        for name, text in tables.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        structure, problems = read_baseline(tmp_path, terms or Vocabulary(), as_of)
        return structure, [str(one).removeprefix(f"{tmp_path}/") for one in problems]

    return call


def test_figures_are_exact_and_missing_ones_stay_missing(read):
    """Decimal commas and points give the same hundredths; a blank, or a column left out, is missing and not 0."""
    structure, said = read(
        posts="id;unit;authorized;filled;fte\np;a;2;;1,25\nq;a;;0;1.25\nr;b;12,0;1;\n".replace("\nq", "\nq"),
        pay="category,rank,coefficient\nCC,head,4.98\n",
        persons="id,name\nx,X\n",
        incumbencies='person,post,share\nx,p,"0,5"\n',
    )
    assert [
        one for one in said if "FTE_OF_VACANT" not in one and "NO_CURRENCY" not in one
    ] == []  # warnings of q, vacant with full-time equivalents, and of pay without a currency
    posts = [structure.post(name) for name in "pqr"]
    assert [(one.authorized, one.filled, one.fte) for one in posts] == [(2, None, 125), (None, 0, 125), (12, 1, None)]
    assert structure.table("pay").get(("CC", "head")).coefficient == 498
    assert structure.incumbents_of("p")[0].share == 50
    bare, _ = read(posts="id,unit\np,a\n")
    assert (bare.post("p").authorized, bare.post("p").rank, bare.post("p").quota) == (None, "staff", "in")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.000", "separator of thousands; write 1000"),
        ("1,000,000", "write 1000000"),
        ("1 000", "write 1000"),
        ("1.5", "whole"),
        ("two", "not a number"),
        ("1e3", "not a number"),
        ("\uff11\uff12", "not a number"),
        ("9" * 30, "too large"),
    ],
)
def test_a_number_that_is_not_clear_is_refused(text, said):
    """Separators of thousands, words and odd digits are told apart, each with what to write."""
    with pytest.raises(ValueError, match=said):
        whole(text)


def test_hundredths_are_never_rounded():
    """Two decimals are exact; a third is refused unless it is a zero."""
    assert [hundredths(text) for text in ("0.29", "1,1", "12.5000", "-3")] == [29, 110, 1250, -300]
    with pytest.raises(ValueError, match="two decimals"):
        hundredths("1.2345")
    with pytest.raises(ValueError, match=r"write 2500 or 2\.5"):
        hundredths("2.500")


@pytest.mark.parametrize("text", ["2018-13-01", "2018-02-30", "01/12/2018", "18", "soon", "2018-1-1"])
def test_a_date_that_is_none_is_refused(text):
    """Only year-month-day, its beginnings, and ? are dates."""
    with pytest.raises(ValueError, match=r"write|calendar"):
        date(text)


def test_every_problem_stands_at_its_cell(read):
    """Columns, cells, references and words are told together, each with file, line and column."""
    _, said = read(
        terms=Vocabulary(kinds={"office": "agency"}),
        units="id,kind,nmae_vi,parent\na,office,A,\nb,ofice,B,a\nc,office,C,d\n",
        posts="id,unit,rank,filled\np,a,head,x\nq,bb,hed,1\n,a,staff,-1\n",
    )
    told = [" ".join(line.split(" ")[:2]) for line in said]
    assert told == [
        "posts.csv:2:10: BAD_VALUE",
        "posts.csv:3:3: UNKNOWN_UNIT",
        "posts.csv:3:6: UNDECLARED",
        "posts.csv:4:1: BLANK",
        "posts.csv:4:10: NEGATIVE",
        "units.csv:1:9: UNKNOWN_COLUMN",
        "units.csv:3:3: UNDECLARED",
        "units.csv:4:12: UNKNOWN_UNIT",
    ]
    assert "'name_vi'" in said[5]
    assert "'office'" in said[6]


def test_a_range_is_an_estimate_that_knows_its_source(read):
    """Least, best and greatest stand beside each other; half a range, and one that does not hold it, are told."""
    structure, said = read(
        posts="id,unit,authorized,authorized_low,authorized_high,src\np,a,6,5,7,assumed\nq,a,6,5,,assumed\nr,a,9,5,7,assumed\n"
    )
    figure = structure.post("p").authorized
    assert isinstance(figure, Estimate)
    assert (figure.low, figure.best, figure.high, figure.source.id) == (5, 6, 7, FigureId("posts", "p", "authorized"))
    assert [" ".join(line.split(" ")[:2]) for line in said] == [
        "posts.csv:3:5: ASSUMED_WITHOUT_RANGE",
        "posts.csv:3:9: RANGE",
        "posts.csv:4:5: RANGE",
    ]


def test_an_assumed_figure_of_staff_without_a_range_is_a_warning(read):
    """What nobody counted does not stand as if it were counted; heads are one and need no range."""
    _, said = read(
        posts="id,unit,rank,authorized,src\np,a,head,1,assumed\nq,a,staff,3,assumed: usual size\nr,a,staff,2,\n"
    )
    assert len(said) == 1
    assert said[0].startswith("posts.csv:3:11: ASSUMED_WITHOUT_RANGE")


def test_a_known_sum_of_unknown_members(read):
    """Each party organisation is unknown by itself; all of them together are the known sum again."""
    structure, said = read(
        members="unit,total,total_group\na,,cells\nb,,cells\n", member_groups="id,total,src\ncells,42,\n"
    )
    assert said == []
    figures = [structure.members_of(unit)[0].total for unit in "ab"]
    assert [one.best for one in figures] == [None, None]
    assert Amount.total((one, str(number)) for number, one in enumerate(figures)).best == 42


def test_groups_that_do_not_fit_are_told(read):
    """An unknown group, a total beside a group, and a group that nobody names."""
    _, said = read(
        members="unit,total,total_group\na,,cels\nb,3,cells\n", member_groups="id,total,src\ncells,42,\nother,1,\n"
    )
    assert [line.split(" ")[1] for line in said] == ["UNUSED_GROUP", "UNUSED_GROUP", "UNKNOWN_GROUP", "TWO_TOTALS"]
    assert "'cells'" in said[2]


def test_ended_units_are_kept_to_be_restored(read):
    """A past or unknown end parts a unit from the living; the end is the first day without it."""
    structure, said = read(
        units="id,from,to\na,,\nold,2010,2018-12-01\nold2,,?\nlater,2018,2023-01-01\nday,2018,2022-09-30\n"
    )
    assert said == []
    assert structure.ids("units") == ["a", "later"]
    assert {one.unit.id: one.ends for one in structure.table("ended")} == {
        "old": "2018-12-01",
        "old2": "?",
        "day": "2022-09-30",
    }


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("x,2010,2018\nx,2018,\n", []),
        ("x,2018,\nx,2010,2018\n", []),
        ("x,2010,2019\nx,2018,\n", ["units.csv:3:1: DUPLICATE"]),
        ("x,,2019\nx,,\n", ["units.csv:3:1: DUPLICATE"]),
        ("x,,2019\nx,?,\n", []),
        ("x,2010,\nx,2018,\n", ["units.csv:3:1: DUPLICATE"]),
        ("x,2010,2012\nx,2011,2015\nx,2016,\n", ["units.csv:3:1: DUPLICATE"]),
        ("x,2019,2018\n", ["units.csv:2:8: DATE_ORDER"]),
        ("x,2018,2018\n", []),
        ("x,2023,\n", ["units.csv:2:3: DATE_ORDER"]),
    ],
)
def test_one_id_may_have_several_lives_that_do_not_overlap(read, rows, told):
    """An id comes back after it has ended; two lives at once are a problem."""
    _, said = read(units="id,from,to\n" + rows)
    assert [" ".join(line.split(" ")[:2]) for line in said] == told


def test_a_post_in_an_ended_unit_is_told_with_the_end(read):
    """A reference to a unit that is no more says when it ended."""
    _, said = read(units="id,to\na,\nold,2018\n", posts="id,unit\np,old\n")
    assert said[0].startswith("posts.csv:2:3: UNKNOWN_UNIT")
    assert "2018" in said[0]


def test_sources_are_documents(read):
    """A source mark names a listed document; assumed and derived need none."""
    _, said = read(
        documents="id,title_vi\nkl-btv,Kết luận\n",
        units="id,src\na,kl-btv:2.3\nb,assumed\nc,derived\nd,\ne,kl-tbv\n",
    )
    assert len(said) == 1
    assert said[0].startswith("units.csv:6:3: UNKNOWN_DOCUMENT")
    assert "'kl-btv'" in said[0]


def test_files_that_are_no_tables_are_told(read, tmp_path):
    """A misspelt table is not passed over; notes and hidden files are."""
    (tmp_path / "README.md").write_text("x")
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / "post.csv").write_text("id\n")
    _, said = read()
    assert len(said) == 1
    assert "post.csv: UNKNOWN_TABLE" in said[0]
    assert "'posts'" in said[0]


def test_a_link_out_of_the_folder_is_not_followed(read, tmp_path_factory, tmp_path):
    """A table that is a link to somewhere else is refused."""
    secret = tmp_path_factory.mktemp("elsewhere") / "posts.csv"
    secret.write_text("id,unit\np,a\n")
    (tmp_path / "posts.csv").symlink_to(secret)
    structure, said = read()
    assert [line.split(" ")[1] for line in said] == ["OUTSIDE"]
    assert len(structure.posts) == 0


def test_one_yaml_file_holds_the_tables(tmp_path):
    """A small baseline is lists of rows, with the same columns and the same messages."""
    path = tmp_path / "b.yaml"
    path.write_text(
        "units:\n- {id: a, name_vi: Ủy ban}\n- {id: b, paernt: a}\nposts:\n- {id: p, unit: a, fte: 12.50, authorized: two}\npost: []\n",
        "utf-8",
    )
    structure, problems = read_baseline(path, Vocabulary(), None)
    assert structure.post("p").fte == 1250
    assert structure.unit("a").name() == "Ủy ban"
    assert [(one.code, str(one.location)) for one in problems] == [
        ("UNKNOWN_COLUMN", f"{path}:3:11"),
        ("BAD_VALUE", f"{path}:5:32"),
        ("UNKNOWN_TABLE", f"{path}:6:1"),
    ]


def test_an_empty_baseline_is_read(read):
    """A header and no rows is a structure without units."""
    structure, said = read(units="id\n")
    assert (len(structure.units), said) == (0, [])


def test_a_range_has_the_name_that_its_record_gives_it(read):
    """Ranges of two rows of one organisation, told apart by their origin, are two sources."""
    structure, said = read(members="unit,origin,total,total_low,total_high\na,x,3,2,4\na,y,3,2,4\n")
    assert said == []
    rows = structure.members_of("a")
    assert [one.total.source.id for one in rows] == [identity_of(one, "total") for one in rows]
    assert len({one.total.source for one in rows}) == 2


def test_a_coefficient_is_never_made_up(read):
    """Pay without a coefficient says nothing, and is a problem rather than a zero."""
    _, said = read(pay="category,rank,coefficient\nCC,head,\nCC,staff,2,34\n")
    assert [" ".join(line.split(" ")[:2]) for line in said if "NO_CURRENCY" not in line] == [
        "pay.csv:2:9: BLANK",
        "pay.csv:3:10: ROW_LENGTH",
    ]


DATED = {
    "documents.date": "id,date\nd,@\n",
    "units.from": "id,kind,from\na,office,@\n",
    "units.to": "id,kind,to\na,office,\nb,office,@\n",
    "persons.born": "id,name,born\np,P,@\n",
    "incumbencies.from": "person,post,from\np,h,@\n",
    "links.from": "post,also_holds,from\nh,s,@\n",
    "grades.from": "grade,pay,from\nG,3,@\n",
}


@pytest.mark.parametrize("day", ["2023-02-29", "2023-13", "2023-06-31", "0000", "2023-00-01", "31/6/2023"])
@pytest.mark.parametrize("place", DATED)
def test_an_impossible_date_is_refused_in_every_table(read, place, day):
    """Whatever column holds a date, one that no calendar has is a problem at its cell; and these are all such columns."""
    columns = {
        f"{'units' if spec.table == 'ended' else spec.table}.{'to' if spec.table == 'ended' else spec.written_as(field)}"
        for spec in Tables.ALL
        for field in spec.dates
    }
    assert set(DATED) == columns
    table = place.partition(".")[0]
    _, said = read(**{table: DATED[place].replace("@", day)})
    assert [one for one in said if one.startswith(f"{table}.csv:") and day in one and "BAD_VALUE" in one], said
    _, said = read(**{table: DATED[place].replace("@", "2020-02-29")})
    assert [one for one in said if "BAD_VALUE" in one] == []


@pytest.mark.parametrize(
    ("blocks", "block"), [((), ""), (("core", "mixed"), ""), (("party", "government", "mixed"), "party")]
)
def test_members_are_of_the_party_block_only_where_there_is_one(read, blocks, block):
    """A blank cell, and a column that is left out, make up no block; a new unit's members neither."""
    for text in ("unit,official\na,3\n", "unit,official,block\na,3,\n"):
        structure, said = read(terms=Vocabulary(blocks=blocks), members=text)
        assert said == []
        assert [one.block for one in structure.members] == [block]
    create = {"create": {"unit": "n", "parent": "a"}, "head": "none", "members": {"official": 2}, "why": "w"}
    outcome = Scenario("x", structure, steps=(Step("s", do=[create]),)).run()
    assert [one.block for one in outcome.after.members_of("n")] == [block]


def test_rows_without_a_column_that_they_need_are_told(read):
    """A table of which no needed column is there is one cause, whichever of its columns may be blank."""
    _, said = read(units="id\na\n", attributes="kind,from\nx,a\n")
    assert {line.split(" ")[1] for line in said} == {"MISSING_COLUMN", "UNKNOWN_COLUMN"}
