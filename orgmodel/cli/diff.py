"""``orgmodel diff``: what changed between two structures, and the operations that explain it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.output import format_option, print_json, print_table

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.infer import Inference
    from orgmodel.scenario.match import Matching

KEYS = "id, code:ATTRIBUTE, path, name, content"


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "--by", multiple=True, metavar="KEY", help=f"Match units by this key ({KEYS}); may be repeated, in order."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the operations as a scenario."
)
@click.option(
    "--lang", type=click.Choice(("vi", "en")), default="vi", show_default=True, help="Language of the reasons."
)
@format_option
def diff(before: Path, after: Path, by: tuple[str, ...], output: Path | None, lang: str, style: str) -> None:
    """Say what changed from BEFORE to AFTER, and which operations lead from the one to the other, each with how sure it is.

    Each is a folder or file of tables, a study (its baseline), or a scenario (AFTER: what it leads to). Units are the
    same where their ids are, unless --by says how they are matched; a name alone never makes two units one.
    What no operation may write, such as sources and attributes, is listed as corrections.
    """
    from orgmodel.cli.states import structure_at
    from orgmodel.scenario.infer import infer
    from orgmodel.scenario.match import match
    from orgmodel.scenario.match_translate import translated

    first, second = structure_at(before, after=False), structure_at(after, after=True)
    matching = match(first, second, by or ("id",))
    if not matching.units and len(first.units) and len(second.units):
        click.echo(f"warning: NO_MATCH no unit of {before} is matched in {after}: say how with --by ({KEYS})", err=True)
    found = infer(first, translated(second, first, matching), id=(output or Path("inferred")).stem)
    if output is not None:
        _write(found, output, before, after)
    if style == "json":
        print_json(_object(found, matching, first, lang))
    else:
        _print(found, matching, first, style, lang)


def _write(found: Inference, output: Path, before: Path, after: Path) -> None:
    from orgmodel.cli.states import baseline_name
    from orgmodel.core.atomic import write_text
    from orgmodel.scenario.write import scenario_text

    note = f"inferred from {before.name} and {after.name}; {len(found.corrections)} records to correct besides"
    write_text(output, scenario_text(found.scenario, baseline=baseline_name(before, output), notes=[note]))
    click.echo(output, err=True)


def _object(found: Inference, matching: Matching, before: Structure, lang: str) -> dict[str, Any]:
    from orgmodel.core.change import diff as changes_between
    from orgmodel.scenario.infer_rows import change_rows, lineage_rows, matching_rows, operation_rows

    return {
        "changes": change_rows(changes_between(before, found.target)),
        "operations": operation_rows(found, lang),
        "lineage": lineage_rows(found),
        "corrections": change_rows(found.corrections),
        **matching_rows(matching),
        "problems": [],
    }


def _print(found: Inference, matching: Matching, before: Structure, style: str, lang: str) -> None:
    from orgmodel.scenario.infer_rows import CHANGE_COLUMNS, LINEAGE_COLUMNS, OPERATION_COLUMNS

    rows = _object(found, matching, before, lang)

    def table(columns: tuple[str, ...], title: str) -> None:
        if rows[title]:
            print_table(columns, [[row[column] for column in columns] for row in rows[title]], style, title=title)

    if style == "csv":
        print_table(CHANGE_COLUMNS, [[row[column] for column in CHANGE_COLUMNS] for row in rows["changes"]], style)
        return
    counted = Counter(
        (row["table"], row["change"]) for row in {(r["table"], r["key"]): r for r in rows["changes"]}.values()
    )
    summary = [
        (name, *(counted[name, kind] or None for kind in ("begun", "ended", "changed"))) for name in _tables(counted)
    ]
    print_table(("records", "begun", "ended", "changed"), summary, style, title="changes")
    table(OPERATION_COLUMNS, "operations")
    table(LINEAGE_COLUMNS, "lineage")
    table(CHANGE_COLUMNS, "corrections")
    table(("table", "before", "after", "key", "certainty"), "matches")
    table(("before", "after", "key", "why"), "ambiguous")


def _tables(counted: Counter[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(table for table, _ in counted))
