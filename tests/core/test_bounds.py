"""Numbers have bounds wherever they come in, sums below them are exact, and a sum beyond them is a problem."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import orgmodel
from orgmodel.core.figures import LARGEST, LARGEST_SUM
from orgmodel.core.integrity import check
from orgmodel.core.money import Money
from orgmodel.core.problems import ProblemsError
from orgmodel.core.quantities import DeclaredQuantity
from orgmodel.core.records import Members, Post, Quantity, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.own_json import write_json

UNITS = pd.DataFrame(
    {"id": ["r", "a", "b"], "parent": ["", "r", "r"], "name_en": ["R", "A", "B"], "kind": ["agency"] * 3}
)


def posts(figures: Sequence[int | str], field: str = "authorized") -> pd.DataFrame:
    """Lay out posts, by turns in two units."""
    count = range(len(figures))
    table = {"id": [f"p{n}" for n in count], "unit": ["ab"[n % 2] for n in count], "title_en": "x", "rank": "staff"}
    return pd.DataFrame({**table, "authorized": "", field: list(map(str, figures))})


def codes(raised: pytest.ExceptionInfo[ProblemsError]) -> list[str]:
    """List the codes of the problems."""
    return [one.code for one in raised.value.problems]


def large() -> list[int]:
    """Make a thousand figures, no two of them equal, that come to the largest sum to the last unit."""
    figures = [LARGEST_SUM // 1000 - number * number for number in range(999)]
    return [*figures, LARGEST_SUM - sum(figures)]


@pytest.mark.parametrize("field", ["authorized", "filled"])
def test_sums_up_to_the_bound_are_exact(field: str) -> None:
    """A thousand rows that come to the largest sum: each roll-up is the sum of whole numbers, to the last digit."""
    figures = large()
    table = posts(figures) if field == "authorized" else posts(figures, "filled").assign(authorized="")
    structure = Structure.from_frames(units=UNITS, posts=table)
    shown = {scope: structure.measures([f"posts_{field}"], scopes=[scope])["value"].tolist()[0] for scope in "abr"}
    assert shown == {"a": sum(figures[::2]), "b": sum(figures[1::2]), "r": sum(figures)}


@pytest.mark.parametrize("decimals", range(5))
def test_tables_of_a_comparison_show_every_digit(decimals: int) -> None:
    """The largest sums, and the least change of them, stand in the tables by their own digits, whatever the decimals."""
    terms = Vocabulary(quantities={"area": DeclaredQuantity(decimals=decimals)})
    figures = large()
    rows = [Post(f"a/{number}", "a", authorized=figure) for number, figure in enumerate(figures)]
    areas = [Quantity(f"u{number}", "area", value=figure) for number, figure in enumerate(figures)]
    units = [Unit("a"), *(Unit(one.unit, parent="a") for one in areas)]
    plan = Structure.of([*units, *rows, *areas], terms=terms).plan("x")
    plan.resize("a/7", by=-1, why="x")
    plan.resize({"quantity": "area", "unit": "u7"}, amount_by=-round(0.1**decimals, decimals), why="x")
    found = orgmodel.compare(plan.run()).measures.query("scope == 'total'").set_index("measure")
    for measure, places in (("posts_authorized", 0), ("area", decimals)):
        wanted = [f"{Decimal(figure).scaleb(-places):f}" for figure in (LARGEST_SUM, LARGEST_SUM - 1, -1)]
        row = found.loc[measure]
        assert [f"{row[name]:.{places}f}" for name in ("before", "after", "change")] == wanted
        assert [Decimal(repr(float(row[name]))) for name in ("before", "after")] == list(map(Decimal, wanted[:2]))


@pytest.mark.parametrize("figure", [10**14, LARGEST])
def test_a_sum_beyond_the_bound_is_a_problem(figure: int) -> None:
    """Rows that are sound each, and together more than 64 bits of anything: told once, for all."""
    many = LARGEST_SUM // figure
    Structure.from_frames(units=UNITS, posts=posts([figure] * many))
    with pytest.raises(ProblemsError) as raised:
        Structure.from_frames(units=UNITS, posts=posts([figure] * (many + 1)))
    assert codes(raised) == ["TOO_LARGE"]


def test_the_most_of_ranges_has_the_bound_of_sums() -> None:
    """Ranges of which no best value is large may come to more than 64 bits by their ends: told at the largest."""
    table = posts([3] * 1001).assign(authorized_low="0", authorized_high=str(LARGEST - 1))
    table.loc[700, "authorized_high"] = str(LARGEST)
    with pytest.raises(ProblemsError) as raised:
        Structure.from_frames(units=UNITS, posts=table)
    assert [str(one.location) for one in raised.value.problems] == ["<posts>:701:5"]
    assert codes(raised) == ["TOO_LARGE"]


def test_what_posts_cost_is_bounded() -> None:
    """Figures and pay that are sound each, and together cost what 64 bits do not hold: never a negative sum."""
    terms = Vocabulary(money=Money("GBP", 2))
    table = posts([LARGEST, 3], "filled").assign(authorized="", pay=str(LARGEST // 100))
    structure = Structure.from_frames(units=UNITS, posts=table, terms=terms)
    with pytest.raises(ProblemsError, match="most of all that of 'p0'") as raised:
        structure.measures(["cost_year"], scopes=["total"])
    assert codes(raised) == ["TOO_LARGE"]
    less = posts([10**5] * 5, "filled").assign(authorized="", pay="99000000.01")
    paid = Structure.from_frames(units=UNITS, posts=less, terms=terms).measures(["cost_year"], scopes=["total"])
    assert paid["value"].tolist() == [495 * 10**11 + 5 * 10**3]


@pytest.mark.parametrize("text", [str(LARGEST + 1), str(2**63), "9" * 40, "9" * 5000, f"-{10**17}"])
def test_cells_are_bounded(text: str) -> None:
    """A figure that is too large stands in no cell, be it of a size that a machine holds or not."""
    with pytest.raises(ProblemsError) as raised:
        Structure.from_frames(units=UNITS, posts=posts([text]))
    assert set(codes(raised)) == {"BAD_VALUE"}


@pytest.mark.parametrize("value", [LARGEST + 1, 2**63, 10**40, -(10**17)])
def test_json_is_bounded_as_cells_are(value: int, tmp_path: Path) -> None:
    """Our own file holds what a cell may hold and no more: the largest is read back, one more is refused."""
    structure = Structure.of([Unit("a", kind="agency"), Post("p", "a", authorized=LARGEST)])
    path = tmp_path / "x.json"
    write_json(structure, path)
    assert orgmodel.read(path) == structure
    path.write_text(path.read_text(encoding="utf-8").replace(str(LARGEST), str(value)), encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        orgmodel.read(path)
    assert codes(raised) == ["TOO_LARGE"]


def test_records_made_in_python_are_bounded() -> None:
    """What no machine holds is refused when a structure is made; what no organisation has when it is checked."""
    with pytest.raises(ValueError, match="a figure is beyond any organisation"):
        Structure.of([Unit("a"), Post("p", "a", authorized=2**70)])
    found = check(Structure.of([Unit("a", kind="agency"), Members("a", "", total=LARGEST + 1)]))
    assert "TOO_LARGE" in [one.code for one in found]


STATED = [
    ({"fte_by": -9}, "a/1 has 1.5 fte, so it cannot lose 9"),
    ({"fte_to": 10**14}, f"at most {LARGEST // 100}"),
    ({"fte_by": 10**20}, f"at most {LARGEST // 100}"),
    ({"by": -(2**63)}, f"at least -{LARGEST}"),
    ({"by": 10**30}, f"at most {LARGEST}"),
    ({"to": -(10**30)}, "not below zero"),
    ({"fte_to": 0.005}, "such as 0.01"),
    ({"fte_to": 1.234}, "such as 1.23"),
    ({"to": ".5"}, "posts and people are counted whole"),
    ({"by": "-.5"}, "posts and people are counted whole"),
    ({"fte_by": "-.505"}, "such as -0.50"),
]


@pytest.mark.parametrize(("stated", "told"), STATED, ids=[str(one) for one, _ in STATED])
def test_bounds_are_told_in_the_unit_of_the_figure(stated: dict[str, Any], told: str) -> None:
    """Full-time equivalents are kept in hundredths, and nobody is told of these; each bound is the one that holds, on its side."""
    structure = Structure.of([Unit("a"), Post("a/1", "a", authorized=2, fte=150)])
    with pytest.raises(ProblemsError) as raised:
        structure.plan("x").resize("a/1", why="x", **stated)
    assert told in str(raised.value)
    assert "150" not in str(raised.value)


def test_too_large_figures_are_told_in_their_unit() -> None:
    """What a full-time equivalent may be at most is no number of hundredths."""
    found = list(check(Structure.of([Unit("a"), Post("a/1", "a", authorized=1, fte=LARGEST + 1)])))
    assert [str(LARGEST // 100) in one.message and str(LARGEST) not in one.message for one in found] == [True]


def test_a_figure_below_nothing_is_no_surplus_too() -> None:
    """One cause is one problem."""
    found = list(check(Structure.of([Unit("a"), Post("a/1", "a", authorized=-2, filled=1)])))
    assert [one.code for one in found] == ["NEGATIVE"]


def test_names_go_by_codes_of_languages() -> None:
    """The same refusal in records as in files; columns that no table has are refused, and not passed over."""
    from orgmodel.core.names import names_of

    with pytest.raises(ValueError, match="no code of a language"):
        names_of(English="Office")
    with pytest.raises(ProblemsError, match="no field 'name_en'"):
        Structure.from_columns({"units": {"id": ["a"], "name_en": ["Office"]}})
    with pytest.raises(ProblemsError, match="did you mean 'units'"):
        Structure.from_columns({"unit": {"id": ["a"]}})


@pytest.mark.parametrize("written", ["017", "08", "+5", "00", "12,0"])
def test_digits_mean_the_same_in_a_scenario_and_in_a_cell(tmp_path: Path, written: str) -> None:
    """Leading zeros are no sign of eights, as they are in some readers of YAML: both readers count in tens."""
    cells = {"baseline/units.csv": "id,name_en\na,A\n", "baseline/posts.csv": f'id,unit,authorized\nx,a,"{written}"\n'}
    (tmp_path / "baseline").mkdir()
    for name, text in {**cells, "study.yaml": "title: x\nlanguage: en\n"}.items():
        (tmp_path / name).write_text(text)
    scenario = f"title: x\nsteps:\n- id: s\n  do:\n  - {{resize: x, to: '{written}', why: x}}\n"
    for text in (scenario, scenario if "," in written else scenario.replace("'", "")):
        (tmp_path / "other.yaml").write_text(text)
        scenario_read: Any = orgmodel.read(tmp_path / "other.yaml")
        outcome = scenario_read.run()
        assert (
            outcome.after.post("x").authorized
            == outcome.before.post("x").authorized
            == float(written.replace(",", "."))
        )
