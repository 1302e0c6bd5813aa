"""The words on a chart, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orgmodel.core.names import Names
from orgmodel.words.labels import LABELS, label, sentence_case
from orgmodel.words.numbers import number

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Sơ đồ tổ chức", "Organisation chart"),
    "before": ("Trước sắp xếp", "Before"),
    "after": ("Sau sắp xếp", "After"),
    "changes": ("Thay đổi", "What changes"),
    "page": ("Trang {0}/{1}", "Page {0} of {1}"),
    "to-page": ("xem trang {0}", "see page {0}"),
    "to-pages": ("xem trang {0}–{1}", "see pages {0}–{1}"),
    "page-brief": ("tr.\xa0{0}", "p.\xa0{0}"),
    "page-short": ("trang {0}", "page {0}"),
    "on-page": ("tiếp ở trang {0}", "continues on page {0}"),
    "from-page": ("tiếp từ trang {0}", "from page {0}"),
    "changes-overview": ("Tổng quan", "Overview"),
    "clause-orders": ("Nội dung giao", "What is ordered"),
    "clause-judged": ("Xem xét theo tiêu chí", "Judged by criteria"),
    "clause-unchanged": ("Chưa có đơn vị nào thay đổi theo mục này", "No unit changes by this clause as yet"),
    "clause-notes": ("Ghi chú", "Notes"),
    "turnover": ("+6 −7: nhận thêm, chuyển đi", "+6 −7: gained, given up"),
    "overview": ("Mục lục sơ đồ", "Where to find what"),
    "structure-as-of": (
        "Cơ cấu đến ngày {0}; số liệu theo ngày của từng nguồn",
        "Structure as of {0}; figures of the dates of their sources",
    ),
    "states-as-of": (
        "Cơ cấu trước sắp xếp đến ngày {0}, sau đến ngày {1}",
        "Structure before as of {0}, after as of {1}",
    ),
    "state-as-of": ("Cơ cấu đến ngày {0}", "Structure as of {0}"),
    "figures-of-sources": ("; số liệu theo ngày của từng nguồn", "; figures of the dates of their sources"),
    "figures-as-of": ("; số liệu đến ngày {0}", "; figures as of {0}"),
    "as-of": ("Số liệu đến ngày {0}", "Figures as of {0}"),
    "source": ("Nguồn: {0}", "Source: {0}"),
    "all-sources": ("… (đủ ở trang {0})", "… (all on page {0})"),
    "illustrative": ("Dự thảo minh họa", "Illustrative draft"),
    "members-one": ("{0}\xa0đảng\xa0viên", "{0}\xa0Party member"),
    "members": ("{0}\xa0đảng\xa0viên", "{0}\xa0Party members"),
    "stands-for": ("gồm {0} tổ chức (gộp chung)", "stands for {0} units"),
    "number-unknown": ("chưa có số lượng (gộp chung)", "number not known"),
    "guidance": ("⇢: cơ quan hướng dẫn chuyên môn", "⇢: guided professionally by"),
    "superior": ("↑: cấp trên quản lý", "↑: administrative superior"),
    "below": ("(còn {0} đơn vị bên dưới)", "({0} more below)"),
    "units": ("{0} đơn vị", "{0} units"),
    "post-boxes": ("{0} vị trí", "{0} posts"),
    "post-boxes-one": ("{0} vị trí", "{0} post"),
    "units-one": ("{0} đơn vị", "{0} unit"),
    "legend": ("Chú giải", "Key"),
    "outside-quota": ("hợp\xa0đồng:\xa0{0}", "outside quota:\xa0{0}"),
    "figures": ("6/7: có mặt/biên chế giao", "6/7: in post/authorized posts"),
    "figures-inside": (
        "6/7: có mặt/biên chế giao, không kể hợp\xa0đồng",
        "6/7: in post/authorized posts, without those outside quota",
    ),
    "figures-open": (
        "số ít nhất, vì còn thiếu số liệu",
        "at least, as figures are missing",
    ),
    "figures-open-exact": (
        "số ít nhất, vì còn thiếu số liệu; dấu =: đủ số liệu",
        "at least, as figures are missing; =: exact",
    ),
    "figures-sum": ("Σ: gồm cả đơn vị trực thuộc", "Σ: with all units below"),
    "figures-assumed": ("*: có số liệu giả định", "*: some figures are assumed"),
    "figures-of-known": ("(3/5): biết số liệu của 3 trong 5 đơn vị", "(3/5): known of 3 of 5 units"),
    "figures-missing": ("≥: ít nhất; ?: chưa có số liệu", "≥: at least; ?: no figure"),
    "figures-least": ("≥: ít nhất", "≥: at least"),
    "figures-unknown": ("?: chưa có số liệu", "?: no figure"),
    "field:filled": ("có mặt:\xa0{0}", "in post:\xa0{0}"),
    "field:authorized": ("biên chế giao:\xa0{0}", "authorized:\xa0{0}"),
    "field:fte": ("quy đổi toàn thời gian:\xa0{0}", "{0}\xa0FTE"),
    "field:vacancies": ("chưa sử dụng:\xa0{0}", "vacant:\xa0{0}"),
    "field:headcount": ("{0}\xa0người", "people:\xa0{0}"),
    "posts-below": (
        "dưới\xa0quyền:\xa0{0}\xa0trực\xa0tiếp, {1}\xa0tất\xa0cả",
        "below:\xa0{0}\xa0directly, {1}\xa0in\xa0all",
    ),
    "directly-below": ("dưới\xa0quyền trực\xa0tiếp:\xa0{0}", "directly\xa0below:\xa0{0}"),
    "people-below-key": ("dưới quyền: số người có mặt", "below: people in post"),
    "posts-below-key": ("dưới quyền: số vị trí theo biên chế giao", "below: posts, as authorized"),
    "title-posts": ("Sơ đồ quan hệ báo cáo", "Who answers to whom"),
    "line-posts": ("Chịu sự quản lý trực tiếp của", "Answers to"),
    "vacant": ("khuyết", "vacant"),
    "vacant-posts": ("khuyết\xa0{0}", "{0}\xa0vacant"),
    "concurrently": ("{0} (kiêm nhiệm)", "{0} (concurrently)"),
    "also-holds": ("{0} kiêm {1}", "{0} also holds {1}"),
    "more-holders": ("và {0}\xa0người nữa", "and {0}\xa0more"),
    "colour-by": ("Màu và ký hiệu ô: {0}", "Colour and strip of boxes: {0}"),
    "other-values": ("giá trị khác", "other values"),
    "step-any": ("có số liệu", "known"),
    "step-under": ("dưới {0}", "under {0}"),
    "step-from": ("từ {0} trở lên", "{0} or more"),
    "step-between": ("từ {0} đến dưới {1}", "{0} to under {1}"),
    "step-at-least": ("ít nhất ở mức {0}", "at least: {0}"),
    "step-unknown": ("chưa có số liệu", "not known"),
    "page:search": ("Tìm đơn vị (có dấu hoặc không dấu)", "Find a unit"),
    "page:found": ("{0} kết quả", "{0} found"),
    "page:previous": ("Kết quả trước", "Previous result"),
    "page:next": ("Kết quả sau", "Next result"),
    "page:state": ("Trước hoặc sau sắp xếp", "Before or after"),
    "page:changes": ("Thay đổi kế tiếp", "Next change"),
    "page:lines": ("Các quan hệ khác", "Other lines"),
    "page:chart": ("Sơ đồ", "Chart"),
    "page:nearer": ("Phóng to", "Zoom in"),
    "page:farther": ("Thu nhỏ", "Zoom out"),
    "page:keys": (
        "Phím: mũi tên đi giữa các đơn vị, Enter mở hoặc thu gọn, + − phóng to thu nhỏ, 0 vừa màn hình, / tìm",
        "Keys: arrows go between units, Enter unfolds or folds, + − zoom, 0 fits, / searches",
    ),
    "page:keys-within": (
        "Phím: mũi tên đi giữa các đơn vị, Enter mở hoặc thu gọn, + − phóng to thu nhỏ, 0 vừa khung; Ctrl và con lăn chuột cũng phóng to thu nhỏ",
        "Keys: arrows go between units, Enter unfolds or folds, + − zoom, 0 fits; Ctrl with the mouse wheel zooms too",
    ),
    "page:unfold": ("Mở tất cả", "Unfold all"),
    "page:fold": ("Thu gọn", "Fold all"),
    "page:fit": ("Vừa màn hình", "Fit"),
    "page:toggle": ("Mở hoặc thu gọn", "Unfold or fold"),
    "page:list": ("Danh sách thay đổi", "List of changes"),
    "page:no-changes": ("Không có thay đổi ở trạng thái này", "Nothing changes here"),
    "page:colours": ("Màu và lọc", "Colours, filter"),
    "page:colour-by": ("Tô màu theo", "Colour by"),
    "page:filter": ("Chọn nhóm để làm nổi các đơn vị của nhóm đó", "Choose groups to bring out their units"),
    "page:all": ("Bỏ lọc", "All groups"),
    "page:shown-of": ("Làm nổi {0}/{1} đơn vị", "{0} of {1} units brought out"),
    "page:map": ("Bản đồ toàn sơ đồ", "Map of the whole chart"),
    "page:close": ("Đóng", "Close"),
    "page:panel": ("Bảng bên", "Side panel"),
    "page:both": ("Trước và sau", "Before and after"),
    "page:unit": ("Đơn vị", "Unit"),
    "page:no-unit": ("Chọn một đơn vị trên sơ đồ", "Choose a unit in the chart"),
    "page:figures": ("Số liệu của đơn vị, kể cả đơn vị trực thuộc", "Figures of the unit, with all below it"),
    "page:posts": ("Vị trí", "Posts"),
    "page:functions": ("Nhiệm vụ", "Functions"),
    "page:relations": ("Quan hệ", "Lines"),
    "page:too-much": (
        "Quá nhiều vị trí để ghi vào trang này; xem bằng lệnh orgmodel show",
        "Too many posts for this page to hold; see orgmodel show",
    ),
    "page:date": ("Thời điểm", "Date"),
    "page:print": ("In", "Print"),
    "page:paper": ("Khổ giấy", "Paper"),
    "page:sheets": ("Số trang: {0}", "Pages: {0}"),
    "page:none": ("không có", "none"),
    "edit:title": ("Sửa phương án", "Edit the proposal"),
    "edit:stale": (
        "Phương án đã được sửa ở nơi khác; sơ đồ đã vẽ lại theo bản mới nhất, đề nghị làm lại thao tác này",
        "The plan was changed elsewhere meanwhile; the chart now shows it as it stands: do this again",
    ),
    "edit:unread": ("Không hiểu yêu cầu của sơ đồ: {0}", "What the chart asked cannot be read: {0}"),
    "edit:head-keep": ("giữ cấp trưởng: {0}", "keep the head: {0}"),
    "edit:head-convert": ("chuyển thành cấp trưởng: {0}", "make head: {0}"),
    "edit:head-quota": ("thêm một biên chế cấp trưởng", "a new post of head"),
    "edit:head-none": ("chưa có cấp trưởng", "no head"),
    "edit:surplus-deputy": ("bố trí làm cấp phó", "becomes a deputy"),
    "edit:surplus-staff": ("không giữ chức vụ lãnh đạo", "becomes staff"),
    "edit:surplus-end": ("kết thúc vị trí (nêu lý do)", "the post ends (say why)"),
    "edit:posts": ("Vị trí", "Post"),
    "edit:functions": ("Nhiệm vụ", "Function"),
    "edit:children": ("Đơn vị trực thuộc", "Unit below"),
    "edit:lines": ("Quan hệ", "Line"),
    "edit:identities": ("Tư cách pháp nhân", "Legal identity"),
    "edit:quantities": ("Số liệu khác", "Quantity"),
    "edit:both": ("đến mọi đơn vị nhận", "to every receiver"),
    "edit:drop": ("chấm dứt quan hệ", "the line ends"),
    "edit:apply": ("Thực hiện", "Apply"),
    "edit:cancel": ("Thôi", "Cancel"),
    "edit:under": ("Chuyển về trực thuộc", "Move under"),
    "edit:into": ("Sáp nhập vào", "Merge into"),
    "edit:with": ("Hợp nhất với", "Merge with"),
    "edit:new-name": ("Tên mới", "New name"),
    "edit:part": ("Tên đơn vị nhận thứ", "Name of receiver"),
    "edit:block": ("Khối", "Block"),
    "edit:same-block": ("như đơn vị cũ", "as before"),
    "edit:receiver": ("Đơn vị tiếp nhận", "Who takes it over"),
    "edit:why": ("Lý do, căn cứ", "Why"),
    "edit:move": ("Chuyển", "Move"),
    "edit:merge": ("Sáp nhập", "Merge into another"),
    "edit:unite": ("Hợp nhất", "Merge into a new one"),
    "edit:split": ("Chia", "Split"),
    "edit:off": ("Tách", "Split off"),
    "edit:takes": ("Đơn vị mới tiếp nhận", "What the new unit takes"),
    "edit:head": ("Cấp trưởng của đơn vị mới", "Head of the new unit"),
    "edit:rename": ("Đổi tên", "Rename"),
    "edit:end": ("Giải thể", "End"),
    "edit:decide": ("Còn phải quyết định", "Still to be decided"),
    "edit:needs-check": (
        "Trang này không tính số liệu và không xét quy định: chạy orgmodel check và orgmodel compare với tệp tải về",
        "This page works out no figures and judges no norm: run orgmodel check and orgmodel compare on the file",
    ),
    "edit:before": ("Trước", "Before"),
    "edit:after": ("Sau", "After"),
    "edit:now": ("Hiện trạng", "Now"),
    "edit:change": ("Tăng, giảm", "Change"),
    "edit:measures": ("Số liệu toàn bộ", "Figures of the whole"),
    "edit:menu": ("Hình thức sắp xếp", "What to do with the unit"),
    "edit:drag": (
        "Hoặc kéo ô của đơn vị thả lên ô đơn vị khác để chuyển về trực thuộc; phím E mở bảng này",
        "Or drag the unit's box onto another to move it there; the key E opens this panel",
    ),
    "edit:undo": ("Hoàn tác", "Undo"),
    "edit:redo": ("Làm lại", "Redo"),
    "edit:file": ("Tải tệp phương án (YAML)", "Download the scenario (YAML)"),
    "edit:done": ("Đã thực hiện", "Done so far"),
    "off:unknown": ("Không có đơn vị {0}", "No unit {0}"),
    "off:made": (
        "{0} vừa được sắp xếp trong trang này: tải tệp, chạy orgmodel check rồi sửa tiếp",
        "{0} was changed on this page: download the file and run orgmodel check before it is split or merged again",
    ),
    "off:below": ("{0} không thể về dưới {1}, vì đơn vị này ở dưới nó", "{0} cannot go under {1}, which is below it"),
    "off:same": ("{0} đã trực thuộc {1}", "{0} is under {1} already"),
    "off:no-name": ("Ghi tên đơn vị", "Give the unit a name"),
    "off:why": ("Nêu lý do, căn cứ", "Say why"),
    "off:moved": ("chuyển đến", "moved"),
    "off:renamed": ("đổi tên", "renamed"),
    "off:merged": ("tiếp nhận", "takes over"),
    "off:split": ("tách bớt", "split"),
    "off:new": ("thành lập", "new"),
    "off:nothing": ("Không có gì để hoàn tác hoặc làm lại", "There is nothing to undo or do again"),
    "off:open": ("Quyết định xong phần còn lại trước", "Decide first what is left over"),
    "off:comment": (
        "Sửa trên trang sơ đồ; để tệp này trong thư mục của phương án rồi chạy: orgmodel check TỆP",
        "Edited on the page of a chart; put this file into the study's folder and run: orgmodel check FILE",
    ),
    "off:title": ("Phương án sửa trên sơ đồ", "Proposal edited in the chart"),
    "off:surplus": ("Cấp trưởng dôi dư", "Surplus head"),
    "off:surplus-deputy": ("bố trí làm cấp phó", "becomes a deputy"),
    "off:surplus-staff": ("không giữ chức vụ lãnh đạo", "becomes staff"),
    "off:surplus-end": ("kết thúc vị trí (nêu lý do)", "the post ends (say why)"),
    "off:members": ("Đảng viên", "Members"),
    "off:both": ("mọi đơn vị nhận", "every receiver"),
    "off:keep": ("giữ cấp trưởng:", "keep the head:"),
    "off:convert": ("chuyển thành cấp trưởng:", "make head:"),
    "off:head": ("Cấp trưởng của", "Head of"),
    "off:no-head": ("chưa có cấp trưởng", "no head"),
    "off:quota": ("thêm một biên chế cấp trưởng", "a new post of head"),
    "off:incoming": ("Quan hệ từ nơi khác đến", "Lines from others"),
    "off:drop": ("chấm dứt quan hệ", "the line ends"),
    "off:verb-transfer": ("chuyển", "move"),
    "off:verb-absorb": ("sáp nhập", "merge"),
    "off:verb-consolidate": ("hợp nhất", "merge"),
    "off:verb-split_up": ("chia", "split"),
    "off:verb-split_off": ("tách", "split off"),
    "off:verb-rename": ("đổi tên", "rename"),
    "off:verb-dissolve": ("giải thể", "end"),
    "page:noscript": ("Trang này cần JavaScript để vẽ sơ đồ.", "This page needs JavaScript to draw the chart."),
    "layer:ribbons": ("Dải nối", "Bands"),
    "layer:lines": ("Quan hệ", "Lines"),
    "layer:boxes": ("Đơn vị", "Units"),
    "layer:frame": ("Tiêu đề, chú giải", "Title and key"),
    "picture:layers": ("Số đơn vị theo tầng", "Units by layer"),
    "picture:layer": ("Tầng (1: cao nhất)", "Layer (1: the top)"),
    "picture:units": ("Số đơn vị", "Units"),
    "picture:spans": ("Tầm hạn quản trị", "Spans of control"),
    "picture:span": ("Số vị trí trực tiếp dưới quyền", "Posts directly below"),
    "picture:superiors": ("Số vị trí quản lý", "Superior posts"),
    "picture:flow": ("Dòng chuyển giữa các đơn vị ({0})", "What flows between units ({0})"),
    "picture:headcount": ("Số người theo khối và phương án", "Headcount by block and scenario"),
    "picture:people": ("Số người", "People"),
    "picture:intervals": ("{0}: 90% lượt lấy mẫu nằm trong thanh", "{0}: 90% of the draws lie in the bar"),
    "picture:off": ("Chênh lệch so với bình quân", "Off the mean"),
    "picture:carried": ("thực hiện", "carried out"),
    "picture:left": ("không thực hiện", "left out"),
    "picture:mean": ("Bình quân", "Mean"),
    "picture:best": ("Giá trị ước", "Best value"),
    "picture:at_low": ("Số liệu ở mức thấp nhất", "Figure at its least"),
    "picture:at_high": ("Số liệu ở mức cao nhất", "Figure at its most"),
    "picture:limit": ("Giới hạn: {0}", "Limit: {0}"),
    "picture:ninety": ("90% lượt lấy mẫu", "90% of the draws"),
    "picture:half": ("50% lượt lấy mẫu", "50% of the draws"),
    "picture:middle": ("Trung vị", "Median"),
    "picture:median": ("Trung vị của các biến thể", "Median of the variants"),
    "picture:own": ("Phương án này", "This proposal"),
    "picture:lower": ("thấp hơn", "lower"),
    "picture:fan": ("{0} theo thời gian", "{0} over time"),
    "picture:place_breaks": (
        "(chính phương án này vi phạm hoặc có thể vi phạm mới quy định, nên không thuộc các biến thể đó)",
        "(the proposal itself breaks norms anew, or may, and is none of them)",
    ),
    "picture:place": (
        "Vị trí của phương án trong {0} biến thể được phép",
        "The proposal's place among {0} variants that may be",
    ),
    "picture:baseline": ("Hiện trạng", "Baseline"),
    "picture:missing": ("thiếu {0} số liệu", "{0} figures missing"),
    "level": ("cấp {0}", "level {0}"),
    "side-before": ("Trước", "Before"),
    "side-after": ("Sau", "After"),
    "unchanged-one": ("và {0}\xa0đơn\xa0vị giữ\xa0nguyên", "+{0}\xa0unit unchanged"),
    "unchanged": ("và {0}\xa0đơn\xa0vị giữ\xa0nguyên", "+{0}\xa0units unchanged"),
    "unchanged-least-one": ("và ít\xa0nhất {0}\xa0đơn\xa0vị giữ\xa0nguyên", "+at least {0}\xa0unit unchanged"),
    "unchanged-least": ("và ít\xa0nhất {0}\xa0đơn\xa0vị giữ\xa0nguyên", "+at least {0}\xa0units unchanged"),
    "nothing": ("Không có thay đổi về tổ chức", "The organisation does not change"),
    "fate:new": ("+ mới", "+ new"),
    "fate:ended": ("× kết thúc", "× ended"),
    "fate:merged": ("⇒ hợp nhất, sáp nhập", "⇒ merged"),
    "fate:split": ("⇉ chia tách", "⇉ split"),
    "fate:split-arriving": ("⇉ lập lại sau chia tách", "⇉ from a split"),
    "fate:moved": ("→ chuyển", "→ moved"),
    "fate:renamed": ("đổi tên", "renamed"),
    "fate:converted": ("chuyển đổi loại hình", "converted"),
    "fate:resited": ("đổi địa bàn", "other area"),
    "fate:staffed": ("± nhân sự", "± staffing"),
    "fate:linked": ("± kiêm nhiệm", "± concurrent posts"),
    "fate:tasked": ("± nhiệm vụ", "± functions"),
    "fate:amounts": ("± số lượng", "± amounts"),
    "fate:redirected": ("đổi quan hệ", "± lines"),
    "status:leaving": ("kết thúc hoạt động", "no more afterwards"),
    "status:arriving": ("thành lập, lập lại sau sắp xếp", "begins"),
    "status:moved": ("chuyển nơi trực thuộc", "goes to another superior"),
    "status:altered": ("giữ lại, có thay đổi", "stays, with changes"),
    "ribbon": (
        "{0} biên chế, đảng viên hoặc nhiệm vụ chuyển sang; rộng theo số lượng",
        "{0} posts, members or functions that go over; as wide as they are many",
    ),
    "ribbon-thin": (
        "{0} biên chế, đảng viên hoặc nhiệm vụ chuyển sang; rộng theo số lượng, dưới {1} hoặc chưa rõ: nét mảnh",
        "{0} posts, members or functions that go over; as wide as they are many, below {1} or not known: a hairline",
    ),
    "lines-changed": ("− / +: quan hệ chấm dứt / quan hệ mới", "− / +: line ended / line begun"),
    "amount:authorized-one": ("{0} biên chế", "{0} post"),
    "amount:filled-one": ("{0} người", "{0} in post"),
    "amount:members-one": ("{0} đảng viên", "{0} member"),
    "amount:functions-one": ("{0} nhiệm vụ", "{0} function"),
    "amount:authorized": ("{0} biên chế", "{0} posts"),
    "amount:filled": ("{0} người", "{0} in post"),
    "amount:members": ("{0} đảng viên", "{0} members"),
    "amount:functions": ("{0} nhiệm vụ", "{0} functions"),
}


def word(key: str, language: str, *values: object) -> str:
    """Give a text by key with its values filled in; English for any language that is not Vietnamese.

    >>> word("page", "vi", 1, 3)
    'Trang 1/3'
    """
    text = WORDS[key][0 if language == "vi" else 1]
    return text.format(*values) if values else text


OFFICE_COUNTS = ("units", "unchanged", "unchanged-least")
"""What an office counts with two digits below ten in Vietnamese."""


def counted(key: str, count: int, language: str) -> str:
    """Give a text for a count, one or many.

    >>> counted("units", 1, "en"), counted("units", 1200, "en"), counted("units", 1, "vi")
    ('1 unit', '1,200 units', '01 đơn vị')
    """
    is_short = language == "vi" and key in OFFICE_COUNTS and 0 < count < 10
    digits = f"{count:02d}" if is_short else number(count, language)
    return word(f"{key}-one" if count == 1 else key, language, digits)


def unchanged(count: int, language: str, *, at_least: bool) -> str:
    r"""Say how many units are left out because they do not change, if any: at least so many where of some nobody knows how many.

    >>> unchanged(107, "vi", at_least=False), unchanged(9, "en", at_least=True), unchanged(0, "en", at_least=False)
    ('và 107\xa0đơn\xa0vị giữ\xa0nguyên', '+at least 9\xa0units unchanged', '')
    """
    return counted("unchanged-least" if at_least else "unchanged", count, language) if count else ""


def amount_words(quantity: str, amount: str, language: str) -> str:
    """Write an amount with what it is of.

    >>> amount_words("authorized", "1", "en"), amount_words("members", "≥41", "vi")
    ('1 post', '≥41 đảng viên')
    """
    return word(f"amount:{quantity}{'-one' if amount in ('1', '+1', '−1') else ''}", language, amount)


def sized(units: int, posts: int, language: str) -> str:
    """Say how many units there are, or, where boxes of posts stand without any, how many of these.

    >>> sized(3, 75, "en"), sized(0, 2, "vi")
    ('3 units', '2 vị trí')
    """
    return counted("units", units, language) if units or not posts else counted("post-boxes", posts, language)


def fares(fates: Sequence[str], status: str, language: str) -> str:
    """Say how a unit fares, in its badge; ``status`` tells the units of a split that begin from the one that ends.

    >>> fares(["split"], "leaving", "vi"), fares(["split"], "arriving", "vi")
    ('⇉ chia tách', '⇉ lập lại sau chia tách')
    """
    keys = [f"fate:{fate}-{status}" if f"fate:{fate}-{status}" in WORDS else f"fate:{fate}" for fate in fates]
    return ", ".join(word(key, language) for key in keys)


def named(key: str, language: str, own: Mapping[str, Names] | None = None) -> str:
    """Give the word for a block or a kind of line: the study's own, else ours, else its code.

    >>> named("line:coordination", "en"), named("block:area_board", "en")
    ('Coordination', 'area board')
    """
    family, _, name = key.partition(":")
    text = label(family, name, language, own)
    return sentence_case(text) if name in LABELS[family] else text
