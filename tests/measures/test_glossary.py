"""The page of definitions is the one that the catalogue makes."""

from __future__ import annotations

from pathlib import Path

from orgmodel.measures.glossary import glossary

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"


def test_page_is_up_to_date():
    """The page in docs says what the catalogue says; make it anew from orgmodel.measures.glossary where it does not."""
    assert PAGE.read_text(encoding="utf-8") == glossary()
