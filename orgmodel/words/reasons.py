"""Reasons of flows in words; what a user wrote stays as it is."""

from __future__ import annotations

from collections.abc import Callable

from orgmodel.core.ledger import REASONS, STATED, Reason
from orgmodel.core.names import text_in
from orgmodel.words.labels import label

WORDS: dict[str, dict[str, str]] = {
    "converted": {"vi": "chuyển chức danh: {before} → {after}", "en": "converted: {before} → {after}"},
    "surplus_head": {"vi": "cấp trưởng dôi dư: {before} → {after}", "en": "surplus head: {before} → {after}"},
    "quota_moves": {"vi": "chuyển biên chế giữa các khối: {0} → {1}", "en": "quota moves: {0} → {1}"},
    "carried": {"vi": "chuyển cùng {0}", "en": "with {0}"},
    "new_quota": {"vi": "biên chế thêm mới: {text}", "en": "new quota: {text}"},
    "held": {"vi": "người giữ {0} kiêm nhiệm: {text}", "en": "held by {0}: {text}"},
    "no_longer_held": {"vi": "{0} thôi kiêm nhiệm", "en": "no longer held by {0}"},
    "next_post": {"vi": "thôi giữ {0}, nay giữ {1} là chính", "en": "{0} ended, {1} is the first post now"},
    "line_follows": {"vi": "tiếp tục theo đơn vị, vị trí kế tiếp của {0}", "en": "goes on from what {0} became"},
    "line_led_on": {"vi": "chuyển tiếp từ {0} đến {1}", "en": "led on from {0} to {1}"},
    "line_ends_with": {"vi": "chấm dứt cùng {0}", "en": "ends with {0}"},
    "line_dropped": {"vi": "không giữ lại khi sắp xếp {0}", "en": "not kept when {0} was reorganised"},
    "line_with_unit": {"vi": "theo vị trí mới của {0} trong tổ chức", "en": "with the place of {0} in the chart"},
    "placed": {
        "vi": "người giữ ({0}) chuyển từ {1} sang {2}{text}",
        "en": "the holder ({0}) goes from {1} to {2}{text}",
    },
    "retires": {"vi": "người giữ ({0}) nghỉ hưu, thôi giữ {1}{text}", "en": "the holder ({0}) retires from {1}{text}"},
    "leaves": {
        "vi": "người giữ ({0}) thôi việc, thôi giữ {1}{text}",
        "en": "the holder ({0}) leaves {1} and the organisation{text}",
    },
    "reserve": {
        "vi": "người giữ ({0}) thôi giữ {1}, chờ bố trí{text}",
        "en": "the holder ({0}) leaves {1} and is kept in reserve{text}",
    },
    "unassigned": {
        "vi": "người giữ ({0}) thôi giữ {1}, chưa bố trí{text}",
        "en": "the holder ({0}) leaves {1} and is not assigned{text}",
    },
    "displaced": {"vi": "nhường chỗ cho kiêm nhiệm: {0} → {1}", "en": "displaced by a concurrent holding: {0} → {1}"},
}
NO_BASIS = {"vi": "không nêu căn cứ", "en": "no basis stated"}


def reason_text(
    reason: Reason, language: str, name: Callable[[str], str] = str, person: Callable[[str], str] = str
) -> str:
    """Word a reason; ``name`` gives the name of an id or block that it refers to (the id itself where it knows none).

    ``person`` says what a person is called: by the id alone, unless names are asked for.

    >>> reason_text(Reason("carried", ("khoi.che",)), "vi", {"khoi.che": "Chi bộ Chè"}.get)
    'chuyển cùng Chi bộ Chè'
    >>> reason_text(Reason(text="with the consent of the Standing Committee"), "vi")
    'with the consent of the Standing Committee'
    >>> reason_text(Reason("surplus_head", ("b/head", "deputy"), titles=((("vi", "Giám đốc"),), ())), "vi")
    'cấp trưởng dôi dư: Giám đốc → cấp phó'
    """
    if reason.kind == STATED:
        return reason.text
    language = language if language in NO_BASIS else "en"
    parts = [name(one) or one for one in reason.of]
    before, after = "", ""
    if reason.titles:
        before = text_in(reason.titles[0], language) or parts[0]
        after = text_in(reason.titles[1], language) or label("rank", reason.of[1], language)
    basis = reason.text or NO_BASIS[language]
    if REASONS[reason.kind][:1] == ("person",):
        parts[0] = person(reason.of[0])
        basis = f": {reason.text}" if reason.text else ""
    return WORDS[reason.kind][language].format(*parts, text=basis, before=before, after=after)
