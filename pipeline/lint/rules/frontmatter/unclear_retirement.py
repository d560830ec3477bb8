from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry


@rule(Entry, severity=Severity.WARNING)
def unclear_retirement(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page does not say both that it is retired and since when.

    Whoever follows an old link to the page, or kept its id, wants to know how long it has been out of use.

    Bad:
        status: retired
        replaced_by: student-voice

    Good:
        status: retired
        retired: 2026-11-01
        replaced_by: student-voice
    """
    status, day = entry.value("status"), entry.value("retired")
    if status is None:
        return
    if entry.status == "retired" and not entry.has("retired"):
        updated = entry.facts.text("updated") or "2026-11-01"
        yield Finding(
            status.span, "this page does not say when it was retired", f"add the day, as in `retired: {updated}`"
        )
    elif entry.status != "retired" and day:
        message = f"`retired` is only for retired pages, and the status of this one is {status.text}"
        yield Finding(day.span, message, "set `status: retired`, or remove `retired`")
