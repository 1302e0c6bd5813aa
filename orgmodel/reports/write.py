"""Writing a report to a file: the suffix says the format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.core.writing import write_all
from orgmodel.reports.document import document_of
from orgmodel.reports.markdown import render

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison

SUFFIXES = (".md",)


def write_report(
    comparison: Comparison, path: Path, *, language: str | None = None, profile: str | None = None, force: bool = False
) -> Path:
    """Write the report of a comparison.

    Raises ProblemsError for a suffix that no writer knows, and for a file that orgmodel did not write or that was changed
    since, unless ``force`` replaces it.
    """
    write_reports(comparison, {language or comparison.language: path}, profile=profile, force=force)
    return path


def write_reports(
    comparison: Comparison, paths: Mapping[str, Path], *, profile: str | None = None, force: bool = False
) -> list[Path]:
    """Write the report of a comparison in each language to its path, all or none; raises what :func:`write_report` does."""
    for path in paths.values():
        if path.suffix not in SUFFIXES:
            message = Message.of(
                "a report is written as {suffixes}, not {suffix}",
                suffixes=", ".join(SUFFIXES),
                suffix=path.suffix or Message.of("a file without a suffix"),
            )
            raise ProblemsError([Problem("FORMAT", message, path.name, Location(str(path)))])
    document = document_of(comparison, profile)
    write_all({path: render(document, language).encode() for language, path in paths.items()}, force=force)
    return list(paths.values())
