from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.revision import Revision
from pipeline.source.text import Edit

PUBLISHED = "published"


@rule(Revision, severity=Severity.WARNING, fixes=(Safety.UNSAFE,), time_dependent=True)
def stale_updated(revision: Revision, context: Context) -> Iterator[Finding]:
    """The text of a published page changed, but not the day in `updated`.

    Readers and feeds go by that day, so nobody would notice the change. Only `--changed-since` can show this fault, for
    it compares the page with an earlier commit; so each example is what somebody changed on a page of early November.

    Bad:
        Whoever was away on Friday writes on Monday.

    Good:
        updated: 2026-11-24
        +++
        Whoever was away on Friday writes on Monday.
    """
    before, after = revision
    if not (before.readable and after.readable and before.status == after.status == PUBLISHED):
        return
    then, now = before.value("updated"), after.value("updated")
    today = context.today.isoformat()
    if then is None or now is None or then.text != now.text or now.text == today or _words(before) == _words(after):
        return
    yield Finding(
        now.span,
        f"the text changed, and `updated` is still {now.text}",
        "write the day of the change, unless its meaning is the same; "
        "`strategies fix --unsafe --changed-since` writes today's date",
        fix=Fix(f"write {today}", (Edit(now.span, today),), Safety.UNSAFE),
    )


def _words(entry: Entry) -> list[str]:
    """All words of a page that readers see, without white space, links and emphasis."""
    texts = [value.text for field in ("title", "summary") for value in entry.values(field)]
    texts += [block.text for block in entry.body.blocks if block.inline or block.code]
    return [word for text in texts for word in text.split()]
