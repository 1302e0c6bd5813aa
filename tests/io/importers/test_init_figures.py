"""Full-time equivalents beside posts, figures that are not whole, ids of posts under their own heading, and headings of many languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import orgmodel
from orgmodel.core.records import Quantity
from orgmodel.io.importers.hierarchy.hierarchy import import_hierarchy
from orgmodel.io.importers.imported import save
from tests.io.importers.beginning import begun


@pytest.mark.parametrize(
    "table",
    [
        "Department,Budgeted FTE,Actual FTE\nSurgery,10.5,9.5\nMedicine,8,8\n",
        "Code;Libellé;Rattachement;ETP autorisés;ETP pourvus\nS;Service chirurgie;;10,5;9,5\nM;Service médecine;S;8,0;8,0\n",
        "Amt;Soll-VZÄ;Ist-VZÄ\nBauamt;10,5;9,5\nSozialamt;8;8\n",
        "Útvar;Systemizovaná místa FTE;FTE\nOdbor A;10,5;9,5\nOdbor B;8;8\n",
    ],
)
def test_budget_and_actual_full_time_equivalents_are_of_units(table: str, tmp_path: Path) -> None:
    """No post is made of them: how many are authorized is missing, and the budget is a quantity that the study declares."""
    found = begun(table, tmp_path)
    assert len(list(found.structure.units)) == 2
    assert {post.authorized for post in found.structure.posts} == {None}
    assert sum(post.fte for post in found.structure.posts) == 1750
    if "Útvar" not in table:
        assert budgets(found) == [1050, 800]
        assert found.structure.terms.quantities["fte_authorized"].decimals == 2


def budgets(found: Any) -> list[Any]:
    """Give the authorized full-time equivalents of units in hundredths."""
    return [one.value for one in found.structure.table("quantities") if isinstance(one, Quantity)]


STAFF = "Назва посади;Кількість штатних одиниць\nКадри;\nНачальник;1\nДіловод;{}\nЗвязок;\nПрацівник;3\nВсього;6,5\n"  # noqa: RUF001


def test_parts_of_posts_are_carried_as_authorized_full_time_equivalents(tmp_path: Path) -> None:
    """Whole figures count posts, a part is told and counts none; units have the sum of both, which a check accepts."""
    found = begun(STAFF.format("2,5"), tmp_path)
    assert sorted(budgets(found)) == [300, 350]
    frame = found.structure.measures(["posts_authorized", "fte_authorized"], scopes=["total"]).set_index("measure")
    assert (frame["low"]["posts_authorized"], frame["missing"]["posts_authorized"]) == (4, 1)
    assert (frame["low"]["fte_authorized"], frame["missing"]["fte_authorized"]) == (6.5, 0)
    assert found.imported.counts()["BAD_FIGURE"] == 2
    folder = found.save(tmp_path / "study")
    study = orgmodel.read(folder)
    assert study.baseline == found.structure
    assert "fte_authorized" in (folder / "README.md").read_text(encoding="utf-8")
    again = orgmodel.init(tmp_path / "table.csv", map=folder / "import" / "map.yaml")
    assert budgets(again) == budgets(found)


def test_parts_of_posts_that_cannot_be_read_are_missing_in_the_sum_of_their_unit(tmp_path: Path) -> None:
    """More decimals than two are told and rounded, and a blank is not nothing; where all figures are whole they are posts alone."""
    found = begun(STAFF.format(""), tmp_path)
    assert budgets(found) == []
    text = "Department,Role,Authorised posts\nWorks,Clerk,0.125\nWorks,Fitter,2\nPorts,Clerk,1.5\nPorts,Fitter,\n"
    found = begun(text, tmp_path)
    assert budgets(found) == [212, None]
    assert {"FTE_DECIMALS", "FTE_AUTHORIZED_MISSING"} <= found.imported.counts().keys()


def test_a_folder_of_authorized_full_time_equivalents_declares_them(tmp_path: Path) -> None:
    """What is imported into a folder that lies in no study can be read as it is, also when it is imported again."""
    (tmp_path / "table.csv").write_text("id,parent,Budgeted FTE\nworks,,10.5\nroads,works,8\n", encoding="utf-8")
    found = import_hierarchy(tmp_path / "table.csv")
    assert found.counts()["OWN_QUANTITIES"] == 1
    for _ in range(2):
        save(found, tmp_path / "out")
        assert orgmodel.read(tmp_path / "out").baseline == found.structure


def test_figures_with_decimals_are_compared_in_full_time_equivalents(tmp_path: Path) -> None:
    """A total of all rows settles that none of them is the sum of others; one that includes those below is taken apart."""
    flat = "Department,Authorised posts,Filled\nWorks,14.5,13.5\nRoads,12,11.75\nMaps,18,16\nDesk,10,9\nPress,8,7\nTotal,62.5,57.25\n"
    found = begun(flat, tmp_path)
    assert not found.open
    assert sum(budgets(found)) == 6250
    assert found.structure.measures(["fte"], scopes=["total"])["low"][0] == 57.25
    deep = "Department,Parent,Budgeted FTE\nWorks,,47.3\nRoads,Works,32.5\nMaps,Works,14.8\nDesk,,7.0\nPost,Desk,4.5\nPress,Desk,2.5\n"
    assert sum(budgets(begun(deep, tmp_path))) == 5430


def test_rows_of_more_than_one_full_time_equivalent_are_sorts_of_posts(tmp_path: Path) -> None:
    """How many posts they are is not said; rows of one at most are a post each."""
    rows = "Abteilung;Stelle;Soll-VZÄ;Ist-VZÄ\nPersonal;Sachbearbeiter;{};2,0\nTechnik;Meister;1,0;0,5\n"
    found = begun(rows.format("2,5"), tmp_path)
    assert [post.authorized for post in found.structure.posts] == [None, None]
    assert found.imported.counts()["SORTS_OF_POSTS"] == 1
    assert budgets(found) == [250, 100]
    single = begun(rows.format("1,0").replace("2,0", "1,0"), tmp_path)
    assert [post.authorized for post in single.structure.posts] == [1, 1]


@pytest.mark.parametrize("figure", ["6.5", "6,5", "about 6", "?"])
def test_a_figure_that_is_not_whole_is_missing_in_the_sum(figure: str, tmp_path: Path) -> None:
    """It is told, and the sum is at least what is known."""
    found = begun(f'Department,Parent,Posts\nOffice,,2\nFinance,Office,"{figure}"\nWorks,Office,4\n', tmp_path)
    frame = found.structure.measures(["posts_authorized"], scopes=["total"])
    assert (frame["low"][0], frame["missing"][0]) == (6, 1)
    assert found.imported.counts()["BAD_FIGURE"] == 1


@pytest.mark.parametrize(
    "table",
    [
        "Plaza,Denominación,Unidad,Titular\n1,Jefe,Personal,García María\n2,Auxiliar,Personal,Vacante\n3,Jefe,Aguas,Soto Inés\n",
        "Post,Title,Team,Holder\nK1,Leader,Advice,Nora Abt\nK2,Adviser,Advice,vacant\nK3,Clerk,Office,Rae Eck\n",
        "Stelle;Bezeichnung;Referat;Inhaber\n101;Leitung;R1;Krause, Ute\n102;Mitarbeit;R1;N.N.\n205;Leitung;R2;Lorenz, Ivo\n",
        "Position;Position;Org. unit;Holder\n60001001;Manager;Grid;Meyer Karl\n60001002;Fitter;Grid;vacant\n60001003;Manager;Metering;Thul Max\n",
    ],
)
def test_codes_under_the_heading_of_a_post_are_its_ids(table: str, tmp_path: Path) -> None:
    """The title stands in the other column."""
    found = begun(table, tmp_path)
    ids = [line.partition(";" if ";" in table else ",")[0] for line in table.split("\n")[1:-1]]
    assert sorted(post.id for post in found.structure.posts) == ids
    assert all(dict(post.titles).popitem()[1].isalpha() for post in found.structure.posts)
    assert (
        sum(post.authorized for post in found.structure.posts),
        sum(post.filled for post in found.structure.posts),
    ) == (3, 2)


def test_an_abolished_post_has_ended_by_its_word(tmp_path: Path) -> None:
    """The word that says so is told."""
    found = begun(
        "Plaza,Denominación,Unidad,Titular,Situación\n1,Jefe,A,García María,Ocupada\n2,Técnico,A,,Amortizada\n3,Técnico,A,,Vacante\n",
        tmp_path,
    )
    assert sorted(post.id for post in found.structure.posts) == ["1", "3"]
    assert [one.message for one in found.problems if one.code == "ENDED"] == [
        "its status is 'Amortizada', so that it has ended; it is left out"
    ]


@pytest.mark.parametrize(
    ("table", "units", "authorized", "filled"),
    [
        ("विभाग,स्वीकृत पद,भरे हुए पद,रिक्त पद\nलोक निर्माण,40,33,7\nस्वास्थ्य,60,52,8\nकुल,100,85,15\n", 2, 100, 85),
        (
            "\u0627\u0644\u0625\u062f\u0627\u0631\u0629,\u0627\u0644\u0625\u062f\u0627\u0631\u0629 \u0627\u0644\u0639\u0644\u064a\u0627,\u0627\u0644\u0648\u0638\u0627\u0626\u0641 \u0627\u0644\u0645\u0639\u062a\u0645\u062f\u0629,\u0627\u0644\u0648\u0638\u0627\u0626\u0641 \u0627\u0644\u0645\u0634\u063a\u0648\u0644\u0629,\u0627\u0644\u0634\u0648\u0627\u063a\u0631\n\u0648\u0632\u0627\u0631\u0629 \u0627\u0644\u0645\u064a\u0627\u0647,,\u0665,\u0664,\u0661\n\u0625\u062f\u0627\u0631\u0629 \u0627\u0644\u0633\u062f\u0648\u062f,\u0648\u0632\u0627\u0631\u0629 \u0627\u0644\u0645\u064a\u0627\u0647,\u0662\u0660,\u0661\u0668,\u0662\n",
            2,
            25,
            22,
        ),
        ("处室,行政编制,实有人数,空编\n办公室,15,13,2\n人事处,9,9,0\n", 2, 24, 22),
        ("所属,定員,実員\n市長室,5,5\n総務課,14,13\n計,19,18\n", 2, 19, 18),
        (
            "Komórka organizacyjna;Jednostka nadrzędna;Etaty;Obsadzone;Wakaty\nUrząd Gminy;;2;2;0\nReferat Oświaty;Urząd Gminy;6;5;1\n",
            2,
            8,
            7,
        ),
        (
            "Órgão;Subordinado a;Cargos previstos;Cargos providos;Cargos vagos\nSecretaria de Obras;;3;2;1\nSeção de Vias;Secretaria de Obras;8;5;3\n",
            2,
            11,
            7,
        ),
        (
            "Útvar,Nadřízený útvar,Systemizovaná místa,Obsazená místa,Volná místa\nÚřad,,3,2,1\nOdbor,Úřad,8,5,3\n",
            2,
            11,
            7,
        ),
        ("Service;Effectif budgété;Effectif pourvu\nVoirie;12;11\nÉtat civil;4;4\n", 2, 16, 15),
    ],
)
def test_figures_of_units_under_headings_of_many_languages(
    table: str, units: int, authorized: int, filled: int, tmp_path: Path
) -> None:
    """Quota and people are read, what is their difference is neither of them, and sums at the foot are left out."""
    found = begun(table, tmp_path)
    assert len(list(found.structure.units)) == units
    assert sum(post.authorized for post in found.structure.posts) == authorized
    assert sum(post.filled for post in found.structure.posts) == filled
    assert "NOT_MAPPED" not in found.imported.counts()


@pytest.mark.parametrize(
    ("table", "language"),
    [
        (
            "Komórka organizacyjna;Jednostka nadrzędna;Etaty;Obsadzone\nUrząd Gminy;;2;2\nReferat Finansowy;Urząd Gminy;6;5\nReferat Budownictwa;Urząd Gminy;4;3\n",
            "pl",
        ),
        ("Amt;Planstellen;besetzt\nReferat Bau;4;4\nReferat Recht;3;3\n", "de"),
    ],
)
def test_a_language_is_told_by_headings_where_names_say_little(table: str, language: str, tmp_path: Path) -> None:
    """A word that two languages share does not outweigh headings of one."""
    assert begun(table, tmp_path).guesses.at("language").value == language


@pytest.mark.parametrize(
    "table",
    [
        "Afdeling,Functie,Formatie (fte),Bezetting (fte)\nBalie,Teamleider,1,1\nBalie,Medewerker,8,7\nWegen,Opzichter,3,3\n",
        "Service;Fonction;Effectif autorisé (ETP);Effectif réel [ETP]\nAccueil;Chef;1;1\nAccueil;Agent;8;7\nVoirie;Agent;3;3\n",
        "Unit,Post,Authorised (FTE),Filled (FTE)\nDesk,Head,1,1\nDesk,Clerk,8,7\nRoads,Clerk,3,3\n",
    ],
)
def test_figures_whose_brackets_say_full_time_equivalents_are_such(table: str, tmp_path: Path) -> None:
    """Whole numbers too are no posts and no people then; brackets that count posts or people change nothing."""
    found = begun(table, tmp_path)
    posts = list(found.structure.posts)
    assert {(post.authorized, post.filled) for post in posts} == {(None, None)}
    assert sum(post.fte for post in posts) == 1100
    plain = begun(table.replace("(fte)", "(persons)").replace("(ETP)", "").replace("[ETP]", "").replace("(FTE)", "(posts)"), tmp_path)  # fmt: skip
    assert sum(post.authorized for post in plain.structure.posts) == 12


def test_numbers_under_a_heading_of_posts_are_no_titles(tmp_path: Path) -> None:
    """They are posts authorized; the units stand in levels."""
    found = begun("Sector,Agency,Staff Positions,Filled Positions\nTrade,Office,12,10\nTrade,Customs,40,36\n", tmp_path)
    posts = list(found.structure.posts)
    assert [(post.authorized, post.filled) for post in posts] == [(12, 10), (40, 36)]
    assert not any(post.titles for post in posts)


def test_full_time_equivalents_of_posts_that_may_be_vacant_are_missing(tmp_path: Path) -> None:
    """Whoever holds no post has none: a sum is of those that are known to be held, and at least that."""
    text = "Position,Unit,Worker,Status,FTE\nClerk,Legal,Ann Lee,Filled,1\nAide,Legal,,Pending review,1\nHead,IT,Raj Nair,Filled,0.5\n"
    found = begun(text, tmp_path)  # rows that name nobody are posts, and no person is made of them
    assert [(post.filled, post.fte) for post in found.structure.posts] == [(1, 100), (None, None), (1, 50)]
    assert found.imported.counts()["FTE_OF_UNKNOWN"] == 1


def test_columns_that_are_not_used_are_told_truly(tmp_path: Path) -> None:
    """A count of vacancies is no status, though *nil* stands in it; a column that is asked for is not said to be of other values."""
    rows = "Wing,Post,Sanctioned 2025,Sanctioned 2024,Working,Vacant\nWorks,Clerk,4,3,2,2\nWorks,Driver,3,3,3,Nil\nRoads,Clerk,9,8,6,3"
    found = begun(rows, tmp_path)
    told = {one.place: one.why for one in found.guesses.found}
    assert told["tables.0.not used: Sanctioned 2024"] == "it is one of those of which is asked"
    assert told["tables.0.not used: Vacant"] == "a baseline has no place for it"
    kept = begun(rows.replace(",Sanctioned 2024", ",Sanctioned").replace("Sanctioned 2025", "Number"), tmp_path)
    assert not any(one.code == "NOT_MAPPED" and "Vacant" in one.message for one in kept.problems)
