"""A map proposed for strangers' files: their tables joined, every guess with how sure it is, what is open asked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem
from orgmodel.io.importers.dates import order_seen, read_dates
from orgmodel.io.importers.known.tables import currency_in, heading, means_currency
from orgmodel.io.importers.proposal.columns import Found, columns_of, rows_of, several_rows
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, SURE, UNSURE, Guessing
from orgmodel.io.importers.proposal.lineage import lineage_map
from orgmodel.io.importers.proposal.shapes import is_merged, levels_of, shape
from orgmodel.io.importers.proposal.sheets import Candidate, candidates
from orgmodel.io.importers.proposal.words import date_found, kinds_found, language_of, statuses_found, titles_found
from orgmodel.io.importers.source import Opened
from orgmodel.io.sheet import Sheet

_MANY_TITLES = 60
_FIRST_ROWS = 5
_SAMPLE = re.compile(
    r"\W*(?:(?:e\.g\.|z\.\s?b\.|p\.\s?ej\.|p\.\s?ex\.|ví dụ:)"
    r"|(?:example|sample|ví dụ|beispiel|ejemplo|exemple)\s*(?:[:)]|[0-9]*$)|<[^>]+>$|\[[^\]]+\]$)",
    re.IGNORECASE,
)


@dataclass
class Proposal:
    """Hold a proposed map as plain data, with the guess behind each of its lines."""

    data: dict[str, Any]
    guesses: Guessing
    problems: list[Problem] = field(default_factory=list)
    rows_unused: int = 0
    """Rows of tables that the map does not take."""


@dataclass
class _Part:
    """A table that is taken into the map."""

    candidate: Candidate
    found: Found
    data: dict[str, Any]
    has_levels: bool = False


def propose(
    files: Sequence[tuple[str, Path | Sheet]], *, as_of: str | None = None, opened: Opened | None = None
) -> Proposal:
    """Propose a map of tables; an empty one where no table tells of units, posts or people, with why among the problems.

    ``opened`` keeps what was read of the files, for who imports them.
    """
    problems: list[Problem] = []
    guesses = Guessing()
    found = candidates(files, problems, opened or Opened())
    lineage = lineage_map(found, guesses)
    if lineage is not None:
        return Proposal(lineage, guesses, problems)
    parts = _joined(_with_holders([_part(one) for one in found]), guesses, problems)
    if not parts:
        return Proposal(
            {}, guesses, problems or [Problem("NOTHING", "no table in these files tells of units, posts or people")]
        )
    _ask_whose_ids(parts)
    data: dict[str, Any] = {}
    _pay(parts, data, guesses)
    for number, part in enumerate(parts):
        _note(part, number, guesses)
    names = [
        text
        for part in parts
        for key in ("name", "unit", "unit_name")
        if key in part.found.keys
        for text in _texts(part, key)
    ]
    names += [text for part in parts for level in part.data.get("levels", ()) for text in part.candidate.texts(level)]
    language, certainty, why = language_of([part.candidate for part in parts], names)
    data["language"] = language
    guesses.add("language", language, certainty, why)
    if as_of is None and (date := date_found(found)) is not None:
        data["as_of"] = date[0]
        guesses.add("as_of", *date)
    elif as_of is None and (why := _differs_by_day(parts)):
        data["as_of"] = ASK
        guesses.add("as_of", ASK, OPEN, why)
    elif as_of is None:
        guesses.add(
            "as_of", "unknown", UNSURE, Message.of("no date stands above the tables; say --as-of, or as_of here")
        )
        data["as_of"] = "unknown"
    else:
        data["as_of"] = as_of
        guesses.add("as_of", as_of, SURE, Message.of("as it was said"))
    _organisation(parts, data, guesses)
    data["order"] = "rows"
    guesses.add("order", "rows", LIKELY, Message.of("siblings stand in the order of the rows"))
    if any(part.found.rows != "units" for part in parts):
        data["identical"] = "one row"
        guesses.add(
            "identical", "one row", SURE, Message.of("posts alike in one unit are counted in one row, each origin kept")
        )
        _ranks(parts, data, guesses)
        data["ordinary_lines"] = "derived"
    _kinds(parts, data, guesses)
    data["tables"] = [part.data for part in parts]
    taken = {part.candidate.called for part in parts}
    unused = sum(one.rows.count for one in found if one.called not in taken)
    return Proposal(data, guesses, problems, unused)


def _texts(part: _Part, key: str) -> list[str]:
    name = part.found.keys.get(key)
    return part.candidate.all_texts(name) if name is not None and name != ASK else []


# -- one table -----------------------------------------------------------------------------------------------------------


def _part(one: Candidate) -> _Part:
    rows, certainty, why = rows_of(one)
    levels, sure = levels_of(one)
    found = columns_of(one, rows, levels)
    if rows == "units" and not levels and (several := several_rows(one, found)) is not None:
        rows, certainty, why = "posts", LIKELY, Message.of("a unit has several rows, each of a sort of posts")
        found = several
    if rows == "units" and certainty == UNSURE and not levels and (doubted := _may_be_posts(one, found)) is not None:
        certainty, why = OPEN, Message.of("are its rows units, or posts? no heading tells: units, posts or people")
        found = doubted
    data: dict[str, Any] = {"file": one.file}
    if one.sheet:
        data["sheet"] = one.sheet
    if one.header:
        data["header"] = one.header
    if levels and "parent" not in found.keys:
        if rows == "units" and "name" in found.keys:
            rows, certainty, why = (
                "posts",
                UNSURE,
                Message.of("units stand in a column a level, and {name!r} names posts", name=found.keys["name"]),
            )
            found = columns_of(one, rows, levels)
        data["levels"] = levels
        found.why["levels"] = (sure, Message.of("a column a level, from the top"))
        if is_merged(one, levels):
            data["fill"] = True
            found.why["fill"] = (LIKELY, Message.of("a blank level is the one above it, as merged cells leave it"))
    elif "parent" not in found.keys and rows == "units":
        data |= shape(one, found)
    elif "parent" not in found.keys:
        levels = []
    if samples := _samples(one):
        data["skip"] = samples
        found.why["skip"] = (LIKELY, Message.of("rows that say of themselves that they are examples"))
    found.why["rows"] = (certainty, why)
    data["rows"] = ASK if certainty == OPEN else rows
    found.rows = rows
    data["columns"] = found.keys
    if found.lines:
        data["lines"] = found.lines
    return _Part(one, found, data, bool(data.get("levels")))


def _may_be_posts(one: Candidate, units: Found) -> Found | None:
    """Read a table without a known heading as one of posts, where many of its rows share what may be a unit; else None."""
    if "parent" not in units.keys or "kind" in units.keys:
        return None
    found = columns_of(one, "posts")
    shared = one.texts(found.keys["unit"]) if "unit" in found.keys and "parent" in found.keys else []
    return found if len(set(shared)) < len(shared) else None


def _samples(one: Candidate) -> list[int]:
    """List the lines of the first rows that are samples of a template."""
    texts = [one.rows.texts(name)[:_FIRST_ROWS] for name in one.columns]
    return [
        one.rows.lines[row]
        for row in range(min(_FIRST_ROWS, one.rows.sheet.size))
        if any(_SAMPLE.match(column[row]) for column in texts)
    ]


def _with_holders(parts: list[_Part]) -> list[_Part]:
    """Take tables that only say who holds which post of another one as people, joined by the code of the post."""
    return [_holders(part, [other for other in parts if other is not part]) or part for part in parts]


def _holders(part: _Part, others: list[_Part]) -> _Part | None:
    keys = part.found.keys.keys()
    if part.found.rows == "units" or _is_shaped(part) or keys & {"authorized", "filled"}:
        return None
    if keys & {"unit", "unit_name"} and not keys & {"person", "person_id"}:
        return None  # a table of posts in units, and of nobody who holds them
    for other in others:
        placed = _is_shaped(other) or other.found.keys.keys() & {"unit", "unit_name"}
        name = _named_posts(part, _texts(other, "id")) if other.found.rows == "posts" and placed else ""
        if not name:
            continue
        held = columns_of(part.candidate, "people")
        for key in [key for key, column in held.keys.items() if column == name]:
            del held.keys[key]
        why = Message.of("{name!r} names posts of another table", name=name)
        held.take("post", name, LIKELY, why)
        if "person" not in held.keys and "name" in held.keys:
            held.take("person", held.keys.pop("name"), *held.why.pop("name"))
        held.why["rows"] = (LIKELY, why)
        held.lines = {}
        data = {key: value for key, value in part.data.items() if key not in ("rows", "columns", "lines", "levels")}
        return _Part(part.candidate, held, data | {"rows": "people", "columns": held.keys})
    return None


def _named_posts(part: _Part, ids: list[str]) -> str:
    """Name the column that holds the ids of posts of another table, empty where none does."""
    known = set(ids) - {""}
    for name in part.candidate.columns:
        posts = set(part.candidate.texts(name)) - {""}
        if 2 * len(posts & known) > len(posts) and not all(map(str.isdigit, posts)):
            return name
        found = heading(name)
        if 2 * len(posts & known) > len(posts) and found is not None and found.meaning("people") == "post":
            return name
    return ""


def _is_shaped(part: _Part) -> bool:
    keys = part.found.keys.keys()
    return part.has_levels or "indent" in part.data or bool(keys & {"parent", "path", "outline", "hierarchy"})


def _joined(parts: list[_Part], guesses: Guessing, problems: list[Problem]) -> list[_Part]:
    """Keep the tables that tell of one organisation: units with their parents, posts and people in units."""
    posts = [
        part
        for part in parts
        if part.found.rows != "units" and (_is_shaped(part) or part.found.keys.keys() & {"unit", "unit_name", "post"})
    ]
    used = {text for part in posts for key in ("unit", "unit_parent") for text in _texts(part, key)}
    placed = any(part in posts or _is_shaped(part) for part in parts)
    kept = []
    for part in parts:
        if part in posts:
            reason = ""
        elif part.found.rows != "units":
            reason = Message.of("it says neither who reports to whom nor in which unit")
        elif (
            _is_shaped(part)
            or (used & {text for key in ("id", "name") for text in _texts(part, key)})
            or (not placed and _is_list(part))
        ):
            reason = ""
        else:
            reason = Message.of("nothing says what is above its rows")
        if reason:
            guesses.add(f"not used: {part.candidate.called}", "", UNSURE, reason)
            told = Message.of(
                "a table is not used ({reason}); its rows: {count}", reason=reason, count=part.candidate.rows.count
            )
            place = Location(part.candidate.called)
            problems.append(Problem("NOT_USED", told, part.candidate.called, place, WARNING))
        else:
            kept.append(part)
    if any(part.found.rows == "units" and not _is_shaped(part) for part in kept):
        for part in kept:
            if part.found.rows == "units" and not _is_shaped(part):
                part.data["flat"] = True
                part.found.why["flat"] = (LIKELY, Message.of("its units have none above them"))
    return sorted(kept, key=lambda part: part.found.rows != "units")


def _ask_whose_ids(parts: list[_Part]) -> None:
    """Ask of a table of which ids stand in another one, where the rows differ: the same posts or other ones give other figures."""
    posts = [part for part in parts if part.found.rows != "units" and "post" not in part.found.keys]
    known: dict[str, tuple[str, dict[str, str]]] = {}
    for part in posts if len(posts) > 1 else ():
        ids = _texts(part, "id")
        columns = {key: _texts(part, key) for key in part.found.keys}
        said = [{key: texts[row] for key, texts in columns.items() if texts[row]} for row in range(len(ids))]
        differ = [row for row, id in enumerate(ids) if id in known and said[row] != known[id][1]]
        if differ:
            other = known[ids[differ[0]]][0]
            why = Message.of(
                "ids that stand in {other} too, as {id!r}: {count}; are they of the same posts (shared; leave one of the tables "
                "out), or of others (own)?",
                other=other, id=ids[differ[0]], count=len(differ),
            )  # fmt: skip
            part.data["ids"] = ASK
            part.found.why["ids"] = (OPEN, why)
        for row, id in enumerate(ids):
            if id:
                known.setdefault(id, (part.candidate.called, said[row]))


def _is_list(part: _Part) -> bool:
    """Tell whether a table is a plain list of units: named by a heading that is known, each with a figure."""
    keys = part.found.keys
    named = [keys[key] for key in ("name", "id") if key in keys and heading(keys[key]) is not None]
    if not named or not keys.keys() & {"authorized", "filled", "fte"}:
        return False
    ids = _texts(part, "id")
    numbers = ids == [str(row + 1) for row in range(len(ids))]
    if "name" in keys and "id" in keys and numbers and heading(keys["id"]) is None:  # the number of the row is no id
        del keys["id"]
    return True


def _pay(parts: list[_Part], data: dict[str, Any], guesses: Guessing) -> None:
    """Take pay where one currency is told; without one an amount says nothing, and the column is not used."""
    paid = [part for part in parts if "pay" in part.found.keys]
    spoken = {
        text.strip().upper()
        for part in paid
        for name in part.candidate.columns
        if means_currency(name, part.found.rows)
        for text in part.candidate.rows.texts(name)
        if text
    }
    headed = {code for part in paid if (code := currency_in(part.found.keys["pay"]))}
    if len(spoken | headed) == 1 and (spoken or all(currency_in(part.found.keys["pay"]) for part in paid)):
        why = (
            "the one that stands in the column of currencies" if spoken else "the one that stands in the heading of pay"
        )
        data["currency"] = (spoken | headed).pop()
        guesses.add("currency", data["currency"], SURE, Message.of(why))
        return
    spoken |= headed
    for part in paid:
        name = part.found.keys.pop("pay")
        why = Message.of("in several currencies") if spoken else Message.of("no column tells its currency")
        guesses.add(f"not used: {name}", "", UNSURE, why)


def _note(part: _Part, number: int, guesses: Guessing) -> None:
    """Note the guesses of a table under its place in the map, and read its words and dates."""
    place = f"tables.{number}"
    one, found, data = part.candidate, part.found, part.data
    guesses.add(f"{place}.rows", data["rows"], *found.why.get("rows", (UNSURE, "")))
    if one.header > 1:
        guesses.add(f"{place}.header", str(one.header), LIKELY, Message.of("the first row that names columns"))
    for key in ("levels", "fill", "skip", "flat", "ids"):
        if key in data:
            listed = data[key] if isinstance(data[key], list) else [data[key]]
            value = "true" if key in ("fill", "flat") else ", ".join(map(str, listed))
            guesses.add(f"{place}.{key}", value, *found.why.get(key, (LIKELY, "")))
    if "indent" in data:
        guesses.add(f"{place}.indent", data["indent"], LIKELY, Message.of("its names are set in by spaces"))
    for key, name in found.keys.items():
        guesses.add(f"{place}.columns.{key}", name, *found.why.get(key, (UNSURE, "")))
    for kind, name in found.lines.items():
        guesses.add(f"{place}.lines.{kind}", name, *found.why.get(f"line:{kind}", (UNSURE, "")))
    used = {*found.keys.values(), *found.lines.values(), *data.get("levels", ()), data.get("indent", "")}
    for name in one.columns:
        if name not in used and not ("pay" in found.keys and means_currency(name, found.rows)):
            guesses.add(
                f"{place}.not used: {name}", "", UNSURE, Message.of("neither its heading nor its values are known")
            )
    if "status" in found.keys:
        data["status"] = {}
        for word, (meaning, certainty, why) in statuses_found(_texts(part, "status")).items():
            data["status"][word] = meaning
            guesses.add(f"{place}.status.{word}", meaning, certainty, why)
    if found.keys.keys() & {"begins", "ends"}:
        _dates(part, place, guesses)
    if "person" in found.keys and "status" not in found.keys and found.rows == "posts":
        data["vacant"] = []
        guesses.add(
            f"{place}.vacant",
            "[]",
            UNSURE,
            Message.of('whether a blank holder means vacant is not known; add "" if it does'),
        )


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _differs_by_day(parts: list[_Part]) -> str:
    """Say why figures differ by the day that is meant; empty where no row tells of an end or of another day of its id."""
    for part in parts:
        orders = list(filter(None, [order_seen(_texts(part, "begins") + _texts(part, "ends"))]))
        ends = [day for day in read_dates(_texts(part, "ends"), orders).days.values() if day]
        begins = _texts(part, "begins")
        ids = [] if "post" in part.found.keys else [id for id in _texts(part, "id") if id]  # one may hold two posts
        if ends:
            return Message.of("rows end, so that figures differ by the day: say --as-of, or as_of here")
        if begins and len(set(ids)) < len(ids):
            return Message.of(
                "rows of one id have several dates, so that figures differ by the day: say --as-of, or as_of here"
            )
        to_come = [day for day in read_dates(begins, orders).days.values() if day and day > _today()]
        if to_come:
            return Message.of(
                "rows begin on days to come, so that figures differ by the day: say --as-of, or as_of here"
            )
    return ""


def _dates(part: _Part, place: str, guesses: Guessing) -> None:
    texts = [text for key in ("begins", "ends") for text in _texts(part, key)]
    order = order_seen(texts)
    if order:
        part.data["dates"] = order
        guesses.add(f"{place}.dates", order, SURE, Message.of("some days are above 12"))
    elif any(text.isdigit() and len(text) == 5 for text in texts):
        part.data["dates"] = "excel"
        guesses.add(f"{place}.dates", "excel", LIKELY, Message.of("days stand as Excel's numbers"))
    elif order is None or any("say dates" in str(fault) for fault in read_dates(texts).faults.values()):
        part.data["dates"] = ASK
        guesses.add(f"{place}.dates", ASK, OPEN, Message.of("day first, or month first? no date tells"))
    if "ends" in part.found.keys:
        ends = [
            day
            for day in read_dates(_texts(part, "ends"), [order] if order else []).days.values()
            if day and len(day) == 10
        ]
        how = "first day without" if ends and sum(day.endswith("-01") for day in ends) * 2 > len(ends) else "last day"
        part.data["ends"] = how
        guesses.add(
            f"{place}.ends", how, LIKELY if ends else UNSURE, Message.of("by the days on which most of them end")
        )


# -- all of them ---------------------------------------------------------------------------------------------------------


def _organisation(parts: list[_Part], data: dict[str, Any], guesses: Guessing) -> None:
    """Name the unit around posts whose units have none above them, where it may be needed."""
    if any(part.found.rows == "units" for part in parts) or any(part.has_levels for part in parts):
        return
    if any("unit_parent" in part.found.keys for part in parts):
        return
    posts = parts[0]
    units = _texts(posts, "unit_name") or _texts(posts, "unit")
    parents = _texts(posts, "parent")
    tops = {unit for unit, parent in zip(units, parents, strict=False) if not parent and unit}
    if parents and len(tops) == 1:
        name = next(iter(tops))
        data["organisation"] = name
        guesses.add("organisation", name, LIKELY, Message.of("the unit of the one post at the top"))
    else:
        name = Path(posts.candidate.file).stem.replace("_", " ").replace("-", " ").strip()
        data["organisation"] = name
        guesses.add("organisation", name, UNSURE, Message.of("nothing names it but the file"))


def _ranks(parts: list[_Part], data: dict[str, Any], guesses: Guessing) -> None:
    titles = titles_found(text for part in parts if part.found.rows != "units" for text in _texts(part, "name"))
    data["ranks"] = {}
    if titles:
        data["ranks"]["title"] = {}
        for title, (rank, certainty, why) in list(titles.items())[:_MANY_TITLES]:
            data["ranks"]["title"][title] = rank
            guesses.add(f"ranks.title.{title}", rank, certainty, why)
    data["ranks"]["structure"] = "head"


def _kinds(parts: list[_Part], data: dict[str, Any], guesses: Guessing) -> None:
    words = [text for part in parts for key in ("kind", "unit_kind") for text in _texts(part, key)]
    if not any(words):
        return
    data["kinds"] = {}
    for word, (counts, certainty, why) in kinds_found(words, any(_is_shaped(part) for part in parts)).items():
        data["kinds"][word] = counts
        guesses.add(f"kinds.{word}", counts, certainty, why)
