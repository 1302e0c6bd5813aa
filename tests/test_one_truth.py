"""The law of one truth: every figure, name and finding of a comparison is the same in each thing made of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import orgmodel
from orgmodel import api
from orgmodel.charts.chart import chart
from orgmodel.cli.compare import compare as command
from orgmodel.cli.tables import TABLES, write_tables
from orgmodel.comparison.analysis import functions
from orgmodel.comparison.case import Case
from orgmodel.comparison.comparison import Comparison
from orgmodel.comparison.scope_names import scope_name
from orgmodel.core.figures import Amount
from orgmodel.core.names import text_in
from orgmodel.io.formulas import unguard
from orgmodel.notebook.display import show_comparison
from orgmodel.notebook.html import MOST_COLUMNS, MOST_LETTERS
from orgmodel.reports.full_lists import full_lists_of
from orgmodel.reports.markdown import render
from orgmodel.reports.side_by_side import TextTable, key_table
from orgmodel.words.charts import word as chart_word
from orgmodel.words.forms import heading
from orgmodel.words.labels import label
from orgmodel.words.markup import escaped
from orgmodel.words.money import measure_title
from orgmodel.words.notes import worded
from orgmodel.words.numbers import AT_LEAST, UNKNOWN, count, date, number, padded
from orgmodel.words.tables import word
from tests.figures_shown import agree_in_sides, filled_sides, reader
from tests.scenario.random_outcomes import Made, outcomes
from tests.strategies import TERMS

Json = dict[str, Any]
LANGUAGES = ("vi", "en")
MOST = 10_000
ASKED = settings.default.max_examples
EXAMPLES = MOST if ASKED >= MOST else ASKED // 2  # each of two or three outcomes
PLAIN = {"vi": str.maketrans(",.", "._"), "en": str.maketrans(",", "_")}
FIGURES = re.compile(r"(?:^|\s)(≥?[\d.,]+|\?)/(≥?[\d.,]+|\?)\*?$")  # filled and authorized, in a box
MISSING = {
    "party_members": "members.total",
    "posts_authorized": "posts.authorized",
    "posts_filled": "posts.filled",
}
HALF = 0.005 + 1e-9
"""Half of the last of two decimals, as near as a float holds it."""


def markdown_tables(text: str) -> list[list[dict[str, str]]]:
    """Read every table of a Markdown text, each a list of rows by heading."""
    found: list[list[dict[str, str]]] = []
    heads: list[str] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            heads = []
            continue
        cells = [re.sub(r"\\(.)", r"\1", cell).strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not heads:
            heads = cells
            found.append([])
        elif not re.fullmatch(r"[|\-: ]+", line):
            found[-1].append(dict(zip(heads, cells, strict=True)))
    return found


def shown(value: Any, language: str) -> str:
    """Write a figure as a form does: unknown is blank."""
    return "" if value is None else number(value, language)


def agree_in_files(found: Comparison, made: Json) -> None:
    """Compare every CSV, and the JSON file, with the JSON object."""
    with TemporaryDirectory() as folder:
        write_tables(found, Path(folder) / "out")
        text = (Path(folder) / "out" / "comparison.json").read_text("utf-8")
        assert json.loads(text) == json.loads(json.dumps(made, ensure_ascii=False, default=str))
        for name in TABLES:
            content = (Path(folder) / "out" / f"{name}.csv").read_text("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(content)))
            assert len(rows) == len(made[name]), name
            for row, wanted in zip(rows, made[name], strict=True):
                for field in wanted.keys() & row.keys():
                    value = wanted[field]
                    if value is None:
                        assert row[field] in ("", "None"), (name, field)
                    elif isinstance(value, bool | str):
                        assert unguard(row[field]) == str(value), (name, field)
                    elif isinstance(value, int | float):
                        assert float(row[field]) == pytest.approx(value), (name, field)


def agree_in_print(found: Comparison, made: Json, subjects: Made, language: str) -> None:
    """Compare what the command prints, as text, JSON, CSV and Markdown, with the JSON object."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "read_outcomes", lambda *_, at=None: subjects)

        def printed(*options: str) -> str:
            result = CliRunner().invoke(command, ["x", *options, "--lang", language])
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
            return result.stdout

        asked = scopes_asked(found, made)
        options = [word for scope in asked for word in ("--scope", scope)]
        assert json.loads(printed("--format", "json")) == json.loads(json.dumps(made, ensure_ascii=False, default=str))
        agree_in_rows(list(csv.DictReader(io.StringIO(printed("--format", "csv")))), made["measures"])
        rows = list(csv.DictReader(io.StringIO(printed("--format", "csv", *options))))
        known = {(row["scenario"], row["scope"], row["measure"]): row for row in (*made["measures"], *made["units"])}
        nothing = {"before": None, "after": None, "change": None, "missing": 0}  # such rows of units are left out
        keys = [(row["scenario"], row["scope"], row["measure"]) for row in rows]
        told_of = reader(found, made)
        for row, key in zip(rows, keys, strict=True):  # a unit in one state only: with what it became or came from
            told = told_of(found.case(key[0]), *key[1:])
            if told is not None and told.passed:
                for field, value in (("before", told.before[0]), ("after", told.after[0]), ("change", told.change)):
                    assert row[field] == "" if value is None else abs(float(row[field]) - value) < HALF, (row, field)
                known.pop(key, None)
        passed = {key for key in keys if (told := told_of(found.case(key[0]), *key[1:])) is not None and told.passed}
        agree_in_rows(
            [row for row, key in zip(rows, keys, strict=True) if key in known],
            [known[key] for key in keys if key in known],
        )
        assert all(
            row[field] in ("", "0")
            for row, key in zip(rows, keys, strict=True)
            if key not in known and key not in passed
            for field in nothing
        )
        text, in_full = printed(), printed(*options)
    unfolded = " ".join(text.split())
    for line in made["summary"][language].splitlines():
        assert " ".join(line.split()) in unfolded
    for case in found.cases:
        assert case.short(language) in text
    agree_in_lines(text, agree_in_sides(found, made, language))
    agree_in_lines(in_full, agree_in_sides(found, made, language, asked))


