"""How to cite a strategy and what it refers to: the words on its page, and files for reference managers beside it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import format_skeleton

from pipeline.publish.citations.apa import ApaCitation, apa
from pipeline.publish.citations.citation_files import CitationFile, page_citations, reference_citations
from pipeline.publish.citations.cited_work import cited_strategy
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import layout_of
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.inputs import StrategyInputs
from pipeline.source.memoise import memoised


@dataclass(frozen=True)
class CiteBox:
    """What a page says about citing it; `references` is empty where there are none."""

    apa: ApaCitation
    page: list[CitationFile]
    references: list[CitationFile]


@memoised
def cite_box(strategy: StrategyInputs) -> CiteBox:
    """How to cite the page of a strategy, and its references."""
    words, library = layout_of(strategy.shared).words, strategy.shared.library
    version = words.gettext("Version %(version)s", version=library.version)
    return CiteBox(
        apa(cited_strategy(strategy.record, library), _day(strategy.record.updated, words), version),
        list(page_citations(strategy.record, library)),
        list(reference_citations(strategy.record)),
    )


def citation_files(strategy: StrategyInputs) -> Iterator[File]:
    """The files for reference managers."""
    box = cite_box(strategy)
    for file in (*box.page, *box.references):
        yield File(f"html/strategies/{strategy.id}/{file.name}", file.text.encode())


def _day(day: str, words: SiteWords) -> str:
    """A day as the style of the APA has it: the year first, then month and day as people write them."""
    return f"{day[:4]}, {format_skeleton('MMMMd', dt.date.fromisoformat(day), locale=words.locale)}"
