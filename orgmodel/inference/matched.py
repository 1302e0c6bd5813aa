"""An inferred step is no surer than the match of the units and posts that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from orgmodel.inference.infer import Inference, InferredStep, told_as
from orgmodel.inference.match import Matching, Pair
from orgmodel.inference.words import CERTAINTIES, KEPT, Sure
from orgmodel.words.notes import worded

MOST_TOLD = 3


def with_matching(found: Inference, matching: Matching) -> Inference:
    """Make each step as sure as the least sure of the pairs that it rests on, and say which these are."""
    pairs = {pair.before: pair for pair in (*matching.posts, *matching.units) if pair.key != "id"}
    if not pairs:
        return found
    steps = tuple(_rested(step, pairs, found.target.terms.language) for step in found.steps)
    return replace(found, steps=steps, scenario=replace(found.scenario, steps=tuple(one.step for one in steps)))


def _rested(step: InferredStep, pairs: dict[str, Pair], language: str) -> InferredStep:
    used = {pair.before: pair for id in _ids(step.step.do) if (pair := pairs.get(id)) is not None}
    if not used:
        return step
    weakest = sorted(used.values(), key=lambda pair: (-CERTAINTIES.index(pair.certainty), pair.before))
    certainty = max(step.certainty, weakest[0].certainty, key=CERTAINTIES.index)
    told = [pair for pair in weakest if pair.certainty == weakest[0].certainty][:MOST_TOLD]
    more = " …" if len(weakest) > len(told) else ""
    is_, by = (dict(worded(key)) for key in ("is", "by_key"))
    basis = {} if step.basis == KEPT.basis else dict(step.basis)
    both = {lang: ", ".join(_said(pair, is_[lang], by[lang]) for pair in told) + more for lang in is_}
    texts = tuple((lang, f"{basis[lang]}; {text}" if lang in basis else text) for lang, text in both.items())
    return told_as(step, Sure(certainty, texts), language)


def _said(pair: Pair, is_: str, by: str) -> str:
    who = pair.before if pair.before == pair.after else f"{pair.before} {is_} {pair.after}"
    return f"{who} {by} {pair.key}"


def _ids(data: Any) -> Iterator[str]:
    """List every text in an operation that may be an id."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _ids(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _ids(value)
