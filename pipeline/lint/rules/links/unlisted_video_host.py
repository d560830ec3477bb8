from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._resources import exact_sections
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.video import HOST_NAMES, video_of
from pipeline.source.paths import POLICY_PATH


@rule(Entry)
def unlisted_video_host(entry: Entry, context: Context) -> Iterator[Finding]:
    """A video stands at a host that the house rules do not list.

    Some schools block a host, and some libraries do not want readers to be followed there.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        video_hosts: [vimeo]
        +++
        ## Example: Use This Strategy in the Classroom

        [A class reads together](https://www.youtube.com/watch?v=abcdefghijk)

        The talk begins before the book is opened.

    Good:
        # path: schemas/strategy-page.yaml
        # …
        video_hosts: [vimeo]
        +++
        ## Example: Use This Strategy in the Classroom

        [A class reads together](https://vimeo.com/123456789)

        The talk begins before the book is opened.
    """
    listed = set(context.policy.video_hosts)
    if listed.issuperset(HOST_NAMES):
        return
    for policy, section in exact_sections(entry, context.policy):
        for block in section.blocks if policy.video else ():
            link = block.inline.sole_link if block.inline and block.kind == "paragraph" else None
            video = video_of(link.href) if link else None
            if link and video and video.provider not in listed:
                names = " and ".join(name for host, name in HOST_NAMES.items() if host in listed)
                yield Finding(
                    link.target,
                    f"videos of {HOST_NAMES[video.provider]} are not shown in this library",
                    f"only those of {names} are; or write a sentence around the link (`video_hosts` in {POLICY_PATH})",
                )
