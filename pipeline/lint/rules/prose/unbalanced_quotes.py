import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import Form, inlines_of, texts_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.source.parse import Document
from pipeline.source.text import Span

QUOTES = re.compile('["“”„]')
# Inches as in 12" and 5'10", not the end of a quotation.
INCHES = re.compile(r"\d\"")


@rule(Document, severity=Severity.WARNING)
def unbalanced_quotes(document: Document, context: Context) -> Iterator[Finding]:
    """A double quotation mark has no partner in its paragraph.

    Readers cannot tell where somebody's words end and the page's own go on.

    Bad:
        The teacher asks, "What did you notice? and waits.

    Good:
        The teacher asks, "What did you notice?" and waits.
    """
    for text in texts_of(document):
        if text.form is not Form.NAME and (at := _unmatched(text.text)) is not None:
            yield _finding(text.part(at, at + 1), text.text[at])
    for inline in inlines_of(document):
        if (at := _unmatched(inline.prose)) is not None:
            yield _finding(inline.locate(at, at + 1), inline.content[at])


def _finding(span: Span, mark: str) -> Finding:
    return Finding(span, f"the quotation mark {mark} has no partner", "add the missing mark, or remove this one")


def _unmatched(text: str) -> int | None:
    """Offset of a quotation mark without a partner, or None."""
    opened: list[int] = []
    straight: list[int] = []
    for match in QUOTES.finditer(text):
        at, mark = match.start(), match.group()
        if mark == '"':
            straight.append(at)
        elif (mark == "”" and opened) or (mark == "“" and opened and text[opened[-1]] == "„"):
            opened.pop()
        elif mark == "”":
            return at
        else:
            opened.append(at)
    if len(straight) % 2:
        return None if INCHES.search(text) else straight[-1]
    return opened[-1] if opened else None
