r"""What a glance at a page's text tells: for most rules, that there is nothing for them on the page.

A function named `may_…` is such a glance. It answers False only where its rule could find nothing; a test lets all
of them answer True and holds that every rule still finds the same.

What they lean on: a line of a block's text is a part of a line of the file, letter by letter. Markdown takes the
marks of quotes, lists and headings from before it and the blanks from around it, and in a table the backslash from
`\|`. So what stands nowhere in the file stands in no block, unless a line end or a `|` is part of it.
"""

from pipeline.model.entry import Entry
from pipeline.source.memoise import memoised
from pipeline.source.parse import Document, Inline
from pipeline.source.parse.yaml_tree import Scalar

# Tab, line ends and what a keyboard without accents writes.
ORDINARY = bytes([9, 10, 13, *range(32, 127)])
# Signs beyond ASCII that are part of no word and have no small form.
SIGNS = frozenset("‘’“”„«»‐‑‒–—…•·−×°′″\N{NO-BREAK SPACE}")
# A pattern with IGNORECASE takes `ı` and `İ` for an `i`; casefold leaves the first and parts the dot from the other.
DOTLESS_I, DOT = "\u0131", "\u0307"


def unusual_in(text: str) -> str:
    """The characters of a text other than `ORDINARY` ones, in order: few or none, so quickly searched."""
    return text.encode("utf-8", "surrogatepass").translate(None, ORDINARY).decode("utf-8", "surrogatepass")


@memoised
def folded_text(document: Document) -> str:
    """The text without capitals: what a pattern with IGNORECASE finds stands here in small letters."""
    return folded(document.source.text)


def folded(text: str) -> str:
    """A text without capitals, for a search of words that a pattern with IGNORECASE would find."""
    if text.isascii():
        return text.lower()
    if SIGNS.issuperset(unusual_in(text)):
        return text.encode().lower().decode()  # a third of the time that casefold takes
    return text.casefold().replace(DOT, "").replace(DOTLESS_I, "i")


class Fields(dict[str, tuple[Scalar, ...]]):
    """The values of a page's front-matter fields, each field read when first asked for."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry

    def __missing__(self, field: str) -> tuple[Scalar, ...]:
        found = self[field] = self._entry.values(field)
        return found


@memoised
def fields_of(entry: Entry) -> Fields:
    """The values of a page's front matter, which many rules ask for."""
    return Fields(entry)


@memoised
def may_hold_bare_brackets(document: Document) -> bool:
    """False when each `]` of the body ends the words of a link or image: those are masked, so the prose has none."""
    if document.body is None or document.front_span is None:
        return True
    linked = [link for link in document.body.links if link.kind != "autolink"]
    return document.source.text.count("]", document.front_span.end) > len(linked)


@memoised
def may_hold_fences(document: Document) -> bool:
    """False when no line could begin a code block."""
    text = document.source.text
    return ("`" in text and "```" in text) or ("~" in text and "~~~" in text)


def prose_of(inline: Inline) -> str:
    """The same as `inline.prose`, which need not be made where nothing is to be masked."""
    content = inline.content
    return inline.prose if "`" in content or "<" in content or inline.links else content
