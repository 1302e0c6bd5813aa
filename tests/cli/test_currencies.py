"""Pay and one-off cost in currencies of no, two and three decimals, in both languages, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

STUDY = """
title: {{en: Office, vi: Cơ quan}}
language: {language}
as_of: 2024-01-01
kinds: {{office: agency}}
baseline: baseline
scenarios: [one.yaml]
money: {{currency: {currency}, decimals: {decimals}, base_pay: {base}}}
"""
UNITS = "id,name_en,name_vi,kind\na,Office,Cơ quan,office\n"
GRADES = "grade,pay,pay_low,pay_high\nG1,{pay},{low},{high}\n"
POSTS = "id,unit,rank,authorized,filled,fte,grade,coefficient\na/1,a,staff,3,3,2.5,G1,\na/2,a,staff,1,1,,,2.34\n"
ONE = """
title: {{en: Less, vi: Bớt}}
steps:
- id: s
  cost: {{amount: {cost}, for: {{en: moving, vi: chuyển}}}}
  do:
  - {{resize: a/2, by: -1, filled_by: -1, why: law}}
"""
CASES = {  # 2.5 × pay and 2.34 × base × 12: before, then without the second
    "VND": (0, "120000001", "110000000", "130000000", "1800000", "15000000",
            "350,544,003", "300,000,003", "15,000,000"),
    "GBP": (2, "40000.01", "39000", "41000", "100.5", "1500.5", "102,822.07", "100,000.03", "1,500.5"),
    "KWD": (3, "7000.125", "6500", "7999.999", "100.5", "12.345", "20,322.353", "17,500.313", "12.345"),
    "JPY": (0, "6000001", "5000000", "7000000", "100000", "80000", "17,808,003", "15,000,003", "80,000"),
}  # fmt: skip


@pytest.mark.parametrize("currency", CASES)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_amounts_have_the_decimals_of_their_currency(orgmodel, tmp_path: Path, currency: str, language: str) -> None:
    """What three at 2.50 FTE and one of a coefficient cost, rounded a half away from zero to the smallest unit."""
    decimals, pay, low, high, base, cost, before, after, once = CASES[currency]
    (tmp_path / "baseline").mkdir()
    files = {
        "study.yaml": STUDY.format(language=language, currency=currency, decimals=decimals, base=base),
        "baseline/units.csv": UNITS,
        "baseline/grades.csv": GRADES.format(pay=pay, low=low, high=high),
        "baseline/posts.csv": POSTS,
        "one.yaml": ONE.format(cost=cost),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text.lstrip(), encoding="utf-8")
    told = orgmodel("compare", tmp_path, "--measures", "cost_year,cost_one_off")
    assert told.code == 0, told.err
    text = told.out if language == "en" else told.out.translate(str.maketrans(",.", ".,"))
    assert f"({currency})" in text
    assert f" {before} " in text
    assert f" {after} " in text
    assert f" {once}\n" in text


def test_an_amount_finer_than_the_currency_is_refused_with_its_place(orgmodel, tmp_path: Path) -> None:
    """Half a đồng is no amount; a grade that the table lacks is named."""
    (tmp_path / "baseline").mkdir()
    texts = {
        "study.yaml": STUDY.format(language="en", currency="VND", decimals=0, base=1),
        "baseline/units.csv": UNITS,
        "baseline/grades.csv": GRADES.format(pay="1.5", low="", high=""),
        "baseline/posts.csv": POSTS.replace("G1", "G2"),
        "one.yaml": ONE.format(cost=1),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text.lstrip(), encoding="utf-8")
    told = orgmodel("check", tmp_path)
    assert told.code == 1
    assert "grades.csv:2:4" in told.out
    assert "UNKNOWN_GRADE" in told.out
    assert "G2" in told.out


def test_costs_in_two_currencies_are_in_a_row_each_and_not_compared(orgmodel, tmp_path: Path) -> None:
    """The same figure in two currencies is not the same cost."""
    for id, currency in (("e", "EUR"), ("u", "USD")):
        folder = tmp_path / id
        folder.mkdir()
        (folder / "study.yaml").write_text(
            f"title: {{en: {id}}}\nlanguage: en\nas_of: 2024-01-01\nbaseline: base.yaml\nscenarios: [{id}.yaml]\n"
            f"kinds: {{office: agency}}\nmoney: {{currency: {currency}}}\n"
        )
        (folder / "base.yaml").write_text(
            "units: [{id: a, name_en: A, kind: office}]\n"
            "posts: [{id: a/s, unit: a, authorized: 9, filled: 8, fte: 8, pay: 30000}]\n"
        )
        (folder / f"{id}.yaml").write_text(
            "title: {en: One}\nsteps:\n- id: s\n  do:\n  - {resize: a/s, by: -1, filled_by: -1, fte_by: -1, why: t}\n"
        )
    told = orgmodel("compare", tmp_path / "e", tmp_path / "u", "--measures", "cost_year")
    rows = [line.split() for line in told.out.splitlines() if "Yearly cost of pay (" in line]
    assert [(row[4], len([one for one in row if "210,000" in one])) for row in rows] == [("(EUR)", 1), ("(USD)", 1)]
    told = orgmodel("compare", tmp_path / "e", tmp_path / "u")
    assert "do not differ" not in told.out
    assert "cost of pay from" not in told.out
    one = orgmodel("compare", tmp_path / "e", tmp_path / "e", "--measures", "cost_year")
    assert one.out.count("Yearly cost of pay (EUR)") == 1
