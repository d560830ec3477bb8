import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import inlines_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Note, Safety, Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Document, Inline
from pipeline.source.text import Edit

# What a reviewer's tool writes: the mark of a comment with its author's initials, or the comment itself.
INITIALS = re.compile(r"[ \t]*\[(?!(?:CO|SO|NO|PM|NH)\d)(?:[Cc]omment(?:ed)? )?[A-Z]{2,4}\d{1,3}(?:R\d{1,3})?\]")
WORDS = re.compile(
    r"\[(?:comment(?:ed)?|note to (?:the )?editors?|author query|AQ)\b(?: \[[A-Z]{1,4}\d{1,3}\])?"
    r"(?: (?:by|from) [^\[\]:\n]{1,60})?:[^\[\]]{0,600}\]|^comment(?:ed)? \[[A-Z]{1,4}\d{1,3}\]:.*$",
    re.IGNORECASE | re.MULTILINE,
)
# Pandoc's tracked changes: words in brackets, with the kind of change in braces.
TRACKED = re.compile(
    r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\{\.(?P<kind>(?:paragraph-)?insertion|(?:paragraph-)?deletion|comment-start|comment-end)\b[^{}]*\}"
)
# The same in CriticMarkup; the group is what remains of a change. https://github.com/CriticMarkup/CriticMarkup-toolkit
CRITIC = re.compile(
    r"\{\+\+([^{}]*?)\+\+\}|\{--[^{}]*?--\}|\{~~[^{}]*?~>([^{}]*?)~~\}|\{==([^{}]*?)==\}|[ \t]*\{>>[^{}]*?<<\}"
)
# The number that the two ends of a comment share.
NUMBER = re.compile(r"\bid=[\"“']?(\w+)")
# The letters by which a shared document refers to a comment, and those before the comment at the end of the text.
LETTER = re.compile(r"(?<=[^\s\[\]])\[([a-z]{1,2})\](?![(\[:])")
LETTERED = re.compile(r"^\[([a-z]{1,2})\](?=[^\s(\[:]|[ \t]\S)", re.MULTILINE)
ANSWER = "answer the comment, then remove it"
DECIDE = "decide on the change, and leave only the text that is to stand"


class Change(NamedTuple):
    """A change or comment, the words that a fix leaves of it, and the position of its other end."""

    start: int
    end: int
    message: str
    help: str
    remaining: str | None
    other_end: tuple[int, int] | None = None


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def pasted_comment(document: Document, context: Context) -> Iterator[Finding]:
    """Comments or tracked changes of a reviewer were left in the text.

    Readers see what editors wrote to one another, and words that were meant to be gone.

    Bad:
        Learners choose one question [JS1] and write it down.

    Good:
        Learners choose one question and write it down.

    Bad:
        Learners choose [two]{.deletion author="Ada"}[three]{.insertion author="Ada"} words.

    Good:
        Learners choose three words.
    """
    inlines = [inline for inline in inlines_of(document) if "[" in inline.prose or "{" in inline.prose]
    for inline in inlines:
        yield from _in_text(inline)
    yield from _lettered(inlines)


def _in_text(inline: Inline) -> Iterator[Finding]:
    end = -1
    for change in sorted(_changes(inline), key=lambda change: (change.start, -change.end)):
        if change.start < end:
            continue
        end = change.end
        yield Finding(inline.locate(change.start, change.end), change.message, change.help, fix=_fix(inline, change))


def _fix(inline: Inline, change: Change) -> Fix | None:
    span = inline.exact(change.start, change.end)
    if span is None or change.remaining is None:
        return None
    title = f"leave {quoted(change.remaining)}" if change.remaining.strip() else "remove it"
    other_end = inline.exact(*change.other_end) if change.other_end else None
    edits = (Edit(span, change.remaining), *((Edit(other_end, ""),) if other_end else ()))
    return Fix(title, edits, Safety.UNSAFE)


def _changes(inline: Inline) -> Iterator[Change]:
    prose, content = inline.prose, inline.content
    for match in INITIALS.finditer(prose):
        message = f"{quoted(match.group().strip())} is the mark of a reviewer's comment"
        yield Change(*match.span(), message, ANSWER, "")
    for match in WORDS.finditer(prose):
        yield Change(*match.span(), f"{quoted(content[slice(*match.span())])} is a reviewer's comment", ANSWER, None)
    yield from _tracked(prose, content)
    for match in CRITIC.finditer(prose):
        remaining = content[slice(*match.span(match.lastindex))] if match.lastindex else ""
        shown = quoted(content[slice(*match.span())])
        yield Change(*match.span(), f"{shown} is a reviewer's change or comment", DECIDE, remaining)


def _tracked(prose: str, content: str) -> Iterator[Change]:
    found = list(TRACKED.finditer(prose))
    ends = [match for match in found if match["kind"] == "comment-end"]
    for match in found:
        words, kind = content[slice(*match.span("words"))], match["kind"]
        if kind == "comment-start":
            end = next((end for end in ends if end.start() > match.start() and _number(end) == _number(match)), None)
            ends = [other for other in ends if other is not end]
            message = f"{quoted(words)} is a reviewer's comment"
            yield Change(*match.span(), message, ANSWER, "", end.span() if end else None)
        elif kind == "comment-end":
            if match in ends:  # otherwise the fix at the other end removes it
                yield Change(*match.span(), "a reviewer's comment ends here", ANSWER, words)
        elif not words.strip():
            yield Change(*match.span(), "a reviewer changed where paragraphs begin and end here", DECIDE, "")
        elif kind.endswith("insertion"):
            yield Change(*match.span(), f"{quoted(words)} was put in by a reviewer", DECIDE, words)
        else:
            yield Change(*match.span(), f"{quoted(words)} was taken out by a reviewer", DECIDE, "")


def _number(match: re.Match[str]) -> str:
    found = NUMBER.search(match.group(), match.end("words") - match.start())
    return found[1] if found else ""


def _lettered(inlines: list[Inline]) -> Iterator[Finding]:
    """Letters in brackets that refer to a comment at the end; without a comment, they may represent a sound."""
    comments = {
        match[1]: inline.locate(*match.span()) for inline in inlines for match in LETTERED.finditer(inline.prose)
    }
    for inline in inlines if comments else ():
        for match in LETTER.finditer(inline.prose):
            if comment := comments.get(match[1]):
                note = Note(comment, "the comment stands here")
                message = f"`{match.group()}` is the mark of a reviewer's comment"
                yield Finding(inline.locate(*match.span()), message, "remove it and its comment", (note,))
