"""``orgmodel show``: one structure."""

from __future__ import annotations

from pathlib import Path

import click

from orgmodel.cli.choices import SOURCE
from orgmodel.cli.output import format_option, print_json, print_table
from orgmodel.cli.settings import at_option, lang_option, measures_option, parsed, scope_option, set_option


@click.command()
@click.argument("path", type=SOURCE)
@click.option("--by", multiple=True, help="Group by level, block, area or kind (may be repeated).")
@measures_option
@scope_option
@at_option
@set_option
@lang_option
@format_option
def show(
    path: Path,
    by: tuple[str, ...],
    measures: list[str] | None,
    scopes: tuple[str, ...],
    at: str | None,
    settings: tuple[str, ...],
    lang: str | None,
    style: str,
) -> None:
    """Show one structure: totals by measure, block and area; missing figures.

    Of a study the baseline is shown, of a scenario the state after.
    """
    from orgmodel.api import structure_of
    from orgmodel.io.read import read
    from orgmodel.measures import measure, scopes_by
    from orgmodel.words.tables import structure_line

    structure = structure_of(read(path), after=True, call="show", at=at, settings=parsed(settings))
    rows = measure(structure, measures, scopes or scopes_by(structure, by or ("block", "area")))
    if style == "json":
        shown = [
            {"scope": one.scope, "measure": one.measure, "value": one.value, "low": one.low, "high": one.high,
             "missing": one.missing, "assumed": round(one.assumed, 4)}
            for one in rows
        ]  # fmt: skip
        print_json({"measures": shown, "problems": []})
        return
    language = lang or structure.terms.language
    columns = ["scope", "measure", "value", "low", "high", "missing", "assumed %"]
    cells = [
        (one.scope, one.measure, one.value, one.low, one.high, one.missing or None, round(one.assumed * 100) or None)
        for one in rows
        if one.value is not None or one.missing
    ]
    print_table(columns, cells, style, title=structure_line(structure, language), language=language)
