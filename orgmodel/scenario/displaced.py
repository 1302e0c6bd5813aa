"""People who are left without a post by a run: who, where they were, and what ended their last holding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.core.ledger import NO_REASON
from orgmodel.core.records import Incumbency, Post
from orgmodel.scenario.scenario import LeftWithoutPost

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome


def left_without_post(outcome: Outcome) -> tuple[LeftWithoutPost, ...]:
    """List who held a post before a run and holds none after it, by person; the post is the first that was held before.

    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.scenario import Scenario
    >>> left_without_post(Scenario("s", Structure.of()).run())
    ()
    """
    found: dict[str, LeftWithoutPost] = {}
    for result in outcome.steps:
        for change in result.changes:
            last = change.before
            if not isinstance(last, Incumbency) or change.after is not None:
                continue
            first = _first(outcome, last.person)
            if first is None or outcome.after.group("incumbencies", "person", last.person):
                continue
            post = outcome.before.get("posts", first.post)
            flows = [
                entry
                for entry in outcome.ledger
                if (entry.step, entry.flow.record_from, entry.flow.to_unit) == (result.step.id, last.post, None)
            ]
            found[last.person] = LeftWithoutPost(
                last.person,
                first.post,
                post.unit if isinstance(post, Post) else None,
                result.step.id,
                result.step.clause,
                flows[-1].operation if flows else "",
                flows[-1].flow.reason if flows else NO_REASON,
            )
    return tuple(found[person] for person in sorted(found))


def _first(outcome: Outcome, person: str) -> Incumbency | None:
    """Give the first holding of a person before a run."""
    held = [one for one in outcome.before.group("incumbencies", "person", person) if isinstance(one, Incumbency)]
    return min(held, key=lambda one: (one.order, one.post), default=None)
