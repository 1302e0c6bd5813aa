"""Turn the box model into few kinds of primitives (rectangles, paths, words) that SVG, PNG, PDF and axes all draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from orgmodel.charts.drawing import Box, Note, Page, Points, Ribbon, Route, Sample, Text
from orgmodel.charts.fonts import Face
from orgmodel.charts.line_looks import UNKNOWN, LineLook, end_mark
from orgmodel.charts.primitives import Command, Path, PlacedText, Primitive, Rect, strip
from orgmodel.charts.theme import PLAIN, Look, Theme
from orgmodel.core.frozen import Frozen, SetOnce

LINE_HEIGHT = 1.2  # height of a line of text, in ems
LABEL_END = 0.25  # ems between the label of a narrow ribbon and where it begins
LABEL_PAPER = 0.9  # how little of a ribbon shines through the paper under its label
PAD_X, PAD_Y = 0.55, 0.36
STRIP = 0.55  # width of the strip at the left of a box
BADGE_PAD, BADGE_SPACING = 0.7, 0.5  # around the word of a badge, and from a badge to the name
OFFICE_FONT = (
    "Arial"  # where files name a font only: it is everywhere, has every Vietnamese letter, and is narrower than ours
)
BASELINE = 0.93  # from the top of a line to its base line


class Painter(SetOnce):
    """Paint the parts of a page in a theme; ``looks`` are those of the groups by which boxes are coloured."""

    def __init__(self, theme: Theme, looks: Mapping[str, Look], lines: Mapping[str, LineLook]) -> None:
        """Take the theme, the look of each group and of each kind of line."""
        self.theme, self.looks, self.lines = theme, Frozen(looks), Frozen(lines)

    def look(self, group: str) -> Look:
        """Give the look of a group, or of none."""
        return self.looks.get(group, PLAIN)

    def has_strip(self, group: str) -> bool:
        """Tell whether boxes of a group have a strip that is seen."""
        return bool(group) and self.look(group).pattern != "empty"

    def page(self, page: Page) -> Iterator[Primitive]:
        """Paint a whole page, back to front."""
        for ribbon in page.ribbons:
            yield from self.ribbon(ribbon, page.type_size)
        for ribbon in page.ribbons:
            yield from self.label(ribbon, page.type_size)
        for route in page.routes:
            yield from self.route(route, page.type_size)
        for box in page.boxes:
            yield from self.box(box, page.type_size)
        for sample in page.samples:
            yield from self.sample(sample)
        for note in page.notes:
            yield self.note(note)

    def box(self, box: Box, size: float) -> Iterator[Primitive]:
        """Paint a box: outline, strip, lines of text, badge and reference."""
        theme = self.theme
        look = self.look(box.group)
        x, y, width, height = box.x, box.y, box.width, box.height
        radius = theme.radius * size
        yield Rect(x, y, width, height, radius, *self.skin(box, size))
        if self.has_strip(box.group):
            yield from strip(x, y, STRIP * size, height, look, size)
        if box.status == "moved":
            yield self.inner(box, size)
        middle = x + (width + (STRIP * size if self.has_strip(box.group) else 0.0)) / 2
        beside = bool(box.badge) and badge_fits(box.lines, box.badge, width / size, self.theme.faces())
        rows = len(box.lines) + bool(box.refers) + (bool(box.badge) and not beside)
        level = y + (height - rows * LINE_HEIGHT * size) / 2 + BASELINE * size
        if box.badge and not beside:
            yield from self._badge(box, middle, level, size)
            level += LINE_HEIGHT * size
        for number, text in enumerate(box.lines):
            shift = 0.0
            if beside and not number:
                words, badge = self.width(text.text, bold=True) * size, self._badge_width(box, size)
                shift = (badge + BADGE_SPACING * size) / 2
                yield from self._badge(box, middle - (words + BADGE_SPACING * size) / 2, level, size)
            yield PlacedText(middle + shift, level, text.text, size, text.bold, theme.ink, "middle")
            level += LINE_HEIGHT * size
        if box.refers:
            yield PlacedText(middle, level, box.refers, size, bold=False, colour=theme.muted, anchor="middle")

    def skin(self, box: Box, size: float) -> tuple[str, str, float, tuple[float, ...]]:
        """Give the fill of a box, the ink, the thickness and the dashes of its outline."""
        look = self.look(box.group)
        return look.fill, *self._outline(box, look, size)

    def _outline(self, box: Box, look: Look, size: float) -> tuple[str, float, tuple[float, ...]]:
        theme = self.theme
        if box.role == "context":
            return theme.muted, 0.08 * size, (0.4 * size, 0.3 * size)
        if box.status == "leaving":
            return theme.ended, 0.18 * size, (0.7 * size, 0.35 * size)
        if box.status == "arriving":
            return theme.new, 0.26 * size, ()
        if box.status in ("moved", "altered"):
            return theme.changed, 0.16 * size, () if box.status == "moved" else (0.2 * size, 0.25 * size)
        return look.ink if box.group else theme.line, 0.08 * size, ()

    def inner(self, box: Box, size: float) -> Rect:
        """Paint the inner one of a double outline."""
        inset = 0.24 * size
        width, height = box.width - 2 * inset, box.height - 2 * inset
        return Rect(box.x + inset, box.y + inset, width, height, 0.0, "", self.theme.changed, 0.07 * size)

    def _badge(self, box: Box, middle: float, level: float, size: float) -> Iterator[Primitive]:
        """Paint the word for what becomes of a unit, light on dark."""
        wide, dark = self._badge_width(box, size), self.badge_ink(box.status)
        yield Rect(middle - wide / 2, level - 0.9 * size, wide, 1.14 * size, 0.2 * size, dark, "", 0.0)
        yield PlacedText(middle, level, box.badge, size, bold=True, colour=self.theme.paper, anchor="middle")

    def badge_ink(self, status: str) -> str:
        """Give the colour of the word for how a unit fares."""
        return {"leaving": self.theme.ended, "arriving": self.theme.new}.get(status, self.theme.changed)

    def _badge_width(self, box: Box, size: float) -> float:
        return (self.width(box.badge, bold=True) + BADGE_PAD) * size

    def family(self) -> str:
        """Name the font for files that do not hold one."""
        return self.theme.family or (self.theme.faces()[0].family if self.theme.font else OFFICE_FONT)

    def width(self, text: str, *, bold: bool) -> float:
        """Measure a text in ems."""
        return self.theme.faces()[bold].width(text)

    def route(self, route: Route, size: float) -> Iterator[Primitive]:
        """Paint a line from its end, so that dashes begin there; what another line to the same box paints is left out."""
        points = route.own_points
        if len(points) < 2:
            return
        yield from self.line(route.kind, points, size, marked=not route.own)

    def line(self, kind: str, points: Points, size: float, *, marked: bool) -> Iterator[Primitive]:
        """Paint a line of a kind along some points, with the mark at its end or without."""
        stroke_width, dash = self.stroke(kind, size)
        commands = tuple(("M" if not number else "L", x, y) for number, (x, y) in enumerate(reversed(points)))
        yield Path(commands, "", self.theme.line, stroke_width, dash)
        mark = self.line_look(kind).mark
        if mark and marked:
            yield from end_mark(mark, points[-2], points[-1], size, self.theme.line, self.theme.paper)

    def line_look(self, kind: str) -> LineLook:
        """Give the look of a kind of line."""
        return self.lines.get(kind, UNKNOWN)

    def stroke(self, kind: str, size: float) -> tuple[float, tuple[float, ...]]:
        """Give the thickness and the dashes of a kind of line."""
        look = self.line_look(kind)
        return look.weight * size, tuple(part * size / 10 for part in look.dash)

    def beside_label(self, ribbon: Ribbon, size: float) -> Ribbon:
        """Give what is painted of a ribbon: one that is lower than its label begins after it."""
        if not ribbon.label or ribbon.thick >= size:
            return ribbon
        end = ribbon.label_x + (self.width(ribbon.label, bold=False) + LABEL_END) * size
        if ribbon.y0 != ribbon.y1:
            return replace(ribbon, x0=min(end, ribbon.bend0))
        begin = min(end, ribbon.x1)
        return replace(ribbon, x0=begin, bend0=max(begin, ribbon.bend0), bend1=max(begin, ribbon.bend1))

    def ribbon(self, ribbon: Ribbon, size: float) -> Iterator[Primitive]:
        """Paint a ribbon that bends between its two ends."""
        ribbon = self.beside_label(ribbon, size)
        half = ribbon.thick / 2
        upper, lower = ribbon.bend.arcs(-half), [arc[::-1] for arc in ribbon.bend.arcs(half)[::-1]]
        commands: list[Command] = [("M", ribbon.x0, ribbon.y0 - half)]
        for arcs, last in ((upper, (ribbon.x1, ribbon.y1 - half)), (lower, (ribbon.x0, ribbon.y0 + half))):
            for first, one, other, end in arcs:
                commands += [("L", *first), ("C", *one, *other, *end)]
            commands.append(("L", *last))
            if arcs is upper:
                commands.append(("L", ribbon.x1, ribbon.y1 + half))
        commands.append(("Z",))
        outline = tuple(commands)
        ink = self.ribbon_ink(ribbon)
        yield Path(outline, ink, "", 0.0, (), 0.16)
        yield Path(outline, "", ink, 0.06 * size)

    def ribbon_ink(self, ribbon: Ribbon) -> str:
        """Give the ink of a ribbon: that of its group, or of lines."""
        return self.looks[ribbon.group].ink if ribbon.group in self.looks else self.theme.line

    def label(self, ribbon: Ribbon, size: float) -> Iterator[Primitive]:
        """Paint what a ribbon carries, where it runs level."""
        if ribbon.label:
            left, wide = ribbon.label_x, self.width(ribbon.label, bold=False) * size
            y = ribbon.y0 - 0.5 * size
            yield Path(
                (("M", left, y), ("L", left + wide, y), ("L", left + wide, y + size), ("L", left, y + size), ("Z",)),
                self.theme.paper, "", 0.0, (), LABEL_PAPER,
            )  # fmt: skip
            yield PlacedText(
                left, ribbon.y0 + 0.34 * size, ribbon.label, size, bold=False, colour=self.theme.ink, anchor="start"
            )

    def note(self, note: Note) -> PlacedText:
        """Paint a text that stands by itself."""
        colour = self.theme.muted if note.muted else self.theme.ink
        return PlacedText(note.x, note.y, note.text, note.size, note.bold, colour, note.anchor)

    def sampled(self, sample: Sample) -> Box:
        """Give the small box that stands for a group or for how a unit fares."""
        size = sample.size
        made = Box("", "", sample.x, sample.y - 0.8 * size, 2.0 * size, size, ())
        return replace(made, group=sample.key) if sample.kind == "group" else replace(made, status=sample.key)

    def sampled_ribbon(self, sample: Sample) -> Ribbon:
        """Give the short ribbon that shows the scale; the sample's key is its thickness in points."""
        x, y, length = sample.x, sample.y - 0.3 * sample.size, 2.0 * sample.size
        return Ribbon("", "", x, y, x, x + length, x + length, y, float(sample.key))

    def sample(self, sample: Sample) -> Iterator[Primitive]:
        """Paint a row of the legend; its text begins 2.6 ems after its left."""
        size, x, y = sample.size, sample.x, sample.y
        text_x = x + 2.6 * size
        if sample.kind in ("group", "status"):
            box = self.sampled(sample)
            yield Rect(x, box.y, box.width, box.height, self.theme.radius * size, *self.skin(box, size))
            if self.has_strip(box.group):
                yield from strip(x, box.y, STRIP * size, box.height, self.look(box.group), size)
            if box.status == "moved":
                yield self.inner(box, size)
        elif sample.kind == "ribbon":
            yield from self.ribbon(self.sampled_ribbon(sample), size)
        elif sample.kind == "line":
            level = y - 0.3 * size
            yield from self.line(sample.key, ((x, level), (x + 2.0 * size, level)), size, marked=True)
        else:
            text_x = x
        yield PlacedText(text_x, y, sample.text, size, bold=False, colour=self.theme.ink, anchor="start")


def badge_width(badge: str, faces: tuple[Face, Face]) -> float:
    """Give the width of a box in ems that has room for a badge on a line by itself."""
    return faces[1].width(badge) + BADGE_PAD + 2 * PAD_X + STRIP if badge else 0.0


def badge_fits(lines: Sequence[Text], badge: str, width: float, faces: tuple[Face, Face]) -> bool:
    """Tell whether a badge stands beside the name: one of a single line that leaves room for it in a box of a width in ems."""
    if not lines or any(line.bold for line in lines[1:]):
        return False
    room = width - 2 * PAD_X - STRIP
    return faces[1].width(badge) + BADGE_PAD + BADGE_SPACING + faces[1].width(lines[0].text) <= room
