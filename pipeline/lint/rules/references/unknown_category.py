from collections.abc import Iterator
from itertools import chain

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import in_own_fields, listed
from pipeline.lint.rules.references._resolution import findings, look_up_in
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.model.entry import Entry


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def unknown_category(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page names a category that the vocabulary does not list, or that is no longer used.

    Each strategy stands on the shelf of its category; without one that exists it stands on none.

    Bad:
        category: teacher-modelling-support

    Good:
        category: teacher-modeling-support
    """
    vocabulary = context.vocabulary
    look_up = look_up_in(vocabulary.categories, vocabulary.category_names, one="category", many="categories")
    mentions = chain(listed(entry, "category"), in_own_fields(entry, "category"))
    yield from findings(mentions, look_up, lambda mention, id_: True)
