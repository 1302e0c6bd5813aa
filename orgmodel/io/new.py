"""Beginning a scenario: everything of the units at hand listed, and what is to be decided marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from orgmodel.core.figures import Amount
from orgmodel.core.messages import Message
from orgmodel.core.money import amount_text
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.quantities import decimals_of
from orgmodel.core.records import Ended, Post, Unit
from orgmodel.core.schema import identity_of
from orgmodel.core.structure import Structure
from orgmodel.core.tops import top_of
from orgmodel.io.yaml_writing import flow, one_line, scalar
from orgmodel.operations.post_ids import short
from orgmodel.words.beginnings import Words, words_in
from orgmodel.words.labels import label

VERBS = ("split", "merge", "transfer")
_UP = ("administrative", "professional")


def new_scenario(structure: Structure, verb: str, units: Sequence[str], into: Sequence[str] = ()) -> str:
    """Write a scenario file that splits, merges or transfers units: YAML with all their posts, lines and functions.

    What is to be decided stands in comments marked ``DECIDE`` (``QUYẾT ĐỊNH``, by the structure's language); until it
    is decided, running the file names each thing left over. ``into`` are the receivers of a split (ids of ended units
    are restored), the unit that a merger makes or that absorbs, or the new superior of a transfer.
    Raises ProblemsError for units that do not exist, or too few of them.

    >>> from orgmodel.core.records import Post
    >>> s = Structure.of([Unit("a"), Post("a/head", "a", rank="head")])
    >>> "# - head" in new_scenario(s, "split", ["a"], ["b", "c"]).replace("# head,", "# - head")
    True
    """
    _check(structure, verb, units, into)
    words = words_in(structure.terms.language)
    write: Callable[[Structure, Words, Sequence[str], Sequence[str]], list[str]]
    write = {"split": _split, "merge": _merge, "transfer": _transfer}[verb]
    called = [structure.unit(unit).name(structure.terms.language) for unit in units]
    known = Counter(one.name(structure.terms.language) for one in structure.units if isinstance(one, Unit))
    names = ", ".join(
        f"{name} ({unit})" if known[name] > 1 and name != unit else name
        for name, unit in zip(called, units, strict=True)
    )
    language = structure.terms.language
    lines = [
        *(f"# {line}" for line in words.preface),
        f"title: {{{scalar(language)}: {scalar(f'{words.titles[verb]} {one_line(names)}', quoted=True)}}}",
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
    named = [*units, *(into if verb == "transfer" else ())]
    problems += [
        Problem(
            "UNKNOWN_UNIT", Message.of("no unit {unit!r}{hint}", unit=unit, hint=structure.hint("units", unit)), unit
        )
        for unit in named
        if structure.units.get(unit) is None
    ]
    if verb == "split" and len(units) != 1:
        problems.append(Problem("TOO_MANY", "a split is of one unit; write one file for each"))
    if verb == "merge" and len({*units, *into}) < 2:
        problems.append(Problem("TOO_FEW", "a merger needs at least two units"))
    if verb == "split" and len(into) == 1:
        problems.append(Problem("TOO_FEW", "a split needs at least two receivers: repeat --into"))
    if verb != "split" and len(into) > 1:
        problems.append(Problem("TOO_MANY", Message.of("a {verb} goes into one unit; give --into once", verb=verb)))
    if verb == "split":
        problems += [
            Problem(
                "EXISTS",
                Message.of("{unit!r} exists already; a split begins new units or restores ended ones", unit=unit),
                unit,
            )
            for unit in into
            if structure.units.get(unit) is not None
        ]
    if problems:
        raise ProblemsError(problems)


# -- split ---------------------------------------------------------------------------------------------------------------


def _split(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    unit = structure.unit(units[0])
    receivers = list(into) or [f"{unit.id}-1", f"{unit.id}-2"]
    lines = [f"  - split_up: {scalar(unit.id)}", "    into:"]
    content = _content(structure, words, unit)
    for receiver in receivers:
        lines += _receiver(structure, words, unit, receiver)
        lines += [f"      {line}" for line in content]
        lines.append(f"      head:  # {words.decide}: {words.head}")
    both = [one.function for one in structure.functions_of(unit.id) if one.internal]
    if both:
        lines += [
            "    both:",
            *(f"      {line}" for line in _choice("functions", [(one, "") for one in both], words.both, words)),
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


def _receiver(structure: Structure, words: Words, unit: Unit, receiver: str) -> list[str]:
    """Begin a receiver: an ended unit restored, or a new one in the form of the old."""
    if structure.ended_units(receiver):
        return [f"    - restores: {scalar(receiver)}"]
    was = _earlier(structure, unit)
    hint = [f"    # {words.restores} {', '.join(one_line(one) for one in was)}"] if was else []
    language = structure.terms.language
    form = {name: getattr(unit, name) for name in ("kind", "level", "block", "area", "parent")}
    return [
        *hint,
        "    - unit:",
        f"        unit: {scalar(receiver)}  # {words.decide}: {words.id}",
        f'        names: {{{scalar(language)}: ""}}  # {words.decide}: {words.name}',
        *(f"        {name}: {scalar(value)}" for name, value in form.items() if value and name != "block"),
        f"        block: {scalar(unit.block)}  # {words.decide}: {words.block}",
    ]


def _earlier(structure: Structure, unit: Unit) -> list[str]:
    """List ended units that a unit may have been made of: those with the names of its identities, else of its time."""
    ended = [one for one in structure.table("ended") if isinstance(one, Ended)]
    names = {name for one in structure.identities_of(unit.id) for _, name in one.names}
    named = [one.unit.id for one in ended if any(name in names for _, name in one.unit.names)]
    return named or [
        one.unit.id for one in ended if unit.begins and one.ends == unit.begins and one.unit.area == unit.area
    ]


def _content(structure: Structure, words: Words, unit: Unit) -> list[str]:
    """List what a receiver may take of a unit, each thing ready to be uncommented."""
    language = structure.terms.language
    posts = [
        (
            short(unit.id, post.id),
            f"{post.title(language)}; {_details(structure, words, post)}",
        )
        for post in structure.posts_of(unit.id)
    ]
    functions = [
        (one.function, f"{dict(one.names).get(language, '')} {_said(structure, 'block', one.block)}".strip())
        for one in structure.functions_of(unit.id)
        if not one.internal
    ]
    written = [
        (flow({"kind": line.kind, "to": line.to}), _said(structure, "block", line.block))
        for line in structure.lines_from(unit.id)
    ]
    identities = [(one.id, dict(one.names).get(language, "")) for one in structure.identities_of(unit.id)]
    children = [(one.id, one.name(language)) for one in structure.children_of(unit.id)]
    lists = (
        ("posts", posts),
        ("functions", functions),
        ("lines", written),
        ("identities", identities),
        ("children", children),
    )
    lines = [line for name, items in lists if items for line in _choice(name, items, words.takes, words)]
    if structure.members_of(unit.id):
        figures = "; ".join(words.member_figures(one) for one in structure.members_of(unit.id))
        lines.append(f"members:  # {words.decide}: {words.members} ({figures})")
    lines += _quantities(structure, unit.id, words)
    return ["takes:", *(f"  {line}" for line in lines)] if lines else ["takes: {}"]


def _quantities(structure: Structure, unit: str, words: Words) -> list[str]:
    """List the quantities of a unit, each in a comment with how much there is, until it is decided."""
    amounts: dict[str, Amount] = {}
    for one in structure.quantities_of(unit):
        amounts[one.quantity] = amounts.get(one.quantity, Amount()) + Amount.of(one.value, identity_of(one, "value"))
    if not amounts:
        return []
    declared = structure.terms.quantities
    told = [
        (name, "?" if amount.best is None else amount_text(amount.best, decimals_of(declared, name)))
        for name, amount in amounts.items()
    ]
    return ["quantities: {", *(f"  # {name}: all,  # {words.decide}: all | rest | {text}" for name, text in told), "}"]


def _choice(name: str, items: Sequence[tuple[str, str]], what: str, words: Words) -> list[str]:
    """List things in a YAML list of which each stands in a comment until it is chosen."""
    listed = [item if item.startswith("{") else scalar(item) for item, _ in items]
    width = max(len(item) for item in listed)
    return [
        f"{name}: [  # {words.decide}: {what}",
        *(
            f"  # {f'{item},'.ljust(width + 1)}  # {one_line(note)}".rstrip(" #")
            for item, (_, note) in zip(listed, items, strict=True)
        ),
        "]",
    ]


# -- merge ---------------------------------------------------------------------------------------------------------------


def _merge(structure: Structure, words: Words, units: Sequence[str], into: Sequence[str]) -> list[str]:
    language = structure.terms.language
    target = into[0] if into else ""
    ending = [unit for unit in units if unit != target]
    heads = [
        post.id for unit in dict.fromkeys([*units, *into]) for post in structure.posts_of(unit) if post.rank == "head"
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
                f"      block: {scalar(first.block if len(blocks) == 1 else 'mixed')}",
            ]
        lines.append(f"    head:  # {words.decide}: {words.merged_head}: {', '.join(one_line(head) for head in heads)}")
    if heads:
        lines += [
            f"    surplus_heads: {{  # {words.decide}: {words.surplus}",
            *(f"      # {scalar(head)}: {{convert: deputy}}," for head in heads),
            "    }",
        ]
    held = [
        (one.person, head)
        for head in heads
        for one in structure.incumbents_of(head)
        if len(structure.group("incumbencies", "person", one.person)) == 1
    ]
    tops = [
        post.id for unit in dict.fromkeys([*units, *into]) if (post := _top(structure, unit)) and post.id not in heads
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
            *(f"      # {scalar(person)}: unassigned,  # {one_line(head)}" for person, head in held),
            "    }",
        ]
    lines += [f"    # {words.moving}"]
    for unit in ending:
        lines += _inventory(structure, words, structure.unit(unit))
    return lines + lines_of_tops


def _top(structure: Structure, unit: str) -> Post | None:
    """Give the post at the top of a unit that is filed below it."""
    top = top_of(structure, unit) if structure.units.get(unit) is not None else None
    return top if top is not None and top.unit != unit else None


def _said(structure: Structure, family: str, key: str) -> str:
    """Word a rank or block in the study's language and terms; one that is not said is nothing."""
    return key and label(family, key, structure.terms.language, structure.terms.labels)


def _details(structure: Structure, words: Words, post: Post) -> str:
    said = (_said(structure, "rank", post.rank), _said(structure, "block", post.block), words.figures(post))
    return ", ".join(filter(None, said))


def _inventory(structure: Structure, words: Words, unit: Unit) -> list[str]:
    """List in comments what a unit brings along."""
    language = structure.terms.language
    held = [
        *(
            f"{words.post} {short(unit.id, post.id)}: {post.title(language)}; {_details(structure, words, post)}"
            for post in structure.posts_of(unit.id)
        ),
        *(
            f"{words.function} {one.function} {_said(structure, 'block', one.block)}"
            for one in structure.functions_of(unit.id)
        ),
        *(
            f"{words.line} {line.kind}: {line.from_} → {line.to}"
            for line in [*structure.lines_from(unit.id), *structure.lines_to(unit.id)]
        ),
        *(f"{words.child} {one.id}: {one.name(language)}" for one in structure.children_of(unit.id)),
        *(words.member_figures(members) for members in structure.members_of(unit.id)),
    ]
    top = f"{unit.name(language)} ({unit.id})"
    return [f"    # {one_line(top)}", *(f"    #   {one_line(line)}" for line in held)]


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
        lines += _inventory(structure, words, one)
        lines += [
            f"    #   {words.follows} {one_line(line.kind)}: {one_line(line.to)}"
            for line in structure.lines_from(unit)
            if line.kind in _UP and line.to == one.parent
        ]
    return lines
