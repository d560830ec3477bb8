"""Pages that are in a folder before it is a library, and what they share."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.authoring.starter.existing_terms import UsedTerms
from pipeline.authoring.starter.house_rules import section_id
from pipeline.model.disclaimer_text import is_plain
from pipeline.model.fields import ID_PATTERN
from pipeline.model.policy import Disclaimer, GeneratedHeadings, PagePolicy, SectionPolicy, same_words
from pipeline.source.disk import FileRefused, read_file, walk
from pipeline.source.names import folded
from pipeline.source.parse import Document, Limits, Section, parse_page
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.parse.yaml_tree import Sequence as SequenceNode
from pipeline.source.paths import MARKDOWN_ENDINGS, STRATEGIES_FOLDER
from pipeline.source.text import Source

ID = re.compile(ID_PATTERN)
# Makes a text without front matter a page.
FRONT = "---\n---\n"
# Fields of front matter that name terms, by the vocabulary.
FIELDS = ("category", "factors", "learner_models")
# Lengths of disclaimers that a policy takes, and headings.
SHORTEST, LONGEST, LONGEST_HEADING = 10, 1000, 120
# Most sections and disclaimers of a policy.
MOST_SECTIONS, MOST_DISCLAIMERS = 50, 20
# Most spellings of a heading that are worth knowing.
MOST_SPELLINGS = 20


class SharedSection(NamedTuple):
    """A section that pages share: its heading in each spelling, the commonest first, and how many pages have it."""

    headings: tuple[str, ...]
    pages: int
    disclaimer: str = ""


@dataclass(frozen=True)
class ExistingPages:
    """Pages found in a folder, with front matter or without."""

    documents: tuple[Document, ...]

    @classmethod
    def below(cls, root: Path) -> "ExistingPages":
        """The pages in the place for pages, or else every Markdown file below a folder but notes such as README.md."""
        paths = _markdown(root, STRATEGIES_FOLDER) or _markdown(root, ".")
        documents = [document for path in paths if (document := _document(root, path)) is not None]
        return cls(tuple(documents))

    @property
    def paths(self) -> list[str]:
        """Their paths in the folder."""
        return [document.path for document in self.documents]

    @property
    def in_place(self) -> bool:
        """True when they are where a library has its pages."""
        return any(path.startswith(f"{STRATEGIES_FOLDER}/") for path in self.paths)

    @property
    def terms(self) -> UsedTerms:
        """The ids that front matter names, by field, each once and sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for document in self.documents:
            if isinstance(document.front, MappingNode):
                for field in FIELDS:
                    found[field].update(_ids(document.front.get(field)))
        return {field: sorted(found[field]) for field in FIELDS}

    def shared(self) -> list[SharedSection]:
        """Sections that at least half of the pages have, in the order of most."""
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        bodies: dict[str, list[Section]] = defaultdict(list)
        orders: list[list[str]] = []
        for document in self.documents:
            sections = {folded(same_words(section.title)): section for section in _sections(document)}
            orders.append(list(sections))
            for key, section in sections.items():
                spellings[key][" ".join(section.title.split())] += 1
                bodies[key].append(section)
        least = max(1, (len(self.documents) + 1) // 2)
        return [
            SharedSection(_each_spelling(spellings[key]), len(bodies[key]), _shared_quote(bodies[key]))
            for key in in_order(orders)
            if len(bodies[key]) >= least
        ][:MOST_SECTIONS]

    def policy(self, generated: GeneratedHeadings) -> PagePolicy | None:
        """House rules that say what the pages share; None if they share no section."""
        shared = self.shared()
        made = {folded(same_words(heading)) for heading in generated.model_dump().values()}
        disclaimers: dict[str, str] = {}
        sections: list[SectionPolicy] = []
        for each in shared:
            if folded(each.headings[0]) in made:
                continue  # an exporter writes it
            id_ = section_id(each.headings[0], [section.id for section in sections])
            of_same_words = next((name for name, text in disclaimers.items() if text == each.disclaimer), None)
            if each.disclaimer and not of_same_words and len(disclaimers) < MOST_DISCLAIMERS:
                of_same_words = id_
                disclaimers[id_] = each.disclaimer
            sections.append(
                SectionPolicy(
                    id=id_,
                    heading=each.headings[0],
                    former_headings=each.headings[1:],
                    required=each.pages == len(self.documents),
                    disclaimer=of_same_words,
                )
            )
        texts = tuple(Disclaimer(id=id_, text=text) for id_, text in disclaimers.items())
        return (
            PagePolicy(sections=tuple(sections), disclaimers=texts, generated_headings=generated) if sections else None
        )


def in_order(lists: Iterable[Sequence[str]]) -> list[str]:
    """The items of several lists in the order of most: each before those that follow it more often than not."""
    before: Counter[tuple[str, str]] = Counter()
    places: dict[str, list[float]] = defaultdict(list)
    for items in lists:
        for number, item in enumerate(items):
            places[item].append(number / max(1, len(items) - 1))
            before.update((item, later) for later in items[number + 1 :])
    # By the mean place first; then neighbours in the wrong order change places.
    ordered = sorted(places, key=lambda item: sum(places[item]) / len(places[item]))
    for end in range(len(ordered) - 1, 0, -1):
        for at in range(end):
            one, other = ordered[at : at + 2]
            if before[other, one] > before[one, other]:
                ordered[at : at + 2] = other, one
    return ordered


def _markdown(root: Path, folder: str) -> list[str]:
    """Paths of Markdown files below a folder, but of no notes to maintainers."""
    found = [
        path.removeprefix("./") for path, refusal in walk(root, folder, exclude=("./node_modules",)) if not refusal
    ]
    return sorted(path for path in found if _is_text(path.rpartition("/")[2]))


def _is_text(name: str) -> bool:
    stem, dot, ending = name.rpartition(".")
    return dot + ending.lower() in MARKDOWN_ENDINGS and not (stem.isupper() or stem.lower() == "readme")


def _document(root: Path, path: str) -> Document | None:
    """A page with or without front matter; None if it cannot be read."""
    limits = Limits()
    try:
        source = Source.decode(path, read_file(root, path, limits.bounds.page))
    except FileRefused:
        return None
    document = parse_page(source, limits)
    if not document.readable and any(document.noted("missing-front-matter")):
        document = parse_page(Source(path, FRONT + source.text.removeprefix("\ufeff")), limits)
    return document if document.body else None


def _sections(document: Document) -> list[Section]:
    """The sections of a page whose headings a policy can have."""
    sections = document.body.sections if document.body else ()
    return [
        each
        for each in sections
        if len(each.title) <= LONGEST_HEADING and "\n" not in each.title and any(map(str.isalnum, each.title))
    ]


def _each_spelling(counted: Counter[str]) -> tuple[str, ...]:
    """The commonest heading, and others that differ in more than quotation marks."""
    names = {same_words(name): name for name, _ in reversed(counted.most_common())}
    return tuple(sorted(names.values(), key=lambda name: (-counted[name], name)))[:MOST_SPELLINGS]


def _shared_quote(sections: Sequence[Section]) -> str:
    """The words of the quote that begins at least half of the sections, two at least; empty if there is none."""
    quotes: Counter[str] = Counter()
    for section in sections:
        first = section.blocks[0] if section.blocks else None
        if (
            first is not None
            and first.kind == "blockquote"
            and [child.kind for child in first.children] == ["paragraph"]
        ):
            quotes[" ".join(first.text.split())] += 1
    for text, number in quotes.most_common(1):
        if number >= max(2, len(sections) / 2) and SHORTEST <= len(text) <= LONGEST and is_plain(text):
            return text
    return ""


def _ids(node: object) -> list[str]:
    items = node.items if isinstance(node, SequenceNode) else [node]
    return [item.text for item in items if isinstance(item, Scalar) and ID.fullmatch(item.text)]
