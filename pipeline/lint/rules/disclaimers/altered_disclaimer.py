from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.disclaimers._difference import difference
from pipeline.lint.rules.disclaimers._mending import WORD, part, replace
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.disclaimer_placement import (
    DisclaimerPlacement,
    DisclaimerState,
    disclaimer_placements,
    marks_of,
    words_of,
)
from pipeline.model.entry import Entry
from pipeline.model.policy import same_words
from pipeline.source.text import Source, Span

# Marks that change how words look, not what they say; struck words would come back.
EMPHASIS = frozenset({"em", "strong", "code_inline"})


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def altered_disclaimer(entry: Entry, context: Context) -> Iterator[Finding]:
    """A disclaimer does not stand word for word.

    Its words were weighed with care; a word more or less can promise readers what nobody meant to promise.

    Bad:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are endorsements of the products or evidence of use of research to develop the feature.

        Let a learner choose the name that the product greets them by.

    Good:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Let a learner choose the name that the product greets them by.
    """  # noqa: E501 - the disclaimer stands on one line
    similarity = context.settings.thresholds.altered_disclaimer_similarity
    for standing in disclaimer_placements(entry, context):
        if standing.state is DisclaimerState.ALTERED:
            source = entry.document.source
            yield _marked(source, standing) or _with_others(source, standing, similarity) or _altered(source, standing)


def _marked(source: Source, standing: DisclaimerPlacement) -> Finding | None:
    """The exact words with marks among them: no word changes when these go, but a link or an image would be lost."""
    assert standing.block is not None
    marks = marks_of(standing.block)
    if not marks or words_of(standing.block) != same_words(standing.disclaimer.text):
        return None
    edits = replace(source, standing)
    safety = Safety.SAFE if marks <= EMPHASIS else Safety.UNSAFE
    where = "" if standing.opens else ", right below the heading"
    return Finding(
        standing.span,
        f"the disclaimer of `{standing.policy.heading}` has marks among its words",
        f"write its plain words{where}, without bold, italics, code, links or images",
        fix=Fix("replace with the plain words", edits, safety) if edits else None,
    )


def _with_others(source: Source, standing: DisclaimerPlacement, similarity: int) -> Finding | None:
    """The exact words among others, unless they are so few that the disclaimer was plainly meant to be all."""
    assert standing.block is not None
    if standing.stands_alone:
        return None
    written, exact = words_of(standing.block), same_words(standing.disclaimer.text)
    message = f"other words stand together with the disclaimer of `{standing.policy.heading}`"
    found = part(source, standing)
    if found:
        span, edits = found
        title = "end the quote here" if standing.block.kind == "blockquote" else "make a quote of it that ends here"
        fix = Fix(title, edits, Safety.UNSAFE) if edits else None
        return Finding(
            span, message, "the quote ends with the disclaimer; put an empty line before these words", fix=fix
        )
    # All of the disclaimer stands there, so this is the similarity that rapidfuzz would find.
    if 200 * len(exact) / (len(exact) + len(written)) >= similarity:
        return None
    return Finding(
        standing.span, message, "the quote holds the disclaimer and nothing else; move the other words below it"
    )


def _altered(source: Source, standing: DisclaimerPlacement) -> Finding:
    assert standing.block is not None
    words, places = _words(standing)
    shown, first, last = difference(words, standing.disclaimer.text.split())
    span = Span(source.path, places[first].start, places[last - 1].end) if places else standing.span
    edits = replace(source, standing)
    where = "" if standing.opens else ", and move it right below the heading"
    return Finding(
        span,
        f"the disclaimer of `{standing.policy.heading}` does not stand word for word",
        f"take out what stands in [-…-], put in what stands in {{+…+}}{where}: {shown}",
        fix=Fix("replace with the exact words", edits, Safety.UNSAFE) if edits else None,
    )


def _words(standing: DisclaimerPlacement) -> tuple[list[str], list[Span]]:
    """The words written, each with its place; no places where markup stands among them."""
    assert standing.block is not None
    inlines = [block.inline for block in standing.block.walk() if block.inline]
    if len(inlines) == 1 and same_words(inlines[0].content) == words_of(standing.block):
        found = list(WORD.finditer(inlines[0].content))
        return [match.group() for match in found], [inlines[0].locate(*match.span()) for match in found]
    return standing.block.text.split(), []
