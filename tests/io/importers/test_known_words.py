"""Words of headings in twenty languages, pairs that are easily confused, kinds by words, and languages told by their letters."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from orgmodel.io.importers.known.tables import heading
from orgmodel.io.importers.proposal.column_meanings import meant
from orgmodel.io.importers.proposal.words import language_of
from tests.io.importers.beginning import begun


def figures(found: Any) -> tuple[int | None, int | None]:
    """Give the sums of posts authorized and filled; None where one is missing."""
    sums = [[getattr(post, key) for post in found.structure.posts] for key in ("authorized", "filled")]
    return tuple(None if None in some or not some else sum(some) for some in sums)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("authorized", "filled", "vacancies"),
    [
        ("Postos previstos", "Postos ocupados", "Postos vagos"),
        ("Οργανικές θέσεις", "Καλυμμένες θέσεις", "Κενές θέσεις"),
        ("Кількість штатних одиниць", "Зайнято посад", "Вакантні посади"),
        ("Утверждено штатных единиц", "Замещено единиц", "Вакантных единиц"),
        ("Zatwierdzone etaty", "Liczba obsadzonych etatów", "Liczba wolnych etatów"),
        ("Počet systemizovaných míst", "Počet obsazených míst", "Počet volných míst"),
        ("Norm kadro say\u0131s\u0131", "Dolu kadro say\u0131s\u0131", "Boş kadro say\u0131s\u0131"),
        ("TAHSİSLİ KADRO", "DOLU KADRO", "BOŞ KADRO"),
        ("Vahvistetut virat", "Täytetyt virat", "Avoimet virat"),
        ("Inrättade tjänster", "Tillsatta tjänster", "Lediga tjänster"),
        ("Godkjente stillinger", "Besatte stillinger", "Ubesatte stillinger"),
        ("Bevilgede stillinger", "Besatte stillinger", "Ledige stillinger"),
        ("Aantal formatieplaatsen", "Bezette formatieplaatsen", "Openstaande vacatures"),
        ("Posti previsti", "Posti occupati", "Posti vacanti"),
        ("PUESTOS AUTORIZADOS", "PUESTOS OCUPADOS", "PUESTOS VACANTES"),
        ("EFFECTIF AUTORISE", "EFFECTIF REEL", "Total postes vacants"),
        ("Bewilligte Stellen", "Besetzte Stellen", "Unbesetzte Stellen"),
        ("核定编制人数", "在编人数", "缺编人数"),
        ("条例定数", "現員数", "欠員数"),
        ("총 정원", "현원수", "결원수"),
        ("الوظائف المعتمدة", "الوظائف المشغولة", "الوظائف الشاغرة"),
        ("Tổng biên chế được giao", "Số biên chế có mặt", "Số biên chế chưa sử dụng"),
    ],
)
def test_three_figures_are_told_apart(authorized: str, filled: str, vacancies: str, tmp_path: Path) -> None:
    """Each figure is what its heading says, in whatever order the columns stand; vacancies are no figure of posts."""
    for order in ((0, 1, 2), (2, 1, 0)):
        headed = [(authorized, filled, vacancies)[at] for at in order]
        rows = [(f"X{row}", [str((row + 8, row + 5, 3)[at]) for at in order]) for row in range(3)]
        text = "\n".join(";".join((name, *cells)) for name, cells in (("Code", headed), *rows))
        assert figures(begun(text, tmp_path)) == (27, 18)


@pytest.mark.parametrize(
    "text",
    [
        "belegte Plätze",  # of a nursery or a hospital
        "Plätze",
        "Antal belagda platser",
        "Beds occupied",
        "Existing posts",  # those that exist, vacant or not
        "Current positions",
        "Puestos existentes",
        "Mevcut kadro",
        "现有编制",
        "Total budget",  # an amount
        "预算数",
        "In total",
        "Total",
        "Nombre de fonctionnaires présents au procès",
        "Total number of users",
        "Contract hours",
        "Cargos efetivos",  # a sort of posts
    ],
)
def test_what_may_be_another_figure_is_no_figure(text: str) -> None:
    """A question is better than a wrong figure."""
    known = meant(text, ["12", "40", "9"])
    assert known is None or known.meaning("units") not in ("authorized", "filled", "fte"), text


@pytest.mark.parametrize(
    ("text", "values", "meaning"),
    [
        ("Incumbents", ["2", "1", "3"], "filled"),
        ("Incumbents", ["Ann Lee", "Bo Elm"], "person"),
        ("Established", ["5", "20"], "authorized"),
        ("Established", ["1999-01-01", "2004-05-01"], ""),
        ("Autorizados", ["2020-01-01", "2021-05-01"], ""),
        ("Poste", ["P-01", "P-02"], "id"),
        ("Poste", ["Chef", "Commis"], "name"),
        ("Cargo", ["Jefe", "Auxiliar"], "name"),
        ("Post Ref", ["A1", "A2"], "id"),
        ("Contract hours %", ["100", "50"], "fte"),
        ("Contracted WTE", ["10.5", "3"], "fte"),
        ("Funded WTE", ["10.5", "3"], "fte_authorized"),
        ("Vacant (Y/N)", ["Y", "N"], "status"),
        ("Head count 2023", ["3", "4"], "filled"),
        ("Authorized Positions FY2024", ["3", "4"], "authorized"),
    ],
)
def test_values_bear_out_what_a_heading_says(text: str, values: list[str], meaning: str) -> None:
    """Numbers count, words name, codes are ids, and days are no figures."""
    known = meant(text, values)
    assert (known.meaning("posts") if known is not None else "") == meaning


def test_a_heading_without_its_marks_or_with_a_word_for_a_sum_is_known() -> None:
    """Capitals are often written without accents; short words are not guessed so."""
    assert heading("UNITE ADMINISTRATIVE") == heading("Unité administrative")
    assert heading("Total des effectifs") == heading("Effectifs")
    assert heading("Total effectifs").meaning("units") == "filled"  # type: ignore[union-attr]
    assert heading("Phong") is None


def test_what_is_people_and_vacancies_together_is_what_is_authorized(tmp_path: Path) -> None:
    """Only where it is so in each row, and the two stand there."""
    rows = "Birim;Bağl\u0131 Birim;Dolu;Boş;Toplam\nBaşkanl\u0131k;;3;1;4\nPersonel Müdürlüğü;Başkanl\u0131k;20;5;{}\n"
    found = begun(rows.format(25), tmp_path)
    assert figures(found) == (29, 23)
    assert found.map.language == "tr"
    other = begun(rows.format(26), tmp_path)
    assert figures(other) == (None, 23)
    assert "Toplam" in other.imported.not_carried


@pytest.mark.parametrize(
    "text", ["davon unbesetzt", "Varav vakanta", "of which vacant posts", "в том числе вакансий", "其中缺编"]
)
def test_a_part_of_the_column_before_is_what_it_says_itself(text: str) -> None:
    """Words for *of which* are no part of what is counted."""
    known = heading(text)
    assert known is not None
    assert known.meaning("units") == "vacancies"


@pytest.mark.parametrize(
    ("table", "language"),
    [
        ("Birim;Mevcut|Yaz\u0131 İşleri Müdürlüğü;5|Özel Kalem Müdürlüğü;2|Fen İşleri Müdürlüğü;9|", "tr"),
        ("Відділ;Зайнято посад|Відділ кадрів;5|Фінансовий відділ;3|", "uk"),
        ("Structura;Ocupate|Direcția Economică;5|Serviciul Buget și Plăți;3|", "ro"),
        ("Enhed;Normerede stillinger|Kontor for Tilsyn;5|Kontor for Vand;3|", "da"),
        ("Odbor;Obsazená místa|Odbor rozpočtu;5|Odbor úřední péče;3|", "cs"),
        ("Подразделение;Занято|Отдел кадров;5|Финансовый отдел;3|", "ru"),
    ],
)
def test_a_language_is_told_by_its_own_letters(table: str, language: str, tmp_path: Path) -> None:
    """No language is taken for another one of which there are captions."""
    assert begun(table.replace("|", "\n"), tmp_path).map.language == language


def test_a_language_without_captions_is_told_as_itself() -> None:
    """Its letters are foreign to those that we have; where nothing tells, none is taken."""
    assert language_of([], ["Pénzügyi Főosztály", "Jogi Főosztály", "Műszaki Főosztály"])[0] == "hu"
    assert language_of([], ["Xää", "Yää"])[0] == "und"


@pytest.mark.parametrize(
    ("table", "agencies", "internal"),
    [
        ("Útvar;Druh;Nadřízený útvar|A;Ministerstvo;|B;Sekce;A|C;Odbor;B|D;Oddělení;C|", 1, 3),
        ("Enhed;Enhedstype;Overordnet enhed|A;Styrelse;|B;Kontor;A|C;Enhed;B|", 1, 2),
        ("Підрозділ;Вид;Вищий підрозділ|A;Агентство;|B;Департамент;A|C;Відділ;B|", 1, 2),
        (
            "Birim;Birim Türü;Bağl\u0131 Birim|A;Genel Müdürlük;|B;Daire Başkanl\u0131ğ\u0131;A|C;Şube Müdürlüğü;B|",
            1,
            2,
        ),
        (
            "N.º;Unidade orgânica;Postos ocupados|1;Direção Norte;5|1.1;Divisão de Obras;3|1.2;Serviço de Águas;2|",
            1,
            2,
        ),
    ],
)
def test_kinds_in_other_languages_count_as_what_they_are(
    table: str, agencies: int, internal: int, tmp_path: Path
) -> None:
    """What stands at the top counts where no other kind would."""
    found = begun(table.replace("|", "\n"), tmp_path)
    assert Counter(found.map.kinds.values()) == Counter({"agency": agencies, "internal": internal})


def test_levels_need_no_figures(tmp_path: Path) -> None:
    """A table of nothing but units, a column a level, is read in other languages too."""
    found = begun(
        "Ministério,Secretaria,Diretoria\nFazenda,Receita,Cobrança\nFazenda,Receita,Cadastro\nFazenda,Tesouro,Dívida\n",
        tmp_path,
    )
    assert len(list(found.structure.units)) == 6
    assert not list(found.structure.posts)
