"""The forms that read a comparison: before and after, scenarios side by side, norms, deviations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.reports.form import Form, written
from orgmodel.words.forms import heading
from orgmodel.words.labels import LANGUAGES, label, names
from orgmodel.words.notes import worded
from orgmodel.words.numbers import count, percent

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison

SIDE_BY_SIDE = (
    "units",
    "units_direct",
    "posts_authorized",
    "heads",
    "deputies",
    "superiors_per_unit",
    "posts_moved",
    "lines_changed",
)
SCOPES = "total|block:[^,]*|area:[^,]*"
ACTING = ("fail", "fails_for_part", "needs_approval")


def change_form(comparison: Comparison, case: Case) -> Form | None:
    """Build Biểu 4: before, after, change, per cent, for each total and block that changes."""
    from orgmodel.measures import measure_of

    table = comparison.measures
    mine = table[(table["scenario"] == case.label) & table["scope"].str.fullmatch(SCOPES)]
    rows = []
    for record in mine.to_dict("records"):
        total = record["scope"] == "total"
        changed = record["change"] not in (None, 0) and record["change"] == record["change"]
        if not changed and not (total and record["before"] == record["before"] and record["before"] not in (None, 0)):
            continue
        one = measure_of(record["measure"])
        before, change = record["before"], record["change"]
        percent = round(100 * change / before, 1) if changed and before else None
        rows.append((_scope(record["scope"]), names_of(vi=one.name("vi"), en=one.name("en")), _number(before),
                     _number(record["after"]), _number(change), percent, _known(record)))  # fmt: skip
    if not rows:
        return None
    columns = [heading("scope"), heading("measure"), heading("before"), heading("after"),
               heading("change"), heading("percent"), heading("note")]  # fmt: skip
    return Form.of("form-4", heading("before_and_after"), columns, rows)


def _number(value: Any) -> int | float | None:
    if value is None or value != value:
        return None
    return int(value) if float(value).is_integer() else round(float(value), 2)


def _scope(scope: str) -> Names:
    head, _, rest = scope.partition(":")
    if head == "block":
        return names("block", rest)
    return names_of(**{code: f"{label('scope', head, code)} {rest}".strip() for code in LANGUAGES})


def _known(record: Mapping[Any, Any]) -> Names:
    told: list[Names] = []
    missing, assumed = int(record.get("missing") or 0), record.get("assumed") or 0
    if missing:
        told.append(
            worded(
                "at_least_missing",
                {"figures": names_of(**{code: count(missing, "figure", code) for code in LANGUAGES})},
            )
        )
    if assumed:
        told.append(
            worded("share_assumed", {"share": names_of(**{code: percent(assumed, code) for code in LANGUAGES})})
        )
    return names_of(**{code: "; ".join(text_in(one, code) for one in told) for code in LANGUAGES})


def side_by_side_form(comparison: Comparison) -> Form:
    """Build Biểu 7: a row a scenario, the main measures of the whole after it, and the state now first."""
    from orgmodel.measures import measure_of

    table = comparison.measures
    totals = table[(table["scope"] == "total") & table["measure"].isin(SIDE_BY_SIDE)]
    cells = {(row["scenario"], row["measure"]): row for row in totals.to_dict("records")}
    shown = [id for id in SIDE_BY_SIDE if any(measure == id for _, measure in cells)]
    rows: list[tuple[Any, ...]] = []
    for case in comparison.cases:
        if not rows:
            now = worded("now")
            rows.append((now, *(_at_least(cells[(case.label, id)], "before") for id in shown)))
        name = names_of(vi=case.name("vi"), en=case.name("en"))
        rows.append((name, *(_at_least(cells[(case.label, id)], "after") for id in shown)))
    heads = [(measure_of(id).name("vi"), measure_of(id).name("en")) for id in shown]
    columns = [heading("scenario"), *heads]
    return Form.of("form-7", heading("scenarios_side_by_side"), columns, rows)


def _at_least(row: Mapping[Any, Any], side: str) -> int | float | Names | None:
    """Give a figure, marked where others that it should hold are missing."""
    value = _number(row[side])
    missing = row["missing"] if side == "after" else row.get("missing_before", row["missing"])
    if value is None or not missing:
        return value
    return names_of(vi=f"≥ {written(value, 'vi')}", en=f"≥ {written(value, 'en')}")


def norm_form(comparison: Comparison) -> Form:
    """Build Biểu 6: the findings that somebody must act on; what was so before any scenario stands there once."""
    now = worded("now_and_kept")
    rows: dict[tuple[Any, ...], None] = {}
    for row in comparison.norms.to_dict("records"):
        if row["state"] == "after" and row["result"] in ACTING:
            cells = (
                names_of(**row["title"]) or row["norm"],
                _subject(comparison.case(row["scenario"]), str(row["subject"])),
                names("result", row["result"]),
                _number(row["value"]),
                _number(row["limit"]),
                row["citation"],
                names_of(**row["note"]),
                row["norm"],
            )
            rows[(now if row.get("change") == "inherited" else row["scenario"], *cells)] = None
    columns = [
        heading("scenario"),
        heading("norm"),
        heading("subject"),
        heading("result"),
        heading("value"),
        heading("limit"),
        heading("citation"),
        heading("note"),
        heading("code"),
    ]
    title = heading("norms_what_fails_or_needs")
    return Form.of("form-6", title, columns, list(rows))


def _subject(case: Case, subject: str) -> Names | str:
    """Name the subject of a finding: a unit by its name, a pool by what it is of, the whole as such."""
    if not subject:
        return names("scope", "total")
    return case.names_of(subject) or (_scope(subject) if ":" in subject else subject)


def open_norm_form(comparison: Comparison) -> Form:
    """Count, by norm, the subjects about which nothing can be told for want of figures, over all scenarios."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in comparison.norms.to_dict("records"):
        if row["state"] == "after" and row["result"] == "not_evaluable":
            found.setdefault((row["norm"], row["citation"]), set()).add(str(row["subject"]))
    rows = [(norm, len(subjects), citation) for (norm, citation), subjects in found.items()]
    columns = [heading("norm"), heading("subjects"), heading("citation")]
    return Form.of("form-6b", heading("norms_that_cannot_be_told"), columns, rows)


def deviation_form(comparison: Comparison) -> Form:
    """Count the deviations from the reference models by area and kind, before and after each scenario."""
    counts: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for row in comparison.deviations.to_dict("records"):
        if row["kind"] != "not_judged":
            key = (row["scenario"], row["model"], row.get("area", ""), row["kind"])
            states = counts.setdefault(key, {"before": 0, "after": 0})
            states[row["state"]] += 1
    rows = [
        (*key[:3], names("deviation", key[3]), states["before"], states["after"])
        for key, states in counts.items()
        if states["before"] != states["after"]
    ]
    columns = [
        heading("scenario"),
        heading("model"),
        heading("area"),
        heading("kind"),
        heading("before"),
        heading("after"),
    ]
    title = heading("deviations_from_the_common_model")
    return Form.of("deviations", title, columns, rows)
