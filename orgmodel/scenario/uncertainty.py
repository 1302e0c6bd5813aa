"""What a study says of its uncertain figures: how each is drawn within its range, what moves together, what has a fixed total.

No figure gets a range here: only those that have one in the baseline are drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from orgmodel.core.estimates import Estimate, FigureId, Source
from orgmodel.core.messages import Message
from orgmodel.core.problems import WARNING, Location, Problem, nearest
from orgmodel.core.schema import RANGED, Tables
from orgmodel.core.store import Store
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.operations.written_numbers import number_said, plain_number
from orgmodel.scenario.costs import COSTS
from orgmodel.scenario.elements import DrawnParameter, KnownTotal, Parameter, SharedCause, Spread, Uncertainty
from orgmodel.scenario.scenario import Scenario

WHOLE_CHANCE = 1e-9
"""By so little may chances miss 1."""


def ranged_sources(structure: Store) -> dict[FigureId, Source]:
    """Give the figures that a structure has as ranges, by name: what can be drawn; those of no width are known.

    >>> from orgmodel.core.figures import assumed
    >>> from orgmodel.core.records import Post
    >>> s = Store.of([Post("a/1", "a", authorized=assumed(FigureId("posts", "a/1", "authorized"), 5, 6, 7))])
    >>> [(str(name), one.low, one.high) for name, one in ranged_sources(s).items()]
    [('posts:a/1:authorized', 5, 7)]
    """
    found: dict[FigureId, Source] = {}
    for table, fields in RANGED.items():
        rows = structure.table(table)
        for field in fields:
            for row, one in rows.estimates(field).items():
                if rows.live[row]:
                    root = root_of(one)
                    if root.low is not None and root.high is not None and root.low < root.high:
                        found.setdefault(root.id, root)
    return found


def root_of(estimate: Estimate) -> Source:
    """Give the figure that an estimate is a part of, through all that it was shared out of."""
    source = estimate.source
    while isinstance(source.whole, Estimate):
        source = source.whole.source
    return source


def matched(patterns: Iterable[str], names: Iterable[FigureId]) -> list[FigureId]:
    """List the figures that patterns name, in the order of the figures; ``*`` stands for any letters.

    >>> matched(["posts:a/*:filled"], [FigureId("posts", "a/1", "filled"), FigureId("posts", "b/1", "filled")])
    [FigureId(table='posts', key='a/1', field='filled', part='')]
    """
    asked = tuple(patterns)
    return [one for one in names if any(fnmatchcase(str(one), pattern) for pattern in asked)]


def stored(name: FigureId, written: float, terms: Vocabulary) -> int | None:
    """Give a number of a figure as it is stored, in the smallest unit of its quantity; None where it has finer decimals.

    >>> (
    ...     stored(FigureId("posts", "a/1", "fte"), 0.5, Vocabulary()),
    ...     stored(FigureId("posts", "a/1", "filled"), 0.5, Vocabulary()),
    ... )
    (50, None)
    """
    scale = scale_of(name, terms)
    whole = round(written * scale)
    return whole if abs(whole - written * scale) < 1e-6 else None


def scale_of(name: FigureId, terms: Vocabulary) -> int:
    """Give how many of the smallest unit, in which a figure is stored, make one.

    >>> (
    ...     scale_of(FigureId("posts", "a/1", "fte"), Vocabulary()),
    ...     scale_of(FigureId("posts", "a/1", "filled"), Vocabulary()),
    ... )
    (100, 1)
    """
    if name.table == COSTS:
        return terms.money.unit if terms.money is not None else 1
    spec = Tables.BY_NAME[name.table]
    if name.field in spec.hundredths:
        return 100
    if name.field in spec.money:
        return 10**terms.money.decimals if terms.money is not None else 1
    if name.table == "quantities":
        declared = terms.quantities.get(name.key[1] if isinstance(name.key, tuple) else "")
        return declared.scale if declared is not None else 1
    return 1


def check_uncertainty(one: Uncertainty, structure: Store) -> list[Problem]:
    """List what is wrong with what a study says of its uncertain figures: names of none, chances and totals that cannot be."""
    sources = ranged_sources(structure)
    problems = [found for spread in one.spreads for found in _spread_problems(spread, sources, structure.terms)]
    groups: list[SharedCause | KnownTotal] = [*one.shared, *one.totals]
    for group in groups:
        problems += _unnamed(group.figures, sources, group.at)
    problems += [
        Problem(
            "TOO_FEW",
            Message.of(
                "{name} moves {figure} alone: a shared cause takes two figures at least",
                name=cause.id,
                figure=str(found[0]),
            ),
            cause.id,
            cause.at,
        )
        for cause in one.shared
        if len({*cause.figures}) == len(cause.figures)  # else that is told
        and len(found := matched(cause.figures, sources)) == 1
    ]
    problems += [*_said_twice(one), *_named_twice(one, sources)]
    for total in one.totals:
        problems += _total_problems(total, sources, structure.terms)
    for drawn in one.parameters:
        if drawn.chances:
            problems += _chances_problems(drawn.name, [chance for _, chance in drawn.chances], drawn.at)
    return problems


def check_parameters(one: Uncertainty, scenarios: Iterable[Scenario]) -> list[Problem]:
    """List the parameters that are to be drawn and that no scenario has, or cannot take so."""
    known: dict[str, list[Scenario]] = {}
    for scenario in scenarios:
        for name in scenario.all_parameters():
            known.setdefault(name, []).append(scenario)
    problems = []
    for drawn in one.parameters:
        if drawn.name not in known:
            message = Message.of(
                "no scenario has a parameter {name!r}{hint}{more}",
                name=drawn.name,
                hint=nearest(drawn.name, known),
                more="",
            )
            problems.append(Problem("UNKNOWN_PARAMETER", message, drawn.name, drawn.at))
        for scenario in known.get(drawn.name, ()):
            parameter = scenario.all_parameters()[drawn.name]
            if not drawn.chances and (parameter.low is None or parameter.high is None):
                message = Message.of(
                    "{name} has no least and most to be drawn between: give low and high, or the chance of each value",
                    name=drawn.name,
                )
                problems.append(Problem("PARAMETER", message, drawn.name, drawn.at))
            problems += [
                Problem("PARAMETER", why, drawn.name, drawn.at)
                for value, _ in chances_of(drawn, parameter)
                if (why := parameter.problem(value))
            ]
    return list(dict.fromkeys(problems))


def chances_of(drawn: DrawnParameter, parameter: Parameter) -> tuple[tuple[Any, float], ...]:
    """Give the chances of a drawn parameter by its values: keys of a file are texts, and what is no choice a number.

    >>> chances_of(DrawnParameter("n", chances=(("5", 0.5), ("few", 0.5))), Parameter("n", low=1, high=9))
    ((5, 0.5), ('few', 0.5))
    """
    if parameter.choices:
        return drawn.chances
    said = [(number_said(value) if isinstance(value, str) else None, value, chance) for value, chance in drawn.chances]
    return tuple((value if number is None else number, chance) for number, value, chance in said)


def _unnamed(patterns: Iterable[str], sources: Iterable[FigureId], at: Location | None) -> Iterator[Problem]:
    names = list(sources)
    for pattern in patterns:
        if not matched([pattern], names):
            message = Message.of(
                "no figure with a range is named {name!r}{hint}", name=pattern, hint=nearest(pattern, map(str, names))
            )
            yield Problem("UNKNOWN_FIGURE", message, pattern, at)


def _spread_problems(spread: Spread, sources: dict[FigureId, Source], terms: Vocabulary) -> Iterator[Problem]:
    yield from _unnamed(spread.figures, sources, spread.at)
    if not spread.chances:
        return
    yield from _chances_problems(", ".join(spread.figures), [chance for _, chance in spread.chances], spread.at)
    for name in matched(spread.figures, sources):
        source = sources[name]
        for written, _ in spread.chances:
            value = stored(name, written, terms)
            if value is None or not (source.low or 0) <= value <= (source.high or 0):
                message = Message.of(
                    "{name}: {value:g} is not in its range, and a figure is drawn within it alone",
                    name=str(name),
                    value=written,
                )
                yield Problem("CHANCES", message, str(name), spread.at)


def _chances_problems(subject: str, chances: list[float], at: Location | None) -> Iterator[Problem]:
    if any(chance < 0 for chance in chances) or abs(sum(chances) - 1) > WHOLE_CHANCE:
        message = Message.of(
            "{name}: the chances come to {sum:g}; none is below 0, and together they are 1",
            name=subject,
            sum=sum(chances),
        )
        yield Problem("CHANCES", message, subject, at)


def _said_twice(one: Uncertainty) -> Iterator[Problem]:
    """Report the names that stand twice: in one list, or in two entries that would draw the same figures in two ways."""
    drawn = [(name, spread.at) for spread in one.spreads for name in spread.figures]
    groups: list[SharedCause | KnownTotal] = [*one.shared, *one.totals]
    for names in (drawn, *([(name, group.at) for name in group.figures] for group in groups)):
        times = Counter(name for name, _ in names)
        for name, at in dict(names).items():
            if times[name] > 1:
                yield Problem(
                    "DUPLICATE", Message.of("{name!r} is named twice here; name it once", name=name), name, at
                )


def _named_twice(one: Uncertainty, sources: dict[FigureId, Source]) -> Iterator[Problem]:
    """Report the figures that two groups name: one figure has one cause."""
    owner: dict[FigureId, str] = {}
    groups: list[SharedCause | KnownTotal] = [*one.shared, *one.totals]
    for group in groups:
        for name in matched(group.figures, sources):
            if name in owner:
                message = Message.of(
                    "{name} is in {one!r} and in {other!r}; a figure has one cause",
                    name=str(name),
                    one=owner[name],
                    other=group.id,
                )
                yield Problem("TWO_CAUSES", message, str(name), group.at)
            owner.setdefault(name, group.id)


def _total_problems(total: KnownTotal, sources: dict[FigureId, Source], terms: Vocabulary) -> Iterator[Problem]:
    """Report a total that cannot be shared out: parts whose ranges never sum to it, or of different quantities."""
    parts = matched(total.figures, sources)
    amounts = {stored(name, total.total, terms) for name in parts}
    if len({(name.table, name.field) for name in parts}) > 1 or None in amounts or len(amounts) > 1:
        message = Message.of(
            "{name}: a total is shared out among figures of one kind, in whole units of it", name=total.id
        )
        yield Problem("TOTAL", message, total.id, total.at)
        return
    if not parts:
        return
    amount = amounts.pop()
    if amount is None:
        return
    scale = scale_of(parts[0], terms)
    least, most = (sum(getattr(sources[name], end) or 0 for name in parts) for end in ("low", "high"))
    if not least <= amount <= most:
        message = Message.of(
            "{name}: {total:g} cannot be shared out, since the ranges of its parts sum to {least} at least and {most} at most",
            name=total.id, total=total.total, least=plain_number(least / scale), most=plain_number(most / scale),
        )  # fmt: skip
        yield Problem("TOTAL", message, total.id, total.at)
        return
    best = [one for name in parts if (one := sources[name].best) is not None]
    if len(best) == len(parts) and sum(best) != amount:
        message = Message.of(
            "{name}: the best values of its parts sum to {best}, not to {total:g}: with all figures at their best another total is told than in any draw; mend a figure or the total",
            name=total.id, best=plain_number(sum(best) / scale), total=total.total,
        )  # fmt: skip
        yield Problem("TOTAL_NOT_MET", message, total.id, total.at, WARNING)
