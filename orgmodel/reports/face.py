"""Writing a report to a file: the suffix says the format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.core.atomic import write_text
from orgmodel.core.problems import Problem, ProblemsError
from orgmodel.reports.document import document_of
from orgmodel.reports.markdown import render

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison

SUFFIXES = (".md",)


def write_report(comparison: Comparison, path: Path, *, language: str | None = None, profile: str = "party") -> Path:
    """Write the report of a comparison; raises ProblemsError for a suffix that no writer knows."""
    if path.suffix not in SUFFIXES:
        message = f"a report is written as {', '.join(SUFFIXES)}, not {path.suffix or 'a file without a suffix'}"
        raise ProblemsError([Problem("FORMAT", message, subject=str(path))])
    write_text(path, render(document_of(comparison, profile), language or comparison.language))
    return path
