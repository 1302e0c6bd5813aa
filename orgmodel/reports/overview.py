"""The forms that read a comparison: before and after, scenarios side by side, norms, deviations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.scope_names import scope_name
from orgmodel.comparison.targets import MET, MISSED, UNKNOWN
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.measures.catalogue import measure_of
from orgmodel.measures.measured_value import FEW_KNOWN
from orgmodel.norms.finding import is_for_action
from orgmodel.reports.form import Form
from orgmodel.reports.side_by_side import TextTable, key_table, side_by_side, subject_name
from orgmodel.words.forms import heading, headings
from orgmodel.words.labels import names
from orgmodel.words.money import measure_places, measure_title, priced_line
from orgmodel.words.notes import worded
from orgmodel.words.numbers import (
    at_least,
    change_told,
    count,
    if_least,
    now_known,
    number,
    of_known,
    percent,
    places_of,
    rests_on_ranges,
)

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison

SCOPES = "total|block:[^,]*|area:[^,]*"


def change_form(comparison: Comparison, case: Case) -> Form | None:
    """Build Biểu 4: before, after, change, per cent, for each total and block that changes."""
    scopes = [scope for scope in comparison.scopes(case.label) if re.fullmatch(SCOPES, scope)]
    rows = []
    for record in (row for scope in scopes for row in comparison.rows(case.label, scope).values()):
        total = record["scope"] == "total"
        changed = record["change"] not in (None, 0)
        there = record["before"] not in (None, 0)
        unknown = record["scope"].startswith("block:") and there and record["change"] is None
        if not changed and not unknown and not (total and (there or record["why"] == FEW_KNOWN)):
            continue
        one = measure_of(record["measure"], case.before.terms)
        before, after, change = (_known_number(record[side]) for side in ("before", "after", "change"))
        places = places_of((before, after, change), least=measure_places(one.id, case.before.terms))
        share = record["percent"] if changed else None
        percent = None if share is None else _number(round(share, 1))
        rows.append(
            (
                _scope(case, record["scope"]),
                _measure(case, one.id),
                _number(before, places),
                _number(after, places),
                _number(change_told(before, after, change, places), places),
                percent,
                _known(case, record),
            )
        )
    if not rows:
        return None
    columns = headings(case.own_labels, "scope", "measure", "before", "after", "change", "percent", "note")
    priced = _priced(comparison, case)
    title = heading("before_and_after", case.own_labels)
    return Form.of("form-4", title, columns, rows, [priced] if priced else [])


def _priced(comparison: Comparison, case: Case) -> Names:
    """Say of which date the pay is that both states are priced at."""
    if "cost_year" not in comparison.rows(case.label, "total"):
        return ()
    return names_of(**{code: priced_line(case.before.terms.money, case.priced_at, code) for code in case.languages})


def _known_number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def _number(value: Any, places: int = 2) -> int | float | None:
    known = _known_number(value)
    return known if known is None else int(known) if known.is_integer() else round(known, places)


def _measure(case: Case, id: str) -> Names:
    return names_of(**{code: measure_title(id, case.before.terms, code) for code in case.languages})


def _scope(case: Case, scope: str) -> Names:
    return names_of(**{code: scope_name(case, scope, code) for code in case.languages})


def _known(case: Case, record: Mapping[Any, Any]) -> Names:
    """Say how well a row is known: of how many units it is, what is missing, what became known, what is assumed."""
    told: dict[str, list[str]] = {code: [] for code in case.languages}
    missing, assumed = int(record.get("missing") or record.get("missing_before") or 0), record.get("assumed") or 0
    one = measure_of(record["measure"], case.before.terms)
    known, of, better = (_number(record[name]) for name in ("known", "of", "now_known"))
    for code, texts in told.items():
        if known is not None and of is not None and known < of:
            few = text_in(worded("too_few", {"known": number(known, code), "of": number(of, code)}), code)
            texts.append(few if record["why"] == FEW_KNOWN else of_known(int(known), int(of), code))
        elif missing:
            key = "at_least_missing" if one.is_least(missing) else "known_part"
            texts.append(text_in(worded(key, {"figures": count(missing, "figure", code)}), code))
            value, low = (
                (record["after"], record["low"]) if record.get("missing") else (record["before"], record["low_before"])
            )
            if one.is_least(missing) and value is not None and value == value and rests_on_ranges(value, low):
                texts.append(if_least(low, code, places=measure_places(one.id, case.before.terms)))
        if better:
            texts.append(now_known(better, code))
        if assumed:
            texts.append(text_in(worded("share_assumed", {"share": percent(assumed, code)}), code))
    return names_of(**{code: "; ".join(texts) for code, texts in told.items()})


def side_by_side_forms(comparison: Comparison) -> tuple[Form, ...]:
    """Build Biểu 7: for each clause the measures down and its alternatives across, the state now first; then what is called how."""
    languages = comparison.languages
    each = [side_by_side(comparison, language) for language in languages]
    found = [_spoken(f"form-7-{at}", languages, tables) for at, tables in enumerate(zip(*each, strict=True), 1)]
    key = _spoken("scenarios", languages, [key_table(comparison, language) for language in languages])
    return (*found, *((key,) if key.rows else ()))


def _spoken(id: str, languages: Sequence[str], tables: Sequence[TextTable]) -> Form:
    """Put the tables of one thing in each language together as one form."""

    def told(texts: Sequence[str]) -> Names:
        return names_of(**dict(zip(languages, texts, strict=True)))

    heads = [told(texts) for texts in zip(*(table.heads for table in tables), strict=True)]
    rows = [
        [told(cells) for cells in zip(*pair, strict=True)]
        for pair in zip(*(table.rows for table in tables), strict=True)
    ]
    notes = [told(texts) for texts in zip(*(table.notes for table in tables), strict=True)]
    return Form.of(id, told([table.title for table in tables]), heads, rows, notes)


def norm_form(comparison: Comparison) -> Form:
    """Build Biểu 6: the findings that somebody must act on; what was so before any scenario stands there once."""
    now = worded("now_and_kept")
    rows: dict[tuple[Any, ...], None] = {}
    for row in comparison.norms.to_dict("records"):
        if row["state"] == "after" and is_for_action(row["result"], row.get("change")):
            cells = (
                names_of(**row["title"]) or row["norm"],
                _subject(comparison.case(row["scenario"]), str(row["subject"])),
                names("result", row["result"], comparison.own_labels),
                _number(row["value"]),
                _number(row["limit"]),
                names_of(**row["cited"]),
                names_of(**row["note"]),
                row["norm"],
            )
            case = comparison.case(row["scenario"])
            rows[(now if row.get("change") == "inherited" else case.short_names, *cells)] = None
    columns = headings(
        comparison.own_labels, "scenario", "norm", "subject", "result", "value", "limit", "citation", "note", "code"
    )
    title = heading("norms_what_fails_or_needs", comparison.own_labels)
    return Form.of("form-6", title, columns, list(rows))


def _subject(case: Case, subject: str) -> Names:
    return names_of(**{code: subject_name(case, subject, code) for code in case.languages})


def target_form(comparison: Comparison) -> Form | None:
    """Tell each target of each scenario, whether it is met and what it is about; None where no study has targets."""
    rows = []
    for row in comparison.targets.to_dict("records"):
        case = comparison.case(row["scenario"])
        before, after = (_known_number(row[side]) for side in ("before", "after"))
        change = None if before is None or after is None else after - before
        places = places_of((before, after, change), least=measure_places(row["measure"], case.before.terms))
        rows.append(
            (
                case.short_names,
                _measure(case, row["measure"]),
                _scope(case, row["scope"]),
                _number(row["at_least"]),
                _number(row["at_most"]),
                _told(case, row, "before", places),
                _told(case, row, "after", places),
                names("result", _JUDGED[row["result"]], comparison.own_labels),
                row["basis"],
            )
        )
    if not rows:
        return None
    columns = headings(
        comparison.own_labels,
        "scenario", "measure", "scope", "at_least", "at_most", "before", "after", "result", "basis",
    )  # fmt: skip
    return Form.of("targets", heading("targets", comparison.own_labels), columns, rows)


def _told(case: Case, row: Mapping[Any, Any], state: str, places: int) -> Names | int | float | None:
    """Write a figure of a target: a number where it is whole, else what it is at least."""
    ending = "_before" if state == "before" else ""
    value, low, missing = (_known_number(row[name]) for name in (state, f"low{ending}", f"missing{ending}"))
    if value is None or not measure_of(row["measure"], case.before.terms).is_least(int(missing or 0)):
        return _number(value, places)
    return names_of(**{code: at_least(value, code, low=low, places=places) for code in case.languages})


_JUDGED = {MET: "pass", MISSED: "fail", UNKNOWN: "not_evaluable"}


def open_norm_form(comparison: Comparison) -> Form:
    """Count, by norm, the subjects that cannot be evaluated for want of figures, over all scenarios."""
    found: dict[tuple[str, Names], tuple[Names | str, set[str]]] = {}
    for row in comparison.norms.to_dict("records"):
        if row["state"] == "after" and row["result"] == "not_evaluable":
            title = names_of(**row["title"]) or row["norm"]
            found.setdefault((row["norm"], names_of(**row["cited"])), (title, set()))[1].add(str(row["subject"]))
    rows = [(title, len(subjects), cited, norm) for (norm, cited), (title, subjects) in found.items()]
    columns = headings(comparison.own_labels, "norm", "subjects", "citation", "code")
    return Form.of("form-6b", heading("norms_that_cannot_be_told", comparison.own_labels), columns, rows)


def deviation_form(comparison: Comparison) -> Form:
    """Count the deviations from the reference models by area and kind, before and after each scenario."""
    counts: dict[tuple[str, str, str, str], dict[str, int]] = {}
    models: dict[str, Names] = {}
    for row in comparison.deviations.to_dict("records"):
        if row["kind"] != "not_judged":
            key = (row["scenario"], row["model"], row.get("area", ""), row["kind"])
            models[row["model"]] = names_of(**(row.get("model_title") or {}))
            states = counts.setdefault(key, {"before": 0, "after": 0})
            states[row["state"]] += 1
    rows = [
        (
            comparison.case(key[0]).short_names,
            models[key[1]] or key[1],
            comparison.case(key[0]).told_apart(key[2]) or key[2],
            names("deviation", key[3], comparison.own_labels),
            states["before"],
            states["after"],
        )
        for key, states in counts.items()
        if states["before"] != states["after"]
    ]
    columns = headings(comparison.own_labels, "scenario", "model", "area", "kind", "before", "after")
    title = heading("deviations_from_the_common_model", comparison.own_labels)
    return Form.of("deviations", title, columns, rows)
