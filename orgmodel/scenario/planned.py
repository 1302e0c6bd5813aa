"""What one operation of a plan did, or what it leaves to be decided."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from orgmodel.core.counting import counted
from orgmodel.core.doors import behind
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.core.shown_frame import shown_by

if TYPE_CHECKING:
    import pandas as pd

    from orgmodel.core.ledger import Flow, Lineage
    from orgmodel.core.structure import Structure
    from orgmodel.operations.effect import Effect

UNDECIDED = frozenset({"LEFT_OVER", "NO_HEAD", "SURPLUS_HEAD", "INCOMING"})
"""The problems of an operation that ask for a decision, and for nothing else."""


INCOMING = "incoming"
"""The id under which all lines that end at a unit are decided at once."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """One thing that an operation leaves to be decided: its kind, its id, the unit that it is of, and what to do.

    ``kind`` is a field of takes (posts, functions, identities, lines, children, members, quantities), or head,
    surplus_heads, incoming.
    """

    kind: str
    id: str
    unit: str
    message: Message | str
    line: tuple[str, str] | None = None
    """Of a line its kind and where it ends."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an operation of a plan did: its effects, one for each row of a bulk table; or what it leaves to be decided."""

    verb: str
    _data: Any
    language: str
    effects: tuple[Effect, ...] = ()
    undecided_rows: tuple[Undecided, ...] = ()
    mark: tuple[int, int] | None = None
    """Which draft it was carried out on, and where that stood before it; None where it was not carried out by itself."""
    base: Structure | None = field(default=None, repr=False, compare=False)
    """The structure that the draft began from, by which units are named."""

    @property
    def data(self) -> Any:
        """Give the operation as the data of a file: a copy, of which the plan knows nothing."""
        return deepcopy(self._data)

    @property
    def is_decided(self) -> bool:
        """Tell whether nothing is left to be decided."""
        return not self.undecided_rows

    @property
    def flows(self) -> tuple[Flow, ...]:
        """List the flows that it states."""
        return tuple(flow for effect in self.effects for flow in effect.flows)

    @property
    def lineage(self) -> tuple[Lineage, ...]:
        """List which units come of which."""
        return tuple(one for effect in self.effects for one in effect.lineage)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """List what its author must still see to."""
        return tuple(one for effect in self.effects for one in effect.problems)

    @property
    def undecided(self) -> pd.DataFrame:
        """Give what is left to be decided as a table: kind, id, unit, what; empty where nothing is."""
        import pandas as pd

        rows = [(row.kind, row.id, row.unit, str(row.message)) for row in self.undecided_rows]
        table = pd.DataFrame(rows, columns=["kind", "id", "unit", "what"])
        return shown_by(table, partial(behind("orgmodel.notebook.making", "show_undecided"), self))

    def __repr__(self) -> str:
        """Show how much it did, or how much is left to be decided."""
        if not self.is_decided:
            return f"Done({self.verb}: undecided {len(self.undecided_rows)})"
        changes = sum(len(effect.changes) for effect in self.effects)
        return f"Done({self.verb}: {counted(changes, 'changes')}, {counted(len(self.flows), 'flows')})"

    def _repr_html_(self) -> str:
        """Show what it did in a notebook."""
        return behind("orgmodel.notebook.making", "show_done")(self)  # type: ignore[no-any-return]


def undecided_of(problem: Problem) -> Undecided:
    """Read what a problem asks to be decided."""
    message = problem.message
    values = dict(getattr(message, "values", {}))
    inner = values.get("message")
    if isinstance(inner, Message):
        values |= inner.values
    if problem.code == "NO_HEAD":
        return Undecided("head", problem.subject, problem.subject, message)
    if problem.code == "SURPLUS_HEAD":
        return Undecided("surplus_heads", str(values.get("post", problem.subject)), problem.subject, message)
    if problem.code == "INCOMING":
        return Undecided("incoming", str(values.get("kind", INCOMING)), problem.subject, message)
    if "post" in values:
        return Undecided("posts", str(values["post"]), problem.subject, message)
    if "kind" in values and "name" in values:
        name = values["name"]
        line = (str(name.values["kind"]), str(name.values["to"])) if values["kind"] == "lines" else None
        return Undecided(str(values["kind"]), " ".join(line) if line else str(name), problem.subject, message, line)
    if "quantity" in values:
        return Undecided("quantities", str(values["quantity"]), problem.subject, message)
    return Undecided("members", "members", problem.subject, message)
