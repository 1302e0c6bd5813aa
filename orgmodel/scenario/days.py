"""Dates in study and scenario files."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from orgmodel.core.dates import date


def _dated(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _of_the_calendar(text: str) -> str:
    """Refuse a day or month that no calendar has."""
    return text if text == "unknown" else date(text)


Day = Annotated[
    str,
    BeforeValidator(_dated),
    Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?|\?|unknown)$"),
    AfterValidator(_of_the_calendar),
]
"""A date: YYYY-MM-DD, YYYY-MM, YYYY, or unknown."""
