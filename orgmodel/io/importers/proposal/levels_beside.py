"""Columns under headings that are not known which may be levels of units: they stand before the figures, and part rows alike."""

from __future__ import annotations

from itertools import groupby

from orgmodel.io.importers.hierarchy.aliases import alike
from orgmodel.io.importers.hierarchy.map import PLACING
from orgmodel.io.importers.known.tables import kind_in, kinds
from orgmodel.io.importers.proposal.column_values import is_coded, is_count, is_date, is_kind, is_quantity, is_status
from orgmodel.io.importers.proposal.guess import LIKELY, OPEN, UNSURE
from orgmodel.io.importers.proposal.level_values import are_names, filled, is_spanning
from orgmodel.io.importers.proposal.sheets import Candidate

_ABOVE = PLACING | {"parent", "unit_parent", "id", "order", "level", "person", "person_id", "begins", "ends"}
_SORTS = frozenset(("name", "category"))
_FIGURES = frozenset(("authorized", "filled", "fte", "fte_authorized", "vacancies"))


def levels_beside(one: Candidate, known: list[str]) -> tuple[list[str], str]:
    """Give the columns that may be levels beside those of units that are known, from the top, with how sure; none where none may.

    One that stands before the units and groups their rows, or without which rows of units are alike, may be a level or
    something else, which is asked, unless most of its values begin or end with a word for a kind of unit.
    """
    meant = {name: found for name in one.columns if (found := one.heading(name)) is not None}
    before = _before_figures(one)
    if not before or any(
        found.meaning("units") in _ABOVE or found.meaning("posts") in _ABOVE for found in meant.values()
    ):
        return [], UNSURE
    strange = [name for name in before if name not in meant and _may_be_level(one, name)]
    units = [name for name in before if name in known]
    if len(units) > 1:  # they are levels; what stands behind the first of them is none
        strange = [name for name in strange if before.index(name) < before.index(units[0])]
    sorts = [
        name
        for name, found in meant.items()
        if name not in known and found.meaning("posts").partition("|")[0] in _SORTS and found.meaning("units") != "name"
    ]
    if not strange or len(strange) + len(units) < 2:
        return [], UNSURE
    levels = [name for name in before if name in units or name in strange]
    if not _differ(one, [*levels, *sorts]) or not _are_apart(one, levels):
        return [], UNSURE
    over = [name for at, name in enumerate(levels[:-1]) if name in strange and _groups(one, name, levels[at + 1 :])]
    alike_without = not _differ(one, [*(units or levels[-1:]), *sorts])
    if (not over and not (alike_without and units and not sorts)) or (len(units) > 1 and not (over and alike_without)):
        return [], UNSURE
    worded = all(_speaks_of_kinds(one, name) for name in strange)
    return levels, LIKELY if worded and len(over) == len(levels) - 1 else OPEN


def _before_figures(one: Candidate) -> list[str]:
    """Name the columns before the first that counts; none where no column does."""
    for at, name in enumerate(one.columns):
        found, texts = one.heading(name), one.texts(name)
        is_known = found is not None and bool({found.meaning(rows) for rows in ("units", "posts")} & _FIGURES)
        counts = is_quantity(texts) if is_known else found is None and is_count(texts)
        if counts and not is_coded([text for text in texts if text]):
            return one.columns[:at]
    return []


def _may_be_level(one: Candidate, name: str) -> bool:
    texts = one.texts(name)
    return are_names(texts) and not (is_date(texts) or is_status(texts) or is_kind(texts))


def _rows(one: Candidate, names: list[str]) -> list[tuple[str, ...]]:
    columns = [filled(texts) if is_spanning(texts) else texts for texts in map(one.texts, names)]
    return list(zip(*columns, strict=True))


def _differ(one: Candidate, names: list[str]) -> bool:
    """Tell whether no two rows say the same in some columns."""
    rows = _rows(one, names)
    return len(set(rows)) == len(rows)


def _are_apart(one: Candidate, names: list[str]) -> bool:
    """Tell whether no name stands in two of some columns, as those of units above in a list of units do."""
    seen: set[str] = set()
    for name in names:
        texts = {alike(text) for text in one.texts(name) if text}
        if seen & texts:
            return False
        seen |= texts
    return True


def _groups(one: Candidate, above: str, below: list[str]) -> bool:
    """Tell whether the rows of each value of a column stand together, some several, with several names in those below."""
    texts = [text for (text,) in _rows(one, [above])]
    runs = [text for text, _ in groupby(texts)]
    ways = {way for way in _rows(one, [above, *below]) if way[0] and any(way[1:])}
    return len(runs) == len(set(texts)) < len(texts) and len(ways) > len({way[0] for way in ways})


def _speaks_of_kinds(one: Candidate, name: str) -> bool:
    given = [text for text in dict.fromkeys(one.texts(name)) if text]
    return sum(bool(kind_in(text, kinds())) for text in given) * 2 > len(given)
