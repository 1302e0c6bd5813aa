"""Which of several columns of one figure counts, where they differ, and of which date each is; what a count may be counts of."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from orgmodel.core.messages import Message
from orgmodel.io.importers.known.composed import without_days
from orgmodel.io.importers.known.tables import plain
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, OPEN
from orgmodel.io.importers.proposal.sheets import Candidate

_FIGURES = ("authorized", "filled", "fte", "fte_authorized", "pay", "vacancies")


def ask_which_figure(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Ask which of several columns of one meaning counts, where they differ in a figure: of which date, if their headings differ by it."""
    used = {*taken, *found.sorts, *(name for key, name in found.keys.items() if key not in _FIGURES)}
    for key in _FIGURES:
        some = [
            name
            for name in one.columns
            if name not in used and (known := one.heading(name)) is not None and known.meaning(found.rows) == key
        ]
        first = found.keys.get(key)
        differ = [name for name in some if first is not None and one.texts(name) != one.texts(some[0])]
        if not differ or not any(map(any, map(one.texts, differ))):
            continue
        names = ", ".join(map(repr, some))
        if _differ_by_date(some):
            message = Message.of(
                "the same figure stands there at several dates; which one is meant: {names}?", names=names
            )
        else:
            message = Message.of("which of these columns is it, as they differ: {names}?", names=names)
        found.take(key, ASK, OPEN, message)


def ask_what_is_counted(found: Found, counts: Mapping[str, list[str]]) -> None:
    """Ask what a column of whole numbers counts, posts or people; and of which date, where one stands for each of several."""
    some = list(counts)
    if not some:
        return
    dated = [name for name in some if plain(without_days(name)) == plain(without_days(some[0]))]
    if len(dated) > 1 and _differ_by_date(dated):
        why = Message.of(
            "the same count stands there at several dates; which one is meant, and are they posts authorized (a quota), or people "
            "present (filled): {names}? If they are neither, take the line out",
            names=", ".join(map(repr, dated)),
        )  # fmt: skip
    elif len(some) == 3 and (total := _sum_among(counts)):
        parts = [name for name in some if name != total]
        found.take("authorized", ASK, OPEN, which_is_quota(total, *parts))
        why = Message.of(
            "which column is of people present (filled): {first}, {second}, or {sum} where the two are sorts of people? If none "
            "is, take the line out",
            sum=total, first=parts[0], second=parts[1],
        )  # fmt: skip
        found.take("filled", ASK, OPEN, why)
        return
    elif len(some) > 1 and not (total := _sum_among(counts)):
        why = Message.of(
            "these columns count something: {names}; which is of posts authorized (a quota), and which of people present (filled)? If none is, take the line out",
            names=", ".join(map(repr, some)),
        )
    else:
        some = [total] if len(some) > 1 else some
        why = Message.of(
            "{name!r} counts something: posts authorized (a quota), or people present (filled: {name})? If it is neither, take the line out",
            name=some[0],
        )
    found.take("authorized", ASK, OPEN, why)


def which_is_quota(total: str, first: str, second: str) -> str:
    """Ask of a column that is two others together in each row which of them is of posts authorized."""
    return Message.of(
        "in each row {total!r} is {first!r} and {second!r} together: which column is of posts authorized (a quota)? Where the "
        "two are people present and vacancies, it is {total}; if it is none, take the line out",
        total=total, first=first, second=second,
    )  # fmt: skip


def _sum_among(counts: Mapping[str, list[str]]) -> str:
    """Name the column that is the sum of the others in each row; empty where none is."""
    rows = {name: [int(re.sub("[^0-9]", "", text) or 0) for text in texts] for name, texts in counts.items()}
    for name, numbers in rows.items():
        others = [sum(row) for row in zip(*(each for other, each in rows.items() if other != name), strict=True)]
        if len(rows) > 2 and numbers == others:
            return name
    return ""


def _differ_by_date(some: list[str]) -> bool:
    """Tell whether headings are the same but for a day or year."""
    bare = {plain(without_days(name)) for name in some}
    return len(bare) == 1 and any(without_days(name) != name for name in some)
