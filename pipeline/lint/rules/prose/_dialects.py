"""Marks of other Markdown dialects, wikis, forums and chat programs, and codes of characters."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from html import unescape
from typing import NamedTuple

from pipeline.lint.rules.source._unseen import without_unseen
from pipeline.source.parse.inline import MASK

SUPERSCRIPTS = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
DASHES = {"--": "–", "---": "—"}
# Classes and attributes in braces, except those of tracked changes and comments (`pasted-comment`).
PART = r"""(?:[#.][\w:-]+|[\w:-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']+)|\.?unnumbered|-)"""
TRACKED = r"(?![^{}]*\.(?:paragraph-)?(?:insertion|deletion|comment-start|comment-end)\b)"
BRACES = rf"\{{{TRACKED}:?\s*{PART}(?:\s+{PART})*\s*\}}"
# Words in brackets, perhaps with others inside.
BRACKETS = r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
# A run of character codes, and the blanks that they represent.
ENTITIES = re.compile(r"&(?:amp;)*(?:[A-Za-z][A-Za-z0-9]{1,30};|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|(?<=;))")
BLANKS = re.compile(r"[^\S\n]+")


class Dialect(NamedTuple):
    """A mark: its pattern, what to do about it, and the replacement that a fix writes.

    `{}` in a replacement is the last group of the pattern that matched; a function gets the text of this group.
    """

    pattern: str
    help: str
    replacement: str | Callable[[str], str | None] | None = None
    safe: bool = False


class DialectMark(NamedTuple):
    """A mark that was found: where, what to do about it, and the replacement that a fix writes."""

    start: int
    end: int
    help: str = ""
    replacement: str | None = None
    safe: bool = False


def _label(words: str) -> str | None:
    return f"**{words.capitalize() if words.isupper() or words.islower() else words}:**" if words else None


def _translated(table: dict[int, int], text: str) -> str | None:
    translated = text.translate(table)
    return None if any(map(str.isascii, translated)) else translated


MARKS = "remove the marks around it"
FORMULA = "pages show no formulas: write it in words and signs such as `x²`"
REMOVE = "remove it"
DIALECTS = (
    # Lines: callouts, blocks between colons, tables of contents, comments, headings and directives of others.
    Dialect(r"^\[!([A-Za-z]{2,20})\][+-]?", "write the word in bold, such as `**Note:**`", _label),
    Dialect(
        r"^(?:!!!|\?\?\?\+?|===[!+]?|///)[ \t]+([a-z][\w-]*)?[ \t]*"
        r"(?:[\"“]([^\"”\n]+)[\"”])?[ \t]*$",
        "write its words in bold, such as `**Tip:**`, and the text behind them",
        _label,
    ),
    Dialect(r"^\[TOC\][ \t]*$|^\{:toc\}|^\[\[_?TOC_?\]\]", "remove it: a page's headings are listed by themselves", ""),
    Dialect(r"%%[^%\n]+%%|^%%", "remove it: nothing on a page is for editors alone"),
    Dialect(r"(?<!<)<<<(?!<)[ \t]*@?/?\S*|(?<!-)-{2,}8<-{2,}.*$", REMOVE),
    Dialect(r"^={2,6}[ \t]*[^=\s][^=\n]*?[ \t]*={2,6}[ \t]*$|^h[1-6]\.[ \t]+\S.*$", "write a heading as `### Words`"),
    Dialect(r"^\.\.[ \t]+[\w-]+::.*$|^\#\+[A-Za-z_]+:?.*$", REMOVE),
    Dialect(r"^(?:[=—–─━═―•·+~][ \t]?){4,}$", "remove this row of signs, or write `---` between empty lines", ""),
    # Marks around words.
    Dialect(rf"{BRACKETS}{BRACES}", "write the words alone, without brackets and braces", "{}", safe=True),
    Dialect(rf"[ \t]*{BRACES}", REMOVE, "", safe=True),
    Dialect(r"\{=[a-z0-9]+\}", "remove it together with the code before it"),
    Dialect(r"(?<![\w={\\])==(?=[^\s=])([^=\n]*[^\s=])==(?![\w=}])", MARKS, "{}"),
    Dialect(r"(?<![\w+{\\])\+\+(?=[^\s+])([^+\n]*[^\s+])\+\+(?![\w+}])", MARKS, "{}"),
    Dialect(r"(?<!')'''(?=[^\s'])([^'\n]*[^\s'])'''(?!')", "write `**bold**` with two asterisks", "**{}**"),
    Dialect(r"(?<!')''(?=[^\s'])([^'\n]*[^\s'])''(?!')", "write `*italic*` with asterisks", "*{}*"),
    Dialect(
        r"(?<![\^\\\[])\^([^\s^\[\]]*[^\W_][^\s^\[\]]*)\^(?!\^)",
        "write it with signs such as `²`",
        partial(_translated, SUPERSCRIPTS),
    ),
    Dialect(r"(?<![~\\])~(\w[\w+-]{0,20})~(?!~)", "write it with signs such as `₂`", partial(_translated, SUBSCRIPTS)),
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
        "",
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
    Dialect(r"(?<=\w)(---?)(?=\w)|(?<=\S\s)(---?)(?=\s\S)", "write a dash", DASHES.get),
)


def dialect_marks(prose: str, written: str) -> Iterator[DialectMark]:
    """Find such marks in `prose`, the text `written` with its code and links masked."""
    for dialect, pattern in _patterns():
        for match in pattern.finditer(prose):
            group = written[slice(*match.span(match.lastindex))] if match.lastindex else ""
            new = dialect.replacement
            new = new.format(group) if isinstance(new, str) else new and new(group)
            yield DialectMark(*match.span(), dialect.help, new, dialect.safe)


@cache
def _patterns() -> list[tuple[Dialect, re.Pattern[str]]]:
    """The patterns, compiled at first use: together they take some milliseconds."""
    return [(dialect, re.compile(dialect.pattern, re.MULTILINE)) for dialect in DIALECTS]


def entity_marks(text: str) -> Iterator[DialectMark]:
    """Find every run of character codes such as `&amp;` in a text that is no Markdown and shows them."""
    for match in ENTITIES.finditer(text):
        read, written = unescape(match.group()), match.group()
        while read != written and "&" in read:
            read, written = unescape(read), read
        if read != match.group():
            characters = BLANKS.sub(" ", without_unseen(read))
            yield DialectMark(*match.span(), "write the character itself", characters, safe=True)
