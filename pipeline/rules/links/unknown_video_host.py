from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.video import is_broken_video, is_video_host, video_of
from pipeline.rule import Finding, rule


@rule(Entry, severity=Severity.WARNING)
def unknown_video_host(entry: Entry, context: Context) -> Iterator[Finding]:
    """A link that stands alone, as a video does, leads to no video that can be shown.

    Readers expect to watch it on the page, as they can watch others, and find a bare link.

    Bad:
        ## Example: Use This Strategy in the Classroom

        [A class reads together](https://example.org/films/reading)

        The talk begins before the book is opened.

    Good:
        ## Example: Use This Strategy in the Classroom

        Watch how [a class reads together](https://example.org/films/reading).

        The talk begins before the book is opened.
    """
    for section in entry.body.sections:
        policy = context.policy.section_of(section.title)
        for block in section.blocks if policy and policy.video else ():
            link = block.inline.sole_link if block.kind == "paragraph" and block.inline else None
            if link is None or not link.href.startswith(("https://", "http://")):
                continue
            if video_of(link.href) or is_broken_video(link.href):
                continue  # of a broken one `malformed-link` speaks
            known = "this address leads to no video" if is_video_host(link.href) else "the video's host is not known"
            yield Finding(
                link.target,
                f"a link on its own stands for a video, but {known}",
                "videos of YouTube and Vimeo are shown on the page; for other links write a sentence around it",
            )
