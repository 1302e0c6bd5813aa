"""What boxes are coloured by: the block, another word of units or posts, an attribute, or a measure on a scale.

The groups and the steps of the scale are those of the whole structures, so that a part of a chart, a picture and the
page give one group one look.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from orgmodel.charts.content import clean
from orgmodel.charts.theme import CATEGORIES, Look, Theme
from orgmodel.core.messages import Message
from orgmodel.core.names import Names, text_in
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Attribute, Unit
from orgmodel.core.tree import unit_rows
from orgmodel.measures.catalogue import all_measures, measure_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.measures.measured_value import FEW_KNOWN, MEAN, NO_FIGURE, NO_POSTS
from orgmodel.words.charts import named, word
from orgmodel.words.labels import LABELS, label, sentence_case
from orgmodel.words.measures import measure_name
from orgmodel.words.numbers import number

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure

BLOCK = "block"
COLOUR_BY = "colour-by"
"""The key of the row that says what boxes are coloured by."""
OF_UNITS = ("kind", "level", "area")
OF_POSTS = ("rank", "category", "quota", "funding", "function", "office", "grade")
STEPS = 5
UNKNOWN, REST = "?", "…"
"""The groups of units of which the measure is not known, and of all values that have no look of their own."""
_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)

LegendRow = tuple[str, str, str]
"""What kind of sample, of what, and the words beside it."""


@dataclass(frozen=True)
class Colouring:
    """Hold what boxes are coloured by; ``groups`` are those of the whole structures, in the order in which they take looks.

    Of a measure ``steps`` are the figures at which one group ends and the next begins, and a group is the number of its
    step (``2``), the steps between which it may be where figures are missing (``2-5``), or unknown.
    """

    by: str = BLOCK
    groups: tuple[str, ...] = ()
    steps: tuple[float, ...] = ()
    is_whole: bool = True
    is_scale: bool = False
    names: tuple[tuple[str, Names], ...] = ()  # of areas that are units

    # -- the group of each row ---------------------------------------------------------------------------------------

    def of_units(self, structure: Structure) -> list[str]:
        """Give the group of each unit row; blank where nothing is said of it."""
        if self.is_scale:
            return self._steps(_scaled(structure, self.by))
        if self.by in OF_POSTS:
            return [""] * structure.units.size
        return self._known(_values_of_units(structure, self.by))

    def of_posts(self, structure: Structure) -> list[str]:
        """Give the group of each row of posts: its own, or where only units are told apart by it, that of its unit."""
        if self.is_scale:
            return [""] * structure.posts.size
        if self.by == BLOCK or self.by in OF_POSTS:
            return self._known(_texts(structure, "posts", self.by))
        units = self.of_units(structure)
        return [units[row] if row >= 0 else "" for row in structure.post_unit.tolist()]

    def _known(self, values: list[str]) -> list[str]:
        if self.by == BLOCK:
            return values
        own = set(self.groups)
        return [value if value in own or not value else REST for value in values]

    def _steps(self, figures: _Figures) -> list[str]:
        """Give the step of each figure; of what is at least so much, the steps between which it may be."""
        last = len(self.steps) + 1
        low = 1 + np.searchsorted(np.asarray(self.steps, dtype=np.float64), figures.values, side="right")
        open_ended, known = figures.least & (low < last), ~np.isnan(figures.values)
        return [
            (f"{step}-{last}" if is_open else str(step)) if is_known else UNKNOWN if nobody_knows else ""
            for step, is_open, is_known, nobody_knows in zip(
                low.tolist(), open_ended.tolist(), known.tolist(), figures.unknown.tolist(), strict=True
            )
        ]

    # -- looks -------------------------------------------------------------------------------------------------------

    def looks(self, theme: Theme) -> dict[str, Look]:
        """Give the look of each group in a theme."""
        if self.by == BLOCK:
            return {block: theme.look(block, self.groups) for block in self.groups}
        if not self.is_scale:
            looks = dict(zip(self.groups, theme.categories, strict=False))
            return looks | {REST: theme.rest}
        last, fills = len(self.steps) + 1, theme.scale
        found = {UNKNOWN: Look(fills[0], theme.line, f"meter-0-{STEPS}")}
        for low in range(1, last + 1):
            fill = fills[round((low - 1) * (len(fills) - 1) / max(last - 1, 1))]
            for high in {low, last}:
                pattern = f"meter-{_part(low, last)}-{_part(high, last)}"
                found[str(low) if high == low else f"{low}-{high}"] = Look(fill, theme.line, pattern)
        return found

    # -- the key -----------------------------------------------------------------------------------------------------

    def legend(self, seen: Iterable[str], language: str, own: Mapping[str, Names] | None = None) -> list[LegendRow]:
        """Explain the groups that were seen, in their order; of what is no block first what they are."""
        found = {one for one in seen if one}
        if self.by == BLOCK:
            return [("group", one, clean(named(f"block:{one}", language, own))) for one in self.groups if one in found]
        if not found:
            return []
        heading = word("colour-by", language, clean(self.name(language, own)))
        return [("text", COLOUR_BY, heading), *self._rows(found, language, own)]

    def name(self, language: str, own: Mapping[str, Names] | None = None) -> str:
        """Name what boxes are coloured by.

        >>> Colouring("kind").name("vi"), Colouring("span_mean", is_scale=True).name("en")
        ('Loại', 'Mean span of control')
        """
        return named_field(self.by, language, own)

    def _rows(self, found: set[str], language: str, own: Mapping[str, Names] | None) -> Iterator[LegendRow]:
        if not self.is_scale:
            for one in (*self.groups, REST):
                if one in found:
                    yield "group", one, clean(self._called(one, language, own))
            return
        last = len(self.steps) + 1
        for low in range(1, last + 1):
            said = self._range(low, language)
            if str(low) in found:
                yield "group", str(low), said
            if f"{low}-{last}" in found:
                yield "group", f"{low}-{last}", word("step-at-least", language, said)
        if UNKNOWN in found:
            yield "group", UNKNOWN, word("step-unknown", language)

    def _called(self, group: str, language: str, own: Mapping[str, Names] | None) -> str:
        if group == REST:
            return word("other-values", language)
        told = dict(self.names).get(group)
        return text_in(told, language) if told else sentence_case(value_name(self.by, group, language, own))

    def _range(self, low: int, language: str) -> str:
        """Say from where to where a step goes."""
        figures = [number(step, language) for step in self.steps]
        if not figures:
            return word("step-any", language)
        if low == 1:
            return word("step-under", language, figures[0])
        if low > len(figures):
            return word("step-from", language, figures[-1])
        begin, end = self.steps[low - 2 : low]
        if self.is_whole:
            last = number(end - 1, language)
            return figures[low - 2] if end == begin + 1 else f"{figures[low - 2]}–{last}"
        return word("step-between", language, figures[low - 2], figures[low - 1])


def _part(step: int, last: int) -> int:
    """Say how much of the meter a step fills, in fifths."""
    return max(1, round(step * STEPS / last))


def colouring_of(by: str, structures: Sequence[Structure], *, posts: bool = False) -> Colouring:
    """Make what boxes are coloured by, over whole structures.

    Raises ProblemsError for what no unit or, with ``posts``, no row of posts has, with the nearest that there is.
    """
    terms = structures[0].terms
    if by in (BLOCK, *OF_UNITS) or (by in OF_POSTS and posts):
        tables = ["posts"] if by in OF_POSTS else ["units", "posts"] if by == BLOCK else ["units"]
        family = {"kind": "kinds", "level": "levels", BLOCK: "blocks"}.get(by)
        groups = dict.fromkeys(terms.declared(family) if family else ())
        counts: Counter[str] = Counter()
        for table in tables:
            for structure in structures:
                counts.update(one for one in _texts(structure, table, by, live=True) if one)
        groups |= dict.fromkeys(counts)
        kept = tuple(groups) if by == BLOCK else _most([one for one in groups if counts[one]], counts)
        called: dict[str, Names] = {}
        for structure in structures if by == "area" else ():
            called |= {one: unit.names for one in kept if isinstance(unit := structure.units.get(one), Unit)}
        return Colouring(by, kept, names=tuple(called.items()))
    names = attribute_names(structures)
    if by in names and by not in {one.id for one in all_measures(terms)}:
        return _by_attribute(by, structures)
    measures = [one.id for one in all_measures(terms) if not one.compares]
    if by in measures:
        return _on_scale(by, structures)
    if by in {one.id for one in all_measures(terms)}:
        told = Message.of("{id} compares two structures: give a before and an after (compare)", id=by)
        raise ProblemsError([Problem("NEEDS_TWO", told, by)])
    if by in OF_POSTS:
        raise ProblemsError([of_posts_only(by)])
    known = [BLOCK, *OF_UNITS, *(OF_POSTS if posts else ()), *names, *measures]
    hint = nearest(by, known) or Message.of("; there are {ids}", ids=", ".join(known))
    told = Message.of("nothing to colour by called {name!r}{hint}", name=by, hint=hint)
    raise ProblemsError([Problem("UNKNOWN_FIELD", told, by)])


def of_posts_only(name: str) -> Problem:
    """Say that only rows of posts have a field."""
    told = Message.of("{name!r} is of posts: draw them (--posts, posts=True), each in a box of its own", name=name)
    return Problem("UNKNOWN_FIELD", told, name)


def _most(groups: Sequence[str], counts: Counter[str]) -> tuple[str, ...]:
    """Keep the groups that have a look of their own: all, or of too many the most frequent, in their order."""
    if len(groups) <= CATEGORIES:
        return tuple(groups)
    kept = set(sorted(groups, key=lambda one: (-counts[one], groups.index(one)))[: CATEGORIES - 1])
    return tuple(one for one in groups if one in kept)


def _by_attribute(name: str, structures: Sequence[Structure]) -> Colouring:
    counts: Counter[str] = Counter()
    for structure in structures:
        counts.update(one for one in _values_of_units(structure, name) if one)
    if len(counts) > CATEGORIES and all(_figure(value) is not None for value in counts):
        return _on_scale(name, structures)
    return Colouring(name, _most(list(counts), counts))


def _on_scale(name: str, structures: Sequence[Structure]) -> Colouring:
    known = [value for each in structures for value in _scaled(each, name).values.tolist() if value == value]
    is_whole = all(float(value).is_integer() for value in known)
    return Colouring(name, steps=steps_of(known), is_whole=is_whole, is_scale=True)


def _figure(text: str) -> float | None:
    """Read the text of an attribute as a figure; None for what is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def steps_of(values: Sequence[float], most: int = STEPS) -> tuple[float, ...]:
    """Cut figures into at most so many steps that hold like many of them, at round figures.

    >>> steps_of([1, 2, 2, 3]), steps_of([*range(1, 101)]), steps_of([])
    ((2, 3), (20, 40, 60, 80), ())
    """
    distinct = sorted(set(values))
    if len(distinct) <= most:
        return tuple(distinct[1:])
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    cuts = [_rounded(float(ordered[round(len(ordered) * part / most)])) for part in range(1, most)]
    return tuple(sorted({cut for cut in cuts if distinct[0] < cut <= distinct[-1]}))


