from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.translations._place import place_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.source.paths import POLICY_PATH, translated_path


@rule(Library, severity=Severity.WARNING)
def untranslated_disclaimer(library: Library, context: Context) -> Iterator[Finding]:
    """A disclaimer has no words in one of the library's languages.

    It is there so that readers understand it; until it is translated, they get the original words.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0

    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        +++
        # path: schemas/strategy-page.es.yaml
        disclaimers:
          videos: Los vídeos son ejemplos de estrategias en acción, no recomendaciones de productos.
          resources: Estos recursos son posibles representaciones de la estrategia, no recomendaciones.
    """
    for localization in library.localizations:
        path = translated_path(POLICY_PATH, localization.language)
        missing = [
            each.id for each in library.policy.disclaimers if f"disclaimers {each.id}" not in localization.translated
        ]
        if missing:
            names = ", ".join(f"`{id_}`" for id_ in missing)
            message = f"no words in `{localization.language}` for the disclaimers {names}"
            yield Finding(place_of(path, localization), message, f"write them below `disclaimers` in {path}")
