"""Paths of editions: the files of a library's further languages, each in a folder of that name below that of a format.

One mapping of paths is all that tells an edition from a library of its own: `json/strategies.json` of the edition in
Spanish stands at `json/es/strategies.json`. Files at the top and schemas are for all editions.
"""

from collections.abc import Collection

# The folder whose files are for all editions.
SHARED = "schemas"


def path_in(language: str, path: str) -> str:
    """Where a file of an edition stands; `language` is empty for that of the originals."""
    folder, slash, rest = path.partition("/")
    return f"{folder}/{language}/{rest}" if language and slash and folder != SHARED else path


def path_of_edition(language: str, path: str, languages: Collection[str]) -> str | None:
    """The path of a file within an edition; None if it belongs to another one. `languages` are the further ones."""
    folder, slash, rest = path.partition("/")
    if not slash or folder == SHARED:
        return path
    first, slash, inside = rest.partition("/")
    if slash and first in languages:
        return f"{folder}/{inside}" if first == language else None
    return None if language else path
