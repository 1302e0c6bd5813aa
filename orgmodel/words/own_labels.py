"""The labels that a study brings: whether each words something that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from orgmodel.core.messages import Message
from orgmodel.core.names import Names
from orgmodel.core.problems import nearest
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.words.forms import HEADINGS
from orgmodel.words.labels import LABELS
from orgmodel.words.measures import MEASURES
from orgmodel.words.reports import TEXTS

FREE = ("choice", "area", "funding", "function", "office", "attribute", "text")
"""Families whose words stand in the baseline or in scenarios, and are declared nowhere; ``text`` is any text that stands there."""


def _words(terms: Vocabulary) -> dict[str, frozenset[str]]:
    """Give the words of each family; where the study declares none, any word is taken, and None stands for that."""
    declared: dict[str, Iterable[str]] = {
        "kind": terms.kinds, "level": terms.levels, "block": terms.blocks, "category": terms.categories,
        "line": terms.lines,
    }  # fmt: skip
    found: dict[str, Iterable[str]] = {family: words for family, words in LABELS.items() if family not in FREE}
    found |= {name: (*words, *LABELS[name]) if words else () for name, words in declared.items()}
    found["state"] = (*LABELS["state"], *terms.states)
    found["figure"] = (*LABELS["figure"], *(f"quantities.{id}" for id in terms.quantities))
    found["quantity"] = (*LABELS["quantity"], *terms.quantities)
    found |= {"measure": (*MEASURES, *terms.quantities), "form": (*HEADINGS, *TEXTS)} | dict.fromkeys(FREE, ())
    return {family: frozenset(words) for family, words in found.items()}


def label_problems(
    labels: Mapping[str, Names], terms: Vocabulary, attributes: Iterable[tuple[str, str]] = ()
) -> Iterator[tuple[str, Message]]:
    """Tell each label of an unknown family or word, with the nearest; ``attributes`` are names and values, of which a name is a family too.

    >>> list(label_problems({"setting.rural": ()}, Vocabulary(), [("setting", "rural")]))
    []
    >>> own = {"kind.agenci": (), "measur.units": (), "measure.units": (), "agency": ()}
    >>> [str(message) for _, message in label_problems(own, Vocabulary({"agency": "agency"}))]
    ["no kind 'agenci' to label; did you mean 'agency'?", "no family of words 'measur' to label; did you mean 'measure'?"]
    """
    known, own = _words(terms), dict[str, set[str]]()
    for name, value in attributes:
        own.setdefault(name, set()).add(value)
    known = {name: frozenset(values) for name, values in own.items()} | known
    words = frozenset[str]().union(*known.values())
    for key in labels:
        family, dot, word = key.partition(".")
        if not dot:
            if key not in words and all(known[name] for name in ("kind", "level", "block", "category")):
                yield key, Message.of("no word {word!r} to label{hint}", word=key, hint=nearest(key, words))
        elif family not in known:
            hint = nearest(family, known)
            yield key, Message.of("no family of words {family!r} to label{hint}", family=family, hint=hint)
        elif known[family] and word not in known[family]:
            yield (
                key,
                Message.of(
                    "no {family} {word!r} to label{hint}", family=family, word=word, hint=nearest(word, known[family])
                ),
            )
