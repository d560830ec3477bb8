"""The line on a strategy's page that counts the sources it lists, each with the place where they stand."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.policy import same_words
from pipeline.publish.evidence import Evidence, evidence_of
from pipeline.publish.exporters.html_site.sections import SectionView
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.inputs import StrategyInputs

# The section of the works that a page names.
SOURCES = "sources"


class EvidenceLine(NamedTuple):
    """What is said, and the id on the page that it leads to; empty if there is none."""

    words: str
    target: str = ""


def evidence_lines(words: SiteWords, strategy: StrategyInputs, sections: Sequence[SectionView]) -> list[EvidenceLine]:
    """How many studies, practice guides, examples and references are listed, or that no study is."""
    return list(_lines(words, strategy, sections))


def said_of(words: SiteWords, found: Evidence) -> dict[str, str]:
    """What is said of the evidence of a strategy, by kind; nothing of a kind of which it lists none."""
    said = {
        "no-study": words.gettext("No study listed yet") if found.lacks_study else "",
        "study": words.ngettext("%(num)s study", "%(num)s studies", found.studies or 0),
        "practice-guide": words.ngettext(
            "%(num)s practice guide", "%(num)s practice guides", found.practice_guides or 0
        ),
        "example": words.ngettext("%(num)s example", "%(num)s examples", found.examples or 0),
        "reference": words.ngettext("%(num)s reference", "%(num)s references", found.references),
    }
    return {kind: text for kind, text in said.items() if kind in found.values}


def _lines(words: SiteWords, strategy: StrategyInputs, sections: Sequence[SectionView]) -> Iterator[EvidenceLine]:
    headings = strategy.shared.policy.evidence
    below = {"study": headings.studies, "practice-guide": headings.practice_guides, "example": headings.examples}
    for kind, text in said_of(words, evidence_of(strategy.summary.listed, headings)).items():
        if kind in below:
            yield EvidenceLine(text, _below(sections, below[kind]))
        elif kind == "reference":
            written = (section.id for section in sections if section.items == "citation")
            yield EvidenceLine(text, next((f"section-{id_}" for id_ in written), SOURCES))
        else:
            yield EvidenceLine(text)


def _below(sections: Sequence[SectionView], headings: Sequence[str]) -> str:
    """The id of the first of these headings among resources."""
    known = {same_words(heading) for heading in headings}
    parts = (part for section in sections if section.items == "resource" for part in section.pieces)
    return next(
        (part.id for part in parts if part.kind == "heading" and same_words(part.html.striptags()) in known), ""
    )
