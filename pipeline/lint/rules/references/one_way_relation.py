from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import listed
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note, Severity
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.source.parse.yaml_tree import Mapping


@rule(Library, severity=Severity.INFO)
def one_way_relation(library: Library, context: Context) -> Iterator[Finding]:
    """A published page relates to another that does not relate back.

    Readers of the other page do not learn that this one exists.

    Bad:
        related: [student-voice]

    Good:
        related: []
    """
    related = {
        entry.id: frozenset(_meant(text, library) for text in entry.facts.texts("related"))
        for entry in library.entries
        if entry.status == "published"
    }
    for entry in library.entries:
        others = entry.facts.texts("related") if entry.status == "published" else ()
        if all(entry.id in related.get(id_, {entry.id}) for id_ in others):
            continue
        reported: set[str] = set()
        for mention in listed(entry, "related"):
            other = library.by_id.get(mention.text)
            if other is None or other.id in reported or entry.id in related.get(other.id, {entry.id}):
                continue
            reported.add(other.id)
            front = other.document.front
            key = front.key("related") if isinstance(front, Mapping) else None
            if key:
                yield Finding(
                    mention.span,
                    f"`{other.id}` does not relate back to this page",
                    f"add `{entry.id}` there if readers of that page should find this one",
                    notes=(Note(key.span, "its related strategies stand here"),),
                    about=(f"strategy:{other.id}",),
                )


def _meant(text: str, library: Library) -> str:
    """The id that a name refers to. A former id is an `unknown-strategy`, but relates to the renamed page."""
    former: Entry | None = library.former_ids.get(text)
    return former.id if text not in library.by_id and former else text
