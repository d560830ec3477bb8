"""Findings on a page, each with its place there: a block of the text, a section, or a field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from pipeline.model.diagnostics import Diagnostic, Safety
from pipeline.model.entry import Entry
from pipeline.model.rendition import RenderedBlock, Rendition
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Section
from pipeline.source.parse.yaml_tree import Mapping

# The kind of a block that only shows findings; pages show it like any text.
FINDINGS = "findings"
NOTE = Markup(
    '<aside class="preview-note {severity}" id="preview-{number}" data-field="{field}">'
    "<p><b>{severity}</b> {message} <small>{rule}</small></p>{help}"
    '<p><a href="{address}">{path}:{line}</a> {button}</p></aside>'
)


def worded(message: str) -> Markup:
    """A message with what it quotes between back-ticks as code."""
    parts = message.split("`")
    if len(parts) % 2 == 0:  # the quoted text itself holds one
        return escape(message)
    marked = (Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts))
    return Markup("").join(marked)


class PlacedFinding(NamedTuple):
    """A finding, its number among those of a report, its line, and the field that it is about if it is about one."""

    number: int
    found: Diagnostic
    line: int
    field: str = ""

    @property
    def words(self) -> Markup:
        """The message as HTML."""
        return worded(self.found.message)

    @property
    def help(self) -> Markup:
        """Where to look, as HTML."""
        return worded(self.found.help)

    @property
    def html(self) -> Markup:
        """The finding as HTML, with a button if it can be mended."""
        found = self.found
        return NOTE.format(
            severity=found.severity.value,
            number=self.number,
            field=self.field,
            message=self.words,
            rule=found.rule,
            help=Markup("<p>{}</p>").format(self.help) if found.help else "",
            path=found.span.path,
            address=self.source_address,
            line=self.line,
            button=self._button,
        )

    @property
    def source_address(self) -> str:
        """The address of the line in the preview of its file."""
        path = quote(self.found.span.path, safe="/", errors="surrogateescape")
        return f"/-/source?path={path}#line-{self.line}"

    @property
    def _button(self) -> Markup:
        fix = self.found.fix
        if fix is None or fix.safety is Safety.MANUAL:
            return Markup("")
        doubt = " (look at it afterwards)" if fix.safety is Safety.UNSAFE else ""
        return Markup('<button type="button" data-fix="{}">{}{}</button>').format(self.number, worded(fix.title), doubt)


@dataclass(frozen=True)
class PageNotes:
    """The findings on one page."""

    entry: Entry
    found: tuple[PlacedFinding, ...]

    @cached_property
    def all(self) -> list[PlacedFinding]:
        """All of them, in the order of the text, with the fields that they are about."""
        return [each._replace(field=self._field(each.found)) for each in self.found]

    def _field(self, found: Diagnostic) -> str:
        """The field whose value or name a finding is about; empty if it is about the text."""
        document = self.entry.document
        if document.front_span is None or found.span.start >= document.front_span.end:
            return ""
        pairs = document.front.pairs if isinstance(document.front, Mapping) else ()
        before = [key.text for key, _ in pairs if key.span.start <= found.span.start]
        return before[-1] if before else "front"

    def outside_text(self) -> list[PlacedFinding]:
        """Those that no block of the text shows."""
        inside = {number for each in self._sections for number in self._numbers(each)}
        return [each for each in self.all if each.number not in inside]

    @property
    def _sections(self) -> tuple[Section, ...]:
        body = self.entry.document.body
        if body is None:
            return ()
        return (body.preamble, *body.sections) if body.preamble.blocks else body.sections

    def _numbers(self, section: Section) -> set[int]:
        spans = [block.span for block in (*([section.heading] if section.heading else []), *section.blocks)]
        if not spans:
            return set()
        first, last = spans[0].start, max(span.end for span in spans)
        return {each.number for each in self.all if not each.field and first <= each.found.span.start <= last}

    def in_text(self, rendition: Rendition) -> Rendition:
        """The rendition with a block of findings after each block that has some."""
        sections = zip(rendition.sections, self._sections, strict=True)
        return replace(
            rendition,
            sections=tuple(shown._replace(blocks=tuple(self._blocks(shown.blocks, own))) for shown, own in sections),
        )

    def _blocks(self, rendered: Iterable[RenderedBlock], section: Section) -> Iterator[RenderedBlock]:
        inside = self._numbers(section)
        waiting = [each for each in self.all if each.number in inside]
        first = section.blocks[0].span.start if section.blocks else 0
        on_heading = [each for each in waiting if each.found.span.start < first]
        if on_heading:
            waiting = waiting[len(on_heading) :]
            yield _block_of(on_heading)
        for block, shown in zip(section.blocks, rendered, strict=True):
            yield shown
            here = [each for each in waiting if each.found.span.start <= block.span.end]
            waiting = [each for each in waiting if each not in here]
            if here:
                yield _block_of(here)
        if waiting:
            yield _block_of(waiting)


def _block_of(found: Iterable[PlacedFinding]) -> RenderedBlock:
    return RenderedBlock(FINDINGS, str(Markup("").join(each.html for each in found)))
