"""Tables as offices of several countries send them, with what each says read off by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io.importers.beginning import begun, tree

POLISH = """Lp.;Komórka organizacyjna;{0};{1};Liczba etatów;Etaty obsadzone;Kierownik
1;Urząd Miasta;UM;;4;4;Jan Kowalski
2;Wydział Finansów;WF;UM;12,5;11;Anna Nowak
3;Referat Podatków;WF.1;WF;6;5,5;wakat
4;Wydział Kadr;WK;UM;7;7;Piotr Zieliński p.o.
"""


@pytest.mark.parametrize(("symbol", "above"), [("Symbol", "Podległość"), ("Znak", "Należy do"), ("S1", "S2")])
def test_codes_that_other_rows_name_are_the_ids_and_no_numbers_of_rows(tmp_path: Path, symbol: str, above: str) -> None:
    """The number of the row is filled and differs in each too, and nobody refers to it."""
    found = begun(POLISH.format(symbol, above), tmp_path)
    assert tree(found) == {
        "Urząd Miasta": None, "Wydział Finansów": "Urząd Miasta", "Referat Podatków": "Wydział Finansów", "Wydział Kadr": "Urząd Miasta",
    }  # fmt: skip
    assert {unit.id for unit in found.structure.units} == {"UM", "WF", "WF.1", "WK"}


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Annual salary (€)", "EUR"),
        ("Wynagrodzenie roczne (zł)", "PLN"),
        ("Jahresgehalt €", "EUR"),
        ("Salary, £", "GBP"),
    ],
)
def test_currencies_are_spelt_in_headings_of_pay(tmp_path: Path, heading: str, code: str) -> None:
    """A word or sign behind pay is its currency; whether it is of a year is doubtful where it does not say so."""
    table = 'Position ID;Title;Department;"{}"\n1;Director;Office;1200\n2;Clerk;Office;400\n'
    found = begun(table.format(heading), tmp_path)
    assert found.map.currency == code
    assert found.map.parts[0].columns["pay"] == heading
    assert (found.guesses.at("tables.0.columns.pay").certainty == "unsure") == (heading == "Salary, £")


@pytest.mark.parametrize(
    "heading",
    ["Месячный оклад, руб.", "Посадовий оклад, грн", "Lương (đồng)", "Monthly salary (USD)", "月給(円)"],  # noqa: RUF001
)
def test_pay_of_a_month_is_not_that_of_a_year(tmp_path: Path, heading: str) -> None:
    """A twelfth of the cost would stand for it: the column is not used, and told."""
    table = 'Position ID;Title;Department;"{}"\n1;Director;Office;1200\n2;Clerk;Office;400\n'
    found = begun(table.format(heading), tmp_path)
    assert not found.map.currency
    assert "a month" in found.guesses.at(f"tables.0.not used: {heading}").why


def test_names_over_figures_with_a_blank_corner_are_the_header(tmp_path: Path) -> None:
    """No row of figures is taken for names of columns: what is not known in the header is told."""
    text = "Staff by grade\n,HR,Finance,Legal\nDirector,1,1,1\nManager,3,2,1\nOfficer,10,8,4\n"
    with pytest.raises(Exception, match="no table") as refused:
        begun(text, tmp_path)
    assert "'HR', 'Finance', 'Legal'" in str(refused.value) or "'HR'" in "".join(map(str, refused.value.problems))  # type: ignore[attr-defined]


def test_units_above_that_stand_in_a_column_of_units_are_superiors_and_no_level(tmp_path: Path) -> None:
    """The top has nobody above it, and its figures count: nothing of 40 posts is left out."""
    found = begun(
        "ลำดับ,หน่วยงาน,สังกัด,กรอบอัตรากำลัง,มีคนครอง\n1,กรมท่าเรือ,,5,5\n2,กองบุคคล,กรมท่าเรือ,20,17\n3,กองคลัง,กรมท่าเรือ,15,15\n",
        tmp_path,
    )
    assert tree(found) == {"กรมท่าเรือ": None, "กองบุคคล": "กรมท่าเรือ", "กองคลัง": "กรมท่าเรือ"}
    assert sum(post.authorized or 0 for post in found.structure.posts) == 40


def test_the_unit_at_the_top_of_a_list_set_in_counts_as_an_agency(tmp_path: Path) -> None:
    """All of its kinds are internal by their words, and units are counted all the same; this is told."""
    found = begun(
        "Service;ETP autorisés;ETP réels\nDirection générale;2,0;2,0\n  Direction des finances;9,0;9,0\n    Service paie;5,0;5,0\n"
        "  Direction des ports;4,5;4,0\n",
        tmp_path,
    )
    assert found.guesses.at("kinds.direction générale").certainty == "unsure"
    assert found.map.kinds == {"direction générale": "agency", "direction": "internal", "service": "internal"}


def test_ids_and_superiors_of_posts_are_found_beside_levels(tmp_path: Path) -> None:
    """Levels under one short heading are told by their numbers; who answers to whom is told by codes that other rows name."""
    found = begun(
        "ESR Assignment Number,Org L1,Org L2,Org L3,Job Role,FTE,Supervisor Assignment Number\n"
        "2001-1,Trust HQ,People,Recruitment,Head of Recruitment,1.00,\n2001-2,Trust HQ,People,Recruitment,Officer,0.60,2001-1\n"
        "2001-3,Trust HQ,People,Payroll,Officer,1.00,2001-1\n2001-4,Trust HQ,Finance,Accounts,Accountant,0.80,2001-1\n",
        tmp_path,
    )
    assert not found.open
    assert found.map.parts[0].levels == ["Org L1", "Org L2", "Org L3"]
    assert {post.id for post in found.structure.posts} == {"2001-1", "2001-2", "2001-3", "2001-4"}
    assert found.map.parts[0].columns["parent"] == "Supervisor Assignment Number"


def test_names_of_units_under_strange_headings_are_their_own(tmp_path: Path) -> None:
    """What names units and is named as superior is their name, and not the names of their heads behind it."""
    found = begun(
        "Idara,Idara Kuu,Mkuu wa Idara,Watumishi\nWizara ya Uchukuzi,,Juma Ali,4\nUtawala,Wizara ya Uchukuzi,Asha Said,10\n"
        "Fedha na Mipango,Wizara ya Uchukuzi,,9\n",
        tmp_path,
    )
    assert found.guesses.at("tables.0.columns.name").value == "Idara"
    assert [one.message.split(":")[0] for one in found.open] == ["tables.0.columns.authorized"]


def test_posts_by_the_plan_stand_beside_those_filled(tmp_path: Path) -> None:
    """The quota of a German Stellenplan is not lost where parts of posts stand in it."""
    found = begun(
        "Amt;Sachgebiet;Funktion;Stellen lt. Plan 2025;davon besetzt am 30.06.2024\n10 Hauptamt;10.1 Organisation;Amtsleitung;1,00;1,00\n"
        "10 Hauptamt;10.1 Organisation;Sachbearbeitung;3,50;2,75\n10 Hauptamt;10.2 IT;Leitung;1,00;0,00\nSumme;;;5,50;3,75\n",
        tmp_path,
    )
    assert found.map.parts[0].columns["fte_authorized"] == "Stellen lt. Plan 2025"
