"""The headings of the page policy, and which of them an author's heading is or was meant to be."""

import re
from dataclasses import dataclass
from enum import Enum

from pipeline.model.heading_slips import bare_title
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.source.memoise import cached_property
from pipeline.source.names import Names, folded

# Punctuation, which is ignored when headings are compared.
WORD_MARKS = re.compile(r"[^\w\s]")


class Match(Enum):
    """How a heading was recognised."""

    EXACT = "exact"  # the words of the page policy
    FORMER = "former"  # a former heading of the section
    SAME = "same"  # except for capitals, hyphens, `&` for "and"
    NEAR = "near"  # similar words


@dataclass(frozen=True)
class HeadingNames:
    """Every form of every heading of a page policy."""

    policy: PagePolicy

    def recognised(self, title: str, *, near: bool = True) -> tuple[SectionPolicy | None, Match | None]:
        """The section that a heading is or was meant to be, and how it was recognised."""
        if section := self.policy.section_of(title):
            return section, Match.EXACT
        if section := self.policy.formerly(title):
            return section, Match.FORMER
        known = self._names.forms.get(folded(title)) or self._names.forms.get(folded(bare_title(title)))
        if known:
            return self.policy.by_id[min(known)], Match.SAME
        meant = self._meant(title) if near and title else None
        return (self.policy.by_id[meant], Match.NEAR) if meant else (None, None)

    def _meant(self, title: str) -> str | None:
        """Id of the section whose heading contains all these words, or is similar."""
        words = _words(title)
        holding = [section.id for section in self.policy.sections if words and words <= _words(section.heading)]
        if len(holding) == 1:
            return holding[0]
        suggestion = self._names.suggest(title)
        return suggestion.id if suggestion else None

    @cached_property
    def _names(self) -> Names:
        names = Names()
        for section in self.policy.sections:
            names.add(section.id, section.heading, *section.former_headings)
        return names


def _words(heading: str) -> set[str]:
    return set(WORD_MARKS.sub(" ", folded(heading)).split())
