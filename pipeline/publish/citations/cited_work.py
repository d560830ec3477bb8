"""What is known of a page or publication that can be cited. Nothing is guessed: what is unknown is empty."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.publish.schema.records import LibraryV1, StrategyV1
from pipeline.publish.written_language import written_language
from pipeline.source.escapes import url

# The type of a page of a site.
PAGE = "webpage"
# The variables of CSL that texts of a work are in.
CSL_TEXTS: Mapping[str, str] = {
    "title": "title",
    "container": "container-title",
    "collection": "collection-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "number": "number",
    "genre": "genre",
    "publisher": "publisher",
    "archive": "archive",
    "archive_number": "archive_location",
    "doi": "DOI",
    "citation": "note",
}
# Line ends and other controls, which no format can hold within a value.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Author(NamedTuple):
    """The family name of a person and the given ones, or a name that stays `whole` because nobody knows its parts."""

    name: str
    given: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A page of a site, a work of the library, or any work of which there is only a `citation` as somebody wrote it.

    `type` is one of CSL's, empty if it is not known. `day` has the form YYYY, YYYY-MM or YYYY-MM-DD.
    """

    key: str  # tells it from other works in a list of references
    type: str = ""
    title: str = ""
    authors: tuple[Author, ...] = ()
    day: str = ""
    container: str = ""  # what it is a part of
    collection: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    number: str = ""
    genre: str = ""
    version: str = ""
    publisher: str = ""  # if that is not the author
    licence: str = ""
    language: str = ""
    archive: str = ""
    archive_number: str = ""
    url: str = ""
    doi: str = ""
    citation: str = ""


def cited_strategy(strategy: StrategyV1, library: LibraryV1) -> CitedWork:
    """The page of a strategy. Where no author is named, the publisher is the author."""
    return CitedWork(
        strategy.id,
        PAGE,
        line(strategy.title),
        tuple(Author(line(name), whole=True) for name in strategy.authors or (library.publisher,)),
        strategy.updated,
        line(library.title),
        version=library.version,
        publisher=line(library.publisher) if strategy.authors else "",
        licence=line(library.licence),
        language=written_language(library, strategy.languages),
        url=url(strategy.url or ""),
    )


def cited_references(strategy: StrategyV1) -> Iterator[CitedWork]:
    """The references of a strategy. No id holds an underscore, so no key is that of another strategy or of a work."""
    for number, reference in enumerate(strategy.references, 1):
        if reference.csl is None:
            yield CitedWork(
                f"{strategy.id}_{number}",
                url=url(reference.url or ""),
                doi=line(reference.doi or ""),
                citation=line(reference.text),
            )
        else:
            yield _from_csl(reference.csl, url(reference.url or ""))


def _from_csl(item: Mapping[str, Any], address: str) -> CitedWork:
    """A work by its facts as an item of CSL-JSON."""
    fields = {field: line(str(item[name])) for field, name in CSL_TEXTS.items() if name in item}
    return CitedWork(
        item["id"],
        item["type"],
        authors=tuple(map(_author, item.get("author", ()))),
        day=day_of(item) if "issued" in item else "",
        url=address,
        **fields,
    )


def day_of(item: Mapping[str, Any]) -> str:
    """When an item of CSL-JSON that says it came out: YYYY, YYYY-MM or YYYY-MM-DD."""
    year, *others = item["issued"]["date-parts"][0]
    return "-".join((f"{year:04d}", *(f"{part:02d}" for part in others)))


def _author(name: Mapping[str, str]) -> Author:
    if "literal" in name:
        return Author(line(name["literal"]), whole=True)
    return Author(line(name["family"]), line(name.get("given", "")))


def line(text: str) -> str:
    """A text as one line."""
    return " ".join(CONTROLS.sub(" ", text).split())
