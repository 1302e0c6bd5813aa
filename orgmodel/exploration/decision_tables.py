"""Decisions and questions as tables: a row a decision, a row for each cause that may be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgmodel.core.names import text_in
from orgmodel.exploration.causes import Causes
from orgmodel.exploration.first_figure import Decided
from orgmodel.exploration.said import Called
from orgmodel.scenario.uncertainty import scale_of

if TYPE_CHECKING:
    import pandas as pd

DECISION_COLUMNS = (
    "decision", "kind", "scenario", "other", "norm", "subject", "measure", "scope", "at_least", "at_most", "chance", "answer", "first", "decides",
    "missing", "draws", "by", "said", "no_ends",
)  # fmt: skip
QUESTION_COLUMNS = (
    "decision", "scenario", "other", "kind", "cause", "figures", "supplier", "low", "best", "high", "source", "decides", "changes", "worth", "worth_low",
    "worth_high", "tells", "at_low", "at_high", "turns_at", "first_order", "first_order_low", "first_order_high", "total_order", "total_order_low",
    "total_order_high", "share", "share_low", "share_high",
)  # fmt: skip


def decisions_table(found: Sequence[Decided], called: Called, language: str) -> pd.DataFrame:
    """Tabulate what is decided: how often the event comes (a norm fails, a limit is not kept, the first has less), and what to ask first."""
    import pandas as pd

    rows = []
    for one in found:
        asked, first = one.evidence.decision, one.first
        cases = [called.cases[at].outcome.scenario.id for at in one.evidence.scenarios]
        rows.append(
            (str(asked), asked.kind, cases[0], cases[1] if len(cases) > 1 else None, asked.norm or None, asked.subject, asked.measure or None,
             asked.scope if asked.measure else None, asked.at_least, asked.at_most, one.evidence.chance, one.answer,
             None if first is None else first.id, None if first is None else first.decides, one.evidence.missing, len(one.evidence.event),
             "runs" if one.evidence.by_runs else "draws", called.sentence(one, language), called.no_ends(one, language) or None)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(DECISION_COLUMNS)).astype({"at_least": float, "at_most": float})


def questions_table(found: Sequence[Decided], called: Called, language: str) -> pd.DataFrame:
    """Tabulate what each cause is worth to a decision, in the order in which to ask; values of a figure are in its own unit."""
    import pandas as pd

    rows = []
    for one in found:
        cases = [called.cases[at].outcome.scenario.id for at in one.evidence.scenarios]
        for asked in one.questions:
            alone = len(asked.columns) == 1
            scale, ends = _scaled(called.causes, asked.columns[0], called) if alone else (1, (None, None, None))
            rows.append(
                (str(one.evidence.decision), cases[0], cases[1] if len(cases) > 1 else None, asked.kind,
                 asked.id or text_in(asked.supplier, language), len(asked.columns), text_in(asked.supplier, language) or None, *ends,
                 (called.source(asked.columns[0], language) or None) if alone else None, asked.decides, asked.knowing.changes, asked.knowing.value,
                 asked.knowing.low, asked.knowing.high, asked.tells, *asked.ends, [turn / scale for turn in asked.turns], *asked.first, *asked.total,
                 *asked.share)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(QUESTION_COLUMNS))


def _scaled(causes: Causes, column: int, called: Called) -> tuple[int, tuple[float | None, ...]]:
    drawn = causes.columns[column]
    if drawn.values:
        return 1, (None, None, None)
    scale = 1 if drawn.source is None else scale_of(drawn.source.id, called.cases[0].before.terms)
    best = drawn.marginal.best / scale if drawn.has_best else None
    return scale, (drawn.marginal.low / scale, best, drawn.marginal.high / scale)
