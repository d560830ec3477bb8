from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.frontmatter._quoting import comment_at, within_quotes
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.wording import quoted
from pipeline.source.parse import Document
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.text import Edit, Span

# Fields that hold words: in these, ` #` may be meant as text.
WORDS = frozenset({"title", "summary", "authors", "name", "definition", "description", "text", "heading"})
WORDS |= {"former_headings", "publisher", "attribution"}


@rule(Document, fixes=(Safety.UNSAFE,))
def cut_off_value(document: Document, context: Context) -> Iterator[Finding]:
    """The words of a field end at a `#`, which begins a comment.

    Readers would see the first half of a title or a sentence, and nothing says that there was more.

    Bad:
        title: Lessons in C # and more

    Good:
        title: "Lessons in C # and more"
    """
    for scalar in _words(document.front) if document.front else ():
        if not scalar.is_absent and (comment := comment_at(document.source, scalar.span.end)):
            yield _finding(document, scalar, comment)


def _words(node: Node) -> Iterator[Scalar]:
    """The values, without quotation marks, of fields that hold words."""
    match node:
        case Mapping():
            for key, value in node.pairs:
                if key.text not in WORDS or isinstance(value, Mapping):
                    yield from _words(value)
                else:
                    values = value.items if isinstance(value, Sequence) else (value,)
                    yield from (item for item in values if isinstance(item, Scalar) and item.plain)
        case Sequence():
            for item in node.items:
                yield from _words(item)


def _finding(document: Document, scalar: Scalar, comment: Span) -> Finding:
    source = document.source
    complete = Span(scalar.span.path, scalar.span.start, comment.end)
    text = within_quotes(source.slice(complete)) if scalar.exact else None
    fix = Fix("put the whole text in quotation marks", (Edit(complete, text),), Safety.UNSAFE) if text else None
    message = f"{quoted(source.slice(comment))} is left out: a `#` with a space before it begins a comment"
    remedy = "put the whole text in quotation marks, or move the comment to a line of its own"
    return Finding(comment, message, remedy, fix=fix)
