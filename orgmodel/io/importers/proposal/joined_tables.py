"""Which tables tell of one organisation, and how they are joined: by code of unit or post, a table a unit, or not at all."""

from __future__ import annotations

from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem
from orgmodel.io.importers.hierarchy.aliases import alike
from orgmodel.io.importers.known.heads import head_signed
from orgmodel.io.importers.known.tables import plain
from orgmodel.io.importers.proposal.columns import columns_of
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, UNSURE, Guessing
from orgmodel.io.importers.proposal.part import Part, distinct_of, is_shaped, texts_of, without_numbers_of_rows
from orgmodel.io.importers.proposal.unplaced import readings_of


def with_holders(parts: list[Part]) -> list[Part]:
    """Take tables that only say who holds which post of another one as people, joined by the code of the post."""
    return [_holders(part, [other for other in parts if other is not part]) or part for part in parts]


def _holders(part: Part, others: list[Part]) -> Part | None:
    keys = part.found.keys.keys()
    if (
        part.candidate.sort is not None
        or part.found.rows == "units"
        or is_shaped(part)
        or keys & {"authorized", "filled"}
    ):
        return None
    if keys & {"unit", "unit_name"} and not keys & {"person", "person_id"}:
        return None  # a table of posts in units, and of nobody who holds them
    for other in others:
        placed = is_shaped(other) or other.found.keys.keys() & {"unit", "unit_name"}
        name = (
            _named_posts(part, texts_of(other, "id"), other.found.keys.get("id", ""))
            if other.found.rows == "posts" and placed
            else ""
        )
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
        return Part(part.candidate, held, data | {"rows": "people", "columns": held.keys})
    return None


def _named_posts(part: Part, ids: list[str], id_name: str) -> str:
    """Name the column that holds the ids of posts of another table, empty where none does."""
    known = set(ids) - {""}
    for name in part.candidate.columns:
        posts = set(part.candidate.texts(name)) - {""}
        if 2 * len(posts & known) > len(posts) and not all(map(str.isdigit, posts)):
            return name
        found = part.candidate.heading(name)
        if 2 * len(posts & known) > len(posts) and found is not None and found.meaning("people") == "post":
            return name
        if posts and posts <= known and plain(name) == plain(id_name):
            return name
    return ""


def heads_by_others(parts: list[Part]) -> list[Part]:
    """Take of several columns of ids and addresses of those who head units the one that another table has most of."""
    for part in parts:
        taken = part.found.keys.get("head_id")
        if taken is None:
            continue
        others = [other for other in parts if other is not part and other.found.rows != "units"]
        known = {
            alike(text) for other in others for key in ("person_id", "id", "also") for text in distinct_of(other, key)
        }
        used = {*part.found.keys.values()} - {taken}
        signed = [name for name in part.candidate.columns if name not in used and head_signed(name)]

        def found_there(name: str, one: Part = part, known: set[str] = known) -> int:
            return sum(alike(text) in known for text in one.candidate.distinct(name) if text)

        best = max(signed, key=lambda name: (found_there(name), name == taken))
        if best != taken:
            part.found.take("head_id", best, LIKELY, Message.of("its values are ids of people in another table"))
    return parts


def with_names(parts: list[Part]) -> list[Part]:
    """Take a table of people that places nobody, whose ids stand in another one as those of who holds posts or heads units, for their names."""
    for part in parts:
        keys = part.found.keys
        own = next((key for key in ("person_id", "id") if key in keys), "")
        if part.found.rows == "units" or part.candidate.sort is not None or is_shaped(part) or not own:
            continue
        if keys.keys() & {"unit", "unit_name", "post", "authorized", "filled", "status"} or not keys.keys() & {
            "person",
            "name",
        }:
            continue
        mine = set(map(alike, filter(None, distinct_of(part, own))))
        for other in parts:
            named = {alike(text) for key in ("person_id", "head_id") for text in distinct_of(other, key) if text}
            if other is part or not named or len(mine & named) * 2 <= len(named):
                continue
            if "person" not in keys:
                part.found.take("person", keys.pop("name"), *part.found.why.pop("name", (LIKELY, "")))
            part.found.rows = part.data["rows"] = "people"
            part.data["names_only"] = True
            for key in [key for key in keys if key not in (own, "person", "given")]:
                del keys[key]
            for key in part.data.keys() & {"fte", "lines"}:
                del part.data[key]
            why = Message.of(
                "its ids are those of who holds posts in {other}, and it places nobody", other=other.candidate.called
            )
            part.found.why["rows"] = part.found.why["names_only"] = (LIKELY, why)
            break
    return parts


