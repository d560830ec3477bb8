"""The feed of a library: the strategies and the retirements that changed last."""

from collections.abc import Collection, Iterable, Iterator
from html import escape  # as good for XML, whose own module imports the network library

from pipeline.model.identifiers import Identifiers
from pipeline.publish.schema.records import LibraryV1, TombstoneV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.publish.web_address import site_base

# Entries of the feed: so many of the latest strategies, and of the latest retirements. These would otherwise be
# pushed out by a day on which many pages change.
MAX_ENTRIES = 50
INDEX = "index.html"
# The category of an entry about a retired strategy. No category of a library has a scheme.
RETIRED = '<category scheme="https://schema.org/creativeWorkStatus" term="retired" label="Retired"/>'


class Feed:
    """https://www.rfc-editor.org/rfc/rfc4287; a day without an hour becomes its midnight in UTC.

    The entry of a retired strategy has the id that the strategy had, so that readers show it in its place.
    """

    def __init__(
        self, library: LibraryV1, strategies: Collection[StrategySummary], tombstones: Collection[TombstoneV1]
    ) -> None:
        self.library, self._identifiers = library, Identifiers(library.id)
        self._titles = {strategy.id: strategy.title for strategy in strategies}
        self._latest = sorted((*_latest(strategies), *_latest(tombstones)), key=lambda item: item.id)
        self._latest.sort(key=lambda item: item.updated, reverse=True)  # ties by id

    def text(self) -> str:
        """The text of `feed.atom`."""
        library = self.library
        updated = self._latest[0].updated if self._latest else "1970-01-01"
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(library.language)}">',
            f"<id>{self._identifiers.address('vocabulary', 'library')}</id>",
            f"<title>{escape(library.title, quote=False)}</title>",
            f"<updated>{updated}T00:00:00Z</updated>",
            f"<author><name>{escape(library.publisher, quote=False)}</name></author>",
            f"<rights>{escape(library.licence, quote=False)}</rights>",
            f'<link rel="self" href="{escape(self._base + "feed.atom")}"/>',
            f'<link rel="alternate" type="text/html" href="{escape(self._base or INDEX)}"/>',
        ]
        for item in self._latest:
            lines += self._retirement(item) if isinstance(item, TombstoneV1) else self._strategy(item)
        return "\n".join([*lines, "</feed>", ""])

    def _strategy(self, strategy: StrategySummary) -> Iterator[str]:
        yield from self._head(strategy, strategy.title)
        yield f'<category term="{strategy.category.id}" label="{escape(strategy.category.name)}"/>'
        yield from (f"<author><name>{escape(author, quote=False)}</name></author>" for author in strategy.authors)
        yield f"<summary>{escape(strategy.summary, quote=False)}</summary>"
        yield "</entry>"

    def _retirement(self, tombstone: TombstoneV1) -> Iterator[str]:
        yield from self._head(tombstone, f"Retired: {tombstone.title}")
        said, successor = "This strategy was retired.", tombstone.replaced_by
        if successor in self._titles:
            title = self._titles[successor]
            said += f" Read “{title}” instead."
            yield f'<link rel="related" type="text/html" href="{self._address(successor)}" title="{escape(title)}"/>'
        yield RETIRED
        yield f'<summary xml:lang="en">{escape(said, quote=False)}</summary>'
        yield "</entry>"

    def _head(self, item: StrategySummary | TombstoneV1, title: str) -> Iterator[str]:
        yield "<entry>"
        yield f"<id>{self._identifiers.address('strategy', item.id)}</id>"
        yield f"<title>{escape(title, quote=False)}</title>"
        yield f"<updated>{item.updated}T00:00:00Z</updated>"
        yield f'<link rel="alternate" type="text/html" href="{self._address(item.id)}"/>'

    def _address(self, id_: str) -> str:
        """The address of a strategy's page; relative if the base URL is not known."""
        return escape(f"{self._base}strategies/{id_}/{'' if self._base else INDEX}")

    @property
    def _base(self) -> str:
        return site_base(self.library.base_url)


def _latest(items: Iterable[StrategySummary | TombstoneV1]) -> list[StrategySummary | TombstoneV1]:
    """The items that changed last, ties by id."""
    return sorted(sorted(items, key=lambda item: item.id), key=lambda item: item.updated, reverse=True)[:MAX_ENTRIES]
