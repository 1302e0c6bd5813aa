"""What units hold, for a reader of the interactive page who asks for it: posts, functions, lines, identities, quantities, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.charts.content import clean
from orgmodel.charts.holders import holders_told
from orgmodel.core.figures import exact
from orgmodel.core.names import text_in
from orgmodel.core.records import OUTSIDE, Unit
from orgmodel.measures.catalogue import measures_of
from orgmodel.measures.evaluator import Evaluator
from orgmodel.words.charts import word
from orgmodel.words.labels import label, quantity_name
from orgmodel.words.numbers import number, ranged

if TYPE_CHECKING:
    from orgmodel.core.records import Post
    from orgmodel.core.structure import Structure
    from orgmodel.measures.measured_value import MeasuredValue, MeasureRow

MOST_HELD = 40_000
"""Posts, functions and lines of a structure beyond which a page says that it does not hold them."""


FIGURES = ("units", "posts_authorized", "posts_filled", "headcount", "heads", "deputies", "layers", "span_mean")
"""The measures of a unit, with all below it, and of the whole that a reader is shown before and after."""


def figures_of(structure: Structure, scopes: Sequence[str], language: str) -> list[list[str]]:
    """Word the measures of :data:`FIGURES` in each scope.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> figures_of(Structure.of([Unit("a"), Post("a/1", "a", rank="head", authorized=1)]), ["a"], "en")
    [['1', '1', 'not known', 'not known', '1', '0', '1', '?']]
    """
    read = Evaluator(structure).read_all(measures_of(FIGURES), list(scopes))
    told = [figure_told(one, language) for one in read]
    return [told[at : at + len(FIGURES)] for at in range(0, len(told), len(FIGURES))]


def figure_told(one: MeasuredValue | MeasureRow, language: str) -> str:
    """Word a measured value: itself, at least how much, or that it is not known."""
    return ranged(one.value, one.low, None, one.missing, language) if one.missing else number(one.value, language)


def holdings(
    structure: Structure, numbers: Mapping[str, int], language: str, *, holders: bool
) -> dict[str, Any] | None:
    """Give what each unit holds, by the number of its box; None where there is more than a page can hold."""
    if sum(structure.table(one).size for one in ("posts", "functions", "lines")) > MOST_HELD:
        return None
    units = [unit for unit in numbers if structure.units.row(unit) >= 0]
    figures = figures_of(structure, units, language)
    return {
        str(numbers[unit]): unit_holdings(structure, unit, language, holders=holders) | {"figures": told}
        for unit, told in zip(units, figures, strict=True)
    }


def unit_holdings(structure: Structure, unit: str, language: str, *, holders: bool) -> dict[str, Any]:
    """Give what one unit holds, empty kinds left out: rows of id, name and details; of posts also the rank, and whether it is one post.

    >>> from orgmodel.core.records import Post, Unit
    >>> from orgmodel.core.structure import Structure
    >>> unit_holdings(
    ...     Structure.of([Unit("a"), Post("a/1", "a", rank="head", filled=1, authorized=1)]), "a", "en", holders=False
    ... )
    {'posts': [['a/1', 'a/1', 'head · 1/1', 'head', True]]}
    """
    named = structure.terms.labels
    held = {
        "posts": [
            [
                one.id,
                clean(one.title(language)) or one.id,
                _details(structure, one, language, holders),
                one.rank,
                exact(one.authorized) == 1,
            ]
            for one in structure.posts_of(unit)
        ],
        "functions": [
            [one.function, clean(text_in(one.names, language)) or one.function, "", one.internal]
            for one in structure.functions_of(unit)
        ],
        "lines": [
            [
                one.kind,
                one.to,
                f"{clean(label('line', one.kind, language, named))} → {_called(structure, one.to, language)}",
            ]
            for one in structure.lines_from(unit)
        ],
        "incoming": [
            [kind, clean(label("line", kind, language, named))]
            for kind in sorted({one.kind for one in structure.lines_to(unit)})
        ],
        "identities": [
            [one.id, clean(text_in(one.names, language)) or one.id] for one in structure.identities_of(unit)
        ],
        "members": [1] if structure.members_of(unit) else [],
        "quantities": [
            [one, clean(quantity_name(one, structure.terms, language))]
            for one in sorted({one.quantity for one in structure.quantities_of(unit)})
        ],
    }
    return {key: rows for key, rows in held.items() if rows}


def _details(structure: Structure, post: Post, language: str, holders: bool) -> str:
    """Say the rank of a row of posts, its figures and, where that is asked for, who holds it."""
    filled, authorized = (None if one is None else exact(one) for one in (post.filled, post.authorized))
    told = ["?" if one is None else number(one, language) for one in (filled, authorized)]
    figures = word("outside-quota", language, told[0]) if post.quota == OUTSIDE else "/".join(told)
    said = [label("rank", post.rank, language), figures.replace("\N{NO-BREAK SPACE}", " ")]
    return " · ".join([*said, holders_told(structure, post, language)] if holders else said).removesuffix(" · ")


def _called(structure: Structure, id: str, language: str) -> str:
    unit = structure.units.get(id)
    return clean(unit.name(language)) if isinstance(unit, Unit) else id
