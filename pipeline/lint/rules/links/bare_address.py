from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._bare import BareAddress, as_link, bare_addresses
from pipeline.lint.rules.links._resources import resource_items
from pipeline.lint.rules.links._unlisted import unlisted_lines
from pipeline.lint.rules.structure._text_tables import drawn_lines
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.video import video_of
from pipeline.model.wording import quoted
from pipeline.source.parse import Inline
from pipeline.source.text import Edit


@rule(Entry, severity=Severity.WARNING, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def bare_address(entry: Entry, context: Context) -> Iterator[Finding]:
    """A web address or DOI stands in the text and is no link.

    Readers see it and cannot follow it, and a video is not shown on the page.

    Bad:
        The class reads the guide at https://example.org/guide before it begins.

    Good:
        The class reads [the guide](https://example.org/guide) before it begins.

    Bad:
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9. doi:10.1000/182

    Good:
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9. [doi:10.1000/182](https://doi.org/10.1000/182)
    """
    addresses = [(inline, found) for inline in entry.body.inlines for found in bare_addresses(inline)]
    if not addresses:
        return
    reported_lines = unlisted_lines(entry, context) | drawn_lines(entry.document)
    # A resource that does not start with a link is a `malformed-resource`.
    reported = {id(item.inline) for item in resource_items(entry, context) if item.link is None}
    for inline, found in addresses:
        if inline.first_line not in reported_lines and id(inline) not in reported:
            yield _finding(inline, found)


def _finding(inline: Inline, found: BareAddress) -> Finding:
    written = inline.content[found.start : found.end]
    link, span = as_link(found, written), inline.exact(found.start, found.end)
    line = inline.content[: found.start].rpartition("\n")[2] + inline.content[found.start :].partition("\n")[0]
    alone = inline.kind == "paragraph" and written == line.strip()
    remedy = "write it as `<https://…>`, or as `[words](https://…)`"
    message = f"{quoted(written)} is no link, so readers cannot follow it"
    safety = Safety.SAFE if found.kind in ("web", "doi") else Safety.UNSAFE
    if alone and video_of(found.href):
        message = f"{quoted(written)} is no link, so the video is not shown"
        remedy, link = "write it as `[what the video shows](https://…)`", None  # the author must choose the words
    elif found.kind in ("doi", "host"):
        remedy = "write it as `[doi:…](https://doi.org/…)`"
    fix = Fix("make it a link", (Edit(span, link),), safety) if span and link else None
    return Finding(inline.locate(found.start, found.end), message, remedy, fix=fix)
