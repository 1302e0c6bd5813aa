"""``orgmodel status``: who does what by when, what is late, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.choices import SOURCE
from orgmodel.cli.output import format_option, print_json, print_table
from orgmodel.cli.progress import MEASURING, READING, RUNNING, at_work, at_work_on_text
from orgmodel.cli.settings import day_given, lang_option
from orgmodel.core.messages import Message
from orgmodel.core.names import text_in
from orgmodel.core.records import Document

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome, Scenario, Study


@click.command()
@click.argument("study", type=SOURCE)
@click.option(
    "--as-of", "as_of", metavar="DATE", callback=day_given, help="The date asked about: YYYY-MM-DD (default: today)."
)
@click.option("--long", is_flag=True, help="Every missing figure in a row of its own, and no text cut.")
@lang_option
@format_option
def status(study: Path, as_of: str | None, long: bool, lang: str | None, style: str) -> None:
    """Show the board: steps, owners, due dates, what is late on a date, and which figures are missing.

    What is late comes first; missing figures of one kind stand in one row, and --long lists each.
    """
    from orgmodel.io.read import read
    from orgmodel.scenario.scenario import Scenario, Study

    with at_work(READING):
        found = read(study)
    if not isinstance(found, Study | Scenario):
        raise click.UsageError(Message.of("{study} holds one structure: name a study or a scenario", study=study))
    with at_work(RUNNING):
        outcomes = found.outcomes if isinstance(found, Study) else (found.run(),)
    with at_work_on_text(MEASURING):
        _tell(found, outcomes, as_of, lang or found.baseline.terms.language, style, long=long)


def _tell(
    found: Study | Scenario, outcomes: Sequence[Outcome], as_of: str | None, language: str, style: str, *, long: bool
) -> None:
    """Print the board, and what is missing or assumed."""
    import datetime

    from orgmodel.api import assumed_rows, assumed_sums, follow_up_rows, missing_rows
    from orgmodel.reports.follow_up import clause_row, status_row
    from orgmodel.scenario.scenario import Study
    from orgmodel.tracking.board import URGENT, clause_rows, status_rows
    from orgmodel.words.citations import cited as citation
    from orgmodel.words.citations import source_name
    from orgmodel.words.labels import label
    from orgmodel.words.numbers import ranged
    from orgmodel.words.tables import word

    date = as_of or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    baseline, own = found.baseline, found.baseline.terms.labels
    board = status_rows(found if isinstance(found, Study) else [found], date)
    rows: list[dict[str, Any]] = [status_row(row, baseline) for row in board]
    clauses = [clause_row(row, baseline) for row in clause_rows(board)]
    units = _Units((baseline, *(outcome.after for outcome in outcomes)), language)
    missing, beside = missing_rows(found), follow_up_rows(found)
    if style == "json":
        print_json(
            {
                "as_of": date,
                "steps": rows,
                "clauses": clauses,
                **beside,
                "missing": missing,
                "assumed": assumed_rows(found),
                "problems": [],
            }
        )
        return
    if style != "csv":
        rows.sort(key=lambda row: URGENT.index(row["standing"]))
    short = partial(_short, most=None if long or style != "text" else WIDEST_CELL)
    if style != "csv":
        _print_clauses(clauses, units, style, language, date, short)
    columns = _columns(["clause", "step", "owner", "due", "state", "standing", "days late"], style, language)
    cells = [
        (
            row["clause"],
            short(_in(row["title"], language) or row["step"]),
            short(_owners(units, row["owners"])) if style != "csv" else row["owner"],
            _in(row["due_text"], language) if style != "csv" and row["due"] else row["due"],
            label("state", row["state"], language, own) if style != "csv" else row["state"],
            _in(row["standing_text"], language) if style != "csv" else row["standing"],
            row["days_late"],
        )
        for row in rows
    ]
    if long or style == "csv":
        print_table(columns, cells, style, title=_text("each_step", language), habit=baseline.terms.csv)
    if style == "csv":
        return
    titles = {row["step"]: _in(row["title"], language) for row in rows}
    if beside["needs"]:
        title = _text("acts_needed", language)
        needs = [
            (
                short(titles.get(row["step"]) or row["step"]),
                units.name(row["unit"]),
                short(_in(row["act"], language)),
            )
            for row in beside["needs"]
        ]
        print_table(_columns(["step", "unit", "act"], style, language), needs, style, title=title)
    if beside["discrepancies"]:
        title = _text("discrepancies", language)
        papers = [
            (
                row["clause"],
                short(_in(row["title"], language)),
                short("; ".join(citation(f"{one['where']}: {one['says']}", language) for one in row["says"])),
                short(label("operation_in_law", row["taken"], language) if row["taken"] else ""),
            )
            for row in beside["discrepancies"]
        ]
        print_table(_columns(["clause", "discrepancy", "says", "taken"], style, language), papers, style, title=title)
    if missing:
        title = _text("missing_figures", language)
        cited = {one.id: text_in(one.title, language) for one in baseline.documents if isinstance(one, Document)}
        titles = {**cited, **titles}
        named = [
            (
                row,
                titles.get(row["subject"]) or row["subject"]
                if row["id"].startswith(("steps:", "documents:"))  # which may have the id of a unit
                else _in(row["figure"], language)
                if row["id"].startswith("parameter:")
                else str(units.name(row["subject"])),
            )
            for row in missing
        ]
        if long:
            heads = ["subject", "what", "asked by", "who could supply it"]
            shown: list[tuple[Any, ...]] = [
                (name, _in(row["what"], language), "; ".join(_askers(row, language)), _in(row["supplier"], language))
                for row, name in named
            ]
        else:
            heads = ["who could supply it", "figure", "rows", "subject", "asked by"]
            shown = [tuple(map(short, row)) for row in _summed(named, language)]
        kept = shown if long else shown[:MOST_MISSING]
        print_table(_columns(heads, style, language), kept, style, title=title)
        if not long:
            more = word("more", language, len(shown) - len(kept), "--long")
            click.echo(more if len(shown) > len(kept) else word("each", language, "--long"))
    if sums := assumed_sums(found):
        cited_by = {one.id: one for one in baseline.documents if isinstance(one, Document)}
        title = _text("assumed_figures", language)
        shown_sums = [
            (
                label("figure", one.figure, language, baseline.terms.labels),
                one.count,
                ranged(one.value, one.low, one.high, 0, language),
                short(source_name(one.src, cited_by, language, baseline.terms.labels)),
                _in(dict(one.confirm), language) if one.confirm else "",
            )
            for one in sums
        ]
        heads = ["figure", "rows", "value", "source", "who could confirm it"]
        print_table(_columns(heads, style, language), shown_sums, style, title=title)


WIDEST_CELL = 60
MOST_MISSING = 15
MOST_NAMES = 2


def _print_clauses(
    clauses: Sequence[dict[str, Any]],
    units: _Units,
    style: str,
    language: str,
    date: str,
    short: Callable[[Any], Any],
) -> None:
    """Print a row a clause, what somebody must look at first before the others, and what lateness counts from."""
    from orgmodel.tracking.board import URGENT
    from orgmodel.words.notes import Date
    from orgmodel.words.numbers import of_each

    rows = [
        (
            row["clause"],
            short(
                "; ".join(filter(None, (_in(title, language) for title in row["titles"]))) or "; ".join(row["steps"])
            ),
            short(_owners(units, row["owners"])),
            _in(row["due_text"], language) if row["due"] else None,
            of_each([(_in(one["text"], language), one["duties"]) for one in row["states"]], language),
            _in(row["standing_text"], language),
            row["days_late"],
        )
        for row in sorted(clauses, key=lambda row: URGENT.index(row["standing"]))
    ]
    heads = ["clause", "step", "owner", "due", "state", "standing", "days late"]
    print_table(_columns(heads, style, language), rows, style, title=_text("as_of", language, {"date": Date(date)}))
    for row in clauses:
        if row["due_cited"] and row["due"]:
            said = {
                "clause": row["clause"] or "",
                "cited": _in(row["due_cited_text"], language),
                "date": Date(row["due"]),
            }
            click.echo(("\n" if style == "md" else "") + _text("late_from", language, said))


def _owners(units: _Units, owners: Sequence[str]) -> str:
    """Name who owes something; of many the first ones, and how many more."""
    told = [units.name(one) or "" for one in owners]
    more = f" … +{len(told) - MOST_NAMES}" if len(told) > MOST_NAMES + 1 else ""
    return "; ".join(told[:MOST_NAMES] if more else told) + more


def _summed(named: Sequence[tuple[dict[str, Any], str]], language: str) -> list[tuple[Any, ...]]:
    """Sum missing figures by who could supply them, then by kind and by what asks for them: who lacks most first."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for row, name in named:
        askers = _askers(row, language)
        asked = f"{askers[0]} … +{len(askers) - 1}" if len(askers) > 1 else "".join(askers)
        kind = (_in(row["figure"], language), asked, _in(row["supplier"], language))
        found.setdefault(kind, []).append(name)
    rows = []
    by_supplier: Counter[str] = Counter()
    for (_, _, supplier), names in found.items():
        by_supplier[supplier] += len(names)
    for (figure, asked, supplier), names in sorted(
        found.items(), key=lambda one: (-by_supplier[one[0][2]], one[0][2], not one[0][1], -len(one[1]))
    ):
        several = list(dict.fromkeys(names))
        more = f" … +{len(several) - MOST_NAMES}" if len(several) > MOST_NAMES else ""
        rows.append((supplier, figure, len(names), f"{'; '.join(several[:MOST_NAMES])}{more}", asked))
    return rows


