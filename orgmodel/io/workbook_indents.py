"""How far cells of a workbook are set in by their alignment, which readers of values do not tell."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from orgmodel.io.workbook_package import column_number, sheet_names

_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?xf>)", re.DOTALL)
_INDENT = re.compile(rb"<(?:\w+:)?alignment\b[^>]*\bindent\s*=\s*[\"']([0-9]{1,3})")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})")
_STYLE = re.compile(rb"\bs\s*=\s*[\"']([0-9]{1,6})")
_DEEPEST = 15


def indents_of(path: Path) -> dict[str, dict[tuple[int, int], int]]:
    """Give, by sheet, how far cells are set in, by row and column from 1; cells that are not set in are left out.

    A workbook that tells it in no way that is known tells nothing.
    """
    try:
        with zipfile.ZipFile(path) as package:
            listed = _FORMATS.search(package.read("xl/styles.xml"))
            formats = [_depth(found[1] or b"") for found in _FORMAT.finditer(listed[1])] if listed else []
            if not any(formats):
                return {}
            names = sheet_names(package)
            return {name: found for part, name in names.items() if (found := _indents(package.read(part), formats))}
    except (KeyError, OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error):
        return {}


def _depth(format: bytes) -> int:
    found = _INDENT.search(format)
    return min(int(found[1]), _DEEPEST) if found else 0


def _indents(sheet: bytes, formats: list[int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for cell in _CELL.finditer(sheet):
        style, place = _STYLE.search(cell[1]), _PLACE.search(cell[1])
        if style and place and int(style[1]) < len(formats) and (depth := formats[int(style[1])]):
            found[int(place[2]), column_number(place[1])] = depth
    return found
