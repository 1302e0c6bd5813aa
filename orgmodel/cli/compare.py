"""``orgmodel compare``: scenarios table by table."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgmodel.cli.choices import SOURCE, NearChoice, Target
from orgmodel.cli.compare_long import WIDEST, print_long, print_summary
from orgmodel.cli.output import format_option, print_json_parts, print_table, say, width
from orgmodel.cli.progress import COMPARING, READING_AND_RUNNING, WRITING, at_work, at_work_on_text
from orgmodel.cli.settings import (
    at_option,
    force_option,
    lang_option,
    measures_option,
    parsed,
    persons_option,
    scope_option,
    set_option,
)
from orgmodel.cli.tables import CSV, FORMS
from orgmodel.core.messages import Message

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison
    from orgmodel.reports.side_by_side import TextTable

MOST_FINDINGS = 8
MOST_NOTE_LINES = 2
NARROWEST, NARROWEST_CUT = 12, 10
"""A column is so wide at least; where figures leave no room its texts are cut a little more."""
MOST_IN_KEY = 12
"""So many scenarios have a line each that says what they are called; of more the names stand with the ids alone."""
MOST_TOLD = 3
"""So many scenarios are told of in sentences, too; of more the tables say it."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=SOURCE)
@click.option("-o", "--output", type=Target(folder=True), help="Also write all tables here.")
@click.option(
    "--tables",
    "form",
    type=NearChoice(FORMS),
    default=CSV,
    show_default=True,
    help="How -o writes them: parquet for pandas, polars and DuckDB.",
)
@click.option(
    "--papers", type=Target(folder=True), help="Also write the report with its papers here, as report -o does."
)
@force_option
@click.option("--by", multiple=True, help="Also by these, and crossings such as block,rank (may be repeated).")
@measures_option
@scope_option
@click.option("--long", is_flag=True, help="A row for every scenario, scope and measure, in place of side by side.")
@lang_option
@at_option
@set_option
@persons_option
@format_option
def compare(
    paths: tuple[Path, ...],
    output: Path | None,
    form: str,
    papers: Path | None,
    force: bool,
    by: tuple[str, ...],
    measures: list[str] | None,
    scopes: tuple[str, ...],
    long: bool,
    lang: str | None,
    at: str | None,
    settings: tuple[str, ...],
    persons: bool,
    style: str,
) -> None:
    """Compare scenarios table by table: for each clause what its alternatives come to, before and after.

    A study folder means all its scenarios. Exit code 1 where an operation cannot be carried out or an expectation is
    not met; findings of norms are results and leave it 0.
    """
    from orgmodel.api import compare_all, read_outcomes
    from orgmodel.cli.main import complain
    from orgmodel.core.problems import errors
    from orgmodel.io.read import language_of

    asked = list(scopes) or None
    given = parsed(settings)
    with at_work(READING_AND_RUNNING):
        outcomes = read_outcomes(paths, given, at=at)
    with at_work(COMPARING):
        comparison = compare_all(
            outcomes,
            by=by,
            measures=measures,
            scopes=asked,
            language=language_of(paths[0]),
            persons=persons,
        )
    if output is not None:  # first, so that a reader who stops reading loses nothing
        from orgmodel.cli.tables import write_tables

        with at_work(WRITING):
            written = write_tables(comparison, output, form=form, force=force)
        for path in written:
            click.echo(path, err=True)
    if papers is not None:
        from orgmodel.cli.report_papers import can_be_told, written_beside

        if can_be_told(comparison):
            with at_work(WRITING):
                index = written_beside(comparison, papers, lang or comparison.language, persons=persons, force=force)
            click.echo(index, err=True)
    with at_work_on_text(COMPARING, streams=style == "json"):
        if style == "json":
            print_json_parts(comparison.json_items(language=lang))
        elif style == "csv" or long or by:
            print_long(comparison, style, lang or comparison.language, whole=style == "csv" or long or bool(scopes))
        else:
            _print_side_by_side(comparison, style, lang, scopes=asked, measures=measures)
    complain(comparison.problems, lang or comparison.language)
    if not comparison.cases:
        say(Message.of("orgmodel new begins a scenario, as: orgmodel new split UNIT --study {study}", study=paths[0]), lang or comparison.language)  # fmt: skip
    if errors(comparison.problems):
        raise click.exceptions.Exit(1)


def _print_side_by_side(
    comparison: Comparison, style: str, lang: str | None, *, scopes: list[str] | None, measures: list[str] | None
) -> None:
    from orgmodel.reports.side_by_side import findings_table, key_table, side_by_side
    from orgmodel.words.tables import word

    language = lang or comparison.language
    summary = comparison.summary(language).splitlines()
    told = summary if len(comparison.cases) <= MOST_TOLD else summary[: 2 if comparison.cases[0].outcome.on else 1]
    print_summary(told, style)
    for table in side_by_side(comparison, language, scopes=scopes, measures=measures):
        _print_table(table, style)
    key = key_table(comparison, language)
    if key.rows and style == "text":
        _print_key(key)
    elif key.rows:
        _print_table(key, style)
    findings = findings_table(comparison, language)
    if findings.rows or findings.notes:
        kept = findings.rows[:MOST_FINDINGS] if style == "text" else findings.rows
        more = len(findings.rows) - len(kept)
        notes = (word("more", language, more, "--long"),) if more else ()
        table = type(findings)(findings.title, findings.heads, kept, (*notes, *findings.notes))
        if style == "text" and table.rows:
            _print_findings(table, language, brief=len(comparison.cases) > MOST_TOLD)
        else:
            _print_table(table, style)


