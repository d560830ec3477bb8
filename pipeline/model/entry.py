"""A strategy page as far as it could be read."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.model.build import Value, build, values_of
from pipeline.model.strategy import Strategy
from pipeline.parse import Body, Document, Problem
from pipeline.parse.yaml_tree import Mapping, Scalar, Sequence

STRATEGIES_FOLDER = "content/strategies"
# The fields whose values name something else in the library.
REFERENCE_FIELDS = ("category", "learner_models", "factors", "related", "replaced_by")


@dataclass(frozen=True)
class Entry:
    """A document, every front-matter value that could be read, and the strategy if all of it built."""

    id: str
    document: Document
    strategy: Strategy | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def path(self) -> str:
        """The file's path, relative to the root."""
        return self.document.path

    @property
    def readable(self) -> bool:
        """False when the file is broken as a whole: then only that is reported."""
        return self.document.readable

    @property
    def body(self) -> Body:
        """The Markdown below the front matter; only of a readable entry."""
        assert self.document.body is not None
        return self.document.body

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
        value = self.value("status")
        return value.text if value else None

    @property
    def title(self) -> str:
        """The title as written, or the id."""
        value = self.value("title")
        return value.text if value else self.id


def build_entry(document: Document) -> Entry:
    """Build the entry of a page; total, like parsing."""
    id_ = PurePosixPath(document.path).name.removesuffix(".md")
    if not document.readable:
        return Entry(id_, document)
    if not isinstance(document.front, Mapping):
        broken = Document(document.source, (_fieldless(document),), front_span=document.front_span, readable=False)
        return Entry(id_, broken)
    strategy, problems = build(Strategy, document.front)
    return Entry(id_, document, strategy, tuple(problems))


def _fieldless(document: Document) -> Problem:
    """What is wrong with a front matter that is empty, a list or bare text: said once, not field by field."""
    front = document.front
    if isinstance(front, Scalar) and not front.is_absent:
        return Problem("invalid-yaml", front.span, {"opened": str(front.span.start)})
    place = front.span if front else document.source.line_span(0)
    return Problem("missing-front-matter", place, {"what": "list" if isinstance(front, Sequence) else "fields"})
