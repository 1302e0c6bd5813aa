"""``orgmodel report``: the report of a study or of scenarios."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE, NearChoice
from orgmodel.cli.language import LANG
from orgmodel.cli.progress import COMPARING, READING_AND_RUNNING, WRITING, at_work
from orgmodel.cli.settings import at_option, force_option, parsed, persons_option, set_option
from orgmodel.core.messages import Message


@click.command()
@click.argument("paths", nargs=-1, required=True, type=SOURCE)
@click.option("-o", "--output", required=True, type=SOURCE, help="The file to write: .md.")
@click.option(*LANG, "lang", help="vi, en, or vi,en for a file of each; the study's own where not given.")
@at_option
@set_option
@click.option(
    "--profile",
    type=NearChoice(("neutral", "party", "state")),
    help="The letterhead; the study's own, or else none, where not given.",
)
@persons_option
@force_option
def report(
    paths: tuple[Path, ...],
    output: Path,
    lang: str | None,
    at: str | None,
    settings: tuple[str, ...],
    profile: str | None,
    persons: bool,
    force: bool,
) -> None:
    """Write the report: what each scenario does, with forms, findings, steps and missing figures."""
    from orgmodel.api import compare_all, read_outcomes
    from orgmodel.core.problems import errors, nearest, refuse_if_any
    from orgmodel.io.read import language_of
    from orgmodel.reports.write import write_reports

    languages = [one.strip() for one in lang.split(",")] if lang is not None else []
    given = parsed(settings)
    with at_work(READING_AND_RUNNING):
        outcomes = read_outcomes(paths, given, at=at)
    with at_work(COMPARING):
        comparison = compare_all(outcomes, language=language_of(paths[0]), persons=persons)
    for one in languages:
        if one not in comparison.languages:
            words, hint = ", ".join(comparison.languages), nearest(one, comparison.languages)
            raise click.UsageError(
                Message.of("{given!r} is not spoken here{hint}; there are {words}", given=one, hint=hint, words=words)
            )
    if errors(comparison.problems):
        refuse_if_any(comparison.problems)
    places = {
        one: output if len(languages) < 2 else output.with_stem(f"{output.stem}.{one}")
        for one in languages or [comparison.language]
    }
    with at_work(WRITING):
        written = write_reports(comparison, places, profile=profile, force=force)
    for path in written:
        click.echo(path)
