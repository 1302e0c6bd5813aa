"""Labels: the word for each key, in each language; a study's own words come before ours."""

from __future__ import annotations

from collections.abc import Mapping

from orgmodel.core.names import UNKNOWN_LANGUAGE, Names, names_of, text_in
from orgmodel.core.records import Post
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.words.fields import FIELDS

LANGUAGES = ("vi", "en")

LABELS: dict[str, dict[str, tuple[str, str]]] = {
    "operation": {
        "create": ("thành lập", "created"),
        "dissolve": ("giải thể", "dissolved"),
        "consolidate": ("hợp nhất", "consolidated"),
        "absorb": ("sáp nhập", "absorbed"),
        "split_up": ("chia", "split up"),
        "split_off": ("tách", "split off"),
        "transfer": ("chuyển giao", "transferred"),
        "rename": ("đổi tên", "renamed"),
        "convert": ("chuyển đổi loại hình", "converted"),
        "redirect": ("đổi quan hệ", "redirected"),
        "resize": ("điều chỉnh biên chế", "resized"),
        "assign_function": ("giao nhiệm vụ", "function assigned"),
        "link_posts": ("kiêm nhiệm", "held concurrently"),
        "unlink_posts": ("thôi kiêm nhiệm", "concurrent holding ended"),
    },
    "operation_in_law": {
        "consolidate": ("hợp nhất (A + B = C)", "consolidation (A + B = C)"),
        "absorb": ("sáp nhập (A + B = A)", "absorption (A + B = A)"),
        "split_up": ("chia (A = B + C)", "split-up (A = B + C)"),
        "split_off": ("tách (A = A + B)", "split-off (A = A + B)"),
        "dissolve": ("giải thể", "dissolution"),
        "transfer": ("chuyển giao", "transfer"),
        "rename": ("đổi tên", "renaming"),
    },
    "quantity": {
        "units": ("đơn vị", "units"),
        "authorized": ("biên chế giao", "posts authorized"),
        "filled": ("biên chế có mặt", "posts filled"),
        "fte": ("quy đổi toàn thời gian", "full-time equivalents"),
        "people": ("người", "people"),
        "members": ("đảng viên", "members"),
        "functions": ("nhiệm vụ", "functions"),
    },
    "figure": {
        "posts.authorized": ("Biên chế giao", "Posts authorized"),
        "posts.filled": ("Biên chế có mặt", "Posts filled"),
        "posts.fte": ("Quy đổi toàn thời gian", "Full-time equivalents"),
        "posts.pay": ("Mức lương của vị trí", "Pay of posts"),
        "posts.block": ("Khối của vị trí", "Block of posts"),
        "units.level": ("Cấp của đơn vị có vị trí", "Level of units that have posts"),
        "no posts listed": ("Cơ quan chưa liệt kê vị trí", "Agencies that list no posts"),
        "members.total": ("Số đảng viên", "Party members"),
        "authorized": ("biên chế giao", "quota"),
        "filled": ("số có mặt", "staff present"),
        "vacant": ("biên chế giao và số có mặt", "quota and staff present"),
        "rank": ("tách cấp trưởng, cấp phó, chuyên viên", "heads, deputies and staff apart"),
        "either": ("số cấp phó được giao hoặc có mặt", "deputies authorized or present"),
        "official": ("số đảng viên chính thức", "official members"),
        "probationary": ("số đảng viên dự bị", "probationary members"),
        "total": ("tổng số đảng viên", "members"),
        "stands_for": ("từng đơn vị mà dòng gộp đại diện", "the units that it stands for, one by one"),
        "parent": ("cấp trên trực tiếp", "unit directly above"),
        "kind": ("loại đơn vị", "kind of unit"),
        "level": ("cấp", "level"),
        "block": ("khối", "block"),
        "area": ("địa bàn", "place"),
        "name": ("tên", "name"),
        "category": ("phân loại cán bộ, công chức, viên chức, hợp đồng", "category of employment"),
        "function": ("nhiệm vụ của vị trí", "function of the post"),
        "in_force": ("mô hình đang có hiệu lực", "a model in force"),
        "units": ("các đơn vị chưa được mô tả đủ", "its units, of which too few are described"),
        "effective": ("ngày có hiệu lực", "date of effect"),
        "number": ("số văn bản", "number of the document"),
        "date": ("ngày văn bản", "date of the document"),
    },
    "rank": {
        "head": ("cấp trưởng", "head"),
        "deputy": ("cấp phó", "deputy"),
        "staff": ("không giữ chức vụ lãnh đạo", "staff"),
        "unknown": ("chưa rõ chức vụ", "rank unknown"),
    },
    "untitled": {
        "head": ("vị trí cấp trưởng", "head"),
        "deputy": ("vị trí cấp phó", "deputy"),
        "staff": ("vị trí không giữ chức vụ lãnh đạo", "staff post"),
        "unknown": ("vị trí chưa rõ chức vụ", "post of unknown rank"),
    },
    "block": {
        "party": ("khối Đảng", "Party block"),
        "government": ("khối chính quyền", "government block"),
        "front": ("Mặt trận, đoàn thể", "Front and mass organisations"),
        "mixed": ("liên khối (cơ quan hợp nhất)", "both blocks (merged agency)"),
        "": ("chung", "common"),
    },
    "line": {
        "chart": ("trực thuộc", "belongs to"),
        "administrative": ("quản lý hành chính", "administrative superior"),
        "professional": ("hướng dẫn chuyên môn", "professional guidance"),
        "party_leadership": ("cấp ủy lãnh đạo", "Party leadership"),
        "election": ("bầu, phê chuẩn", "election, approval"),
        "coordination": ("phối hợp", "coordination"),
    },
    "verdict": {
        "eligible": ("đủ tiêu chí", "eligible"),
        "not_eligible": ("không đủ tiêu chí", "not eligible"),
        "needs_judgement": ("cần xem xét", "needs judgement"),
    },
    "answer": {"yes": ("có", "yes"), "no": ("không", "no"), "unknown": ("chưa rõ", "unknown")},
    "force": {
        "must": ("bắt buộc", "must"),
        "keep": ("tiếp tục thực hiện", "keep"),
        "must-not": ("không thực hiện", "must not"),
        "consider": ("xem xét", "consider"),
        "": ("", ""),
    },
    "state": {
        "unknown": ("chưa có báo cáo", "not reported"),
        "not_started": ("chưa làm", "not started"),
        "drafted": ("đã soạn thảo", "drafted"),
        "submitted": ("đã trình", "submitted"),
        "decided": ("đã quyết định", "decided"),
        "done": ("hoàn thành", "done"),
    },
    "standing": {
        "done": ("đã xong", "done"),
        "submitted": ("đã trình", "product submitted"),
        "not_due": ("chưa đến hạn", "not due yet"),
        "late": ("quá hạn", "late"),
        "due_not_reported": ("đến hạn, chưa có báo cáo", "due, not reported"),
        "no_due_date": ("không nêu thời hạn", "no due date"),
    },
    "result": {
        "pass": ("đạt", "pass"),
        "fail": ("không đạt", "fail"),
        "fails_for_part": ("có khả năng không đạt (tùy số giả định)", "may fail, depending on an assumed figure"),
        "needs_approval": ("cần xin ý kiến", "needs approval"),
        "not_applicable": ("không áp dụng", "not applicable"),
        "not_evaluable": ("chưa đủ số liệu để kết luận", "not evaluable"),
    },
    "deviation": {
        "missing": ("thiếu đơn vị", "unit missing"),
        "extra": ("thừa đơn vị", "unit extra"),
        "combined": ("cơ quan hợp nhất khác mô hình chung", "units combined"),
        "misplaced": ("trực thuộc khác mô hình chung", "unit misplaced"),
        "line_missing": ("thiếu quan hệ", "line missing"),
        "line_doubled": ("có nhiều hơn 01 cấp trên cùng loại", "more than one superior of a kind"),
    },
    "aspect": {
        "strength": ("ưu điểm", "strength"),
        "limit": ("hạn chế", "limitation"),
        "cause": ("nguyên nhân", "cause"),
        "fact": ("thực tế", "fact"),
        "context": ("bối cảnh", "context"),
    },
    "need_certainty": {
        "possible": ("có thể cần", "possible"),
        "certain": ("bắt buộc", "certain"),
        "unlikely": ("ít khả năng", "unlikely"),
        "": ("", ""),
    },
    "scope": {
        "total": ("tổng", "total"),
        "part": ("trong phần được mô hình hóa", "in what is modelled"),
        "block": ("khối", "block"),
        "host": ("do đơn vị quản lý:", "hosted by:"),
        "area": ("địa bàn", "area"),
        "level": ("cấp", "level"),
        "kind": ("loại", "kind"),
        "rank": ("chức vụ", "rank"),
        "category": ("đối tượng", "category"),
        "quota": ("chỉ tiêu", "quota"),
        "funding": ("nguồn", "funding"),
        "function": ("nhiệm vụ", "function"),
        "office": ("chức danh", "office"),
    },
    "count_as": {
        "agency": ("cơ quan, đơn vị", "agency"),
        "internal": ("đơn vị bên trong", "internal unit"),
        "body": ("cấp ủy, hội đồng", "committee or standing body"),
        "party": ("tổ chức đảng", "party organisation"),
        "none": ("không tính", "not counted"),
    },
    "counted_as": {
        "agency": ("cơ quan, đơn vị", "agencies"),
        "internal": ("đơn vị bên trong", "internal units"),
        "body": ("cấp ủy, hội đồng, ủy ban", "committees and standing bodies"),
        "party": ("tổ chức đảng", "party organisations"),
    },
    "lineage": {
        "create": ("Thành lập từ một phần đơn vị khác hoặc thành lập mới", "Begun, from parts of others or of none"),
        "consolidate": ("Hợp nhất thành đơn vị mới", "Merged into new units"),
        "split_up": ("Chia thành các đơn vị mới", "Split up"),
        "split_off": ("Tách ra đơn vị mới", "Had others split off"),
        "absorb": ("Sáp nhập vào đơn vị tiếp tục hoạt động", "Absorbed by units that go on"),
        "replace": ("Thay thế từng đơn vị", "Replaced, one by one"),
        "divide": ("Chia cho các đơn vị khác", "Divided among other units"),
        "dissolve": ("Kết thúc, không có đơn vị kế thừa", "Ended without a successor"),
        "rename": ("Đổi tên", "Renamed"),
        "convert": ("Đổi loại hình hoặc địa bàn", "Of another kind or area"),
        "transfer": ("Giao một phần cho đơn vị khác", "Gave parts to others"),
        "territory": ("Địa bàn", "Territory"),
    },
    "imported": {
        "fte_authorized": ("Biên chế được giao quy đổi toàn thời gian", "Authorized full-time equivalents"),
    },
    "column": {
        "clause": ("mục", "clause"),
        "number": ("TT", "no."),
        "to_decide": ("cần quyết định", "to be decided"),
        "from": ("từ", "from"),
        "to": ("đến", "to"),
        "quantity": ("đại lượng", "quantity"),
        "amount": ("số lượng", "amount"),
        "step": ("bước", "step"),
        "owner": ("chủ trì", "owner"),
        "due": ("thời hạn", "due"),
        "state": ("tình trạng", "state"),
        "standing": ("tiến độ", "standing"),
        "days late": ("số ngày quá hạn", "days late"),
        "unit": ("đơn vị", "unit"),
        "act": ("thủ tục", "act"),
        "discrepancy": ("điểm không thống nhất", "discrepancy"),
        "says": ("văn bản ghi", "says"),
        "taken": ("hiểu là", "taken"),
        "subject": ("đối tượng", "subject"),
        "what": ("nội dung", "what"),
        "asked by": ("cần cho", "asked by"),
        "who could supply it": ("nơi cung cấp", "who could supply it"),
        "who could confirm it": ("nơi có thể xác nhận", "who could confirm it"),
        "figure": ("số liệu", "figure"),
        "rows": ("số dòng", "rows"),
        "source": ("nguồn", "source"),
        "scope": ("phạm vi", "scope"),
        "measure": ("chỉ tiêu", "measure"),
        "value": ("giá trị", "value"),
        "low": ("thấp nhất", "low"),
        "high": ("cao nhất", "high"),
        "missing": ("còn thiếu", "missing"),
        "known": ("đơn vị đã biết", "units known"),
        "of": ("trên tổng số đơn vị", "of units"),
        "units told": ("đơn vị đã biết", "units told"),
        "assumed": ("giả định", "assumed"),
        "assumed %": ("% giả định", "assumed %"),
        "scenario": ("phương án", "scenario"),
        "before": ("trước", "before"),
        "after": ("sau", "after"),
        "change": ("thay đổi", "change"),
        "operation": ("hình thức sắp xếp", "operation"),
        "norm": ("quy định", "norm"),
        "result": ("kết quả", "result"),
        "limit": ("mức", "limit"),
        "citation": ("căn cứ", "citation"),
        "model": ("mô hình", "model"),
        "area": ("địa bàn", "area"),
        "kind": ("loại", "kind"),
        "level": ("cấp", "level"),
        "block": ("khối", "block"),
        "authorized": ("biên chế giao", "authorized"),
        "filled": ("có mặt", "filled"),
        "fte": ("quy đổi toàn thời gian", "fte"),
        "grade": ("ngạch", "grade"),
        "pay": ("mức lương", "pay"),
        "coefficient": ("hệ số", "coefficient"),
        "varies": ("nội dung thay đổi", "what varies"),
        "count": ("số giá trị", "values"),
        "values": ("các giá trị", "they are"),
        "own": ("phương án này", "this proposal"),
        "lowest": ("thấp nhất", "lowest"),
        "median": ("trung vị", "median"),
        "highest": ("cao nhất", "highest"),
        "lower": ("biến thể thấp hơn", "variants lower"),
        "equal": ("biến thể bằng", "variants equal"),
        "variants": ("số biến thể", "variants"),
        "records": ("bản ghi", "records"),
        "name": ("tên", "name"),
        "before_name": ("tên trước", "name before"),
        "after_name": ("tên sau", "name after"),
        "table": ("bảng", "table"),
        "key": ("khóa", "key"),
        "event": ("sự việc", "event"),
        "field": ("trường", "field"),
        "certainty": ("mức chắc chắn", "certainty"),
        "date": ("ngày", "date"),
        "basis": ("căn cứ", "basis"),
        "why": ("lý do", "why"),
        "pairs": ("số cặp", "pairs"),
        "first": ("bước thứ nhất", "first"),
        "second": ("bước thứ hai", "second"),
        "others": ("các bước khác", "others"),
        "first_wants": ("bước thứ nhất cần", "first wants"),
        "second_wants": ("bước thứ hai cần", "second wants"),
        "first_at": ("vị trí thứ nhất", "first at"),
        "second_at": ("vị trí thứ hai", "second at"),
        "because": ("do", "because"),
        "needs": ("cần", "needs"),
        "at": ("ở", "at"),
        "effective": ("hiệu lực", "effective"),
        "force": ("tính chất", "force"),
        "parameter": ("tham số", "parameter"),
        "choices": ("lựa chọn", "choices"),
        "no": ("TT", "no."),
        "default": ("mặc định", "default"),
        "title": ("tên", "title"),
        "steps": ("số bước", "steps"),
        "term": ("cách gọi trong văn bản", "term"),
        "code": ("mã", "code"),
        "problem": ("nội dung", "problem"),
        "operations": ("hình thức sắp xếp", "operations"),
        "conflict": ("xung đột", "conflict"),
    },
    "table": {
        "units": ("đơn vị", "units"),
        "posts": ("vị trí", "posts"),
        "documents": ("văn bản", "documents"),
        "links": ("kiêm nhiệm", "links"),
        "lines": ("quan hệ", "lines"),
        "persons": ("người", "persons"),
        "incumbencies": ("người giữ vị trí", "incumbencies"),
        "members": ("đảng viên", "members"),
        "functions": ("nhiệm vụ", "functions"),
        "identities": ("tư cách pháp lý", "identities"),
        "attributes": ("thuộc tính", "attributes"),
        "pay": ("lương", "pay"),
        "ended": ("đơn vị đã kết thúc", "ended units"),
    },
    "field": FIELDS,
    "line_status": {
        "kept": ("giữ nguyên", "kept"),
        "passed_on": ("tiếp tục theo đơn vị kế tiếp", "passed on"),
        "redirected": ("đổi quan hệ", "redirected"),
        "added": ("quan hệ mới", "added"),
        "ended": ("quan hệ chấm dứt", "ended"),
    },
    "person_outcome": {
        "retires": ("nghỉ hưu", "retires"),
        "leaves": ("thôi việc", "leaves"),
        "reserve": ("chờ bố trí", "in reserve"),
        "unassigned": ("chưa bố trí", "not assigned"),
    },
    "event": {
        "begun": ("bắt đầu", "begun"),
        "ended": ("kết thúc", "ended"),
        "moved": ("chuyển", "moved"),
        "renamed": ("đổi tên", "renamed"),
        "converted": ("chuyển đổi", "converted"),
        "resized": ("điều chỉnh biên chế", "resized"),
        "redirected": ("đổi quan hệ", "redirected"),
        "registered": ("ghi vào sổ đơn vị đã kết thúc", "registered"),
        "changed": ("sửa đổi", "changed"),
    },
    "certainty": {
        "certain": ("chắc chắn", "certain"),
        "likely": ("nhiều khả năng", "likely"),
        "possible": ("có thể", "possible"),
    },
    "relation": {
        "before": ("phải trước", "before"),
        "same": ("như nhau", "same"),
        "conflict": ("xung đột", "conflict"),
        "commute": ("thứ tự bất kỳ", "commute"),
    },
    "no_value": {
        "few_known": ("quá ít đơn vị đủ số liệu", "too few units tell"),
        "no_figure": ("chưa có số liệu", "no figure"),
        "no_divisor": ("không có gì để chia", "nothing to divide by"),
        "nothing": ("không có", "there is nothing of it"),
        "no_posts": ("chưa liệt kê vị trí nào", "no posts are listed"),
    },
    "applies": {
        "applies": ("còn áp dụng", "applies"),
        "applies otherwise": ("áp dụng khác đi", "applies otherwise"),
        "no longer applies": ("không còn áp dụng", "no longer applies"),
    },
    "source": {"assumed": ("giả định", "assumed"), "derived": ("suy ra", "derived")},
    "axis": {
        "parameter": ("tham số", "parameter"),
        "step": ("bước", "step"),
        "alternative": ("phương án thay thế", "alternative"),
        "norm": ("mức của quy định", "norm's parameter"),
    },
    "kind": {},
    "level": {},
    "category": {},
    "attribute": {},
    "choice": {"yes": ("có", "yes"), "no": ("không", "no"), "special": ("đặc biệt", "special")},
    "act": {
        "council election": (
            "HĐND huyện bầu Ủy viên UBND huyện (nếu người giữ chức vụ chưa là Ủy viên)",
            "council election",
        ),
        "appointment": ("bổ nhiệm", "appointment"),
    },
}
"""Labels by family and key: Vietnamese, English."""


