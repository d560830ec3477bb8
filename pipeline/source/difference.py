"""The difference between two versions of files: as `git apply` takes it, or as edits of lines."""

import difflib
from collections.abc import Iterator, Mapping
from itertools import pairwise

from pipeline.source.text import LINE_ENDING, Edit, Source

NOWHERE = "/dev/null"
UNFINISHED = "\\ No newline at end of file\n"


def difference(
    before: Mapping[str, Source], after: Mapping[str, Source], moved: Mapping[str, str] | None = None
) -> str:
    """A patch from files by path to others; `moved` maps old names of files to new ones.

    A path that is only in one of the two is that of a file that goes or comes. What is the same is left out.
    """
    targets = moved or {}
    names = {target: path for path, target in targets.items()}
    parts = list[str]()
    for path in sorted((before.keys() | after.keys()) - targets.keys()):
        old = names.get(path, path)
        parts += _of_file((old, before.get(old)), (path, after.get(path)))
    return "".join(parts)


def _of_file(old: tuple[str, Source | None], new: tuple[str, Source | None]) -> Iterator[str]:
    (old_path, former), (path, source) = old, new
    if (former, old_path) == (source, path):
        return
    if former is None or source is None or old_path != path:
        yield f"diff --git {_name('a', old_path)} {_name('b', path)}\n"
    if former is None:
        yield "new file mode 100644\n"
    elif source is None:
        yield "deleted file mode 100644\n"
    elif old_path != path:
        yield f"rename from {_name('', old_path)}\nrename to {_name('', path)}\n"
    heads = _name("a", old_path) if former else NOWHERE, _name("b", path) if source else NOWHERE
    lines = difflib.unified_diff(_lines(former), _lines(source))
    for number, line in enumerate(lines):
        if number < 2:
            end = "\t" if " " in heads[number] else ""
            yield f"{line[:3]} {heads[number]}{end}\n"
        else:
            yield line if line.endswith("\n") else f"{line}\n{UNFINISHED}"


def _name(side: str, path: str) -> str:
    """A path in the head of a patch, with its odd characters escaped as git does it."""
    name = f"{side}/{path}" if side else path
    if not any(each in '"\\' or each < " " or each == "\x7f" for each in name):
        return name
    escaped = (f"\\{each}" if each in '"\\' else f"\\{ord(each):03o}" if each < " " else each for each in name)
    return f'"{"".join(escaped)}"'


def _lines(source: Source | None) -> list[str]:
    """Lines with their ends; git knows only line feeds."""
    *lines, last = source.text.split("\n") if source else [""]
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def line_edits(before: Source, after: Source, *, keep_endings: bool = False) -> Iterator[Edit]:
    """Edits of only the lines that differ; with `keep_endings`, not of those that have another ending only."""
    old, new = _with_endings(before), _with_endings(after)
    starts = [*before.line_starts, len(before.text)]
    one, other = ([LINE_ENDING.sub("\n", line) if keep_endings else line for line in each] for each in (old, new))
    for kind, first, last, begin, end in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(before.span(starts[first], starts[last]), "".join(new[begin:end]))


def _with_endings(source: Source) -> list[str]:
    starts = [*source.line_starts, len(source.text)]
    return [source.text[start:end] for start, end in pairwise(starts)]
