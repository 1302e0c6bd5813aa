"""What the words of files tell: their language, their date, their kinds of unit, words of status and titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from orgmodel.core.characters import nfc
from orgmodel.core.messages import Message
from orgmodel.core.names import UNKNOWN_LANGUAGE
from orgmodel.io.importers.dates import date_of
from orgmodel.io.importers.known.tables import heading, kind_in, kinds, meanings_of_status, plain, rank_of
from orgmodel.io.importers.proposal.guess import LIKELY, SURE, UNSURE
from orgmodel.io.importers.proposal.sheets import Candidate

_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("vi", re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)),
)
_LIKE = {
    "vi": (("ro", re.compile("[țșţş]", re.IGNORECASE)), ("hr", re.compile("[čćšž]", re.IGNORECASE))),
    "ru": (
        ("uk", re.compile("[іїєґ]", re.IGNORECASE)), ("be", re.compile("ў", re.IGNORECASE)), ("kk", re.compile("[әғқңұһ]", re.IGNORECASE)),
        ("sr", re.compile("[ђћџљњј]", re.IGNORECASE)), ("bg", re.compile("\\A(?![\\s\\S]*[ыэё])[\\s\\S]*\\wъ[бвгджзклмнпрстфхцчшщ]", re.IGNORECASE)),
    ),
    "ar": (("ur", re.compile("[ٹڈڑے]")), ("fa", re.compile("[پچژگ]"))),
}  # fmt: skip
"""Languages in the same letters, by letters that the one for which they would be taken has not."""
_KANA = re.compile("[\u3040-\u30ff]")
_WORDS = {
    "en": "of and the for office department head officer division",
    "de": "und der des für amt abteilung leiter referat",
    "fr": "de des et du la le direction chef service",
    "es": "de y del la las dirección jefe",
    "pt": "de e do da das secretaria chefe",
    "it": "di e del della ufficio capo",
    "nl": "van en de het afdeling hoofd",
    "sv": "och för av kommun kontor chef avdelningen",
    "nb": "og for av kommune avdeling leder",
    "da": "og for af kommune afdeling chef",
    "fi": "ja osasto johtaja yksikkö",
    "pl": "i do w wydział kierownik",
    "cs": "a pro oddělení odbor úřad vedoucí",
    "tr": "ve için müdürlüğü başkanl\u0131ğ\u0131 şube",
    "ro": "și de pentru direcția serviciul birou",
    "hu": "és az osztály iroda hivatal főosztály",
    "id": "dan bagian bidang dinas kepala seksi",
    "et": "ja osakond amet büroo talitus",
    "hr": "i za odjel služba ured uprava",
    "sk": "a pre oddelenie odbor úrad vedúci",
    "lt": "ir skyrius departamentas tarnyba",
    "lv": "un nodaļa departaments pārvalde",
}
_LETTERS = {
    "de": "äöüß", "fr": "éèêëçàâùûîïôœ", "es": "ñáéíóúü", "pt": "ãõçáàâéêíóôúü", "it": "àèéìòù", "nl": "ëïéö",
    "sv": "åäöé", "nb": "æøåé", "da": "æøåé", "fi": "äöå", "pl": "łżźśćńąęó", "cs": "áčďéěíňóřšťúůýž", "tr": "ğ\u0131şçöüâ",
    "ro": "ăâîșțşţ", "hu": "áéíóöőúüű", "et": "äõöüšž", "hr": "čćđšž", "sk": "áäčďéíĺľňóôŕšťúýž", "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž", "is": "áðéíóúýþæö",
}  # fmt: skip
"""The letters of each language beside those of English."""

_OWN_LETTERS = {
    "de": "ß", "es": "ñ", "pt": "ãõ", "sv": "", "pl": "łżźśćńąę", "cs": "ěřů", "tr": "ğ\u0131", "ro": "ățţ", "hu": "őű", "hr": "đ", "sk": "ľĺŕ",
    "lt": "ėųį", "lv": "āģķļņ", "is": "þð", "fr": "œ",
}  # fmt: skip
"""Of these letters, those that no other of the languages has."""

_SURE_WORDS = 4
_DAY = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]{1,2} tháng [0-9]{1,2} năm [0-9]{4}"
    r"|[0-9]{1,2}(?:\.|º|st|nd|rd|th|er)? (?:de )?[^\W\d_]+ (?:de )?[0-9]{4}|[^\W\d_]+ [0-9]{1,2}(?:st|nd|rd|th)?, [0-9]{4}"
    r"|(?:令和|平成|民國)(?:[0-9]{1,3}|元)年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}년 ?[0-9]{1,2}월 ?[0-9]{1,2}일"
)


def language_of(some: Iterable[Candidate], names: Iterable[str]) -> tuple[str, str, str]:
    """Tell the language of names: by their script, else by words of them, else by the headings."""
    some = list(some)
    texts = [text for text in dict.fromkeys(names) if text][:2000]
    whole = "\n".join(texts)
    for code, letters in _SCRIPTS:
        hits = sum(letters.search(text) is not None for text in texts) if letters.search(whole) else 0
        if texts and hits * 4 >= len(texts):
            if code == "zh" and (
                any(_KANA.search(name) for one in some for name in one.columns) or _spoken(some)[:1] == ["ja"]
            ):
                code = "ja"
            code = next((other for other, own in _LIKE.get(code, ()) if own.search(whole)), code)
            return code, SURE, Message.of("names in its letters: {count} of {total}", count=hits, total=len(texts))
    spoken = Counter(_spoken(some))
    words = Counter(word for text in texts for word in plain(text).split())
    counted = {code: sum(words[word] for word in listed.split()) for code, listed in _WORDS.items()}
    counted = _by_letters(counted, texts)
    headed, headings_in = spoken.most_common(1)[0] if spoken else ("", 0)
    first, second = [*sorted(counted, key=lambda code: (-counted[code], -spoken[code])), "", ""][:2]
    best = counted.get(first, 0)
    few = best < _SURE_WORDS and headed and headed != first and headings_in >= best
    ahead = (best, spoken[first]) > (counted.get(second, 0), spoken[second])
    if best and ahead and not few:
        return (
            first,
            LIKELY if best > 1 or spoken[first] > 2 else UNSURE,
            Message.of("words and letters of it stand in the names"),
        )
    if spoken:
        return headed, LIKELY if headings_in > 2 else UNSURE, Message.of("headings in it: {count}", count=headings_in)
    return UNKNOWN_LANGUAGE, UNSURE, Message.of("neither headings nor names tell it")


def _by_letters(counted: dict[str, int], texts: list[str]) -> dict[str, int]:
    """Count the texts with letters of each language beside its words; none of one to which the letters of many are foreign."""
    marked = [
        letters
        for text in texts
        if (letters := {one for one in nfc(text).casefold() if one > "\x7f" and one.isalpha()})
    ]
    found: dict[str, int] = {}
    for code in dict.fromkeys((*counted, *_LETTERS)):
        letters, own = set(_LETTERS.get(code, "")), set(_OWN_LETTERS.get(code, ""))
        foreign = sum(not one <= letters for one in marked)
        if foreign * _FEW_FOREIGN > len(texts):
            continue
        if own_texts := [one for one in marked if one <= letters]:
            counted[code] = counted.get(code, 0) + len(own_texts) + sum(bool(one & own) for one in own_texts)
        found[code] = counted.get(code, 0)
    return found


_FEW_FOREIGN = 4


def _spoken(some: Iterable[Candidate]) -> list[str]:
    """Give the language of each known heading, those of most headings first."""
    every = [
        code for one in some for name in one.columns if (found := heading(name)) is not None for code in found.languages
    ]
    counted = Counter(every)
    return sorted(every, key=lambda code: -counted[code])


def date_found(some: Iterable[Candidate]) -> tuple[str, str, str] | None:
    """Find the date of the figures in what stands above headers, in names of sheets and of files; None where none is told."""
    for one in some:
        for text in (*one.above, one.sheet, one.file):
            for found in _DAY.findall(text.replace("_", " ")):
                try:
                    day = date_of(found)
                except ValueError:
                    continue
                return day, LIKELY, Message.of("{text!r} stands at {place}", text=text[:80], place=one.called)
    return None


def kinds_found(words: Iterable[str], has_parent: bool) -> dict[str, tuple[str, str, str]]:
    """Give for each word of a kind what it counts as, with how sure and why."""
    found: dict[str, tuple[str, str, str]] = {}
    for word in dict.fromkeys(filter(None, words)):
        known = kinds().get(plain(word))
        if known is not None:
            found[word] = (known[1], LIKELY, Message.of("a known kind"))
        elif within := kind_in(word, kinds()):
            found[word] = (
                kinds()[within][1],
                LIKELY,
                Message.of("it begins or ends with the known kind {kind!r}", kind=within),
            )
        else:
            counts = "internal" if has_parent else "agency"
            found[word] = (counts, UNSURE, Message.of("not a known kind: agency, internal, body, party or none?"))
    return found


def statuses_found(texts: Iterable[str], rows: str) -> dict[str, tuple[str, str, str]]:
    """Give for each word of status what it means, with how sure and why."""
    found: dict[str, tuple[str, str, str]] = {}
    words = dict.fromkeys(filter(None, texts))
    known = meanings_of_status(words, rows)
    for word in words:
        meaning = known.get(word)
        if meaning == "in force":
            found[word] = (meaning, LIKELY, Message.of("the post is there; whether it is filled is not said by it"))
        elif meaning is not None:
            found[word] = (meaning, SURE, Message.of("a known word"))
        else:
            found[word] = ("unknown", UNSURE, Message.of("not a known word: filled, vacant, frozen, proposed, ended?"))
    return found


def titles_found(counted: Mapping[str, int]) -> dict[str, tuple[str, str, str]]:
    """Give the titles that say a rank by their first word, of those that so many posts have."""
    return {
        title: (rank, LIKELY, Message.of("its first word says so; of {count} posts", count=count))
        for title, count in counted.items()
        if title and (rank := rank_of(title))
    }