def _print_key(table: TextTable) -> None:
    """Print what is called how: the name, the title and the id in a line each; of many the names with the ids, one after the other."""
    click.echo(table.title)
    if len(table.rows) > MOST_IN_KEY:
        told = "; ".join(f"{name} ({id})" for name, _, id in table.rows)
        click.echo(textwrap.fill(told, WIDEST - 2, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False))
        return
    widest = max(width(name) for name, _, _ in table.rows)
    for name, title, id in table.rows:
        where = f" ({id})"
        room = WIDEST - widest - 4 - width(where)
        click.echo(f"  {name}{' ' * (widest - width(name))}  {_cut(title, room)}{where}")


def _print_findings(table: TextTable, language: str, *, brief: bool) -> None:
    """Print findings: what is found of whom, then by which article, with what note, and where; brief ones in a line each."""
    from orgmodel.words.tables import word

    click.echo(table.title)
    for name, subject, result, value, limit, citation, note, code, scenarios in table.rows:
        figures = word("finding-figures", language, value, limit) if limit else ""
        figures = figures or (word("finding-value", language, value) if value else "")
        where = f" ({code}) · {scenarios}"
        if brief:
            found = word("finding", language, "", subject, result, figures)
            room = WIDEST - 2 - width(found) - min(width(where), WIDEST // 4)
            click.echo(_cut(f"  {_cut(name, max(room, NARROWEST))}{found}{where}"))
            continue
        for line in _folded(word("finding", language, name, subject, result, figures)):
            click.echo(line)
        told = ". ".join(filter(None, (citation, note))) + where
        click.echo(textwrap.fill(told, WIDEST - 2, initial_indent="      ", subsequent_indent="        "))
    for remark in table.notes:
        for line in _folded(remark):
            click.echo(line)


def _print_table(table: TextTable, style: str) -> None:
    """Print one block: its title, its table, its notes."""
    if style == "md":
        if table.rows:
            print_table(table.heads, table.rows, style, title=table.title)
        else:
            click.echo(f"\n### {table.title}")
        for note in table.notes:
            click.echo(f"\n{note}")
        return
    if not table.rows:
        for line in _folded(f"{table.title}: {'; '.join(table.notes)}", indent=""):
            click.echo(line)
        return
    click.echo(table.title)
    for line in _columns(table.heads, table.rows):
        click.echo(line)
    for note in table.notes:
        for line in _folded(note):
            click.echo(line)


def _columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lay a table out in at most :data:`WIDEST` places: heads wrapped, the first column cut, figures to the right."""
    needed = [max(width(row[at]) for row in rows) for at in range(len(heads))]
    widths = [max(needed[at], min(width(heads[at]), NARROWEST)) for at in range(len(heads))]
    room = WIDEST - sum(widths) - 2 * len(widths)
    for at in range(1, len(heads)):  # what is left goes to the heads, so that long names need fewer lines
        more = min(max(0, width(heads[at]) - widths[at]), max(0, room) // (len(heads) - at))
        widths[at] += more
        room -= more
    texts = [at for at in range(len(heads)) if any(not _is_figure(row[at]) for row in rows)]
    while room < 0 and texts:  # the widest texts give way first
        widest = max(texts, key=lambda at: widths[at])
        if widths[widest] <= NARROWEST_CUT:
            break
        widths[widest] -= 1
        room += 1
    wrapped = [textwrap.wrap(head, widths[at], break_on_hyphens=True) or [""] for at, head in enumerate(heads)]
    deepest = max(map(len, wrapped))
    lines = [[parts[number] if number < len(parts) else "" for parts in wrapped] for number in range(deepest)]
    is_text = [at == 0 or not any(char.isdigit() for row in rows for char in row[at]) for at in range(len(heads))]
    made = []
    for line in [*lines, *rows]:
        cells = []
        for at, cell in enumerate(line):
            text = cell if width(cell) <= widths[at] else f"{cell[: widths[at] - 1]}…"
            gap = " " * (widths[at] - width(text))
            cells.append(text + gap if is_text[at] else gap + text)
        made.append(("  " + "  ".join(cells)).rstrip())
    return made


def _is_figure(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in "≥-+?–"


def _folded(note: str, indent: str = "  ") -> list[str]:
    """Fold a note, and cut what does not fit a few lines, saying how many of its parts are left out."""
    lines = textwrap.wrap(note, WIDEST - 2, initial_indent=indent, subsequent_indent="    ", break_long_words=True)
    if len(lines) <= MOST_NOTE_LINES:
        return lines
    parts = note.split("; ")
    for kept in range(len(parts) - 1, 0, -1):
        text = f"{'; '.join(parts[:kept])}; … +{len(parts) - kept} (--long)"
        lines = textwrap.wrap(text, WIDEST - 2, initial_indent=indent, subsequent_indent="    ")
        if len(lines) <= MOST_NOTE_LINES:
            return lines
    return [_cut(f"{indent}{note}")]


def _cut(text: str, room: int = WIDEST) -> str:
    return text if width(text) <= room else f"{text[: room - 1]}…" if room > 0 else ""
