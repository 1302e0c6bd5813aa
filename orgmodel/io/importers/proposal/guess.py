"""What is guessed of strangers' files, as values: what was taken, why, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

SURE, LIKELY, UNSURE, OPEN = "sure", "likely", "unsure", "open"
"""How sure a guess is; what is open has two readings that differ in a figure, and is asked."""

ASK = "?"
"""What stands in a map where somebody has to say."""


@dataclass(frozen=True)
class Guess:
    """One line of a map as it is guessed: where it stands, what was taken, how sure that is, and why."""

    place: str
    value: str
    certainty: str
    why: str


@dataclass(frozen=True)
class Guesses:
    """Hold the guesses of one map by their place in it (``columns.id``), tables by their number."""

    found: tuple[Guess, ...] = ()

    def at(self, place: str) -> Guess | None:
        """Give the guess of a place, None where nothing was guessed there."""
        return next((one for one in reversed(self.found) if one.place == place), None)

    @property
    def open(self) -> tuple[Guess, ...]:
        """List what is asked."""
        return tuple(one for one in self.found if one.certainty == OPEN)


class Guessing:
    """Gather guesses while a map is made."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: list[Guess] = []

    def add(self, place: str, value: str, certainty: str, why: str) -> None:
        """Note a guess."""
        self._found.append(Guess(place, value, certainty, why))

    def instead(self, place: str, value: str, certainty: str, why: str) -> None:
        """Note a guess in place of the one that was noted there."""
        said = Guess(place, value, certainty, why)
        self._found = [said if one.place == place else one for one in self._found]

    @property
    def guesses(self) -> Guesses:
        """Give what is noted by now."""
        return Guesses(tuple(self._found))
