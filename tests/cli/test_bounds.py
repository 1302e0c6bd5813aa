"""A scenario's numbers are bounded as cells are: told at their place, whichever key they stand under."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgmodel.cli.output import print_table
from orgmodel.core.figures import LARGEST
from tests.core.test_bounds import UNITS, posts

OPERATIONS = {
    "resize to": {"resize": "p0", "to": "HUGE", "why": "w"},
    "resize by": {"resize": "p0", "by": "HUGE", "why": "w"},
    "resize filled": {"resize": "p0", "filled_by": "HUGE", "why": "w"},
    "resize fte": {"resize": "p0", "fte_to": "HUGE", "why": "w"},
    "create posts": {"create": {"post": "n", "unit": "a", "authorized": "HUGE"}, "why": "w"},
    "create members": {
        "create": {"unit": "n", "kind": "agency", "parent": "r"},
        "members": {"total": "HUGE"},
        "why": "w",
    },
    "create order": {"create": {"unit": "n", "kind": "agency", "parent": "r", "order": "HUGE"}, "why": "w"},
    "create remainder": {"create": {"unit": "n", "kind": "agency", "parent": "r", "stands_for": "HUGE"}, "why": "w"},
    "take": {
        "split_off": "a",
        "into": [{"unit": {"unit": "n"}, "takes": {"posts": [{"post": "p0", "count": "HUGE"}]}}],
    },
    "cost": {"resize": "p0", "by": 1, "why": "w", "cost": [{"amount": "HUGE", "for": "x"}]},
    "pay": {"resize": "p0", "pay": "HUGE", "why": "w"},
}


@pytest.mark.parametrize("huge", [2**63 - 1, 10**19, 10**40, -(10**19)])
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_scenarios_are_bounded(operation: dict, huge: int, tmp_path: Path, orgmodel) -> None:
    """A number that is too large is told at its place, whichever key it stands under; never a traceback, never a total."""
    step = {"id": "s", "owner": "r", "do": [operation]}
    text = json.dumps({"title": {"en": "T"}, "steps": [step]}).replace('"HUGE"', str(huge))
    said = spoken(orgmodel, tmp_path, text)
    assert said.code == 1
    assert any(code in said.err for code in ("TOO_LARGE", "NEGATIVE", "NOT_A_NUMBER", "BAD_VALUE")), said.err
    assert "x.yaml:1:" in said.err
    assert "Traceback" not in said.err
    assert "INTERNAL" not in said.err


def test_one_off_costs_come_to_no_sum_beyond_the_bound(tmp_path: Path, orgmodel) -> None:
    """Five hundred and one costs of the largest amount: the last is refused at its step."""
    cost = [{"low": 0, "high": 10**13, "for": "x"}] * 501
    steps = [{"id": "s", "owner": "r", "do": [{"resize": "p0", "by": 1, "why": "w", "cost": cost}]}]
    said = spoken(orgmodel, tmp_path, json.dumps({"title": {"en": "T"}, "steps": steps}))
    assert (said.code, said.err.count("TOO_LARGE the one-off costs together")) == (1, 1), said.err[:500]
    assert "x.yaml:1:" in said.err


SPELT = ("true", "0x10", "0o17", "1_000", "1e3", "1.000", "25.450", ".inf", '"many"', "[3]")
"""What is no number of an organisation, though YAML or Python may take it for one."""


@pytest.mark.parametrize("spelt", SPELT)
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_numbers_are_written_in_digits(operation: dict, spelt: str, tmp_path: Path, orgmodel) -> None:
    """A flag, a number in sixteens, a power of ten or what may be thousands is told at its place, whichever key it stands under."""
    text = json.dumps({"title": {"en": "T"}, "steps": [{"id": "s", "owner": "r", "do": [operation]}]})
    said = spoken(orgmodel, tmp_path, text.replace('"HUGE"', spelt))
    assert (said.code, "Traceback" in said.err, "INTERNAL" in said.err) == (1, False, False), said.err
    assert "x.yaml:1:" in said.err


@pytest.mark.parametrize("key", ["resize fte", "pay", "cost"])
def test_what_is_finer_than_a_figure_is_told(key: str, tmp_path: Path, orgmodel) -> None:
    """Decimals that a figure has no place for are never rounded away."""
    text = json.dumps({"title": {"en": "T"}, "steps": [{"id": "s", "owner": "r", "do": [OPERATIONS[key]]}]})
    said = spoken(orgmodel, tmp_path, text.replace('"HUGE"', "3.456"))
    assert (said.code, "x.yaml:1:" in said.err) == (1, True), said.err
    assert "two decimals at most, such as 3.45" in said.err or "finer than the currency" in said.err
    assert spoken(orgmodel, tmp_path, text.replace('"HUGE"', "3.45")).code == 0
    assert spoken(orgmodel, tmp_path, text.replace('"HUGE"', '"3,45"')).code == 0


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("money", "money: {currency: GBP, decimals: SPELT}"),
        ("base pay", "money: {currency: GBP, decimals: 2, base_pay: SPELT}"),
        ("percent", "money: {currency: GBP, decimals: 2, concurrent: SPELT}"),
        ("quantity", "quantities: {land: {decimals: SPELT}}"),
        ("share", "known_share: SPELT"),
        ("target", "targets: [{measure: units, at_most: SPELT}]"),
    ],
)
@pytest.mark.parametrize("spelt", SPELT)
def test_numbers_of_a_study_are_written_in_digits(place: str, line: str, spelt: str, tmp_path: Path, orgmodel) -> None:
    """The same of study.yaml."""
    said = spoken(orgmodel, tmp_path, "title: {en: T}\nsteps: []\n", study=line.replace("SPELT", spelt))
    assert (said.code, "study.yaml:3:" in said.err) == (1, True), said.err


def spoken(orgmodel, folder: Path, scenario: str, study: str = "money: {currency: GBP, decimals: 2}"):
    """Compare a scenario of a small study, and give what is said."""
    (folder / "baseline").mkdir(exist_ok=True)
    (folder / "study.yaml").write_text(f"title: {{en: S}}\nlanguage: en\n{study}\n")
    UNITS.to_csv(folder / "baseline" / "units.csv", index=False)
    posts([3, 2]).assign(fte="2", pay="100").to_csv(folder / "baseline" / "posts.csv", index=False)
    (folder / "x.yaml").write_text(scenario)
    return orgmodel("compare", folder / "x.yaml")


def test_a_run_comes_to_no_sum_beyond_the_bound(tmp_path: Path, orgmodel) -> None:
    """Four rows at the bound, a fifth, and one more: refused at the step, and nothing negative is shown."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "study.yaml").write_text("title: {en: S}\nlanguage: en\n")
    UNITS.to_csv(tmp_path / "baseline" / "units.csv", index=False)
    posts([LARGEST] * 4 + [1]).to_csv(tmp_path / "baseline" / "posts.csv", index=False)
    for name, to in (("fits", LARGEST), ("over", LARGEST)):
        grown = [{"resize": "p4", "to": to, "why": "w"}]
        if name == "over":
            grown += [{"create": {"post": "n", "unit": "a", "rank": "staff", "authorized": to}, "why": "w"}]
        step = {"id": "s", "owner": "r", "do": grown}
        (tmp_path / f"{name}.yaml").write_text(json.dumps({"title": {"en": name}, "steps": [step]}))
    assert orgmodel("compare", tmp_path / "fits.yaml").code == 0
    said = orgmodel("compare", tmp_path / "over.yaml")
    assert (said.code, said.err.count("TOO_LARGE")) == (1, 1), said.err
    assert "authorized of all posts together" in said.err


