"""Who fails by other rules: each norm about each subject by either set of rules, at the best figures and over the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.exploration.norm_chances import citation_of
from orgmodel.norms.finding import FAIL, FAILS_FOR_PART, NOT_APPLICABLE

if TYPE_CHECKING:
    from orgmodel.exploration.over_draws import Explored
    from orgmodel.exploration.rules import Rules
    from orgmodel.exploration.runs import Judged
    from orgmodel.norms.finding import Finding

NEWLY_FAILS, MAY_NEWLY_FAIL, NO_LONGER_FAILS, MAY_NO_LONGER_FAIL, OTHERWISE = ORDER = (
    "newly_fails", "may_newly_fail", "no_longer_fails", "may_no_longer_fail", "otherwise",
)  # fmt: skip
"""What other rules change, at the best figures or else in some draws alone; those to look at first at the head."""
RULE_COLUMNS = (
    "rules", "scenario", "norm", "subject", "now", "then", "change", "citation", "fails_now", "fails_then", "newly_fails", "no_longer_fails", "runs", "draws",
)  # fmt: skip


def rule_rows(cases: Sequence[Explored], rules: Sequence[Rules]) -> list[tuple[Any, ...]]:
    """List every norm about every subject of which other rules say otherwise than those that are, at best or in a draw: who newly fails first.

    Gives rows of ``RULE_COLUMNS``. ``now`` and ``then`` are the results with the ranges as they are; ``fails_now`` to ``no_longer_fails``
    shares from 0 to 1 of the ``draws``, each judged by both; of what is certain, which takes none, they are 0 or 1. ``runs`` are the draws where
    they were run, since the norm is not compiled.
    """
    rows = []
    for case in cases:
        now = {(one.norm, one.subject): one for one in case.found}
        for at, one in enumerate(rules):
            then = {(each.norm, each.subject): each for each in case.found_by[at]}
            sound = [(each.judged, each.by_rules[at]) for each in case.runs if not each.refused and each.by_rules]
            compiled = case.counts.fails[at] if case.counts.fails else {}
            for key in dict.fromkeys((*now, *then, *compiled)):
                results = tuple(_result(each, key) for each in (now, then))
                if key in compiled and compiled[key].sum():
                    chances = _shares(*compiled[key].tolist())
                elif key[0] in case.run_norms and sound:
                    chances = _chances(sound, key)
                else:
                    chances = _certain(results)
                if results[0] == results[1] and not (chances[2] or chances[3]):
                    continue
                cited = then.get(key) or now.get(key)
                told = _change(now.get(key), then.get(key), chances)
                cites = citation_of(case.asked.pack, key[0]) if cited is None else cited.citation
                runs = chances[4] if key[0] in case.run_norms else 0
                rows.append((one.text, case.scenario.id, *key, *results, told, cites, *chances[:4], runs, chances[4]))
    return sorted(rows, key=lambda row: (ORDER.index(row[6]), -row[10], -row[11]))


def _result(found: Mapping[tuple[str, str], Finding], key: tuple[str, str]) -> str:
    return found[key].result if key in found else NOT_APPLICABLE


def _chances(sound: Sequence[tuple[Judged, Judged]], key: tuple[str, str]) -> tuple[float, float, float, float, int]:
    """Give in which shares of the runs it fails now, then, newly and no longer, and how many runs they are of."""
    pairs = [(now.get(key) == FAIL, then.get(key) == FAIL) for now, then in sound]
    return _shares(*(pairs.count(one) for one in ((False, False), (False, True), (True, False), (True, True))))


def _shares(neither: int, then: int, now: int, both: int) -> tuple[float, float, float, float, int]:
    """Give in which shares it fails now, then, newly and no longer, of how many, from how many fail by which rules."""
    count = neither + then + now + both
    return (now + both) / count, (then + both) / count, then / count, now / count, count


def _certain(results: tuple[str, ...]) -> tuple[float, float, float, float, int]:
    now, then = (float(one == FAIL) for one in results)
    return now, then, max(0.0, then - now), max(0.0, now - then), 0


def _change(now: Finding | None, then: Finding | None, chances: tuple[float, float, float, float, int]) -> str:
    """Say what changes: for certain or at the best figures, or else in some runs."""
    broken = [one is not None and one.broken for one in (now, then)]
    is_part = FAILS_FOR_PART in [one.result for one in (now, then) if one is not None]
    if broken[0] != broken[1] and not (is_part and max(chances[2:4]) < 1):
        return NEWLY_FAILS if broken[1] else NO_LONGER_FAILS
    return MAY_NEWLY_FAIL if chances[2] else MAY_NO_LONGER_FAIL if chances[3] else OTHERWISE
