"""``orgmodel init``: a stranger's files to a study, by a map that is proposed, written down and kept."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE, Target
from orgmodel.cli.progress import READING, WRITING, at_work
from orgmodel.cli.settings import day_given, force_option, lang_option


@click.command()
@click.argument("files", nargs=-1, required=True, type=SOURCE)
@click.option("-o", "--output", required=True, type=Target(folder=True), help="The study to begin.")
@click.option("--as-of", metavar="DATE", callback=day_given, help="The date of the figures, as YYYY-MM-DD.")
@force_option
@lang_option
def init(files: tuple[Path, ...], output: Path, as_of: str | None, force: bool, lang: str | None) -> None:
    """Begin a study of FILES that an office has (CSV, XLSX, JSON): units, positions, people, or which units became which.

    Which sheet and which column is what is guessed, and every guess is listed and written to import/map.yaml with how
    sure it is. Change that file and run the same again: it is kept. Exit code 1, with the map written and nothing
    imported, where two readings would differ in a figure: a ? in the map asks.
    """
    from orgmodel.cli.main import complain
    from orgmodel.core.problems import ProblemsError
    from orgmodel.io.importers.imported import save
    from orgmodel.io.importers.proposal.files import begin_files, write_map
    from orgmodel.words.messages import message_text

    language = lang or "en"

    def told(message: str) -> str:
        return message_text(message, language)

    with at_work(READING):
        begun = begin_files(files, output, as_of=as_of, told=told)
    for line in begun.shown(told):
        click.echo(line)
    if begun.open:
        if begun.map_text:
            write_map(begun, output, force=force)
            click.echo(output / "import" / "map.yaml")
        raise ProblemsError(begun.open)
    with at_work(WRITING):
        warnings = save(begun.imported, output, force=force, language=language)
    if begun.map_text:
        write_map(begun, output, force=force)
    click.echo(begun.imported.summary(language))
    click.echo(output)
    complain(warnings, language)
