"""``orgmodel import``: a stranger's files to a baseline folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgmodel.cli.choices import NearChoice
from orgmodel.cli.settings import force_option

if TYPE_CHECKING:
    from orgmodel.io.importers.imported import Imported

FORMATS = ("uk-organogram", "hierarchy", "lineage", "popolo", "w3c-org")
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
    click.echo(imported.summary())
    click.echo(output)
    complain(warnings)


def _check_date(text: str) -> None:
    from orgmodel.io import cells

    try:
        cells.date(text)
    except ValueError as error:
        raise click.UsageError(f"--as-of: {error}") from None


def _imported(
    form: str,
    files: tuple[Path, ...],
    senior: Path | None,
    junior: Path | None,
    mapping: Path | None,
    as_of: str | None,
) -> Imported:
    if form == "uk-organogram":
        if senior is None or junior is None or files:
            raise click.UsageError("uk-organogram takes --senior FILE and --junior FILE")
        from orgmodel.io.importers.uk_organogram.uk_organogram import import_uk_organogram

        return import_uk_organogram(senior, junior, as_of=as_of)
    if senior is not None or junior is not None:
        raise click.UsageError("--senior and --junior belong to uk-organogram")
    if len(files) != 1:
        raise click.UsageError(f"{form} takes one file")
    if mapping is not None and form not in ("hierarchy", "lineage"):
        raise click.UsageError("--map belongs to hierarchy and lineage")
    if form == "popolo":
        from orgmodel.io.importers.popolo.popolo import import_popolo

        return import_popolo(files[0], as_of=as_of)
    if form == "w3c-org":
        from orgmodel.io.importers.w3c_org.w3c_org import import_w3c_org

        return import_w3c_org(files[0], as_of=as_of)
    from orgmodel.io.importers.hierarchy.map import HierarchyMap, read_map

    if form == "hierarchy":
        from orgmodel.io.importers.hierarchy.hierarchy import import_hierarchy

        return import_hierarchy(files[0], read_map(mapping, HierarchyMap), as_of=as_of)
    from orgmodel.io.importers.lineage.lineage import import_lineage
    from orgmodel.io.importers.lineage.map import LineageMap

    return import_lineage(files[0], read_map(mapping, LineageMap))
