"""Holds that no text vanishes: each word of a page's body is published, or a finding names its line.

Of a page with errors nothing is published; what would be is looked at all the same, so that one fault hides no other.
A finding of any weight excuses the lines that it covers; one about text before the first section excuses all of that
text; an unreadable page, or one nested too deep, is not looked at.

Entries of a section of resources or citations must be in a record as well: it is what consumers read. A finding at an
entry excuses the whole of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from conftest import LIBRARY, TODAY

from pipeline.lint.runner import check
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.entry import Entry
from pipeline.model.image_file import ImageFile
from pipeline.model.library import Library
from pipeline.model.load import build_library
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.rendition import rendition_of
from pipeline.model.settings import Settings
from pipeline.source.parse import Block, Body, Document, Limits, Section, parse_data, parse_page
from pipeline.source.parse.plain_text import plain_text
from pipeline.source.paths import DATA_PATHS, POLICY_PATH
from pipeline.source.resources import default_policy_text
from pipeline.source.text import Source

from .words import missing, text_of_html

LIMITS = Limits()
IMAGES = {"content/images/circle.png": ImageFile(1, "png")}
SETTINGS = Settings()
HTML, TEXT, RECORDS = "HTML", "JSON and CSV", "resources or references"
UNREAD = frozenset({"nested-too-deep", "missing-front-matter"})
LISTS = ("bullet_list", "ordered_list")
# A year in a citation.
DATED = re.compile(r"\b(?:1[5-9]|20)[0-9]{2}\b")
# A year or a longer number of a list item.
YEAR = re.compile(r"\d{4,9}[.)]")


class Loss(NamedTuple):
    """A word that is not published in some format, the lines where it stands, and the page."""

    where: str
    word: str
    lines: tuple[int, ...]  # indices in the source
    source: Source

    @property
    def kind(self) -> str:
        """How it is probably lost, told by its line."""
        if self.where == RECORDS:
            return "not in a record"
        near = ["\n".join(map(self._line, range(max(0, line - 3), line + 4))) for line in self.lines]
        if all("]:" in text for text in near):
            return "in a link definition"
        if all("|" in self._line(line) + self._line(max(0, line - 1)) for line in self.lines):
            return "in a table"
        if self.is_number:
            return "number of a list item"
        return "elsewhere"

    @property
    def is_number(self) -> bool:
        """True for the number of a list item, which is no part of its text."""
        return self.word.isdigit() and all(YEAR.search(self._line(line)) for line in self.lines)

    def _line(self, index: int) -> str:
        if index >= len(self.source.line_starts):
            return ""
        return self.source.slice(self.source.line_span(index))

    def __str__(self) -> str:
        first = self.lines[0]
        return f"{self.source.path}:{first + 1}: `{self.word}` is not in {self.where}: {self._line(first)[:100]}"


@cache
def _frame() -> tuple[list[Document], dict[str, Document], Document]:
    """The pages of the test library, its data files, and the packaged house rules."""
    files = sorted((LIBRARY / "content/strategies").glob("*.md"))
    pages = [parse_page(_source(file.relative_to(LIBRARY).as_posix()), LIMITS) for file in files]
    data = {path: parse_data(_source(path), LIMITS) for path in DATA_PATHS if (LIBRARY / path).is_file()}
    return pages, data, parse_data(Source(POLICY_PATH, default_policy_text()), LIMITS)


def _source(path: str) -> Source:
    return Source.decode(path, (LIBRARY / path).read_bytes())


def losses(pages: Iterable[str], settings: Settings = SETTINGS) -> list[Loss]:
    """What vanishes of some pages, all of them laid over the test library."""
    neighbours, data_files, house_rules = _frame()
    new = [
        parse_page(Source(f"content/strategies/page-{number}.md", page), LIMITS) for number, page in enumerate(pages)
    ]
    library = build_library([*neighbours, *new], data_files, house_rules, images=IMAGES)
    found = by_path(check(library, settings, TODAY).diagnostics)
    paths = {document.path for document in new}
    entries = [entry for entry in library.entries if entry.path in paths]
    return [loss for entry in entries for loss in _losses_of(entry, library, found.get(entry.path, []))]


def by_path(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Findings by the file at which they stand."""
    found: dict[str, list[Diagnostic]] = {}
    for item in diagnostics:
        found.setdefault(item.span.path, []).append(item)
    return found


