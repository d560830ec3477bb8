from collections.abc import Iterator
from itertools import takewhile

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._bare import as_resource
from pipeline.lint.rules.links._resources import entry_sections
from pipeline.lint.rules.links._unlisted import BOLD, MARKER, Unlisted, unlisted, without_disclaimers
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.policy import SectionPolicy
from pipeline.model.wording import quoted
from pipeline.source.parse import Block, Section
from pipeline.source.text import Edit, Source, Span

ENTRY = {"resource": "`- [Title](https://…): what the reader finds there`", "citation": "`- Author (year). Title.`"}
# Marks that begin an item if a space follows.
MARKS = ("-", "*", "+")
WHAT = {"table": "this table", "blockquote": "this quote", "fence": "this code", "code_block": "this code"}


@rule(Entry, fixes=(Safety.UNSAFE,), draft_severity=Severity.WARNING)
def unlisted_entry(entry: Entry, context: Context) -> Iterator[Finding]:
    """A text among resources or citations is no item of a list, so it becomes no entry.

    Readers of the page see it, but search, tables and the records of other sites hold only the items of lists.

    Bad:
        ## References

        Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.

    Good:
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.
    """
    open_code = [fence.block for fence in entry.body.fences if not fence.closed]  # `unclosed-code-fence`
    for policy, section in without_disclaimers(entry, context, entry_sections(entry, context)):
        assert policy.items is not None
        for found in unlisted(section, policy.items):
            if not any(found.block is block for block in open_code):
                yield _finding(entry.document.source, policy, section, found)


def _finding(source: Source, policy: SectionPolicy, section: Section, found: Unlisted) -> Finding:
    assert policy.items is not None
    block, example = found.block, ENTRY[policy.items]
    if found.kind == "bold":
        return _bold(source, section, block)
    if found.kind == "empty":
        return Finding(block.span, "this item of a list is empty", f"remove it, or write {example}")
    span = _first_line(source, block)
    shown = quoted(source.slice(span))
    if found.kind == "nested":
        message = f"{shown} becomes no entry of its own: it stands inside another item"
        return Finding(span, message, "move it out to the margin, as an item of its own")
    if found.kind in WHAT:
        message = f"{WHAT[found.kind]} becomes no entry of `{policy.heading}`"
        return Finding(span, message, f"write each entry as an item of a list: {example}")
    marker = MARKER.match(source.text, span.start)
    reason = "it is no item of a list"
    if marker:
        mark = marker.group().strip()
        reason = f"a space belongs behind the `{mark}`" if mark in MARKS else f"`{mark}` makes no item of a list"
    message = f"{shown} becomes no entry of `{policy.heading}`: {reason}"
    return Finding(span, message, f"write it as {example}", fix=_listed(source, policy, block))


def _first_line(source: Source, block: Block) -> Span:
    """Part of a block on its first line."""
    line = source.line_span(block.lines[0])
    start = max(line.start, block.span.start)
    return Span(line.path, start, max(start, min(line.end, block.span.end)))


def _bold(source: Source, section: Section, block: Block) -> Finding:
    """Report a bold line instead of a heading: resources below it belong to the heading before it."""
    assert block.inline is not None
    preceding = takewhile(lambda other: other is not block, section.blocks)
    before = next((other.text for other in reversed([*preceding]) if other.kind == "heading"), "")
    match = BOLD.fullmatch(block.inline.content)
    assert match is not None
    heading = f"### {match['words'].rstrip(':：')}"
    under = f"are filed under {quoted(before)}" if before else "have no kind"
    span = block.inline.exact(0, len(block.inline.content))
    fix = Fix(f"write `{heading}`", (Edit(span, heading),), Safety.UNSAFE) if span else None
    message = f"{quoted(match['words'])} in bold is no heading: the resources below it {under}"
    return Finding(block.inline.locate(0, len(block.inline.content)), message, f"write `{heading}`", fix=fix)


def _listed(source: Source, policy: SectionPolicy, block: Block) -> Fix | None:
    """Begin the block, or each of its lines that resembles an entry, with a hyphen and a space."""
    edits = []
    marked = False  # true if the first line has a mark; then each entry begins with one
    for line in range(*block.lines):
        span = source.line_span(line)
        text = source.slice(span)
        if not text.strip():
            continue
        indent = len(text) - len(text.lstrip())
        marker = MARKER.match(text, indent)
        end = span.start + (marker.end() if marker else indent)
        linked = policy.items == "resource" and source.text.startswith(("[", "<"), end)
        first = line == block.lines[0]
        marked = marked or (first and marker is not None)
        begins = first or linked or (marked and marker is not None)
        item = None
        if begins and policy.items == "resource" and not linked:
            item = as_resource(source.text[end : span.end].rstrip())
            if item is None:
                return None
        stop = end if item is None else span.end
        edits.append(Edit(Span(span.path, span.start, stop), ("- " if begins else "  ") + (item or "")))
    return Fix("make it an item of a list", tuple(edits), Safety.UNSAFE)
