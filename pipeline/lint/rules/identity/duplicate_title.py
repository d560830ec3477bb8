from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.policy import same_words
from pipeline.model.wording import shortened
from pipeline.source.names import folded


@rule(Library, required=True)
def duplicate_title(library: Library, context: Context) -> Iterator[Finding]:
    """Two pages have the same title.

    On cards and in search results readers could not tell them apart; often they are one strategy published twice.

    Bad:
        title: Student Voice

    Good:
        title: Student Voice in Small Groups
    """
    first: dict[str, Entry] = {}
    for entry in library.entries:
        written = entry.facts.text("title")
        key = folded(same_words(written)) if written else ""
        other = first.setdefault(key, entry)
        # Two files with one id are a `duplicate-id` or `case-collision`.
        if not key or other is entry or other.id.casefold() == entry.id.casefold():
            continue
        title, original = entry.values("title")[0], other.values("title")[0]
        shown = shortened(title.text.strip().replace("\n", " "))
        yield Finding(
            title.span,
            f"`{other.id}` has the title `{shown}` too",
            "if both tell of one strategy, keep one page and list the other's id under its `aliases`",
            (Note(original.span, "the first page of this title"),),
            about=(f"strategy:{other.id}", f"strategy:{entry.id}"),
        )
