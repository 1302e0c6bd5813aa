"""Filled-in forms read back into a baseline of CSV tables: only the cells that were filled in change, each told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from orgmodel.core.csv_habit import BOM, CsvHabit
from orgmodel.core.messages import Message
from orgmodel.core.one_run import mean_to_change
from orgmodel.core.problems import Location, Problem, ProblemsError, missing_file, refuse_if_any
from orgmodel.core.schema import Tables
from orgmodel.core.writing import write_all
from orgmodel.io.collected_sums import Share, Sum, refused_parts
from orgmodel.io.delimited import bounded_cells, sniff
from orgmodel.io.filled_forms import FIGURES, Filled, read_form
from orgmodel.io.study_files import STUDY, Frame, read_frame
from orgmodel.words.collecting import words

DOCUMENTS, MEMBERS, SUMS, GROUP = "documents", "members", "member_groups", "total_group"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of the baseline that changes: its file and line, its column, what stood there and what stands now."""

    file: Path
    line: int
    record: str
    column: str
    before: str
    after: str


@dataclass
class Collected:
    """What forms come to: the changes cell by cell, the files as they will be, and what is to be said."""

    changes: list[CellChange] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def write(self) -> None:
        """Write the tables, all or none."""
        mean_to_change(self.files)
        write_all(self.files, force=True)


def collect(study: Path, forms: Iterable[Path]) -> Collected:
    """Work out what filled-in forms change of a study's baseline; nothing is written yet.

    Raises ProblemsError with every fault of every form: a file that is no form, or another study's; a figure that is none;
    a cell that has changed since the form went out; two forms that fill one cell in with different figures; and a baseline
    that would not pass its checks.
    """
    problems: list[Problem] = []
    study = study.parent if study.name == STUDY else study
    if not study.exists():
        raise ProblemsError([missing_file(study)])
    if not (study / STUDY).is_file():
        message = Message.of("the folder of a study is needed, with study.yaml in it")
        raise ProblemsError([Problem("STUDY", message, location=Location(str(study)))])
    frame = read_frame(study, problems)
    refuse_if_any(problems)
    if frame.baseline is None or not frame.baseline.is_dir():
        message = Message.of(
            "forms are collected into a baseline of CSV tables, and this study has another: fill the figures in there"
        )
        raise ProblemsError([Problem("BASELINE", message, location=Location(str(study)))])
    filled = [one for form in forms for one in read_form(form, study.resolve().name, problems)]
    made = _Tables(frame, problems)
    made.given = {(one.table, one.key, one.field) for one in filled}
    seen: dict[tuple[str, tuple[str, ...], str], Filled] = {}
    for one in filled:
        cell = (one.table, one.key, one.field)
        if cell in seen and seen[cell].given != one.given:
            message = Message.of(
                "{given} is given here, and {other} at {place}: agree on one",
                given=one.given,
                other=seen[cell].given,
                place=seen[cell].at,
            )
            problems.append(Problem("TWO_FIGURES", message, one.key[0], one.at))
        elif cell not in seen:
            seen[cell] = one
            made.fill(one)
    made.close_sums()
    refuse_if_any(problems)
    found = made.collected()
    _check(frame, found, made.filled_at)
    return found


# -- changing tables -----------------------------------------------------------------------------------------------------


