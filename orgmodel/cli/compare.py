"""``orgmodel compare``: scenarios side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgmodel.cli.output import format_option, print_json, print_table
from orgmodel.cli.settings import at_option, force_option, parsed, set_option

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.comparison import Comparison


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Also write all tables here.")
@force_option
@click.option("--by", multiple=True, help="Also by these, and crossings such as block,rank (may be repeated).")
@click.option("--measures", help="Only these measures, by id, with commas between.")
@click.option("--scope", multiple=True, help="Only this scope: total, block:…, area:…, level:…, kind:… or a unit's id.")
@click.option(
    "--lang", type=click.Choice(("vi", "en")), help="Language of the summary; the study's own where not given."
)
@at_option
@set_option
@format_option
def compare(
    paths: tuple[Path, ...],
    output: Path | None,
    force: bool,
    by: tuple[str, ...],
    measures: str | None,
    scope: tuple[str, ...],
    lang: str | None,
    at: str | None,
    settings: tuple[str, ...],
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
    comparison = compare_all(
        read_outcomes(paths, parsed(settings), at=at), by=by, measures=ids, scopes=list(scope) or None
    )
    bad = errors(comparison.problems)
    if output is not None and not bad:  # first, so that a reader who stops reading loses nothing
        from orgmodel.cli.tables import write_tables

        for path in write_tables(comparison, output, force=force):
            click.echo(path, err=True)
    if style == "json":
        print_json(comparison.to_json_object())
    else:
        _print(comparison, style, lang, brief=not (scope or by))
    complain(comparison.problems)
    if bad:
        raise click.exceptions.Exit(1)


BRIEF = "total|block:.*|area:.*"
"""The scopes that a reader is shown unasked; the JSON and CSV hold all."""


def _print(comparison: Comparison, style: str, lang: str | None, *, brief: bool) -> None:
    if style == "text":
        click.echo(comparison.summary(lang))
    table = comparison.measures
    if style != "csv":
        table = table[(table["scope"] == "total") | table["change"].fillna(0).abs().ge(0.005)]
        if brief:
            table = table[table["scope"].str.fullmatch(BRIEF)]
    shown = ["scenario", "scope", "measure", "before", "after", "change", "low", "high", "missing", "assumed"]
    print_table(shown, table[shown].itertuples(index=False), style, title="measures")
    if style == "csv":
        return
    for name, columns, rows in (
        ("lineage", ["scenario", "clause", "operation", "before", "after"], comparison.lineage),
        ("norms: what fails or needs approval, and how many findings there are of each kind", *_findings(comparison)),
        ("deviations from the reference models", *_deviations(comparison)),
    ):
        if len(rows):
            print_table(columns, rows[columns].itertuples(index=False), style, title=name)


def _findings(comparison: Comparison) -> tuple[list[str], pd.DataFrame]:
    """Keep the findings after that somebody must act on, and count the rest by result."""
    import pandas as pd

    after = comparison.norms[comparison.norms["state"] == "after"]
    columns = ["scenario", "norm", "subject", "result", "value", "limit", "citation"]
    acting = after[after["result"].isin(["fail", "fails_for_part", "needs_approval"])][columns]
    rest = after[~after.index.isin(acting.index)]
    counted = rest.groupby(["scenario", "result"], sort=False).size().rename("value").reset_index()
    return columns, pd.concat([acting, counted]).reindex(columns=columns)


def _deviations(comparison: Comparison) -> tuple[list[str], pd.DataFrame]:
    """Count the deviations of each area before and after; an area that cannot be judged is left out."""
    rows = comparison.deviations
    columns = ["scenario", "model", "area", "kind", "before", "after"]
    rows = rows[rows["kind"] != "not_judged"] if len(rows) else rows
    if not len(rows):
        return columns, rows
    keys = ["scenario", "model", "area", "kind"]
    table = rows.groupby([*keys, "state"], sort=False).size().unstack("state", fill_value=0)
    return columns, table.reindex(columns=["before", "after"], fill_value=0).reset_index()
