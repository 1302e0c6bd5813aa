"""Texts that are put behind each other: each begins as a sentence does, or none does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orgmodel import api
from orgmodel.core.names import text_in
from orgmodel.reports.form import Form
from orgmodel.reports.papers import papers_of
from orgmodel.words.labels import LABELS
from orgmodel.words.running_text import within_sentence

STUDY = Path(__file__).parents[2] / "scenarios" / "ha-tinh-2022"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_measure_begins_with_a_capital_within_a_sentence(language: str) -> None:
    """In cells of the study's report no name of a measure or figure stands with a capital behind a comma or a semicolon."""
    (made,) = papers_of(api.compare_all(api.read_outcomes([STUDY]), language=language), ("report",))
    at = ("vi", "en").index(language)
    names = [texts[at] for family in ("measure", "figure") for texts in LABELS.get(family, {}).values()]
    names = [name for name in names if within_sentence(name) != name]
    assert names
    wanted = re.compile(rf"[,;] (?:{'|'.join(map(re.escape, names))})\b")
    for form in made.forms():
        assert isinstance(form, Form)
        for line in form.texts(language):
            assert [cell for cell in line if wanted.search(cell)] == [], text_in(form.title, language)
