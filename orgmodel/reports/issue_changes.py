"""What differs between two issues of a report: cells, rows, forms and sentences, cells of the baseline, rows of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

from orgmodel.core.names import Names, text_in
from orgmodel.reports.about import ANY, About
from orgmodel.reports.issue import Issue, Posting, Records, ShownForm, ShownRow, ShownText

CHANGED, ADDED, REMOVED = "changed", "added", "removed"
"""What became of a cell, row, form or sentence."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class CellChange:
    """Hold a cell that shows something else: its form, row and column as they are called, what it showed, what it shows.

    A form or sentence that is there no longer, or was not before, has neither row nor column. ``about`` says what it is and
    was of, ``role`` what the column shows of it: before, after, change. ``renames`` says that it names the records that it
    named, and counts nothing.
    """

    kind: str
    form: Names
    row: Names = ()
    column: Names = ()
    was: Names = ()
    now: Names = ()
    about: About = ANY
    role: str = ""
    renames: bool = False


@dataclass(frozen=True, slots=True)
class FigureChange:
    """Hold a cell of a baseline that holds something else: its study, table, record and field; blank is nothing."""

    study: str
    table: str
    key: str
    field: str
    was: Names = ()
    now: Names = ()


@dataclass(frozen=True, slots=True)
class PostingChange:
    """Hold a row of a scenario's ledger that is new, gone, or of another amount."""

    case: str
    posting: Posting
    was: Names = ()
    now: Names = ()


@dataclass(frozen=True)
class FormMarks:
    """Hold what is marked in a form that stands: what cells showed by row and column, rows that are new, and those that are gone.

    A row that is gone stands with the place of the row before which it stood.
    """

    was: dict[tuple[int, int], Names] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)
    removed: list[tuple[int, tuple[Names, ...]]] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """Hold all that differs, and by the place of a form or sentence what is marked there."""

    cells: tuple[CellChange, ...]
    figures: tuple[FigureChange, ...]
    postings: tuple[PostingChange, ...]
    forms: dict[int, FormMarks]
    texts: dict[int, tuple[str, Names]]
    """By the place of a sentence: whether it is new or changed, and what it was."""
    texts_removed: list[tuple[int, Names]]
    """Sentences that are gone, each with the place of the one before which it stood."""


def changes_between(old: Issue, new: Issue) -> Changes:
    """Compare two issues of one report in the languages that both can be read in."""
    spoken = [code for code in new.languages if code in old.languages]
    cells: list[CellChange] = []
    forms: dict[int, FormMarks] = {}
    pairs = paired(old.forms, new.forms, [lambda form, _: (form.chapter, form.id), lambda form, _: form.id])
    for at, one in enumerate(new.forms):
        earlier = pairs.get(at)
        if earlier is None:
            cells.append(CellChange(ADDED, one.title, about=About(case=one.chapter)))
            forms[at] = FormMarks(added=set(range(len(one.rows))))
            continue
        marks = FormMarks()
        cells += _of_form(old.forms[earlier], one, marks, spoken)
        if marks.was or marks.added or marks.removed:
            forms[at] = marks
    kept = set(pairs.values())
    gone = (form for at, form in enumerate(old.forms) if at not in kept)
    cells += (CellChange(REMOVED, form.title, about=About(case=form.chapter)) for form in gone)
    texts, removed = _texts(old.texts, new.texts, spoken, cells)
    return Changes(
        tuple(cells), tuple(_figures(old, new, spoken)), tuple(_postings(old, new, spoken)), forms, texts, removed
    )


def differs(was: Names, now: Names, languages: Iterable[str]) -> bool:
    """Tell whether a reader of any of some languages sees something else."""
    return was != now and any(text_in(was, code) != text_in(now, code) for code in languages)


