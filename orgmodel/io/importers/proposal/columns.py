"""Which column is what: by the table of headings, and where a heading is not known by the values under it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from orgmodel.core.messages import Message
from orgmodel.io.importers.dates import conventions_of, read_dates
from orgmodel.io.importers.hierarchy.aliases import Aliases, alike, names_by
from orgmodel.io.importers.hierarchy.map import TableMap
from orgmodel.io.importers.known.tables import heading, known_columns, plain, statuses
from orgmodel.io.importers.proposal.column_values import (
    is_count,
    is_date,
    is_fte,
    is_id,
    is_kind,
    is_name,
    is_parent,
    is_status,
    yes_or_no,
)
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, SURE, UNSURE
from orgmodel.io.importers.proposal.sheets import Candidate

_PERSON_WORDS = re.compile(
    r"employee|person|staff|hire|worker|nhân viên|manager|supervisor|display ?name|사번|社員|氏名|성명"
)
_POST_WORDS = re.compile(r"position|post\b|vacan|establishment|planstelle|biên chế|vị trí")
_UNIT_WORDS = re.compile(r"unit|organi[sz]ation|department|đơn vị|부서|部署|einheit|enhet|units")
_MANAGER = re.compile(r"manager|supervisor|vorgesetzt|người quản lý|상급자|上司")
_CODE = re.compile(r"(?=.*[0-9])[\w./-]+")
_MOST_NAMED = 0.5


@dataclass
class Found:
    """Hold what the columns of a table are taken for: the column of each key, with how sure and why."""

    rows: str
    keys: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    why: dict[str, tuple[str, str]] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)
    """Columns that are known by their headings and not used, by the key that they would be."""

    def take(self, key: str, name: str, certainty: str, why: str) -> None:
        """Take a column for a key, or for a kind of line (``line:KIND``)."""
        if key.startswith("line:"):
            self.lines[key.removeprefix("line:")] = name
        else:
            self.keys[key] = name
        self.why[key] = (certainty, why)


def rows_of(one: Candidate) -> tuple[str, str, str]:
    """Tell what the rows of a table are: units, posts or people, with how sure and why."""
    known = [(name, found) for name in one.columns if (found := heading(name)) is not None]
    called = f"{one.sheet} {one.file}".casefold()
    if not known and any(_tells_vacancies(one.texts(name)) for name in one.columns):
        return "posts", LIKELY, Message.of("some of its rows are vacant")
    not_units = [name for name, found in known if not found.meaning("units")]
    twice = [
        name
        for name, found in known
        if found.meaning("units") == "name" and found.meaning("posts").partition("|")[0] in ("unit", "name")
    ]
    named = {found.meaning("posts").partition("|")[0] for name, found in known if name in twice}
    managed = any(_MANAGER.search(plain(name)) for name, _ in known)
    titled = any(found.meaning("posts") == "name" for _, found in known)
    if not not_units and len(named) < 2 and not (managed and titled):
        if known:
            return "units", SURE if _UNIT_WORDS.search(called) else LIKELY, Message.of("all its headings are of units")
        return "units", UNSURE, Message.of("no heading says that it is of posts or people")
    of_posts = {found.meaning("posts").partition("|")[0] for _, found in known}
    if of_posts & {"authorized", "filled"} and not of_posts & {
        "id",
        "name",
        "person",
        "person_id",
        "category",
        "status",
    }:
        return "units", LIKELY, Message.of("nothing names a post or person in it, and its figures are of units")
    holders = [name for name, found in known if found.meaning("posts") == "person"]
    held = [any(filter(None, row)) for row in zip(*map(one.texts, holders), strict=True)] if holders else []
    vacant = any(
        (meant := statuses().get(plain(text))) == "vacant" or (meant == "frozen" and not (held and held[row]))
        for name, found in known
        if found.meaning("posts") in ("status", "person")
        for row, text in enumerate(one.texts(name))
    )
    if vacant:
        return "posts", SURE, Message.of("some of its rows are vacant")
    posts = [
        name for name, found in known if found.meaning("people") == "post" or found.meaning("posts") == "authorized"
    ]
    if posts:
        return "posts", SURE, Message.of("{name!r} is of posts", name=posts[0])
    people = [name for name, found in known if found.meaning("posts") == "person_id"]
    people += [name for name, _ in known if _PERSON_WORDS.search(name.casefold())]
    if people:
        return "people", LIKELY, Message.of("{name!r} is of people", name=people[0])
    if _POST_WORDS.search(called) or not holders:
        return "posts", LIKELY, Message.of("it has titles, and no ids of people")
    return "people", UNSURE, Message.of("{name!r} is of people", name=holders[0])


def _tells_vacancies(texts: list[str]) -> bool:
    """Tell whether a column holds words of status, and some of them say that nobody is there."""
    return is_status(texts) and any(statuses().get(plain(text)) in ("vacant", "frozen") for text in set(texts))


def columns_of(one: Candidate, rows: str, taken: Collection[str] = ()) -> Found:
    """Take the columns of a table for what they are."""
    found = Found(rows)
    for key, name in known_columns([name for name in one.columns if name not in taken], rows).items():
        if key.startswith("line:") or key in TableMap.KEYS:
            found.take(key, name, SURE, Message.of("the heading is known"))
    _without_words(one, found)
    _ids_that_differ(one, found)
    _names_of_units(one, found)
    _codes(one, found, taken)
    _named_ids(one, found)
    _best_superiors(one, found, taken)
    _check_links(one, found)
    _by_values(one, found, taken)
    _ask_which_figure(one, found, taken)
    if rows == "people" and "name" in found.keys and "person" not in found.keys and _is_generic(found.keys["name"]):
        name = found.keys.pop("name")
        found.take("person", name, LIKELY, Message.of("rows are people, and another heading has no names"))
    return found


def _without_words(one: Candidate, found: Found) -> None:
    """Leave a column of status whose words are none: another one, or nothing, stands under the heading."""
    name = found.keys.get("status")
    if name is not None and not is_status(one.texts(name)) and not yes_or_no(name, one.texts(name)):
        del found.keys["status"]
        for other in one.columns:
            known = heading(other)
            if known is not None and known.meaning(found.rows) == "status" and _tells(other, one.texts(other)):
                found.take("status", other, SURE, Message.of("the heading is known"))
                return


def _tells(name: str, texts: list[str]) -> bool:
    return is_status(texts) or bool(yes_or_no(name, texts))


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
        known = heading(other)
        if other != name and known is not None and known.meaning(found.rows) == "id" and is_id(one.texts(other)):
            found.take("id", other, SURE, Message.of("the heading is known"))
            return


def _best_superiors(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take of several columns of superiors the one of which most are found among the rows; the first of those alike."""
    some = [
        name
        for name in one.columns
        if name not in taken and (known := heading(name)) is not None and known.meaning(found.rows) == "parent"
    ]
    if len(some) > 1 and "parent" in found.keys:
        first = found.keys["parent"]
        shares = {name: _resolved(one, found, name)[0] for name in (first, *some)}
        best = max(shares, key=lambda name: shares[name])
        if shares[best] > shares[first]:
            found.take("parent", best, *found.why["parent"])


