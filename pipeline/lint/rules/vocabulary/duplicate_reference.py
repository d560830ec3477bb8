from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note, Severity
from pipeline.model.library import Library
from pipeline.model.policy import same_words
from pipeline.model.work import Work


@rule(Library, severity=Severity.WARNING)
def duplicate_reference(library: Library, context: Context) -> Iterator[Finding]:
    """Two works in the list of references are one and the same.

    Pages then cite it under two keys, and a list of sources shows it twice.

    Bad:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back, DOI: 10.1000/182}
        - {id: ruiz-looking-back, type: article-journal, title: Looking back at the day, DOI: 10.1000/182}

    Good:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back, DOI: 10.1000/182}
    """
    first: dict[tuple[str, str], Work] = {}
    spans = library.vocabulary.references.spans
    for work in sorted(library.vocabulary.references, key=lambda each: spans[each.id].start):
        for fact in _identities(work):
            other = first.setdefault(fact, work)
            if other is not work:
                yield Finding(
                    spans[work.id],
                    f"`{work.id}` and `{other.id}` have the same {fact[0]}",
                    f"keep one of them, and write `reference:{other.id}` wherever the other is cited",
                    (Note(spans[other.id], "it stands here first"),),
                )
                break


def _identities(work: Work) -> Iterator[tuple[str, str]]:
    """What no two works share: the DOI, in any case; the title with its authors and its date."""
    if work.DOI:
        yield "DOI", work.DOI.lower()
    names = [(person.family or person.literal or "").casefold() for person in work.author]
    yield "title, authors and date", repr((same_words(work.title).casefold(), names, work.issued))
