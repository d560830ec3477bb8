"""Words of an old page that are neither in the new one nor in the report: none may get lost."""

import re
from collections import Counter
from html import unescape

from pipeline.authoring.intake.new_page import NewPage
from pipeline.authoring.intake.passages import fenced

# A word, in any script.
WORD = re.compile(r"[^\W_]+")
# An escape of Markdown or YAML, or a character reference.
WRITTEN = re.compile(r"\\([!-/:-@\[-`{-~])|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);)")


def words_in(text: str) -> Counter[str]:
    """Each word of a text and how often it stands there, without capitals."""
    return Counter(word.casefold() for word in WORD.findall(text))


def words_in_markdown(text: str) -> Counter[str]:
    """The words of Markdown, with and without its escapes, which mean nothing in code."""
    return words_in(text) | words_in(WRITTEN.sub(lambda match: match[1] or unescape(match[2]), text))


def missing_words(page: NewPage) -> Counter[str]:
    """The words of the old page that are in neither the new one nor its report.

    Words that the house adds to every page count for nothing.
    """
    kept = [part for parts in page.sections.values() for part in parts]
    kept += [part for leftover in page.leftovers for part in leftover]
    said = [remark.words for remark in page.remarks if remark.part != "todo"]
    found = words_in_markdown("\n".join(kept)) + words_in("\n".join((page.title, *page.rewritten, *said)))
    return words_in(page.old.plain) - found


def keep_missing(page: NewPage) -> None:
    """Keep each line of the old page that has a missing word."""
    missing = missing_words(page)
    if not missing:
        return
    lines = []
    for line in page.old.plain.split("\n"):
        words = words_in(line)
        if words & missing:
            lines.append(" ".join(line.split()))
            missing -= words
    lines += missing.elements()  # none of the lines has it as often
    page.keep("Lines with words that would have got lost", fenced("\n".join(lines)))
    page.remark("unplaced", f"lines whose words would have got lost: “{' / '.join(lines)}”")
