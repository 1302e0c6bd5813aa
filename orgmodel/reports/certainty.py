"""How sure the figures of a scenario are, as a part of its report: which to ask for first, and where the draws lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from orgmodel.comparison.scope_names import scope_name
from orgmodel.core.names import Names, names_of, text_in
from orgmodel.measures.catalogue import measure_of
from orgmodel.reports.manuscript import ITEM, REMARK, Block, Paragraph, Picture, PicturePage
from orgmodel.words.exploring import exploring
from orgmodel.words.money import measure_places, measure_title
from orgmodel.words.numbers import at_least, number
from orgmodel.words.reports import said

if TYPE_CHECKING:
    from orgmodel.comparison.case import Case
    from orgmodel.exploration.exploration import Exploration

UPRIGHT, WIDE = (165.0, 215.0), (314.0, 146.0)
"""The room of a page of text less the title above the picture, and of a slide less its title, in mm."""
INCH = 25.4


def certainty(case: Case, draws: int) -> list[Block]:
    """Say how sure a case is over so many draws of every figure that has a range: sentences, and a picture; nothing of no draws.

    Raises ProblemsError for what cannot be explored.
    """
    if not draws or case.is_refused:
        return []
    from orgmodel.charts.exploration_pictures import uncertain_measures
    from orgmodel.exploration.exploration import explore

    found = explore(case.outcome.scenario, draws=draws, settings=case.outcome.overrides)
    if not found.causes.columns:
        return [Paragraph(_each(case, lambda code: exploring("nothing", code)))]
    blocks: list[Block] = [
        Paragraph(_each(case, partial(_sentence, found, at)), ITEM) for at in range(len(found.decided))
    ]
    uncertain = bool(uncertain_measures(found))
    if uncertain:
        name = f"certainty-{case.label}"
        upright, wide = (partial(_page, found, name, size) for size in (UPRIGHT, WIDE))
        blocks.append(Picture(name, said("certainty_picture"), upright, draw_wide=wide))
        if _goes_beyond(found, case):
            blocks.append(Paragraph(_each(case, lambda code: exploring("beyond_bar", code)), REMARK))
        if _lacks_figures(found, case):
            blocks.append(Paragraph(_each(case, lambda code: exploring("missing", code)), REMARK))
    else:
        blocks.append(Paragraph(_each(case, lambda code: exploring("certain", code))))
    return [*blocks, Paragraph(_each(case, partial(_head, found, case)), REMARK)]


def _goes_beyond(found: Exploration, case: Case) -> bool:
    """Tell whether the best value of any measure on the picture lies beyond its bar."""
    from orgmodel.charts.exploration_page import measures_on_page
    from orgmodel.charts.exploration_pictures import MOST_ROWS, rows_of
    from orgmodel.exploration.exploration import is_beyond

    inches = UPRIGHT[0] / INCH, UPRIGHT[1] / INCH
    shown = {one for code in case.languages for one in measures_on_page(found, language=code, size=inches)}
    return any(is_beyond(row) for one in shown for row in rows_of(found.measures, one)[:MOST_ROWS])


def _lacks_figures(found: Exploration, case: Case) -> bool:
    """Tell whether of any measure that is not certain some figures are missing, so that it is at least so much."""
    from orgmodel.charts.exploration_pictures import rows_of, uncertain_measures

    table = found.measures
    return any(
        measure_of(one, case.before.terms).is_least(row["missing"])
        for one in uncertain_measures(found)
        for row in rows_of(table, one)
    )


def _each(case: Case, told: Callable[[str], str]) -> Names:
    return names_of(**{code: told(code) for code in case.languages})


def _sentence(found: Exploration, at: int, language: str) -> str:
    return found.named.sentence(found.decided[at], language)


def _head(found: Exploration, case: Case, language: str) -> str:
    figures = [number(one, language) for one in (len(found.causes.columns), found.draws.count, found.runs)]
    return exploring("head", language, case.name(language), *figures, found.draws.seed)


def _page(found: Exploration, name: str, size: tuple[float, float], language: str) -> tuple[PicturePage, ...]:
    """Draw the page: intervals, and a tornado where there is one."""
    from orgmodel.charts.exploration_page import figure_bytes, page_of

    inches = size[0] / INCH, size[1] / INCH
    figure = page_of(found, language=language, size=inches)
    width, height = (float(one) * INCH for one in figure.get_size_inches())
    svg = _named_apart(figure_bytes(figure, "svg").decode(), f"{name}-{language}")
    title = text_in(said("certainty_picture"), language)
    return (
        PicturePage(
            svg, partial(figure_bytes, figure, "png"), width, height, title, tuple(_listing(found, language, inches))
        ),
    )


def _named_apart(svg: str, name: str) -> str:
    """Give the parts of a picture names of their own: several may stand on one page."""
    prefix = re.sub(r"[^\w-]", "-", name)
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\1{prefix}-", svg)


def _listing(found: Exploration, language: str, size: tuple[float, float]) -> Iterator[tuple[int, str]]:
    """Tell the picture in lines: of each measure on it, in each scope, the mean and where 90 % of the draws lie."""
    from orgmodel.charts.exploration_page import measures_on_page
    from orgmodel.charts.exploration_pictures import MOST_ROWS, rows_of

    (case,) = found.named.cases
    terms, table = case.before.terms, found.measures
    heads = [exploring(one, language) for one in ("mean", "interval")]
    for measure in measures_on_page(found, language=language, size=size):
        yield 0, measure_title(measure, terms, language)
        places = max(1, measure_places(measure, terms))
        for row in rows_of(table, measure)[:MOST_ROWS]:
            least = measure_of(measure, terms).is_least(row["missing"])
            mean, *ends = (at_least(row[one], language, least=least, places=places) for one in ("mean", "p5", "p95"))
            told = f"{heads[0]} {mean}; {heads[1]} {exploring('between', language, *ends)}"
            yield 1, f"{scope_name(case, row['scope'], language)}: {told}"
