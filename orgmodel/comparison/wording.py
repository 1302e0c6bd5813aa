"""The arithmetic of heads in words, and numbers as readers of a language write them."""

from __future__ import annotations

from orgmodel.comparison.arithmetic import HeadCount

RANKS_VI = {"deputy": "cấp phó", "staff": "biên chế không giữ chức vụ", "unknown": "biên chế chưa rõ chức vụ"}
RANKS_EN = {"deputy": "deputy post", "staff": "staff post", "unknown": "post of unknown rank"}


def number(value: float | None, language: str, *, signed: bool = False) -> str:
    """Write a number as a reader of the language expects.

    >>> number(4982, "vi"), number(4982.5, "en"), number(-3, "vi", signed=True), number(None, "vi")
    ('4.982', '4,982.5', '-3', '?')
    """
    if value is None or value != value:
        return "?"
    text = f"{value:+,.2f}" if signed and value else f"{value:,.2f}"
    text = text.rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".") if language == "vi" else text


BLOCKS_VI = {"party": "Đảng", "government": "chính quyền", "front": "Mặt trận, đoàn thể", "mixed": "chung hai khối"}


def block_name(block: str, language: str) -> str:
    """Name a block as people say it; a block that a study calls otherwise keeps its word.

    >>> block_name("party", "vi"), block_name("party", "en"), block_name("cantonal", "vi")
    ('Đảng', 'party', 'cantonal')
    """
    return BLOCKS_VI.get(block, block) if language == "vi" else block


def counted(count: int, word: str) -> str:
    """Count a thing in English.

    >>> counted(1, "unit"), counted(2, "post of unknown rank")
    ('1 unit', '2 posts of unknown rank')
    """
    head, of, tail = word.partition(" of ")
    return f"{count} {word if count == 1 else head + 's' + of + tail}"


def in_words(one: HeadCount, language: str = "vi") -> str:
    """Say the arithmetic of heads of one step, or of several that do the same.

    >>> print(
    ...     in_words(HeadCount("split", "2.3", ("split_up",), ("x",), ("a", "b"), 1, 2, {"deputy": 1}, 0, {}, 0), "en")
    ... )
    Clause 2.3: 1 unit becomes 2, so 1 more head post is needed (1 → 2). No new quota: a split with no new quota converts one post per extra unit into a head post; here 1 deputy post.
    """
    return _vietnamese(one) if language == "vi" else _english(one)


def _english(one: HeadCount) -> str:
    before, after, more = len(one.units_before), len(one.units_after), one.heads_after - one.heads_before
    where = f"Clause {one.clause}" if one.clause else one.step
    text = f"{where}: {counted(before, 'unit')} {'becomes' if before == 1 else 'become'} {after}"
    heads = f"({one.heads_before} → {one.heads_after})"
    if more > 0:
        text += f", so {counted(more, 'more head post')} {'is' if more == 1 else 'are'} needed {heads}."
    else:
        text += f", head posts {one.heads_before} → {one.heads_after}."
    turned = ", ".join(counted(count, RANKS_EN.get(rank, rank)) for rank, count in one.converted.items())
    if one.converted and one.new_quota == 0 and one.extra_units > 0:
        text += " No new quota: a split with no new quota converts one post per extra unit into a head post; "
        text += f"here {turned}."
    elif one.converted:
        text += f" Converted into head posts: {turned}."
    if one.created:
        text += f" {counted(one.created, 'head post')} {'is' if one.created == 1 else 'are'} new quota."
    if one.surplus:
        over = ", ".join(
            f"{count} ended" if rank == "ended" else counted(count, RANKS_EN.get(rank, rank))
            for rank, count in one.surplus.items()
        )
        total = sum(one.surplus.values())
        text += f" {counted(total, 'surplus head post')} {'becomes' if total == 1 else 'become'}: {over}."
    return text


def _vietnamese(one: HeadCount) -> str:
    before, after = len(one.units_before), len(one.units_after)
    where = f"Mục {one.clause}" if one.clause else one.step
    text = f"{where}: {before:02d} đơn vị thành {after:02d}, cấp trưởng {one.heads_before:02d} → {one.heads_after:02d}."
    turned = ", ".join(f"{count:02d} {RANKS_VI.get(rank, rank)}" for rank, count in one.converted.items())
    if one.converted and one.new_quota == 0 and one.extra_units > 0:
        text += (
            " Không thêm biên chế: chia tách mà không thêm biên chế thì cứ mỗi đơn vị tăng thêm phải chuyển một biên "
        )
        text += f"chế thành cấp trưởng; ở đây là {turned}."
    elif one.converted:
        text += f" Chuyển thành cấp trưởng: {turned}."
    if one.created:
        text += f" {one.created:02d} cấp trưởng là biên chế thêm mới."
    if one.surplus:
        over = ", ".join(
            f"{count:02d} kết thúc" if rank == "ended" else f"{count:02d} thành {RANKS_VI.get(rank, rank)}"
            for rank, count in one.surplus.items()
        )
        text += f" Dôi {sum(one.surplus.values()):02d} cấp trưởng: {over}."
    return text
