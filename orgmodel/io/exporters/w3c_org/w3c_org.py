"""Structures and lineage as linked data: the W3C Organization Ontology, and CPOV on top of it, as Turtle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from orgmodel.core.ledger import Lineage
from orgmodel.core.names import UNKNOWN_LANGUAGE
from orgmodel.core.problems import Problem
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.core.writing import write_all
from orgmodel.io.exporters.change_events import Event, events_of
from orgmodel.io.exporters.losses import frame_not_carried, not_carried
from orgmodel.io.exporters.plain import by_key, head_known_last
from orgmodel.io.exporters.w3c_org.losses import is_solid, last_lives, unsaid
from orgmodel.io.exporters.w3c_org.turtle import Predicates, Turtle, add_to, address, literal

_PREFIXES = {
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
BASE = "urn:orgmodel:"
"""What addresses begin with where no base is given: names that lead nowhere, and claim nothing on the web."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_CARRIED = {
    "units": ("id", "names", "kind", "parent", "begins"),
    "posts": ("id", "unit", "titles", "rank"),
    "persons": ("id", "name"),
    "incumbencies": ("person", "post"),
    "functions": ("unit", "function", "names"),
    "lines": ("kind", "from_", "to"),
    "ended": ("unit", "ends"),
}


def export_w3c_org(
    structure: Structure,
    path: Path,
    *,
    base: str = "",
    lineage: Sequence[Lineage] = (),
    before: Structure | None = None,
    force: bool = False,
) -> list[Problem]:
    """Write a structure as Turtle in the W3C Organization Ontology; what it has no place for comes back as warnings.

    With the lineage of a run, and the structure ``before`` it, every operation that made units of others is an
    ``org:ChangeEvent`` with its ``originalOrganization`` and ``resultingOrganization``; the units that ended are there by
    name, and with ``schema:dissolutionDate`` where the day is known. ``base`` is what the addresses of units and posts
    begin with. The same input gives the same bytes.
    """
    return _export(structure, path, base or BASE, lineage, before, public=False, force=force)


def export_cpov(
    structure: Structure,
    path: Path,
    *,
    base: str = "",
    lineage: Sequence[Lineage] = (),
    before: Structure | None = None,
    force: bool = False,
) -> list[Problem]:
    """Write a structure as Turtle in the Core Public Organisation Vocabulary 2.1, which is the W3C's with public organisations."""
    return _export(structure, path, base or BASE, lineage, before, public=True, force=force)


def _export(
    structure: Structure,
    path: Path,
    base: str,
    lineage: Sequence[Lineage],
    before: Structure | None,
    *,
    public: bool,
    force: bool,
) -> list[Problem]:
    writing = _Writing(base, public=public)
    writing.structure(structure)
    events = events_of(lineage)
    writing.ended(structure)
    writing.events(events, structure, before)
    write_all({path: head_known_last(writing.turtle.head, writing.blocks(structure))}, force=force)
    format = "CPOV" if public else "The W3C Organization Ontology"
    return [
        *frame_not_carried(structure, format),
        *not_carried(structure, _CARRIED, format),
        *unsaid(structure, events, lineage, format),
    ]


