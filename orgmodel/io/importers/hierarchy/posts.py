"""The rows of placed posts and people as columns: posts with unit, rank and figures, and who reports to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.core.distinct import distinct_of
from orgmodel.core.figure_columns import MISSING, IntArray
from orgmodel.core.messages import Message
from orgmodel.core.names import names_of
from orgmodel.io.importers.hierarchy.aliases import Aliases, names_by
from orgmodel.io.importers.hierarchy.figures import read_figures
from orgmodel.io.importers.hierarchy.placed import Flags, Ints, PlacedRows
from orgmodel.io.importers.hierarchy.shared_posts import posts_held_by
from orgmodel.io.importers.hierarchy.table import Table
from orgmodel.io.importers.imported import NOTE
from orgmodel.io.importers.relations import HEADS

ADMINISTRATIVE = "administrative"
FIGURES = ("authorized", "filled", "fte")
_MOST_OF_ONE = 120
"""So many hundredths of a full-time equivalent one post may have."""


@dataclass
class PostRows:
    """Hold the placed posts of a table with what was found of each: further superiors by kind of line, and the unit's number."""

    table: Table
    placed: PlacedRows
    further: list[tuple[str, int, int]]
    homes: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))


@dataclass(frozen=True)
class Cited:
    """Hold where rows come from: the document of each, and its rows there as text or as one number."""

    source: Categorical
    lines: Ints | list[int | str]

    def srcs(self) -> list[str]:
        """Cite the rows.

        >>> Cited(Categorical.of(["staff", "staff"]), ["2", "3, 4"]).srcs()
        ['staff:2', 'staff:3, 4']
        """
        lines = self.lines if isinstance(self.lines, list) else self.lines.tolist()
        if len(self.source.values) == 1:
            (source,) = self.source.values
            return [f"{source}:{line}" for line in lines]
        return [f"{source}:{line}" for source, line in zip(self.source.cells(), lines, strict=True)]


@dataclass(frozen=True)
class PostColumns:
    """Hold posts as columns; ``unit`` is the number of a unit."""

    ids: list[str]
    unit: Ints
    texts: dict[str, Categorical]
    figures: dict[str, IntArray]
    cited: Cited


@dataclass(frozen=True)
class LineColumns:
    """Hold written lines as columns: the kind, and the numbers of the posts that they join."""

    kind: Categorical
    junior: Ints
    senior: Ints
    source: Categorical
    line: Ints

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.junior)

    def where(self, kept: Flags | Ints) -> LineColumns:
        """Keep some lines."""
        kind, source = (Categorical(one.values, one.codes[kept]) for one in (self.kind, self.source))
        return LineColumns(kind, self.junior[kept], self.senior[kept], source, self.line[kept])


def further_lines(placed: PlacedRows, table: Table) -> list[tuple[str, int, int]]:
    """Find the further superiors of each row, by kind of line: kind, row and superior; those that are not there are told."""
    found: dict[int, dict[tuple[str, int], None]] = {}
    numbers = {id: number for number, id in enumerate(placed.ids)} if table.lines else {}
    for kind, texts in table.lines.items():
        aliases = Aliases(placed.ids, lambda: _names(placed, table))
        codes = texts.codes[placed.rows]
        tops = np.array([text in table.map.root for text in texts.values], dtype=np.bool_)
        for number in np.flatnonzero(~tops[codes]).tolist():
            text = texts.values[codes[number]]
            for part in aliases.several(text) or [text]:
                to = aliases.find(part)
                if to is None or to == placed.ids[number]:
                    message = (
                        Message.of("a line of kind {kind!r} leads to itself; it is left out", kind=kind)
                        if to is not None
                        else Message.of(
                            "a line of kind {kind!r} leads to {text!r}, and no row has that id{hint}; it is left out",
                            kind=kind,
                            text=part,
                            hint=aliases.near(part),
                        )
                    )
                    table.report.row(int(placed.lines[number]), "UNKNOWN_LINE", message, subject=placed.ids[number])
                else:
                    found.setdefault(number, {})[kind, numbers[to]] = None
        aliases.tell(table.report, kind)
    return [(kind, number, to) for number, each in found.items() for kind, to in each]


def _names(placed: PlacedRows, table: Table) -> list[dict[str, list[str]]]:
    rows = list(zip(placed.rows.tolist(), placed.ids, strict=True))
    keys = [key for key in ("also", "person_id", "person", "name") if key in table.cells]
    return [names_by((table.text(key, row), id) for row, id in rows) for key in keys]


