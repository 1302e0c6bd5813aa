"""A generated organisation of a thousand units, mergers and splits in it, and how another system would number the outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import numpy as np

from orgmodel.core.figures import Estimate
from orgmodel.core.problems import errors
from orgmodel.core.records import Ended, Function, Line, Post, Record, Unit
from orgmodel.core.schema import Tables
from orgmodel.core.structure import Structure
from orgmodel.inference.difference import Difference
from orgmodel.scenario.elements import Step
from orgmodel.scenario.scenario import Outcome, Scenario

THEMES = (
    "Personnel", "Justice", "Health", "Education", "Culture", "Transport", "Construction", "Finance", "Trade", "Farming",
    "Forestry", "Water", "Labour", "Ethnic Affairs", "Land", "Environment", "Science", "Tourism", "Archives", "Inspection",
    "Statistics", "Housing", "Youth", "Sport", "Mining", "Energy", "Fisheries", "Customs",
)  # fmt: skip
COMMON = ("Driver", "Clerk", "Accountant")
Op = tuple[str, tuple[str, ...], tuple[str, ...]]
"""What was done: the verb, the units before, and the units after (in the ids of the run)."""


def organisation(rng: np.random.Generator, size: int = 1000, *, divisions: int = 0) -> Structure:
    """A province, its districts, and in each the same offices: names, functions and titles recur from district to district.

    With ``divisions`` every office has so many below it, whose names recur in every office too.
    """
    records: list[Record] = [Unit("u0", (("en", "Province"),), "committee")]
    number = 0
    while number < size - 1:
        number += 1
        district, area = f"u{number}", f"area-{number}"
        records.append(Unit(district, (("en", f"District {number}"),), "committee", area=area, parent="u0"))
        for theme in rng.permutation(THEMES).tolist()[:24]:
            if number + 1 + divisions < size:
                number += 1
                unit = f"u{number}"
                records += office(rng, unit, theme, district, area)
                for name in ("Permits Division", "Registry Division")[:divisions]:
                    number += 1
                    records += division(rng, f"u{number}", name, unit, area)
    return Structure.of([records[one] for one in rng.permutation(len(records)).tolist()])


def division(rng: np.random.Generator, id: str, name: str, parent: str, area: str) -> list[Record]:
    """A division: a head and some clerks."""
    rows = [("Head of Division", "head", 1), ("Clerk", "staff", int(rng.integers(1, 6)))]
    posts = [
        Post(f"{id}/{n}", id, (("en", title),), rank, "government", authorized=count, filled=count, order=n)
        for n, (title, rank, count) in enumerate(rows)
    ]
    return [Unit(id, (("en", name),), "division", area=area, parent=parent), *posts]


def office(rng: np.random.Generator, id: str, theme: str, parent: str, area: str) -> list[Record]:
    """An office: a head, deputies, two sorts of specialists, some common posts, and three functions."""
    tasks = [f"{theme} {task}".lower() for task in ("licences", "records", "planning")]
    rows = [("Head of Office", "head", 1), ("Deputy Head", "deputy", int(rng.integers(1, 3)))]
    rows += [(f"{theme} {one}", "staff", int(rng.integers(2, 10))) for one in ("inspector", "planner")]
    rows += [("Officer", "staff", int(rng.integers(3, 9)))]
    rows += [(title, "staff", 1) for title in COMMON if rng.random() < 0.5]
    posts = [
        Post(f"{id}/{n}", id, (("en", title),), rank, "government", authorized=count, filled=int(rng.integers(1, count + 1)), order=n)
        for n, (title, rank, count) in enumerate(rows)
    ]  # fmt: skip
    functions = [Function(id, task, block="government") for task in tasks]
    lines = [Line("professional", id, "u0")] if rng.random() < 0.3 else []
    return [Unit(id, (("en", f"{theme} Office"),), "office", area=area, parent=parent), *posts, *functions, *lines]


def restructured(rng: np.random.Generator, before: Structure, *, each: int = 4) -> tuple[Structure, list[Op]]:
    """Carry out as many of each merger and split, in units chosen at random, and say what was done."""
    offices = [unit for unit in before.units if unit.kind == "office"]
    free = {offices[one].id: offices[one] for one in rng.permutation(len(offices)).tolist()}
    steps: list[Step] = []
    done: list[Op] = []
    for verb in ("consolidate", "absorb", "split_up", "split_off"):
        for turn in range(each):
            one = free.pop(next(iter(free)))
            sisters = [unit.id for unit in free.values() if unit.parent == one.parent][: 1 + turn % 2]
            made = f"new{len(done)}"
            if verb in ("consolidate", "absorb"):
                others = [free.pop(id).id for id in sisters]
                data, op = _merged(before, verb, one, others, made)
            else:
                data, op = _split(rng, before, verb, one, made)
            steps.append(Step(f"s{len(done)}", do=[data]))
            done.append(op)
    outcome = Scenario("made-up", before, steps=tuple(steps)).run()
    assert list(outcome.problems) == []
    return outcome.after, done


def _merged(before: Structure, verb: str, one: Unit, others: list[str], made: str) -> tuple[Any, Op]:
    heads = [f"{id}/0" for id in others]
    fates = {id: {"convert": "deputy", "title": {"en": "Deputy Head"}} for id in heads}
    if verb == "absorb":
        data = {"absorb": others, "into": one.id, "surplus_heads": fates}
        return data, ("absorb", (one.id, *others), (one.id,))
    names = [before.unit(id).name("en").removesuffix(" Office") for id in (one.id, *others)]
    unit = {"unit": made, "names": {"en": f"{' and '.join(names)} Office"}, "kind": "office", "parent": one.parent}
    data = {"consolidate": [one.id, *others], "into": unit, "head": {"keep": f"{one.id}/0"}, "surplus_heads": fates}
    return data, ("consolidate", (one.id, *others), (made,))


def _split(rng: np.random.Generator, before: Structure, verb: str, one: Unit, made: str) -> tuple[Any, Op]:
    """Let a part leave with one function, its planners and some of the officers, whose head was a deputy, or is one of them."""
    posts = {post.id: post for post in before.posts_of(one.id)}
    officers = posts[f"{one.id}/4"]
    count = int(rng.integers(1, officers.authorized))
    part = {"post": officers.id, "count": count, "filled": min(count, max(0, officers.filled - 1))}
    functions = sorted(function.function for function in before.functions_of(one.id))
    below = sorted(unit.id for unit in before.group("units", "parent", one.id))
    if posts[f"{one.id}/1"].authorized == 1:
        takes = [f"{one.id}/1", f"{one.id}/3", part]
        head = {"convert": f"{one.id}/1", "title": {"en": "Head of Office"}}
    else:
        takes = [f"{one.id}/3", part]
        head = {"convert": f"{one.id}/3", "filled": 1, "title": {"en": "Head of Office"}}
    theme = one.name("en").removesuffix(" Office")
    off = _receiver(
        made,
        f"{theme} Planning Centre",
        one,
        {"posts": takes, "functions": functions[1:2], "children": below[1:]},
        head,
    )
    if verb == "split_off":
        return {"split_off": one.id, "into": [off]}, ("split_off", (one.id,), (one.id, made))
    rest = [id for id in posts if id not in takes and id != officers.id] + [{"post": officers.id, "rest": True}]
    lines = [{"kind": line.kind, "to": line.to} for line in before.lines_from(one.id)]
    takes_rest = {"posts": rest, "functions": [functions[0], functions[2]], "children": below[:1], "lines": lines}
    other = f"{made}-b"
    stays = _receiver(other, f"{theme} Licensing Office", one, takes_rest, {"keep": f"{one.id}/0"})
    return {"split_up": one.id, "into": [stays, off]}, ("split_up", (one.id,), (other, made))


def halved(
    rng: np.random.Generator, before: Structure, verb: str, fate: str, *, times: int = 3
) -> tuple[Outcome, list[Op]]:
    """Split offices, and let one part of each take in a sister office whole, under another name; say what was done.

    ``fate`` says what becomes of the head that comes: ``deputy`` in the part that left, ``deputy there`` in the part that
    keeps the old head, or ``head`` of the part that left, which had none.
    """
    offices = [unit for unit in before.units if unit.kind == "office"]
    free = {offices[one].id: offices[one] for one in rng.permutation(len(offices)).tolist()}
    steps: list[Step] = []
    done: list[Op] = []
    while len(done) < 2 * times:
        one = free.pop(next(iter(free)))
        sister = next((unit for unit in free.values() if unit.parent == one.parent), None)
        if sister is None:
            continue
        free.pop(sister.id)
        data, op = _split(rng, before, verb, one, f"new{len(done)}")
        part = data["into"][0 if fate == "deputy there" else -1]
        themes = [unit.name("en").removesuffix(" Office") for unit in (one, sister)]
        part["unit"]["names"] = {"en": f"{' and '.join(themes)} Bureau"}
        absorb: dict[str, Any] = {"absorb": sister.id, "into": part["unit"]["unit"]}
        if fate == "head":
            part["head"] = "none"
        else:
            absorb["surplus_heads"] = {f"{sister.id}/0": {"convert": "deputy", "title": {"en": "Deputy Head"}}}
        steps += [Step(f"s{len(steps) + number}", do=[one]) for number, one in enumerate((data, absorb))]
        done += [op, ("absorb", (absorb["into"], sister.id), (absorb["into"],))]
    outcome = Scenario("made-up", before, steps=tuple(steps)).run()
    assert errors(outcome.problems) == []
    return outcome, done


def without_functions(structure: Structure) -> Structure:
    """Give a structure of which nobody lists the functions."""
    return Structure.of([record for record in _listed(structure) if not isinstance(record, Function)])


def told(found: Difference, numbers: dict[str, str]) -> list[tuple[Op, str]]:
    """Read what was told off the lineage: the verb, the units before, and those after in the ids of the run, and how sure."""
    known = {new: old for old, new in numbers.items()}
    names = {pair.before: known[pair.after] for pair in found.matching.units}
    here = set(found.before.ids("units"))
    sure = {one.step.id: one.certainty for one in found.inference.steps}
    events: dict[str, tuple[str, set[str], set[str]]] = {}

    def named(id: str) -> str:
        return names.get(id) or known.get(id.split("~", maxsplit=1)[0]) or id

    for one in found.inference.outcome.lineage:
        _, before, after = events.setdefault(one.step, (one.operation, set(), set()))
        before.update([one.before if one.before in here else named(one.before)] if one.before else [])
        after.update([named(one.after)] if one.after else [])
    return [((verb, tuple(sorted(a)), tuple(sorted(b))), sure[step]) for step, (verb, a, b) in events.items()]


def _receiver(id: str, name: str, one: Unit, takes: Any, head: Any) -> dict[str, Any]:
    unit = {"unit": id, "names": {"en": name}, "kind": "office", "parent": one.parent, "area": one.area}
    return {"unit": unit, "takes": takes, "head": head}


def renumbered(rng: np.random.Generator, structure: Structure) -> tuple[Structure, dict[str, str]]:
    """Give what another system would tell: every unit and post under another id, no register, no sources, no dates."""
    ids = [*structure.ids("units"), *structure.ids("posts")]
    numbers = (10**5 + rng.permutation(9 * 10**5)[: len(ids)]).tolist()
    new = dict(zip(ids, map(str, numbers), strict=True))
    records: list[Record] = []
    for record in _listed(structure):
        known = {field.name for field in fields(record)}
        held = {
            name: new.get(getattr(record, name)) for name in ("id", "unit", "parent", "from_", "to") if name in known
        }
        blank: dict[str, Any] = {"src": ""} if "src" in known else {}
        blank |= {"begins": None} if isinstance(record, Unit) else {}
        blank |= {"fte": None} if isinstance(getattr(record, "fte", None), Estimate) else {}
        records.append(replace(record, **held, **blank))
    return Structure.of([records[one] for one in rng.permutation(len(records)).tolist()]), new


def _listed(structure: Structure) -> Iterable[Any]:
    for spec in Tables.ALL:
        yield from (record for record in structure.table(spec.table) if not isinstance(record, Ended))
