"""``orgmodel report``: the report of a study or of scenarios, and the papers that go with it."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE, NearChoice, WholeNumber
from orgmodel.cli.language import LANG
from orgmodel.cli.progress import READING_AND_RUNNING, WRITING, at_work
from orgmodel.cli.report_papers import asked, compared, compared_with, written
from orgmodel.cli.settings import at_option, day_given, force_option, parsed, persons_option, set_option

PAPERS = ("report", "submission", "progress", "lists")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=SOURCE)
@click.option(
    "-o", "--output", required=True, type=SOURCE, help="The file to write, or a folder for every paper in every format."
)
@click.option("--paper", type=NearChoice(PAPERS), default="report", show_default=True, help="Which paper a file holds.")
@click.option(
    "--each",
    is_flag=True,
    help="A folder of papers for each scenario by itself; one that fails is told, the rest is done.",
)
@click.option(*LANG, "lang", help="vi, en, or vi,en for a file of each; the study's own where not given.")
@at_option
@set_option
@click.option(
    "--profile",
    type=NearChoice(("neutral", "party", "state")),
    help="The letterhead; the study's own, or else none, where not given.",
)
@click.option(
    "--template", type=SOURCE, help="A document or presentation of your office, into which a .docx or .pptx is set."
)
@click.option(
    "--as-of",
    "as_of",
    metavar="DATE",
    callback=day_given,
    help="Of which day the progress report is; that of the baseline where not given.",
)
@click.option(
    "--progress",
    "notes",
    type=SOURCE,
    help="A CSV in which people write results, difficulties and recommendations of steps; it is begun, and kept.",
)
@click.option(
    "--since",
    type=SOURCE,
    help="The folder of an earlier report: what changed since is marked (.docx, .html), and told with through what.",
)
@click.option(
    "--draws",
    type=WholeNumber(least=1),
    help="Say how sure the figures are, too: draw every figure that has a range so many times.",
)
@persons_option
@click.option("--pseudonyms", is_flag=True, help="List holders of posts by numbers in place of names.")
@force_option
def report(
    paths: tuple[Path, ...],
    output: Path,
    paper: str,
    each: bool,
    lang: str | None,
    at: str | None,
    settings: tuple[str, ...],
    profile: str | None,
    template: Path | None,
    as_of: str | None,
    notes: Path | None,
    since: Path | None,
    draws: int | None,
    persons: bool,
    pseudonyms: bool,
    force: bool,
) -> None:
    """Write the report: one page first, annexes, findings, roadmap, and what is missing.

    Given a folder, also the submission, the progress report, full lists, and a letter to each who must supply figures.
    """
    from orgmodel.api import read_outcomes
    from orgmodel.cli.main import complain
    from orgmodel.core.problems import errors
    from orgmodel.reports.papers import Asked

    languages = [*dict.fromkeys(one.strip() for one in lang.split(","))] if lang is not None else []
    people = "names" if persons else "pseudonyms" if pseudonyms else ""
    wanted = Asked(profile, people, as_of, template=template, draws=draws or 0)
    if each:
        from orgmodel.cli.report_each import write_each

        write_each(paths, output, languages, parsed(settings), at, wanted, since, force=force)
        return
    with at_work(READING_AND_RUNNING):
        outcomes = read_outcomes(paths, parsed(settings), at=at)
    comparison = compared(outcomes, paths[0], languages, persons=persons)
    told = asked(comparison, notes, compared_with(since, comparison, wanted), force=force)
    with at_work(WRITING):
        files = written(comparison, output, languages or [comparison.language], paper, told, force=force)
    for path in files:
        click.echo(path)
    if refused := errors(comparison.problems):  # the rest is told
        complain(refused, (languages or [comparison.language])[0])
        raise click.exceptions.Exit(1)
