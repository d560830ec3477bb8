from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import factor_meant
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library


@rule(Library, severity=Severity.INFO)
def unused_factor(library: Library, context: Context) -> Iterator[Finding]:
    """A factor is listed in the vocabulary and no published strategy supports it.

    Readers who look under this factor find an empty shelf.

    Bad:
        # path: content/vocabulary/factors.yaml
        - {id: attention, name: Attention, definition: What helps a learner.}
        - {id: civic-mindedness, name: Civic Mindedness, definition: What helps a learner.}
        - {id: curiosity, name: Curiosity, definition: What helps a learner.}
        - {id: emotion, name: Emotion, definition: What helps a learner.}
        - {id: handwriting, name: Handwriting, definition: What helps a learner.}
        - {id: motivation, name: Motivation, definition: What helps a learner.}
        - {id: sense-of-belonging, name: Sense of Belonging, definition: What helps a learner.}
        - {id: vision, name: Vision, definition: What helps a learner.}

    Good:
        # path: content/vocabulary/factors.yaml
        - {id: attention, name: Attention, definition: What helps a learner.}
        - {id: civic-mindedness, name: Civic Mindedness, definition: What helps a learner.}
        - {id: curiosity, name: Curiosity, definition: What helps a learner.}
        - {id: emotion, name: Emotion, definition: What helps a learner.}
        - {id: motivation, name: Motivation, definition: What helps a learner.}
        - {id: sense-of-belonging, name: Sense of Belonging, definition: What helps a learner.}
        - {id: vision, name: Vision, definition: What helps a learner.}
    """
    published = [entry for entry in library.entries if entry.status == "published"]
    if not published or not all(entry.readable for entry in library.entries):
        return  # an unreadable page may use the factor
    named = {factor for entry in published for factor in entry.facts.texts("factors")}
    meant = (factor_meant(library.vocabulary, name) for name in named)
    used = {suggestion.id for suggestion in meant if suggestion}
    for factor in library.vocabulary.factors:
        if not factor.deprecated and factor.id not in used:
            yield Finding(
                library.vocabulary.factors.spans[factor.id],
                f"no published strategy supports `{factor.id}`",
                "list it in the `factors` of a strategy that supports it, or leave it until there is one",
            )
