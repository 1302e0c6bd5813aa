"""What a scenario that is begun lists of a unit: everything that it has, each thing ready to be chosen, in words."""

from __future__ import annotations

from collections.abc import Sequence

from orgmodel.core.figures import Amount
from orgmodel.core.money import amount_text
from orgmodel.core.quantities import decimals_of
from orgmodel.core.records import Ended, Post, Unit
from orgmodel.core.schema import identity_of
from orgmodel.core.structure import Structure
from orgmodel.core.tops import top_of
from orgmodel.io.yaml_writing import flow, one_line, scalar
from orgmodel.operations.post_ids import short
from orgmodel.words.beginnings import Words
from orgmodel.words.labels import label


def receiver_lines(structure: Structure, words: Words, unit: Unit, receiver: str) -> list[str]:
    """Begin a receiver: an ended unit restored, or a new one in the form of the old."""
    if structure.ended_units(receiver):
        return [f"    - restores: {scalar(receiver)}"]
    was = earlier_units(structure, unit)
    hint = [f"    # {words.restores} {', '.join(one_line(one) for one in was)}"] if was else []
    language = words.language
    form = {name: getattr(unit, name) for name in ("kind", "level", "block", "area", "parent")}
    return [
        *hint,
        "    - unit:",
        f"        unit: {scalar(receiver)}  # {words.decide}: {words.id}",
        f'        names: {{{scalar(language)}: ""}}  # {words.decide}: {words.name}',
        *(f"        {name}: {scalar(value)}" for name, value in form.items() if value and name != "block"),
        *(
            [f"        block: {scalar(unit.block)}  # {words.decide}: {words.block}"]
            if has_blocks(structure, unit)
            else []
        ),
    ]


def head_asked(structure: Structure, words: Words, unit: Unit) -> str:
    """Ask for the head of a receiver, with a block for its quota where there are blocks."""
    asked = words.head if has_blocks(structure, unit) else words.head.replace("block: …, ", "")
    return f"      head:  # {words.decide}: {asked}"


def has_blocks(structure: Structure, unit: Unit) -> bool:
    """Tell whether a new unit has a block to be said: the old one has, or the study declares some."""
    return bool(unit.block or structure.terms.blocks)


def earlier_units(structure: Structure, unit: Unit) -> list[str]:
    """List ended units that a unit may have been made of: those with the names of its identities, else of its time."""
    ended = [one for one in structure.table("ended") if isinstance(one, Ended)]
    names = {name for one in structure.identities_of(unit.id) for _, name in one.names}
    named = [one.unit.id for one in ended if any(name in names for _, name in one.unit.names)]
    return named or [
        one.unit.id for one in ended if unit.begins and one.ends == unit.begins and one.unit.area == unit.area
    ]


def content_lines(structure: Structure, words: Words, unit: Unit) -> list[str]:
    """List what a receiver may take of a unit, each thing ready to be uncommented."""
    language = words.language
    posts = [
        (
            short(unit.id, post.id),
            f"{post.title(language)}; {details_of(structure, words, post)}",
        )
        for post in structure.posts_of(unit.id)
    ]
    functions = [
        (one.function, f"{dict(one.names).get(language, '')} {said_of(structure, words, 'block', one.block)}".strip())
        for one in structure.functions_of(unit.id)
        if not one.internal
    ]
    written = [
        (flow({"kind": line.kind, "to": line.to}), said_of(structure, words, "block", line.block))
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
    lines = [line for name, items in lists if items for line in choice_lines(name, items, words.takes, words)]
    if structure.members_of(unit.id):
        figures = "; ".join(words.member_figures(one) for one in structure.members_of(unit.id))
        lines.append(f"members:  # {words.decide}: {words.members} ({figures})")
    lines += quantity_lines(structure, unit.id, words)
    return ["takes:", *(f"  {line}" for line in lines)] if lines else ["takes: {}"]


def quantity_lines(structure: Structure, unit: str, words: Words) -> list[str]:
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


def choice_lines(name: str, items: Sequence[tuple[str, str]], what: str, words: Words) -> list[str]:
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


def top_below(structure: Structure, unit: str) -> Post | None:
    """Give the post at the top of a unit that is filed below it."""
    top = top_of(structure, unit) if structure.units.get(unit) is not None else None
    return top if top is not None and top.unit != unit else None


def said_of(structure: Structure, words: Words, family: str, key: str) -> str:
    """Word a rank or block in the study's language and terms; one that is not said is nothing."""
    return key and label(family, key, words.language, structure.terms.labels)


def details_of(structure: Structure, words: Words, post: Post) -> str:
    """Say of a row of posts its rank, its block and its figures."""
    told = (
        said_of(structure, words, "rank", post.rank),
        said_of(structure, words, "block", post.block),
        words.figures(post),
    )
    return ", ".join(filter(None, told))


def holding_line(structure: Structure, words: Words, post: str) -> str:
    """Say which post somebody holds, and in which unit."""
    row = structure.post(post)
    return one_line(f"{row.title(words.language)}, {structure.unit(row.unit).name(words.language)}")


def inventory_lines(structure: Structure, words: Words, unit: Unit) -> list[str]:
    """List in comments what a unit brings along."""
    language = words.language
    held = [
        *(
            f"{words.post} {short(unit.id, post.id)}: {post.title(language)}; {details_of(structure, words, post)}"
            for post in structure.posts_of(unit.id)
        ),
        *(
            f"{words.function} {one.function} {said_of(structure, words, 'block', one.block)}"
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
