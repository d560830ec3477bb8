"""Where it is said that a file has no words in one of the library's languages."""

from pipeline.model.localization import Localization
from pipeline.source.paths import INFO_PATH
from pipeline.source.text import Span


def place_of(path: str, localization: Localization) -> Span:
    """The start of a translated file if there is one, else of the file that lists the language."""
    return Span(path if any(file.path == path for file in localization.files) else INFO_PATH, 0, 0)