def label(family: str, key: str, language: str, own: Mapping[str, Names] | None = None) -> str:
    """Give the word for a key of a family: the study's own, else ours, else the key itself, read as words.

    ``own`` maps ``family.key``, or the key alone, to names by language; it may speak languages that we do not, which
    fall back on our English.

    >>> label("block", "mixed", "vi"), label("block", "area_board", "en")
    ('liên khối (cơ quan hợp nhất)', 'area board')
    >>> label("block", "core", "fr", {"block.core": (("fr", "services centraux"),)})
    'services centraux'
    """
    theirs = [names for name in (f"{family}.{key}", key) if (names := (own or {}).get(name))]
    for names in theirs:
        if language in dict(names):
            return text_in(names, language)
    known = LABELS.get(family, {}).get(key)
    if known is None:
        return text_in(theirs[0], language) if theirs else key.replace("_", " ")
    return known[0] if language == "vi" else known[1]


def heading(key: str, language: str) -> str:
    """Give the word at the head of a column: the column's own, or where it counts events of a kind, that event's.

    >>> heading("owner", "vi"), heading("resized", "vi"), heading("days_left", "en")
    ('chủ trì', 'điều chỉnh biên chế', 'days left')
    """
    return label("event" if key in LABELS["event"] else "column", key, language)


