"""Readings of units that ended and began together: each is tried, and the one that leaves least to do is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations, product
from typing import cast

from orgmodel.core.records import Ended, Function
from orgmodel.inference.ends import dissolve, dissolve_giving, dissolve_to
from orgmodel.inference.evidence import MOST_PAIRS, STRONG, WHOLE, Evidence
from orgmodel.inference.forms import Data, unit_spec
from orgmodel.inference.heads import head_fates
from orgmodel.inference.merges import absorb, consolidate, create
from orgmodel.inference.splits import split_off, split_up
from orgmodel.inference.trial import Trial, date_of
from orgmodel.inference.words import GONE, GUESSED, NEW, POSSIBLE, Sure, carried

Plan = Callable[[], bool]
MOST_MODELS, MOST_ORDERED = 4, 3


def explain_group(trial: Trial, ended: Sequence[str], begun: Sequence[str], evidence: Evidence) -> bool:
    """Explain units that ended and began together by the operations after which least is left to do."""
    ended = [id for id in ended if trial.draft.unit(id) is not None]
    begun = [id for id in begun if trial.draft.unit(id) is None]
    if not ended and not begun:
        return True
    if ended and begun:
        return trial.best(_between(trial, ended, begun, evidence))
    return trial.best(_endings(trial, ended, evidence) if ended else _beginnings(trial, begun[0], evidence))


def _between(trial: Trial, ended: list[str], begun: list[str], evidence: Evidence) -> list[Plan]:
    """List the readings of units that ended and begun: A = B + C, A + B = C, several into several, one for another."""
    sure = _share(evidence, ended, begun)
    main = max(begun, key=lambda id: (sum(evidence.given[start].get(id, 0.0) for start in ended), id))
    others = [id for id in begun if id != main]
    plans: list[Plan] = []
    if len(ended) == 1 and others:
        plans.append(partial(split_up, trial, ended[0], begun, evidence, sure))
    if len(ended) > 1:
        offs = [partial(split_off, trial, main, others, evidence, sure)] if others else []
        for order, keep in product(_orders(trial, ended, main), (True, False)):
            plans.append(_all(partial(consolidate, trial, order, main, evidence, sure, keep_lines=keep), *offs))
    if len(ended) > 1 and others:
        plans += [partial(_through, trial, ended, one, begun, evidence, sure) for one in evidence.passing[:MOST_MODELS]]
        plans += _gathered(trial, ended, begun, evidence, sure)
    plans += _replaced(trial, ended, begun, main, evidence, sure)
    goes_on = any(trial.draft.unit(id) is not None for unit in ended for id in evidence.receivers(unit))
    if len(begun) <= MOST_ORDERED and (others or goes_on):
        plans.append(_left_first(trial, ended, begun, evidence))
    apart = [
        evidence.groups(ended, begun, least=WHOLE),
        evidence.groups(ended, begun, share=STRONG),
    ]
    for parts in apart if apart[0] != apart[1] else apart[:1]:
        for turn in (parts, parts[::-1]) if len(parts) > 1 else ():
            plans.append(_all(*(partial(explain_group, trial, one, other, evidence) for one, other in turn)))
    full = [partial(create, trial, id, (), NEW) for id in begun]
    fresh = _all(*full, *(partial(dissolve, trial, id, begun, GONE) for id in ended))
    return [fresh, *plans] if sure.certainty == POSSIBLE else [*plans, fresh]


def _gathered(trial: Trial, ended: list[str], begun: list[str], evidence: Evidence, sure: Sure) -> list[Plan]:
    """List the readings in which one unit took in the others before it was split up."""
    plans: list[Plan] = []
    for first in ended[:MOST_ORDERED]:
        left = [id for id in ended if id != first]
        split = partial(split_up, trial, first, begun, evidence, sure)
        plans.append(_all(*(partial(absorb, trial, [id], first, sure, keep_lines=True) for id in left), split))
        plans.append(_all(*(partial(dissolve_to, trial, id, first, sure) for id in left), split))
    return plans


def _replaced(
    trial: Trial, ended: list[str], begun: list[str], main: str, evidence: Evidence, sure: Sure
) -> list[Plan]:
    """List the readings in which units began empty and others then ended in them."""
    begin = [partial(create, trial, id, ended, sure, bare=True) for id in begun]
    plans: list[Plan] = []
    for keep in (True, False):
        plans.append(_all(*begin, partial(absorb, trial, ended, main, sure, keep_lines=keep)))
        if len(ended) > 1:
            one_by_one = _heads_first(trial, ended, main)
            plans.append(
                _all(*begin, *(partial(absorb, trial, [id], main, sure, keep_lines=keep) for id in one_by_one))
            )
    plans.append(_all(*begin, *(partial(dissolve_giving, trial, id, begun, evidence, sure) for id in ended)))
    if len(ended) == 1:
        off = partial(split_off, trial, ended[0], begun, evidence, sure, ending=True)
        plans.append(_all(off, partial(dissolve, trial, ended[0], begun, sure)))
    return plans


def _left_first(trial: Trial, ended: list[str], begun: list[str], evidence: Evidence) -> Plan:
    """Make the reading in which the least of the units that began left first, and then the rest is explained."""
    amounts = {(start, end): evidence.given[start].get(end, 0.0) for start in ended for end in begun}
    least = min(begun, key=lambda id: (sum(amounts[start, id] for start in ended), id))
    source = max(ended, key=lambda id: (amounts[id, least], id))
    rest = [id for id in begun if id != least]
    leave = partial(split_off, trial, source, [least], evidence, _share(evidence, [source], [least]))
    return _all(leave, partial(explain_group, trial, ended, rest, evidence))


def _orders(trial: Trial, units: list[str], into: str) -> list[list[str]]:
    """List the orders in which units may have been merged; the first lends what is not said of the new one."""
    wanted = trial.wanted_unit(into)
    blank = [field for field in ("level", "area", "order", "parent") if not getattr(wanted, field)]

    def unlike(id: str) -> int:
        unit = trial.draft.unit(id)
        return sum(bool(getattr(unit, field)) for field in blank)

    first = sorted(units, key=lambda id: (unlike(id), units.index(id)))
    if len(units) > MOST_ORDERED:
        return [first, first[:1] + first[:0:-1]]
    return [list(order) for order in permutations(first)]


def _heads_first(trial: Trial, units: Sequence[str], into: str) -> list[str]:
    """Put first the unit whose head is to be the head of the one that all go into."""
    heads = {post.id for post in trial.target.posts_of(into) if post.rank == "head"}
    return sorted(units, key=lambda id: not any(post.id in heads for post in trial.draft.posts_of(id)))


def _endings(trial: Trial, ended: list[str], evidence: Evidence) -> list[Plan]:
    """List the readings of units that ended and went into none that began: absorbed together, or each by itself."""
    plans: list[Plan] = []
    heirs = [id for id in evidence.receivers(ended[0]) if trial.draft.unit(id) is not None and id not in ended]
    for heir in heirs[:2]:
        sure = _share(evidence, ended, [heir])
        for order, keep in product(_orders(trial, ended, heir), (False, True)):
            plans.append(partial(absorb, trial, order, heir, sure, keep_lines=keep))
        if len(ended) == 1:
            plans.append(partial(dissolve_to, trial, ended[0], heir, sure))
    if len(ended) > 1:
        plans.append(_all(*(partial(trial.best, _endings(trial, [id], evidence)) for id in ended)))
    else:
        sure = _share(evidence, ended, heirs)
        plans.append(partial(dissolve_giving, trial, ended[0], heirs, evidence, sure))
        plans.append(partial(dissolve, trial, ended[0], heirs, GONE))
    return plans


def _beginnings(trial: Trial, unit: str, evidence: Evidence) -> list[Plan]:
    """List the readings of a unit that began while no other ended: split off, or created."""
    held = Counter(
        post.unit for post in map(trial.draft.post, (one.id for one in trial.target.posts_of(unit))) if post is not None
    )
    known = [id for id, _ in sorted(held.items(), key=lambda one: (-one[1], one[0]))]
    seen = [id for id in evidence.sources(unit) if evidence.given[id][unit] >= STRONG]
    sources = [id for id in dict.fromkeys((*known, *seen)) if trial.draft.unit(id) is not None]
    plans: list[Plan] = []
    readings = [(source, _share(evidence, [source], [unit])) for source in sources[:2]]
    guesses = [(source, GUESSED) for source in _models(trial, unit)] if not sources else []
    plans += [partial(split_off, trial, source, [unit], evidence, sure) for source, sure in readings]
    plans.append(partial(create, trial, unit, sources, NEW))
    return plans + [partial(split_off, trial, source, [unit], evidence, sure) for source, sure in guesses]


def _models(trial: Trial, unit: str) -> list[str]:
    """List units that a unit may have been split off from with nothing of its own: they have its internal functions."""
    found = Counter(
        one.unit
        for function in trial.target.functions_of(unit)
        if function.internal
        for one in cast("list[Function]", trial.draft.group("functions", "function", function.function))[:MOST_PAIRS]
        if replace(one, unit=unit) == function
    )
    models = [id for id, _ in found.most_common(MOST_MODELS)]
    wanted = trial.wanted_unit(unit)
    if trial.draft.ended(unit) is not None and wanted is not None:
        models += [wanted.parent or "", *(root.id for root in trial.draft.children_of(None)[:1])]
    return [id for id in dict.fromkeys(models) if trial.draft.unit(id) is not None]


def _share(evidence: Evidence, starts: Sequence[str], ends: Sequence[str]) -> Sure:
    """Say how much of what some units handed on is in others."""
    amount = sum(evidence.given[start].get(end, 0.0) for start in starts for end in ends)
    return carried(amount, sum(sum(evidence.given[start].values()) for start in starts), list(starts), list(ends))


def _all(*plans: Plan) -> Plan:
    """Make one plan of several, carried out one after the other."""
    return lambda: all(plan() for plan in plans)


def _through(trial: Trial, ended: list[str], passing: Ended, begun: list[str], evidence: Evidence, sure: Sure) -> bool:
    """Let units end in one that the register knows, and that one end in those that began."""
    middle = passing.unit
    heads = [post for id in ended for post in trial.draft.posts_of(id) if post.rank == "head"]
    kept, fates = head_fates(trial, middle.id, heads)
    parent = middle.parent if middle.parent and trial.draft.unit(middle.parent) is not None else None
    data: Data = {"consolidate": ended, "into": unit_spec(middle, parent)}
    if fates and kept is not None:
        data |= {"head": {"keep": kept.id}, "surplus_heads": fates}
    date, free = date_of(middle.begins)
    return trial.perform(data, sure, date=date, free=free) and split_up(trial, middle.id, begun, evidence, sure)
