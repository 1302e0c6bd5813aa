"""What a caller asks of a chart, and what is checked and ready to be laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from orgmodel.charts.box_fields import BoxFields
from orgmodel.charts.colouring import Colouring, LegendRow
from orgmodel.charts.drawing import Drawing, Page
from orgmodel.charts.frame import Heading
from orgmodel.charts.letters import Text


@dataclass(frozen=True, slots=True)
class Request:
    """Hold what a caller asks for."""

    state: str
    root: str | None
    depth: int | None
    language: str
    lines: Sequence[str] | None
    posts: bool
    title: str | None
    source: str | None
    fields: BoxFields
    colouring: Colouring
    tree: str  # of units | posts


@dataclass(frozen=True)
class Built:
    """Hold what is checked and ready to be laid out, which happens when the drawing is first asked for."""

    heading: Heading
    legend: tuple[LegendRow, ...]
    description: str
    language: str
    make_pages: Callable[[], tuple[Page, ...]]
    as_of: str = ""
    texts: tuple[Text, ...] = ()

    @cached_property
    def drawing(self) -> Drawing:
        """Give the pages."""
        return Drawing(self.make_pages(), self.heading.title, self.description, self.language, self.as_of)
