"""A table of a stranger that is taken into a map: what its rows are, which shape it has, which column is what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.map import PLACING
from orgmodel.io.importers.proposal.column_values import is_name
from orgmodel.io.importers.proposal.columns import columns_of, several_rows
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, SURE, UNSURE
from orgmodel.io.importers.proposal.headers import is_numbering
from orgmodel.io.importers.proposal.levels import levels_of
from orgmodel.io.importers.proposal.placing import placed
from orgmodel.io.importers.proposal.rows_told import rows_of
from orgmodel.io.importers.proposal.sheets import Candidate, OfOneSort
from orgmodel.io.importers.proposal.unit_rows import column_of_titles, speaks_of_posts

_FIRST_ROWS = 5
_SAMPLE = re.compile(
    r"\W*(?:(?:e\.g\.|z\.\s?b\.|p\.\s?ej\.|p\.\s?ex\.|ví dụ:)"
    r"|(?:example|sample|ví dụ|beispiel|ejemplo|exemple)\s*(?:[:)]|[0-9]*$)|<[^>]+>$|\[[^\]]+\]$)",
    re.IGNORECASE,
)


@dataclass
class Part:
    """A table that is taken into the map."""

    candidate: Candidate
    found: Found
    data: dict[str, Any]
    has_levels: bool = False


def texts_of(part: Part, key: str) -> list[str]:
    """Give the cells of a column by what it means, none where there is none."""
    name = part.found.keys.get(key)
    return part.candidate.all_texts(name) if name is not None and name != ASK else []


def counted_of(part: Part, key: str) -> Counter[str]:
    """Count the texts of a column by what it means, in the order in which they come; none where there is none."""
    name = part.found.keys.get(key)
    return part.candidate.counted(name) if name is not None and name != ASK else Counter()


def distinct_of(part: Part, key: str) -> list[str]:
    """List the texts of a column by what it means, each once; none where there is none."""
    name = part.found.keys.get(key)
    return part.candidate.distinct(name) if name is not None and name != ASK else []


def is_shaped(part: Part) -> bool:
    """Tell whether a table says who is above its rows."""
    keys = part.found.keys.keys()
    shaped = part.data.keys() & {"indent", "nested", "unit_rows"}
    return part.has_levels or bool(shaped) or bool(keys & {"parent", *PLACING})


def without_numbers_of_rows(part: Part) -> Part:
    """Take the number of each row for no id, where nothing else says that it is one; give the table."""
    keys, ids = part.found.keys, texts_of(part, "id")
    numbers = ids == [str(row + 1) for row in range(len(ids))]
    if "name" in keys and "id" in keys and numbers and part.candidate.heading(keys["id"]) is None:
        del keys["id"]
    return part


def parts_of(found: Sequence[Candidate]) -> list[Part]:
    """Read tables one by one, those with the same headings alike: where one has vacancies, all are of posts."""
    parts = [_part(one) for one in found]
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, part in enumerate(parts):
        if part.candidate.sort is not None:
            continue
        alike.setdefault(tuple(part.candidate.columns), []).append(at)
    for some in alike.values():
        told = next((parts[at] for at in some if parts[at].found.rows == "posts"), None)
        if told is not None:
            for at in some:
                if parts[at].found.rows == "people":
                    parts[at] = _part(
                        found[at], ("posts", LIKELY, Message.of("as in the table with the same headings"))
                    )
    return parts


def _part(one: Candidate, said: tuple[str, str, str] | None = None) -> Part:
    if one.sort is not None:
        return _of_one_sort(one, one.sort)
    if one.unit_rows:
        return _under_rows(one)
    rows, certainty, why = said or rows_of(one)
    levels, sure = levels_of(one)
    found = columns_of(one, rows, () if sure == OPEN else levels)
    if rows == "units" and not levels and (several := several_rows(one, found)) is not None:
        rows, certainty, why = "posts", LIKELY, Message.of("a unit has several rows, each of a sort of posts")
        found = several
    if rows == "units" and certainty == UNSURE and not levels and (doubted := _may_be_posts(one, found)) is not None:
        certainty, why = OPEN, Message.of("are its rows units, or posts? no heading tells: units, posts or people")
        found = doubted
    data = _place(one, found)
    (rows, certainty, why), found = placed(one, (rows, certainty, why), found, (levels, sure), data)
    return _taken(one, (rows, certainty, why), found, data)


_RELATED = {
    "fte": Message.of("how much of the post its holder has, in hundredths"),
    "category": Message.of("the posts at the head of their units, by the relations"),
}
_OWN = frozenset(("name", "person", "name|person", "begins", "ends", "status"))
"""What columns of a table of objects tell that stands in no relation."""


def _of_one_sort(one: Candidate, sort: OfOneSort) -> Part:
    """Take the rows of a table that are of one sort, placed by the columns that tell it."""
    taken = {sort.column, *sort.keys.values()}
    if sort.relations is not None:  # the other columns of exports of objects are of the system itself
        plain_ones = {name for name in one.columns if (known := one.heading(name)) and known.meaning(sort.rows) in _OWN}
        taken |= set(one.columns) - plain_ones
    found = columns_of(one, sort.rows, taken)
    for key in ("id", "also", "parent", "post", "unit", "unit_name", "unit_parent", "unit_kind", "kind", *PLACING):
        found.keys.pop(key, None)
    found.lines = {}
    if sort.rows == "people" and "person" not in found.keys and "name" in found.keys:
        found.take("person", found.keys.pop("name"), *found.why.pop("name"))
    key = "person" if sort.rows == "people" else "name"
    if key not in found.keys:
        headed = [name for name in one.columns if (known := one.heading(name)) and known.meaning("posts") == "name"]
        if named := next((name for name in (*headed, sort.keys["id"]) if is_name(one.texts(name))), ""):
            found.take(key, named, LIKELY, Message.of("no other column has names"))
    links = Message.of("its values are ids of other rows")
    for key, name in sort.keys.items():
        why = Message.of("its values are all there") if key == "id" else _RELATED.get(key, links)
        found.take(key, name, SURE, why)
    data = _place(one, found) | {"where": {sort.column: list(sort.words)} | sort.also}
    if sort.relations is not None:
        data["relations"] = sort.relations.place
        said = "{name!r} tells by codes (A002, A003, A008, A012) how its rows hang together: relations: {count}"
        if "fte" in sort.keys:
            data["fte"] = "percent"
            found.why["fte_percent"] = (LIKELY, Message.of("its heading speaks of hundredths"))
        found.why["relations"] = (LIKELY, Message.of(said, name=sort.relations.called, count=sort.relations.count))
    words = ", ".join(sort.words)
    why = Message.of("{name!r} says so of {count} rows ({words})", name=sort.column, count=sort.count, words=words)
    return _taken(one, (sort.rows, SURE, why), found, data)


def _under_rows(one: Candidate) -> Part:
    """Take a table in which rows of text name the units of the posts below them."""
    cells = [(name, column) for name in one.columns if (column := one.rows.sheet.column(name)) is not None]
    theirs = [
        name
        for name, column in cells
        if any(column[row].strip() == text.strip() for row, text in one.unit_rows.items())
    ]
    title = column_of_titles({name: one.texts(name) for name in one.columns}, theirs)
    found = columns_of(one, "posts", (title,))
    for key in ("id", "parent", "unit", "unit_name", "unit_parent", "unit_kind", *PLACING):
        if found.why.get(key, ("",))[0] != SURE or key not in ("id", "parent"):
            found.keys.pop(key, None)
    found.take("name", title, LIKELY, Message.of("the words beneath the rows that name units"))
    data = _place(one, found)
    data["unit_rows"] = True
    names = [text.strip() for text in one.unit_rows.values()]
    some = ", ".join(map(repr, names[:_FIRST_ROWS])) + (" …" if len(names) > _FIRST_ROWS else "")
    why = Message.of("rows of text without figures name the unit of the rows below: {count} ({names})", count=len(names), names=some)  # fmt: skip
    found.why["unit_rows"] = (LIKELY, why)
    told = ("posts", LIKELY, Message.of("{name!r} is of posts", name=title))
    if not speaks_of_posts(one.columns):
        told = ("posts", OPEN, Message.of("are its rows posts, or people? no heading tells: posts or people"))
    return _taken(one, told, found, data)


def _place(one: Candidate, found: Found) -> dict[str, Any]:
    """Begin the part of the map of a table: where it is found."""
    data: dict[str, Any] = {"file": one.file}
    if one.sheet:
        data["sheet"] = one.sheet
    if one.header:
        data["header"] = one.header
    if one.header_lines > 1:
        data["header_lines"] = one.header_lines
        found.why["header_lines"] = (LIKELY, Message.of("names over several columns stand above the names of each"))
    if one.block:
        data["block"] = one.block
        found.why["block"] = (LIKELY, Message.of("tables stand side by side, each with its own header"))
    if one.is_turned:
        data["turned"] = ASK
        found.why["turned"] = (
            OPEN,
            Message.of("its rows seem to be grades and its columns units: true, or else leave this table out"),
        )
    return data


def _taken(one: Candidate, told: tuple[str, str, str], found: Found, data: dict[str, Any]) -> Part:
    rows, certainty, why = (told[0], OPEN, one.doubt) if one.doubt else told
    if "fte" in found.keys and (hundredths := _in_hundredths(one, found.keys["fte"])):
        data["fte"] = "percent"
        found.why["fte_percent"] = (LIKELY, hundredths)
    if samples := _samples(one):
        data["skip"] = samples
        found.why["skip"] = (LIKELY, Message.of("rows that say of themselves that they are examples"))
    found.why["rows"] = (certainty, why)
    data["rows"] = ASK if certainty == OPEN else rows
    found.rows = rows
    data["columns"] = found.keys
    if found.lines:
        data["lines"] = found.lines
    if found.level_heads:
        data["level_heads"] = found.level_heads
    if found.sorts:
        data |= {"sorts_count": ASK} if found.why.get("sorts_count") else {}
        data["sorts"] = found.sorts
    return Part(one, found, data, bool(data.get("levels")))


def _may_be_posts(one: Candidate, units: Found) -> Found | None:
    """Read a table without a known heading as one of posts, where many of its rows share what may be a unit; else None."""
    if "parent" not in units.keys or "kind" in units.keys:
        return None
    found = columns_of(one, "posts")
    shared = one.texts(found.keys["unit"]) if "unit" in found.keys and "parent" in found.keys else []
    return found if len(set(shared)) < len(shared) else None


_HUNDREDTHS = re.compile(
    r"%|per ?cent|pct|util|full.?time$|prozent|procent|prosent|grad\b|quotité|percentage|storlek|størrelse"
)


_IS_ABOVE_TWO = re.compile(r"0*(?:[2-9]|[1-9][0-9]+)(?:[.,][0-9]+)?$")


def _in_hundredths(one: Candidate, name: str) -> str:
    """Say why full-time equivalents are in hundredths; empty where nothing says so."""
    given = [text for text in one.texts(name) if text and text != ASK]
    if any("%" in text for text in given) or not given:
        return ""  # each says so itself
    if _HUNDREDTHS.search(name.casefold()) and any(map(_IS_ABOVE_TWO.match, given)):
        return Message.of("its heading speaks of hundredths")
    return ""


def _samples(one: Candidate) -> list[int]:
    """List the lines of the first rows that are samples of a template."""
    texts = [one.rows.texts(name, _FIRST_ROWS) for name in one.columns]
    return [
        one.rows.lines[row]
        for row in range(min(_FIRST_ROWS, one.rows.sheet.size))
        if any(_SAMPLE.match(column[row]) for column in texts)
        or (not row and is_numbering([column[0] for column in texts]))
    ]
