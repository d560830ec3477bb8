"""The feed of a library: the strategies and the retirements that changed last."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import escape  # as good for XML, whose own module imports the network library
from typing import NamedTuple, Protocol, TypeVar

from pipeline.model.identifiers import Identifiers
from pipeline.model.images import SITE
from pipeline.model.work import PLACE
from pipeline.publish.schema.records import LibraryV1, TombstoneV1
from pipeline.publish.section_addresses import PAGES
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.publish.web_address import site_base

# Entries of the feed: so many of the latest strategies, and of the latest retirements. These would otherwise be
# pushed out by a day on which many pages change.
MAX_ENTRIES = 50
# Characters of all texts together; older strategies have a summary only. Readers load the feed again and again.
MAX_TEXT = 500_000
INDEX = "index.html"
# The category of an entry about a retired strategy. No category of a library has a scheme.
RETIRED = '<category scheme="https://schema.org/creativeWorkStatus" term="retired" label="{}"/>'
# Addresses in the HTML of a section that are not those of the web; text there holds no `<`, so these are in tags.
IMAGE = f'<img src="{SITE}/'
OWN_LINK = re.compile(r'<a href="(factor|strategy|reference):([^"]*)"')
# What XML cannot represent at all.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Item = TypeVar("Item", StrategySummary, TombstoneV1)


class FeedSection(NamedTuple):
    """A section of a page: its heading, and its HTML as in records."""

    heading: str
    html: str


class FeedWords(Protocol):
    """The words of a site in its language."""

    def gettext(self, message: str, **values: object) -> str:
        """A message with values in place of `%(name)s`."""


class FeedContent(NamedTuple):
    """What a feed tells: the library, its strategies and retirements, and the texts of strategies by id."""

    library: LibraryV1
    strategies: Collection[StrategySummary]
    tombstones: Collection[TombstoneV1]
    texts: Mapping[str, Sequence[FeedSection]]


class Feed:
    """https://www.rfc-editor.org/rfc/rfc4287; a day without an hour becomes its midnight in UTC.

    The entry of a retired strategy has the id that the strategy had, so that readers show it in its place.
    """

    def __init__(self, content: FeedContent, words: FeedWords) -> None:
        self.library, self._texts, self._words = content.library, content.texts, words
        self._identifiers = Identifiers(self.library.id)
        self._titles = {strategy.id: strategy.title for strategy in content.strategies}
        latest: list[StrategySummary | TombstoneV1] = [*_latest(content.strategies), *_latest(content.tombstones)]
        self._latest = sorted(latest, key=lambda item: item.id)
        self._latest.sort(key=lambda item: item.updated, reverse=True)  # ties by id

    def text(self) -> str:
        """The text of `feed.atom`."""
        library, room = self.library, MAX_TEXT
        updated = self._latest[0].updated if self._latest else "1970-01-01"
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(library.language)}">',
            f"<id>{self._identifiers.address('vocabulary', 'library')}</id>",
            f"<title>{_escaped(library.title)}</title>",
            f"<updated>{updated}T00:00:00Z</updated>",
            f"<author><name>{_escaped(library.publisher)}</name></author>",
            f"<rights>{_escaped(library.licence)}</rights>",
            f'<link rel="self" type="application/atom+xml" href="{escape(self._base + "feed.atom")}"/>',
            f'<link rel="alternate" type="text/html" href="{escape(self._base or INDEX)}"/>',
        ]
        for item in self._latest:
            if isinstance(item, TombstoneV1):
                lines += self._retirement(item)
                continue
            text = content_of(item.id, self._texts.get(item.id, ()), self._base)
            lines += self._strategy(item, text if len(text) <= room else "")
            room -= len(text)
        return "\n".join([*lines, "</feed>", ""])

    def _strategy(self, strategy: StrategySummary, content: str) -> Iterator[str]:
        yield from self._head(strategy, strategy.title)
        if strategy.published:
            yield f"<published>{strategy.published}T00:00:00Z</published>"
        yield f'<category term="{strategy.category.id}" label="{escape(strategy.category.name)}"/>'
        yield from (f"<author><name>{_escaped(author)}</name></author>" for author in strategy.authors)
        yield f"<summary>{_escaped(strategy.summary)}</summary>"
        if content:
            yield f'<content type="html">{_escaped(content)}</content>'
        yield "</entry>"

    def _retirement(self, tombstone: TombstoneV1) -> Iterator[str]:
        words = self._words
        yield from self._head(tombstone, words.gettext("Retired: %(title)s", title=tombstone.title))
        said, successor = words.gettext("This strategy was retired."), tombstone.replaced_by
        if successor in self._titles:
            title = self._titles[successor]
            said += " " + words.gettext("Read “%(title)s” instead.", title=title)
            yield f'<link rel="related" type="text/html" href="{self._address(successor)}" title="{escape(title)}"/>'
        yield RETIRED.format(escape(words.gettext("Retired")))
        yield f"<summary>{_escaped(said)}</summary>"
        yield "</entry>"

    def _head(self, item: StrategySummary | TombstoneV1, title: str) -> Iterator[str]:
        yield "<entry>"
        yield f"<id>{self._identifiers.address('strategy', item.id)}</id>"
        yield f"<title>{_escaped(title)}</title>"
        yield f"<updated>{item.updated}T00:00:00Z</updated>"
        yield f'<link rel="alternate" type="text/html" href="{self._address(item.id)}"/>'

    def _address(self, id_: str) -> str:
        """The address of a strategy's page; relative if the base URL is not known."""
        return escape(f"{self._base}strategies/{id_}/{'' if self._base else INDEX}")

    @property
    def _base(self) -> str:
        return site_base(self.library.base_url)


def ids_in_feed(strategies: Collection[StrategySummary]) -> list[str]:
    """Ids of the strategies that have an entry, the latest first."""
    return [strategy.id for strategy in _latest(strategies)]


def content_of(page: str, sections: Iterable[FeedSection], base: str) -> str:
    """The HTML of a strategy's text, with links that work anywhere; without a base they begin at the feed."""
    parts = (f"<h2>{escape(section.heading, quote=False)}</h2>\n{section.html.strip()}\n" for section in sections)
    html = "".join(parts).replace(IMAGE, f'<img src="{escape(base)}')

    def address(found: re.Match[str]) -> str:
        kind, id_ = found.groups()
        if kind == "reference":
            return f'<a href="{escape(base)}strategies/{page}/{INDEX}#{PLACE}{id_}"'
        return f'<a href="{escape(base)}{PAGES[kind]}/{id_}/{INDEX}"'

    return OWN_LINK.sub(address, html)


def _latest(items: Iterable[Item]) -> list[Item]:
    """The items that changed last, ties by id."""
    return sorted(sorted(items, key=lambda item: item.id), key=lambda item: item.updated, reverse=True)[:MAX_ENTRIES]


def _escaped(text: str) -> str:
    return escape(NO_XML.sub("", text), quote=False)
