"""The facts of a page: its data for rules that compare pages, without its text."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.model.build import values_of
from pipeline.model.images import image_path
from pipeline.model.listed_items import listed_items
from pipeline.model.work import SCHEME as REFERENCE_LINK
from pipeline.source.discovery import content_digest
from pipeline.source.parse import Block, Document, Link
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Plain, to_plain

# Fields that rules compare with other pages or with the day.
FIELDS = (
    *("title", "summary", "status", "category", "learner_models", "factors", "related"),
    *("updated", "published", "review_by", "publish_on", "retired", "replaced_by", "aliases"),
)
STRATEGY_LINK = "strategy:"
WEB = ("https://", "http://")


class ItemCount(NamedTuple):
    """How many items the lists of a section have below one of its headings, or above the first."""

    section: str  # its heading
    heading: str
    items: int


class SectionDigest(NamedTuple):
    """Digests of the words of a section: of the quote that opens it, if one does, and of all that follows."""

    heading: str
    quote: str
    text: str


class Facts(NamedTuple):
    """Plain data of one page; positions are found in its document.

    `front` is the complete front matter if it is `valid`, or else the values that could be read of `FIELDS` and of the
    library's own fields. `links` are the strategies that the text links to, `pictures` the files of its images (see
    `image_path`), `addresses` its links to the web, `cited` the works that it names. `ignores` is true when the page
    has an ignore comment; `items` are counted by heading. `digests` are those of what stands before the first section,
    with an empty heading, and of each section.
    """

    front: Mapping[str, Plain]
    valid: bool
    readable: bool
    headings: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    addresses: tuple[str, ...]
    ignores: bool
    items: tuple[ItemCount, ...]
    cited: tuple[str, ...] = ()
    digests: tuple[SectionDigest, ...] = ()

    def texts(self, field: str) -> tuple[str, ...]:
        """Every value of a field that could be read."""
        value = self.front.get(field)
        if isinstance(value, str):
            return (value,)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def text(self, field: str) -> str | None:
        """The first value of a field, or None."""
        return next(iter(self.texts(field)), None)


def facts_of(document: Document, own: Iterable[str] = (), *, valid: bool) -> Facts:
    """The facts of a page, given the library's own fields, and whether its front matter is valid."""
    front = document.front
    if valid and isinstance(front, MappingNode):
        fields = to_plain(front)
        assert isinstance(fields, dict)
    else:
        fields = {
            field: [value.text for value in found] for field in (*FIELDS, *own) if (found := values_of(front, field))
        }
    links = document.body.links if document.body else ()
    return Facts(
        fields,
        valid,
        document.readable,
        tuple(section.title for section in document.body.sections) if document.body else (),
        tuple(_named(links, STRATEGY_LINK)),
        tuple(dict.fromkeys(image_path(document.path, link.href) for link in links if link.kind == "image")),
        tuple(dict.fromkeys(link.href for link in links if link.href.startswith(WEB))),
        bool(document.ignores),
        tuple(_items(document)),
        tuple(dict.fromkeys(_named(links, REFERENCE_LINK))),
        tuple(_digests(document)),
    )


def digest_of_words(text: str) -> str:
    """A short digest of a text, whatever its line breaks."""
    return content_digest(" ".join(text.split()).encode("utf-8", "surrogatepass"))[:8]


def _digests(document: Document) -> Iterator[SectionDigest]:
    for section in (document.body.preamble, *document.body.sections) if document.body else ():
        blocks = section.blocks
        quoted = bool(blocks) and blocks[0].kind == "blockquote"
        parts = [_digest(document, part) for part in (blocks[:quoted], blocks[quoted:])]
        yield SectionDigest(section.title, *parts)


def _digest(document: Document, blocks: Sequence[Block]) -> str:
    return digest_of_words(document.written(blocks[0].span.start, blocks[-1].span.end)) if blocks else ""


def _items(document: Document) -> Iterator[ItemCount]:
    for section in document.body.sections if document.body else ():
        counts = Counter(item.heading for item in listed_items(section))
        yield from (ItemCount(section.title, heading, number) for heading, number in counts.items())


def _named(links: Iterable[Link], scheme: str) -> Iterator[str]:
    """The ids that links with a scheme lead to."""
    found = (link.href for link in links if link.kind != "image" and link.href.startswith(scheme))
    return (href.removeprefix(scheme) for href in found if href != scheme)


def dates_of(facts: Facts) -> list[str]:
    """The past days in a valid front matter: publication, last change, retirement, review, reading of the source."""
    front, days = facts.front, (("source", "retrieved"), ("reviewed", "date"))
    parts = ((front.get(field), name) for field, name in days)
    nested = (part.get(name) for part, name in parts if isinstance(part, dict))
    written = (*(front.get(field) for field in ("updated", "published", "retired")), *nested)
    return [day for day in written if isinstance(day, str)]


def decode_facts(data: Sequence[Any]) -> Facts:
    """The facts of a page from their JSON."""
    facts = Facts._make(tuple(value) if isinstance(value, list) else value for value in data)
    digests = tuple(map(SectionDigest._make, facts.digests))
    return facts._replace(items=tuple(map(ItemCount._make, facts.items)), digests=digests)
