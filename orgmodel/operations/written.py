"""Records as the data of the operations that begin them: the schema of operations, read the other way."""

from __future__ import annotations

from typing import Any

from orgmodel.core.figures import Estimate, exact
from orgmodel.core.records import Post, Record, Unit
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.operations.money_schema import pay_fields
from orgmodel.operations.operation_schema import DERIVED, Model, PostSpec, UnitSpec

FORM = ("kind", "level", "block", "area")
"""What makes the form of a unit."""

Data = dict[str, Any]


def spec_of(model: type[Model], record: Record, *always: str, **given: Any) -> Data:
    """Write a record as operations take one that begins; what is uncertain by its best value, what is usual left out.

    >>> from orgmodel.core.records import Line
    >>> from orgmodel.operations.operation_schema import LineSpec
    >>> spec_of(LineSpec, Line("professional", "a", "b"))
    {'kind': 'professional', 'to': 'b'}
    """
    found: Data = {}
    for name, field in model.model_fields.items():
        value = given[name] if name in given else getattr(record, name)
        value = dict(value) if name in ("names", "title") else exact(value) if isinstance(value, Estimate) else value
        if name in always or field.is_required() or value != field.get_default(call_default_factory=True):
            found[name] = value
    return found


def unit_spec(unit: Unit, parent: str | None, *olds: Unit) -> Data:
    """Write a unit that begins, where it comes of ``olds`` with all that it would have of them otherwise."""
    inherited = [
        one for one in (*FORM, "parent") if any(getattr(old, one) != UnitSpec.model_fields[one].default for old in olds)
    ]
    return spec_of(UnitSpec, unit, *inherited, unit=unit.id, parent=parent, src=DERIVED)


def post_spec(post: Post, terms: Vocabulary) -> Data:
    """Write a row of posts to create, amounts of pay in the study's currency."""
    fte = exact(post.fte)
    given: Data = {"fte": None if fte is None else fte / 100, "grade": ""}
    given |= dict.fromkeys(("pay", "pay_low", "pay_high", "coefficient"))
    return spec_of(PostSpec, post, "authorized", title=post.titles, **given) | pay_fields(post, terms)
