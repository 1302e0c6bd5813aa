"""What a unit takes along when it goes from one parent to another, whichever operation moves it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from orgmodel.core.draft import Draft
from orgmodel.core.figures import Amount
from orgmodel.core.ledger import Reason
from orgmodel.core.records import Unit
from orgmodel.core.trace import HOLDING, by_quantity, contents
from orgmodel.operations.effect import Book


def carry(draft: Draft, book: Book, unit: Unit, to: str | None, ending: Collection[str] = ()) -> dict[str, Amount]:
    """State what a unit with all below it takes along from its old parent to its new one; give the sums by quantity."""
    sums = contents(draft, unit.id, ending)
    reason = Reason("carried", (unit.id,))
    for (quantity, block), amount in sums.items():
        ends = (unit.parent, block), (to, block)
        book.state(quantity, *ends, amount, reason=reason, via=unit.id, records=(unit.id, unit.id))
    return by_quantity(sums)


def holdings_of(draft: Draft, unit: Unit) -> dict[str, Amount]:
    """Sum what a unit holds with all below it, by each quantity that the ledger keeps."""
    if all(map(draft.is_bare, HOLDING)):
        return {}
    return {
        quantity: amount for quantity, amount in by_quantity(contents(draft, unit.id)).items() if quantity != "units"
    }


def take_along(draft: Draft, book: Book, unit: Unit, to: str | None, ending: Collection[str] = ()) -> None:
    """Put a unit that goes on, with all below it but what is ``ending``, under another parent; state what comes along."""
    carry(draft, book, unit, to, ending)
    draft.put(replace(unit, parent=to))