def joined_tables(parts: list[Part], guesses: Guessing, problems: list[Problem]) -> list[Part]:
    """Keep the tables that tell of one organisation: units with their parents, posts and people in units."""
    posts = [
        part
        for part in parts
        if part.found.rows != "units"
        and not part.candidate.is_hidden
        and (is_shaped(part) or "unit" in part.data or part.found.keys.keys() & {"unit", "unit_name", "post"})
    ]
    used = {text for part in posts for key in ("unit", "unit_parent") for text in distinct_of(part, key)}
    placed = any(part in posts or (is_shaped(part) and not part.candidate.is_hidden) for part in parts)
    reasons = [_why_not_used(part, posts, used, placed=placed) for part in parts]
    if all(reasons) and (readings := readings_of(parts)):
        parts, reasons = readings, [""] * len(readings)
    kept = []
    for part, reason in zip(parts, reasons, strict=True):
        if reason:
            guesses.add(f"not used: {part.candidate.called}", "", UNSURE, reason)
            told = Message.of(
                "a table is not used ({reason}); its rows: {count}", reason=reason, count=part.candidate.rows.count
            )
            place = Location(part.candidate.called)
            problems.append(Problem("NOT_USED", told, part.candidate.called, place, WARNING))
        else:
            kept.append(part)
    if any(part.found.rows == "units" and not is_shaped(part) for part in kept):
        for part in kept:
            if part.found.rows == "units" and not is_shaped(part):
                part.data["flat"] = True
                part.found.why["flat"] = (LIKELY, Message.of("its units have none above them"))
    return sorted(kept, key=lambda part: part.found.rows != "units")


def _why_not_used(part: Part, posts: list[Part], used: set[str], *, placed: bool) -> str:
    """Say why a table is not used; empty where it is."""
    if part in posts or part.candidate.doubt or "names_only" in part.data:
        return ""
    names = {text for key in ("id", "name") for text in distinct_of(part, key)}
    if part.candidate.is_hidden and not (part.found.rows == "units" and used & names):
        return Message.of("the sheet is hidden, and no other one names its rows; show it if it counts")
    if part.found.rows != "units":
        return Message.of("it says neither who reports to whom nor in which unit")
    if is_shaped(part) or (used & names) or (not placed and _is_list(part)):
        return ""
    return _why_unplaced(part)


def _why_unplaced(part: Part) -> Message:
    """Say that nothing places the rows of a table of units, and which of its headings are not known."""
    strange = [name for name in part.candidate.columns if part.candidate.heading(name) is None]
    if not strange:
        return Message.of("nothing says what is above its rows")
    names = ", ".join(map(repr, strange))
    return Message.of("nothing says what is above its rows; headings that are not known: {names}", names=names)


def figures_of_units(parts: list[Part]) -> list[Part]:
    """Take a table of figures whose rows are units that another table places as one of posts in these units."""
    for part in parts:
        keys = part.found.keys
        key = next((key for key in ("id", "name") if key in keys), "")
        if part.found.rows != "units" or is_shaped(part) or not keys.keys() & _FIGURES:
            continue
        mine = set(filter(None, distinct_of(part, key)))
        if not mine:
            continue
        listed = {
            text
            for other in parts
            if other.found.rows == "units" and is_shaped(other)
            for named in ("id", "name")
            for text in distinct_of(other, named)
        }
        if len(mine & listed) * 10 >= len(mine) * 9:
            part.found.rows = part.data["rows"] = "posts"
            part.found.why["rows"] = (LIKELY, Message.of("figures of units that another table lists"))
            for before, now in (("id", "unit"), ("name", "unit" if key == "name" else "unit_name")):
                if before in keys:
                    part.found.take(now, keys.pop(before), *part.found.why.pop(before, (LIKELY, "")))
    return parts


_FIGURES = frozenset(("authorized", "filled", "fte"))


def ask_whose_ids(parts: list[Part]) -> None:
    """Ask of a table of which ids stand in another one, where the rows differ: the same posts or other ones give other figures.

    So of units side by side without ids, of which names stand in another such table.
    """
    free = [part for part in parts if "ids" not in part.data]
    _ask_whose([part for part in free if part.found.rows != "units" and "post" not in part.found.keys], "id")
    _ask_whose([part for part in free if "flat" in part.data and "id" not in part.found.keys], "name")


def _ask_whose(parts: list[Part], key: str) -> None:
    known: dict[str, tuple[str, dict[str, str]]] = {}
    for part in parts if len(parts) > 1 else ():
        ids = texts_of(part, key)
        columns = {key: texts_of(part, key) for key in part.found.keys}
        said = [{key: texts[row] for key, texts in columns.items() if texts[row]} for row in range(len(ids))]
        differ = [row for row, id in enumerate(ids) if id in known and said[row] != known[id][1]]
        if differ:
            other = known[ids[differ[0]]][0]
            asked = (
                "ids that stand in {other} too, as {id!r}: {count}; are they of the same posts (shared; leave one of the tables "
                "out), or of others (own)?"
            )
            if key == "name":
                asked = (
                    "units that stand in {other} too with other figures, as {id!r}: {count}; are they the same (shared; leave one "
                    "of the tables out), or others of one name (own)?"
                )
            why = Message.of(asked, other=other, id=ids[differ[0]], count=len(differ))
            part.data["ids"] = ASK
            part.found.why["ids"] = (OPEN, why)
        for row, id in enumerate(ids):
            if id:
                known.setdefault(id, (part.candidate.called, said[row]))


def _is_list(part: Part) -> bool:
    """Tell whether a table is a plain list of units: named by a heading that is known, each with a figure."""
    keys = part.found.keys
    named = [keys[key] for key in ("name", "id") if key in keys and part.candidate.heading(keys[key]) is not None]
    if not named or not (keys.keys() & {"authorized", "filled", "fte"} or part.found.sorts):
        return False
    without_numbers_of_rows(part)
    return True
