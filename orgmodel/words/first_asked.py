"""Which figure to ask for first, in a sentence: what is decided, whom to ask for what, and how often that settles it."""

from __future__ import annotations

FIRST_ASKED: dict[str, tuple[str, str]] = {
    "limit_most": ("“{measure}” ({scope}) có không quá {limit} hay không", "“{measure}” ({scope}) is at most {limit}"),
    "limit_least": (
        "“{measure}” ({scope}) có từ {limit} trở lên hay không",
        "“{measure}” ({scope}) is at least {limit}",
    ),
    "limit_between": (
        "“{measure}” ({scope}) có nằm trong khoảng {limit} hay không",
        "“{measure}” ({scope}) is within {limit}",
    ),
    "norm": ("quy định “{norm}” có bị vi phạm hay không", "“{norm}” fails"),
    "norm_about": (
        "quy định “{norm}” có bị vi phạm ở {subject} hay không",
        "“{norm}” fails about {subject}",
    ),
    "less": (
        "phương án {one} có ít “{measure}” ({scope}) hơn phương án {other} hay không",
        "{one} has less of “{measure}” ({scope}) than {other}",
    ),
    "more": (
        "phương án {one} có nhiều “{measure}” ({scope}) hơn phương án {other} hay không",
        "{one} has more of “{measure}” ({scope}) than {other}",
    ),
    "of": ("theo phương án {scenario}, {decision}", "by {scenario} {decision}"),
    "ask": ("Nên hỏi {supplier} trước hết về “{figure}” của {unit}", "Ask {supplier} for “{figure}” of {unit} first"),
    "find": ("Nên tìm hiểu trước hết về “{figure}” của {unit}", "Find out “{figure}” of {unit} first"),
    "parameter": ("Nên chốt trước hết tham số “{figure}”", "Settle the parameter “{figure}” first"),
    "cause": (
        "Nên hỏi {supplier} trước hết về một trong {count} số liệu cùng nguyên nhân “{figure}”",
        "Ask {supplier} first for one of the {count} figures that share the cause “{figure}”",
    ),
    "cause_find": (
        "Nên tìm hiểu trước hết một trong {count} số liệu cùng nguyên nhân “{figure}”",
        "Find out first one of the {count} figures that share the cause “{figure}”",
    ),
    "decides": (
        "{ask}: trong {share} trường hợp, chỉ riêng số liệu này đã quyết định {decision}.",
        "{ask}: in {share} of cases it decides by itself whether {decision}.",
    ),
    "raises": (
        "{ask}: một mình số liệu này chưa quyết định được {decision}, nhưng biết nó thì khả năng kết luận đúng tăng từ {before} lên {after}.",
        "{ask}: it does not decide by itself whether {decision}, but knowing it raises the chance of being right from {before} to {after}.",
    ),
    "gains": (
        "{ask}: một mình số liệu này chưa quyết định được {decision}, nhưng biết nó thì phương án được chọn tốt hơn bình quân {worth}.",
        "{ask}: it does not decide by itself whether {decision}, but knowing it makes the choice better by {worth} on average.",
    ),
    "hangs": (
        "{ask}: một mình số liệu này chưa quyết định được {decision}, nhưng kết quả phụ thuộc vào nó nhiều nhất.",
        "{ask}: it does not decide by itself whether {decision}, but that hangs on it most.",
    ),
    "none": (
        "Không có riêng một số liệu nào quyết định {decision}: {share} trường hợp là có.",
        "No one figure decides whether {decision}: it is so in {share} of cases.",
    ),
    "always": (
        "Không cần hỏi thêm số liệu nào để biết {decision}: mọi trường hợp đều có.",
        "No figure need be asked for to know whether {decision}: it is so in every case.",
    ),
    "never": (
        "Không cần hỏi thêm số liệu nào để biết {decision}: không trường hợp nào có.",
        "No figure need be asked for to know whether {decision}: it is so in no case.",
    ),
    "nearly": (
        "Chưa cần hỏi thêm số liệu nào để biết {decision}: {share} trường hợp là có.",
        "No figure need be asked for first to know whether {decision}: it is so in {share} of cases.",
    ),
    "absent": (
        "Sau khi thực hiện không có đối tượng để xét {decision}.",
        "Nothing is there afterwards of which to tell whether {decision}.",
    ),
    "few": (
        "Mới có {count} lượt, quá ít để biết nên hỏi số liệu nào trước về việc {decision}.",
        "There are only {count} draws, too few to say which figure to ask for first to know whether {decision}.",
    ),
    "unknown": (
        "Còn thiếu dữ liệu mà chưa ai cung cấp và không có khoảng nên không lượt nào cho biết {decision}: cần hỏi dữ liệu đó trước.",
        "Something is missing and has no range, so that no draw tells whether {decision}: that is to be asked for first.",
    ),
    "together": (
        "Toàn bộ {count} số liệu chưa chắc chắn của {supplier} cùng quyết định việc này trong {share} trường hợp.",
        "All {count} uncertain figures of {supplier} together decide it in {share} of cases.",
    ),
    "by_runs": (
        "Kết luận này phải chạy lại phương án theo từng lượt lấy mẫu (do là chỉ tiêu không phải tổng các số liệu, hoặc quy định tính theo chỉ tiêu như vậy), nên không nêu giá trị ở hai đầu khoảng, giá trị làm đổi kết luận và tỷ trọng trong phương sai.",
        "It takes a run for each draw (a measure that is no sum of figures, or a norm that hangs on one), so that no values at the ends of a range, no turning points and no shares of the variance are told.",
    ),
    "norm_ends": (
        "Quy định chỉ có bị vi phạm hoặc không, nên không nêu kết quả ở hai đầu khoảng.",
        "A norm fails or does not, so that no outcomes at the ends of a range are told.",
    ),
    "shares_refused": (
        "Có lượt lấy mẫu cho ra giá trị tham số không thực hiện được phương án, nên không nêu tỷ trọng trong phương sai.",
        "With some of the drawn parameters the proposal cannot be carried out, so that no shares of the variance are told.",
    ),
    "shares_many": (
        "Số liệu chưa chắc chắn quá nhiều để tính tỷ trọng trong phương sai của chỉ tiêu không phải tổng các số liệu.",
        "Too many figures are uncertain to tell the shares of the variance of a measure that is no sum of figures.",
    ),
    "missing": (
        "Còn {count} số liệu chưa ai cung cấp và không có khoảng: chỉ tính phần đã biết.",
        "Figures of it that are missing and have no range: {count}; what is known is counted alone.",
    ),
    "title": ("Nên hỏi số liệu nào trước", "Which figure to ask for first"),
    "asked": ("Số liệu", "Figure"),
    "unit": ("Của", "Of"),
    "supplier": ("Hỏi ai", "Whom to ask"),
    "range": ("Khoảng", "Range"),
    "source": ("Nguồn", "Source"),
    "settles": ("Quyết định", "Decides"),
    "worth": ("Giá trị của việc biết", "Worth knowing"),
    "righter": ("Khả năng kết luận đúng tăng thêm", "Chance of being right rises by"),
    "ends": ("Kết quả ở hai đầu", "Outcome at the ends"),
    "turns": ("Đổi kết luận từ", "Turns at"),
    "share": ("Phần phương sai", "Share of variance"),
    "all_of": ("Toàn bộ {count} số liệu", "All {count} figures"),
    "whole": ("Cả tổng “{figure}”", "The whole of “{figure}”"),
}  # fmt: skip
"""By key: Vietnamese, English."""


def first_asked(key: str, language: str, **values: object) -> str:
    """Give a text by key with its values filled in; English for any language that is not Vietnamese.

    >>> first_asked("limit_most", "en", measure="Heads", scope="total", limit=7)
    '“Heads” (total) is at most 7'
    """
    text = FIRST_ASKED[key][0 if language == "vi" else 1]
    return text.format_map(values) if values else text
