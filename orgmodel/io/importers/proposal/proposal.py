"""A map proposed for strangers' files: their tables joined, every guess with how sure it is, what is open asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import not_
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, errors
from orgmodel.io.importers.hierarchy.table import are_counts
from orgmodel.io.importers.known.heads import head_signed
from orgmodel.io.importers.known.pay import speaks_of_a_year
from orgmodel.io.importers.known.sorts_of_staff import rank_said
from orgmodel.io.importers.known.tables import currency_in, is_total, means_currency
from orgmodel.io.importers.proposal.column_values import yes_or_no
from orgmodel.io.importers.proposal.days_told import differs_by_day, say_days
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, SURE, UNSURE, Guessing
from orgmodel.io.importers.proposal.heads_counted import say_heads
from orgmodel.io.importers.proposal.holders import ask_holders
from orgmodel.io.importers.proposal.kinds_told import say_kinds
from orgmodel.io.importers.proposal.lineage import lineage_map
from orgmodel.io.importers.proposal.mixed_rows import by_sorts
from orgmodel.io.importers.proposal.part import Part, counted_of, distinct_of, is_shaped, parts_of, texts_of
from orgmodel.io.importers.proposal.related_tables import with_relations
from orgmodel.io.importers.proposal.sheets import candidates
from orgmodel.io.importers.proposal.superiors import named_rows
from orgmodel.io.importers.proposal.tables_of_days import joined_on_each_day, series_of, which_day
from orgmodel.io.importers.proposal.unit_rows import has_one_top
from orgmodel.io.importers.proposal.unplaced import is_nowhere
from orgmodel.io.importers.proposal.words import date_found, language_of, statuses_found, titles_found
from orgmodel.io.importers.source import Opened
from orgmodel.io.sheet import Sheet

_MANY_TITLES = 60


@dataclass
class Proposal:
    """Hold a proposed map as plain data, with the guess behind each of its lines."""

    data: dict[str, Any]
    guesses: Guessing
    problems: list[Problem] = field(default_factory=list)
    rows_unused: int = 0
    """Rows of tables that the map does not take."""


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
    found = by_sorts(with_relations(found, as_of))
    series = series_of(found)
    parts = joined_on_each_day(parts_of(found), series, guesses, problems)
    if not parts:
        nothing = Problem("NOTHING", "no table in these files tells of units, posts or people")
        return Proposal({}, guesses, problems if errors(problems) else [*problems, nothing])
    data: dict[str, Any] = {}
    _pay(parts, data, guesses)
    for number, part in enumerate(parts):
        _note(part, number, guesses)
    names = [
        text
        for part in parts
        for key in ("name", "unit", "unit_name")
        if key in part.found.keys
        for text in distinct_of(part, key)
    ]
    names += [text for part in parts for level in part.data.get("levels", ()) for text in part.candidate.texts(level)]
    language, certainty, why = language_of([part.candidate for part in parts], names)
    data["language"] = language
    guesses.add("language", language, certainty, why)
    if as_of is None and series:
        data["as_of"], certainty, why = which_day(parts, series)
        guesses.add("as_of", data["as_of"], certainty, why)
    elif as_of is None and (date := date_found(found)) is not None:
        data["as_of"] = date[0]
        guesses.add("as_of", *date)
    elif as_of is None and (why := differs_by_day(parts)):
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
    say_kinds(parts, data, guesses)
    data["tables"] = [part.data for part in parts]
    taken = {part.candidate.called for part in parts}
    unused = sum(one.rows.count for one in found if one.called not in taken)
    return Proposal(data, guesses, problems, unused)


_PAY_A_YEAR = "its heading says of no time, and it is taken for pay a year; take the line out where it is of a month"


# -- one table -----------------------------------------------------------------------------------------------------------


def _pay(parts: list[Part], data: dict[str, Any], guesses: Guessing) -> None:
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
        for part in paid:
            if not speaks_of_a_year(part.found.keys["pay"]):
                part.found.why["pay"] = (UNSURE, Message.of(_PAY_A_YEAR))
        return
    spoken |= headed
    for part in paid:
        name = part.found.keys.pop("pay")
        why = Message.of("in several currencies") if spoken else Message.of("no column tells its currency")
        guesses.add(f"not used: {name}", "", UNSURE, why)


def _note(part: Part, number: int, guesses: Guessing) -> None:
    """Note the guesses of a table under its place in the map, and read its words and dates."""
    place = f"tables.{number}"
    one, found, data = part.candidate, part.found, part.data
    guesses.add(f"{place}.rows", data["rows"], *found.why.get("rows", (UNSURE, "")))
    if one.header > 1:
        guesses.add(f"{place}.header", str(one.header), LIKELY, Message.of("the first row that names columns"))
    for key in (
        "header_lines",
        "block",
        "turned",
        "as_of",
        "unit",
        "levels",
        "unit_rows",
        "relations",
        "fill",
        "skip",
        "flat",
        "names_only",
        "nested",
        "ids",
        "fte",
    ):
        if key in data:
            listed = data[key] if isinstance(data[key], list) else [data[key]]
            listed = list(listed[0].values()) if isinstance(listed[0], dict) else listed
            value = "true" if data[key] is True else ", ".join(map(str, listed))
            why = {"fte": "fte_percent", "unit": "unit_of_sheet"}.get(key, key)
            guesses.add(f"{place}.{key}", value, *found.why.get(why, (LIKELY, "")))
    if one.title is not None and (said := found.why.get("title")):
        guesses.add(f"{place}.not used: {one.title.text}", "", *said)
    if "indent" in data:
        guesses.add(f"{place}.indent", data["indent"], LIKELY, Message.of("its names are set in by spaces or signs"))
    for key, name in found.keys.items():
        guesses.add(f"{place}.columns.{key}", name, *found.why.get(key, (UNSURE, "")))
    for kind, name in found.lines.items():
        guesses.add(f"{place}.lines.{kind}", name, *found.why.get(f"line:{kind}", (UNSURE, "")))
    _note_sorts(found, place, guesses)
    used = {*found.keys.values(), *found.lines.values(), *found.sorts, *data.get("levels", ()), data.get("indent", "")}
    used |= {*data.get("where", {}), *data.get("level_heads", {}).values()}
    for name in one.columns:
        if name not in used and not ("pay" in found.keys and means_currency(name, found.rows)):
            guesses.add(f"{place}.not used: {name}", "", UNSURE, _why_unused(part, name))
    if "status" in found.keys:
        _statuses(part, place, guesses)
    if found.keys.keys() & {"begins", "ends"}:
        say_days(part, place, guesses)
    _note_people(part, place, guesses)


def _note_people(part: Part, place: str, guesses: Guessing) -> None:
    """Note what is taken of those who hold posts and head units, and ask what may be a name or not."""
    found, data = part.found, part.data
    if "person" in found.keys:
        ask_holders(part, place, guesses)
    if "head" in found.keys:
        ask_holders(part, place, guesses, "head")
    for level, name in data.get("level_heads", {}).items():
        guesses.add(f"{place}.level_heads.{level}", name, *found.why.get(f"level_heads.{level}", (LIKELY, "")))
    if found.keys.keys() & {"head", "head_id"}:
        say_heads(part, place, guesses)
    if "person" in found.keys and "status" not in found.keys and found.rows == "posts":
        data["vacant"] = []
        guesses.add(
            f"{place}.vacant",
            "[]",
            UNSURE,
            Message.of('whether a blank holder means vacant is not known; add "" if it does'),
        )


def _note_sorts(found: Found, place: str, guesses: Guessing) -> None:
    """Note what columns of sorts of staff count, or what is asked of those of ranks together."""
    if (asked := found.why.get("sorts_count")) is not None:
        guesses.add(f"{place}.sorts_count", ASK, *asked)
    for name, part in found.sorts.items():
        if "counts" in part:
            guesses.add(f"{place}.sorts.{name}.counts", part["counts"], *found.why[f"sorts.{name}"])


def _why_unused(part: Part, name: str) -> str:
    """Say why a column is not used."""
    known = part.candidate.heading(name)
    if name == part.found.without.get("vacancies"):
        return Message.of("it is the difference of posts authorized and people present, which stand beside it")
    if is_total(name) and part.found.sorts:
        return Message.of("a total: the sorts of staff beside it are compared with it")
    if head_signed(name) and "head_id" in part.found.keys:
        return Message.of("it tells who heads each unit, as {name!r} does", name=part.found.keys["head_id"])
    if known is None and (told := named_rows(part.candidate, part.found, name)):
        return told
    if known is None:
        return Message.of("neither its heading nor its values are known")
    meaning = known.meaning(part.found.rows)
    if meaning == "pay_month":
        return Message.of(
            "it is pay a month, and a baseline has pay a year: give twelve times as much under another heading"
        )
    if meaning in ("", "order") or (meaning == "status" and are_counts(part.candidate.distinct(name))):
        return Message.of("a baseline has no place for it")
    if part.found.keys.get(meaning) == ASK:
        return Message.of("it is one of those of which is asked")
    return Message.of("its heading is known, and its values are others, or another column is taken")


def _statuses(part: Part, place: str, guesses: Guessing) -> None:
    """Read the words of status of a table."""
    texts = distinct_of(part, "status")
    answers = yes_or_no(part.found.keys["status"], texts)
    why = Message.of("its heading asks, and this is the answer")
    found: dict[str, tuple[str, str, str]] = {word: (meaning, LIKELY, why) for word, meaning in answers.items()}
    found |= statuses_found([text for text in texts if text not in answers], part.found.rows)
    part.data["status"] = {word: meaning for word, (meaning, _, _) in found.items()}
    for word, (meaning, certainty, reason) in found.items():
        guesses.add(f"{place}.status.{word}", meaning, certainty, reason)


# -- all of them ---------------------------------------------------------------------------------------------------------


def _organisation(parts: list[Part], data: dict[str, Any], guesses: Guessing) -> None:
    """Name the unit around posts whose units have none above them, where it may be needed; ask where all rows are in it."""
    if any(is_nowhere(part) for part in parts if "names_only" not in part.data):
        why = Message.of("no column names the unit of its rows: of which one are they all? Write its name")
        data["organisation"] = ASK
        guesses.add("organisation", ASK, OPEN, why)
        return
    asked = any(part.data["rows"] == ASK and not is_shaped(part) for part in parts)
    if (not asked and any(part.found.rows == "units" for part in parts)) or any(part.has_levels for part in parts):
        return
    if any("unit_rows" in part.data and has_one_top(part.candidate.rows.sheet, part.candidate.raw) for part in parts):
        return
    if any("unit_parent" in part.found.keys for part in parts):
        return
    posts = parts[0]
    units = texts_of(posts, "unit_name") or texts_of(posts, "unit")
    parents = texts_of(posts, "parent")
    tops = set(compress(units, map(not_, parents))) - {""}
    if parents and len(tops) == 1:
        name = next(iter(tops))
        data["organisation"] = name
        guesses.add("organisation", name, LIKELY, Message.of("the unit of the one post at the top"))
    else:
        name = Path(posts.candidate.file).stem.replace("_", " ").replace("-", " ").strip()
        data["organisation"] = name
        guesses.add("organisation", name, UNSURE, Message.of("nothing names it but the file"))


def _ranks(parts: list[Part], data: dict[str, Any], guesses: Guessing) -> None:
    titles = titles_found(
        sum((counted_of(part, "name") for part in parts if part.found.rows != "units"), Counter[str]())
    )
    data["ranks"] = {}
    if titles:
        data["ranks"]["title"] = {}
        for title, (rank, certainty, why) in list(titles.items())[:_MANY_TITLES]:
            data["ranks"]["title"][title] = rank
            guesses.add(f"ranks.title.{title}", rank, certainty, why)
    grades = {text for part in parts if part.found.rows != "units" for text in distinct_of(part, "category") if text}
    if grades and all(map(rank_said, grades)):
        data["ranks"]["grade"] = {grade: rank_said(grade) for grade in sorted(grades)}
        for grade, rank in data["ranks"]["grade"].items():
            guesses.add(f"ranks.grade.{grade}", rank, LIKELY, Message.of("a known word for a rank"))
    data["ranks"]["structure"] = "head"
