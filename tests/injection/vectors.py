"""Texts that would run, load or steer something if they were taken for more than text: `vectors.txt`, a line each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

FILE = Path(__file__).parent / "vectors.txt"
# How a line of the file writes characters that no line should hold.
ESCAPE = re.compile(r"\\(?:(n|t|r|\\)|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")
NAMED = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
# Begins the title of a group of lines.
GROUP = "%% "
# What can end or begin something in HTML, Markdown and addresses.
SIGNS = re.compile(r"[<>\"'&:()\[\]`\\/=]")


def vectors() -> list[str]:
    """All of them, in the order of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [ESCAPE.sub(_character, line) for line in lines if not line.startswith(GROUP)]


def _character(match: re.Match[str]) -> str:
    named, *codes = match.groups()
    return NAMED[named] if named else chr(int("".join(code or "" for code in codes), 16))


# The same text as somebody writes it who hopes that a later step decodes it.
SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "as references": lambda text: SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text),
    "behind backslashes": lambda text: SIGNS.sub(lambda sign: f"\\{sign[0]}", text),
    "in percent": lambda text: SIGNS.sub(lambda sign: f"%{ord(sign[0]):02x}", text),
}
