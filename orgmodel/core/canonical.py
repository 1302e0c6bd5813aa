"""Putting parts of uncertain figures together again, so that equal sums are seen to be equal."""

from __future__ import annotations

from dataclasses import replace

from orgmodel.core.estimates import Estimate


def _whole(part: Estimate) -> tuple[Estimate | None, int]:
    """Give the figure that a part is a part of, without its exact offset, and that; of a known number only the latter."""
    whole = Estimate(part.source) if part.source.whole is None else part.source.whole
    return (None, whole) if isinstance(whole, int) else (replace(whole, offset=0), whole.offset)


def canonical_form(terms: dict[Estimate, int]) -> tuple[dict[Estimate, int], int]:
    """Write the last part of every figure as the whole less its other parts: one form for each sum, however it came.

    Gives the terms, and apart from them the exact offset that wholes brought along.
    """
    result = {term: count for term, count in terms.items() if count}
    last = [term for term in result if term.parts > 1 and term.position == term.parts - 1]
    offset = 0
    while last:
        term = last.pop()
        count = result.pop(term, 0)
        if not count:
            continue
        whole, exact = _whole(term)
        offset += exact * count
        for position in range(term.parts - 1):
            _add(result, replace(term, position=position), -count)
        if whole is None:
            continue
        _add(result, whole, count)
        if whole.parts > 1 and whole.position == whole.parts - 1:
            last.append(whole)
    return result, offset


def simplified(terms: dict[Estimate, int]) -> tuple[dict[Estimate, int], int]:
    """Write eliminated terms with the fewest parts and wholes, as a reader would; give the exact offset apart.

    Of a figure whose parts and whole are counted, any number of wholes may be written as parts instead; the sum of
    all counts is least at their median. A known number is no term, so it counts for nothing, and
    parts of it are rather added than taken off, since they are not below nothing.
    """
    groups = {(term.source, term.weights, term.parts): term for term in terms if term.parts > 1}
    offset = 0
    for term in sorted(
        groups.values(), key=lambda one: (_depth(one), str(one.source.id), one.weights or (), one.parts)
    ):
        plain, exact = _whole(term)
        parts = [replace(term, position=position) for position in range(term.parts)]
        turns = sorted(-terms.get(part, 0) for part in parts)
        if plain is None:
            turned = turns[len(turns) // 2]
        else:
            wholes = terms.get(plain, 0)
            turns = sorted([*turns, wholes])
            turned = min(max(wholes, turns[(len(turns) - 1) // 2]), turns[len(turns) // 2])
        if turned:
            offset -= exact * turned
            if plain is not None:
                _add(terms, plain, -turned)
            for part in parts:
                _add(terms, part, turned)
    return terms, offset


def _depth(part: Estimate) -> int:
    whole = part.source.whole
    return 1 + _depth(whole) if isinstance(whole, Estimate) else 0


def _add(terms: dict[Estimate, int], term: Estimate, count: int) -> None:
    total = terms.get(term, 0) + count
    if total:
        terms[term] = total
    else:
        terms.pop(term, None)
