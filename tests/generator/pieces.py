"""Pieces of real pages: paragraphs, lists, faulty fragments, examples of the CommonMark specification."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from commonmark_examples import examples
from conftest import HERE, LIBRARY
from examples import GOOD_PAGE, KEY, SEPARATOR

from pipeline.lint.rule import all_rules

CONTENT = HERE.parent / "content" / "strategies"
CASES = HERE / "cases" / "rules"
# An empty line, or several.
EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
# References to other pages, to terms and to works: a generated library has its own.
OURS = re.compile(r"\[([^\]]*)\]\((?:factor|strategy|reference):[^)]*\)")
# Words in plain sentences.
WORD = re.compile(r"[A-Za-z]{3,12}")
# The addresses in most examples of the specification.
SHORT_ADDRESS = re.compile(r"/(?=ur[il]\b)")


def body_of(page: str) -> str:
    """What stands below the front matter."""
    return page.partition("\n---\n")[2] if page.startswith("---") else page


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def blocks_of(body: str) -> Iterator[str]:
    """The blocks of a body between empty lines, without headings of sections."""
    for block in EMPTY_LINES.split(body):
        if block.strip() and not block.startswith("## "):
            yield block.strip("\n")


@cache
def paragraphs() -> tuple[str, ...]:
    """Plain paragraphs of the real library and of the test library, without references to other pages."""
    pages = [*sorted(CONTENT.glob("*.md")), *sorted((LIBRARY / "content" / "strategies").glob("*.md"))]
    found = [OURS.sub(r"\1", block) for page in pages for block in blocks_of(body_of(read(page)))]
    return tuple(dict.fromkeys(block for block in found if block[0].isalpha() and len(block) > 60))


@cache
def lists() -> tuple[str, ...]:
    """Lists of the real library, those of resources and citations among them."""
    found = [block for page in sorted(CONTENT.glob("*.md")) for block in blocks_of(body_of(read(page)))]
    return tuple(OURS.sub(r"\1", block) for block in found if block.startswith("- "))


@cache
def odd_blocks() -> tuple[str, ...]:
    """Blocks that only the pages of cases have, and the fragments in docstrings of rules: near some fault."""
    usual = set(blocks_of(body_of(GOOD_PAGE)))
    cases = [block for page in sorted(CASES.glob("*/*.md")) for block in blocks_of(body_of(read(page)))]
    documented = [rule.documentation for rule in all_rules()]
    fragments = [
        fragment
        for words in documented
        for example in (*words.bad, *words.good)
        for fragment in SEPARATOR.split(example + "\n")
        if not fragment.startswith(("---", "#")) and not KEY.match(fragment)
    ]
    found = dict.fromkeys(OURS.sub(r"\1", block) for block in (*cases, *fragments))
    return tuple(block for block in found if block not in usual)


@cache
def specification() -> tuple[str, ...]:
    """The examples of the CommonMark specification, their short addresses made whole."""
    return tuple(SHORT_ADDRESS.sub("https://example.org/", example.markdown.strip("\n")) for example in examples())


@cache
def words() -> tuple[str, ...]:
    """Plain words of the real library."""
    return tuple(sorted({word.lower() for text in paragraphs() for word in WORD.findall(text)}))


def phrase(chance: random.Random, least: int = 1, most: int = 6) -> str:
    """A few plain words."""
    return " ".join(chance.choice(words()) for _ in range(chance.randint(least, most)))


def sentence(chance: random.Random, least: int = 4, most: int = 12) -> str:
    """A few plain words with a capital and a full stop."""
    return phrase(chance, least, most).capitalize() + "."


def maybe(chance: random.Random, of_hundred: float) -> bool:
    """True so many times of a hundred."""
    return chance.random() * 100 < of_hundred
