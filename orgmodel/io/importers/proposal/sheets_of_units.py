"""Tables of one layout, a sheet or file a unit: its name is the unit of which the rows are, or above those that they name."""

from __future__ import annotations

import re
from pathlib import Path

from orgmodel.core.messages import Message
from orgmodel.io.importers.days_in_names import day_in
from orgmodel.io.importers.hierarchy.map import PLACING
from orgmodel.io.importers.known.composed import without_days
from orgmodel.io.importers.known.sorts_of_staff import counted_in
from orgmodel.io.importers.naming import same_name
from orgmodel.io.importers.proposal.block_titles import names_unit, why_told, why_unit
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, UNSURE
from orgmodel.io.importers.proposal.part import Part, distinct_of, is_shaped, without_numbers_of_rows

_NO_UNIT = re.compile(
    r"(?:sheet|tabelle|feuil|hoja|foglio|planilha|blad|ark|arkusz|лист|table|trang|シート|시트)?\W*[0-9]*",
    re.IGNORECASE,
)
_HAS_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def one_a_unit(parts: list[Part]) -> list[Part]:
    """Take tables that are alike as those of a unit each: where they say nothing of units, or only of those below.

    Tables that name units count where no name stands in two of them but for a few, and names of sheets are none of days.
    """
    by_titles(parts)
    alike: dict[tuple[str, ...], list[Part]] = {}
    for part in parts:
        if "unit" not in part.data and not part.candidate.is_hidden:
            alike.setdefault(tuple(part.candidate.columns), []).append(part)
    for some in alike.values():
        unplaced = [part for part in some if _is_unplaced(part)]
        names = [_called(part) for part in unplaced]
        if len(unplaced) > 1 and len(set(names)) == len(names):
            for part, name in zip(unplaced, names, strict=True):
                _of_one_unit(part, name, (LIKELY, Message.of("tables with the same headings, one a unit")))
        elif len(some) > 1 and not unplaced and _are_below(some, parts):
            for part in some:
                why = Message.of(
                    "sheets with the same headings: the name of each is the unit above those that its rows name"
                )
                _above_its_units(part, _called(part), (LIKELY, why))
    return parts


def _called(part: Part) -> str:
    name = part.candidate.sheet or Path(part.candidate.file).stem
    return without_days(name).strip(" _-–()") or name if "as_of" in part.data else name


def _is_unplaced(part: Part) -> bool:
    """Tell whether a table of posts or people says nothing of units."""
    keys = part.found.keys
    unplaced = not is_shaped(part) and not keys.keys() & {"unit", "unit_name", "unit_parent", "post"}
    return part.found.rows != "units" and (unplaced or keys.get("unit") == ASK)


def by_titles(parts: list[Part]) -> None:
    """Take the title above each of several tables side by side for the unit of its rows, or above those that they name; else tell it."""
    titles = [(part.candidate.file, part.candidate.sheet, one.text) for part in parts if (one := part.candidate.title)]
    for part in parts:
        title = part.candidate.title
        if title is None or "as_of" in part.data:
            continue
        is_own = titles.count((part.candidate.file, part.candidate.sheet, title.text)) == 1
        is_own = is_own and not title.of_all and not day_in(title.text) and not counted_in([title.text])
        if is_own and _is_unplaced(part):
            _of_one_unit(part, title.text, why_unit(title.text))
        elif is_own and names_unit(title.text) and _names_units(without_numbers_of_rows(part)):
            _above_its_units(part, title.text, why_unit(title.text))
        else:
            part.found.why["title"] = (UNSURE, why_told(title))


def _of_one_unit(part: Part, name: str, why: tuple[str, str]) -> None:
    part.found.keys.pop("unit", None)
    part.data["unit"] = name
    part.found.why["unit_of_sheet"] = why
    if "id" in part.found.keys:
        part.data["ids"] = "own"
        part.found.why["ids"] = (LIKELY, Message.of("each table counts its own"))


def _are_below(some: list[Part], parts: list[Part]) -> bool:
    """Tell whether the sheets of one workbook each name units of their own, which nothing else places."""
    sheets = [_called(part) for part in some]
    if (
        len(set(sheets)) < len(sheets)
        or not all(part.candidate.sheet for part in some)
        or len({part.candidate.file for part in some}) > 1
    ):
        return False
    if any(_NO_UNIT.fullmatch(name) or _HAS_YEAR.search(name) for name in sheets):
        return False
    if not all(map(_names_units, some)):
        return False
    named = [set(map(same_name, filter(None, _units(part)))) for part in some]
    fewest = min(map(len, named))
    if not fewest or (sum(map(len, named)) - len(set().union(*named))) * 2 > fewest:
        return False
    others = [part for part in parts if part not in some and part.found.rows == "units"]
    listed = {same_name(text) for part in others for key in ("id", "name") for text in distinct_of(part, key)}
    return not listed & set().union(*named)


def _names_units(part: Part) -> bool:
    """Tell whether a table names units by one column, or on levels, and no code, superior or shape tells more of them."""
    keys = part.found.keys
    if keys.keys() & {"parent", "unit_name", "unit_parent", "post", *PLACING} or ASK in keys.values():
        return False
    if part.data.get("levels"):
        return bool(part.data["levels"] != ASK)
    if part.data.keys() & {"indent", "unit_rows"}:
        return False
    return "unit" in keys if part.found.rows != "units" else "name" in keys and "id" not in keys


def _units(part: Part) -> list[str]:
    if part.data.get("levels"):
        return part.candidate.distinct(part.data["levels"][0])
    return distinct_of(part, "unit" if part.found.rows != "units" else "name")


def _above_its_units(part: Part, name: str, why: tuple[str, str]) -> None:
    """Put the units that a table names under one that its sheet or title names."""
    part.data["unit"] = name
    part.found.why["unit_of_sheet"] = why
    part.has_levels = True
    if part.found.rows == "units" and not part.data.get("levels"):
        part.data["levels"] = [part.found.keys.pop("name")]
        part.found.why["levels"] = part.found.why.pop("name", (LIKELY, ""))
