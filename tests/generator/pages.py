"""Whole pages: front matter and body, and what other programs do to a file."""

from __future__ import annotations

import random
from dataclasses import replace

import yaml

from .bodies import body
from .fronts import Fields, fields, spiced, written
from .house import House
from .pieces import maybe, phrase

BOM = "\ufeff"


# Of a hundred pages so many have nothing odd.
PLAIN = 10


def page(chance: random.Random, house: House) -> str:
    """One page; most have something odd, many are good all the same."""
    number = chance.randint(0, 10**9)
    title = spiced(chance, f"{phrase(chance, 1, 4).title()} {number}", 10)
    return assembled(chance, house, fields(chance, house, title))


def assembled(chance: random.Random, house: House, said: Fields) -> str:
    """The page that says this of itself."""
    declared = said["factors"]
    assert isinstance(declared, list)
    text = (
        written(chance, said)
        + chance.choice(["\n", "\n", "", "\n\n"])
        + body(chance, replace(house, declared=tuple(declared)), plain=maybe(chance, PLAIN))
    )
    return saved(chance, text)


def plain_page(chance: random.Random, house: House, said: Fields) -> str:
    """A page without anything odd that says the same of itself."""
    front = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10**6, default_style="'")
    return f"---\n{front}---\n\n{body(chance, house, plain=True)}"


def saved(chance: random.Random, text: str) -> str:
    """The text as some editor saves it."""
    if maybe(chance, 4):
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    if maybe(chance, 3):
        text = BOM + text
    if maybe(chance, 2):
        text = "".join(line.rstrip("\n") + "  \n" for line in text.splitlines(keepends=True))
    if maybe(chance, 0.5):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(["\x00", "\udcff", "\u202e", "\x1b[31m", "\ufffe", "\U000e0041"]) + text[at:]
    return text