def _rounded(value: float) -> float:
    """Give the nearest round figure."""
    if not value:
        return 0
    power = 10.0 ** math.floor(math.log10(abs(value)))
    nearest_one = min(_ROUND, key=lambda one: abs(abs(value) / power - one)) * power
    rounded = math.copysign(nearest_one, value)
    return int(rounded) if rounded.is_integer() else round(rounded, 6)


def attribute_names(structures: Sequence[Structure]) -> list[str]:
    """List the attributes that units have, in the order of their tables."""
    found: dict[str, None] = {}
    for structure in structures:
        found |= dict.fromkeys(cast(Attribute, one).name for one in structure.table("attributes"))
    return list(found)


def named_field(name: str, language: str, own: Mapping[str, Names] | None = None) -> str:
    """Name a column of units or posts, a measure or an attribute, as a heading does."""
    if name in LABELS["scope"] or name in LABELS["column"]:
        return sentence_case(label("scope" if name in LABELS["scope"] else "column", name, language, own))
    said = measure_name(name, language, own)
    return said if said != name else sentence_case(label("attribute", name, language, own))


def value_name(name: str, value: str, language: str, own: Mapping[str, Names] | None = None) -> str:
    """Word a value of a column of units or posts; that of an attribute stays, but for yes and no.

    >>> value_name("rank", "head", "vi"), value_name("rural", "yes", "en")
    ('cấp trưởng', 'yes')
    """
    if name in LABELS or f"{name}.{value}" in (own or {}):
        return label(name, value, language, own)
    if value in LABELS["answer"]:
        return label("answer", value, language)
    return value


