import re
from collections.abc import Iterable, Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.wording import quoted
from pipeline.source.parse import Document, Inline

# `[^1]` in a text, and `[^1]:` at the start of a footnote.
FOOTNOTE = re.compile(r"(?<!\\)(?P<mark>\[\^[^\[\]\n]{1,100}\])(?P<colon>:?)")
# `[words][label]`, `[words][]`, and the same of an image.
REFERENCE = re.compile(r"(?<!\\)!?\[(?P<words>[^\[\]]{1,300})\]\[(?P<label>[^\[\]]{0,100})\]")
NOTES = "pages have no footnotes: put the note into the sentence, or the source into the last section"


@rule(Document)
def undefined_reference(document: Document, context: Context) -> Iterator[Finding]:
    """A footnote, or a link by a name that has no address.

    Readers see the brackets, and nothing that they could follow.

    Bad:
        Naming a feeling makes it easier to carry.[^1]

    Good:
        Naming a feeling makes it easier to carry (Ruiz, 2024).

    Bad:
        The class reads [a short guide][guide].

    Good:
        The class reads [a short guide](https://example.org/guide).
    """
    body = document.body
    if body is None:
        return
    for link in body.links if body.definitions else ():
        if link.label and link.label.startswith("^"):
            yield Finding(link.span, f"the footnote {quoted(f'[{link.text}]')} is shown as a link", NOTES)
    inlines = [inline for inline in body.inlines if "]" in inline.prose]
    yield from _footnotes(inlines)
    for inline in inlines:
        yield from _references(inline)


def _footnotes(inlines: Iterable[Inline]) -> Iterator[Finding]:
    """Report each mark of a footnote, and the footnotes without a mark."""
    found = [(inline, match) for inline in inlines for match in FOOTNOTE.finditer(inline.prose)]
    marks = {match["mark"] for _, match in found if not _is_note(match)}
    notes = {match["mark"]: inline.locate(*match.span()) for inline, match in found if _is_note(match)}
    for inline, match in found:
        mark = match["mark"]
        if not _is_note(match) or mark not in marks:
            more = (Note(notes[mark], "its text stands here"),) if mark in notes and mark in marks else ()
            message = f"the footnote {quoted(mark)} is shown as it is written"
            yield Finding(inline.locate(*match.span("mark")), message, NOTES, more)


def _is_note(match: re.Match[str]) -> bool:
    """True for the mark at the start of a footnote."""
    return bool(match["colon"]) and match.string[: match.start()].rpartition("\n")[2].strip() == ""


def _references(inline: Inline) -> Iterator[Finding]:
    for match in REFERENCE.finditer(inline.prose):
        label = match["label"].strip() or match["words"].strip()
        if match["words"].isdigit() or match["words"][0] in "^/" or len(match["label"]) == 1:
            continue  # numbers of sources, footnotes, BBCode
        remedy = "write the address behind the words: `[words](https://…)`"
        message = f"{quoted(f'[{label}]')} has no address, so readers see the brackets"
        yield Finding(inline.locate(*match.span()), message, remedy)
