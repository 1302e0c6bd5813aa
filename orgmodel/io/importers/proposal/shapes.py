"""The shapes that tell who is above without a column of superiors: levels, paths, outline numbers, names set in."""

from __future__ import annotations

import re
from itertools import pairwise

from orgmodel.core.messages import Message
from orgmodel.io.importers.hierarchy.indents import set_in
from orgmodel.io.importers.hierarchy.nested_codes import are_nested, is_padded, parents_of, zeros_in_groups
from orgmodel.io.importers.hierarchy.numbering import is_nested
from orgmodel.io.importers.proposal.found import Found
from orgmodel.io.importers.proposal.guess import ASK, LIKELY, OPEN, SURE
from orgmodel.io.importers.proposal.sheets import Candidate

_OUTLINE = re.compile(r"[0-9]{1,3}(?:[.\-][0-9]{1,3})*\.?")
_PATH_SIGNS = (" > ", ">", "\\", " / ", "/", "|", " - ")


def indented(one: Candidate) -> str:
    """Name the column whose names are set in by spaces, drawn lines or signs, empty where none is."""
    for name, texts in one.raw.items():
        given = [text for text in texts if text.strip()]
        depths = {depth for depth, _ in set_in(given)}
        if len(depths) > 1 and 0 in depths and any(not text.strip()[0].isdigit() for text in given):
            return name
    return ""


def outline_of(one: Candidate, found: Found) -> str:
    """Name the column of outline numbers (1, 1.1, 1.2), empty where there is none."""
    for name in one.columns:
        if name in found.keys.values() and found.keys.get("id") != name and found.keys.get("outline") != name:
            continue
        texts = [text for text in one.texts(name) if text]
        if is_nested(texts):
            return name
        if (
            len(texts) > 2
            and all(map(_OUTLINE.fullmatch, texts))
            and any(re.search(r"[.\-][0-9]", text) for text in texts)
        ):
            firsts = {text.strip(".").replace("-", ".") for text in texts}
            under = [text for text in firsts if "." in text]
            if (
                len(firsts) == len(texts)
                and under
                and sum(text.rpartition(".")[0] in firsts for text in under) * 10 >= len(under) * 9
            ):
                return name
    return ""


def depth_of(one: Candidate) -> str:
    """Name the column of numbers of levels, each row at most one deeper than the one before; empty where there is none."""
    for name in one.columns:
        known = one.heading(name)
        texts = one.texts(name)
        if known is None or known.meaning("units") != "level" or not texts or not all(map(str.isdecimal, texts)):
            continue
        depths = list(map(int, texts))
        if depths[0] == min(depths) < max(depths) and all(b <= a + 1 for a, b in pairwise(depths)):
            return name
    return ""


def path_of(one: Candidate, found: Found) -> tuple[str, str]:
    """Name the column of paths and what parts their names; empty where there is none."""
    for name in one.columns:
        texts = [text for text in dict.fromkeys(one.texts(name)) if text]
        known = found.keys.get("path") == name
        for sign in _PATH_SIGNS:
            parted = [text for text in texts if sign in text.strip(sign)]
            begun = [text for text in texts if text.startswith(sign) or sign in text]
            whole = set(texts)
            under = [text for text in parted if text.rpartition(sign)[0].strip() in whole]
            if (known and begun and len(begun) * 2 >= len(texts)) or (
                parted and len(under) * 10 >= len(parted) * 8 and len(parted) * 2 > len(texts)
            ):
                return name, sign.strip() or sign
    return "", ""


def shape(one: Candidate, found: Found) -> dict[str, object]:
    """Find the shape of a table that has no column of superiors, and note it among what was found."""
    made: dict[str, object] = {}
    if name := indented(one):
        made["indent"] = name
        found.take("name", name, LIKELY, Message.of("its names are set in by spaces or signs"))
        if found.keys.get("id") == name:
            del found.keys["id"]
        return made
    if name := outline_of(one, found):
        for key in [key for key, column in found.keys.items() if column == name]:
            del found.keys[key]
        found.take("outline", name, SURE, Message.of("its values are outline numbers, and those above are there"))
        return made
    if name := depth_of(one):
        for key in [key for key, column in found.keys.items() if column == name]:
            del found.keys[key]
        found.take("depth", name, LIKELY, Message.of("its numbers say how deep each row is, from the one before it"))
        return made
    name, sign = path_of(one, found)
    if name:
        for key in [key for key, column in found.keys.items() if column == name]:
            del found.keys[key]
        found.take("path", name, LIKELY, Message.of("its values are names parted by {sign!r}", sign=sign))
        made["separator"] = sign
    elif "id" in found.keys and are_nested(codes := [text for text in one.all_texts(found.keys["id"]) if text]):
        made["nested"] = True
        found.why["nested"] = (LIKELY, Message.of("each code begins with that of the unit above it"))
        if group := zeros_in_groups(codes):
            why = "zeros fill its codes up by groups of {size} digits: each without its last group is that of the unit above it"
            found.why["nested"] = (LIKELY, Message.of(why, size=group))
        elif is_padded(codes):
            made["nested"] = ASK
        if made["nested"] == ASK:
            told = "codes such as {code} seem to begin, but for zeros at their ends, with that of the unit above ({above}): true, or false where they lie side by side?"
            above = dict(zip(codes, parents_of(codes), strict=True))
            code = max(above, key=lambda one: len(one.rstrip("0")))
            found.why["nested"] = (OPEN, Message.of(told, code=code, above=above[code]))
    return made
