from collections.abc import Iterator
from itertools import chain

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import Mention, in_own_fields, linked, listed
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note, Severity
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.meanings import FACTOR, STRATEGY, Meanings, SuspectRelation, review_of


@rule(Library, severity=Severity.INFO)
def suspect_relation(library: Library, context: Context) -> Iterator[Finding]:
    """A page names a strategy or a factor whose meaning changed since the page was last reviewed.

    What the page says of it may no longer be true. `strategies review` notes digests of title and summary of each
    strategy, and of name and definition of each factor that the page names. Pages that were never reviewed have no
    such findings.

    Bad:
        reviewed:
          date: 2026-11-02
          strategies: {building-trust: 7cbc8c03-d185be13, lateral-reading: 9aabdb9f-00000000}
          factors: {motivation: 2ce379fc-9e66675b, emotion: fa209f23-e569b335}

    Good:
        reviewed:
          date: 2026-11-02
          strategies: {building-trust: 7cbc8c03-d185be13, lateral-reading: 9aabdb9f-5395b8c0}
          factors: {motivation: 2ce379fc-9e66675b, emotion: fa209f23-e569b335}
    """
    meanings = Meanings(library)
    for entry in library.entries:
        if suspects := list(meanings.suspects(entry)):
            mentions = _mentions(entry)
            yield from (_finding(library, mentions[each.target], each) for each in suspects if each.target in mentions)


def _mentions(entry: Entry) -> dict[tuple[str, str], Mention]:
    """The first mention of each strategy and factor."""
    fields = {
        STRATEGY: chain(listed(entry, "related"), in_own_fields(entry, STRATEGY), linked(entry, STRATEGY)),
        FACTOR: chain(listed(entry, "factors"), in_own_fields(entry, FACTOR)),
    }
    found: dict[tuple[str, str], Mention] = {}
    for kind, mentions in fields.items():
        for mention in mentions:
            found.setdefault((kind, mention.text), mention)
    return found


def _finding(library: Library, mention: Mention, suspect: SuspectRelation) -> Finding:
    entry = mention.entry
    return Finding(
        mention.span,
        f"{suspect.words} since this page was reviewed on {review_of(entry)['date']}",
        f"read whether this page still says what is true of it, then run `strategies review {entry.id}`",
        notes=tuple(_note(library, suspect)),
        about=(suspect.target.key,),
    )


def _note(library: Library, suspect: SuspectRelation) -> Iterator[Note]:
    """Where to read what changed."""
    target, changed = suspect
    if target.kind == FACTOR:
        span = library.vocabulary.factors.spans.get(target.id)
    else:
        value = library.by_id[target.id].value(changed[0] if changed else "title")
        span = value.span if value else None
    if span:
        yield Note(span, "read it here")
