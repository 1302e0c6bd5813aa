"""Spoiling files: their text, the data in them, the rows of their tables, and their bytes."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from tests.fuzz.draws import Draw
from tests.fuzz.hostile import TEXTS, VALUES
from tests.fuzz.wide_cells import csv_rows

Way = tuple[Any, ...]
_TOKEN = re.compile(r"[^\s,:;\[\]{}\"'<>|()]+")


def spoiled(draw: Draw, name: str, data: bytes, names: Sequence[str]) -> bytes:
    """Spoil a file once or some times, in a way that suits its suffix; ``names`` are ids that stand somewhere."""
    for _ in range(draw.pick([1, 1, 1, 2, 3])):
        if name.endswith(".xlsx"):
            data = _workbook(draw, data, names)
        elif draw.one_in(25):
            data = _bytes(draw, data)
        elif name.endswith((".yaml", ".yml", ".json")) and not draw.one_in(4):
            data = _data(draw, name, data, names)
        elif name.endswith(".csv") and not draw.one_in(3):
            data = _table(draw, data, names)
        else:
            data = _text(draw, data, names)
    return data


# -- bytes and texts -----------------------------------------------------------------------------------------------------


def _bytes(draw: Draw, data: bytes) -> bytes:
    at, end = sorted((draw.below(len(data) + 1), draw.below(len(data) + 1)))
    way = draw.below(7)
    if way == 0:
        return data[:at]
    if way == 1:
        return data[:at] + bytes([draw.below(256)]) + data[at + 1 :]
    if way == 2:
        return data[:at] + data[min(end, at + 40) :]
    if way == 3:
        return data[:at] + data[at : at + 60] * (1 + draw.below(5)) + data[at:]
    if way == 4:
        return (
            draw.pick([b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"\0\0\0", b"%PDF-1.4", b"sep=;\n", b"\n\n"]) + data
        )
    text = data.decode("utf-8", "replace")
    if way == 5:
        return text.encode(draw.pick(["utf-16", "cp1258", "latin-1", "utf-8-sig", "gb18030"]), "replace")
    return text.replace("\n", draw.pick(["\r\n", "\r", "\n\n", "\u2028"])).encode()


def _text(draw: Draw, data: bytes, names: Sequence[str]) -> bytes:
    text = data.decode("utf-8", "replace")
    lines = text.split("\n")
    at, other = draw.below(len(lines)), draw.below(len(lines))
    way = draw.below(8)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(other, lines[at])
    elif way == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 3:
        lines[at] = draw.pick([" ", "  ", "- ", "\t", "? ", "# ", '"']) + lines[at]
    elif way == 4:
        lines[at] = lines[at].lstrip()
    elif way in (5, 6) and (tokens := list(_TOKEN.finditer(lines[at]))):
        found = draw.pick(tokens)
        new = draw.pick(names) if names and way == 5 else draw.pick(TEXTS)
        lines[at] = lines[at][: found.start()] + new + lines[at][found.end() :]
    else:
        column = draw.below(len(lines[at]) + 1)
        lines[at] = lines[at][:column] + draw.pick(TEXTS) + lines[at][column:]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


# -- data ----------------------------------------------------------------------------------------------------------------


def _data(draw: Draw, name: str, data: bytes, names: Sequence[str]) -> bytes:
    """Spoil what a YAML or JSON file says; what can no more be read as either is spoiled as a text."""
    is_json = name.endswith(".json")
    try:
        value = json.loads(data) if is_json else yaml.load(data, yaml.CSafeLoader)
    except (ValueError, yaml.YAMLError, RecursionError):
        return _text(draw, data, names)
    value = spoiled_data(draw, value, names)
    if is_json:
        return json.dumps(value, ensure_ascii=draw.one_in(4), default=str).encode("utf-8", "surrogatepass")
    try:
        return yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode(
            "utf-8", "surrogatepass"
        )
    except (yaml.YAMLError, UnicodeError, ValueError):  # what YAML has no way to write
        return _text(draw, data, names)


def spoiled_data(draw: Draw, value: Any, names: Sequence[str]) -> Any:
    """Change one thing in data: a value, a key, an item too many or too few."""
    value = copy.deepcopy(value)
    ways = list(_ways(value))
    if not ways:
        return draw.pick(VALUES)
    way = draw.pick(ways)
    holder = _at(value, way[:-1])
    key, here = way[-1], _at(value, way)
    kind = draw.below(10)
    if kind <= 4 and not isinstance(here, dict | list):
        holder[key] = _near(draw, here, names)
    elif kind == 3:
        holder[key] = copy.deepcopy(draw.pick(VALUES))
    elif kind == 4:
        del holder[key]
    elif kind == 5:
        holder[key] = copy.deepcopy(_at(value, draw.pick(ways)))
    elif kind == 6 and isinstance(here, list):
        here.insert(draw.below(len(here) + 1), copy.deepcopy(draw.pick(here)) if here else draw.pick(VALUES))
    elif kind == 6:
        holder[key] = [here]
    elif kind == 7 and isinstance(holder, dict):
        renamed = draw.pick(
            [str(key)[:-1], f"{key}s", str(key).upper(), draw.pick(TEXTS), *(str(one[-1]) for one in ways[:40])]
        )
        items = [(renamed if one == key else one, item) for one, item in holder.items()]
        holder.clear()
        holder.update(items)
    elif kind == 8 and isinstance(holder, dict):
        other = copy.deepcopy(_at(value, draw.pick(ways)))
        holder.update(other if isinstance(other, dict) else {draw.pick(TEXTS): other})
    elif isinstance(here, list):
        here.reverse()
    else:
        holder[key] = _near(draw, here, names)
    return value


def _near(draw: Draw, here: Any, names: Sequence[str]) -> Any:
    """Give another value of the kind that stands there, so that much of what is spoiled can still be carried out."""
    if isinstance(here, bool):
        return not here
    if isinstance(here, int):
        return here + draw.pick([-2, -1, 1, 2, 100]) if not draw.one_in(4) else draw.pick([0, -1, 10**15, 10**19, 1.5])
    if isinstance(here, float):
        return draw.pick([0.0, here + 1, here / 3, -here, 1e16])
    if isinstance(here, str) and names:
        return draw.pick(names) if not draw.one_in(6) else here + draw.pick(["x", " ", "\u0301", "s", ":2", "~1"])
    return copy.deepcopy(draw.pick(VALUES))


def _ways(value: Any, way: Way = ()) -> Iterator[Way]:
    if way:
        yield way
    if len(way) < 12:
        for key, item in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            yield from _ways(item, (*way, key))


def _at(value: Any, way: Way) -> Any:
    for key in way:
        value = value[key]
    return value


# -- tables --------------------------------------------------------------------------------------------------------------


def _table(draw: Draw, data: bytes, names: Sequence[str]) -> bytes:
    text = data.decode("utf-8", "replace")
    try:
        rows = [list(row) for row in csv_rows(text)]
    except csv.Error:
        return _text(draw, data, names)
    if not rows:
        return _text(draw, data, names)
    rows = spoiled_rows(draw, rows, names)
    out = io.StringIO()
    delimiter = draw.pick([",", ",", ",", ",", ";", "\t", "|"])
    quoting = csv.QUOTE_ALL if draw.one_in(8) else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=draw.pick(["\n", "\n", "\r\n"])).writerows(
        rows
    )
    return out.getvalue().encode("utf-8", "surrogatepass")


def spoiled_rows(draw: Draw, rows: list[list[str]], names: Sequence[str]) -> list[list[str]]:
    """Change a cell, a row, a column or the header of a table."""
    rows = [list(row) for row in rows]
    at = draw.below(len(rows))
    row = rows[at] or [""]
    column = draw.below(len(row))
    way = draw.below(12)
    if way <= 4 and at:
        row[column] = draw.pick(names) if names and draw.one_in(2) else draw.pick(TEXTS)
    elif way == 5:
        row[column] = draw.pick(rows[draw.below(len(rows))] or [""])
    elif way == 6:
        rows.insert(at, list(row))
    elif way == 7 and len(rows) > 1:
        del rows[at]
    elif way == 8:
        rows[at] = row[:column] if draw.one_in(2) else [*row, draw.pick(TEXTS)]
    elif way == 9:
        rows = [[cell for place, cell in enumerate(one) if place != column] for one in rows]
    elif way == 10 and rows[0]:
        rows[0][column % len(rows[0])] = draw.pick(rows[0]) if draw.one_in(2) else draw.pick(TEXTS)
    else:
        row[column] = row[column] + draw.pick(TEXTS)
    return rows


# -- workbooks -----------------------------------------------------------------------------------------------------------


def _workbook(draw: Draw, data: bytes, names: Sequence[str]) -> bytes:
    """Spoil a part of a workbook as the XML that it is, a cell's value among it, or the bytes of the package."""
    if draw.one_in(10):
        return _bytes(draw, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = {one: book.read(one) for one in book.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError, zipfile.zlib.error):
        return _bytes(draw, data)
    telling = [one for one in parts if "sheet" in one or "sharedStrings" in one]
    part = draw.pick(telling) if telling and not draw.one_in(4) else draw.pick(sorted(parts) or ["x"])
    way = draw.below(8)
    if way == 0:
        parts.pop(part, None)
    elif way == 1:
        parts[
            draw.pick(["../x.xml", "/x", "xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", part.upper()])
        ] = parts.get(part, b"")
    elif way == 2:
        parts[part] = _bytes(draw, parts.get(part, b""))
    elif way == 3:
        parts[part] = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + parts.get(part, b"")
    else:
        parts[part] = _cell(draw, parts.get(part, b""), names)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for one, content in parts.items():
            book.writestr(zipfile.ZipInfo(one), content)
    return out.getvalue()


def _cell(draw: Draw, part: bytes, names: Sequence[str]) -> bytes:
    """Change one value between tags, or one attribute."""
    found = list(re.finditer(rb">([^<>]+)<|=\"([^\"]*)\"", part))
    if not found:
        return _bytes(draw, part)
    one = draw.pick(found)
    group = 1 if one[1] is not None else 2
    new = draw.pick(names) if names and draw.one_in(2) else draw.pick(TEXTS)
    new = new.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;") if not draw.one_in(6) else new
    return part[: one.start(group)] + new.encode("utf-8", "surrogatepass") + part[one.end(group) :]
