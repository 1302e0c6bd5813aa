"""A table of pairs, old unit and new unit: every code, mark and share checked against the others."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from orgmodel.core.integrity import is_scope
from orgmodel.core.messages import Message, series
from orgmodel.core.problems import ERROR
from orgmodel.io.importers.imported import NOTE, Report
from orgmodel.io.importers.lineage.checks import check_codes
from orgmodel.io.importers.lineage.codes import Codes, one_spelling
from orgmodel.io.importers.lineage.dates import read_days
from orgmodel.io.importers.lineage.edges import Alone, Edge, Lineages, Side
from orgmodel.io.importers.lineage.figures import figure
from orgmodel.io.importers.lineage.map import LineageMap
from orgmodel.io.importers.lineage.marks import read_marks, read_shares
from orgmodel.io.importers.naming import reserved
from orgmodel.io.importers.rows import Rows


def read_pairs(rows: Rows, columns: dict[str, str], map: LineageMap, report: Report) -> Lineages:
    """Read the pairs of a table; repeated ones and names without a code are left out and reported."""
    return _Pairs(rows, columns, map, report).read()


class _Pairs:
    def __init__(self, rows: Rows, columns: dict[str, str], map: LineageMap, report: Report) -> None:
        self.map, self.report, self.lines = map, report, rows.lines
        self.texts = {key: rows.texts(name) for key, name in columns.items()}
        self.old, self.new = self.texts["old"], self.texts["new"]
        self.lineages = Lineages(is_open=True)
        self.edges: list[Edge] = []
        self.kept: list[int] = []
        self.seen: dict[tuple[str | None, str, str], int] = {}
        one_spelling([self.texts[key] for key in ("old_within", "new_within") if key in self.texts], "areas", report)
        self.sound = self._with_codes(rows.sound)
        self.days = self._days()
        marks = self.texts.get("mark")
        self.marks = None if marks is None else self._meanings(marks)

    def _with_codes(self, rows: Iterable[int]) -> list[int]:
        """Keep the rows that have a code; a name without one is an error, a row of neither is a heading."""
        found = []
        names = [(self.texts.get(key), codes) for key, codes in (("old_name", self.old), ("new_name", self.new))]
        for row in rows:
            scope = next((code for code in (self.old[row], self.new[row]) if is_scope(code)), None)
            if scope is not None:
                self.report.row(self.lines[row], "RESERVED_ID", reserved(scope), severity=ERROR, subject=scope)
                continue
            if self.old[row] and self.new[row]:
                found.append(row)
                continue
            lost = [column[row] for column, codes in names if column and column[row] and not codes[row]]
            if lost:
                message = Message.of("{name!r} has no code; the row is left out: give it one", name=lost[0])
                self.report.row(self.lines[row], "MISSING_CODE", message, severity=ERROR)
            elif self.old[row] or self.new[row]:
                found.append(row)
            else:
                self.report.row(
                    self.lines[row],
                    "HEADING_ROW",
                    "the row has neither an old nor a new code; it is taken as a heading",
                    severity=NOTE,
                )
        return found

    def _days(self) -> list[str | None]:
        """Give the day of each row; undated ones have that of the map."""
        dates = self.texts.get("date")
        if dates is None:
            return []
        here = [(self.lines[row], self.old[row] or self.new[row]) for row in self.sound]
        texts = [dates[row] for row in self.sound]
        known = read_days(here, texts, self.map.dates, "{error}; the event is kept without it", self.report)
        return [known.get(text) or self.map.date or None for text in dates]

    def _meanings(self, marks: list[str]) -> list[bool | None]:
        """Tell of each row whether it is a part (None: it is marked as neither)."""
        words = {**dict.fromkeys(self.map.part, True), **dict.fromkeys(self.map.whole, False)}
        known = {text: words.get(" ".join(text.split()).casefold()) for text in set(marks)}
        return [known[text] for text in marks]

    def read(self) -> Lineages:
        """Read the rows day by day."""
        codes = Codes([*self.old, *self.new], self.report)
        days = self.days
        rows = self.sound
        if days:
            rows = sorted(rows, key=lambda row: (days[row] is None, days[row] or "", row))
        for day, group in groupby(rows, key=lambda row: days[row] if days else self.map.date or None):
            self._day(day, list(group), codes)
        codes.tell_spellings()
        self.lineages.edges = self.edges
        self.lineages.edges.sort(key=lambda edge: edge.line)
        return self.lineages

    def _day(self, day: str | None, rows: list[int], codes: Codes) -> None:
        olds, news = ([row for row in rows if side[row]] for side in (self.old, self.new))
        marks = self.marks
        divided = (lambda mine: all(marks[row] for row in mine)) if marks is not None else (lambda _: False)
        codes.settle(olds, self.old, self.texts.get("old_name"), self.lines, divided)
        codes.settle(news, self.new, self.texts.get("new_name"), self.lines, lambda _: False)
        before, after = self._sides("old", olds), self._sides("new", news)
        edges, kept = [], []
        for row in rows:
            pair = (day, self.old[row], self.new[row])
            if pair in self.seen:
                message = Message.of(
                    "{old!r} → {new!r} stands in line {line} already; it is left out",
                    old=pair[1], new=pair[2], line=self.seen[pair],
                )  # fmt: skip
                self.report.row(self.lines[row], "REPEATED_PAIR", message, severity=ERROR, subject=pair[1])
                continue
            self.seen[pair] = self.lines[row]
            if not pair[1]:
                self.lineages.begun.append(Alone(after[pair[2]], day))
            elif not pair[2]:
                self.lineages.gone.append(Alone(before[pair[1]], day))
            else:
                edges.append(Edge(before[pair[1]], after[pair[2]], self.lines[row], day))
                kept.append(row)
        if self.marks is not None:
            read_marks(edges, kept, self.texts["mark"], self.marks, self.map, self.report)
        read_shares(edges, kept, self.texts, self.report)
        self.edges += edges

    def _sides(self, side: str, rows: list[int]) -> dict[str, Side]:
        """Gather the units of one side and day."""
        codes = self.old if side == "old" else self.new
        names, kinds, within, figures = (
            self.texts.get(f"{side}_{key}") for key in ("name", "kind", "within", "figure")
        )
        lines = self.lines
        made: dict[str, Side] = {}
        rows_of: dict[str, list[int]] = {}
        for row in rows:
            code = codes[row]
            one = made.get(code)
            if one is None:
                rows_of[code] = [row]
                one = made[code] = Side(
                    code, lines[row], names[row] if names else "", kinds[row] if kinds else "",
                    (within[row] or code) if within else "",
                )  # fmt: skip
                if figures:
                    one.figure = figure(figures[row], lines[row], self.report)
            else:
                rows_of[code].append(row)
                if names and not one.name:
                    one.name = names[row]
        if within:
            self._check_names(made, rows_of)
        check_codes({code: [lines[row] for row in mine] for code, mine in rows_of.items()}, self.report)
        return made

    def _check_names(self, made: dict[str, Side], rows_of: dict[str, list[int]]) -> None:
        """Report a name that two codes bear within one territory."""
        codes: dict[tuple[str, str, str], list[str]] = {}
        for one in made.values():
            if one.name and one.within != one.code:
                codes.setdefault((one.name, one.kind, one.within), []).append(one.code)
        for (name, _, within), alike in codes.items():
            if len(alike) > 1:
                message = Message.of(
                    "{name!r} in {within!r} has the codes {codes}; both are kept as units",
                    name=name, within=within, codes=series(map(repr, alike)),
                )  # fmt: skip
                for code in alike:
                    for row in rows_of[code]:
                        self.report.row(self.lines[row], "NAME_WITH_TWO_CODES", message, subject=code)
