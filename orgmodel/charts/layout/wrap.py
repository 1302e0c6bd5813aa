"""Break a text into lines by words, measured by the font."""

from __future__ import annotations

from itertools import pairwise

from orgmodel.charts.fonts import Face

HYPHEN, UNSEEN = "\u00ad", "\u200b"
"""What ends a piece of a word that is broken inside: between letters, which shows as a hyphen, or behind a sign."""


def wrap(text: str, width: float, face: Face) -> list[str]:
    """Break a text at spaces into lines no wider than ``width`` ems; a word that is wider is broken inside.

    A no-break space holds what stands around it together.

    >>> from orgmodel.charts.fonts import default_faces
    >>> wrap("Văn phòng Hội đồng nhân dân", 8.0, default_faces()[0])
    ['Văn phòng Hội', 'đồng nhân dân']
    """
    words = text.split(" ")
    sizes = list(map(face.words.__getitem__, words))
    if max(sizes) > width:
        words, sizes = _cut(words, width, face)
    return [shown(line) for line in _joined(words, _starts(sizes, width, face.advances[" "]))]


def shown(line: str) -> str:
    """Give a line as it is drawn: with a hyphen where a word is broken between letters.

    >>> shown("Infra" + HYPHEN), shown("1/" + UNSEEN), shown("Office")
    ('Infra-', '1/', 'Office')
    """
    return line[:-1] + "-" if line.endswith(HYPHEN) else line.removesuffix(UNSEEN)


def balanced(text: str, width: float, face: Face) -> list[str]:
    """Break a text into as few lines as :func:`wrap` does, but of like length.

    >>> from orgmodel.charts.fonts import default_faces
    >>> balanced("Phòng Giáo dục và Đào tạo", 10.5, default_faces()[0])
    ['Phòng Giáo', 'dục và Đào tạo']
    """
    return [shown(line) for line in broken(text, width, face)]


def broken(text: str, width: float, face: Face) -> list[str]:
    """Break a text as :func:`balanced` does; lines in which a word is broken end with :data:`HYPHEN` or :data:`UNSEEN`."""
    words, _, starts = _balanced(text, width, face)
    return _joined(words, starts)


def balanced_width(text: str, width: float, face: Face) -> float:
    """Give the width of the widest of the lines that :func:`balanced` makes."""
    _, sizes, starts = _balanced(text, width, face)
    space = face.advances[" "]
    lines = pairwise((*starts, len(sizes)))
    return max([sum(sizes[start:stop]) + space * (stop - start - 1) for start, stop in lines])


def _balanced(text: str, width: float, face: Face) -> tuple[list[str], list[float], list[int]]:
    """Give the words (or pieces of words), their sizes, and with which word each line begins."""
    words = text.split(" ")
    sizes = list(map(face.words.__getitem__, words))
    longest, space = max(sizes), face.advances[" "]
    if longest > width:
        words, sizes = _cut(words, width, face)
        longest = max(sizes)
    starts = _starts(sizes, width, space)
    count = len(starts)
    if count > 1:
        low, high = max((sum(sizes) + space * (len(sizes) - count)) / count, longest), width
        for _ in range(4):
            middle = (low + high) / 2
            tried = _starts(sizes, middle, space)
            if len(tried) > count:
                low = middle
            else:
                starts, high = tried, middle
    return words, sizes, starts


def lines_needed(text: str, width: float, face: Face) -> int:
    """Count the lines that :func:`wrap` makes."""
    sizes = list(map(face.words.__getitem__, text.split(" ")))
    if max(sizes) > width:
        _, sizes = _cut(text.split(" "), width, face)
    return len(_starts(sizes, width, face.advances[" "]))


def _starts(sizes: list[float], width: float, space: float) -> list[int]:
    """Say with which word each line begins; no word is wider than a line."""
    starts, used = [0], -space
    for number, size in enumerate(sizes):
        used += space + size
        if used > width and number > starts[-1]:
            starts.append(number)
            used = size
    return starts


def _joined(words: list[str], starts: list[int]) -> list[str]:
    return [" ".join(words[start:stop]) for start, stop in pairwise((*starts, len(words)))]


def _cut(words: list[str], width: float, face: Face) -> tuple[list[str], list[float]]:
    """Cut words that are wider than a line into pieces; all but a word's last piece count as a whole line."""
    pieces: list[str] = []
    sizes: list[float] = []
    for word in words:
        while face.words[word] > width and len(word) > 1:
            count = _fitting(word, width, face)
            is_between = word[count - 1].isalpha() and word[count].isalpha()
            pieces.append(word[:count] + (HYPHEN if is_between else UNSEEN))
            sizes.append(width)
            word = word[count:]
        pieces.append(word)
        sizes.append(face.words[word])
    return pieces, sizes


def _fitting(word: str, width: float, face: Face) -> int:
    """Count the letters of a word that fit, at least one; a break after punctuation is preferred, but not within a number."""
    used = 0.0
    fit = hyphened = 0
    for letter in word:
        used += face.advances[letter]
        if used > width:
            break
        fit += 1
        hyphened += used + face.advances["-"] <= width
    fit = max(fit, 1)
    for end in range(fit, max(fit // 2, 1), -1):
        if word[end - 1] in "-/.,;:_–—)&@" and not (word[end - 1] in ".," and word[end : end + 1].isdigit()):
            return end
    is_between = fit < len(word) and word[fit - 1].isalpha() and word[fit].isalpha()
    return max(hyphened, 1) if is_between else fit
