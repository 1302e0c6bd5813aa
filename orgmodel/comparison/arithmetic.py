"""The arithmetic of heads: what splits and mergers do to head posts, worked out and said in words.

A unit needs one head. A split into n units with no new quota therefore turns n - 1 posts of each split unit from
working posts into head posts; with new quota it creates them. A merger of n units leaves n - 1 heads over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.comparison.moves import Followed
from orgmodel.core.figures import exact
from orgmodel.core.records import Post

if TYPE_CHECKING:
    from orgmodel.scenario.outcome import Outcome

SPLITS, MERGERS = ("split_up", "split_off"), ("consolidate", "absorb")


@dataclass(frozen=True, slots=True)
class HeadCount:
    """Count what became of head posts under one step: units and head posts before and after, and where heads came from.

    ``converted`` counts working posts that became heads, by the rank they had; ``created`` heads of new quota;
    ``surplus`` heads that became something else, by rank, or ended (rank ``ended``).
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

    @property
    def extra_units(self) -> int:
        """Count the units more than before."""
        return len(self.units_after) - len(self.units_before)


def head_counts(outcome: Outcome, followed: Sequence[Followed]) -> list[HeadCount]:
    """Work out the arithmetic of heads for every step that splits or merges units, in the order of the steps."""
    found = []
    for result in outcome.steps:
        step = result.step.id
        links = [one for one in outcome.lineage if one.step == step and one.operation in (*SPLITS, *MERGERS)]
        before = tuple(dict.fromkeys(one.before for one in links if one.before))
        after = tuple(dict.fromkeys(one.after for one in links if one.after))
        if not before or not after:
            continue
        mine = [one for one in followed if _unit(one.before) in before or _unit(one.after) in after]
        kept = _heads_kept(outcome, before, followed)
        converted: dict[str, int] = {}
        surplus: dict[str, int] = {}
        created = 0
        heads = [kept, kept]
        for one in mine:
            old, new = _is_head(one.before, before), _is_head(one.after, after)
            heads[0] += old
            heads[1] += new
            if new and not old and one.before is None:
                created += 1
            elif new and not old and one.before is not None:
                converted[one.before.rank] = converted.get(one.before.rank, 0) + 1
            elif old and not new:
                rank = one.after.rank if one.after else "ended"
                surplus[rank] = surplus.get(rank, 0) + 1
        operations = tuple(dict.fromkeys(one.operation for one in links))
        found.append(
            HeadCount(step, result.step.clause, operations, before, after, heads[0], heads[1], dict(sorted(converted.items())),
                      created, dict(sorted(surplus.items())), _new_quota(outcome, step))
        )  # fmt: skip
    return found


def _unit(post: Post | None) -> str | None:
    return post.unit if post else None


def _is_head(post: Post | None, units: tuple[str, ...]) -> bool:
    return post is not None and post.rank == "head" and post.unit in units and (exact(post.authorized) or 1) > 0


def _heads_kept(outcome: Outcome, units: tuple[str, ...], followed: Sequence[Followed]) -> int:
    """Count the heads of units that go on, which no change touches."""
    touched = {one.before.id for one in followed if one.before}
    return sum(
        post.rank == "head" and post.id not in touched for unit in units for post in outcome.before.posts_of(unit)
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


RANKS_VI = {
    "deputy": "cấp phó",
    "staff": "biên chế không giữ chức vụ",
    "unknown": "biên chế chưa rõ chức vụ",
    "ended": "kết thúc",
}
RANKS_EN = {"deputy": "deputy", "staff": "staff", "unknown": "post of unknown rank", "ended": "ended"}


def in_words(one: HeadCount, language: str = "vi") -> str:
    """Say the arithmetic of heads of one step.

    >>> print(
    ...     in_words(HeadCount("split", "2.3", ("split_up",), ("x",), ("a", "b"), 1, 2, {"deputy": 1}, 0, {}, 0), "en")
    ... )
    Clause 2.3 (split): 1 unit becomes 2, so 1 more head post is needed (1 → 2). No new quota: a split with no new quota converts one post per extra unit into a head post; here 1 deputy post.
    """
    vi = language == "vi"
    before, after = len(one.units_before), len(one.units_after)
    where = (
        (f"Khoản {one.clause} ({one.step})" if vi else f"Clause {one.clause} ({one.step})") if one.clause else one.step
    )
    if vi:
        parts = [f"{where}: {before} đơn vị thành {after}, cấp trưởng {one.heads_before} → {one.heads_after}."]
    else:
        parts = [f"{where}: {_count(before, 'unit')} {'becomes' if before == 1 else 'become'} {after}, " + _needed(one)]
    if one.extra_units > 0:
        parts += _split_words(one, vi)
    if one.surplus:
        parts.append(_surplus_words(one, vi))
    return " ".join(parts)


def _needed(one: HeadCount) -> str:
    more = one.heads_after - one.heads_before
    if more > 0:
        need = "is needed" if more == 1 else "are needed"
        return f"so {_count(more, 'more head post')} {need} ({one.heads_before} → {one.heads_after})."
    return f"head posts {one.heads_before} → {one.heads_after}."


def _split_words(one: HeadCount, vi: bool) -> list[str]:
    words = []
    turned = _listed(one.converted, RANKS_VI if vi else RANKS_EN, vi)
    if one.new_quota == 0 and one.converted:
        words.append(
            f"Không thêm biên chế: chia tách mà không thêm biên chế thì mỗi đơn vị tăng thêm chuyển một biên chế thành cấp trưởng; ở đây {turned}."
            if vi
            else "No new quota: a split with no new quota converts one post per extra unit into a head post; "
            f"here {turned}."
        )
    elif one.converted:
        words.append(f"Chuyển thành cấp trưởng: {turned}." if vi else f"Converted into head posts: {turned}.")
    if one.created:
        words.append(
            f"{one.created} cấp trưởng là biên chế thêm mới."
            if vi
            else f"{_count(one.created, 'head post')} {'is' if one.created == 1 else 'are'} new quota."
        )
    return words


def _surplus_words(one: HeadCount, vi: bool) -> str:
    total = sum(one.surplus.values())
    names = ", ".join(
        f"{count} {(RANKS_VI if vi else RANKS_EN).get(rank, rank)}" for rank, count in one.surplus.items()
    )
    return f"Dôi {total} cấp trưởng: thành {names}." if vi else f"{_count(total, 'head post')} over: {names}."


def _listed(counts: dict[str, int], names: dict[str, str], vi: bool) -> str:
    if vi:
        return ", ".join(f"{count:02d} {names.get(rank, rank)}" for rank, count in counts.items())
    return ", ".join(
        _count(count, f"{names.get(rank, rank)} post".replace("post of unknown rank post", "post of unknown rank"))
        for rank, count in counts.items()
    )


def _count(number: int, word: str) -> str:
    plural = "posts of unknown rank" if word == "post of unknown rank" else f"{word}s"
    return f"{number} {word if number == 1 else plural}"
