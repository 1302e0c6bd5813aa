"""The law of one truth: every figure, name and finding of a comparison is the same in each thing made of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
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
from orgmodel.comparison.case import Case
from orgmodel.comparison.comparison import Comparison
from orgmodel.core.figures import Amount
from orgmodel.core.names import names_of
from orgmodel.io.formulas import unguard
from orgmodel.io.norm_files import read_norms
from orgmodel.notebook.display import show_comparison
from orgmodel.reports.document import document_of
from orgmodel.reports.markdown import escaped, render
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Study
from orgmodel.words.labels import label
from orgmodel.words.measures import measure_name
from orgmodel.words.numbers import AT_LEAST, UNKNOWN, number
from tests.scenario.random_scenarios import scenarios
from tests.strategies import structures

Json = dict[str, Any]
Made = list[Outcome]
LANGUAGES = ("vi", "en")
MOST = 10_000
ASKED = settings.default.max_examples
EXAMPLES = MOST if ASKED >= MOST else ASKED // 2  # each of two or three outcomes
FIGURES = re.compile(r"(?:^|\s)(≥?[\d.,]+|\?)/(≥?[\d.,]+|\?)\*?$")  # filled and authorized, in a box
SLIP = {"dissolve": "not-there", "why": "a slip"}
NORMS = """
documents:
- {id: law, number: 1/2020/NĐ-CP, issuer: Chính phủ, date: 2020-01-01, confidence: S}
norms:
- id: FEW
  title: {vi: Số đơn vị, en: Number of units}
  scope: scenario
  value: {measure: units}
  at_most: 3
  cite: {document: law, article: Điều 1}
  in_force: {from: 2020-01-01}
  confidence: S
- id: DEPUTIES
  title: {vi: Số cấp phó, en: Number of deputies}
  scope: unit
  where: {kind: organ}
  value: {posts: authorized, rank: deputy}
  at_most: 1
  cite: {document: law, article: Điều 2}
  in_force: {from: 2020-01-01}
  confidence: S
"""

LATER = {
    "chart of a unit with figures of no best value": "a box sums what is best known, the tables count it as missing",
}
"""What still differs, and why: each entry belongs to the account of partial figures and leaves this list with it."""


@cache
def norms() -> Any:
    """Read two norms, by which some made-up organisations fail."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "norms.yaml"
        file.write_text(NORMS, "utf-8")
        return read_norms([file])


@st.composite
def outcomes(draw: st.DrawFn) -> Made:
    """Two or three outcomes of one title, two of one stem among them: of one study or two, one baseline or two."""
    before = draw(structures(5))
    other = draw(st.sampled_from([before, before, None])) or draw(structures(4))
    found = []
    for place, structure in enumerate([before, other, before][: draw(st.integers(2, 3))]):
        one = draw(scenarios(2, before=structure))
        study = Study(f"study-{place % 2}", f"folder-{place % 2}", structure, structure.terms, norms=norms())
        slips = (Step("slip", do=[SLIP]),) if draw(st.integers(0, 7)) == 0 else ()
        made = replace(one, id="other" if place == 2 else "plan", study=study, title=names_of(vi="Kế hoạch", en="Plan"),
                       steps=(*one.steps, *slips))  # fmt: skip
        found.append(made.run())
    return found


def compared(made: Made) -> Comparison:
    """Compare outcomes as the command does, in total."""
    return api.compare_all(made, scopes=["total"])


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
            result = CliRunner().invoke(command, ["x", "--scope", "total", *options, "--lang", language])
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
            return result.stdout

        assert json.loads(printed("--format", "json")) == json.loads(json.dumps(made, ensure_ascii=False, default=str))
        rows = list(csv.DictReader(io.StringIO(printed("--format", "csv"))))
        assert [(row["scenario"], row["scope"], row["measure"]) for row in rows] == [
            (row["scenario"], row["scope"], row["measure"]) for row in made["measures"]
        ]
        for row, wanted in zip(rows, made["measures"], strict=True):
            for field in ("before", "after", "change", "missing"):
                value = wanted[field]
                assert row[field] == "" if value is None else abs(float(row[field]) - value) <= 0.0051, (row, field)
        text = printed()
    for line in made["summary"][language].splitlines():
        assert line in text
    for case in found.cases:
        assert case.label in text


def agree_in_report(found: Comparison, made: Json, language: str) -> None:
    """Compare the report as Markdown with the JSON object: names, summary, the forms of each case, findings."""
    document = document_of(found)
    text = render(document, language)
    for line in made["summary"][language].splitlines():
        assert escaped(line) in text
    names = [case.name(language) for case in found.cases]
    assert len(set(names)) == len(names)
    parts = dict(zip(names, sections(text, names), strict=True))
    for case in found.cases:
        tables = markdown_tables(parts[case.name(language)])
        agree_in_changes(made, tables, case.label, language)
        agree_in_ledger(found, made, tables, case.label, language)
    agree_in_findings(found, made, text, language)


def sections(text: str, names: list[str]) -> list[str]:
    """Cut a report at the headings of its cases."""
    found = []
    for name in names:
        _, heading, rest = text.partition(f"\n## {escaped(name)}\n")
        assert heading, f"no section {name}"
        found.append(rest.partition("\n## ")[0])
    return found


def agree_in_changes(made: Json, tables: list[list[dict[str, str]]], scenario: str, language: str) -> None:
    """Compare the form of before and after with the measures."""
    scope, measure, before, after, change = {
        "vi": ("Phạm vi", "Chỉ tiêu", "Trước", "Sau", "Tăng/giảm"),
        "en": ("Scope", "Measure", "Before", "After", "Change"),
    }[language]
    rows = [row for row in made["measures"] if row["scenario"] == scenario]
    form = next((table for table in tables if table and measure in table[0]), [])
    total = {measure_name(row["measure"], language): row for row in rows if row["scope"] == "total"}
    told = {row[measure]: row for row in form if row[scope] == label("scope", "total", language)}
    for name, row in told.items():
        assert [row[before], row[after], row[change]] == [
            shown(total[name][side], language) for side in ("before", "after", "change")
        ], (scenario, name)
    assert {name for name, row in total.items() if row["change"]} <= set(told)