def _ask_which_figure(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Ask which of several columns of one meaning counts, where they differ in a figure."""
    used = {*taken, *(name for key, name in found.keys.items() if key not in _FIGURES)}
    for key in _FIGURES:
        some = [
            name
            for name in one.columns
            if name not in used and (known := heading(name)) is not None and known.meaning(found.rows) == key
        ]
        first = found.keys.get(key)
        differ = [name for name in some if first is not None and one.texts(name) != one.texts(some[0])]
        if differ and any(map(any, map(one.texts, differ))):
            message = Message.of(
                "which of these columns is it, as they differ: {names}?", names=", ".join(map(repr, some))
            )
            found.take(key, ASK, OPEN, message)


_FIGURES = ("authorized", "filled", "fte", "pay")


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
        known = heading(name)
        if name in used or known is None or not {key for _, key in known.meanings} & _MAY_BE_IDS:
            continue
        if is_id(texts) and all(map(_CODE.fullmatch, texts)):
            found.take("id", name, LIKELY, Message.of("its values are all there and all different"))
            return


_MAY_BE_IDS = frozenset(("id", "also", "person_id", "unit", "name", "post", "name|person", "outline"))


def _names_of_units(one: Candidate, found: Found) -> None:
    """Take a second heading of units as that of their names; names alone stand for the units themselves."""
    used = {*found.keys.values(), *found.lines.values()}
    if "unit" in found.keys and "unit_name" not in found.keys and found.rows != "units":
        for name in one.columns:
            known = heading(name)
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
    if "unit_name" in found.keys and "unit" not in found.keys and "unit_parent" not in found.keys:
        found.take("unit", found.keys.pop("unit_name"), *found.why.pop("unit_name"))


_SEVERAL = {"id": "unit", "name": "unit_name", "parent": "unit_parent", "kind": "unit_kind"}
"""What the columns of a table of units are called where a unit has several rows, each of a sort of posts."""


def several_rows(one: Candidate, units: Found) -> Found | None:
    """Read a table of units in which ids repeat as one of posts with their units; None where no id does.

    Rows of several dates of one unit are no sorts of posts.
    """
    ids = [text for text in one.texts(units.keys["id"]) if text] if "id" in units.keys else []
    if len(set(ids)) == len(ids) or units.keys.keys() & {"begins", "ends"}:
        return None
    found = Found("posts")
    for key, name in units.keys.items():
        known = heading(name)
        sort = key == "kind" and known is not None and known.meaning("posts") == "category"
        certainty, why = units.why.get(key, (LIKELY, ""))
        found.take("category" if sort else _SEVERAL.get(key, key), name, certainty, why)
    used = set(found.keys.values())
    for name in one.columns:
        known = heading(name)
        if name not in used and known is not None and known.meaning("posts") == "name":
            found.take("name", name, LIKELY, Message.of("the heading is known"))
            break
    return found


def _is_generic(name: str) -> bool:
    known = heading(name)
    return known is not None and "|" in known.meaning("people")


def _named_ids(one: Candidate, found: Found) -> None:
    """Find the column whose values that of superiors names: the ids where no heading tells them, else other names of rows."""
    name = found.keys.get("parent")
    key = "id" if "id" not in found.keys else "also"
    if name is None or key in found.keys:
        return
    wanted = {alike(text) for text in one.texts(name) if text}
    share, _ = _resolved(one, found, name)
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


def _check_links(one: Candidate, found: Found) -> None:
    """Say how many of the superiors are found; a column of which hardly one is found is not taken for that of superiors."""
    for key in ("parent", *(f"line:{kind}" for kind in found.lines)):
        name = found.keys.get(key) or found.lines.get(key.removeprefix("line:"))
        if name is None:
            continue
        share, count = _resolved(one, found, name)
        if count and share < 0.3 and key == "parent":
            del found.keys["parent"]
            message = Message.of("only {share}% of its values are found among the rows", share=round(share * 100))
            found.why["parent"] = (UNSURE, message)
        elif count:
            message = Message.of(
                "the heading is known, and {share}% of its values are found among the rows", share=round(share * 100)
            )
            found.why[key] = (SURE if share > 0.9 else LIKELY, message)


def _resolved(one: Candidate, found: Found, name: str) -> tuple[float, int]:
    ids = one.texts(found.keys["id"]) if "id" in found.keys else [f"#{row}" for row in range(len(one.texts(name)))]
    names = [
        names_by(zip(one.texts(found.keys[key]), ids, strict=True))
        for key in ("also", "person_id", "person", "name")
        if key in found.keys
    ]
    aliases = Aliases(filter(None, ids), lambda: names)
    texts = [text for text in dict.fromkeys(one.texts(name)) if text]
    if not texts:
        return 0.0, 0
    return sum(aliases.find(text) is not None or aliases.is_shared(text) for text in texts) / len(texts), len(texts)


# -- by values -----------------------------------------------------------------------------------------------------------


def _by_values(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take columns whose headings are not known by what stands in them."""
    used = {*found.keys.values(), *found.lines.values(), *taken}
    free = {name: one.texts(name) for name in one.columns if name not in used and heading(name) is None}
    shaped = found.keys.keys() & {"path", "outline", "hierarchy"}
    if "id" not in found.keys and "parent" not in found.keys and not shaped and not taken:
        _take_first(found, free, "id", is_id, Message.of("its values are all there and all different"))
    if "parent" not in found.keys and "id" in found.keys and not shaped and not taken:
        ids = set(one.texts(found.keys["id"]))
        _take_first(
            found, free, "parent", lambda texts: is_parent(texts, ids), Message.of("its values are ids of other rows")
        )
    _take_first(found, free, "status", is_status, Message.of("its values are known words of status"))
    if found.rows == "units":
        _take_first(found, free, "kind", is_kind, Message.of("its values are known kinds of unit"))
    _take_dates(found, free)
    if "fte" not in found.keys:
        _take_first(found, free, "fte", is_fte, Message.of("its values are parts of one"), UNSURE)
    if found.rows != "units" and not taken:
        _unit_by_superiors(one, found, free)
    if "name" not in found.keys and "person" not in found.keys:
        _take_first(found, free, "name", is_name, Message.of("its values are words"), UNSURE)
    if found.rows != "units" and not found.keys.keys() & {"unit", "unit_name"} and not taken and not shaped:
        _take_unit(found, free)
    if not found.keys.keys() & {"authorized", "filled"} and (found.rows == "units" or "id" not in found.keys):
        for name, texts in free.items():
            if is_count(texts):
                why = Message.of(
                    "{name!r} counts something: posts authorized (a quota), or people present (filled: {name})?",
                    name=name,
                )
                found.take("authorized", ASK, OPEN, why)
                break


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


def _take_dates(found: Found, free: dict[str, list[str]]) -> None:
    """Take two columns of dates as beginnings and ends: none ends before it begins, and some have not ended."""
    dated = [name for name, texts in free.items() if is_date(texts)]
    if len(dated) != 2 or found.keys.keys() & {"begins", "ends"}:
        return
    read = [read_dates(free[name], conventions_of(free[name])[0]).days for name in dated]
    days = [[known.get(text) for text in free[name]] for name, known in zip(dated, read, strict=True)]
    pairs = [(begin, end) for begin, end in zip(*days, strict=True) if begin and end]
    if all(begin <= end for begin, end in pairs) and not all(days[1]):
        for key, name in zip(("begins", "ends"), dated, strict=True):
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
