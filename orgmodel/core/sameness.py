"""Whether two structures that came of one are the same, but for what only the order of the operations decides.

That is what new rows of posts are called, since ids that are made count up, and which part of a figure that nobody knows
stands in which row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from orgmodel.core.change import Change, diff
from orgmodel.core.figures import Amount, FigureId, exact
from orgmodel.core.records import Key
from orgmodel.core.schema import FIGURES
from orgmodel.core.structure import Structure
from orgmodel.core.translation import translated


def same_but_for_ids(one: Structure, other: Structure, base: Structure) -> bool:
    """Tell whether two structures made from one are the same, whatever ids posts got that were not in it.

    >>> from orgmodel.core.records import Post, Unit
    >>> base = Structure.of([Unit("a")])
    >>> ways = [[Post("a~b", "a", authorized=n), Post("a~b~2", "a", authorized=5 - n)] for n in (2, 3)]
    >>> one, other = (Structure.of([Unit("a"), *posts]) for posts in ways)
    >>> one == other, same_but_for_ids(one, other, base), same_but_for_ids(one, base, base)
    (False, True, False)
    """
    changes = diff(one, other)
    made = [each.key for each in changes if each.table == "posts" and base.table("posts").get(each.key) is None]
    if made:
        mine, theirs = (_likenesses(changes, made, side) for side in ("before", "after"))
        if [likeness for likeness, _ in mine] != [likeness for likeness, _ in theirs]:
            return False
        ids = {key: own for (_, key), (_, own) in zip(theirs, mine, strict=True)}
        changes = diff(one, translated(other, {"posts": ids}))
    left: dict[tuple[str, str], Amount] = {}
    for change in changes:
        for name in change.fields or ("",):
            was, now = getattr(change.before, name, 0), getattr(change.after, name, 0)
            if name not in FIGURES.get(change.table, ()) or exact(was) is not None or exact(now) is not None:
                return False
            parts = [Amount.of(figure, FigureId(change.table, change.key, name)) for figure in (was, now)]
            left[change.table, name] = left.get((change.table, name), Amount()) + parts[0] - parts[1]
    return not any(left.values())


def _likenesses(changes: Iterable[Change], made: Sequence[Key], side: str) -> list[tuple[str, str]]:
    """List new posts by what stands in them and in the records that refer to them, without their ids."""
    texts: dict[str, list[str]] = {}
    for record in (one for one in (getattr(change, side) for change in changes) if one is not None):
        table = type(record).__name__
        values = {field.name: getattr(record, field.name) for field in fields(record)}
        named = [value for value in values.values() if isinstance(value, str) and value in made]
        told = [
            "" if value in named else repr(value if isinstance(value, str | tuple) else exact(value))
            for value in values.values()
        ]
        for name in named:
            texts.setdefault(name, []).append(f"{table} {[field for field in values if values[field] == name]} {told}")
    return sorted((" ".join(sorted(told)), name) for name, told in texts.items())
