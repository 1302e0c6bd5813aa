"""One table of a stranger with what the map says of it: its cells by what they mean, and how to report what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from orgmodel.core.categorical import Categorical
from orgmodel.core.figure_columns import MISSING, IntArray, dense
from orgmodel.core.messages import Message
from orgmodel.io.importers.dates import first_day_without, read_dates
from orgmodel.io.importers.hierarchy.aliases import alike
from orgmodel.io.importers.hierarchy.cells import Cells
from orgmodel.io.importers.hierarchy.figures import COUNTED, FTE_AUTHORIZED, IN_FTE, read_figures
from orgmodel.io.importers.hierarchy.map import UNUSED, HierarchyMap, TableMap
from orgmodel.io.importers.hierarchy.picked import Passed
from orgmodel.io.importers.hierarchy.placed import RowLines
from orgmodel.io.importers.hierarchy.unit_rows import UnitRows, units_by_rows
from orgmodel.io.importers.imported import NOTE, Report
from orgmodel.io.importers.known.holders import names_in, several_in, vacancy
from orgmodel.io.importers.known.holdings import either_of, held_by
from orgmodel.io.importers.known.tables import (
    heading,
    is_total,
    meanings_of_status,
    means_currency,
    plain,
    statuses,
)
from orgmodel.io.importers.notes import note_rows, page_rows
from orgmodel.io.importers.rows import Rows

FIGURES = COUNTED
_FAMILY_NAME_FIRST = frozenset(("vi", "zh", "ja", "ko", "hu"))
_LETTER = re.compile(r"[^\W\d_]")
NO_PERSON = frozenset(("", "na", "n a", "none", "nil", "null", "x", "xx", "xxx"))


@dataclass
class Table:
    """Hold the cells of a table by what they mean; ``source`` is the document that its rows are cited by.

    ``shared`` gives, by the row of a post, the further rows with their lines that name who shares it; ``totals`` the rows
    that are sums over others, with the word that says so; ``passed`` the rows that the map takes for another part of it.
    """

    map: TableMap
    whole: HierarchyMap
    rows: Rows
    cells: Cells
    lines: dict[str, Categorical]
    report: Report
    source: str
    columns: dict[str, str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    shared: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    totals: dict[int, str] = field(default_factory=dict)
    passed: Passed | None = None

    def text(self, key: str, row: int) -> str:
        """Give a cell's text; blank where the table has no such column."""
        column = self.cells.get(key)
        return column[row] if column else ""

    def coded(self, key: str) -> Categorical:
        """Give a column as its distinct texts and the number of each row's; blank where the table has no such column."""
        return self.cells.coded.get(key) or Categorical.constant("", self.rows.sheet.size)

    @property
    def counted(self) -> list[str]:
        """Name the figures that are counted, those of sorts of staff too."""
        return [key for key in (*COUNTED, FTE_AUTHORIZED, *map(sort_key, self.map.sorts)) if key in self.figures]

    @property
    def summed(self) -> list[str]:
        """Name the figures that tell whether rows are sums of others: of a column that is full-time equivalents too, these."""
        return [key for key in self.counted if not self.in_fte(key)]

    def in_fte(self, key: str) -> str:
        """Name the full-time equivalents that a column of counts is of too, as its figures have decimals; empty where it is of none."""
        fte = IN_FTE.get(key, "")
        return fte if fte in self.columns and self.columns[fte] == self.columns.get(key) else ""

    def src(self, line: int) -> str:
        """Cite a row."""
        return f"{self.source}:{line}"

    @cached_property
    def unit_rows(self) -> UnitRows | None:
        """Rows of text that name the units of the rows below; None where the map does not say that there are any."""
        return units_by_rows(self.rows.sheet, self.whole.organisation) if self.map.unit_rows else None

    @cached_property
    def notes(self) -> dict[int, str]:
        """Rows at the end that are notes beneath the table or who signs it, with their texts."""
        return note_rows(self.rows.sheet)

    @cached_property
    def pages(self) -> dict[int, str]:
        """Rows that repeat the header or number a page, with what stands there."""
        return page_rows(self.rows.sheet)

    @cached_property
    def sound(self) -> RowLines:
        """Rows of which no cell is lost or made up, and which no print of pages put there."""
        rows = self.rows.sound_rows
        if self.pages:
            rows = rows[~np.isin(rows, list(self.pages))]
        return RowLines(rows, self.rows.line_numbers[rows])

    @cached_property
    def begins(self) -> list[str | None]:
        """The day on which each row begins, None where none is told; what is no date is reported."""
        return self._days("begins")

    @cached_property
    def ends(self) -> list[str | None]:
        """The first day without each row, None where no end is told."""
        how = self.map.ends
        return [day and first_day_without(day, how) for day in self._days("ends")]

    def _days(self, key: str) -> list[str | None]:
        texts = self.cells.get(key)
        if texts is None:
            return [None] * len(self.rows.lines)
        read = read_dates(texts, self.map.dates)
        if read.faults:
            for row, line in self.sound:
                fault = read.faults.get(texts[row])
                if fault is not None:
                    message = Message.of("{error}; it is left out", error=fault)
                    self.report.row(line, "BAD_DATE", message, subject=self.text("id", row))
        if read.no_end:
            marks = set(read.no_end)
            message = Message.of(
                "{texts} means no end: of {count} rows",
                texts=", ".join(read.no_end),
                count=sum(map(marks.__contains__, texts)),
            )
            self.report.whole("NO_END", message, severity=NOTE)
        return [read.days[text] for text in texts]

    @cached_property
    def status(self) -> Categorical:
        """What the word of status of each row means; empty where there is none, unknown where it is not known."""
        if "status" not in self.cells:
            return Categorical.constant("", self.rows.sheet.size)
        texts = self.coded("status")
        said = {plain(word) or word: meaning for word, meaning in self.map.status.items()}
        known = meanings_of_status(texts.values, self.map.rows)
        meanings = {
            text: said.get(plain(text) or text) or known.get(text, "") if text else "unknown" for text in texts.values
        }
        repeated = self.columns.get("status") if self.pages else None
        strange = [text for text, meaning in meanings.items() if text and not meaning and text != repeated]
        if strange:
            message = Message.of(
                "the status {words} is not known; such posts are filled or vacant, which is missing: say under status in the map",
                words=", ".join(map(repr, strange[:10])),
            )
            self.report.whole("UNKNOWN_STATUS", message)
        return texts.mapped(lambda text: meanings[text] or "unknown").distinct()

    def holder(self, row: int) -> tuple[str, str]:
        """Give the name of who holds the post of a row, and what a word in its place means (``vacant``, ``unknown``)."""
        return self.holder_of(self.text("person", row))

    def names(self, row: int) -> tuple[str, ...]:
        """Give the names of those who hold the post of a row: of one or of several; none where none is named."""
        name, _ = self.holder(row)
        return self.names_of(name) if name else ()

    def names_of(self, name: str) -> tuple[str, ...]:
        """Give the names of which a text that is no word of a vacancy tells, as the map says or by the signs between them."""
        said = self.map.holders.get(name, "")
        if said == "several":
            return tuple(held_by(one).name for one in several_in(name))
        return (name,) if said == "person" else names_in(name)

    def holder_of(self, text: str) -> tuple[str, str]:
        """Give what a text in the column of persons says: a name, or what a word in its place means."""
        return ("", self._words[text]) if text in self._words else (text, "")

    @cached_property
    def _words(self) -> dict[str, str]:
        """Texts in the column of persons that are no persons, with what they mean."""
        found = {}
        vacant = set(map(plain, self.map.vacant))
        levels = [text for name in self.map.level_heads.values() for text in self.rows.coded(name).values]
        for text in dict.fromkeys((*self.coded("person").values, *self.coded("head").values, *levels)):
            word, said = plain(text), self.map.holders.get(text, "")
            if said in ("person", "several"):
                continue
            if said:
                found[text] = said
            elif word in vacant:
                found[text] = "vacant"
            elif text and (empty := vacancy(text) or vacancy(held_by(text).name)):
                found[text] = empty
            elif either_of(held_by(text).name):
                found[text] = "unknown"
            elif word in NO_PERSON or word in statuses():
                meant = statuses().get(word, "unknown")
                found[text] = meant if text and meant in ("vacant", "frozen", "proposed") else "unknown" if text else ""
        return found

    @cached_property
    def figures(self) -> dict[str, IntArray]:
        """The figures of each row by column; what is none stays :data:`MISSING` and is reported at its row."""
        found: dict[str, IntArray] = {}
        parts = {sort_key(name): name for name, part in self.map.sorts.items() if part.counts != "none"}
        for key in (*FIGURES, FTE_AUTHORIZED, "pay", *parts):
            if key not in self.cells and key not in parts:
                continue
            texts = self.rows.coded(parts[key]) if key in parts else self.coded(key)
            counts = "filled" if key in parts else key
            read = read_figures(counts, texts.values, percent=self.map.fte == "percent")
            if read.faults:
                for row, line in self.sound:
                    if texts[row] in read.faults and row not in self.notes:
                        fault = self._fault(key, texts[row], read.faults[texts[row]])
                        self.report.row(line, "BAD_FIGURE", fault, subject=self.text("id", row))
            if read.rounded:
                message = Message.of(
                    "full-time equivalents of more than two decimals are rounded: {texts}",
                    texts=", ".join(read.rounded[:5]),
                )
                self.report.whole("FTE_DECIMALS", message, severity=NOTE)
            if read.parted_by:
                message = Message.of(
                    "thousands are parted by {sign!r} in {name!r}",
                    sign=read.parted_by,
                    name=parts.get(key) or self.columns[key],
                )
                self.report.whole("THOUSANDS", message, severity=NOTE)
            found[key] = dense([read.numbers[text] for text in texts.values])[0][texts.codes]
        return found

    def _fault(self, key: str, text: str, fault: Message) -> Message:
        """Say what is wrong with a figure: a part of a post is no count, and stands in full-time equivalents where these are of its column."""
        fte = self.in_fte(key)
        if not fte or read_figures(fte, [text]).faults:
            return fault
        message = "{key}: {text!r} counts no posts or people; it is carried in full-time equivalents ({fte}), and how many there are is missing"
        return Message.of(message, key=key, text=text, fte=fte)

    @cached_property
    def sum_of_sorts(self) -> tuple[str, str, IntArray] | None:
        """The column of a total beside sorts of staff that the map does not name: its heading, what it is a sum of, its figures."""
        counts = {part.counts for part in self.map.sorts.values()} - {"none"}
        named = {*self.columns.values(), *self.map.sorts, *self.map.levels}
        name = next((one for one in self.rows.sheet.header if is_total(one) and one not in named), "")
        if len(counts) != 1 or not name or counts & self.columns.keys():
            return None
        texts = self.rows.coded(name)
        read = read_figures("filled", texts.values)
        return name, counts.pop(), dense([read.numbers[text] for text in texts.values])[0][texts.codes]

    def order(self, row: int) -> int:
        """Give the place of a row among its siblings, 0 where the table says none."""
        text = self.text("order", row)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def used(self) -> set[str]:
        """Name the columns of which something is carried."""
        keys = {name for key, name in self.columns.items() if key not in UNUSED[self.map.rows]}
        if "pay" in self.columns and self.whole.currency:
            keys |= {name for name in self.rows.sheet.header if means_currency(name, self.map.rows)}
        parts = {name for name, part in self.map.sorts.items() if part.counts != "none"}
        if self.sum_of_sorts is not None:
            parts.add(self.sum_of_sorts[0])
        return (
            keys
            | {
                *self.map.levels,
                *self.map.lines.values(),
                self.map.indent,
                *self.map.where,
                *self.map.level_heads.values(),
            }
            | parts
        )

    def not_mapped(self, used: Collection[str]) -> list[str]:
        """Name the columns that a baseline could hold by their headings, that the map gives no meaning, and that are not ``used``; tell how."""
        found: list[str] = []
        if self.map.names_only:
            return found
        for name in dict.fromkeys(self.rows.sheet.header):
            is_said = name in used or name in self.columns.values() or name in self.map.sorts
            known = None if is_said else heading(name)
            key = "" if known is None else known.meaning(self.map.rows).partition("|")[0]
            if known is not None and known.meaning("posts") == "pay":
                key = "pay"
            if (
                not key
                or (key == "vacancies" and {"authorized", "filled"} <= self.columns.keys())
                or (key == "status" and are_counts(self.rows.coded(name).values))
                or (key in self.columns and self.map.rows == "units")
                or (key not in TableMap.KEYS and not key.startswith("line:"))
            ):
                continue
            found.append(name)
            if key == "parent" and key not in self.columns and (lost := self._not_found(name)):
                self.report.whole("VALUES_NOT_FOUND", lost)
                continue
            place, said = ("lines", key.removeprefix("line:")) if key.startswith("line:") else ("columns", key)
            how = f"{place}: {{{said}: {name}}}"
            message = Message.of(
                "{name}: the map does not say what this column is; to carry it say {how}", name=name, how=how
            )
            if key in self.columns:
                message = Message.of(
                    "{name}: {other} is carried in its place; to carry this one say {how}",
                    name=name,
                    other=self.columns[key],
                    how=how,
                )
            self.report.whole("NOT_MAPPED", message, severity=NOTE)
        return found

    def _not_found(self, name: str) -> Message | None:
        """Say that the superiors which a column names are hardly found among the rows; None where most are."""
        given = {alike(text) for text in self.rows.coded(name).values if text}
        known = {
            alike(text) for key in ("id", "also", "person_id", "person", "name") for text in self.coded(key).values
        }
        found = len(given & known)
        if not given or found * 2 > len(given):
            return None
        message = "{name}: of the superiors that it names, few are found among the rows ({found} of {total}); nobody is placed by it"
        return Message.of(message, name=name, found=found, total=len(given))

    def figure(self, key: str, row: int) -> int | None:
        """Give a figure of a row, None where it is missing or the table has no such column."""
        column = self.figures.get(key)
        return None if column is None or column[row] == MISSING else int(column[row])


def are_counts(texts: Sequence[str]) -> bool:
    """Tell whether texts under a heading of status count instead: no word stands there, or fewer than numbers, as *nil* among them."""
    worded = sum(_LETTER.search(text) is not None for text in texts)
    return not worded or sum(text.isdecimal() for text in texts) > worded


def sort_key(name: str) -> str:
    """Give the key under which the figures of a sort of staff stand, by the name of their column."""
    return f"sort:{name}"
