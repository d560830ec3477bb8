from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import outline_of
from pipeline.model.policy import SectionPolicy
from pipeline.source.parse.blocks import Fence
from pipeline.source.text import Span


@rule(Entry, required=True, draft_severity=Severity.WARNING)
def unclosed_code_fence(entry: Entry, context: Context) -> Iterator[Finding]:
    """A code block has a line that opens it and none that closes it.

    All that follows is shown as code, marks and all: headings, links and lists are none any more.

    Bad:
        ## References

        ```text
        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.

    Good:
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.
    """
    outline = outline_of(entry, context.policy)
    for fence in entry.body.fences:
        lacking = [section for section, block in outline.fenced.values() if block is fence.block]
        if lacking or not fence.closed:
            yield _finding(entry, fence, lacking)
        if lacking:
            return  # after a missing fence, all others open and close the wrong blocks


def _finding(entry: Entry, fence: Fence, lacking: list[SectionPolicy]) -> Finding:
    source = entry.document.source
    line = source.line_span(fence.block.lines[0])
    text = source.slice(line).rstrip()
    span = Span(line.path, line.start + text.index(fence.mark), line.start + len(text))
    message = "the code block that begins here is never closed"
    if fence.closed:
        message = f"the code block that begins here holds the heading `{lacking[0].heading}`"
    remedy = "repeat its marks on a line of their own where the code ends, or remove this line"
    if lacking:
        remedy = f"repeat its marks where the code ends, above `{snippet.heading(lacking[0])}`, or remove this line"
    return Finding(span, message, remedy)
