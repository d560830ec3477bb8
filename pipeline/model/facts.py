"""What a page says of itself: all that rules which compare pages ask of it, without its text."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic_core import to_json

from pipeline.model.build import values_of
from pipeline.model.picture import image_path
from pipeline.source.discovery import content_digest
from pipeline.source.parse import Document
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Plain, to_plain

# Fields that other pages and the day's date are compared with.
FIELDS = (
    *("title", "summary", "status", "category", "learner_models", "factors", "related"),
    *("updated", "review_by", "replaced_by", "aliases"),
)
STRATEGY_LINK = "strategy:"
WEB = ("https://", "http://")


class Facts(NamedTuple):
    """Plain data of one page; places of what it tells stand in its document.

    `front` is the whole front matter when it is sound (`whole`), else what could be read of `FIELDS`.
    `headings` are those of its sections, `links` the strategies that its text links to, `pictures` the files that its
    images lead to (see `image_path`), `addresses` those of the web; `ignores` says that it has any.
    """

    front: Mapping[str, Plain]
    whole: bool
    readable: bool
    headings: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    addresses: tuple[str, ...]
    ignores: bool

    def texts(self, field: str) -> tuple[str, ...]:
        """Every value of a field that could be read."""
        value = self.front.get(field)
        if isinstance(value, str):
            return (value,)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def text(self, field: str) -> str | None:
        """The first value of a field, or None."""
        value = self.front.get(field)
        return value if isinstance(value, str) else next(iter(self.texts(field)), None)


def facts_of(document: Document, *, whole: bool) -> Facts:
    """The facts of a page; `whole` says that its front matter built."""
    front = document.front
    if whole and isinstance(front, MappingNode):
        said = to_plain(front)
        assert isinstance(said, dict)
    else:
        said = {field: [value.text for value in found] for field in FIELDS if (found := values_of(front, field))}
    links = document.body.links if document.body else ()
    named = (link.href.removeprefix(STRATEGY_LINK) for link in links if _names_strategy(link.kind, link.href))
    return Facts(
        said,
        whole,
        document.readable,
        tuple(section.title for section in document.body.sections) if document.body else (),
        tuple(named),
        tuple(dict.fromkeys(image_path(document.path, link.href) for link in links if link.kind == "image")),
        tuple(dict.fromkeys(link.href for link in links if link.href.startswith(WEB))),
        bool(document.ignores),
    )


def _names_strategy(kind: str, href: str) -> bool:
    return kind != "image" and href.startswith(STRATEGY_LINK) and href != STRATEGY_LINK


def dates_of(facts: Facts) -> list[str]:
    """Every day on which something is said to have been done, as written; of a sound front matter."""
    source = facts.front.get("source")
    written = (facts.front.get("updated"), source.get("retrieved") if isinstance(source, dict) else None)
    return [day for day in written if isinstance(day, str)]


def hangs_on_day(facts: Facts, today: dt.date) -> bool:
    """True when a later day than `today` could bring another finding."""
    if not facts.whole or facts.text("review_by"):
        return True
    return any(day > today.isoformat() for day in dates_of(facts))  # as YYYY-MM-DD, dates sort as text does


def encode_facts(facts: Facts) -> list[Any]:
    """Facts as plain data."""
    return list(facts)


def decode_facts(data: Sequence[Any]) -> Facts:
    """The facts again."""
    return Facts._make(tuple(value) if isinstance(value, list) else value for value in data)


def print_of(facts: Facts) -> str:
    """What tells the facts of a page from any others."""
    data = encode_facts(facts)
    try:
        return content_digest(to_json(data))
    except ValueError:  # text that is no UTF-8
        return content_digest(json.dumps(data).encode())
