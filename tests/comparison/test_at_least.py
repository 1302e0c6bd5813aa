"""No output says "at least" of what is not known: at least nothing is no more than not known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgmodel import api
from orgmodel.charts.chart import chart
from orgmodel.comparison.comparison import Comparison, compare
from orgmodel.core.records import Post, Unit
from orgmodel.core.structure import Structure
from orgmodel.notebook.display import show_comparison
from orgmodel.reports.full_lists import full_lists_of
from orgmodel.reports.markdown import render
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Scenario
from orgmodel.words.numbers import AT_LEAST, UNKNOWN, at_least, ranged
from orgmodel.words.sentences import sentence
from tests.scenario.random_outcomes import outcomes

LANGUAGES = ("vi", "en")
UNSURE = re.compile(
    rf"(?:{'|'.join([*AT_LEAST.values(), '≥', '>='])})\s*(?:\?|–|{'|'.join(UNKNOWN.values())}|nan|0(?![.,]?\d))",
    re.IGNORECASE,
)


def texts_of(found: Comparison, language: str) -> list[str]:
    """Write a comparison in all ways that are read: the summary, the report, the display and every box of the charts."""
    told = [found.summary(language), render(full_lists_of(found), language), show_comparison(found)]
    for case in found.cases:
        if case.is_refused:
            continue
        for state in ("before", "after", "changes"):
            pages = chart(case.outcome, state=state, language=language).drawing.pages
            told += [line.text for page in pages for box in page.boxes for line in box.lines]
    return told


@settings(max_examples=settings.default.max_examples // 3)
@given(outcomes(), st.sampled_from(LANGUAGES))
def test_at_least_never_stands_before_what_is_not_known(made, language):
    """In no sentence, table, display or chart of made-up comparisons, in either language."""
    found = api.compare_all(made)
    for text in texts_of(found, language):
        assert UNSURE.search(text) is None, UNSURE.search(text)


def blank(*, filled: int | None) -> Structure:
    """One agency of 96 posts of which nobody knows how many are filled, and another whose number is given."""
    return Structure.of(
        [Unit("top"), Unit("a", parent="top"), Unit("b", parent="top"), Post("a/s", "a", authorized=96), Post("b/h", "b", rank="head", authorized=1, filled=filled)]
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headcount_of_which_nothing_is_known(language):
    """It is not known and unchanged; three people more are told as such, from not known to at least three."""
    still = Step("s", do=[{"rename": "a", "names": {"en": "A"}}])
    said = compare(Scenario("s", blank(filled=0), steps=(still,)).run()).summary(language)
    assert UNSURE.search(said) is None
    assert {
        "en": "headcount: not known, unchanged",
        "vi": "số người: chưa có số liệu, không đổi",
    }[language] in said
    more = Step("s", do=[{"create": {"post": "n", "unit": "b", "authorized": 3, "filled": 3}, "why": "need"}])
    said = compare(Scenario("s", blank(filled=0), steps=(more,)).run()).summary(language)
    assert {
        "en": "headcount not known → at least 3 (up 3)",
        "vi": "số người chưa có số liệu → ít nhất 3 (tăng 3)",
    }[language] in said
    fewer = Step("s", do=[{"dissolve": {"post": "b/h"}, "why": "need"}])
    said = compare(Scenario("s", blank(filled=1), steps=(fewer,)).run()).summary(language)
    assert {
        "en": "headcount at least 1 → not known (down 1)",
        "vi": "số người ít nhất 1 → chưa có số liệu (giảm 1)",
    }[language] in said


@given(
    st.none() | st.integers(0, 3), st.none() | st.integers(0, 3), st.none() | st.integers(-2, 2),
    st.booleans(), st.booleans(), st.sampled_from(["", "VND"]), st.sampled_from([None, 0, 2]), st.none() | st.integers(0, 3),
)  # fmt: skip
def test_whatever_values_a_sentence_has(before, after, change, least, moves, currency, known, low):
    """Every sentence of a measure, of any values that rows may have."""
    values = {
        "measure": "cost_year" if currency else "headcount", "before": before, "after": after, "change": change,
        "at_least": least, "moves": moves, "known": None, "of": None, "now_known": known, "currency": currency,
        "low": low, "low_before": low,
    }  # fmt: skip
    for language in LANGUAGES:
        assert UNSURE.search(sentence("measure", values, language)) is None
        for value in (before, after, float("nan")):
            assert UNSURE.search(at_least(value, language, least=least, low=low)) is None
            assert UNSURE.search(ranged(value, low, None, int(least), language)) is None
