"""Tables of relations between units, posts and people, each a pair with a code, as SAP has them: joined to the table of these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from orgmodel.core.categorical import Categorical
from orgmodel.core.dates import first_day
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem
from orgmodel.io.importers.dates import conventions_of, read_dates
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.known.sorts_of_rows import sort_of_row
from orgmodel.io.importers.known.tables import heading, plain
from orgmodel.io.sheet import Sheet

ABOVE, BELONGS, HOLDS, HEADS = "A002", "A003", "A008", "A012"
"""The columns that relations give: who is above, the unit of a post, the post of a person, and of what unit a post is the head."""

HEAD = "head"
"""What stands in the column of heads at a post that heads its unit."""

_MEANT = {
    (ABOVE, "units", "units"): (ABOVE, "units"),
    (ABOVE, "posts", "posts"): (ABOVE, "posts"),
    (BELONGS, "posts", "units"): (BELONGS, "posts"),
    (HOLDS, "posts", "people"): (HOLDS, "people"),
    (HEADS, "posts", "units"): (HEADS, "posts"),
}
"""What a relation of two sorts of rows says, and of the rows of which sort."""

_CODE = re.compile(r"([AB]?)[ -]?([0-9]{1,3})")
_TYPE = re.compile(r"[A-Z]{1,2}")
_SHARES = frozenset(("prozt", "percentage", "weighting", "weighting percentage", "staffing percentage", "prozentsatz"))
_OBJECTS, _RELATED = frozenset(("objid", "object id")), frozenset(("sobid", "related object", "related object id"))
_SHOWN = 12


@dataclass(frozen=True)
class Objects:
    """Say of a table of units, posts and people which of them are wanted, in which columns their ids and types stand, and how dates are written."""

    rows: str
    id: str
    kind: str
    dates: Sequence[str] = ()


@dataclass(frozen=True)
class RelationColumns:
    """Hold which column of a table of relations is what; the sign may stand in the column of codes."""

    kind: str
    id: str
    code: str
    other_kind: str
    other_id: str
    sign: str = ""
    begins: str = ""
    ends: str = ""
    share: str = ""


def relation_columns(sheet: Sheet) -> RelationColumns | None:
    """Tell which columns of a table say that two rows of others are related, and by which code; None where it is no such table."""
    texts = {name: [text for text in column.values if text] for name, column in _columns(sheet)}
    filled = {name: some for name, some in texts.items() if some}
    sign = next((name for name, some in filled.items() if set(some) <= {"A", "B"}), "")
    codes = [name for name, some in filled.items() if all(map(_CODE.fullmatch, some)) and _has_known(some)]
    types = [
        name
        for name, some in filled.items()
        if name != sign and all(sort_of_row(text) or _TYPE.fullmatch(text) for text in some) and _has_sorts(some)
    ]
    signed = [name for name in codes if any(text[0] in "AB" for text in filled[name])]
    code = next(iter(signed), "") or (next(iter(codes), "") if sign else "")
    if not code or len(types) != 2:
        return None
    kind, other_kind = types
    used = {sign, code, *types}
    ids = [name for name in filled if name not in used and not _means(name, "begins", "ends")]
    named = [next((name for name in ids if plain(name) in some), "") for some in (_OBJECTS, _RELATED)]
    names = list(sheet.header)
    beside = [next((name for name in names[names.index(one) + 1 :] if name in ids), "") for one in types]
    id, other_id = (one or other for one, other in zip(named, beside, strict=True))
    if not id or not other_id or id == other_id:
        return None
    found = {key: next((name for name in names if _means(name, key)), "") for key in ("begins", "ends")}
    share = next((name for name in ids if plain(name) in _SHARES), "")
    return RelationColumns(
        kind, id, code, other_kind, other_id, "" if signed else sign, found["begins"], found["ends"], share
    )


def _columns(sheet: Sheet) -> Iterator[tuple[str, Categorical]]:
    return ((name, column) for name, column in zip(sheet.header, sheet.cells, strict=True) if name)


def _has_known(texts: Sequence[str]) -> bool:
    return bool({_number(text) for text in texts} & {code[1:] for code in (ABOVE, BELONGS, HOLDS)})


def _number(code: str) -> str:
    found = _CODE.fullmatch(code)
    return found[2].zfill(3) if found else ""


def _has_sorts(texts: Sequence[str]) -> bool:
    return bool({sort_of_row(text) for text in texts} & {"units", "posts"})


def _means(name: str, *keys: str) -> bool:
    known = heading(name)
    return known is not None and known.meaning("units") in keys


@dataclass(frozen=True)
class _Relation:
    """Hold a relation as its first member says it (A): the sorts, words and ids of both, with its row."""

    code: str
    sort: str
    id: str
    other_sort: str
    other_word: str
    other_id: str
    row: int
    words: str


def _relations(sheet: Sheet, columns: RelationColumns) -> Iterator[_Relation]:
    names = (columns.kind, columns.id, columns.code, columns.other_kind, columns.other_id)
    cells = [column.cells() for name in names if (column := sheet.column(name)) is not None]
    signs = sheet.column(columns.sign) if columns.sign else None
    for row, (word, id, code, other_word, other) in enumerate(zip(*cells, strict=True)):
        found = _CODE.fullmatch(code)
        sign = (signs[row] if signs is not None else found[1] if found else "") or "?"
        first, second = (word, id), (other_word, other)
        if sign == "B":
            first, second = second, first
        read = "A" + _number(code) if found and sign in "AB" else code
        sorts = sort_of_row(first[0]), sort_of_row(second[0])
        words = f"{sign if found and found[1] == '' else ''}{code} {word}–{other_word}"
        yield _Relation(read, sorts[0], first[1], sorts[1], second[0], second[1], row, words)


def ends_of_relations(sheet: Sheet, columns: RelationColumns) -> bool:
    """Tell whether some relations end, so that what hangs together differs by the day."""
    column = sheet.column(columns.ends) if columns.ends else None
    texts = [] if column is None else column.values
    return any(read_dates(texts, conventions_of(texts)[0]).days.values())


def related(
    objects: Sheet, relations: Sheet, part: Objects, as_of: str | None, problems: list[Problem], *, tells: bool
) -> Sheet | None:
    """Join to the rows of units or posts what relations in force say of each, or give a row of each holding of a post; None after a problem.

    Without a day those count that have no end. Of two that differ none counts, and this is told; ``tells`` says to account for all.
    """
    columns = relation_columns(relations)
    if columns is None or (cells := objects.column(part.id)) is None or objects.column(part.kind) is None:
        message = "the table of relations has no columns of codes (A002, A003 …) between types and ids of two objects"
        problems.append(Problem("RELATIONS", Message.of(message), location=relations.at(-1)))
        return None
    in_force = _in_force(relations, columns, part.dates, as_of)
    every = list(_relations(relations, columns))
    if tells:
        problems += _account(every, in_force, relations.file)
    kept: dict[str, list[_Relation]] = {ABOVE: [], BELONGS: [], HOLDS: [], HEADS: []}
    for one in every:
        meant = _MEANT.get((one.code, one.sort, one.other_sort))
        if meant is not None and meant[1] == part.rows and in_force(one.row):
            kept[meant[0]].append(one)
    if part.rows == "people":
        return _holdings(objects, relations, columns, kept[HOLDS], part, problems)
    found = {code: _others(code, some, relations, problems) for code, some in kept.items() if code != HOLDS}
    if found.get(HEADS):
        _tell_heads_elsewhere(found, relations, problems)
        found[HEADS] = {id: HEAD for id, unit in found[HEADS].items() if found[BELONGS].get(id) == unit}
    names = [ABOVE] if part.rows == "units" else [ABOVE, BELONGS, HEADS]
    added = [cells.mapped(lambda text, code=name: found[code].get(text, "")).distinct() for name in names]  # type: ignore[misc]
    return replace(objects, header=[*objects.header, *names], cells=[*objects.cells, *added])


def _in_force(sheet: Sheet, columns: RelationColumns, dates: Sequence[str], as_of: str | None) -> Callable[[int], bool]:
    """Give what tells of a row whether it is in force on a day, or has no end where no day is said."""
    days: list[list[str | None]] = []
    for name in (columns.begins, columns.ends):
        column = sheet.column(name) if name else None
        if column is None:
            days.append([None] * sheet.size)
            continue
        read = read_dates(column.values, dates or conventions_of(column.values)[0])
        days.append(list(map(read.days.__getitem__, column.cells())))
    begins, ends = days
    day = as_of and first_day(as_of)

    def tell(row: int) -> bool:
        begin, end = begins[row], ends[row]
        if not day:
            return end is None
        return (begin is None or first_day(begin) <= day) and (end is None or day <= first_day(end))

    return tell


def _others(code: str, some: Sequence[_Relation], sheet: Sheet, problems: list[Problem]) -> dict[str, str]:
    """Give the other member of each relation by the first; of several none, which is told."""
    found: dict[str, dict[str, int]] = {}
    for one in some:
        first, other = (one.other_id, one.id) if code == HEADS else (one.id, one.other_id)
        found.setdefault(first, {}).setdefault(other, one.row)
    for id, others in found.items():
        if len(others) > 1:
            message = Message.of(
                "{id!r} has several relations {code} in force: {others}; none is taken", id=id, code=code, others=", ".join(others)
            )  # fmt: skip
            place = sheet.place(next(iter(others.values())), -1)
            problems.append(Problem("RELATIONS_DIFFER", message, id, place, WARNING))
    single = {id: next(iter(others)) for id, others in found.items() if len(others) == 1}
    return {other: id for id, other in single.items()} if code == HEADS else single


def _tell_heads_elsewhere(found: Mapping[str, Mapping[str, str]], sheet: Sheet, problems: list[Problem]) -> None:
    """Tell of posts that head another unit than the one that they are in."""
    other = [f"{post} ({unit})" for post, unit in found[HEADS].items() if found[BELONGS].get(post) != unit]
    if other:
        message = Message.of(
            "posts that head another unit than their own, of which nothing is made: {posts} ({count})",
            posts=", ".join(other[:_SHOWN]), count=len(other),
        )  # fmt: skip
        problems.append(Problem("HEADS_ELSEWHERE", message, location=Location(sheet.file), severity=WARNING))


def _account(every: Sequence[_Relation], in_force: Callable[[int], bool], file: str) -> list[Problem]:
    """Account for all relations: those that count, those not in force, and those of codes that say nothing here."""
    known = [one for one in every if (one.code, one.sort, one.other_sort) in _MEANT]
    counted = sum(in_force(one.row) for one in known)
    others = Counter(one.words for one in every if (one.code, one.sort, one.other_sort) not in _MEANT)
    message = Message.of(
        "relations: {count}, of which {counted} count, {past} are not in force on the day, and {others} are of other codes",
        count=len(every), counted=counted, past=len(known) - counted, others=others.total(),
    )  # fmt: skip
    found = [Problem("RELATIONS", message, location=Location(file), severity=NOTE)]
    if others:
        some = ", ".join(f"{words}: {count}" for words, count in others.most_common(_SHOWN))
        message = Message.of(
            "relations of which nothing is made: {some}{more} ({count})",
            some=some, more=" …" if len(others) > _SHOWN else "", count=others.total(),
        )  # fmt: skip
        found.append(Problem("RELATIONS_NOT_TAKEN", message, location=Location(file), severity=WARNING))
    return found


def _holdings(
    objects: Sheet,
    sheet: Sheet,
    columns: RelationColumns,
    some: Sequence[_Relation],
    part: Objects,
    problems: list[Problem],
) -> Sheet:
    """Give a row of each person in each post, with the cells that the table of objects has of the person; the row's own dates count."""
    cells, types = objects.column(part.id), objects.column(part.kind)
    rows = {text: row for row, text in enumerate(cells)} if cells is not None else {}
    once = {(one.id, one.other_id): one for one in reversed(some)}
    kept = sorted(once.values(), key=lambda one: one.row)
    holding = {one.other_id for one in kept}
    without = [
        text for text, row in rows.items() if types and sort_of_row(types[row]) == "people" and text not in holding
    ]
    if without:
        message = Message.of(
            "people of whom no relation in force says which post they hold: {count} ({some}); they are left out",
            count=len(without), some=", ".join(without[:_SHOWN]),
        )  # fmt: skip
        problems.append(Problem("WITHOUT_POST", message, location=Location(objects.file), severity=WARNING))
    own = [one for one in (columns.begins, columns.ends, columns.share) if one]
    header, made = [part.id, HOLDS, part.kind], [
        [one.other_id for one in kept], [one.id for one in kept], [one.other_word for one in kept]
    ]  # fmt: skip
    for name in own:
        column = sheet.column(name)
        header.append(name)
        made.append([column[one.row] if column is not None else "" for one in kept])
    for name, column in _columns(objects):
        if name not in header:
            header.append(name)
            made.append([column[rows[one.other_id]] if one.other_id in rows else "" for one in kept])
    at = [one.row for one in kept]
    place = sheet.place
    return Sheet(
        sheet.file,
        header,
        [Categorical.of(column) for column in made],
        len(kept),
        lambda row, _: place(at[row] if row >= 0 else row, -1),
    )
