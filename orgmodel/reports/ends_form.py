"""The form of what whole units that change their superior leave and reach: both ends before and after (Biểu 9)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from orgmodel.comparison.plain_data import plain_rows
from orgmodel.core.figures import Estimate
from orgmodel.core.names import Names, names_of
from orgmodel.core.records import Members
from orgmodel.reports.form import Form
from orgmodel.words.forms import heading, headings
from orgmodel.words.notes import worded
from orgmodel.words.numbers import at_least, count, number

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.comparison.comparison import Comparison

COUNTED = ("units_direct", "party_members")


def ends_form(comparison: Comparison, case: Case) -> Form | None:
    """Count, of each superior that units leave or reach, what is directly under it before and after, and its members' change."""
    ends = list(dict.fromkeys(end for _, *pair in case.units_moved for end in pair if end))
    table = comparison.units
    mine = table[(table["scenario"] == case.label) & table["measure"].isin(COUNTED) & table["unit"].isin(ends)]
    told: dict[tuple[str, str], dict[str, Any]] = {(row["unit"], row["measure"]): row for row in plain_rows(mine)}
    rows = []
    for end in ends:
        direct, members = (told.get((end, measure)) for measure in COUNTED)
        if direct is None and members is None:
            continue
        rows.append(
            (
                case.told_apart(end) or end,
                _figure(case, direct, "before"),
                _figure(case, direct, "after"),
                _change(case, direct),
                _change(case, members),
            )
        )
    if not rows:
        return None
    columns = headings(case.own_labels, "superior", "direct_before", "direct_after", "direct_change", "members_change")
    note = members_in_sums(case)
    return Form.of("ends", heading("ends_of_transfers", case.own_labels), columns, rows, [note] if note else [])


def _figure(case: Case, row: dict[str, Any] | None, state: str) -> Names | None:
    if row is None or row[state] is None:
        return worded("not_known") if row is not None else None
    missing, low = (row[f"{name}_before" if state == "before" else name] for name in ("missing", "low"))
    return names_of(**{code: at_least(row[state], code, least=bool(missing), low=low) for code in case.languages})


def _change(case: Case, row: dict[str, Any] | None) -> Names | None:
    if row is None or row["change"] is None:
        return worded("not_known") if row is not None else None
    return names_of(**{code: number(row["change"], code, signed=True) for code in case.languages})


def members_in_sums(case: Case) -> Names:
    """Say of the members that move how many have a figure of their own, and how many are of a known sum over several."""
    moved = {unit for unit, *_ in case.units_moved}
    held = [one for one in case.after.members if isinstance(one, Members) and one.unit in moved]
    own = sum(one.total for one in held if isinstance(one.total, int))
    shared = [one.total for one in held if isinstance(one.total, Estimate) and one.total.parts > 1]
    moving = Counter(one.source for one in shared)
    whole = {one.source: one.parts for one in shared if moving[one.source] == one.parts}  # of which every part moves
    together = sum(source.best or 0 for source in whole)
    parts = sum(whole.values())
    if not together:
        return ()
    said = {
        code: {
            "own": number(own, code), "sum": number(together, code), "total": number(own + together, code),
            "parts": count(parts, "unit", code),
        }
        for code in case.languages
    }  # fmt: skip
    texts = {code: dict(worded("members_in_sums", said[code])) for code in case.languages}
    return names_of(**{code: text.get(code) or text["en"] for code, text in texts.items()})