def post_columns(
    rows: PostRows, held: Mapping[str, int], ftes: Mapping[str, int | None] = MappingProxyType({})
) -> PostColumns:
    """Make a post of each row; figures are those of the table, and none is made of another.

    A row of posts is authorized once, unless the table counts who is there or says the quota itself, or a row of it has so many
    full-time equivalents that it is of several posts. Whether it is
    filled is said by a column that counts, a word of status, or the name in it; ``held`` counts holders of other tables, and ``ftes`` sums theirs.
    """
    table, people, at = rows.table, rows.table.map.rows == "people", rows.placed.rows
    blank = np.full(len(at), MISSING, dtype=np.int64)
    figures = {key: table.figures[key][at] if key in table.figures else blank for key in (*FIGURES, "pay")}
    if not table.cells.keys() & {"authorized", "filled"} and not people:
        several = _are_sorts(table)
        figures["authorized"] = np.full(len(at), MISSING if several else 1, dtype=np.int64)
    has_person = "person" in table.cells
    if "filled" not in table.cells and ("status" in table.cells or has_person or people):
        figures["filled"] = _filled_by_words(table, people, at, figures["authorized"])
        post, others = _sharing(rows)
        if len(post):
            more = _filled_by_words(table, people, others, figures["authorized"][post])
            figures["filled"] = _together(figures["filled"], post, more, figures["authorized"])
            figures["fte"] = (
                _with_more(figures["fte"], post, table.figures["fte"][others])
                if "fte" in table.cells
                else figures["fte"]
            )
    elif "filled" not in table.cells and held:
        figures["filled"] = posts_held_by(
            np.array([held.get(id, 0) for id in rows.placed.ids], dtype=np.int64), figures["authorized"]
        )
    if "fte" not in table.cells and ftes:
        parts = [ftes.get(id, 0) for id in rows.placed.ids]
        figures["fte"] = np.array([MISSING if part is None else part for part in parts], dtype=np.int64)
    if "fte" in table.cells:
        empty = figures["filled"] == 0
        budgeted = int((empty & (figures["fte"] > 0)).sum())
        figures["fte"] = np.where(empty, 0, figures["fte"])
        if budgeted:
            message = Message.of(
                "full-time equivalents of vacant posts are of nobody, and count as 0: of {count}", count=budgeted
            )
            table.report.whole("FTE_OF_VACANT", message, severity=NOTE)
        if "filled" not in table.cells and ("status" in table.cells or has_person):
            doubtful = (figures["filled"] == MISSING) & (figures["fte"] > 0)
            figures["fte"] = np.where(doubtful, MISSING, figures["fte"])
            if doubtful.any():
                message = Message.of(
                    "full-time equivalents of posts of which nothing says whether they are filled are missing: of {count}",
                    count=int(doubtful.sum()),
                )
                table.report.whole("FTE_OF_UNKNOWN", message, severity=NOTE)
    texts = {key: table.coded(key).taken(at) for key in ("block", "category")}
    if table.map.relations is not None and table.columns.get("category") == HEADS:  # it tells a rank, and no category
        texts["category"] = Categorical.constant("", len(at))
    texts["titles"] = table.coded("name").taken(at).mapped(lambda name: names_of(**{table.whole.language: name}))
    source = Categorical.constant(table.source, len(at))
    return PostColumns(rows.placed.ids, rows.homes, texts, figures, Cited(source, rows.placed.lines))


def _are_sorts(table: Table) -> bool:
    """Tell whether rows are sorts of posts, of which nothing says how many: nobody is named, and one has more than an FTE has."""
    if table.map.rows != "posts" or table.cells.keys() & {"person", "person_id"}:
        return False
    texts = {text for key in ("fte", "fte_authorized") for text in table.coded(key).values}
    read = read_figures("fte", list(texts), percent=table.map.fte == "percent").numbers
    if max((number for number in read.values() if number is not None), default=0) <= _MOST_OF_ONE:
        return False
    message = Message.of(
        "rows have more full-time equivalents than one post has: they are of several, and how many is not said; posts authorized are missing"
    )
    table.report.whole("SORTS_OF_POSTS", message)
    return True


