"""Editions of a bundle: that of the originals and those in further languages, each as a bundle of its own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import BinaryIO

from pipeline.publish.bundle import Bundle
from pipeline.publish.edition_paths import path_in, path_of_edition
from pipeline.publish.schema.manifest import ManifestFileV1, ManifestV1


def languages_of(manifest: ManifestV1) -> list[str]:
    """The further languages of a bundle."""
    return [edition.library.language for edition in manifest.languages]


class EditionBundle:
    """The files of a bundle in one language, by their paths within that edition."""

    def __init__(self, whole: Bundle, language: str, languages: Collection[str]) -> None:
        self.name, self._whole, self.language = whole.name, whole, language
        found = {path_of_edition(language, path, languages) for path in whole.paths}
        self.paths = frozenset(path for path in found if path is not None)
        self.oddities: Mapping[str, str] = {}

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._whole.read(path_in(self.language, path))

    def stream(self, path: str) -> BinaryIO:
        """A file to be read piece by piece."""
        return self._whole.stream(path_in(self.language, path))


def editions_of(bundle: Bundle, manifest: ManifestV1) -> Iterator[tuple[str, Bundle, ManifestV1]]:
    """Each edition of a bundle: its language, its files and its manifest. That of the originals comes first."""
    languages = languages_of(manifest)
    if not languages:
        yield "", bundle, manifest
        return
    yield "", EditionBundle(bundle, "", languages), _manifest(manifest, "", languages)
    for edition in manifest.languages:
        language = edition.library.language
        own = _manifest(manifest, language, languages).model_copy(
            update={"library": edition.library, "disclaimers": edition.disclaimers, "site": edition.site}
        )
        yield language, EditionBundle(bundle, language, languages), own


def _manifest(manifest: ManifestV1, language: str, languages: Sequence[str]) -> ManifestV1:
    found = ((path_of_edition(language, file.path, languages), file) for file in manifest.files)
    files = [ManifestFileV1(path=path, bytes=file.bytes, sha256=file.sha256) for path, file in found if path]
    return manifest.model_copy(update={"languages": [], "files": sorted(files, key=lambda file: file.path)})
