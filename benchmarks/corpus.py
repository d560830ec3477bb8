"""Generates a library of any size from a seed, like the real one: `python -m benchmarks.corpus FOLDER COUNT`.

Each page has the shape and size of a real one, with sentences of all of them, other words, and relations, links,
videos and resources of its own. No paragraph except a disclaimer appears on two pages, so caching one gains nothing.
"""

import argparse
import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.prose import STRATEGY, Sentence
from benchmarks.shapes import Originals, Shape, read_originals

CONTENT = Path(__file__).parent.parent / "content"
SEED = 20261124
# Each page is related to the pages that are so many places before and after it, and to some others of its block.
RELATED_STEPS = (1, 3)
BLOCK = 20
# With fewer words to exchange, a paragraph might be the same as on another page.
LEAST_SLOTS = 6
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


@dataclass(frozen=True, slots=True)
class Name:
    """Id and title of a page, for links to it."""

    id: str
    title: str


def generate(folder: Path, count: int, seed: int = SEED) -> None:
    """Write a library of `count` published strategies to an empty folder; the same seed gives the same bytes."""
    originals = read_originals(CONTENT)
    (folder / "content").mkdir(parents=True)
    shutil.copytree(CONTENT / "vocabulary", folder / "content" / "vocabulary")
    for name in ("library.yaml", "references.yaml"):
        shutil.copy(CONTENT / name, folder / "content" / name)
    pages = folder / "content" / "strategies"
    pages.mkdir()
    names = [_name(number, seed, originals) for number in range(count)]
    for number, related in enumerate(relations(count, seed)):
        chance = _chance("page", number, seed)
        page = Page(originals, chance, [names[other] for other in related])
        text = page.write(names[number].title, originals.shapes[number % len(originals.shapes)])
        (pages / f"{names[number].id}.md").write_text(text, encoding="utf-8", newline="\n")


def relations(count: int, seed: int = SEED) -> list[list[int]]:
    """For each of `count` pages the numbers of four to six related ones nearby; each relation goes both ways."""
    related: list[set[int]] = [set() for _ in range(count)]

    def relate(one: int, other: int) -> None:
        if one != other:
            related[one].add(other)
            related[other].add(one)

    for number in range(count):
        for step in RELATED_STEPS:
            relate(number, (number + step) % count)
    for start in range(0, count, BLOCK):
        chance = _chance("block", start, seed)
        members = list(range(start, min(start + BLOCK, count)))
        for _ in range(2):
            chance.shuffle(members)
            for one, other in zip(members[::4], members[1::4], strict=False):
                relate(one, other)
    return [_chance("order", number, seed).sample(sorted(others), len(others)) for number, others in enumerate(related)]


def _chance(what: str, number: int, seed: int) -> random.Random:
    return random.Random(f"{seed} {what} {number}")  # noqa: S311 - repeatable on purpose


def _name(number: int, seed: int, originals: Originals) -> Name:
    chance = _chance("name", number, seed)
    words = [chance.choice(originals.words.plain).capitalize() for _ in range(chance.choice((1, 2, 2, 3)))]
    title = f"{' '.join(words)} {number + 1}"
    return Name(re.sub(r"[^a-z0-9]+", "-", title.lower()), title)


