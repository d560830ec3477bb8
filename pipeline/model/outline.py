"""The outline of a page: its sections by the page policy, missing ones, and the span of each."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import takewhile

from pipeline.model.entry import Entry
from pipeline.model.heading_names import HeadingNames, Match
from pipeline.model.heading_slips import HeadingSlip, SlippedHeading, slipped_headings
from pipeline.model.policy import PagePolicy, SectionPolicy, same_words
from pipeline.source.memoise import cached_property, memoised
from pipeline.source.parse import Block, Section
from pipeline.source.text import Source, Span

SECTION_LEVEL = 2
# White space at the end of a text. Not that of str.strip(): a no-break space is text in Markdown.
BLANKS = " \t\r\n"
# A section's heading inside a code block, and its words.
HEADING_LINE = re.compile(r"^ {0,3}##[ \t]+(.*?)[ \t#]*$", re.MULTILINE)


@dataclass(frozen=True)
class PlacedSection:
    """A section of a page, its heading, and the section of the page policy that it is or was meant to be."""

    index: int  # in the body's sections
    section: Section
    heading: Block
    policy: SectionPolicy | None
    match: Match | None

    @property
    def title(self) -> str:
        """The heading in the page policy, if known: a message must be the same after the heading is fixed."""
        return self.policy.heading if self.policy else self.section.title

    @property
    def is_known(self) -> bool:
        """True when it is certain which section it is."""
        return self.match is not None and self.match is not Match.NEAR


@dataclass(frozen=True)
class Outline:
    """The sections of a readable page, matched with the page policy."""

    entry: Entry
    policy: PagePolicy

    @cached_property
    def names(self) -> HeadingNames:
        """The headings of the page policy, to recognise those of the page."""
        return HeadingNames(self.policy)

    @cached_property
    def placed(self) -> tuple[PlacedSection, ...]:
        """Every section in the order of the page."""
        return tuple(
            PlacedSection(index, section, section.heading, *self.names.recognised(section.title))
            for index, section in enumerate(self.entry.body.sections)
            if section.heading
        )

    @cached_property
    def sections(self) -> dict[str, PlacedSection]:
        """Sections by id. The better of several matches counts, then the first."""
        found: dict[str, PlacedSection] = {}
        for match in Match:
            for placed in self.placed:
                if placed.policy and placed.match is match:
                    found.setdefault(placed.policy.id, placed)
        return found

    def rank(self, section: SectionPolicy) -> int:
        """Index of a section in the page policy."""
        return [other.id for other in self.policy.sections].index(section.id)

    def before(self, section: SectionPolicy) -> PlacedSection | None:
        """The section before a missing one, or None if it belongs first."""
        previous = self.policy.sections[: self.rank(section)]
        return next((self.sections[item.id] for item in reversed(previous) if item.id in self.sections), None)

    @cached_property
    def strayed(self) -> dict[str, tuple[Block, Block | None]]:
        """Headings of missing sections at another level, or inside a quote or list.

        By the section's id: the heading and the quote or list around it.
        """
        found: dict[str, tuple[Block, Block | None]] = {}
        for heading, around in self.headings:
            if around is None and heading.level == SECTION_LEVEL:
                continue
            policy, match = self.names.recognised(heading.text, near=False)
            if policy and match and policy.id not in self.sections:
                found.setdefault(policy.id, (heading, around))
        return found

    @cached_property
    def fenced(self) -> dict[str, tuple[SectionPolicy, Block]]:
        """Missing sections whose heading is in a code block, if a code block of the page is not closed."""
        found: dict[str, tuple[SectionPolicy, Block]] = {}
        fences = self.entry.body.fences
        # If all are closed, the heading is code on purpose.
        for fence in fences if not all(fence.closed for fence in fences) else ():
            for title in HEADING_LINE.findall(fence.block.code):
                policy, match = self.names.recognised(title, near=False)
                if policy and match and policy.id not in self.sections:
                    found.setdefault(policy.id, (policy, fence.block))
        return found

    @cached_property
    def slipped(self) -> dict[str, tuple[SectionPolicy, SlippedHeading]]:
        """Lines that were meant as headings of missing sections, by the section's id."""
        missing = {section.id for section in self.policy.sections} - self.sections.keys() - self.strayed.keys()
        found: dict[str, tuple[SectionPolicy, SlippedHeading]] = {}
        body, source = self.entry.body, self.entry.document.source
        blocks = (block for section in (body.preamble, *body.sections) for block in section.blocks)
        for slipped in slipped_headings(source, blocks) if missing else ():
            policy, _ = self.names.recognised(slipped.title, near=False)
            if policy and policy.id in missing and _is_heading(slipped, policy):
                found.setdefault(policy.id, (policy, slipped))
        return found

    @cached_property
    def headings(self) -> tuple[tuple[Block, Block | None], ...]:
        """Every heading in the order of the page, with the quote or list around it, if any."""
        found: list[tuple[Block, Block | None]] = []
        for section in (self.entry.body.preamble, *self.entry.body.sections):
            if section.heading:
                found.append((section.heading, None))
            for block in section.blocks:
                parts = (part for part in block.walk() if part.kind == "heading")
                found += ((part, None if part is block else block) for part in parts)
        return tuple(found)

    @cached_property
    def loose_text(self) -> tuple[Block, ...]:
        """Blocks with content before the first section, without level-1 headings.

        Blocks below a line that was meant as a heading belong to that section.
        """
        meant = {id(slipped.block) for _, slipped in self.slipped.values()}
        meant |= {id(around) for _, around in self.strayed.values() if around}
        preceding = takewhile(lambda block: id(block) not in meant, self.entry.body.preamble.blocks)
        blocks = (block for block in preceding if says_something(block))
        return tuple(block for block in blocks if not (block.kind == "heading" and block.level == 1))

    @cached_property
    def loose_section(self) -> SectionPolicy | None:
        """The missing section that the text before the first section probably belongs to."""
        # A disclaimer by itself is not the text of a section.
        disclaimers = {same_words(disclaimer.words) for disclaimer in self.policy.disclaimers}
        if all(same_words(block.text) in disclaimers for block in self.loose_text):
            return None
        preamble = {id(block) for block in self.entry.body.preamble.blocks}
        strayed = (section for section in self.policy.sections if section.id in self.strayed)
        for section in strayed:
            if id(self.strayed[section.id][0]) in preamble:
                return section
        first = self.policy.sections[0]
        return None if first.id in self.sections or first.id in self.slipped else first


