"""Texts that stand in a page until its author has replaced them, in the languages that the site speaks."""

from collections.abc import Mapping

ENGLISH = "en"
# In place of a section; `placeholder-text` prevents its publication.
PLACEHOLDERS: Mapping[str, str] = {
    ENGLISH: "TODO: write this section",
    "de": "TODO: diesen Abschnitt schreiben",
    "es": "TODO: escribir esta sección",
    "fr": "TODO: rédiger cette section",
    "ar": "TODO: اكتب هذا القسم",
}
# The heading above what an import found no place for; `unplaced-import` keeps it out of published pages.
NOT_PLACED: Mapping[str, str] = {
    ENGLISH: "Not placed by the import",
    "de": "Vom Import nicht eingeordnet",
    "es": "Sin ubicar en la importación",
    "fr": "Non placé par l’import",
    "ar": "ما لم يجد له الاستيراد مكانًا",
}
_UNPLACED = frozenset(NOT_PLACED.values())


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in the language of a tag such as `es-MX`; in English if it is in no such language."""
    return texts.get(language.partition("-")[0].lower(), texts[ENGLISH])


def is_not_placed(title: str) -> bool:
    """True for the heading above what an import found no place for, in any language."""
    return title in _UNPLACED
