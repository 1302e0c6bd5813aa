"""Names by language."""

from __future__ import annotations

Names = tuple[tuple[str, str], ...]
"""Names by language, sorted: ``(("en", "Office"), ("vi", "Văn phòng"))``."""


def text_in(names: Names, language: str, default: str = "") -> str:
    """Pick the name in a language, or else in any other.

    >>> text_in((("en", "Office"), ("vi", "Văn phòng")), "vi")
    'Văn phòng'
    """
    for code, text in names:
        if code == language:
            return text
    return names[0][1] if names else default


def names_of(**texts: str | None) -> Names:
    """Make names from a text by language.

    >>> names_of(vi="Phòng Nội vụ", en=None)
    (('vi', 'Phòng Nội vụ'),)
    """
    return tuple(sorted((code, text) for code, text in texts.items() if text))
