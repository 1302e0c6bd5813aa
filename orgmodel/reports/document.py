"""The report of a comparison as sections of paragraphs and forms, before any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.reports.form import Form
from orgmodel.reports.forms import (
    evaluation_form,
    function_form,
    ledger_form,
    lineage_form,
    missing_form,
    need_form,
    option_form,
    step_form,
    transfer_form,
)
from orgmodel.scenario.outcome import Outcome

if TYPE_CHECKING:
    from orgmodel.comparison.face import Comparison


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report."""

    title: Names
    paragraphs: tuple[Names, ...] = ()
    forms: tuple[Form, ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A report before it is formatted."""

    title: Names
    opening: tuple[Names, ...]
    sections: tuple[Section, ...]


PROFILES: dict[str, Names] = {
    "party": names_of(vi="ĐẢNG CỘNG SẢN VIỆT NAM", en="Communist Party of Viet Nam"),
    "state": names_of(
        vi="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM. Độc lập - Tự do - Hạnh phúc",
        en="Socialist Republic of Viet Nam. Independence - Freedom - Happiness",
    ),
}
"""The heading of each profile of documents."""
DRAFT = names_of(vi="DỰ THẢO", en="DRAFT")


def document_of(comparison: Comparison, profile: str = "party") -> Document:
    """Build the report of a comparison: the whole first, then each scenario, then what is missing.

    Raises KeyError for an unknown profile.
    """
    outcomes: tuple[Outcome, ...] = comparison.outcomes
    study = next((one.scenario.study for one in outcomes if one.scenario.study is not None), None)
    title = (
        study.title
        if study is not None and study.title
        else names_of(vi="So sánh các phương án", en="Comparison of scenarios")
    )
    as_of = outcomes[0].before.as_of if outcomes else None
    opening = [
        PROFILES[profile],
        DRAFT,
        names_of(vi=f"Số liệu đến ngày {as_of or '(không rõ)'}.", en=f"Figures as of {as_of or '(not given)'}."),
    ]
    sections = [
        Section(
            names_of(vi="Tổng quan", en="Overview"),
            (names_of(vi=comparison.summary("vi"), en=comparison.summary("en")),),
            (_measures(comparison, outcomes), _norms(comparison)),
        )
    ]
    sections += [_scenario(comparison, outcome) for outcome in outcomes]
    if outcomes:
        sections.append(
            Section(names_of(vi="Số liệu còn thiếu", en="Missing figures"), forms=(missing_form(outcomes[0].before),))
        )
    return Document(title, tuple(opening), tuple(sections))


def _scenario(comparison: Comparison, outcome: Outcome) -> Section:
    names = names_of(vi=outcome.scenario.name("vi"), en=outcome.scenario.name("en"))
    forms: list[Form | None] = [
        evaluation_form(outcome),
        _change_form(comparison, outcome),
        lineage_form(outcome) if outcome.lineage else None,
        ledger_form(outcome) if outcome.ledger else None,
        function_form(outcome) if outcome.lineage else None,
        transfer_form(outcome),
        option_form(outcome.scenario),
        need_form(outcome),
        step_form(outcome),
    ]
    paragraphs = [names_of(vi=f"Mã: {outcome.id}.", en=f"Id: {outcome.id}.")]
    documents = [
        text_in(one.title, "vi", one.id) if (one := outcome.before.documents.get(id)) is not None else id  # type: ignore[union-attr, attr-defined]
        for id in outcome.scenario.documents
    ]
    if documents:
        paragraphs.append(names_of(vi=f"Căn cứ: {'; '.join(documents)}.", en=f"Basis: {'; '.join(documents)}."))
    if outcome.scenario.notes:
        paragraphs.append(outcome.scenario.notes)
    if not outcome.changes:
        paragraphs.append(names_of(vi="Không thay đổi tổ chức.", en="No change of structure."))
    return Section(names, tuple(paragraphs), tuple(form for form in forms if form is not None and form.rows))


def _change_form(comparison: Comparison, outcome: Outcome) -> Form | None:
    """Build Biểu 4: before, after, change, per cent, for each total and block that changes."""
    from orgmodel.measures import measure_of

    table = comparison.measures
    mine = table[table["scenario"] == outcome.id]
    rows = []
    for record in mine.to_dict("records"):
        total = record["scope"] == "total"
        changed = record["change"] not in (None, 0) and record["change"] == record["change"]
        if not changed and not (total and record["before"] == record["before"] and record["before"] not in (None, 0)):
            continue
        one = measure_of(record["measure"])
        before, change = record["before"], record["change"]
        percent = round(100 * change / before, 1) if changed and before else None
        rows.append((_scope(record["scope"]), names_of(vi=one.name("vi"), en=one.name("en")), _number(before),
                     _number(record["after"]), _number(change), percent, _known(record)))  # fmt: skip
    if not rows:
        return None
    columns = [("Phạm vi", "Scope"), ("Chỉ tiêu", "Measure"), ("Trước", "Before"), ("Sau", "After"),
               ("Tăng/giảm", "Change"), ("%", "%"), ("Ghi chú", "Note")]  # fmt: skip
    return Form.of("biểu-4", ("So sánh trước – sau", "Before and after"), columns, rows)


def _number(value: Any) -> int | float | None:
    if value is None or value != value:
        return None
    return int(value) if float(value).is_integer() else round(float(value), 2)


def _scope(scope: str) -> Names:
    words = {"total": ("tổng", "total"), "block": ("khối", "block"), "area": ("địa bàn", "area"), "level": ("cấp", "level"),
             "kind": ("loại", "kind")}  # fmt: skip
    head, _, rest = scope.partition(":")
    vi, en = words.get(head, (scope, scope))
    return names_of(vi=f"{vi} {rest}".strip(), en=f"{en} {rest}".strip())


def _known(record: dict[str, Any]) -> Names:
    vi, en = [], []
    missing, assumed = record.get("missing") or 0, record.get("assumed") or 0
    if missing:
        vi.append(f"ít nhất; còn thiếu {int(missing)} số liệu")
        en.append(f"at least; {int(missing)} figures missing")
    if assumed:
        vi.append(f"{round(100 * assumed)} % giả định")
        en.append(f"{round(100 * assumed)} % assumed")
    return names_of(vi="; ".join(vi), en="; ".join(en))


def _measures(comparison: Comparison, outcomes: tuple[Outcome, ...]) -> Form:
    """Build Biểu 7: measures of the whole, one column a scenario, only those that differ somewhere."""
    from orgmodel.measures import measure_of

    table = comparison.measures
    totals = table[table["scope"] == "total"]
    rows = []
    for measure, group in totals.groupby("measure", sort=False):
        after = {record["scenario"]: record for record in group.to_dict("records")}
        changes = [record["change"] for record in after.values() if record["change"] == record["change"]]
        if not any(change not in (None, 0) for change in changes):
            continue
        one = measure_of(str(measure))
        before = next(iter(after.values()))["before"]
        rows.append((names_of(vi=one.name("vi"), en=one.name("en")), _number(before),
                     *(_number(after[outcome.id]["after"]) if outcome.id in after else None for outcome in outcomes)))  # fmt: skip
    columns = [("Chỉ tiêu", "Measure"), ("Hiện nay", "Now"), *((outcome.id, outcome.id) for outcome in outcomes)]
    return Form.of("biểu-7", ("So sánh các phương án", "Scenarios side by side"), columns, rows)


def _norms(comparison: Comparison) -> Form:
    results = {"pass": ("đạt", "pass"), "fail": ("không đạt", "fail"), "fails_for_part": ("không đạt một phần", "fails for part"),
               "needs_approval": ("cần xin ý kiến", "needs approval"), "not_applicable": ("không áp dụng", "not applicable"),
               "not_evaluable": ("thiếu số liệu", "not evaluable")}  # fmt: skip
    rows = [
        (record["scenario"], record["norm"], record["subject"], names_of(vi=(words := results.get(record["result"], (record["result"],) * 2))[0], en=words[1]),
         _number(record["value"]), _number(record["limit"]), record["citation"])
        for record in comparison.norms.to_dict("records")
        if record["state"] == "after" and record["result"] not in ("pass", "not_applicable")
    ]  # fmt: skip
    columns = [("Phương án", "Scenario"), ("Tiêu chí", "Norm"), ("Đối tượng", "Subject"), ("Kết luận", "Result"),
               ("Thực tế", "Value"), ("Định mức", "Limit"), ("Căn cứ", "Citation")]  # fmt: skip
    return Form.of(
        "biểu-6",
        ("Kiểm tra tiêu chí: những điểm chưa đạt hoặc chưa đủ số liệu", "Norms: what fails or cannot be told"),
        columns,
        rows,
    )
