"""What a table of the units there are leaves unsaid: who has ended, when what is new began, that nothing is cited for it.

Running a scenario writes all that down. So that two tables can be compared, what the later one is silent about is taken
as the earlier one, or the run, has it; only silence is filled in, and what was filled in is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, cast

from orgmodel.core.change import Change, diff
from orgmodel.core.figures import Estimate, Figure
from orgmodel.core.records import UNKNOWN_DATE, Ended, Function, Key, Line, Record, Unit
from orgmodel.core.schema import MEMBER_FIGURES, POST_FIGURES
from orgmodel.inference.infer import Inference

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

DERIVED = "derived"
SILENT = {"src": ("",), "begins": (None, "", UNKNOWN_DATE)}
"""By field: the values that say nothing."""

Patch = dict[str, dict[Key, Record | None]]


def filled_in(before: Structure, after: Structure) -> Structure:
    """Give the later structure with what it leaves unsaid, as far as the earlier one tells: the register, above all.

    >>> from orgmodel.core.structure import Structure
    >>> full = filled_in(Structure.of([Unit("a"), Unit("b")]), Structure.of([Unit("a"), Unit("c")]))
    >>> [end.key for end in full.table("ended")], full.unit("c").begins, full.unit("c").src
    ([('b', '')], '?', 'derived')
    """
    patch: Patch = {"ended": dict(_register(before, after))}
    changes = diff(before, after)
    lost, begun = _lost_and_begun(changes)
    sources = {life.unit.id: life.unit.src for life in cast("Iterable[Ended]", before.table("ended"))}
    for change in begun:
        record = change.after
        if isinstance(record, Unit):
            src = record.src or sources.get(record.id, DERIVED)
            patch.setdefault("units", {})[record.id] = replace(record, src=src, begins=record.begins or UNKNOWN_DATE)
        elif isinstance(record, Line | Function) and not record.src and _origin(record) not in lost:
            patch.setdefault(change.table, {})[record.key] = replace(record, src=DERIVED)
    _fill(patch, changes)
    return after.patched(patch) if any(patch.values()) else after


def _register(before: Structure, after: Structure) -> Iterator[tuple[Key, Ended]]:
    """List the lives that the earlier structure tells of and the later one does not."""
    known = {record.key for record in after.table("ended")}
    lives = [cast("Ended", record) for record in before.table("ended")]
    there = set(after.ids("units"))
    lives += [Ended(cast("Unit", before.units.get(id))) for id in before.ids("units") if id not in there]
    for life in lives:
        if life.key not in known:
            yield life.key, life


def _lost_and_begun(changes: Iterable[Change]) -> tuple[set[tuple[str, ...]], list[Change]]:
    lost: set[tuple[str, ...]] = set()
    begun: list[Change] = []
    for change in changes:
        if change.before is None:
            begun.append(change)
        elif change.after is None and isinstance(change.before, Line | Function):
            lost.add(_origin(change.before))
    return lost, begun


def _origin(record: Line | Function) -> tuple[str, ...]:
    """Name a line or function so that one that went to another unit is known again: its source goes along."""
    return ("line", record.kind) if isinstance(record, Line) else ("function", record.function)


def silences(change: Change) -> dict[str, object]:
    """Give the fields of which a record says nothing afterwards, as they were before.

    >>> silences(Change("units", Unit("a", src="derived"), Unit("a"), "a"))
    {'src': 'derived'}
    """
    return {} if change.before is None or change.after is None else _silent(change.before, change.after, change.fields)


def alike(now: Record, then: Record) -> bool:
    """Tell whether a record differs from another only in what that one leaves unsaid.

    >>> alike(Unit("a", src="derived"), Unit("a")), alike(Unit("a"), Unit("a", kind="office"))
    (True, False)
    """
    differ = [field.name for field in fields(now) if getattr(now, field.name) != getattr(then, field.name)]
    return len(_silent(now, then, differ)) == len(differ)


def _silent(was: Record, now: Record, differ: Iterable[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in differ:
        one, other = getattr(was, name), getattr(now, name)
        as_much = (
            name in POST_FIGURES + MEMBER_FIGURES
            and one is not None
            and not isinstance(one, int)
            and _range(one) == _range(other)
        )
        as_much |= (name, one, other, getattr(now, "filled", None)) == ("fte", 0, None, 0)  # nobody is there
        if as_much or other in SILENT.get(name, ()) or (name == "src" and (one, other) == ("", DERIVED)):
            found[name] = one
    return found


def _range(figure: Figure) -> tuple[int | None, ...]:
    """Give what a table tells of a figure: never of which source it is a part."""
    if isinstance(figure, Estimate):
        return (figure.low, figure.best, figure.high)
    return (figure, figure, figure)


def settled(found: Inference) -> Inference:
    """Take what the later structure leaves unsaid of what began as running the scenario writes it.

    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.inference.infer import infer
    >>> before, after = Structure.of([Unit("a")]), Structure.of([Unit("a"), Unit("b", parent="a")])
    >>> settled(infer(before, filled_in(before, after))).corrections
    ()
    """
    patch: Patch = {}
    _fill(patch, found.corrections)
    return replace(found, target=found.target.patched(patch)) if patch else found


def _fill(patch: Patch, changes: Iterable[Change]) -> None:
    """Put into a patch the records that changed in what the later structure leaves unsaid, as the earlier one tells it."""
    for change in changes:
        same = silences(change)
        if same and change.after is not None:
            patch.setdefault(change.table, {})[change.key] = replace(change.after, **same)  # type: ignore[arg-type]
