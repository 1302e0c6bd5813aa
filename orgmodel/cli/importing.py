"""``orgmodel import``: a stranger's files to a baseline folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgmodel.cli.choices import NearChoice
from orgmodel.cli.settings import force_option, lang_option
from orgmodel.core.messages import Message, series
from orgmodel.io.importers.formats import FORMATS, IMPORTERS, import_from, importer_of

if TYPE_CHECKING:
    from orgmodel.io.importers.imported import Imported

A_FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("form", metavar="FORMAT", type=NearChoice(FORMATS))
@click.argument("files", nargs=-1, type=A_FILE)
@click.option("--senior", type=A_FILE, help="uk-organogram: the senior posts.")
@click.option("--junior", type=A_FILE, help="uk-organogram: the junior staff.")
@click.option(
    "--map", "mapping", type=A_FILE, help="hierarchy, lineage: a YAML file that says which column holds what."
)
@click.option("--as-of", metavar="DATE", help="The date of the figures, as YYYY-MM-DD.")
@click.option("--strict", is_flag=True, help="Refuse the import where anything is defective; nothing is written.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False))
@force_option
@lang_option
def import_files(
    form: str,
    files: tuple[Path, ...],
    senior: Path | None,
    junior: Path | None,
    mapping: Path | None,
    as_of: str | None,
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

    if as_of is not None:
        _check_date(as_of)
    imported = _imported(form, files, senior, junior, mapping, as_of)
    warnings = save(imported, output, strict=strict, force=force)
    language = lang or imported.structure.terms.language
    click.echo(imported.summary(language))
    click.echo(output)
    complain(warnings, language)


def _check_date(text: str) -> None:
    from orgmodel.io import cells

    try:
        cells.date(text)
    except ValueError as error:
        raise click.UsageError(Message.of("--as-of: {error}", error=error)) from None


def _imported(
    form: str,
    files: tuple[Path, ...],
    senior: Path | None,
    junior: Path | None,
    mapping: Path | None,
    as_of: str | None,
) -> Imported:
    one = importer_of(form)
    named = {name: path for name, path in (("senior", senior), ("junior", junior)) if path is not None}
    if one.files and (tuple(named) != one.files or files):
        raise click.UsageError(
            Message.of("{form} takes {files}", form=form, files=series(f"--{name} FILE" for name in one.files))
        )
    if named and not one.files:
        owners = [other.name for other in IMPORTERS if other.files]
        raise click.UsageError(Message.of("--senior and --junior belong to {owners}", owners=series(owners)))
    if not one.files and len(files) != 1:
        raise click.UsageError(Message.of("{form} takes one file", form=form))
    if as_of is not None and not one.dated:
        raise click.UsageError(Message.of("--as-of does not belong to {form}: its dates stand in its rows", form=form))
    if mapping is not None and not one.map:
        raise click.UsageError(
            Message.of("--map belongs to {importers}", importers=series(other.name for other in IMPORTERS if other.map))
        )
    return import_from(form, *files, files=named, map=mapping, as_of=as_of)
