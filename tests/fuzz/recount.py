"""The ledger recounted by pandas from what is written: before + in − out = after, of every figure that is known.

Uncertain figures are recounted too, by ``tests.books``, which gives each a number of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from orgmodel.scenario.scenario import Outcome
from tests.books import Values, faults, holdings

ACCOUNT = ["unit", "quantity", "block"]
MAY_CROSS = {"create", "dissolve", "resize"}
CONCURRENT = {"link_posts", "unlink_posts"}


def counted(written: str) -> pd.DataFrame:
    """Count posts, people, members, functions and declared quantities by unit and block in a structure's JSON.

    ``amount`` is the sum of what is known, ``unknown`` how many figures are not exact.
    """
    tables = json.loads(written)["tables"]
    rows: list[tuple[str, str, str, Any]] = []
    for post in tables.get("posts", ()):
        figures = {"authorized": "authorized", "filled": "filled", "fte": "fte", "people": "filled"}
        rows += [(post["unit"], name, post.get("block", ""), post[field]) for name, field in figures.items()]
    place = {post["id"]: (post["unit"], post.get("block", "")) for post in tables.get("posts", ())}
    second = [one["also_holds"] for one in tables.get("links", ())]
    second += [one["post"] for one in tables.get("incumbencies", ()) if one.get("order", 0) > 0]
    rows += [(place[post][0], "people", place[post][1], -1) for post in second]
    for one in tables.get("members", ()):
        parts = (one.get("official"), one.get("probationary"))
        whole = one["total"] is None and all(isinstance(part, int) for part in parts)
        rows.append((one["unit"], "members", one.get("block", "party"), sum(parts) if whole else one["total"]))
    for one in tables.get("quantities", ()):
        rows.append((one["unit"], one["quantity"], "", one["value"]))
    rows += [
        (one["unit"], "functions", one.get("block", ""), 1)
        for one in tables.get("functions", ())
        if not one.get("internal")
    ]
    frame = pd.DataFrame(rows, columns=[*ACCOUNT, "figure"])
    exact = frame["figure"].map(lambda figure: isinstance(figure, int)).astype(bool)
    frame["amount"] = frame["figure"].where(exact, 0).astype(object)
    frame["unknown"] = (~exact).astype(int)
    return frame.groupby(ACCOUNT)[["amount", "unknown"]].sum()


def moved(outcome: Outcome) -> pd.DataFrame:
    """Sum the rows of the ledger by account: in less out; what a unit carried along is left out."""
    rows = []
    for entry in outcome.ledger:
        flow = entry.flow
        if flow.via is None:
            amount, unknown = flow.amount.known, len(flow.amount.terms)
            rows.append((flow.from_unit, flow.quantity, flow.block_from or "", -amount, unknown))
            rows.append((flow.to_unit, flow.quantity, flow.block_to or "", amount, unknown))
    frame = pd.DataFrame(rows, columns=[*ACCOUNT, "amount", "unknown"])
    return frame[frame["unit"].notna()].groupby(ACCOUNT)[["amount", "unknown"]].sum()


def breaks(outcome: Outcome, before: str, after: str) -> tuple[list[str], int]:
    """List where the ledger does not lead from one state to the other, and give how many accounts were compared."""
    was, now, by = counted(before), counted(after), moved(outcome)
    accounts = was.index.union(now.index).union(by.index)
    table = {name: one.reindex(accounts, fill_value=0) for name, one in (("was", was), ("now", now), ("by", by))}
    known = sum(one["unknown"] for one in table.values()) == 0
    off = known & (table["was"]["amount"] + table["by"]["amount"] != table["now"]["amount"])
    found = [f"ledger: {account} {[one.loc[account, 'amount'] for one in table.values()]}" for account in accounts[off]]
    found += list(_outside(outcome))
    values = Values()
    flows = [entry.flow for entry in outcome.ledger]
    found += [
        f"books: {one}"
        for one in faults(holdings(outcome.before, values), flows, holdings(outcome.after, values), values)
    ]
    return found, int(known.sum())


def _outside(outcome: Outcome) -> Iterable[str]:
    for entry in outcome.ledger:
        flow, verb = entry.flow, entry.flow.operation or entry.operation
        if flow.via is None and None in (flow.from_unit, flow.to_unit):
            concurrent = verb in CONCURRENT and flow.quantity in ("filled", "fte", "people")
            if verb not in MAY_CROSS and not concurrent:
                yield f"ledger: {verb} takes {flow.quantity} from or to outside"
            elif not flow.reason.is_given:
                yield f"ledger: {verb} takes {flow.quantity} from or to outside, and does not say why"
