"""Names by language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from orgmodel.core.characters import nfc
from orgmodel.core.messages import Message

UNKNOWN_LANGUAGE = "und"
"""The code of a language that nobody said: undetermined, as ISO 639-2 and language tags have it."""

_LANGUAGE = re.compile("[a-z]{2,3}")

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


def spoken(names: Iterable[Names]) -> str:
    """Tell the language that names are in: Vietnamese where there is a Vietnamese one, else the commonest; empty of none.

    >>> spoken([(("en", "Office"), ("vi", "Văn phòng"))]), spoken([(("fr", "Bureau"),)]), spoken([()])
    ('vi', 'fr', '')
    """
    counted = Counter(code for one in names for code, _ in one if code != UNKNOWN_LANGUAGE)
    return "vi" if "vi" in counted else min(counted, key=lambda code: (-counted[code], code), default="")


def names_of(**texts: str | None) -> Names:
    """Make names from a text by language; blanks around a name are none of it, as in a table.

    >>> names_of(vi=" Phòng Nội vụ", en=None, fr=" ")
    (('vi', 'Phòng Nội vụ'),)

    Raises ValueError where what a text goes by is no code of a language.
    """
    for code in texts:
        if not is_language(code):
            raise ValueError(Message.of("{given!r} is no code of a language, such as en", given=code))
    return tuple(sorted([(code, name) for code, text in texts.items() if text and (name := text.strip())]))


def names_each(language: str, texts: Iterable[str]) -> list[Names]:
    """Make the names of many texts of one language, as :func:`names_of` does of each.

    >>> names_each("vi", [" Phòng Nội vụ", " "])
    [(('vi', 'Phòng Nội vụ'),), ()]
    """
    names_of(**{language: ""})
    return [((language, name),) if (name := text.strip()) else () for text in texts]


@lru_cache(maxsize=256)
def is_language(code: str) -> bool:
    """Tell whether a text may be the code of a language, as names and the columns of names have it.

    >>> is_language("vi"), is_language(UNKNOWN_LANGUAGE), is_language("English")
    (True, True, False)
    """
    return _LANGUAGE.fullmatch(code) is not None


def spoken_in(code: str) -> str:
    """Give the language to speak of names in one: their own, or English where that is not known.

    >>> spoken_in("vi"), spoken_in(UNKNOWN_LANGUAGE)
    ('vi', 'en')
    """
    return "en" if code == UNKNOWN_LANGUAGE else code


TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The marks of the five tones that are written: huyền, sắc, ngã, hỏi, nặng."""

_WORD = re.compile(r"[^\W_]+")


def tone_last(syllable: str) -> str:
    """Put the tone mark behind the syllable, so that hòa and hoà, ủy and uỷ are the same.

    >>> tone_last("hòa") == tone_last("hoà"), tone_last("má") == tone_last("mà")
    (True, False)
    """
    if syllable.isascii():
        return syllable
    letters = unicodedata.normalize("NFD", syllable)
    return "".join(one for one in letters if one not in TONES) + "".join(one for one in letters if one in TONES)


@lru_cache(maxsize=1 << 16)
def normal_name(text: str) -> str:
    """Give a name as people compare it: any case, spacing and dashes, and the tone mark on whichever vowel it stands.

    Diacritics count; where the tone mark of a syllable stands does not (hoà, hòa; uỷ, ủy).

    >>> normal_name("Uỷ ban  Kiểm tra – Thanh tra") == normal_name("ỦY BAN KIỂM TRA - THANH TRA")
    True
    >>> normal_name("Hòa") == normal_name("Hóa"), normal_name("Đức") == normal_name("Duc")
    (False, False)
    """
    return " ".join(map(tone_last, _WORD.findall(nfc(text).casefold())))


def normal_names(names: Names) -> list[str]:
    """List names as people compare them, each with its language.

    >>> normal_names((("en", "HR  Office"), ("vi", "–")))
    ['en:hr office']
    """
    return [f"{language}:{found}" for language, text in names if (found := normal_name(text))]


def plain_name(text: str) -> str:
    """Give a normal name without diacritics, as it stands in files that lost them.

    >>> plain_name("phòng giáo dục đào tạo")
    'phong giao duc dao tao'
    """
    letters = unicodedata.normalize("NFD", text).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def has_lost(name: str) -> bool:
    """Tell whether a normal name has no diacritics, be it that it never had any.

    >>> has_lost("vi:phong y te"), has_lost("vi:phòng y tế")
    (True, False)
    """
    return name.isascii()