def _losses_of(entry: Entry, library: Library, found: list[Diagnostic]) -> Iterator[Loss]:
    if not entry.readable or any(item.rule in UNREAD for item in found):
        return
    document, body = entry.document, entry.body
    loose = body.preamble.blocks
    named = any(block.span.start <= item.span.start < block.span.end for block in loose for item in found)
    begin = (
        body.sections[0].heading.span.start
        if named and body.sections and body.sections[0].heading
        else body_start(document)
    )
    if named and not body.sections:
        return
    shown = {
        HTML: text_of_html(document.html(0, len(body.tokens), lambda address: address)),
        TEXT: "\n".join(text_of_section(body, section) for section in (body.preamble, *body.sections)),
    }
    yield from lost(document, begin, shown, found)
    yield from _unrecorded(entry, library.policy, found)


def text_of_section(body: Body, section: Section) -> str:
    """The heading of a section and its plain text."""
    return f"{section.title}\n{plain_text(body, section.blocks)}"


def body_start(document: Document) -> int:
    """Where the text below the front matter begins."""
    source, front = document.source, document.front_span
    assert front is not None
    return source.line_starts[min(source.line_index(front.end) + 1, len(source.line_starts) - 1)]


def lost(
    document: Document, begin: int, shown: Mapping[str, str], found: Iterable[Diagnostic], end: int | None = None
) -> Iterator[Loss]:
    """Words between two offsets that some of the texts shown do not hold, and that no finding names."""
    source, first = document.source, body_start(document)
    covered = _lines_covered(source, found)

    def named(at: int) -> bool:
        return source.line_index(first + at) in covered

    within = slice(begin - first, (len(source.text) if end is None else end) - first)
    for where, text in shown.items():
        for word in missing(source.text[first:], text, within=within, named=named):
            yield Loss(where, word.text, tuple(source.line_index(first + at) for at in word.at), source)


def _lines_covered(source: Source, found: Iterable[Diagnostic]) -> set[int]:
    covered: set[int] = set()
    for item in found:
        last = source.line_index(max(item.span.start, item.span.end - 1))
        covered.update(range(source.line_index(item.span.start), last + 1))
    return covered


def _unrecorded(entry: Entry, policy: PagePolicy, found: list[Diagnostic]) -> Iterator[Loss]:
    """What stands in a section of resources or citations and is in none of its records."""
    rules = [policy.section_of(section.title) for section in entry.body.sections]
    if not all(rules):
        return
    try:
        rendition = rendition_of(entry, policy)
    except (AssertionError, IndexError):
        return  # it has errors with which no page is rendered
    records = [" ".join(filter(None, item)) for item in (*rendition.resources, *rendition.references)]
    shown = {RECORDS: "\n".join(records)}
    for rule, section in zip(rules, entry.body.sections, strict=True):
        begin = section.heading.span.start if section.heading else 0
        headings = [item.span.start for item in found if item.rule == "malformed-heading" and item.span.start > begin]
        for block in _entries(section, rule) if rule and rule.items else ():
            if any(start < block.span.start for start in headings):
                break  # it belongs to another section as soon as that heading is mended
            if not any(block.span.start <= item.span.end and item.span.start <= block.span.end for item in found):
                gone = lost(entry.document, block.span.start, shown, (), block.span.end)
                yield from (loss for loss in gone if not loss.is_number)


def _entries(section: Section, rule: SectionPolicy) -> Iterator[Block]:
    """What an author means as an entry: items of lists, and other blocks that lead to the web or say a year."""
    for block, following in zip_longest(section.blocks, section.blocks[1:]):
        if block.kind in LISTS:
            yield from block.children
        elif block.kind != "heading":
            links = [link.href for part in block.walk() if part.inline for link in part.inline.links]
            introduces = following is not None and following.kind in LISTS and block.text.endswith(":")
            cited = rule.items == "citation" and DATED.search(block.text)
            if not introduces and (cited or any(href.startswith("http") for href in links)):
                yield block
