"""Words of what exploring tells: headings, how a figure was found, and sentences of chances."""

from __future__ import annotations

from orgmodel.words.numbers import number

EXPLORING: dict[str, tuple[str, str]] = {
    "head": (
        "{0}: {1} số liệu chưa chắc chắn, {2} lượt lấy mẫu, trong đó chạy lại phương án {3} lượt (mầm {4})",
        "{0}: uncertain figures {1}, draws {2}, of which with a run of the scenario {3} (seed {4})",
    ),
    "measures": ("Chỉ tiêu sau khi thực hiện", "Measures after"),
    "scope": ("Phạm vi", "Scope"),
    "measure": ("Chỉ tiêu", "Measure"),
    "best": ("Giá trị ước", "Best value"),
    "mean": ("Bình quân", "Mean"),
    "sd": ("Độ lệch chuẩn", "Deviation"),
    "interval": ("90% nằm trong khoảng", "90% lie in"),
    "change": ("Thay đổi bình quân", "Mean change"),
    "change_interval": ("90% thay đổi trong khoảng", "90% of changes lie in"),
    "between": ("{0} – {1}", "{0} – {1}"),
    "norms": ("Quy định chưa chắc đạt", "Norms that may fail"),
    "norm": ("Quy định", "Norm"),
    "subject": ("Đối tượng", "Subject"),
    "fails": ("Không đạt", "Fails"),
    "needs_approval": ("Cần xin ý kiến", "Needs approval"),
    "rules": ("Theo quy định khác: {0}", "By other rules: {0}"),
    "rules_alike": (
        "Theo quy định khác ({0}) không có kết luận nào thay đổi",
        "By other rules ({0}) nothing is found otherwise",
    ),
    "scenario": ("Phương án", "Scenario"),
    "now": ("Theo quy định hiện nay", "By the rules as they are"),
    "then": ("Theo quy định khác", "By the other rules"),
    "change_told": ("Thay đổi", "Change"),
    "newly_fails": ("mới không đạt", "newly fails"),
    "no_longer_fails": ("không còn vi phạm", "no longer fails"),
    "may_newly_fail": ("có thể mới không đạt", "may newly fail"),
    "may_no_longer_fail": ("có thể không còn vi phạm", "may no longer fail"),
    "otherwise": ("kết luận khác", "otherwise"),
    "fails_now": ("Không đạt hiện nay", "Fails now"),
    "fails_then": ("Không đạt theo quy định khác", "Fails then"),
    "in_draws": ("{0} ({1}/{2} lượt lấy mẫu)", "{0} ({1} of {2} draws)"),
    "norms_certain": (
        "Chắc chắn không đạt, dù số liệu ở đâu trong khoảng: {0} (orgmodel compare liệt kê)",
        "Fail whatever the figures are within their ranges: {0} (orgmodel compare lists them)",
    ),
    "norms_by_runs": (
        "Quy định không biên dịch được, nên chỉ xét theo {0} lượt chạy: {1}",
        "Norms that cannot be compiled, so judged in runs alone ({0}): {1}",
    ),
    "pairs": ("So sánh {0} với {1} trên cùng các lượt lấy mẫu", "{0} against {1} by the same draws"),
    "settled": (
        "… và {0} chỉ tiêu mà ở mọi lượt lấy mẫu cùng một bên nhiều hơn (--long)",
        "… and {0} of which the same one has more in every draw (--long)",
    ),
    "less": ("Ít hơn", "Less"),
    "same": ("Bằng nhau", "Same"),
    "more": ("Nhiều hơn", "More"),
    "by_runs": (
        "Không phải tổng các số liệu, nên chỉ tính theo {0} lượt chạy: {1}",
        "No sums of figures, so measured by runs alone ({0}): {1}",
    ),
    "alike": (
        "… và {0} chỉ tiêu có thay đổi, nhưng như nhau ở mọi lượt lấy mẫu (--long)",
        "… and {0} that change, by as much in every draw (--long)",
    ),
    "beyond": (
        "Ở {0} dòng, giá trị ước nằm ngoài khoảng 90%: ít khi mọi số liệu cùng bằng giá trị ước, nhất là khi khoảng chỉ nghiêng về một phía (như 0–1, ước 1); mục uncertainty trong study.yaml có thể nêu xác suất khác",
        "In {0} of these rows the best value is beyond where 90% lie: all figures are seldom at their best values at once, above all where ranges reach to one side of these (as 0 to 1, best 1); uncertainty: in study.yaml can say other chances",
    ),
    "beyond_bar": (
        "Giá trị ước nằm ngoài thanh: ít khi mọi số liệu cùng bằng giá trị ước, nhất là khi khoảng của chúng chỉ nghiêng về một phía (như 0–1, ước 1)",
        "A best value beyond its bar: all figures are seldom at their best values at once, above all where their ranges reach to one side of these (as 0 to 1, best 1)",
    ),
    "missing": (
        "≥: còn số liệu chưa ai cung cấp và không có khoảng, nên chỉ tính phần đã biết",
        "≥: figures are missing that nobody gives a range for, so that only what is known is counted",
    ),
    "refused": (
        "{0}: ở {1} trong {2} lượt chạy phương án không thực hiện được ({3})",
        "{0}: in {1} of {2} runs the scenario cannot be carried out ({3})",
    ),
    "nothing": (
        "Không có số liệu nào có khoảng, nên không có gì để lấy mẫu: mọi kết quả đã chắc chắn như số liệu hiện có",
        "No figure has a range, so there is nothing to draw: every result is as certain as the figures are",
    ),
    "certain": (
        "Trong phạm vi này không chỉ tiêu nào thay đổi hoặc phụ thuộc số liệu chưa chắc chắn",
        "In this scope no measure changes or hangs on an uncertain figure",
    ),
}  # fmt: skip


def exploring(key: str, language: str, *values: object) -> str:
    """Give a text by key with its values filled in; English for any language that is not Vietnamese.

    >>> exploring("between", "en", 5, 7)
    '5 – 7'
    """
    text = EXPLORING[key][0 if language == "vi" else 1]
    return text.format(*values) if values else text


def chance_text(chance: float, language: str) -> str:
    """Write a chance in per cent; one that is not certain is never written as 0 or 100.

    >>> [chance_text(one, "en") for one in (0.0, 0.004, 0.62, 0.999, 1.0)], chance_text(0.25, "vi")
    (['0%', '<1%', '62%', '>99%', '100%'], '25%')
    """
    if 0 < chance < 0.01:
        return "<1%"
    if 0.99 < chance < 1:
        return ">99%"
    return f"{number(100 * chance, language, places=0)}%"
