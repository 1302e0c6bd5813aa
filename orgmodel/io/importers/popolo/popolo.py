"""Popolo: organizations, posts, people and memberships as JSON (popoloproject.com)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from orgmodel.core.categorical import Categorical
from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.names import UNKNOWN_LANGUAGE, names_of, spoken_in
from orgmodel.core.problems import ERROR, Location, Problem, nearest
from orgmodel.core.records import Attribute, Document, Ended, Incumbency, Person, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io import cells
from orgmodel.io.importers.hierarchy.links import beside_loops, by_parent, without_scopes
from orgmodel.io.importers.hierarchy.placed import Placed, RowLines
from orgmodel.io.importers.imported import NOTE, Imported, Report, in_order
from orgmodel.io.importers.popolo.keys import CARRIED, IDENTIFIER, KEYS
from orgmodel.io.importers.source import MOST_ROWS, too_many
from orgmodel.io.importers.texts import Texts
from orgmodel.io.json_text import read_json

LARGEST = 50_000_000
"""The most bytes of a file to import: a small text may stand for many objects."""


@gc_paused()
def import_popolo(path: Path, *, as_of: str | None = None, language: str = UNKNOWN_LANGUAGE) -> Imported:
    """Import Popolo JSON: a list of organizations, or an object with organizations, posts, persons and memberships.

    A row of the account is an item of its list, counted from 1. Identifiers become attributes by scheme; a membership
    with a post becomes an incumbency. Of a post the source tells neither quota nor occupancy, so both stay missing.
    ``language`` is that of the names, of which Popolo says nothing.
    """
    problems: list[Problem] = []
    data = read_json(path, problems, limit=LARGEST, keep_invisible=True)
    lists = _lists(data, path, problems) if data is not None or not problems else None
    if lists is None:
        return Imported(Structure.of(), in_order(problems))
    if (items := sum(map(len, lists.values()))) > MOST_ROWS:
        return Imported(Structure.of(), (too_many(str(path), items),))
    reading = _Reading(path, lists, as_of, language)
    records = reading.records()
    if not lists["organizations"]:
        reading.reports["organizations"].whole("EMPTY_FILE", "it lists no organization", severity=ERROR)
    others = [f"[{key}]" for key in data if key not in lists and data[key]] if isinstance(data, dict) else []
    return Imported(
        Structure.of(records, terms=Vocabulary(language=spoken_in(language)), as_of=as_of),
        in_order([*problems, *(one for report in reading.reports.values() for one in report.problems)]),
        sum(len(items) for items in lists.values()),
        (*others, *reading.not_carried()),
    )


def _lists(data: Any, path: Path, problems: list[Problem]) -> dict[str, list[Any]] | None:
    if isinstance(data, list):
        return {"organizations": data}
    if isinstance(data, dict) and isinstance(data.get("organizations"), list):
        return {name: data[name] for name in KEYS if isinstance(data.get(name), list)}
    message = "Popolo is a list of organizations, or an object with the key organizations"
    problems.append(Problem("NOT_POPOLO", message, location=Location(str(path))))
    return None


class _Reading:
    """Read the lists of one file into records, class by class."""

    def __init__(self, path: Path, lists: dict[str, list[Any]], as_of: str | None, language: str) -> None:
        self.path = path
        self.as_of = as_of
        self.language = language
        one = len(lists) == 1
        self.reports = {name: Report(str(path) if one else f"{path}[{name}]") for name in lists}
        self.items = {name: self._sound(name, items) for name, items in lists.items()}

    def _sound(self, name: str, items: list[Any]) -> list[tuple[int, dict[str, Any]]]:
        report = self.reports[name]
        sound = []
        unknown: Counter[str] = Counter()
        for row, item in enumerate(items, start=1):
            if isinstance(item, dict):
                sound.append((row, item))
                unknown.update(key for key in item if key not in KEYS[name])
                for one in _dicts(item.get("identifiers")):
                    unknown.update(f"identifiers.{key}" for key in one if key not in IDENTIFIER)
            else:
                report.row(row, "NOT_AN_OBJECT", "the item is no object; it is left out", severity=ERROR)
        for key, count in sorted(unknown.items()):
            known = [f"identifiers.{each}" for each in IDENTIFIER] if "." in key else KEYS[name]
            report.whole(
                "UNKNOWN_KEY",
                Message.of(
                    "{count} items have a key {key!r}, which is none of Popolo's{hint}; it is not read",
                    count=count,
                    key=key,
                    hint=nearest(key, known),
                ),
            )
        return sound

    def not_carried(self) -> tuple[str, ...]:
        left = {
            (name, key)
            for name, items in self.items.items()
            for _, item in items
            for key in item
            if item[key]
            and key not in CARRIED[name]
            and not (name == "posts" and key == "role" and not item.get("label"))
        }
        return tuple(
            f"{name}.{key}"
            for name in self.items
            for key in KEYS[name]
            if (name, key) in left and not key.startswith("@")
        )

    def records(self) -> list[Record]:
        title = names_of(**{self.language: self.path.name})
        records: list[Record] = [
            Document("popolo", kind="dataset", date=self.as_of, title=title, note="src gives the item")
        ]
        units = list(self._units())
        records += units
        here = {unit.id for unit in units if isinstance(unit, Unit)}
        posts = list(self._posts(here))
        records += posts
        records += self._people({post.id for post in posts if isinstance(post, Post)})
        return records

    def _units(self) -> Iterable[Record]:
        report = self.reports["organizations"]
        items = dict(self.items["organizations"])
        texts = Texts(report)
        ids = [""] + [texts.id(items.get(row, {}).get("id"), row) for row in range(1, max(items, default=0) + 1)]
        parents = [""] + [
            texts.id(items.get(row, {}).get("parent_id") or _dict(items.get(row, {}).get("parent")).get("id"), row)
            for row in range(1, max(items, default=0) + 1)
        ]
        rows = RowLines.of((row, row) for row, item in items.items() if not self._is_to_come(item, row, texts))
        rows = without_scopes(rows, coded := Categorical.of(ids), report)
        left_out = {ids[row] for row in items} - {ids[row] for row, _ in rows}
        placed = by_parent(rows, coded, Categorical.of(parents), [""], report, left_out=left_out)
        for one in beside_loops(placed, report).each():
            yield from self._unit(one, items[one.row], texts)

    def _is_to_come(self, item: dict[str, Any], row: int, texts: Texts) -> bool:
        """Tell whether an organization begins only after the date asked for; such a one is left out, and told."""
        begins = texts.date(item.get("founding_date"), row) if self.as_of is not None else None
        if begins is None or self.as_of is None or cells.first_day(begins) <= cells.first_day(self.as_of):
            return False
        message = Message.of("it begins on {begins}, after {as_of}; it is left out", begins=begins, as_of=self.as_of)
        self.reports["organizations"].row(
            row, "NOT_BEGUN", message, severity=NOTE, subject=texts.id(item.get("id"), row)
        )
        return True

    def _unit(self, one: Placed, item: dict[str, Any], texts: Texts) -> Iterable[Record]:
        src = f"popolo:{one.row}"
        unit = Unit(
            one.id,
            names_of(**{self.language: texts.text(item.get("name"), one.row)}),
            texts.text(item.get("classification"), one.row) or "agency",
            area=texts.text(item.get("area_id"), one.row),
            parent=one.parent,
            begins=texts.date(item.get("founding_date"), one.row),
            src=src,
        )
        ends = texts.date(item.get("dissolution_date"), one.row)
        if ends and (self.as_of is None or cells.first_day(ends) <= cells.first_day(self.as_of)):
            yield Ended(unit, ends)
            return
        yield unit
        given: dict[str, str] = {}
        for identifier in _dicts(item.get("identifiers")):
            name = texts.text(identifier.get("scheme"), one.row) or "identifier"
            value = texts.text(identifier.get("identifier"), one.row)
            if value and name not in given:
                given[name] = value
                yield Attribute(one.id, name, value, src)
            elif value and value != given[name]:
                message = Message.of(
                    "a second identifier of the scheme {name!r}, {value!r}; it is left out", name=name, value=value
                )
                self.reports["organizations"].row(one.row, "SECOND_IDENTIFIER", message, subject=one.id)

    def _posts(self, units: set[str]) -> Iterable[Record]:
        report = self.reports.get("posts")
        if report is None:
            return
        texts = Texts(report)
        seen: set[str] = set()
        for row, item in self.items["posts"]:
            id, unit = texts.id(item.get("id"), row), _reference(item, "organization", texts, row)
            if not id or id in seen or id in units:
                message = (
                    "the post has no id of its own; it is left out"
                    if not id
                    else Message.of("the id {id!r} is taken; the post is left out", id=id)
                )
                report.row(row, "DUPLICATE_ID" if id else "MISSING_ID", message, severity=ERROR, subject=id)
            elif unit not in units:
                report.row(
                    row,
                    "UNKNOWN_UNIT",
                    Message.of(
                        "no organization {unit!r}{hint}; the post is left out", unit=unit, hint=nearest(unit, units)
                    ),
                    severity=ERROR,
                    subject=id,
                )
            else:
                seen.add(id)
                title = texts.text(item.get("label") or item.get("role"), row)
                yield Post(
                    id, unit, names_of(**{self.language: title}), "unknown", authorized=None, src=f"popolo:{row}"
                )

    def _people(self, posts: set[str]) -> Iterable[Record]:
        persons: dict[str, Person] = {}
        report = self.reports.get("persons")
        if report is not None:
            texts = Texts(report)
            for row, item in self.items["persons"]:
                id = texts.id(item.get("id"), row)
                if not id or id in persons:
                    report.row(
                        row,
                        "DUPLICATE_ID" if id else "MISSING_ID",
                        "the person has no id of its own; it is left out",
                        severity=ERROR,
                    )
                    continue
                born = texts.date(item.get("birth_date"), row)
                persons[id] = Person(
                    id,
                    texts.text(item.get("name"), row),
                    born,
                    texts.text(item.get("gender"), row),
                    src=f"popolo:{row}",
                )
        yield from persons.values()
        yield from self._incumbencies(posts, set(persons))

    def _incumbencies(self, posts: set[str], persons: set[str]) -> Iterable[Record]:
        report = self.reports.get("memberships")
        if report is None:
            return
        texts = Texts(report)
        seen: set[tuple[str, str]] = set()
        held: Counter[str] = Counter()
        for row, item in self.items["memberships"]:
            person, post = _reference(item, "person", texts, row), _reference(item, "post", texts, row)
            ends = texts.date(item.get("end_date"), row)
            if ends and (self.as_of is None or cells.first_day(ends) <= cells.first_day(self.as_of)):
                report.row(
                    row, "ENDED", Message.of("the membership ended on {ends}; it is left out", ends=ends), severity=NOTE
                )
            elif not post:
                report.row(
                    row,
                    "NO_POST",
                    "a membership without a post; it is left out, since people hold posts here",
                    severity=ERROR,
                )
            elif post not in posts or person not in persons:
                what = (
                    Message.of("post {post!r}{hint}", post=post, hint=nearest(post, posts))
                    if post not in posts
                    else Message.of("person {person!r}{hint}", person=person, hint=nearest(person, persons))
                )
                report.row(
                    row,
                    "UNKNOWN_REFERENCE",
                    Message.of("no {what}; the membership is left out", what=what),
                    severity=ERROR,
                )
            elif (person, post) in seen:
                report.row(
                    row,
                    "DUPLICATE_ID",
                    Message.of(
                        "{person!r} holds {post!r} in another membership already; it is left out",
                        person=person,
                        post=post,
                    ),
                    severity=ERROR,
                )
            else:
                seen.add((person, post))
                begins = texts.date(item.get("start_date"), row)
                yield Incumbency(person, post, order=held[person], begins=begins, src=f"popolo:{row}")
                held[person] += 1


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _reference(item: dict[str, Any], key: str, texts: Texts, row: int) -> str:
    """Give the id of what an item refers to: ``<key>_id``, or the id of an object under ``<key>``."""
    return texts.id(item.get(f"{key}_id") or _dict(item.get(key)).get("id"), row)
