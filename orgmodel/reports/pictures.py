"""Pictures of a report: charts drawn when a writer asks for them, page by page, with their list as an alternative."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.reports.manuscript import Picture, PicturePage
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.charts.chart import Chart
    from orgmodel.charts.listing import Item
    from orgmodel.comparison.case import Case

PAGE = "165x225"
"""The room of a page of text, in mm, less the title above the picture."""
WIDE_PAGE = "314x146"
"""The room of a slide less its title."""
MM_OF_POINT = 25.4 / 72


def changes_picture(case: Case, *, annex: str = "") -> Picture:
    """Give the chart of what a case changes: units before and after, side by side."""
    return chart_picture(case, "changes", None, said("chart_of_changes"), annex=annex)


def chart_picture(case: Case, state: str, root: str | None, title: Names, *, annex: str = "") -> Picture:
    """Give the chart of a case in a state, of a unit with all below where one is named."""
    drawn = cache(
        partial(_chart, case, state, root)
    )  # of an upright page the picture and the page that is acted on share it
    upright, wide = (partial(_drawn, drawn, title, page) for page in (PAGE, WIDE_PAGE))
    live = partial(_live, drawn)
    of = names_of(**{code: case.name(code) for code in case.languages})
    return Picture(f"chart-{state}-{case.label}", title, upright, annex=annex, draw_wide=wide, live=live, of=of)


def _chart(case: Case, state: str, root: str | None, paper: str, language: str) -> Chart:
    from orgmodel.charts.chart import chart

    return chart(case.outcome, state=state, root=root, page=paper, language=language)


def _live(drawn: Callable[[str, str], Chart], language: str) -> str:
    return drawn(PAGE, language).html_part()


def _drawn(charts: Callable[[str, str], Chart], title: Names, paper: str, language: str) -> tuple[PicturePage, ...]:
    from orgmodel.charts.listing import listing

    drawn = charts(paper, language)
    pages = drawn.drawing.pages
    found = []
    for at, page in enumerate(pages):
        heading = text_in(title, language)
        alternative = text_in(
            said("picture_is", what=heading, page=at + 1, pages=len(pages), boxes=len(page.boxes)), language
        )
        found.append(
            PicturePage(
                drawn.svg(at),
                partial(_png, drawn, at),
                page.width * MM_OF_POINT,
                page.height * MM_OF_POINT,
                alternative,
                tuple(_flat(listing(page, language), 0)),
            )
        )
    return tuple(found)


def _png(drawn: Chart, page: int, dpi: int) -> bytes:
    return drawn.png(page, dpi=dpi)


def _flat(items: list[Item], depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.text
        yield from _flat(item.below, depth + 1)
