from collections.abc import Iterator
from unicodedata import normalize

from pipeline.diagnostics import Note
from pipeline.model.build import Value
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.names import folded
from pipeline.model.policy import same_words
from pipeline.model.wording import shortened
from pipeline.rule import Finding, rule


@rule(Library, required=True)
def duplicate_title(library: Library, context: Context) -> Iterator[Finding]:
    """Two pages have the same title.

    On cards and in search results readers could not tell them apart; often they are one strategy published twice.

    Bad:
        title: Student Voice

    Good:
        title: Student Voice in Small Groups
    """
    first: dict[str, tuple[Entry, Value]] = {}
    for entry in library.entries:
        title = entry.value("title")
        key = folded(same_words(normalize("NFC", title.text))) if title else ""
        if title is None or not key:
            continue
        other, place = first.setdefault(key, (entry, title))
        # Of two files with one id `duplicate-id` or `case-collision` tells.
        if other is entry or other.id.casefold() == entry.id.casefold():
            continue
        yield Finding(
            title.span,
            f"`{other.id}` has the title `{shortened(title.text)}` too",
            "if both tell of one strategy, keep one page and list the other's id under its `aliases`",
            (Note(place.span, "the first page of this title"),),
            about=(f"strategy:{other.id}", f"strategy:{entry.id}"),
        )
