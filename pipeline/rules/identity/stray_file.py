from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.diagnostics import Severity
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.places import STRATEGIES_FOLDER
from pipeline.rule import Finding, rule
from pipeline.text import Span

# Endings of text files that were probably meant to be pages.
PAGE_ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mdwn", ".mkd", ".txt", ".text"})


@rule(Library, severity=Severity.WARNING)
def stray_file(library: Library, context: Context) -> Iterator[Finding]:
    """A file among the strategy pages is not read as one.

    A page saved under another ending is never published, and nobody would notice.

    Bad:
        # path: content/strategies/weekly-reflection.markdown

    Good:
        # path: content/strategies/weekly-reflection.md
    """
    for path in sorted(library.strays):
        name = PurePosixPath(path)
        stem = _without_endings(name)
        remedy = f"move it out of {STRATEGIES_FOLDER}"
        if stem != name.name:
            remedy = f"if it is a page, rename it to `{stem}.md`; else {remedy}"
        yield Finding(Span(path, 0, 0), "this file is not read: a page's name ends in `.md`", remedy)


def _without_endings(name: PurePosixPath) -> str:
    """The name without endings of text files: `check-ins.md.txt` is `check-ins`."""
    while name.suffix.lower() in PAGE_ENDINGS:
        name = name.with_suffix("")
    return name.name
