"""The text of one section of a strategy's page as it was rendered, to be shown on another page of the same depth."""

import re

from markupsafe import Markup

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>")
# The heading of a section, the beginning of a note, and what would be wrong or stand twice on another page.
SECTION_HEADING = re.compile(r'<div class="head"><h2\b.*?</div>', re.DOTALL)
NOTE = re.compile(r'<div class="note"[^<>]*>')
OWN_ID = re.compile(r' id="[^"<>]*"|<a class="anchor"[^<>]*></a>')
OWN_ANCHOR = 'href="#'


def section_text(page: str, section: str, address: str) -> Markup | None:
    """The text of a section without its heading and its notes; None if the page has no such section.

    `address` is that of the page, for links inside it.
    """
    start = re.search(rf'<section id="section-{re.escape(section)}"[^<>]*>', page)
    end = start and _end(page, start)
    if not start or not end:
        return None
    text = SECTION_HEADING.sub("", page[start.end() : end], count=1)
    while note := NOTE.search(text):
        after = _end(text, note)
        if after is None:
            return None
        text = text[: note.start()] + text[text.index(">", after) + 1 :]
    # It is a part of a page that was rendered from our templates.
    return Markup(OWN_ID.sub("", text).replace(OWN_ANCHOR, f'href="{address}#').strip())  # noqa: S704


def _end(page: str, start: re.Match[str]) -> int | None:
    """Where the end tag of an element begins; text holds no `<`, so each is a tag."""
    first = TAG.match(page, start.start())
    open_ = 0
    for tag in TAG.finditer(page, start.start()):
        if first and tag[2] == first[2]:
            open_ += -1 if tag[1] else 1
            if not open_:
                return tag.start()
    return None
