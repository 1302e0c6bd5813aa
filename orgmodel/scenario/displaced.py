"""People who are left without a post by a run: who, where they were, what ended their last holding, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from orgmodel.core.ledger import NO_REASON, REASONS
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Problem
from orgmodel.core.records import Incumbency, Post
from orgmodel.scenario.scenario import LeftWithoutPost

if TYPE_CHECKING:
    from orgmodel.core.queries import Queries
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Entry, StepResult


def left_without_post(
    before: Structure, after: Queries, steps: Sequence[StepResult], ledger: Iterable[Entry]
) -> tuple[LeftWithoutPost, ...]:
    """List who held a post before a run and holds none after it, by person.

    The post is the first that was held before; the step, operation and reason are those that ended the last holding.

    >>> from orgmodel.core.structure import Structure
    >>> left_without_post(Structure.of(), Structure.of(), [], [])
    ()
    """
    last: dict[str, tuple[int, Incumbency]] = {}
    for number, result in enumerate(steps):
        for change in result.changes:
            one = change.before
            if isinstance(one, Incumbency) and change.after is None:
                known = last.get(one.person)
                if known is None or known[0] < number or (one.order, one.post) < (known[1].order, known[1].post):
                    last[one.person] = (number, one)
    found = []
    for person, (number, one) in sorted(last.items()):
        first = _first(before, person)
        if first is not None and not after.group("incumbencies", "person", person):
            found.append(_row(before, first, one, steps[: number + 1], ledger))
    return tuple(found)


def _row(
    before: Structure, first: Incumbency, last: Incumbency, steps: Sequence[StepResult], ledger: Iterable[Entry]
) -> LeftWithoutPost:
    result = steps[-1]
    said = next(
        (one for one in result.people if (one.person, one.post, one.to) == (last.person, last.post, None)), None
    )
    ended = [
        entry
        for entry in ledger
        if (entry.step, entry.flow.record_from, entry.flow.to_unit) == (result.step.id, last.post, None)
        and (REASONS[entry.flow.reason.kind][:1] != ("person",) or entry.flow.reason.of[0] == last.person)
    ]
    own = [entry for entry in ended if said is not None and entry.flow.reason == said.reason]
    entry = next(reversed(own or ended), None)
    reason = said.reason if said is not None else entry.flow.reason if entry is not None else NO_REASON
    was = [
        change.before for one in steps for change in one.changes if (change.table, change.key) == ("posts", last.post)
    ]
    post = before.get("posts", first.post)
    end = next((one for one in reversed(was) if one is not None), before.get("posts", last.post))
    return LeftWithoutPost(
        last.person,
        first.post,
        post.unit if isinstance(post, Post) else None,
        result.step.id,
        result.step.clause,
        entry.operation if entry is not None else "",
        reason,
        last.post,
        end.unit if isinstance(end, Post) else None,
        said.reason.kind if said is not None else "",
    )


def _first(before: Structure, person: str) -> Incumbency | None:
    """Give the first holding of a person before a run."""
    held = [one for one in before.group("incumbencies", "person", person) if isinstance(one, Incumbency)]
    return min(held, key=lambda one: (one.order, one.post), default=None)


def displaced_warnings(
    before: Structure, after: Queries, steps: Sequence[StepResult], ledger: Iterable[Entry]
) -> list[Problem]:
    """Warn of everybody who is left without a post and of whom no operation says what becomes of them, once each."""
    found = []
    at = {result.step.id: result.step.at for result in steps}
    for one in left_without_post(before, after, steps, ledger):
        if one.outcome:
            continue
        post = before.get("posts", one.post)
        message = Message.of(
            "{person} holds no post afterwards; before it was {post!r} of {unit}. Say under people what becomes of them: "
            "to a post, retires, leaves, reserve or unassigned",
            person=one.person,
            post=post.title(before.terms.language) if isinstance(post, Post) else one.post,
            unit=one.unit,
        )
        found.append(Problem("DISPLACED", message, one.post, at[one.step], WARNING))
    return found