class _Table:
    """One CSV table: its rows as they are, the lines that each takes, and the cells that change."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.bom = BOM if text.startswith(BOM) else ""
        self.text = text.removeprefix(BOM)
        self.lines = self.text.splitlines(keepends=True)
        self.end = "\r\n" if "\r\n" in self.text else "\n"
        self.separator = sniff(self.lines[0] if self.lines else "")
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
        self.rows: list[tuple[int, int, list[str]]] = []
        with bounded_cells():
            self.header = [name.strip() for name in next(reader, [])]
            start = reader.line_num
            for row in reader:
                self.rows.append((start, reader.line_num, row))
                start = reader.line_num
        self.changed: dict[int, list[str]] = {}
        self.gone: set[int] = set()
        self.added: list[list[str]] = []

    def find(self, key: Mapping[str, str]) -> int | None:
        """Find the row whose cells are those of a key; columns that the table has not count as empty."""
        for at, (_, _, row) in enumerate(self.rows):
            if all(self.cell(at, name) == value for name, value in key.items()) and any(row):
                return at
        return None

    def cell(self, at: int, name: str) -> str:
        row = self.changed.get(at, self.rows[at][2])
        place = self.header.index(name) if name in self.header else -1
        return row[place].strip() if 0 <= place < len(row) else ""

    def put(self, at: int, name: str, text: str) -> None:
        row = self.changed.setdefault(at, [*self.rows[at][2], *[""] * (len(self.header) - len(self.rows[at][2]))])
        row[self.header.index(name)] = text

    def data(self) -> bytes:
        """Give the file: rows that change are written anew, those that are gone left out, all others stay letter for letter."""
        kept = list(self.lines)
        for at in sorted({*self.changed, *self.gone}, reverse=True):
            start, stop, _ = self.rows[at]
            kept[start:stop] = [] if at in self.gone else [self._line(self.changed[at])]
        if self.added and kept and not kept[-1].endswith("\n"):
            kept[-1] += self.end
        return (self.bom + "".join(kept) + "".join(map(self._line, self.added))).encode()

    def _line(self, row: Sequence[str]) -> str:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=self.separator, lineterminator=self.end).writerow(row)
        return stream.getvalue()


class _Tables:
    """The tables of one baseline as the forms change them."""

    def __init__(self, frame: Frame, problems: list[Problem]) -> None:
        self.frame, self.problems = frame, problems
        self.habit: CsvHabit = frame.terms.csv
        self.tables: dict[str, _Table | None] = {}
        self.changes: list[CellChange] = []
        self.papers: dict[tuple[str, str, str], str] = {}
        self.cited: dict[tuple[str, tuple[str, ...]], str] = {}
        self.given: set[tuple[str, tuple[str, ...], str]] = set()
        self.filled_at: dict[tuple[str, int], Location] = {}
        """The first cell of a form that filled a row in, by the row's file and line."""
        self.of_sums: dict[str, dict[int, Filled]] = {}
        """What was filled in for organisations that are known only by a sum, by the sum and the row."""

    def table(self, name: str) -> _Table | None:
        if name not in self.tables:
            assert self.frame.baseline is not None
            path = self.frame.baseline / f"{name}.csv"
            self.tables[name] = _Table(path, path.read_bytes().decode("utf-8")) if path.is_file() else None
        return self.tables[name]

    def fill(self, one: Filled) -> None:
        """Put one figure into its cell: its range goes, its source is the paper given, where all of the row is then sourced so."""
        table = self.table(one.table)
        key = dict(zip(Tables.BY_NAME[one.table].key or ("id",), one.key, strict=False))
        at = None if table is None else table.find(key)
        if table is None or at is None or one.field not in table.header:
            message = Message.of(
                "{table} has no row {key!r} with {field} any more",
                table=one.table,
                key=" ".join(one.key),
                field=one.field,
            )
            self.problems.append(Problem("NO_ROW", message, one.key[0], one.at))
            return
        now = tuple(
            _plain(table.cell(at, name), self.habit) for name in (one.field, f"{one.field}_low", f"{one.field}_high")
        )
        stands = (now[0], now[1] or now[0], now[2] or now[0])
        if stands == (one.given, one.given, one.given) and stands != one.stood:
            return  # it was taken over before
        if stands != one.stood and now[0] != one.given:
            message = Message.of(
                "{stood!r} stood there when the form went out, and now {now!r}: see which is right, and enter it by hand",
                stood=one.stood[0], now=now[0],
            )  # fmt: skip
            self.problems.append(Problem("CHANGED_SINCE", message, one.key[0], one.at))
            return
        self.filled_at.setdefault((str(table.path), table.rows[at][0] + 1), one.at)
        if one.table == MEMBERS and (name := table.cell(at, GROUP)):
            self.of_sums.setdefault(name, {})[at] = one
        self._put(table, at, one, one.field, self.habit.number(one.given))
        for end in (f"{one.field}_low", f"{one.field}_high"):
            if end in table.header:
                self._put(table, at, one, end, "")
        self._source(table, at, one)

    def close_sums(self) -> None:
        """Put figures in the place of a sum where each of its organisations has one and all come to it; refuse others."""
        members, sums = self.table(MEMBERS), self.table(SUMS)
        for name, filled in self.of_sums.items():
            if members is None or sums is None or (place := sums.find({"id": name})) is None:
                continue  # the checks of the baseline tell it
            rows = [at for at in range(len(members.rows)) if members.cell(at, GROUP) == name]
            total, low, high = (
                self._count(sums.cell(place, column)) for column in ("total", "total_low", "total_high")
            )
            at = Location(sums.path.name, sums.rows[place][0] + 1)
            whole = Sum(name, total if low is None else low, total if high is None else high, at)
            shares = [
                Share(
                    members.cell(row, "unit"),
                    self._count(members.cell(row, "total")) if row in filled else None,
                    filled[row].at if row in filled else None,
                )
                for row in rows
            ]
            if (problem := refused_parts(whole, shares)) is not None:
                self.problems.append(problem)
                continue
            for row in rows:
                self._put(members, row, filled[row], GROUP, "")
            sums.gone.add(place)
            self.changes.append(CellChange(sums.path, at.line, name, "id", name, ""))

    def _count(self, text: str) -> int | None:
        plain = _plain(text, self.habit)
        return int(plain) if plain.isdecimal() else None

    def _put(self, table: _Table, at: int, one: Filled, column: str, text: str) -> None:
        before = table.cell(at, column)
        if before != text:
            table.put(at, column, text)
            self.changes.append(
                CellChange(table.path, table.rows[at][0] + 1, " ".join(filter(None, one.key)), column, before, text)
            )

    def _source(self, table: _Table, at: int, one: Filled) -> None:
        """Cite what was given, unless another figure of the row rests on the source that it has."""
        if "src" not in table.header:
            return
        others = [
            name
            for name in FIGURES[one.table]
            if name != one.field and table.cell(at, name) and not table.cell(at, f"{name}_low")
        ]
        source = table.cell(at, "src")
        if (
            others
            and source.startswith("assumed")
            and not all((one.table, one.key, name) in self.given for name in others)
        ):
            message = Message.of(
                "{field} is taken over, and the row keeps its source {src!r}, on which {others} of it rests too",
                field=one.field, src=source, others=", ".join(others),
            )  # fmt: skip
            self.problems.append(Problem("SOURCE_KEPT", message, one.key[0], one.at, "warning"))
            return
        row = (one.table, one.key)
        if one.paper or row not in self.cited:  # a figure without a paper of its own is from that of its row
            self.cited[row] = self._paper(one)
        self._put(table, at, one, "src", self.cited[row])

    def _paper(self, one: Filled) -> str:
        """Give the id of the document that a figure is cited from: one that is listed, or a new row of documents."""
        documents = self.table(DOCUMENTS)
        if documents is not None and one.paper and documents.find({"id": one.paper}) is not None:
            return one.paper
        if (
            documents is not None
            and one.paper
            and "number" in documents.header
            and (at := documents.find({"number": one.paper})) is not None
        ):
            return documents.cell(at, "id")
        named = (one.supplier, one.paper, one.day)
        if named in self.papers:
            return self.papers[named]
        if documents is None:
            assert self.frame.baseline is not None
            documents = self.tables[DOCUMENTS] = _Table(
                self.frame.baseline / "documents.csv", "id,kind,issuer,date,title_vi,title_en\n"
            )
        number = 1
        while (
            documents.find({"id": f"collected-{number}"}) is not None or f"collected-{number}" in self.papers.values()
        ):
            number += 1
        self.papers[named] = id = f"collected-{number}"
        texts = {
            code: one.paper or words("collected", code).format(supplier=one.supplier or "?") for code in ("vi", "en")
        }
        row = {
            "id": id,
            "kind": words("kind", self.frame.language),
            "issuer": one.supplier,
            "date": one.day or "?",
            "note": one.note,
        }
        row |= {f"title_{code}": text for code, text in texts.items()}
        documents.added.append([row.get(name, "") for name in documents.header])
        line = len(documents.lines) + len(documents.added)
        self.changes.append(CellChange(documents.path, line, id, "id", "", id))
        return id

    def collected(self) -> Collected:
        touched = {one.file for one in self.changes}
        files = {
            table.path: table.data() for table in self.tables.values() if table is not None and table.path in touched
        }
        return Collected(self.changes, files, self.problems)


