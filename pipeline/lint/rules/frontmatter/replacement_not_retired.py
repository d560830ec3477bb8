from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.entry import Entry


@rule(Entry, required=True)
def replacement_not_retired(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page names its successor but is not retired.

    Readers are led on to the successor only from a retired page; on this one nobody would see it.

    Bad:
        status: published
        replaced_by: building-trust

    Good:
        status: retired
        replaced_by: student-voice
    """
    value = next(iter(entry.values("replaced_by")), None)
    if value and (entry.is_unfinished or entry.status == "published"):
        yield Finding(
            value.span,
            f"`replaced_by` is only for retired pages, and this one is {entry.status}",
            "set `status: retired`, or remove `replaced_by`",
        )
