"""Columns whose headings are not known, taken by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from operator import eq

from orgmodel.core.messages import Message
from orgmodel.io.importers.dates import conventions_of, read_dates
from orgmodel.io.importers.hierarchy.aliases import alike
from orgmodel.io.importers.hierarchy.map import PLACING
from orgmodel.io.importers.known.tables import lineage_language, plain
from orgmodel.io.importers.proposal.column_values import (
    is_coded,
    is_count,
    is_date,
    is_fte,
    is_id,
    is_kind,
    is_name,
    is_numbering_of_rows,
    is_parent,
    is_status,
    numbers_among,
)
from orgmodel.io.importers.proposal.figures_asked import ask_what_is_counted
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, UNSURE
from orgmodel.io.importers.proposal.sheets import Candidate

_CODE = re.compile(r"(?=.*[0-9])[\w./-]+|[A-Z]{1,6}")


def by_values(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take columns whose headings are not known by what stands in them."""
    used = {*found.keys.values(), *found.lines.values(), *found.sorts, *taken}
    free = {name: one.texts(name) for name in one.columns if name not in used and one.heading(name) is None}
    shaped = found.keys.keys() & PLACING
    placed = bool(taken) and found.rows == "units"
    if "id" not in found.keys and "parent" not in found.keys and not shaped and not placed:
        parted = partial(_are_ids, free=free, named="name" in found.keys)
        codes = {name: texts for name, texts in free.items() if not _are_numbers_behind(one, found, name, free)}
        named = {name: texts for name, texts in codes.items() if parted(texts) and _is_named(texts, free)}
        _take_first(
            found,
            named or (codes if not taken else {}),
            "id",
            parted,
            Message.of("its values are all there and all different"),
        )
        free.pop(found.keys.get("id", ""), None)
    if "parent" not in found.keys and "id" in found.keys and not shaped and not placed:
        ids = set(one.texts(found.keys["id"]))
        _take_first(
            found, free, "parent", lambda texts: is_parent(texts, ids), Message.of("its values are ids of other rows")
        )
    if "parent" not in found.keys and not shaped and not taken:
        _take_parents_by_name(one, found, free)
    if (
        "unit" in found.keys
        and found.keys["unit"] != ASK
        and not found.keys.keys() & {"parent", "unit_parent"}
        and not taken
    ):
        _take_unit_above(one, found, free)
    _take_first(found, free, "status", is_status, Message.of("its values are known words of status"))
    if found.rows == "units":
        _take_first(found, free, "kind", is_kind, Message.of("its values are known kinds of unit"))
    _take_dates(one, found, free)
    if "fte" not in found.keys:
        _take_first(found, free, "fte", is_fte, Message.of("its values are parts of one"), UNSURE)
    if found.rows != "units" and not taken:
        _unit_by_superiors(one, found, free)
    if found.rows == "units" and "name" not in found.keys and found.why.get("id", ("",))[0] == LIKELY:
        worded = [text for text in one.texts(found.keys["id"]) if not _CODE.fullmatch(text)]
        if len(worded) * 2 > len(one.texts(found.keys["id"])):
            found.take("name", found.keys["id"], LIKELY, Message.of("its values are words"))
    if "name" not in found.keys and "person" not in found.keys and not (found.rows == "units" and taken):
        _take_first(found, free, "name", is_name, Message.of("its values are words"), UNSURE)
    if found.rows != "units" and not found.keys.keys() & {"unit", "unit_name"} and not taken and not shaped:
        _take_unit(found, free)
    if (
        not found.keys.keys() & {"authorized", "filled"}
        and not found.sorts
        and (found.rows == "units" or "id" not in found.keys)
    ):
        ask_what_is_counted(
            found,
            {name: texts for name, texts in free.items() if is_count(texts) and not _numbers_rows(one, name, texts)},
        )


def _numbers_rows(one: Candidate, name: str, texts: list[str]) -> bool:
    """Tell whether a column numbers its rows."""
    told = plain(name) in _NUMBER_OF_ROW or (len(texts) >= _MANY_ROWS and name == one.columns[0])
    return told and is_numbering_of_rows(texts)


_NUMBER_OF_ROW = frozenset(
    (
        "no",
        "nr",
        "n",
        "lfd nr",
        "lfd",
        "s no",
        "sl no",
        "sr no",
        "num",
        "º",
        "nº",
        "n º",
        "序号",
        "編號",
        "番号",
        "번호",
        "연번",
        "순번",
    )
)
_MANY_ROWS = 4


def _are_ids(texts: list[str], free: dict[str, list[str]], named: bool) -> bool:
    """Tell whether a column may hold ids: counts are none, nor words beside names, unless another column names them."""
    if not is_id(texts) or is_fte(texts):
        return False
    if is_coded(texts) or is_numbering_of_rows(texts):
        return True
    if not numbers_among(texts) and (not named or all(map(_CODE.fullmatch, texts))):
        return True
    return _is_named(texts, free)


def _is_named(texts: list[str], free: dict[str, list[str]]) -> bool:
    """Tell whether another column names values of one as those of other rows, as one of superiors does."""
    ids = set(texts)
    return any(
        not all(other) and is_parent(other, ids) and not any(map(eq, other, texts))
        for other in free.values()
        if other is not texts
    )


def _are_numbers_behind(one: Candidate, found: Found, name: str, free: dict[str, list[str]]) -> bool:
    """Tell whether numbers stand behind the names of posts and nothing refers to them: they are pay, or a telephone's."""
    texts, named = free[name], found.keys.get("name", ASK)
    if found.rows == "units" or named not in one.columns or one.columns.index(name) < one.columns.index(named):
        return False
    numbers = set(texts)
    return all(map(str.isdecimal, texts)) and not any(
        not all(other) and is_parent(other, numbers) for other in free.values() if other is not texts
    )


