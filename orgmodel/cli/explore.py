"""``orgmodel explore``: how sure the measures and norms of scenarios are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.choices import SOURCE, Target, WholeNumber
from orgmodel.cli.explore_first import print_first, print_rows, print_rules
from orgmodel.cli.output import format_option, print_json, print_table, print_text
from orgmodel.cli.progress import DRAWING, MEASURING, READING, at_work
from orgmodel.cli.saved_picture import refuse_picture, save_picture, theme_option
from orgmodel.cli.settings import force_option, lang_option, measures_option, parsed, scope_option, set_option
from orgmodel.core.messages import Message

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.case import Case
    from orgmodel.exploration.exploration import Exploration
    from orgmodel.exploration.over_draws import Explored


@click.command()
@click.argument("paths", nargs=-1, required=True, type=SOURCE)
@click.option(
    "--draws",
    type=WholeNumber(least=1),
    default=10_000,
    show_default=True,
    help="How often what is uncertain is drawn.",
)
@click.option(
    "--runs",
    type=WholeNumber(least=1),
    default=256,
    show_default=True,
    help="Of how many draws the scenario is run, for measures that are no sums and norms that hang on one.",
)
@click.option(
    "--seed", type=WholeNumber(least=0), default=0, show_default=True, help="The same seed gives the same draws."
)
@click.option("--vary", multiple=True, metavar="NAME", help="Draw this parameter, too (may be repeated).")
@click.option(
    "--decide",
    multiple=True,
    metavar="WHAT",
    help="What is to be decided, so that it says which figure to ask for first: posts_filled@UNIT<=60, norm:ID@UNIT, or of two scenarios less:MEASURE (may be repeated).",
)
@click.option(
    "--rules",
    multiple=True,
    metavar="RULES",
    help="Other rules, to say who newly fails: a norm's parameter as NAME=VALUE, the law of a date as 2024-06-01, or both with a comma (may be repeated).",
)
@click.option("--workers", type=WholeNumber(least=1), default=1, show_default=True, help="Run on so many processes.")
@click.option("--cluster", metavar="ADDRESS", help="A dask scheduler whose workers do the work, as tcp://host:8786.")
@measures_option
@scope_option
@click.option("--long", is_flag=True, help="Every row, however many.")
@set_option
@click.option(
    "-o",
    "--output",
    type=Target(folder=False),
    help="A picture of intervals and of what decisions hang on: .png, .svg or .pdf.",
)
@theme_option
@force_option
@lang_option
@format_option
def explore(
    paths: tuple[Path, ...],
    draws: int,
    runs: int,
    seed: int,
    vary: tuple[str, ...],
    decide: tuple[str, ...],
    rules: tuple[str, ...],
    workers: int,
    cluster: str | None,
    measures: list[str] | None,
    scopes: tuple[str, ...],
    long: bool,
    settings: tuple[str, ...],
    output: Path | None,
    theme: str,
    force: bool,
    lang: str | None,
    style: str,
) -> None:
    """Say how sure each measure and norm of scenarios is, by drawing every figure that has a range.

    Figures without a range are not drawn, and a missing figure stays missing. Of several scenarios of one study it says which has more, by the
    same draws. Of each decision, such as a target that may be missed, it says whom to ask for which figure first.
    """
    from orgmodel.api import read_subjects
    from orgmodel.cli.sweep import hands_of, refuse_both
    from orgmodel.exploration.subjects import explore_all
    from orgmodel.io.read import language_of
    from orgmodel.operations.written_numbers import plain_number

    refuse_both(workers, cluster)
    if style == "csv" and decide and rules:
        raise click.UsageError(
            Message.of("csv is one table: of --decide the questions, of --rules what they find otherwise; take one")
        )
    if output is not None:
        refuse_picture(output, force)
    given = parsed(settings)
    with at_work(READING):
        subjects = read_subjects(paths)
    with at_work(MEASURING), hands_of(workers, cluster) as hands:
        found = explore_all(
            subjects, draws=draws, runs=runs, seed=seed, vary=vary, settings=given, measures=measures,
            scopes=list(scopes) or None, decide=decide, rules=rules, hands=hands,
        )  # fmt: skip
    if output is not None:
        from orgmodel.charts.exploration_page import page_of

        spoken = lang or language_of(paths[0])
        with at_work(DRAWING):
            save_picture(lambda: page_of(found, language=spoken, theme=theme), output, force)
    if style == "json":
        print_json(found.to_json_object())
        return
    if style == "csv":
        table = found.questions if decide else found.rules if rules else found.measures
        if decide:
            table["turns_at"] = ["; ".join(map(plain_number, turns)) for turns in table["turns_at"]]
        print_table([*table.columns], table.itertuples(index=False), style)
        return
    language = lang or language_of(paths[0])
    _print(found, style, language, long=long or bool(scopes) or bool(measures))
    print_rules(found, style, language, long=long)
    print_first(found, style, language, long=long)


def _print(found: Exploration, style: str, language: str, *, long: bool) -> None:
    from orgmodel.core.names import text_in
    from orgmodel.exploration.norm_chances import CERTAIN
    from orgmodel.words.exploring import exploring
    from orgmodel.words.numbers import number

    def told(key: str, *values: object) -> None:
        print_text(exploring(key, language, *values), style)

    if not found.causes.columns:
        told("nothing")
    measures, norms = found.measures, found.norms  # each is made anew when it is asked for
    for case, told_of in zip(found.cases, found.named.cases, strict=True):
        title = told_of.name(language)
        figures = [number(one, language) for one in (len(found.causes.columns), found.draws.count, found.runs)]
        told("head", title, *figures, found.draws.seed)
        rows, spread, alike, beyond = _measure_rows(measures, case, told_of, language, long=long)
        if not rows and not alike:
            told("certain")
        print_rows(
            [exploring(one, language) for one in ("scope", "measure", "best", "mean", "interval", "change", "change_interval")],
            rows, style, exploring("measures", language), long=long, language=language,
        )  # fmt: skip
        if alike:
            told("alike", number(alike, language))
        if beyond:
            told("beyond", number(beyond, language))
        if any("≥" in cell for row in rows for cell in row):
            told("missing")
        _print_norms(norms, case, told_of, style, language)
        mine = norms[(norms["scenario"] == case.scenario.id) & (norms["by"] == CERTAIN)]
        if certain := int((mine["fails"] > 0).sum()):
            told("norms_certain", number(certain, language))
        if case.run_norms:
            titles = {one.id: one.title for one in found.named.pack.norms}
            judged = ", ".join(text_in(titles.get(one, ()), language, one) for one in sorted(case.run_norms))
            told("norms_by_runs", number(found.runs, language), judged)
        if by_runs := [one for one in case.run_measures if one in spread]:
            from orgmodel.words.measures import measure_name

            names = ", ".join(measure_name(one, language, case.scenario.baseline.terms.labels) for one in by_runs)
            told("by_runs", number(found.runs, language), names)
        if case.refused:
            told(
                "refused",
                title,
                number(sum(case.refused.values()), language),
                number(found.runs, language),
                ", ".join(case.refused),
            )
    _print_pairs(found, style, language, long=long)


def _measure_rows(
    table: pd.DataFrame, case: Explored, told: Case, language: str, *, long: bool
) -> tuple[list[tuple[str, ...]], set[str], int, int]:
    """Write the measures that the draws spread, with ``long`` all, and name them; count those left out that change, and those of which the best value is beyond 90 % of the draws."""
    from orgmodel.comparison.scope_names import scope_name
    from orgmodel.exploration.exploration import is_beyond
    from orgmodel.measures import measure_of
    from orgmodel.words.exploring import exploring
    from orgmodel.words.money import measure_places, measure_title
    from orgmodel.words.numbers import at_least, number

    terms = case.scenario.baseline.terms
    by_key: dict[tuple[str, str], dict[str, Any]] = {}
    for row in table[table["scenario"] == case.scenario.id].to_dict("records"):
        by_key.setdefault((row["scope"], row["measure"]), {})[row["state"]] = row
    rows: list[tuple[str, ...]] = []
    spread = set[str]()
    alike = beyond = 0
    for (scope, id), states in by_key.items():
        after, change = states.get("after"), states.get("change")
        if after is None or (after["best"] != after["best"] and after["mean"] != after["mean"]):
            continue
        if not (long or after["sd"] > 0 or (change is not None and change["sd"] > 0)):
            alike += change is not None and bool(change["mean"])
            continue
        spread.add(id)
        beyond += is_beyond(after)
        places = measure_places(id, terms)
        least = measure_of(id, terms).is_least(after["missing"])

        def shown(row: Any, name: str, signed: bool = False, places: int = places) -> str:
            value = None if row is None else row[name]
            return (
                "" if value is None or value != value else number(value, language, signed=signed, places=max(places, 1))
            )

        interval = exploring("between", language, shown(after, "p5"), shown(after, "p95")) if after["sd"] > 0 else ""
        moved = (
            exploring("between", language, shown(change, "p5", signed=True), shown(change, "p95", signed=True))
            if change is not None and change["sd"] > 0
            else ""
        )
        rows.append(
            (scope_name(told, scope, language), measure_title(id, terms, language),
             *(at_least(after[key], language, least=least, places=max(places, 1)) for key in ("best", "mean")), interval, shown(change, "mean", signed=True), moved)
        )  # fmt: skip
    return rows, spread, alike, beyond


def _print_norms(table: pd.DataFrame, case: Explored, told: Case, style: str, language: str) -> None:
    from orgmodel.exploration.norm_chances import CERTAIN
    from orgmodel.words.exploring import chance_text, exploring

    mine = table[(table["scenario"] == case.scenario.id) & (table["by"] != CERTAIN)]
    mine = mine[(mine["fails"] > 0) | (mine["needs_approval"] > 0)]
    if not len(mine):
        return
    titles = {one.norm: one.title for one in case.found}
    from orgmodel.core.names import text_in

    rows = [
        (text_in(titles.get(row["norm"], ()), language, row["norm"]), told.called(row["subject"], language),
         chance_text(row["fails"], language), chance_text(row["needs_approval"], language), row["citation"])
        for row in mine.to_dict("records")
    ]  # fmt: skip
    heads = [exploring(one, language) for one in ("norm", "subject", "fails", "needs_approval")]
    print_rows(
        [*heads[:4]], [row[:4] for row in rows], style, exploring("norms", language), long=True, language=language
    )


def _print_pairs(found: Exploration, style: str, language: str, *, long: bool) -> None:
    from orgmodel.comparison.scope_names import scope_name
    from orgmodel.words.exploring import chance_text, exploring
    from orgmodel.words.money import measure_title
    from orgmodel.words.numbers import number

    table = found.pairs
    if not len(table):
        return
    cases = {one.scenario.id: told for one, told in zip(found.cases, found.named.cases, strict=True)}
    for names, part in table.groupby(["scenario", "other"], sort=False):
        one, other = str(names[0]), str(names[1])
        open_ = part[["less", "same", "more"]].max(axis=1) < 1
        apart = part if long else part[open_]
        terms = cases[one].before.terms
        rows: list[tuple[str, ...]] = [
            (scope_name(cases[one], row["scope"], language), measure_title(row["measure"], terms, language),
             *(chance_text(row[name], language) for name in ("less", "same", "more")))
            for row in apart.to_dict("records")
        ]  # fmt: skip
        heads = [exploring(name, language) for name in ("scope", "measure", "less", "same", "more")]
        title = exploring("pairs", language, cases[one].short(language), cases[other].short(language))
        settled = 0 if long else int((~open_ & (part["same"] < 1)).sum())
        if settled and not rows:
            print_text(title, style)
        print_rows(heads, rows, style, title, long=long, language=language)
        if settled:
            print_text(exploring("settled", language, number(settled, language)), style)
