from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Document


@rule(Document, severity=Severity.WARNING)
def tooltip_text(document: Document, context: Context) -> Iterator[Finding]:
    """A link or image has words behind its address that only a mouse brings up.

    Readers on a phone, with a keyboard or with a screen reader never meet them, nor do readers of plain text.

    Bad:
        The class reads [a short guide](https://example.org/guide "for teachers of grade 5").

    Good:
        The class reads [a short guide](https://example.org/guide) for teachers of grade 5.
    """
    body = document.body
    for link in body.links if body else ():
        if link.title.strip():
            what = "image" if link.kind == "image" else "link"
            message = f"{quoted(link.title)} shows only while a mouse rests on this {what}"
            yield Finding(link.span, message, "write it into the text, or remove it")