def _askers(row: dict[str, Any], language: str) -> list[str]:
    """Name the norms that ask for a missing figure: by their titles, or ids where they have none."""
    return [_in(title, language) or id for id, title in zip(row["asked_by"], row["asked_by_titles"], strict=True)]


def _short(text: Any, most: int | None) -> Any:
    """Cut a text that is too wide for a screen."""
    return text if most is None or not isinstance(text, str) or len(text) <= most else f"{text[: most - 1]}…"


def _text(key: str, language: str, values: dict[str, object] | None = None) -> str:
    from orgmodel.core.names import text_in
    from orgmodel.words.notes import worded

    return text_in(worded(key, values), language)


def _columns(keys: list[str], style: str, language: str) -> list[str]:
    """Name the columns in words where people read them; a CSV keeps the keys."""
    from orgmodel.words.labels import heading

    return keys if style == "csv" else [heading(key, language) for key in keys]


def _in(texts: dict[str, str], language: str) -> str:
    """Pick a text in a language, or else in any other."""
    return texts.get(language) or next(iter(texts.values()), "")


class _Units:
    """Name units as the first structure that has them does, each name counted once for a structure."""

    def __init__(self, structures: Sequence[Structure], language: str) -> None:
        self.structures = structures
        self.language = language
        self._bearers: dict[int, Counter[str]] = {}

    def name(self, id: str | None) -> str | None:
        """Name a unit, with its id where another there has the same name; what is no unit keeps its id."""
        from orgmodel.core.records import Unit

        for at, structure in enumerate(self.structures):
            unit = structure.units.get(id) if id else None
            if isinstance(unit, Unit):
                if at not in self._bearers:
                    self._bearers[at] = Counter(
                        one.name(self.language) for one in structure.units if isinstance(one, Unit)
                    )
                name = unit.name(self.language)
                return name if self._bearers[at][name] == 1 else f"{name} ({id})"
        return id
