"""Linked data as plain triples: read by rdflib from a local file, with nothing fetched and no XML."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from orgmodel.core.characters import nfc, unfit
from orgmodel.core.integrity import is_scope
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem
from orgmodel.io.decoding import hidden_escapes, read_text, strange_character
from orgmodel.io.importers.imported import Report
from orgmodel.io.importers.texts import Texts
from orgmodel.io.json_text import parse_json

LARGEST = 20_000_000
"""The most bytes that a file of linked data may have."""

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NO_ADDRESS = re.compile(r"[\s<>\"{}|\\^`]")
_FORMATS = {".ttl": "turtle", ".turtle": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".json": "json-ld"}


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Name a resource: by its address, or by a number where it has none (in no order that means anything)."""

    address: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Literal:
    """Hold a text with its language, if it has one."""

    text: str
    language: str | None


class Triples:
    """Hold the triples of a graph by predicate, both ways."""

    def __init__(self, triples: Iterable[tuple[Subject, str, Subject | Literal]]) -> None:
        """Sort triples in."""
        self._out: dict[str, dict[Subject, list[Subject | Literal]]] = {}
        self._in: dict[str, dict[Subject, set[Subject]]] = {}
        for subject, predicate, value in triples:
            self._out.setdefault(predicate, {}).setdefault(subject, []).append(value)
            if isinstance(value, Subject):
                self._in.setdefault(predicate, {}).setdefault(value, set()).add(subject)

    def subjects(self) -> set[Subject]:
        """Give the resources of which anything is said."""
        return {one for by_subject in self._out.values() for one in by_subject}

    def of_types(self, types: Collection[str]) -> set[Subject]:
        """Give the resources that have one of some types."""
        by_type = self._in.get(_TYPE, {})
        return {one for type_ in types for one in by_type.get(Subject(type_), ())}

    def linked(self, *predicates: str, ends: bool = False) -> set[Subject]:
        """Give the resources from which some predicates lead, and with ``ends`` those to which they lead."""
        starts = {one for predicate in predicates for one in self._out.get(predicate, ())}
        return starts | {one for predicate in predicates for one in self._in.get(predicate, ())} if ends else starts

    def objects_of(self, predicate: str) -> set[Subject]:
        """Give the resources to which a predicate leads."""
        return set(self._in.get(predicate, ()))

    def objects(self, subject: Subject, predicate: str) -> set[Subject]:
        """Give the resources to which a predicate leads from one."""
        return {one for one in self._out.get(predicate, {}).get(subject, ()) if isinstance(one, Subject)}

    def either(self, subject: Subject, there: Iterable[str], back: Iterable[str]) -> set[Subject]:
        """Give the resources to which some predicates lead from one, or from which their inverses lead to it."""
        found = {one for predicate in there for one in self.objects(subject, predicate)}
        return found | {one for predicate in back for one in self._in.get(predicate, {}).get(subject, ())}

    def texts(self, subject: Subject, predicate: str) -> list[tuple[str, str | None]]:
        """Give the texts under a predicate with their languages, sorted."""
        found = [one for one in self._out.get(predicate, {}).get(subject, ()) if isinstance(one, Literal)]
        return sorted(((one.text, one.language) for one in found), key=lambda one: (one[1] or "", one[0]))

    def ids(self, resources: Iterable[Subject], identifiers: Sequence[str]) -> dict[Subject, str]:
        """Give each resource a short id that no other has: its identifier, the end of its address, or the address.

        Of the predicates that give identifiers the first that a resource has counts. None means a scope: an address that
        would stands between angle brackets.
        """
        named = [one for one in resources if one.address]
        wanted = {}
        for one in named:
            given = ([text for text, _ in self.texts(one, each) if text] for each in identifiers)
            own = next((texts for texts in given if texts), [])
            wanted[one] = (own[0] if len(own) == 1 else self.short(one)).strip()  # as cells of tables are read
        counts = Counter(wanted.values())
        fits = {
            one: id if id and counts[id] == 1 and not is_scope(id) else one.address.strip()
            for one, id in wanted.items()
        }
        return {one: f"<{id}>" if is_scope(id) else id for one, id in fits.items()}

    def short(self, resource: Subject) -> str:
        """Give the last part of an address; those of a URN are parted by colons."""
        address = resource.address.rstrip("/#").replace("#", "/")
        return unquote(address.rsplit(":" if address.startswith("urn:") and "/" not in address else "/", 1)[-1])

    def date(self, text: str, row: int, report: Report) -> str | None:
        """Read a date, the time of day left out."""
        return Texts(report).date(text, row)

    def predicates_beside(self, carried: Collection[str]) -> tuple[str, ...]:
        """List the predicates, as they stand in the file, that are not among some."""
        return tuple(sorted(predicate for predicate in self._out if predicate not in carried and predicate != _TYPE))