def scopes_asked(found: Comparison, made: Json) -> list[str]:
    """Choose the total, each block and some units to ask for, a unit that is in one state only among them."""
    units = list(dict.fromkeys(row["unit"] for row in made["units"]))
    passing = [id for case in found.cases for id in (*case.units_begun, *case.units_ended) if not case.is_refused]
    blocks = list(dict.fromkeys(row["scope"] for row in made["measures"] if row["scope"].startswith("block:")))
    return list(dict.fromkeys(["total", *(one for one in blocks if "," not in one), *units[:2], *passing[:2]]))


def agree_in_rows(rows: list[dict[str, str]], wanted: list[Json]) -> None:
    """Compare rows that are printed as CSV, rounded to two decimals, with rows of the JSON object."""
    assert len(rows) == len(wanted)
    for row, one in zip(rows, wanted, strict=True):
        assert [row[name] for name in ("scenario", "scope", "measure")] == [
            one[name] for name in ("scenario", "scope", "measure")
        ]
        for field in ("before", "after", "change", "low", "high", "missing", "assumed"):
            value = one[field]
            assert row[field] == "" if value is None else abs(float(row[field]) - value) < HALF, (row, field)


def agree_in_lines(text: str, sides: tuple[TextTable, ...]) -> None:
    """Compare printed lines with the rows of tables, in order; a name that has no room is cut."""
    lines = iter(text.splitlines())
    for side in sides:
        for row in side.rows:
            name, *figures = row
            figures = list(filter(None, figures))
            for line in lines:
                cells = re.split(r"\s{2,}", line.strip())
                if cells[1:] == figures and name.startswith(cells[0].removesuffix("…")):
                    break
            else:
                raise AssertionError((side.title, row))


def agree_in_report(found: Comparison, made: Json, language: str) -> None:
    """Compare the report as Markdown with the JSON object: names, summary, the forms of each case, findings."""
    manuscript = full_lists_of(found)
    text = render(manuscript, language)
    for line in made["summary"][language].splitlines():
        assert escaped(line) in text
    sides = [side for side in agree_in_sides(found, made, language) if side.rows]
    tables = [table for table in markdown_tables(text) if is_side(table, language)]
    assert [[list(row.values()) for row in table] for table in tables] == [
        [[" ".join(cell.split()) for cell in row] for row in side.rows] for side in sides
    ]
    names = [case.name(language) for case in found.cases]
    assert len(set(names)) == len(names)
    parts = dict(zip(names, sections(text, names), strict=True))
    for case in found.cases:
        tables = markdown_tables(parts[case.name(language)])
        agree_in_changes(found, made, tables, case.label, language)
        agree_in_ledger(found, made, tables, case.label, language)
        agree_in_lineage(case, made, tables, language)
        agree_in_steps(case, made, tables, language)
        agree_in_functions(found, case, made, tables, language)
    agree_in_missing(found, made, text, language)
    agree_in_findings(found, made, text, language)


