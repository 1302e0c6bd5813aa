"""Writing manuscripts to files: the suffix says which writer sets them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.core.writing import write_all
from orgmodel.reports.content import manuscript_of
from orgmodel.reports.manuscript import Manuscript
from orgmodel.reports.markdown import markdown

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison

Writer = Callable[[Manuscript, str], bytes]
"""What sets a manuscript in a language; what it needs beyond this package it imports when it is called."""


def _word(manuscript: Manuscript, language: str) -> bytes:
    from orgmodel.reports.word.writer import word

    return word(manuscript, language)


def _pdf(manuscript: Manuscript, language: str) -> bytes:
    from orgmodel.reports.pdf.writer import pdf

    return pdf(manuscript, language)


def _workbook(manuscript: Manuscript, language: str) -> bytes:
    from orgmodel.reports.workbook import workbook

    return workbook(manuscript, language)


def _web_page(manuscript: Manuscript, language: str) -> bytes:
    from orgmodel.reports.web_page import web_page

    return web_page(manuscript, language)


WRITERS: dict[str, Writer] = {".docx": _word, ".xlsx": _workbook, ".pdf": _pdf, ".html": _web_page, ".md": markdown}
"""The writer of each suffix: a further format is a row here."""


def set_as(manuscript: Manuscript, suffix: str, language: str, template: Path | None = None) -> bytes:
    """Set a manuscript in the format of a suffix (``.md``), in a template of an office where one is given.

    Raises KeyError where no writer knows the suffix, and ProblemsError for a faulty template.
    """
    if template is not None:
        from orgmodel.reports.word.writer import word

        return word(manuscript, language, template)
    return WRITERS[suffix.lower()](manuscript, language)


def write_report(
    comparison: Comparison,
    path: Path,
    *,
    language: str | None = None,
    profile: str | None = None,
    template: Path | None = None,
    force: bool = False,
) -> Path:
    """Write the report of a comparison.

    Raises ProblemsError for a suffix that no writer knows, and for a file that orgmodel did not write or that was changed
    since, unless ``force`` replaces it.
    """
    paths = {language or comparison.language: path}
    write_reports(comparison, paths, profile=profile, template=template, force=force)
    return path


def write_reports(
    comparison: Comparison,
    paths: Mapping[str, Path],
    *,
    profile: str | None = None,
    template: Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Write the report of a comparison in each language to its path, all or none; raises what :func:`write_report` does."""
    for path in paths.values():
        refuse_unknown_suffix(path)
        if template is not None and path.suffix.lower() != ".docx":
            message = Message.of("a template is for a Word report (.docx), not for {suffix}", suffix=path.suffix)
            raise ProblemsError([Problem("TEMPLATE", message, path.name, Location(str(template)))])
    made = manuscript_of(comparison, profile)
    write_all({path: set_as(made, path.suffix, language, template) for language, path in paths.items()}, force=force)
    return list(paths.values())


def refuse_unknown_suffix(path: Path) -> None:
    """Raise ProblemsError for a file whose suffix no writer knows."""
    if path.suffix.lower() in WRITERS:
        return
    message = Message.of(
        "a report is written as {suffixes}, not {suffix}",
        suffixes=", ".join(WRITERS),
        suffix=path.suffix or Message.of("a file without a suffix"),
    )
    raise ProblemsError([Problem("FORMAT", message, path.name, Location(str(path)))])