def paired(
    old: Sequence[Found], new: Sequence[Found], keys: Sequence[Callable[[Found, int], Hashable]]
) -> dict[int, int]:
    """Say which of the old each of the new is: by the first key that both bear, those that bear the same one in order.

    >>> paired("abca", "cabb", [lambda one, at: one])
    {0: 2, 1: 0, 2: 1}
    """
    found: dict[int, int] = {}
    left_old, left_new = dict(enumerate(old)), dict(enumerate(new))
    for key in keys:
        waiting: dict[Hashable, list[int]] = {}
        for at, one in left_old.items():
            if (known := key(one, at)) is not None:
                waiting.setdefault(known, []).append(at)
        for queue in waiting.values():
            queue.reverse()
        for at, one in list(left_new.items()):
            queue = waiting.get(key(one, at), [])
            if queue:
                found[at] = queue.pop()
                del left_old[found[at]], left_new[at]
    return dict(sorted(found.items()))


def _of_form(old: ShownForm, new: ShownForm, marks: FormMarks, spoken: Sequence[str]) -> Iterator[CellChange]:
    """Compare a form with what it was, row by row and cell by cell."""
    columns = _columns(old, new)
    keys = [_called, _known, _keyed, *([_worded] if _is_first(old) else [])]
    rows = paired(old.rows, new.rows, keys)
    for at, row in enumerate(new.rows):
        earlier = old.rows[rows[at]] if at in rows else None
        if earlier is None:
            marks.added.add(at)
        for place, now in enumerate(row.cells):
            was = earlier.cells[columns[place]] if earlier is not None and place in columns else ()
            if not differs(was, now, spoken):
                continue
            marks.was[at, place] = was
            kind = CHANGED if earlier is not None else ADDED
            sides = row.about_of(place), earlier.about_of(columns[place]) if earlier is not None and was else None
            about, renames = _about(*sides)
            role = new.columns[place][2]
            yield CellChange(kind, new.title, row_name(row), new.headings[place], was, now, about, role, renames)
    yield from _gone(old, new, columns, rows, marks)


def _gone(
    old: ShownForm, new: ShownForm, columns: dict[int, int], rows: dict[int, int], marks: FormMarks
) -> Iterator[CellChange]:
    """Tell what stood in rows and columns that are there no longer; rows are put where they stood."""
    later = {earlier: at for at, earlier in rows.items()}
    back = {earlier: at for at, earlier in columns.items()}
    left = [at for at in range(len(old.columns)) if at not in back]
    following = {len(old.rows): len(new.rows)}  # the row, as it is now, before which each of the old ones stands
    for at in range(len(old.rows) - 1, -1, -1):
        following[at] = later.get(at, following[at + 1])
    for at, row in enumerate(old.rows):
        places: Iterable[int] = left if at in later else range(len(old.columns))
        if at not in later:
            texts = tuple(row.cells[columns[place]] if place in columns else () for place in range(len(new.columns)))
            marks.removed.append((following[at], texts))
        for place in places:
            if row.cells[place]:
                name = new.headings[back[place]] if place in back else old.headings[place]
                yield CellChange(REMOVED, new.title, row_name(row), name, row.cells[place], (), row.about_of(place), old.columns[place][2])  # fmt: skip


def _about(now: About, was: About | None) -> tuple[About, bool]:
    """Say what something is or was of, and whether it names the same records and counts nothing; of what is not told what it is."""
    if was is None or was == ANY:
        return now, False
    renames = bool(now.names) and now.names == was.names and not (now.measures or was.measures)
    return (now if now == was else now.beside(was)), renames


def _columns(old: ShownForm, new: ShownForm) -> dict[int, int]:
    """Say which column each one was: by what it measures, else by how it is called, else where it stands."""
    is_first = _is_first(old)
    told = [list(zip(one.columns, one.headings, strict=True)) for one in (old, new)]
    return paired(
        told[0],
        told[1],
        [
            lambda one, _: (one[0], one[1]),
            lambda one, _: one[0] if any(one[0]) else None,
            lambda one, at: at if not any(one[0]) and len(old.columns) == len(new.columns) else None,
            lambda one, _: one[1] if is_first else None,
        ],
    )


def _called(row: ShownRow, _: int) -> Hashable:
    return (row.key, row.of, row.role, row_name(row))


def _known(row: ShownRow, _: int) -> Hashable:
    return (row.key, row.of, row.role) if row.key or row.of else None


def _keyed(row: ShownRow, _: int) -> Hashable:
    return row.key or None


