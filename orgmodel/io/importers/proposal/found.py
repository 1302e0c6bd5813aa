"""What the columns of a table are taken for, while a map is made."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Found:
    """Hold what the columns of a table are taken for: the column of each key, with how sure and why."""

    rows: str
    keys: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    why: dict[str, tuple[str, str]] = field(default_factory=dict)
    sorts: dict[str, dict[str, str]] = field(default_factory=dict)
    """Columns that are each of one sort of staff, with what of it counts, its category, and its quota where that is outside."""
    level_heads: dict[str, str] = field(default_factory=dict)
    """Columns of those who head the units of a coarser level, by its column."""
    without: dict[str, str] = field(default_factory=dict)
    """Columns that are known by their headings and not used, by the key that they would be."""

    def take(self, key: str, name: str, certainty: str, why: str) -> None:
        """Take a column for a key, or for a kind of line (``line:KIND``)."""
        if key.startswith("line:"):
            self.lines[key.removeprefix("line:")] = name
        else:
            self.keys[key] = name
        self.why[key] = (certainty, why)
