"""Working towards a known structure: operations are tried on a draft, and what still differs is kept count of.

Whatever is inferred has been performed here, in this order, before it is written down; so it can be replayed. Records
are written as the data of operations, with what is usual left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from orgmodel.core.change import diff, unlike
from orgmodel.core.draft import Draft
from orgmodel.core.figures import Estimate
from orgmodel.core.problems import ProblemsError, errors
from orgmodel.core.records import UNKNOWN_DATE, Ended, Key, Line, Post, Record, Unit
from orgmodel.core.schema import POST_FIGURES
from orgmodel.inference.evidence import KEPT, Certainty, with_alternatives
from orgmodel.operations.perform import perform
from orgmodel.operations.post_ids import whole_of
from orgmodel.operations.verbs import operation_of, verb_of
from orgmodel.operations.written import FORM, unit_spec

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


REMEDY = {"units": 2, "posts": 1, "functions": 1, "lines": 1, "links": 1, "ended": 1}
"""About how many operations a record that is missing or too many costs; of other tables no operation writes them alone."""
BEYOND = 3

Alike = Callable[[Record, Record], bool]


@dataclass(frozen=True, slots=True)
class SearchStep:
    """An operation that was performed: its data, its date (None undated; free where no record shows it), how sure it is.

    Beside it stand how many records it began from or ended to outside, and what came with it: the concurrent holders of a new post.
    """

    data: dict[str, Any]
    verb: str
    date: str | None
    free: bool
    sure: Certainty
    outside: int = 0
    with_it: tuple[dict[str, Any], ...] = ()

    @property
    def do(self) -> list[dict[str, Any]]:
        """List what the step does."""
        return [self.data, *self.with_it]


class Search:
    """Hold a draft, the structure to reach, the records that still differ, and the operations performed so far."""

    def __init__(self, before: Structure, after: Structure, alike: Alike | None = None) -> None:
        """Start from the one structure towards the other; records that are ``alike`` do not differ."""
        self._alike = alike
        self.draft = Draft(before)
        self.target = after
        self.changes = diff(before, after)
        self.steps: list[SearchStep] = []
        self.cost = 0
        self._left: dict[tuple[str, Key], int] = {}
        for change in self.changes:
            self._note(change.table, change.key)

    # -- what differs ------------------------------------------------------------------------------------------------

    def wanted(self, table: str, key: Key) -> Record | None:
        """Give the record that is to be reached."""
        return self.target.table(table).get(key)

    def wanted_unit(self, id: str) -> Unit | None:
        """Give the unit that is to be reached."""
        return cast("Unit | None", self.wanted("units", id))

    def wanted_post(self, id: str) -> Post | None:
        """Give the row of posts that is to be reached."""
        return cast("Post | None", self.wanted("posts", id))

    def wanted_end(self, id: str) -> Ended | None:
        """Give the entry that the register is to have of the life that a unit has now."""
        unit = self.draft.unit(id)
        return None if unit is None else cast("Ended | None", self.wanted("ended", Ended(unit).key))

    def begins(self, units: Iterable[str]) -> list[str | None]:
        """List when units are to have begun, as records show it."""
        return [unit.begins for unit in map(self.wanted_unit, units) if unit is not None]

    def ends(self, units: Iterable[str]) -> list[str | None]:
        """List when units that there are now are to have ended, as the register shows it."""
        return [end.ends for end in map(self.wanted_end, units) if end is not None]

    def has_unit(self, id: str | None) -> bool:
        """Tell whether there is such a unit by now."""
        return id is not None and self.draft.unit(id) is not None

    def there(self, *units: str) -> list[Unit]:
        """Give some units as they are by now, those that there are."""
        return [one for one in map(self.draft.unit, units) if one is not None]

    def leads(self, kind: str, starts: Iterable[str], ends: Sequence[str]) -> bool:
        """Tell whether a line of a kind is to lead from one of some units to one of others."""
        return any(self.wanted("lines", (kind, start, end)) is not None for start in starts for end in ends)

    def stands(self, id: str) -> bool:
        """Tell whether there is a unit or row of posts by now."""
        return self.has_unit(id) or self.draft.post(id) is not None

    def unlinked(self, post: Post) -> Post:
        """Give a row of posts as it is to be before the links that are still to fill it."""
        coming = sum(self.draft.get("links", link.key) is None for link in self.target.links_to(post.id))
        filled = post.filled
        if not coming or filled is None:
            return post
        less = filled.shifted(-coming) if isinstance(filled, Estimate) else max(0, filled - coming)
        return replace(post, filled=less)

    def left(self, table: str) -> Iterator[tuple[Key, Record | None, Record | None]]:
        """List the records of a table that still differ: key, as it is, as it is to be; by key."""
        keys = sorted(key for name, key in self._left if name == table)
        for key in keys:
            yield key, self.draft.get(table, key), self.wanted(table, key)

    def _note(self, table: str, key: Key) -> None:
        here = (table, key)
        self.cost -= self._left.pop(here, 0)
        now, then = self.draft.get(table, key), self.wanted(table, key)
        if now != then and not self._are_alike(now, then):
            self._left[here] = 0 if self._settles_itself(now, then) else _remedies(table, now, then)
            self.cost += self._left[here]

    def _are_alike(self, now: Record | None, then: Record | None) -> bool:
        return self._alike is not None and now is not None and then is not None and self._alike(now, then)

    def _settles_itself(self, now: Record | None, then: Record | None) -> bool:
        """Tell whether a record goes with a unit or post that is still to end: a line from or to it."""
        ids = (now.from_, now.to) if isinstance(now, Line) and then is None else ()
        return any(self.wanted("units", id) is None and self.wanted("posts", id) is None for id in ids)

    # -- operations --------------------------------------------------------------------------------------------------

    def savepoint(self) -> tuple[int, int]:
        """Remember this moment."""
        return self.draft.savepoint(), len(self.steps)

    def rollback(self, mark: tuple[int, int]) -> None:
        """Undo every operation since a mark."""
        touched = [(change.table, change.key) for change in self.draft.changes(mark[0])]
        self.draft.rollback(mark[0])
        del self.steps[mark[1] :]
        for table, key in touched:
            self._note(table, key)

    def perform(self, data: dict[str, Any], sure: Certainty = KEPT, *, shown: Iterable[str | None] = ()) -> bool:
        """Perform an operation on the date that is ``shown``; one that is refused leaves nothing and gives False."""
        try:
            operation = operation_of(data)
        except ProblemsError:
            return False
        mark, (date, free) = self.draft.savepoint(), date_of(*shown)
        effect = perform(self.draft, operation, date)
        if errors(effect.problems):
            return False
        for change in self.draft.changes(mark):
            self._note(change.table, change.key)
        outside = {one.record_from or one.record_to for one in effect.flows if None in (one.from_unit, one.to_unit)}
        self.steps.append(SearchStep(data, verb_of(operation), date, free, sure, len(outside)))
        return True

    def join_last(self) -> None:
        """Make the last operation a part of the step before it."""
        last = self.steps.pop()
        self.steps[-1] = replace(self.steps[-1], with_it=(*self.steps[-1].with_it, last.data))

    def score(self) -> int:
        """Give operations so far and about those still to come, and what begins or ends from outside; less is better."""
        return len(self.steps) + sum(step.outside for step in self.steps) + self.cost

    def _amiss(self, mark: int) -> bool:
        """Tell whether a record written since a mark still differs, or one of a unit that it belongs to."""
        units: dict[str, None] = {}
        for change in self.draft.changes(mark):
            if (change.table, change.key) in self._left:
                return True
            unit = change.key if change.table == "units" else getattr(change.after, "unit", None)
            units.update({unit: None} if isinstance(unit, str) else {})
        fields = {
            "posts": "unit",
            "functions": "unit",
            "identities": "unit",
            "members": "unit",
            "quantities": "unit",
            "lines": "from_",
        }
        return any(
            (table, record.key) in self._left
            for unit in units
            for table, field in fields.items()
            for record in self.target.group(table, field, unit)
        )

    def best(self, plans: Iterable[Callable[[], bool]]) -> bool:
        """Carry out the plan after which least is left to do, the first of equals; False where none can be carried out.

        Where plans of other verbs do as well, the operations are no more than possible. One operation after which
        nothing that it wrote, or of the units that it wrote to, differs any more is not to be bettered, and the other plans are not tried.
        """
        results: list[tuple[int, int, tuple[str, ...]]] = []
        listed = list(plans)
        mark = self.savepoint()
        for number, plan in enumerate(listed):
            if plan():
                results.append((self.score(), number, tuple(step.verb for step in self.steps[mark[1] :])))
                if len(self.steps) == mark[1] + 1 and not self._amiss(mark[0]):
                    return True
            self.rollback(mark)
        if not results:
            return False
        least, chosen, verbs = min(results)
        listed[chosen]()
        others = dict.fromkeys(other for score, _, other in results if score == least and other != verbs)
        if others:
            self.steps[mark[1] :] = [
                replace(step, sure=with_alternatives(step.sure, others)) for step in self.steps[mark[1] :]
            ]
        return True


def date_of(*texts: str | None) -> tuple[str | None, bool]:
    """Give the date that records show of an operation and whether none shows it (then it may be any).

    >>> date_of("2018-12-01", "?"), date_of("?"), date_of(None)
    (('2018-12-01', False), (None, False), (None, True))
    """
    known = [text for text in texts if text and text != UNKNOWN_DATE]
    return max(known, default=None), not any(texts)


def _remedies(table: str, now: Record | None, then: Record | None) -> int:
    """Tell about how many operations turn one record into another."""
    if now is None or then is None:
        foreign = now is None and table in ("lines", "functions") and getattr(then, "src", "") != "derived"
        post = (
            now or then
        )  # what begins anew has no source but the operation, and one that is no part comes from outside
        foreign |= isinstance(post, Post) and whole_of(post.id, post.unit) is None
        return REMEDY.get(table, BEYOND) + foreign
    differ = set(unlike(now, then))
    if table == "units":
        form = bool(differ & {*FORM, "parent"})
        return ("names" in differ) + form + BEYOND * len(differ - {*FORM, "parent", "names"})
    if table == "posts":
        moved = bool(differ & {"unit", "block"}) if "unit" in differ else BEYOND * ("block" in differ)
        return moved + bool(differ & {*POST_FIGURES}) + BEYOND * len(differ - {"unit", "block", "order", *POST_FIGURES})
    return BEYOND


Data = dict[str, Any]


def without_defaults(given: Data, usual: Data) -> Data:
    """Leave out what is usual.

    >>> without_defaults({"kind": "unit", "order": 3}, {"kind": "unit", "order": 0})
    {'order': 3}
    """
    return {key: value for key, value in given.items() if key not in usual or usual[key] != value}


def standing_parent(search: Search, unit: Unit, sources: list[str]) -> str | None:
    """Give the parent that a unit is to begin under, or where that one does not exist yet, one that its source has."""
    if unit.parent is None or search.has_unit(unit.parent):
        return unit.parent
    above = (one.id for source in sources for one in search.draft.upward(source))
    return next((id for id in above if id not in sources), None)


def beginning(search: Search, unit: Unit, sources: list[str], *olds: Unit) -> Data:
    """Write how a unit begins: an ended one restored where that comes nearer, or else a new one, which may come of ``olds``."""
    parent = standing_parent(search, unit, sources)
    ended = search.draft.ended(unit.id)
    if ended is not None and (ended.unit.parent is None or search.has_unit(ended.unit.parent)):
        same = sum(getattr(ended.unit, field) == getattr(unit, field) for field in ("names", "src", "order", *FORM))
        if same >= 3:
            return {"restores": unit.id}
    return {"unit": unit_spec(unit, parent, *olds)}
