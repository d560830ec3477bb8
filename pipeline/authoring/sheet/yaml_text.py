"""Values as they are written in front matter."""

import re

from pipeline.source.parse.yaml_tree import ABSENT

# A text that YAML reads as it stands: it starts with a letter or digit, and has no mark of a key or comment. In a list
# in brackets it has none of the list's marks either.
BARE = re.compile(r"[^\W_](?:[^:#\n\r\t]|:(?=\S)|(?<=\S)#)*(?<!\s)(?<!:)")
BARE_ITEM = re.compile(r"[^\W_](?:[^:#,\[\]{}\n\r\t]|:(?=\S)|(?<=\S)#)*(?<!\s)(?<!:)")
# Characters that only an escape can hold.
ESCAPED = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def written(text: str, quote: str = "", *, in_list: bool = False) -> str:
    """A text as a value: bare, or in the quotation marks of the value that it replaces if they can hold it."""
    bare = BARE_ITEM if in_list else BARE
    escapes = ESCAPED.search(text)
    hard = '"' in text or "\\" in text
    if not escapes and (quote == "'" or (hard and not quote and "'" not in text and not bare.fullmatch(text))):
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    if not quote and not escapes and bare.fullmatch(text) and text not in ABSENT:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{ESCAPED.sub(_escape, escaped)}"'


def _escape(match: re.Match[str]) -> str:
    return "\\n" if match.group() == "\n" else f"\\u{ord(match.group()):04X}"
