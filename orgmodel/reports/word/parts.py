"""Parts of a Word document that python-docx has no words for: fields, repeated heads, borders, sections, vector pictures.

Elements and attributes are those of ECMA-376 (WordprocessingML); ``asvg`` is Microsoft's extension for SVG beside a bitmap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.shared import Length

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
IMAGE = f"{LINKS}/image"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
SVG_SPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
REVISER = "orgmodel"
"""Who is said to have made a tracked change."""
ENDS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\r": "<w:br/>"}
MOST_ALTERNATIVE = 2_000
"""The longest alternative text; what is longer stands in the list of the picture."""


def points(size: float) -> Length:
    """Give a size in points as a length of the document."""
    from docx.shared import Pt

    return Pt(size)


def millimetres(length: float) -> Length:
    """Give a length in millimetres as a length of the document."""
    from docx.shared import Mm

    return Mm(length)


def named(name: str) -> str:
    """Give the full name of an element or attribute of the word processor's own namespace.

    >>> named("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{WORDS}}}{name}"


def element(name: str, /, **attributes: str) -> Any:
    """Make an element of the word processor's own namespace."""
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(named(key), value)
    return made


def align(paragraph: Any, side: str) -> None:
    """Set a paragraph, or a style of paragraphs, to the left, right, centre, or both sides (justify)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    holder = getattr(paragraph, "paragraph_format", paragraph)
    holder.alignment = getattr(WD_ALIGN_PARAGRAPH, side.upper())


def add_style(document: Any, name: str) -> Any:
    """Add a style of paragraphs on the document's plain one."""
    from docx.enum.style import WD_STYLE_TYPE

    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    return made


def call_as_word_does(document: Any, names: Iterable[str]) -> None:
    """Call built-in styles by the names that Word stores (``heading 1``): other programs store them as they are shown."""
    from docx.styles import BabelFish

    stored = {name.casefold(): BabelFish.ui2internal(name) for name in names}
    for one in document.styles.element.findall(named("style")):
        name = one.find(named("name"))
        if name is not None and (known := stored.get(name.get(named("val"), "").casefold())):
            name.set(named("val"), known)


def set_face(style: Any, face: str) -> None:
    """Set the letters of a style for every script, so that no reader falls back on another face."""
    style.font.name = face
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(named(key), face)
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(named(key), None)


def set_language(style: Any, language: str) -> None:
    """Say in what language a style's words are, for spelling and for voices."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(named("lang")):
        properties.remove(old)
    properties.append(element("lang", val=language, eastAsia=language, bidi=language))


def add_field(paragraph: Any, code: str, shown: str = "", *, size: int | None = None) -> None:
    """Add a field, with what it shows until it is worked out anew."""
    for kind, text in (("begin", None), (None, code), ("separate", None), ("shown", shown), ("end", None)):
        run = paragraph.add_run()
        if size is not None:
            run.font.size = size
        if kind in ("begin", "separate", "end"):
            mark = element("fldChar", fldCharType=str(kind))
            if kind == "begin":
                mark.set(named("dirty"), "true")
            run._r.append(mark)
        elif kind is None:
            inner = element("instrText")
            inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            inner.text = f" {text} "
            run._r.append(inner)
        else:
            run.text = str(text)


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """Mark a paragraph, so that fields and links find it."""
    start = element("bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def rule_below(paragraph: Any) -> None:
    """Draw a line beneath a paragraph, as long as the paragraph is wide between its indents."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz="6", space="1", color="auto"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders,
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:outlineLvl",
        "w:rPr",
    )


