"""The paper: sizes, margins, and how small type may be on each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest

MM = 72 / 25.4
SLIDE = (960.0, 540.0)
"""The wide slide of office programs, 13⅓ by 7½ inches."""
NAMES = ("a4", "a3", "fit", "slide", "a4-portrait", "a4-landscape", "a3-portrait", "a3-landscape")

LEAST_SIDE, MOST_SIDE = 60.0, 5000.0
"""What a side of a page may be in mm: a chart needs the one, and no page of a PDF is longer than 14,400 points."""
_CUSTOM = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)(?:\s*mm)?")


@dataclass(frozen=True, slots=True)
class Paper:
    """Hold the sizes a page may take (points, the first preferred), its margin, and the limits of type in boxes."""

    sizes: tuple[tuple[float, float], ...]
    margin: float
    least: float
    most: float = 10.5
    legend: float = 7.5
    title: float = 13.0
    titled: bool = True  # or the title stands outside, as in an office's slides

    @property
    def endless(self) -> bool:
        """Tell whether the page grows with what is on it."""
        return not self.sizes


def paper_of(page: str) -> Paper:
    """Give the paper for ``a4``, ``a3`` (either way up), ``a4-portrait`` …, ``fit``, ``slide`` (16:9), or a size as ``165x240`` in mm.

    Raises ProblemsError for anything else.

    >>> [round(side) for side in paper_of("a4-landscape").sizes[0]]
    [842, 595]
    """
    page = str(page)  # what is no text names no page
    name, _, way = page.lower().strip().partition("-")
    papers = {"a4": (210.0, 297.0, 10.0, 7.0, 7.2), "a3": (297.0, 420.0, 15.0, 8.0, 8.5)}
    if name == "fit" and not way:
        return Paper((), 6 * MM, 9.0, 9.0, 8.0)
    if name == "slide" and not way:
        return Paper((SLIDE,), 8 * MM, 8.0, most=12.0, legend=8.5, title=18.0)
    if name in papers and way in ("", "portrait", "landscape"):
        short, long, margin, least, legend = papers[name]
        upright, lying = (short * MM, long * MM), (long * MM, short * MM)
        sizes = {"": (lying, upright), "portrait": (upright,), "landscape": (lying,)}[way]
        return Paper(sizes, margin * MM, least, legend=legend, title=13.0 if name == "a4" else 16.0)
    custom = _CUSTOM.fullmatch(page.strip())
    if custom:
        wide, high = float(custom[1]), float(custom[2])
        if min(wide, high) >= LEAST_SIDE and max(wide, high) <= MOST_SIDE:
            return Paper(((wide * MM, high * MM),), 1 * MM, 7.0, legend=7.0, title=11.0)
        # as a size is typed, without marks of thousands
        smallest, largest = (f"{side:g}x{side:g}" for side in (LEAST_SIDE, MOST_SIDE))
        said = (
            Message.of("a page of {page} mm is too small for a chart; give at least {size}", page=page, size=smallest)
            if min(wide, high) < LEAST_SIDE
            else Message.of(
                "a page of {page} mm is larger than a file can hold; give at most {size}", page=page, size=largest
            )
        )
        raise ProblemsError([Problem("PAGE_SIZE", said)])
    message = Message.of(
        "no page {page!r}{hint}; there are {names}, or a size in mm as 165x240",
        page=page,
        hint=nearest(page, NAMES),
        names=", ".join(NAMES),
    )
    raise ProblemsError([Problem("PAGE_SIZE", message)])


def room_of(width: float, height: float, slide: float = SLIDE[1]) -> Paper:
    """Give the room for a chart on an office's slide that is ``slide`` high, in points: its title stands elsewhere.

    A slide is shown as large as the screen is: on one that is lower than 7½ inches type may be smaller by as much.

    >>> room_of(800, 400).sizes, room_of(800, 400).titled
    (((800, 400),), False)
    >>> room_of(800, 400).least, room_of(800, 400, slide=405).least
    (8.0, 6.0)
    """
    scale = min(1.0, slide / SLIDE[1])
    return Paper(
        ((width, height),), 1 * MM, 8.0 * scale, most=12.0, legend=7.5 * scale, title=14.0 * scale, titled=False
    )
