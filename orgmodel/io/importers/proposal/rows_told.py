"""What the rows of a table are, units, posts or people: by its headings, by words of vacancies, by who names whom."""

from __future__ import annotations

import re

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.aliases import alike
from orgmodel.io.importers.known.holders import doubtful, vacancy
from orgmodel.io.importers.known.tables import ROWS, plain, rank_of, statuses
from orgmodel.io.importers.proposal.column_values import is_id, is_status
from orgmodel.io.importers.proposal.guess import LIKELY, OPEN, SURE, UNSURE
from orgmodel.io.importers.proposal.heads import may_head_units
from orgmodel.io.importers.proposal.sheets import Candidate

_PERSON_WORDS = re.compile(
    r"employee|person|staff|hire|worker|nhân viên|manager|supervisor|display ?name|사번|社員|氏名|성명"
)
_POST_WORDS = re.compile(r"position|post\b|vacan|establishment|planstelle|biên chế|vị trí")
_UNIT_WORDS = re.compile(r"unit|organi[sz]ation|department|đơn vị|부서|部署|einheit|enhet|units")
_MANAGER = re.compile(r"manager|supervisor|vorgesetzt|người quản lý|상급자|上司")


def rows_of(one: Candidate) -> tuple[str, str, str]:
    """Tell what the rows of a table are: units, posts or people, with how sure and why."""
    heads = may_head_units(one)
    known = [(name, found) for name in one.columns if name not in heads and (found := one.heading(name)) is not None]
    called = f"{one.sheet} {one.file}".casefold()
    if not known and any(tells_vacancies(one.texts(name)) for name in one.columns):
        return "posts", LIKELY, Message.of("some of its rows are vacant")
    not_units = [name for name, found in known if not found.meaning("units") and any(map(found.meaning, ROWS))]
    twice = [
        name
        for name, found in known
        if found.meaning("units") == "name" and found.meaning("posts").partition("|")[0] in ("unit", "name")
    ]
    named = {found.meaning("posts").partition("|")[0] for name, found in known if name in twice}
    if not not_units and (why := lists_units(one)):
        return "units", SURE, why
    managed = any(_MANAGER.search(plain(name)) for name, _ in known)
    titled = any(found.meaning("posts") == "name" for _, found in known)
    if not not_units and len(named) < 2 and not (managed and titled):
        if known:
            return "units", SURE if _UNIT_WORDS.search(called) else LIKELY, Message.of("all its headings are of units")
        return "units", UNSURE, Message.of("no heading says that it is of posts or people")
    of_posts = {found.meaning("posts").partition("|")[0] for _, found in known}
    if of_posts & {"authorized", "filled", "fte_authorized"} and not of_posts & {
        "id",
        "name",
        "person",
        "person_id",
        "category",
        "status",
    }:
        return "units", LIKELY, Message.of("nothing names a post or person in it, and its figures are of units")
    holders = [name for name, found in known if found.meaning("posts") == "person"]
    held = (
        [any(text and not vacancy(text) for text in row) for row in zip(*map(one.texts, holders), strict=True)]
        if holders
        else []
    )
    vacant = any(
        (meant := vacancy(text)) == "vacant" or (meant == "frozen" and not (held and held[row]))
        for name, found in known
        if found.meaning("posts") in ("status", "person")
        for row, text in enumerate(one.texts(name))
    ) or any(doubtful(one.texts(name)) for name in holders)
    if vacant:
        return "posts", SURE, Message.of("some of its rows are vacant")
    posts = [
        name for name, found in known if found.meaning("people") == "post" or found.meaning("posts") == "authorized"
    ]
    if posts:
        return "posts", SURE, Message.of("{name!r} is of posts", name=posts[0])
    people = [name for name, found in known if found.meaning("posts") == "person_id"]
    if holders and _names_nobody(
        one, [*holders, *people], [name for name, found in known if found.meaning("posts") == "name"]
    ):
        return "posts", LIKELY, Message.of("some of its rows have a title and name nobody")
    people += [name for name, _ in known if _PERSON_WORDS.search(name.casefold())]
    if people:
        return "people", LIKELY, Message.of("{name!r} is of people", name=people[0])
    if not holders and not _POST_WORDS.search(called) and _may_be_people(one, [one_ for one_, _ in known]):
        return "posts", OPEN, Message.of("are its rows posts, or people? no heading tells: posts or people")
    if _POST_WORDS.search(called) or not holders:
        return "posts", LIKELY, Message.of("it has titles, and no ids of people")
    return "people", UNSURE, Message.of("{name!r} is of people", name=holders[0])


def _may_be_people(one: Candidate, known: list[str]) -> bool:
    """Tell whether the one heading of titles may be of names of persons: it speaks of names alone, and those below it are of several words and all differ."""
    titles = [
        name for name in known if (said := one.heading(name)) and said.meaning("posts").partition("|")[0] == "name"
    ]
    if len(titles) != 1 or (said := one.heading(titles[0])) is None or "|" not in said.meaning("people"):
        return False
    given = [text for text in one.texts(titles[0]) if text]
    worded = sum(len(text.split()) > 1 or _EAST_ASIAN_NAME.fullmatch(text) is not None for text in given)
    ranked = sum(bool(rank_of(text)) for text in given)
    return len(given) > 1 and len(set(given)) == len(given) and worded * 2 > len(given) and not ranked


_EAST_ASIAN_NAME = re.compile("[\u3400-\u9fff\uac00-\ud7af]{2,4}")


def _names_nobody(one: Candidate, people: list[str], titles: list[str]) -> bool:
    """Tell whether a row has a title of a post and no name or id of a person."""
    named = zip(*map(one.texts, people), strict=True)
    titled = zip(*map(one.texts, titles), strict=True) if titles else ()
    return any(all(title) and not any(row) for title, row in zip(titled, named, strict=False))


def lists_units(one: Candidate) -> str:
    """Say why each row is a unit: no unit stands in two rows, and superiors are such units, or figures of units stand there."""
    known = [(name, found) for name in one.columns if (found := one.heading(name)) is not None]
    units = [
        name for name, found in known if found.meaning("posts") == "unit" and found.meaning("units") in ("name", "id")
    ]
    once = [name for name in units if is_id(one.texts(name))]
    said = {found.meaning("posts") for name, found in known if name not in units}
    if not once or {"id", "name"} <= said:  # an id and a title beside the unit are those of a post in it
        return ""
    listed = set(map(alike, one.texts(once[0])))
    parents = [name for name, found in known if found.meaning("units") == "parent"]
    for name in parents:
        given = set(map(alike, filter(None, one.texts(name))))
        if given and len(given & listed) * 2 >= len(given):
            return Message.of("each row is another unit, and {name!r} names units of other rows", name=name)
    figures = [name for name, found in known if found.meaning("units") in ("authorized", "filled")]
    if figures and all(any(map(str.isdigit, text)) and " " not in text for text in one.texts(once[0])):
        return Message.of("each row is another unit, and {name!r} counts", name=figures[0])
    return ""


def tells_vacancies(texts: list[str]) -> bool:
    """Tell whether a column holds words of status, and some of them say that nobody is there."""
    return is_status(texts) and any(statuses().get(plain(text)) in ("vacant", "frozen") for text in set(texts))
