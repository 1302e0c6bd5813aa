"""Every row of a comparison: for people with names in place of ids, for a program (CSV) as they are."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from orgmodel.cli.output import print_table

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.comparison.comparison import Comparison

WIDEST = 160
COLUMNS = (
    "scenario", "scope", "measure", "before", "after", "change", "low", "high", "missing", "assumed", "known", "of", "why",
)  # fmt: skip


def print_summary(lines: Iterable[str], style: str) -> None:
    """Print sentences, folded where a screen shows them."""
    for line in lines:
        click.echo(line if style == "md" else textwrap.fill(line, WIDEST - 2, subsequent_indent="    "))


def print_long(comparison: Comparison, style: str, language: str, *, whole: bool) -> None:
    """Print a row for each scenario, scope and measure; all of them, or where not asked for those of the total and those that change."""
    from orgmodel.comparison.comparable import least_told
    from orgmodel.measures.catalogue import measure_of
    from orgmodel.words.numbers import ASSUMED_MARK
    from orgmodel.words.tables import word

    if style == "text":
        print_summary(comparison.summary(language).splitlines(), style)
    table = comparison.measures
    left = 0
    if not whole:
        least = {id: least_told(measure_of(id, comparison.declared)) for id in table["measure"].unique().tolist()}
        told = (table["scope"] == "total") | table["change"].isna()
        told |= table["change"].abs() >= table["measure"].map(least).astype(float)
        left, table = int((~told).sum()), table[told]
    if style == "csv":
        habit = comparison.cases[0].before.terms.csv if comparison.cases else None
        print_table(COLUMNS, table[[*COLUMNS]].itertuples(index=False), style, title="measures", habit=habit)
        return
    rows = [_worded(comparison, row, language) for row in table.to_dict("records")]
    print_table(COLUMNS, rows, style, title="measures", language=language)
    if any(cell and str(cell).endswith(ASSUMED_MARK) for row in rows for cell in row[3:5]):
        click.echo(f"{'' if style == 'text' else chr(10)}{word('assumed', language)}")
    if left:
        click.echo(f"{'' if style == 'text' else chr(10)}{word('more', language, left, '--long')}")
    lineage = comparison.lineage
    tables = {
        "lineage": (["scenario", "clause", "operation", "before", "after"], lineage, ("before", "after")),
        "norms: what fails or needs approval, and how many findings there are of each kind": (
            *_findings(comparison, language),
            ("subject",),
        ),
        "deviations from the reference models": (*_deviations(comparison, language), ("area",)),
    }
    for title, (columns, frame, named) in tables.items():
        if len(frame):
            told_rows = [_named(comparison, row, named, language) for row in frame[columns].to_dict("records")]
            cells = [[row[one] for one in columns] for row in told_rows]
            print_table(columns, cells, style, title=title, language=language)


def _worded(comparison: Comparison, row: dict[Any, Any], language: str) -> tuple[Any, ...]:
    """Write a row of measures as people read it: names, ≥ where figures are missing, decimals that agree."""
    from orgmodel.comparison.scope_names import scope_name
    from orgmodel.measures.catalogue import measure_of
    from orgmodel.words.money import measure_places, measure_title
    from orgmodel.words.numbers import at_least, change_told, number, percent, places_of

    case = comparison.case(row["scenario"])
    terms = case.before.terms
    one = measure_of(row["measure"], terms)
    known = {name: None if row[name] is None or row[name] != row[name] else row[name] for name in COLUMNS}
    places = places_of((known["before"], known["after"], known["change"]), least=measure_places(one.id, terms))

    moved = change_told(known["before"], known["after"], known["change"], places)

    def told(name: str, ending: str = "") -> str:
        value, missing = known[name], int(row[f"missing{ending}"] or 0)
        if value is None and not missing:
            return ""
        return at_least(value, language, least=one.is_least(missing), low=row[f"low{ending}"], places=places)

    def plain(name: str) -> str:
        value = known[name]
        return "" if value is None else number(value, language, places=places)

    return (
        case.short(language),
        scope_name(case, row["scope"], language),
        measure_title(one.id, terms, language),
        told("before", "_before"),
        told("after"),
        "" if moved is None else number(moved, language, places=places, signed=True),
        *(plain(name) for name in ("low", "high", "missing")),
        percent(known["assumed"], language) if known["assumed"] else "",
        *(plain(name) for name in ("known", "of")),
        known["why"],
    )


def _named(comparison: Comparison, row: dict[Any, Any], named: Sequence[str], language: str) -> dict[Any, Any]:
    """Put names in the place of the ids of a row's scenario, and of the units in some of its columns."""
    from orgmodel.reports.side_by_side import subject_name

    case = comparison.case(row["scenario"])
    names = {one: subject_name(case, row[one], language) for one in named if isinstance(row[one], str) and row[one]}
    return row | names | {"scenario": case.short(language)}


def _findings(comparison: Comparison, language: str) -> tuple[list[str], pd.DataFrame]:
    """Keep the findings after that somebody must act on, and count the rest by result."""
    import pandas as pd

    from orgmodel.core.names import names_of, text_in
    from orgmodel.norms.finding import is_for_action

    after = comparison.norms[comparison.norms["state"] == "after"]
    columns = ["scenario", "norm", "subject", "result", "value", "limit", "citation", "code"]
    if not len(after):
        return columns, after
    titles = [text_in(names_of(**(title or {})), language, norm) for title, norm in after[["title", "norm"]].to_numpy()]
    cited = [text_in(names_of(**one), language) for one in after["cited"]]
    after = after.assign(citation=cited, code=after["norm"], norm=titles)
    changes = after["change"] if "change" in after else after["result"]
    acts = [is_for_action(result, change) for result, change in zip(after["result"], changes, strict=True)]
    acting = after[pd.Series(acts, index=after.index, dtype=bool)][columns]  # of no findings too
    rest = after[~after.index.isin(acting.index)]
    counted = rest.groupby(["scenario", "result"], sort=False).size().rename("value").reset_index()
    return columns, pd.concat([acting, counted]).reindex(columns=columns)


def _deviations(comparison: Comparison, language: str) -> tuple[list[str], pd.DataFrame]:
    """Count the deviations of each area before and after; an area that cannot be judged is left out."""
    from orgmodel.core.names import names_of, text_in

    rows = comparison.deviations
    columns = ["scenario", "model", "area", "kind", "before", "after"]
    rows = rows[rows["kind"] != "not_judged"] if len(rows) else rows
    if not len(rows):
        return columns, rows
    titles = [
        text_in(names_of(**(title or {})), language, model)
        for title, model in rows[["model_title", "model"]].to_numpy()
    ]
    rows = rows.assign(model=titles)
    keys = ["scenario", "model", "area", "kind"]
    table = rows.groupby([*keys, "state"], sort=False).size().unstack("state", fill_value=0)
    return columns, table.reindex(columns=["before", "after"], fill_value=0).reset_index()
