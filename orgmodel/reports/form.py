"""A form: a table of a report, with its title, columns of a kind, rows of a role and notes, before anything is formatted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from orgmodel.core.names import Names, text_in
from orgmodel.reports.about import ANY, About
from orgmodel.reports.cells import (
    ASSUMED,
    FIGURES,
    LEAST,
    NO,
    NONE,
    SIGNS,
    TEXT,
    UNKNOWN,
    Cell,
    Words,
    cell_text,
    number_of,
    signs_of,
)  # fmt: skip
from orgmodel.reports.letter_widths import EM
from orgmodel.words.notes import Date, worded

BEFORE, AFTER, CHANGE, SHARE = "before", "after", "change", "share"
"""Roles of a column: the state before, after, what changes, and the change in per cent of before."""
HEADING, HEAD_GROUP = "heading", "group"
"""The heads of a column: its own, and that of its neighbours together."""
BODY, GROUP, SUBTOTAL, TOTAL, OF_WHICH = "body", "group", "subtotal", "total", "of_which"
"""Roles of a row: a row like any; a heading over those that follow, which may bear their sums; the sum since the last
heading; the sum of all; a part of a sum, which adds nothing to it."""
DIFFERENCE, PERCENT_OF, SUM = "difference", "percent_of", "sum"
"""Kinds of a formula: after less before; the change in per cent of before; the sum of cells above."""
SIGN_NAMES = {NONE: "none", UNKNOWN: "unknown", LEAST: "least", ASSUMED: "assumed"}
ADDED, REMOVED = "added", "removed"
"""Of a report that is compared with its last issue: rows that are new, and rows that are there no longer."""
FEW_ROWS = 8
"""A form of at most so many rows is a small one."""
NEAR = 1e-9
STOPS = (".", "!", "?", ":", "…")


@dataclass(frozen=True, slots=True)
class FormColumn:
    """Describe a column: its heading (and that of its neighbours together), the kind of its cells, its role and its width.

    ``of`` is the measure that its figures are of, ``case`` the label of the scenario: columns before, after, change and share
    that belong together share both. ``scope`` says what of the rows its figures are of where that is not all (``category:official``).
    ``adds_up`` says that totals are sums of the rows of the body; ``width`` is relative to the other columns. ``named`` says which
    of its heads is a name in the study (a category, a criterion, a scenario), and no word of ours.
    """

    heading: Names
    kind: str = TEXT
    role: str = ""
    of: str = ""
    group: Names = ()
    width: float = 1.0
    adds_up: bool = False
    case: str = ""
    scope: str = ""
    named: str = ""

    @property
    def signed(self) -> bool:
        """Tell whether its figures bear a sign."""
        return self.role in (CHANGE, SHARE)


@dataclass(frozen=True, slots=True)
class FormRow:
    """Hold the cells of a row, its role, and where its figures are of another kind than the column's, that kind.

    ``level`` is how deep its first words are set in; ``places`` the decimals with which no change contradicts its figures.
    ``key`` tells it apart from others and is never read, ``of`` is the measure where rows are measures: by these what changed since
    the last issue is marked. ``about`` says what it is of: units, a scope, steps, and of which measures where its figures are those
    of none alone.

    ``was`` holds what each cell showed in the last issue where it shows something else now (None where it is the same), and
    ``revision`` says that the whole row is new or is gone; both are of a report that is compared with its last issue alone.
    """

    cells: tuple[Cell, ...]
    role: str = BODY
    kind: str = ""
    level: int = 0
    places: int = 2
    key: str = ""
    of: str = ""
    about: About = ANY
    was: tuple[Names | None, ...] = ()
    revision: str = ""

    def __iter__(self) -> Iterator[Cell]:
        """Walk over the cells."""
        return iter(self.cells)

    def __getitem__(self, at: int) -> Cell:
        """Give a cell."""
        return self.cells[at]

    def __len__(self) -> int:
        """Count the cells."""
        return len(self.cells)


def annex_called(number: str, attached: Names, language: str) -> str:
    """Give what an annex is called: by the number of its form, or, attached to a paper by itself, by its own, if there are several.

    >>> from orgmodel.core.names import names_of
    >>> annex_called("4", (), "en"), annex_called("II", names_of(en="to a scheme"), "vi"), annex_called("", (), "en")
    ('Annex 4', 'Phụ lục II', '')
    >>> annex_called("", names_of(en="to a scheme"), "vi")
    'Phụ lục'
    """
    if not (number or attached):
        return ""
    return text_in(worded("appendix" if attached else "annex", {"number": number}), language).strip()


@dataclass(frozen=True, slots=True)
class Formula:
    """Hold how a cell follows from others of its form, each as (row, column)."""

    kind: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Hold a table: where columns hold figures None is unknown and never 0.

    ``annex`` is its number among the annexes (Biểu), empty where it has none; ``unit`` the unit of measure; ``as_of`` the cut-off date
    of the figures (``own_dates``: of the structure alone, since figures are of the dates of their sources); ``source`` where
    they are from; ``wide`` asks for a page on its side. ``attached`` says to which paper it is an annex by itself, as papers of
    the state have them (Phụ lục); others bear numbers of their form.
    """

    id: str
    title: Names
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    notes: tuple[Names, ...] = ()
    annex: str = ""
    unit: Names = ()
    as_of: str | None = None
    source: Names = ()
    wide: bool = False
    own_dates: bool = False
    attached: Names = ()
    _texts: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """All cells as texts, by language: every writer asks for them several times."""

    @classmethod
    def of(
        cls,
        id: str,
        title: Names,
        columns: Sequence[Names | FormColumn],
        rows: Sequence[Sequence[Cell] | FormRow],
        notes: Sequence[Names] = (),
        *,
        annex: str = "",
        unit: Names = (),
        as_of: str | None = None,
        source: Names = (),
        wide: bool = False,
    ) -> Form:
        """Make a form of whatever lists hold its columns and rows; a heading alone is a column of words."""
        made = tuple(one if isinstance(one, FormColumn) else FormColumn(one) for one in columns)
        held = tuple(one if isinstance(one, FormRow) else FormRow(tuple(one)) for one in rows)
        for row in held:
            if len(row) != len(made):
                raise ValueError(f"form {id}: a row of {len(row)} cells under {len(made)} columns")
        return cls(id, title, made, held, tuple(notes), annex, unit, as_of, source, wide)

    def without_empty(self) -> Form:
        """Leave out the columns of figures of which there is nothing anywhere.

        >>> form = Form.of(
        ...     "f", (), [(), FormColumn((), "count"), FormColumn((), "count")], [("a", 0, None), ("b", 0, 1)]
        ... )
        >>> len(form.without_empty().columns)
        2
        """
        kept = [
            at for at, column in enumerate(self.columns)
            if column.kind not in FIGURES or any(row[at] != () and self.number(place, at) != 0 for place, row in enumerate(self.rows))
        ]  # fmt: skip
        rows = tuple(replace(row, cells=tuple(row[at] for at in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[at] for at in kept), rows=rows)

    def about(self, row: int, column: int) -> About:
        """Say what a cell is of: as its words say, else its row and its column.

        >>> rows = [FormRow(("Deputies", 2), key="a", about=About(units=("a",)))]
        >>> form = Form.of("f", (), [FormColumn(()), FormColumn((), "count", of="heads", scope="block:b")], rows)
        >>> form.about(0, 1)
        About(measures=('heads',), units=('a',), scope='block:b', steps=(), case='', names=())
        """
        held, head = self.rows[row], self.columns[column]
        cell = held[column]
        own = cell.about if isinstance(cell, Words) else ANY
        of = held.of or head.of
        measured = About((of,) if of else (), scope=head.scope, case=head.case)
        return own.within(held.about).within(measured)

    def kind_of(self, row: int, column: int) -> str:
        """Give the kind of a cell: the row's own where its figures are of another, else the column's."""
        own, kind = self.rows[row].kind, self.columns[column].kind
        return own if own and kind in FIGURES and self.columns[column].role != SHARE else kind

    def text(self, row: int, column: int, language: str) -> str:
        """Write a cell as a reader of the language expects it."""
        return self._written(language)[row][column]

    def _written(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Write all cells in a language, once."""
        if language not in self._texts:
            looks = [(one.kind, one.kind in FIGURES and one.role != SHARE, one.signed) for one in self.columns]
            self._texts[language] = tuple(
                tuple(
                    ""
                    if row.role == GROUP and cell is None
                    else cell_text(cell, language, (is_own and row.kind) or kind, signed=signed, places=row.places)
                    for cell, (kind, is_own, signed) in zip(row.cells, looks, strict=False)
                )
                for row in self.rows
            )
        return self._texts[language]

    def was(self, row: int, column: int, language: str) -> str | None:
        """Give what a cell showed in the last issue, where a reader of the language saw something else; None where not."""
        held = self.rows[row].was
        told = held[column] if held else None
        text = None if told is None else text_in(told, language)
        return None if text == self.text(row, column, language) else text

    def unmarked(self) -> Form:
        """Take away what is marked of the last issue.

        >>> rows = [FormRow(("a",), was=((),)), FormRow(("",), was=((("en", "b"),),), revision=REMOVED)]
        >>> Form.of("f", (), [()], rows).unmarked().rows == (FormRow(("a",)),)
        True
        """
        if not any(row.was or row.revision for row in self.rows):
            return self
        kept = (replace(row, was=(), revision="") for row in self.rows if row.revision != REMOVED)
        return replace(self, rows=tuple(kept))

    def set_in(self, row: int) -> int:
        """Give the column whose words show the level of a row, the first; -1 where rows are numbered, which shows it as well.

        >>> form = Form.of("f", (), [FormColumn((), "no"), ()], [FormRow((1, "a"), level=1)])
        >>> form.set_in(0), Form.of("f", (), [()], [FormRow(("a",), level=1)]).set_in(0)
        (-1, 0)
        """
        return -1 if self.kind_of(row, 0) in (NO, *FIGURES) else 0

    def texts(self, language: str) -> list[list[str]]:
        """Write all cells, row by row."""
        return [[*row] for row in self._written(language)]

    def rooms(self, language: str) -> list[list[str]]:
        """Write all cells as they take room: words of a level set in by an em for each.

        >>> Form.of("f", (), [()], [FormRow(("a",), level=1)]).rooms("en") == [["\u2003a"]]
        True
        """
        found = self.texts(language)
        for at, row in enumerate(self.rows):
            if row.level and (place := self.set_in(at)) >= 0:
                found[at][place] = EM * row.level + found[at][place]
        return found

    def spans(self, row: int, language: str) -> list[tuple[int, int]]:
        """Give the cells of a row as (first column, columns across): a heading over rows goes over what is blank behind it.

        A figure stays in its column.

        >>> form = Form.of(
        ...     "f",
        ...     (),
        ...     [(), (), FormColumn((), "count")],
        ...     [FormRow(("I", (("en", "Party"),), None), GROUP), ("1", "a", 2)],
        ... )
        >>> form.spans(0, "en"), form.spans(1, "en")
        ([(0, 1), (1, 2)], [(0, 1), (1, 1), (2, 1)])
        """
        count = len(self.columns)
        if self.rows[row].role != GROUP:
            return [(place, 1) for place in range(count)]
        found: list[tuple[int, int]] = []
        for place in range(count):
            if found and not self.text(row, place, language) and self.kind_of(row, found[-1][0]) not in FIGURES:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append((place, 1))
        return found

    def number(self, row: int, column: int) -> int | float | None:
        """Give the number of a cell, None where it is not known whole or holds words."""
        return number_of(self.rows[row][column], self.kind_of(row, column))

    def legend(self, language: str) -> list[str]:
        """Explain the signs that its figures bear, each once, in a fixed order."""
        figures = [at for at, column in enumerate(self.columns) if column.kind in FIGURES]
        borne = frozenset(
            sign
            for at, row in enumerate(self.rows)
            for place in figures
            if row.role != GROUP or row[place] is not None
            for sign in signs_of(row[place], self.kind_of(at, place), places=row.places)
        )
        return [text_in(worded(f"sign_{SIGN_NAMES[sign]}"), language) for sign in SIGNS if sign in borne]

    def heading(self, language: str) -> str:
        """Give its title with the number of the annex before it."""
        return ". ".join(filter(None, (self.annex_name(language), text_in(self.title, language))))

    def annex_name(self, language: str) -> str:
        """Give what it is called among the annexes; nothing where it is none."""
        return annex_called(self.annex, self.attached, language)

    def beneath(self, language: str) -> list[str]:
        """List what stands under it: the legend of signs with the cut-off date and source, then the notes, each a sentence."""
        signs = "; ".join(self.legend(language))
        cut = "structure_as_of" if self.own_dates else "figures_as_of"
        when = text_in(worded(cut, {"date": Date(self.as_of)}), language) if self.as_of else ""
        whence = text_in(worded("source_line", {"source": self.source}), language) if self.source else ""
        sourced = " ".join(filter(None, (when, whence)))
        told = [". ".join(filter(None, (signs, sourced)))] if signs or sourced else []
        told += [text for note in self.notes if (text := text_in(note, language))]
        return [text if text.endswith(STOPS) else f"{text}." for text in told]

    def formulas(self) -> dict[tuple[int, int], Formula]:
        """Give the cells, by row and column, that follow from others which are all known: what a workbook may recompute.

        >>> columns = [FormColumn((), "count", role, "posts", adds_up=True) for role in (BEFORE, AFTER, CHANGE)]
        >>> form = Form.of("f", (), columns, [(3, 5, 2), (4, 4, 0), FormRow((7, 9, 2), TOTAL)])
        >>> form.formulas()[2, 2], form.formulas()[2, 0]
        (Formula(kind='difference', cells=((2, 1), (2, 0))), Formula(kind='sum', cells=((0, 0), (1, 0))))
        """
        places = {(one.of, one.case, one.role): at for at, one in enumerate(self.columns) if one.role}
        numbers: dict[tuple[int, int], int | float | None] = {}

        def known(cell: tuple[int, int]) -> int | float | None:
            if cell not in numbers:
                numbers[cell] = self.number(*cell)
            return numbers[cell]

        found: dict[tuple[int, int], Formula] = {}
        for place, column in enumerate(self.columns):
            if column.kind not in FIGURES or not (column.adds_up or column.role in (CHANGE, SHARE)):
                continue
            for at in range(len(self.rows)):
                made = self._formula(at, place, column, places)
                if made is not None and _holds(known((at, place)), made, [known(one) for one in made.cells]):
                    found[at, place] = made
        return found

    def _formula(
        self, at: int, place: int, column: FormColumn, places: Mapping[tuple[str, str, str], int]
    ) -> Formula | None:
        before, after, change = (places.get((column.of, column.case, role)) for role in (BEFORE, AFTER, CHANGE))
        if column.role == CHANGE and before is not None and after is not None:
            return Formula(DIFFERENCE, ((at, after), (at, before)))
        if column.role == SHARE and before is not None and change is not None:
            return Formula(PERCENT_OF, ((at, change), (at, before)))
        if column.adds_up and self.rows[at].role in (GROUP, SUBTOTAL, TOTAL):
            return Formula(SUM, tuple((one, place) for one in self._summed(at)))
        return None

    def _summed(self, at: int) -> list[int]:
        """List the rows of the body that a heading, subtotal or total is of."""
        found: list[int] = []
        if self.rows[at].role == GROUP:
            for below in range(at + 1, len(self.rows)):
                if self.rows[below].role in (GROUP, TOTAL):
                    break
                found += [below] if self.rows[below].role == BODY else []
            return found
        for above in range(at - 1, -1, -1):
            role = self.rows[above].role
            if role in (GROUP, SUBTOTAL) and self.rows[at].role == SUBTOTAL:
                break
            found += [above] if role == BODY else []
        return found[::-1]


def _holds(value: float | None, made: Formula, read: Sequence[float | None]) -> bool:
    """Tell whether all that a formula reads is known, and it gives what the cell holds."""
    known = [one for one in read if one is not None]
    if value is None or not known or len(known) < len(read):
        return False
    if made.kind == SUM:
        return abs(sum(known) - value) < NEAR
    if made.kind == DIFFERENCE:
        return abs(known[0] - known[1] - value) < NEAR
    return bool(known[1]) and abs(100 * known[0] / known[1] - value) < NEAR


def turned_together(forms: Sequence[Form]) -> list[Form]:
    """Lay a small form that stands beside one on its side on its side too: a page that turns for a few rows is nearly empty.

    >>> small, wide = Form.of("a", (), [()], [("1",)]), Form.of("b", (), [()], [("1",)], wide=True)
    >>> [one.wide for one in turned_together([small, wide, small]) + turned_together([small, small])]
    [True, True, True, False, False]
    """
    found = list(forms)
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for at in order:
            if found[at + step].wide and not found[at].wide and len(found[at].rows) <= FEW_ROWS:
                found[at] = replace(found[at], wide=True)
    return found
