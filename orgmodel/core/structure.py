"""An organisation at one date: immutable, equal by content, cheap to vary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from orgmodel.core.arguments import hashable_given, made_by
from orgmodel.core.counting import counted
from orgmodel.core.dates import day_of
from orgmodel.core.doors import behind
from orgmodel.core.frozen import read_only
from orgmodel.core.look_alikes import look_of, looks_of
from orgmodel.core.messages import Message, near_of
from orgmodel.core.problems import Problem, ProblemsError, are_hints_left, nearest, refuse_unknown
from orgmodel.core.queries import Answers, Queries
from orgmodel.core.records import Attribute, Ended, Key, Post, Record, Unit
from orgmodel.core.store import Store
from orgmodel.core.vocabulary import Vocabulary

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from orgmodel.core.reporting import Reporting
    from orgmodel.core.tree import Rows, Tree

Made = TypeVar("Made")
_DERIVED_OF = {"tree": ("units",), "post_unit": ("units", "posts"), "placed_posts": ("units", "posts")}
"""Of which tables the arrays are made that a variant which leaves these alone shares."""


_SHORTEST_PART = 3
_MOST_LIKE = 3
"""So short a part of a name suggests no unit, and so many units are suggested at most."""

_OWNERS: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("lines", "from_"): ("unit or post", ("units", "posts")),
    ("lines", "to"): ("unit or post", ("units", "posts")),
    **{(table, "unit"): ("unit", ("units",)) for table in ("functions", "identities", "members", "quantities")},
    **dict.fromkeys((("links", "post"), ("links", "also_holds"), ("incumbencies", "post")), ("post", ("posts",))),
    ("incumbencies", "person"): ("person", ("persons",)),
}
"""What is asked for by the field of a table, and the tables that it stands in."""


@made_by("orgmodel.read(path), Structure.of(records) or Structure.from_frames(units=…)")
class Structure(Store, Queries):
    """Hold everything about an organisation at one date.

    Make one with :meth:`of` from records (or read one from files); look records up by id, walk groups
    (``posts_of``, ``children_of`` …), ask for columns (``structure.posts.figures("authorized")``) or graphs.

    >>> from orgmodel.core.records import Unit, Post
    >>> s = Structure.of([Unit("a"), Unit("b", parent="a"), Post("b/1", "b", rank="head", filled=1)])
    >>> [unit.id for unit in s.children_of("a")], s.post("b/1").filled
    (['b'], 1)
    """

    # -- records -----------------------------------------------------------------------------------------------------

    def unit(self, id: str) -> Unit:
        """Give a unit; a ProblemsError names the nearest id."""
        return cast(Unit, self._record("units", id, "unit"))

    def post(self, id: str) -> Post:
        """Give a post; a ProblemsError names the nearest id."""
        return cast(Post, self._record("posts", id, "post"))

    def _record(self, table: str, id: str, word: str) -> Record:
        record = self._tables[table].get(id) if hasattr(id, "strip") else None  # what is no text names nothing
        if record is None:
            problem = Problem(
                f"UNKNOWN_{word.upper()}",
                Message.of("no {word} {id!r}{hint}", word=Message.of(word), id=id, hint=self.hint(table, str(id))),
                str(id),
            )
            raise ProblemsError([problem])
        return record

    # -- queries: of what is not there a problem, as of a unit that is asked for by its id -----------------------------

    @property
    def queries(self) -> Queries:
        """Give the queries below as they answer inside: of what is not there with nothing, and never with a refusal."""
        return Answers(self)

    def children_of(self, unit: str | None) -> list[Unit]:
        """List the units directly under one (or the roots, for None), by (order, id); a ProblemsError names the nearest id."""
        return super().children_of(unit) or self._nothing_of(unit, "unit", "units")

    def subtree(self, unit: str) -> list[Unit]:
        """List a unit and all below it, depth-first; a ProblemsError names the nearest id."""
        return super().subtree(unit) or self._nothing_of(unit, "unit", "units")

    def upward(self, unit: str) -> Iterator[Unit]:
        """Walk from a unit upward over its parents, itself first; a ProblemsError names the nearest id."""
        return iter(list(super().upward(unit)) or self._nothing_of(unit, "unit", "units"))

    def posts_of(self, unit: str) -> list[Post]:
        """List the posts of a unit: head first, then deputies, the rest by (order, id); a ProblemsError names the nearest id."""
        return super().posts_of(unit) or self._nothing_of(unit, "unit", "units")

    def _by_key(self, table: str, field: str, value: str) -> list[Any]:
        word, tables = _OWNERS[table, field]
        return super()._by_key(table, field, value) or self._nothing_of(value, word, *tables)

    def attributes_of(self, unit: str) -> dict[str, Attribute]:
        """Give the attributes of a unit by name; a ProblemsError names the nearest id."""
        return super().attributes_of(unit) or dict(self._nothing_of(unit, "unit", "units"))

    def _nothing_of(self, id: str | None, word: str, *tables: str) -> list[Any]:
        """Give nothing of something that is there, or was; a ProblemsError names the nearest id of what never was."""
        if id is None or any(self.table(table).row(id, ended=True) >= 0 for table in tables) or id in self._ended:
            return []
        hint = nearest(id, [one for table in tables for one in self.ids(table)])
        message = Message.of("no {word} {id!r}{hint}", word=Message.of(word), id=id, hint=hint)
        raise ProblemsError([Problem(f"UNKNOWN_{word.partition(' ')[0].upper()}", message, str(id))])

    def hint(self, table: str, id: str) -> str:
        """Suggest the nearest id of a table, or that of the unit with this name, as the tail of a message."""
        if table == "units" and (named := self._named.get(id.casefold())):
            return Message.of("; did you mean {near!r}?", near=named)
        return nearest(id, self.each_id(table)) or (self._named_like(id) if table == "units" else "")

    def _named_like(self, text: str) -> str:
        """Suggest the units whose ids or names a text is a part of, or the one whose name is nearest, as the tail of a message."""
        folded = text.casefold().strip()
        if len(folded) < _SHORTEST_PART or not are_hints_left():
            return ""
        found = dict.fromkeys(id for name, id in self._named.items() if folded in name)
        found |= dict.fromkeys(id for id in self.ids("units") if folded in id.casefold())
        if not found and (near := near_of(nearest(folded, self._named))):
            found = {self._named[near]: None}
        if len(found) == 1:
            return Message.of("; did you mean {near!r}?", near=next(iter(found)))
        more = [f"+{len(found) - _MOST_LIKE}"] if len(found) > _MOST_LIKE else []
        return (
            Message.of("; did you mean one of {names}?", names=", ".join([*found][:_MOST_LIKE] + more)) if found else ""
        )

    @cached_property
    def _named(self) -> dict[str, str]:
        """Give the unit with each name, in any case; the first where several have it."""
        rows = self.table("units")
        names = rows.values("names", list(rows.rows()))
        named = zip(self.ids("units"), names, strict=True)
        return {text.casefold(): id for id, given in reversed([*named]) for _, text in given}

    def looks_like(self, id: str) -> str | None:
        """Give the id of a unit or row of posts that nobody can tell from another id, or None.

        >>> from orgmodel.core.records import Unit
        >>> Structure.of([Unit("so-a")]).looks_like("So-A"), Structure.of([Unit("so-a")]).looks_like("so-b")
        ('so-a', None)
        """
        look = look_of(id)
        if self._looks is not None:
            found = self._looks.get(look)
            return None if found == id else found
        return look if look != id and any(self.table(table).row(look) >= 0 for table in ("units", "posts")) else None

    @cached_property
    def _looks(self) -> dict[str, str] | None:
        return looks_of([id for table in ("units", "posts") for id in self.ids(table)])

    def ids(self, table: str) -> list[str]:
        """List the ids of a table's records that exist, in row order."""
        return list(self.each_id(table))

    def each_id(self, table: str) -> Iterator[str]:
        """Go through the ids of a table's records that exist, in row order."""
        rows = self.table(table)
        column = rows.column(rows.spec.fields[0])
        return (self.strings.value(column[row]) for row in rows.rows())

    def get(self, table: str, key: Key) -> Record | None:
        """Give a record, or None."""
        rows = self.table(table)
        try:
            return rows.get(key)
        except TypeError:
            hashable_given("key", key, Message.of("the key of a record, such as the id of a unit"))
            raise

    def group(self, table: str, field: str, value: str | None) -> list[Record]:
        """List the records of a table whose field has a value, in row order."""
        rows = self.table(table)
        if field not in rows.spec.fields:
            refuse_unknown("field", field, rows.spec.fields)
        try:
            return [rows.record(row) for row in rows.group(field, value)]
        except TypeError:
            hashable_given("value", value, Message.of("a text, such as the id of a unit"))
            raise

    def is_bare(self, table: str) -> bool:
        """Tell whether a table has no records."""
        return not len(self.table(table))

    def ended_units(self, id: str) -> list[Ended]:
        """List the ended lives of a unit, oldest first."""
        return list(self._ended.get(id, ()))

    @cached_property
    def _ended(self) -> dict[str, list[Ended]]:
        """Gather the ended lives of each unit, oldest first."""
        found: dict[str, list[Ended]] = {}
        for one in sorted(cast(Iterable[Ended], self._tables["ended"]), key=lambda one: one.key):
            found.setdefault(one.unit.id, []).append(one)
        return found

    # -- frames ------------------------------------------------------------------------------------------------------

    @classmethod
    def from_frames(
        cls,
        *,
        units: Any,
        posts: Any = None,
        lines: Any = None,
        links: Any = None,
        functions: Any = None,
        members: Any = None,
        member_groups: Any = None,
        identities: Any = None,
        persons: Any = None,
        incumbencies: Any = None,
        attributes: Any = None,
        quantities: Any = None,
        documents: Any = None,
        pay: Any = None,
        grades: Any = None,
        terms: Vocabulary | None = None,
        as_of: Any = None,
    ) -> Structure:
        """Make a structure of frames: pandas, polars, any Arrow table, or a mapping of columns to lists.

        A frame has the columns that the table's CSV would have (docs/grammar.md). NaN, NA, NaT and None are missing; a
        whole float is a count; dates and datetimes are dates. Frames go through the checks of files: raises
        ProblemsError with every problem, its place the frame, the row and the column, counted from 1.

        >>> s = Structure.from_frames(units={"id": ["a", "b"], "parent": [None, "a"]}, as_of="2026")
        >>> s, [unit.id for unit in s.children_of("a")]
        (Structure(2 units, 0 rows of posts, as of 2026), ['b'])
        """
        frames = {
            "units": units, "posts": posts, "lines": lines, "links": links, "functions": functions, "members": members,
            "member_groups": member_groups, "identities": identities, "persons": persons, "incumbencies": incumbencies,
            "attributes": attributes, "quantities": quantities, "documents": documents, "pay": pay, "grades": grades,
        }  # fmt: skip
        return behind("orgmodel.io.frames", "from_frames")(frames, terms, as_of)  # type: ignore[no-any-return]

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Give every table that has rows as a DataFrame, by the names and with the columns of :meth:`from_frames`.

        Counts are nullable integers, decimals nullable floats, dates and all else texts; what is missing is NA. A column
        ``stands_for`` with ``?`` (nobody knows how many) is one of texts.
        ``Structure.from_frames(**structure.to_frames())`` with the same words and date is equal to the structure, but
        for parts of a sum that left it, which come back as ranges of their own.

        >>> Structure.from_frames(units={"id": ["a"]}).to_frames()["units"]["id"].tolist()
        ['a']
        """
        return behind("orgmodel.io.frames", "to_frames")(self)  # type: ignore[no-any-return]

    def plan(self, id: str, *, title: Any = None) -> Any:
        """Begin a plan on the structure (see ``orgmodel.Plan``)."""
        return behind("orgmodel.scenario.plan", "begin")(id, self, title=title)

    def measures(
        self,
        measures: Iterable[str] | None = None,
        *,
        scopes: Iterable[str] | None = None,
        by: Iterable[str] | None = None,
    ) -> pd.DataFrame:
        """Tabulate measures, a row for each scope and measure: scope, measure, value, low, high, missing, assumed.

        ``measures`` are ids (None: all of one structure), ``scopes`` such as ``total`` or ``block:party``, ``by`` the
        groupings (None: block, area and level). What is not known is None. Raises ProblemsError for unknown names.

        >>> Structure.from_frames(units={"id": ["a"]}).measures(["units"], scopes=["total"])["value"].tolist()
        [1]
        """
        table = behind("orgmodel.measures.measuring", "measures_table")
        return table(self, measures=measures, scopes=scopes, by=by)  # type: ignore[no-any-return]

    def _repr_html_(self) -> str:
        """Show the size and the main measures in a notebook."""
        return behind("orgmodel.notebook.display", "show_structure")(self)  # type: ignore[no-any-return]

    # -- derived -----------------------------------------------------------------------------------------------------

    @cached_property
    def tree(self) -> Tree:
        """Give the depth-first order and depths of the units, made once."""
        from orgmodel.core.tree import Tree

        return Tree.of(self)

    @cached_property
    def reporting(self) -> Reporting:
        """Give who answers to whom, written and derived, made once."""
        from orgmodel.core.reporting import Reporting

        return Reporting.of(self, self.tree, self.post_unit)

    @cached_property
    def post_unit(self) -> Rows:
        """Give the unit row of each row of posts, -1 where there is none, made once."""
        from orgmodel.core.tree import unit_rows

        rows: Rows = read_only(unit_rows(self, "posts", "unit"))
        return rows

    @cached_property
    def placed_posts(self) -> Rows:
        """Give the rows of posts that exist in a unit that exists, made once."""
        import numpy as np

        rows: Rows = read_only(np.flatnonzero(self.posts.live & (self.post_unit >= 0)))
        return rows

    @cached_property
    def has_lines_of_posts(self) -> bool:
        """Tell whether a written line begins or ends at a post, found once."""
        from orgmodel.core.tree import unit_rows

        live = self.lines.live
        return any(bool((unit_rows(self, "lines", end)[live] < 0).any()) for end in ("from_", "to"))

    @cached_property
    def has_pay(self) -> bool:
        """Tell whether anything says what a post is paid, found once; a study without has no measure of money.

        >>> Structure.of([Post("a/1", "a")]).has_pay, Structure.of([Post("a/1", "a", pay=1)]).has_pay
        (False, True)
        """
        if len(self.table("grades")) or len(self.table("pay")):
            return True
        posts = self.posts
        return any(
            bool((~posts.missing(name) & posts.live).any())
            or any(one.low is not None and posts.live[row] for row, one in posts.estimates(name).items())
            for name in ("pay", "coefficient")
        )

    def patched(self, changes: Mapping[str, Mapping[Key, Record | None]], *, as_of: str | None = None) -> Self:
        """Make the structure that differs in the given records, by table and key; what is derived of none of them is derived already."""
        made = super().patched(changes, as_of=as_of)
        for name, tables in _DERIVED_OF.items():
            if name in self.__dict__ and all(made.table(one) is self.table(one) for one in tables):
                made.__dict__[name] = self.__dict__[name]
        return made

    def with_figures(self, figures: Mapping[str, Mapping[str, NDArray[np.int64]]]) -> Self:
        """Make the same organisation with other figures, by table and field, known exactly.

        A column has a whole number a row, ``MISSING`` of ``core.figure_columns`` where there is none; what is derived of no figure is
        shared.

        >>> import numpy as np
        >>> s = Structure.of([Unit("a"), Post("a/1", "a", authorized=2)])
        >>> s.with_figures({"posts": {"authorized": np.array([3])}}).post("a/1").authorized
        3
        """
        tables = {**self._tables, **{name: self.table(name).with_figures(columns) for name, columns in figures.items()}}
        made = type(self)(tables, self.strings, terms=self.terms, as_of=self.as_of)
        made.__dict__.update({name: getattr(self, name) for name in (*_DERIVED_OF, "reporting")})
        return made

    def dated(self, as_of: str | None) -> Self:
        """Give the same organisation as it is said to be on a date, with what is derived already; raises ProblemsError for what is no date.

        >>> Structure.of([Unit("a")], as_of="2019").dated("2020").as_of
        '2020'
        """
        if as_of == self.as_of:
            return self
        if as_of is not None:
            day_of(as_of)
        made = type(self)(self._tables, self.strings, terms=self.terms, as_of=as_of)
        made.__dict__.update(
            {name: self.__dict__[name] for name in (*_DERIVED_OF, "reporting") if name in self.__dict__}
        )
        return made

    def kept(self, make: Callable[..., Made], *given: str) -> Made:
        """Give what a function makes of this structure and words, made once and kept until ``release``; nobody changes it.

        >>> s = Structure.of([Post("a/1", "a")])
        >>> s.kept(repr) is s.kept(repr)
        True
        """
        found: dict[Any, Any] = self.__dict__.setdefault("_kept", {})
        if (make, given) not in found:
            found[make, given] = make(self, *given)
        return cast(Made, found[make, given])

    def __getstate__(self) -> dict[str, Any]:
        """Pickle and copy without what functions made of it: that is made again."""
        return {name: value for name, value in self.__dict__.items() if name != "_kept"}

    def graph(self, kind: str = "units") -> nx.DiGraph[str]:
        """Make a networkx graph: ``units`` (the chart), ``posts`` (who reports to whom), or a kind of line.

        Edges of ``units`` run from parent to child; all others from the one who answers to the superior.
        Raises ProblemsError for an unknown kind.
        """
        from orgmodel.core.graphs import graph

        return graph(self, self.tree, lambda: self.reporting, kind)

    def release(self) -> None:
        """Forget the indexes and columns that can be made again, to keep many variants in little memory."""
        for name in ("tree", "reporting", "post_unit", "placed_posts", "_kept"):
            self.__dict__.pop(name, None)
        for table in self._tables.values():
            table.release()

    def __eq__(self, other: object) -> bool:
        """Compare by content: the same records, whatever their rows."""
        if not isinstance(other, Structure):
            return NotImplemented
        from orgmodel.core.change import diff

        return self is other or not diff(self, other)

    __hash__ = None  # type: ignore[assignment]  # equal by content, and too large to hash

    def __repr__(self) -> str:
        """Show the size."""
        date = f"as of {self.as_of}" if self.as_of else "undated"
        return f"Structure({counted(len(self.units), 'units')}, {counted(len(self.posts), 'rows of posts')}, {date})"
