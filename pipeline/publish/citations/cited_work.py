"""What is known of a page or publication that can be cited. Nothing is guessed: what is unknown is empty."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.publish.schema.records import LibraryV1, StrategyV1
from pipeline.publish.written_language import written_language
from pipeline.source.escapes import url

# Line ends and other controls, which no format can hold within a value.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A page of a site, or any work of which there is only a `citation` as somebody wrote it.

    Names stay whole, because nothing says which part of one is the family name. `day` has the form YYYY-MM-DD.
    """

    key: str  # tells it from other works in a list of references
    title: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""
    container: str = ""  # what it is a part of
    version: str = ""
    publisher: str = ""  # if that is not the author
    licence: str = ""
    language: str = ""
    url: str = ""
    doi: str = ""
    citation: str = ""

    @property
    def is_page(self) -> bool:
        """True for a page of a site; the kind of any other work is not known."""
        return not self.citation


def cited_strategy(strategy: StrategyV1, library: LibraryV1) -> CitedWork:
    """The page of a strategy. Where no author is named, the publisher is the author."""
    return CitedWork(
        strategy.id,
        line(strategy.title),
        tuple(map(line, strategy.authors)) or (line(library.publisher),),
        strategy.updated,
        line(library.title),
        library.version,
        line(library.publisher) if strategy.authors else "",
        line(library.licence),
        written_language(library, strategy.languages),
        url(strategy.url or ""),
    )


def cited_references(strategy: StrategyV1) -> Iterator[CitedWork]:
    """The references of a strategy. No id holds an underscore, so no key is that of another strategy."""
    for number, reference in enumerate(strategy.references, 1):
        yield CitedWork(
            f"{strategy.id}_{number}",
            url=url(reference.url or ""),
            doi=line(reference.doi or ""),
            citation=line(reference.text),
        )


def line(text: str) -> str:
    """A text as one line."""
    return " ".join(CONTROLS.sub(" ", text).split())
