"""The box model that every renderer draws: boxes, routes, ribbons and notes on pages; all lengths in points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from orgmodel.charts.layout.bends import Bend
from orgmodel.charts.signs import NO_SIGNS, Signs

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Hold one line of text in a box; ``cut`` tells that its last word goes on in the next: ``-`` behind a hyphen that is not the word's, ``/`` behind a sign of its own; or, by ``·``, that the next says something else."""

    text: str
    bold: bool = False
    cut: str = ""


def unbroken(lines: Iterable[Text]) -> str:
    """Give what lines say together, as it was before it was broken.

    >>> unbroken([Text("Health"), Text("Infra-", cut="-"), Text("structure 1/", cut="/"), Text("2")])
    'Health Infrastructure 1/2'
    >>> unbroken([Text("Head of", cut=""), Text("Division", cut="·"), Text("5/6")])
    'Head of Division · 5/6'
    """
    between = {"": " ", "·": " · "}
    parts = [(one.text.removesuffix("-") if one.cut == "-" else one.text) + between.get(one.cut, "") for one in lines]
    return "".join(parts).rstrip()


@dataclass(frozen=True, slots=True)
class Box:
    """Hold one unit or post as drawn.

    ``group`` is what it is coloured by, ``status`` how it fares (``leaving``, ``arriving``, ``moved``, ``altered``, or nothing), ``badge`` the word for it; ``refers`` says where it continues or comes from ("trang 5"), ``target`` that page's number.
    ``whole`` is its name where the lines have it cut, ``signs`` what its lines bear that the key explains.
    ``role`` is empty for a box in its own position, ``continued`` for one that continues on another page, ``context`` for one
    that is here again only to say where the others belong.
    """

    id: str
    unit: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Text, ...]
    group: str = ""
    status: str = ""
    badge: str = ""
    refers: str = ""
    target: int = 0
    role: str = ""
    whole: str = ""
    signs: Signs = NO_SIGNS

    def referring(self, text: str, target: int, role: str) -> Box:
        """Give the box with a reference to another page."""
        return replace(self, refers=text, target=target, role=role) if target else self


@dataclass(frozen=True, slots=True)
class Route:
    """Hold one line between two boxes; ``kind`` is ``chart`` for one between a unit and its parent, or a kind of line.

    Where it runs on as another line to the same box does, only the first ``own`` of its points are its own (0: all).
    """

    kind: str
    start: str
    end: str
    points: Points
    status: str = ""
    own: int = 0

    @property
    def own_points(self) -> Points:
        """Give the points up to where it meets another line to the same box."""
        return self.points[: self.own] if self.own else self.points


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Hold one ribbon from a box before (right edge at ``x0``) to a box after, as thick as what flows.

    It runs level but between ``bend0`` and ``bend1``, where it turns by arcs of the radii ``turns``. One that continues on
    another page has no box at that end. Its label begins at ``label_x``, where it runs level, and bears ``signs`` that the
    key explains.
    """

    start: str
    end: str
    x0: float
    y0: float
    bend0: float
    bend1: float
    x1: float
    y1: float
    thick: float
    group: str = ""
    label: str = ""
    turns: tuple[float, float] = (0.0, 0.0)
    label_x: float = 0.0
    signs: Signs = NO_SIGNS

    @property
    def flows(self) -> bool:
        """Tell whether something goes over, or it only leads from a unit to itself."""
        return bool(self.label) or self.start.partition(":")[2] != self.end.partition(":")[2]

    @property
    def bend(self) -> Bend:
        """Give how its middle bends."""
        return Bend((self.bend0, self.y0), (self.bend1, self.y1), self.turns)


@dataclass(frozen=True, slots=True)
class Note:
    """Hold a text that stands by itself; ``x`` is its left, middle or right, ``y`` its base line."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    anchor: str = "start"  # start | middle | end
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """Hold one row of the legend: what to show, and the words beside it."""

    kind: str  # group | line | status | ribbon | text
    key: str
    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """Hold one page; ``type_size`` is that of the text in boxes, ``clause`` what the page is of among clauses.

    ``said`` is its title and what stands under it.
    """

    number: int
    width: float
    height: float
    type_size: float
    boxes: tuple[Box, ...] = ()
    routes: tuple[Route, ...] = ()
    ribbons: tuple[Ribbon, ...] = ()
    notes: tuple[Note, ...] = ()
    samples: tuple[Sample, ...] = ()
    clause: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Hold all pages, with the title and the description that a reader who does not see gets.

    ``as_of`` is the date of the structure, empty where it has none.
    """

    pages: tuple[Page, ...]
    title: str
    description: str
    language: str = "vi"
    as_of: str = ""
