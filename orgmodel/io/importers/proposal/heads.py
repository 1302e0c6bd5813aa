"""The column of a table of units that names who heads each of them, taken where names of persons stand in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import permutations

from orgmodel.core.messages import Message
from orgmodel.io.importers.known.heads import HEAD, ID, TITLE, head_signed, heads_told
from orgmodel.io.importers.known.holders import vacancy
from orgmodel.io.importers.known.tables import plain, statuses
from orgmodel.io.importers.proposal.column_values import are_codes, is_kind, is_name
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import LIKELY
from orgmodel.io.importers.proposal.level_values import filled, is_spanning
from orgmodel.io.importers.proposal.levels import above_of
from orgmodel.io.importers.proposal.sheets import Candidate
from orgmodel.io.importers.proposal.superiors import resolved

_MOST_UNITS = 0.3
_SEVERAL = 4
_FEWEST_SIGNS = 3


def take_heads(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take the first column that by its heading and values names the heads of units, and the one of their titles beside it.

    Where units stand in a column a level, those who head a coarser level are of the units of that one.
    """
    used = {*taken, *found.keys.values(), *found.lines.values()}
    levels = [name for name in one.columns if name in taken]
    above = {name: _are_above(one, name, levels) for name in one.columns if name not in used}
    for name, level in above.items():
        if level and level not in found.level_heads and _names_persons(one, found, name, repeat=True):
            found.level_heads[level] = name
            why = Message.of("each unit of {level!r} has one of its names, over several below", level=level)
            found.why[f"level_heads.{level}"] = (LIKELY, why)
    free = [name for name, level in above.items() if not level]
    _take_ids(one, found, free)
    head = next((name for name in free if heads_told(name) == HEAD and _names_persons(one, found, name)), "")
    if not head:
        return
    found.take(HEAD, head, LIKELY, Message.of("its heading is that of who heads a unit, and names stand in it"))
    title = next((name for name in free if heads_told(name) == TITLE and is_name(one.texts(name))), "")
    if title:
        found.take(TITLE, title, LIKELY, Message.of("its heading is that of titles of heads"))


def _take_ids(one: Candidate, found: Found, free: Sequence[str]) -> None:
    """Take a column of numbers or codes of those who head units for their ids, else one of their addresses."""
    for sign, why in (
        ("id", "its heading is that of ids of those who head units"),
        ("mail", "addresses tell who heads each unit"),
    ):
        name = next((one_ for one_ in free if head_signed(one_) == sign and _are_ids(one, found, one_, sign)), "")
        if name:
            found.take(ID, name, LIKELY, Message.of(why))
            return


def _are_ids(one: Candidate, found: Found, name: str, sign: str) -> bool:
    """Tell whether the values of a column may be ids or addresses of persons: no counts, and none of units of the table."""
    given = [text for text in one.texts(name) if text and not vacancy(text) and plain(text) not in statuses()]
    if not given:
        return False
    if sign == "mail":
        return sum("@" in text for text in given) * 2 > len(given)
    long = sum(len(text) >= _FEWEST_SIGNS for text in given)
    return long * 2 > len(given) and len(set(given)) * 2 > len(given) and resolved(one, found, name)[0] < _MOST_UNITS


def may_head_units(one: Candidate) -> set[str]:
    """Name the columns of who heads units in a table whose other headings are of units, each row another one below one of them.

    By themselves headings such as *Manager name* are of people.
    """
    heads = {name for name in one.columns if heads_told(name) or head_signed(name)}
    known = {name: said for name in one.columns if name not in heads and (said := one.heading(name)) is not None}
    if not heads or any(said.meanings and not said.meaning("units") for said in known.values()):
        return set()
    units = [name for name, said in known.items() if said.meaning("units") in ("id", "name")]
    names = [name for name in units if known[name].meaning("units") == "name"]
    listed = {text for name in units for text in one.texts(name) if text}
    once = any(all(texts := one.texts(name)) and len(set(texts)) == len(texts) for name in names)
    above = [
        text for name, said in known.items() if said.meaning("units") == "parent" for text in one.texts(name) if text
    ]
    return heads if once and above and sum(text in listed for text in above) * 2 > len(above) else set()


def _are_above(one: Candidate, name: str, levels: list[str]) -> str:
    """Name the coarser level of which a column has one head for each unit, who stands over several of a finer one; empty where there is none."""
    if not heads_told(name):
        return ""
    for coarse, fine in permutations(levels, 2):
        if above_of(one, coarse, fine) >= 0:
            continue
        units, heads, below = one.texts(coarse), one.texts(name), one.texts(fine)
        if is_spanning(units):
            if not any(head for unit, head in zip(units, heads, strict=True) if not unit):  # merged with their units
                heads = filled(heads)
            units = filled(units)
        pairs = {(unit, head) for unit, head in zip(units, heads, strict=True) if unit and head}
        over = {(head, under) for head, under in zip(heads, below, strict=True) if head and under}
        once = len({unit for unit, _ in pairs}) == len(pairs)
        if once and len({head for head, _ in over}) < len(over):
            return coarse
    return ""


def _names_persons(one: Candidate, found: Found, name: str, *, repeat: bool = False) -> bool:
    """Tell whether the words of a column may be names of persons: no codes, addresses, kinds, units, nor a few that repeat."""
    said = [text for text in one.texts(name) if any(map(str.isalnum, text))]
    given = [text for text in said if not vacancy(text) and plain(text) not in statuses()]
    if not given or not is_name(given) or is_kind(given):
        return False
    if sum("@" in text for text in given) * 2 > len(given) or are_codes(given):
        return False
    if not repeat and len(given) >= _SEVERAL and len(set(given)) * 2 <= len(given):
        return False
    return resolved(one, found, name)[0] < _MOST_UNITS
