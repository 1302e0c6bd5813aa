"""UK organograms: the returns that public bodies publish twice a year, a senior and a junior file each.

Columns and rules are those of the published schema (datagovuk/schemas, organogram): a post's reference is its own, the
one post at the top reports to ``XX``, rows alike save for name, contacts and notes are a job share, the reference
``0`` is a person in no post, and ``Eliminated`` a post that is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from orgmodel.core.gc_pause import gc_paused
from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.core.records import Document, Incumbency, Line, Person, Post, Record, Unit
from orgmodel.core.structure import Structure
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.importers.imported import Imported, in_order
from orgmodel.io.importers.naming import Ids, same_name, slug
from orgmodel.io.importers.ranking import heads_of
from orgmodel.io.importers.uk_organogram.lines import find_superiors
from orgmodel.io.importers.uk_organogram.posts import NOT_IN_POST, ROOT, name_posts
from orgmodel.io.importers.uk_organogram.rows import JUNIOR, SENIOR, Return, Row, read_return
from orgmodel.io.importers.uk_organogram.schema import check_values

_DOCUMENTS = ("senior", "junior")
_NOT_APPLICABLE = ("", "n/a", "n/d")


@gc_paused()
def import_uk_organogram(senior: Path, junior: Path, *, as_of: str | None = None, persons: bool = True) -> Imported:
    """Import a return, a senior and a junior file, as one structure with every defect reported.

    Each organisation is an agency under its parent department, each name in the column Unit a unit within it. A senior
    post is authorized once, whoever holds it, and filled unless vacant; a junior row states full-time equivalents only,
    so its posts and people stay missing. Whom a post reports to is a written line. A unit's head is its one senior post
    to which, through others of the unit, all its other senior posts report, and of the organisation itself only the post
    at the top; other ranks are left unknown, and junior posts are staff. The grade is the category, the profession the function; ``persons`` takes disclosed names along.
    """
    files = (read_return(senior, SENIOR, disclose=persons), read_return(junior, JUNIOR, disclose=False))
    if any(file.is_unread for file in files):
        return Imported(Structure.of(), in_order([*files[0].report.problems, *files[1].report.problems]))
    units = _Units()
    for document, file in zip(_DOCUMENTS, files, strict=True):
        for row in file.rows:
            units.place(row, document)
    for file in files:
        units.report_spellings(file)
    ids = Ids(unit.id for unit in units.made.values())
    posts = name_posts(files[0], ids)
    juniors = [row for row in files[1].rows if _name_junior(row, files[1], ids)]
    superiors = find_superiors(posts, files[0], juniors, files[1])
    for file in files:
        check_values(file)
    homes = {rows[0].id: rows[0].home for rows in posts if rows[0].ref != NOT_IN_POST}
    tops = {rows[0].id for rows in posts if rows[0].superior.casefold() == ROOT}
    heads = heads_of(homes, superiors, {unit.id: unit.parent for unit in units.made.values()}, tops)
    records: list[Record] = [*_documents(senior, junior, as_of), *units.made.values()]
    for rows in posts:
        records += _senior_records(rows, superiors, heads, persons=persons)
    for row in juniors:
        records += _junior_records(row, superiors)
    return Imported(
        Structure.of(records, terms=Vocabulary(language="en"), as_of=as_of),
        in_order([*files[0].report.problems, *files[1].report.problems]),
        files[0].count + files[1].count,
        tuple(dict.fromkeys([*files[0].not_carried, *files[1].not_carried])),
    )


def _documents(senior: Path, junior: Path, as_of: str | None) -> Iterable[Document]:
    for id, path in zip(_DOCUMENTS, (senior, junior), strict=True):
        title = names_of(en=f"Organogram return, {id} posts: {path.name}")
        yield Document(id, kind="dataset", date=as_of, title=title, confidence="as published", note="src gives the row")


class _Units:
    """Make the units that rows name: departments, organisations, and units within them."""

    def __init__(self) -> None:
        self.made: dict[str, Unit] = {}
        self._ids: dict[tuple[str, ...], str] = {}
        self._taken = Ids()
        self._spelt: dict[str, dict[str, int]] = {}
        self._counted: list[tuple[dict[str, int], str]] = []
        self._placed: dict[tuple[str, str, str], tuple[str, str, list[tuple[dict[str, int], str]]]] = {}

    def place(self, row: Row, document: str) -> None:
        """Say in which organisation and unit a row's post is; a unit comes from the first row that names it."""
        names = (row.department, row.organisation, row.unit)
        known = self._placed.get(names)
        if known is not None:
            row.body, row.home, spellings = known
            for spelt, name in spellings:
                spelt[name] += 1
            return
        self._counted = []
        self._place(row, f"{document}:{row.line}")
        self._placed[names] = (row.body, row.home, self._counted)

    def _place(self, row: Row, src: str) -> None:
        if row.organisation.casefold() in _NOT_APPLICABLE:
            row.body = row.home = ""
            return
        department = "" if row.department.casefold() in _NOT_APPLICABLE else row.department
        above = ""
        if department and same_name(department) != same_name(row.organisation):
            above = self._unit((same_name(department),), department, "none", None, src)
        row.body = self._unit((same_name(row.organisation),), row.organisation, "agency", above or None, src)
        row.home = row.body
        if row.unit.casefold() not in _NOT_APPLICABLE and same_name(row.unit) != same_name(row.organisation):
            key = (same_name(row.organisation), same_name(row.unit))
            row.home = self._unit(key, row.unit, "internal", row.body, src)

    def _unit(self, key: tuple[str, ...], name: str, kind: str, parent: str | None, src: str) -> str:
        spelt = self._spelt.setdefault(key[-1], {})
        spelt[name] = spelt.get(name, 0) + 1
        self._counted.append((spelt, name))
        if key not in self._ids:
            wanted = slug(name) if len(key) == 1 else f"{parent}.{slug(name)}"
            self._ids[key] = self._taken.give(wanted)
            self.made[self._ids[key]] = Unit(self._ids[key], names_of(en=name), kind, parent=parent, src=src)
        return self._ids[key]

    def report_spellings(self, file: Return) -> None:
        """Report names that are spelt in more than one way; each was taken as one name."""
        here = {name for row in file.rows for name in (row.organisation, row.department, row.unit)}
        for spellings in self._spelt.values():
            if len(spellings) > 1 and here & set(list(spellings)[1:]):
                counts = ", ".join(f"{name!r} ({count} rows)" for name, count in spellings.items())
                file.report.whole("SPELLINGS", Message.of("taken as one name: {counts}", counts=counts))