def _plain(text: str, habit: CsvHabit) -> str:
    """Write the text of a figure as a form has it."""
    plain = text.replace(",", ".") if habit.has_comma else text
    try:
        return (
            f"{float(plain):g}"
            if plain and float(plain) != int(float(plain))
            else str(int(float(plain)))
            if plain
            else ""
        )
    except ValueError:
        return plain


def _check(frame: Frame, found: Collected, filled_at: Mapping[tuple[str, int], Location]) -> None:
    """Read the baseline as it would be; raises ProblemsError where it has errors that it has not now.

    An error of a row that a form fills in stands at the form's cell, and says where the row is.
    """
    if not found.files or frame.baseline is None:
        return
    _, before = frame.read_baseline(frame.baseline)
    texts = {path: data.decode("utf-8").removeprefix(BOM).replace("\r\n", "\n") for path, data in found.files.items()}
    _, after = frame.read_baseline(frame.baseline, texts)
    known = {(one.code, str(one.message)) for one in before}
    refuse_if_any(_at_form(one, filled_at) for one in after if (one.code, str(one.message)) not in known)


def _at_form(one: Problem, filled_at: Mapping[tuple[str, int], Location]) -> Problem:
    row = one.location
    cell = None if row is None else filled_at.get((row.file, row.line))
    if cell is None:
        return one
    return replace(one, message=Message.of("{message} (in {place})", message=one.message, place=row), location=cell)
