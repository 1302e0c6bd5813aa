"""Writing a report to a file: the suffix says the format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.core.writing import write_text
from orgmodel.reports.document import document_of
from orgmodel.reports.markdown import render

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison

SUFFIXES = (".md",)


def write_report(
    comparison: Comparison, path: Path, *, language: str | None = None, profile: str = "party", force: bool = False
) -> Path:
    """Write the report of a comparison.

    Raises ProblemsError for a suffix that no writer knows, and for a file that orgmodel did not write or that was changed
    since, unless ``force`` replaces it.
    """
    if path.suffix not in SUFFIXES:
        message = f"a report is written as {', '.join(SUFFIXES)}, not {path.suffix or 'a file without a suffix'}"
        raise ProblemsError([Problem("FORMAT", message, subject=str(path))])
    write_text(path, render(document_of(comparison, profile), language or comparison.language), force=force)
    return path
