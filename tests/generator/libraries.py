"""Whole libraries: vocabulary, house rules, settings, images and pages, as plain files."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from conftest import LIBRARY

from pipeline.source.paths import (
    IMAGES_FOLDER,
    INFO_PATH,
    STATIC_FOLDER,
    STRATEGIES_FOLDER,
)

from .fronts import fields, spiced
from .house import House, default_policy
from .pages import assembled, plain_page
from .pieces import maybe, phrase
from .regulations import changed_policy, info, settings
from .vocabularies import IDS, Files, dumped, vocabulary
from .works import works

PNG = (LIBRARY / IMAGES_FOLDER / "circle.png").read_bytes()

IMAGE_NAMES = [
    "circle.png",
    "a b.jpg",
    "Ünï.webp",
    "u\u0308.gif",
    "50%.png",
    "a%20b.png",
    "a#b.png",
    "what?.png",
    "a&b.avif",
    "it's.png",
    '"q".png',
]

IMAGE_NAMES += [
    "sub/deep/x.png",
    "CON.png",
    "UP.PNG",
    "漢字.png",
    "(1).png",
    "a,b;c=d.png",
    "dot.",
    "x.svg",
    "x.html",
    "x.jpeg",
    "a\\b.png",
    "a\nb.png",
]

IMAGE_NAMES += [
    "a:b.png",
    " lead.png",
    "trail .png",
    "~x.png",
    "+.png",
    "x" * 120 + ".png",
    "a*b.png",
    "index.html",
    "[x].png",
    "<b>.png",
]


@dataclass(frozen=True)
class Made:
    """A generated library: its files by path, and for each page one of the same id without anything odd."""

    files: Files
    plain: Files

    @property
    def pages(self) -> list[str]:
        """Paths of the pages."""
        return sorted(path for path in self.files if path.startswith(STRATEGIES_FOLDER + "/"))

    def without(self, paths: set[str]) -> Made:
        """The library without some files."""
        return replace(self, files={path: data for path, data in self.files.items() if path not in paths})

    def plainly(self, paths: set[str]) -> Made:
        """The library with plain pages in place of some."""
        return replace(self, files=self.files | {path: self.plain[path] for path in paths})

    @property
    def odd(self) -> set[str]:
        """Paths of pages that are not the plain ones."""
        return {path for path in self.pages if self.files[path] != self.plain.get(path)}


def library(chance: random.Random, most: int = 60) -> Made:
    """One library; its files may have faults."""
    odd = maybe(chance, 60)
    files: Files = {}
    factors, categories, models = vocabulary(chance, files, odd=odd)
    policy = changed_policy(chance, files) if odd and maybe(chance, 40) else default_policy()
    files[INFO_PATH] = dumped(chance, info(chance, odd=odd))
    if odd and maybe(chance, 50):
        files["strategies.toml"] = settings(chance).encode()
    images = _images(chance, files) if maybe(chance, 60) else ()
    if odd and maybe(chance, 15):
        files[
            f"{STATIC_FOLDER}/{chance.choice(['x.txt', 'a b.pdf', 'robots.txt', 'Ü.txt', 'deep/er/y.html', 'x.md'])}"
        ] = b"static"
    cited = works(chance, files, odd=odd) if maybe(chance, 70) else ()
    count = chance.choice([0, 0, 1, 2, *range(1, most + 1, 2)]) if maybe(chance, 30) else most
    names = _names(chance, count)
    house = House(policy, factors, categories, models, (), images, cited)
    plain: Files = {}
    _pages(chance, (files, plain), names, house)
    return Made(files, plain)


def _names(chance: random.Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        usual = re.sub(r"[^a-z0-9]+", "-", f"{phrase(chance, 1, 3)} {chance.randint(0, 999)}".lower())
        names[chance.choice(IDS) if maybe(chance, 2) else usual] = None
    return list(names)


def _pages(chance: random.Random, files: tuple[Files, Files], names: list[str], house: House) -> None:
    said = {}
    for name in names:
        near = tuple(other for other in chance.sample(names, min(len(names), 4)) if other != name)
        title = spiced(chance, f"{name.replace('-', ' ').title()[:70]} {len(said)}", 10)
        said[name] = fields(chance, replace(house, others=near), title)
    published = [name for name in names if said[name]["status"] == "published"]
    for name in names:
        # What leads to a page that is not published is a fault: a few are enough.
        known = names if maybe(chance, 2) else published
        others = tuple(other for other in known if other != name)
        related = said[name]["related"]
        assert isinstance(related, list)
        said[name]["related"] = [other for other in related if other in others]
        if said[name]["status"] == "retired" and others and maybe(chance, 60):
            said[name]["replaced_by"] = chance.choice(others if maybe(chance, 80) else names)
        folder = chance.choice(["", "", "", "", "one/", "One Two/", "ü/x/"])
        pictures = () if folder else house.images
        text = assembled(chance, replace(house, others=others[:8], images=pictures), said[name])
        path = f"{STRATEGIES_FOLDER}/{folder}{name}.md"
        files[0][path] = text.encode("utf-8", "surrogateescape")
        files[1][path] = plain_page(chance, house, said[name]).encode()


def _images(chance: random.Random, files: Files) -> tuple[str, ...]:
    names = ["circle.png", *chance.sample(IMAGE_NAMES, chance.choice((0, 0, 1, 2, 4)))]
    for name in names:
        files[f"{IMAGES_FOLDER}/{name}"] = chance.choice(
            [PNG] * 9 + [b"", b"<html><script>", b"version https://git-lfs.github.com/spec/v1\n"]
        )
    return tuple(dict.fromkeys(names))
