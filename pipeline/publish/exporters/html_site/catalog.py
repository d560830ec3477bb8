"""The catalog: what the scripts of the site know of all strategies and of the terms that they are filed under.

It is a script of one call, since pages opened from a disk can load scripts and nothing else. Pages load it when a
reader begins to search or filter, so that they stay small in a library of any size.
"""

import hashlib
from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.listings import Listings
from pipeline.publish.exporters.html_site.quotes import Quotes
from pipeline.publish.exporters.html_site.safety import embedded
from pipeline.publish.exporters.html_site.term_names import named_terms
from pipeline.publish.exporters.html_site.theme import HASH_DIGITS

FOLDER = "html/search"
# The function of the scripts that takes the data.
RECEIVER = "receiveCatalog"


def catalog_file(listings: Listings, quotes: Quotes) -> File:
    """The catalog as a file. Its name changes with its bytes, so that no page meets the data of another version."""
    text = f"{RECEIVER}({embedded(_as_shown(_data(listings), quotes))});\n".encode()
    return File(f"{FOLDER}/catalog.{hashlib.sha256(text).hexdigest()[:HASH_DIGITS]}.js", text)


def _as_shown(data: object, quotes: Quotes) -> object:
    """The data with every text in it as pages show it."""
    if isinstance(data, str):
        return quotes.text(data)
    if isinstance(data, list):
        return [_as_shown(item, quotes) for item in data]
    return {key: _as_shown(item, quotes) for key, item in data.items()} if isinstance(data, dict) else data


def _data(listings: Listings) -> dict[str, object]:
    """Facets, terms and strategies. A strategy's value in a facet is the position of its option there.

    What is said of its sources are positions among all such texts. The line of the library's own fields ends it, if
    cards show any.
    """
    texts: dict[str, int] = {}
    said = {
        strategy.id: [texts.setdefault(text, len(texts)) for text in listings.evidence(strategy)]
        for strategy in listings.strategies
    }
    facets = [*listings.facets, *listings.term_facets]
    positions = {facet.id: {option.id: number for number, option in enumerate(facet.options)} for facet in facets}
    return {
        "facets": [
            {
                "id": facet.id,
                "every": facet.every,
                "options": [option.id for option in facet.options],
                "names": [option.name for option in facet.options],
            }
            for facet in facets
        ],
        "terms": list(_terms(listings)),
        "strategies": [
            [
                strategy.id,
                strategy.title,
                strategy.summary,
                listings.hues[strategy.category.id],
                [[positions[facet.id][value] for value in listings.values(strategy)[facet.id]] for facet in facets],
                said[strategy.id],
                *([listings.own_line(strategy)] if listings.has_own_lines else []),
            ]
            for strategy in listings.strategies
        ],
        "said": list(texts),
        "former": list(_former(listings)),
    }


def _terms(listings: Listings) -> Iterator[list[object]]:
    """Terms: the kind, id, name, other names, and the number of strategies.

    Of those of the library's own vocabularies, also the folder of their pages, and the word for one of them.
    """
    for kind, term, others, own in named_terms(listings.records):
        yield [kind, term.id, term.name, others, len(term.strategies), *([own.id, own.one] if own else [])]


def _former(listings: Listings) -> Iterator[list[str | None]]:
    """Ids that are no longer used: the id, the title of a strategy that is no more, and the id that succeeds it."""
    for strategy in listings.strategies:
        yield from ([alias, None, strategy.id] for alias in strategy.aliases)
    for tombstone in listings.records.tombstones:
        yield from ([id_, tombstone.title, tombstone.replaced_by] for id_ in (tombstone.id, *tombstone.aliases))