def sections(text: str, names: list[str]) -> list[str]:
    """Cut a report at the headings of its cases."""
    found = []
    for name in names:
        _, heading, rest = text.partition(f"\n## {escaped(name)}\n")
        assert heading, f"no section {name}"
        found.append(rest.partition("\n## ")[0])
    return found


def is_side(table: list[dict[str, str]], language: str) -> bool:
    """Tell whether a table is one of scenarios side by side."""
    return list(table[0])[:2] == [word("measure", language), word("now", language)] if table else False


def form_of(tables: list[list[dict[str, str]]], language: str, *heads: str) -> list[dict[str, str]]:
    """Pick the form that has columns under these headings, each row by the keys of the headings; none is empty."""
    columns = {key: dict(heading(key))[language] for key in heads}
    form = next((table for table in tables if table and set(columns.values()) <= set(table[0])), [])
    return [{key: row[column] for key, column in columns.items()} for row in form]


def agree_in_changes(
    found: Comparison, made: Json, tables: list[list[dict[str, str]]], scenario: str, language: str
) -> None:
    """Compare the form of before and after with the measures in total, of blocks and of areas."""
    sides = ("before", "after", "change", "percent")
    case = found.case(scenario)
    form = form_of(tables, language, "scope", "measure", *sides, "note")
    told = {(row["scope"], row["measure"]): row for row in form}
    assert len(told) == len(form)
    rows = {}
    for row in made["measures"]:
        if row["scenario"] == scenario and re.fullmatch("total|(block|area):[^,]*", row["scope"]):
            name = " ".join(scope_name(case, row["scope"], language).split())
            rows[name, measure_title(row["measure"], TERMS, language)] = row
    for key, row in told.items():
        percent = rows[key]["percent"]
        assert row["percent"] == shown(percent and round(percent, 1), language) * bool(rows[key]["change"]), (scenario, key)  # fmt: skip
        for side in ("before", "after", "change"):
            value = rows[key][side]
            options = {"" if value is None else number(value, language, places=places) for places in (2, 3, 4)}
            before, after, change = (rows[key][one] for one in ("before", "after", "change"))
            if side == "change" and None not in (before, after, change) and abs(after - before - change) < 1e-6:
                moved = ((round(after, places) - round(before, places), places) for places in (2, 3, 4))
                options = {number(one, language, places=places) for one, places in moved}  # as they are written
            assert row[side] in options, (scenario, key, side)
        if (
            None not in (rows[key]["before"], rows[key]["after"], rows[key]["change"])
            and not rows[key]["missing"]
            and not rows[key]["missing_before"]
            and rows[key]["known"] == rows[key]["of"]
        ):
            before, after, change = (float(row[side].translate(PLAIN[language])) for side in ("before", "after", "change"))  # fmt: skip
            assert after - before == pytest.approx(change, abs=1.01e-4), (scenario, key)
        missing = rows[key]["missing"]
        known, of = rows[key]["known"], rows[key]["of"]
        if known is not None and known < of:  # a part, of which it is said of how many units it is
            assert re.search(rf"\b{known}\b\D+\b{of}\b", row["note"]), (scenario, key)
        else:
            assert (count(missing, "figure", language) in row["note"]) == bool(missing), (scenario, key)
    assert {key for key, row in rows.items() if row["change"]} <= set(told)


def named(case: Case, id: str | None, language: str) -> str:
    """Name a unit as a form does, by its id where it has no name."""
    return "" if id is None else " ".join((text_in(case.names_of(id), language) or id).split())