def agree_in_ledger(
    found: Comparison, made: Json, tables: list[list[dict[str, str]]], scenario: str, language: str
) -> None:
    """Compare the form of what moves with the ledger."""
    case = found.case(scenario)
    quantity, how_many, why = {
        "vi": ("Đại lượng", "Số lượng", "Lý do"), "en": ("Quantity", "Amount", "Reason")
    }[language]  # fmt: skip
    form = next((table for table in tables if table and quantity in table[0] and how_many in table[0]), [])
    told = Counter(
        (row[quantity], row[how_many].partition("(")[0] + "(" * row[how_many].startswith(AT_LEAST[language]))
        if row[how_many].startswith(AT_LEAST[language])
        else (row[quantity], row[how_many])
        for row in form
    )
    wanted: Counter[tuple[str, str]] = Counter()
    for row in _summed([row for row in made["ledger"] if row["scenario"] == scenario], case):
        if row["quantity"] == "fte" and row["missing"] and not row["known"]:
            continue
        shown_as = number(row["known"], language)
        if row["missing"] and not row["known"]:
            shown_as = UNKNOWN[language]
        elif row["missing"]:
            shown_as = f"{AT_LEAST[language]} {shown_as} ("
        elif row["low"] != row["high"]:
            shown_as += f" ({number(row['low'], language)}–{number(row['high'], language)})"
        wanted[label("quantity", row["quantity"], language), shown_as] += 1
    assert told == wanted, scenario
    spoken = case.before.terms.language
    if language == spoken:
        assert {row[why] for row in form} <= {" ".join((row["reason"] or "").split()) for row in made["ledger"]}


def _summed(rows: list[Json], case: Case) -> list[Json]:
    """Put rows of the ledger that go the same way for the same reason together, as a reader sees them."""
    keys = ("clause", "quantity", "from", "to", "block_from", "block_to", "reason", "reason_kind")
    groups: dict[tuple[Any, ...], tuple[Json, Amount]] = {}
    for row, entry in zip(rows, case.outcome.ledger, strict=True):
        assert (row["record_from"] is None) == (entry.flow.record_from is None)
        way = (*(row[key] for key in keys), *row["reason_of"])
        _, amount = groups.get(way, (row, Amount()))
        groups[way] = (row, amount + entry.flow.amount)
    found = []
    for row, amount in groups.values():
        scale = 100 if row["quantity"] == "fte" else 1
        ends = (
            (None, None)
            if amount.missing
            else (amount.low / scale, None if amount.high is None else amount.high / scale)
        )
        found.append(
            {**row, "known": amount.known_best / scale, "low": ends[0], "high": ends[1], "missing": amount.missing}
        )
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
    """Compare the quota that each box shows with the measures of its unit, before and after."""
    quota = {(row["scenario"], row["unit"]): row for row in made["units"] if row["measure"] == "posts_authorized"}
    for case in found.cases:
        if case.is_refused:
            continue
        missing_after = {key: row["missing"] for key, row in quota.items()}
        for state in ("before", "after"):
            for page in chart(case.outcome, state=state, language=language).drawing.pages:
                for box in page.boxes:
                    figures = [FIGURES.search(line.text) for line in box.lines]
                    row = quota.get((case.label, box.unit))
                    if row is None or not any(figures) or no_best(getattr(case, state)):
                        continue
                    (told,) = (one[2] for one in figures if one)
                    known = row[state]
                    if told == "?":
                        assert not known, (case.label, box.unit)
                    else:
                        assert told.removeprefix("≥") == shown(known, language), (case.label, box.unit, state)
                    if state == "after" and told.startswith("≥"):
                        assert missing_after[case.label, box.unit], box.unit


def no_best(structure: Any) -> bool:
    """Tell whether some figure is a range without a best value (see LATER)."""
    posts = structure.posts
    return any(one.best is None for field in ("authorized", "filled") for one in posts.estimates(field).values())


def agree_in_notebook(found: Comparison, made: Json) -> None:
    """Compare the display of a notebook with the JSON object: each case under its label, no figure of another."""
    html = show_comparison(found)
    changing = {row["scenario"] for row in made["measures"] if row["scope"] == "total" and row["change"]}
    for case in found.cases:
        if case.label in changing:
            assert case.label in html


@settings(max_examples=EXAMPLES)
@given(outcomes(), st.sampled_from(LANGUAGES))
def test_one_truth(made, language):
    """Report, printed text, JSON, CSV, charts and the notebook's display of made-up studies say the same."""
    found = compared(made)
    assert len(set(found.labels)) == len(made)
    truth = found.to_json_object()
    agree_in_files(found, truth)
    agree_in_print(found, found.to_json_object(language=language), made, language)
    agree_in_report(found, truth, language)
    agree_in_charts(found, truth, language)
    agree_in_notebook(found, truth)


def test_what_still_differs_is_listed():
    """Every entry of what differs today has its reason."""
    assert all(LATER.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_truth_of_the_shipped_study(language):
    """The same of every scenario of a whole study: files, report and display."""
    made = list(orgmodel.read(Path(__file__).parents[1] / "scenarios" / "ha-tinh-2022").outcomes)
    found = compared(made)
    truth = found.to_json_object()
    agree_in_files(found, truth)
    agree_in_report(found, truth, language)
    agree_in_notebook(found, truth)
