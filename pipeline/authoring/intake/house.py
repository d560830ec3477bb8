"""What the house knows: its sections, disclaimers and vocabulary, and the pages that it has."""

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.author_texts import ENGLISH
from pipeline.model.context import Context
from pipeline.model.heading_names import HeadingNames
from pipeline.model.library import Library
from pipeline.model.policy import PagePolicy, same_words
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.memoise import cached_property
from pipeline.source.names import Names, folded

# A word of a sentence, and how much of it tells words apart: `instructional` and `instruction` are the same.
WORD = re.compile(r"[^\W\d_]+")
STEM = 5
# Words of the headings that exporters write, without what stands for a name.
PLACEHOLDER = "{category}"


@dataclass(frozen=True)
class House:
    """A library as an importer needs it."""

    library: Library
    context: Context
    coming: Mapping[str, tuple[str, str]] = field(
        default_factory=dict
    )  # titles and summaries of pages to import, by id

    @property
    def policy(self) -> PagePolicy:
        """The house rules of a page."""
        return self.library.policy

    @property
    def vocabulary(self) -> Vocabulary:
        """The factors, categories and learner models."""
        return self.library.vocabulary

    @property
    def language(self) -> str:
        """The language that the pages are in."""
        return self.library.info.language if self.library.info else ENGLISH

    @property
    def today(self) -> dt.date:
        """The day of the import."""
        return self.context.today

    @property
    def similarity(self) -> int:
        """How similar a text must be to a disclaimer to be meant as it, out of 100."""
        return self.context.settings.thresholds.altered_disclaimer_similarity

    @cached_property
    def names(self) -> HeadingNames:
        """The headings of sections."""
        return HeadingNames(self.policy)

    def is_heading(self, line: str) -> bool:
        """True for the words of a heading that a page has, had or must not have: generated ones too."""
        return self.names.recognised(line, near=False)[0] is not None or self.generated(line) is not None

    def generated(self, heading: str) -> tuple[str, str] | None:
        """The field that a generated heading stands for, and the name in the place of `{category}`; None for others."""
        headings, words = self.policy.generated_headings, same_words(heading).casefold().strip(" :")
        own = {headings.factors: "factors", headings.related: "related", headings.other_related: "related"}
        for pattern, name in {**OFTEN, **own}.items():
            parts = same_words(pattern).casefold().split(PLACEHOLDER, 1)
            if match := re.fullmatch("(.+)".join(map(re.escape, parts)), words):
                return name, match[1] if match.groups() else ""
        return None

    @cached_property
    def strategies(self) -> Names:
        """Every name of a strategy."""
        names = Names()
        for entry in self.library.entries:
            names.add(entry.id, entry.id, entry.title, *entry.facts.texts("aliases"))
        for id_, (title, _) in self.coming.items():
            names.add(id_, id_, title)
        return names

    @cached_property
    def _pages(self) -> Mapping[str, tuple[str, str]]:
        """The title and summary of each published page and of those that come in, by id."""
        published = (entry for entry in self.library.entries if entry.status == "published")
        return {entry.id: (entry.title, entry.facts.text("summary") or "") for entry in published} | dict(self.coming)

    @cached_property
    def _stems(self) -> Mapping[str, Counter[str]]:
        """The stems in each title, by id."""
        return {id_: stems(title) for id_, (title, _) in self._pages.items()}

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """How rare each stem is among the pages."""
        number = Counter(stem for title in self._stems.values() for stem in title)
        return {stem: math.log(1 + len(self._stems) / count) for stem, count in number.items()}

    def strategies_meant(self, sentence: str) -> list[tuple[int, str]]:
        """The pages that a sentence may be the summary of, the likeliest first, and how sure that is, out of 100.

        The words of its title count, rare ones more; or the words of its summary.
        """
        from rapidfuzz import fuzz  # slow to import

        words, first = stems(sentence), stems(" ".join(sentence.split()[:FIRST_WORDS]))
        compared, scored = same_words(sentence).casefold(), []
        for id_, title in self._stems.items():
            summary = same_words(self._pages[id_][1]).casefold()
            share = self._share(title, words if len(title) > 1 else first)
            alike = fuzz.token_sort_ratio(compared, summary, score_cutoff=ALIKE)
            scored.append((round(max(100 * share, alike)), id_))
        return sorted(scored, key=lambda each: (-each[0], each[1]))

    def _share(self, title: Counter[str], words: Counter[str]) -> float:
        """How much of a title is in some words, by weight."""
        total = sum(self._weights[stem] for stem in title)
        return sum(self._weights[stem] for stem in title if stem in words) / total if total else 0.0


# Where in a sentence the only word of a title must be.
FIRST_WORDS = 5
# How similar two sentences are that say the same, out of 100; any two are similar by half.
ALIKE = 75
# Headings of other houses above lists that ours makes by itself.
OFTEN = {
    "factors": "factors",
    "factors supported": "factors",
    "supported factors": "factors",
    "learner factors": "factors",
    "related strategies": "related",
    "related": "related",
    "see also": "related",
    "more {category} strategies": "related",
}


def stems(text: str) -> Counter[str]:
    """The beginnings of the words of a text, without short words and the ends of plurals."""
    return Counter(word.rstrip("s")[:STEM] for word in WORD.findall(folded(text)) if len(word) > 3)
