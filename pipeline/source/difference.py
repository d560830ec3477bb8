"""The difference between two versions of files, as `diff -u` shows it, or as edits of lines."""

import difflib
from collections.abc import Iterator, Mapping
from itertools import pairwise

from pipeline.source.text import LINE_ENDING, Edit, Source


def unified_difference(before: Mapping[str, Source], after: Mapping[str, Source]) -> Iterator[str]:
    """The lines of a unified diff of files by path, those that are the same in both left out."""
    for path in sorted(after):
        old, new = before[path].text.split("\n"), after[path].text.split("\n")
        for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm=""):
            yield line.removesuffix("\r")


def line_edits(before: Source, after: Source, *, keep_endings: bool = False) -> Iterator[Edit]:
    """Edits of only the lines that differ; with `keep_endings`, not of those that have another ending only."""
    old, new = _lines(before), _lines(after)
    starts = [*before.line_starts, len(before.text)]
    one, other = ([LINE_ENDING.sub("\n", line) if keep_endings else line for line in each] for each in (old, new))
    for kind, first, last, begin, end in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(before.span(starts[first], starts[last]), "".join(new[begin:end]))


def _lines(source: Source) -> list[str]:
    starts = [*source.line_starts, len(source.text)]
    return [source.text[start:end] for start, end in pairwise(starts)]
