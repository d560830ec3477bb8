"""Names that rules of other families import."""

from pipeline.lint.rules._texts import folded
from pipeline.source.memoise import memoised
from pipeline.source.parse import Document

__all__ = ["folded", "folded_text", "may_hold_bare_brackets", "unusual_in"]
# Tab, line ends and what a keyboard without accents writes.
ORDINARY = bytes([9, 10, 13, *range(32, 127)])


def unusual_in(text: str) -> str:
    """The characters of a text other than `ORDINARY` ones, in order: few or none, so quickly searched."""
    return text.encode("utf-8", "surrogatepass").translate(None, ORDINARY).decode("utf-8", "surrogatepass")


@memoised
def folded_text(document: Document) -> str:
    """The text without capitals: what a pattern with IGNORECASE finds stands here in small letters."""
    return folded(document.source.text)


@memoised
def may_hold_bare_brackets(document: Document) -> bool:
    """False when each `]` of the body ends the words of a link or image: those are masked, so the prose has none."""
    if document.body is None or document.front_span is None:
        return True
    linked = [link for link in document.body.links if link.kind != "autolink"]
    return document.source.text.count("]", document.front_span.end) > len(linked)
