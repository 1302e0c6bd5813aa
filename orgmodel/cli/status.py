"""``orgmodel status``: who does what by when, what is late, what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from orgmodel.cli.output import format_option, print_json, print_table


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--as-of", "as_of", metavar="DATE", help="The date asked about: YYYY-MM-DD (default: today).")
@click.option("--lang", type=click.Choice(("vi", "en")), default="vi", show_default=True)
@format_option
def status(study: Path, as_of: str | None, lang: str, style: str) -> None:
    """Show the board: steps, owners, due dates, what is late on a date, and which figures are missing."""
    import datetime

    from orgmodel.api import follow_up_rows, missing_rows
    from orgmodel.io.read import read
    from orgmodel.scenario.scenario import Scenario, Study
    from orgmodel.tracking.board import row_of, status_rows

    found = read(study)
    if not isinstance(found, Study | Scenario):
        raise click.UsageError(f"{study} holds one structure: name a study or a scenario")
    date = as_of or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    _check_date(date)
    baseline = found.baseline
    rows: list[dict[str, Any]] = [
        row_of(row, baseline) for row in status_rows(found if isinstance(found, Study) else [found], date)
    ]
    missing = missing_rows(found)
    beside = follow_up_rows(found)
    if style == "json":
        print_json({"as_of": date, "steps": rows, **beside, "missing": missing, "problems": []})
        return
    columns = ["clause", "step", "owner", "due", "state", "standing", "days late"]
    cells = [
        (
            row["clause"],
            row["title"].get(lang) or row["step"],
            row["owner_name"] or row["owner"],
            row["due"],
            row["state"],
            row["standing_text"].get(lang) if style == "text" else row["standing"],
            row["days_late"],
        )
        for row in rows
    ]
    print_table(columns, cells, style, title=f"{'Ngày' if lang == 'vi' else 'As of'} {date}")
    if style == "csv":
        return
    if beside["needs"]:
        title = "Việc phải làm trước" if lang == "vi" else "Acts needed first"
        needs = [(row["step"], row["unit"], row["act"].get(lang)) for row in beside["needs"]]
        print_table(["step", "unit", "act"], needs, style, title=title)
    if beside["discrepancies"]:
        title = "Chỗ văn bản không khớp" if lang == "vi" else "Where papers disagree"
        papers = [
            (
                row["clause"],
                row["title"].get(lang),
                "; ".join(f"{one['where']}: {one['says']}" for one in row["says"]),
                row["taken"],
            )
            for row in beside["discrepancies"]
        ]
        print_table(["clause", "discrepancy", "says", "taken"], papers, style, title=title)
    if missing:
        title = "Số liệu còn thiếu" if lang == "vi" else "Missing figures"
        shown = [
            (row["subject"], row["what"].get(lang), ", ".join(row["asked_by"]), row["supplier"].get(lang))
            for row in missing
        ]
        print_table(["subject", "what", "asked by", "who could supply it"], shown, style, title=title)


def _check_date(date: str) -> None:
    import datetime

    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        raise click.UsageError(f"--as-of: {date!r} is not a date: write YYYY-MM-DD") from None
