"""Splits as operations: a unit that ends or goes on, and the ones that begin with a part of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from orgmodel.core.records import Line, Unit
from orgmodel.inference.clear import clear, ready
from orgmodel.inference.evidence import Evidence
from orgmodel.inference.forms import Data, beginning, line_spec
from orgmodel.inference.heads import head_change
from orgmodel.inference.takes import Allotment, Portion, allot, in_order_of_shares
from orgmodel.inference.trial import Trial, date_of
from orgmodel.inference.words import Sure


def split_up(trial: Trial, unit: str, receivers: Sequence[str], evidence: Evidence, sure: Sure) -> bool:
    """Let a unit end in several that begin."""
    old = ready(trial, unit)
    if old is None or len(receivers) < 2:
        return False
    end = trial.wanted_end(unit)
    clear(trial, unit, receivers)
    ordered = in_order_of_shares(trial, receivers)
    allotment = allot(trial, unit, ordered, evidence, stays=False)
    data: Data = {"split_up": unit, "into": _receivers(trial, unit, allotment, evidence)}
    if allotment.weights is not None:
        data["shares"] = {"by": allotment.weights, "of": sorted(allotment.shared)}
    if allotment.both:
        data["both"] = {"functions": allotment.both}
    if incoming := _incoming(trial, unit, ordered, evidence):
        data["incoming"] = incoming
    date, free = date_of(*(begins(trial, id) for id in ordered), end.ends if end else None)
    return trial.perform(data, sure, date=date, free=free)


def split_off(
    trial: Trial, unit: str, receivers: Sequence[str], evidence: Evidence, sure: Sure, *, ending: bool = False
) -> bool:
    """Let units begin with a part of another that goes on (or, ``ending``, that ends soon and leaves all to the first)."""
    if trial.draft.unit(unit) is None:
        return False
    allotment = allot(trial, unit, receivers, evidence, stays=not ending)
    allotment.stays = True
    data: Data = {"split_off": unit, "into": _receivers(trial, unit, allotment, evidence)}
    if allotment.both:
        data["both"] = {"functions": allotment.both}
    if incoming := _moved_lines(trial, unit, receivers, evidence):
        data["incoming"] = incoming
    date, free = date_of(*(begins(trial, id) for id in receivers))
    return trial.perform(data, sure, date=date, free=free)


def begins(trial: Trial, unit: str) -> str | None:
    """Give the date on which a unit is to have begun, as records show it."""
    wanted = trial.wanted_unit(unit)
    return wanted.begins if wanted is not None else None


def _receivers(trial: Trial, unit: str, allotment: Allotment, evidence: Evidence) -> list[Data]:
    result: list[Data] = []
    for portion, takes in zip(allotment.portions, allotment.takes(trial), strict=True):
        wanted = trial.wanted_unit(portion.unit)
        assert isinstance(wanted, Unit)  # receivers stand in the later structure
        begin = beginning(trial, wanted, [unit, *evidence.sources(portion.unit)])
        data: Data = {"restores": begin["restores"]} if "restores" in begin else {"unit": begin["unit"]}
        if takes:
            data["takes"] = takes
        if (head := head_change(trial, portion.unit, portion.rows(), portion.parts)) is not None:
            data["head"] = head
        if lines := _new_lines(trial, portion):
            data["begin_lines"] = lines
        result.append(data)
    return result


def _new_lines(trial: Trial, portion: Portion) -> list[Data]:
    """Write the lines that a unit is to have and did not take, as far as their ends exist."""
    taken = [name for kind, _, name in portion.named if kind == "lines"]
    found = []
    for line in trial.target.lines_from(portion.unit):
        exists = trial.draft.unit(line.to) is not None or trial.draft.post(line.to) is not None
        if exists and line.src == "derived" and line_spec(line) not in taken:
            found.append(line_spec(line))
    return found


def _incoming(trial: Trial, unit: str, receivers: Sequence[str], evidence: Evidence) -> Data:
    """Say, by kind, where the lines that end at a unit lead from now on: to all where one of them does, else as most do."""
    votes: dict[str, Counter[str | int]] = {}
    for line in trial.draft.lines_to(unit):
        led = [number for number, id in enumerate(receivers) if _leads_to(trial, line, id, evidence)]
        rule: str | int = "both" if len(led) > 1 else led[0] if led else "drop"
        votes.setdefault(line.kind, Counter())[rule] += 1
    return {kind: "both" if count["both"] else _most(count) for kind, count in sorted(votes.items())}


def _moved_lines(trial: Trial, unit: str, receivers: Sequence[str], evidence: Evidence) -> Data:
    """Say which kinds of line all lead from a unit that goes on to one that begins."""
    rules: dict[str, set[int]] = {}
    for line in trial.draft.lines_to(unit):
        led = [number for number, id in enumerate(receivers) if _leads_to(trial, line, id, evidence)]
        stays = trial.wanted("lines", line.key) is not None
        rules.setdefault(line.kind, set()).add(-1 if stays or not led else led[0])
    return {kind: numbers.pop() for kind, numbers in sorted(rules.items()) if len(numbers) == 1 and -1 not in numbers}


def _leads_to(trial: Trial, line: Line, unit: str, evidence: Evidence) -> bool:
    starts = (line.from_, *evidence.receivers(line.from_))
    return any(trial.wanted("lines", (line.kind, start, unit)) is not None for start in starts)


def _most(count: Counter[str | int]) -> str | int:
    return max(sorted(count, key=str), key=count.__getitem__)
