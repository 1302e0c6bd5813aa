"""Which column is what: by the table of headings, and where a heading is not known by the values under it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import permutations

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.figures import IN_FTE, read_figures
from orgmodel.io.importers.hierarchy.map import PLACING, TableMap
from orgmodel.io.importers.known.holders import hold_given
from orgmodel.io.importers.known.tables import known_columns
from orgmodel.io.importers.proposal.by_values import by_values
from orgmodel.io.importers.proposal.column_values import (
    are_codes,
    has_decimals,
    is_count,
    is_id,
    is_name,
    is_status,
    yes_or_no,
)
from orgmodel.io.importers.proposal.figures_asked import ask_which_figure, which_is_quota
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, SURE
from orgmodel.io.importers.proposal.heads import take_heads
from orgmodel.io.importers.proposal.levels import columns_of_units, units_above
from orgmodel.io.importers.proposal.numbers_of_posts import ask_whether_numbers
from orgmodel.io.importers.proposal.sheets import Candidate
from orgmodel.io.importers.proposal.sorts_of_staff import take_sorts
from orgmodel.io.importers.proposal.superiors import best_superiors, check_links, named_ids


def columns_of(one: Candidate, rows: str, taken: Collection[str] = ()) -> Found:
    """Take the columns of a table for what they are."""
    found = Found(rows)
    for key, name in known_columns([name for name in one.columns if name not in taken], rows, one.heading).items():
        if key.startswith("line:") or key in TableMap.KEYS:
            found.take(key, name, SURE, Message.of("the heading is known"))
    _whole_names(one, found)
    _without_words(one, found)
    _ids_of_units(one, found)
    _ids_that_differ(one, found)
    _names_of_units(one, found)
    _codes(one, found, taken)
    named_ids(one, found)
    best_superiors(one, found, taken)
    check_links(one, found)
    if rows == "units":
        _units_above(one, found, taken)
        take_heads(one, found, taken)
        take_sorts(one, found, taken)
    by_values(one, found, taken)
    _sum_of_filled_and_vacant(one, found, taken)
    ask_which_figure(one, found, taken)
    ask_whether_numbers(one, found)
    _with_decimals(one, found)
    _without_differences(found)
    if (
        rows == "people"
        and "name" in found.keys
        and "person" not in found.keys
        and _is_generic(one, found.keys["name"])
    ):
        name = found.keys.pop("name")
        found.take("person", name, LIKELY, Message.of("rows are people, and another heading has no names"))
    return found


def _units_above(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take of two columns of names of units the one whose values are names of other rows for the units above them."""
    if taken or "name" not in found.keys or found.keys.keys() & {"parent", *PLACING}:
        return
    told = units_above(one, columns_of_units(one))
    if told is not None:
        name, above = told
        found.take("name", name, SURE, Message.of("the heading is known"))
        found.take("parent", above, LIKELY, Message.of("its values are names of other rows, in {name!r}", name=name))


def _whole_names(one: Candidate, found: Found) -> None:
    """Take a column of names that have the given names beside them for the persons, and no given name before them."""
    if "given" not in found.keys:
        return
    given = one.texts(found.keys["given"])
    called = (name for name in one.columns if (known := one.heading(name)) and known.meaning(found.rows) in _PERSONS)
    whole = next((name for name in called if hold_given(one.texts(name), given)), "")
    if not whole:
        return
    found.without["given"] = found.keys.pop("given")
    if found.keys.get("name") == whole:
        del found.keys["name"]
    found.take("person", whole, LIKELY, Message.of("its names have those in {name!r}", name=found.without["given"]))


_PERSONS = frozenset(("person", "name|person", "also"))


