from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import UNFINISHED
from pipeline.model.translated_page import TranslatedPage


@rule(TranslatedPage, severity=Severity.INFO)
def early_translation(page: TranslatedPage, context: Context) -> Iterator[Finding]:
    """The original of a translation is not finished.

    It will probably change again before it is published, and the translation with it.

    Bad:
        status: draft
        +++
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
    if page.original and page.original.status in UNFINISHED:
        status = page.original.status
        yield Finding(page.start, f"the original is still {'an' if status == 'idea' else 'a'} {status}", "wait with it")
