"""What differs, in a few sentences: directions and sizes, never a verdict; more units is not worse than fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgmodel.comparison.arithmetic import SPLITS, head_counts, together
from orgmodel.comparison.wording import block_name, counted, in_words, number
from orgmodel.core.figures import Amount
from orgmodel.measures.catalogue import measure_of

if TYPE_CHECKING:
    from orgmodel.comparison.comparison import Comparison

HEADLINES = (
    "units", "units_internal", "units_direct", "posts_authorized", "posts_filled", "headcount", "party_members", "heads",
    "deputies", "leaders_per_100", "span_mean", "layers", "superiors_per_unit", "concurrent_posts", "posts_moved",
    "lines_changed", "functions_uncovered", "functions_duplicated",
)  # fmt: skip
"""The measures that a summary speaks of, where they change."""

SAID_ANYWAY = ("units", "posts_authorized", "headcount")
"""The measures that a summary speaks of even where they do not change."""


def summarise(comparison: Comparison, language: str = "vi") -> str:
    """Say the main differences of a comparison and their direction."""
    vi = language == "vi"
    if not comparison.cases:
        return "Không có phương án nào để so sánh." if vi else "There is no scenario to compare."
    paragraphs = [_opening(comparison, language)]
    paragraphs += [_of_one(comparison, label, language) for label in comparison.labels]
    if len(comparison.cases) > 1:
        paragraphs += filter(None, [_across(comparison, language)])
    paragraphs += filter(None, [_sureness(comparison, language)])
    return "\n".join(paragraphs)


def _opening(comparison: Comparison, language: str) -> str:
    vi, count = language == "vi", len(comparison.cases)
    if not comparison.one_baseline:
        return (
            f"{count} phương án trên những hiện trạng khác nhau: chỉ so sánh mức tăng giảm của từng phương án."
            if vi
            else f"{count} scenarios on different baselines: only the change that each makes can be compared."
        )
    as_of = comparison.cases[0].before.as_of
    when = (f", số liệu đến {as_of}" if vi else f", figures as of {as_of}") if as_of else ""
    if vi:
        return f"{count} phương án trên cùng một hiện trạng{when}."
    return f"{count} scenario{'s' if count > 1 else ''} on one baseline{when}."


def _of_one(comparison: Comparison, label: str, language: str) -> str:
    vi, outcome = language == "vi", comparison.case(label).outcome
    name = comparison.case(label).name(language)
    if not outcome.changes:
        return f"{name}: không thay đổi tổ chức." if vi else f"{name}: no change of structure."
    table = comparison.rows(label, "total")
    parts = [
        _sentence(measure, row, language)
        for measure in HEADLINES
        if (row := table.get(measure)) is not None and (_differs(row) or measure in SAID_ANYWAY)
    ]
    text = f"{name}: {'; '.join(parts)}." if parts else f"{name}."  # none of the measures asked for says anything
    sentences = [text, *filter(None, [_blocks(comparison, label, language), _births(comparison, label, language)])]
    counts = together(head_counts(outcome, comparison.case(label).followed))
    return " ".join([*sentences, *(in_words(one, language) for one in counts)])


def _differs(row: dict[str, Any]) -> bool:
    """Tell whether a row has something to say: a change (of a mean: one that shows in two decimals), or moves."""
    if measure_of(row["measure"]).compares:
        return bool(row["after"]) or row["missing"] > 0
    return row["change"] is not None and abs(row["change"]) >= 0.005


def _sentence(measure: str, row: dict[str, Any], language: str) -> str:
    vi = language == "vi"
    one = measure_of(measure)
    name = one.name(language)
    name = name[0].lower() + name[1:]
    least = ("ít nhất " if vi else "at least ") if row["missing"] and one.form != "mean" else ""
    if one.compares:
        return f"{name} {least}{number(row['after'], language)}"
    before, after = number(row["before"], language), number(row["after"], language)
    change = row["change"]
    if change is None:
        return (
            f"{name}: chưa tính được mức tăng giảm vì thiếu số liệu"
            if vi
            else f"{name}: change unknown, figures are missing"
        )
    if not change:
        return f"{name} {least}{after}, không đổi" if vi else f"{name} {least}{after}, unchanged"
    word = ("tăng" if vi else "up") if change > 0 else ("giảm" if vi else "down")
    return f"{name} {least}{before} → {after} ({word} {number(abs(change), language)})"


def _blocks(comparison: Comparison, label: str, language: str) -> str:
    """Say what becomes of quota by the posts' own block, and by the block of the unit that hosts them."""
    vi = language == "vi"
    own = _changes(comparison, label, "block:")
    hosts = _changes(comparison, label, "host:")
    if not own and not hosts:
        return ""
    if own:
        first = ("Biên chế giao theo khối: " if vi else "Posts authorized by block: ") + _listed(own, language) + "."
    else:
        first = "Biên chế giao của từng khối không đổi." if vi else "No block's quota changes."
    if not hosts:
        return first
    lead = "Theo khối của đơn vị quản lý vị trí: " if vi else "By the block of the unit that hosts the posts: "
    return f"{first} {lead}{_listed(hosts, language)}."


