"""Lists as people write them: with semicolons, bullets or brackets instead of commas."""

import re
from collections.abc import Iterator

# Separators of names: characters that are in no id and in no name.
SEPARATORS = ",;，；、|"
ITEM = re.compile(rf"[^\s{SEPARATORS}][^{SEPARATORS}]*")
# A bullet, or a hyphen without a space, before a name; a slash between spaces.
BULLET = re.compile(r"(?:(?:^|(?<=\s))[-–—*•●▪◦·→](?=\s*\w)|\s/\s)")
BRACKETS = "()[]{}"
# Names that need no quotes in a bracketed list.
PLAIN = re.compile(r"[^\W_][\w \-’]*")


def parts_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each name in a text that should have been a list."""
    masked = BULLET.sub(lambda match: SEPARATORS[0] * len(match.group()), text)
    masked = "".join(" " if character in BRACKETS else character for character in masked)
    return [(match.start(), match.start() + len(match.group().rstrip())) for match in ITEM.finditer(masked)]


def written_list(names: Iterator[str] | list[str]) -> str:
    """The names as a list in brackets; empty if one of them needs quotes."""
    bare = [name.strip(BRACKETS + "\"'") for name in names]
    return f"[{', '.join(bare)}]" if bare and all(map(PLAIN.fullmatch, bare)) else ""
