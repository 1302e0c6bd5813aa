"""No message counts one of a thing as many: every English template is tried with one of whatever it counts."""

from __future__ import annotations

import re

from orgmodel.core.counting import of_one
from orgmodel.core.figures import Amount
from orgmodel.core.messages import Message
from orgmodel.words.messages import templates

COUNTS = frozenset(
    [
        "count",
        "decimals",
        "earlier",
        "edges",
        "filled",
        "heads",
        "known",
        "letters",
        "many",
        "missing",
        "more",
        "parents",
        "people",
        "present",
        "rows",
        "steps",
        "successors",
        "taken",
        "tops",
        "total",
        "unknown",
        "vacant",
        "whole",
        "width",
        "columns",
    ]
)
"""Placeholders that hold a number of things."""

NEVER_ONE = (
    "{what} (in {count} places)",
    "all are left out", "job share", "are at the top", "stands in {count} row", "holders of its own", "no scenario holds all of these",
    "holder of its own",
)  # fmt: skip
"""What is said of several only."""

PLURAL = re.compile(
    r"\{(?P<name>\w+)(?:![a-z])?(?::,)?\}(?P<clause>[^,;:({]*?)\b(?P<word>are|have|were|hold|stand|leave|bear|they|their|them)\b"
)
MANY = re.compile(r"\{(?P<name>\w+)(?:![a-z])?(?::,)?\} (?:[a-z-]+ )?(?P<noun>[a-z]+s)\b")
OTHERS = r" of | none may "
"""After these the verb is not that of what is counted."""
NO_NOUNS = frozenset(
    [
        "is",
        "was",
        "has",
        "as",
        "its",
        "this",
        "less",
        "does",
        "stands",
        "takes",
        "leads",
        "holds",
        "leaves",
        "differs",
        "bears",
        "applies",
        "begins",
        "starts",
    ]
)


def test_an_amount_of_one_is_one() -> None:
    """Figures are amounts: one of them counts as a whole number does, a range does not."""
    template = "{people} people leave {post!r} (named: {count}): say holders: {holders}"
    for people, told in ((Amount(1), "1 person leaves"), (1, "1 person leaves"), (Amount(2), "2 people leave")):
        assert str(Message.of(template, people=people, post="a", count=0, holders=[])).startswith(told)


def test_no_template_says_one_are() -> None:
    """After one of a thing stands no plural verb or pronoun in its clause, and no plural noun."""
    wrong = []
    for template in templates("vi"):
        made = of_one(template, dict.fromkeys(COUNTS, 1))
        if any(part in template or part in made for part in NEVER_ONE):
            continue
        wrong += [
            made
            for found in PLURAL.finditer(made)
            if found["name"] in COUNTS and not re.search(OTHERS, found["clause"])
        ]
        wrong += [made for found in MANY.finditer(made) if found["name"] in COUNTS and found["noun"] not in NO_NOUNS]
    assert wrong == []
