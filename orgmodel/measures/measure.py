"""A measure as a value: what it is called by, what form it has, and the function that works it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgmodel.words.measures import measure_formula, measure_name, measure_unit

if TYPE_CHECKING:
    from orgmodel.core.structure import Structure
    from orgmodel.measures.contributions import Contributions
    from orgmodel.measures.grouped_structure import GroupedStructure
    from orgmodel.measures.measure_column import MeasureColumn


@dataclass(frozen=True, slots=True)
class Measure:
    """Define one measure: its id, form and unit of quantity; its name and formula stand in ``words.measures``.

    ``rows`` gives what each row adds to a plain sum; ``column`` gives any other measure over the groups of a dimension.
    A measure that ``compares`` needs two structures, and has neither: see ``comparison.move_evaluator``. ``scale`` is what a
    stored whole number is divided by.
    """

    id: str
    form: str
    quantity: str
    rows: Callable[[Structure], Contributions] | None = None
    column: Callable[[GroupedStructure, str], MeasureColumn] | None = None
    compares: bool = False
    scale: int = 1

    def name(self, language: str = "vi") -> str:
        """Give the name in a language."""
        return measure_name(self.id, language)

    def formula(self, language: str = "vi") -> str:
        """Give the formula in a language, in one line."""
        return measure_formula(self.id, language)

    def unit(self, language: str = "vi") -> str:
        """Name the unit of quantity in a language."""
        return measure_unit(self.quantity, language)
