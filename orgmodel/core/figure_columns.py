"""Columns as numbers: figures dense with a mark for the missing, uncertain ones beside; what a table leaves out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orgmodel.core.figures import LARGEST, Estimate, Figure
from orgmodel.core.messages import Message
from orgmodel.core.records import Record
from orgmodel.core.schema import Spec

IntArray = NDArray[np.int64]

MISSING = np.iinfo(np.int64).min


def default_of(spec: Spec, field: str) -> Any:
    """Give the value of a field that a table leaves out; raises ValueError where it must be given."""
    import dataclasses

    default = spec.record.__dataclass_fields__[field].default
    if default is dataclasses.MISSING:
        raise ValueError(Message.of("table {table} needs the column {field}", table=spec.table, field=field))
    return default


def dense(values: Sequence[Figure] | IntArray) -> tuple[IntArray, dict[int, Estimate]]:
    """Store figures as numbers, :data:`MISSING` where there is none, and the uncertain ones beside by row."""
    if isinstance(values, np.ndarray):
        return values.astype(np.int64), {}
    sparse = {row: value for row, value in enumerate(values) if isinstance(value, Estimate)}
    best = [value.best if isinstance(value, Estimate) else value for value in values]
    try:
        dense = np.fromiter((MISSING if value is None else value for value in best), dtype=np.int64, count=len(best))
    except OverflowError:
        raise ValueError(
            Message.of("a figure is beyond any organisation; the largest is {most}", most=LARGEST)
        ) from None
    return dense, sparse


def texts_of(spec: Spec, records: Iterable[Record | None]) -> Iterator[Hashable]:
    """List what records put into coded columns."""
    fields = spec.texts
    return (getattr(record, field) for record in records if record is not None for field in fields)
