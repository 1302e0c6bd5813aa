"""Write the shapes of a slide as the text of its file: made by python-pptx, each would be searched for in the whole slide."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.charts.content import clean
from orgmodel.charts.render.elbows import Elbow
from orgmodel.charts.render.svg import escape

Run = tuple[str, bool, str]
"""A text, whether it is bold, and its colour."""
Extent = tuple[int, int, int, int]
"""Left, top, width and height, in the units of slides."""
End = tuple[int, int]
"""A shape's number, and which of its sites a line is glued to: 0 top, 1 left, 2 bottom, 3 right."""
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
ALIGN = {"start": "l", "middle": "ctr", "end": "r"}
EMU = 12_700
"""Units of slides to the point."""


def colour(ink: str, opacity: float = 1.0) -> str:
    """Write a colour that is given as #rrggbb.

    >>> colour("#1a2b3c"), colour("#ffffff", 0.5)
    ('<a:srgbClr val="1A2B3C"/>', '<a:srgbClr val="FFFFFF"><a:alpha val="50000"/></a:srgbClr>')
    """
    value = ink[1:].upper()
    if opacity == 1.0:
        return f'<a:srgbClr val="{value}"/>'
    return f'<a:srgbClr val="{value}"><a:alpha val="{round(opacity * 100_000)}"/></a:srgbClr>'


def fill(ink: str, opacity: float = 1.0) -> str:
    """Write a filling of a colour, or none."""
    return f"<a:solidFill>{colour(ink, opacity)}</a:solidFill>" if ink else "<a:noFill/>"


def hatch(preset: str, ink: str, paper: str) -> str:
    """Write a filling of a pattern."""
    return (
        f'<a:pattFill prst="{preset}"><a:fgClr>{colour(ink)}</a:fgClr><a:bgClr>{colour(paper)}</a:bgClr></a:pattFill>'
    )


def outline(ink: str, width: float, dash: Sequence[float] = (), mark: tuple[str, str, str] | None = None) -> str:
    """Write an outline of a width in points, with dashes of its own (presets would look alike) and a mark at its end."""
    if not ink or not width:
        return "<a:ln><a:noFill/></a:ln>"
    dashes = "".join(
        f'<a:ds d="{round(on / width * 100_000)}" sp="{round(off / width * 100_000)}"/>'
        for on, off in zip(dash[::2], dash[1::2], strict=True)
    )
    dashes = dashes and f"<a:custDash>{dashes}</a:custDash>"
    end = "" if mark is None else '<a:tailEnd type="{}" w="{}" len="{}"/>'.format(*mark)
    return f'<a:ln w="{round(round(width, 2) * EMU)}">{fill(ink)}{dashes}{end}</a:ln>'


def words(
    rows: Sequence[Sequence[Run]],
    size: float,
    align: str,
    *,
    line: float,
    font: str,
    language: str,
    wrap: bool = False,
    left: int = 0,
) -> str:
    """Write rows of runs, one paragraph each, broken where we broke them; ``size`` and ``line`` in points.

    ``left`` is what stays free at the left, in the units of slides.
    """
    letters = f'<a:latin typeface="{escape(font)}"/>' if font else ""
    spacing = f'<a:lnSpc><a:spcPts val="{round(line * 100)}"/></a:lnSpc>'
    spoken, points = escape(LANGUAGES.get(language, language)), round(round(size, 1) * 100)
    said = "".join(
        f'<a:p><a:pPr algn="{ALIGN[align]}">{spacing}</a:pPr>'
        + "".join(
            f'<a:r><a:rPr lang="{spoken}" sz="{points}" b="{int(bold)}">{fill(ink)}{letters}</a:rPr><a:t>{escape(text)}</a:t></a:r>'
            for text, bold, ink in runs
        )
        + "</a:p>"
        for runs in rows
    )
    around = f'wrap="{"square" if wrap else "none"}" lIns="{left}" rIns="0" tIns="0" bIns="0" rtlCol="0" anchor="ctr"'
    return f"<p:txBody><a:bodyPr {around}><a:noAutofit/></a:bodyPr><a:lstStyle/>{said or '<a:p/>'}</p:txBody>"


