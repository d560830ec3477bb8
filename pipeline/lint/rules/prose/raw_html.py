import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted
from pipeline.source.parse import Inline
from pipeline.source.text import Span

# Opens HTML at the beginning of a line for renderers that know it, also where the tag ends elsewhere or nowhere.
OPENING = re.compile(
    r"^ {0,3}(<(?:script|pre|style|textarea|iframe|object|form|div|table|frameset|details|dialog|link|meta|base)"
    r"(?=\s|$)"
    r"|<!--|<\?|<![A-Za-z]|<!\[CDATA\[)",
    re.IGNORECASE | re.MULTILINE,
)
TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
# The help for a tag for which Markdown has marks.
HELP = {
    "b": "write `**bold**` with two asterisks",
    "strong": "write `**bold**` with two asterisks",
    "i": "write `*italic*` with asterisks",
    "em": "write `*italic*` with asterisks",
    "br": "leave an empty line to begin a new paragraph",
    "p": "leave an empty line to begin a new paragraph",
    "a": "write a link as `[words](address)`",
    "iframe": "put the video's link in a paragraph of its own",
}


@rule(Entry, required=True)
def raw_html(entry: Entry, context: Context) -> Iterator[Finding]:
    """The text holds HTML.

    Pages are shown in many places, some of which would show the bare code to readers, and HTML from strangers
    could harm those who open a page.

    Bad:
        Learners <b>choose</b> their own topic.

    Good:
        Learners **choose** their own topic.
    """
    for inline in entry.body.inlines:
        for start, end in _tags(inline) if inline.html else ():
            yield _finding(inline.content[start:end], inline.locate(start, end))
        for match in OPENING.finditer(inline.content) if "<" in inline.content else ():
            if not any(start <= match.start(1) < end for start, end in inline.html):
                yield _finding(match[1], inline.locate(*match.span(1)))


def _tags(inline: Inline) -> Iterator[tuple[int, int]]:
    """Positions of tags and comments, without the closing tag of an opening one."""
    opened: list[str] = []
    for start, end in inline.html:
        text = inline.content[start:end]
        name = _tag_name(text)
        if text.startswith("</") and name in opened:
            opened.remove(name)
            continue
        if name and not text.endswith("/>"):
            opened.append(name)
        yield start, end


def _tag_name(text: str) -> str:
    match = TAG_NAME.match(text)
    return match[1].lower() if match else ""


def _finding(text: str, span: Span) -> Finding:
    if text.startswith("<!--"):
        return Finding(
            span,
            "comments are not kept out of what readers see",
            "remove it; only `<!-- strategies: ignore RULE -- reason -->`, on a line of its own, is understood",
        )
    remedy = HELP.get(_tag_name(text), "use Markdown's own marks, or put the code between backticks to show it")
    return Finding(span, f"{quoted(text)} is HTML, which pages may not hold", remedy)
