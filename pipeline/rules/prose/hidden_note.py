import re
from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.parse import Body
from pipeline.parse.addresses import normalize_link
from pipeline.rule import Finding, rule
from pipeline.text import Source, Span

# A line that may define an address for links: `[label]: address`, within quotes and lists too.
DEFINITION = re.compile(
    r"^(?:[ \t>*+-]|\d{1,9}[.)])*(?P<all>\[(?P<label>(?:\\.|[^\[\]\\\n])+)\]:[ \t]*(?P<address><[^<>\n]*>|\S*).*)",
    re.MULTILINE,
)
CODE = ("fence", "code_block")
# The address on the line below.
BELOW = re.compile(r"(?:\r\n|\n|\r)[ \t>]*(\S*)")
# Labels of what is meant for other editors.
NOTES = frozenset({"comment", "comments", "note", "notes", "hidden", "hide", "todo", "internal", "editor", "editors"})


@rule(Entry, required=True)
def hidden_note(entry: Entry, context: Context) -> Iterator[Finding]:
    """A note for other editors hides in the address of a link that there is not.

    The page does not show it, but its Markdown and its data do, and those are published as well: anybody can read it.

    Bad:
        [//]: # (Ask the school for its consent before the spring.)

    Good:
        The school agreed to be named here.
    """
    source, start = entry.document.source, entry.document.front_span
    if not start or "]:" not in source.text:
        return
    shown: set[int] | None = None
    for match in DEFINITION.finditer(source.text, start.end):
        address = (match["address"] or _below(source, match.end())).strip("<>")
        if not is_note(match["label"], address) or _is_used(address, entry.body):
            continue
        shown = _shown_lines(entry.body) if shown is None else shown
        if source.line_index(match.start()) not in shown:
            yield Finding(
                _trimmed(source, *match.span("all")),
                "this note is not on the page, but in the Markdown and the data that are published with it",
                "take it out, and leave word for other editors where readers do not come",
            )


def is_note(label: str, address: str) -> bool:
    """True for the definition of an address that is none, or under a label that no link would have."""
    words = "".join(filter(str.isalnum, label)).casefold()
    return not words or words in NOTES or address.startswith("#") or not any(map(str.isalnum, address))


def _below(source: Source, end: int) -> str:
    found = BELOW.match(source.text, end)
    return found[1] if found else ""


def _is_used(address: str, body: Body) -> bool:
    """True when a link or image that has its address elsewhere has this one."""
    href = normalize_link(address)
    return any(link.href == href and not link.written for link in body.links)


def _shown_lines(body: Body) -> set[int]:
    """Lines that belong to text or code: what stands there defines nothing."""
    leaves = (block for block in body.blocks if block.inline or block.kind in CODE)
    return {line for block in leaves for line in range(*block.lines)}


def _trimmed(source: Source, start: int, end: int) -> Span:
    return source.span(start, start + len(source.text[start:end].rstrip()))
