"""What differs, in a few sentences: directions and sizes, never a verdict; more units is not worse than fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgmodel.comparison.arithmetic import head_counts, in_words
from orgmodel.measures.catalogue import measure_of

if TYPE_CHECKING:
    from orgmodel.comparison.face import Comparison
    from orgmodel.scenario.outcome import Outcome

HEADLINES = (
    "units", "units_internal", "units_direct", "posts_authorized", "posts_filled", "headcount", "party_members", "heads",
    "deputies", "leaders_per_100", "span_mean", "layers", "superiors_per_unit", "concurrent_posts", "posts_moved",
    "lines_changed", "functions_uncovered", "functions_duplicated",
)  # fmt: skip
"""The measures that a summary speaks of, where they change."""

SAID_ANYWAY = ("units", "posts_authorized", "headcount")
"""The measures that a summary speaks of even where they do not change."""


def number(value: float | None, language: str, *, signed: bool = False) -> str:
    """Write a number as a reader of the language expects.

    >>> number(4982, "vi"), number(4982.5, "en"), number(-3, "vi", signed=True)
    ('4.982', '4,982.5', '-3')
    """
    if value is None or value != value:
        return "?"
    text = f"{value:+,.2f}" if signed else f"{value:,.2f}"
    text = text.rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".") if language == "vi" else text


def summarise(comparison: Comparison, language: str = "vi") -> str:
    """Say the main differences of a comparison and their direction."""
    vi = language == "vi"
    outcomes = comparison.outcomes
    if not outcomes:
        return "Không có phương án nào để so sánh." if vi else "There is no scenario to compare."
    paragraphs = [_opening(comparison, language)]
    paragraphs += [_of_one(comparison, label, language) for label in comparison.labels]
    if len(outcomes) > 1:
        paragraphs += filter(None, [_across(comparison, language)])
    paragraphs += filter(None, [_sureness(comparison, language)])
    return "\n".join(paragraphs)


def _opening(comparison: Comparison, language: str) -> str:
    vi, count = language == "vi", len(comparison.outcomes)
    if not comparison.one_baseline:
        return (
            f"{count} phương án trên những hiện trạng khác nhau: chỉ so sánh mức tăng giảm của từng phương án."
            if vi
            else f"{count} scenarios on different baselines: only the change that each makes can be compared."
        )
    as_of = comparison.outcomes[0].before.as_of
    when = (f", số liệu đến {as_of}" if vi else f", figures as of {as_of}") if as_of else ""
    if vi:
        return f"{count} phương án trên cùng một hiện trạng{when}."
    return f"{count} scenario{'s' if count > 1 else ''} on one baseline{when}."


def _of_one(comparison: Comparison, label: str, language: str) -> str:
    vi, outcome = language == "vi", comparison.outcomes[comparison.labels.index(label)]
    name = outcome.scenario.name(language)
    if not outcome.changes:
        return f"{name}: không thay đổi tổ chức." if vi else f"{name}: no change of structure."
    table = comparison.rows(label, "total")
    parts = [
        _sentence(measure, row, language)
        for measure in HEADLINES
        if (row := table.get(measure)) is not None and (_differs(row) or measure in SAID_ANYWAY)
    ]
    text = f"{name}: " + "; ".join(parts) + "."
    sentences = [text, *filter(None, [_blocks(comparison, label, language), _births(outcome, language)])]
    sentences += [in_words(one, language) for one in head_counts(outcome, comparison.followed(label))]
    return " ".join(sentences)


def _differs(row: dict[str, Any]) -> bool:
    return row["change"] is not None and row["change"] != 0


def _sentence(measure: str, row: dict[str, Any], language: str) -> str:
    vi = language == "vi"
    one = measure_of(measure)
    name = one.name(language)
    name = name[0].lower() + name[1:]
    if one.compares:
        return f"{name} {number(row['after'], language)}"
    before, after = number(row["before"], language), number(row["after"], language)
    change = row["change"]
    if change is None:
        return (
            f"{name}: chưa tính được mức tăng giảm vì thiếu số liệu"
            if vi
            else f"{name}: change unknown, figures are missing"
        )
    least = ("ít nhất " if vi else "at least ") if row["missing"] and one.form != "mean" else ""
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
    return ", ".join(f"{name} {number(change, language, signed=True)}" for name, change in changes.items())


def _births(outcome: Outcome, language: str) -> str:
    units = [change for change in outcome.changes if change.table == "units"]
    begun, ended = sum(one.before is None for one in units), sum(one.after is None for one in units)
    if not begun and not ended:
        return ""
    if language == "vi":
        return f"Đơn vị thành lập hoặc lập lại: {begun}; kết thúc: {ended}."
    return f"Units begun or restored: {begun}; ended: {ended}."


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
