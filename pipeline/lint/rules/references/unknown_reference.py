from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import linked
from pipeline.lint.rules.references._resolution import findings, look_up_in
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.model.entry import Entry
from pipeline.source.paths import OWN_PAGES_FOLDER


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE))
def unknown_reference(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page cites a work that is not in the list of references.

    A reader who asks what a sentence rests on would find nothing.

    Bad:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back}
        +++
        ## Overview

        Learners who look back [remember more of the day](reference:ruiz-2042) than they expect.

    Good:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back}
        +++
        ## Overview

        Learners who look back [remember more of the day](reference:ruiz-2024) than they expect.
    """
    if entry.path.startswith(f"{OWN_PAGES_FOLDER}/"):
        for mention in linked(entry, "reference"):
            yield Finding(
                mention.span, "only pages of strategies have a list of sources", "write the address of the work"
            )
        return
    vocabulary = context.vocabulary
    look_up = look_up_in(vocabulary.references, vocabulary.reference_names, one="reference", many="references")
    yield from findings(linked(entry, "reference"), look_up, lambda mention, id_: True)