class Page:
    """Writes one page."""

    def __init__(self, originals: Originals, chance: random.Random, related: list[Name]) -> None:
        self.originals = originals
        self.words = originals.words
        self.chance = chance
        self.related = related
        self.factors: dict[str, None] = {}

    def write(self, title: str, shape: Shape) -> str:
        """The complete text of the page."""
        body = "\n\n".join(
            [
                "## Overview",
                *(self._overview(kinds, shape) for kinds in shape.overview),
                "## Example: Use This Strategy in the Classroom",
                *(self._paragraph(length, self.originals.classroom) for length in shape.classroom),
                *self._videos(shape.videos),
                "## Design It into Your Product",
                self.originals.disclaimers[0],
                *(self._paragraph(length, self.originals.product) for length in shape.product),
                self._bullets(shape.bullets),
                "## Additional Resources",
                self.originals.disclaimers[1],
                *self._resources(shape.resources),
                *self._references(shape.references),
            ]
        )
        links = [f"[{name.title}](strategy:{name.id})" for name in self.related]
        for number in range(body.count(STRATEGY)):
            body = body.replace(STRATEGY, links[number % len(links)] if links else "another page", 1)
        return f"---\n{self._front_matter(title, shape)}---\n\n{body}\n"

    def _front_matter(self, title: str, shape: Shape) -> str:
        summary = self.chance.choice(self.originals.summaries).varied(self.words, self.chance)
        day = f"{self.chance.randint(2022, 2025)}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"
        return (
            f"title: {title}\n"
            f"summary: {summary}\n"
            f"category: {shape.category}\n"
            f"learner_models: [{', '.join(shape.learner_models)}]\n"
            f"factors: [{', '.join(self.factors)}]\n"
            f"related: [{', '.join(name.id for name in self.related)}]\n"
            "status: published\n"
            f"updated: {day}\n"
        )

    def _overview(self, names_factors: tuple[bool, ...], shape: Shape) -> str:
        """A paragraph, with links to factors of the page's learner models in some of its sentences."""
        sentences = []
        for names_factor in names_factors:
            sentence = self.chance.choice(shape.with_factors if names_factor else self.originals.overview)
            if names_factor and not self.factors.keys().isdisjoint(sentence.factors):
                sentence = self.chance.choice(shape.with_factors)  # try for a factor that the page does not name yet
            self.factors |= dict.fromkeys(sentence.factors)
            sentences.append(sentence.varied(self.words, self.chance))
        return " ".join(sentences)

    def _paragraph(self, length: int, pool: tuple[Sentence, ...]) -> str:
        sentences = self.chance.sample(pool, length)
        while sum(len(sentence.slots) for sentence in sentences) < LEAST_SLOTS:
            sentences.append(self.chance.choice(pool))
        return " ".join(sentence.varied(self.words, self.chance) for sentence in sentences)

    def _bullets(self, lengths: tuple[int, ...]) -> str:
        return "\n".join(f"- {self._paragraph(length, self.originals.bullets)}" for length in lengths)

    def _title(self) -> str:
        words = [self.chance.choice(self.words.plain) for _ in range(self.chance.randint(3, 8))]
        return " ".join(word.capitalize() for word in words if words.count(word) == 1) or "Reading"

    def _videos(self, count: int) -> list[str]:
        return [
            f"[{self._title()}](https://www.youtube.com/watch?v={''.join(self.chance.choices(LETTERS, k=11))})"
            for _ in range(count)
        ]

    def _resources(self, kinds: tuple[tuple[str, int], ...]) -> list[str]:
        blocks = []
        for kind, count in kinds:
            items = []
            for _ in range(count):
                title = self._title()
                number = self.chance.randrange(10**7)
                slug = title.lower().replace(" ", "-")
                url = f"https://doi.org/10.5555/{number}" if kind == "Research" else f"https://example.org/{slug}"
                description = self.chance.choice(self.originals.descriptions).varied(self.words, self.chance)
                items.append(f"- [{title}]({url}): {description}")
            blocks += [f"### {kind}", "\n".join(items)]
        return blocks

    def _references(self, count: int) -> list[str]:
        if not count:
            return []
        items = []
        for _ in range(count):
            doi = f"10.5555/{self.chance.choice(self.words.plain)}-{self.chance.randrange(10**7)}"
            names = " & ".join(self.chance.sample(self.words.names, 2))
            volume, page = self.chance.randint(1, 120), self.chance.randint(1, 900)
            items.append(
                f"- {names} ({self.chance.randint(1990, 2025)}). {self._title()}. *Journal of {self._title()}*, "
                f"{volume}, {page}–{page + 20}. [doi:{doi}](https://doi.org/{doi})"
            )
        return ["## References", "\n".join(items)]


def main() -> None:
    """Write a library."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.count, arguments.seed)


if __name__ == "__main__":
    main()