class _Writing:
    """Write one graph; addresses are made of ids, quoted."""

    def __init__(self, base: str, *, public: bool) -> None:
        self.turtle = Turtle(_PREFIXES)
        self.base = base if base.endswith((":", "/", "#")) else f"{base}/"
        self.public = public
        self.superiors: dict[str, list[str]] = {}  # of posts, which are written as they are read

    def address(self, kind: str, id: str) -> str:
        return address(f"{self.place(kind)}{quote(id, safe='')}")

    def place(self, kind: str) -> str:
        return f"{self.base}{kind}{':' if self.base.startswith('urn:') else '/'}"

    def blocks(self, structure: Structure) -> Iterator[str]:
        """Write what is gathered, and the posts as they are read."""
        return self.turtle.blocks(address(self.place("post"))[:-1], self.posts(structure))

    def add(self, subject: str, predicate: str, value: str) -> None:
        self.turtle.add(subject, predicate, value)

    def names(self, subject: str, names: Iterable[tuple[str, str]]) -> None:
        for text in self.labels(names):
            self.add(subject, "skos:prefLabel", text)

    def labels(self, names: Iterable[tuple[str, str]]) -> Iterator[str]:
        unknown = UNKNOWN_LANGUAGE if self.public else None  # CPOV wants a language with every label
        for code, text in names:
            language = unknown if code in ("", UNKNOWN_LANGUAGE) else code
            yield literal(text, language=language)

    def date(self, text: str | None) -> str | None:
        """Give a date as a literal of its precision, or None where it is not known."""
        if not text or text == "?":
            return None
        precise = "date" if _DAY.fullmatch(text) else "gYearMonth" if _MONTH.fullmatch(text) else "gYear"
        return literal(text, datatype=f"xsd:{precise}")

    def structure(self, structure: Structure) -> None:
        for unit in by_key(structure.units):
            self.unit(unit, internal=structure.terms.counts(unit.kind) == "internal")
        self.lines(structure)
        for person in by_key(structure.table("persons")):
            here = self.address("person", person.id)
            self.add(here, "a", "foaf:Person")
            self.add(here, "foaf:name", literal(person.name or person.id))
        for one in by_key(structure.table("incumbencies")):
            self.add(self.address("person", one.person), "org:holds", self.address("post", one.post))
        for one in by_key(structure.functions):
            function = self.address("function", one.function)
            self.add(self.address("unit", one.unit), "org:purpose", function)
            self.add(function, "a", "skos:Concept")
            self.names(function, one.names)

    def posts(self, structure: Structure) -> Iterator[tuple[str, Predicates]]:
        """Give the posts in the order of their addresses."""
        table = structure.posts
        rows = np.flatnonzero(table.live).tolist()
        ids = table.strings.values_of(table.column("id")[rows])
        addresses = [self.address("post", id) for id in ids]
        order = sorted(range(len(rows)), key=addresses.__getitem__)
        for at, post in zip(order, table.each([rows[at] for at in order]), strict=True):
            said: Predicates = {"a": "org:Post", "org:postIn": self.address("unit", post.unit)}
            said["dct:identifier"] = literal(post.id)  # org:identifier would make it an organisation
            for text in self.labels(post.titles or [("", post.id)]):
                add_to(said, "skos:prefLabel", text)
            role = said["org:role"] = self.address("rank", post.rank)
            self.add(role, "a", "org:Role")
            self.add(role, "skos:prefLabel", literal(post.rank))
            for superior in self.superiors.get(addresses[at], ()):
                add_to(said, "org:reportsTo", superior)
            yield addresses[at], said

    def unit(self, unit: Any, *, internal: bool, ends: str | None = None) -> None:
        here = self.address("unit", unit.id)
        self.add(here, "a", "org:Organization")
        self.add(here, "a", "org:OrganizationalUnit" if internal else "org:FormalOrganization")
        if self.public:
            self.add(here, "a", "cv:PublicOrganisation")
        self.add(here, "org:identifier", literal(unit.id))
        self.names(here, unit.names or [("", unit.id)])
        kind = self.address("kind", unit.kind)
        self.add(here, "org:classification", kind)
        self.add(kind, "a", "skos:Concept")
        self.add(kind, "skos:prefLabel", literal(unit.kind))
        if unit.parent is not None and ends is None:  # what ended has no place in the chart any more
            above = self.address("unit", unit.parent)
            self.add(here, "org:subOrganizationOf", above)
            self.add(above, "org:hasSubOrganization", here)
        for predicate, text in (("schema:foundingDate", unit.begins), ("schema:dissolutionDate", ends)):
            if (date := self.date(text)) is not None:
                self.add(here, predicate, date)

    def lines(self, structure: Structure) -> None:
        posts, units = structure.posts, structure.units
        for line in by_key(structure.lines):
            of_posts = [posts.row(id) >= 0 for id in (line.from_, line.to)]
            if not all(post or units.row(id) >= 0 for post, id in zip(of_posts, (line.from_, line.to), strict=True)):
                continue
            start, end = (
                self.address("post" if post else "unit", id)
                for post, id in zip(of_posts, (line.from_, line.to), strict=True)
            )
            if is_solid(structure, line) and of_posts[0]:
                self.superiors.setdefault(start, []).append(end)
            elif is_solid(structure, line):
                self.add(start, "org:reportsTo", end)
            elif not any(of_posts):  # what org:linkedTo joins are organisations
                self.add(start, "org:linkedTo", end)

    def ended(self, structure: Structure) -> None:
        """Write the last life of every ended unit of which the end is dated; without a date it would seem to live."""
        for one in last_lives(structure).values():
            if self.date(one.ends) is not None:
                internal = structure.terms.counts(one.unit.kind) == "internal"
                self.unit(one.unit, internal=internal, ends=one.ends)

    def events(self, events: Sequence[Event], structure: Structure, before: Structure | None) -> None:
        gone: dict[str, str | None] = {}
        lives = last_lives(structure)
        for number, event in enumerate(events, start=1):
            here = self.address("event", f"{number}")
            self.add(here, "a", "org:ChangeEvent")
            self.add(here, "dct:description", literal(event.description, language="en"))
            for ids, predicate, inverse in (
                (event.originals, "org:originalOrganization", "org:changedBy"),
                (event.results, "org:resultingOrganization", "org:resultedFrom"),
            ):
                for id in ids:
                    self.add(here, predicate, self.address("unit", id))
                    self.add(self.address("unit", id), inverse, here)
            if event.date and _DAY.fullmatch(event.date):
                moment = literal(f"{event.date}T00:00:00", datatype="xsd:dateTime")
                self.add(here, "prov:startedAtTime", moment)
                self.add(here, "prov:endedAtTime", moment)
            gone |= {id: event.date for id in (*event.originals, *event.results) if structure.units.get(id) is None}
        for id, date in gone.items():
            ended = lives.get(id)
            record: Any = before.units.get(id) if before is not None else None
            record = record or (ended.unit if ended else None)
            if ended and self.date(ended.ends) is not None:
                continue  # it is there already
            if record is not None:
                self.unit(record, internal=structure.terms.counts(record.kind) == "internal", ends=date or "?")
            else:
                self.unit(Unit(id), internal=False)