def read_triples(path: Path, problems: list[Problem]) -> Triples | None:
    """Read Turtle, N-Triples or JSON-LD; None after a problem that leaves nothing to read.

    RDF/XML is refused, since XML can make a parser fetch and expand what a file names; so is JSON-LD whose context
    stands elsewhere.
    """
    syntax = _FORMATS.get(path.suffix.lower())
    if syntax is None:
        message = Message.of(
            "linked data is read from {formats}, not {suffix}",
            formats=", ".join(_FORMATS),
            suffix=path.suffix or Message.of("a file without a suffix"),
        )
        problems.append(
            Problem(
                "UNKNOWN_FORMAT",
                Message.of("{message}; convert RDF/XML to Turtle first", message=message),
                location=Location(str(path)),
            )
        )
        return None
    text = read_text(path, limit=LARGEST, problems=problems)
    if text is None or (syntax == "json-ld" and not _is_local(text, str(path), problems)):
        return None
    if syntax != "json-ld" and "\\" in text and hidden_escapes(text, str(path), problems):
        return None
    try:
        import rdflib
    except ImportError:
        message = Message.of("reading linked data needs rdflib: install orgmodel[linked-data]")
        problems.append(Problem("NEEDS_EXTRA", message, location=Location(str(path))))
        return None
    if text.lstrip().startswith(("<?xml", "<!DOCTYPE", "<rdf:RDF")):
        message = Message.of(
            "this is XML under the suffix {suffix}; convert RDF/XML to Turtle first", suffix=path.suffix
        )
        problems.append(Problem("UNKNOWN_FORMAT", message, location=Location(str(path), 1)))
        return None
    graph = rdflib.Graph()
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # what it says of addresses is told below
    try:
        graph.parse(data=text, format=syntax, publicID="urn:orgmodel:file/")
    except RecursionError:
        message = Message.of("the data is nested too deeply to be an organisation")
        problems.append(Problem("TOO_DEEP", message, location=Location(str(path))))
        return None
    except Exception as error:  # noqa: BLE001  # rdflib's parsers raise whatever they trip over
        problems.append(_syntax(error, str(path)))
        return None
    triples = Triples(_plain(graph, rdflib))
    _check_addresses(triples, str(path), problems)
    hidden = [one for one in _hidden_in_addresses(triples) if one is not None]
    problems += [one.at(Location(str(path))) for one in hidden]
    return None if hidden else triples


def _hidden_in_addresses(triples: Triples) -> Iterable[Problem | None]:
    """Report characters that stand in addresses, be it as percent codes, and that no id may hold; ids are made of these."""
    for address in sorted(
        {one.address for one in triples.subjects() if "%" in one.address or not one.address.isascii()}
    ):
        text = unquote(address)
        at = unfit(text)
        if at is not None:
            yield replace(strange_character(text[at], None), subject=address[:80])


def _check_addresses(triples: Triples, file: str, problems: list[Problem]) -> None:
    """Warn of addresses with characters that no address has."""
    bad = sorted(one.address for one in triples.subjects() if _NO_ADDRESS.search(one.address))
    if bad:
        message = Message.of(
            "{count} resources have an address with characters that none may have, such as {address!r}; "
            "it is kept as it stands",
            count=len(bad),
            address=bad[0][:80],
        )
        problems.append(Problem("BAD_ADDRESS", message, location=Location(file), severity=WARNING))


def _plain(graph: Any, rdflib: Any) -> Iterable[tuple[Subject, str, Subject | Literal]]:
    """Turn the terms of rdflib into ours; resources without an address are numbered."""
    numbers: dict[Any, int] = {}

    def subject(term: Any) -> Subject:
        if isinstance(term, rdflib.BNode):
            return Subject("", numbers.setdefault(term, len(numbers) + 1))
        return Subject(str(term))

    for one, predicate, value in graph:
        if isinstance(value, rdflib.Literal):
            yield subject(one), str(predicate), Literal(nfc(str(value)), value.language)
        else:
            yield subject(one), str(predicate), subject(value)


def _is_local(text: str, file: str, problems: list[Problem]) -> bool:
    """Refuse JSON-LD that names a context elsewhere, which a reader would fetch."""
    before = len(problems)
    data = parse_json(text, file, problems)
    if data is None:
        if len(problems) == before:
            problems.append(Problem("SYNTAX", "JSON-LD is an object or a list", location=Location(file)))
        return False
    stack = [data]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack.extend(one)
        elif isinstance(one, dict):
            contexts = one.get("@context")
            listed = contexts if isinstance(contexts, list) else [contexts]
            remote = [each for each in listed if isinstance(each, str)]
            remote += [str(each["@import"]) for each in listed if isinstance(each, dict) and "@import" in each]
            if remote:
                message = Message.of(
                    "its context stands elsewhere ({remote}), and nothing is fetched; write the context into the file",
                    remote=remote[0][:80],
                )
                problems.append(Problem("REMOTE_CONTEXT", message, location=Location(file)))
                return False
            stack.extend(one.values())
    return True


def _syntax(error: Exception, file: str) -> Problem:
    line, at, text = getattr(error, "lines", 0), getattr(error, "_i", -1), getattr(error, "_str", b"")
    if isinstance(text, bytes | str) and isinstance(at, int) and at >= 0:
        line = (text.encode() if isinstance(text, str) else text).count(b"\n", 0, at)
    said = getattr(error, "_why", "") or next(iter(str(error).strip().splitlines()), "")
    first = said[:200] or Message.of("it cannot be parsed")
    place = Location(file, line + 1 if isinstance(line, int) else 0)
    return Problem(
        "SYNTAX", Message.of("not linked data in the syntax of its suffix: {first}", first=first), location=place
    )
