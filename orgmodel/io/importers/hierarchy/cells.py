"""The columns of a table by what they mean, each a list where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from orgmodel.core.categorical import Categorical


class Cells(Mapping[str, list[str]]):
    """Hold columns by what they mean, as the text of each row; a column becomes a list where it is asked for."""

    def __init__(self, coded: Mapping[str, Categorical]) -> None:
        """Take columns as their distinct texts and the number of each row's."""
        self.coded = dict(coded)
        self._texts: dict[str, list[str]] = {}

    def __getitem__(self, key: str) -> list[str]:
        """Give the text of each row."""
        if key not in self._texts:
            self._texts[key] = self.coded[key].cells()
        return self._texts[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a column, without making a list of it."""
        return key in self.coded

    def __iter__(self) -> Iterator[str]:
        """List what the columns mean."""
        return iter(self.coded)

    def __len__(self) -> int:
        """Count the columns."""
        return len(self.coded)

    def put(self, key: str, texts: list[str]) -> None:
        """Take a column that was made."""
        self.coded[key], self._texts[key] = Categorical.of(texts), texts