def called(case: Case, id: str | None, language: str) -> set[str]:
    """Give every name that a unit has at some time of a run, each without and with its id in brackets."""
    if id is None:
        return {""}
    records = [one for change in case.outcome.steps for each in change.changes for one in (each.before, each.after)]
    held = [
        one.names
        for one in (*records, *case.before.units, *case.after.units)
        if getattr(one, "id", None) == id and hasattr(one, "names")
    ]
    names = {" ".join((text_in(one, language) or id).split()) for one in held} | {named(case, id, language)}
    return names | {f"{name} ({id})" for name in names}


def agree_in_lineage(case: Case, made: Json, tables: list[list[dict[str, str]]], language: str) -> None:
    """Compare the form of units before and after with the lineage."""
    form = form_of(tables, language, "clause", "operation", "term_cited", "before", "after", "carried")
    rows = [row for row in made["lineage"] if row["scenario"] == case.label]
    assert len(form) == len(rows)
    for told, row in zip(form, rows, strict=True):
        wanted = [row["clause"], label("operation", row["operation"], language), row["term"]]
        assert list(told.values())[:3] == wanted
        for side in ("before", "after"):
            options = called(case, row[side], language)
            passed = row["before"] == row["after"] and side == "after"  # then a new superior follows, where it has one
            assert told[side] in options or (passed and any(told[side].startswith(f"{one}, ") for one in options)), row
        quantity = "members" if row["carried"].get("members", 0) != 0 else "authorized"
        carried = row["carried"].get(quantity, 0 if row["carried"] else "")
        if carried is None:
            known, missing = row["carried_known"][quantity], row["carried_missing"][quantity]
            in_full = f"{AT_LEAST[language]} {number(known, language)} ("
            assert missing > 0
            assert told["carried"] == UNKNOWN[language] if not known else told["carried"].startswith(in_full), row
            assert not known or count(missing, "figure", language) in told["carried"], row
        else:
            assert told["carried"].partition(" (")[0] == (number(carried, language) if carried != "" else ""), row


def due(case: Case, row: dict[str, Any], language: str) -> str:
    """Write a due date as a form does: in the paper's words, quoted with the day where they are of the other language."""
    cited = dict(next(one.step.due_cited for one in case.outcome.steps if one.step.id == row["step"]))
    assert row["due_cited"] == cited.get(case.before.terms.language)
    day = date(row["due"], language) if row["due"] else ""
    if not cited or language in cited:
        return cited.get(language, day)
    by = {"vi": "đến", "en": "by"}[language]
    return f"“{row['due_cited']}”" + (f" ({by} {day})" if day else "")


def told_steps(case: Case, made: Json) -> list[dict[str, Any]]:
    """Give the steps but those that nobody owes and that change nothing, of a clause of which somebody owes another."""
    rows = [row for row in made["steps"] if row["scenario"] == case.label]
    assert len(rows) == len(case.outcome.steps)
    owed = {row["clause"] for row in rows if row["owners"]}
    return [
        row
        for row, result in zip(rows, case.outcome.steps, strict=True)
        if row["owners"] or row["clause"] not in owed or result.changes or result.problems
    ]


def agree_in_steps(case: Case, made: Json, tables: list[list[dict[str, str]]], language: str) -> None:
    """Compare the form of steps with the steps."""
    form = form_of(tables, language, "no", "clause", "force", "lead", "with", "due", "effective", "state")
    wanted = [
        {
            "no": str(number_of),
            "clause": row["clause"],
            "force": label("force", row["force"] or "", language),
            "lead": [called(case, one, language) for one in row["owners"]],
            "with": [called(case, one, language) for one in row["with"]],
            "due": due(case, row, language),
            "effective": date(row["effective"], language) if row["effective"] else "",
            "state": label("state", row["state"], language),
        }
        for number_of, row in enumerate(told_steps(case, made), 1)
    ]
    assert len(form) == len(wanted)
    for told, row in zip(form, wanted, strict=True):
        for column in ("lead", "with"):
            listed = [one for one in told.pop(column).split("; ") if one]
            assert all(one in names for one, names in zip(listed, row.pop(column), strict=True))
        assert told == row