def _name_junior(row: Row, junior: Return, ids: Ids) -> bool:
    if not row.body:
        message = "the row names no organisation; it is left out: fill the column Organisation"
        junior.report.row(row.line, "MISSING_ORGANISATION", message, severity="error")
        return False
    if not row.title:
        junior.report.row(row.line, "MISSING_TITLE", "the job title is blank; the posts are kept without one")
    name = "-".join(part for part in (slug(row.grade, ""), slug(row.title, "")) if part) or "posts"
    row.id = ids.give(f"{row.body}/{row.superior or 'none'}/{name}")
    return True


def _senior_records(rows: list[Row], superiors: dict[str, str], heads: set[str], *, persons: bool) -> Iterable[Record]:
    first = rows[0]
    src = f"senior:{', '.join(str(row.line) for row in rows)}"
    outside = first.ref == NOT_IN_POST
    named = [row for row in rows if row.name]
    ftes = [row.fte for row in rows if row.fte is not None]
    yield Post(
        first.id,
        first.home,
        names_of(en=first.title),
        rank="head" if first.id in heads else "unknown",
        category=first.grade,
        quota="surplus" if outside else "in",
        function=first.profession,
        authorized=0 if outside else 1,
        filled=sum(not row.is_vacant for row in rows) if len(named) == len(rows) else None,
        fte=sum(ftes) if len(ftes) == len(rows) else None,
        src=src,
    )
    if first.id in superiors:
        yield Line("administrative", first.id, superiors[first.id], src=src)
    for row in rows if persons else ():
        if row.is_disclosed:
            person = f"{row.id}#{row.line}"
            yield Person(person, row.name, grade=row.grade, src=f"senior:{row.line}")
            yield Incumbency(person, row.id, src=f"senior:{row.line}")


def _junior_records(row: Row, superiors: dict[str, str]) -> Iterable[Record]:
    yield Post(
        row.id,
        row.home,
        names_of(en=row.title),
        category=row.grade,
        function=row.profession,
        authorized=None,
        fte=row.fte,
        src=f"junior:{row.line}",
    )
    if row.id in superiors:
        yield Line("administrative", row.id, superiors[row.id], src=f"junior:{row.line}")
