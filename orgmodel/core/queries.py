"""What can be asked of an organisation record by record, of a structure and of a draft alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, cast

from orgmodel.core.present import first_first
from orgmodel.core.records import (
    Attribute,
    Ended,
    Function,
    Identity,
    Incumbency,
    Key,
    Line,
    Link,
    Members,
    Post,
    Quantity,
    Record,
    Unit,
)

RANK_ORDER = {"head": 0, "deputy": 1, "staff": 2, "unknown": 3}


class Queries(ABC):
    """Answer questions about records by what whoever holds them gives: one by its key, and groups of them by a field."""

    @abstractmethod
    def get(self, table: str, key: Key) -> Record | None:
        """Give a record, or None."""

    @abstractmethod
    def group(self, table: str, field: str, value: str | None) -> list[Record]:
        """List the records of a table whose field has a value."""

    @abstractmethod
    def is_bare(self, table: str) -> bool:
        """Tell whether a table has no records, so that nothing need be looked for in it."""

    @abstractmethod
    def ended_units(self, id: str) -> list[Ended]:
        """List the ended lives of a unit, oldest first."""

    @property
    def queries(self) -> Queries:
        """Give the same queries as they answer inside: of what is not there with nothing, and never with a refusal."""
        return self

    def _by_key(self, table: str, field: str, value: str) -> list[Any]:
        found = self.group(table, field, value)
        return sorted(found, key=lambda one: one.key) if len(found) > 1 else found

    def children_of(self, unit: str | None) -> list[Unit]:
        """List the units directly under one (or the roots, for None), by (order, id)."""
        found = cast(list[Unit], self.group("units", "parent", unit))
        return sorted(found, key=lambda child: (child.order, child.id))

    def subtree(self, unit: str) -> list[Unit]:
        """List a unit and all below it, depth-first; nothing where there is no such unit."""
        found: list[Unit] = []
        top = cast("Unit | None", self.get("units", unit))
        stack = [top] if top is not None else []
        while stack:
            found.append(stack.pop())
            stack.extend(reversed(self.children_of(found[-1].id)))
        return found

    def upward(self, unit: str) -> Iterator[Unit]:
        """Walk from a unit upward over its parents, itself first; a circle ends where it closes."""
        passed: set[str] = set()
        one = cast("Unit | None", self.get("units", unit))
        while one is not None and one.id not in passed:
            passed.add(one.id)
            yield one
            one = cast("Unit | None", self.get("units", one.parent)) if one.parent is not None else None

    def posts_of(self, unit: str) -> list[Post]:
        """List the posts of a unit: head first, then deputies, the rest by (order, id)."""
        return sorted(cast(list[Post], self.group("posts", "unit", unit)), key=post_order)

    def head_of(self, unit: str) -> Post | None:
        """Give the head post of a unit, or None."""
        return next((post for post in self.posts_of(unit) if post.rank == "head"), None)

    def lines_from(self, id: str) -> list[Line]:
        """List the written lines that start at a unit or post."""
        return self._by_key("lines", "from_", id)

    def lines_to(self, id: str) -> list[Line]:
        """List the written lines that end at a unit or post."""
        return self._by_key("lines", "to", id)

    def functions_of(self, unit: str) -> list[Function]:
        """List the functions of a unit."""
        return self._by_key("functions", "unit", unit)

    def identities_of(self, unit: str) -> list[Identity]:
        """List the legal identities of a unit."""
        return self._by_key("identities", "unit", unit)

    def attributes_of(self, unit: str) -> dict[str, Attribute]:
        """Give the attributes of a unit by name."""
        return {one.name: one for one in cast(list[Attribute], self.group("attributes", "unit", unit))}

    def members_of(self, unit: str) -> list[Members]:
        """List the members of a party organisation: one record, or one for each organisation that merged into it."""
        return self._by_key("members", "unit", unit)

    def quantities_of(self, unit: str, quantity: str | None = None) -> list[Quantity]:
        """List what a unit has itself of each quantity that is declared, or of one; a record for each origin."""
        found: list[Quantity] = self._by_key("quantities", "unit", unit)
        return found if quantity is None else [one for one in found if one.quantity == quantity]

    def links_from(self, post: str) -> list[Link]:
        """List the links in which a post is the first."""
        return self._by_key("links", "post", post)

    def links_to(self, post: str) -> list[Link]:
        """List the links in which a post is also held."""
        return self._by_key("links", "also_holds", post)

    def incumbents_of(self, post: str) -> list[Incumbency]:
        """List who holds a post."""
        return self._by_key("incumbencies", "post", post)

    def holders_of(self, post: str) -> list[Incumbency]:
        """List who holds a post, each as first under whom a person is counted (see :func:`first_first`)."""
        held = self.incumbents_of(post)
        if not any(one.order for one in held):
            return held
        return first_first(held, self.holdings_of)

    def holdings_of(self, person: str) -> list[Incumbency]:
        """List what a person holds."""
        return self._by_key("incumbencies", "person", person)

    def ended(self, id: str) -> Ended | None:
        """Give the last ended life of a unit, or None."""
        return next(reversed(self.ended_units(id)), None)


class Answers(Queries):
    """Answer from what another holds; what is not there has nothing."""

    def __init__(self, holder: Queries) -> None:
        """Take who holds the records."""
        self._holder = holder

    def __repr__(self) -> str:
        """Show whose they are."""
        return f"Answers({self._holder!r})"

    def get(self, table: str, key: Key) -> Record | None:
        """Give a record, or None."""
        return self._holder.get(table, key)

    def group(self, table: str, field: str, value: str | None) -> list[Record]:
        """List the records of a table whose field has a value."""
        return self._holder.group(table, field, value)

    def is_bare(self, table: str) -> bool:
        """Tell whether a table has no records."""
        return self._holder.is_bare(table)

    def ended_units(self, id: str) -> list[Ended]:
        """List the ended lives of a unit, oldest first."""
        return self._holder.ended_units(id)


def post_order(post: Post) -> tuple[int, int, str]:
    """Sort key of posts within a unit: head, deputies, staff; then (order, id)."""
    return (RANK_ORDER.get(post.rank, 9), post.order, post.id)