def agree_in_functions(
    found: Comparison, case: Case, made: Json, tables: list[list[dict[str, str]]], language: str
) -> None:
    """Compare the form of functions with the table of them, and the uncovered ones with the measure that counts them."""
    form = form_of(tables, language, "no", "function", "unit_before", "unit_after", "note")
    table = functions(found)
    rows = [row for row in table[table["scenario"] == case.label].to_dict("records") if row["status"] != "kept"]
    uncovered = text_in(worded("uncovered"), language)
    if case.outcome.lineage:
        units = {one for row in rows for side in ("units_before", "units_after") for one in row[side].split("; ")}

        def plain(text: str) -> str:
            """Leave out the ids that stand in brackets where units are called alike."""
            for one in units:
                text = text.replace(f" ({one})", "") if one else text
            return text

        assert [(plain(row["unit_before"]), plain(row["unit_after"]), row["note"] == uncovered) for row in form] == [
            (
                *("; ".join(named(case, one, language) for one in row[side].split("; ") if one)
                  for side in ("units_before", "units_after")),
                row["status"] == "uncovered",
            )
            for row in rows
        ]  # fmt: skip
    counted = [
        row["after"]
        for row in made["measures"]
        if (row["scenario"], row["scope"], row["measure"]) == (case.label, "total", "functions_uncovered")
    ]
    if counted and counted != [None]:
        assert counted == [sum(row["status"] == "uncovered" and not row["internal"] for row in rows)]


def agree_in_missing(found: Comparison, made: Json, text: str, language: str) -> None:
    """Compare the forms of missing figures, one a baseline, with what is missing before in total and of each area."""
    told = [form_of([table], language, "figure", "area", "rows_missing") for table in markdown_tables(text)]
    wanted = []
    for case in {id(one.before): one for one in found.cases}.values():
        areas_listed = {case.before.unit(post.unit).area for post in case.before.posts}

        def is_bare(row: Json, areas_listed: set[str] = areas_listed) -> bool:
            """Tell whether a scope lists no posts: then the agencies are listed, and no figures of posts."""
            of_posts = row["measure"] != "party_members"
            area = row["scope"].removeprefix("area:")
            return of_posts and not (areas_listed if area == "total" else area in areas_listed)

        missing = {
            (row["measure"], row["scope"].removeprefix("area:")): 0 if is_bare(row) else row["missing_before"]
            for row in made["measures"]
            if row["scenario"] == case.label and re.fullmatch("total|area:[^,]*", row["scope"])
        }
        rows = []
        for measure, figure in MISSING.items():
            areas = {scope: many for (one, scope), many in missing.items() if one == measure and scope != "total"}
            rest = missing.get((measure, "total"), 0) - sum(areas.values())
            rows += [(figure, area, many) for area, many in sorted({"": rest, **areas}.items()) if many]
        if case.is_refused:
            return  # it has no rows to compare with
        wanted.append(
            [
                (label("figure", figure, language), named(case, area, language) if area else "", number(many, language))
                for figure, area, many in rows
            ]
        )
    compared = {label("figure", figure, language) for figure in MISSING.values()}  # the rest has no measure of its own
    found_there = [[tuple(row.values()) for row in form if row["figure"] in compared] for form in told]
    for here, there in zip([rows for rows in found_there if rows], [rows for rows in wanted if rows], strict=True):
        counts = [
            {(figure, area): int(many.translate(PLAIN[language])) for figure, area, many in rows}
            for rows in (here, there)
        ]
        assert counts[0].keys() == counts[1].keys()
        members = label(
            "figure", MISSING["party_members"], language
        )  # parts of a known sum are each missing, the sum is not
        assert all(
            many >= counts[1][key] if key[0] == members else many == counts[1][key] for key, many in counts[0].items()
        )


def agree_in_ledger(
    found: Comparison, made: Json, tables: list[list[dict[str, str]]], scenario: str, language: str
) -> None:
    """Compare the form of what moves with the ledger."""
    case = found.case(scenario)
    title = escaped(dict(heading("ledger_of_what_moves"))[language])
    why = dict(heading("reason"))[language]
    form = form_of_ledger(tables, language)
    rows = _summed([row for row in made["ledger"] if row["scenario"] == scenario], case)
    headings = {label("quantity", row["quantity"], language, case.own_labels): row["quantity"] for row in rows}
    told = Counter((column, row[column]) for row in form for column in headings if row.get(column))
    wanted: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["quantity"] == "fte" and row["missing"] and not row["known"]:
            continue
        column = label("quantity", row["quantity"], language, case.own_labels)
        wanted[column, _as_cell(row, language)] += 1
    assert told == wanted, (scenario, title)
    spoken = case.before.terms.language
    if language == spoken:
        assert {row[why] for row in form} <= {" ".join((row["reason"] or "").split()) for row in made["ledger"]}


