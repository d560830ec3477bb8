"""Makes failing input small: takes out files, then lines, as long as it fails in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from .exports import tried
from .libraries import Made
from .losses import losses

Item = TypeVar("Item")
# Trials of one reduction: after so many the rest is small enough to be read.
TRIALS = 250


class Budget:
    """Counts trials; beyond the last one nothing fails any more."""

    def __init__(self, trials: int = TRIALS) -> None:
        self.left = trials

    def spend(self) -> bool:
        """True while there is a trial left."""
        self.left -= 1
        return self.left >= 0


def reduced(items: Sequence[Item], fails: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """A part of the items with which it still fails: halves are taken out, then quarters, down to single ones."""
    kept = list(items)
    size = max(1, len(kept) // 2)
    while kept:
        for start in reversed(range(0, len(kept), size)):
            fewer = kept[:start] + kept[start + size :]
            if fails(fewer):
                kept = fewer
        if size == 1:
            return kept
        size = max(1, size // 2)
    return kept


def reduced_page(page: str, where: str, kind: str) -> str:
    """The page without lines, then without words, that are not needed for a loss of a kind."""
    budget = Budget()

    def loses(text: str) -> bool:
        return budget.spend() and any((loss.where, loss.kind) == (where, kind) for loss in losses([text]))

    lines = reduced(page.splitlines(keepends=True), lambda some: loses("".join(some)))
    for index, line in enumerate(lines):
        rest = ("".join(lines[:index]), "".join(lines[index + 1 :]))
        words = reduced(line.split(" "), lambda some, rest=rest: loses(" ".join(some).join(rest)))  # type: ignore[misc]
        lines[index] = " ".join(words)
    return "".join(lines)


def reduced_library(made: Made, kind: str, folder: Path, *, search: bool = False) -> tuple[Made, str]:
    """The library with as few odd pages, pages, other files and lines as a fault of a kind needs; and its message."""
    budget = Budget()

    def fails(some: Made) -> bool:
        return budget.spend() and (fault := tried(some, folder, search=search).fault) is not None and fault.kind == kind

    for part in (_plain_pages, _neighbourhood, _fewer_files):
        made = part(made, fails)
    for path in sorted(made.odd | {path for path in made.files if path.endswith((".yaml", ".toml"))}):
        made = _fewer_lines(made, path, fails)
    fault = tried(made, folder, search=search).fault
    return made, fault.message if fault else "it went wrong once, but not again"


def _plain_pages(made: Made, fails: Callable[[Made], bool]) -> Made:
    odd = sorted(made.odd)
    kept = reduced(odd, lambda some: fails(made.plainly(set(odd).difference(some))))
    return made.plainly(set(odd).difference(kept))


def _neighbourhood(made: Made, fails: Callable[[Made], bool]) -> Made:
    """Only the odd pages and those that they name, if that is enough."""
    named, texts = set(made.odd), [made.files[path] for path in made.odd]
    for path in made.pages:
        if any(Path(path).stem.encode() in text for text in texts):
            named.add(path)
    fewer = made.without(set(made.pages) - named)
    return fewer if fails(fewer) else made


def _fewer_files(made: Made, fails: Callable[[Made], bool]) -> Made:
    paths = sorted(made.files, key=lambda path: path in made.pages)
    kept = reduced(paths, lambda some: fails(made.without(set(paths).difference(some))))
    return made.without(set(paths).difference(kept))


def _fewer_lines(made: Made, path: str, fails: Callable[[Made], bool]) -> Made:
    def with_lines(lines: Sequence[bytes]) -> Made:
        return replace(made, files=made.files | {path: b"".join(lines)})

    lines = made.files[path].splitlines(keepends=True)
    return with_lines(reduced(lines, lambda some: fails(with_lines(some))))


def suspects(made: Made, message: str) -> Iterator[str]:
    """Odd pages whose ids stand in a message."""
    for path in made.odd:
        if Path(path).stem in message:
            yield path
