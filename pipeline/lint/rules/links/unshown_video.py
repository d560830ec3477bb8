import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._resources import exact_sections
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.video import video_of
from pipeline.model.wording import quoted
from pipeline.source.parse import Block, Inline, Link
from pipeline.source.paths import POLICY_PATH
from pipeline.source.text import Edit

# Text around a link that was intended to be alone in its paragraph: marks, bullets, a few words and a colon.
AROUND = re.compile(r"\W*(?:\w+\W+){0,3}?[:：]?\W*")
ALONE = "a video is shown where its link stands alone in a paragraph of its own: `[title](address)`"


@rule(Entry, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def unshown_video(entry: Entry, context: Context) -> Iterator[Finding]:
    """A link to a video is not shown as a video, for something else stands in its paragraph.

    Readers cannot watch it on the page. A full stop behind the link is enough, or bold letters.

    Bad:
        ## Example: Use This Strategy in the Classroom

        Ms. Oduya opens the talk before the book.

        Watch: [A class reads together](https://youtu.be/abcdefghijk).

    Good:
        ## Example: Use This Strategy in the Classroom

        Ms. Oduya opens the talk before the book.

        [A class reads together](https://youtu.be/abcdefghijk)
    """
    for policy, section in exact_sections(entry, context.policy):
        for block in section.walk() if not policy.items else ():
            if block.kind == "paragraph" and block.inline and (links := _videos(block.inline, context)):
                outer = any(block is own for own in section.blocks)
                if reason := _reason(block.inline, links, shows=policy.video, outer=outer):
                    fixable = policy.video and outer and len(links) == 1
                    remedy = ALONE if policy.video else _elsewhere(context)
                    yield _finding(entry, block, links[0], (reason, remedy), fixable=fixable)


def _videos(inline: Inline, context: Context) -> list[Link]:
    """Links of a text to videos that the library shows."""
    hosts = context.policy.video_hosts
    found = ((link, video_of(link.href)) for link in inline.links if link.kind != "image")
    return [link for link, video in found if video and video.provider in hosts]


def _reason(inline: Inline, links: list[Link], *, shows: bool, outer: bool) -> str:
    """Why a text with links to videos shows none; empty if it does, or if they are part of a sentence."""
    alone = inline.sole_link is not None
    around = inline.content
    for link in reversed(links):
        around = around[: link.at[0]] + around[link.at[1] :]
    if not (alone or AROUND.fullmatch(around)):
        return ""
    if not shows:
        return "this section shows no videos"
    if alone:
        return "" if outer else "it stands in a list or quote"
    if len(links) > 1:
        return "several stand in one paragraph"
    if not around:
        return "its link holds an image"
    return "other text stands beside it" if any(map(str.isalnum, around)) else "other marks stand around it"


def _elsewhere(context: Context) -> str:
    """Where a video can go from a section that shows none."""
    shown = " or ".join(quoted(section.heading) for section in context.policy.sections if section.video)
    rules = f"sections that {POLICY_PATH} gives `video: true`"
    return f"move it to {shown}: videos are shown in {rules}" if shown else f"videos are shown in {rules}"


def _finding(entry: Entry, block: Block, link: Link, words: tuple[str, str], *, fixable: bool) -> Finding:
    reason, remedy = words
    fix = None
    span = link.inline.exact(0, len(link.inline.content))
    written = entry.document.source.slice(link.span)
    if fixable and span and span == block.span and written.startswith(("[", "<")) and written != link.inline.content:
        fix = Fix("leave only the link in this paragraph", (Edit(span, written),), Safety.UNSAFE)
    return Finding(link.span, f"this video is not shown on the page: {reason}", remedy, fix=fix)
