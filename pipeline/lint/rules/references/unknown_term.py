from collections.abc import Iterator
from functools import partial

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import in_own_fields
from pipeline.lint.rules.references._resolution import Unresolved, findings, look_up_in, term
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.model.entry import Entry
from pipeline.model.own_vocabulary import OwnVocabulary


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def unknown_term(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page names a term that the vocabulary of a field does not list, or that is no longer used.

    Readers find strategies by these terms; under a misspelled one they would not find the page.

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
        +++
        tool: whitebord

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
    for own in context.policy.vocabularies:
        if own.id in context.vocabulary.own:
            look_up = partial(_look_up, context, own)
            yield from findings(in_own_fields(entry, own.id), look_up, lambda mention, id_: True)


def _look_up(context: Context, own: OwnVocabulary, text: str) -> Unresolved | None:
    vocabulary, terms = context.vocabulary, context.vocabulary.own[own.id]
    look_up = look_up_in(terms, partial(vocabulary.own_names, own.id), one="term", many="terms")
    if (found := look_up(text)) is None:
        return None
    help_ = found.help if found.parts else f"the terms of “{own.many}” are listed in {terms.path}"
    return found._replace(help=help_, about=(terms.path, term("term", f"{own.id}/{text}")))
