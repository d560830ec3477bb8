from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.policy import PagePolicy
from pipeline.model.translated_page import TranslatedPage


@rule(TranslatedPage, severity=Severity.WARNING)
def unequal_sections(page: TranslatedPage, context: Context) -> Iterator[Finding]:
    """A translation has a section that its original lacks, or lacks one that the original has.

    Which sections a page has is part of what it says. Sections that every page must have are left to `missing-section`.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        +++
        # path: content/strategies/example.es.md
        ---
        title: Mirada a la semana
        summary: Cada estudiante repasa su semana y elige una cosa para la siguiente.
        translates: {title: 18dc5902, summary: 445ed149, overview: bd378791, classroom-example: 38d5bdc2, product-design: fc8ef3a6, resources: ab550519, references: 3e95cdce}
        ---

        ## Overview

        Los viernes, cada estudiante nombra lo que salió bien.

        ## Example: Use This Strategy in the Classroom

        Cada estudiante escribe una línea en su cuaderno.

        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Ofrece un espacio breve y privado.

        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [UDL Guidelines](https://udlguidelines.cast.org/): cómo la elección apoya a quienes aprenden.
    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        +++
        # path: content/strategies/example.es.md
        ---
        title: Mirada a la semana
        summary: Cada estudiante repasa su semana y elige una cosa para la siguiente.
        translates: {title: 18dc5902, summary: 445ed149, overview: bd378791, classroom-example: 38d5bdc2, product-design: fc8ef3a6, resources: ab550519, references: 3e95cdce}
        ---

        ## Overview

        Los viernes, cada estudiante nombra lo que salió bien.

        ## Example: Use This Strategy in the Classroom

        Cada estudiante escribe una línea en su cuaderno.

        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Ofrece un espacio breve y privado.

        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [UDL Guidelines](https://udlguidelines.cast.org/): cómo la elección apoya a quienes aprenden.

        ## References

        - Ruiz, A. (2024). Looking back. [doi:10.1000/182](https://doi.org/10.1000/182)
    """  # noqa: E501 - the disclaimers are on one line
    if not page.can_be_compared or page.entry.of_own_page:
        return
    assert page.original is not None
    there = _sections(page.original, page.policy)
    here = _sections(page.entry, page.localization.policy)
    for section in context.policy.sections:
        if section.id in here - there:
            yield Finding(page.start, f"the original has no section `{section.heading}`", "remove it, or add it there")
        elif section.id in there - here and not section.required:
            yield Finding(page.start, f"the section `{section.heading}` is missing here", "the original has it")


def _sections(entry: Entry, policy: PagePolicy) -> set[str]:
    found = (policy.section_of(heading) for heading in entry.facts.headings)
    return {section.id for section in found if section}
