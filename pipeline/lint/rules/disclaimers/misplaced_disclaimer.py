from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.disclaimers._mending import make_quote, move
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Note, Safety
from pipeline.model.disclaimer_placement import DisclaimerPlacement, DisclaimerState, disclaimer_placements, words_of
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span, says_something
from pipeline.model.policy import same_words
from pipeline.model.wording import shortened
from pipeline.source.text import Edit, Source


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
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
    """  # noqa: E501 - the disclaimer stands on one line
    for standing in disclaimer_placements(entry, context):
        if standing.state is DisclaimerState.MISPLACED:
            yield _finding(entry.document.source, standing)
        elif standing.state is DisclaimerState.RIGHT:
            yield from _copies(entry, context, standing)


def _copies(entry: Entry, context: Context, standing: DisclaimerPlacement) -> Iterator[Finding]:
    """The same disclaimer once more, where no section of the house rules has it."""
    source, wanted = entry.document.source, same_words(standing.disclaimer.text)
    found = disclaimer_placements(entry, context)
    right = [other for other in found if other.state is DisclaimerState.RIGHT]
    if standing is not next(other for other in right if other.disclaimer is standing.disclaimer):
        return  # several sections may open with one disclaimer
    # In place of a section's own disclaimer: `missing-disclaimer`.
    told = {
        id(block)
        for other in found
        if other.state is DisclaimerState.MISSING
        for block in other.placed.section.blocks[:1]
    }
    told |= {id(other.block) for other in right}
    for section in (entry.body.preamble, *entry.body.sections):
        for block in section.blocks:
            if id(block) in told or words_of(block) != wanted:
                continue
            alone = not any(says_something(other) for other in section.blocks if other is not block)
            cut = None if alone and section.heading else snippet.removal(source, section.blocks, block)
            yield Finding(
                block.span,
                f"the disclaimer of `{standing.policy.heading}` stands here a second time",
                "remove it: it stands where it belongs",
                (Note(standing.span, "it belongs here"),),
                Fix("remove it", (cut,), Safety.SAFE) if cut else None,
            )


def _finding(source: Source, standing: DisclaimerPlacement) -> Finding:
    assert standing.block is not None
    name = f"the disclaimer of `{standing.policy.heading}`"
    if standing.opens:
        fix = Fix("make it a quote", make_quote(source, standing.block), Safety.SAFE)
        return Finding(
            standing.span, f"{name} is not written as a quote", "start its line with `>` and a space", fix=fix
        )
    heading = standing.placed.heading
    edits = move(source, standing)
    if standing.home is standing.placed.section:
        words = f"{name} does not stand right below the heading"
    elif standing.home_title:
        words = f"{name} stands in `{shortened(standing.home_title)}`"
    else:
        words = f"{name} stands before the first section"
    return Finding(
        standing.span,
        words,
        f"move it right below the heading `{standing.policy.heading}`, as a quote",
        (Note(heading_span(heading), "it belongs below this heading"),),
        _moving(standing, edits) if edits else None,
    )


def _moving(standing: DisclaimerPlacement, edits: tuple[Edit, ...]) -> Fix:
    """Moved into an empty section it comes with a placeholder, which an author is to know of."""
    if standing.placed.section.blocks:
        return Fix("move it below its heading", edits, Safety.SAFE)
    return Fix("move it below its heading, with a placeholder", edits, Safety.UNSAFE)
