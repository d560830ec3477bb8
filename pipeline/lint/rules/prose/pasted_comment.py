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

# What a reviewer's tool writes: the mark of a comment with the initials of its author, or the comment itself.
INITIALS = re.compile(r"[ \t]*\[(?!(?:CO|SO|NO|PM|NH)\d)(?:[Cc]omment(?:ed)? )?[A-Z]{2,4}\d{1,3}(?:R\d{1,3})?\]")
WORDS = re.compile(
    r"\[(?:comment(?:ed)?|note to (?:the )?editors?|author query|AQ)\b(?: \[[A-Z]{1,4}\d{1,3}\])?"
    r"(?: (?:by|from) [^\[\]:\n]{1,60})?:[^\[\]]{0,600}\]|^comment(?:ed)? \[[A-Z]{1,4}\d{1,3}\]:.*$",
    re.IGNORECASE | re.MULTILINE,
)
# Words in brackets with what pandoc knows of them in braces: put in, taken out, or where a comment begins and ends.
TRACKED = re.compile(
    r"\[(?P<kept>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\{\.(?P<kind>(?:paragraph-)?insertion|(?:paragraph-)?deletion|comment-start|comment-end)\b[^{}]*\}"
)
# The same in CriticMarkup: https://github.com/CriticMarkup/CriticMarkup-toolkit
CRITIC = re.compile(
    r"\{\+\+(?P<added>[^{}]*?)\+\+\}|\{--(?P<removed>[^{}]*?)--\}|\{~~[^{}]*?~>(?P<instead>[^{}]*?)~~\}"
    r"|\{==(?P<marked>[^{}]*?)==\}|[ \t]*\{>>(?P<said>[^{}]*?)<<\}"
)
# The number by which the two ends of a comment belong together.
NUMBER = re.compile(r"\bid=[\"“']?(\w+)")
# The letters that a shared document puts in place of a comment, and before the comment at the end of the text.
LETTER = re.compile(r"(?<=[^\s\[\]])\[(?P<letter>[a-z]{1,2})\](?![(\[:])")
SAID = re.compile(r"^\[(?P<letter>[a-z]{1,2})\](?=[^\s(\[:]|[ \t]\S)", re.MULTILINE)
ANSWER = "answer the comment, then remove it"
DECIDE = "decide on the change, and leave only the text that is to stand"


class Change(NamedTuple):
    """A change or comment: where, what is said of it, the words that remain of it, and where its other end is."""

    start: int
    end: int
    message: str
    help: str
    kept: str | None
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
        span = inline.exact(change.start, change.end) if change.kept is not None else None
        fix = None
        if span and change.kept is not None:
            title = f"leave {quoted(change.kept)}" if change.kept.strip() else "remove it"
            end_span = inline.exact(*change.other_end) if change.other_end else None
            edits = (Edit(span, change.kept), *((Edit(end_span, ""),) if end_span else ()))
            fix = Fix(title, edits, Safety.UNSAFE)
        yield Finding(inline.locate(change.start, change.end), change.message, change.help, fix=fix)


def _changes(inline: Inline) -> Iterator[Change]:
    prose, content = inline.prose, inline.content
    for match in INITIALS.finditer(prose):
        shown = quoted(match.group().strip())
        yield Change(*match.span(), f"{shown} is the mark of a reviewer's comment", ANSWER, "")
    for match in WORDS.finditer(prose):
        yield Change(*match.span(), f"{quoted(content[slice(*match.span())])} is a reviewer's comment", ANSWER, None)
    yield from _tracked(prose, content)
    for match in CRITIC.finditer(prose):
        part = next((name for name in ("added", "instead", "marked") if match[name] is not None), None)
        kept = content[slice(*match.span(part))] if part else ""
        shown = quoted(content[slice(*match.span())])
        yield Change(*match.span(), f"{shown} is a reviewer's change or comment", DECIDE, kept)


def _tracked(prose: str, content: str) -> Iterator[Change]:
    found = list(TRACKED.finditer(prose))
    ends = [match for match in found if match["kind"] == "comment-end"]
    for match in found:
        kept, kind = content[slice(*match.span("kept"))], match["kind"]
        if kind == "comment-start":
            end = next((end for end in ends if end.start() > match.start() and _number(end) == _number(match)), None)
            ends = [other for other in ends if other is not end]
            yield Change(
                *match.span(), f"{quoted(kept)} is a reviewer's comment", ANSWER, "", end.span() if end else None
            )
        elif kind == "comment-end":
            if match in ends:  # else it has gone with where the comment begins
                yield Change(*match.span(), "a reviewer's comment ends here", ANSWER, kept)
        elif not kept.strip():
            yield Change(*match.span(), "a reviewer changed where paragraphs begin and end here", DECIDE, "")
        elif kind.endswith("insertion"):
            yield Change(*match.span(), f"{quoted(kept)} was put in by a reviewer", DECIDE, kept)
        else:
            yield Change(*match.span(), f"{quoted(kept)} was taken out by a reviewer", DECIDE, "")


def _number(match: re.Match[str]) -> str:
    found = NUMBER.search(match.group(), match.end("kept") - match.start())
    return found[1] if found else ""


def _lettered(inlines: list[Inline]) -> Iterator[Finding]:
    """Letters in brackets that stand for a comment at the end; a letter alone may be the sound of it."""
    said = {
        match["letter"]: inline.locate(*match.span()) for inline in inlines for match in SAID.finditer(inline.prose)
    }
    for inline in inlines if said else ():
        for match in LETTER.finditer(inline.prose):
            if place := said.get(match["letter"]):
                note = Note(place, "the comment stands here")
                message = f"`{match.group()}` is the mark of a reviewer's comment"
                yield Finding(inline.locate(*match.span()), message, "remove it and its comment", (note,))
