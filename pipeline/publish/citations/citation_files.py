"""The files beside a strategy's page from which reference managers take the page, and the references on it."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.publish.citations.bibtex import bibtex
from pipeline.publish.citations.cited_work import cited_references, cited_strategy
from pipeline.publish.citations.csl_json import csl_json
from pipeline.publish.citations.ris import ris
from pipeline.publish.schema.records import LibraryV1, StrategyV1

# The name of each format, the end of its files' names, and what makes them.
FORMATS = (("BibTeX", "bib", bibtex), ("RIS", "ris", ris), ("CSL-JSON", "csl.json", csl_json))
# The files of the page and of its references, without the ends of their names.
PAGE, REFERENCES = "cite", "references"


class CitationFile(NamedTuple):
    """The name of a format, the name of a file, and its text."""

    format: str
    name: str
    text: str

    @property
    def shown(self) -> str:
        """The text as HTML holds it, which knows one kind of line end."""
        return self.text.replace("\r\n", "\n")


def page_citations(strategy: StrategyV1, library: LibraryV1) -> Iterator[CitationFile]:
    """The page of a strategy in each format."""
    work = cited_strategy(strategy, library)
    yield from (CitationFile(name, f"{PAGE}.{end}", render([work])) for name, end, render in FORMATS)


def reference_citations(strategy: StrategyV1) -> Iterator[CitationFile]:
    """The references of a strategy in each format; nothing if it has none."""
    works = list(cited_references(strategy))
    for name, end, render in FORMATS if works else ():
        yield CitationFile(name, f"{REFERENCES}.{end}", render(works))
