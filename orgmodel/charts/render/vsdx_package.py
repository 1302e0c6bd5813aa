"""The package of a Visio drawing: its parts, by the names and kinds that [MS-VSDX] gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from orgmodel.charts.render.svg import escape

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_VISIO = "http://schemas.microsoft.com/office/visio/2012/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = "http://schemas.microsoft.com/visio/2010/relationships"
_TYPE = "application/vnd.ms-visio"
NAMESPACES = f'xmlns="{_VISIO}" xmlns:r="{_OFFICE}" xml:space="preserve"'
LAYERS = ("ribbons", "lines", "boxes", "frame")


def package(pages: Sequence[tuple[str, float, float, str]], font: str, title: str, layers: Sequence[str]) -> bytes:
    """Pack pages (their names, widths and heights in inches, and contents) as one file; the same pages give the same bytes."""
    parts = {
        "[Content_Types].xml": _types(len(pages)),
        "_rels/.rels": _relations([(f"{_RELATION}/document", "visio/document.xml"), (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")]),
        "docProps/core.xml": f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title><dc:creator>orgmodel</dc:creator></cp:coreProperties>',
        "visio/document.xml": _document(font),
        "visio/_rels/document.xml.rels": _relations([(f"{_RELATION}/pages", "pages/pages.xml")]),
        "visio/pages/pages.xml": _pages(pages, layers),
        "visio/pages/_rels/pages.xml.rels": _relations((f"{_RELATION}/page", f"page{n + 1}.xml") for n in range(len(pages))),
    }  # fmt: skip
    for number, (_, _, _, content) in enumerate(pages):
        parts[f"visio/pages/page{number + 1}.xml"] = f"{_XML}<PageContents {NAMESPACES}>{content}</PageContents>"
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED)
    return packed.getvalue()


def cells(**values: float | str) -> str:
    """Write cells of a sheet, lengths in inches; a text that begins with ``=`` is a formula.

    >>> cells(Width=1.5, BeginX="=PAR(PNT(Sheet.1!Connections.X1,Sheet.1!Connections.Y1))")
    '<Cell N="Width" V="1.5"/><Cell N="BeginX" V="0" F="PAR(PNT(Sheet.1!Connections.X1,Sheet.1!Connections.Y1))"/>'
    """
    return "".join(
        f'<Cell N="{name}" V="0" F="{escape(value[1:])}"/>'
        if isinstance(value, str) and value.startswith("=")
        else f'<Cell N="{name}" V="{escape(value) if isinstance(value, str) else f"{value:.6g}"}"/>'
        for name, value in values.items()
    )


def _types(pages: int) -> str:
    kinds = {
        "/visio/document.xml": f"{_TYPE}.drawing.main+xml",
        "/visio/pages/pages.xml": f"{_TYPE}.pages+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    } | {f"/visio/pages/page{n + 1}.xml": f"{_TYPE}.page+xml" for n in range(pages)}
    told = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _relations(found: Iterable[tuple[str, str]]) -> str:
    told = "".join(f'<Relationship Id="rId{n + 1}" Type="{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(found))
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _document(font: str) -> str:
    """Write the document: one style that all shapes begin from, and the font."""
    style = cells(LineWeight=0.01, LineColor="#000000", LinePattern="1", FillForegnd="#ffffff", FillPattern="1", VerticalAlign="1")  # fmt: skip
    return (
        f'{_XML}<VisioDocument {NAMESPACES}><DocumentSettings TopPage="0" DefaultTextStyle="0" DefaultLineStyle="0" DefaultFillStyle="0"/>'
        f'<Colors/><FaceNames><FaceName NameU="{escape(font)}"/></FaceNames><StyleSheets><StyleSheet ID="0" NameU="No Style" Name="No Style">'
        f"{style}</StyleSheet></StyleSheets></VisioDocument>"
    )


def _pages(pages: Sequence[tuple[str, float, float, str]], layers: Sequence[str]) -> str:
    rows = "".join(f'<Row IX="{n}">{cells(Name=name, Visible="1", Print="1")}</Row>' for n, name in enumerate(layers))
    told = "".join(
        f'<Page ID="{number}" NameU="{escape(name)}" Name="{escape(name)}"><PageSheet LineStyle="0" FillStyle="0" TextStyle="0">'
        f'{cells(PageWidth=width, PageHeight=height, DrawingSizeType="3", PageScale=1.0, DrawingScale=1.0)}<Section N="Layer">{rows}</Section></PageSheet>'
        f'<Rel r:id="rId{number + 1}"/></Page>'
        for number, (name, width, height, _) in enumerate(pages)
    )
    return f"{_XML}<Pages {NAMESPACES}>{told}</Pages>"
