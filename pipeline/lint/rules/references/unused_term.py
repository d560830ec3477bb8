from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library


@rule(Library, severity=Severity.INFO)
def unused_term(library: Library, context: Context) -> Iterator[Finding]:
    """A term is listed in a vocabulary of the library's own and no published strategy names it.

    Readers who look under this term find an empty shelf.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        vocabularies:
          - {id: tools, one: Tool, many: Tools}
        fields:
          - {id: tool, name: Tool, type: reference, of: tools}
        +++
        # path: content/vocabulary/tools.yaml
        - {id: whiteboard, name: Whiteboard}
        - {id: camera, name: Camera}
        +++
        tool: whiteboard

    Good:
        # path: schemas/strategy-page.yaml
        # …
        vocabularies:
          - {id: tools, one: Tool, many: Tools}
        fields:
          - {id: tool, name: Tool, type: reference, of: tools}
        +++
        # path: content/vocabulary/tools.yaml
        - {id: whiteboard, name: Whiteboard}
        +++
        tool: whiteboard
    """
    published = [entry for entry in library.entries if entry.status == "published"]
    if library.policy_broken or not published or not all(entry.readable for entry in library.entries):
        return  # an unreadable page may name the term
    for id_, terms in library.vocabulary.own.items():
        fields = [field.id for field in library.policy.fields if field.target == id_]
        named = {text for entry in published for field in fields for text in entry.facts.texts(field)}
        meant = (library.vocabulary.own_names(id_).suggest(text) for text in named - terms.items.keys())
        used = named.union(suggestion.id for suggestion in meant if suggestion)
        used |= {term.replaced_by for term in terms if term.id in used and term.replaced_by}
        for term in terms:
            if not term.deprecated and term.id not in used:
                places = " or ".join(f"`{field}`" for field in fields)
                yield Finding(
                    terms.spans[term.id],
                    f"no published strategy names `{term.id}`",
                    f"list it in {places} of a strategy that it fits, or leave it until there is one"
                    if fields
                    else f"no field of strategies has `of: {id_}`: add one to `fields` of the house rules",
                )
