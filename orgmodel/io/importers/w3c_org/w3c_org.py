"""The W3C Organization Ontology as Turtle or JSON-LD: organisations, posts, who holds them and who reports to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from orgmodel.core.messages import Message
from orgmodel.core.names import UNKNOWN_LANGUAGE, is_language, names_of, spoken_in
from orgmodel.core.problems import ERROR, nearest
from orgmodel.core.records import Document, Ended, Function, Incumbency, Line, Person, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io import cells
from orgmodel.io.importers.hierarchy.links import without_loops
from orgmodel.io.importers.hierarchy.placed import Placed
from orgmodel.io.importers.imported import NOTE, Imported, Report, in_order
from orgmodel.io.importers.w3c_org.linked_data import Subject, Triples, read_triples

ORG = "http://www.w3.org/ns/org#"
_CARRIED = {
    f"{ORG}{name}"
    for name in (
        "subOrganizationOf", "hasSubOrganization", "unitOf", "hasUnit", "classification", "identifier", "purpose",
        "postIn", "hasPost", "reportsTo", "linkedTo", "holds", "heldBy", "originalOrganization", "resultingOrganization",
        "changedBy", "resultedFrom",
    )
}  # fmt: skip
_UNITS = tuple(
    f"{ORG}{name}"
    for name in ("Organization", "FormalOrganization", "OrganizationalUnit", "OrganizationalCollaboration")
)
_PUBLIC = "http://data.europa.eu/m8g/PublicOrganisation"
_PEOPLE = ("http://xmlns.com/foaf/0.1/Person", "http://www.w3.org/ns/person#Person", "http://xmlns.com/foaf/0.1/Agent")
_LABELS = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://xmlns.com/foaf/0.1/name",
    "http://purl.org/dc/terms/title",
)
_DISSOLVED = ("https://schema.org/dissolutionDate", "http://schema.org/dissolutionDate")
_IDENTIFIERS = (f"{ORG}identifier", "http://purl.org/dc/terms/identifier")
_RANK = re.compile(r".*[:/]rank[:/](head|deputy|staff|unknown)")
_FOUNDED = ("https://schema.org/foundingDate", "http://schema.org/foundingDate")


def import_w3c_org(path: Path, *, as_of: str | None = None, language: str = UNKNOWN_LANGUAGE) -> Imported:
    """Import linked data in the W3C Organization Ontology (or CPOV, which stands on it), without touching a network.

    A row of the account is a resource: organisations, posts, people, memberships and change events, each in the order
    of their addresses. Ids are ``org:identifier`` or ``dct:identifier`` where one is given and unique, else the last part
    of an address where that is unique, else the address. An organisation that was dissolved (by the date of the
    structure, where one is given) is an ended unit. ``language`` is that of labels without a language tag.
    """
    report = Report(str(path))
    triples = read_triples(path, report.problems)
    if triples is None:
        return Imported(Structure.of(), in_order(report.problems))
    reading = _Reading(triples, report, language, as_of)
    if not reading.rows:
        message = "nothing in it is an organisation, a post or a person of the W3C Organization Ontology"
        report.whole("NO_ORGANISATION", message, severity=ERROR)
    title = names_of(**{language: path.name})
    records: list[Record] = [
        Document("w3c-org", kind="dataset", date=as_of, title=title, note="src gives the resource")
    ]
    records += reading.records()
    ranks_only = all(_RANK.fullmatch(one.address) for one in triples.objects_of(f"{ORG}role"))
    roles = {f"{ORG}role"} if ranks_only else set()
    return Imported(
        Structure.of(records, terms=Vocabulary(language=spoken_in(language)), as_of=as_of),
        in_order(report.problems),
        len(reading.rows),
        triples.predicates_beside({*_CARRIED, *_LABELS, *_FOUNDED, *_DISSOLVED, *_IDENTIFIERS, *roles}),
    )


class _Reading:
    """Read the resources of a graph, each once, in the order of their addresses."""

    def __init__(self, triples: Triples, report: Report, language: str, as_of: str | None) -> None:
        self.triples = triples
        self.report = report
        self.language = language
        self.as_of = as_of
        above = [f"{ORG}{name}" for name in ("subOrganizationOf", "unitOf", "hasSubOrganization", "hasUnit")]
        units = triples.of_types((*_UNITS, _PUBLIC)) | triples.linked(*above, ends=True)
        posts = triples.of_types((f"{ORG}Post",)) | triples.linked(f"{ORG}postIn", f"{ORG}heldBy")
        posts |= triples.objects_of(f"{ORG}hasPost") | triples.objects_of(f"{ORG}holds")
        people = triples.of_types(_PEOPLE) | triples.linked(f"{ORG}holds") | triples.objects_of(f"{ORG}heldBy")
        events, memberships = (triples.of_types((f"{ORG}{name}",)) for name in ("ChangeEvent", "Membership"))
        self.units = sorted(units - posts - events - memberships)
        self.posts = sorted(posts)
        self.people = sorted(people - units - posts)
        self.events = sorted(events, key=lambda one: (one.address, self._originals(one)))
        self.memberships = sorted(memberships)
        resources = [*self.units, *self.posts, *self.people, *self.memberships, *self.events]
        self.rows = {one: row for row, one in enumerate(dict.fromkeys(resources), start=1)}
        self.ids = triples.ids([*self.units, *self.posts, *self.people], _IDENTIFIERS)

    def records(self) -> list[Record]:
        named = self._named(self.units, "organisation")
        ended = {one: ends for one in named if (ends := self._end(one))}
        units = [one for one in named if one not in ended]
        posts = self._named(self.posts, "post")
        people = self._named(self.people, "person")
        records: list[Record] = list(self._units(units))
        for one, ends in ended.items():
            records.append(Ended(self._unit(one, None), ends))
        here = {one for one in posts if self._check_post(one, set(units))}
        records += [post for one in posts if one in here for post in self._post(one)]
        for one in people:
            records.append(Person(self.ids[one], self._label(one), src=self._src(one)))
        records += self._incumbencies(here, set(people))
        living = set(units)
        places = living | here
        for one in [*units, *(post for post in posts if post in here)]:
            records += self._lines(one, places)
            records += self._dotted(one, living)
        self._tell_others()
        return records

    def _named(self, resources: list[Subject], what: str) -> list[Subject]:
        """Leave out resources without an address, which nothing could refer to."""
        for one in resources:
            if not one.address:
                message = Message.of("a {what} without an address; it is left out: give it one", what=Message.of(what))
                self.report.row(self.rows[one], "ANONYMOUS", message, severity=ERROR)
        return [one for one in resources if one.address]

    def _src(self, one: Subject) -> str:
        return f"w3c-org:{self.rows[one]}"

    def _label(self, one: Subject) -> str:
        names = self._names(one)
        return dict(names).get(self.language) or (names[0][1] if names else "")

    def _names(self, one: Subject) -> tuple[tuple[str, str], ...]:
        for predicate in _LABELS:
            texts: dict[str, str] = {}
            for text, language in self.triples.texts(one, predicate):
                code = (language or self.language).split("-")[0].lower()
                code = self.language if code == UNKNOWN_LANGUAGE or not is_language(code) else code
                if texts.setdefault(code, text) != text:
                    self.report.row(
                        self.rows[one],
                        "NAME_TWICE",
                        Message.of(
                            "two names in one language; {texts!r} is taken and {text!r} is not",
                            texts=texts[code],
                            text=text,
                        ),
                    )
            if texts:
                return names_of(**texts)
        return ()

    def _units(self, units: list[Subject]) -> Iterable[Record]:
        here = set(units)
        placed = []
        for one in units:
            every = self.triples.either(
                one, (f"{ORG}subOrganizationOf", f"{ORG}unitOf"), (f"{ORG}hasSubOrganization", f"{ORG}hasUnit")
            )
            if one in every:
                message = "it is part of itself; that is left out"
                self.report.row(self.rows[one], "SELF_REPORT", message, subject=self.ids[one])
            above = sorted(every - {one})
            known = [each for each in above if each in here]
            if len(known) > 1:
                message = Message.of(
                    "it is part of {count} organisations ({known}), and a chart has one place for it",
                    count=len(known),
                    known=", ".join(self.ids[each] for each in known),
                )
                self.report.row(
                    self.rows[one],
                    "SEVERAL_PARENTS",
                    Message.of("{message}; it is kept at the top", message=message),
                    subject=self.ids[one],
                )
            elif not known and above:
                self.report.row(
                    self.rows[one],
                    "UNKNOWN_SUPERIOR",
                    "it is part of an organisation without an address, or that has ended; it is kept at the top",
                )
            placed.append(
                Placed(self.rows[one], self.rows[one], self.ids[one], self.ids[known[0]] if len(known) == 1 else None)
            )
        without_loops(placed, self.report)
        for one, place in zip(units, placed, strict=True):
            yield self._unit(one, place.parent)
            for purpose in sorted(self.triples.objects(one, f"{ORG}purpose")):
                name = self.triples.short(purpose) or "purpose"
                yield Function(place.id, name, self._names(purpose), src=self._src(one))

    def _unit(self, one: Subject, parent: str | None) -> Unit:
        begins = self._date(one, _FOUNDED)
        return Unit(self.ids[one], self._names(one), self._kind(one), parent=parent, begins=begins, src=self._src(one))

    def _date(self, one: Subject, predicates: Iterable[str]) -> str | None:
        texts = sorted(text for predicate in predicates for text, _ in self.triples.texts(one, predicate))
        return self.triples.date(texts[0], self.rows[one], self.report) if texts else None

    def _end(self, one: Subject) -> str | None:
        """Give the date of the end of an organisation that is no more at the date of the structure."""
        ends = self._date(one, _DISSOLVED)
        over = ends is not None and (self.as_of is None or cells.first_day(ends) <= cells.first_day(self.as_of))
        return ends if over else None

    def _kind(self, one: Subject) -> str:
        """Give the classification by its short name, or what the type says where there is none."""
        kinds = sorted(
            self.triples.short(each) for each in self.triples.objects(one, f"{ORG}classification") if each.address
        )
        if len(kinds) > 1:
            self.report.row(
                self.rows[one],
                "SEVERAL_KINDS",
                Message.of("{count} classifications; {kind!r} is taken as its kind", count=len(kinds), kind=kinds[0]),
            )
        return (
            kinds[0]
            if kinds
            else "internal"
            if one in self.triples.of_types((f"{ORG}OrganizationalUnit",))
            else "agency"
        )

    def _home(self, post: Subject) -> list[Subject]:
        return sorted(self.triples.either(post, (f"{ORG}postIn",), (f"{ORG}hasPost",)))

    def _check_post(self, post: Subject, units: set[Subject]) -> bool:
        homes = self._home(post)
        if len(homes) == 1 and homes[0] in units:
            return True
        what = (
            Message.of("in no organisation")
            if not homes
            else Message.of("in {count} organisations", count=len(homes))
            if len(homes) > 1
            else Message.of("in an organisation that is none")
        )
        self.report.row(
            self.rows[post],
            "UNKNOWN_UNIT",
            Message.of("the post is {what}; it is left out", what=what),
            severity=ERROR,
            subject=self.ids[post],
        )
        return False

    def _post(self, post: Subject) -> Iterable[Record]:
        home = self.ids[self._home(post)[0]]
        roles = [_RANK.fullmatch(role.address) for role in self.triples.objects(post, f"{ORG}role")]
        rank = roles[0][1] if len(roles) == 1 and roles[0] else "unknown"
        yield Post(self.ids[post], home, self._names(post), rank, authorized=None, src=self._src(post))

    def _incumbencies(self, posts: set[Subject], people: set[Subject]) -> Iterable[Record]:
        for person in sorted(people):
            held = sorted(self.triples.either(person, (f"{ORG}holds",), (f"{ORG}heldBy",)))
            for order, post in enumerate(one for one in held if one in posts):
                yield Incumbency(self.ids[person], self.ids[post], order=order, src=self._src(person))

    def _lines(self, one: Subject, here: set[Subject]) -> Iterable[Record]:
        for superior in sorted(self.triples.objects(one, f"{ORG}reportsTo")):
            if superior == one:
                self.report.row(
                    self.rows[one],
                    "SELF_REPORT",
                    "it reports to itself; the line is not written",
                    subject=self.ids[one],
                )
            elif superior in here:
                yield Line("administrative", self.ids[one], self.ids[superior], src=self._src(one))
            else:
                name = superior.address or Message.of("a resource without an address")
                hint = nearest(name, [each.address for each in here])
                self.report.row(
                    self.rows[one],
                    "UNKNOWN_SUPERIOR",
                    Message.of(
                        "it reports to {name!r}, which is no organisation or post here{hint}; the line is not written",
                        name=name,
                        hint=hint,
                    ),
                )

    def _dotted(self, one: Subject, units: set[Subject]) -> Iterable[Record]:
        """Read what an organisation is linked to as coordination, the loosest of the kinds."""
        for other in sorted(self.triples.objects(one, f"{ORG}linkedTo") - {one}):
            if {one, other} <= units:
                yield Line("coordination", self.ids[one], self.ids[other], src=self._src(one))
            else:
                message = Message.of(
                    "it is linked to {address!r}, and both are not organisations here; the line is not written",
                    address=other.address,
                )
                self.report.row(self.rows[one], "UNKNOWN_LINK", message, subject=self.ids[one])

    def _originals(self, event: Subject) -> str:
        """List the organisations that were before an event."""
        found = self.triples.either(event, (f"{ORG}originalOrganization",), (f"{ORG}changedBy",))
        return ", ".join(sorted(self.triples.short(one) for one in found))

    def _tell_others(self) -> None:
        for one in self.memberships:
            message = "a membership without a post; it is left out, since people hold posts here"
            self.report.row(self.rows[one], "MEMBERSHIP", message, severity=ERROR)
        for one in self.events:
            message = Message.of(
                "a change event belongs to a scenario, not to a structure; what was before it ({originals}) is kept",
                originals=self._originals(one),
            )
            self.report.row(self.rows[one], "CHANGE_EVENT", message, severity=NOTE)
