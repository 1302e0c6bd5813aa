"""Beginning a scenario: the verbs beside split, merge and transfer, each with what it must know listed."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.io.new_parts import (
    choice_lines,
    content_lines,
    details_of,
    head_asked,
    holding_line,
    inventory_lines,
    receiver_lines,
)
from orgmodel.io.yaml_writing import one_line, scalar
from orgmodel.operations.post_ids import short
from orgmodel.words.beginnings import Words


def split_off(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    """Let a unit go on and others begin with a part of it; what no receiver takes stays."""
    unit = structure.unit(units[0])
    lines = [f"  - split_off: {scalar(unit.id)}", "    into:"]
    held = content_lines(structure, words, unit)
    for one in into or [f"{unit.id}-1"]:
        lines += receiver_lines(structure, words, unit, one)
        lines += [f"      {line}" for line in held]
        lines.append(head_asked(structure, words, unit))
    return lines


def create(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    """Begin a unit from nothing, with the posts, functions and lines that it starts with."""
    parent = structure.unit(into[0]) if into else None
    near = structure.queries.children_of(into[0]) if into else []
    form = near[0] if near else parent
    kept = {name: getattr(form, name) for name in ("kind", "level", "block", "area")} if form is not None else {}
    return [
        "  - create:",
        f"      unit: {scalar(units[0])}",
        f'      names: {{{scalar(words.language)}: ""}}  # {words.decide}: {words.name}',
        f"      parent: {scalar(parent.id) if parent is not None else 'null'}  # {words.to}",
        *(f"      {name}: {scalar(value)}  # {words.decide}" for name, value in kept.items() if value),
        f'    why: ""  # {words.decide}: {words.why}',
        f"    posts: [  # {words.decide}: {words.new_posts}",
        f'      # {{id: {scalar(f"{units[0]}/head")}, rank: head, authorized: 1, filled: 0, title: {{{scalar(words.language)}: ""}}}},',
        "    ]",
        f"    lines: [  # {words.decide}: {words.new_lines}",
        *([f"      # {{kind: administrative, to: {scalar(parent.id)}}},"] if parent is not None else []),
        "    ]",
    ]


def dissolve(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    """End a unit: everything of it goes to a receiver or ends, thing by thing."""
    unit = structure.unit(units[0])
    heir = into[0] if into else unit.parent or ""
    return _ended(structure, words, unit, heir)


def delayer(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    """Take a layer out: each unit of it ends, what stands below goes to its superior, its posts are decided one by one."""
    lines: list[str] = []
    for id in units:
        unit = structure.unit(id)
        lines += _ended(structure, words, unit, into[0] if into else unit.parent or "")
    return lines


def _ended(structure: Structure, words: Words, unit: Unit, heir: str) -> list[str]:
    heads = [post for post in structure.posts_of(unit.id) if post.rank == "head"]
    others = [post for post in structure.posts_of(unit.id) if post.rank != "head"]
    receiver = scalar(heir) if heir else '"?"'
    lines = [f"  - dissolve: {scalar(unit.id)}", f'    why: ""  # {words.decide}: {words.why}']
    if structure.children_of(unit.id):
        lines.append(f"    children: {receiver}  # {words.decide}: {words.children_go}")
    if any(structure.lines_to(end) for end in (unit.id, *(post.id for post in structure.posts_of(unit.id)))):
        lines.append(f"    incoming: {receiver}  # {words.decide}: {words.incoming_go}")
    held = content_lines(structure, words, unit)
    lines += ["    gives:", f"      {receiver}:  # {words.decide}: {words.receiver}"]
    lines += [f"      {line}" for line in held[1:]] if len(held) > 1 else ["        posts: []"]
    if heads or others:
        items = [
            (short(unit.id, post.id), f"{post.title(words.language)}; {details_of(structure, words, post)}")
            for post in (*heads, *others)
        ]
        lines += ["    ends:", *(f"      {line}" for line in choice_lines("posts", items, words.ends, words))]
    people = [
        (one.person, post.id)
        for post in structure.posts_of(unit.id)
        for one in structure.incumbents_of(post.id)
        if len(structure.group("incumbencies", "person", one.person)) == 1
    ]
    if people:
        lines += [
            f"    people: {{  # {words.decide}: {words.people}",
            *(
                f"      # {scalar(person)}: unassigned,  # {holding_line(structure, words, post)}"
                for person, post in people
            ),
            "    }",
        ]
    return lines


def resize(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:  # noqa: ARG001 - one signature for all verbs
    """List the rows of posts of a unit, each with its figures, to be made larger or smaller."""
    unit = structure.unit(units[0])
    lines: list[str] = []
    for post in structure.posts_of(unit.id):
        lines += [
            f"  # {one_line(post.title(words.language))}; {one_line(details_of(structure, words, post))}",
            f"  # - resize: {scalar(post.id)}",
            f"  #   by: 0  # {words.decide}: {words.by}",
            f'  #   why: ""  # {words.decide}: {words.why}',
        ]
    return lines or ["    []"]


def rename(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:  # noqa: ARG001 - one signature for all verbs
    """Give a unit other names; those that it has stand beside."""
    unit = structure.unit(units[0])
    names = dict(unit.names) or {words.language: ""}
    return [
        f"  - rename: {scalar(unit.id)}",
        f"    names:  # {words.decide}: {words.name}",
        *(f"      {scalar(code)}: {scalar(name, quoted=True)}" for code, name in names.items()),
        *inventory_lines(structure, words, unit)[:1],
    ]
