"""The messages that a library's own words change, as the start of a catalog of its own.

Words that were put into a sentence may not fit it: an article, an ending or the order may have to change. A library
mends such messages in `translations/<language>.po`, which comes before ours.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import escape, read_po

from pipeline.publish.exporters.html_site.renaming import Renaming, Words
from pipeline.publish.exporters.html_site.words import SiteWords, packaged_catalog
from pipeline.publish.language import ENGLISH, locale_of

# A language whose catalog has every message, and two forms of those with a plural.
COMPLETE = "de"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n'


def extended_catalog(language: str, words: Words, own: bytes | None) -> tuple[bytes, int]:
    """A library's catalog with each message that its words change and it lacks, and how many these are.

    What it has stays as it is. Raises ExportFault if it cannot be read.
    """
    known = SiteWords(language, own, words)
    plural = read_po(BytesIO(own), locale=str(known.locale)) if own else Catalog(locale=known.locale)
    blocks = list(_blocks(known, words, plural.num_plurals))
    text = own.decode().rstrip("\n") + "\n" if own else HEADER.format(plural.plural_forms)
    return "".join([text, *blocks]).encode(), len(blocks)


def _blocks(known: SiteWords, words: Words, forms: int) -> Iterator[str]:
    """An entry for each message."""
    language = str(locale_of(known.language).language)
    packaged = _packaged(language)
    renaming = Renaming(words, language if packaged else ENGLISH)
    for message in _packaged(COMPLETE) or ():
        if not message.id or known.has_own(message.id if isinstance(message.id, str) else message.id[0]):
            continue
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        found = packaged.get(message.id) if packaged else None
        said = (found.string if found else None) or ids
        texts = (said,) if isinstance(said, str) else tuple(said)
        changed = [renaming.text(text) for text in texts]
        if changed != list(texts):
            yield _block(ids, changed, forms)


def _block(ids: tuple[str, ...], texts: list[str], forms: int) -> str:
    if len(ids) == 1:
        return f"\nmsgid {escape(ids[0])}\nmsgstr {escape(texts[0])}\n"
    # A catalog of the library's own may have fewer forms than ours, or more.
    chosen = [texts[min(number, len(texts) - 1)] for number in range(forms - 1)] + [texts[-1]]
    lines = [f"msgstr[{number}] {escape(text)}" for number, text in enumerate(chosen)]
    return "\n".join(["", f"msgid {escape(ids[0])}", f"msgid_plural {escape(ids[1])}", *lines, ""])


@cache
def _packaged(language: str) -> Catalog | None:
    data = packaged_catalog(language)
    return read_po(BytesIO(data), locale=language) if data else None
