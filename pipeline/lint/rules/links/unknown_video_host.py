from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._resources import exact_sections
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.video import is_broken_video, is_playlist, is_video_host, video_of

HELP = "videos of YouTube and Vimeo are shown on the page; for other links write a sentence around it"


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
    for policy, section in exact_sections(entry, context.policy):
        for block in section.blocks if policy.video else ():
            link = block.inline.sole_link if block.inline and block.kind == "paragraph" else None
            if link is None or not link.href.startswith(("https://", "http://")):
                continue
            if not (video_of(link.href) or is_broken_video(link.href)):  # a broken one is a `malformed-link`
                yield Finding(link.target, f"a link on its own stands for a video, but {_reason(link.href)}", HELP)


def _reason(address: str) -> str:
    if is_playlist(address):
        return "this address leads to a list of videos"
    return "this address leads to no video" if is_video_host(address) else "the video's host is not known"
