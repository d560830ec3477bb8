import re
from collections.abc import Iterator
from html import unescape

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.source._unseen import RUN, SEPARATORS, named, unseen_runs
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.source.parse import Document
from pipeline.source.parse.yaml_tree import scalars
from pipeline.source.text import BOM, Edit, Source, Span

# `&shy;`, `&#8203;`, `&#x200B;` in Markdown, not behind a backslash.
ENTITY = re.compile(r"(?<!\\)&(?:[A-Za-z]{2,40}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
HELP = "remove it; it may have come along with text copied from elsewhere"


@rule(Document, required=True, fixes=(Safety.SAFE,), rewrites=True)
def invisible_characters(document: Document, context: Context) -> Iterator[Finding]:
    r"""The text holds characters that nobody can see.

    They make a word look right and be another, turn the order of letters around, or keep search from finding it.

    Bad:
        Learners choose a to\u200bpic and a part\u202ener.

    Good:
        Learners choose a topic and a partner.
    """
    if any(document.noted("unreadable-file")):
        return
    source = document.source
    for start, end in unseen_runs(source.text):
        begin = start + (start == 0 and source.text.startswith(BOM))
        if begin < end:
            yield _unescaped(source, source.span(begin, end))
    yield from _escaped_in_values(document)
    yield from _escaped_in_body(document)


def _unescaped(source: Source, span: Span) -> Finding:
    """The finding about a run of characters that the file holds unescaped."""
    found = source.slice(span)
    around = source.text[span.start - 1 : span.start], source.text[span.end : span.end + 1]
    parts_words = not SEPARATORS.isdisjoint(found) and all(side.strip() for side in around)
    title, text = ("replace with a space", " ") if parts_words else ("remove", "")
    return Finding(span, _message(found), HELP, fix=Fix(title, (Edit(span, text),), Safety.SAFE))


def _escaped_in_values(document: Document) -> Iterator[Finding]:
    r"""Escapes such as `\u200b` in a value between double quotation marks."""
    for scalar in scalars(document.front) if document.front else ():
        found = "" if scalar.exact else "".join(scalar.text[start:end] for start, end in unseen_runs(scalar.text))
        if found and not RUN.search(document.source.slice(scalar.span)):
            yield Finding(scalar.span, _message(found), HELP)


def _escaped_in_body(document: Document) -> Iterator[Finding]:
    """Entities such as `&shy;` in the text of a page."""
    inlines = document.body.inlines if document.body else ()
    for inline in (each for each in inlines if "&" in each.content):
        text = inline.prose
        for match in ENTITY.finditer(text):
            start, end = match.span()
            found = unescape(match.group())
            if any(unseen_runs(text[start - 1 : start] + found + text[end : end + 1])):
                span = inline.exact(start, end)
                fix = Fix("remove", (Edit(span, ""),), Safety.SAFE) if span else None
                yield Finding(inline.locate(start, end), _message(found), HELP, fix=fix)


def _message(found: str) -> str:
    if len(found) == 1:
        return f"a character that nobody can see stands here: {named(found)}"
    return f"{len(found)} characters that nobody can see stand here: {named(found)}"
