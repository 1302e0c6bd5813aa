"""Write pages as a Visio drawing: native boxes at their places, and connectors glued to them that keep their way.

Written here, as draw.io is: vsdxkit (0.8) places shapes of a palette of its own, leads connectors anew, and dates its files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from orgmodel.charts.content import clean
from orgmodel.charts.paint import BASELINE, LINE_HEIGHT, STRIP, Painter, badge_fits
from orgmodel.charts.primitives import Path, PlacedText, Primitive, Rect, strip
from orgmodel.charts.render.slide_shapes import LANGUAGES
from orgmodel.charts.render.svg import escape
from orgmodel.charts.render.vsdx_package import LAYERS, cells, package
from orgmodel.words.charts import word

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Box, Drawing, Page, Points, Route

Run = tuple[str, bool, str]
"""A text, whether it is bold, and its colour."""
POINT = 72.0  # to the inch
SOLID, DASHED = 1, (2, 3, 4, 5, 9, 10, 16, 17, 23)
"""Patterns of lines, as Visio numbers them: its own, which every drawing has."""
MARKS = {"": "0", "arrow": "4", "open": "1", "dot": "10", "diamond": "22", "ring": "20", "bar": "24"}
"""Ends of lines, as Visio numbers them."""
SMALL = ("diamond", "ring")
CURVE = 24  # straight pieces that stand for a curve


def vsdx(drawing: Drawing, painter: Painter) -> bytes:
    """Write all pages as one drawing of Visio."""
    count = len(drawing.pages)
    names = {page.number: word("page", drawing.language, page.number, count) for page in drawing.pages}
    pages = [
        (names[page.number], page.width / POINT, page.height / POINT, _Sheet(page, painter, drawing.language, names).text())
        for page in drawing.pages
    ]  # fmt: skip
    layers = [word(f"layer:{one}", drawing.language) for one in LAYERS]
    return package(pages, painter.family(), clean(drawing.title), layers)


class _Sheet:
    """Write the shapes of one page; Visio counts from the lower left."""

    def __init__(self, page: Page, painter: Painter, language: str, names: dict[int, str]) -> None:
        self.page, self.painter, self.names = page, painter, names
        self.language = LANGUAGES.get(language, language)
        self.size = page.type_size
        self.last = 0
        self.boxes = {box.id: box for box in page.boxes}
        self.ids = {id: self._next() for id in self.boxes}
        self.sites: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.glue: list[str] = []

    def _next(self) -> int:
        self.last += 1
        return self.last

    def text(self) -> str:
        page, painter = self.page, self.painter
        ribbons = [one for ribbon in page.ribbons for one in painter.ribbon(ribbon, self.size)]
        labels = [one for ribbon in page.ribbons for one in painter.label(ribbon, self.size)]
        shapes = [self._primitive(one, 0) for one in (*ribbons, *labels)]
        shapes += [self._line(route) for route in page.routes]
        shapes += [self._box(box) for box in page.boxes]
        for sample in page.samples:
            one, level = sample, sample.y - 0.3 * sample.size
            if one.kind == "line":  # with the pattern that the lines of the page have
                shapes.append(self._way(((one.x, level), (one.x + 2 * one.size, level)), one.key, one.size, 3))
        frame = [
            one
            for sample in page.samples
            for one in painter.sample(sample)
            if sample.kind != "line" or isinstance(one, PlacedText)
        ]
        shapes += [self._primitive(one, 3) for one in (*frame, *(painter.note(note) for note in page.notes))]
        return f"<Shapes>{''.join(shapes)}</Shapes>" + (
            f"<Connects>{''.join(self.glue)}</Connects>" if self.glue else ""
        )

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _box(self, box: Box) -> str:
        """Write a box with its text, the sites where lines meet it, and its strip as shapes within."""
        theme, size, id = self.painter.theme, self.size, self.ids[box.id]
        rect = Rect(box.x, box.y, box.width, box.height, theme.radius * size, *self.painter.skin(box, size))
        rows: list[tuple[Run, ...]] = [((text.text, text.bold, theme.ink),) for text in box.lines]
        if box.badge:
            badge = (f"[{box.badge}]", True, self.painter.badge_ink(box.status))
            beside = badge_fits(box.lines, box.badge, box.width / size, theme.faces())
            rows[:beside] = [(badge, (" ", True, theme.ink), *rows[0])] if beside else [(badge,)]
        rows += [((box.refers, False, theme.muted),)] if box.refers else []
        within: list[Primitive] = [self.painter.inner(box, size)] if box.status == "moved" else []
        striped = self.painter.has_strip(box.group)
        if striped:
            within += strip(box.x, box.y, STRIP * size, box.height, self.painter.look(box.group), size)
        inside = "".join(self._primitive(one, 2, (box.x, box.y + box.height)) for one in within)
        sites = "".join(
            f'<Row T="Connection" IX="{n}">{cells(X=x, Y=y)}</Row>' for n, (x, y) in enumerate(self.sites[box.id])
        )
        link = f'<Section N="Hyperlink"><Row N="Row_1">{cells(Description=box.refers, SubAddress=self.names[box.target])}</Row></Section>' if box.target in self.names else ""  # fmt: skip
        content = (
            _look(rect.fill, rect.stroke, rect.stroke_width, rect.dash)
            + cells(Rounding=rect.radius / POINT, LeftMargin=STRIP * size / POINT if striped else 0.0)
            + self._written(rows, size, "middle")
            + (f'<Section N="Connection">{sites}</Section>' if sites else "")
            + link
            + _geometry([[(0, 0), (box.width, 0), (box.width, box.height), (0, box.height), (0, 0)]])
            + self._said(rows)
        )
        return self._shape(rect, content, 2, name=clean(box.unit or box.id), inside=inside, id=id)

    def _line(self, route: Route) -> str:
        """Write a line glued to both boxes where it meets them; dashed ones begin at their end, so that dashes of several lie on each other."""
        back = bool(self.painter.line_look(route.kind).dash)
        names, points = (route.start, route.end), route.points
        if back:
            names, points = names[::-1], points[::-1]
        id = self._next()
        ends: dict[str, str] = {}
        for end, part, name, point in zip(("Begin", "End"), (9, 12), names, (points[0], points[-1]), strict=True):
            site, sheet = self._site(name, point), self.ids[name]
            self.glue.append(
                f'<Connect FromSheet="{id}" FromCell="{end}X" FromPart="{part}" ToSheet="{sheet}" ToCell="Connections.X{site + 1}" ToPart="{100 + site}"/>'
            )
            ends[end] = f"PAR(PNT(Sheet.{sheet}!Connections.X{site + 1},Sheet.{sheet}!Connections.Y{site + 1}))"
        name = clean(f"{route.kind}: {route.start} → {route.end}")
        return self._way(points, route.kind, self.size, 1, id=id, name=name, ends=ends, back=back)

    def _way(
        self, points: Points, kind: str, size: float, layer: int, *, id: int = 0, name: str = "", ends: Mapping[str, str] | None = None, back: bool = False
    ) -> str:  # fmt: skip
        """Write a line of a kind; ``ends`` are the formulas that hold its ends, its mark is at its begin where it leads ``back``."""
        look, id, ends = self.painter.line_look(kind), id or self._next(), ends or {}
        (x0, y0), (x1, y1) = self._at(points[0]), self._at(points[-1])
        left, low, wide, high = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
        placed = cells(
            PinX=(x0 + x1) / 2, PinY=(y0 + y1) / 2, Width=wide, Height=high, LocPinX=wide / 2, LocPinY=high / 2
        )
        for end, x, y in (("Begin", x0, y0), ("End", x1, y1)):
            held = f' F="{ends[end]}"' if end in ends else ""
            placed += f'<Cell N="{end}X" V="{x:.6g}"{held}/><Cell N="{end}Y" V="{y:.6g}"{held}/>'
        end = "Begin" if back else "End"
        weight, _ = self.painter.stroke(kind, size)
        drawn = _look("", self.painter.theme.line, weight, look.dash, pattern=self._pattern(look.dash))
        drawn += cells(LayerMember=str(layer), ObjType="2")
        drawn += cells(**{f"{end}Arrow": MARKS[look.mark], f"{end}ArrowSize": "0" if look.mark in SMALL else "1"})
        way = [(x - left, y - low) for x, y in map(self._at, points)]
        return _sheet(id, name, "Shape", placed + drawn + _ways([way]))

    def _pattern(self, dash: Sequence[float]) -> int:
        """Give each kind of dashes on the page a pattern of its own."""
        found = dict.fromkeys(one.dash for one in self.painter.lines.values() if one.dash)
        return DASHED[list(found).index(tuple(dash)) % len(DASHED)] if tuple(dash) in found else SOLID

    def _site(self, name: str, point: tuple[float, float]) -> int:
        """Give the number of a box's site at a point, made where there is none."""
        box = self.boxes[name]
        at = (point[0] - box.x) / POINT, (box.y + box.height - point[1]) / POINT
        if at not in self.sites[name]:
            self.sites[name].append(at)
        return self.sites[name].index(at)

    def _primitive(self, one: Primitive, layer: int, corner: tuple[float, float] | None = None) -> str:
        """Write a rectangle, a path or a text that stands by itself, or within a shape whose lower left is ``corner``."""
        if isinstance(one, PlacedText):
            wide = self.painter.width(one.text, bold=one.bold) * one.size * 1.05
            left = one.x - {"start": 0.0, "middle": wide / 2, "end": wide}[one.anchor]
            rect = Rect(left, one.y - BASELINE * one.size, wide, LINE_HEIGHT * one.size, 0, "", "", 0)
            rows: list[tuple[Run, ...]] = [((one.text, one.bold, one.colour),)]
            said = _look("", "", 0, ()) + self._written(rows, one.size, one.anchor) + self._said(rows)
            return self._shape(rect, said, layer)
        if isinstance(one, Rect):
            rect, ways = one, [[(0.0, 0.0), (one.width, 0.0), (one.width, one.height), (0.0, one.height), (0.0, 0.0)]]
            look = _look(one.fill, one.stroke, one.stroke_width, one.dash) + cells(Rounding=one.radius / POINT)
        else:
            paths = _straight(one)
            left, right = min(x for way in paths for x, _ in way), max(x for way in paths for x, _ in way)
            top, low = min(y for way in paths for _, y in way), max(y for way in paths for _, y in way)
            rect = Rect(left, top, right - left, low - top, 0, "", "", 0)
            ways = [[(x - left, low - y) for x, y in way] for way in paths]
            look = _look(one.fill, one.stroke, one.stroke_width, one.dash)
            if one.opacity < 1:
                look += cells(FillForegndTrans=1 - one.opacity)
        return self._shape(rect, look + _geometry(ways, filled=bool(one.fill)), layer, corner=corner)

    # -- cells -----------------------------------------------------------------------------------------------------------

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        return point[0] / POINT, (self.page.height - point[1]) / POINT

    def _shape(
        self, rect: Rect, content: str, layer: int, *, name: str = "", inside: str = "", id: int = 0, corner: tuple[float, float] | None = None
    ) -> str:  # fmt: skip
        id = id or self._next()
        left, low = corner or (0.0, self.page.height)
        wide, high = rect.width / POINT, rect.height / POINT
        pin = (rect.x - left + rect.width / 2) / POINT, (low - rect.y - rect.height / 2) / POINT
        placed = cells(PinX=pin[0], PinY=pin[1], Width=wide, Height=high, LocPinX=wide / 2, LocPinY=high / 2, LayerMember=str(layer))  # fmt: skip
        within = f"<Shapes>{inside}</Shapes>" if inside else ""
        return _sheet(id, name, "Group" if inside else "Shape", placed + content + within)

    def _written(self, rows: Sequence[tuple[Run, ...]], size: float, anchor: str) -> str:
        """Write how texts look: each run's letters, and the paragraph."""
        looks = "".join(
            f'<Row IX="{n}">{cells(Font=self.painter.family(), Size=size / POINT, Style=str(int(bold)), Color=colour, LangID=self.language)}</Row>'
            for n, (_, bold, colour) in enumerate(one for row in rows for one in row)
        )
        align = {"start": "0", "middle": "1", "end": "2"}[anchor]
        return (
            cells(RightMargin=0.0, TopMargin=0.0, BottomMargin=0.0, VerticalAlign="1")
            + f'<Section N="Character">{looks}</Section><Section N="Paragraph"><Row IX="0">{cells(HorzAlign=align, SpLine=-LINE_HEIGHT / 1.15)}</Row></Section>'
        )

    @staticmethod
    def _said(rows: Sequence[tuple[Run, ...]]) -> str:
        said, number = [], 0
        for row in rows:
            said.append("".join(f'<cp IX="{number + n}"/>{escape(text)}' for n, (text, _, _) in enumerate(row)))
            number += len(row)
        return f"<Text>{chr(10).join(said)}</Text>" if said else ""


