"""What a figure of the baseline is called: of a post its title and what of it; of a declared quantity the study's own word."""

from __future__ import annotations

from collections.abc import Mapping

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.words.labels import LABELS, label, names


def figure_names(titles: Names, table: str, told: str, own: Mapping[str, Names]) -> Names:
    """Name a figure by the title of its post, its table and field (of a declared quantity its id), and a study's own labels.

    >>> text_in(figure_names((("en", "Clerk"),), "posts", "filled", {}), "en")
    'Clerk: staff present'
    """
    made = {}
    for language in ("vi", "en"):
        word = (
            label("quantity", told, language, own) if table == "quantities" else text_in(_word(table, told), language)
        )
        post = text_in(titles, language)
        made[language] = f"{post}: {word}" if post else word
    return names_of(**made)


def _word(table: str, field: str) -> Names:
    known = next((one for one in (field, f"{table}.{field}") if one in LABELS["figure"]), None)
    return names("figure", known) if known else names("quantity", field)
