"""What stands in place of a holder: names, several names, words of vacancies in many languages, and what may be either."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import orgmodel
from orgmodel.core.integrity import check
from orgmodel.io.importers.hierarchy.hierarchy import import_hierarchy
from orgmodel.io.importers.hierarchy.map import HierarchyMap
from tests.io.importers.beginning import begun


def total(found: Any, key: str) -> int | None:
    figures = [getattr(post, key) for post in found.structure.posts]
    return None if any(figure is None for figure in figures) else sum(figures)


def measured(found: Any) -> dict[str, Any]:
    wanted = ["posts_authorized", "posts_filled", "headcount", "vacancies"]
    frame = found.structure.measures(wanted, scopes=["total"])
    return dict(zip(frame["measure"], frame["value"], strict=True))


def names(found: Any) -> list[str]:
    return [person.name for person in found.structure.table("persons")]


def in_and_told(found: Any) -> bool:
    imported = found.imported
    return imported.rows_in == imported.rows_imported + imported.rows_reported


VACANT = """
vacant; Vacant post; VACANCY; (vacant since 1 May); Vacant from 01/06/2026; Recruitment ongoing; Hiring in progress
To be advertised; No incumbent; Nobody; nicht besetzt; z. Zt. nicht besetzt; Stelle frei; Ausschreibung läuft; N.N.
offen ab 1.1.2027; à pourvoir; poste à pourvoir; en cours de recrutement; gelé depuis mai; sin cubrir; plaza libre
por cubrir; desierta; vacante desde 2024; cargo vago; em aberto; desocupado; nieobsadzone; etat wolny; wakat od maja
w trakcie rekrutacji; chưa bố trí; đang tuyển; Đang tuyển dụng từ tháng 5; khuyết; 未配置; 招聘中; 欠員; 募集中; 채용중; 공석
شاغر; وظيفة شاغرة; रिक्त; रिक्त पद; ว่าง; (ว่าง); vakans; neobsazeno; вакант; не занята; vacature; ledig; ubesatt; avoin; boş; kosong
"""


@pytest.mark.parametrize(
    "word", [word.strip() for line in VACANT.split("\n") for word in line.split(";") if word.strip()]
)
def test_a_word_of_a_vacancy_is_nobody(word: str, tmp_path: Path) -> None:
    """Beside names it makes a table of posts, of which that one is vacant; and no person is made of it."""
    found = begun(f'Post,Unit,Holder\nHead,Registry,Ann Lee\nClerk,Registry,"{word}"\nDriver,Garage,Bo Ray\n', tmp_path)
    assert not found.open
    assert (total(found, "authorized"), total(found, "filled")) == (3, 2)
    assert names(found) == ["Ann Lee", "Bo Ray"]


@pytest.mark.parametrize(
    "name",
    [
        "Frei, Anna",
        "Anna Frei",
        "Jan Wolny",
        "Vago Rossi",
        "María de la Cruz",
        "Ludwig van Beethoven",
        "O'Neil Bo",
        "TOM HALL",
        "김민수",
        "नीता राव",
        "Nguyễn Văn Trống",
    ],
)
def test_a_name_is_no_vacancy(name: str, tmp_path: Path) -> None:
    """Names that hold such a word, or little letters, are names."""
    found = begun(f'Post,Unit,Holder\nHead,Registry,Ann Lee\nClerk,Registry,"{name}"\nDriver,Garage,vacant\n', tmp_path)
    assert not found.open
    assert total(found, "filled") == 2
    assert name in names(found)


@pytest.mark.parametrize(
    "text",
    [
        "search is on",
        "awaiting the new budget",
        "(Di Elm)",
        "vacant, Ed Ash acting",
        "VACANT - Ed Ash acting",
        "Stelle wird neu geschnitten",
        "przekazano do innego wydziału",
        "en attente de validation",
        "under review",
    ],
)
def test_what_may_be_a_name_or_not_is_asked(text: str, tmp_path: Path) -> None:
    """Words that nobody listed: one post, and a question, whose answer is kept."""
    table = (
        f'Post,Unit,Holder\nHead,Registry,Ann Lee\nClerk,Registry,"{text}"\nDriver,Garage,Bo Ray\nCook,Garage,Cy Fox\n'
    )
    found = begun(table, tmp_path)
    assert [one.subject or one.message.partition(":")[0] for one in found.open] == [f"tables.0.holders.{text}"]
    part = {"file": "table.csv", "rows": "posts", "columns": {"name": "Post", "unit": "Unit", "person": "Holder"}}
    for answer, filled in (("person", 4), ("vacant", 3), ("unknown", None)):
        said = begun(table, tmp_path, map={"tables": [part | {"holders": {text: answer}}]})
        assert (total(said, "authorized"), total(said, "filled")) == (4, filled)


def test_one_word_at_several_posts_is_asked(tmp_path: Path) -> None:
    """A name stands at one post each, and this at three; a name of two words at two posts is told."""
    rows = "Head,A,Ann Lee\nClerk,A,Reserve\nCook,B,Reserve\nGuard,B,Reserve\nDriver,B,Bo Ray\nSmith,B,Cy Fox\n"
    assert ["Reserve" in one.message for one in begun(f"Post,Unit,Holder\n{rows}", tmp_path).open] == [True]
    found = begun(
        f"Post,Unit,Holder,Status\n{rows.replace('Reserve', 'Ann Lee').replace(chr(10), ',filled' + chr(10))}", tmp_path
    )
    assert not found.open
    assert found.imported.counts()["NAME_IN_SEVERAL_POSTS"] == 1


def test_names_all_in_small_letters_are_names(tmp_path: Path) -> None:
    """Where no name has a large letter, none is strange for it."""
    found = begun("Post ID,Post,Unit,Holder\n1,Head,A,ann lee\n2,Clerk,A,bo de ray\n3,Cook,B,cy fox\n", tmp_path)
    assert not found.open
    assert total(found, "filled") == 3


SHARED = """Post No,Post title,Department,Holder,FTE
003,Assistant,Lending,Ty Cole,0.5
003,Assistant,Lending,Jo Dunn,0.5
005,Assistant,Lending,vacant,1
006,Head,Lending,Al Boyd,1
"""


def test_one_number_on_two_rows_is_one_post_with_two_holders(tmp_path: Path) -> None:
    """A job share: two people, one post, no vacancy of it; the other post stays vacant."""
    found = begun(SHARED, tmp_path)
    assert measured(found) == {"posts_authorized": 3, "posts_filled": 2, "headcount": 3, "vacancies": 1}
    post = found.structure.post("003")
    assert (post.authorized, post.filled, post.fte) == (1, 1, 100)
    assert [one.share for one in found.structure.table("incumbencies")] == [50, 50, 100]
    assert found.imported.counts()["JOB_SHARE"] == 1
    assert in_and_told(found)
    assert "SURPLUS" not in {one.code for one in check(found.structure)}


def test_one_number_on_rows_of_different_posts_is_left_out(tmp_path: Path) -> None:
    """Which is meant is not known: both are told, none is made two."""
    found = begun(
        "Post ID,Title,Unit,Holder\n1,Clerk,Registry,Ann Lee\n1,Driver,Garage,Bo Ray\n2,Cook,Kitchen,vacant\n", tmp_path
    )
    assert [post.id for post in found.structure.posts] == ["2"]
    assert found.imported.counts()["DUPLICATE_ID"] == 2
    assert in_and_told(found)


def test_a_row_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    """The same holder twice in one post is one."""
    found = begun(
        "Post ID,Title,Unit,Holder\n1,Clerk,A,Ann Lee\n1,Clerk,A,Ann Lee\n2,Cook,B,vacant\n3,Smith,B,Bo Ray\n", tmp_path
    )
    assert (total(found, "authorized"), total(found, "filled")) == (3, 2)
    assert found.imported.counts()["REPEATED_ROW"] == 1


def test_a_vacancy_beside_a_shared_post_of_another_sheet_is_seen(tmp_path: Path) -> None:
    """Two people hold one post, nobody the one like it: one is vacant."""
    book = openpyxl.Workbook()
    posts, people = book.active, book.create_sheet("People")
    posts.title = "Posts"
    for row in (
        ("Post No", "Post title", "Department"),
        ("003", "Assistant", "Lending"),
        ("005", "Assistant", "Lending"),
        ("006", "Head", "Lending"),
    ):
        posts.append(row)
    for row in (
        ("Payroll no", "Name", "Post No"),
        ("P1", "Ty Cole", "003"),
        ("P2", "Jo Dunn", "003"),
        ("P3", "Al Boyd", "006"),
    ):
        people.append(row)
    book.save(tmp_path / "two.xlsx")
    found = orgmodel.init(tmp_path / "two.xlsx")
    assert measured(found) == {"posts_authorized": 3, "posts_filled": 2, "headcount": 3, "vacancies": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Olga Baum / Pia Corr",
        "Olga Baum; Pia Corr",
        "Olga Baum\nPia Corr",
        "Olga Baum and Pia Corr",
        "Olga Baum & Pia Corr",
        "Olga Baum und Pia Corr",
        "Olga Baum y Pia Corr",
        "Baum/Corr",
    ],
)
def test_two_names_in_one_cell_are_two_people(text: str, tmp_path: Path) -> None:
    """They share one post, and it is told; the map may say that one name is meant."""
    table = (
        f'Post ID,Title,Team,Holder\nK1,Leader,Advice,Nora Abt\nK2,Adviser,Advice,"{text}"\nK3,Clerk,Office,vacant\n'
    )
    found = begun(table, tmp_path)
    assert measured(found) == {"posts_authorized": 3, "posts_filled": 2, "headcount": 3, "vacancies": 1}
    assert found.imported.counts()["SEVERAL_HOLDERS"] == 1
    part = {
        "file": "table.csv",
        "rows": "posts",
        "columns": {"id": "Post ID", "name": "Title", "unit": "Team", "person": "Holder"},
    }
    said = begun(table, tmp_path, map={"tables": [part | {"holders": {text: "person"}}]})
    assert measured(said) == {"posts_authorized": 3, "posts_filled": 2, "headcount": 2, "vacancies": 1}


def test_names_that_may_be_one_or_two_are_asked(tmp_path: Path) -> None:
    """A comma may part two names, or a family name from the given ones."""
    table = 'Post ID,Title,Team,Holder\nK1,Leader,A,Nora Abt\nK2,Adviser,A,"Olga Baum, Pia Corr"\nK3,Clerk,B,Rae Eck\nK4,Cook,B,vacant\n'
    assert ["several" in one.message for one in begun(table, tmp_path).open] == [True]
    part = {
        "file": "table.csv",
        "rows": "posts",
        "columns": {"id": "Post ID", "name": "Title", "unit": "Team", "person": "Holder"},
    }
    said = begun(table, tmp_path, map={"tables": [part | {"holders": {"Olga Baum, Pia Corr": "several"}}]})
    assert measured(said) == {"posts_authorized": 4, "posts_filled": 3, "headcount": 4, "vacancies": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Olga Baum | Pia Corr",
        "Olga Baum // Pia Corr",
        "Olga Baum - Pia Corr",
        "Trần Thị Mai – Lê Văn Nam",
        "Olga Baum / TBC",
        "Olga Baum / vacant",
        "佐藤、鈴木",
        "김민수, 이영희",
    ],
)
def test_signs_that_may_part_names_are_asked(text: str, tmp_path: Path) -> None:
    """A stroke beside a word in place of a name, and signs that stand within names too: neither one nor two is counted."""
    table = f'Post ID,Title,Team,Holder\nK1,Leader,A,Nora Abt\nK2,Adviser,A,"{text}"\nK3,Clerk,B,Rae Eck\n'
    found = begun(table, tmp_path)
    assert len(found.open) == 1
    assert found.guesses.open[0].place == f"tables.0.holders.{text}"


def test_one_name_written_twice_in_a_cell_is_one_person(tmp_path: Path) -> None:
    """Nobody shares a post with himself, and a double name is one."""
    rows = "K1,Leader,A,Nora Abt / Nora Abt\nK2,Adviser,A,Ann Smith-Jones\nK3,Clerk,B,vacant\n"
    found = begun(f"Post ID,Title,Team,Holder\n{rows}", tmp_path)
    assert names(found) == ["Nora Abt", "Ann Smith-Jones"]
    assert measured(found) == {"posts_authorized": 3, "posts_filled": 2, "headcount": 2, "vacancies": 1}


def test_as_many_names_as_posts_hold_one_each(tmp_path: Path) -> None:
    """A row of two posts with two names is full; three names share two; two names leave one of three vacant."""
    rows = 'Clerk,A,2,"Ann Lee; Bo Ray"\nCook,B,2,"Cy Oak; Di Elm; Ed Ash"\nDriver,B,3,"Flo Fir; Gus Yew"\n'
    found = begun(f"Post,Unit,Posts authorised,Holder\n{rows}", tmp_path)
    assert not found.open
    assert measured(found) == {"posts_authorized": 7, "posts_filled": 6, "headcount": 7, "vacancies": 1}


def test_a_post_that_is_shared_moves_as_one_with_its_holders(tmp_path: Path) -> None:
    """What is counted of a study begun of a table is what its scenarios move."""
    found = begun("Post ID,Title,Team,Holder\nK1,Adviser,A,Ann Lee / Bo Ray\nK2,Clerk,B,Cy Oak\n", tmp_path)
    assert [one.code for one in check(found.structure) if one.severity != "note"] == []
    assert [one.share for one in found.structure.table("incumbencies")] == [50, 50, 100]
    assert measured(found) == {"posts_authorized": 2, "posts_filled": 2, "headcount": 3, "vacancies": 0}


def test_most_holders_may_be_words_that_nobody_listed(tmp_path: Path) -> None:
    """Two names suffice to see how names are written, and that the rows are posts."""
    rows = "N1,Nurse,A,Efe Okoro\nN2,Nurse,A,Bank cover\nN3,Nurse,A,awaiting start date\nN4,Nurse,B,Ida Holm\nN5,Nurse,B,Out to advert\n"
    found = begun(f"Post ref,Job,Branch,Post holder\n{rows}", tmp_path)
    assert [one.message.partition(":")[0].rpartition(".")[2] for one in found.open] == [
        "Bank cover",
        "awaiting start date",
        "Out to advert",
    ]
    assert found.guesses.at("tables.0.rows").value == "posts"


def test_vacant_posts_under_ids_of_persons_are_carried(tmp_path: Path) -> None:
    """Where e-mail addresses are the ids, a vacant post has none and gets one of its line, and so do several; others are told."""
    text = (
        "Full Name,Job Title,Reports To,Department,Email\n"
        "Ruth Abel,Director,,Directorate,ruth@x.org\n"
        "Mia Eng,Head of Support,Ruth Abel,Support,mia@x.org\n"
        "VACANT,Accountant,Mia Eng,Support,\n"
        "Vacant,Driver,Mia Eng,Support,\n"
        "Una Poe,Cleaner,Mia Eng,Support,\n"
    )
    found = begun(text, tmp_path)
    assert measured(found) == {"posts_authorized": 4, "posts_filled": 2, "headcount": 2, "vacancies": 2}
    assert {post.id for post in found.structure.posts} == {"ruth@x.org", "mia@x.org", "row-4", "row-5"}
    assert [one.code for one in found.imported.problems if "ID" in one.code] == ["IDS_OF_VACANT", "MISSING_ID"]
    assert in_and_told(found)


def held_as(found: Any) -> dict[str, tuple[int, str]]:
    people = {one.id: one.name for one in found.structure.table("persons")}
    return {people[one.person]: (one.share, one.basis) for one in found.structure.table("incumbencies")}


def test_words_for_an_acting_holder_are_no_part_of_the_name(tmp_path: Path) -> None:
    """They stand as the basis of the holding, whether beside the name or before the title; names that hold such letters stay."""
    text = (
        "Post ID,Title,Unit,Holder\nP1,Head,Roads,Acting: John Doe\nP2,Clerk,Roads,Ann Lee (acting)\nP3,Acting Director,Water,Bo Elm\n"
        'P4,Driver,Water,p.o. Piotr Lis\nP5,Guard,Water,"Lê Hoa, q. (quyền) Trưởng phòng"\nP6,Cook,Water,山田太郎(代理)\n'
        'P7,Smith,Water,"Kowalski, P.O."\nP8,Baker,Water,Quyền Linh\nP9,Nurse,Water,Acting: vacant\n'
    )
    found = begun(text, tmp_path)
    assert held_as(found) == {
        "John Doe": (100, "Acting"), "Ann Lee": (100, "acting"), "Bo Elm": (100, "Acting"), "Piotr Lis": (100, "p.o."),
        "Lê Hoa": (100, "q. (quyền) Trưởng phòng"), "山田太郎": (100, "代理"), "Kowalski, P.O.": (100, ""), "Quyền Linh": (100, ""),
    }  # fmt: skip
    assert [problem.code for problem in found.problems].count("HELD_AS") == 1
    assert (total(found, "authorized"), total(found, "filled")) == (9, 8)


def test_two_who_share_a_post_by_words_hold_half_each(tmp_path: Path) -> None:
    """The second one stands in brackets behind the first."""
    found = begun("Post,Unit,Holder\nHead,Roads,Ann Lee\nClerk,Roads,A. Smith (job share with B. Jones)\n", tmp_path)
    assert held_as(found) == {"Ann Lee": (100, ""), "A. Smith": (50, ""), "B. Jones": (50, "")}
    assert total(found, "filled") == 2


@pytest.mark.parametrize("text", ["Ann Lee or Bo Elm", "Nguyễn An hoặc Lê Bình", "q. (quyền) Trưởng phòng"])
def test_one_person_or_another_is_asked_about(text: str, tmp_path: Path) -> None:
    """So is a title in place of a name; no person is called so, and where a map says nothing none is made."""
    table = f"Post,Unit,Holder\nHead,Roads,Cy Oak\nClerk,Roads,{text}\nDriver,Roads,Di Ash\n"
    found = begun(table, tmp_path)
    assert [guess.place for guess in found.guesses.open] == [f"tables.0.holders.{text}"]
    if "Trưởng" in text:
        return
    columns: Any = {"name": "Post", "unit": "Unit", "person": "Holder"}
    map = HierarchyMap(rows="posts", columns=columns, organisation="City")
    imported = import_hierarchy(tmp_path / "table.csv", map=map)
    assert [getattr(one, "name", "") for one in imported.structure.table("persons")] == ["Cy Oak", "Di Ash"]
    assert "DOUBTFUL_HOLDER" in [problem.code for problem in imported.problems]