def shape(
    number: int, name: str, extent: Extent, looks: str, said: str = "", *, corner: float | None = None, link: str = ""
) -> str:
    """Write a rectangle with what is said in it; ``corner`` is the share of its shorter side that is round.

    ``looks`` is its filling and its outline, ``link`` the relation to the slide that a click leads to.
    """
    made = (
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        if corner is None
        else f'<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val {round(corner * 100_000)}"/></a:avLst></a:prstGeom>'
    )
    return _sp(number, name, "", "", f"{_frame(extent)}{made}{looks}", said, link)


def textbox(number: int, extent: Extent, said: str, filling: str = "<a:noFill/>") -> str:
    """Write a text in a box that is not seen."""
    made = f'{_frame(extent)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{filling}'
    return _sp(number, "text", "", ' txBox="1"', made, said, "")


def polygon(number: int, name: str, described: str, points: Sequence[tuple[int, int]], looks: str) -> str:
    """Write a closed shape of straight segments through points."""
    x, y = min(one for one, _ in points), min(one for _, one in points)
    width, height = max(one for one, _ in points) - x, max(one for _, one in points) - y
    at = [f'<a:pt x="{one - x}" y="{other - y}"/>' for one, other in points]
    path = f"<a:moveTo>{at[0]}</a:moveTo>" + "".join(f"<a:lnTo>{one}</a:lnTo>" for one in at[1:])
    made = (
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="l" t="t" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{width}" h="{height}">{path}<a:close/></a:path></a:pathLst></a:custGeom>'
    )
    return _sp(number, name, described, "", f"{_frame((x, y, width, height))}{made}{looks}", "", "")


def group(number: int, name: str, described: str, extent: Extent, parts: Sequence[str]) -> str:
    """Write shapes as one group, whose extent is theirs."""
    x, y, width, height = extent
    frame = f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/><a:chOff x="{x}" y="{y}"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm>'
    return (
        f"<p:grpSp><p:nvGrpSpPr>{_named(number, name, described)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr>{frame}</p:grpSpPr>{''.join(parts)}</p:grpSp>"
    )


def connector(
    number: int,
    name: str,
    extent: Extent,
    made: Elbow,
    line: str,
    begins: End | None = None,
    ends: End | None = None,
) -> str:
    """Write a line between two shapes that it is glued to."""
    turned = ' rot="5400000"' * made.turned + ' flipH="1"' * made.flip_h + ' flipV="1"' * made.flip_v
    bends = "".join(f'<a:gd name="adj{at}" fmla="val {bend}"/>' for at, bend in enumerate(made.bends, 1))
    glued = "".join(
        f'<a:{tag} id="{end[0]}" idx="{end[1]}"/>' for tag, end in (("stCxn", begins), ("endCxn", ends)) if end
    )
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{_named(number, name)}<p:cNvCxnSpPr>{glued}</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr>"
        f'<p:spPr>{_frame(extent, turned)}<a:prstGeom prst="{made.preset}"><a:avLst>{bends}</a:avLst></a:prstGeom>'
        f"{line}</p:spPr></p:cxnSp>"
    )


def _sp(number: int, name: str, described: str, kind: str, made: str, said: str, link: str) -> str:
    return (
        f"<p:sp><p:nvSpPr>{_named(number, name, described, link)}<p:cNvSpPr{kind}/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{made}</p:spPr>{said}</p:sp>"
    )


def _named(number: int, name: str, described: str = "", link: str = "") -> str:
    told = f' descr="{escape(described)}"' if described else ""
    led = f'<a:hlinkClick r:id="{link}" action="ppaction://hlinksldjump"/>' if link else ""
    return f'<p:cNvPr id="{number}" name="{escape(clean(name))}"{told}>{led}</p:cNvPr>'


def _frame(extent: Extent, turned: str = "") -> str:
    x, y, width, height = extent
    return f'<a:xfrm{turned}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
