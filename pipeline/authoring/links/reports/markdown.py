"""The report as Markdown, for an issue.

Addresses stand in code: as links, GitHub would note the issue in the repositories that they lead to.
"""

import sys
from collections.abc import Iterator
from itertools import groupby

from pipeline.authoring.links.reports.words import ADVICE, copy, headline, said
from pipeline.publish.schema.links import LinksV1, WebLinkV1
from pipeline.source.escapes import log, markdown, printable

# Places of one address that are listed.
MOST_PLACES = 10
# Room for the line that counts what was left out.
REST = 200


def render(links: LinksV1, limit: int | None = None) -> str:
    """All addresses by verdict, the gravest first; `limit` is the most characters, cut between addresses."""
    most, text = sys.maxsize if limit is None else limit - REST, f"**{markdown(headline(links))}**\n"
    blocks = list(_blocks(links))
    for number, block in enumerate(blocks):
        if len(text) + len(block) > most:
            left = sum(not each.startswith("\n### ") for each in blocks[number:])
            text += f"\n…and {left} more; `strategies links` lists all of them.\n"
            break
        text += block
    return log(text)


def _blocks(links: LinksV1) -> Iterator[str]:
    for verdict, group in groupby(links.links, lambda link: link.answer.verdict):
        if verdict in ADVICE:
            found = list(group)
            yield f"\n### {verdict.capitalize()}: {len(found)}\n\n{ADVICE[verdict].capitalize()}.\n\n"
            yield from map(_link, found)


def _link(link: WebLinkV1) -> str:
    lines = [f"- {_code(link.address)}: {markdown(said(link))}"]
    if link.answer.moved_to:
        lines.append(f"  - moved to {_code(link.answer.moved_to)}")
    if found := copy(link):
        lines.append(f"  - copy in the web archive: {_code(found) if link.answer.archived else found}")
    lines += [f"  - {_code(f'{place.path}:{place.line}')}" for place in link.places[:MOST_PLACES]]
    if more := len(link.places) - MOST_PLACES:
        lines += [f"  - …and {more} more places"] if more > 0 else []
    return "".join(f"{line}\n" for line in lines)


def _code(text: str) -> str:
    """The text as code; a grave accent would end it."""
    return f"`{printable(text).replace('`', '%60')}`"
