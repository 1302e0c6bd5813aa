"""What ``orgmodel explore`` prints of decisions: a sentence each, and the figures to ask for in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orgmodel.cli.output import print_table, print_text

if TYPE_CHECKING:
    from orgmodel.exploration.exploration import Exploration
    from orgmodel.exploration.first_figure import Decided
    from orgmodel.exploration.said import Called

MOST_ROWS = 40
"""So many rows of a table are shown unasked."""
CHANCES = ("fails_now", "fails_then", "newly_fails", "no_longer_fails")
"""The columns of other rules that are shares of draws."""
MOST_QUESTIONS = 6
"""So many figures of a decision are shown unasked."""


def print_rows(
    heads: list[str], rows: list[tuple[str, ...]], style: str, title: str, *, long: bool, language: str
) -> None:
    """Print a table, of a long one the first rows unless all are asked for."""
    from orgmodel.words.tables import word

    if not rows:
        return
    kept = rows if long else rows[:MOST_ROWS]
    print_table(heads, kept, style, title=title)
    if len(rows) > len(kept):
        print_text(word("more", language, len(rows) - len(kept), "--long"), style)


def print_rules(found: Exploration, style: str, language: str, *, long: bool) -> None:
    """Print, of each set of other rules, whom they find otherwise than the rules as they are."""
    from orgmodel.core.names import text_in
    from orgmodel.reports.side_by_side import subject_name
    from orgmodel.words.exploring import chance_text, exploring
    from orgmodel.words.labels import label

    asked = dict.fromkeys(found.rules_asked)
    if not asked:
        return
    table = found.rules
    titles = {one.norm: one.title for case in found.cases for one in case.found} | {
        one.id: one.title for one in found.named.pack.norms
    }
    cases = {one.outcome.scenario.id: one for one in found.named.cases}
    for text in asked:
        rows: list[tuple[str, ...]] = [
            (
                cases[row["scenario"]].short(language),
                text_in(titles.get(row["norm"], ()), language, row["norm"]),
                subject_name(cases[row["scenario"]], row["subject"], language),
                label("result", row["now"], language),
                label("result", row["then"], language),
                exploring(row["change"], language),
                *(chance_text(row[key], language) if row["draws"] else "" for key in CHANCES[:2]),
                *(_in_draws(row[key], row["draws"], language) for key in CHANCES[2:]),
            )
            for row in table[table["rules"] == text].to_dict("records")
        ]
        if not rows:
            print_text(("" if style == "md" else "\n") + exploring("rules_alike", language, text), style)
            continue
        heads = [
            exploring(one, language) for one in ("scenario", "norm", "subject", "now", "then", "change_told", *CHANCES)
        ]
        shown = [at for at in range(len(heads)) if (at > 0 or len(cases) > 1) and any(row[at] for row in rows)]
        rows = [tuple(row[at] for at in shown) for row in rows]
        print_rows(
            [heads[at] for at in shown], rows, style, exploring("rules", language, text), long=long, language=language
        )


def _in_draws(share: float, draws: int, language: str) -> str:
    """Write in how many draws something is so; nothing of what is in none, and of what is certain."""
    from orgmodel.words.exploring import chance_text, exploring
    from orgmodel.words.numbers import number

    count = round(share * draws)
    counts = [number(one, language) for one in (count, draws)]
    return exploring("in_draws", language, chance_text(share, language), *counts) if count else ""


def print_first(found: Exploration, style: str, language: str, *, long: bool) -> None:
    """Print of each decision whom to ask for which figure first, and the figures that it hangs on; last those that no figure can turn."""
    from orgmodel.exploration.decision import OF_CHANCE
    from orgmodel.words import tables
    from orgmodel.words.first_asked import first_asked

    if not found.decided or found.called is None:
        return
    title = first_asked("title", language)
    click.echo(f"\n## {title}" if style == "md" else f"\n{title}")
    for one in (one for one in found.decided if one.evidence.is_open):
        print_text(("" if style == "md" else "\n") + found.called.sentence(one, language), style)
        rows = question_rows(one, found.called, language)
        if rows and (why := found.called.no_ends(one, language)):
            print_text(why, style)
        kept = rows if long else rows[:MOST_QUESTIONS]
        if kept:
            of_chance = one.evidence.decision.kind in OF_CHANCE
            names = [WORTH[of_chance] if key == "worth" else key for key in QUESTION_HEADS]
            heads = [first_asked(key, language) for key in names]
            shown = [at for at, key in enumerate(names) if (long or key != "source") and any(row[at] for row in kept)]
            if style == "md":
                click.echo()
            print_table([heads[at] for at in shown], [[row[at] for at in shown] for row in kept], style)
        if len(rows) > len(kept):
            print_text(tables.word("more", language, len(rows) - len(kept), "--long"), style)
    settled = [one for one in found.decided if not one.evidence.is_open]
    kept_settled = settled if long else settled[:MOST_QUESTIONS]
    if settled and style != "md":
        click.echo()
    for one in kept_settled:
        print_text(found.called.sentence(one, language), style)
    if len(settled) > len(kept_settled):
        print_text(tables.word("more", language, len(settled) - len(kept_settled), "--long"), style)


WORTH = ("worth", "righter")
QUESTION_HEADS = ("asked", "unit", "supplier", "range", "source", "settles", "worth", "ends", "turns", "share")


def question_rows(one: Decided, called: Called, language: str) -> list[tuple[str, ...]]:
    """Write the causes that a decision hangs on more than chance would have it, the first to ask for at the head."""
    from orgmodel.core.names import text_in
    from orgmodel.exploration.decision import OF_CHANCE
    from orgmodel.words.exploring import chance_text, exploring
    from orgmodel.words.numbers import number

    rows: list[tuple[str, ...]] = []
    for asked in one.questions:
        if not asked.tells:
            continue
        alone = len(asked.columns) == 1
        column = asked.columns[0]
        drawn = called.causes.columns[column]
        ends = [called.value(column, end, language) for end in (drawn.marginal.low, drawn.marginal.high)]
        of_chance = one.evidence.decision.kind in OF_CHANCE
        rows.append(
            (
                called.asked(asked, language),
                text_in(called.unit(column), language) if alone else "",
                text_in(asked.supplier, language),
                exploring("between", language, *ends) if alone else "",
                called.source(column, language) if alone else "",
                chance_text(asked.decides, language),
                f"+{chance_text(asked.knowing.value, language)}"
                if of_chance
                else number(asked.knowing.value, language),
                exploring("between", language, *(number(end, language) for end in asked.ends))
                if asked.ends[0] == asked.ends[0]
                else "",
                ", ".join(called.value(column, turn, language) for turn in asked.turns),
                "" if asked.share.value != asked.share.value else chance_text(asked.share.value, language),
            )
        )
    return rows
