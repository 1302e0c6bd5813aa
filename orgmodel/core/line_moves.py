"""Lines accounted for: every line that ends, is redirected or begins has a record that says so, and why.

As with flows, the record is stated by the operation and compared with its changes. Over a run records are composed: a
line before leads, through all that befell it, to the lines after that it became.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from orgmodel.core.change import Change
from orgmodel.core.ledger import NO_REASON, Reason
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem
from orgmodel.core.records import Key, Line

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

FOLLOWS = "line_follows"
"""The kind of reason of a line that goes on from, or to, what its end became: the line is kept."""


@dataclass(frozen=True, slots=True)
class LineMove:
    """Say what became of a line, and why: none before begins, none after ends, several after is one led to several."""

    before: Line | None
    after: tuple[Line, ...] = ()
    reason: Reason = NO_REASON


def unaccounted(verb: str, moves: Iterable[LineMove], changes: Iterable[Change]) -> list[Problem]:
    """List the lines that an operation ends or begins and has no record of, or a record that is not so.

    >>> from orgmodel.core.ledger import Reason
    >>> line = Line("professional", "a", "b")
    >>> ended = Change("lines", line, None, line.key)
    >>> unaccounted("redirect", [LineMove(line)], [ended])
    []
    >>> print(*unaccounted("redirect", [], [ended]))
    LEDGER_IMBALANCE redirect: the line professional a b ends or begins, and no record of lines says so
    """
    said: dict[Key, bool] = {}
    for move in moves:
        if move.before is not None:
            said[move.before.key] = False
        said.update((line.key, True) for line in move.after)
    done = {change.key: change.after is not None for change in changes if change.table == "lines"}
    wrong = [key for key, stands in done.items() if said.get(key) is not stands]
    return [
        Problem(
            "LEDGER_IMBALANCE",
            Message.of(
                "{verb}: the line {line} ends or begins, and no record of lines says so", verb=verb, line=" ".join(key)
            ),
            subject=key[1],
        )
        for key in wrong
    ]


Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class LinePath(Generic[Record]):
    """Say what a line before (None: it began) became over a run (None: it ended), with the records on the way."""

    before: Line | None
    after: Line | None
    records: tuple[Record, ...] = ()
    moves: tuple[LineMove, ...] = ()

    @property
    def follows(self) -> bool:
        """Tell whether nothing befell the line but that its ends became others."""
        return all(move.reason.kind == FOLLOWS for move in self.moves)


def composed(before: Structure, moves: Iterable[tuple[Record, LineMove]]) -> list[LinePath[Record]]:
    """Compose the records of a run, each beside whoever states it, into paths from line before to line after.

    >>> from orgmodel.core.records import Unit
    >>> from orgmodel.core.structure import Structure
    >>> one, two, three = (Line("professional", "a", end) for end in "bcd")
    >>> base = Structure.of([*map(Unit, "abcd"), one])
    >>> [path] = composed(base, [("s1", LineMove(one, (two,))), ("s2", LineMove(two, (three,)))])
    >>> path.before.to, path.after.to, path.records
    ('b', 'd', ('s1', 's2'))
    """
    now: dict[Key, list[LinePath[Record]]] = {}

    def at(key: Key) -> list[LinePath[Record]]:
        if key not in now:
            line = before.get("lines", key)
            now[key] = [LinePath(line, line)] if isinstance(line, Line) else []
        return now[key]

    ended: list[LinePath[Record]] = []
    for record, move in moves:
        paths: list[LinePath[Record]] = [LinePath(None, None)]
        if move.before is not None:
            paths = at(move.before.key)
            now[move.before.key] = []
        for path in paths:
            way = (*path.records, record), (*path.moves, move)
            for line in move.after:
                at(line.key).append(LinePath(path.before, line, *way))
            if not move.after and path.before is not None:
                ended.append(LinePath(path.before, None, *way))
    return [path for paths in now.values() for path in paths if path.records] + ended
