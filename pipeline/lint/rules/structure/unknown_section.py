import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._level import is_underlined
from pipeline.lint.rules.structure._redrawn import table_finding
from pipeline.lint.rules.structure._text_tables import table_at
from pipeline.lint.rules.structure.unplaced_import import UNPLACED_HELP, is_unplaced
from pipeline.model import snippet
from pipeline.model.author_texts import is_not_placed
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.heading_names import Match
from pipeline.model.outline import (
    SECTION_LEVEL,
    Outline,
    PlacedSection,
    exact_heading_span,
    heading_span,
    outline_of,
)
from pipeline.model.policy import GeneratedHeadings, PagePolicy, SectionPolicy, same_words
from pipeline.model.wording import quoted, shortened
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Source, Span


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True, draft_severity=Severity.WARNING)
def unknown_section(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section's heading is none of those that a page has.

    All pages share the same few headings, so that readers find what they seek in the same place on each.

    Bad:
        ## Tips for Families

        Ask at dinner what went well this week.

    Good:
        ## References

        ### For families

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.
    """
    outline = outline_of(entry, context.policy)
    for placed in outline.placed:
        if placed.match is not Match.EXACT and not is_unplaced(entry, placed):
            table = table_at(entry.document, placed.heading.lines[0])
            yield table_finding(entry.document.source, table) if table else _unknown(outline, placed)
    for heading, around in outline.headings:
        if around is not None and heading.level == SECTION_LEVEL:
            yield _nested(heading, around, context.policy)


def _unknown(outline: Outline, placed: PlacedSection) -> Finding:
    span, title = heading_span(placed.heading), shortened(placed.section.title)
    if field := _generated(placed.section.title, outline.policy.generated_headings):
        return Finding(
            span,
            f"the section `{title}` is not written by hand: it is made from `{field}`",
            f"remove the heading and what stands below it, and list all of it under `{field}` in the front matter",
        )
    section = placed.policy
    if section is None and is_not_placed(placed.section.title):
        return Finding(span, "this is what an import found no place for; readers must not see it", UNPLACED_HELP)
    if section is None or placed.match is None:
        if is_underlined(outline.entry.body, placed.heading):
            return _underlined(outline.entry.document.source, placed.heading, span)
        known = ", ".join(f"`{section.heading}`" for section in outline.policy.sections)
        return Finding(
            span, f"unknown section `{title}`", f"the sections are {known}; a heading inside a section has three `#`"
        )
    message = f"unknown section `{title}`; did you mean `{section.heading}`?"
    if placed.match is Match.FORMER:
        message = f"the section `{title}` is now called `{section.heading}`"
    if outline.sections[section.id] is not placed:
        return Finding(span, message, f"the page has a section `{section.heading}` already; put the two together")
    fix = _renaming(outline.entry.document.source, placed, section)
    return Finding(span, message, f"write `{snippet.heading(section)}`", fix=fix)


def _underlined(source: Source, heading: Block, span: Span) -> Finding:
    """The finding for a text with a line of hyphens right below it, probably meant as a ruler."""
    line = source.line_starts[heading.lines[1] - 1]
    edit = Edit(source.span(line, line), source.newline)
    fix = Fix("put an empty line between the two", (edit,), Safety.UNSAFE)
    message = f"the line of hyphens below makes {quoted(heading.text)} the heading of a section"
    remedy = "put an empty line above the hyphens or remove them; a heading inside a section begins with `###`"
    return Finding(span, message, remedy, fix=fix)


def _renaming(source: Source, placed: PlacedSection, section: SectionPolicy) -> Fix | None:
    span = exact_heading_span(source, placed.heading)
    if span is None:
        return None
    safety = Safety.UNSAFE if placed.match is Match.NEAR else Safety.SAFE
    edit = Edit(span, snippet.heading_text(section))
    return Fix(f"replace with `{section.heading}`", (edit,), safety)


def _generated(title: str, headings: GeneratedHeadings) -> str | None:
    """The front-matter field from which a section with this heading is generated, or None."""
    if _fits(title, headings.factors):
        return "factors"
    return "related" if _fits(title, headings.related) or _fits(title, headings.other_related) else None


def _fits(title: str, pattern: str) -> bool:
    """True if a heading is the pattern, with anything in the place of `{category}`."""
    parts = same_words(pattern).casefold().split("{category}", 1)
    return re.fullmatch("(?s:.+)".join(map(re.escape, parts)), same_words(title).casefold()) is not None


def _nested(heading: Block, around: Block, policy: PagePolicy) -> Finding:
    holder = "a quote" if around.kind == "blockquote" else "a list"
    title = shortened(heading.text)
    if policy.section_of(heading.text) or policy.formerly(heading.text):
        remedy = "start the line with `##`, with no `>`, hyphen or number before it"
    else:
        remedy = "a heading inside a section has three `#`"
    return Finding(heading_span(heading), f"the heading `{title}` cannot begin a section inside {holder}", remedy)
