"""A letter asks what somebody can answer: its sentence is true of its tables, and nobody is asked what the authors decide."""

from __future__ import annotations

import pytest

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.reports.manuscript import Paragraph
from orgmodel.reports.papers import LETTERS, Asked, papers_of
from orgmodel.scenario.elements import Letter, Step
from orgmodel.scenario.scenario import Scenario

UNITS = [
    Unit("top", names_of(en="Ministry", vi="Bộ"), kind="agency"),
    Unit("a", names_of(en="Agency", vi="Cục"), kind="agency", parent="top"),
]


def letters(*posts: Post, steps: tuple[Step, ...] = (), illustrative: bool = False):
    """Give the letters of one scenario: title, sentence and forms of each, in both languages."""
    from orgmodel.api import comparison_of

    baseline = Structure.of([*UNITS, *posts], as_of="2024-01-01")
    comparison = comparison_of([Scenario("x", baseline, steps=steps, illustrative=illustrative)])
    assert not comparison.problems
    return papers_of(comparison, (LETTERS,), Asked())


def said(paper, language: str) -> str:
    """Give what a letter says, without its tables."""
    return " ".join(text_in(one.text, language) for one in paper.chapters[0].blocks if isinstance(one, Paragraph))


RENAME = [{"rename": "a", "names": {"en": "Agency One", "vi": "Cục Một"}}]
MISSING = Post("p", "a", authorized=2, filled=None)


def test_a_letter_says_only_what_its_tables_ask() -> None:
    """Where nothing is assumed nothing is to be confirmed."""
    (paper,) = letters(MISSING, steps=(Step("s", do=RENAME, effective="2024-02-01"),))
    assert [form.id for chapter in paper.chapters for form in chapter.forms] == ["missing"]
    assert "supply the figures that are missing (as of 1 January 2024)" in said(paper, "en")
    assert "assumed" not in said(paper, "en")
    assert "giả định" not in said(paper, "vi")
    assert "confirm" not in text_in(paper.title, "en")
    assert "xác nhận" not in text_in(paper.title, "vi")


def test_a_date_of_effect_is_no_figure_of_a_day() -> None:
    """Who is asked when a step takes effect is not asked for figures as of the baseline's day."""
    (paper,) = letters(Post("p", "a", authorized=2, filled=2), steps=(Step("s", do=RENAME),))
    (form,) = (form for chapter in paper.chapters for form in chapter.forms)
    assert form.as_of is None
    assert "2024" not in said(paper, "en")
    assert "figures" not in said(paper, "en")
    assert "số liệu" not in said(paper, "vi")


def test_nobody_is_asked_when_a_draft_of_the_authors_takes_effect() -> None:
    """It is theirs to say, unless somebody is charged with the step."""
    full = Post("p", "a", authorized=2, filled=2)
    assert letters(full, steps=(Step("s", do=RENAME),), illustrative=True) == []
    assert len(letters(full, steps=(Step("s", do=RENAME, owner="top"),), illustrative=True)) == 1


@pytest.mark.parametrize(
    ("supplier", "own"),
    [
        (names_of(vi="Ban Tổ chức Tỉnh ủy (số liệu khối Đảng)", en="Provincial organisation board"), True),
        (names_of(vi="Ban Tổ chức", en="x"), True),
        (names_of(vi="Ban Tổ chức Huyện ủy", en="x"), False),
        (names_of(vi="Sở Nội vụ (biên chế)", en="x"), False),
    ],
)
def test_the_office_that_writes_asks_its_own_sections(supplier: Names, own: bool) -> None:
    """An office writes no letter to itself: the paper goes to those of its sections who have the figures."""
    from orgmodel.reports.letters import is_issuer

    office = Letter(superior=names_of(vi="TỈNH ỦY HÀ TĨNH"), issuer=names_of(vi="BAN TỔ CHỨC"))
    assert is_issuer(supplier, office) is own
    assert not is_issuer(supplier, Letter())


@pytest.mark.parametrize(("language", "name"), [("en", "letter-01-whoever-leads"), ("vi", "letter-01-co-quan-chu-tri")])
def test_a_letter_is_named_in_the_language_of_the_study(language: str, name: str) -> None:
    """Its file is found by people who may know no other language."""
    who = Unit("who", names_of(en="Ministry Audit", vi="Bộ Kiểm toán"), kind="agency")
    from orgmodel.api import comparison_of

    baseline = Structure.of([who, Post("p", "who", authorized=2, filled=None)], terms=Vocabulary(language=language))
    rename = [{"rename": "who", "names": {"en": "Audit", "vi": "Kiểm toán"}}]
    steps = (Step("s", do=rename, owner="who", effective="2024-02-01"),)
    (paper,) = papers_of(comparison_of([Scenario("x", baseline, steps=steps)]), (LETTERS,), Asked())
    assert paper.id == name
