from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.disclaimers._edits import make_quote, move
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Note, Safety, Severity
from pipeline.model.disclaimer_placement import DisclaimerPlacement, DisclaimerState, disclaimer_placements, words_of
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span, says_something
from pipeline.model.policy import same_words
from pipeline.model.wording import shortened
from pipeline.source.text import Source


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True, draft_severity=Severity.WARNING)
def misplaced_disclaimer(entry: Entry, context: Context) -> Iterator[Finding]:
    """A disclaimer stands somewhere else than as the quote that opens its section.

    Readers are to meet it before the examples and links that it speaks about.

    Bad:
        ## Design It into Your Product

        Let a learner choose the name that the product greets them by.

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

    Good:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Let a learner choose the name that the product greets them by.
    """  # noqa: E501 - the disclaimer is on one line
    for placement in disclaimer_placements(entry, context):
        if placement.state is DisclaimerState.MISPLACED:
            yield _finding(entry.document.source, placement)
        elif placement.state is DisclaimerState.RIGHT:
            yield from _copies(entry, context, placement)


def _copies(entry: Entry, context: Context, placement: DisclaimerPlacement) -> Iterator[Finding]:
    """Report further copies of a disclaimer that is in its place."""
    source, exact = entry.document.source, same_words(placement.disclaimer.words)
    placements = disclaimer_placements(entry, context)
    right = [other for other in placements if other.state is DisclaimerState.RIGHT]
    if placement is not next(other for other in right if other.disclaimer is placement.disclaimer):
        return  # several sections may open with the same disclaimer
    # A copy in place of another section's own disclaimer is part of a `missing-disclaimer`.
    missing = (other for other in placements if other.state is DisclaimerState.MISSING)
    accepted = {id(block) for other in missing for block in other.placed.section.blocks[:1]}
    accepted |= {id(other.block) for other in right}
    for section in (entry.body.preamble, *entry.body.sections):
        for block in section.blocks:
            if id(block) in accepted or words_of(block) != exact:
                continue
            alone = not any(says_something(other) for other in section.blocks if other is not block)
            cut = None if alone and section.heading else snippet.removal(source, section.blocks, block)
            yield Finding(
                block.span,
                f"the disclaimer of `{placement.policy.heading}` stands here a second time",
                "remove it: it stands where it belongs",
                (Note(placement.span, "it belongs here"),),
                Fix("remove it", (cut,), Safety.SAFE) if cut else None,
            )


def _finding(source: Source, placement: DisclaimerPlacement) -> Finding:
    assert placement.block is not None
    name = f"the disclaimer of `{placement.policy.heading}`"
    if placement.opens:
        message, remedy = f"{name} is not written as a quote", "start its line with `>` and a space"
        fix = Fix("make it a quote", tuple(make_quote(source, placement.block)), Safety.SAFE)
        return Finding(placement.span, message, remedy, fix=fix)
    if placement.home is placement.placed.section:
        message = f"{name} does not stand right below the heading"
    elif placement.home_title:
        message = f"{name} stands in `{shortened(placement.home_title)}`"
    else:
        message = f"{name} stands before the first section"
    edits, title, safety = move(source, placement), "move it below its heading", Safety.SAFE
    if not placement.placed.section.blocks:  # authors must notice the placeholder
        title, safety = f"{title}, with a placeholder", Safety.UNSAFE
    return Finding(
        placement.span,
        message,
        f"move it right below the heading `{placement.policy.heading}`, as a quote",
        (Note(heading_span(placement.placed.heading), "it belongs below this heading"),),
        Fix(title, edits, safety) if edits else None,
    )
