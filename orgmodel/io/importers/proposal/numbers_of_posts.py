"""The number of each post, which is its id, told from how many posts there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.figures import western
from orgmodel.io.importers.known.numbered import numbered
from orgmodel.io.importers.known.tables import ROWS, Heading, heading
from orgmodel.io.importers.proposal.column_values import is_numbering_of_rows
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, OPEN

_OF_POSTS = frozenset(("name", "name|person", "id"))
_COUNTS = frozenset(("authorized", "filled", "fte", "fte_authorized"))
_FEWEST = 3
_LARGE = 100
_SHARE = 10


class Asked(Protocol):
    """A table: its columns, and the texts of each."""

    @property
    def columns(self) -> list[str]:
        """List the names of its columns."""

    def texts(self, name: str) -> list[str]:
        """Give the cells of a column."""


def number_of_post(
    name: str, known: Heading | None, columns: Sequence[str], texts: Callable[[str], list[str]]
) -> Heading | None:
    """Give a heading of the number of a post as that of its id; as it was known where it is none, or counts posts.

    Its heading says *number* and that of a post, and its values are whole numbers that all differ and are no sums. What a
    heading of a quota calls a number is that of a post where no column beside it counts people or vacancies of as many.

    >>> rows = {"N° poste": ["1001", "1002", "2001"], "Titre": ["Chef", "Agent", "Agent"]}
    >>> number_of_post("N° poste", heading("N° poste"), list(rows), rows.__getitem__).meaning("posts")
    'id'
    >>> number_of_post("No. of posts", heading("No. of posts"), ["No. of posts"], lambda _: ["12", "8", "5"]).meaning(
    ...     "posts"
    ... )
    'authorized'
    """
    said = numbered(name)
    before = "" if known is None else known.meaning("posts")
    if said is None or said.many or before not in {"", "name", "name|person", *_COUNTS} or not all_differ(texts(name)):
        return known
    of = heading(said.of)
    thing = "" if of is None else of.meaning("posts")
    if thing not in _OF_POSTS | _COUNTS or thing == "filled":
        return known
    if thing in _COUNTS and not may_be_numbers(name, columns, texts):
        return known
    of_units = "" if known is None else known.meaning("units")
    meanings = {"units": of_units, "posts": "id", "people": "post"}
    place = known.place if known is not None else of.place if of is not None else 0
    languages = known.languages if known is not None else of.languages if of is not None else ()
    return Heading(languages, place, tuple((rows, meanings[rows]) for rows in ROWS if meanings[rows]))


def all_differ(texts: Sequence[str]) -> bool:
    """Tell whether every cell is another whole number, and the last no sum of the others.

    >>> all_differ(["1001", "1002", "1003"]), all_differ(["12", "9", "21"]), all_differ(["1", "2", "3"])
    (True, False, True)
    """
    given = [western(text) for text in texts]
    if len(given) < 2 or len(set(given)) < len(given) or not all(one.isascii() and one.isdigit() for one in given):
        return False
    numbers = [int(one) for one in given]
    return is_numbering_of_rows(given) or len(given) < _FEWEST or sum(numbers[:-1]) != numbers[-1]


def may_be_numbers(name: str, columns: Sequence[str], texts: Callable[[str], list[str]]) -> bool:
    """Tell whether whole numbers may be those of posts: holders stand beside them or all are long, and no other column counts as many."""
    numbers = [int(western(text)) for text in texts(name)]
    held = False
    for other in columns:
        known = heading(other) if other != name else None
        key = "" if known is None else known.meaning("posts") or known.meaning("units")
        held = held or key in ("person", "person_id")
        if key in {*_COUNTS, "vacancies", "status"}:
            whole = [int(one) for text in texts(other) if (one := western(text)).isascii() and one.isdigit()]
            if sum(whole) * _SHARE >= sum(numbers):
                return False
    return held or min(numbers) >= _LARGE


def ask_whether_numbers(one: Asked, found: Found) -> None:
    """Ask of large figures of posts that all differ, beside rows of one holder or vacancy each, whether they are numbers of posts."""
    name = found.keys.get("authorized", ASK)
    if found.rows == "units" or name == ASK or not found.keys.keys() & {"person", "person_id", "status"}:
        return
    texts = one.texts(name)
    large = all_differ(texts) and min(int(western(text)) for text in texts) >= _LARGE
    if large and may_be_numbers(name, one.columns, one.texts):
        why = Message.of(
            "the figures in {name!r} all differ and are large, and each row has one holder or vacancy: are they the numbers (id) of posts, or posts authorized?",
            name=name,
        )
        found.take("authorized", ASK, OPEN, why)
