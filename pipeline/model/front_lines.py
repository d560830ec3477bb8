"""The lines of a field in the front matter of a page."""

from pipeline.source.parse import Document
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.text import Span


def lines_of_field(document: Document, name: str) -> Span | None:
    """The complete lines of a field; None if it is not there, or another field stands on one of them."""
    front, source = document.front, document.source
    pairs = front.pairs if isinstance(front, Mapping) else ()
    lines = {
        key.text: (source.line_index(key.span.start), source.line_index(max(key.span.start, value.span.end - 1)))
        for key, value in pairs
    }
    if name not in lines:
        return None
    first, last = lines[name]
    if any(first <= other[0] <= last for key, other in lines.items() if key != name):
        return None
    return source.span(source.line_starts[first], source.line_starts[last + 1])
