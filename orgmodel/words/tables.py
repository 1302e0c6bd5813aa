"""Words of the tables that commands and reports print: headings, counts of what is left out, and the way to the rest."""

from __future__ import annotations

from orgmodel.core.structure import Structure
from orgmodel.words.numbers import count, date

WORDS: dict[str, tuple[str, str]] = {
    "as-of": ("đến ngày {0}", "as of {0}"),
    "measure": ("Chỉ tiêu", "Measure"),
    "now": ("Hiện trạng", "Now"),
    "clause": ("Mục {0}", "Clause {0}"),
    "clauses": ("Các mục {0}", "Clauses {0}"),
    "no-clause": ("Các phương án", "Scenarios"),
    "scope": ("phạm vi: {0}", "scope: {0}"),
    "refused": ("không thực hiện được", "refused"),
    "refused-note": (
        "{0}: không thực hiện được, nên không có số liệu (xem các lỗi)",
        "{0}: cannot be carried out, so there are no figures (see the problems)",
    ),
    "no-change": ("không thay đổi tổ chức", "no change of structure"),
    "nth-scenario": ("Phương án {0}", "Scenario {0}"),
    "scenario-names": ("Tên gọi các phương án", "What the scenarios are called"),
    "short-name": ("Gọi tắt", "Short name"),
    "full-title": ("Tên phương án", "Title"),
    "scenario-id": ("Mã (tên tệp)", "Id (file name)"),
    "draft": ("† dự thảo minh họa", "† illustrative draft"),
    "assumed": (
        "*: tính theo số giả định, có thể thấp hơn",
        "*: with assumed figures at their best, so that it may be less",
    ),
    "partial-mean": (
        "[k/n]: bình quân của phần đã biết, k trên n đơn vị",
        "[k/n]: mean of what is known, k of n units",
    ),
    "partial-sum": ("[k/n]: của phần đã biết, k trên n đơn vị", "[k/n]: of what is known, k of n units"),
    "partial-blank": ("? [k/n]: mới biết k trên n đơn vị, quá ít để tính", "? [k/n]: only k of n units tell, too few"),
    "blank": ("Quá ít đơn vị đủ số liệu để tính (đã biết/tổng số): {0}", "Too few units tell (known/all): {0}"),
    "now-known": ("{0} nay đã rõ", "{0} now known"),
    "no-longer-known": ("{0} nay không rõ riêng", "{0} no longer told apart"),
    "missing": ("≥: còn thiếu số liệu", "≥: some figures are missing"),
    "ledger-between": ("giữa các đơn vị: {0}", "between units: {0}"),
    "ledger-outside": ("từ ngoài hoặc ra ngoài: {0}", "from or to outside: {0}"),
    "judged": ("thời điểm", "state"),
    "the-holder": ("người giữ ({0})", "the holder ({0})"),
    "undecided": ("còn {0} nội dung cần quyết định", "{0} still to be decided"),
    "alike": ("Như hiện trạng ở mọi phương án: {0}", "As now in all: {0}"),
    "whole": ("Toàn bộ: {0}", "The whole: {0}"),
    "part": ("Trong phần được mô hình hóa: {0}", "In what is modelled: {0}"),
    "elsewhere-more": ("và {0} phạm vi khác", "and {0} more scopes"),
    "elsewhere": ("Còn khác nhau ở: {0}", "They also differ in: {0}"),
    "counts": ("{0} gồm: {1}", "{0}: {1}"),
    "counts-direct": (
        "{0} gồm các đơn vị trực thuộc ngay một cấp trên trong phạm vi",
        "{0} are agencies directly under a superior of the scope",
    ),
    "counts-direct-party": (
        "{0} gồm các đơn vị và tổ chức đảng trực thuộc ngay một cấp trên trong phạm vi",
        "{0} are agencies and Party organisations directly under a superior of the scope",
    ),
    "became": ("{0}: {1} thành {2}", "{0}: {1} became {2}"),
    "became-joined": ("{0}: {1} vào {2} cùng đơn vị khác", "{0}: {1} went into {2} with others"),
    "came-from": ("{0}: {1} từ {2}", "{0}: {1} came from {2}"),
    "came-from-joined": ("{0}: {1} từ {2} cùng phần khác", "{0}: {1} came from a part of {2}"),
    "came-from-nothing": ("{0}: {1} thành lập mới", "{0}: {1} is new"),
    "ended": ("{0}: {1} kết thúc", "{0}: {1} ends"),
    "interim": ("{0}: {1} chỉ tồn tại đến bước {2}", "{0}: {1} exists only until step {2}"),
    "absent": ("{0}: không có {1}", "{0}: there is no {1}"),
    "as-now": ("như hiện trạng ở cả {0}", "as now in all {0}"),
    "different-now": (
        "Hiện trạng của các phương án khác nhau: cột Hiện trạng để trống, trong ngoặc là mức tăng giảm",
        "What there is now is not the same for all scenarios: its column is empty, brackets hold each one's change",
    ),
    "each": ("(từng số liệu: {0})", "(each figure: {0})"),
    "in-csv": ("{0}: {1} dòng, chỉ có trong tệp này", "{0}: {1} rows, in that file alone"),
    "unlisted": (
        "Cơ quan, đơn vị chưa liệt kê vị trí nào: {0}; các tổng về vị trí chỉ gồm vị trí đã liệt kê (xem status)",
        "Agencies that list no posts: {0}; sums of posts are of those that are listed (see status)",
    ),
    "unlisted-brief": ("cơ quan chưa liệt kê vị trí: {0}", "agencies that list no posts: {0}"),
    "more": ("… và {0} nữa ({1})", "… and {0} more ({1})"),
    "findings": (
        "Tiêu chí không đạt, cần xin ý kiến hoặc cần xác minh sau sắp xếp",
        "Norms that fail, need approval or are to be verified afterwards",
    ),
    "norm": ("Tiêu chí", "Norm"),
    "subject": ("Đối tượng", "Subject"),
    "result": ("Kết luận", "Result"),
    "value": ("Thực tế", "Value"),
    "limit": ("Định mức", "Limit"),
    "citation": ("Căn cứ", "Citation"),
    "note": ("Ghi chú", "Note"),
    "code": ("Mã", "Code"),
    "finding": ("{0}: {1}: {2}{3}", "{0}: {1}: {2}{3}"),
    "finding-figures": (", {0}; định mức {1}", ", {0}; limit {1}"),
    "finding-value": (", {0}", ", {0}"),
    "scenarios": ("Phương án", "Scenarios"),
    "all-scenarios": ("mọi phương án", "all scenarios"),
    "inherited": ("Hiện trạng (không đổi sau sắp xếp)", "now, and kept"),
    "findings-counted": ("Tiêu chí: {0}", "Norms: {0}"),
    "none": ("Không có.", "None."),
}


def word(key: str, language: str, *values: object) -> str:
    """Give a text by key with its values filled in; English for any language that is not Vietnamese.

    >>> word("clause", "vi", "2.3"), word("more", "en", 3, "--long")
    ('Mục 2.3', '… and 3 more (--long)')
    """
    text = WORDS[key][0 if language == "vi" else 1]
    return text.format(*values) if values else text


def structure_line(structure: Structure, language: str) -> str:
    """Say how large a structure is and of which date.

    >>> from orgmodel.core.records import Unit
    >>> structure_line(Structure.of([Unit("a")], as_of="2022-09"), "en"), structure_line(Structure.of([]), "vi")
    ('1 unit, 0 rows of posts, as of September 2022', '0 đơn vị, 0 dòng vị trí')
    """
    parts = [count(len(structure.units), "unit", language), count(len(structure.posts), "post row", language)]
    if structure.as_of:
        parts.append(word("as-of", language, date(structure.as_of, language)))
    return ", ".join(parts)
