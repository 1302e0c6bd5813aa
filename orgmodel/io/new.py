"""Beginning a scenario: everything of the units at hand listed, and what is to be decided marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from orgmodel.core.integrity import is_scope, scope_borne
from orgmodel.core.messages import Message
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.records import Unit
from orgmodel.core.structure import Structure
from orgmodel.io.new_parts import (
    choice_lines,
    content_lines,
    has_blocks,
    head_asked,
    holding_line,
    inventory_lines,
    receiver_lines,
    top_below,
)
from orgmodel.io.new_verbs import create, delayer, dissolve, rename, resize, split_off
from orgmodel.io.yaml_writing import one_line, scalar
from orgmodel.words.beginnings import Words, words_in

VERBS = ("split", "split-off", "merge", "absorb", "transfer", "create", "dissolve", "delayer", "resize", "rename")
ONE_UNIT = ("split-off", "create", "dissolve", "resize", "rename")
_UP = ("administrative", "professional")


def new_scenario(
    structure: Structure, verb: str, units: Sequence[str], into: Sequence[str] = (), language: str | None = None
) -> str:
    """Write a scenario file of one verb of :data:`VERBS` for units: YAML with all their posts, lines and functions.

    What is to be decided stands in comments marked ``DECIDE`` (``QUYẾT ĐỊNH``, by ``language``, the structure's own where None);
    until it is decided, running the file names each thing left over. ``into`` are the receivers of a split (ids of ended
    units are restored), the unit that a merger makes or that absorbs, the new superior of a transfer, or the superior of a
    unit that begins.
    Raises ProblemsError for units that do not exist, or too few of them.

    >>> from orgmodel.core.records import Post
    >>> s = Structure.of([Unit("a"), Post("a/head", "a", rank="head")])
    >>> "# - head" in new_scenario(s, "split", ["a"], ["b", "c"]).replace("# head,", "# - head")
    True
    """
    _check(structure, verb, units, into)
    words = replace(words_in(language or structure.terms.language), language=language or structure.terms.language)
    write: Callable[[Structure, Words, Sequence[str], Sequence[str]], list[str]]
    write = WRITERS[verb]
    called = [unit if verb == "create" else structure.unit(unit).name(words.language) for unit in units]
    known = Counter(one.name(words.language) for one in structure.units if isinstance(one, Unit))
    names = ", ".join(
        f"{name} ({unit})" if known[name] > 1 and name != unit else name
        for name, unit in zip(called, units, strict=True)
    )
    lines = [
        *(f"# {line}" for line in words.preface),
        f"title: {{{scalar(words.language)}: {scalar(f'{words.titles[verb]} {one_line(names)}', quoted=True)}}}",
        f"illustrative: true  # {words.illustrative}",
        f"documents: []  # {words.documents}",
        "steps:",
        f"- id: {verb}",
        f'  clause: ""  # {words.clause}',
        f'  owner: ""  # {words.owner}',
        f"  effective: unknown  # {words.effective}",
        "  do:",
        *write(structure, words, units, into),
    ]
    return "\n".join(lines) + "\n"


def _check(structure: Structure, verb: str, units: Sequence[str], into: Sequence[str]) -> None:
    problems: list[Problem] = []
    if verb not in VERBS:
        problems.append(
            Problem("UNKNOWN_WORD", Message.of("new {verb!r} is not known{hint}", verb=verb, hint=nearest(verb, VERBS)))
        )
    named = [*(() if verb == "create" else units), *(into if verb in ("transfer", "create", "absorb") else ())]
    problems += [
        Problem(
            "UNKNOWN_UNIT", Message.of("no unit {unit!r}{hint}", unit=unit, hint=structure.hint("units", unit)), unit
        )
        for unit in named
        if structure.units.get(unit) is None
    ]
    problems += [
        Problem("DUPLICATE", Message.of("unit {unit!r} is named twice", unit=unit), unit)
        for given in (units, into)
        for unit, count in Counter(given).items()
        if count > 1
    ]
    begun = units if verb == "create" else into
    problems += [scope_borne(unit) for unit in begun if structure.units.get(unit) is None and is_scope(unit)]
    if verb in ("transfer", "absorb"):
        problems += [
            Problem("ITSELF", Message.of("{unit!r} cannot go into itself; --into names another unit", unit=unit), unit)
            for unit in units
            if unit in into
        ]
    if not all(unit.strip() for unit in (*units, *into)):
        problems.append(Problem("BLANK_ID", "an id is blank; name a unit by its id"))
    if verb in ONE_UNIT and len(units) != 1:
        problems.append(Problem("TOO_MANY", Message.of("{verb} is of one unit; write one file for each", verb=verb)))
    if verb == "absorb" and not into:
        problems.append(Problem("TOO_FEW", "which unit absorbs them: --into UNIT"))
    if verb == "split" and len(units) != 1:
        problems.append(Problem("TOO_MANY", "a split is of one unit; write one file for each"))
    if verb == "merge" and len({*units, *into}) < 2:
        problems.append(Problem("TOO_FEW", "a merger needs at least two units"))
    if verb == "split" and len(into) == 1:
        problems.append(Problem("TOO_FEW", "a split needs at least two receivers: repeat --into"))
    if verb not in ("split", "split-off") and len(into) > 1:
        problems.append(Problem("TOO_MANY", Message.of("a {verb} goes into one unit; give --into once", verb=verb)))
    if verb in ("split", "split-off", "create"):
        problems += [
            Problem(
                "EXISTS",
                Message.of("{unit!r} exists already; a split begins new units or restores ended ones", unit=unit),
                unit,
            )
            for unit in begun
            if structure.units.get(unit) is not None
        ]
    if problems:
        raise ProblemsError(problems)


# -- split ---------------------------------------------------------------------------------------------------------------


def _split(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    unit = structure.unit(units[0])
    receivers = list(into) or [f"{unit.id}-1", f"{unit.id}-2"]
    lines = [f"  - split_up: {scalar(unit.id)}", "    into:"]
    held = content_lines(structure, words, unit)
    for one in receivers:
        lines += receiver_lines(structure, words, unit, one)
        lines += [f"      {line}" for line in held]
        lines.append(head_asked(structure, words, unit))
    both = [one.function for one in structure.functions_of(unit.id) if one.internal]
    if both:
        lines += [
            "    both:",
            *(f"      {line}" for line in choice_lines("functions", [(one, "") for one in both], words.both, words)),
        ]
    arriving = structure.lines_to(unit.id)
    if arriving:
        kinds = sorted({line.kind for line in arriving})
        lines += [
            f"    incoming:  # {words.decide}: {words.incoming}",
            *(
                f"      # {one_line(kind)}: both  # {', '.join(one_line(x.from_) for x in arriving if x.kind == kind)}"
                for kind in kinds
            ),
        ]
    return lines


# -- merge ---------------------------------------------------------------------------------------------------------------


def _merge(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    language = words.language
    target = into[0] if into else ""
    ending = [unit for unit in units if unit != target]
    heads = [
        post.id
        for unit in dict.fromkeys([*units, *into])
        for post in structure.queries.posts_of(unit)
        if post.rank == "head"
    ]
    if target and structure.units.get(target) is not None:
        lines = [f"  - absorb: [{', '.join(scalar(unit) for unit in ending)}]", f"    into: {scalar(target)}"]
        heads = [head for head in heads if head not in {post.id for post in structure.posts_of(target)}]
    else:
        lines = [f"  - consolidate: [{', '.join(scalar(unit) for unit in units)}]", "    into:"]
        if target and structure.ended_units(target):
            lines.append(f"      restores: {scalar(target)}")
        else:
            first = structure.unit(units[0])
            blocks = {structure.unit(unit).block for unit in units}
            lines += [
                f"      unit: {scalar(target or f'{first.id}-1')}  # {words.decide}: {words.id}",
                f'      names: {{{scalar(language)}: ""}}  # {words.decide}: {words.name}',
                *(
                    f"      {name}: {scalar(getattr(first, name))}"
                    for name in ("kind", "level", "area", "parent")
                    if getattr(first, name)
                ),
                *(
                    [f"      block: {scalar(first.block if len(blocks) == 1 else 'mixed')}"]
                    if has_blocks(structure, first) or len(blocks) > 1
                    else []
                ),
            ]
        named = f": {', '.join(one_line(head) for head in heads)}" if heads else ""
        lines.append(f"    head:  # {words.decide}: {words.merged_head}{named}")
    if heads:
        lines += [
            f"    surplus_heads: {{  # {words.decide}: {words.surplus}",
            *(
                f"      # {scalar(head)}: {{convert: deputy}},  # {holding_line(structure, words, head)}"
                for head in heads
            ),
            "    }",
        ]
    held = [
        (one.person, head)
        for head in heads
        for one in structure.incumbents_of(head)
        if len(structure.group("incumbencies", "person", one.person)) == 1
    ]
    tops = [
        post.id
        for unit in dict.fromkeys([*units, *into])
        if (post := top_below(structure, unit)) and post.id not in heads
    ]
    lines_of_tops = []
    for top in tops:
        lines_of_tops += [
            f"  # {words.decide}: {words.top}: {one_line(top)}",
            f"  # - redirect: {{kind: administrative, from: {scalar(top)}, to: null}}",
            '  #   to: "?"',
        ]
    if held:
        lines += [
            f"    people: {{  # {words.decide}: {words.people}",
            *(
                f"      # {scalar(person)}: unassigned,  # {holding_line(structure, words, head)}"
                for person, head in held
            ),
            "    }",
        ]
    lines += [f"    # {words.moving}"]
    for unit in ending:
        lines += inventory_lines(structure, words, structure.unit(unit))
    return lines + lines_of_tops


# -- transfer ------------------------------------------------------------------------------------------------------------


def _transfer(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    lines = [
        f"  - transfer: [{', '.join(scalar(unit) for unit in units)}]",
        f"    to: {scalar(into[0])}" if into else f'    to: "?"  # {words.decide}: {words.to}',
        f"    as_is: true  # {words.as_is}",
        f"    # {words.moving}",
    ]
    for unit in units:
        one = structure.unit(unit)
        lines += inventory_lines(structure, words, one)
        lines += [
            f"    #   {words.follows} {one_line(line.kind)}: {one_line(line.to)}"
            for line in structure.lines_from(unit)
            if line.kind in _UP and line.to == one.parent
        ]
    return lines


WRITERS: dict[str, Callable[[Structure, Words, Sequence[str], Sequence[str]], list[str]]] = {
    "split": _split, "split-off": split_off, "merge": _merge, "absorb": _merge, "transfer": _transfer, "create": create,
    "dissolve": dissolve, "delayer": delayer, "resize": resize, "rename": rename,
}  # fmt: skip
"""What writes the operations of each verb."""