def form_of_ledger(tables: list[list[dict[str, str]]], language: str) -> list[dict[str, str]]:
    """Pick the form of what moves: it has columns for from, to and the reason."""
    heads = {dict(heading(key))[language] for key in ("from", "to", "block", "reason")}
    return next((table for table in tables if table and heads <= set(table[0])), [])


def _as_cell(row: Json, language: str) -> str:
    """Write an amount as a cell of figures: its sign for at least, not known, assumed and none."""
    if row["missing"] and not row["known"]:
        return "…"
    if not round(row["known"], 2):
        return f"-{'*' if not row['missing'] and row['low'] != row['high'] else ''}"
    counts = row["quantity"] in ("units", "authorized", "filled", "people", "members", "functions")
    shown_as = padded(row["known"], language) if counts else number(row["known"], language)
    if row["missing"]:
        return f"≥{shown_as}{'*' if row['low'] < row['known'] else ''}"  # ranges stand in it at their best
    return f"{shown_as}{'*' if row['low'] != row['high'] else ''}"


def _summed(rows: list[Json], case: Case) -> list[Json]:
    """Put rows of the ledger that go the same way for the same reason together, as a reader sees them."""
    keys = ("clause", "quantity", "from", "to", "block_from", "block_to", "reason", "reason_kind")
    groups: dict[tuple[Any, ...], tuple[Json, list[Amount]]] = {}
    entries = () if case.is_refused else case.outcome.ledger  # what is refused has no figures anywhere
    for row, entry in zip(rows, entries, strict=True):
        assert (row["record_from"] is None) == (entry.flow.record_from is None)
        way = (*(row[key] for key in keys), *row["reason_of"])
        groups.setdefault(way, (row, []))[1].append(entry.flow.amount)
    found = []
    for row, amounts in groups.values():
        amount = sum(amounts, Amount())
        told = max(amount.told, sum(one.told for one in amounts)) if amount.missing else amount.told
        least = max(amount.least, sum(one.least for one in amounts)) if amount.missing else amount.least
        declared = case.before.terms.quantities.get(row["quantity"])
        scale = 100 if row["quantity"] == "fte" else 10**declared.decimals if declared else 1
        high = None if amount.high is None else amount.high / scale
        found.append({**row, "known": told / scale, "low": least / scale, "high": high, "missing": amount.missing})
    return found


def agree_in_findings(found: Comparison, made: Json, text: str, language: str) -> None:
    """Compare the form of norms with the findings of the JSON object: each is there under the name of its case, or as kept."""
    acting = ("fail", "fails_for_part", "needs_approval")
    findings = [row for row in made["norms"] if row["state"] == "after" and row["result"] in acting]
    norm, subject, value, code = {
        "vi": ("Tiêu chí", "Đối tượng", "Thực tế", "Mã"),
        "en": ("Norm", "Subject", "Value", "Code"),
    }[language]
    form = next((table for table in markdown_tables(text) if table and norm in table[0] and value in table[0]), [])
    told = {(row[code], row[subject], row[value]) for row in form}
    cases = {case.label: case for case in found.cases}

    def named(row: Json) -> str:
        names = dict(cases[row["scenario"]].names_of(row["subject"]))
        head, colon, rest = str(row["subject"]).partition(":")
        of = dict(cases[row["scenario"]].names_of(rest)).get(language, rest)  # an area by the unit that bears its id
        pool = f"{label('scope', head, language)} {of}" if colon and head != "block" else row["subject"]
        name = names.get(language) or next(iter(names.values()), pool)
        return " ".join(name.split()) or label("scope", "total", language)

    assert told == {(row["norm"], named(row), shown(row["value"], language)) for row in findings}
    labels = {row["scenario"] for row in made["norms"]}
    assert labels <= {case.label for case in found.cases}


