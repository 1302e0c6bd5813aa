"""Two small studies with pay, English grades and Vietnamese coefficients: totals worked out by hand, in every deliverable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import orgmodel as package
from orgmodel.comparison.analysis import money
from orgmodel.comparison.comparison import Comparison
from orgmodel.io.read import read_with_problems
from orgmodel.measures import value

FIXTURES = Path(__file__).parents[1] / "fixtures"
ENGLISH, VIETNAMESE = FIXTURES / "pay-en", FIXTURES / "pay-vi"


@pytest.fixture(scope="module")
def english() -> Comparison:
    study = package.read(ENGLISH)
    return package.compare(study.scenarios["merge"], study.scenarios["split"])


@pytest.fixture(scope="module")
def vietnamese() -> Comparison:
    return package.compare(package.read(VIETNAMESE).scenarios["merge"])


def total(comparison: Comparison, label: str, measure: str, scope: str = "total"):
    return comparison.case(label).rows(scope)[measure]


def figures(row):
    return [row[key] for key in ("before", "after", "change", "change_low", "change_high", "missing")]


def test_english_grades_by_hand(english):
    """Grades of April 2024: AO 23,000; HEO 33,000 (31,000 to 37,000); G7 58,000; the director 95,000 as stated.

    Operations: its head 58,000 and a tenth for being head of policy too, 5,800; three HEO 99,000 (93,000 to 111,000);
    clerks of 1.5 full time 34,500: 197,300. Policy: its head is paid above; two HEO 66,000 (62,000 to 74,000); nobody for
    the vacant post. With the director 358,300 (348,300 to 378,300).
    """
    before = english.cases[0].before
    found = value(before, "cost_year")
    assert (found.value, found.low, found.high, found.missing) == (358_300, 348_300, 378_300, 0)
    assert value(before, "cost_year", "ops").value == 197_300
    assert value(before, "cost_year", "pol").value == 66_000
    # merged, one head gives up the second post (5,800), and a clerk of half a full time leaves (11,500)
    assert figures(total(english, "merge", "cost_year")) == [358_300, 341_000, -17_300, -17_300, -17_300, 0]
    assert total(english, "merge", "cost_year", "del")["after"] == 341_000 - 95_000
    # split, nothing changes but the second post
    assert figures(total(english, "split", "cost_year")) == [358_300, 352_500, -5_800, -5_800, -5_800, 0]
    assert total(english, "split", "cost_year", "east")["after"] == 58_000 + 33_000
    assert total(english, "split", "cost_year", "west")["after"] == 2 * 33_000 + 34_500


def test_one_off_costs_by_hand(english):
    """Moving 4,000, seals 900 (500 to 1,500), severance not known: at least 4,900, 4,500 proven; of the split nobody says anything."""
    row = total(english, "merge", "cost_one_off")
    assert [row[key] for key in ("before", "after", "change", "low", "high", "missing")] == [
        0,
        4_900,
        None,
        4_500,
        None,
        1,
    ]
    assert total(english, "merge", "cost_one_off", "del")["after"] == 900
    assert total(english, "merge", "cost_one_off", "dep")["after"] == 4_900
    row = total(english, "split", "cost_one_off")
    assert (row["after"], row["missing"]) == (None, 1)
    rows = money(english).set_index("scenario")
    assert rows.loc["merge", ["change", "one_off", "one_off_missing"]].tolist() == [-17_300, 4_900, 1]
    assert rows["years"].isna().all()


def test_vietnamese_coefficients_by_hand(vietnamese):
    """Base pay of January 2019, 1 390 000 a month: 4.70, three 2.34, 5.08, two 2.67 (2.34 to 3), and a contract not known.

    At least (4.70 + 7.02 + 5.08 + 5.34) × 1 390 000 × 12 = 22.14 × 16 680 000 = 369 295 200, or with 4.68 of these two 358 286 400. The merger of 2020 is measured at the
    same base pay, not at that of July 2019, and changes nothing; its seal costs 25 000 000 once.
    """
    assert figures(total(vietnamese, "merge", "cost_year")) == [369_295_200, 369_295_200, 0, 0, 0, 1]
    before = value(vietnamese.cases[0].before, "cost_year")
    assert before.low == (470 + 702 + 508 + 2 * 234) * 166_800
    assert before.assumed == pytest.approx(534 / 2214, abs=1e-6)
    assert value(vietnamese.cases[0].before, "cost_year", "h.nv").value == 1172 * 166_800
    assert total(vietnamese, "merge", "cost_one_off")["after"] == 25_000_000


def test_every_deliverable_says_it_alike(english, vietnamese, orgmodel, tmp_path):
    """The command, its JSON, the report and the folder of tables tell one figure, its currency, and the date of prices."""
    said = orgmodel("compare", ENGLISH)
    assert "Yearly cost of pay (GBP)" in said.out
    assert "358,300 341,000 (-17,300)" in " ".join(said.out.split())
    assert "Pay in GBP, before and after as of 1 April 2024; a second post adds 10% (assumed)" in said.out
    said = orgmodel("compare", VIETNAMESE, "--measures", "cost_year,cost_one_off")
    assert "Chi phí trả lương một năm (VND)" in said.out
    assert "≥369.295.200*" in said.out
    assert "mức lương cơ sở 1.390.000 VND một tháng từ 01/7/2018 (72/2018/NĐ-CP)" in said.out
    found = json.loads(orgmodel("compare", ENGLISH, "--format", "json").out)
    (row,) = [
        one
        for one in found["measures"]
        if (one["scenario"], one["scope"], one["measure"]) == ("merge", "total", "cost_year")
    ]
    assert (row["before"], row["after"]) == (358_300, 341_000)
    assert {one["unit"] for one in found["units"] if one["measure"] == "cost_year"} >= {"dep", "ops", "del"}
    assert found["money"][0] == {
        "scenario": "merge", "currency": "GBP", "decimals": 0, "at": "2024-04-01", "base_pay": None, "base_pay_from": None,
        "base_pay_src": None, "concurrent_percent": 10, "concurrent_src": "assumed",
    }  # fmt: skip
    shown = json.loads(orgmodel("show", VIETNAMESE, "--format", "json").out)
    assert shown["money"]["base_pay"] == 1_390_000
    assert {one["value"] for one in shown["measures"] if (one["scope"], one["measure"]) == ("total", "cost_year")} == {
        369_295_200
    }
    assert "369.295.200" in orgmodel("show", VIETNAMESE).out
    report = tmp_path / "r.md"
    assert orgmodel("report", ENGLISH / "merge.yaml", "-o", report).code == 0
    text = report.read_text("utf-8")
    assert "Yearly cost of pay (GBP)" in text
    assert "| 263,300\\* | 246,000\\* | -17,300 |" in text  # in the scope that is touched
    assert "Pay in GBP, before and after as of 1 April 2024" in text


def test_without_money_there_is_no_line_of_it(orgmodel, tmp_path):
    """No row, no key, no column and no word of cost, of a study that says nothing of money."""
    small = FIXTURES / "small"
    found = json.loads(orgmodel("compare", small, "--format", "json").out)
    assert "money" not in found
    assert not [one for one in found["measures"] if one["measure"].startswith("cost")]
    report = tmp_path / "r.md"
    orgmodel("report", small, "-o", report)
    orgmodel("export", small, "--to", "csv", "-o", tmp_path / "tables")
    texts = [orgmodel("compare", small).out, orgmodel("show", small).out, report.read_text("utf-8")]
    texts += [path.read_text("utf-8") for path in (tmp_path / "tables").iterdir()]
    assert not [
        text for text in texts for word in ("cost", "chi phí", "Chi phí", "pay", "coefficient", "grade") if word in text
    ]


def test_misspelt_and_unfit_words_are_told_at_their_place(tmp_path):
    """A grade with the nearest, an amount finer than the currency, a currency left out, a table that stands twice."""
    (tmp_path / "baseline").mkdir()
    (tmp_path / "baseline" / "units.csv").write_text("id\na\n")
    posts = tmp_path / "baseline" / "posts.csv"
    posts.write_text("id,unit,filled,grade,pay\nx,a,1,HOE,\ny,a,1,,10.5\n")
    study = tmp_path / "study.yaml"
    study.write_text("language: en\nmoney:\n  currency: GBP\n  grades:\n  - {grade: HEO, pay: 3}\n")

    def told():
        return [(one.code, Path(one.location.file).name, one.location.line) for one in read_with_problems(tmp_path)[1]]

    assert told() == [("UNKNOWN_GRADE", "posts.csv", 2), ("BAD_VALUE", "posts.csv", 3)]
    assert "did you mean 'HEO'?" in read_with_problems(tmp_path)[1][0].message
    posts.write_text("id,unit,filled,grade,pay\nx,a,1,HEO,10\n")
    assert told() == []
    (tmp_path / "baseline" / "grades.csv").write_text("grade,pay\nHEO,3\n")
    assert told() == [("DUPLICATE", "study.yaml", 4)]
    (tmp_path / "baseline" / "grades.csv").unlink()
    study.write_text("language: en\nmoney: {decimals: 2, base_pay: [{amount: 1.005, from: 2020}]}\n")
    assert ("MISSING_KEY", "study.yaml", 2) in told()
    study.write_text("language: en\nmoney: {currency: EUR, decimals: 2, base_pay: {amount: 1.005}}\n")
    assert told() == [("INVALID", "study.yaml", 2)]
    scenario = tmp_path / "s.yaml"
    study.write_text("language: en\nmoney: {currency: EUR}\n")
    scenario.write_text("steps:\n- id: one\n  cost: {amount: 5, low: 6, high: 7}\n")
    assert told() == [("INVALID", "s.yaml", 3)]
    scenario.write_text("steps:\n- id: one\n  cost: {amount: 5, unit: b}\n")
    outcome = read_with_problems(tmp_path)[0].scenarios["s"].run()
    assert [(one.code, one.location.line) for one in outcome.problems] == [("UNKNOWN_UNIT", 2)]
