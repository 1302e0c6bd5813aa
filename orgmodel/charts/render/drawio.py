"""Write pages as a draw.io file: native boxes, and edges tied to them that keep their path.

Written here and not through drawpyo, whose ids are addresses in memory: the same chart must give the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgmodel.charts.paint import STRIP, Painter, badge_fits
from orgmodel.charts.primitives import meter
from orgmodel.charts.render.svg import escape, length
from orgmodel.words.charts import word

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Box, Drawing, Note, Page, Ribbon, Route, Sample

TEXT = "text;html=0;strokeColor=none;fillColor=none;verticalAlign=middle;spacing=0;"
SKETCHES = {"solid": ""} | {
    pattern: f"sketch=1;jiggle=0;fillStyle={style};"
    for pattern, style in (
        ("hatch", "hatch"), ("split", "zigzag-line"), ("cross", "cross-hatch"), ("dots", "dots"),
        ("bars", "hatch;hachureAngle=0"), ("back", "hatch;hachureAngle=45"),
    )
}  # fmt: skip
MARKS = {
    "": "none", "arrow": "blockThin;{at}Fill=1", "open": "open", "dot": "oval;{at}Fill=1", "diamond": "diamondThin;{at}Fill=1",
    "ring": "oval;{at}Fill=0", "bar": "ERone",
}  # fmt: skip
SCALE = 96 / 72  # draw.io counts in pixels


def drawio(drawing: Drawing, painter: Painter) -> str:
    """Write all pages as one file."""
    count = len(drawing.pages)
    pages = "".join(
        _Diagram(page, painter, drawing.language).text(word("page", drawing.language, page.number, count))
        for page in drawing.pages
    )
    return f'<mxfile host="orgmodel" version="24.0.0" pages="{count}">{pages}</mxfile>\n'


class _Diagram:
    """Write the cells of one page."""

    def __init__(self, page: Page, painter: Painter, language: str) -> None:
        self.page, self.painter, self.language = page, painter, language
        self.size = page.type_size
        self.ids = {box.id: f"b{number}" for number, box in enumerate(page.boxes)}
        self.boxes = {box.id: box for box in page.boxes}
        self.together = {(route.kind, route.end) for route in page.routes if route.own}

    def text(self, name: str) -> str:
        """Write the page: layers from the back to the front, each with its cells."""
        page = self.page
        layers = {
            "ribbons": [self.ribbon(f"f{number}", ribbon) for number, ribbon in enumerate(page.ribbons)],
            "lines": [self.route(f"r{number}", route) for number, route in enumerate(page.routes)],
            "boxes": [self.box(box) for box in page.boxes],
            "frame": [self.note(f"n{number}", note) for number, note in enumerate(page.notes)]
            + [cell for number, sample in enumerate(page.samples) for cell in self.sample(f"s{number}", sample)],
        }
        cells = ['<mxCell id="0"/>']
        for layer, inside in layers.items():
            if inside:
                cells.append(f'<mxCell id="layer-{layer}" value="{word(f"layer:{layer}", self.language)}" parent="0"/>')
                cells += [cell.replace('parent="1"', f'parent="layer-{layer}"') for cell in inside]
        size = f'pageWidth="{self.pixels(page.width)}" pageHeight="{self.pixels(page.height)}"'
        return (
            f'<diagram id="p{page.number}" name="{name}"><mxGraphModel grid="0" page="1" {size} math="0" shadow="0">'
            f"<root>{''.join(cells)}</root></mxGraphModel></diagram>"
        )

    def note(self, id: str, note: Note) -> str:
        align = {"start": "left", "middle": "center", "end": "right"}[note.anchor]
        wide = self.painter.width(note.text, bold=note.bold) * note.size + 1
        left = note.x - {"start": 0.0, "middle": wide / 2, "end": wide}[note.anchor]
        colour = self.painter.theme.muted if note.muted else self.painter.theme.ink
        style = f"{TEXT}align={align};fontColor={colour};{self.font(note.size)}fontStyle={int(note.bold)};"
        return self.vertex(id, note.text, style, left, note.y - note.size, wide, note.size * 1.3)

    def pixels(self, points: float) -> str:
        return length(points * SCALE)

    def font(self, size: float) -> str:
        return f"fontSize={self.pixels(size)};fontFamily={self.painter.family()};"

    def vertex(
        self, id: str, value: str, style: str, x: float, y: float, width: float, height: float, parent: str = "1"
    ) -> str:
        geometry = " ".join(
            f'{name}="{self.pixels(number)}"'
            for name, number in (("x", x), ("y", y), ("width", width), ("height", height))
        )
        return (
            f'<mxCell id="{id}" value="{escape(value)}" style="{escape(style)}" vertex="1" parent="{parent}">'
            f'<mxGeometry {geometry} as="geometry"/></mxCell>'
        )

    def box(self, box: Box) -> str:
        """Write a box; its lines are breaks in one label, and html=1 with every letter escaped makes the name bold."""
        fill, edge, stroke_width, dash = self.painter.skin(box, self.size)
        lines = [f"<b>{escape(text.text)}</b>" if text.bold else escape(text.text) for text in box.lines]
        if box.badge:
            ink = self.painter.badge_ink(box.status)
            badge = f'<b><font color="{ink}">[{escape(box.badge)}]</font></b>'
            beside = badge_fits(box.lines, box.badge, box.width / self.size, self.painter.theme.faces())
            lines[:beside] = [f"{badge} {lines[0]}"] if beside else [badge]
        lines += [f"<i>{escape(box.refers)}</i>"] if box.refers else []
        corner = f"rounded=1;absoluteArcSize=1;arcSize={self.pixels(2 * self.painter.theme.radius * self.size)};"
        style = "shape=ext;double=1;" if box.status == "moved" else ""
        style += f"{corner if self.painter.theme.radius else ''}html=1;align=center;verticalAlign=middle;spacing=0;"
        style += f"fillColor={fill};strokeColor={edge};strokeWidth={self.pixels(stroke_width)};fontColor={self.painter.theme.ink};"
        style += self.font(self.size)
        if dash:
            style += f"dashed=1;dashPattern={' '.join(self.pixels(part) for part in dash)};"
        if not self.painter.has_strip(box.group):
            return self.vertex(self.ids[box.id], "<br>".join(lines), style, box.x, box.y, box.width, box.height)
        style += f"spacingLeft={self.pixels(STRIP * self.size)};"
        cell = self.vertex(self.ids[box.id], "<br>".join(lines), style, box.x, box.y, box.width, box.height)
        return cell + self._strip(
            f"{self.ids[box.id]}s", box.group, edge, STRIP * self.size, box.height, self.ids[box.id]
        )

    def _strip(
        self,
        id: str,
        group: str,
        edge: str,
        width: float,
        height: float,
        parent: str = "1",
        at: tuple[float, float] = (0.0, 0.0),
    ) -> str:
        """Write the strip of a group; of a meter in parts, one over the other."""
        look = self.painter.look(group)
        style = f"html=0;strokeColor={edge};strokeWidth=1;"
        x, y = at
        if not look.pattern.startswith("meter"):
            return self.vertex(id, "", style + _filled(look.pattern, look.ink), x, y, width, height, parent=parent)
        solid, hatched = meter(look.pattern, height)
        parts = [
            ("", "empty", 0.0, height),
            ("h", "hatch", height - solid - hatched, hatched),
            ("f", "solid", height - solid, solid),
        ]
        return "".join(
            self.vertex(f"{id}{name}", "", style + _filled(pattern, look.ink), x, y + top, width, high, parent=parent)
            for name, pattern, top, high in parts
            if high
        )

    def route(self, id: str, route: Route) -> str:
        """Write a line as an edge between two boxes, with its corners and where it meets them.

        Dashed ones that run together begin at their end, so that their dashes lie on each other.
        """
        dashed = bool(self.painter.line_look(route.kind).dash) and (route.kind, route.end) in self.together
        style = (
            f"edgeStyle=none;rounded=0;html=0;{self.line_style(route.kind, self.size, at='start' if dashed else 'end')}"
        )
        names, points = (route.start, route.end), route.points
        if dashed:
            names, points = names[::-1], points[::-1]
        style += self._meets("exit", self.boxes[names[0]], points[0])
        style += self._meets("entry", self.boxes[names[1]], points[-1])
        corners = "".join(f'<mxPoint x="{self.pixels(x)}" y="{self.pixels(y)}"/>' for x, y in points[1:-1])
        array = f'<Array as="points">{corners}</Array>' if corners else ""
        return (
            f'<mxCell id="{id}" style="{escape(style)}" edge="1" parent="1" source="{self.ids[names[0]]}" '
            f'target="{self.ids[names[1]]}"><mxGeometry relative="1" as="geometry">{array}</mxGeometry></mxCell>'
        )

    def line_style(self, kind: str, size: float, *, at: str = "end") -> str:
        """Say how a kind of line looks, with its mark ``at`` the start or the end."""
        stroke_width, dash = self.painter.stroke(kind, size)
        other = "end" if at == "start" else "start"
        style = f"{at}Arrow={MARKS[self.painter.line_look(kind).mark].format(at=at)};{other}Arrow=none;"
        style += f"{at}Size={self.pixels(0.4 * size)};"
        style += f"strokeColor={self.painter.theme.line};strokeWidth={self.pixels(stroke_width)};"
        return style + (f"dashed=1;dashPattern={' '.join(self.pixels(part) for part in dash)};" if dash else "")

    def _meets(self, end: str, box: Box, point: tuple[float, float]) -> str:
        x, y = (point[0] - box.x) / box.width, (point[1] - box.y) / box.height
        return f"{end}X={length(min(max(x, 0.0), 1.0))};{end}Y={length(min(max(y, 0.0), 1.0))};{end}Perimeter=0;"

    def ribbon(self, id: str, ribbon: Ribbon) -> str:
        """Write a ribbon as a broad see-through edge with its label."""
        ink = self.painter.ribbon_ink(ribbon)
        style = f"edgeStyle=none;curved=1;html=0;endArrow=none;strokeColor={ink};opacity=30;"
        style += (
            f"strokeWidth={self.pixels(max(ribbon.thick, 0.5))};fontColor={self.painter.theme.ink};textOpacity=100;"
        )
        style += f"{self.font(self.size)}align=left;labelBackgroundColor={self.painter.theme.paper};"
        ends = ""
        for end, name, x, y in (
            ("source", ribbon.start, ribbon.x0, ribbon.y0),
            ("target", ribbon.end, ribbon.x1, ribbon.y1),
        ):
            if name in self.ids:
                ends += f' {end}="{self.ids[name]}"'
                style += self._meets("exit" if end == "source" else "entry", self.boxes[name], (x, y))
        points = [(ribbon.bend0, ribbon.y0), *ribbon.bend.corners, (ribbon.bend1, ribbon.y1)]
        corners = "".join(f'<mxPoint x="{self.pixels(x)}" y="{self.pixels(y)}"/>' for x, y in points)
        tips = "".join(
            f'<mxPoint x="{self.pixels(x)}" y="{self.pixels(y)}" as="{name}"/>'
            for name, x, y in (("sourcePoint", ribbon.x0, ribbon.y0), ("targetPoint", ribbon.x1, ribbon.y1))
        )
        aside = (
            ribbon.label_x - ribbon.x0 if ribbon.thick >= self.size else 0.0
        )  # of a narrow one nothing is seen before it
        shift = f'<mxPoint x="{self.pixels(aside)}" y="0" as="offset"/>'
        return (
            f'<mxCell id="{id}" value="{escape(ribbon.label)}" style="{escape(style)}" edge="1" parent="1"{ends}>'
            f'<mxGeometry relative="1" x="-1" as="geometry">{tips}<Array as="points">{corners}</Array>{shift}</mxGeometry></mxCell>'
        )

    def sample(self, id: str, sample: Sample) -> list[str]:
        """Write a row of the legend."""
        size, x, y = sample.size, sample.x, sample.y
        text = f"{TEXT}align=left;fontColor={self.painter.theme.ink};{self.font(size)}"
        wide = self.painter.width(sample.text, bold=False) * size + 1
        if sample.kind == "text":
            return [self.vertex(id, sample.text, text, x, y - size, wide, size * 1.3)]
        cells = [self.vertex(id, sample.text, text, x + 2.6 * size, y - size, wide, size * 1.3)]
        if sample.kind == "ribbon":
            return [*cells, self.ribbon(f"{id}r", self.painter.sampled_ribbon(sample))]
        if sample.kind == "line":
            style = f"html=0;{self.line_style(sample.key, size)}"
            ends = "".join(
                f'<mxPoint x="{self.pixels(at)}" y="{self.pixels(y - 0.3 * size)}" as="{name}"/>'
                for name, at in (("sourcePoint", x), ("targetPoint", x + 2 * size))
            )
            geometry = f'<mxGeometry relative="1" as="geometry">{ends}</mxGeometry>'
            return [*cells, f'<mxCell id="{id}l" style="{escape(style)}" edge="1" parent="1">{geometry}</mxCell>']
        box = self.painter.sampled(sample)
        fill, ink, stroke_width, dash = self.painter.skin(box, size)
        style = "shape=ext;double=1;" if box.status == "moved" else ""
        style += f"html=0;fillColor={fill};strokeColor={ink};strokeWidth={self.pixels(stroke_width)};"
        if dash:
            style += f"dashed=1;dashPattern={' '.join(self.pixels(part) for part in dash)};"
        cells.append(self.vertex(f"{id}b", "", style, box.x, box.y, box.width, box.height))
        if sample.kind == "group" and self.painter.has_strip(sample.key):
            cells.append(self._strip(f"{id}s", sample.key, ink, STRIP * size, box.height, at=(box.x, box.y)))
        return cells


def _filled(pattern: str, ink: str) -> str:
    """Say how a strip is filled in draw.io's words."""
    if pattern == "empty":
        return "fillColor=none;"
    return f"fillColor={ink};{SKETCHES[pattern]}"
