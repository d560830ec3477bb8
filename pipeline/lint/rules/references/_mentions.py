"""References of a page by id, in values of its front matter and addresses of its links."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from pipeline.lint.rules.references import _list_edits as list_edits
from pipeline.model.entry import Entry
from pipeline.source.parse import Link
from pipeline.source.parse.addresses import normalize_link
from pipeline.source.parse.yaml_tree import Mapping, Scalar, Sequence
from pipeline.source.text import Edit, Span


class Mention(NamedTuple):
    """An id on a page: a `value` of a front-matter `field`, or the target of a `link`."""

    entry: Entry
    text: str
    field: str = ""
    value: Scalar | None = None
    link: Link | None = None

    @property
    def span(self) -> Span:
        """Position of the value, or of the link's address."""
        if self.value:
            return self.value.span
        assert self.link is not None
        return self.link.target

    def replacement(self, id_: str) -> Edit | None:
        """An edit that writes another id; None if the file does not hold this one letter by letter."""
        source, span = self.entry.document.source, self.span
        written = source.slice(span)
        if self.value is None:
            prefix = written[: written.find(":") + 1]
            if not prefix or normalize_link(written) != f"{prefix}{self.text}":
                return None
            return Edit(source.span(span.start + len(prefix), span.end), id_)
        if self.value.exact:
            return Edit(self.value.part(0, len(self.value.text)), id_)
        quote = written[:1]
        return Edit(span, f"{quote}{id_}{quote}") if quote in ('"', "'") else None

    def removal(self) -> Edit | None:
        """An edit that removes a value from its list; None for links, single values and lists in an unusual layout."""
        front = self.entry.document.front
        if self.value is None or not isinstance(front, Mapping):
            return None
        return list_edits.removal(self.entry.document.source, front, self.field, self.value)

    @property
    def is_single_value(self) -> bool:
        """True for the value of a field that is no list."""
        front = self.entry.document.front
        return isinstance(front, Mapping) and isinstance(front.get(self.field), Scalar)

    @property
    def is_in_brackets(self) -> bool:
        """True for an unquoted item of a list in brackets, where commas separate items."""
        front = self.entry.document.front
        found = front.get(self.field) if isinstance(front, Mapping) else None
        plain = self.value is not None and self.value.plain
        return plain and isinstance(found, Sequence) and list_edits.is_bracketed(self.entry.document.source, found)


def listed(entry: Entry, field: str) -> Iterator[Mention]:
    """References in a front-matter field."""
    return (Mention(entry, item.text, field, item) for item in entry.values(field))


def in_own_fields(entry: Entry, target: str) -> Iterator[Mention]:
    """References in the library's own fields to a strategy, a factor, a category, a learner model, or an own term."""
    for field in entry.reference_fields(target):
        # Text in place of a list is an `invalid-value`.
        yield from (each for each in listed(entry, field.id) if not (field.is_listed and each.is_single_value))


def linked(entry: Entry, scheme: str) -> Iterator[Mention]:
    """References in links with a scheme; a link without an id is `malformed-link`."""
    prefix = scheme + ":"
    for link in entry.body.links if entry.readable else ():
        if link.kind != "image" and link.href.startswith(prefix) and link.href != prefix:
            yield Mention(entry, link.href.removeprefix(prefix), link=link)


def strategy_mentions(entry: Entry) -> Iterator[Mention]:
    """References to strategies: related, as its successor, in a field of the library's own, or in a link."""
    return chain(
        listed(entry, "related"),
        listed(entry, "replaced_by"),
        in_own_fields(entry, "strategy"),
        linked(entry, "strategy"),
    )


def named_strategies(entry: Entry) -> set[str]:
    """Ids in `strategy_mentions`, without parsing the page."""
    facts = entry.facts
    own = (text for field in entry.reference_fields("strategy") for text in facts.texts(field.id))
    return {*facts.texts("related"), *facts.texts("replaced_by"), *own, *facts.links}


def accepted_statuses(mention: Mention) -> frozenset[str]:
    """Statuses that the strategy named by a mention may have; empty if any status will do."""
    status = mention.entry.status
    if status == "published" and mention.field != "replaced_by":
        return frozenset({"published"})
    if status == "retired" and mention.field == "replaced_by":
        return frozenset({"published", "retired"})  # a retired successor may have a successor in turn
    return frozenset()
