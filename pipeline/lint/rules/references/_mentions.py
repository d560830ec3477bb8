"""Where a page names something else by its id: values of its front matter, addresses of its links."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.lint.rules.references import _list_edits as list_edits
from pipeline.model.entry import Entry
from pipeline.source.parse.addresses import normalize_link
from pipeline.source.parse.yaml_tree import Mapping, Scalar
from pipeline.source.text import Edit, Span


class Mention(NamedTuple):
    """One place of a page that names something: a value of a `field`, or a link with a `scheme`."""

    entry: Entry
    text: str
    span: Span
    field: str = ""
    value: Scalar | None = None
    scheme: str = ""

    def renaming(self, id_: str) -> Edit | None:
        """Name something else here; None where the name does not stand in the file as it reads."""
        source = self.entry.document.source
        written = source.slice(self.span)
        if self.value is None:
            lead = len(self.scheme) + 1
            if not written.startswith(self.scheme + ":") or normalize_link(written) != f"{self.scheme}:{self.text}":
                return None
            return Edit(source.span(self.span.start + lead, self.span.end), id_)
        if self.value.exact:
            return Edit(self.value.part(0, len(self.value.text)), id_)
        quote = written[:1]
        return Edit(self.span, f"{quote}{id_}{quote}") if quote in ('"', "'") else None

    @property
    def is_whole_field(self) -> bool:
        """True for the one value of a field that is no list."""
        front = self.entry.document.front
        return isinstance(front, Mapping) and isinstance(front.get(self.field), Scalar)

    @property
    def is_in_brackets(self) -> bool:
        """True for an item of a list in brackets, where a comma parts two."""
        front, source = self.entry.document.front, self.entry.document.source
        found = front.get(self.field) if isinstance(front, Mapping) else None
        plain = self.value is not None and self.value.plain
        return plain and found is not None and source.text.startswith("[", found.span.start)

    def removal(self) -> Edit | None:
        """Take the value out of its list; None for links, single values and lists that are oddly laid out."""
        front = self.entry.document.front
        if self.value is None or not isinstance(front, Mapping):
            return None
        return list_edits.removal(self.entry.document.source, front, self.field, self.value)


def listed(entry: Entry, field: str) -> Iterator[Mention]:
    """What a front-matter field names."""
    return (Mention(entry, item.text, item.span, field, item) for item in entry.values(field))


def names_of(entry: Entry) -> set[str]:
    """Every strategy that a page names: as related, as its successor, or in a link."""
    facts = entry.facts
    return {*facts.texts("related"), *facts.texts("replaced_by"), *facts.links}


def linked(entry: Entry, scheme: str) -> Iterator[Mention]:
    """What links with a scheme name; a link that names nothing is `malformed-link`."""
    if not entry.readable:
        return
    lead = scheme + ":"
    for link in entry.body.links:
        if link.kind != "image" and link.href.startswith(lead) and link.href != lead:
            yield Mention(entry, link.href.removeprefix(lead), link.target, scheme=scheme)