def _unit_by_superiors(one: Candidate, found: Found, free: dict[str, list[str]]) -> None:
    """Take of several columns of words the one that most rows share with their superior for that of units."""
    keys = found.keys
    worded = {name: texts for name, texts in free.items() if is_name(texts)}
    if keys.keys() & {"unit", "unit_name"} or not {"id", "parent"} <= keys.keys() or len(worded) < 2:
        return
    row_of = {id: row for row, id in enumerate(one.texts(keys["id"]))}
    pairs = [(row, row_of[text]) for row, text in enumerate(one.texts(keys["parent"])) if text in row_of]
    shares = {name: sum(texts[row] == texts[above] for row, above in pairs) for name, texts in worded.items()}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] * 4 >= len(pairs):
        found.take("unit", best, UNSURE, Message.of("most of its values are those of the superior's row"))
        del free[best]


def _take_parents_by_name(one: Candidate, found: Found, free: dict[str, list[str]]) -> None:
    """Take a column of names of other rows for that of superiors, where following them leads from each row to a top."""
    key = next((key for key in _NAMES[found.rows] if key in found.keys), "")
    names = list(map(alike, one.texts(found.keys[key]))) if key else []
    given = [name for name in names if name]
    if not given or len(set(given)) < len(given):
        return
    some = [name for name, texts in free.items() if _is_above(name, names, texts)]
    if len(some) > 1:
        why = Message.of(
            "several columns name other rows: {names}; which one names the superior?", names=", ".join(map(repr, some))
        )
        found.take("parent", ASK, OPEN, why)
    elif some:
        why = Message.of("its values are names of other rows, in {name!r}", name=found.keys[key])
        found.take("parent", some[0], LIKELY if found.rows == "units" else UNSURE, why)
        del free[some[0]]


def _take_unit_above(one: Candidate, found: Found, free: dict[str, list[str]]) -> None:
    """Take the one column of names of other units, the same in all rows of a unit, for that of the units above."""
    units = list(map(alike, one.texts(found.keys["unit"])))
    some = []
    for name, texts in free.items():
        pairs = sorted({pair for pair in zip(units, map(alike, texts), strict=True) if pair[0]})
        own = [unit for unit, _ in pairs]
        if len(set(own)) == len(own) and _is_above(name, own, [text for _, text in pairs]):
            some.append(name)
    if len(some) == 1:
        why = Message.of("its values are names of other rows, in {name!r}", name=found.keys["unit"])
        found.take("unit_parent", some[0], LIKELY, why)
        del free[some[0]]


def _is_above(name: str, names: list[str], texts: list[str]) -> bool:
    return leads_to_tops(names, list(map(alike, texts))) and not lineage_language([name])


_NAMES = {"units": ("name",), "posts": ("person", "also", "name"), "people": ("person", "also")}
"""The columns by whose names rows are called, by what they are."""


def leads_to_tops(names: list[str], above: list[str]) -> bool:
    """Tell whether most rows name another one, some the same, and going up from each comes to one that names none."""
    given = [text for text in above if text]
    if len(given) * 2 < len(above) or len(set(given)) == len(given) or not is_parent(above, set(filter(None, names))):
        return False
    over = {name: "" if text == name else text for name, text in zip(names, above, strict=True) if name}
    placed: set[str] = set()
    for start in over:
        way, at = dict[str, None](), start
        while at in over and at not in placed:
            if at in way:
                return False
            way[at] = None
            at = over[at]
        placed.update(way)
    return True


def _take_dates(one: Candidate, found: Found, free: dict[str, list[str]]) -> None:
    """Take two columns of dates as beginnings and ends: none ends before it begins, and some have not ended.

    Where the heading of ends is known, one column of days that none of them comes before holds the beginnings.
    """
    dated = [name for name, texts in free.items() if is_date(texts)]
    ends = one.texts(found.keys["ends"]) if "ends" in found.keys else None
    if "begins" in found.keys or len(dated) != (2 if ends is None else 1):
        return
    columns = [free[name] for name in dated] + ([] if ends is None else [ends])
    read = [read_dates(texts, conventions_of(texts)[0]).days for texts in columns]
    days = [[known.get(text) for text in texts] for texts, known in zip(columns, read, strict=True)]
    pairs = [(begin, end) for begin, end in zip(*days, strict=True) if begin and end]
    if all(begin <= end for begin, end in pairs) and not (ends is None and all(days[1])):
        for key, name in zip(("begins", "ends"), dated, strict=False):
            found.take(key, name, UNSURE, Message.of("its values are dates"))
            del free[name]


def _take_unit(found: Found, free: dict[str, list[str]]) -> None:
    """Take the one column of words that rows share as that of their units; where several may be it, ask."""
    some = [
        name
        for name, texts in free.items()
        if is_name(texts) and 1 < len(set(filter(None, texts))) < len(list(filter(None, texts)))
    ]
    if len(some) > 1:
        names = ", ".join(map(repr, some))
        found.take(
            "unit", ASK, OPEN, Message.of("which of these columns names the unit of each row: {names}?", names=names)
        )
    elif some:
        found.take("unit", some[0], UNSURE, Message.of("its values are words that many rows share"))
        del free[some[0]]


def _take_first(found: Found, free: dict[str, list[str]], key: str, test: object, why: str, sure: str = LIKELY) -> None:
    if key in found.keys:
        return
    for name, texts in free.items():
        if any(texts) and callable(test) and test(texts):
            found.take(key, name, sure, why)
            del free[name]
            return
