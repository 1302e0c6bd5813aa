"""Lineage, ledger, lines, posts and steps of outcomes as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgmodel.core.change_rows import key_text
from orgmodel.core.frozen import Frozen, FrozenList
from orgmodel.core.names import text_in
from orgmodel.core.records import Person, Post

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.core.ledger import Reason
    from orgmodel.core.vocabulary import Vocabulary

LINE_COLUMNS = (
    "scenario", "kind", "from", "to", "status", "was", "derived", "was_from", "step", "clause", "operation", "reason",
    "reason_kind", "reason_of", "src",
)  # fmt: skip
DISPLACED_COLUMNS = (
    "scenario", "person", "name", "post", "unit", "last_post", "last_unit", "step", "clause", "operation", "outcome",
    "reason", "reason_kind", "reason_of",
)  # fmt: skip
LINEAGE_COLUMNS = (
    "scenario", "clause", "operation", "before", "after", "shares", "step", "term", "date", "carried",
    "carried_known", "carried_missing",
)  # fmt: skip
LEDGER_COLUMNS = (
    "scenario", "step", "operation", "quantity", "from", "to", "block_from", "block_to", "amount", "reason", "clause",
    "date", "via", "low", "high", "missing", "known", "reason_kind", "reason_of",
    "record_from", "record_to",
)  # fmt: skip
STEP_COLUMNS = (
    "scenario", "clause", "owner", "due", "state", "step", "title", "with", "force", "term", "document", "product",
    "due_cited", "announced", "effective", "evidence", "operations", "problems", "file", "owners",
)  # fmt: skip
POST_COLUMNS = (
    "scenario", "status", "post_before", "post_after", "unit_before", "unit_after", "title_before", "title_after",
    "rank_before", "rank_after", "block_before", "block_after", "superior_before", "superior_after", "changed",
    "posts", "filled", "category",
)  # fmt: skip
HUNDREDTHS = ("fte",)

Row = tuple[Any, ...]


def plain(quantity: str, figure: int | None, terms: Vocabulary | None = None) -> int | float | None:
    """Give a figure of a quantity as people write it: full-time equivalents are stored in hundredths, declared ones as ``terms`` say.

    >>> plain("fte", 1250), plain("people", 3), plain("fte", None)
    (12.5, 3, None)
    """
    declared = terms.quantities.get(quantity) if terms is not None else None
    scale = 100 if quantity in HUNDREDTHS else declared.scale if declared is not None else 1
    return figure / scale if figure is not None and scale != 1 else figure


def line_rows(case: Case) -> list[Row]:
    """Make a row for each line."""
    return [
        (case.label, one.kind, one.from_, one.to, one.status, one.was, one.derived, one.was_from, one.step, one.clause,
         one.operation, *_why(case, one.reason), case.source_of(one) or None)
        for one in case.lines
    ]  # fmt: skip


def _why(case: Case, reason: Reason) -> tuple[str | None, str | None, list[str]]:
    """Give a reason in the study's language, its kind and what it refers to."""
    words = case.reason(reason, case.before.terms.language) or None
    return words, reason.kind if reason.is_given else None, FrozenList(reason.of)


def displaced_rows(case: Case, *, named: bool) -> list[Row]:
    """Make a row for each person who held a post before and holds none after, with names where they are asked for."""
    return [
        (case.label, one.person, _name(case, one.person) if named else None, one.post, one.unit, one.last_post,
         one.last_unit, one.step, one.clause, one.operation or None, one.outcome or None, *_why(case, one.reason))
        for one in case.outcome.displaced
    ]  # fmt: skip


def _name(case: Case, id: str) -> str | None:
    person = case.before.get("persons", id)
    return person.name or None if isinstance(person, Person) else None


def lineage_rows(case: Case) -> list[Row]:
    """Make a row for each link between a unit before and one after; None on a side that does not exist.

    ``carried`` is what went along by quantity, None while a figure of it is missing: then ``carried_known`` is what it is at least, ranges at their best.
    """
    terms = case.before.terms
    return [
        (case.label, one.clause, one.operation, one.before, one.after, Frozen(one.shares), one.step, one.term, one.date,
         Frozen({name: plain(name, amount.best, terms) for name, amount in one.carried.items()}),
         Frozen({name: plain(name, amount.told, terms) for name, amount in one.carried.items()}),
         Frozen({name: amount.missing for name, amount in one.carried.items()}))
        for one in case.outcome.lineage
    ]  # fmt: skip


def ledger_rows(case: Case) -> list[Row]:
    """Make a row for each flow; ``amount`` is None while a figure is missing, ``known`` what it then is at least, ``low`` what is proven."""
    rows: list[Row] = []
    for entry in case.outcome.ledger:
        flow, amount, why = entry.flow, entry.flow.amount, _why(case, entry.flow.reason)
        best, low, high, known = (
            plain(flow.quantity, one, case.before.terms)
            for one in (amount.best, amount.least, amount.high, amount.told)
        )
        rows.append(
            (case.label, entry.step, entry.operation, flow.quantity, flow.from_unit, flow.to_unit, flow.block_from,
             flow.block_to, best, why[0], entry.clause, entry.date, flow.via, low, high, amount.missing, known, *why[1:],
             *(None if key is None else key_text(key) for key in (flow.record_from, flow.record_to)))
        )  # fmt: skip
    return rows


def step_rows(case: Case) -> list[Row]:
    """Make a row for each step, in the order in which they ran; a state that nobody reports is ``unknown``."""
    language = case.before.terms.language
    return [
        (case.label, step.clause, step.owner or None, step.due, step.state, step.id,
         text_in(step.title, language) or None, FrozenList(step.partners), step.force, step.term or None,
         step.document or None, text_in(step.product, language) or None, text_in(step.due_cited, language) or None, step.announced,
         step.effective, step.evidence or None, FrozenList(result.operations), len(result.problems), result.scenario, FrozenList(step.owners))
        for result in case.outcome.steps
        for step in (result.step,)
    ]  # fmt: skip


def post_rows(case: Case) -> list[Row]:
    """Make a row for each way of posts that are touched, from row to row: who changes unit, title, rank, superior, block.

    ``posts`` and ``filled`` are what went that way, by the trace; None where it is not known.
    """
    rows: list[Row] = []
    language = case.before.terms.language
    for flow in case.post_flows:
        one = flow.way
        old, new = one.before, one.after
        some = new or old
        rows.append(
            (case.label, one.status, *_pair(old, new, "id"), *_pair(old, new, "unit"),
             old.title(language) if old else None, new.title(language) if new else None,
             *_pair(old, new, "rank"), *_pair(old, new, "block"),
             "; ".join(one.superiors_before) or None, "; ".join(one.superiors_after) or None,
             ", ".join(one.changed), None if some is None or some.has_no_quota else flow.authorized.best,
             flow.filled.best, some.category if some else None)
        )  # fmt: skip
    return rows


def _pair(old: Post | None, new: Post | None, field: str) -> tuple[str | None, str | None]:
    return getattr(old, field, None), getattr(new, field, None)
