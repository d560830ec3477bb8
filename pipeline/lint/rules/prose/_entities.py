"""Codes of characters, such as `&amp;`, in texts that are no Markdown and show them as they are."""

import re
from collections.abc import Iterator
from html import unescape

from pipeline.lint.rules.prose._dialects import DialectMark
from pipeline.lint.rules.source._unseen import without_unseen

ENTITY = re.compile(r"&(?:amp;)*(?:[A-Za-z][A-Za-z0-9]{1,30};|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|(?<=;))")
# Blanks that are to be seen as one, as they stand in the text.
BLANKS = re.compile(r"[^\S\n]+")


def entities(text: str) -> Iterator[DialectMark]:
    """Find every run of such codes, with the characters that they stand for."""
    for match in ENTITY.finditer(text) if "&" in text else ():
        read, written = unescape(match.group()), match.group()
        while read != written and "&" in read:
            read, written = unescape(read), read
        if read != match.group():
            instead = BLANKS.sub(" ", without_unseen(read))
            yield DialectMark(*match.span(), "write the character itself", instead, safe=True)
