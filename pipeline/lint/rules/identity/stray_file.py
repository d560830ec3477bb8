from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.source.paths import (
    IMAGES_FOLDER,
    POLICY_PATH,
    REFERENCES_PATH,
    STRATEGIES_FOLDER,
    image_kind,
    is_misplaced,
    is_own_vocabulary,
    is_translated_list_of_works,
)
from pipeline.source.text import Span

# Endings of text files that were probably meant to be pages.
PAGE_ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mdwn", ".mkd", ".txt", ".text"})
# Endings of images that some browsers cannot show, or that may hold scripts.
PICTURE_ENDINGS = frozenset(
    {".svg", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".jxl", ".jfif", ".ico", ".psd", ".apng"}
)


@rule(Library, severity=Severity.WARNING)
def stray_file(library: Library, context: Context) -> Iterator[Finding]:
    """A file among the strategy pages or the images is neither, or a page is not among the pages.

    A page or an image saved under another ending, or in another folder, is never published, and nobody would notice.
    Nor is a list of works in another language: there is one list, in `content/references.yaml`.

    Bad:
        # path: content/strategies/weekly-reflection.markdown

    Good:
        # path: content/strategies/weekly-reflection.md

    Bad:
        # path: content/strategy/weekly-reflection.md

    Good:
        # path: content/strategies/weekly-reflection.md
    """
    yield from _unnamed(library)
    yield from _misplaced(filter(is_misplaced, library.strays))
    for path in sorted(library.strays):
        if is_translated_list_of_works(path):
            yield Finding(
                Span(path, 0, 0),
                "this file is not read: works are cited in the language they are in",
                f"move what is new in it to {REFERENCES_PATH}, and remove the file",
            )
            continue
        if is_misplaced(path) or is_own_vocabulary(path):
            continue
        name = PurePosixPath(path)
        stem = _without_endings(name)
        remedy = f"move it out of {STRATEGIES_FOLDER}"
        if stem != name.name:
            remedy = f"if it is a page, rename it to `{stem}.md`; else {remedy}"
        yield Finding(Span(path, 0, 0), "this file is not read: a page's name ends in `.md`", remedy)
    shown_images = {picture for entry in library.texts for picture in entry.facts.pictures}
    for path in sorted(library.images):
        if not image_kind(path) and path not in shown_images:  # else a `missing-image`
            yield Finding(Span(path, 0, 0), *_image_words(path))


def _unnamed(library: Library) -> Iterator[Finding]:
    """Report lists of terms that the house rules do not name."""
    for path in sorted(filter(is_own_vocabulary, () if library.policy_broken else library.strays)):
        id_ = PurePosixPath(path).stem
        yield Finding(
            Span(path, 0, 0),
            "this file is not read: the house rules name no such vocabulary",
            f"add `- {{id: {id_}, one: …, many: …}}` to `vocabularies` in {POLICY_PATH}, or remove the file",
        )


def _image_words(path: str) -> tuple[str, str]:
    ending = PurePosixPath(path).suffix.lower()
    if ending == ".md":
        return "this file is not read: pages stand in `content/strategies`", f"move it to {STRATEGIES_FOLDER}"
    message = "this file is not published: an image's name ends in `.png`, `.jpg`, `.webp`, `.avif` or `.gif`"
    if ending in PICTURE_ENDINGS:
        return message, f"save it as one of these, or move it out of {IMAGES_FOLDER}"
    return message, f"move it out of {IMAGES_FOLDER}"


def _misplaced(paths: Iterable[str]) -> Iterator[Finding]:
    """Report misplaced pages, with one finding for each folder."""
    folders: dict[str, list[str]] = {}
    for path in sorted(paths):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    for folder, (first, *others) in folders.items():
        which = f"this page and {len(others)} more in {folder} are" if others else "this page is"
        yield Finding(
            Span(first, 0, 0),
            f"{which} not read: pages are in {STRATEGIES_FOLDER}",
            f"move it to {STRATEGIES_FOLDER}, or out of content if it is no page",
            about=(first, *others),
        )


def _without_endings(name: PurePosixPath) -> str:
    """A name without the endings of text files: `check-ins` for `check-ins.md.txt`."""
    while name.suffix.lower() in PAGE_ENDINGS:
        name = name.with_suffix("")
    return name.name
