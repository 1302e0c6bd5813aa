"""Whether figures of units include those below, as a map that is proposed says it, or asks."""

from __future__ import annotations

from collections.abc import Mapping

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.sums import WITH_BELOW, Sums
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN
from orgmodel.io.importers.proposal.kinds_told import count_at_top
from orgmodel.io.importers.proposal.proposal import Proposal


def say_of_sums(sums: Mapping[int, Sums], proposal: Proposal) -> bool:
    """Say in a map whether figures of units include those below, where they look like it; tell whether anything is said."""
    said = False
    for number, found in sums.items():
        if not (found.are_sums or found.are_doubtful):
            continue
        place, said = f"tables.{number}.figures", True
        value = WITH_BELOW if found.are_sums else ASK
        proposal.data["tables"][number]["figures"] = value
        asked = "figures that are the sum of those right below: {count} of {total}; do they include them (with all below), or not (own)?"
        if found.flat is not None:
            asked = (
                "rows that are the sum of rows beside them, or stand over rows and their subtotal: {count} of {total}; are they the "
                "units above these (with all below), or others beside them (own)?"
            )
        why = Message.of(asked, count=found.equal, total=found.units)
        proposal.guesses.add(place, value, LIKELY if found.are_sums else OPEN, why)
        if found.are_sums and found.flat is not None:
            count_at_top(found.flat.names, found.flat.above, proposal.data, proposal.guesses)
    return said
