"""What stands in place of a holder: a name, several names, a word for a vacancy, or what may be either."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from orgmodel.core.messages import Message
from orgmodel.io.importers.known.heads import heads_told
from orgmodel.io.importers.known.holdings import either_of, held_by
from orgmodel.io.importers.known.tables import plain, statuses, words_of_status

_EMPTY = frozenset(("vacant", "frozen"))
_BRACKETS = re.compile(r"[(\[\uff08].*[)\]\uff09]", re.DOTALL)
_APART = re.compile(r"\s*[/;\n\uff0f\uff1b]\s*")
_WITHOUT_CASE = re.compile("[\u0600-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_JOINED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HEAD = re.compile(r"(.+?)\s*[-\u2013\u2014:(/]")
_LISTED = re.compile(r"\s*(?:[,|\\\uff0c\u3001\u30fb\uff5c]|//)\s*|\s+[-\u2013\u2014]\s+")
_FEWEST_LETTERS = _FEWEST_NAMES = 2


@lru_cache(maxsize=4096)
def vacancy(text: str) -> str:
    """Give the status that a text in place of a holder says, ``vacant`` or ``frozen``; empty where it says neither.

    It says one where all its words do, but for words that only stand beside them, numbers, and what follows a word such as *since*.

    >>> vacancy("VACANT - frozen"), vacancy("Position vacant"), vacancy("To be recruited"), vacancy("Vacant, Ann")
    ('frozen', 'vacant', 'vacant', '')
    >>> vacancy("(vacant since 1 May)"), vacancy("z. Zt. nicht besetzt"), vacancy("Anna Frei")
    ('vacant', 'vacant', '')
    """
    said = _meant(plain(text))
    if said in _EMPTY:
        return said
    words = plain(text).split()
    meant = _phrases(words[: _until(words, "since")])
    return "" if not meant else "frozen" if "frozen" in meant else "vacant"


def _meant(word: str) -> str:
    return statuses().get(word, "")


def _until(words: Sequence[str], kind: str) -> int:
    """Give where the first word of a kind that is said behind another begins; the length where none does."""
    known = words_of_status(kind)
    for at in range(1, len(words)):
        if any(" ".join(words[at : at + size]) in known for size in (3, 2, 1)):
            return at
    return len(words)


def _phrases(words: Sequence[str]) -> set[str]:
    """Give what the words of vacancies mean of which a text is made; nothing where another word stands there."""
    found: set[str] = set()
    beside, at = words_of_status("beside"), 0
    while at < len(words):
        size = next((size for size in (4, 3, 2, 1) if _meant(" ".join(words[at : at + size])) in _EMPTY), 0)
        if size:
            found.add(_meant(" ".join(words[at : at + size])))
        elif words[at] not in beside and not words[at].isdigit():
            return set()
        at += size or 1
    return found


@cache
def _joined_words() -> tuple[str, ...]:
    """Give the words of vacancies of scripts that part no words."""
    found = [word for word, meaning in statuses().items() if meaning in _EMPTY and _JOINED.match(word)]
    return tuple(word for word in found if len(word) > 1)


def _holds_vacancy(text: str) -> bool:
    """Tell whether a word of a vacancy stands in a text, small or in a text of which the other words are not large."""
    if _JOINED.search(text):
        return any(word in text for word in _joined_words())
    head = _HEAD.match(text)
    if head and vacancy(head[1]):
        return True
    words = re.findall(r"[^\W\d_]+", text)
    spoken = [word for word in words if _meant(plain(word)) in _EMPTY]
    return any(word == word.lower() or (word.isupper() and not text.isupper()) for word in spoken)


def _is_large(word: str) -> bool:
    return any(map(str.isupper, word))


def _is_small(text: str) -> bool:
    """Tell whether no word of a text but the first begins large, as those of names do."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return bool(words) and not any(map(_is_large, words[1:])) and (len(words) > 1 or not _is_large(words[0]))


