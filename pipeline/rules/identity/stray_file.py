from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pipeline.diagnostics import Severity
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.places import STRATEGIES_FOLDER, is_misplaced
from pipeline.rule import Finding, rule
from pipeline.text import Span

# Endings of text files that were probably meant to be pages.
PAGE_ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mdwn", ".mkd", ".txt", ".text"})


@rule(Library, severity=Severity.WARNING)
def stray_file(library: Library, context: Context) -> Iterator[Finding]:
    """A file among the strategy pages is not read as one, or a page is not among them.

    A page saved under another ending, or in another folder, is never published, and nobody would notice.

    Bad:
        # path: content/strategies/weekly-reflection.markdown

    Good:
        # path: content/strategies/weekly-reflection.md

    Bad:
        # path: content/strategy/weekly-reflection.md

    Good:
        # path: content/strategies/weekly-reflection.md
    """
    yield from _misplaced(filter(is_misplaced, library.strays))
    for path, reason in sorted(library.strays.items()):
        if is_misplaced(path):
            continue
        if reason == "a link":
            yield Finding(
                Span(path, 0, 0), "this is a link to another place, so it is not read", "put the file itself here"
            )
            continue
        name = PurePosixPath(path)
        stem = _without_endings(name)
        remedy = f"move it out of {STRATEGIES_FOLDER}"
        if stem != name.name:
            remedy = f"if it is a page, rename it to `{stem}.md`; else {remedy}"
        yield Finding(Span(path, 0, 0), "this file is not read: a page's name ends in `.md`", remedy)


def _misplaced(paths: Iterable[str]) -> Iterator[Finding]:
    """One finding a folder: pages there have one cause in common."""
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
    """The name without endings of text files: `check-ins.md.txt` is `check-ins`."""
    while name.suffix.lower() in PAGE_ENDINGS:
        name = name.with_suffix("")
    return name.name
