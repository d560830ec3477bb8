from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.source.text import Span


@rule(Library, required=True)
def alias_conflict(library: Library, context: Context) -> Iterator[Finding]:
    """A former id is the id of a page, or is claimed by two pages.

    Old links and bookmarks follow former ids; one that stands for two pages leads readers to the wrong one.

    Bad:
        aliases: [student-voice]

    Good:
        aliases: [friday-reflection]
    """
    first: dict[str, tuple[Entry, Span]] = {}
    for entry in library.entries:
        for alias in entry.values("aliases") if entry.facts.texts("aliases") else ():
            owner, original = first.setdefault(alias.text, (entry, alias.span))
            page = library.by_id.get(alias.text)
            if page is not None:
                yield _taken(entry, alias.span, page)
            elif owner.id != entry.id:  # else a `repeated-reference` or `duplicate-id`
                yield Finding(
                    alias.span,
                    f"`{alias.text}` is an alias of `{owner.id}` already",
                    "an old address can lead to one page only; remove one of the two",
                    (Note(original, "listed here first"),),
                    about=(f"strategy:{alias.text}", f"strategy:{owner.id}", f"strategy:{entry.id}"),
                )


def _taken(entry: Entry, span: Span, page: Entry) -> Finding:
    """Report an alias that is the id of a page."""
    about = (f"strategy:{page.id}", f"strategy:{entry.id}")
    remedy = "aliases are the ids that a page had before; remove this one"
    if page.id == entry.id:
        return Finding(span, f"`{page.id}` is this page's own id", remedy, about=about)
    remedy += ", or the page that has the id now"
    if page.status == "retired":
        remedy = "a retired page leads on by its `replaced_by`; remove the alias, or the retired page"
    notes = (Note(Span(page.path, 0, 0), "the page of this id"),)
    return Finding(span, f"`{page.id}` is the id of another page", remedy, notes, about=about)
