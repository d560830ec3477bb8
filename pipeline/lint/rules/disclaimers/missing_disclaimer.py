from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.disclaimers._mending import put_in
from pipeline.lint.rules.disclaimers._openings import Opening, opening_of
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Note, Safety
from pipeline.model.disclaimer_placement import DisclaimerPlacement, DisclaimerState, disclaimer_placements
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span
from pipeline.model.policy import same_words
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Source


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def missing_disclaimer(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section does not open with the disclaimer that belongs to it.

    Without it, readers may take an example for a recommendation, or a product for a proven one.

    Bad:
        ## Design It into Your Product

        Let a learner choose the name that the product greets them by.

    Good:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Let a learner choose the name that the product greets them by.
    """  # noqa: E501 - the disclaimer stands on one line
    source = entry.document.source
    for standing in disclaimer_placements(entry, context):
        if standing.state is not DisclaimerState.MISSING or _in_open_code(entry, standing):
            continue
        opening, blocks = opening_of(standing, context)
        yield Finding(
            heading_span(standing.placed.heading),
            f"`{standing.policy.heading}` does not open with its disclaimer",
            f"write this right below the heading: `{snippet.quote(standing.disclaimer)}`",
            tuple(Note(block.span, NOTES[opening]) for block in blocks[:1] if opening in NOTES),
            _fix(source, standing, opening, blocks),
        )


def _in_open_code(entry: Entry, standing: DisclaimerPlacement) -> bool:
    """True when the disclaimer is taken for code, as all of the section is: `unclosed-code-fence` tells."""
    words = same_words(standing.disclaimer.text)
    open_code = (fence.block for fence in entry.body.fences if not fence.closed)
    return any(block in standing.placed.section.blocks and words in same_words(block.code) for block in open_code)


NOTES = {
    Opening.NOTICE: "this stands in its place, in other words",
    Opening.QUOTE: "if this is the disclaimer in other words or another language, put the exact words in its place",
}


def _fix(source: Source, standing: DisclaimerPlacement, opening: Opening, blocks: tuple[Block, ...]) -> Fix | None:
    if opening is Opening.NOTICE:
        whole = source.span(blocks[0].span.start, blocks[-1].span.end)
        edit = Edit(whole, snippet.quote(standing.disclaimer))
        return Fix("replace what stands in its place", (edit,), Safety.UNSAFE)
    if opening is Opening.QUOTE:
        return None  # there would be two
    # Written into an empty section alone, it would make a page look finished that is not.
    empty = not standing.placed.section.blocks
    title = "insert the disclaimer and a placeholder" if empty else "insert the disclaimer"
    return Fix(title, put_in(source, standing), Safety.UNSAFE if empty else Safety.SAFE)
