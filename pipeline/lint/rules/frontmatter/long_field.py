from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.strategy import LONGEST_SUMMARY, LONGEST_TITLE


@rule(Entry, draft_severity=Severity.WARNING)
def long_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """The title or the summary is longer than the house rules allow.

    Both stand on cards and in lists, where a long one pushes away what readers compare it with.

    Bad:
        title: How a Whole Class Can Look Back on the Week That Was and Choose One Thing to Try in the Next

    Good:
        title: Looking Back on the Week
    """
    policy = context.policy
    limits = (("title", policy.title, LONGEST_TITLE), ("summary", policy.summary, LONGEST_SUMMARY))
    for field, length, longest in limits:
        for scalar in entry.values(field):
            if length.max_characters < len(scalar.text) <= longest:  # a longer one is an `invalid-value`
                counts = f"{len(scalar.text)} of at most {length.max_characters} characters"
                yield Finding(scalar.span, f"`{field}` is too long: {counts}", HELP[field])


HELP = {
    "title": "write a name that fits on a card",
    "summary": "write one whole sentence that fits on a card; the rest belongs in the text",
}
