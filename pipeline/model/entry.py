"""A strategy page as far as it could be read."""

from collections.abc import Callable
from functools import cached_property

from pipeline.model.build import Value, build, values_of
from pipeline.model.facts import Facts, facts_of
from pipeline.model.strategy import Strategy
from pipeline.source.parse import Body, Document, Problem
from pipeline.source.parse.yaml_tree import Mapping, Scalar, Sequence
from pipeline.source.text import Source

# The fields whose values name something else in the library.
REFERENCE_FIELDS = ("category", "learner_models", "factors", "related", "replaced_by")


class Entry:
    """A page: its facts, and its document, every front-matter value with its place, and the strategy if all built.

    An entry whose `facts` are known already parses its page only when somebody asks for a place or for text.
    """

    def __init__(
        self,
        path: str,
        parse: Callable[[], Document],
        read: Callable[[], Source] | None = None,
        facts: Facts | None = None,
    ) -> None:
        self.path = path  # relative to the root
        self.id = path.rpartition("/")[2].removesuffix(".md")
        self._parse, self._read, self._known = parse, read, facts

    @cached_property
    def document(self) -> Document:
        """The page, parsed; one without fields in its front matter is broken as a whole."""
        document = self._parse()
        if not document.readable or isinstance(document.front, Mapping):
            return document
        return Document(document.source, (_fieldless(document),), front_span=document.front_span, readable=False)

    @cached_property
    def source(self) -> Source:
        """The page's text."""
        return self._read() if self._read else self.document.source

    @cached_property
    def facts(self) -> Facts:
        """What the page says of itself."""
        return self._known or facts_of(self.document, whole=self.strategy is not None)

    @cached_property
    def _built(self) -> tuple[Strategy | None, tuple[Problem, ...]]:
        front = self.document.front
        if not self.document.readable or not isinstance(front, Mapping):
            return None, ()
        strategy, problems = build(Strategy, front)
        return strategy, tuple(problems)

    @cached_property
    def strategy(self) -> Strategy | None:
        """The typed front matter, if all of it built."""
        if self._known:
            return Strategy.model_validate(self._known.front) if self._known.whole else None
        return self._built[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the front matter."""
        return self._built[1]

    @cached_property
    def readable(self) -> bool:
        """False when the file is broken as a whole: then only that is reported."""
        return self._known.readable if self._known else self.document.readable

    @property
    def body(self) -> Body:
        """The Markdown below the front matter; only of a readable entry."""
        assert self.document.body is not None
        return self.document.body

    @property
    def opened(self) -> bool:
        """True when somebody asked for a place or for text."""
        return "source" in self.__dict__ or "document" in self.__dict__

    def release(self) -> None:
        """Forget everything, for nobody will ask any more.

        What was worked out leads back to the page, an inline text's links to the text. Left to the garbage collector,
        these circles took a third of the time of reading.
        """
        body = self.document.body
        for inline in body.inlines if body else ():
            inline.__dict__.pop("links", None)
        self.__dict__.clear()

    def values(self, field: str) -> tuple[Value, ...]:
        """Every value of a front-matter field that could be read, with its place."""
        return tuple(Value(item.text, item.span) for item in self.scalars(field))

    def has(self, field: str) -> bool:
        """True when the front matter names a field, whatever its value."""
        return isinstance(self.document.front, Mapping) and self.document.front.key(field) is not None

    def value(self, field: str) -> Value | None:
        """The first value of a field, or None."""
        return next(iter(self.values(field)), None)

    def scalars(self, field: str) -> tuple[Scalar, ...]:
        """The same values as parsing gave them: parts of them can be located."""
        return values_of(self.document.front, field)

    @property
    def status(self) -> str | None:
        """The status as written, or None."""
        return self.facts.text("status")

    @property
    def title(self) -> str:
        """The title as written, or the id."""
        return self.facts.text("title") or self.id


def build_entry(document: Document) -> Entry:
    """Build the entry of a page that is parsed; total, like parsing."""
    return Entry(document.path, lambda: document)


def _fieldless(document: Document) -> Problem:
    """What is wrong with a front matter that is empty, a list or bare text: said once, not field by field."""
    front = document.front
    if isinstance(front, Scalar) and not front.is_absent:
        return Problem("invalid-yaml", front.span, {"opened": str(front.span.start)})
    place = front.span if front else document.source.line_span(0)
    return Problem("missing-front-matter", place, {"what": "list" if isinstance(front, Sequence) else "fields"})