def _sum_of_filled_and_vacant(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take a column that is people present and vacancies together in each row for posts authorized: that is what they are of."""
    filled = found.keys.get("filled", ASK)
    if filled == ASK or "authorized" in found.keys or found.sorts:
        return
    used = {*taken, *(name for key, name in found.keys.items() if key != "vacancies"), *found.lines.values()}
    counts = {name: _numbers(texts) for name in one.columns if name not in used and is_count(texts := one.texts(name))}
    gaps = [
        name for name in counts if (known := one.heading(name)) is not None and known.meaning("units") == "vacancies"
    ]
    present = _numbers(one.texts(filled))
    for gap in gaps:
        sums = [people + vacant for people, vacant in zip(present, counts[gap], strict=True)]
        for name, numbers in counts.items():
            if (
                name not in gaps
                and one.heading(name) is None
                and numbers == sums
                and len(sums) > 1
                and any(counts[gap])
            ):
                why = Message.of("in each row it is {filled!r} and {gap!r} together", filled=filled, gap=gap)
                found.take("authorized", name, LIKELY, why)
                return
    if gaps or one.heading(filled) is None:
        return
    for name, gap in permutations([name for name in counts if one.heading(name) is None], 2):
        if (
            any(counts[gap])
            and [people + rest for people, rest in zip(present, counts[gap], strict=True)] == counts[name]
        ):
            found.take("authorized", ASK, OPEN, which_is_quota(name, filled, gap))
            return


def _numbers(texts: list[str]) -> list[int]:
    read = read_figures("filled", list(dict.fromkeys(texts))).numbers
    return [read[text] or 0 for text in texts]


def _with_decimals(one: Candidate, found: Found) -> None:
    """Take a column of posts or people in which parts of one stand for full-time equivalents too; what is whole counts as its heading says."""
    for key, fte in IN_FTE.items():
        name = found.keys.get(key, ASK)
        if name == ASK or fte in found.keys or found.rows == "people" or not has_decimals(one.texts(name)):
            continue
        why = (
            "parts of posts stand in it: it is full-time equivalents, and only its whole figures count posts or people"
        )
        found.take(fte, name, LIKELY, Message.of(why))


def _without_differences(found: Found) -> None:
    """Leave vacancies beside quota and people, of which they are the difference."""
    if {"authorized", "filled", "vacancies"} <= found.keys.keys():
        found.without["vacancies"] = found.keys.pop("vacancies")
    elif "vacancies" in found.keys and found.keys["vacancies"] != ASK:
        why = Message.of("carried as a fact of each unit; neither posts authorized nor people are made of it")
        found.why["vacancies"] = (SURE, why)


def _without_words(one: Candidate, found: Found) -> None:
    """Leave a column of status whose words are none: another one, or nothing, stands under the heading."""
    name = found.keys.get("status")
    if name is not None and not is_status(one.texts(name)) and not yes_or_no(name, one.texts(name)):
        del found.keys["status"]
        for other in one.columns:
            known = one.heading(other)
            if known is not None and known.meaning(found.rows) == "status" and _tells(other, one.texts(other)):
                found.take("status", other, SURE, Message.of("the heading is known"))
                return


def _tells(name: str, texts: list[str]) -> bool:
    return is_status(texts) or bool(yes_or_no(name, texts))


def _ids_of_units(one: Candidate, found: Found) -> None:
    """Take a column of codes that go with the units, and not with the posts, for the ids of the units."""
    name, unit = found.keys.get("id"), found.keys.get("unit", found.keys.get("unit_name"))
    title = found.keys.get("name")
    if found.rows != "posts" or not (name and unit and title) or {"unit", "unit_name"} <= found.keys.keys():
        return
    known = one.heading(name)
    if known is None or known.meaning("units") != "id":
        return
    rows = list(zip(one.texts(name), one.texts(unit), one.texts(title), strict=True))
    pairs = {(code, text) for code, text, _ in rows}
    codes, units = {code for code, _ in pairs}, {text for _, text in pairs}
    if len(codes) != len(pairs) or len(units) != len(pairs) or len(pairs) < 2 or "" in codes:
        return
    if len({(code, post) for code, _, post in rows}) == len(codes):  # rows of one code are one post
        return
    why = Message.of("each of its values goes with one of {name!r}, and several posts have one", name=unit)
    del found.keys["id"]
    found.keys.pop("unit", None)
    found.take("unit_name", unit, *found.why.get("unit", (SURE, Message.of("the heading is known"))))
    found.take("unit", name, LIKELY, why)


def _ids_that_differ(one: Candidate, found: Found) -> None:
    """Leave a column of ids in which most repeat, as codes of jobs do; another one of ids is taken where there is one."""
    name = found.keys.get("id")
    if name is None or found.rows == "units" or "begins" in found.keys:
        return
    given = [text for text in one.texts(name) if text]
    if not given or len(set(given)) * 2 > len(given):
        return
    del found.keys["id"]
    found.without["id"] = name
    for other in one.columns:
        known = one.heading(other)
        if other != name and known is not None and known.meaning(found.rows) == "id" and is_id(one.texts(other)):
            found.take("id", other, SURE, Message.of("the heading is known"))
            return


def _codes(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take a column of codes beside one of titles or names for the ids (Position, Position title)."""
    if "id" in found.keys or taken:
        return
    if "also" in found.keys:
        found.take("id", found.keys.pop("also"), *found.why.pop("also"))
        return
    used = {*found.keys.values(), *found.lines.values()}
    for name in one.columns:
        texts = one.texts(name)
        known = one.heading(name)
        if name in used or known is None or not {key for _, key in known.meanings} & _MAY_BE_IDS:
            continue
        if is_id(texts) and are_codes(texts):
            found.take("id", name, LIKELY, Message.of("its values are all there and all different"))
            return


_MAY_BE_IDS = frozenset(("id", "also", "person_id", "unit", "name", "post", "name|person", "outline"))


def _names_of_units(one: Candidate, found: Found) -> None:
    """Take a second heading of units as that of their names; names alone stand for the units themselves."""
    used = {*found.keys.values(), *found.lines.values()}
    if "unit" in found.keys and "unit_name" not in found.keys and found.rows != "units":
        for name in one.columns:
            known = one.heading(name)
            if (
                name not in used
                and known is not None
                and known.meaning(found.rows) == "unit"
                and is_name(one.texts(name))
            ):
                found.take(
                    "unit_name",
                    name,
                    LIKELY,
                    Message.of("its values are the names of the codes in {name!r}", name=found.keys["unit"]),
                )
                break
    _unit_above(one, found)
    if "unit_name" in found.keys and "unit" not in found.keys and "unit_parent" not in found.keys:
        found.take("unit", found.keys.pop("unit_name"), *found.why.pop("unit_name"))


def _unit_above(one: Candidate, found: Found) -> None:
    """Take words that hold several units each for what stands above these: a code has one name."""
    if not {"unit", "unit_name"} <= found.keys.keys() or "unit_parent" in found.keys:
        return
    above, name = found.keys["unit"], found.keys["unit_name"]
    words, names = one.texts(above), one.texts(name)
    pairs = {pair for pair in zip(words, names, strict=True) if all(pair)}
    several = 2 * len(pairs) >= 3 * len({word for word, _ in pairs})  # and no name in two spellings
    if several and is_name(words) and not any(are_codes([word]) for word in words):
        found.take("unit", name, *found.why.pop("unit_name"))
        del found.keys["unit_name"]
        found.take(
            "unit_parent", above, LIKELY, Message.of("several of {name!r} stand under one of its values", name=name)
        )


_SEVERAL = {"id": "unit", "name": "unit_name", "parent": "unit_parent", "kind": "unit_kind"}
"""What the columns of a table of units are called where a unit has several rows, each of a sort of posts."""


def several_rows(one: Candidate, units: Found) -> Found | None:
    """Read a table of units in which ids repeat as one of posts with their units; None where no id does.

    Rows of several dates of one unit are no sorts of posts.
    """
    ids = [text for text in one.texts(units.keys["id"]) if text] if "id" in units.keys else []
    if len(set(ids)) == len(ids) or units.keys.keys() & {"begins", "ends"}:
        return None
    return _sorts_of_posts(one, units)


def several_names(one: Candidate, units: Found) -> Found | None:
    """Read a table of units without codes in which names repeat as one of posts with their units; None where no name does."""
    names = [text for text in one.texts(units.keys["name"]) if text] if "name" in units.keys else []
    counted = units.keys.keys() & {"authorized", "filled", "fte"}
    if "id" in units.keys or not counted or len(set(names)) == len(names) or units.keys.keys() & {"begins", "ends"}:
        return None
    found = _sorts_of_posts(one, units)
    found.take("unit", found.keys.pop("unit_name"), *found.why.pop("unit_name"))
    return found


def _sorts_of_posts(one: Candidate, units: Found) -> Found:
    found = Found("posts")
    for key, name in units.keys.items():
        known = one.heading(name)
        sort = key == "kind" and known is not None and known.meaning("posts") == "category"
        certainty, why = units.why.get(key, (LIKELY, ""))
        found.take("category" if sort else _SEVERAL.get(key, key), name, certainty, why)
    used = set(found.keys.values())
    for name in one.columns:
        known = one.heading(name)
        if name not in used and known is not None and known.meaning("posts") == "name":
            found.take("name", name, LIKELY, Message.of("the heading is known"))
            break
    return found


def _is_generic(one: Candidate, name: str) -> bool:
    known = one.heading(name)
    return known is not None and "|" in known.meaning("people")
