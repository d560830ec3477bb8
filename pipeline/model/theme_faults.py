"""Faults of a library's own templates that show before a page is rendered, and copies whose original changed."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.template_problems import BROKEN, OUTDATED, UNSAFE
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Document, Problem
from pipeline.source.parse.document import NOT_UTF8
from pipeline.source.parse.template import TemplateOutline, outline_of
from pipeline.source.parse.template_reach import OF_PYTHON, WITHHELD
from pipeline.source.paths import TEMPLATES_FOLDER
from pipeline.source.text import Span

DEFAULT = "default/"
BASE = "base.html"
# The blocks of the frame of all pages that other templates fill.
FILLED = ("head", "main")
OWN_BLOCKS = "blocks/"
# The comment at the start of a copied template. The digest is that of the original.
COPIED = re.compile(r"\A\{#\s*Copied from the packaged (\S+), digest ([0-9a-f]{16})\b")
# Values of every page, and of every page but that of a strategy.
OF_PAGES = frozenset(("sheet", "library", "direction", "root", "address", "head_title", "picture", "breadcrumbs"))
OF_PAGES |= {"policy", "linked", "assets", "scripts", "script_words", "navigation", "folder", "logo", "foreign"}
OF_PAGES |= {"languages", "alternates", "written_in", "tongue_of"}
OF_JINJA = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})
OF_LISTS = frozenset({"records", "listings", "most"})
STRATEGY = "strategy.html"


def digest_of_template(text: str) -> str:
    """The digest of a packaged template that its copies name."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def copied_from(text: str) -> tuple[str, str] | None:
    """The packaged template that a template was copied from, and the digest of the original; None for any other."""
    found = COPIED.match(text)
    return (found[1], found[2]) if found else None


@dataclass(frozen=True)
class OwnTemplates:
    """The templates of a library by their names, and the packaged ones."""

    own: Mapping[str, Document]
    packaged: Mapping[str, str]

    @classmethod
    def of(cls, templates: Mapping[str, Document], packaged: Mapping[str, str]) -> "OwnTemplates":
        """The templates of a library by their paths in it."""
        inside = f"{TEMPLATES_FOLDER}/"
        return cls({path.removeprefix(inside): file for path, file in templates.items()}, packaged)

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong, template by template."""
        for name, file in self.own.items():
            if bad := NOT_UTF8.search(file.source.text):
                yield Problem(BROKEN, file.source.span(*bad.span()), {"what": "encoding"})
                continue
            outline = self.outlines[name]
            if outline.fault:
                yield self._problem(name, outline.line, "fault", fault=outline.fault)
                continue
            for line, (kind, value) in outline.reaches.items():
                yield self._problem(name, line, kind, UNSAFE, value=value)
            yield from self._unknown(name, outline)
            yield from self._lost(name, outline)
            if name.startswith(OWN_BLOCKS) and name not in self._used:
                known = (block for block in self.packaged if block.startswith(OWN_BLOCKS))
                yield self._problem(name, 1, "unused", value=name, known=", ".join(known))
            copied = copied_from(file.source.text)
            if copied and copied[0] in self.packaged and digest_of_template(self.packaged[copied[0]]) != copied[1]:
                yield Problem(OUTDATED, file.source.line_span(0), {"original": copied[0]})

    @cached_property
    def outlines(self) -> Mapping[str, TemplateOutline]:
        """The outline of each template of the library."""
        return {name: outline_of(file.source.text) for name, file in self.own.items()}

    @cached_property
    def defaults(self) -> Mapping[str, TemplateOutline]:
        """The outline of each packaged template."""
        return {name: outline_of(text) for name, text in self.packaged.items()}

    def outline(self, name: str) -> TemplateOutline | None:
        """The outline of the template that a name leads to; None when there is none."""
        if name.startswith(DEFAULT):
            return self.defaults.get(name.removeprefix(DEFAULT))
        return self.outlines.get(name) or self.defaults.get(name)

    @cached_property
    def _used(self) -> frozenset[str]:
        """The names of templates that others use."""
        shown = [*self.outlines.values(), *(each for name, each in self.defaults.items() if name not in self.own)]
        extended = {name.removeprefix(DEFAULT) for each in shown for name in each.uses if name.startswith(DEFAULT)}
        shown += [self.defaults[name] for name in extended & self.defaults.keys()]
        return frozenset(name for each in shown for name in each.uses)

    def _chain(self, name: str) -> Iterator[TemplateOutline]:
        """A template and all that it extends."""
        seen = set[str]()
        while name and name not in seen and (found := self.outline(name)):
            seen.add(name)
            yield found
            name = found.parent

    def _unknown(self, name: str, outline: TemplateOutline) -> Iterator[Problem]:
        """Templates, blocks and names that do not exist."""
        for used, line in outline.uses.items():
            if self.outline(used) is None:
                yield self._problem(name, line, "template", value=used)
        for (used, macro), line in outline.imports.items():
            found = self.outline(used)
            if found and not found.fault and macro not in found.offers:
                yield self._problem(name, line, "macro", value=macro, template=used)
        above = [block for each in self._chain(outline.parent) for block in each.blocks]
        for block, line in outline.outer_blocks.items() if outline.parent and self.outline(outline.parent) else ():
            if block not in above:
                yield self._problem(name, line, "block", value=block, known=", ".join(dict.fromkeys(above)))
        if name in self.defaults:
            known = self._known(name)
            for value, line in outline.names.items():
                if value not in known and value not in OF_JINJA and value not in OF_PYTHON | WITHHELD:
                    yield self._problem(name, line, "name", value=value, known=", ".join(sorted(known)))

    def _known(self, name: str) -> set[str]:
        """The names of values that a page's template gets."""
        # The page of a strategy has no lists, and what is on all pages is on that page, too.
        lists = () if name in (STRATEGY, BASE) or name.startswith(OWN_BLOCKS) else OF_LISTS
        return {*OF_PAGES, *self.defaults[name].names, *lists} - OF_JINJA

    def _lost(self, name: str, outline: TemplateOutline) -> Iterator[Problem]:
        """Blocks and macros of a replaced template that others need."""
        packaged = self.defaults.get(name)
        if packaged is None:
            return
        others = {**self.defaults, **self.outlines}
        blocks = {block for each in self._chain(name) for block in each.blocks}
        for other, each in others.items():
            for used, macro in each.imports:
                if used == name and macro not in outline.offers and other not in self.own:
                    yield self._problem(name, 1, "lost-macro", value=macro, user=other)
        if name == BASE:
            for block in FILLED:
                if block in blocks:
                    continue
                yield self._problem(name, 1, "lost-block", value=block)

    def _problem(self, name: str, line: int, what: str, kind: str = BROKEN, **data: str) -> Problem:
        source = self.own[name].source
        index = min(max(line, 1), len(source.line_starts)) - 1
        span: Span = source.line_span(index)
        return Problem(kind, span, {"what": what, **data})
