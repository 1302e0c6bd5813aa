"""Discrepancies in the papers: recorded ones, numbers that two documents share, and words that do not fit the case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from orgmodel.core.names import text_in
from orgmodel.core.records import Document
from orgmodel.norms.record import Discrepancy, NormPack
from orgmodel.words.labels import LABELS, names
from orgmodel.words.notes import worded
from orgmodel.words.understood import LAW_OF

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome


def discrepancies(outcomes: Iterable[Outcome], pack: NormPack | None = None) -> list[Discrepancy]:
    """List the discrepancies a pack records, then those found in documents and in the terms of operations carried out."""
    runs = tuple(outcomes)
    found = list(pack.discrepancies) if pack is not None else []
    documents: dict[str, Document] = {}
    for outcome in runs:
        for document in outcome.before.documents:
            if isinstance(document, Document):
                documents.setdefault(document.id, document)
    recorded = {says for one in found for _, says in one.says}
    found += [one for one in shared_numbers(documents.values(), pack) if one.says[0][1] not in recorded]
    found += _terms(runs)
    unique: dict[str, Discrepancy] = {}
    for one in found:
        unique.setdefault(one.id, one)
    return list(unique.values())


def shared_numbers(documents: Iterable[Document], pack: NormPack | None = None) -> list[Discrepancy]:
    """List numbers that more than one document bears: number, date and issuer together tell them apart."""
    by_number: dict[str, dict[tuple[str | None, str], Document]] = {}
    for one in (*documents, *(pack.documents.values() if pack is not None else ())):
        if one.number:
            by_number.setdefault(one.number, {}).setdefault((one.date, ""), one)
    found = []
    for number, bearers in sorted(by_number.items()):
        if len(bearers) > 1:
            says = tuple(sorted((f"{one.issuer}, {one.date or '?'}", number) for one in bearers.values()))
            found.append(
                Discrepancy(
                    f"number-{number}",
                    worded("same_number", {"number": number}),
                    says,
                    why=worded("party_numbers_restart"),
                    papers=tuple(sorted(one.id for one in bearers.values())),
                )
            )
    return found


def _where(outcome: Outcome, clause: str, step: str) -> str:
    """Say where a paper has a term: in a clause, or in what a step of no clause is called."""
    language = outcome.before.terms.language
    if clause:
        return text_in(worded("clause", {"clause": clause}), language)
    return next((text_in(one.step.title, language, step) for one in outcome.steps if one.step.id == step), step)


def _terms(outcomes: Iterable[Outcome]) -> list[Discrepancy]:
    found: dict[tuple[str, str, str], Discrepancy] = {}
    for outcome in outcomes:
        for one in outcome.lineage:
            term = one.term.strip().casefold()
            meant = LAW_OF.get(term)
            if meant is None or one.operation in meant or one.operation not in LABELS["operation_in_law"]:
                continue
            key = (one.step, term, one.operation)
            found.setdefault(
                key,
                Discrepancy(
                    f"term-{one.step}-{one.operation}",
                    worded("paper_says", {"term": term, "operation": names("operation_in_law", one.operation)}),
                    ((_where(outcome, one.clause, one.step), term),),
                    one.operation,
                    clause=one.clause,
                ),
            )
    return list(found.values())
