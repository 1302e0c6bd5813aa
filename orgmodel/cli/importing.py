"""``orgmodel import``: a stranger's files to a baseline folder."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE, NearChoice, Target
from orgmodel.cli.format_options import format_options, losses_of, options_given
from orgmodel.cli.progress import READING, WRITING, at_work
from orgmodel.cli.settings import force_option, lang_option
from orgmodel.io.formats import OptionError
from orgmodel.io.importers.formats import FORMATS, IMPORTERS, import_from


@click.command("import", epilog=losses_of(IMPORTERS))
@click.argument("form", metavar="FORMAT", type=NearChoice(FORMATS))
@click.argument("files", nargs=-1, type=SOURCE)
@format_options(IMPORTERS)
@click.option("--strict", is_flag=True, help="Refuse the import where anything is defective; nothing is written.")
@click.option("-o", "--output", required=True, type=Target(folder=True), help="The folder to write the baseline into.")
@force_option
@lang_option
def import_files(
    form: str,
    files: tuple[Path, ...],
    strict: bool,
    output: Path,
    force: bool,
    lang: str | None,
) -> None:
    """Import FILES in FORMAT as a baseline folder.

    What is sound is imported; the rest is listed in problems.csv beside it, with file, row, code and message. Exit code
    1, with nothing written, where nothing could be imported, or with --strict where anything is defective.
    """
    from orgmodel.cli.main import complain
    from orgmodel.io.importers.imported import save
    from orgmodel.io.read import study_language

    try:
        with at_work(READING):
            imported = import_from(form, *files, options=options_given())
    except OptionError as error:
        raise click.UsageError(error.problems[0].message) from None
    language = lang or study_language(output) or "en"
    with at_work(WRITING):
        warnings = save(imported, output, strict=strict, force=force, language=language)
    click.echo(imported.summary(language))
    click.echo(output)
    complain(warnings, language)
