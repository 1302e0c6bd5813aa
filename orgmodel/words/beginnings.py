"""The words that a new scenario file is begun with, in Vietnamese and English."""

from __future__ import annotations

from dataclasses import dataclass

from orgmodel.core.figures import Amount
from orgmodel.core.records import Members, Post, members_total


@dataclass(frozen=True)
class Words:
    """Hold the comments of one language."""

    decide: str
    preface: tuple[str, ...]
    titles: dict[str, str]
    illustrative: str
    documents: str
    clause: str
    owner: str
    effective: str
    takes: str
    head: str
    both: str
    incoming: str
    members: str
    id: str
    name: str
    block: str
    restores: str
    merged_head: str
    surplus: str
    top: str
    people: str
    moving: str
    follows: str
    to: str
    as_is: str
    post: str
    function: str
    line: str
    child: str
    authorized: str
    filled: str
    party_members: str
    why: str
    new_posts: str
    new_lines: str
    children_go: str
    incoming_go: str
    receiver: str
    ends: str
    by: str
    language: str = ""

    def figures(self, post: Post) -> str:
        """Say how many posts a row has, and how many people are present."""
        return f"{_shown(post.authorized)} {self.authorized}, {_shown(post.filled)} {self.filled}"

    def member_figures(self, members: Members) -> str:
        """Say how many members a party organisation has."""
        return f"{_shown(members_total(members))} {self.party_members}"


def _shown(figure: object) -> str:
    return "?" if figure is None else str(Amount.of(figure, "figure"))  # type: ignore[arg-type]


def words_in(language: str) -> Words:
    """Give the words of a language: Vietnamese, or English for any other."""
    return _VIETNAMESE if language == "vi" else _ENGLISH


_VIETNAMESE = Words(
    decide="QUYẾT ĐỊNH",
    preface=(
        "Mỗi chỗ ghi QUYẾT ĐỊNH còn phải điền. Trong ngoặc vuông: bỏ dấu # ở đầu những dòng được chọn.",
        "Chạy `orgmodel check` với tệp này để biết những gì chưa bố trí.",
    ),
    titles={
        "split": "Chia tách",
        "split-off": "Tách một phần",
        "merge": "Hợp nhất",
        "absorb": "Sáp nhập",
        "transfer": "Chuyển",
        "create": "Thành lập",
        "dissolve": "Giải thể",
        "delayer": "Bỏ cấp trung gian",
        "resize": "Điều chỉnh biên chế",
        "rename": "Đổi tên",
    },
    illustrative="xóa dòng này khi có văn bản yêu cầu",
    documents="mã văn bản trong documents.csv",
    clause='điểm, khoản của văn bản, trong ngoặc kép: "2.3"',
    owner="đơn vị chủ trì",
    effective="ngày có hiệu lực: 2022-12-01, hoặc unknown",
    takes="đơn vị này nhận gì (mỗi dòng chỉ một đơn vị nhận)",
    head="cấp trưởng: {keep: head}, {convert: mã, filled: 1, title: {vi: …}} hoặc {quota: 1, block: …, title: {vi: …}, basis: …}",
    both="nhiệm vụ nội bộ mà đơn vị nào cũng cần",
    incoming="quan hệ đi tới đơn vị này theo loại: both (cả hai), drop (bỏ), hoặc số thứ tự đơn vị nhận, từ 0",
    members="đảng viên: all, hoặc {official: số, probationary: số}",
    id="mã",
    name="tên",
    block="khối",
    restores="có thể khôi phục (restores: mã, thay cho unit:):",
    merged_head="cấp trưởng: none (không có), {convert: vị trí}, {quota: 1} hoặc giữ lại, {keep: mã}",
    surplus="cấp trưởng dôi dư: convert: deputy | staff, hoặc {end: true, why: …}",
    top="cũng đứng đầu, nằm ở đơn vị bên dưới; trả lời cho ai",
    people="người giữ vị trí kết thúc: {to: vị trí}, retires (nghỉ hưu), leaves (thôi việc), reserve (chờ bố trí) hoặc unassigned (chưa rõ)",
    moving="chuyển nguyên trạng:",
    follows="theo cấp trên mới, quan hệ",
    to="cấp trên mới",
    as_is="nguyên trạng; khác thì as_is: false và change: {…}",
    post="vị trí",
    function="nhiệm vụ",
    line="quan hệ",
    child="trực thuộc",
    authorized="biên chế",
    filled="có mặt",
    party_members="đảng viên",
    why="lý do, văn bản",
    new_posts="vị trí ban đầu",
    new_lines="quan hệ đi từ đơn vị mới",
    children_go="các đơn vị trực thuộc chuyển về đâu",
    incoming_go="quan hệ đi tới đơn vị này và các vị trí của đơn vị chuyển về đâu, hoặc drop (bỏ)",
    receiver="đơn vị nhận; có thể ghi nhiều đơn vị",
    ends="vị trí kết thúc, không chuyển đi (cấp trưởng phải kết thúc hoặc chuyển đổi trước)",
    by="số biên chế tăng (giảm: số âm); hoặc to: số mới, filled_by, filled_to; bỏ dấu # ở đầu các dòng được chọn",
)
_ENGLISH = Words(
    decide="DECIDE",
    preface=(
        "Every DECIDE is still to be filled in. In square brackets: take the # off the lines that are chosen.",
        "Run `orgmodel check` on this file to see what is left over.",
    ),
    titles={
        "split": "Split",
        "split-off": "Split off from",
        "merge": "Merge",
        "absorb": "Absorb",
        "transfer": "Transfer",
        "create": "Create",
        "dissolve": "Dissolve",
        "delayer": "Take out the layer of",
        "resize": "Resize",
        "rename": "Rename",
    },
    illustrative="delete this line once a paper orders it",
    documents="ids of documents.csv",
    clause='the clause of the paper, in quotes: "2.3"',
    owner="the unit in charge",
    effective="the date of effect: 2022-12-01, or unknown",
    takes="what this unit takes (each line in one receiver only)",
    head="the head: {keep: head}, {convert: id, filled: 1, title: {en: …}} or {quota: 1, block: …, title: {en: …}, basis: …}",
    both="internal functions that every unit needs",
    incoming="lines that end at this unit, by kind: both, drop, or the receiver's number, from 0",
    members="members: all, or {official: number, probationary: number}",
    id="id",
    name="name",
    block="block",
    restores="could be restored (restores: id, in place of unit:):",
    merged_head="its head: none, {convert: post}, {quota: 1}, or the head that stays, {keep: id}",
    surplus="surplus heads: convert: deputy | staff, or {end: true, why: …}",
    top="at the top too, filed in a unit below; whom it answers to",
    people="who holds a post that ends: {to: post}, retires, leaves, reserve or unassigned",
    moving="goes along as it is:",
    follows="follows to the new superior, line",
    to="the new superior",
    as_is="as it is; otherwise as_is: false and change: {…}",
    post="post",
    function="function",
    line="line",
    child="unit below",
    authorized="authorized",
    filled="present",
    party_members="members",
    why="why, and the paper",
    new_posts="the posts that it starts with",
    new_lines="lines from the new unit",
    children_go="where the units below go",
    incoming_go="where lines to it and its posts go, or drop",
    receiver="who takes it; there may be several",
    ends="posts that end and go nowhere (a head ends, or is converted before)",
    by="posts more (fewer: a negative number); or to: the new figure, filled_by, filled_to; take the # off the lines that are chosen",
)