def agree_in_charts(found: Comparison, made: Json, language: str) -> None:
    """Compare the posts authorized and filled that each box shows with the measures of its unit, before and after."""
    words = " ".join(chart_word("outside-quota", language, "§").split())
    outside = re.compile(re.escape(words).replace("§", r"(≥?[\d.,]+|\?)"))
    places = {(row["scenario"], row["unit"]): row for row in made["units"] if row["measure"] == "posts_filled"}
    quota = {(row["scenario"], row["unit"]): row for row in made["units"] if row["measure"] == "posts_authorized"}
    for case in found.cases:
        if case.is_refused:
            continue
        missing_after = {key: row["missing"] for key, row in quota.items()}
        for state in ("before", "after"):
            sides = filled_sides(getattr(case, state))
            for page in chart(case.outcome, state=state, language=language).drawing.pages:
                for box in page.boxes:
                    figures = [FIGURES.search(line.text) for line in box.lines]
                    row = quota.get((case.label, box.unit))
                    if row is None or not any(figures):
                        continue
                    ((present, told),) = (one.groups() for one in figures if one)
                    known = row[state]
                    filled = places.get((case.label, box.unit), {})
                    hired = outside.findall(" ".join(" ".join(line.text for line in box.lines).split()))
                    parts = [one.removeprefix("≥").replace("?", "0") for one in (present, *hired)]
                    in_all = sum(sides[box.unit])
                    assert sum(float(one.translate(PLAIN[language])) for one in parts) == in_all
                    assert (filled.get(state) or 0) == in_all, (case.label, box.unit, state)
                    if told == "?":
                        assert not known, (case.label, box.unit)
                    else:
                        assert told.removeprefix("≥") == shown(known, language), (case.label, box.unit, state)
                    if state == "after" and told.startswith("≥"):
                        assert missing_after[case.label, box.unit], box.unit


def agree_in_notebook(found: Comparison, made: Json) -> None:
    """Compare the display of a notebook with the tables of scenarios side by side, as far as it shows them."""
    html = show_comparison(found)
    changing = {row["scenario"] for row in made["measures"] if row["scope"] == "total" and row["change"]}
    sides = [side for side in agree_in_sides(found, made, found.language) if side.rows]
    key = key_table(found, found.language)
    every = re.findall(r"<table>.*?</table>", html, re.DOTALL)
    tables = [table for table in every if f"<caption>{escape(key.title)}</caption>" not in table]
    for told in (table for table in every if table not in tables):  # what the numbers of scenarios stand for
        listed = [tuple(map(unescape, re.findall(r"<td[^>]*>(.*?)</td>", row))) for row in told.split("<tr>")[2:]]
        assert {row for row in listed if len(row) == 2} <= {(row[0], cut(row[1])) for row in key.rows}
    assert len(tables) == len(sides) or "(comparison.wide(), comparison.measures)" in html
    for table, side in zip(tables, sides, strict=False):
        shown_rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in table.split("<tr>")[1:]]
        cells = [[unescape(cell) for cell in row] for row in shown_rows if row]
        rows = [[*map(cut, row[:MOST_COLUMNS])] for row in (side.heads, *side.rows)]
        assert cells == rows[: len(cells)]
        assert len(cells) == len(rows) or f"+ {len(rows) - len(cells):,}" in table
    if len(tables) == len(sides):
        assert all(escape(case.short(found.language)) in html for case in found.cases if case.label in changing)


def cut(text: str) -> str:
    """Cut a text as a cell of a notebook does."""
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


@settings(max_examples=EXAMPLES)
@given(outcomes(), st.sampled_from(LANGUAGES))
def test_one_truth(made, language):
    """Report, printed text, JSON, CSV, charts and the notebook's display of made-up studies say the same."""
    found = api.compare_all(made)
    assert len(set(found.labels)) == len(made)
    truth = found.to_json_object()
    agree_in_files(found, truth)
    agree_in_print(found, found.to_json_object(language=language), made, language)
    agree_in_report(found, truth, language)
    agree_in_charts(found, truth, language)
    agree_in_notebook(found, truth)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_truth_of_the_shipped_study(language):
    """The same of scenarios of a whole study, every fifth in each language: files, report, charts and display."""
    made = list(orgmodel.read(Path(__file__).parents[1] / "scenarios" / "ha-tinh-2022").outcomes)
    made = made[LANGUAGES.index(language) :: 5]
    found = api.compare_all(made)
    truth = found.to_json_object()
    agree_in_files(found, truth)
    agree_in_report(found, truth, language)
    agree_in_charts(found, truth, language)
    agree_in_notebook(found, truth)
