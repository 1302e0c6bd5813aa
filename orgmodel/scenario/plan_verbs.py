"""The verbs of a plan, a method for each operation; made by scripts/plan_verbs.py of the operations' one record."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from orgmodel.operations.model import ConsolidatedUnit, Displaced, Ends, LineEnds
    from orgmodel.operations.money_schema import CostSpec
    from orgmodel.operations.operation_schema import (
        Attributed,
        Both,
        FunctionSpec,
        HeadChange,
        IdentitySpec,
        LineSpec,
        MembersSpec,
        PersonRule,
        PostSpec,
        Receiver,
        Shares,
        SurplusHeadRule,
        Takes,
    )
    from orgmodel.scenario.planned import Done


class PlanVerbs(ABC):
    """Give a method for each operation; the first argument is what the verb is done to, the others are its fields."""

    @abstractmethod
    def _do(self, verb: str, what: Any, given: Mapping[str, Any]) -> Done:
        """Carry out an operation from the arguments of its method."""

    def create(
        self,
        what: Mapping[str, Any],
        /,
        *,
        posts: Sequence[PostSpec | Mapping[str, Any]] | None = None,
        functions: Sequence[FunctionSpec | Mapping[str, Any]] | None = None,
        lines: Sequence[LineSpec | Mapping[str, Any]] | None = None,
        members: MembersSpec | Mapping[str, Any] | None = None,
        quantities: Mapping[str, Literal["?"] | float] | None = None,
        identities: Sequence[IdentitySpec | Mapping[str, Any]] | None = None,
        head: Literal["none"] | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Begin a unit with what it starts with, a row of posts, or a function.

        - ``what``: The unit, the row of posts or the function that begins, in the columns of its table.
        - ``posts``: The rows of posts that a new unit starts with.
        - ``functions``: The functions that a new unit starts with.
        - ``lines``: The lines from a new unit to others.
        - ``members``: The members of a new Party organisation.
        - ``quantities``: So much of each quantity that the study declares, or ? where nobody knows.
        - ``identities``: The legal identities of a new unit.
        - ``head``: none, where the unit is meant to begin without a head.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "create",
            what,
            {
                "posts": posts,
                "functions": functions,
                "lines": lines,
                "members": members,
                "quantities": quantities,
                "identities": identities,
                "head": head,
                "why": why,
                "term": term,
                "cost": cost,
            },
        )

    def dissolve(
        self,
        what: str | Mapping[str, str],
        /,
        *,
        gives: Mapping[str, Takes | Mapping[str, Any]] | None = None,
        gives_all: str | None = None,
        ends: Ends | Mapping[str, Any] | None = None,
        children: str | None = None,
        incoming: str = "",
        people: Mapping[str, Literal["retires", "leaves", "reserve", "unassigned"] | PersonRule | Mapping[str, Any]]
        | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """End a unit, saying where everything goes; or end a row of posts or a function.

        - ``what``: The unit that ends; or {post: …} or {function: …}.
        - ``gives``: By receiver: what it takes of the unit.
        - ``gives_all``: The unit that takes whatever nobody else does.
        - ``ends``: What ends for good with the unit.
        - ``children``: The unit under which its child units go.
        - ``incoming``: The unit at which lines to it end from now on, or drop.
        - ``people``: By person: where whoever loses a post goes, or what becomes of them.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "dissolve",
            what,
            {
                "gives": gives,
                "gives_all": gives_all,
                "ends": ends,
                "children": children,
                "incoming": incoming,
                "people": people,
                "why": why,
                "term": term,
                "cost": cost,
            },
        )

    def consolidate(
        self,
        what: Sequence[str],
        /,
        *,
        into: ConsolidatedUnit | Mapping[str, Any],
        head: HeadChange | Mapping[str, Any] | Literal["none"] | None = None,
        surplus_heads: Mapping[str, SurplusHeadRule | Mapping[str, Any]] | None = None,
        quota: Mapping[str, str] | None = None,
        lines: Literal["keep"] | Sequence[LineSpec | Mapping[str, Any]] = "keep",
        people: Mapping[str, Literal["retires", "leaves", "reserve", "unassigned"] | PersonRule | Mapping[str, Any]]
        | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Merge units into a new one that takes everything: A + B = C (Civil Code Art. 88).

        - ``what``: The units that end: two or more.
        - ``into``: The unit that begins: new, or an ended one restored.
        - ``head``: Which post heads it: keep, convert or quota; or none.
        - ``surplus_heads``: By head post that is not kept: whether it is converted or ends.
        - ``quota``: By block: the block that its quota moves to.
        - ``lines``: keep, or the lines that the new unit has in place of theirs.
        - ``people``: By person: where whoever loses a post goes, or what becomes of them.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "consolidate",
            what,
            {
                "into": into,
                "head": head,
                "surplus_heads": surplus_heads,
                "quota": quota,
                "lines": lines,
                "people": people,
                "why": why,
                "term": term,
                "cost": cost,
            },
        )

    def absorb(
        self,
        what: str | Sequence[str],
        /,
        *,
        into: str,
        surplus_heads: Mapping[str, SurplusHeadRule | Mapping[str, Any]] | None = None,
        quota: Mapping[str, str] | None = None,
        lines: Literal["keep", "drop"] = "drop",
        people: Mapping[str, Literal["retires", "leaves", "reserve", "unassigned"] | PersonRule | Mapping[str, Any]]
        | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Let a unit take over others, which end: A + B = A (Civil Code Art. 89).

        - ``what``: The unit, or units, that end.
        - ``into``: The unit that goes on and takes everything.
        - ``surplus_heads``: By head post of what ends: whether it is converted or ends.
        - ``quota``: By block: the block that its quota moves to.
        - ``lines``: Whether lines of what ends are kept by the other, or dropped.
        - ``people``: By person: where whoever loses a post goes, or what becomes of them.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "absorb",
            what,
            {
                "into": into,
                "surplus_heads": surplus_heads,
                "quota": quota,
                "lines": lines,
                "people": people,
                "why": why,
                "term": term,
                "cost": cost,
            },
        )

    def split_up(
        self,
        what: str,
        /,
        *,
        into: Sequence[Receiver | Mapping[str, Any]],
        shares: Shares | Mapping[str, Any] | None = None,
        both: Both | Mapping[str, Any] | None = None,
        incoming: Mapping[str, Literal["both", "drop"] | int] | Literal["both", "drop"] | int | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Split a unit, which ends, into at least two: A = B + C (Civil Code Art. 90).

        - ``what``: The unit that ends.
        - ``into``: The units that begin, two or more: each restores an ended one or is new, and says what it takes.
        - ``shares``: Weights by which what nobody names is shared out, in the order of into.
        - ``both``: Internal functions that every receiver needs.
        - ``incoming``: What becomes of lines that end at the unit, in all or by kind: both, drop, or the number of a
          receiver.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "split_up",
            what,
            {
                "into": into,
                "shares": shares,
                "both": both,
                "incoming": incoming,
                "why": why,
                "term": term,
                "cost": cost,
            },
        )

    def split_off(
        self,
        what: str,
        /,
        *,
        into: Sequence[Receiver | Mapping[str, Any]],
        both: Both | Mapping[str, Any] | None = None,
        incoming: Mapping[str, Literal["both", "drop"] | int] | Literal["both", "drop"] | int | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Split others off a unit, which goes on with what they do not take: A = A + B (Civil Code Art. 91).

        - ``what``: The unit that goes on with what is not taken.
        - ``into``: The units that begin: each restores an ended one or is new, and says what it takes.
        - ``both``: Internal functions that every receiver needs.
        - ``incoming``: What becomes of lines that end at the unit, in all or by kind: both, drop, or the number of a
          receiver.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "split_off",
            what,
            {"into": into, "both": both, "incoming": incoming, "why": why, "term": term, "cost": cost},
        )

    def transfer(
        self,
        what: str | Sequence[str] | Mapping[str, Any],
        /,
        *,
        to: str | Attributed | Mapping[str, Any] | None,
        as_is: bool = True,
        change: Mapping[str, str] | None = None,
        quota_to: str | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Move whole units under another superior, or posts to another unit.

        - ``what``: A unit, several, those that criteria select, or {posts: […]}.
        - ``to``: The new superior, or the unit that takes the posts; null is the top.
        - ``as_is``: Whether the units keep their form.
        - ``change``: New words of their form: kind, level, block, area (with as_is: false).
        - ``quota_to``: The block that the quota moves to.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "transfer",
            what,
            {"to": to, "as_is": as_is, "change": change, "quota_to": quota_to, "why": why, "term": term, "cost": cost},
        )

    def rename(
        self,
        what: str,
        /,
        *,
        names: str | Mapping[str, str],
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Give a unit other names; its identity stays.

        - ``what``: The unit.
        - ``names``: Its names from now on, by language.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do("rename", what, {"names": names, "why": why, "term": term, "cost": cost})

    def convert(
        self,
        what: str,
        /,
        *,
        change: Mapping[Literal["kind", "level", "block", "area"], str],
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Change the form of a unit (kind, level, block, area); its identity stays.

        - ``what``: The unit.
        - ``change``: New words of its form: kind, level, block, area.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do("convert", what, {"change": change, "why": why, "term": term, "cost": cost})

    def redirect(
        self,
        what: LineEnds | Mapping[str, Any],
        /,
        *,
        to: str | None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Make a line end elsewhere; with ``to: null`` it ends, from null it begins.

        - ``what``: The line as it is: kind, from, to (null: none yet).
        - ``to``: Where it ends from now on; null: it ends.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do("redirect", what, {"to": to, "why": why, "term": term, "cost": cost})

    def resize(
        self,
        what: str | Mapping[Literal["quantity", "unit"], str],
        /,
        *,
        grade: str = "",
        pay: float | None = None,
        pay_low: float | None = None,
        pay_high: float | None = None,
        coefficient: float | None = None,
        by: int | None = None,
        to: int | None = None,
        filled_by: int | None = None,
        filled_to: int | None = None,
        fte_by: float | None = None,
        fte_to: float | None = None,
        people: Mapping[str, Literal["retires", "leaves", "reserve", "unassigned"] | PersonRule | Mapping[str, Any]]
        | None = None,
        amount_by: float | None = None,
        amount_to: float | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Change the quota, the people present, or the pay of a row of posts, or how much of a quantity a unit has; and say why.

        - ``what``: The row of posts, or {quantity: …, unit: …}.
        - ``grade``: what a holder is paid.
        - ``pay``: what a holder is paid.
        - ``pay_low``: what a holder is paid.
        - ``pay_high``: what a holder is paid.
        - ``coefficient``: what a holder is paid.
        - ``by``: So many posts of the quota more or fewer.
        - ``to``: So many posts of the quota.
        - ``filled_by``: So many people more or fewer.
        - ``filled_to``: So many people.
        - ``fte_by``: So many full-time equivalents more or fewer.
        - ``fte_to``: So many full-time equivalents.
        - ``people``: By person: where whoever loses a post goes, or what becomes of them.
        - ``amount_by``: So much of a quantity more or less.
        - ``amount_to``: So much of a quantity.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "resize",
            what,
            {
                "grade": grade,
                "pay": pay,
                "pay_low": pay_low,
                "pay_high": pay_high,
                "coefficient": coefficient,
                "by": by,
                "to": to,
                "filled_by": filled_by,
                "filled_to": filled_to,
                "fte_by": fte_by,
                "fte_to": fte_to,
                "people": people,
                "amount_by": amount_by,
                "amount_to": amount_to,
                "why": why,
                "term": term,
                "cost": cost,
            },
        )

    def assign_function(
        self,
        what: str,
        /,
        *,
        from_: str,
        to: str,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Hand a function from one unit to another.

        - ``what``: The function.
        - ``from_``: The unit that has it.
        - ``to``: The unit that has it from now on.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do("assign_function", what, {"from_": from_, "to": to, "why": why, "term": term, "cost": cost})

    def link_posts(
        self,
        what: str,
        /,
        *,
        also_holds: str,
        basis: str = "",
        displaced: Displaced | Mapping[str, Any] | None = None,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """Let the holder of one post also hold another.

        - ``what``: The post whose holder takes a second one.
        - ``also_holds``: The second post.
        - ``basis``: The paper that says so.
        - ``displaced``: The post to which the second post's holder goes.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do(
            "link_posts",
            what,
            {"also_holds": also_holds, "basis": basis, "displaced": displaced, "why": why, "term": term, "cost": cost},
        )

    def unlink_posts(
        self,
        what: str,
        /,
        *,
        also_holds: str,
        why: str = "",
        term: str = "",
        cost: float | CostSpec | Mapping[str, Any] | Sequence[CostSpec | Mapping[str, Any]] | None = None,
    ) -> Done:
        """End a concurrent holding; the second post becomes vacant.

        - ``what``: The post whose holder gives a second one up.
        - ``also_holds``: The second post, which becomes vacant.
        - ``why``: Why anything begins or ends: law, a decision, or in words.
        - ``term``: The word that the paper uses for it.
        - ``cost``: What it costs once: a list of amounts, each with what it is for.

        Raises ProblemsError where it cannot be carried out; the plan is then as before.
        """
        return self._do("unlink_posts", what, {"also_holds": also_holds, "why": why, "term": term, "cost": cost})
