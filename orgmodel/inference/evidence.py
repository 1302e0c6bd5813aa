"""What shows where units came from and went, and how sure that makes an operation.

A row of posts, a legal identity or a unit below keeps its id when it moves; a function or the members of one origin keep
their name, and an uncertain figure its source. Units are never taken for one another because they are called alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from orgmodel.core.change import Change
from orgmodel.core.figures import Estimate, Figure, FigureId
from orgmodel.core.names import Names, normal_names, text_in
from orgmodel.core.records import Ended, Function, Identity, Line, Members, Post, Quantity, Record, Unit
from orgmodel.core.schema import FIGURES, identity_of
from orgmodel.operations.post_ids import whole_of
from orgmodel.words.labels import label
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure


CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"
"""Certain: records that kept their ids show it. Likely: most of what a unit had shows it, or the only pair that fits.
Possible: another hypothesis explains as much, or part of it had to be guessed."""

CERTAINTIES = (CERTAIN, LIKELY, POSSIBLE)

WHY = "found in the later structure"
"""The ground of what begins or ends: two structures tell that it did, and never why."""


class Certainty(NamedTuple):
    """How sure something is, and what shows it."""

    degree: str
    basis: Names


KEPT = Certainty(CERTAIN, worded("kept"))
MOVED = Certainty(CERTAIN, worded("moved"))
GONE = Certainty(CERTAIN, worded("gone"))
NEW = Certainty(CERTAIN, worded("new"))
REGISTER = Certainty(CERTAIN, worded("register"))
PASSING = Certainty(POSSIBLE, worded("passing"))
ONLY = Certainty(LIKELY, worded("only"))
GUESSED = Certainty(POSSIBLE, worded("guessed"))
ANEW = Certainty(POSSIBLE, worded("anew"))
SPELT = Certainty(CERTAIN, worded("spelt"))


def with_alternatives(sure: Certainty, hypotheses: Iterable[Sequence[str]]) -> Certainty:
    """Say that other hypotheses explain as much.

    >>> with_alternatives(NEW, [("split_off",), ("create", "absorb", "absorb")]).basis[0]
    ('en', 'found nowhere in the earlier structure; as well possible: split off, or created + absorbed')
    """
    known = [tuple(dict.fromkeys(verbs)) for verbs in hypotheses]
    either = {}
    for language, _ in sure.basis:
        ways = [" + ".join(label("operation", verb, language) for verb in verbs) for verbs in known]
        either[language] = f", {text_in(worded('or'), language)} ".join(ways)
    return Certainty(POSSIBLE, worded("as_well_possible", {"basis": sure.basis, "ways": tuple(either.items())}))


def carried(amount: float, given: float, starts: list[str], ends: list[str]) -> Certainty:
    """Say how much of what some units had is seen in others.

    >>> carried(3, 4, ["a", "b"], ["c"]).basis[0]
    ('en', '75% of what a, b handed on is in c')
    """
    share = round(100 * amount / given) if given else 0
    one, other = ", ".join(starts), ", ".join(ends)
    told = worded("carried", {"share": share, "starts": one, "ends": other})
    return Certainty(LIKELY if amount >= 1 else POSSIBLE, told)


WHOLE, BELOW, LINE = 1.0, 0.5, 0.5
STRONG, SOME = 0.5, 0.25
SEVERAL = 2 * WHOLE  # so much tells, however small a part it is of what the one gave and the other got
NAMED = 0.4  # a function of the same name whose block or source is another
POST = STRONG  # a row of posts of one title and sort; with the same figures it counts for more
MOST_PAIRS = 64  # a name that more pairs of units could have handed on says nothing about any of them

Name = tuple[Hashable, ...]
Traces = Iterator[tuple[str, Name, float]]
"""Units, each with a name under which what it has can be found in another one, and how much that counts."""


class Naming(Protocol):
    """Give the names under which a record is known, of one that was lost or gained."""

    def __call__(self, record: Record | None, *, lost: bool) -> Traces:
        """List units and names."""
        ...


@dataclass
class Evidence:
    """Hold what went from unit to unit, by giver and by receiver, and which units ended and began."""

    ended: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    passing: list[Ended] = field(default_factory=list)  # lives that began and ended between the two structures
    given: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    got: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))

    def add(self, start: str, end: str, amount: float) -> None:
        """Count what went from one unit to another."""
        if start != end:
            self.given[start][end] += amount
            self.got[end][start] += amount

    def amount(self, start: str, end: str) -> float:
        """Tell how much went from one unit to another."""
        return self.given[start].get(end, 0.0) if start in self.given else 0.0

    def receivers(self, unit: str) -> list[str]:
        """List the units that got something of a unit, most first."""
        return _by_amount(self.given.get(unit, {}))

    def sources(self, unit: str) -> list[str]:
        """List the units that gave something to a unit, most first."""
        return _by_amount(self.got.get(unit, {}))

    def groups(
        self, ended: Sequence[str], begun: Sequence[str], *, least: float = STRONG, share: float = SOME
    ) -> list[tuple[list[str], list[str]]]:
        """List the ended and begun units that belong together: some share of the one, or the other, went between them.

        ``least`` is the least amount, ``share`` the least part of what the one gave or the other got, unless it was several whole things.
        """
        root = {unit: unit for unit in (*ended, *begun)}
        known = set(begun)

        def find(unit: str) -> str:
            while root[unit] != unit:
                root[unit] = root[root[unit]]
                unit = root[unit]
            return unit

        for start in ended:
            outward = self.given.get(start, {})
            for end, amount in outward.items():
                most = max(amount / sum(outward.values()), amount / sum(self.got[end].values()))
                if end in known and amount >= least and (most >= share or amount >= SEVERAL):
                    root[find(start)] = find(end)
        found: dict[str, tuple[list[str], list[str]]] = {}
        for unit in ended:
            found.setdefault(find(unit), ([], []))[0].append(unit)
        for unit in begun:
            found.setdefault(find(unit), ([], []))[1].append(unit)
        return sorted(found.values(), key=lambda group: min((*group[0], *group[1])))


def gather(before: Structure, after: Structure, changes: Sequence[Change], *, titles: bool = False) -> Evidence:
    """Gather the evidence that the changes between two structures give; ``titles`` of posts tell only where ids do not."""
    evidence = Evidence()
    known = {record.key for record in before.table("ended")}
    sources: dict[FigureId, str] = {}  # uncertain figure -> the unit that had it
    for change in changes:
        old, new = change.before, change.after
        if isinstance(old or new, Unit):
            _units(evidence, change)
        elif isinstance(new, Ended) and old is None and new.key not in known:
            if before.units.get(new.unit.id) is None:
                evidence.passing.append(new)
        elif isinstance(old, Post | Identity) and isinstance(new, Post | Identity):
            evidence.add(old.unit, new.unit, WHOLE)
        elif isinstance(new, Post) and isinstance(origin := before.posts.get(whole_of(new.id, new.unit) or ""), Post):
            evidence.add(origin.unit, new.unit, WHOLE)
        if isinstance(old, Post | Members):
            sources.update((name, old.unit) for name in _sources(old, change.table))
    for change in changes:
        if isinstance(change.after, Post | Members) and change.before is None:
            for giver in sorted({sources[name] for name in _sources(change.after, change.table) if name in sources}):
                evidence.add(giver, change.after.unit, WHOLE)
    named = [one for one in changes if titles or one.table != "posts"]
    _by_name(evidence, (before, after), named, _contents, plain=True, near=True)
    _by_name(evidence, (before, after), changes, _LineNames(evidence))
    return evidence


def _units(evidence: Evidence, change: Change) -> None:
    old, new = change.before, change.after
    if new is None:
        evidence.ended.append(str(change.key))
    elif old is None:
        evidence.begun.append(str(change.key))
    elif isinstance(old, Unit) and isinstance(new, Unit) and old.parent and new.parent:
        evidence.add(old.parent, new.parent, BELOW)


def _sources(record: Record, table: str) -> Iterator[FigureId]:
    """List the names of the uncertain figures of a record, and of those that they are parts of."""
    for name in FIGURES[table]:
        figure: Figure = getattr(record, name)
        if figure is None:
            yield identity_of(record, name)
        while isinstance(figure, Estimate):
            yield figure.source.id
            figure = figure.source.whole


def _contents(record: Record | None, *, lost: bool) -> Traces:
    """Name what a record lets a unit have: the unit, and names under which it can be found in another one."""
    if isinstance(record, Post):
        sort = (*normal_names(record.titles), record.rank, record.block, record.category)
        yield record.unit, ("posts", *sort), POST
        yield record.unit, ("posts", *sort, record.authorized, record.filled), SOME
    elif isinstance(record, Function):
        yield record.unit, ("function", record.function), NAMED
        yield record.unit, ("function", replace(record, unit="")), WHOLE - NAMED
    elif isinstance(record, Quantity):
        if record.origin or lost:
            yield record.unit, ("quantity of", record.quantity, record.origin or record.unit), WHOLE
        if record.value:
            yield record.unit, ("quantity", record.quantity, record.origin, record.value), STRONG
    elif isinstance(record, Members):
        if record.origin or lost:
            yield record.unit, ("members of", record.origin or record.unit), WHOLE
        if not record.origin:
            yield record.unit, ("members", record.block, record.src), WHOLE


class _LineNames:
    """Name lines by kind and superior, or what became of the superior; and those that end at an ended unit."""

    def __init__(self, evidence: Evidence) -> None:
        self.receivers = {unit: evidence.receivers(unit) for unit in evidence.ended}
        self.begun = set(evidence.begun)

    def __call__(self, record: Record | None, *, lost: bool) -> Traces:
        if not isinstance(record, Line):
            return
        if lost:
            for superior in (record.to, *self.receivers.get(record.to, [])):
                yield record.from_, (record.kind, "to", superior), LINE
            if record.to in self.receivers:
                yield record.to, (record.kind, "from", record.from_), LINE
        else:
            yield record.from_, (record.kind, "to", record.to), LINE
            if record.to in self.begun:
                yield record.to, (record.kind, "from", record.from_), LINE


def _by_name(
    evidence: Evidence,
    sides: Sequence[Structure],
    changes: Sequence[Change],
    names: Naming,
    *,
    plain: bool = False,
    near: bool = False,
) -> None:
    """Add what is known by name alone: one unit has it no longer, another has it now; ``near``: first under one superior.

    Unless ``plain``, it counts only for units that ended or began and of which nothing better is known.
    """
    left = [list(_named(changes, names, lost=True)), list(_named(changes, names, lost=False))]
    poor = {unit for unit in evidence.ended if max(evidence.given.get(unit, {}).values(), default=0) < STRONG}
    poor |= {unit for unit in evidence.begun if max(evidence.got.get(unit, {}).values(), default=0) < STRONG}
    for together in (True, False) if near else (False,):
        keyed = [
            [((name, _above(structure, unit) if together else None), unit, amount) for unit, name, amount in told]
            for structure, told in zip(sides, left, strict=True)
        ]
        found: dict[Hashable, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, told in enumerate(keyed):
            for key, unit, _ in told:
                found[key][side].append(unit)
        for key, unit, amount in keyed[0]:
            pairs = len(found[key][0]) * len(found[key][1])
            for end in found[key][1] if pairs <= MOST_PAIRS else ():
                if plain or unit in poor or end in poor:
                    evidence.add(unit, end, amount / pairs)
        left = [[(unit, key[0], amount) for key, unit, amount in told if not all(found[key])] for told in keyed]


def _named(changes: Sequence[Change], names: Naming, *, lost: bool) -> Traces:
    for change in changes:
        if change.before is None or change.after is None:
            yield from names(change.before if lost else change.after, lost=lost)


def _above(structure: Structure, unit: str) -> str | None:
    found = structure.units.get(unit)
    return found.parent if isinstance(found, Unit) else None


def _by_amount(found: dict[str, float]) -> list[str]:
    return sorted(found, key=lambda unit: (-found[unit], unit))
