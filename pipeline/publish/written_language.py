"""The language of a strategy's text, which is that of the original where it is not translated."""

from collections.abc import Sequence

from pipeline.publish.schema.records import LibraryV1


def written_language(library: LibraryV1, languages: Sequence[str]) -> str:
    """The language of a text that is in these languages, in an edition of the library."""
    return library.language if not languages or library.language in languages else languages[0]