def doubtful(texts: Sequence[str]) -> dict[str, Message]:
    """Give the texts in a column of holders that may be a name or a word for a vacancy that is not known, each with why.

    So are texts in brackets, texts that hold a word of a vacancy, texts without a large letter where other names have
    some, one word that stands at several posts where other names stand at one each, what may be names parted by commas, one
    person *or* another, and a title of which it is said that somebody acts in it. A word for an acting holder beside a name is none of it.

    >>> list(doubtful(["Ann Lee", "Bo Ray", "Cy Oak", "search is on", "(Di Elm)", "post vacant, Ed Ash", "Ann Lee"]))
    ['search is on', '(Di Elm)', 'post vacant, Ed Ash']
    """
    given = Counter(text for text in texts if text and not statuses().get(plain(text)) and not vacancy(text))
    cased = [text for text in given if not _WITHOUT_CASE.search(text)]
    small = {text for text in cased if _is_small(text)}
    few = len(cased) > len(small) and (len(small) * 2 <= len(cased) or len(cased) - len(small) >= _FEWEST_NAMES)
    once = sum(count == 1 for count in given.values())
    found: dict[str, Message] = {}
    for text, count in given.items():
        one = len(text.split()) == 1
        held = held_by(text)
        listed = _may_be_several(held.name)
        if either_of(held.name):
            found[text] = Message.of("it may be one person or another")
        elif held.basis and heads_told(held.name):
            found[text] = Message.of("it is a title, and names nobody")
        elif held.name != text and not listed:
            continue
        elif _BRACKETS.fullmatch(text):
            found[text] = Message.of("it stands in brackets")
        elif _holds_vacancy(text):
            found[text] = Message.of("a word of a vacancy stands in it")
        elif text in small and few:
            found[text] = Message.of("it is not written as names are")
        elif count > 1 and one and once > len(given) - once:
            found[text] = Message.of("it stands at several posts: {count}", count=count)
        elif listed and names_in(text) == (held.name,) and sum(map(_may_be_several, given)) * 2 <= len(given):
            found[text] = Message.of("it may be several names")
    return found


def several_in(text: str) -> tuple[str, ...]:
    """Give the names in a text of which it is known that several stand there: parted as elsewhere, else by commas or words.

    >>> several_in("Rae Eck, Sam Fox"), several_in("Rae and Sam"), several_in("Baum/Corr")
    (('Rae Eck', 'Sam Fox'), ('Rae', 'Sam'), ('Baum', 'Corr'))
    """
    for sign in (_APART, _LISTED, _and()):
        parts = tuple(dict.fromkeys(filter(None, map(str.strip, sign.split(text)))))
        if len(parts) > 1:
            return parts
    return either_of(text) or (text,)


def _may_be_several(text: str) -> bool:
    """Tell whether a text has parts of two words, or of a script that parts none, or a word in place of a name beside a name."""
    parts = several_in(text)
    if len(parts) > 1 and all(len(part.split()) > 1 or _JOINED.match(part) for part in parts):
        return True
    apart = list(filter(None, _APART.split(text)))
    return len(apart) > 1 and any(plain(part) in statuses() for part in apart)


@cache
def _and() -> re.Pattern[str]:
    """Find what stands between two names in a text: a sign, or a word for *and*."""
    return re.compile(rf"\s*[&+]\s*|\s+(?:{'|'.join(map(re.escape, sorted(words_of_status('and'))))})\s+")


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[str, ...]:
    """Give the names of the persons of which a text in place of a holder tells; itself where it is one.

    Names are parted by a stroke, a semicolon, ``&``, ``+`` or a new line, or by a word such as *and* between names of two words.

    >>> names_in("Olga Baum / Pia Corr"), names_in("Rae Eck and Sam Fox"), names_in("Baum, Olga")
    (('Olga Baum', 'Pia Corr'), ('Rae Eck', 'Sam Fox'), ('Baum, Olga',))
    >>> names_in("A. Smith (job share with B. Jones)"), names_in("Acting: John Doe")
    (('A. Smith', 'B. Jones'), ('John Doe',))
    >>> names_in("Ali s/o Omar"), names_in("Santiago Ramón y Cajal"), names_in("Li/Wu")
    (('Ali s/o Omar',), ('Santiago Ramón y Cajal',), ('Li', 'Wu'))
    """
    held = held_by(text)
    if held.other:
        return tuple(dict.fromkeys((held.name, held.other)))
    text = held.name
    for sign, words in ((_APART, 1), (_and(), 2)):
        parts = [part.strip() for part in sign.split(text)]
        if len(parts) > 1 and all(_is_name(part, words) for part in parts):
            return tuple(dict.fromkeys(parts))
    return (text,)


def hold_given(names: Sequence[str], given: Sequence[str]) -> bool:
    """Tell whether names are whole: nearly all of them have the given name that stands beside them, and more words.

    >>> hold_given(["Ada Moss", "Fox, Di"], ["Ada", "Di"]), hold_given(["Moss", "Thomas"], ["Ada", "Thomas"])
    (True, False)
    """
    if any("@" in name for name in names):  # an address has a name in it, and is none
        return False
    pairs = [(plain(name).split(), plain(one).split()) for name, one in zip(names, given, strict=True) if name and one]
    whole = sum(len(name) > len(one) and set(one) <= set(name) for name, one in pairs)
    return bool(pairs) and whole * 10 >= len(pairs) * 9


def _is_name(text: str, words: int) -> bool:
    letters = sum(map(str.isalpha, text))
    starts = text[:1].isupper() or bool(_WITHOUT_CASE.match(text))
    return (
        letters >= _FEWEST_LETTERS
        and starts
        and len(text.split()) >= words
        and plain(text) not in statuses()
        and not vacancy(text)
    )