def _sheet(id: int, name: str, kind: str, content: str) -> str:
    called = f' Name="{escape(name)}"' if name else ""
    return f'<Shape ID="{id}" NameU="Sheet.{id}"{called} Type="{kind}" LineStyle="0" FillStyle="0" TextStyle="0">{content}</Shape>'


def _look(fill: str, stroke: str, width: float, dash: Iterable[float], *, pattern: int = 0) -> str:
    lined = pattern or (2 if tuple(dash) else SOLID)
    line = cells(LineColor=stroke, LineWeight=width / POINT, LinePattern=str(lined)) if stroke and width else cells(LinePattern="0")  # fmt: skip
    return line + (cells(FillForegnd=fill, FillPattern="1") if fill else cells(FillPattern="0"))


def _geometry(ways: Sequence[Points | Sequence[tuple[float, float]]], *, filled: bool = True) -> str:
    """Write outlines, in points from the lower left of their shape."""
    return _ways([[(x / POINT, y / POINT) for x, y in way] for way in ways], filled=filled)


def _ways(ways: Sequence[Sequence[tuple[float, float]]], *, filled: bool = False) -> str:
    return "".join(
        f'<Section N="Geometry" IX="{n}">{cells(NoFill=str(int(not filled)), NoLine="0")}'
        + "".join(
            f'<Row T="{"LineTo" if at else "MoveTo"}" IX="{at + 1}">{cells(X=x, Y=y)}</Row>'
            for at, (x, y) in enumerate(way)
        )
        + "</Section>"
        for n, way in enumerate(ways)
    )


def _straight(path: Path) -> list[list[tuple[float, float]]]:
    """Give the ways of a path, its curves as straight pieces."""
    found: list[list[tuple[float, float]]] = []
    for letter, *numbers in path.commands:
        given = [float(number) for number in numbers]
        if letter == "M":
            found.append([(given[0], given[1])])
        elif letter == "L":
            found[-1].append((given[0], given[1]))
        elif letter == "C":
            (x0, y0), (a, b, c, d, x1, y1) = found[-1][-1], given
            for step in range(1, CURVE + 1):
                t = step / CURVE
                u = 1 - t
                x = u**3 * x0 + 3 * u * u * t * a + 3 * u * t * t * c + t**3 * x1
                found[-1].append((x, u**3 * y0 + 3 * u * u * t * b + 3 * u * t * t * d + t**3 * y1))
        else:
            found[-1].append(found[-1][0])
    return found
