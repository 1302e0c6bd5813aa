"""Sentences about a comparison: each kind worded once, from values that its rows give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orgmodel.core.names import Names, text_in
from orgmodel.words.labels import label, own_word
from orgmodel.words.measures import measure_name
from orgmodel.words.numbers import (
    AT_LEAST,
    UNKNOWN,
    changed,
    count,
    date,
    if_least,
    now_known,
    number,
    of_known,
    padded,
    percent,
    rests_on_ranges,
)
from orgmodel.words.running_text import within_sentence

Values = Mapping[str, Any]


def _measure_name(values: Values, language: str) -> str:
    return measure_name(values["measure"], values.get("spoken", language), values.get("own_labels"))


def _block_name(values: Values, block: str, language: str) -> str:
    return (
        own_word("block", block, values.get("spoken", language), values.get("own_labels"))
        or values["names"][block][language]
    )


def _change(value: float, language: str) -> str:
    """Say a change in words: up 3, giảm 2."""
    return f"{_direction(value, language)} {number(abs(value), language)}"


def _direction(change: float, language: str) -> str:
    return {"vi": ("tăng", "giảm"), "en": ("up", "down")}[language][0 if change > 0 else 1]


def _signed(value: float, language: str) -> str:
    return number(value, language, signed=True)


def _opening(values: Values, language: str) -> str:
    as_of = values["as_of"]
    how_many = count(values["count"], "scenario", language)
    if language == "vi":
        when = f" đến ngày {date(as_of, 'vi')}" if as_of else ""
        return f"{how_many}, so với hiện trạng{when}."
    when = f", figures as of {date(as_of, 'en')}" if as_of else ""
    return f"{how_many} on one baseline{when}."


def _different_baselines(values: Values, language: str) -> str:
    how_many = count(values["count"], "scenario", language)
    if language == "vi":
        return f"{how_many} trên những hiện trạng khác nhau: chỉ so sánh mức tăng giảm của từng phương án."
    return f"{how_many} on different baselines: only the change that each makes can be compared."


def _on(values: Values, language: str) -> str:
    many, day = values["undated"], date(values["date"], language)
    if language == "vi":
        tail = f"; chưa tính {count(many, 'step', 'vi')} không rõ ngày có hiệu lực" if many else ""
        return f"Tính đến ngày {day}{tail}."
    left = f"{count(many, 'step', 'en')} without a date of effect {'is' if many == 1 else 'are'} left out"
    return f"As on {day}{f'; {left}' if many else ''}."


_UNCHANGED = {"vi": "không đổi", "en": "unchanged"}
_NO_CHANGE_KNOWN = {
    "vi": "chưa tính được mức tăng giảm vì thiếu số liệu",
    "en": "change unknown, figures are missing",
}


def _figures(values: Values, sides: Sequence[str], texts: Sequence[str], language: str) -> str:
    """Say a figure of a measure, or before and after: *at least* once where figures are missing, never of what is not known."""
    told, least = [], f"{AT_LEAST[language]} " if values["at_least"] else ""
    said = ""  # is put before the first figure that there is
    for side, text in zip(sides, texts, strict=True):
        if values[side] is None or (least and not values[side]):  # at least nothing
            told.append(UNKNOWN[language])
        else:
            told.append(f"{'' if said else least}{text}")
            said = least
    return " → ".join(told)


def _measure(values: Values, language: str) -> str:
    """Say one measure of one scenario, as a part of a sentence."""
    name = within_sentence(_measure_name(values, language))
    change, least = values["change"], values.get("places", 2)
    if not values["moves"] and change is None:
        is_unknown = values["before"] is None and values["after"] is None
        return f"{name}: {UNKNOWN[language] if is_unknown else _NO_CHANGE_KNOWN[language]}"
    part = ""
    if values["known"] is not None and values["known"] < values["of"]:
        part = f"; {of_known(values['known'], values['of'], language)}"
    if values["now_known"]:
        part = f"; {now_known(values['now_known'], language)}"
    if values["at_least"] and values["after"] and rests_on_ranges(values["after"], values["low"]):
        part += f"; {if_least(values['low'], language, places=least)}"
    before, after, told = changed(values["before"], values["after"], change, language, least=least)
    if values["moves"] or not (change or values["now_known"]):
        figures = _figures(values, ["after"], [after], language)
    else:
        figures = _figures(values, ["before", "after"], [before, after], language)
    start = f"{name}: {figures}" if figures == UNKNOWN[language] else f"{name} {figures}"
    currency = f" {values['currency']}" if values.get("currency") and figures != UNKNOWN[language] else ""
    said = f" ({part[2:]})" if part else ""
    if values["moves"]:
        return f"{start}{currency}{said}"
    if not change:
        return f"{start}{currency}, {_UNCHANGED[language]}{said}"
    return f"{start}{currency} ({_direction(change, language)} {told.lstrip('+-')}{part})"


def _blocks(values: Values, language: str) -> str:
    def listed(changes: Sequence[tuple[str, float]]) -> str:
        told = _change if language == "vi" else _signed
        return ", ".join(f"{_block_name(values, block, language)} {told(value, language)}" for block, value in changes)

    own, hosts = values["own"], values["hosts"]
    if language == "vi":
        first = f"Biên chế giao theo khối: {listed(own)}." if own else "Biên chế giao của từng khối không đổi."
        return first + (f" Biên chế do đơn vị từng khối quản lý: {listed(hosts)}." if hosts else "")
    first = f"Posts authorized by block: {listed(own)}." if own else "No block's quota changes."
    return first + (f" By the block of the unit that hosts the posts: {listed(hosts)}." if hosts else "")


def _begun_ended(values: Values, language: str) -> str:
    begun, ended = (f"{_units(values, side, language)}{_by(values, side, language)}" for side in ("begun", "ended"))
    if language == "vi":
        parts = [f"thành lập, lập lại {begun}"] if begun else []
        parts += [f"kết thúc hoạt động {ended}"] if ended else []
    else:
        one_begins, one_ends = (values[side] == 1 for side in ("begun", "ended"))
        parts = [f"{begun} {'begins or is' if one_begins else 'begin or are'} restored"] if begun else []
        parts += [f"{ended} {'ends' if one_ends else 'end'}"] if ended else []
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _by(values: Values, side: str, language: str) -> str:
    """Say of how many of each sort a count of units is, and how many places and the like begin or end that are no units of it.

    >>> values = {"ended": 2, "ended_by": {"agency": (1, True), "party": (1, False), "none": (69, False)}}
    >>> _by(values, "ended", "en")
    ' (agencies: at least 1; party organisations: 1) besides 69 that are not counted, such as places'
    >>> _by({"ended": 0, "ended_by": {"none": (69, False)}}, "ended", "vi")
    '69 địa bàn (không tính là đơn vị)'
    """

    def written(many: int) -> str:
        return f"{many:02d}" if language == "vi" and 0 < many < 10 else number(many, language) if many else "?"

    told = {
        kind: (f"{AT_LEAST[language]} " if at_least and many else "") + written(many)
        for kind, (many, at_least) in values[f"{side}_by"].items()
    }
    places = told.pop("none", "")
    name = {"vi": "địa bàn (không tính là đơn vị)", "en": "that are not counted, such as places"}[language]
    text = "; ".join(f"{label('counted_as', kind, language)}: {many}" for kind, many in told.items())
    text = f" ({text})" if len(told) > 1 else ""
    if places:
        text += f"{ ({'vi': ' và ', 'en': ' besides '}[language] if told else '') }{places} {name}"
    return text


def _units(values: Values, side: str, language: str) -> str:
    """Count units; where some stand for a number that nobody knows, the count is a least, or said to be unknown.

    >>> [_units({"begun": n, "begun_at_least": True}, "begun", "en") for n in (0, 2)]
    ['units of unknown number', 'at least 2 units']
    """
    many, at_least = values[side], values[f"{side}_at_least"]
    if not many:
        return {"vi": "một số đơn vị chưa rõ số lượng", "en": "units of unknown number"}[language] if at_least else ""
    return (f"{AT_LEAST[language]} " if at_least else "") + count(many, "unit", language)


def _moved_units(values: Values, language: str) -> str:
    units, members = values["units"], values["members"]
    least = f"{AT_LEAST[language]} " if values["members_missing"] else ""
    low = values["members_low"]
    proven = f"; {if_least(low, language)}" if least and rests_on_ranges(members, low) else ""
    which = f" ({least}{count(members, 'member', language)}{proven})" if members else ""
    if language == "vi":
        return f"Chuyển sang cấp trên khác: {_units(values, 'units', 'vi')}{which}{_ends(values, 'vi')}."
    told = _units(values, "units", "en")
    ends = _ends(values, "en")
    return f"{told[:1].upper()}{told[1:]} {'passes' if units == 1 else 'pass'} to another superior{which}{ends}."


def _ends(values: Values, language: str) -> str:
    """Name the superior that units leave and those that receive them, with how many each; nothing where they are many.

    >>> values = {"from": ("k", {"en": "Bloc"}), "to": [("a", {"en": "City"}, 5), ("b", {"en": "Town"}, 1)]}
    >>> _ends(values, "en"), _ends({}, "en")
    (', from Bloc to City (5) and Town (1)', '')
    """
    if "to" not in values:
        return ""
    spoken = values.get("spoken", language)
    to = [f"{text_in(tuple(names.items()), spoken, id)} ({padded(many, language)})" for id, names, many in values["to"]]
    origin = text_in(tuple(values["from"][1].items()), spoken, values["from"][0])
    listed = f"{', '.join(to[:-1])} {'và' if language == 'vi' else 'and'} {to[-1]}"
    return f", từ {origin} sang {listed}" if language == "vi" else f", from {origin} to {listed}"


def _superiors(values: Values, language: str) -> str:
    def written(value: float) -> str:
        is_count = language == "vi" and float(value).is_integer() and 0 < value < 10
        return f"{int(value):02d}" if is_count else number(value, language)

    before, after = written(values["before"]), written(values["after"])
    each = all(float(values[side]).is_integer() for side in ("before", "after"))
    if language == "vi":
        word = "còn" if values["after"] < values["before"] else "thành"
        whose = "của mỗi cơ quan" if each else "bình quân của cơ quan"
        return f"Số đầu mối cấp trên {whose} chia tách: từ {before} {word} {after}."
    of = "of each unit that is split" if each else "of the units that are split, on average"
    return f"Lines to superiors {of}: {before} → {after}."


def _heads(values: Values, language: str) -> str:
    return _heads_vi(values) if language == "vi" else _heads_en(values)


def _step_name(values: Values, language: str) -> str:
    """Name a step of no clause: by its title where it has one."""
    titles = values["title"]
    return str(titles.get(values.get("spoken", language)) or next(iter(titles.values()), values["step"]))


def _heads_vi(values: Values) -> str:
    before, after = values["units_before"], values["units_after"]
    where = f"Mục {values['clause']}" if values["clause"] else _step_name(values, "vi")
    text = f"{where}: {count(before, 'unit', 'vi')} thành {after:02d}, "
    text += f"cấp trưởng từ {values['heads_before']:02d} thành {values['heads_after']:02d}."
    turned = ", ".join(f"{many:02d} vị trí {label('rank', rank, 'vi')}" for rank, many in values["converted"].items())
    if turned and values["new_quota"] == 0 and after > before:
        text += f" Không tăng biên chế; chuyển {turned} thành cấp trưởng."
    elif turned:
        text += f" Chuyển {turned} thành cấp trưởng."
    if values["created"]:
        text += f" {values['created']:02d} vị trí cấp trưởng là biên chế thêm mới."
    if values["surplus"]:
        fates = ", ".join(
            f"{many:02d} kết thúc" if rank == "ended" else f"bố trí {many:02d} làm {label('rank', rank, 'vi')}"
            for rank, many in values["surplus"].items()
        )
        fates = fates.replace(f"bố trí {sum(values['surplus'].values()):02d} làm", "bố trí làm")
        text += f" Dôi dư {sum(values['surplus'].values()):02d} cấp trưởng, {fates}."
    return text


def _heads_en(values: Values) -> str:
    before, after = values["units_before"], values["units_after"]
    more = values["heads_after"] - values["heads_before"]
    where = f"Clause {values['clause']}" if values["clause"] else _step_name(values, "en")
    text = f"{where}: {count(before, 'unit', 'en')} {'becomes' if before == 1 else 'become'} {after}"
    heads = f"({values['heads_before']} → {values['heads_after']})"
    if more > 0:
        text += f", so {count(more, 'more head post', 'en')} {'is' if more == 1 else 'are'} needed {heads}."
    else:
        text += f", head posts {values['heads_before']} → {values['heads_after']}."
    turned = ", ".join(count(many, rank, "en") for rank, many in values["converted"].items())
    if turned and values["new_quota"] == 0 and after > before:
        text += " No new quota: a split with no new quota converts one post per extra unit into a head post; "
        text += f"here {turned}."
    elif turned:
        text += f" Converted into head posts: {turned}."
    created = values["created"]
    if created:
        text += f" {count(created, 'head post', 'en')} {'is' if created == 1 else 'are'} new quota."
    if values["surplus"]:
        over = ", ".join(
            f"{many} that {'ends' if many == 1 else 'end'}" if rank == "ended" else count(many, rank, "en")
            for rank, many in values["surplus"].items()
        )
        total = sum(values["surplus"].values())
        text += f" {count(total, 'surplus head post', 'en')} {'becomes' if total == 1 else 'become'}: {over}."
    return text


def _range(values: Values, language: str) -> str:
    name = within_sentence(_measure_name(values, language))
    ends = {side: values.get(f"{side}_of", (None, None)) for side in ("low", "high")}
    low, high = (changed(before, after, values[side], language)[2] for side, (before, after) in ends.items())
    called = values.get("called") or {}
    least, most, *unknown = (called.get(one, one) for one in (values["least"], values["most"], *values["unknown"]))
    if language == "vi":
        tail = f" (chưa rõ: {', '.join(unknown)})" if unknown else ""
        return f"{name} từ {low} ({least}) đến {high} ({most}){tail}"
    tail = f" (not known: {', '.join(unknown)})" if unknown else ""
    return f"{name} from {low} ({least}) to {high} ({most}){tail}"


def _alike(values: Values, language: str) -> str:
    everywhere = values["everywhere"]
    if language == "vi":
        where = "ở chỉ tiêu nào" if everywhere else "ở tổng số; khác nhau ở từng phạm vi"
        return f"Các phương án không khác nhau {where}."
    where = "in any measure" if everywhere else "in total; they do in parts of it"
    return f"The scenarios do not differ {where}."


def _assumed(values: Values, language: str) -> str:
    name = _measure_name(values, language)
    share = percent(values["share"], language)
    if language == "vi":
        return f"{name}: {share} là số giả định"
    return f"{name}: {share} is assumed"


def _missing(values: Values, language: str) -> str:
    name, many = _measure_name(values, language), values["missing"]
    if language == "vi":
        return f"{name}: thiếu {count(many, 'figure', 'vi')}"
    return f"{name}: {count(many, 'figure', 'en')} {'is' if many == 1 else 'are'} missing"


def _plain(vi: str, en: str) -> Callable[[Values, str], str]:
    texts = {"vi": vi, "en": en}
    return lambda _, language: texts[language]


WORDED: dict[str, Callable[[Values, str], str]] = {
    "nothing": _plain("Không có phương án nào để so sánh.", "There is no scenario to compare."),
    "opening": _opening,
    "different_baselines": _different_baselines,
    "on": _on,
    "refused": _plain(
        "không thực hiện được, nên không có số liệu (xem các lỗi).",
        "cannot be carried out, so there are no figures (see the problems).",
    ),
    "no_change": _plain("không thay đổi tổ chức.", "no change of structure."),
    "measure": _measure,
    "blocks": _blocks,
    "begun_ended": _begun_ended,
    "moved_units": _moved_units,
    "superiors": _superiors,
    "heads": _heads,
    "range": _range,
    "alike": _alike,
    "assumed": _assumed,
    "missing": _missing,
}
"""How each kind of sentence reads, by kind."""
LEADS = {
    "range": {"vi": "Mức thay đổi giữa các phương án: ", "en": "Between the scenarios the change ranges: "},
    "part": {"vi": "Trong phần được mô hình hóa: ", "en": "In what is modelled: "},
    "sureness": {"vi": "Độ tin cậy: ", "en": "How sure: "},
}


def sentence(
    kind: str,
    values: Values,
    language: str,
    own: Mapping[str, Names] | None = None,
    called: Mapping[str, str] | None = None,
) -> str:
    """Word one sentence, or part of one, in Vietnamese or else in English, with a study's own names of measures.

    ``called`` are the names of scenarios by label.

    >>> sentence("no_change", {}, "vi")
    'không thay đổi tổ chức.'
    """
    named = {**values, "own_labels": own, "spoken": language, "called": called}
    return WORDED[kind](named, "vi" if language == "vi" else "en")
