"""Write pages as SVG, straight from the box model: selectable text, or outlines where a font may be absent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from orgmodel.charts.drawing import unbroken
from orgmodel.charts.fonts import Face, is_shaped
from orgmodel.charts.listing import in_words, levels, listing
from orgmodel.charts.paint import Painter
from orgmodel.charts.primitives import Commands, Path, PlacedText, Primitive, Rect

if TYPE_CHECKING:
    from orgmodel.charts.drawing import Drawing, Page, Sample

_FORBIDDEN = (*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)  # by XML 1.0, even escaped
_UNSAFE = re.compile(f"[&<>\"'{re.escape(''.join(map(chr, _FORBIDDEN)))}]").search
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"} | dict.fromkeys(map(chr, _FORBIDDEN), "")
)


POINT = "%.6g %.6g"
CURVE = "%.6g %.6g %.6g %.6g %.6g %.6g"


TEXT = (
    '<text x="%.6g" y="%.6g" font-size="%.6g" textLength="%.6g" lengthAdjust="spacingAndGlyphs" fill="%s"%s%s>%s</text>'
)
RECTANGLE = '<rect x="%.6g" y="%.6g" width="%.6g" height="%.6g"%s%s/>'
ANCHORS = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}


def escape(text: str) -> str:
    r"""Make a text safe inside XML and its attributes; characters that XML cannot hold are left out.

    >>> escape('</script> & "x"\x00')
    '&lt;/script&gt; &amp; &quot;x&quot;'
    """
    return text.translate(_ESCAPES) if _UNSAFE(text) else text


def length(value: float) -> str:
    """Write a length in six figures, which is a hundredth of a point on any page.

    >>> length(12.0), length(0.125), length(1190.5512)
    ('12', '0.125', '1190.55')
    """
    return f"{value:.6g}"


def svg(drawing: Drawing, page: Page, painter: Painter, *, outlines: bool = False, boxed: bool = False) -> str:
    """Write one page; every box is a group with its unit's id and full name as title, and an item of a list that a screen reader hears.

    The description tells the tree in words.

    With ``outlines`` letters are shapes, each kept once, so that no font is needed; without, text can be selected. In a
    ``boxed`` one boxes stand for letters that no font here has: it is for setting here, and not for a viewer with its own.
    """
    pen = _Outlines(painter.theme.faces()) if outlines else _Text(painter.theme.faces(), boxed=boxed)
    width, height = length(page.width), length(page.height)
    own = painter.theme.faces()[0]
    families = dict.fromkeys(filter(None, (painter.theme.family, *(one.family for one in (own, *own.others)))))
    named = ", ".join(f"'{escape(family)}'" for family in families)
    family = "" if outlines else f' font-family="{named}, Verdana, sans-serif"'
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" '
        f'role="group" lang="{escape(drawing.language)}"{family} text-rendering="geometricPrecision">'
    )
    size = page.type_size
    parts = [pen.write(painter.ribbon(ribbon, size)) for ribbon in page.ribbons]
    parts += [pen.write(painter.label(ribbon, size)) for ribbon in page.ribbons]
    parts += [pen.write(painter.route(route, size)) for route in page.routes]
    items = [] if boxed else listing(page, drawing.language)  # what is set here has a list of its own, or none
    drawn = {}
    for box in page.boxes:
        name = unbroken(line for line in box.lines if line.bold)
        drawn[box.id] = name, pen.write(painter.box(box, size))
    if items:
        parts.append(f'<g role="list" aria-label="{escape(drawing.title)}">')
        for level, item in levels(items):  # in the order of the tree, each side after its own name
            of = f'role="listitem" aria-level="{level}" aria-label="{escape(item.text)}"'
            name, inside = drawn.get(item.box, ("", ""))
            told = f'<title>{escape(name)}</title><g aria-hidden="true">{inside}</g>' if item.box else ""
            parts.append(f'<g id="{escape(item.box)}" {of}>{told}</g>' if item.box else f"<g {of}></g>")
        parts.append("</g>")
    else:
        shown = (
            f'<g id="{escape(id)}"><title>{escape(name)}</title>{inside}</g>' for id, (name, inside) in drawn.items()
        )
        parts += ["<g>", *shown, "</g>"]
    parts += [pen.write(painter.sample(sample)) for sample in page.samples]
    parts.append(pen.write(painter.note(note) for note in page.notes))
    told = ": ".join(filter(None, (drawing.description, in_words(items))))
    about = f"<title>{escape(drawing.title)}</title><desc>{escape(told)}</desc>"
    paper = f'<rect width="{width}" height="{height}" fill="{painter.theme.paper}"/>'
    return "\n".join([opening, about, *pen.shapes(), paper, *parts, "</svg>\n"])


def sample_svg(sample: Sample, painter: Painter) -> str:
    """Write the sample of a legend's row by itself, without its text."""
    inside = _Text(painter.theme.faces()).write(painter.sample(sample))
    return f'<svg width="26" height="14" aria-hidden="true">{inside}</svg>'


