"""``orgmodel compare``: scenarios side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgmodel.cli.output import format_option, print_json, print_table

if TYPE_CHECKING:
    from orgmodel.comparison.face import Comparison


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Also write all tables here.")
@click.option("--by", multiple=True, help="Also by these, and crossings such as block,rank (may be repeated).")
@click.option("--measures", help="Only these measures, by id, with commas between.")
@click.option("--scope", multiple=True, help="Only this scope: total, block:…, area:…, level:…, kind:… or a unit's id.")
@click.option(
    "--lang", type=click.Choice(("vi", "en")), default="vi", show_default=True, help="Language of the summary."
)
@format_option
def compare(
    paths: tuple[Path, ...],
    output: Path | None,
    by: tuple[str, ...],
    measures: str | None,
    scope: tuple[str, ...],
    lang: str,
    style: str,
) -> None:
    """Compare scenarios side by side: what each creates, ends and moves, before and after.

    A study folder means all its scenarios. Exit code 1 where an operation cannot be carried out or an expectation is
    not met; findings of norms are results and leave it 0.
    """
    from orgmodel.api import compare_all, read_outcomes
    from orgmodel.cli.main import complain
    from orgmodel.core.problems import errors

    ids = [one.strip() for one in measures.split(",")] if measures else None
    comparison = compare_all(read_outcomes(paths), by=by, measures=ids, scopes=list(scope) or None)
    bad = errors(comparison.problems)
    if style == "json":
        print_json(comparison.to_json_object())
    else:
        _print(comparison, style, lang)
    complain(comparison.problems)
    if output is not None and not bad:
        from orgmodel.cli.tables import write_tables

        for path in write_tables(comparison, output):
            click.echo(path, err=True)
    if bad:
        raise click.exceptions.Exit(1)


def _print(comparison: Comparison, style: str, lang: str) -> None:
    if style == "text":
        click.echo(comparison.summary(lang))
    table = comparison.measures
    if style != "csv":
        table = table[(table["scope"] == "total") | table["change"].fillna(0).ne(0)]
    columns = ["scenario", "scope", "measure", "before", "after", "change", "low", "high", "missing", "assumed"]
    print_table(columns, table[columns].itertuples(index=False), style, title="measures")
    if style == "csv":
        return
    for name, kept in (
        ("lineage", ["scenario", "clause", "operation", "before", "after"]),
        ("norms", ["scenario", "state", "norm", "subject", "result", "value", "limit", "citation"]),
    ):
        rows = getattr(comparison, name)
        if len(rows):
            print_table(kept, rows[kept].itertuples(index=False), style, title=name)
