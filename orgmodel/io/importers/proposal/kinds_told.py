"""The kinds of unit of strangers' tables, and what each counts as."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from orgmodel.core.messages import Message
from orgmodel.core.structure import Structure
from orgmodel.io.importers.hierarchy.indents import set_in
from orgmodel.io.importers.hierarchy.records import kind_id
from orgmodel.io.importers.known.tables import kind_in, kinds, place_of_kind, plain, words_of_kinds
from orgmodel.io.importers.proposal.guess import LIKELY, UNSURE, Guessing
from orgmodel.io.importers.proposal.part import Part, is_shaped, texts_of
from orgmodel.io.importers.proposal.words import kinds_found

AGENCY, INTERNAL = "agency", "internal"
KIND, KIND_BELOW = "kind", "kind of units below"
"""Under what is told which kind was put in."""

_PUT_IN = (
    (KIND, AGENCY, "nothing tells the kind of units, and this is put in: {count}; say another as kind: in the map, or kinds_by: names"),
    (
        KIND_BELOW, INTERNAL,
        "nothing tells the kind of units that are named below others, and this is put in: {count}; say another as kind: in the map, or kinds_by: names",
    ),
)  # fmt: skip
_FEWEST_NAMES = 3


def say_kinds(parts: list[Part], data: dict[str, Any], guesses: Guessing) -> None:
    """Say what each kind of unit counts as, of the column of kinds, else of the words in names."""
    words = [text for part in parts for key in ("kind", "unit_kind") for text in texts_of(part, key)]
    if not any(words):
        _kinds_by_names(parts, data, guesses)
        return
    data["kinds"] = {}
    found = kinds_found(words, any(is_shaped(part) for part in parts))
    _count_some(found, parts)
    for word, (counts, certainty, why) in found.items():
        data["kinds"][word] = counts
        guesses.add(f"kinds.{word}", counts, certainty, why)


def say_untold(structure: Structure, data: dict[str, Any], guesses: Guessing) -> None:
    """Say of how many units nothing told the kind, so that they were put in as agencies, or as internal where they are named below others."""
    if data.get("kind"):
        return
    every = Counter(structure.strings.values_of(structure.units.column("kind")))
    told = set(map(kind_id, data.get("kinds", ())))
    for place, kind, why in _PUT_IN:
        if every[kind] and kind not in told:
            guesses.add(place, kind, UNSURE, Message.of(why, count=every[kind]))


def _count_some(found: dict[str, tuple[str, str, str]], parts: list[Part], key: str = "kind") -> None:
    """Let the kind of the units at the top count as agencies where none would, so that units are counted at all."""
    if any(counts == "agency" for counts, _, _ in found.values()):
        return
    for part in parts:
        texts = texts_of(part, key)
        words = texts if key == "kind" else [kind_in(text, found) for text in texts]
        parents = texts_of(part, "parent") or _above(part, len(texts))
        for word, parent in zip(words, parents, strict=False):
            counts = found.get(word, ("",))[0]
            if not parent and (
                counts == "internal" or (counts == "body" and place_of_kind(word))
            ):  # a ministry, no council
                why = Message.of("units of this kind are at the top, and no other kind would be counted as agencies")
                found[word] = ("agency", UNSURE, why)


def count_at_top(names: Sequence[str], below: Collection[int], data: dict[str, Any], guesses: Guessing) -> None:
    """Let kinds told by names count as what they are known for where all units of theirs are ``below`` others, by their places."""
    if data.get("kinds_by") != "names":
        return
    tops = {kind_in(name, kinds()) for place, name in enumerate(names) if place not in below}
    for word, counts in data["kinds"].items():
        if counts == "agency" and word not in tops and (known := kinds()[word][1]) != counts:
            data["kinds"][word] = known
            guesses.instead(f"kinds.{word}", known, LIKELY, Message.of("a known kind"))


def _above(part: Part, size: int) -> list[str]:
    """Give what is written above each row of a list without superiors: of numbers and of names set in, their depth."""
    if "flat" in part.data:
        return [""] * size
    if numbers := texts_of(part, "outline"):
        parts = [len(re.findall(r"[^\W_]+", number)) for number in numbers]
        least = min((depth for depth in parts if depth), default=0)
        return ["" if depth == least else "above" for depth in parts]
    if "indent" in part.data:
        depths = [depth for depth, _ in set_in(part.candidate.raw.get(part.data["indent"], []))]
        return ["above" if depth else "" for depth in depths]
    return []


def _kinds_by_names(parts: list[Part], data: dict[str, Any], guesses: Guessing) -> None:
    """Propose kinds by the words with which names of listed units begin or end, where most have one."""
    names = [text for part in parts if part.found.rows == "units" for text in texts_of(part, "name") if text]
    found = Counter(kind_in(name, words_of_kinds()) for name in names)
    told = sum(count for word, count in found.items() if word)
    if told * 2 <= len(names) or len(names) < _FEWEST_NAMES:
        return
    data["kinds_by"] = "names"
    why = Message.of("names that begin or end with a word for a kind: {count} of {total}", count=told, total=len(names))
    guesses.add("kinds_by", "names", LIKELY if told == len(names) else UNSURE, why)
    data["kinds"] = {}
    counts: dict[str, tuple[str, str, str]] = {
        word: (kinds()[plain(word)][1], LIKELY, Message.of("a known kind")) for word in found if word
    }
    _count_some(counts, parts, "name")
    for word, (counted, certainty, reason) in counts.items():
        data["kinds"][word] = counted
        guesses.add(f"kinds.{word}", counted, certainty, reason)
