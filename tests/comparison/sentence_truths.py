"""The truth of what a comparison says, derived from its JSON object alone: what is to be said, and with which values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from orgmodel.measures.catalogue import MEAN, measure_of
from orgmodel.words.labels import label
from orgmodel.words.measures import measure_name
from orgmodel.words.numbers import count, date, number, percent
from tests.strategies import TERMS

Json = dict[str, Any]
Said = tuple[str, str | None, Json]

SPOKEN_OF = (
    "units", "units_internal", "units_direct", "posts_authorized", "posts_filled", "headcount", "party_members", "heads",
    "deputies", "leaders_per_100", "span_mean", "layers", "superiors_per_unit", "concurrent_posts", "posts_moved",
    "lines_changed", "functions_uncovered", "functions_duplicated", "cost_year", "cost_one_off",
)  # fmt: skip
SPOKEN_OF = (*SPOKEN_OF, *TERMS.quantities)  # what the studies of these tests declare beside them
ALWAYS = ("units", "posts_authorized", "headcount")
MOST_RANGES = 5
SEEN = 0.005
SPLIT, MERGED = ("split_up", "split_off"), ("consolidate", "absorb")


class Truth:
    """Read the JSON object of a comparison by case, scope and measure."""

    def __init__(self, made: Json) -> None:
        """Index the rows."""
        self.made = made
        self.scenarios = made["scenarios"]
        self.labels = [one["id"] for one in self.scenarios if not one["refused"]]
        self.rows: dict[tuple[str, str], dict[str, Json]] = {}
        for row in made["measures"]:
            self.rows.setdefault((row["scenario"], row["scope"]), {})[row["measure"]] = row
        self.units = {(row["scenario"], row["unit"], row["measure"]): row for row in made["units"]}
        self.interim = {(row["scenario"], row["unit"], row["measure"]): row["value"] for row in made["interim"]}

    def total(self, label: str) -> dict[str, Json]:
        """Give the rows of a case in total, by measure."""
        return self.rows.get((label, "total"), {})

    def of(self, table: str, label: str) -> list[Json]:
        """Give the rows of a table that belong to a case."""
        return [row for row in self.made[table] if row["scenario"] == label]

    # -- what is to be said ------------------------------------------------------------------------------------------

    def said(self) -> Iterator[Said]:
        """List what is to be said, but for the sentences about heads, superiors and likeness, which are checked as said."""
        many = len(self.scenarios)
        apart = any(row["code"] == "DIFFERENT_BASELINES" for row in self.made["problems"])
        yield ("different_baselines" if apart else "opening"), None, {"count": many}
        days = {one["on"] for one in self.scenarios}
        if len(days) == 1 and None not in days:
            undated = {step for one in self.scenarios for step in one["undated"]}
            yield "on", None, {"date": days.pop(), "undated": len(undated)}
        for one in self.scenarios:
            if one["refused"]:
                yield "refused", one["id"], {}
            else:
                yield from self._of(one["id"], one)
        yield from self._ranges()
        for measure in ("posts_authorized", "posts_filled"):
            rows = [row for name in self.labels if (row := self.total(name).get(measure))]
            for kind, field, values in (("assumed", "share", "assumed"), ("missing", "missing", "missing")):
                most = max((row[values] or 0 for row in rows), default=0)
                if most:
                    yield kind, None, {"measure": measure, field: most}

    def _of(self, label: str, entry: Json) -> Iterator[Said]:
        for measure in SPOKEN_OF:
            row = self.total(label).get(measure)
            if row is not None and (measure in ALWAYS or self.is_told(row) or row["now_known"]):
                at_least = bool(row["missing"]) and measure_of(measure, TERMS).form != MEAN
                values = {
                    name: row[name] for name in ("measure", "before", "after", "change", "known", "of", "now_known")
                }
                yield "measure", label, {**values, "at_least": at_least}
        own, hosts = self.quotas(label, "block:"), self.quotas(label, "host:")
        total = self.total(label).get("posts_authorized")
        has_blocks = any(name == label and scope.startswith("block:") for name, scope in self.rows)
        if has_blocks and (own or (hosts and total and total["change"] == 0)):
            yield "blocks", label, {"own": own, "hosts": hosts}
        if entry["units_begun"] or entry["units_ended"]:
            begun, ended = (self.by_count(entry, name) for name in ("begun", "ended"))
            yield "begun_ended", label, {**begun, **ended}
        moved = [row["unit"] for row in entry["units_moved"]]
        if moved:
            yield "moved_units", label, {**self.counted(entry, moved, "units"), **self.members(label, entry)}

    def by_count(self, entry: Json, name: str) -> Json:
        """Count the units that begin or end, those that are no units of the count left out, and each sort where there are several."""
        units = entry[f"units_{name}"]
        told = {
            one: self.counted(entry, [unit for unit in units if entry["counts_as"][unit] == one], "n")
            for one in dict.fromkeys(entry["counts_as"][unit] for unit in units)
        }
        by = {one: [many["n"], many["n_at_least"]] for one, many in told.items()}
        several = by if len(by) > 1 or "none" in by else {}
        counted = [unit for unit in units if entry["counts_as"][unit] != "none"]
        return {**self.counted(entry, counted, name), f"{name}_by": several}

    @staticmethod
    def counted(entry: Json, units: list[str], name: str) -> Json:
        """Count units, a remainder as the number that it stands for: a least where of one it is not known (0)."""
        numbers = [entry["stands_for"].get(unit, 1) for unit in units]
        return {name: sum(numbers), f"{name}_at_least": not all(numbers)}

    def is_told(self, row: Json) -> bool:
        """Tell whether a row has something to say."""
        if measure_of(row["measure"], TERMS).compares:
            return bool(row["after"] or row["missing"])
        if row["change"] is None:
            return None not in (row["before"], row["after"])
        return abs(row["change"]) >= SEEN

    def quotas(self, label: str, prefix: str) -> list[list[Any]]:
        """List the blocks whose quota changes, and by how much."""
        found = []
        for (name, scope), rows in self.rows.items():
            row = rows.get("posts_authorized")
            if name == label and scope.startswith(prefix) and "," not in scope and row and row["change"]:
                found.append([scope.removeprefix(prefix), row["change"]])
        return found

    def members(self, label: str, entry: Json) -> Json:
        """Sum the members of the units that move; nothing is held of units that move below one another."""
        moved = {row["unit"] for row in entry["units_moved"]}
        if len({row["to"] for row in entry["units_moved"]} - moved) != len({row["to"] for row in entry["units_moved"]}):
            return {}  # one below another would be counted twice
        found = [row for unit in moved if (row := self.units.get((label, unit, "party_members")))]
        if any(row["missing"] for row in found):
            return {}  # known parts may come together to more
        return {
            "members": sum(row["after"] or 0 for row in found),
            "members_missing": sum(row["missing"] for row in found),
        }

    def _ranges(self) -> Iterator[Said]:
        told = 0
        for measure in SPOKEN_OF if len(self.labels) > 1 else ():
            rows = {name: row for name in self.labels if (row := self.total(name).get(measure))}
            changes = {name: row["change"] for name, row in rows.items() if row["change"] is not None}
            if changes and max(changes.values()) - min(changes.values()) >= SEEN and told < MOST_RANGES:
                told += 1
                low, high = min(changes.values()), max(changes.values())
                unknown = [name for name in rows if name not in changes]
                yield "range", None, {"measure": measure, "low": low, "high": high, "unknown": unknown}

    # -- what is true if it is said ----------------------------------------------------------------------------------

    def nothing_changes(self, label: str) -> bool:
        """Tell whether the rows of a case show no change at all."""
        rows = [row for (name, _), rows in self.rows.items() if name == label for row in rows.values()]
        rows += [row for (name, _, _), row in self.units.items() if name == label]
        still = all(row["before"] == row["after"] or measure_of(row["measure"], TERMS).compares for row in rows)
        moved = any(row["after"] for row in rows if measure_of(row["measure"], TERMS).compares)
        lines = all(row["status"] == "kept" for row in self.of("lines", label))
        return still and lines and not moved and not any(self.of(table, label) for table in ("lineage", "posts"))

    def apart(self, scopes: list[str] | None = None) -> bool:
        """Tell whether two cases differ in what they change in some scopes; None: in any, or in any unit."""
        places: dict[tuple[str, str], dict[str, Any]] = {}
        for (name, scope), rows in self.rows.items():
            for measure, row in rows.items():
                if scopes is None or scope in scopes:
                    places.setdefault((scope, measure), {})[name] = changed(row)
        for (name, unit, measure), row in self.units.items() if scopes is None else ():
            places.setdefault((unit, measure), {})[name] = changed(row)
        return any(len({found.get(name, 0) for name in self.labels}) > 1 for found in places.values())

    def heads(self, label: str, steps: list[str]) -> Json:
        """Recount what some steps that split and merge do to head posts."""
        units: Counter[str] = Counter()
        found: Json = {"converted": Counter(), "created": 0, "surplus": Counter(), "more": 0}
        quota: list[Any] = []
        posts = self.of("posts", label)
        ranks = {row["post_before"]: row["rank_before"] for row in posts}
        for step in steps:
            links = [
                row
                for row in self.of("lineage", label)
                if row["step"] == step and row["operation"] in (*SPLIT, *MERGED)
            ]
            sides = {side: {row[side] for row in links if row[side]} for side in ("before", "after")}
            units.update({side: len(sides[side]) for side in sides})
            flows = [row for row in self.of("ledger", label) if row["step"] == step and row["quantity"] == "authorized"]
            for row in posts:
                old, new = (
                    row[f"rank_{side}"] == "head" and row[f"unit_{side}"] in sides[side] for side in ("before", "after")
                )
                found["more"] += new - old
                if old and not new and row["rank_after"] != "head":
                    found["surplus"][row["rank_after"] or "ended"] += 1
                elif new and not old and row["post_before"] is None:
                    taken = [
                        flow["reason_of"][0]
                        for flow in flows
                        if flow["to"] == row["unit_after"]
                        and flow["from"] in sides["before"]
                        and flow["reason_kind"] == "converted"
                    ]
                    if taken:
                        found["converted"][ranks.get(taken[0], "unknown")] += 1
                    else:
                        found["created"] += 1
                elif new and not old and row["rank_before"] != "head":
                    found["converted"][row["rank_before"]] += 1
            for flow in flows:
                if None in (flow["from"], flow["to"]) and not flow["via"]:
                    sign = 1 if flow["from"] is None else -1
                    quota.append(None if flow["amount"] is None else sign * flow["amount"])
        return {
            "units_before": units["before"], "units_after": units["after"], "more": found["more"],
            "converted": dict(found["converted"]), "created": found["created"], "surplus": dict(found["surplus"]),
            "new_quota": None if None in quota else sum(quota),
        }  # fmt: skip

    def stands_alone(self, label: str, steps: list[str]) -> bool:
        """Tell whether no other step, nor two of these, touch the posts of one unit: else the rows of posts tell of all."""
        owners: dict[str, set[str]] = {}
        for row in (*self.of("ledger", label), *self.of("lineage", label)):
            for unit in (row.get("from"), row.get("to"), row.get("before"), row.get("after")):
                owners.setdefault(unit or "", set()).add(row["step"])
        return all(len(found) == 1 or not found & set(steps) for unit, found in owners.items() if unit)

    def steps_with_heads(self, label: str) -> set[str]:
        """List the steps that split or merge units and touch a head post of them."""
        found = set()
        for step in {row["step"] for row in self.of("lineage", label)}:
            one = self.heads(label, [step])
            told = one["more"] or one["converted"] or one["created"] or one["surplus"]
            if told and one["units_before"] and one["units_after"]:
                found.add(step)
        return found


def changed(row: Json) -> Any:
    """Give the change of a row; where there is nothing before and after there is none."""
    nothing = not row["before"] and not row["after"] and not row["missing"] and not row.get("missing_before")
    return 0 if nothing else row["change"]


# -- what a reader reads ---------------------------------------------------------------------------------------------


def either(value: float | None, language: str, *, signed: bool = False) -> list[str]:
    """Write a number in each way in which it may be read: with two decimals, or more where two would mislead."""
    return [number(value, language, signed=signed, places=places) for places in (2, 3, 4)]


def moves(before: float | None, after: float | None, change: float, language: str) -> list[str]:
    """Write a change in each way in which it may be read: between the figures as they are written, or by itself."""
    found = either(change, language, signed=True)
    if before is not None and after is not None and abs(after - before - change) < 1e-6:
        found += [
            number(round(after, places) - round(before, places), language, signed=True, places=places)
            for places in (2, 3, 4)
        ]
    return found


def reads(kind: str, values: Json, language: str) -> list[list[str]]:
    """List what the text of a sentence has to hold, each in one of some ways."""
    return READ[kind](values, language) if kind in READ else []


def _measure(values: Json, language: str) -> list[list[str]]:
    name = measure_name(values["measure"], language, TERMS.labels)
    found = [[name[:1].lower() + name[1:]]]
    if measure_of(values["measure"], TERMS).compares:
        return [
            *found,
            ["chưa có số liệu", "not known"] if values["after"] is None else either(values["after"], language),
        ]
    not_known = ["chưa có số liệu", "not known"]
    if values["change"] is None:
        return [*found, ["thiếu", "missing", *not_known]]
    told = {
        side: not_known
        if values[side] is None or (values["at_least"] and not values[side])
        else either(values[side], language)
        for side in ("before", "after")
    }
    if not values["change"]:
        return [*found, told["after"], ["không đổi", "unchanged"]]
    way = ("tăng", "up") if values["change"] > 0 else ("giảm", "down")
    return [
        *found,
        *told.values(),
        [
            f"({way[language == 'en']} {one.lstrip('+-')}"
            for one in moves(values["before"], values["after"], values["change"], language)
        ],
    ]


def _blocks(values: Json, language: str) -> list[list[str]]:
    return [either(abs(change), language) for side in ("own", "hosts") for _, change in values[side]]


def _range(values: Json, language: str) -> list[list[str]]:
    ends = [moves(*values[f"{side}_of"], values[side], language) for side in ("low", "high")]
    called = values["called"]
    return [*ends, *([called[name]] for name in (values["least"], values["most"], *values["unknown"]))]


def _heads(values: Json, language: str) -> list[list[str]]:
    found = [[*either(values[side], language), f"{values[side]:02d}"] for side in ("units_before", "heads_before")]
    found += [[str(values["heads_after"])]]
    for side in ("converted", "surplus"):
        for rank, many in values[side].items():
            word = (
                ["kết thúc", "ended", "that end"]
                if rank == "ended"
                else [label("rank", rank, "vi"), count(many, rank, "en")]
            )
            found += [[f"{many:02d}", str(many)], word]
    return found


READ: dict[str, Callable[[Json, str], list[list[str]]]] = {
    "opening": lambda values, language: [[count(values["count"], "scenario", language)]],
    "different_baselines": lambda values, language: [[count(values["count"], "scenario", language)]],
    "on": lambda values, language: [
        [date(values["date"], language)],
        *[[str(values["undated"])]] * bool(values["undated"]),
    ],
    "measure": _measure,
    "blocks": _blocks,
    "begun_ended": lambda values, language: [
        [count(values[side], "unit", language)] for side in ("begun", "ended") if values[side]
    ],
    "moved_units": lambda values, language: [[count(values["units"], "unit", language)]],
    "superiors": lambda values, language: [
        [*either(values[side], language), f"{int(values[side]):02d}"] for side in ("before", "after")
    ],
    "heads": _heads,
    "range": _range,
    "assumed": lambda values, language: [
        [percent(values["share"], language)],
        [measure_name(values["measure"], language, TERMS.labels)],
    ],
    "missing": lambda values, language: [
        [count(values["missing"], "figure", language)],
        [measure_name(values["measure"], language, TERMS.labels)],
    ],
}
"""What the text of each kind of sentence has to hold."""
