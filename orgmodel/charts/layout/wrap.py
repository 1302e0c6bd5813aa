"""Break a text into lines by words, measured by the font."""

from __future__ import annotations

from orgmodel.charts.fonts import Face


def wrap(text: str, width: float, face: Face) -> list[str]:
    """Break a text at spaces into lines no wider than ``width`` ems; a word that is wider is broken inside.

    A no-break space holds what stands around it together.

    >>> from orgmodel.charts.fonts import default_faces
    >>> wrap("Văn phòng Hội đồng nhân dân", 8.0, default_faces()[0])
    ['Văn phòng Hội', 'đồng nhân dân']
    """
    advances = face.advances.__getitem__
    space = advances(" ")
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for word in text.split(" "):
        size = sum(map(advances, word))
        if line and used + space + size <= width:
            line.append(word)
            used += space + size
            continue
        if line:
            lines.append(" ".join(line))
            line = []
        while size > width and len(word) > 1:
            head = _fitting(word, width, face)
            lines.append(word[:head])
            word = word[head:]
            size = sum(map(advances, word))
        line, used = [word], size
    if line:
        lines.append(" ".join(line))
    return lines


def balanced(text: str, width: float, face: Face) -> list[str]:
    """Break a text into as few lines as :func:`wrap` does, but of like length.

    >>> from orgmodel.charts.fonts import default_faces
    >>> balanced("Phòng Giáo dục và Đào tạo", 10.5, default_faces()[0])
    ['Phòng Giáo', 'dục và Đào tạo']
    """
    lines = wrap(text, width, face)
    if len(lines) < 2:
        return lines
    low, high = face.width(text) / len(lines), width
    for _ in range(4):
        middle = (low + high) / 2
        tried = wrap(text, middle, face)
        if len(tried) > len(lines):
            low = middle
        else:
            lines, high = tried, middle
    return lines


def _fitting(word: str, width: float, face: Face) -> int:
    """Count the letters of a word that fit, at least one; a break after a mark is preferred, one before an accent never."""
    used = 0.0
    fit = 0
    for letter in word:
        used += face.advances[letter]
        if used > width:
            break
        fit += 1
    fit = max(fit, 1)
    for end in range(fit, max(fit // 2, 1), -1):
        if word[end - 1] in "-/.,;:_–—)&@":
            return end
    return fit
