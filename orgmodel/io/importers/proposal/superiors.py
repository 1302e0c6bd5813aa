"""Which column names superiors, and which the ids that they are named by."""

from __future__ import annotations

from collections.abc import Collection

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.aliases import Aliases, alike, names_by
from orgmodel.io.importers.naming import slug
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import LIKELY, SURE, UNSURE
from orgmodel.io.importers.proposal.sheets import Candidate

_MOST_NAMED = 0.5


def named_ids(one: Candidate, found: Found) -> None:
    """Find the column whose values that of superiors names: the ids where no heading tells them, else other names of rows."""
    name = found.keys.get("parent")
    key = "id" if "id" not in found.keys else "also"
    if name is None or key in found.keys:
        return
    wanted = {alike(text) for text in one.texts(name) if text}
    share, _ = resolved(one, found, name)
    used = {*found.keys.values(), *found.lines.values()} - {found.keys.get("person_id")}
    best = ""
    for other in one.columns:
        given = [text for text in one.texts(other) if text] if other not in used else []
        ids = set(map(alike, given))
        full = len(given) == len(one.texts(other)) or key == "also"
        if not wanted or not full or len(set(given)) < len(given):
            continue
        named = len(wanted & ids) / len(wanted)
        if named >= _MOST_NAMED and named > share:
            share, best = named, other
    if best:
        for taken in [taken for taken, column in found.keys.items() if column == best]:
            del found.keys[taken]
        message = Message.of(
            "{share}% of the values of {name!r} are among its own", share=round(share * 100), name=name
        )
        found.take(key, best, LIKELY, message)


def best_superiors(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take of several columns of superiors the one of which most are found among the rows; the first of those alike."""
    some = [
        name
        for name in one.columns
        if name not in taken and (known := one.heading(name)) is not None and known.meaning(found.rows) == "parent"
    ]
    if len(some) > 1 and "parent" in found.keys:
        first = found.keys["parent"]
        shares = {name: resolved(one, found, name)[0] for name in (first, *some)}
        best = max(shares, key=lambda name: shares[name])
        if shares[best] > shares[first]:
            found.take("parent", best, *found.why["parent"])


def check_links(one: Candidate, found: Found) -> None:
    """Say how many of the superiors are found; a column of which hardly one is found is not taken for that of superiors."""
    for key in ("parent", *(f"line:{kind}" for kind in found.lines)):
        name = found.keys.get(key) or found.lines.get(key.removeprefix("line:"))
        if name is None:
            continue
        share, count = resolved(one, found, name)
        if count and share < 0.3 and key == "parent":
            found.without["parent"] = found.keys.pop("parent")
            message = Message.of("only {share}% of its values are found among the rows", share=round(share * 100))
            found.why["parent"] = (UNSURE, message)
        elif count:
            message = Message.of(
                "the heading is known, and {share}% of its values are found among the rows", share=round(share * 100)
            )
            found.why[key] = (SURE if share > 0.9 else LIKELY, message)


def named_rows(one: Candidate, found: Found, name: str) -> str:
    """Say of a column under a heading that is not known that its values name other rows, as those of superiors do; empty where they do not."""
    if found.rows == "units" or "parent" not in found.keys:
        return ""
    share, count = resolved(one, found, name)
    if count < _FEWEST_NAMED or share < _MOST_NAMED:
        return ""
    return Message.of(
        "{share}% of its values name rows of the table; where these are superiors of a further kind, say {how}",
        share=round(share * 100), how=f"lines: {{{slug(name, 'other').replace('-', '_')}: {name}}}",
    )  # fmt: skip


_FEWEST_NAMED, _MOST_NAMED = 2, 0.9


def resolved(one: Candidate, found: Found, name: str) -> tuple[float, int]:
    """Give which part of the superiors that a column names is found among the rows, and how many it names."""
    ids = one.texts(found.keys["id"]) if "id" in found.keys else [f"#{row}" for row in range(len(one.texts(name)))]
    names = [
        names_by(zip(names, ids, strict=True))
        for key in ("also", "person_id", "person", "name")
        if key in found.keys
        for names in _names(one, found, key)
    ]
    aliases = Aliases(filter(None, ids), lambda: names)
    texts = [text for text in dict.fromkeys(one.texts(name)) if text]
    if not texts:
        return 0.0, 0
    return sum(aliases.find(text) is not None or aliases.is_shared(text) for text in texts) / len(texts), len(texts)


def _names(one: Candidate, found: Found, key: str) -> list[list[str]]:
    """Give the names of rows in a column; with first names that stand in another one before them, and behind."""
    texts = one.texts(found.keys[key])
    if key != "person" or "given" not in found.keys:
        return [texts]
    pairs = list(zip(one.texts(found.keys["given"]), texts, strict=True))
    return [[" ".join(filter(None, pair)) for pair in some] for some in (pairs, [pair[::-1] for pair in pairs])]
