import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.parse import Inline
from pipeline.rule import Finding, rule

# Marks of other systems that Markdown leaves as they are.
FOREIGN = re.compile(
    r"\[\[|\]\]|\]\(|\{\{|\}\}|\{%|%\}"
    r"|\[/?(?:b|i|u|url|img|quote|code)(?:=[^\]\s]*)?\]"  # BBCode
    r"|&amp;(?:nbsp|amp|quot|lt|gt|#\d{2,6});"  # a character's code, made harmless once too often
    r"|^#{1,6}(?=[^\s#\d])",  # a heading without its space
    re.IGNORECASE,
)
# Marks that come in pairs; one that is left is shown as it is.
PAIRED = ("**", "__", "~~", "``")


@rule(Entry, severity=Severity.WARNING)
def stray_markup(entry: Entry, context: Context) -> Iterator[Finding]:
    """Marks of a text editor or web page were left in the text.

    Readers see the marks instead of what they were meant to do.

    Bad:
        Learners **choose one question and write it down.

    Good:
        Learners **choose** one question and write it down.
    """
    for inline in entry.body.inlines:
        for start, end in _marks(inline):
            yield Finding(
                inline.locate(start, end),
                f"`{inline.content[start:end]}` is left over and would be shown to readers",
                "complete the mark or remove it; to show it, put it between backticks",
            )


def _marks(inline: Inline) -> Iterator[tuple[int, int]]:
    prose = inline.prose
    for match in FOREIGN.finditer(prose):
        if match.start() == 0 or prose[match.start() - 1] != "\\":
            yield match.span()
    for mark in PAIRED:
        escaped = len(re.findall(rf"\\{re.escape(mark[0])}\\?{re.escape(mark[1])}", prose))
        shown = sum(token.content.count(mark) for token in inline.tokens if token.type == "text")
        if shown <= escaped:
            continue
        places = [match.start() for match in re.finditer(rf"(?<!\\){re.escape(mark)}", prose)]
        if places:
            # With an odd number the last is the one without a partner; which one of several is left, nobody can tell.
            at = places[-1] if len(places) % 2 else places[0]
            yield at, at + len(mark)
