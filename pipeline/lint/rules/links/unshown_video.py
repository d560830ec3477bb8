import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import Match, outline_of
from pipeline.model.video import video_of
from pipeline.source.parse import Block, Inline, Link
from pipeline.source.text import Edit

# What is left of a paragraph around a link that was meant to stand alone: marks, bullets, a word or two and a colon.
AROUND = re.compile(r"\W*(?:\w+\W+){0,3}?[:：]?\W*")
HELP = "a video is shown where its link stands alone in a paragraph of its own: `[title](address)`"


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
    for placed in outline_of(entry, context.policy).placed:
        if placed.match is not Match.EXACT or placed.policy is None or placed.policy.items:
            continue
        shows = placed.policy.video
        for block in placed.section.walk():
            if block.kind == "paragraph" and block.inline and (links := _videos(block.inline)):
                outer = any(block is own for own in placed.section.blocks)
                if reason := _reason(block.inline, links, shows=shows, outer=outer):
                    yield _finding(entry, block, links[0], reason, mended=shows and outer and len(links) == 1)


def _videos(inline: Inline) -> list[Link]:
    """The links of a text that lead to videos."""
    return [link for link in inline.links if link.kind != "image" and video_of(link.href)]


def _reason(inline: Inline, links: list[Link], *, shows: bool, outer: bool) -> str:
    """Why a text with links to videos shows none; empty when it does, or when a sentence stands around them."""
    alone = inline.sole_link is not None
    rest = inline.content
    for link in reversed(links):
        rest = rest[: link.at[0]] + rest[link.at[1] :]
    if not (alone or AROUND.fullmatch(rest)):
        return ""
    if not shows:
        return "this section shows no videos"
    if alone:
        return "" if outer else "it stands in a list or quote"
    if len(links) > 1:
        return "several stand in one paragraph"
    if not rest:
        return "its link holds an image"
    return "other text stands beside it" if any(map(str.isalnum, rest)) else "other marks stand around it"


def _finding(entry: Entry, block: Block, link: Link, reason: str, *, mended: bool) -> Finding:
    fix = None
    place = link.inline.exact(0, len(link.inline.content))
    written = entry.document.source.slice(link.span)
    if mended and place and place == block.span and written.startswith(("[", "<")) and written != link.inline.content:
        fix = Fix("leave only the link in this paragraph", (Edit(place, written),), Safety.UNSAFE)
    return Finding(link.span, f"this video is not shown on the page: {reason}", HELP, fix=fix)
