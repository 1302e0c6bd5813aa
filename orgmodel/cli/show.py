"""``orgmodel show``: one structure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.choices import SOURCE
from orgmodel.cli.output import format_option, print_json, print_table
from orgmodel.cli.progress import MEASURING, READING_AND_RUNNING, at_work
from orgmodel.cli.settings import at_option, lang_option, measures_option, parsed, scope_option, set_option

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.core.vocabulary import Vocabulary


@click.command()
@click.argument("path", type=SOURCE)
@click.option("--by", multiple=True, help="Group by level, block, area or kind (may be repeated).")
@measures_option
@scope_option
@at_option
@set_option
@click.option("--long", is_flag=True, help="Every row, however many.")
@lang_option
@format_option
def show(
    path: Path,
    by: tuple[str, ...],
    measures: list[str] | None,
    scopes: tuple[str, ...],
    at: str | None,
    settings: tuple[str, ...],
    long: bool,
    lang: str | None,
    style: str,
) -> None:
    """Show one structure: totals by measure, block and area; missing figures.

    Of a study the baseline is shown, of a scenario the state after.
    """
    from orgmodel.api import structure_of
    from orgmodel.io.read import read
    from orgmodel.measures import measure, measure_of, scopes_by
    from orgmodel.measures.money import money_row, price_date
    from orgmodel.measures.unlisted_posts import agencies_without_posts, rows_listed
    from orgmodel.words.money import priced_line
    from orgmodel.words.numbers import number
    from orgmodel.words.tables import structure_line, word

    given = parsed(settings)
    with at_work(READING_AND_RUNNING):
        structure = structure_of(read(path), after=True, call="show", at=at, settings=given)
    with at_work(MEASURING):
        rows = measure(structure, measures, scopes or scopes_by(structure, by or ("block", "area")))
    if style == "json":
        shown = [
            {"scope": one.scope, "measure": one.measure, "value": one.value, "low": one.low, "high": one.high,
             "missing": one.missing, "assumed": round(one.assumed, 4), "known": one.known, "of": one.of, "why": one.why}
            for one in rows
        ]  # fmt: skip
        priced = (
            {"money": money_row(structure)}
            if any(measure_of(one.measure, structure.terms).priced for one in rows)
            else {}
        )
        print_json({"measures": shown, **priced, "problems": []})
        return
    language = lang or structure.terms.language
    cells = [
        (*one[:5], one.missing or None, round(one.assumed * 100) or None, one.known, one.of, one.why)
        for one in rows
        if one.value is not None or one.missing
    ]
    if style == "csv":
        print_table([*COLUMNS[:-2], "known", "of", "why"], cells, style, habit=structure.terms.csv)
        return
    was_asked = long or style != "text" or bool(by or scopes or measures)
    left = 0 if was_asked else max(0, len(cells) - MOST_ROWS)
    cells = cells[: len(cells) - left]
    print_table(
        COLUMNS,
        [
            (_scope(structure, str(cell[0]), language), *_in_words(cell[1:], structure.terms, language))
            for cell in cells
        ],
        style,
        title=structure_line(structure, language),
        language=language,
    )
    if left:
        click.echo(word("more", language, left, "--long, --scope, --by"))
    if any(_rests_on_ranges(cell, structure.terms) for cell in cells):
        click.echo(word("assumed", language))
    silent = agencies_without_posts(structure, rows_listed(structure)).sum()
    if silent and structure.posts and any(measure_of(one.measure, structure.terms).of_posts for one in rows):
        click.echo(word("unlisted", language, number(int(silent), language)))
    if any(one.measure == "cost_year" for one in rows):
        click.echo(f"\n{priced_line(structure.terms.money, price_date(structure), language, compared=False)}")


def _rests_on_ranges(cell: tuple[Any, ...], terms: Vocabulary) -> bool:
    """Tell whether a row is at least so much with ranges at their best."""
    from orgmodel.measures import measure_of
    from orgmodel.words.numbers import rests_on_ranges

    _, id, value, low, _, missing, *_ = cell
    return value is not None and measure_of(id, terms).is_least(missing or 0) and rests_on_ranges(value, low)


MOST_ROWS = 100
"""So many rows are shown unasked, the whole first."""
COLUMNS = ("scope", "measure", "value", "low", "high", "missing", "assumed %", "units told", "why")


def _in_words(cell: tuple[Any, ...], terms: Vocabulary, language: str) -> tuple[Any, ...]:
    """Write one row for a reader: the measure by its name, ≥ where it is at least so much, of how many units a mean is."""
    from orgmodel.measures import measure_of
    from orgmodel.words.money import measure_places, measure_title
    from orgmodel.words.numbers import at_least, number

    id, value, low, high, missing, assumed, known, of, why = cell
    places = measure_places(id, terms)
    low, high, missing, assumed = (
        None if one is None else number(one, language, places=places) for one in (low, high, missing, assumed)
    )
    told = f"{number(known, language)}/{number(of, language)}" if known != of else None
    least = measure_of(id, terms).is_least(cell[4] or 0)
    text = None if value is None else at_least(value, language, least=least, low=cell[2], places=places)
    return measure_title(id, terms, language), text, low, high, missing, assumed, told, why


def _scope(structure: Structure, scope: str, language: str) -> str:
    """Name a scope as people do: a unit by its name, a group by its word, an area by the unit that bears its id."""
    from orgmodel.core.records import Unit
    from orgmodel.measures.scopes import TOTAL, UNIT, split_scope
    from orgmodel.words.labels import LABELS, label

    def named(id: str) -> str:
        life = structure.ended(id)  # an area keeps the name of the place that gave it, after that has ended too
        unit = structure.units.get(id) or (None if life is None else life.unit)
        return unit.name(language) if isinstance(unit, Unit) else id

    if scope == TOTAL:
        return label("scope", "part" if structure.terms.is_part else TOTAL, language)
    if split_scope(structure, scope)[0] == UNIT:
        return named(scope)
    parts = []
    for part in scope.split(","):
        dimension, _, name = part.partition(":")
        family = "block" if dimension == "host" else dimension
        word = label(family, name, language, structure.terms.labels) if family in LABELS and name else named(name)
        parts.append(word if dimension == "block" else f"{label('scope', dimension, language)} {word}".strip())
    return ", ".join(parts)
