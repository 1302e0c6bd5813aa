"""How a report is set: paper, margins, letters and the parts of a letterhead, by profile, each with where it is from.

Millimetres and points. ``party`` follows the guideline of the Party's Central Office 36-HD/VPTW of 3 April 2018, ``state``
Decree 30/2020/NĐ-CP of 5 March 2020; :data:`SOURCES` says of each measure whether it was read in a page about them (read)
or is general knowledge (known).
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Style:
    """Hold how a line is set: points, bold, italic, in capitals, and with a rule below of so much of its length."""

    size: float
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    rule: float = 0.0


@dataclass(frozen=True, slots=True)
class Typography:
    """Hold the measures of a profile; ``left_side`` is the share of the left side of a letterhead."""

    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    face: str = "Times New Roman"
    body: float = 14
    indent: float = 12.7
    above: float = 6
    item: float = 2
    line: float = 1.0
    table: float = 11
    small: float = 10
    page_number: float = 13
    motto: tuple[Style, ...] = ()
    superior: Style = Style(13, capitals=True)
    issuer: Style = Style(13, bold=True, capitals=True, rule=0.4)
    star: bool = False
    left_side: float = 0.42
    bullet: str = "•"
    number: Style = Style(13)
    place: Style = Style(14, italic=True)
    type: Style = Style(14, bold=True, capitals=True)
    subject: Style = Style(14, bold=True, rule=0.4)
    headings: tuple[Style, ...] = (
        Style(14, bold=True, capitals=True),
        Style(14, bold=True),
        Style(14, bold=True, italic=True),
    )
    form: Style = Style(13, bold=True)
    authority: Style = Style(14, bold=True, capitals=True)
    signer: Style = Style(14, bold=True)
    recipients: Style = Style(12, bold=True, italic=True)
    recipient: Style = Style(11)


STATE = Typography(bullet="-", motto=(Style(12, bold=True, capitals=True), Style(13, bold=True, rule=1.0)))
PARTY = replace(
    STATE,
    motto=(Style(15, bold=True, capitals=True, rule=1.0),),
    superior=Style(14, capitals=True),
    issuer=Style(14, bold=True, capitals=True),
    star=True,
    left_side=0.46,
    number=Style(14),
    type=Style(16, bold=True, capitals=True),
    subject=Style(15, bold=True),
    recipients=Style(14, bold=False, italic=False),
    recipient=Style(12),
)
NEUTRAL = Typography(
    left=25, right=20, face="Arial", body=11, indent=0, table=9, small=8.5, page_number=9,
    superior=Style(10), issuer=Style(11, bold=True), number=Style(10), place=Style(10, italic=True),
    type=Style(14, bold=True), subject=Style(16, bold=True),
    headings=(Style(14, bold=True), Style(12, bold=True), Style(11, bold=True, italic=True)),
    form=Style(10, bold=True), authority=Style(11, bold=True), signer=Style(11, bold=True),
    recipients=Style(10, bold=True), recipient=Style(10),
)  # fmt: skip
PROFILES = {"neutral": NEUTRAL, "party": PARTY, "state": STATE}
"""The measures of each profile."""

READ, KNOWN, OWN = "read", "known", "own"
"""How sure a measure is: read in a page about the paper; general knowledge; the choice of this package, where none is told."""
SOURCES: dict[str, dict[str, tuple[str, str]]] = {
    "state": {
        "paper": ("Decree 30/2020/ND-CP, Annex I", READ),
        "top bottom left right": ("Decree 30/2020/ND-CP, Annex I: 20-25, 20-25, 30-35, 15-20 mm", READ),
        "face": ("Decree 30/2020/ND-CP, Annex I", READ),
        "page_number": (
            "Decree 30/2020/ND-CP, Annex I: 13-14, centred in the top margin, none on the first page",
            READ,
        ),
        "motto superior issuer number place type subject body authority signer recipients": (
            "Decree 30/2020/ND-CP, Annex I",
            KNOWN,
        ),
        "star": ("no star stands under the issuer", KNOWN),
        "table small headings": ("no size is told for tables and headings", OWN),
    },
    "party": {
        "paper face": ("36-HD/VPTW", READ),
        "motto superior issuer number place type subject body": ("36-HD/VPTW", READ),
        "top bottom left right star page_number authority signer recipients": ("36-HD/VPTW", KNOWN),
        "table small headings": ("no size is told for tables and headings", OWN),
    },
}
"""Where the measures of a profile are from, and how sure that is."""
