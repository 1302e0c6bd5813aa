"""Bytes of an untrusted file to NFC text, or a problem that says which encoding it seems to be."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from orgmodel.core.characters import begins_of_invisible, invisible, nfc
from orgmodel.core.messages import Message
from orgmodel.core.one_run import note
from orgmodel.core.problems import Location, Problem, missing_file, system_reason
from orgmodel.io.code_pages import code_page

_MAY_BEGIN_ONE = begins_of_invisible()
"""How those of them begin in UTF-8 that are no controls of ASCII."""
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"b": "\b", "f": "\f"}
MOST_TOLD = 50
"""Escapes of one file that are told, each with its place."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
_ADVICE = "save it as UTF-8 (in Excel: 'CSV UTF-8')"

_CUT = "UTF-8 cut off in the middle of its last character (is the file whole?)"
_MARKS = (
    (b"PK\x03\x04", "a workbook or another ZIP package"),
    (b"PK\x05\x06", "an empty ZIP package"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
)


def read_text(path: Path, *, limit: int, problems: list[Problem], keep_invisible: bool = False) -> str | None:
    r"""Read a UTF-8 file (with or without BOM) as NFC text with ``\n`` at line ends; None after a problem.

    Refused, each with its place: a file that is not there, is not readable, is larger than ``limit`` bytes,
    is not UTF-8, or holds control or invisible characters, unless ``keep_invisible`` leaves those to the reader.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            message = "this is not a file that can be read"
            if stat.S_ISDIR(about.st_mode):
                message = "this is a folder, and a file is needed"
            problems.append(Problem("NOT_A_FILE", message, location=Location(str(path))))
            return None
        if about.st_size > limit:
            problems.append(_too_large(path, limit))
            return None
        note(path)
        data = path.read_bytes()
    except OSError as error:
        problems.append(unreadable(path, error))
        return None
    return decode(data, str(path), problems, keep_invisible=keep_invisible)


def decode(data: bytes, file: str, problems: list[Problem], *, keep_invisible: bool = False) -> str | None:
    r"""Decode UTF-8 bytes to NFC text; None after a problem.

    >>> found = []
    >>> decode("a\n\u0110\u01b0c".encode("utf-8-sig"), "x.csv", found)
    'a\nĐưc'
    >>> decode("\u0110\u01b0\u0301c".encode("cp1258"), "x.csv", found), found[0].code
    (None, 'ENCODING')
    """
    if kind := kind_of_file(data):
        message = Message.of(
            "this is {kind}, and a text is expected; save it as CSV or text in UTF-8", kind=Message.of(kind)
        )
        problems.append(Problem("NOT_TEXT", message, location=Location(file)))
        return None
    for mark, name in (
        (codecs.BOM_UTF32_LE, "UTF-32"),
        (codecs.BOM_UTF16_LE, "UTF-16"),
        (codecs.BOM_UTF16_BE, "UTF-16"),
    ):
        if data.startswith(mark):
            problems.append(_not_utf8(file, name, 1, 1))
            return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        begin = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[begin : error.start].decode("utf-8", "replace")) + 1
        name = _CUT if error.reason == "unexpected end of data" else looks_like(data)
        problems.append(_not_utf8(file, name, line, column))
        return None
    if not text.isascii():
        text = nfc(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    at = invisible(text) if _may_hide_something(data) else None
    if at is not None and text[at] == "\0" and looks_like(data) == "UTF-16":
        problems.append(_not_utf8(file, "UTF-16", 1, 1))
        return None
    if at is not None and not keep_invisible:
        problems.append(strange_character(text[at], Location(file, *_line_and_column(text, at))))
        return None
    return text


def _may_hide_something(data: bytes) -> bool:
    """Tell quickly whether bytes can hold an invisible character: most files hold none of these beginnings."""
    if len(data.translate(None, _CONTROLS)) != len(data):
        return True
    if data.isascii():
        return False
    start = 3 if data.startswith(codecs.BOM_UTF8) else 0
    return any(data.find(begin, start) >= 0 for begin in _MAY_BEGIN_ONE)


def hidden_escapes(text: str, file: str, problems: list[Problem]) -> bool:
    r"""Report the escapes of JSON and Turtle that bring characters which the file itself may not hold; tell whether there are any.

    >>> found = []
    >>> hidden_escapes('"a\\u200b", "\\ud83d\\ude00", "\\\\u200b"', "x.json", found), str(found[0])
    (True, 'x.json:1:3: CONTROL invisible character U+200B; delete it')
    """
    before, high = len(problems), None
    for found in _ESCAPE.finditer(text):
        code, long, other = found.groups()
        character = chr(min(int(code or long, 16), 0x10FFFF)) if code or long else _SHORT_ESCAPES.get(other, "")
        if high is not None:
            if high.end() == found.start() and "\udc00" <= character <= "\udfff":
                pair = (0x10000 + ((int(high[1], 16) - 0xD800) << 10)) + int(code or long, 16) - 0xDC00
                high, character = None, chr(pair)
            else:
                _hidden(chr(int(high[1], 16)), high, file, problems)
                high = None
        if code and "\ud800" <= character <= "\udbff":
            high = found
        elif invisible(character) is not None:
            _hidden(character, found, file, problems)
    if high is not None:
        _hidden(chr(int(high[1], 16)), high, file, problems)
    return len(problems) > before


def _hidden(character: str, found: re.Match[str], file: str, problems: list[Problem]) -> None:
    if len(problems) < MOST_TOLD:
        place = Location(file, *_line_and_column(found.string, found.start()))
        problems.append(strange_character(character, place))


def strange_character(character: str, place: Location | None) -> Problem:
    """Refuse a character that cannot be seen."""
    return Problem(
        "CONTROL", Message.of("invisible character U+{code:04X}; delete it", code=ord(character)), location=place
    )


def kind_of_file(data: bytes) -> str:
    r"""Tell what bytes are that are no text at all, or nothing where they may be one.

    >>> kind_of_file(b"PK\x03\x04..."), kind_of_file(b"id,name")
    ('a workbook or another ZIP package', '')
    """
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return kind
    begin = data[:4096]
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    nuls, controls = begin.count(0), len(begin) - len(begin.translate(None, _CONTROLS))
    others = controls - nuls
    return Message.of("a binary file") if others > 20 and others * 20 > len(begin) and nuls * 5 <= len(begin) else ""


def looks_like(data: bytes) -> str:
    r"""Guess the encoding of bytes that are not UTF-8, by what files of offices are known to use; of two that are likely each with its words.

    >>> looks_like("T\u1ed5 ch\u1ee9c".encode("utf-16-le"))
    'UTF-16'
    >>> looks_like(b"V\xa8n ph\xdfng C\xac quan T\xe6 ch\xf8c N\xe9i v\xf4")
    'TCVN3 (ABC)'
    >>> looks_like("Отдел кадров".encode("koi8-r")), looks_like("人事部,經理".encode("big5"))
    ('KOI8-R (Cyrillic)', 'an East Asian encoding (GB18030, Big5, Shift-JIS or EUC)')
    """
    if data.count(0) * 5 > len(data):
        return "UTF-16"
    high = sum(byte >= 0x80 for byte in data)
    without = data.decode("utf-8", "ignore").encode()
    if high > 20 and len(data) - len(without) <= high // 20:
        return Message.of("UTF-8 with a damaged character")
    return code_page(data) or Message.of("no encoding that is known")


def unreadable(path: Path, error: OSError) -> Problem:
    """Say why a file cannot be read, with the nearest name beside it where it does not exist."""
    file = str(path)
    if isinstance(error, FileNotFoundError):
        return missing_file(path)
    reason = system_reason(error) or Message.of("it cannot be opened")
    return Problem(
        "UNREADABLE", Message.of("the file cannot be read: {reason}", reason=reason), location=Location(file)
    )


def _not_utf8(file: str, name: str, line: int, column: int) -> Problem:
    message = Message.of(
        "not UTF-8 text: it looks like {name}; {advice}",
        name=name if isinstance(name, Message) else Message.of(name),
        advice=Message.of(_ADVICE),
    )
    return Problem("ENCODING", message, location=Location(file, line, column))


def _too_large(path: Path, limit: int) -> Problem:
    message = Message.of(
        "larger than {limit} MB, the most that is read of such a file; part it, or put rows in bulk into a CSV table",
        limit=limit // 1_000_000,
    )
    return Problem("TOO_LARGE", message, location=Location(str(path)))


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