def test_a_change_of_the_last_decimal_is_told(tmp_path: Path, orgmodel) -> None:
    """A quantity of four decimals shows them, and a change of some ten-thousandths, in each form of the commands."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "study.yaml").write_text(
        "title: {en: N}\nlanguage: en\nquantities:\n  area: {names: {en: Area}, decimals: 4, split: weights}\n"
    )
    (tmp_path / "baseline" / "units.csv").write_text("id,name_en,kind\na,A,agency\n")
    (tmp_path / "baseline" / "quantities.csv").write_text("unit,quantity,value\na,area,1.2345\n")
    resized = "{resize: {quantity: area, unit: a}, amount_by: 0.0004, why: survey}"
    path = tmp_path / "x.yaml"
    path.write_text(f"title: {{en: X}}\nsteps:\n  - {{id: s, owner: a, do: [{resized}]}}\n")
    table = orgmodel("compare", path, "--measures", "area", "--format", "csv").out
    assert "x,total,area,1.2345,1.2349,0.0004," in table
    for command in (("compare", path), ("compare", path, "--long"), ("diff", tmp_path, path)):
        said = orgmodel(*command).out
        assert "1.2345" in said, command
        assert "1.2349" in said, command
        assert "0.0004" in said, command
    assert "1.2345" in orgmodel("show", tmp_path, "--measures", "area").out
    assert ",1.2345," in orgmodel("show", tmp_path, "--measures", "area", "--format", "csv").out


def test_tables_for_programs_write_large_figures_by_their_digits(capsys: pytest.CaptureFixture[str]) -> None:
    """Full-time equivalents near the bound keep their hundredths, and no digit that floating numbers add; small ones four decimals."""
    print_table(("a", "b", "c", "d"), [(49_999_999_999_965.93, 1.23456, -2e-14, 5e15)], "csv")
    assert capsys.readouterr().out == "a,b,c,d\n49999999999965.93,1.2346,0,5000000000000000\n"
