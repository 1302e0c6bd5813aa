"""What is said of people whose posts end in an inferred run: where the later structure has them, or that it has them no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from orgmodel.core.names import text_in
from orgmodel.core.records import Incumbency, Person
from orgmodel.words.notes import worded

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.scenario.scenario import Outcome

Data = dict[str, Any]
People = dict[str, Data | str]
Said = Mapping[tuple[str, int], People]
"""What becomes of people, by step and the number of the operation in it."""

_FILLS = {"resize", "filled_by", "filled_to", "why"}
SAYING = ("dissolve", "consolidate", "absorb", "resize")
"""The verbs that say what becomes of people."""


def departures(outcome: Outcome, target: Structure, language: str) -> Iterator[tuple[Said, set[str]]]:
    """Give what the operations of a run may say of those who lose a post in it, the fullest first; nothing of nobody.

    Beside it stand the posts that are filled by that, and so by no resizing besides.

    Who holds one post in the later structure goes there; of whom that lists without a post it is not settled; who is
    in it no more leaves. Where it lists no person of the earlier one, or lists one of the same name under another id, nothing is known.
    """
    before = outcome.before
    there = {one.id: one for one in cast("Iterator[Person]", target.table("persons"))}
    known = set(before.ids("persons"))
    if not known & there.keys():
        return
    strangers = {one.name for id, one in there.items() if id not in known and one.name}
    full: dict[tuple[str, int], People] = {}
    for person, place in _leaving(outcome, target):
        one = before.table("persons").get(person)
        held = _held(target, person)
        if len(held) == 1:
            full.setdefault(place, {})[person] = {"to": held[0]}
        elif not held and person in there:
            full.setdefault(place, {})[person] = "unassigned"
        elif not held and not (isinstance(one, Person) and one.name in strangers):
            why = text_in(worded("gone"), language)
            full.setdefault(place, {})[person] = {"outcome": "leaves", "why": why}
    goes = {rule["to"] for some in full.values() for rule in some.values() if _goes(rule)}
    if goes:
        yield full, goes
    if full:
        yield full, set()
    if goes:
        kept = {place: {one: rule for one, rule in some.items() if not _goes(rule)} for place, some in full.items()}
        yield {place: some for place, some in kept.items() if some}, set()


def _goes(rule: Data | str) -> TypeGuard[Data]:
    """Tell whether somebody goes to another post."""
    return isinstance(rule, dict) and "to" in rule


def _leaving(outcome: Outcome, target: Structure) -> Iterator[tuple[str, tuple[str, int]]]:
    """List who loses a post, each with the operation that is to say so."""
    steps = {result.step.id: result.step.do for result in outcome.steps}
    for left in outcome.displaced:
        for number, data in enumerate(steps[left.step]):
            verb = next((one for one in SAYING if one in data), "")
            if verb and not left.outcome and (verb != "resize" or data[verb] == left.last_post):
                yield left.person, (left.step, number)
                break
    less = {  # rows of posts that lose people, each with the last operation by which it does
        data["resize"]: (id, number)
        for id, do in steps.items()
        for number, data in enumerate(do)
        if isinstance(data.get("resize"), str) and ("filled_to" in data or data.get("filled_by", 0) < 0)
    }
    for post, place in less.items():
        for one in outcome.after.queries.incumbents_of(post):
            if not _held(target, one.person) and len(_held(outcome.after, one.person)) == 1:
                yield one.person, place


def _held(structure: Structure, person: str) -> list[str]:
    """List the posts that a person holds."""
    return [one.post for one in cast("list[Incumbency]", structure.group("incumbencies", "person", person))]


def saying(do: list[Data], step: str, said: Said, filled: set[str]) -> list[Data]:
    """Give the operations of a step with what is said of people, without those that would fill posts a second time."""
    return [
        data | ({"people": people} if (people := said.get((step, number))) else {})
        for number, data in enumerate(do)
        if str(data.get("resize")) not in filled or not _FILLS.issuperset(data)
    ]