def _worded(row: ShownRow, _: int) -> Hashable:
    return row.of, row.role, row_name(row)


def _is_first(old: ShownForm) -> bool:
    """Tell whether a form is of an issue of the first version, which told apart fewer rows and columns by what they are of."""
    return any(not row.about for row in old.rows)


def row_name(row: ShownRow) -> Names:
    """Give what a row is called: the first of its cells that says anything."""
    return next((cell for cell in row.cells if cell), ())


def _texts(
    old: Sequence[ShownText], new: Sequence[ShownText], spoken: Sequence[str], cells: list[CellChange]
) -> tuple[dict[int, tuple[str, Names]], list[tuple[int, Names]]]:
    """Compare the sentences in their order, and add what became of them to the cells."""
    marked: dict[int, tuple[str, Names]] = {}
    removed: list[tuple[int, Names]] = []
    for was, now, at in _unlike(old, new, spoken):
        if now is None and was is not None:
            removed.append((at, was.text))
            cells.append(CellChange(REMOVED, (), was=was.text, about=was.about))
        elif now is not None and was is None:
            marked[at] = (ADDED, ())
            cells.append(CellChange(ADDED, (), now=now.text, about=now.about))
        elif now is not None and was is not None:
            marked[at] = (CHANGED, was.text)
            about, renames = _about(now.about, was.about)
            cells.append(CellChange(CHANGED, (), was=was.text, now=now.text, about=about, renames=renames))
    return marked, removed


def _unlike(
    old: Sequence[ShownText], new: Sequence[ShownText], spoken: Sequence[str]
) -> Iterator[tuple[ShownText | None, ShownText | None, int]]:
    """Pair the sentences that read otherwise: those that tell of the same, then as they follow one another.

    Each pair stands with the place of the new one, or of the one before which a sentence stood that is gone.
    """
    sides = [[tuple(text_in(one.text, code) for code in spoken) for one in side] for side in (old, new)]
    for what, start, end, low, high in SequenceMatcher(None, sides[0], sides[1], autojunk=False).get_opcodes():
        if what == "equal":
            continue
        was, now = old[start:end], new[low:high]
        told = [one.about for one in was], [one.about for one in now]
        for _, first, last, least, most in SequenceMatcher(None, *told, autojunk=False).get_opcodes():
            at = low + least
            for earlier, later in zip_longest(was[first:last], now[least:most]):
                yield earlier, later, at
                at += later is not None


def _figures(old: Issue, new: Issue, spoken: Sequence[str]) -> Iterator[FigureChange]:
    """List the cells of the baselines that differ; a table that one of the issues withholds is not compared."""
    for study in dict.fromkeys((*new.baselines, *old.baselines)):
        if study not in old.baselines or study not in new.baselines:
            continue
        was, now = old.baselines[study], new.baselines[study]
        for table in dict.fromkeys((*now, *was)):
            if table == "persons" and "" in (old.persons, new.persons):
                continue
            yield from _records(study, table, was, now, spoken)


def _records(study: str, table: str, was: Records, now: Records, spoken: Sequence[str]) -> Iterator[FigureChange]:
    before, after = was.get(table, {}), now.get(table, {})
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key, {}), after.get(key, {})
        for name in dict.fromkeys((*new, *old)):
            if differs(old.get(name, ()), new.get(name, ()), spoken):
                yield FigureChange(study, table, key, name, old.get(name, ()), new.get(name, ()))


def _postings(old: Issue, new: Issue, spoken: Sequence[str]) -> Iterator[PostingChange]:
    """List the rows of the ledgers that differ, scenario by scenario."""
    for case, rows in new.ledgers.items():
        earlier = old.ledgers.get(case, ())
        pairs = paired(earlier, rows, [lambda row, _: (*row.identity, row.amount), lambda row, _: row.identity])
        for at, row in enumerate(rows):
            was = earlier[pairs[at]].amount if at in pairs else ()
            if differs(was, row.amount, spoken):
                yield PostingChange(case, row, was, row.amount)
        kept = set(pairs.values())
        for at, row in enumerate(earlier):
            if at not in kept:
                yield PostingChange(case, row, row.amount, ())
