"""Lists as people write them: with semicolons, bullets or brackets of other kinds in place of commas."""

import re
from collections.abc import Iterator

# What parts two names of one text: marks that stand in no id and in no name.
SEPARATORS = ",;，；、|"
ITEM = re.compile(rf"[^\s{SEPARATORS}][^{SEPARATORS}]*")
# A bullet, or a hyphen without its space, before a name; a slash with blanks around it.
BULLET = re.compile(r"(?:(?:^|(?<=\s))[-–—*•●▪◦·→](?=\s*\w)|\s/\s)")
BRACKETS = "()[]{}"
# Names that stand in a bracketed list as they are.
PLAIN = re.compile(r"[^\W_][\w \-’]*")


def parts_of(text: str) -> list[tuple[int, int]]:
    """Where each of several names stands in a text that should have been a list."""
    masked = BULLET.sub(lambda match: SEPARATORS[0] * len(match.group()), text)
    masked = "".join(" " if character in BRACKETS else character for character in masked)
    return [(match.start(), match.start() + len(match.group().rstrip())) for match in ITEM.finditer(masked)]


def written_list(names: Iterator[str] | list[str]) -> str:
    """The names as a list in brackets; empty where one of them would not stand there as it is."""
    given = [name.strip(BRACKETS + "\"'") for name in names]
    return f"[{', '.join(given)}]" if given and all(map(PLAIN.fullmatch, given)) else ""