class _Text:
    """Write primitives, words as text as wide as they were measured."""

    def __init__(self, faces: tuple[Face, Face], *, boxed: bool = False) -> None:
        self.faces, self.boxed = faces, boxed

    def shapes(self) -> list[str]:
        """Give what words refer to."""
        return []

    def write(self, primitives: Iterable[Primitive]) -> str:
        return "".join(
            [
                self._text(primitive) if isinstance(primitive, PlacedText) else _shape(primitive)
                for primitive in primitives
            ]
        )

    def _text(self, primitive: PlacedText) -> str:
        x, y, text, size, bold, colour, anchor = primitive
        if not text:
            return ""
        own, weight = self.faces[bold], ' font-weight="bold"' if bold else ""
        if self.boxed:
            text = own.boxed(text)
            if own.others and own.missing(text) and not is_shaped(text):
                return self._in_parts(primitive._replace(text=text), weight)
        return TEXT % (x, y, size, own.width(text) * size, colour, ANCHORS[anchor], weight, escape(text))

    def _in_parts(self, primitive: PlacedText, weight: str) -> str:
        """Write letters of other fonts by themselves: what sets pages here would set the whole text in another."""
        x, y, text, size, bold, colour, anchor = primitive
        own = self.faces[bold]
        parts: list[tuple[Face, str]] = []
        for letter in text:
            one = (parts[-1][0] if parts and letter.isspace() else own.having(letter)) or own
            if parts and parts[-1][0] is one:
                parts[-1] = (one, parts[-1][1] + letter)
            else:
                parts.append((one, letter))
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * own.width(text) * size
        written = []
        for one, said in parts:
            wide = own.width(said) * size
            shown = said.strip(" ")
            if shown:
                left = x + own.width(said[: len(said) - len(said.lstrip(" "))]) * size
                family = f" font-family=\"'{escape(one.family)}'\""
                written.append(
                    TEXT % (left, y, size, own.width(shown) * size, colour, "", weight + family, escape(shown))
                )
            x += wide
        return "".join(written)


class _Outlines(_Text):
    """Write words as shapes: each letter's outline once, one em high, and its positions."""

    def __init__(self, faces: tuple[Face, Face]) -> None:
        from orgmodel.charts.render.strokes import Glyphs

        super().__init__(faces)
        self.glyphs = Glyphs(faces)
        self.used: dict[tuple[str, bool], str] = {}

    def shapes(self) -> list[str]:
        made = []
        for (letter, bold), name in self.used.items():
            outline = self.glyphs.outline(letter, bold=bold)
            made.append(f'<path id="{name}" d="{_commands(outline.vertices.tolist(), outline.codes.tolist())}"/>')
        return ["<defs>", *made, "</defs>"]

    def _text(self, primitive: PlacedText) -> str:
        face = self.faces[primitive.bold]
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[primitive.anchor] * face.width(primitive.text)
        at, positions = 0.0, []
        for letter in primitive.text:
            if self.glyphs.outline(letter, bold=primitive.bold) is not None:
                name = self.used.setdefault((letter, primitive.bold), f"g{len(self.used)}")
                positions.append(f'<use href="#{name}" x="{at:.3f}"/>')
            at += face.advances[letter]
        size = length(primitive.size)
        move = f"translate({length(primitive.x - shift * primitive.size)},{length(primitive.y)}) scale({size},-{size})"
        return f'<g transform="{move}" fill="{primitive.colour}">{"".join(positions)}</g>'


def _commands(points: list[list[float]], codes: list[int]) -> str:
    """Write a letter's outline, which font files give in lines and quadratic curves."""
    parts, index = [], 0
    while index < len(codes):
        letter, count = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 1)}[codes[index]]
        numbers = [f"{value:.3f}" for point in points[index : index + count] for value in point]
        parts.append(letter if letter == "Z" else letter + " ".join(numbers))
        index += count
    return "".join(parts)


def _shape(primitive: Rect | Path) -> str:
    if isinstance(primitive, Rect):
        x, y, width, height, radius, fill, stroke, stroke_width, dash = primitive
        corner = f' rx="{radius:.6g}"' if radius else ""
        return RECTANGLE % (x, y, width, height, corner, _style(fill, stroke, stroke_width, dash))
    commands, fill, stroke, stroke_width, dash, opacity = primitive
    clear = f' opacity="{opacity:.6g}"' if opacity < 1 else ""
    return f'<path d="{_path_data(commands)}"{_style(fill, stroke, stroke_width, dash)}{clear}/>'


@lru_cache(maxsize=256)
def _template(letters: str) -> str:
    """Give what the numbers of a path are put into."""
    return "".join([one + {"Z": "", "C": CURVE}.get(one, POINT) for one in letters])


def _path_data(commands: Commands) -> str:
    letters = "".join([command[0] for command in commands])
    return _template(letters) % tuple([number for command in commands for number in command[1:]])


@lru_cache(maxsize=1024)
def _style(fill: str, stroke: str, stroke_width: float, dash: tuple[float, ...]) -> str:
    text = f' fill="{fill or "none"}"'
    if stroke and stroke_width:
        text += f' stroke="{stroke}" stroke-width="{stroke_width:.6g}"'
        if dash:
            text += f' stroke-dasharray="{" ".join([length(part) for part in dash])}"'
    return text
