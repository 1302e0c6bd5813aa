"""The quantities that are kept in the ledger: those of every organisation, and those that a study declares beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from orgmodel.core.messages import Message
from orgmodel.core.names import Names
from orgmodel.core.problems import nearest

QUANTITIES = ("authorized", "filled", "fte", "people", "members", "functions")
"""What the accounts of the ledger of every organisation are kept in; a unit that is transferred whole carries ``units`` along besides."""

SAID, WEIGHTS, POSTS = "said", "weights", "posts"
SPLITS = (SAID, WEIGHTS, POSTS)
"""How what no receiver of a split names is divided: not at all (it has to be said), by the weights that the split states
(``shares``), or by the authorized posts that each receives."""
MOST_DECIMALS = 4
_ID = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = (
    *QUANTITIES, "units", "scenario", "before", "after", "operations", "clauses", "total", "deviations", "norms_new",
)  # fmt: skip
"""What no quantity is called: those of the ledger, and the columns that stand beside quantities in tables."""
_ENDS = ("_low", "_high", "_missing")
_BESIDE = re.compile(rf".*({'|'.join(_ENDS)})")
"""What no quantity's id ends with: beside each measure such columns hold its least, its most and what it lacks."""


@dataclass(frozen=True, slots=True)
class DeclaredQuantity:
    """Declare a quantity of units: people served, an area, a yearly cost.

    ``names`` are its names, ``unit`` what it is counted in, both by language; figures are whole numbers of the last of its
    ``decimals``. ``split`` is one of :data:`SPLITS`.
    """

    names: Names = ()
    unit: Names = ()
    decimals: int = 0
    split: str = SAID

    def names_as(self, id: str) -> Names:
        """Give the names, or else the id read as words.

        >>> DeclaredQuantity().names_as("people_served")
        (('en', 'People served'),)
        """
        return self.names or (("en", id.replace("_", " ").capitalize()),)

    @property
    def scale(self) -> int:
        """Give how many of the smallest unit one is."""
        return int(10**self.decimals)

    def smallest(self, amount: float) -> int:
        """Give an amount as a whole number of the smallest unit; ValueError for one that is finer, or is no number.

        >>> DeclaredQuantity(decimals=2).smallest(12.5)
        1250
        """
        scaled = Decimal(str(amount)).scaleb(self.decimals)
        if not scaled.is_finite() or scaled != scaled.to_integral_value(ROUND_HALF_EVEN):
            raise ValueError(
                Message.of("{amount} has more than {decimals} decimals", amount=amount, decimals=self.decimals)
                if self.decimals
                else Message.of("{amount} is not a whole number", amount=amount)
            )
        return int(scaled)


def wrong_declaration(id: str, one: DeclaredQuantity) -> Message | None:
    """Say what is wrong with a declared quantity, or None.

    >>> wrong_declaration("people", DeclaredQuantity())
    "quantity 'people' is kept of every organisation already; give it another id"
    """
    if id in _TAKEN:
        return Message.of("quantity {id!r} is kept of every organisation already; give it another id", id=id)
    if not _ID.fullmatch(id):
        return Message.of(
            "the id of a quantity is of small letters, digits and _, such as people_served, not {id!r}", id=id
        )
    if _BESIDE.fullmatch(id):
        return Message.of(
            "the id of a quantity does not end with {ends}, as columns beside a measure do, like {id!r}",
            ends=", ".join(_ENDS), id=id,
        )  # fmt: skip
    if not 0 <= one.decimals <= MOST_DECIMALS:
        return Message.of(
            "quantity {id!r} may have 0 to {most} decimals, not {decimals}",
            id=id,
            most=MOST_DECIMALS,
            decimals=one.decimals,
        )
    if one.split not in SPLITS:
        return Message.of(
            "quantity {id!r} is split by one of {known}, not {split!r}{hint}",
            id=id, known=", ".join(SPLITS), split=one.split, hint=nearest(one.split, SPLITS),
        )  # fmt: skip
    return None


def decimals_of(declared: Mapping[str, DeclaredQuantity], quantity: str) -> int:
    """Give the decimals of a quantity; one that is not declared is counted whole."""
    return declared[quantity].decimals if quantity in declared else 0
