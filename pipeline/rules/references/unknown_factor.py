from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.vocabulary import FACTORS_PATH
from pipeline.rule import Finding, rule


@rule(Library, required=True)
def unknown_factor(library: Library, context: Context) -> Iterator[Finding]:
    """A page names a factor that the vocabulary does not list.

    Readers find strategies by factor; a misspelled one makes the page vanish from its shelf.

    Bad:
        factors: [sense-of-belongin]

    Good:
        factors: [sense-of-belonging]
    """
    for entry in library.entries:
        for value in entry.values("factors"):
            if not context.vocabulary.factors.knows(value.text):
                meant = library.factor_names.suggest(value.text)
                words = f"unknown factor `{value.text}`" + (f"; did you mean `{meant.id}`?" if meant else "")
                yield Finding(value.span, words, f"factors are listed in {FACTORS_PATH}", about=(FACTORS_PATH,))