def names(family: str, key: str, own: Mapping[str, Names] | None = None) -> Names:
    """Give the word for a key in every language that we speak.

    >>> names("rank", "head")
    (('en', 'head'), ('vi', 'cấp trưởng'))
    """
    return names_of(**{code: label(family, key, code, own) for code in languages_of(own)})


def quantity_name(quantity: str, terms: Vocabulary, language: str) -> str:
    """Name a quantity: as the study declares it, else by our word for it."""
    declared = terms.quantities.get(quantity)
    return label("quantity", quantity, language) if declared is None else text_in(declared.names_as(quantity), language)


def titles_of(post: Post, own: Mapping[str, Names] | None = None) -> Names:
    """Give the titles of a row of posts; where it has none, in words what it is.

    >>> (
    ...     titles_of(Post("10/posts", "10", rank="unknown")),
    ...     titles_of(Post("a/1", "a", names_of(en="Clerk"), rank="staff")),
    ... )
    ((('en', 'post of unknown rank'), ('vi', 'vị trí chưa rõ chức vụ')), (('en', 'Clerk'),))
    """
    return post.titles or names("untitled", post.rank, own)


def languages_of(own: Mapping[str, Names] | None = None, *more: str) -> tuple[str, ...]:
    """List the languages that can be spoken with a study's own labels: ours, then those that it brings, and ``more``.

    >>> languages_of({"kind.bureau": (("fr", "Bureau"),)})
    ('vi', 'en', 'fr')
    """
    brought = sorted({code for names in (own or {}).values() for code, _ in names} | set(filter(None, more)))
    return (*LANGUAGES, *(code for code in brought if code not in (*LANGUAGES, UNKNOWN_LANGUAGE)))


def own_word(family: str, key: str, language: str, own: Mapping[str, Names] | None) -> str:
    """Give a study's own word for a key of a family in a language; empty where it has none.

    >>> own_word("measure", "units", "fr", {"measure.units": (("fr", "Directions"),)})
    'Directions'
    """
    return dict((own or {}).get(f"{family}.{key}", ())).get(language, "")


def sentence_case(text: str) -> str:
    """Begin a label as a heading does.

    >>> sentence_case("khối Đảng")
    'Khối Đảng'
    """
    return text[:1].upper() + text[1:]
