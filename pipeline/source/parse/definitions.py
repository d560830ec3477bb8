"""Link definitions such as `[label]: https://…`: lines that no reader sees unless a link uses them."""

from typing import NamedTuple

from markdown_it.common.utils import normalizeReference
from markdown_it.utils import EnvType


class Definition(NamedTuple):
    """A definition, the source lines it takes, and the lines of an earlier one of the same label if there is one."""

    label: str  # as `label_of` gives it
    lines: tuple[int, int]
    earlier: tuple[int, int] | None = None


def label_of(written: str) -> str:
    """A label in the form in which two of them are compared."""
    return normalizeReference(written)


def definitions_of(env: EnvType) -> tuple[Definition, ...]:
    """Every link definition that markdown-it met, in the order of the text."""
    first = {label: _lines(found["map"]) for label, found in env.get("references", {}).items()}
    found = [Definition(label, lines) for label, lines in first.items()]
    repeated = env.get("duplicate_refs", ())
    found += (Definition(again["label"], _lines(again["map"]), first[again["label"]]) for again in repeated)
    return tuple(sorted(found, key=lambda definition: definition.lines))


def _lines(written: list[int]) -> tuple[int, int]:
    first, stop = written
    return first, stop
