"""Counts in English: one of a thing is never many, in what objects show of themselves and in every message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from orgmodel.core.figures import Amount

NOUNS = (
    *(
        "units",
        "posts",
        "rows",
        "records",
        "steps",
        "scenarios",
        "changes",
        "problems",
        "conflicts",
        "members",
        "figures",
    ),
    *("cells", "columns", "others", "heads", "events", "files", "lines", "links", "names", "values", "dates", "shares"),
    *(
        "organisations",
        "receivers",
        "letters",
        "times",
        "sheets",
        "classifications",
        "groups",
        "items",
        "resources",
        "texts",
    ),
    *("edges", "ranges", "parents", "decimals"),
    *("corrections", "findings", "areas", "cases", "pages", "operations", "flows", "entries", "boxes", "holders"),
)
"""What is counted, as many."""
_SINGULAR = {"people": "person", "entries": "entry", "boxes": "box"} | {
    one: one[:-1] for one in NOUNS if one not in ("entries", "boxes")
}
_VERBS = {
    "are": "is", "have": "has", "were": "was", "lead": "leads", "apply": "applies", "hold": "holds", "stand": "stands",
    "leave": "leaves", "bear": "bears", "differ": "differs", "ended": "ended", "start": "starts", "begin": "begins",
}  # fmt: skip
ONE = Amount(1)
_COUNT = re.compile(
    r"\{(?P<name>\w+)(?P<form>[^}]*)\} (?P<before>(?:[a-z]+ )?)(?P<noun>"
    + "|".join((*_SINGULAR, "of them"))
    + r")\b(?P<between>(?: of \w+| that| no longer)?)(?: (?P<verb>"
    + "|".join(_VERBS)
    + r")\b)?"
)


def counted(count: int, noun: str) -> str:
    """Count things by a noun that says many of them.

    >>> counted(1, "steps"), counted(0, "steps"), counted(1200, "rows of posts"), counted(1, "entries")
    ('1 step', '0 steps', '1,200 rows of posts', '1 entry')
    """
    first, space, rest = noun.partition(" ")
    return f"{count:,} {_SINGULAR[first] if count == 1 else first}{space}{rest}"


def of_one(template: str, values: Mapping[str, Any]) -> str:
    """Put what an English template counts into the singular where it counts one.

    >>> of_one("{count} units that ended are there, {more} rows have none", {"count": 1, "more": 2})
    '{count} unit that ended are there, {more} rows have none'
    >>> of_one("{count} rows have the same place", {"count": 1})
    '{count} row has the same place'
    """
    if "}" not in template:
        return template
    ones = frozenset(name for name, value in values.items() if type(value) in (int, Amount) and value in (1, ONE))
    return _singular(template, ones) if ones else template


@cache
def _singular(template: str, ones: frozenset[str]) -> str:
    def one(found: re.Match[str]) -> str:
        if found["name"] not in ones:
            return found[0]
        noun = _SINGULAR.get(found["noun"], found["noun"])
        verb = f" {_VERBS[found['verb']]}" if found["verb"] else ""
        return f"{{{found['name']}{found['form']}}} {found['before']}{noun}{found['between']}{verb}"

    return _COUNT.sub(one, template)
