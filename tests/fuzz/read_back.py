"""Everything that is written is read again: by orgmodel where it reads the format, by another library where it does not."""

from __future__ import annotations

import html.parser
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

import networkx
import openpyxl
import pandas as pd
import pypdf
import vsdx
from PIL import Image
from pptx import Presentation
from rdflib import Graph

from orgmodel.core.problems import errors
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.core.tables import Table
from orgmodel.io.baseline import read_baseline
from orgmodel.io.exporters.formats import EXPORTERS, export_to
from orgmodel.io.own_json import from_json, to_json
from tests.fuzz.wide_cells import csv_rows

Reader = Callable[[Path], object]


def _xml(path: Path) -> None:
    ET.parse(path)


def _html(path: Path) -> None:
    html.parser.HTMLParser().feed(path.read_text(encoding="utf-8"))


def _csv(path: Path) -> None:
    rows = csv_rows(path.read_text(encoding="utf-8-sig"), strict=True)
    assert len({len(row) for row in rows}) <= 1, f"{path.name}: rows of several widths"


def _picture(path: Path) -> None:
    with Image.open(path) as picture:
        picture.load()


def _markdown(path: Path) -> None:
    """The rows of one table have the bars of its header: no name ends a cell."""
    lines = path.read_text(encoding="utf-8").split("\n")
    bars = [line.replace("\\\\", "").replace("\\|", "").count("|") if line.startswith("|") else 0 for line in lines]
    for number in range(1, len(lines)):
        if bars[number] and bars[number - 1]:
            assert bars[number] == bars[number - 1], f"{path.name}:{number + 1}: {lines[number][:200]}"


def _dot(path: Path) -> None:
    """Quotation marks and braces close, as graphviz counts them."""
    text = re.sub(r'"(?:[^"\\]|\\.)*"', "x", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert '"' not in text, f"{path.name}: a name ends early"
    assert text.count("{") == text.count("}") >= 1


def _mermaid(path: Path) -> None:
    """Every line is the head, a box with its label in quotation marks, an arrow, or a look."""
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    assert head.split()[0] in ("flowchart", "graph")
    label = r'(?:"[^"]*")'
    known = re.compile(
        rf"\s*(?:%%.*|\w+[\[({{]+{label}[\])}}]+|\w+ [-.=]+>?(?:\|{label}\|)? ?\w+|\w+ -\. ?{label} ?\.-> \w+|(?:class|classDef|style|linkStyle)\b.*)?"
    )
    wrong = [line for line in lines if not known.fullmatch(line)]
    assert wrong == [], wrong[:3]


def _workbook(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert not any(cell.data_type == "f" for cell in row), f"{path.name}: a formula"


def _drawing(path: Path) -> None:
    with vsdx.VisioFile(str(path)) as drawing:
        assert drawing.pages


READERS: dict[str, Reader] = {
    ".json": lambda path: json.loads(path.read_bytes()),
    ".csv": _csv,
    ".xlsx": _workbook,
    ".parquet": pd.read_parquet,
    ".graphml": networkx.read_graphml,
    ".ttl": lambda path: Graph().parse(path, format="turtle"),
    ".svg": _xml,
    ".drawio": _xml,
    ".html": _html,
    ".png": _picture,
    ".pdf": lambda path: pypdf.PdfReader(path).pages[0].extract_text(),
    ".pptx": lambda path: Presentation(path).slides[0],
    ".vsdx": _drawing,
    ".md": _markdown,
    ".yaml": lambda path: None,  # read by orgmodel: see the commands
    **dict.fromkeys((".dot", ".gv"), _dot),
    **dict.fromkeys((".mmd", ".mermaid"), _mermaid),
}


def parsed(folder: Path) -> int:
    """Read every file of a folder by the library for its kind, and give how many there were."""
    count = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != ".orgmodel.json":
            assert ".tmp" not in path.suffixes, f"{path.name} is left over"
            READERS[path.suffix](path)
            if path.suffix in (".xlsx", ".pptx", ".vsdx"):
                assert zipfile.ZipFile(path).testzip() is None
            count += 1
    return count


def exported(structure: Structure, folder: Path) -> int:
    """Export a structure in every format and read each file again; what keeps everything comes back equal."""
    written = to_json(structure)
    again, problems = from_json(written)
    assert errors(problems) == [], problems[:3]
    assert to_json(again) == written
    for one in EXPORTERS:
        path = folder / f"{one.name}{one.suffixes[0]}" if one.suffixes else folder / one.name
        export_to(one.name, structure, path)
    for path in (folder / "csv", folder / "xlsx.xlsx"):
        _as_tables(structure, path)
    return parsed(folder)


def _as_tables(structure: Structure, path: Path) -> None:
    """Read tables again, with the words and the date of their study: every record, but for where shares come from."""
    found, problems = read_baseline(path, structure.terms, structure.as_of)
    told = [one for one in errors(problems) if one.code != "DATE_ORDER"]
    assert told == [], [str(one) for one in told[:3]]
    for spec in Tables.ALL:
        was, now = structure.table(spec.table), found.table(spec.table)
        exact = [field for field in spec.fields if field not in spec.figures]
        assert _plain(was, exact) == _plain(now, exact), spec.table


def _plain(table: Table, fields: list[str]) -> dict[object, list[object]]:
    return {one.key: [getattr(one, field, None) for field in fields] for one in table}
