"""``orgmodel diff``: what changed between two structures, and the operations that explain it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.choices import SOURCE, NearChoice, Target
from orgmodel.cli.output import format_option, print_json, print_table, say
from orgmodel.cli.progress import COMPARING, MATCHING, READING_AND_RUNNING, at_work, at_work_on_text
from orgmodel.cli.settings import force_option, lang_option, persons_option
from orgmodel.core.counting import counted
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem

if TYPE_CHECKING:
    from orgmodel.core.csv_habit import CsvHabit
    from orgmodel.core.vocabulary import Vocabulary
    from orgmodel.inference.difference import Difference

KEYS = "id, code:ATTRIBUTE, path, name, content"
MOST_ROWS = 40
"""So many rows of a table are printed for a reader."""


@click.command()
@click.argument("before", type=SOURCE)
@click.argument("after", type=SOURCE)
@click.option(
    "--match",
    "--by",
    "by",
    multiple=True,
    metavar="KEY",
    help=f"Match units by this key ({KEYS}); may be repeated, in order.",
)
@click.option(
    "--state",
    type=NearChoice(("before", "after")),
    default="before",
    show_default=True,
    help="Of a scenario as BEFORE: the state before it, or what it leads to.",
)
@click.option("-o", "--output", type=Target(folder=False), help="Write the operations as a scenario.")
@force_option
@lang_option
@persons_option
@format_option
def diff(
    before: Path,
    after: Path,
    by: tuple[str, ...],
    state: str,
    output: Path | None,
    force: bool,
    lang: str | None,
    persons: bool,
    style: str,
) -> None:
    """Say what changed from BEFORE to AFTER, and which operations lead from the one to the other, each with how sure it is.

    Each is a folder or file of tables, a study (its baseline), or a scenario (AFTER: what it leads to). Units are the
    same where their ids are, unless --match says how they are matched; a name alone never makes two units one.
    What no operation may write, such as sources and attributes, is listed as corrections.
    """
    from orgmodel.cli.main import complain
    from orgmodel.cli.states import baseline_for, refuse_place, structure_at
    from orgmodel.inference.difference import difference

    told: list[Problem] = []
    with at_work(READING_AND_RUNNING):
        first = structure_at(before, after=state == "after")
        second = structure_at(after, after=True, like=first, told=told)
    language = lang or second.terms.language
    if output is not None:
        refuse_place(output)
    baseline = None if output is None else baseline_for(before, first, output)
    with at_work(MATCHING):
        found = difference(first, second, by=by, id=(output or Path("inferred")).stem, language=language)
    if output is not None:
        _write(found, output, baseline, before, after, force=force)
    with at_work_on_text(COMPARING):
        if style == "json":
            print_json(_object(found, language, persons=persons))
        elif style == "csv":
            _table(_object(found, language, persons=persons)["changes"], "changes", style, language, first.terms.csv)
        else:
            _print(found, style, language, persons=persons)
    complain(told, language)
    _tell(found, before, after, language)


def _write(found: Difference, output: Path, baseline: str | None, before: Path, after: Path, *, force: bool) -> None:
    from orgmodel.cli.states import write_scenario
    from orgmodel.io.office import title_in
    from orgmodel.scenario.write import scenario_text

    title = title_in(after)
    scenario = (
        found.scenario if title is None else replace(found.scenario, title=((found.later.terms.language, title),))
    )
    note = (
        f"inferred from {before.name} and {after.name}; {counted(len(found.corrections), 'records')} to correct besides"
    )
    write_scenario(output, scenario_text(scenario, baseline=baseline, notes=[note]), force=force)
    click.echo(output, err=True)


def _tell(found: Difference, before: Path, after: Path, language: str) -> None:
    """Say on stderr whether running it gives AFTER, and what was taken for granted."""
    from orgmodel.cli.main import complain

    if not found.matching.units and len(found.before.units) and len(found.later.units):
        message = Message.of(
            "no unit of {before} is matched in {after}: say how with --match ({keys})",
            before=before,
            after=after,
            keys=KEYS,
        )
        complain([Problem("NO_MATCH", message, severity=WARNING)], language)
    if found.matching.ambiguous:
        count = len(found.matching.ambiguous)
        one = "1 group of units may be the same, and was not taken for it"
        many = "{count} groups of units may be the same, and were not taken for it"
        complain(
            [Problem("AMBIGUOUS", Message.of(one if count == 1 else many, count=count), severity=WARNING)], language
        )
    if found.unsaid:
        told = Counter(change.table for change in found.unsaid)
        listed = ", ".join(f"{table} {count}" for table, count in told.items())
        unsaid = "note: UNSAID {after} leaves unsaid who ended, when units began, their order, or sources: taken as run ({tables})"
        say(Message.of(unsaid, after=after, tables=listed), language)
    left = len(found.corrections)
    steps = len(found.inference.steps)
    if found.changes:
        ends = Message.of("exactly to AFTER")
        if left:
            ends = Message.of("to AFTER but for {count} records, listed as corrections", count=left)
        lead = "{count} steps lead {ends}"
        say(Message.of(lead, count=steps, ends=ends), language)


def _object(found: Difference, lang: str, *, persons: bool, ids: bool = True) -> dict[str, Any]:
    from orgmodel.reports.differences import difference_rows

    return {**difference_rows(found, lang, persons=persons, ids=ids), "problems": []}


def _print(found: Difference, style: str, lang: str, *, persons: bool) -> None:
    rows = _object(found, lang, persons=persons, ids=False)
    if not rows["changes"]:
        click.echo("" if style == "text" else "\n", nl=False)
        say("no change", lang, err=False)
    else:
        _print_totals(rows["totals"], style, lang, found.before.terms)
        _print_summary(rows["changes"], style, lang)
    for title in ("operations", "lineage", "corrections"):
        if rows[title]:
            _table(rows[title], title, style, lang)
    _print_matches(rows["matches"], style, lang)
    if rows["ambiguous"]:
        _table(rows["ambiguous"], "ambiguous", style, lang)


def _table(rows: list[dict[str, Any]], title: str, style: str, lang: str, habit: CsvHabit | None = None) -> None:
    """Print a table; a reader gets its first rows, how many more there are, and the way to them."""
    from orgmodel.core.change_rows import CHANGE_COLUMNS
    from orgmodel.reports import differences as inferred
    from orgmodel.words.tables import word

    columns = {
        "changes": CHANGE_COLUMNS,
        **inferred.READ_COLUMNS,
    }[title]
    kept = rows if style == "csv" else rows[:MOST_ROWS]
    cells = [[row[column] for column in columns] for row in kept]
    print_table(columns, cells, style, title=title, language=lang, habit=habit)
    if len(rows) > len(kept):
        click.echo(("\n" if style == "md" else "") + word("more", lang, len(rows) - len(kept), "--format json"))


def _print_totals(totals: list[dict[str, Any]], style: str, lang: str, terms: Vocabulary) -> None:
    """Say how large the organisation is before and after, and by how much it changes where that is known."""
    from orgmodel.reports.differences import TOTAL_COLUMNS, total_cells
    from orgmodel.words.labels import label

    title = label("scope", "part", lang) if terms.is_part else "totals"
    print_table(TOTAL_COLUMNS, [total_cells(one, lang, terms) for one in totals], style, title=title, language=lang)


def _print_summary(changes: list[dict[str, Any]], style: str, lang: str) -> None:
    """Count the records by table and by what happened to them; one to which two things happened counts in both."""
    seen = {(row["table"], row["event"], row["key"]) for row in changes}
    counted = Counter((table, event) for table, event, _ in seen)
    known = {event for _, event in counted}
    order = ("begun", "ended", "moved", "renamed", "converted", "resized", "redirected", "registered", "changed")
    events = [event for event in order if event in known]
    tables = dict.fromkeys(row["table"] for row in changes)
    rows = [(table, *(counted[table, event] or None for event in events)) for table in tables]
    print_table(("records", *events), rows, style, title="changes", language=lang)


def _print_matches(matches: list[dict[str, Any]], style: str, lang: str) -> None:
    """Count the pairs by key and certainty, and list those that are only possible."""
    if not matches:
        return
    counted = Counter((row["table"], row["key"], row["certainty"]) for row in matches)
    rows = [(*kind, count) for kind, count in counted.items()]
    print_table(("table", "key", "certainty", "pairs"), rows, style, title="matches", language=lang)
    doubtful = [row for row in matches if row["certainty"] == "possible"]
    if doubtful:
        _table(doubtful, "doubtful matches", style, lang)