def _sharing(rows: PostRows) -> tuple[Ints, Ints]:
    """Give the further rows of posts that several rows share: the number of the post of each, and the row."""
    shared = rows.table.shared
    found = [
        (number, row)
        for number, first in enumerate(rows.placed.rows.tolist() if shared else ())
        for row, _ in shared.get(first, ())
    ]
    both = np.array(found, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _with_more(figures: IntArray, post: Ints, more: IntArray) -> IntArray:
    """Add what further rows say of posts; what is missing in one of them is missing in the sum."""
    found = figures.copy()
    np.add.at(found, post, more)
    found[post[more == MISSING]] = MISSING
    found[figures == MISSING] = MISSING
    return found


def _together(filled: IntArray, post: Ints, more: IntArray, authorized: IntArray) -> IntArray:
    """Say how many posts are filled by rows that share them: no more than there are, and so many whatever one row leaves open.

    >>> held = _together(np.array([1, 1, 0]), np.array([0, 1, 2]), np.array([1, MISSING, MISSING]), np.array([1, 1, 1]))
    >>> held[:2].tolist(), bool(held[2] == MISSING)
    ([1, 1], True)
    """
    every = _with_more(filled, post, more)
    said = np.where(filled == MISSING, 0, filled)
    np.add.at(said, post, np.where(more == MISSING, 0, more))
    held = posts_held_by(said, authorized)
    return np.where((every == MISSING) & (held < np.maximum(authorized, 1)), MISSING, held)


def joined(some: Sequence[PostColumns]) -> PostColumns:
    """Put the posts of tables behind each other."""
    if len(some) == 1:
        return some[0]
    return PostColumns(
        [id for one in some for id in one.ids],
        np.concatenate([one.unit for one in some]),
        {key: Categorical.joined([one.texts[key] for one in some]) for key in some[0].texts},
        {key: np.concatenate([one.figures[key] for one in some]) for key in some[0].figures},
        Cited(
            Categorical.joined([one.cited.source for one in some]),
            np.concatenate([np.asarray(one.cited.lines) for one in some]),
        ),
    )


def _filled_by_words(table: Table, people: bool, at: Ints, authorized: IntArray) -> IntArray:
    """Tell how many hold the posts of each row, those that are told alike once."""
    has_person = "person" in table.cells
    persons = table.coded("person").mapped(lambda text: _told_of(table, text) if has_person else (0, "", True))
    persons, status = persons.distinct(), table.status
    case = persons.codes[at].astype(np.int64) * len(status.values) + status.codes[at]
    found = np.empty(len(at), dtype=np.int64)
    differ = 0
    for one in distinct_of(case)[0].tolist():
        here = case == one
        said = status.values[one % len(status.values)]
        named, word, _ = persons.values[one // len(status.values)]
        if (not people and (said == "filled" and word in ("vacant", "frozen"))) or (
            said in ("vacant", "frozen") and named
        ):
            differ += int(here.sum())
        if said == "filled":
            unsaid = 1 if people or has_person else MISSING
            found[here] = np.where(authorized[here] == MISSING, unsaid, authorized[here])
        else:
            filled = _filled(people, has_person, said, *persons.values[one // len(status.values)])
            found[here] = (
                MISSING if filled is None else posts_held_by(np.full(int(here.sum()), filled), authorized[here])
            )
    if differ:
        message = Message.of(
            "posts that are vacant by one column and held by another: {count}; the status counts", count=differ
        )
        table.report.whole("STATUS_AND_HOLDER", message)
    return found


def _told_of(table: Table, text: str) -> tuple[int, str, bool]:
    """Say of a text in the column of persons how many it names, what a word in its place means, and whether it is blank."""
    name, word = table.holder_of(text)
    return len(table.names_of(name)) if name else 0, word, not text


def _filled(people: bool, has_person: bool, status: str, named: int, word: str, is_blank: bool) -> int | None:
    """Tell how many hold a post that no status says to be filled: by it, else by the name in it, else one where rows are people."""
    if status in ("vacant", "frozen"):
        return 0
    if status == "unknown":
        return None
    if named:
        return named
    if word in ("vacant", "frozen", "proposed"):
        return 0
    if has_person:
        return 1 if people and not word and is_blank else None
    return 1 if people else None


def superiors_of(some: Sequence[PostRows]) -> list[Ints]:
    """Give the number, among the posts of all tables, of what each is under, by table; -1 of one at the top."""
    starts = np.cumsum([0, *(len(rows.placed) for rows in some)]).tolist()
    numbers: dict[str, int] = {}
    if any(rows.placed.beyond for rows in some):
        for rows, start in zip(some, starts, strict=False):
            numbers.update(zip(rows.placed.ids, range(start, start + len(rows.placed)), strict=True))
    found = []
    for rows, start in zip(some, starts, strict=False):
        above = np.where(rows.placed.above >= 0, rows.placed.above + start, -1)
        for number, id in rows.placed.beyond.items():
            above[number] = numbers.get(id, -1)
        found.append(above)
    return found


def lines_of(some: Sequence[PostRows]) -> LineColumns:
    """Give the written lines of all rows: to the superior of each, and those of other kinds."""
    found: list[LineColumns] = []
    before = 0
    for rows, above in zip(some, superiors_of(some), strict=True):
        lines = rows.placed.lines
        under = np.flatnonzero(above >= 0)
        further = np.array([(one, to) for _, one, to in rows.further], dtype=np.int64).reshape(-1, 2)
        junior, senior = np.append(under, further[:, 0]), np.append(above[under], further[:, 1] + before)
        kinds = [Categorical.constant(ADMINISTRATIVE, len(under)), Categorical.of(kind for kind, _, _ in rows.further)]
        source = Categorical.constant(rows.table.source, len(junior))
        found.append(LineColumns(Categorical.joined(kinds), junior + before, senior, source, lines[junior]))
        before += len(rows.placed)
    return found[0] if len(found) == 1 else _joined_lines(found)


def _joined_lines(some: Sequence[LineColumns]) -> LineColumns:
    none = np.empty(0, dtype=np.int64)
    return LineColumns(
        Categorical.joined([one.kind for one in some]),
        np.concatenate([none, *(one.junior for one in some)]),
        np.concatenate([none, *(one.senior for one in some)]),
        Categorical.joined([one.source for one in some]),
        np.concatenate([none, *(one.line for one in some)]),
    )


def with_ranks(posts: PostColumns, ranks: Categorical) -> PostColumns:
    """Give posts their ranks."""
    return replace(posts, texts=posts.texts | {"rank": ranks})
