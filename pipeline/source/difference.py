"""The difference between two versions of files, as `diff -u` shows it."""

import difflib
from collections.abc import Iterator, Mapping

from pipeline.source.text import Source


def unified_difference(before: Mapping[str, Source], after: Mapping[str, Source]) -> Iterator[str]:
    """The lines of a unified diff of files by path, those that are the same in both left out."""
    for path in sorted(after):
        old, new = before[path].text.split("\n"), after[path].text.split("\n")
        for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm=""):
            yield line.removesuffix("\r")
