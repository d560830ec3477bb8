"""Paths of the files of a library, relative to its root."""

import re
from typing import NamedTuple

CONTENT_FOLDER = "content"
STRATEGIES_FOLDER = "content/strategies"
# Pages besides those of strategies.
OWN_PAGES_FOLDER = "content/pages"
INFO_PATH = "content/library.yaml"
FACTORS_PATH = "content/vocabulary/factors.yaml"
CATEGORIES_PATH = "content/vocabulary/categories.yaml"
LEARNER_MODELS_PATH = "content/vocabulary/learner-models.yaml"
REFERENCES_PATH = "content/references.yaml"
POLICY_FOLDER = "schemas"
POLICY_PATH = f"{POLICY_FOLDER}/strategy-page.yaml"
DATA_PATHS = (INFO_PATH, FACTORS_PATH, CATEGORIES_PATH, LEARNER_MODELS_PATH, REFERENCES_PATH, POLICY_PATH)
DATA_ENDING = ".yaml"
VOCABULARY_FOLDER = "content/vocabulary"
# Folders that hold only data files.
DATA_FOLDERS = (VOCABULARY_FOLDER, "schemas")
# Ids of vocabularies of a library's own.
VOCABULARY_ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
OWN_VOCABULARY = re.compile(rf"{VOCABULARY_FOLDER}/{VOCABULARY_ID_PATTERN[1:-1]}\.yaml")
SETTINGS_PATHS = ("strategies.toml", "pyproject.toml")
# How the names of files begin that stand beside others while these are written, and what a killed run left to undo.
HIDDEN = ".strategies-"
UNDO_LOG = f"{HIDDEN}undo"
IMAGES_FOLDER = "content/images"
# The kind of image by ending; other files are not images.
IMAGE_KINDS = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "webp": "webp", "avif": "avif", "gif": "gif"}
# Files with the licence of the content, the first that names it counts.
LICENCE_PATHS = tuple(
    f"{folder}{name}{ending}"
    for folder in (f"{CONTENT_FOLDER}/", "")
    for name in ("LICENSE", "LICENCE")
    for ending in ("", ".txt", ".md")
)
TEMPLATES_FOLDER = "templates"
TRANSLATIONS_FOLDER = "translations"
STATIC_FOLDER = "static"
# A library's own CSS rules, put at the end of the one stylesheet.
OWN_STYLES = f"{STATIC_FOLDER}/theme.css"
# An icon of the library's own for the tabs of browsers, the first that is there, and the kinds of logos.
FAVICONS = ("favicon.svg", "favicon.png", "favicon.ico")
LOGO_PATTERN = (
    rf"^({STATIC_FOLDER}/[^/].*\.(svg|png|jpe?g|webp|avif|gif)|{IMAGES_FOLDER}/[^/].*\.(png|jpe?g|webp|avif|gif))$"
)
# Hidden files and folders that are published; others are those of editors, systems and version control.
SHOWN_HIDDEN = frozenset(f"{STATIC_FOLDER}/{name}" for name in (".domains", ".htaccess", ".nojekyll", ".well-known"))
# All that a check or the site reads: these folders, and these files in the root.
WATCHED_FOLDERS = (CONTENT_FOLDER, POLICY_FOLDER, TEMPLATES_FOLDER, TRANSLATIONS_FOLDER, STATIC_FOLDER)
WATCHED_FILES = (*SETTINGS_PATHS, *(path for path in LICENCE_PATHS if "/" not in path))
MARKDOWN_ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mdwn", ".mkd"})
# The tag of a language after the name of what is translated: `check-ins.pt-BR.md`. A second `.md` is none.
TRANSLATED = re.compile(r"([^./]+)\.(?!md\.)([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(\.md|\.yaml)")


class TranslationPath(NamedTuple):
    """The path of what a file translates, and into which language."""

    original: str
    language: str


def translation_path(path: str) -> TranslationPath | None:
    """What a file translates by its name; None if it is no translation of a page or a data file."""
    folder, slash, name = path.rpartition("/")
    found = TRANSLATED.fullmatch(name)
    if found is None:
        return None
    stem, language, ending = found.groups()
    original = f"{folder}{slash}{stem}{ending}"
    return TranslationPath(original, language) if _is_translatable(original) else None


def _is_translatable(path: str) -> bool:
    return (is_data(path) and path != REFERENCES_PATH) or is_page(path) or is_own_page(path)


def is_translated_list_of_works(path: str) -> bool:
    """True for `content/references.es.yaml`: works are cited in the language they are in."""
    folder, _, name = path.rpartition("/")
    found = TRANSLATED.fullmatch(name)
    return found is not None and f"{folder}/{found[1]}{found[3]}" == REFERENCES_PATH


def is_unread(path: str) -> bool:
    """True for a file in the content that somebody probably takes to be read, and is not."""
    return is_misplaced(path) or is_translated_list_of_works(path)


def translated_path(original: str, language: str) -> str:
    """The path of a translation: `content/strategies/check-ins.es.md`."""
    stem, dot, ending = original.rpartition(".")
    return f"{stem}.{language}{dot}{ending}"


def image_kind(path: str) -> str:
    """The kind of image by the name of a file; empty if it is not an image."""
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    return IMAGE_KINDS.get(ending.lower(), "") if stem else ""


def vocabulary_path(id_: str) -> str:
    """The path of the terms of a vocabulary of the library's own."""
    return f"{VOCABULARY_FOLDER}/{id_}.yaml"


def is_own_vocabulary(path: str) -> bool:
    """True for a path that the terms of a vocabulary of the library's own may have."""
    return OWN_VOCABULARY.fullmatch(path) is not None and path not in DATA_PATHS


def is_data(path: str) -> bool:
    """True for the path of a data file."""
    return path in DATA_PATHS or is_own_vocabulary(path)


def is_page(path: str) -> bool:
    """True for the path of a page."""
    return path.startswith(STRATEGIES_FOLDER + "/") and path.endswith(".md") and not _is_in_language(path)


def is_own_page(path: str) -> bool:
    """True for the path of a page besides those of strategies; false for notes to maintainers."""
    folder, name = path.rpartition("/")[::2]
    return folder == OWN_PAGES_FOLDER and name.endswith(".md") and not (_is_note(name) or _is_in_language(path))


def _is_in_language(path: str) -> bool:
    return TRANSLATED.fullmatch(path.rpartition("/")[2]) is not None


def _is_note(name: str) -> bool:
    stem = name.rpartition(".")[0]
    return stem.isupper() or stem.lower() == "readme"


def is_misplaced(path: str) -> bool:
    """True for a file that was probably meant to be a page, but is in another folder of the content.

    False for notes to maintainers such as `README.md` and `CHANGELOG.md`.
    """
    folder, name = path.rpartition("/")[::2]
    _, dot, ending = name.rpartition(".")
    inside = f"{folder}/"
    if not inside.startswith(f"{CONTENT_FOLDER}/") or inside.startswith((f"{STRATEGIES_FOLDER}/", f"{IMAGES_FOLDER}/")):
        return False
    return dot + ending.lower() in MARKDOWN_ENDINGS and not (
        _is_note(name) or is_own_page(path) or translation_path(path)
    )
