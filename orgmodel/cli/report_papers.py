"""What the ways of writing reports share: comparing what was read, what is asked of papers, and writing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.progress import COMPARING, at_work
from orgmodel.core.messages import Message

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.reports.papers import Asked
    from orgmodel.scenario.scenario import Outcome, Study
    from orgmodel.tracking.board import StatusRow


def compared(outcomes: Sequence[Outcome], path: Path, languages: Sequence[str], *, persons: bool) -> Comparison:
    """Compare what was read; refuse what it cannot be written of, and a language that is not spoken."""
    from orgmodel.api import compare_all
    from orgmodel.core.problems import nearest, refuse_if_any
    from orgmodel.io.read import language_of

    with at_work(COMPARING):
        comparison = compare_all(outcomes, language=language_of(path), persons=persons)
    for one in languages:
        if one not in comparison.languages:
            words, hint = ", ".join(comparison.languages), nearest(one, comparison.languages)
            raise click.UsageError(
                Message.of("{given!r} is not spoken here{hint}; there are {words}", given=one, hint=hint, words=words)
            )
    if not can_be_told(comparison):
        refuse_if_any(comparison.problems)
    return comparison


def can_be_told(comparison: Comparison) -> bool:
    """Tell whether papers can be written: of scenarios of which some can be carried out; those that cannot are told as refused."""
    from orgmodel.core.problems import errors

    sound = [case for case in comparison.cases if not case.is_refused]
    return (bool(sound) or not comparison.cases) and not any(errors(case.outcome.problems) for case in sound)


def asked(comparison: Comparison, notes: Path | None, wanted: Asked, *, force: bool) -> Asked:
    """Give what is asked of the papers, with what people wrote of steps; their file is begun where there is none yet."""
    from orgmodel.api import report_asked
    from orgmodel.reports.papers import study_of
    from orgmodel.reports.progress import steps_on_the_board

    if notes is None:
        return report_asked(comparison, wanted)
    from orgmodel.io.progress_notes import read_progress_notes

    kept = read_progress_notes(notes)
    study = study_of(comparison)
    if study is not None:
        day = wanted.as_of or study.baseline.as_of or "9999"
        board = steps_on_the_board(study, day, [case.outcome.scenario for case in comparison.cases])
        _keep(notes, kept, study, board, force=force)
    return report_asked(comparison, replace(wanted, notes=kept))


def compared_with(since: Path | None, comparison: Comparison, wanted: Asked) -> Asked:
    """Add the last issue of a report, where one is named."""
    from orgmodel.io.issue_file import read_issue_data
    from orgmodel.reports.issue_data import ISSUE, accepted_issue
    from orgmodel.reports.papers import report_id

    if since is None:
        return wanted
    path = since / ISSUE
    issue = accepted_issue(read_issue_data(path), path, report_id(comparison), wanted.persons)
    return replace(wanted, since=issue)


def _keep(path: Path, kept: dict[str, Any], study: Study, board: list[StatusRow], *, force: bool) -> None:
    """Begin the file in which people write of steps, or say which steps are not in it: what they wrote is never touched."""
    from orgmodel.cli.output import say
    from orgmodel.core.names import text_in
    from orgmodel.core.writing import write_text
    from orgmodel.io.progress_notes import progress_notes_text

    steps = {row.step: text_in(row.title, study.language, row.step) for row in board}
    if not path.exists():
        write_text(path, progress_notes_text(steps.items(), kept, study.terms.csv), force=force)
    elif missing := [step for step in steps if step not in kept]:
        told = Message.of(
            "{path} has no row of these steps; add one for each: {steps}", path=path, steps=", ".join(missing)
        )
        say(told, study.language)


def written(
    comparison: Comparison, output: Path, languages: Sequence[str], paper: str, told: Asked, *, force: bool
) -> list[Path]:
    """Write a file in each language, or a folder of everything."""
    from orgmodel.reports.write import is_folder, refuse_unknown_suffix, write_folder, write_reports

    if is_folder(output):
        return write_folder(comparison, output, languages, asked=told, force=force)[-1:]
    refuse_unknown_suffix(output)
    places = {one: output if len(languages) < 2 else output.with_stem(f"{output.stem}.{one}") for one in languages}
    return write_reports(comparison, places, kind=paper, asked=told, force=force)


def written_beside(comparison: Comparison, folder: Path, language: str, *, persons: bool, force: bool) -> Path:
    """Write the folder of papers of what a command has compared already, and give the page that leads to them."""
    from orgmodel.api import report_asked
    from orgmodel.reports.papers import Asked

    told = report_asked(comparison, Asked(persons="names" if persons else ""))
    return written(comparison, folder, [language], "report", told, force=force)[-1]