def _texts(structure: Structure, table: str, field: str, *, live: bool = False) -> list[str]:
    rows = structure.table(table)
    codes = rows.column(field)[rows.live] if live else rows.column(field)
    distinct, places = np.unique(codes, return_inverse=True)
    texts = [str(structure.strings.value(code) or "") for code in distinct.tolist()]
    return [texts[place] for place in places.tolist()]


def _values_of_units(structure: Structure, name: str) -> list[str]:
    if name in (BLOCK, *OF_UNITS):
        return _texts(structure, "units", name)
    values = [""] * structure.units.size
    table = structure.table("attributes")
    rows = unit_rows(structure, "attributes", "unit").tolist()
    names, texts = _texts(structure, "attributes", "name"), _texts(structure, "attributes", "value")
    for place in table.rows():
        if names[place] == name and rows[place] >= 0:
            values[rows[place]] = texts[place]
    return values


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """Hold a figure for every unit row, NaN where there is none: whether nobody knows it, and whether it is at least so much."""

    values: NDArray[np.float64]
    unknown: NDArray[np.bool_]
    least: NDArray[np.bool_]


def _scaled(structure: Structure, name: str) -> _Figures:
    """Give the figures of all unit rows, of a measure with all below them; nothing for units that are no more."""
    there = structure.tree.depth >= 0
    nothing = np.zeros(len(there), dtype=np.bool_)
    if name not in {one.id for one in all_measures(structure.terms)}:
        figures = [_figure(text) for text in _values_of_units(structure, name)]
        values = np.array([math.nan if one is None else one for one in figures], dtype=np.float64)
        return _Figures(np.where(there, values, math.nan), nothing, nothing)
    measure = measure_of(name, structure.terms)
    evaluator = Evaluator(structure)
    column, scale = evaluator.column(name, "unit"), evaluator.scale(measure)
    with np.errstate(invalid="ignore"):
        stored = np.where(column.given & there, np.asarray(column.value, dtype=np.float64), math.nan)
    values = np.where(np.isfinite(stored), stored, math.nan)
    unknown = nothing.copy()
    for row in np.flatnonzero(there & ~column.given).tolist():
        unknown[row] = column.why_at(row) in (FEW_KNOWN, NO_FIGURE, NO_POSTS)
    least = there & (column.missing > 0) if measure.is_least(1) else nothing
    return _Figures(values if measure.form == MEAN or scale == 1 else values / scale, unknown, least)
