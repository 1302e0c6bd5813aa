"""LibreOffice worked as a person works it: a macro of its own opens a workbook, types into cells, recomputes and saves."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

MACRO = """Sub Fill(path As String, target As String, place As String, given As String)
  Dim opened(0) As New com.sun.star.beans.PropertyValue
  opened(0).Name = "Hidden"
  opened(0).Value = True
  book = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, opened())
  sheet = book.Sheets.getByIndex(CInt(place))
  list = Split(given, "|")
  For at = 0 To UBound(list)
    parts = Split(list(at), "=")
    On Error Resume Next
    sheet.getCellRangeByName(parts(0)).setFormula(parts(1))
    On Error Goto 0
  Next at
  book.calculateAll()
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName"
  saved(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(ConvertToURL(target), saved())
  book.close(True)
  StarDesktop.terminate()
End Sub
"""
TEXT, TABLE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("text", "table"))
WIDEST = 100
"""So many cells of a row are read."""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill" script:language="StarBasic">{code}</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Fill"/>
</library:library>
"""


class Office:
    """Run LibreOffice without a window, with a profile of its own that knows the macro."""

    def __init__(self, program: Path, profile: Path) -> None:
        """Make the profile: the first start makes it, and would take away a macro that was there before."""
        self.program, self.profile = program, profile
        self._run("--terminate_after_init")
        modules = profile / "user" / "basic" / "Standard"
        modules.mkdir(parents=True, exist_ok=True)
        (modules / "Fill.xba").write_text(MODULE.format(code=escape(MACRO)))
        (modules / "script.xlb").write_text(LIBRARY)

    def typed(self, source: Path, target: Path, cells: Mapping[str, object], *, sheet: int = 0) -> Path:
        """Type into cells of a workbook, by address; what the sheet's protection refuses stays as it is. Give the saved file."""
        given = "|".join(f"{address}={value}" for address, value in cells.items())
        self._run(f'macro:///Standard.Fill.Fill("{source}","{target}","{sheet}","{given}")')
        return target

    def converted(self, source: Path, suffix: str) -> Path:
        """Write a document in another format beside it, and give that file."""
        self._run("--convert-to", suffix, "--outdir", str(source.parent), str(source))
        return source.with_suffix(f".{suffix}")

    def shown(self, source: Path) -> list[list[list[str]]]:
        """Give the cells of every sheet as they are shown, row by row."""
        document = ElementTree.parse(self.converted(source, "fods")).getroot()
        return [[_cells(row) for row in sheet.iter(f"{TABLE}table-row")] for sheet in document.iter(f"{TABLE}table")]

    def _run(self, *asked: str) -> None:
        profile = f"-env:UserInstallation=file://{self.profile}"
        subprocess.run([str(self.program), profile, "--headless", "--norestore", *asked], check=True, capture_output=True, timeout=300)  # fmt: skip


def _cells(row: ElementTree.Element) -> list[str]:
    """Give the texts of a row; what is left blank to the end of the sheet is cut."""
    found: list[str] = []
    for cell in row:
        text = "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
        found += [text] * min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), WIDEST)
    return found
