"""Parse formulas: plain data into terms, every fault with the path to it and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from orgmodel.core.messages import Message, series
from orgmodel.core.problems import nearest
from orgmodel.core.records import QUOTAS, RANKS
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.norms.formula import (
    ARITHMETIC,
    MEMBER_FIGURES,
    POST_FIGURES,
    POST_FILTERS,
    AttributeOf,
    ByClass,
    BySize,
    ChildCount,
    Combined,
    Constant,
    DeviationsFrom,
    LeastOf,
    MeasureOf,
    MembersOf,
    ParameterOf,
    PostsOf,
    SumOf,
    SuperiorOf,
    Term,
    UnitCount,
)
from orgmodel.operations.expected import shown
from orgmodel.operations.operation_schema import Criteria
from orgmodel.operations.select import as_ask
from orgmodel.operations.written_numbers import number_said

Path = tuple[str | int, ...]

SCOPES_OF_TERMS = {
    "count_units": ("pool",),
    "sum": ("pool",),
    "model": ("pool",),
    "superior": ("relation",),
    "least": ("relation",),
    "measure": ("scenario",),
    "posts": ("unit", "relation"),
    "members": ("unit", "relation"),
    "attribute": ("unit", "relation"),
    "children": ("unit", "relation"),
}
"""In which scopes a term has a meaning; the others have one everywhere. Inside ``sum`` a pool speaks of each unit."""


FAMILIES = {"kind": "kinds", "level": "levels", "block": "blocks", "category": "categories"}
"""The fields of which a study declares the words."""

CLOSED = {"rank": RANKS, "quota": QUOTAS}
"""The fields of which the words are fixed."""

LARGEST = 1e15
"""No figure of an organisation is as large; more would not be exact."""


@dataclass
class Parser:
    """Hold what formulas are parsed against, and collect their faults.

    ``measures`` are the ids that exist, ``parameters`` the choices by name, ``models`` the roles of each reference model.
    ``terms`` are the words that a study declares, and ``kinds`` the kinds that its norms say in other words.
    """

    measures: Collection[str]
    parameters: Mapping[str, Collection[str]]
    models: Mapping[str, Collection[str]] = field(default_factory=dict)
    terms: Vocabulary | None = None
    kinds: Collection[str] = ()
    faults: list[tuple[Path, str, str]] = field(default_factory=list)

    def fault(self, path: Path, message: str, code: str = "NORM_FORMULA") -> None:
        """Note a fault."""
        self.faults.append((path, code, message))

    def words(self, path: Path, field_: str, words: Collection[str]) -> None:
        """Check words against those that the study declares: a misspelt one selects nothing, and nothing would be judged."""
        family = FAMILIES.get(field_)
        declared = self.terms.declared(family) if self.terms is not None and family else ()
        for word in words if declared else ():
            if self.terms is not None and family and word and word not in declared and word not in self.kinds:
                self.fault((*path, field_), self.terms.undeclared(field_, word, family), "UNDECLARED")

    def name(self, path: Path, value: object, known: Collection[str], word: str, code: str = "NORM_FORMULA") -> str:
        """Check a name against those that exist, with the nearest as a hint."""
        if not isinstance(value, str) or value not in known:
            self.fault(
                path,
                Message.of(
                    "no {word} {value!r}{hint}",
                    word=Message.of(word),
                    value=value,
                    hint=nearest_or_all(value, known),
                ),
                code,
            )
        return str(value)


def parse_term(data: Any, path: Path, parser: Parser, scope: str) -> Term:
    """Parse one term; where it is wrong the fault is noted and a number stands in for it."""
    number = None if isinstance(data, str) else number_said(data)
    if number is not None and abs(number) < LARGEST:
        return Constant(number)
    if not isinstance(data, dict):
        parser.fault(
            path,
            Message.of("a formula is a number or a mapping such as {{posts: authorized}}, not {data!r}", data=data),
        )
        return Constant(0)
    parsers = _parsers()
    heads = [key for key in data if key in parsers]
    if len(heads) != 1:
        if heads:
            message = Message.of(
                "a term has one meaning, not {heads}: combine them with plus, times, max …", heads=series(heads)
            )
        else:
            key = next(iter(data), "")
            message = Message.of("no term {key!r} in formulas{hint}", key=key, hint=nearest_or_all(key, parsers))
        parser.fault(path, message)
        return Constant(0)
    return parsers[heads[0]](data, path, parser, scope)


def nearest_or_all(name: object, known: Collection[str]) -> str:
    """Suggest the nearest known word, or give them all."""
    return nearest(name, known) or Message.of("; known: {known}", known=", ".join(known))


def _options(data: dict[str, Any], path: Path, parser: Parser, known: Collection[str]) -> None:
    for key in data:
        if key not in known:
            parser.fault(
                (*path, key),
                Message.of("no option {key!r} here{hint}", key=key, hint=nearest_or_all(key, known)),
            )


def _fits(word: str, path: Path, parser: Parser, scope: str) -> None:
    allowed = SCOPES_OF_TERMS.get(word)
    if allowed is not None and scope not in allowed:
        where = series(allowed, "or")
        inside = Message.of("; inside sum it speaks of each unit of the pool")
        hint = inside if scope == "pool" and "unit" in allowed else ""
        name = {"count_units": "{count: units}", "children": "{count: children}"}.get(word, word)
        parser.fault(
            path,
            Message.of(
                "{name} has a meaning in the scope {where} only, and this norm's scope is {scope}{hint}",
                name=name,
                where=where,
                scope=scope,
                hint=hint,
            ),
        )


def _posts(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _fits("posts", path, parser, scope)
    _options(data, path, parser, ("posts", "below", *POST_FILTERS))
    figure = parser.name((*path, "posts"), data["posts"], POST_FIGURES, "figure of posts")
    filters = tuple((key, _words(data[key])) for key in POST_FILTERS if key in data)
    for key, words in filters:
        parser.words(path, key, words)
        for word in words if key in CLOSED else ():
            parser.name((*path, key), word, CLOSED[key], key)
    below = data.get("below", False)
    if not isinstance(below, bool):
        parser.fault((*path, "below"), Message.of("below is true or false, not {below!r}", below=below))
    return PostsOf(figure, filters, below is True)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)


def _members(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _fits("members", path, parser, scope)
    _options(data, path, parser, ("members",))
    return MembersOf(parser.name((*path, "members"), data["members"], MEMBER_FIGURES, "figure of members"))


def _attribute(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _fits("attribute", path, parser, scope)
    _options(data, path, parser, ("attribute", "at_least"))
    said = data.get("at_least")
    least = number_said(said)
    if said is not None and least is None:
        parser.fault(
            (*path, "at_least"), Message.of("{name} is a number, not {value}", name="at_least", value=shown(said))
        )
    return AttributeOf(str(data["attribute"]), least)


def _parameter(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _options(data, path, parser, ("parameter",))
    return ParameterOf(parser.name((*path, "parameter"), data["parameter"], parser.parameters, "parameter"))


def _count(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    what = parser.name((*path, "count"), data["count"], ("units", "children"), "count")
    if what == "units":
        _fits("count_units", path, parser, scope)
        _options(data, path, parser, ("count",))
        return UnitCount()
    _fits("children", path, parser, scope)
    _options(data, path, parser, ("count", "where"))
    return ChildCount(parse_criteria(data.get("where", {}), (*path, "where"), parser))


def parse_criteria(data: Any, path: Path, parser: Parser) -> Criteria:
    """Parse criteria in the grammar of ``where``, noting each fault."""
    from pydantic import ValidationError

    try:
        found = Criteria.model_validate(data)
        for name, wanted in _asks(found):
            _check_ask(name, wanted, path, parser)
        for part in _everything(found):
            for field_ in ("kind", "level", "block"):
                parser.words(path, field_, getattr(part, field_) or ())
    except ValidationError as error:
        for one in error.errors(include_url=False):
            at = (*path, *one["loc"])
            if one["type"] == "extra_forbidden":
                known = [field.alias or name for name, field in Criteria.model_fields.items()]
                key = str(one["loc"][-1])
                parser.fault(
                    at,
                    Message.of(
                        "no criterion {key!r}{hint}",
                        key=key,
                        hint=nearest_or_all(key, known),
                    ),
                )
            else:
                parser.fault(at, Message.of("criteria: {criterion!r} does not fit here", criterion=one["input"]))
        return Criteria()
    return found


def _check_ask(name: str, wanted: object, path: Path, parser: Parser) -> None:
    from pydantic import ValidationError

    try:
        as_ask(name, wanted)
    except ValidationError:
        message = Message.of(
            "attribute {name!r} is asked for a value, a list of values, or one of equals, one_of, at_least, at_most, "
            "not {wanted!r}",
            name=name,
            wanted=wanted,
        )
        parser.fault((*path, "attribute", name), message)


def _asks(criteria: Criteria) -> Iterator[tuple[str, object]]:
    """List what criteria ask of attributes, those inside them included."""
    for one in _everything(criteria):
        yield from one.attribute.items()


def _everything(criteria: Criteria) -> Iterator[Criteria]:
    """List criteria and all inside them."""
    yield criteria
    for one in (*criteria.all, *criteria.any, *([criteria.not_] if criteria.not_ is not None else [])):
        yield from _everything(one)


def _sum(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _fits("sum", path, parser, scope)
    _options(data, path, parser, ("sum",))
    return SumOf(parse_term(data["sum"], (*path, "sum"), parser, "unit"))


def _superior(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _fits("superior", path, parser, scope)
    _options(data, path, parser, ("superior",))
    return SuperiorOf(parse_term(data["superior"], (*path, "superior"), parser, "unit"))


def _least(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _fits("least", path, parser, scope)
    _options(data, path, parser, ("least", "of", "that"))
    parser.name((*path, "of"), data.get("of", "siblings"), ("siblings",), "relation")
    if "that" in data:
        parser.name((*path, "that"), data["that"], ("have_children",), "condition")
    return LeastOf(parse_term(data["least"], (*path, "least"), parser, "unit"), "that" in data)


def _measure(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _fits("measure", path, parser, scope)
    _options(data, path, parser, ("measure", "scope", "at"))
    id_ = parser.name((*path, "measure"), data["measure"], parser.measures, "measure", "NORM_MEASURE")
    if "at" in data:
        parser.name((*path, "at"), data["at"], ("before", "after"), "state")
    return MeasureOf(id_, str(data.get("scope", "total")), str(data.get("at", "")))


def _model(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    from orgmodel.norms.model_record import DEVIATIONS

    _fits("model", path, parser, scope)
    _options(data, path, parser, ("model", "deviations", "side", "roles"))
    model = parser.name((*path, "model"), data["model"], parser.models, "reference model")
    kind = parser.name((*path, "deviations"), data.get("deviations"), DEVIATIONS, "kind of deviation")
    roles = _words(data["roles"]) if "roles" in data else ()
    for role in roles:
        parser.name((*path, "roles"), role, parser.models.get(model, ()), "role")
    return DeviationsFrom(model, kind, str(data.get("side", "")), roles)


def _steps(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _options(data, path, parser, ("steps", "rows"))
    by = parse_term(data["steps"], (*path, "steps"), parser, scope)
    rows: list[tuple[float | None, Term]] = []
    given = data.get("rows")
    if not isinstance(given, list) or not given:
        parser.fault((*path, "rows"), "a table by size needs rows such as {below: 8, is: 1} and a last one {is: 3}")
        return Constant(0)
    for index, row in enumerate(given):
        at = (*path, "rows", index)
        if not isinstance(row, dict) or "is" not in row:
            parser.fault(at, Message.of("a row of a table by size is {{below: bound, is: term}}, not {row!r}", row=row))
            continue
        _options(row, at, parser, ("below", "is"))
        below = number_said(row.get("below"))
        if below is None and row.get("below") is not None:
            parser.fault((*at, "below"), Message.of("a bound is a number, not {below!r}", below=row["below"]))
            continue
        last = index == len(given) - 1
        if (below is None) != last:
            parser.fault(at, "every row but the last says below which size it holds, and the last holds for the rest")
        earlier = rows[-1][0] if rows else None
        if below is not None and earlier is not None and below <= earlier:
            parser.fault(
                (*at, "below"),
                Message.of(
                    "the bounds of a table by size rise: {below} comes after {earlier:g}", below=below, earlier=earlier
                ),
            )
        rows.append((below, parse_term(row["is"], (*at, "is"), parser, scope)))
    return BySize(by, tuple(rows))


def _by_class(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
    _options(data, path, parser, ("by_class", "cases"))
    by, cases = data["by_class"], data.get("cases")
    if not isinstance(by, dict) or len(by) != 1 or next(iter(by)) not in ("parameter", "attribute"):
        parser.fault(
            (*path, "by_class"),
            Message.of("a class comes from {{parameter: name}} or {{attribute: name}}, not {by!r}", by=by),
        )
        return Constant(0)
    if not isinstance(cases, dict) or not cases:
        parser.fault((*path, "cases"), "a table by class needs cases such as {I: 6, II: 5}")
        return Constant(0)
    parameter = str(by.get("parameter", ""))
    if parameter:
        parser.name((*path, "by_class", "parameter"), parameter, parser.parameters, "parameter")
        choices = parser.parameters.get(parameter, ())
        if choices and sorted(map(str, cases)) != sorted(choices):
            message = Message.of(
                "the cases are those of {parameter}: {choices}, not {cases}",
                parameter=parameter,
                choices=", ".join(choices),
                cases=", ".join(map(str, cases)),
            )
            parser.fault((*path, "cases"), message)
    parsed = tuple((str(key), parse_term(term, (*path, "cases", key), parser, scope)) for key, term in cases.items())
    return ByClass(parameter, str(by.get("attribute", "")), parsed)


def _arithmetic(operator: str) -> Callable[[dict[str, Any], Path, Parser, str], Term]:
    def parse(data: dict[str, Any], path: Path, parser: Parser, scope: str) -> Term:
        _options(data, path, parser, (operator,))
        given = data[operator]
        wanted = 2 if operator in ("minus", "percent") else 0
        if not isinstance(given, list) or len(given) < 2 or (wanted and len(given) != wanted):
            count = "two terms" if wanted else "at least two terms"
            parser.fault(
                (*path, operator),
                Message.of(
                    "{operator} takes a list of {count}, not {given!r}", operator=operator, count=count, given=given
                ),
            )
            return Constant(0)
        terms = [parse_term(one, (*path, operator, index), parser, scope) for index, one in enumerate(given)]
        return Combined(operator, tuple(terms))

    return parse


def _parsers() -> dict[str, Callable[[dict[str, Any], Path, Parser, str], Term]]:
    return {
        "posts": _posts,
        "members": _members,
        "parameter": _parameter,
        "attribute": _attribute,
        "count": _count,
        "sum": _sum,
        "superior": _superior,
        "least": _least,
        "measure": _measure,
        "model": _model,
        "steps": _steps,
        "by_class": _by_class,
        **{operator: _arithmetic(operator) for operator in ARITHMETIC},
    }