def _is_heading(slipped: SlippedHeading, policy: SectionPolicy) -> bool:
    """True when a line is certainly a heading: a plain line must be a paragraph, or its section required."""
    return (
        slipped.slip is not HeadingSlip.PLAIN or policy.required or slipped.block.lines[1] - slipped.block.lines[0] == 1
    )


@memoised
def outline_of(entry: Entry, policy: PagePolicy) -> Outline:
    """The outline of a page, which a dozen rules need."""
    return Outline(entry, policy)


def says_something(block: Block) -> bool:
    """True when a block has text, a link or an image."""
    return any(part.code.strip() or (part.inline and (part.inline.text or part.inline.links)) for part in block.walk())


def heading_span(heading: Block) -> Span:
    """The words of a heading, or the complete heading if it has none."""
    if heading.inline is None or not heading.inline.content:
        return heading.span
    return heading.inline.locate(0, len(heading.inline.content))


def exact_heading_span(source: Source, heading: Block) -> Span | None:
    """The words of a heading if a fix can replace them safely, or None."""
    span = heading_span(heading)
    return span if heading.inline and source.slice(span) == heading.inline.content else None


def section_start(entry: Entry, heading: Block) -> int:
    """The start of a section: the line of its heading, or of the ignore comments directly above."""
    source = entry.document.source
    start = source.line_starts[source.line_index(heading.span.start)]
    ignores = entry.document.ignores
    for ignore in reversed(ignores[: bisect_right(ignores, start, key=lambda each: each.span.end)]):
        if source.text[ignore.span.end : start].strip(BLANKS):
            break
        start = source.line_starts[source.line_index(ignore.span.start)]
    return start


def section_span(entry: Entry, placed: PlacedSection) -> Span:
    """A section with its heading and the comments above it, without the blank lines after it."""
    source = entry.document.source
    sections = entry.body.sections[placed.index + 1 :]
    following = sections[0].heading if sections else None
    end = section_start(entry, following) if following else len(source.text)
    start = section_start(entry, placed.heading)
    return source.span(start, start + len(source.text[start:end].rstrip(BLANKS)))
