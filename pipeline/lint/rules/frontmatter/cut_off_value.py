from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.frontmatter._quoting import comment_at, within_quotes
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.wording import quoted
from pipeline.source.parse import Document
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.text import Edit, Source, Span

# Fields that hold words: in these, ` #` may be meant as text.
WORDS = frozenset({"title", "summary", "authors", "name", "definition", "description", "text", "heading"})
WORDS |= {"former_headings", "publisher", "attribution"}


@rule(Document, fixes=(Safety.UNSAFE,))
def cut_off_value(document: Document, context: Context) -> Iterator[Finding]:
    """The words of a field end at a `#`, which begins a comment, or at a comma between braces.

    Readers would see the first half of a title or a sentence, and nothing says that there was more.

    Bad:
        title: Lessons in C # and more

    Good:
        title: "Lessons in C # and more"
    """
    for scalar in _words(document.front) if document.front else ():
        if not scalar.is_absent and (comment := comment_at(document.source, scalar.span.end)):
            yield _at_comment(document.source, scalar, comment)
    for value, rest in _halves(document.source, document.front) if document.front else ():
        yield _at_comma(document.source, value, rest)


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


def _halves(source: Source, node: Node) -> Iterator[tuple[Scalar, Span]]:
    """Values between braces, each with the words behind its first comma, which YAML takes for names of fields."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _halves(source, item)
    elif isinstance(node, Mapping):
        half: Scalar | None = None
        rest: list[Scalar] = []
        for key, value in node.pairs:
            if isinstance(half, Scalar) and half.plain and _is_half(source, key, value):
                rest.append(key)
                continue
            if half and rest:
                yield half, source.span(rest[0].span.start, rest[-1].span.end)
            half, rest = value if isinstance(value, Scalar) and not value.is_absent else None, []
            yield from _halves(source, value)
        if half and rest:
            yield half, source.span(rest[0].span.start, rest[-1].span.end)


def _is_half(source: Source, key: Scalar, value: Node) -> bool:
    """True for the name of a field without a colon, which only braces allow."""
    absent = isinstance(value, Scalar) and value.is_absent and value.span.start == value.span.end
    return key.plain and absent and not source.text[key.span.end :].lstrip(" ").startswith(":")


def _at_comment(source: Source, scalar: Scalar, comment: Span) -> Finding:
    message = f"{quoted(source.slice(comment))} is left out: a `#` with a space before it begins a comment"
    remedy = "put the whole text in quotation marks, or move the comment to a line of its own"
    return Finding(comment, message, remedy, fix=_quoting(source, scalar, comment))


def _at_comma(source: Source, scalar: Scalar, rest: Span) -> Finding:
    message = f"{quoted(source.slice(rest))} is left out: between braces, a comma ends a text"
    return Finding(rest, message, "put the whole text in quotation marks", fix=_quoting(source, scalar, rest))


def _quoting(source: Source, scalar: Scalar, rest: Span) -> Fix | None:
    """Put a value and what belongs to it in quotation marks; None if that would need escapes."""
    complete = Span(scalar.span.path, scalar.span.start, rest.end)
    text = source.slice(complete)
    within = within_quotes(text) if scalar.exact and "\n" not in text else None
    return Fix("put the whole text in quotation marks", (Edit(complete, within),), Safety.UNSAFE) if within else None
