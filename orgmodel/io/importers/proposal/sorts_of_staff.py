"""Columns of figures of units that are each of one sort of staff, as a map that is proposed says them, or asks of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.figures import read_figures
from orgmodel.io.importers.known.grades import is_grade, speaks_of_grades
from orgmodel.io.importers.known.sorts_of_staff import Sort, counted_in, figure_of, rank_said, sort_of_staff
from orgmodel.io.importers.known.tables import heading, is_total, plain
from orgmodel.io.importers.months import MONTHS
from orgmodel.io.importers.proposal.column_values import is_count
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN
from orgmodel.io.importers.proposal.sheets import Candidate
from orgmodel.io.importers.source import FOLD

_FIGURES = ("authorized", "filled")
_LEADERS = ("head", "deputy")
_SEVERAL = 2


def take_sorts(one: Candidate, found: Found, taken: Collection[str]) -> None:
    """Take columns of sorts of staff for parts of what is authorized or filled; where nothing says which, ask.

    A sort of staff is never taken alone for all: its column is no longer that of the whole where others stand beside it.
    Where one column is the sum of all others that count, these are all parts. Parts of a whole that stands there and is more than they are say nothing of the rest, and are not used.
    """
    used = {*taken, *found.lines.values(), *(name for key, name in found.keys.items() if key not in _FIGURES)}
    counts = {name: texts for name in one.columns if name not in used and is_count(texts := one.texts(name))}
    sorts = {name: sort for name in counts if (sort := sort_of_staff(name)) is not None}
    if not any(sort.rank in _LEADERS for sort in sorts.values()):
        sorts = {name: sort for name, sort in sorts.items() if not sort.rank}
    sorts |= _of_grades(list(counts))
    sorts |= _of_two_lines(list(counts), sorts)
    sorts |= _beside_their_sum(counts, sorts)
    sorts = {name: sorts[name] for name in counts if name in sorts}
    wholes = {key: found.keys[key] for key in _FIGURES if key in found.keys and found.keys[key] not in sorts}
    inside = {name: sort for name, sort in sorts.items() if sort.quota != "outside"}
    if not sorts or (len(sorts) == 1 and not (wholes and not inside)):
        return
    figures = {name: _numbers(texts) for name, texts in counts.items()}
    said = {name: sort.counts or _by_whole(inside, sorts, wholes, figures) for name, sort in inside.items()}
    titled = counted_in(one.above)
    if not all(said.values()) and (default := next(filter(None, (*said.values(), titled)), "")):
        if not any(said.values()):
            found.why["sorts"] = (LIKELY, Message.of("what stands above the table says so: {text}", text=one.above[0]))
        said = {name: counted or default for name, counted in said.items()}
    for key, whole in wholes.items():
        mine = [name for name, counted in said.items() if counted == key]
        if mine and not _are_whole(mine, sorts, figures, figures[whole]):
            said = {name: counted for name, counted in said.items() if name not in mine}
    said |= {name: sort.counts or "filled" for name, sort in sorts.items() if sort.quota == "outside"}
    _put(found, sorts, said, figures)
    if any(part.get("counts", ASK) == ASK for part in found.sorts.values()):
        for name in counts:
            is_sum = _are_whole(inside, sorts, figures, figures[name])
            if is_sum or is_total(name):
                continue
            if name not in {*found.sorts, *wholes.values()} and one.heading(name) is None:
                _ask(found, name, {"category": name})


def _put(found: Found, sorts: Mapping[str, Sort], said: Mapping[str, str], figures: Mapping[str, list[int]]) -> None:
    for name, counted in said.items():
        sort = sorts[name]
        for key in _FIGURES:
            if found.keys.get(key) == name:
                del found.keys[key]
        part = {"category": sort.name}
        why = Message.of("it is of one sort of staff, and stands beside others")
        if sort.rank and (sort.rank != "head" or max(figures[name], default=0) <= 1):  # a unit has one head
            part = {"rank": sort.rank}
            why = Message.of("it is of posts of one rank, and stands beside those of others")
        if not counted:
            _ask(found, name, part)
            continue
        found.sorts[name] = {"counts": counted, **part}
        if sort.quota == "outside":
            found.sorts[name]["quota"] = "outside"
            why = Message.of("it is of staff outside the quota")
        found.why[f"sorts.{name}"] = found.why.get("sorts", (LIKELY, why))
    _ask_once(found)


def _ask_once(found: Found) -> None:
    """Ask once of all columns of ranks or grades of which nothing says what they count: they count alike."""
    alike = {name for name, part in found.sorts.items() if "rank" in part or is_grade(part["category"])}
    some = [name for name, part in found.sorts.items() if part["counts"] == ASK and name in alike]
    if len(some) < _SEVERAL:
        return
    for name in some:
        del found.sorts[name]["counts"], found.why[f"sorts.{name}"]
    why = Message.of(
        "these columns count posts of ranks or grades: {names}; posts authorized (authorized), people present (filled), or neither (none)? Where "
        "they do not count alike, say counts of each under sorts",
        names=", ".join(map(repr, some)),
    )  # fmt: skip
    found.why["sorts_count"] = (OPEN, why)


def _ask(found: Found, name: str, part: Mapping[str, str]) -> None:
    found.sorts[name] = {"counts": ASK, **part}
    why = Message.of(
        "{name!r} counts something: posts authorized (authorized), people present (filled), or neither (none)?",
        name=name,
    )
    found.why[f"sorts.{name}"] = (OPEN, why)


def _of_grades(names: list[str]) -> dict[str, Sort]:
    """Take columns that are each of one grade for sorts of staff; one alone is none."""
    found: dict[str, Sort] = {}
    for name in names:
        first, _, last = name.rpartition(FOLD)
        for other, grade in ((first, last), (last, first)):
            counted = figure_of(plain(other)) if other else ""
            if speaks_of_grades(other) and not is_total(grade):
                found[name] = Sort(grade, "", "", rank_said(grade))
            elif is_grade(grade) and counted is not None:
                found[name] = Sort(grade, counted, "")
    return found if len({sort.name for sort in found.values()}) > 1 else {}


def _of_two_lines(names: list[str], sorts: Mapping[str, Sort]) -> dict[str, Sort]:
    """Take all names above a figure for sorts of staff where one of them is (Officers – Filled, Support – Filled); sums are none."""
    found: dict[str, Sort] = {}
    for name in names:
        above, _, below = name.partition(FOLD)
        if below and (counted := figure_of(below)) and not is_total(above):
            found[name] = sorts.get(name) or Sort(above, counted, "")
    return found if any(name in sorts for name in found) or _is_grid(found) else {}


def _is_grid(found: Mapping[str, Sort]) -> bool:
    """Tell whether under each of several names stand posts authorized and people present; dates and what is known are no sorts."""
    under: dict[str, list[str]] = {}
    for name, sort in found.items():
        under.setdefault(name.partition(FOLD)[0], []).append(sort.counts)
    words = [plain(name) for name in under]
    dated = any(any(map(str.isdigit, word)) or set(word.split()) & MONTHS.keys() for word in words)
    known = any(heading(name) is not None or figure_of(name) for name in under)
    return len(under) > 1 and all(sorted(some) == list(_FIGURES) for some in under.values()) and not dated and not known


def _beside_their_sum(counts: Mapping[str, list[str]], sorts: Mapping[str, Sort]) -> dict[str, Sort]:
    """Take all columns that count for sorts of staff where one of them is, and another column is their sum in each row."""
    rows = {name: _numbers(texts) for name, texts in counts.items()}
    for name, whole in rows.items():
        others = [other for other in rows if other != name]
        if len(others) > 1 and sorts.keys() & set(others) and name not in sorts and _are_whole(others, (), rows, whole):
            return {other: sorts.get(other) or Sort(other, "", "") for other in others}
    return {}


def _numbers(texts: list[str]) -> list[int]:
    read = read_figures("filled", list(dict.fromkeys(texts))).numbers
    return [read[text] or 0 for text in texts]


def _by_whole(
    inside: Collection[str], sorts: Collection[str], wholes: Mapping[str, str], figures: Mapping[str, list[int]]
) -> str:
    """Give the figure of which parts are the whole in each row; empty where there is none."""
    for key in ("filled", "authorized"):
        if key in wholes and _are_whole(inside, sorts, figures, figures[wholes[key]]):
            return key
    return ""


def _are_whole(
    inside: Collection[str], sorts: Collection[str], figures: Mapping[str, list[int]], whole: list[int]
) -> bool:
    """Tell whether parts, those inside quota alone or all, are the whole in each row."""
    return any(
        [sum(row) for row in zip(*(figures[name] for name in some), strict=True)] == whole
        for some in (inside, sorts)
        if some
    )
