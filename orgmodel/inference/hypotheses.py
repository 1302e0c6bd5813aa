"""Units that ended and began, by date, parents before what is under them: each hypothesis of how is tried.

The one that leaves least to do is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import permutations, product
from typing import cast

from orgmodel.core.records import Ended, Function, Unit
from orgmodel.inference.allocation import head_fates
from orgmodel.inference.evidence import (
    GONE,
    GUESSED,
    MOST_PAIRS,
    NEW,
    PASSING,
    POSSIBLE,
    STRONG,
    WHOLE,
    WHY,
    Certainty,
    Evidence,
    carried,
)
from orgmodel.inference.lifecycle import (
    absorb,
    consolidate,
    create,
    dissolve,
    dissolve_giving,
    dissolve_to,
    split_off,
    split_up,
)
from orgmodel.inference.search import Data, Search, date_of
from orgmodel.operations.written import unit_spec


@dataclass(frozen=True, slots=True)
class Task:
    """Units that ended and began together, on a date as far as records show one."""

    ended: tuple[str, ...]
    begun: tuple[str, ...]
    date: str | None = None


def tasks_of(search: Search, evidence: Evidence) -> list[Task]:
    """List what has to be explained; units that share an heir are together."""
    found: list[Task] = []
    heirs: dict[tuple[str, str | None], list[str]] = {}
    for ended, begun in evidence.groups(evidence.ended, evidence.begun):
        if begun and ended:
            found.append(_task(search, ended, begun))
        elif begun:
            found += [_task(search, (), (unit,)) for unit in begun]
        else:
            heir = next((id for id in evidence.receivers(ended[0]) if search.has_unit(id)), ended[0])
            heirs.setdefault((heir, _task(search, ended, ()).date), []).extend(ended)
    return found + [_task(search, units, ()) for units in heirs.values()]


def _task(search: Search, ended: Sequence[str], begun: Sequence[str]) -> Task:
    return Task(tuple(ended), tuple(begun), date_of(*(search.ends(ended) or search.begins(begun)))[0])


def explain(search: Search, tasks: Sequence[Task], evidence: Evidence, date: str | None) -> None:
    """Perform the operations that explain the tasks of a date: a parent begins before what is under it, and ends after."""
    pending = [task for task in tasks if task.date == date]
    begun = {unit for task in pending for unit in task.begun}
    ended = {unit for task in pending for unit in task.ended}
    _pass_all(search, evidence, [one for one in evidence.passing if one.unit.id in begun])
    while pending:
        ready = [task for task in pending if _ready(search, task, begun, ended)]
        ready = [task for task in ready if not _waits_above(search, task, ended)] or ready
        turn = ready or pending[:1]
        for task in turn:
            known = search.savepoint()[1]
            explain_group(search, task.ended, task.begun, evidence)
            used = {step.data.get("split_up") for step in search.steps[known:]}
            evidence.passing[:] = [one for one in evidence.passing if one.unit.id not in used]
            begun.difference_update(task.begun)
            ended.difference_update(task.ended)
        done = set(map(id, turn))
        pending = [task for task in pending if id(task) not in done]
    _pass_all(search, evidence, [one for one in evidence.passing if date_of(one.unit.begins)[0] == date])


def _pass_all(search: Search, evidence: Evidence, lives: Sequence[Ended]) -> None:
    for passing in lives:
        _pass(search, passing)
        evidence.passing.remove(passing)


def _ready(search: Search, task: Task, begun: set[str], ended: set[str]) -> bool:
    for unit in map(search.wanted_unit, task.begun):
        if unit is not None and unit.parent in begun and unit.parent not in task.begun:
            return False
    for id in task.ended:
        end = search.wanted_end(id)
        if end is not None and end.unit.parent in begun and end.unit.parent not in task.begun:
            return False
        for child in search.draft.children_of(id):
            if child.id in ended and child.id not in task.ended:
                end = search.wanted_end(child.id)
                if end is None or end.unit.parent == id:
                    return False
    return True


def _waits_above(search: Search, task: Task, ended: set[str]) -> bool:
    """Tell whether a unit has a line to one that is still to end: what takes its place gets the line first."""
    superiors = {line.to for id in task.ended for line in search.draft.lines_from(id)}
    return any(superior in ended and superior not in task.ended for superior in superiors)


def _pass(search: Search, passing: Ended) -> None:
    """Let a unit begin and end of which only the register tells."""
    unit: Unit = passing.unit
    if unit.parent is not None and not search.has_unit(unit.parent):
        return
    mark = search.savepoint()
    create_it: Data = {"create": unit_spec(unit, unit.parent), "why": WHY}
    known = search.draft.ended(unit.id)
    source = unit.parent or next((root.id for root in search.draft.children_of(None)), None)
    if known is not None and source is not None and known.unit.src == unit.src:
        create_it = {"split_off": source, "into": [{"restores": unit.id}]}
    end_it: Data = {"dissolve": unit.id, "why": WHY}
    done = search.perform(create_it, PASSING, shown=[unit.begins])
    if not done or not search.perform(end_it, PASSING, shown=[passing.ends]):
        search.rollback(mark)


Plan = Callable[[], bool]
MOST_MODELS, MOST_ORDERED = 4, 3


def explain_group(search: Search, ended: Sequence[str], begun: Sequence[str], evidence: Evidence) -> bool:
    """Explain units that ended and began together by the operations after which least is left to do."""
    ended = [id for id in ended if search.has_unit(id)]
    begun = [id for id in begun if not search.has_unit(id)]
    if not ended and not begun:
        return True
    if ended and begun:
        return search.best(_between(search, ended, begun, evidence))
    return search.best(_endings(search, ended, evidence) if ended else _beginnings(search, begun[0], evidence))


def _between(search: Search, ended: list[str], begun: list[str], evidence: Evidence) -> list[Plan]:
    """List the hypotheses of units that ended and begun: A = B + C, A + B = C, several into several, one for another."""
    sure = _share(evidence, ended, begun)
    main = max(begun, key=lambda id: (sum(evidence.given[start].get(id, 0.0) for start in ended), id))
    others = [id for id in begun if id != main]
    plans: list[Plan] = []
    if len(ended) == 1 and others:
        plans.append(partial(split_up, search, ended[0], begun, evidence, sure))
    halves = _halves(search, ended, begun, evidence)
    divided = [id for id in ended if sum(evidence.amount(id, one) >= STRONG for one in begun) > 1]
    if len(divided) == 1:  # the others went whole: nothing says that they were one before it was divided
        plans += halves
    if len(ended) > 1:
        offs = [partial(split_off, search, main, others, evidence, sure)] if others else []
        for order, keep in product(_orders(ended), (True, False)):
            plans.append(_all(partial(consolidate, search, order, main, evidence, sure, keep_lines=keep), *offs))
    if len(ended) > 1 and others:
        plans += [
            partial(_through, search, ended, one, begun, evidence, sure) for one in evidence.passing[:MOST_MODELS]
        ]
        plans += _gathered(search, ended, begun, evidence, sure)
    plans += halves if len(divided) != 1 else []
    plans += _replaced(search, ended, begun, main, evidence, sure)
    goes_on = any(search.has_unit(id) for unit in ended for id in evidence.receivers(unit))
    if len(begun) <= MOST_ORDERED and (others or goes_on):
        plans.append(_left_first(search, ended, begun, evidence))
    apart = [
        evidence.groups(ended, begun, least=WHOLE),
        evidence.groups(ended, begun, share=STRONG),
    ]
    for parts in apart if apart[0] != apart[1] else apart[:1]:
        for turn in (parts, parts[::-1]) if len(parts) > 1 else ():
            plans.append(_all(*(partial(explain_group, search, one, other, evidence) for one, other in turn)))
    full = [partial(create, search, id, (), NEW) for id in begun]
    fresh = _all(*full, *(partial(dissolve, search, id, begun, GONE) for id in ended))
    return [fresh, *plans] if sure.degree == POSSIBLE else [*plans, fresh]


def _halves(search: Search, ended: list[str], begun: list[str], evidence: Evidence) -> list[Plan]:
    """List the hypotheses in which a unit was split, be it that it ended or goes on, and parts of it took in the others."""
    plans: list[Plan] = []
    known = dict.fromkeys(source for id in begun for source in evidence.sources(id) if search.has_unit(source))
    for source in [id for id in known if id not in ended or len(begun) > 1][:MOST_ORDERED]:
        taken: dict[str, list[str]] = {}
        for id in ended:
            heir = next((one for one in evidence.receivers(id) if one in begun), None)
            if id != source and heir is not None:
                taken.setdefault(heir, []).append(id)
        if not taken:
            continue
        split = split_up if source in ended else split_off
        first = partial(split, search, source, begun, evidence, _share(evidence, [source], begun))
        for keep in (True, False):
            then = (
                partial(absorb, search, ids, heir, _share(evidence, ids, [heir]), keep_lines=keep)
                for heir, ids in taken.items()
            )
            plans.append(_all(first, *then))
    return plans


def _gathered(search: Search, ended: list[str], begun: list[str], evidence: Evidence, sure: Certainty) -> list[Plan]:
    """List the hypotheses in which one unit took in the others before it was split up, which nobody sees: no more than possible."""
    plans: list[Plan] = []
    sure = Certainty(POSSIBLE, sure.basis)
    for first in ended[:MOST_ORDERED]:
        left = [id for id in ended if id != first]
        split = partial(split_up, search, first, begun, evidence, sure)
        plans.append(_all(*(partial(absorb, search, [id], first, sure, keep_lines=True) for id in left), split))
        plans.append(_all(*(partial(dissolve_to, search, id, first, sure) for id in left), split))
    return plans


def _replaced(
    search: Search, ended: list[str], begun: list[str], main: str, evidence: Evidence, sure: Certainty
) -> list[Plan]:
    """List the hypotheses in which units began empty and others then ended in them."""
    begin = [partial(create, search, id, ended, sure, bare=True) for id in begun]
    plans: list[Plan] = []
    for keep in (True, False):
        plans.append(_all(*begin, partial(absorb, search, ended, main, sure, keep_lines=keep)))
        if len(ended) > 1:
            plans.append(_all(*begin, *(partial(absorb, search, [id], main, sure, keep_lines=keep) for id in ended)))
    plans.append(_all(*begin, *(partial(dissolve_giving, search, id, begun, evidence, sure) for id in ended)))
    if len(ended) == 1:
        off = partial(split_off, search, ended[0], begun, evidence, sure, ending=True)
        plans.append(_all(off, partial(dissolve, search, ended[0], begun, sure)))
    return plans


def _left_first(search: Search, ended: list[str], begun: list[str], evidence: Evidence) -> Plan:
    """Make the hypothesis in which the least of the units that began left first, and then the rest is explained."""
    amounts = {(start, end): evidence.given[start].get(end, 0.0) for start in ended for end in begun}
    least = min(begun, key=lambda id: (sum(amounts[start, id] for start in ended), id))
    source = max(ended, key=lambda id: (amounts[id, least], id))
    rest = [id for id in begun if id != least]
    leave = partial(split_off, search, source, [least], evidence, _share(evidence, [source], [least]))
    return _all(leave, partial(explain_group, search, ended, rest, evidence))


def _orders(units: list[str]) -> list[list[str]]:
    """List the orders in which units may have been merged, two of them where they are many: the first lends what is not said."""
    if len(units) > MOST_ORDERED:
        return [units, units[:1] + units[:0:-1]]
    return [list(order) for order in permutations(units)]


def _endings(search: Search, ended: list[str], evidence: Evidence) -> list[Plan]:
    """List the hypotheses of units that ended and went into none that began: absorbed together, or each by itself."""
    plans: list[Plan] = []
    heirs = [id for id in evidence.receivers(ended[0]) if search.has_unit(id) and id not in ended]
    for heir in heirs[:2]:
        sure = _share(evidence, ended, [heir])
        for order, keep in product(_orders(ended), (False, True)):
            plans.append(partial(absorb, search, order, heir, sure, keep_lines=keep))
        if len(ended) == 1:
            plans.append(partial(dissolve_to, search, ended[0], heir, sure))
    if len(ended) > 1:
        plans.append(_all(*(partial(search.best, _endings(search, [id], evidence)) for id in ended)))
    else:
        sure = _share(evidence, ended, heirs)
        plans.append(partial(dissolve_giving, search, ended[0], heirs, evidence, sure))
        plans.append(partial(dissolve, search, ended[0], heirs, GONE))
    return plans


def _beginnings(search: Search, unit: str, evidence: Evidence) -> list[Plan]:
    """List the hypotheses of a unit that began while no other ended: split off, or created."""
    held = Counter(
        post.unit
        for post in map(search.draft.post, (one.id for one in search.target.queries.posts_of(unit)))
        if post is not None
    )
    known = [id for id, _ in sorted(held.items(), key=lambda one: (-one[1], one[0]))]
    seen = [id for id in evidence.sources(unit) if evidence.given[id][unit] >= STRONG]
    sources = [id for id in dict.fromkeys((*known, *seen)) if search.has_unit(id)]
    plans: list[Plan] = []
    hypotheses = [(source, _share(evidence, [source], [unit])) for source in sources[:2]]
    guesses = [(source, GUESSED) for source in _models(search, unit)] if not sources else []
    plans += [partial(split_off, search, source, [unit], evidence, sure) for source, sure in hypotheses]
    plans.append(partial(create, search, unit, sources, NEW))
    return plans + [partial(split_off, search, source, [unit], evidence, sure) for source, sure in guesses]


def _models(search: Search, unit: str) -> list[str]:
    """List units that a unit may have been split off from with nothing of its own: they have its internal functions."""
    found = Counter(
        one.unit
        for function in search.target.queries.functions_of(unit)
        if function.internal
        for one in cast("list[Function]", search.draft.group("functions", "function", function.function))[:MOST_PAIRS]
        if replace(one, unit=unit) == function
    )
    models = [id for id, _ in found.most_common(MOST_MODELS)]
    wanted = search.wanted_unit(unit)
    if search.draft.ended(unit) is not None and wanted is not None:
        models += [wanted.parent or "", *(root.id for root in search.draft.children_of(None)[:1])]
    return [id for id in dict.fromkeys(models) if search.has_unit(id)]


def _share(evidence: Evidence, starts: Sequence[str], ends: Sequence[str]) -> Certainty:
    """Say how much of what some units handed on is in others."""
    amount = sum(evidence.given[start].get(end, 0.0) for start in starts for end in ends)
    return carried(amount, sum(sum(evidence.given[start].values()) for start in starts), list(starts), list(ends))


def _all(*plans: Plan) -> Plan:
    """Make one plan of several, carried out one after the other."""
    return lambda: all(plan() for plan in plans)


def _through(
    search: Search, ended: list[str], passing: Ended, begun: list[str], evidence: Evidence, sure: Certainty
) -> bool:
    """Let units end in one that the register knows, and that one end in those that began."""
    middle = passing.unit
    heads = [post for id in ended for post in search.draft.posts_of(id) if post.rank == "head"]
    kept, fates = head_fates(search, middle.id, heads)
    parent = middle.parent if search.has_unit(middle.parent) else None
    data: Data = {"consolidate": ended, "into": unit_spec(middle, parent, *search.there(*ended))}
    if fates and kept is not None:
        data |= {"head": {"keep": kept.id}, "surplus_heads": fates}
    return search.perform(data, sure, shown=[middle.begins]) and split_up(search, middle.id, begun, evidence, sure)
