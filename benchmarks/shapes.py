"""Shapes and sentences of the real pages, from which generated pages are built."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.prose import FACTOR_LINK, Sentence, Words, sentences_of

VIDEO = re.compile(r"\[[^\]]*\]\(https://(?:www\.)?(?:youtube|youtu|vimeo)[^)]*\)")
DESCRIPTION = re.compile(r"- \[[^\]]*\]\([^)]*\): (.+)")


@dataclass(frozen=True, slots=True)
class Shape:
    """One real page as numbers of sentences in each paragraph, of items, and of videos."""

    category: str
    learner_models: tuple[str, ...]
    overview: tuple[tuple[bool, ...], ...]  # of each sentence of a paragraph: whether it links to factors
    classroom: tuple[int, ...]
    product: tuple[int, ...]
    bullets: tuple[int, ...]
    videos: int
    resources: tuple[tuple[str, int], ...]
    references: int
    with_factors: tuple[Sentence, ...]  # of any page, all about factors of this page's learner models


@dataclass(frozen=True, slots=True)
class Originals:
    """Shapes of the real pages, and their sentences by kind of section."""

    words: Words
    shapes: tuple[Shape, ...]
    disclaimers: tuple[str, str]
    summaries: tuple[Sentence, ...]
    overview: tuple[Sentence, ...]  # without links to factors
    classroom: tuple[Sentence, ...]
    product: tuple[Sentence, ...]
    bullets: tuple[Sentence, ...]
    descriptions: tuple[Sentence, ...]


class _Real:
    """The parts of a real page."""

    def __init__(self, text: str) -> None:
        _, front, body = text.split("---\n", 2)
        self.front = yaml.safe_load(front)
        parts = re.split(r"^## (.*)\n", body, flags=re.MULTILINE)[1:]
        sections = dict(zip(parts[::2], parts[1::2], strict=True))
        blocks = {heading: section.strip().split("\n\n") for heading, section in sections.items()}
        self.overview, classroom, product, resources = list(blocks.values())[:4]
        self.videos = sum(bool(VIDEO.fullmatch(block)) for block in (*classroom, *product))
        self.classroom = [block for block in classroom if _is_prose(block)]
        self.product = [block for block in product if _is_prose(block)]
        self.disclaimers = (product[0], resources[0])
        self.bullets = [
            line.removeprefix("- ") for block in product if block.startswith("- ") for line in block.split("\n")
        ]
        self.resources = _kinds(resources[1:])
        self.descriptions = DESCRIPTION.findall("\n".join(resources))
        self.references = sections.get("References", "").count("\n- ")


def _is_prose(block: str) -> bool:
    return not block.startswith((">", "- ")) and not VIDEO.fullmatch(block)


def _kinds(blocks: list[str]) -> tuple[tuple[str, int], ...]:
    headings, lists = blocks[::2], blocks[1::2]
    return tuple(
        (heading.removeprefix("### "), items.count("\n") + 1) for heading, items in zip(headings, lists, strict=True)
    )


def read_originals(content: Path) -> Originals:
    """Read the published pages of a content folder."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((content / "strategies").glob("*.md"))]
    pages = [_Real(text) for text in texts if "\nstatus: published\n" in text]
    overview = _cut(paragraph for page in pages for paragraph in page.overview)
    classroom = _cut(paragraph for page in pages for paragraph in page.classroom)
    product = _cut(paragraph for page in pages for paragraph in page.product)
    bullets = _cut(item for page in pages for item in page.bullets)
    descriptions = tuple(Sentence.of(text) for page in pages for text in page.descriptions)
    models = yaml.safe_load((content / "vocabulary" / "learner-models.yaml").read_text(encoding="utf-8"))
    factors = {model["id"]: {name for group in model["groups"].values() for name in group} for model in models}
    return Originals(
        words=Words.of((*overview, *classroom, *product, *bullets, *descriptions)),
        shapes=tuple(sorted((_shape(page, overview, factors) for page in pages), key=lambda shape: shape.category)),
        disclaimers=pages[0].disclaimers,
        summaries=tuple(Sentence.of(page.front["summary"]) for page in pages if ": " not in page.front["summary"]),
        overview=tuple(sentence for sentence in overview if not sentence.factors),
        classroom=classroom,
        product=product,
        bullets=bullets,
        descriptions=descriptions,
    )


def _cut(paragraphs: Iterable[str]) -> tuple[Sentence, ...]:
    """All different sentences, except those that introduce a list or video."""
    found = dict.fromkeys(text for paragraph in paragraphs for text in sentences_of(paragraph) if text[-1] != ":")
    return tuple(Sentence.of(text) for text in found)


def _shape(page: _Real, overview: tuple[Sentence, ...], factors: dict[str, set[str]]) -> Shape:
    models = tuple(page.front["learner_models"])
    known = set().union(*(factors[model] for model in models))
    return Shape(
        category=page.front["category"],
        learner_models=models,
        overview=tuple(
            tuple(bool(FACTOR_LINK.search(text)) for text in sentences_of(block)) for block in page.overview
        ),
        classroom=tuple(len(sentences_of(block)) for block in page.classroom),
        product=tuple(len(sentences_of(block)) for block in page.product),
        bullets=tuple(len(sentences_of(item)) for item in page.bullets),
        videos=page.videos,
        resources=page.resources,
        references=page.references,
        with_factors=tuple(item for item in overview if item.factors and known.issuperset(item.factors)),
    )
