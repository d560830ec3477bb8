"""The line on a strategy's page that counts the sources it lists, each with the place where they stand."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.policy import same_words
from pipeline.publish.evidence import evidence_of
from pipeline.publish.exporters.html_site.sections import SectionView
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.inputs import StrategyInputs


class EvidenceLine(NamedTuple):
    """What is said, and the id on the page that it leads to; empty if there is none."""

    words: str
    target: str = ""


def evidence_lines(words: SiteWords, strategy: StrategyInputs, sections: Sequence[SectionView]) -> list[EvidenceLine]:
    """How many studies, practice guides, examples and references are listed, or that no study is."""
    return list(_lines(words, strategy, sections))


def _lines(words: SiteWords, strategy: StrategyInputs, sections: Sequence[SectionView]) -> Iterator[EvidenceLine]:
    headings = strategy.shared.policy.evidence
    found, say = evidence_of(strategy.summary.listed, headings), words.ngettext
    if found.lacks_study:
        yield EvidenceLine(words.gettext("No study listed yet"))
    if found.studies:
        yield EvidenceLine(say("%(num)s study", "%(num)s studies", found.studies), _below(sections, headings.studies))
    if found.practice_guides:
        text = say("%(num)s practice guide", "%(num)s practice guides", found.practice_guides)
        yield EvidenceLine(text, _below(sections, headings.practice_guides))
    if found.examples:
        text = say("%(num)s example", "%(num)s examples", found.examples)
        yield EvidenceLine(text, _below(sections, headings.examples))
    if found.references:
        target = next(section.id for section in sections if section.items == "citation")
        yield EvidenceLine(say("%(num)s reference", "%(num)s references", found.references), f"section-{target}")


def _below(sections: Sequence[SectionView], headings: Sequence[str]) -> str:
    """The id of the first of these headings among resources."""
    known = {same_words(heading) for heading in headings}
    parts = (part for section in sections if section.items == "resource" for part in section.pieces)
    return next(
        (part.id for part in parts if part.kind == "heading" and same_words(part.html.striptags()) in known), ""
    )