def _changes(comparison: Comparison, scenario: str, prefix: str) -> dict[str, float]:
    found = {}
    for scope in comparison.scopes(scenario):
        if scope.startswith(prefix) and "," not in scope:
            row = comparison.rows(scenario, scope).get("posts_authorized")
            if row is not None and _differs(row):
                found[scope.removeprefix(prefix)] = row["change"]
    return found


def _listed(changes: dict[str, float], language: str) -> str:
    return ", ".join(
        f"{block_name(name, language)} {number(change, language, signed=True)}" for name, change in changes.items()
    )


def _births(comparison: Comparison, label: str, language: str) -> str:
    """Say how many units begin, end and get another superior, and what becomes of the superiors of split units."""
    vi, outcome = language == "vi", comparison.case(label).outcome
    units = [change for change in outcome.changes if change.table == "units"]
    begun, ended = sum(one.before is None for one in units), sum(one.after is None for one in units)
    text = ""
    if begun or ended:
        text = (
            f"Đơn vị thành lập hoặc lập lại: {begun}; kết thúc: {ended}."
            if vi
            else f"Units begun or restored: {begun}; ended: {ended}."
        )
    passed = {one.after for one in outcome.lineage if one.operation == "transfer"}
    if passed:
        carried = [one.carried["members"] for one in outcome.lineage if one.carried.get("members")]
        members = sum(carried, Amount())  # together, since a known sum may stand over unknown parts
        least = ("ít nhất " if vi else "at least ") if members.missing else ""
        known = f"{least}{number(members.known_best, language)}"
        which = f" ({known} {'đảng viên' if vi else 'party members'})" if members.known_best else ""
        moved = (
            f"Chuyển sang cấp trên khác: {len(passed)} đơn vị{which}."
            if vi
            else f"{counted(len(passed), 'unit')} {'passes' if len(passed) == 1 else 'pass'} to another superior{which}."
        )
        text = f"{text} {moved}".strip()
    return f"{text} {_superiors(comparison, label, language)}".strip()


def _superiors(comparison: Comparison, label: str, language: str) -> str:
    """Say how many superiors the units had that were split, and how many those have that came of them."""
    outcome = comparison.case(label).outcome
    split = [one for one in outcome.lineage if one.operation in SPLITS and one.before and one.after]
    means = [
        comparison.mean_of(label, "superiors_per_unit", units, state)
        for state, units in (
            ("before", {one.before or "" for one in split}),
            ("after", {one.after or "" for one in split}),
        )
    ]
    if None in means or means[0] == means[1]:
        return ""
    before, after = (number(mean, language) for mean in means)
    if language == "vi":
        return f"Số tuyến lên cấp trên của mỗi đơn vị chia tách: {before} → {after}."
    return f"Lines to superiors of each unit that is split: {before} → {after}."


def _across(comparison: Comparison, language: str) -> str:
    """Say between which values the scenarios differ most plainly."""
    vi = language == "vi"
    parts = []
    for measure in (*SAID_ANYWAY, "heads", "superiors_per_unit"):
        values = {}
        for label in comparison.labels:
            row = comparison.rows(label, "total").get(measure)
            if row is not None and row["change"] is not None:
                values[label] = row["change"]
        if len(set(values.values())) < 2:
            continue
        least, most = (pick(values, key=lambda label: (values[label], label)) for pick in (min, max))
        name = measure_of(measure).name(language)
        name = name[0].lower() + name[1:]
        between = "từ {0} ({1}) đến {2} ({3})" if vi else "from {0} ({1}) to {2} ({3})"
        low, high = (number(values[label], language, signed=True) for label in (least, most))
        parts.append(f"{name} " + between.format(low, least, high, most))
    if not parts:
        return (
            "Các phương án không khác nhau ở các chỉ tiêu chính."
            if vi
            else "The scenarios do not differ in the main measures."
        )
    lead = "Mức thay đổi giữa các phương án: " if vi else "Between the scenarios the change ranges: "
    return lead + "; ".join(parts) + "."


def _sureness(comparison: Comparison, language: str) -> str:
    """Say how much of the main figures is assumed, and what is missing."""
    vi = language == "vi"
    parts = []
    for measure in ("posts_authorized", "posts_filled"):
        rows = [comparison.rows(label, "total").get(measure) for label in comparison.labels]
        shares = [row["assumed"] for row in rows if row is not None and row["assumed"]]
        missing = [row["missing"] for row in rows if row is not None and row["missing"]]
        name = measure_of(measure).name(language)
        if shares:
            share = round(100 * max(shares))
            parts.append(f"{name}: {share} % là số giả định" if vi else f"{name}: {share} % is assumed")
        if missing:
            parts.append(
                f"{name}: thiếu {max(missing)} số liệu" if vi else f"{name}: {max(missing)} figures are missing"
            )
    return ("Độ tin cậy: " if vi else "How sure: ") + "; ".join(parts) + "." if parts else ""
