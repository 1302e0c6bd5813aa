"""Every figure of a report against the JSON object of its comparison, by the units, scope and measure that it is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orgmodel
from orgmodel.comparison.case import Case
from orgmodel.comparison.comparison import Comparison
from orgmodel.core.records import Post
from orgmodel.measures.catalogue import MEAN, measure_of
from orgmodel.reports.cells import FIGURES, told_of
from orgmodel.reports.form import AFTER, BEFORE, CHANGE, Form
from orgmodel.reports.manuscript import Manuscript

Json = dict[str, Any]
ROLES = {BEFORE: "before", AFTER: "after", CHANGE: "change"}
ADDS = ("units", "units_internal", "posts_authorized", "posts_filled", "posts_outside_quota", "heads", "deputies", "staff", "vacancies", "party_members")  # fmt: skip
NEAR = 1e-6
ROUNDED = 0.0100001
"""A change of means is told between the figures as they are written, so by one in the last decimal otherwise."""


class Truth:
    """Look up what the JSON object of a comparison says of a measure in a scope, or of several units together."""

    def __init__(self, comparison: Comparison) -> None:
        """Read the JSON object once."""
        self.comparison = comparison
        self.json = comparison.to_json_object()
        self.rows = {
            (r["scenario"], r["scope"], r["measure"]): r for r in (*self.json["units"], *self.json["measures"])
        }
        self.units = {row["unit"] for row in self.json["units"]}  # rows of nothing are left out of it
        self.asked: dict[str, Json] = {}

    def row(self, label: str, scope: str, measure: str) -> Json | None:
        """Give the row of a measure in one scope, asked for where the comparison has it not by itself."""
        found = self.rows.get((label, scope, measure))
        if found is None and scope in self.units:
            if measure_of(measure, self.comparison.case(label).before.terms).form == MEAN:
                return None  # a mean of nothing is left out, and one that is nothing too
            return dict.fromkeys(("before", "after", "change", "missing", "missing_before"), 0) | {"known": None}
        if found is None and scope not in self.asked:
            made = orgmodel.compare(
                *(case.outcome for case in self.comparison.cases if not case.is_refused), scopes=[scope]
            )
            self.asked[scope] = {(r["scenario"], r["measure"]): r for r in made.to_json_object()["measures"]}
        return found or self.asked.get(scope, {}).get((label, measure))

    def value(self, label: str, key: str, measure: str, role: str) -> tuple[float | None, bool] | None:
        """Give a figure and whether it is at least so much; None where the JSON object has no such row."""
        units, at, scope = key.partition("@")
        if at:
            return self._counted(self.comparison.case(label), units.split(";"), measure, scope, role)
        if measure == "present":
            return self._present(label, key, role)
        if ";" not in key:
            row = self.row(label, key, measure)
            return None if row is None else _told(row, role)
        if measure not in ADDS:
            return None
        if role == CHANGE:
            sides = [self.value(label, key, measure, one) for one in (BEFORE, AFTER)]
            known = [one[0] for one in sides if one is not None and one[0] is not None]
            return (known[1] - known[0], False) if len(known) == len(sides) else None
        tree = getattr(self.comparison.case(label), role)
        there = [
            unit for unit in key.split(";") if tree.units.row(unit) >= 0
        ]  # one that ended is counted as its successors
        within = [{one.id for one in tree.subtree(unit)} for unit in there]
        outermost = [unit for unit in there if sum(unit in below for below in within) == 1]
        found = [self.value(label, unit, measure, role) for unit in outermost]
        if any(one is None or one[0] is None or one[1] for one in found):
            return None  # parts of a known sum are each missing, and the sum is not
        return sum(one[0] or 0 for one in found if one), False

    def _present(self, label: str, key: str, role: str) -> tuple[float | None, bool] | None:
        if role == CHANGE:
            sides = [self._present(label, key, one) for one in (BEFORE, AFTER)]
            known = [one[0] or 0 for one in sides if one is not None]
            return (known[1] - known[0], False) if len(known) == len(sides) else None
        filled, structure = self.value(label, key, "posts_filled", role), getattr(self.comparison.case(label), role)
        units = [unit for unit in key.split(";") if structure.units.row(unit) >= 0]
        below = {one.id for unit in units for one in structure.subtree(unit)}
        outside = [
            one.filled for one in structure.posts if isinstance(one, Post) and one.unit in below and one.quota == "out"
        ]
        best = [figure if isinstance(figure, int) else getattr(figure, "best", None) for figure in outside]
        if filled is None or filled[0] is None or filled[1] or None in best:
            return None
        return filled[0] - sum(one or 0 for one in best), False

    def _counted(
        self, case: Case, units: list[str], measure: str, scope: str, role: str
    ) -> tuple[float | None, bool] | None:
        """Count posts of a block by hand."""
        if role == CHANGE:
            before, after = (self._counted(case, units, measure, scope, one) for one in (BEFORE, AFTER))
            if before is None or after is None or None in (before[0], after[0]):
                return None
            return (after[0] or 0) - (before[0] or 0), False
        structure = getattr(case, role)
        ranks = {"heads": "head", "deputies": "deputy", "staff": "staff"}
        total = 0
        below = {one.id for unit in units if structure.units.row(unit) >= 0 for one in structure.subtree(unit)}
        if any(not structure.posts_of(unit) for unit in below):
            return None  # where a unit lists no posts nobody knows how many of a block it has
        for post in structure.posts:
            if not isinstance(post, Post) or post.unit not in below:
                continue
            if not post.block or (post.rank == "unknown" and measure in ranks):
                return None  # it may be of any
            if f"block:{post.block}" != scope:
                continue
            outside = post.quota == "out"
            figure = post.filled if measure == "posts_outside_quota" and post.authorized is None else post.authorized
            if outside != (measure == "posts_outside_quota") or post.rank != ranks.get(measure, post.rank):
                continue
            best = figure if isinstance(figure, int) else getattr(figure, "best", None)
            if best is None:
                return None
            total += best
        return total, False


def _told(row: Json, role: str) -> tuple[float | None, bool]:
    value = row[ROLES[role]]
    missing = row["missing_before" if role == BEFORE else "missing"] if role != CHANGE else 0
    is_sum = row["known"] is None
    return (None if missing and is_sum and not value else value), bool(missing and is_sum and value)


def figures_of(form: Form) -> Iterator[tuple[int, int, str, str, str, str]]:
    """Give the figures of measures in a form: place, case, key, measure, role."""
    for at, row in enumerate(form.rows):
        for place, column in enumerate(form.columns):
            measure = row.of or column.of
            if column.kind in FIGURES and row.key and measure and row[place] != () and column.role in ROLES and not column.scope:  # fmt: skip
                yield at, place, column.case, row.key, measure, column.role


def agree(manuscript: Manuscript, comparison: Comparison) -> int:
    """Compare every figure of a manuscript with the JSON object; give how many were compared."""
    truth = Truth(comparison)
    compared = 0
    for chapter in manuscript.chapters:
        for form in chapter.forms:
            label = chapter.key or comparison.labels[0]
            compared += agree_in_form(form, truth, label if label in comparison.labels else comparison.labels[0])
            compared += agree_in_posts(form, truth, label) + agree_in_findings(form, truth, label)
    return compared


def agree_in_form(form: Form, truth: Truth, label: str) -> int:
    """Compare the figures of measures, one by one."""
    compared = 0
    for at, place, case, key, measure, role in figures_of(form):
        wanted = truth.value(case or label, key, measure, role)
        if wanted is None or (measure in ("left_without_deputy", "value")):
            continue
        told = told_of(form.rows[at][place], form.kind_of(at, place))
        assert told is not None, (form.id, key, measure, role)
        assert (told.value is None) == (wanted[0] is None), (form.id, key, measure, role, told, wanted)
        near = ROUNDED if role == CHANGE and wanted[0] is not None and wanted[0] != int(wanted[0]) else NEAR
        assert told.value is None or abs(told.value - (wanted[0] or 0)) < near, (
            form.id,
            key,
            measure,
            role,
            told,
            wanted,
        )
        assert role == CHANGE or told.at_least == wanted[1], (form.id, key, measure, role, told, wanted)
        compared += 1
    return compared


def agree_in_posts(form: Form, truth: Truth, label: str) -> int:
    """Compare the placement with the rows of posts: each way is there once, with what is authorized and who is present."""
    if form.id != "placement":
        return 0
    ways = {
        f"{row['post_before'] or ''}>{row['post_after'] or ''}": row
        for row in truth.json["posts"]
        if row["scenario"] == label
    }
    heads = [column.of or dict(column.heading)["en"] for column in form.columns]
    rows = [row for row in form.rows if row.role == "body"]
    assert {row.key for row in rows} <= set(ways)
    for row in rows:
        way = ways[row.key]
        told = {head: told_of(cell) for head, cell in zip(heads, row.cells, strict=True)}
        inside, present = told.get("posts_authorized"), told.get("present")  # a column of nothing is left out
        if way["posts"] is not None and inside is not None and inside.value:
            assert inside.value == way["posts"], row.key
            assert way["filled"] is None or (0 if present is None else present.value) == way["filled"], row.key
    return len(rows)


def agree_in_findings(form: Form, truth: Truth, label: str) -> int:
    """Compare the table of criteria with the norms."""
    if form.id != "criteria":
        return 0
    found = {
        f"{r['norm']}@{r['subject']}": r for r in truth.json["norms"] if (r["scenario"], r["state"]) == (label, "after")
    }
    compared = 0
    for row in form.rows:
        norm, _, subjects = row.key.partition("@")
        for key in (f"{norm}@{subject}" for subject in subjects.split(";")):  # of several the same is found
            if row.role == "body" and key in found:
                limit, value = found[key]["limit"], found[key]["value"]
                assert row[2] == (() if limit is None else limit), key
                assert row[4] == value or (value is None and row[4] in (None, ())), key
                compared += 1
    return compared
