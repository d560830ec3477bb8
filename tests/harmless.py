"""Judges what is printed: whether it could steer a terminal or a build server."""

from __future__ import annotations

import re
import unicodedata

# What a build server runs: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs.
COMMAND = re.compile(r"^\s*(::|##\[)|##\[")
# A command that the report for GitHub may print.
ANNOTATION = re.compile(
    r"::(error|warning|notice) file=[^:,]*,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[a-z-]+::"
)
# Hidden characters that a spelling or an emoji may need: joiners, the zero-width space, the emoji form.
NEEDED = "\u200b\u200c\u200d"
# Signs of Arabic and Syriac, which are visible although Unicode calls them format characters.
SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


def is_hidden(character: str) -> bool:
    """True of what steers a terminal or shows nothing, as Unicode tells it."""
    code = ord(character)
    return character not in SIGNS and (
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def assert_harmless(shown: str, *, annotations: bool = False) -> None:
    """No hidden character but line feeds, and no command but annotations of our own."""
    for line in shown.split("\n"):
        hidden = {f"U+{ord(character):04X}" for character in line if is_hidden(character)}
        assert not hidden, line
        if annotations and line.startswith("::"):
            assert ANNOTATION.match(line), line
            line = line[2:]
        assert not COMMAND.search(line), line
