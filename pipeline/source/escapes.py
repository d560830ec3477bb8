"""Escaping of foreign text for a terminal or log, Markdown, JSON, or an address."""

import re
from functools import cache

# Characters that are invisible or change what is shown: controls, direction marks, zero-width characters, variation
# selectors, blank letters, tags, lone surrogates, and code points that are not characters.
HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
) + "".join(chr(plane + last) for plane in range(0x10000, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
# Scripts whose spelling needs joiners: Arabic to N'Ko, those of India, Tibet, Myanmar, Khmer, Mongolian.
JOINING = (
    "\u0600-\u061b\u061d-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\ufb50-\ufdcf"
    "\ufdf0-\ufdff\ufe70-\ufefc"
)
# Scripts that separate words by a zero-width space: Thai, Lao, Tibetan, Myanmar, Khmer, New Tai Lue and Tai Tham.
UNSPACED = "\u0e00-\u109f\u1780-\u17b3\u17b6-\u17ff\u1980-\u19ff\u1a20-\u1aaf"
MONGOLIAN = "\u1820-\u18aa"
PICTURE = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
SKIN = "\U0001f3fb-\U0001f3ff"
SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Hidden characters that spelling or an emoji needs, each with what is around it.
NEEDED = (
    "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f",  # the flag of Scotland
    f"[{PICTURE}][\ufe0e\ufe0f]?[{SKIN}]?(?:\u200d[{PICTURE}]\ufe0f?[{SKIN}]?)*",  # one picture of several
    "[0-9#*]\ufe0f\u20e3",  # a keycap
    f"[{MONGOLIAN}][\u180b-\u180f]",
    rf"[^\x00-\x7f\s{HIDDEN}][{SELECTOR}]",
    f"[{JOINING}][\u200c\u200d](?![A-Za-z0-9{HIDDEN}])",
    f"[{UNSPACED}]\u200b(?=[{UNSPACED}])",
)
# Colours and weights that the pipeline prints.
COLOR = re.compile(r"(\x1b\[[0-9;]*m)")
# Commands of a build server: `::` at the start of a line, even after white space, and `##[` anywhere
# (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
COMMAND = re.compile(r"^((?:\s|\x1b\[[0-9;]*m)*):(?=:)|#(?=#\[)")
# The start of the commands in the report for GitHub.
OWN_COMMAND = re.compile(r"::(?=(?:error|warning|notice) file=)")
MARKUP = re.compile(r"[\\`*_~|<>\[\]!#$]")
# Positions inside texts that GitHub turns into links: an address, a mention, the number of an issue.
LINKING = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\S)|(?<=#)(?=\d)", re.IGNORECASE)
SURROGATE = re.compile("[\ud800-\udfff]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Characters that an address may not hold, and parentheses, which end an address in Markdown.
NOT_IN_URL = re.compile(r"[^!#$%&'*+,./0-9:;=?@A-Z_a-z~-]+")


def printable(text: str) -> str:
    """The text with hidden characters and line endings escaped, unless spelling or an emoji needs them."""
    return "".join(characters(text))


def characters(text: str) -> list[str]:
    """The printable form of each character of a text."""
    shown = list(text)
    if not (text.isascii() and text.isprintable()):
        for match in _hidden().finditer(text):
            if match["hidden"]:
                shown[match.start()] = escape(match["hidden"])
    return shown


def escape(character: str) -> str:
    """The escape of a character; of a byte that is not UTF-8 the byte."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def log_line(text: str, *, colored: bool = False) -> str:
    """The text as one line without commands to a terminal or build server; `colored` keeps colours."""
    parts = COLOR.split(text) if colored else [text]
    parts[::2] = map(printable, parts[::2])
    return COMMAND.sub(lambda match: f"{match[1] or ''}{escape(match[0][-1])}", "".join(parts))


def log(text: str, *, colored: bool = False, commands: bool = False) -> str:
    """Each line of the text as a `log_line`; `commands` keeps the pipeline's own commands for GitHub."""
    if text.isascii() and "::" not in text and "##[" not in text and text.replace("\n", "").isprintable():
        return text  # fast path for large JSON
    lines = []
    for line in text.split("\n"):
        own = OWN_COMMAND.match(line) if commands else None
        lines.append(f"::{log_line(line[2:])}" if own else log_line(line, colored=colored))
    return "\n".join(lines)


def markdown(text: str) -> str:
    """The text as one line of Markdown, with its markup, links and mentions escaped."""
    text = printable(text.replace("\n", " ")).replace("&", "&amp;")
    return LINKING.sub("&#8203;", MARKUP.sub(r"\\\g<0>", text))


def linked(text: str, address: str) -> str:
    """The text as a link in Markdown, or as plain Markdown if there is no address."""
    return f"[{markdown(text)}]({url(address)})" if address else markdown(text)


def url(text: str) -> str:
    """The address with invalid characters percent-encoded."""
    return NOT_IN_URL.sub(lambda match: "".join(f"%{byte:02X}" for byte in _bytes(match[0])), text)


def json_text(document: object) -> str:
    """The document as JSON in ASCII; lone surrogates, which decoders may reject, are escaped as in a log."""
    import json  # few runs write JSON

    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2).replace("\x7f", "\\u007f") + "\n"
    if text.isascii():
        return text
    text = SURROGATE.sub(lambda match: f"\\{escape(match[0])}", text)
    return NOT_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that represents no byte
        return text.encode("utf-8", "replace")


@cache
def _hidden() -> re.Pattern[str]:
    """Matches sequences to keep, and hidden characters to escape; compiled only if a text needs it."""
    return re.compile(f"{'|'.join(NEEDED)}|(?P<hidden>[{HIDDEN}])")
