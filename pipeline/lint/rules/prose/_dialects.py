"""Marks of other Markdown dialects, wikis, forums and chat programs, which pages show as they are written."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from pipeline.source.parse.inline import MASK

RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Classes and attributes in braces, but for those of tracked changes and comments (`pasted-comment`).
PART = r"""(?:[#.][\w:-]+|[\w:-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']+)|\.?unnumbered|-)"""
TRACKED = r"(?![^{}]*\.(?:paragraph-)?(?:insertion|deletion|comment-start|comment-end)\b)"
BRACES = rf"\{{{TRACKED}:?\s*{PART}(?:\s+{PART})*\s*\}}"
# Words in brackets, perhaps with others inside.
BRACKETS = r"\[(?P<kept>(?:[^\[\]]|\[[^\[\]]*\])*)\]"


class Dialect(NamedTuple):
    """A mark as a pattern, what to do about it, and what a fix writes in place of the whole, given `kept` of it."""

    pattern: str
    help: str
    instead: Callable[[str], str | None] | None = None
    safe: bool = False


class DialectMark(NamedTuple):
    """A mark that was found: where, what to do about it, and what a fix writes in its place."""

    start: int
    end: int
    help: str = ""
    instead: str | None = None
    safe: bool = False


def _nothing(kept: str) -> str:
    return ""


def _itself(kept: str) -> str:
    return kept


def _bold(kept: str) -> str:
    return f"**{kept}**"


def _label(kept: str) -> str | None:
    if not kept:
        return None
    return f"**{kept.capitalize() if kept.isupper() or kept.islower() else kept}:**"


def _italic(kept: str) -> str:
    return f"*{kept}*"


def _raised(kept: str) -> str | None:
    raised = kept.translate(RAISED)
    return None if any(character.isascii() for character in raised) else raised


def _lowered(kept: str) -> str | None:
    lowered = kept.translate(LOWERED)
    return None if any(character.isascii() for character in lowered) else lowered


def _dash(kept: str) -> str:
    return "—" if len(kept) == 3 else "–"


MARKS = "remove the marks around it"
FORMULA = "pages show no formulas: write it in words and signs such as `x²`"
REMOVE = "remove it"
DIALECTS = (
    # Lines: callouts, blocks between colons, tables of contents, comments, headings and directives of others.
    Dialect(r"^\[!(?P<kept>[A-Za-z]{2,20})\][+-]?", "write the word in bold, such as `**Note:**`", _label),
    Dialect(
        r"^(?:!!!|\?\?\?\+?|===[!+]?|///)[ \t]+(?P<kept2>[a-z][\w-]*)?[ \t]*"
        r"(?:[\"“](?P<kept>[^\"”\n]+)[\"”])?[ \t]*$",
        "write its words in bold, such as `**Tip:**`, and the text behind them",
        _label,
    ),
    Dialect(
        r"^\[TOC\][ \t]*$|^\{:toc\}|^\[\[_?TOC_?\]\]", "remove it: a page's headings are listed by themselves", _nothing
    ),
    Dialect(r"%%[^%\n]+%%|^%%", "remove it: nothing on a page is for editors alone"),
    Dialect(r"(?<!<)<<<(?!<)[ \t]*@?/?\S*|-{2,}8<-{2,}.*$", REMOVE),
    Dialect(r"^={2,6}[ \t]*[^=\s][^=\n]*?[ \t]*={2,6}[ \t]*$|^h[1-6]\.[ \t]+\S.*$", "write a heading as `### Words`"),
    Dialect(r"^\.\.[ \t]+[\w-]+::.*$|^\#\+[A-Za-z_]+:?.*$", REMOVE),
    Dialect(r"^(?:[=—–─━═―•·+~][ \t]?){4,}$", "remove this row of signs, or write `---` between empty lines", _nothing),
    # Marks around words.
    Dialect(rf"{BRACKETS}{BRACES}", "write the words alone, without brackets and braces", _itself, safe=True),
    Dialect(rf"[ \t]*{BRACES}", REMOVE, _nothing, safe=True),
    Dialect(r"\{=[a-z0-9]+\}", "remove it together with the code before it"),
    Dialect(r"(?<![\w={\\])==(?=[^\s=])(?P<kept>[^=\n]*[^\s=])==(?![\w=}])", MARKS, _itself),
    Dialect(r"(?<![\w+{\\])\+\+(?=[^\s+])(?P<kept>[^+\n]*[^\s+])\+\+(?![\w+}])", MARKS, _itself),
    Dialect(r"(?<!')'''(?=[^\s'])(?P<kept>[^'\n]*[^\s'])'''(?!')", "write `**bold**` with two asterisks", _bold),
    Dialect(r"(?<!')''(?=[^\s'])(?P<kept>[^'\n]*[^\s'])''(?!')", "write `*italic*` with asterisks", _italic),
    Dialect(
        r"(?<![\^\\\[])\^(?P<kept>[^\s^\[\]]*[^\W_][^\s^\[\]]*)\^(?!\^)", "write it with signs such as `²`", _raised
    ),
    Dialect(r"(?<![~\\])~(?P<kept>\w[\w+-]{0,20})~(?!~)", "write it with signs such as `₂`", _lowered),
    Dialect(r"\^\[[^\[\]\n]+\]", "pages have no footnotes: put the note into the sentence"),
    # Signs and sources.
    Dialect(r"(?<![\w:\]/.]):(?:[+-]1|[a-z][a-z0-9_+-]*[a-z0-9]):(?![\w:/])", "write the sign itself, or words"),
    Dialect(
        r"\[(?:(?:see|e\.g\.|cf\.|vgl\.)[ \t]+)?-?@[A-Za-z][^\[\]\n]*\]", "name the source in words: `(Ruiz, 2024)`"
    ),
    Dialect(
        r"[ \t]*(?::contentReference\[oaicite:\d+\](?:\{[^{}\n]*\})?|\[oaicite:\d+\]|【\d+(?::\d+)?†[^】\n]*】"
        r"|\[cite_start\]|\[cite:[ \t]*[\d,. \t-]+\]|\ue200[^\ue200\ue201\n]*\ue201"
        r"|(?:cite)?(?:turn\d+(?:search|view|news|file|image)\d+)+|\[(?:attached_file|web|source):\d+\])",
        "remove it, and name the source in words if there is one",
        _nothing,
    ),
    # Formulas.
    Dialect(r"\$\$[^$]+\$\$|\$\$", FORMULA),
    Dialect(rf"(?<![\\$\w])\$(?=[^\s$])[^$\n]{{0,80}}[\\^_{{}}{MASK}][^$\n]{{0,80}}(?<=\S)\$(?![\w$])", FORMULA),
    Dialect(r"\\\((?:(?!\\[()]).){1,200}\\\)", FORMULA),
    Dialect(r"\\\[(?=[^\]\n]{0,200}?[\\^_=](?!\]))(?:(?!\\[\[\]]).){1,200}\\\]", FORMULA),
    Dialect(r"\\[a-zA-Z]{2,20}\{[^{}\n]*\}", "write the words alone"),
    Dialect(
        r"\{(?:code|quote|panel|noformat|info|tip|note|warning|color)(?:[:=][^{}\n]*)?\}",
        "remove it; to show code, put it between backticks",
    ),
    # Dashes of typewriters, which some programs turn into others.
    Dialect(r"(?<=\w)(?P<kept>---?)(?=\w)|(?<=\S\s)(?P<kept2>---?)(?=\s\S)", "write a dash", _dash),
)


def dialect_marks(prose: str, written: str) -> Iterator[DialectMark]:
    """Find such marks in a text whose code and links are masked; `written` is the same text as it stands."""
    for dialect, pattern in _compiled():
        for match in pattern.finditer(prose):
            groups = match.groupdict()
            name = next((name for name in ("kept", "kept2") if groups.get(name) is not None), None)
            kept = written[slice(*match.span(name))] if name else ""
            instead = dialect.instead(kept) if dialect.instead else None
            yield DialectMark(*match.span(), dialect.help, instead, dialect.safe)


@cache
def _compiled() -> tuple[tuple[Dialect, re.Pattern[str]], ...]:
    """The patterns, compiled when a text first calls for them: together they take some milliseconds."""
    return tuple((dialect, re.compile(dialect.pattern, re.MULTILINE)) for dialect in DIALECTS)
