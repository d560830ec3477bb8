"""The difference of two texts word by word."""

import re
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from pipeline.model.word_difference import around_changes, changes
from pipeline.publish.schema.difference import WordsV1

# Words shown on either side of a change.
AROUND = 6
# Above this many pairs two texts are shown as wholly different: to compare them would take long.
MOST_PAIRS = 4_000_000

# A word; in scripts that put no spaces between words (Thai, Chinese, Japanese), each character counts as one.
UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")

Op = Literal["keep", "remove", "add"]


def difference(old: str, new: str) -> list[WordsV1]:
    """What stays, goes and comes, paragraph by paragraph and then word by word. Empty when nothing differs."""
    steps = [step for step in _steps(_paragraphs(old), _paragraphs(new)) if step[1]]
    last = len(steps) - 1
    if all(op == "keep" for op, _ in steps):
        return []
    return [
        WordsV1(
            op=op, text=" ".join(around_changes(words, AROUND, first=n == 0, last=n == last) if op == "keep" else words)
        )
        for n, (op, words) in enumerate(steps)
    ]


def similarity(old: str, new: str) -> float:
    """How many of the words two texts share in the same order, from 0 to 1."""
    return SequenceMatcher(None, WORD.findall(old), WORD.findall(new), autojunk=False).ratio()


def likeness(old: str, new: str) -> float:
    """How many of the letters two names share in the same order, from 0 to 1."""
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _paragraphs(text: str) -> list[tuple[str, ...]]:
    return [tuple(paragraph.split()) for paragraph in text.split("\n\n")]


def _steps(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> list[tuple[Op, list[str]]]:
    """Paragraphs that stay as they are, words of the others; neighbours of one kind are joined."""
    steps: list[tuple[Op, list[str]]] = []
    for tag, i, j, k, m in _opcodes(old, new):
        before = [word for paragraph in old[i:j] for word in paragraph]
        after = [word for paragraph in new[k:m] for word in paragraph]
        for op, words in [("keep", before)] if tag == "equal" else _word_steps(before, after):
            if steps and steps[-1][0] == op:
                steps[-1][1].extend(words)
            else:
                steps.append((op, list(words)))  # type: ignore[arg-type]
    return steps


def _word_steps(old: list[str], new: list[str]) -> Iterator[tuple[Op, list[str]]]:
    for tag, i, j, k, m in _opcodes(old, new):
        if tag == "equal":
            yield "keep", old[i:j]
            continue
        yield "remove", old[i:j]
        yield "add", new[k:m]


def _opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return changes(old, new)