def keep_whole(row: Any) -> None:
    """Let a row not be broken over pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def number_pages(section: Any, *, anew: bool) -> None:
    """Begin the numbers of pages of a section at 1, or go on with those before."""
    for old in section._sectPr.findall(named("pgNumType")):
        section._sectPr.remove(old)
    if anew:
        numbers = element("pgNumType", start="1")
        after = section._sectPr.find(named("pgMar"))
        after.addnext(numbers)


def turn(section: Any, *, wide: bool) -> None:
    """Set a section upright or on its side; its margins turn with the page, so that what is bound stays the same edge."""
    from docx.enum.section import WD_ORIENT

    is_wide = section.page_width > section.page_height
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    if wide == is_wide:
        return
    section.page_width, section.page_height = section.page_height, section.page_width
    left, right, top, bottom = section.left_margin, section.right_margin, section.top_margin, section.bottom_margin
    turned = (bottom, top, left, right) if wide else (top, bottom, right, left)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = turned


def add_picture(
    document: Any, paragraph: Any, png: bytes, svg: bytes, width: float, alternative: str, number: int
) -> None:
    """Add a picture as a bitmap that bears its vector form, which readers that know SVG show in its place; width in mm."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import OxmlElement

    inline = paragraph.add_run().add_picture(BytesIO(png), width=millimetres(width))._inline
    properties = inline.docPr
    properties.set("descr", alternative[:MOST_ALTERNATIVE])
    properties.set("name", f"chart-{number}")
    blip = inline.graphic.graphicData.pic.blipFill.blip
    part = Part(PackURI(f"/word/media/chart{number}.svg"), "image/svg+xml", svg, document.part.package)
    name = document.part.relate_to(part, IMAGE)
    extensions = OxmlElement("a:extLst")
    one = OxmlElement("a:ext")
    one.set("uri", SVG_EXTENSION)
    vector = one.makeelement(f"{{{SVG_SPACE}}}svgBlip", nsmap={"asvg": SVG_SPACE})
    vector.set(f"{{{LINKS}}}embed", name)
    one.append(vector)
    extensions.append(one)
    blip.append(extensions)


def add_revised(paragraph: Any, text: str, number: int, *, gone: bool) -> Any:
    """Add words as a tracked insertion, or as a tracked deletion, and give their run; who reads may accept or reject it.

    The date of a revision is left out, since the same report gives the same bytes.
    """
    run = paragraph.add_run(text)
    mark = element("del" if gone else "ins", id=str(number), author=REVISER)
    run._r.addprevious(mark)
    mark.append(run._r)
    if gone:
        for words in run._r.findall(named("t")):
            words.tag = named("delText")
    return run


def mark_row(row: Any, number: int, *, gone: bool) -> None:
    """Mark a row of a table as inserted, or as deleted, so that accepting it keeps it whole, or takes it away."""
    row._tr.get_or_add_trPr().append(element("del" if gone else "ins", id=str(number), author=REVISER))


def mark_paragraph(paragraph: Any, number: int, *, gone: bool) -> None:
    """Mark the end of a paragraph as inserted, or as deleted."""
    properties = paragraph._p.get_or_add_pPr()
    inner = element("rPr")
    inner.append(element("del" if gone else "ins", id=str(number), author=REVISER))
    properties.append(inner)


def table_properties(title: str, margin: float) -> str:
    """Write the properties of a table: in the middle, thin lines around every cell, what stands beside texts in mm, what it is called."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    beside = "".join(
        f'<w:{side} w:w="{round(margin * 56.7)}" w:type="dxa"/>' for side in ("left", "right")
    )  # twentieths of a point
    called = escape(title[:MOST_ALTERNATIVE])
    said = f'<w:tblCaption w:val="{called}"/><w:tblDescription w:val="{called}"/>' if title else ""
    return (
        f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{beside}</w:tblCellMar><w:tblLook w:val="04A0" w:firstRow="1" '
        f'w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{said}</w:tblPr>'
    )


def run_text(words: str) -> str:
    r"""Write what a run says: tabs and ends of lines are elements of their own.

    >>> run_text("a <b>\tc")
    '<w:t xml:space="preserve">a &lt;b&gt;</w:t><w:tab/><w:t xml:space="preserve">c</w:t>'
    """
    made = ""
    for piece in re.split(r"([\t\n\r])", words):
        if piece in ENDS:
            made += ENDS[piece]
        elif piece:
            made += f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'
    return made


def make_small(paragraph: Any) -> None:
    """Let a paragraph without words take next to no height."""
    from docx.text.parfmt import ParagraphFormat

    look = ParagraphFormat(paragraph)
    look.space_before = look.space_after = points(0)
    look.line_spacing = points(1)


def set_bullet(document: Any, style: Any, sign: str) -> None:
    """Let the items of a list style begin with a sign, set in the letters of the text."""
    numbers = document.part.numbering_part.element
    number = style.element.pPr.numPr.numId.val
    used = next(one for one in numbers.findall(named("num")) if one.numId == number).abstractNumId.val
    for one in numbers.findall(named("abstractNum")):
        if one.get(named("abstractNumId")) == str(used):
            level = one.find(named("lvl"))
            level.find(named("lvlText")).set(named("val"), sign)
            for face in level.findall(named("rPr")):
                level.remove(face)


def set_margins(table: Any, margin: float) -> None:
    """Set what stands on either side of the text in every cell, in mm."""
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(round(margin * 56.7)), type="dxa"))  # twentieths of a point
    table._tbl.tblPr.append(margins)
