"""Bytes to text: encodings are told apart, texts come out composed, invisible characters are refused."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgmodel.io.decoding import decode, looks_like, read_text

TEXT = "id,name_vi\na,Văn phòng Huyện ủy Đức Thọ\n"


def read(data: bytes) -> tuple[str | None, list[str]]:
    problems = []
    return decode(data, "x.csv", problems), [str(one) for one in problems]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Министерство внутренних дел, Отдел кадров", "cp1251", "Windows-1251"),
        ("Министерство внутренних дел, Отдел кадров", "koi8-r", "KOI8-R"),
        ("国务院办公厅,财政部", "gb18030", "East Asian"),
        ("行政院內政部,財政部", "big5", "East Asian"),
        ("法務省大臣官房人事課,会計課", "cp932", "East Asian"),
        ("행정안전부,인사과", "euc-kr", "East Asian"),
        ("Müller & Söhne, Zürich", "cp1252", "Windows-1252"),
        ("Élysée, Ministère des Affaires étrangères", "cp1252", "Windows-1252"),
    ],
)
def test_encodings_of_other_scripts_are_named(text: str, encoding: str, name: str):
    """Whole words beyond ASCII tell other scripts from Latin letters, where single letters are."""
    told, said = read(text.encode(encoding))
    assert told is None
    assert f"looks like {name}" in said[0] or f"looks like an {name}" in said[0]


def test_a_text_cut_off_in_a_character_is_said():
    """A download that broke off is no other encoding."""
    told, said = read("tổ chứ".encode()[:-1])
    assert told is None
    assert "cut off" in said[0]


def test_a_bom_and_windows_line_ends_are_read():
    """A file as Excel saves it gives the same text as one from an editor."""
    assert read(TEXT.replace("\n", "\r\n").encode("utf-8-sig")) == (TEXT, [])


def test_decomposed_vietnamese_is_composed():
    """Letters and tones that come apart (NFD) are put together."""
    apart = unicodedata.normalize("NFD", TEXT)
    assert apart != TEXT
    assert read(apart.encode()) == (TEXT, [])


@pytest.mark.parametrize(
    ("data", "name", "place"),
    [
        (TEXT.encode("utf-16"), "UTF-16", ":1:1:"),
        (TEXT.encode("utf-16-le"), "UTF-16", ":2:"),
        (b"i\0d\0\n\0a\0", "UTF-16", ":1:1:"),
        (TEXT.encode("utf-32"), "UTF-32", ":1:1:"),
        (unicodedata.normalize("NFD", "id\na,Đức").encode("cp1258", "ignore"), "Windows-1258", ":2:3:"),
        (b"id,name_vi\na,C\xac quan T\xe6 ch\xf8c - N\xe9i v\xf4\n", "TCVN3", ":2:4:"),
        ("id\na,Müller".encode("cp1252"), "Windows-1252", ":2:4:"),
        ((TEXT * 20).encode() + b"\xff\n", "damaged", ":41:1:"),
    ],
)
def test_another_encoding_is_named_with_its_place(data, name, place):
    """What is not UTF-8 is told by the encoding that it looks like, at the first byte that does not fit."""
    text, said = read(data)
    assert text is None
    assert len(said) == 1
    assert name in said[0]
    assert place in said[0]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u200b", "\u202e", "\ufeff"])
def test_a_character_that_cannot_be_seen_is_refused(character):
    """Two ids that look the same are the same: what makes them differ unseen is refused."""
    text, said = read(f"id\nduc-{character}tho\n".encode())
    assert text is None
    assert said == [f"x.csv:2:5: CONTROL invisible character U+{ord(character):04X}; delete it"]


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_one_problem(data):
    """Whatever a file holds, it is read or refused, and never anything between."""
    text, said = read(data)
    assert (text is None) == (len(said) == 1)


def test_a_file_that_is_too_large_or_no_file_is_refused(tmp_path):
    """Size is looked at before reading; a folder and a missing file are told as what they are."""
    (tmp_path / "large.yaml").write_text("x" * 101)
    problems = []
    assert read_text(tmp_path / "large.yaml", limit=100, problems=problems) is None
    assert read_text(tmp_path, limit=100, problems=problems) is None
    assert read_text(tmp_path / "lage.yaml", limit=100, problems=problems) is None
    assert [one.code for one in problems] == ["TOO_LARGE", "NOT_A_FILE", "MISSING_FILE"]
    assert "'large.yaml'" in problems[2].message


NAMES = {
    "cp1252": (
        ("Direção-Geral da Administração da Justiça,Comissão de Fiscalização,Repartição de Finanças", "Windows-1252"),
        ("Dirección General de la Función Pública,Sección de Nóminas,Área Técnica de Administración,Subdirección de Organización y Métodos", "Windows-1252"),
        ("Direktion für öffentliche Aufträge,Behörde für Straßenwesen,Büro der Geschäftsführung", "Windows-1252"),
    ),
    "cp1254": (
        ("Personel Dairesi Başkanlığı,İnsan Kaynakları Müdürlüğü,Dış İlişkiler Şubesi,Kadro Sayısı", "Windows-1254"),  # noqa: RUF001
        ("İÇİŞLERİ BAKANLIĞI,STRATEJİ GELİŞTİRME BAŞKANLIĞI,DOLU KADRO SAYISI", "Windows-1254"),
    ),
    "cp1253": (("Γενική Διεύθυνση Προσωπικού,Τμήμα Μισθοδοσίας,Οργανικές θέσεις", "Windows-1253"),),
    "cp1255": (("משרד האוצר,אגף משאבי אנוש,מחלקת שכר,לשכת המנהל הכללי", "Windows-1255"),),
    "cp1256": (("وزارة المالية,إدارة الموارد البشرية,عدد الوظائف المعتمدة", "Windows-1256"),),
    "cp1250": (
        ("Ministerstvo vnitra České republiky,Oddělení účtárny,Počet systemizovaných míst,Ředitelství", "Windows-1250"),
        ("Wydział Spraw Społecznych,Dział Księgowości,Komórka nadrzędna,Liczba etatów", "Windows-1250"),
        ("Önkormányzati Minisztérium,Főosztály,Költségvetési Osztály,Betöltött álláshelyek,Személyügyi Iroda,Őrség", "Windows-1250"),
    ),
    "cp852": (("Ministerstvo vnitra České republiky,Oddělení účtárny,Počet systemizovaných míst", "DOS 852"),),
    "cp866": (("Министерство внутренних дел,Отдел кадров", "DOS 866"),),
    "cp1257": (("Personalo skyrius,Finansų ir biudžeto skyrius,Vyriausybės kanceliarija,Pareigybių skaičius,Užimtų etatų", "Windows-1257"),),
}  # fmt: skip
"""Units and headings as offices write them, by code page, with what that is called."""


@pytest.mark.parametrize(
    ("text", "page", "name"), [(text, page, name) for page, some in NAMES.items() for text, name in some]
)
def test_the_code_page_of_each_language_is_named_alone(text: str, page: str, name: str):
    """Whoever converts by the name that is told gets the letters that were written."""
    _, said = read(text.encode(page))
    assert f"looks like {name}" in said[0]
    assert " or " not in said[0]


def test_a_page_that_a_few_letters_leave_open_is_told_with_what_each_makes_of_them():
    """One letter may be of two pages: both readings are shown, and nobody is led to wrong letters in silence."""
    _, said = read("id,name\n1,imię\n".encode("cp1250"))
    assert "Windows-1250 (Central European) (imię)" in said[0]
    assert "(imiê)" in said[0]


def test_letters_of_every_page_are_never_named_as_another_alone():
    """Over words of each language, drawn at random, another page alone is named only where it makes the same letters of them."""
    rng = np.random.default_rng(3)
    wrong = []
    for page, some in NAMES.items():
        for text, _ in some:
            words = [word for word in text.replace(",", " ").split() if not word.isascii()]
            for _ in range(20):
                sample = ",".join(rng.choice(words, min(4, len(words)), replace=False)).encode(page)
                said = looks_like(sample)
                other = next((code for code, name in PAGES.items() if said.startswith(name)), None)
                if " or " not in said and (other is None or sample.decode(other, "replace") != sample.decode(page)):
                    wrong.append((page, said))
    assert not wrong


PAGES = {
    "cp1252": "Windows-1252", "cp1254": "Windows-1254", "cp1253": "Windows-1253", "cp1255": "Windows-1255", "cp1256": "Windows-1256",
    "cp1250": "Windows-1250", "cp852": "DOS 852", "cp866": "DOS 866", "cp1257": "Windows-1257",
}  # fmt: skip
