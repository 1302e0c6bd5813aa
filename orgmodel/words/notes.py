"""Notes on findings, steps, papers and reports: each worded once, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.words.numbers import date

NOTES: dict[str, tuple[str, str]] = {
    "found_later": ("thấy ở cơ cấu sau", "found in the later structure"),
    "kept": ("bản ghi giữ nguyên mã", "the record kept its id"),
    "moved": ("cùng mã, nay ở đơn vị kia", "the same ids are in the other unit"),
    "gone": ("không còn trong cơ cấu sau", "found nowhere in the later structure"),
    "new": ("không có trong cơ cấu trước", "found nowhere in the earlier structure"),
    "register": ("theo sổ đơn vị đã kết thúc", "so it stands in the register of ended units"),
    "passing": ("lập rồi kết thúc ở giữa; không rõ đã làm gì", "began and ended in between; what it did is not told"),
    "only": ("một nơi thôi, một nơi có", "one has it no longer, one other has it now"),
    "guessed": ("một trong nhiều cách ghép", "one of several ways to pair what went with what came"),
    "anew": ("không thao tác nào sửa các trường này của vị trí", "no operation changes these fields of a post"),
    "spelt": ("cùng một tên, viết khác đi", "the same name spelt otherwise"),
    "as_well_possible": ("{basis}; cũng có thể: {ways}", "{basis}; as well possible: {ways}"),
    "or": ("hoặc", "or"),
    "carried": ("{share}% những gì {starts} bàn giao nay ở {ends}", "{share}% of what {starts} handed on is in {ends}"),
    "certain": ("chắc chắn", "certain"),
    "likely": ("nhiều khả năng", "likely"),
    "possible": ("có thể", "possible"),
    "is": ("là", "is"),
    "by_key": ("theo {key}", "by {key}"),
    "or_two": ("theo {key}, nếu không phải là hai đơn vị", "by {key}, unless they are two units"),
    "in_neither": (
        "{basis}; đi qua vị trí không có trong cơ cấu trước và sau",
        "{basis}; by way of a post that is in neither structure",
    ),
    "begun_in": ("{what} ở {unit}", "{what} in {unit}"),
    "begun_under": ("{what} thuộc {unit}", "{what} under {unit}"),
    "ended_of": ("{what} của {unit}", "{what} of {unit}"),
    "rest": ("phần còn lại", "rest"),
    "all": ("toàn bộ", "all"),
    "part": ("một phần", "a part"),
    "to_none": ("không nơi nào", "none"),
    "illustrative": ("dự thảo minh họa", "illustrative draft"),
    "head_of_unit": ("Trưởng", "Head"),
    "role_missing": ("Không có {role}", "There is no {role}"),
    "approved": ("Đã có ý kiến đồng ý của {who}", "Approved, on file: {who}"),
    "needs_approval": (
        "Chỉ được khi {who} đồng ý trước{article}",
        "Allowed only with prior approval of {who}{article}",
    ),
    "replicated": (
        "Mục {clause}: không nhân rộng ở nơi chưa thực hiện",
        "Clause {clause}: not to be replicated where it was not implemented",
    ),
    "replicated_and_undone": (
        "Mục {clause}: không nhân rộng ở nơi chưa thực hiện (bước sau đã bỏ)",
        "Clause {clause}: not to be replicated where it was not implemented (a later step takes it away again)",
    ),
    "brought_where_unknown": (
        "Phương án này đưa mô hình đến {place}, nơi chưa ai cho biết trước đó có thực hiện hay không: cần xác minh trước",
        "This scenario brings it to {place}, where nobody has told whether it existed: verify first",
    ),
    "brought_where_unknown_and_undone": (
        "Phương án này đưa mô hình đến {place} (bước sau đã bỏ), nơi chưa ai cho biết có thực hiện hay không: cần xác minh trước",
        "This scenario brings it (for a time) to {place}, where nobody has told whether it existed: verify first",
    ),
    "left_alone": ("phương án này không đụng đến nơi đó", "this scenario leaves the place alone"),
    "if_beyond": ("tùy số giả định", "depending on an assumed figure"),
    "reading": ("{title}: {value}", "{title}: {value}"),
    "clause": ("mục {clause}", "clause {clause}"),
    "attribute": ("thông tin “{field}”", "attribute '{field}'"),
    "first_reported": ("được nêu lần đầu ngày {date}", "first reported on {date}"),
    "without_evidence": ("không có tài liệu chứng minh", "stated without evidence"),
    "act_by": ("{act}: {by}", "{act} by {by}"),
    "act_by_certainty": ("{act}: {by} ({certainty})", "{act} by {by} ({certainty})"),
    "recipients": ("Nơi nhận:", "Recipients:"),
    "contents": ("Mục lục", "Contents"),
    "to_content": ("Đến nội dung", "Skip to the text"),
    "report": ("Báo cáo", "Report"),
    "charts_as_lists": ("Sơ đồ dưới dạng danh sách", "Charts as lists"),
    "unit_of_measure": ("ĐVT: {unit}", "Unit: {unit}"),
    "annex": ("Biểu {number}", "Annex {number}"),
    "appendix": ("Phụ lục {number}", "Annex {number}"),
    "sign_none": ("“-”: không có", "“-”: none"),
    "sign_unknown": ("“…”: chưa có số liệu", "“…”: not known"),
    "sign_least": ("“≥”: ít nhất, do còn thiếu số liệu", "“≥”: at least, since figures are missing"),
    "sign_assumed": ("“*”: số giả định", "“*”: assumed"),
    "source_line": ("Nguồn: {source}.", "Source: {source}."),
    "figures_as_of": ("Số liệu đến ngày {date}.", "Figures as of {date}."),
    "figures_own_dates": (
        "Cơ cấu tổ chức đến ngày {date}. Số liệu có ngày riêng của từng nguồn: {join}.",
        "Structure as of {date}. Figures are of the dates of their sources: {join}.",
    ),
    "structure_as_of": (
        "Cơ cấu đến ngày {date}; số liệu theo ngày của từng nguồn.",
        "Structure as of {date}; figures of the dates of their sources.",
    ),
    "figures_of_study": ("{study}: số liệu đến ngày {date}.", "{study}: figures as of {date}."),
    "figures_of_no_date_part": ("Số liệu không rõ ngày", "Figures without a date"),
    "of_study": ("{what}: {study}", "{what}: {study}"),
    "figures_of_no_date": ("Số liệu không rõ ngày.", "The date of the figures is not given."),
    "at_least_missing": ("ít nhất; còn thiếu {figures}", "at least; {figures} missing"),
    "known_part": ("của phần đã biết; còn thiếu {figures}", "of what is known; {figures} missing"),
    "too_few": ("chưa tính được: mới biết {known}/{of} đơn vị", "not given: only {known} of {of} units tell"),
    "share_assumed": ("{share} giả định", "{share} assumed"),
    "as_of": ("Ngày {date}", "As of {date}"),
    "not_known": ("chưa có số liệu", "not known"),
    "members_in_sums": (
        "Đảng viên chuyển theo: {own} của tổ chức có số riêng và {sum} trong tổng chung của {parts} không có số riêng, cộng {total}.",
        "Members that move along: {own} of organisations with a figure of their own and {sum} in a known sum over {parts} without one, {total} together.",
    ),
    "each_step": ("Từng bước", "Each step"),
    "late_from": (
        "Mục {clause}: văn bản ghi “{cited}”; số ngày quá hạn tính từ hết ngày {date}.",
        "Clause {clause}: the paper says “{cited}”; days late count from the end of {date}.",
    ),
    "acts_needed": ("Thủ tục phải làm trước", "Acts needed first"),
    "discrepancies": ("Điểm không thống nhất trong văn bản", "Where papers disagree"),
    "none": ("Không có.", "None."),
    "second_unit_of_role": (
        "Trùng vai trò",
        "A second unit of this role",
    ),
    "basis_documents": (
        "Căn cứ: {join}.",
        "Basis: {join}.",
    ),
    "options_key": (
        "● phương án chọn; ○ có thể áp dụng; chữ trong ô: lý do không áp dụng",
        "● chosen · ○ open · words: why it cannot apply",
    ),
    "comparison_of_scenarios": (
        "So sánh các phương án",
        "Comparison of scenarios",
    ),
    "draft": (
        "DỰ THẢO",
        "DRAFT",
    ),
    "id": (
        "Mã: {label}.",
        "Id: {label}.",
    ),
    "kept_where_it_was": (
        "Giữ nguyên nơi đã có",
        "Kept where it was",
    ),
    "missing_figures": (
        "Số liệu còn thiếu",
        "Missing figures",
    ),
    "missing_and_assumed": (
        "Số liệu còn thiếu, số liệu giả định",
        "Missing and assumed figures",
    ),
    "assumed_figures": (
        "Số liệu giả định",
        "Assumed figures",
    ),
    "moves": (
        "chuyển",
        "moves",
    ),
    "no_change_of_structure": (
        "Không thay đổi tổ chức.",
        "No change of structure.",
    ),
    "no_figure_in_the_source": (
        "không có số liệu trong văn bản",
        "no figure in the source",
    ),
    "no_place_has_office": (
        "Không có nơi nào có chức danh này",
        "No place here has the office that the constraint speaks of",
    ),
    "no_source_tells": (
        "Không có nguồn nào cho biết nơi này có thực hiện mô hình trước mục {clause} hay không",
        "No source tells whether the model existed here before clause {clause}",
    ),
    "no_unit_of_size": (
        "Không có đơn vị nào ở quy mô áp dụng",
        "No unit here has the size that it applies to",
    ),
    "no_unit_applies": (
        "Không có đơn vị nào thuộc đối tượng áp dụng",
        "No unit here is one that it applies to",
    ),
    "not_in_force": (
        "Không có hiệu lực ngày {date} (hiệu lực: {periods})",
        "Not in force on {date} (in force: {periods})",
    ),
    "end_not_read": (
        "ngày hết hiệu lực {to}: {sure}, chưa đọc ở nguồn nào",
        "the end on {to} is {sure}, read in no source",
    ),
    "general_knowledge": ("hiểu biết chung", "general knowledge"),
    "derived": ("suy ra", "derived"),
    "assumed": ("giả định", "assumed"),
    "now": (
        "Hiện nay",
        "Now",
    ),
    "now_and_kept": (
        "Hiện trạng (không đổi sau sắp xếp)",
        "now, and kept",
    ),
    "too_little_described": (
        "Mới mô tả {recognised}/{len} đơn vị của mô hình",
        "{recognised} of the model's {len} units are described here",
    ),
    "on_both_sides": (
        "cả hai bên cùng có",
        "on both sides",
    ),
    "outside": (
        "(ngoài)",
        "(outside)",
    ),
    "allowed_until": (
        "Vượt, được phép đến {until} ({years} năm từ khi có quyết định)",
        "Over the limit, allowed until {until} ({years} years from the decision)",
    ),
    "overview": (
        "Tổng quan",
        "Overview",
    ),
    "party_numbers_restart": (
        "Số văn bản của Đảng đánh lại theo nhiệm kỳ: phân biệt bằng số, ngày, cơ quan ban hành",
        "Party numbers restart each term: number, date and issuer tell them apart",
    ),
    "undecided": ("chưa quyết định", "not decided"),
    "stays": (
        "không chuyển",
        "stays",
    ),
    "known_part_over": (
        "Riêng phần đã biết ({known}) đã vượt",
        "The known part alone ({known}) is over the limit",
    ),
    "holds_either_way": (
        "Chưa rõ có thuộc đối tượng áp dụng hay không; dù áp dụng cũng không vượt",
        "Whether it applies is not told; it is kept either way",
    ),
    "more_may_be_there": (
        "Ít nhất {known}: phần còn lại chưa ai cho biết",
        "At least {known}: nobody tells of the rest",
    ),
    "may_be_filled_again": (
        "Nơi đã có mô hình: được bố trí lại khi khuyết",
        "The model existed here: it may be filled again after a vacancy",
    ),
    "lines_of_model": (
        "{kind}: {lines}, mô hình chung {count}",
        "{kind}: {lines}, the model has {count}",
    ),
    "paper_says": (
        "Văn bản ghi “{term}”, sự việc là {operation}",
        "The paper says “{term}”; what happens is {operation}",
    ),
    "pilot_ended": (
        "Mô hình thí điểm kết thúc từ {until}",
        "The pilot ended on {until}; it still stands",
    ),
    "subject_gone": (
        "Đối tượng không còn sau sắp xếp",
        "The subject no longer exists after the proposal",
    ),
    "same_number": (
        "Hai văn bản cùng số {number}",
        "Two documents bear the number {number}",
    ),
    "under": (
        "{unit}, trực thuộc {superior}",
        "{unit}, under {superior}",
    ),
    "uncovered": (
        "bỏ trống",
        "uncovered",
    ),
}
"""By key: Vietnamese, English; what stands in braces is filled in."""


class Date(str):
    """A date in a note, written as each language writes it."""

    __slots__ = ()


def worded(key: str, values: Mapping[str, object] | None = None) -> Names:
    """Word a note in both languages; a value that is :data:`Names` is given in the language of each.

    >>> worded("kept_where_it_was")
    (('en', 'Kept where it was'), ('vi', 'Giữ nguyên nơi đã có'))
    """
    texts = {}
    for language, text in zip(("vi", "en"), NOTES[key], strict=True):
        filled = {
            name: text_in(value, language)
            if isinstance(value, tuple)
            else date(value, language)
            if isinstance(value, Date)
            else value
            for name, value in (values or {}).items()
        }
        texts[language] = text.format(**filled)
    return names_of(**texts)


def joined(one: Names, other: Names) -> Names:
    """Put two notes together, language by language.

    >>> joined((("en", "a"),), (("en", "b"),))
    (('en', 'a; b'),)
    """
    texts = dict(one)
    for language, text in other:
        if text:
            texts[language] = f"{texts[language]}; {text}" if texts.get(language) else text
    return names_of(**texts)


def how_sure(confidence: str) -> Names:
    """Word how a statement is known that no source was read for; nothing where one was.

    >>> how_sure("GK-high"), how_sure("S")
    ((('en', 'general knowledge'), ('vi', 'hiểu biết chung')), ())
    """
    keys = {"GK": "general_knowledge", "DERIVED": "derived", "assumed": "assumed"}
    key = keys.get(confidence.partition("-")[0])
    return worded(key) if key else ()
