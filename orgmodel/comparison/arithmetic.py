"""The arithmetic of heads: what splits and mergers do to head posts, worked out and said in words.

A unit needs one head. A split into n units with no new quota therefore turns n - 1 posts of each split unit from
working posts into head posts; with new quota it creates them. A merger of n units leaves n - 1 heads over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.comparison.post_traces import PostTrace, trace_posts
from orgmodel.core.change import patched
from orgmodel.core.figures import exact
from orgmodel.core.records import Post
from orgmodel.core.trace import trace

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome, StepResult

SPLITS, MERGERS = ("split_up", "split_off"), ("consolidate", "absorb")


@dataclass(frozen=True, slots=True)
class HeadCount:
    """Count what became of head posts under one step: units and head posts before and after, and where heads came from.

    ``converted`` counts working posts that became heads, by the rank they had; ``created`` heads of new quota;
    ``surplus`` heads that became something else, by rank, or ended (rank ``ended``). A head post that comes from another
    unit or goes to one, and stays a head post, is neither.
    """

    step: str
    clause: str
    operations: tuple[str, ...]
    units_before: tuple[str, ...]
    units_after: tuple[str, ...]
    heads_before: int
    heads_after: int
    converted: dict[str, int]
    created: int
    surplus: dict[str, int]
    new_quota: int | None
    steps: tuple[str, ...] = ()


def head_counts(outcome: Outcome, traces: Sequence[PostTrace]) -> list[HeadCount]:
    """Work out the arithmetic of heads for every step that splits or merges units, in the order of the steps.

    ``traces`` are of the whole run; a step whose units other steps change too is counted by what it changes itself.
    """
    found = []
    for result in outcome.steps:
        step = result.step.id
        links = [one for one in outcome.lineage if one.step == step and one.operation in (*SPLITS, *MERGERS)]
        before = tuple(dict.fromkeys(one.before for one in links if one.before))
        after = tuple(dict.fromkeys(one.after for one in links if one.after))
        if not before or not after:
            continue
        start, moved = outcome.before, traces
        if any(_touches(other, {*before, *after}) for other in outcome.steps if other is not result):
            start = outcome.before_step(step)
            flows = (entry.flow for entry in outcome.ledger if entry.step == step)
            end = patched(start, result.changes)
            moved = trace_posts(start, end, trace(start, end, flows), changes=result.changes)
        mine = [one for one in moved if _unit(one.before) in before or _unit(one.after) in after]
        kept = _heads_kept(start, before, moved)
        converted: dict[str, int] = {}
        surplus: dict[str, int] = {}
        created = 0
        heads = [kept, kept]
        for one in mine:
            old, new = _is_head(one.before, before), _is_head(one.after, after)
            heads[0] += old
            heads[1] += new
            if new and not old and one.before is None:
                rank = _taken_from(outcome, start, step, before, one.after)
                if rank is None:
                    created += 1
                else:
                    converted[rank] = converted.get(rank, 0) + 1
            elif new and not old and one.before is not None and one.before.rank != "head":
                converted[one.before.rank] = converted.get(one.before.rank, 0) + 1
            elif old and not new and (one.after is None or one.after.rank != "head"):
                rank = one.after.rank if one.after else "ended"
                surplus[rank] = surplus.get(rank, 0) + 1
        operations = tuple(dict.fromkeys(one.operation for one in links))
        found.append(
            HeadCount(step, result.step.clause, operations, before, after, heads[0], heads[1], dict(sorted(converted.items())),
                      created, dict(sorted(surplus.items())), _new_quota(outcome, step), (step,))
        )  # fmt: skip
    return found


def _touches(result: StepResult, units: set[str]) -> bool:
    """Tell whether a step changes rows of posts of some units."""
    posts = (record for one in result.changes if one.table == "posts" for record in (one.before, one.after))
    return any(isinstance(post, Post) and post.unit in units for post in posts)


def _taken_from(outcome: Outcome, start: Structure, step: str, units: tuple[str, ...], head: Post | None) -> str | None:
    """Give the rank of the row that a head post was taken off, by what the ledger says; None where it is new quota."""
    for entry in outcome.ledger:
        flow = entry.flow
        if entry.step != step or flow.quantity != "authorized" or head is None or flow.to_unit != head.unit:
            continue
        if flow.from_unit in units and flow.reason.kind == "converted":
            taken = start.posts.get(flow.reason.of[0])
            return taken.rank if isinstance(taken, Post) else "unknown"
    return None


def _unit(post: Post | None) -> str | None:
    return post.unit if post else None


def _is_head(post: Post | None, units: tuple[str, ...]) -> bool:
    return post is not None and post.rank == "head" and post.unit in units and exact(post.authorized) != 0


def _heads_kept(start: Structure, units: tuple[str, ...], traces: Sequence[PostTrace]) -> int:
    """Count the heads of units that go on, which no change touches."""
    touched = {one.before.id for one in traces if one.before}
    return sum(
        post.rank == "head" and post.id not in touched for unit in units for post in start.queries.posts_of(unit)
    )


def _new_quota(outcome: Outcome, step: str) -> int | None:
    """Sum the authorized posts that a step brings in from outside, less those that it ends; None where missing."""
    total = 0
    for entry in outcome.ledger:
        flow = entry.flow
        if entry.step != step or flow.quantity != "authorized" or flow.via is not None:
            continue
        if flow.from_unit is None or flow.to_unit is None:
            best = flow.amount.best
            if best is None:
                return None
            total += best if flow.from_unit is None else -best
    return total


def together(counts: Sequence[HeadCount]) -> list[HeadCount]:
    """Put the steps of one clause that do the same kind of thing together, so that they can be said in one breath.

    Steps in which no head post has a part (party organisations that split) are left out.
    """
    groups: dict[tuple[str, str, tuple[str, ...], bool], list[HeadCount]] = {}
    for one in counts:
        if one.heads_before or one.heads_after:
            alone = "" if one.clause else one.step
            groups.setdefault((one.clause, alone, one.operations, one.new_quota == 0), []).append(one)
    return [_joined(group) for group in groups.values()]


def _joined(group: Sequence[HeadCount]) -> HeadCount:
    first = group[0]
    quotas = [one.new_quota for one in group]
    return HeadCount(
        first.step if len(group) == 1 else "",
        first.clause,
        first.operations,
        tuple(unit for one in group for unit in one.units_before),
        tuple(unit for one in group for unit in one.units_after),
        sum(one.heads_before for one in group),
        sum(one.heads_after for one in group),
        _summed(one.converted for one in group),
        sum(one.created for one in group),
        _summed(one.surplus for one in group),
        None if None in quotas else sum(quota for quota in quotas if quota is not None),
        tuple(step for one in group for step in one.steps),
    )


def _summed(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in counts:
        for rank, count in one.items():
            total[rank] = total.get(rank, 0) + count
    return dict(sorted(total.items()))
