"""An office's own master for slides: the layouts that serve, and the room on them for what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.one_run import note
from orgmodel.core.problems import Location, Problem, ProblemsError, missing_file

EMU_MM = 36_000
LEAST = (90, 60)
"""The least room for what is shown, in mm."""
TITLES = (1, 3)
TEXTS, CONTENTS = (2,), (7, 8, 9, 11, 12, 18)
"""Kinds of placeholders, as PowerPoint numbers them: titles; texts; and objects, charts, pictures and tables."""
SMALL_PRINT = (13, 15, 16)
"""Placeholders of a slide's number, foot and date."""
NAMES = ("chart", "sơ đồ")
"""How an office names the placeholder for what is shown, where a layout has several."""
MOST_TOLD = 12
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@dataclass(frozen=True, slots=True)
class Master:
    """Hold a presentation without its slides, the layouts of its first slide and of all others, and the room on these."""

    deck: Any
    first: Any
    plain: Any
    room: tuple[int, int, int, int]
    """Left, top, width and height of what is shown, in the units of slides."""


def office_master(template: Path) -> Master:
    """Open an office's presentation: its master, layouts, letters and colours are wanted, its slides go.

    A layout serves that has a placeholder for a title and one for content; one that is named ``chart`` comes first, then
    those with one placeholder for content. Raises ProblemsError for a file that is no presentation, and where no layout
    serves, with what was expected and what is there.
    """
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    here = Location(str(template))
    if not template.exists():
        raise ProblemsError([missing_file(template)])
    try:
        note(template)
        deck: Any = Presentation(str(template))
        layouts = list(deck.slide_layouts)
    except (PackageNotFoundError, KeyError, ValueError, OSError, AttributeError):
        message = Message.of("this is no PowerPoint presentation (.pptx)")
        raise ProblemsError([Problem("TEMPLATE", message, template.name, here)]) from None
    found = [
        (rank, place, layout, one)
        for place, layout in enumerate(layouts)
        if any(is_title(each) for each in layout.placeholders)
        for rank, one in _contents(layout)
    ]
    if not found:
        message = Message.of(
            "no layout of the template has a placeholder for a title and one for content (or named {names}), of at least {wide} by {high} mm; there are {found}",
            names=", ".join(NAMES),
            wide=LEAST[0],
            high=LEAST[1],
            found="; ".join(_told(layout) for layout in layouts[:MOST_TOLD]) or "–",
        )
        raise ProblemsError([Problem("TEMPLATE", message, template.name, here)])
    _without_slides(deck)
    *_, plain, one = min(found, key=lambda each: each[:2])
    first = next(layout for layout in layouts if any(is_title(each) for each in layout.placeholders))
    return Master(deck, first, plain, (one.left, one.top, one.width, one.height))


def is_title(placeholder: Any) -> bool:
    """Tell whether a placeholder is for a title."""
    return placeholder.placeholder_format.type in TITLES


def add_slide(master: Master) -> Any:
    """Add a slide with its title alone: what is shown stands where the placeholder for content was."""
    slide = master.deck.slides.add_slide(master.plain)
    for one in [one for one in slide.placeholders if not is_title(one)]:
        one._element.getparent().remove(one._element)
    return slide


def _contents(layout: Any) -> Iterator[tuple[tuple[bool, bool, int], Any]]:
    """Give the placeholders of a layout that content can take, ranked: named first, made for it, one alone, the largest."""
    every = [one for one in layout.placeholders if one.placeholder_format.type in (*CONTENTS, *TEXTS)]
    for one in every:
        if one.width is None or one.width < LEAST[0] * EMU_MM or one.height < LEAST[1] * EMU_MM:
            continue
        named = any(name in one.name.casefold() for name in NAMES)
        yield (not named, one.placeholder_format.type in TEXTS, len(every)), one


def _told(layout: Any) -> str:
    names = ", ".join(one.name for one in layout.placeholders if one.placeholder_format.type not in SMALL_PRINT)
    return f"“{layout.name}” ({names or '–'})"


def _without_slides(deck: Any) -> None:
    """Take the slides of a template away, and the sections and shows that name them."""
    listed = deck.slides._sldIdLst
    for one in list(listed):
        deck.part.drop_rel(one.rId)
        listed.remove(one)
    whole = deck.part._element
    for name in ("custShowLst", "extLst"):
        for one in whole.findall(f"{_P}{name}"):
            whole.remove(one)
