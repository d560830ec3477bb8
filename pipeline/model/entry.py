"""A strategy page, with every value of its front matter that could be read."""

import datetime as dt
from collections.abc import Callable

from pipeline.model.build import Model, build, values_of
from pipeline.model.dates import read_date
from pipeline.model.facts import Facts, facts_of
from pipeline.model.own_fields import OwnField, page_model
from pipeline.model.strategy import REFERENCE_FIELDS, Strategy
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Body, Document, Problem
from pipeline.source.parse.yaml_tree import Mapping, Scalar, Sequence
from pipeline.source.text import Source

# Statuses of pages that need not be complete and are never published.
UNFINISHED = frozenset({"idea", "draft"})


class Entry:
    """A page: its document, its facts, the values of its front matter, and the strategy if the front matter is valid.

    `fields` are those that the page policy adds to those of every library. An entry with known `facts` parses its page
    only when a rule needs its text or a position in it.
    """

    def __init__(
        self,
        path: str,
        parse: Callable[[], Document],
        read: Callable[[], Source] | None = None,
        facts: Facts | None = None,
        *,
        fields: tuple[OwnField, ...] = (),
    ) -> None:
        self.path = path  # relative to the root
        self.id = path.rpartition("/")[2].removesuffix(".md")
        self._parse, self._read, self._known, self._fields = parse, read, facts, fields
        self._values: dict[str, tuple[Scalar, ...]] = {}

    @cached_property
    def document(self) -> Document:
        """The parsed page; unreadable if its front matter has no fields."""
        document = self._parse()
        if not document.readable or isinstance(document.front, Mapping):
            return document
        return Document(document.source, (_no_fields(document),), front_span=document.front_span, readable=False)

    @cached_property
    def source(self) -> Source:
        """The page's text."""
        return self._read() if self._read else self.document.source

    @cached_property
    def facts(self) -> Facts:
        """Data of the page for rules that compare pages or depend on the date."""
        if self._known:
            return self._known
        own = [field.id for field in self._fields]
        return facts_of(self.document, own, valid=self.strategy is not None)

    @cached_property
    def _built(self) -> tuple[Strategy | None, tuple[Problem, ...]]:
        return self.front_as(page_model(self._fields))

    def front_as(self, model: type[Model]) -> tuple[Model | None, tuple[Problem, ...]]:
        """The front matter as a model, if it is valid, and its problems; neither if the page cannot be read."""
        front = self.document.front
        if not self.document.readable or not isinstance(front, Mapping):
            return None, ()
        built, problems = build(model, front)
        return built, tuple(problems)

    @cached_property
    def strategy(self) -> Strategy | None:
        """The typed front matter, if it is valid."""
        if self._known:
            return page_model(self._fields).model_validate(self._known.front) if self._known.valid else None
        return self._built[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the front matter."""
        return self._built[1]

    @cached_property
    def readable(self) -> bool:
        """False when the file cannot be parsed as a page: then no other problem is reported."""
        return self._known.readable if self._known else self.document.readable

    @property
    def body(self) -> Body:
        """The Markdown below the front matter of a readable page."""
        assert self.document.body is not None
        return self.document.body

    @property
    def is_read(self) -> bool:
        """True once the text of the page was needed."""
        return "source" in self.__dict__ or "document" in self.__dict__

    def release(self) -> None:
        """Drop all cached values, as their reference cycles are slow to collect. The entry is then unusable."""
        body = self.document.body
        for inline in body.inlines if body else ():
            inline.__dict__.pop("links", None)
        self.__dict__.clear()

    def values(self, field: str) -> tuple[Scalar, ...]:
        """Every value of a front-matter field that could be read, with its span."""
        if field not in self._values:
            self._values[field] = values_of(self.document.front, field)
        return self._values[field]

    def value(self, field: str) -> Scalar | None:
        """The first value of a field, or None."""
        return next(iter(self.values(field)), None)

    def has(self, field: str) -> bool:
        """True when the front matter has a field, whatever its value."""
        return isinstance(self.document.front, Mapping) and self.document.front.key(field) is not None

    def reference_fields(self, target: str) -> list[OwnField]:
        """The library's own fields that name a strategy, a factor, a category, a learner model, or an own term."""
        return [field for field in self._fields if field.target == target]

    def fields_naming(self, kind: str) -> list[str]:
        """Every field of a page that names something of a kind, those of the format first."""
        usual = [name for name, target in REFERENCE_FIELDS.items() if target == kind]
        return [*usual, *(field.id for field in self.reference_fields(kind))]

    @property
    def status(self) -> str | None:
        """The status as written, or None."""
        return self.facts.text("status")

    @property
    def is_unfinished(self) -> bool:
        """True for an idea or a draft."""
        return self.status in UNFINISHED

    @property
    def publish_on(self) -> dt.date:
        """The day from which a published page is published; the first of all days if it does not say."""
        written = self.facts.text("publish_on") if self.status == "published" else None
        return (read_date(written) if written else None) or dt.date.min

    @property
    def title(self) -> str:
        """The title as written, or the id."""
        return self.facts.text("title") or self.id


def build_entry(document: Document, fields: tuple[OwnField, ...] = ()) -> Entry:
    """The entry of a parsed page; `fields` are those of the library's own."""
    return Entry(document.path, lambda: document, fields=fields)


def _no_fields(document: Document) -> Problem:
    """The problem of a front matter that is empty, a list or plain text."""
    front = document.front
    if isinstance(front, Scalar) and not front.is_absent:
        return Problem("invalid-yaml", front.span, {"opened": str(front.span.start)})
    span = front.span if front else document.source.line_span(0)
    return Problem("missing-front-matter", span, {"what": "list" if isinstance(front, Sequence) else "fields"})
