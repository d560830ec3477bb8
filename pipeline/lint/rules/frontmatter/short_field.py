from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.sentences import width
from pipeline.source.text import counted


@rule(Entry, draft_severity=Severity.WARNING)
def short_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """The title or the summary is too short to say what the strategy is.

    Both stand alone on other pages' cards and in search results, where readers choose by them.

    Bad:
        summary: Learners look back.

    Good:
        summary: Learners look back on their week and choose one thing to try next.
    """
    for field, length in (("title", context.policy.title), ("summary", context.policy.summary)):
        for scalar in entry.values(field):
            long = width(scalar.text.strip())
            if 0 < long < length.min_characters:
                words = f"`{field}` has {counted(long, 'character')} of at least {length.min_characters}"
                yield Finding(scalar.span, words, HELP[field])


HELP = {
    "title": "write a name by which readers will find the strategy",
    "summary": "write one whole sentence that says what the strategy is and does",
}
