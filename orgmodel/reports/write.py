"""Writing manuscripts to files: the suffix says which writer sets them, and a folder takes every paper in every format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.problems import Location, Problem, ProblemsError
from orgmodel.core.replacing import FileSet
from orgmodel.core.writing import write_all
from orgmodel.reports.index_page import Listed, index_page
from orgmodel.reports.issue import issue_of
from orgmodel.reports.issue_data import ISSUE, issue_bytes
from orgmodel.reports.manuscript import Manuscript, Paragraph
from orgmodel.reports.markdown import markdown
from orgmodel.reports.papers import LETTERS, PAPERS, REPORT, Asked, papers_of
from orgmodel.reports.redline import redline
from orgmodel.words.reports import said

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


def _slides(manuscript: Manuscript, language: str) -> bytes:
    from orgmodel.reports.slides import slides

    return slides(manuscript, language)


WRITERS: dict[str, Writer] = {
    ".docx": _word,
    ".xlsx": _workbook,
    ".pdf": _pdf,
    ".html": _web_page,
    ".pptx": _slides,
    ".md": markdown,
}
"""The writer of each suffix: a further format is a row here."""
OF_REPORTS_ALONE = frozenset((".pptx",))
"""Formats in which a folder has the report alone, and no letters or lists, such as slides."""
MARKED = frozenset((".docx", ".html"))
"""Formats in which what changed since the last issue is marked in its place; others have the tables of changes alone."""
INDEX = "index.html"
TEMPLATED = frozenset((".docx", ".pptx"))
"""The formats that take an office's own template, which is of the same format."""
SET = "report"


FORMAT = re.compile(r"\.[^\W\d_]\w*")
"""What may be the suffix of a format: what stands behind the point of ``2.3`` or ``2022.10-draft`` is part of a folder's name."""


def is_folder(path: Path) -> bool:
    """Tell whether a path names a folder: one that is there, or a name without a suffix that could be that of a format.

    >>> [is_folder(Path(one)) for one in ("out", "out/2.3", "2.3-no-new-quota", "out/x.docx", "x.odt")]
    [True, True, True, False, False]
    """
    return path.is_dir() or not FORMAT.fullmatch(path.suffix)


def set_as(manuscript: Manuscript, suffix: str, language: str, template: Path | None = None) -> bytes:
    """Set a manuscript in the format of a suffix (``.md``), in a template of an office where one is given.

    Raises KeyError where no writer knows the suffix, and ProblemsError for a faulty template.
    """
    if suffix.lower() not in MARKED:
        manuscript = manuscript.unmarked()
    if template is not None and suffix.lower() == ".pptx":
        from orgmodel.reports.slides import slides

        return slides(manuscript, language, template)
    if template is not None:
        from orgmodel.reports.word.writer import word

        return word(manuscript, language, template)
    return WRITERS[suffix.lower()](manuscript, language)


def write_report(
    comparison: Comparison,
    path: Path,
    *,
    language: str | None = None,
    kind: str = REPORT,
    asked: Asked | None = None,
    force: bool = False,
) -> Path:
    """Write a paper of a comparison, or where the path has no suffix every paper in every format into that folder.

    Raises ProblemsError for a suffix that no writer knows, and for a file that orgmodel did not write or that was changed
    since, unless ``force`` replaces it.
    """
    spoken = language or comparison.language
    if is_folder(path):
        write_folder(comparison, path, [spoken], asked=asked, force=force)
    else:
        write_reports(comparison, {spoken: path}, kind=kind, asked=asked, force=force)
    return path


def write_reports(
    comparison: Comparison,
    paths: Mapping[str, Path],
    *,
    kind: str = REPORT,
    asked: Asked | None = None,
    force: bool = False,
) -> list[Path]:
    """Write one paper of a comparison in each language to its path, all or none; raises what :func:`write_report` does."""
    template = None if asked is None else asked.template
    for path in paths.values():
        refuse_unknown_suffix(path)
        if template is not None and not _is_template_of(template, path.suffix):
            message = Message.of(
                "a template of Word (.docx) is for a report in Word, one of slides (.pptx) for slides, and this is for {suffix}",
                suffix=path.suffix,
            )
            raise ProblemsError([Problem("TEMPLATE", message, path.name, Location(str(template)))])
    made = papers_of(comparison, (kind,), asked)
    if asked is not None and asked.since is not None:
        made = [redline(comparison, one, asked.since, asked.persons) for one in made if one.kind == REPORT]
    if len(made) != 1:
        only = Message.of("{kind} is not one paper of what is given here: give a folder for all there are", kind=kind)
        raise ProblemsError([Problem("PAPER", only, kind)])
    files = {path: set_as(made[0], path.suffix, language, template) for language, path in paths.items()}
    write_all(files, force=force)
    return list(paths.values())


def write_folder(
    comparison: Comparison,
    folder: Path,
    languages: Sequence[str],
    *,
    kinds: tuple[str, ...] = PAPERS,
    asked: Asked | None = None,
    force: bool = False,
) -> list[Path]:
    """Write every paper of a comparison in every format and language into a folder, with a page that leads to them.

    The folder also keeps what the report shows (:data:`~orgmodel.reports.issue_data.ISSUE`), for the next one to be compared with.
    """
    papers = papers_of(comparison, kinds, asked)
    persons = asked.persons if asked is not None else ""
    report = next((one for one in papers if one.kind == REPORT), None)
    if report is not None and asked is not None and asked.since is not None:
        papers.insert(1, redline(comparison, report, asked.since, persons))
    files: dict[Path, bytes] = {}
    template = None if asked is None else asked.template
    listed = [_listed(paper, files, folder, languages, template) for paper in papers]
    first = languages[0]
    title = text_in(said("index_of", about=papers[0].title if papers else said("report")), first)
    if report is not None:
        files[folder / ISSUE] = issue_bytes(issue_of(comparison, report, persons))
    files[folder / INDEX] = index_page(title, listed, first).encode()
    write_all(files, force=force, one_set=FileSet(SET, folder))
    return list(files)


def _listed(
    paper: Manuscript, files: dict[Path, bytes], folder: Path, languages: Sequence[str], template: Path | None
) -> Listed:
    """Set a paper in every format, and list its files."""
    links = []
    for suffix in WRITERS:
        if suffix in OF_REPORTS_ALONE and paper.kind != REPORT:
            continue
        frame = template if template is not None and _is_template_of(template, suffix) else None
        for language in languages:
            name = f"{paper.id}{f'.{language}' if len(languages) > 1 else ''}{suffix}"
            files[folder / name] = set_as(paper, suffix, language, frame)
            links.append((f"{suffix.removeprefix('.')}{f' ({language})' if len(languages) > 1 else ''}", name))
    first = languages[0]
    about = paper.title
    if paper.kind == LETTERS:  # all letters are about the same: what tells them apart is to whom they go
        about = next((block.text for block in paper.chapters[0].blocks if isinstance(block, Paragraph)), about)
    title = ": ".join(filter(None, (text_in(paper.type, first), text_in(about, first))))
    return Listed(title, tuple(links))


def _is_template_of(template: Path, suffix: str) -> bool:
    """Tell whether a template is of the format of a report; one without a known suffix is of Word."""
    own = template.suffix.lower()
    return suffix.lower() == (own if own in TEMPLATED else ".docx") and suffix.lower() in TEMPLATED


def write_index(folder: Path, title: str, listed: Iterable[Listed], language: str, *, force: bool = False) -> Path:
    """Write the page that leads to folders of reports."""
    path = folder / INDEX
    write_all({path: index_page(title, [*listed], language).encode()}, force=force)
    return path


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
