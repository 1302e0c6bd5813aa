"""``orgmodel collect``: forms out to whoever supplies figures, and filled-in forms back into the baseline."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE, Target
from orgmodel.cli.output import say
from orgmodel.cli.progress import MEASURING, READING, WRITING, at_work
from orgmodel.cli.settings import force_option, lang_option
from orgmodel.core.messages import Message


@click.command()
@click.argument("forms", nargs=-1, type=SOURCE)
@click.option("--study", type=SOURCE, required=True, help="The study whose figures are asked for, or filled in.")
@click.option(
    "-o", "--output", type=Target(folder=True), help="Without FORMS: the folder that the forms are written into."
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@lang_option
@force_option
def collect(
    forms: tuple[Path, ...], study: Path, output: Path | None, dry_run: bool, lang: str | None, force: bool
) -> None:
    """Ask for figures, and take them over.

    Without FORMS: write a workbook for each supplier with the figures that are missing or assumed, what is to be filled in
    marked. With FORMS: put what was filled in into the tables of the baseline, told cell by cell; nothing else changes.
    """
    if not forms:
        if output is None:
            raise click.UsageError(
                Message.of("name filled-in forms, or with -o the folder that new ones are written into")
            )
        _send(study, output, lang, force=force)
        return
    if output is not None:
        raise click.UsageError(Message.of("-o is for forms that go out; filled-in forms change the study's own tables"))
    from orgmodel.io.collected import collect as collected
    from orgmodel.io.read import language_of

    with at_work(READING):
        found = collected(study, forms)
    language = lang or language_of(study)
    for one in found.problems:
        say(Message.of("{place}: {message}", place=str(one.location), message=one.message), language)
    for change in found.changes:
        before, after = change.before or Message.of("nothing"), change.after or Message.of("nothing")
        message = Message.of(
            "{file}:{line}: {record}, {column}: {before} → {after}",
            file=change.file.name, line=change.line, record=change.record, column=change.column, before=before, after=after,
        )  # fmt: skip
        say(message, language, err=False)
    figures = sum(not change.column.endswith(("_low", "_high", "_group", "src", "id")) for change in found.changes)
    if not dry_run:
        with at_work(WRITING):
            found.write()
    told = "figures that would change: {count}" if dry_run else "figures changed: {count}"
    say(Message.of(told, count=figures), language, err=False)


def _send(study: Path, output: Path, lang: str | None, *, force: bool) -> None:
    from orgmodel.api import forms_of
    from orgmodel.core.replacing import FileSet
    from orgmodel.core.writing import write_all
    from orgmodel.io.read import read
    from orgmodel.scenario.scenario import Scenario, Study

    with at_work(READING):
        found = read(study)
    if not isinstance(found, Study | Scenario):
        raise click.UsageError(Message.of("{study} holds one structure: name a study or a scenario", study=study))
    language = lang or found.baseline.terms.language
    with at_work(MEASURING):
        forms = forms_of(found, language)
    if not forms:
        say(Message.of("nothing is missing or assumed: there is nothing to ask for"), language, err=False)
        return
    with at_work(WRITING):
        write_all(
            {output / f"{stem}.xlsx": data for stem, data in forms.items()},
            force=force,
            one_set=FileSet("collect", output),
        )
    for stem in forms:
        click.echo(output / f"{stem}.xlsx")
