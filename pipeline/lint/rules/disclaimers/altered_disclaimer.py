from collections.abc import Iterator, Sequence

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.disclaimers._edits import WORD, following_words, replace
from pipeline.model import snippet
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
from pipeline.model.word_difference import around_changes, changes
from pipeline.model.wording import shortened
from pipeline.source.text import Source, Span

# Marks that change the look of words only. Strikethrough is not among them: removing it would restore struck words.
EMPHASIS = frozenset({"em", "strong", "code_inline"})
# Words shown on either side of a change.
AROUND = 4


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
    """  # noqa: E501 - the disclaimer is on one line
    similarity = context.settings.thresholds.altered_disclaimer_similarity
    source = entry.document.source
    for placement in disclaimer_placements(entry, context):
        if placement.state is DisclaimerState.ALTERED:
            yield _marked(source, placement) or _joined(source, placement, similarity) or _altered(source, placement)


def _marked(source: Source, placement: DisclaimerPlacement) -> Finding | None:
    """Report the exact words with other markup among them. A fix that loses a link or an image is unsafe."""
    assert placement.block is not None
    marks, of_words = marks_of(placement.block), placement.disclaimer.markdown is None
    if words_of(placement.block) != same_words(placement.disclaimer.words) or (of_words and not marks):
        return None
    edits = replace(source, placement)
    safety = Safety.SAFE if marks <= EMPHASIS else Safety.UNSAFE
    where = "" if placement.opens else ", right below the heading"
    if not of_words:
        lines = ["replace it with this" + where + ":", *snippet.quote(placement.disclaimer).split("\n")]
        return Finding(
            placement.span,
            f"the disclaimer of `{placement.policy.heading}` has other links or other emphasis than in the house rules",
            "\n".join(lines),
            fix=Fix("replace with the exact text", edits, safety) if edits else None,
        )
    return Finding(
        placement.span,
        f"the disclaimer of `{placement.policy.heading}` has marks among its words",
        f"write its plain words{where}, without bold, italics, code, links or images",
        fix=Fix("replace with the plain words", edits, safety) if edits else None,
    )


def _joined(source: Source, placement: DisclaimerPlacement, similarity: int) -> Finding | None:
    """Report the exact words among others. A few other words inside it are an altered disclaimer instead."""
    assert placement.block is not None
    if placement.stands_alone:
        return None
    written, exact = words_of(placement.block), same_words(placement.disclaimer.words)
    message = f"other words stand together with the disclaimer of `{placement.policy.heading}`"
    if found := following_words(source, placement):
        span, edits = found
        title = "end the quote here" if placement.block.kind == "blockquote" else "make a quote of it that ends here"
        fix = Fix(title, edits, Safety.UNSAFE) if edits else None
        remedy = "the quote ends with the disclaimer; put an empty line before these words"
        return Finding(span, message, remedy, fix=fix)
    # The text holds the complete disclaimer, so this is rapidfuzz's `ratio`.
    if 200 * len(exact) / (len(exact) + len(written)) >= similarity:
        return None
    remedy = "the quote holds the disclaimer and nothing else; move the other words below it"
    return Finding(placement.span, message, remedy)


def _altered(source: Source, placement: DisclaimerPlacement) -> Finding:
    words, spans = _words(placement)
    shown, first, last = _difference(words, placement.disclaimer.words.split())
    edits = replace(source, placement)
    where = "" if placement.opens else ", and move it right below the heading"
    return Finding(
        source.span(spans[first].start, spans[last - 1].end) if spans else placement.span,
        f"the disclaimer of `{placement.policy.heading}` does not stand word for word",
        f"take out what stands in [-…-], put in what stands in {{+…+}}{where}: {shown}",
        fix=Fix("replace with the exact words", edits, Safety.UNSAFE) if edits else None,
    )


def _words(placement: DisclaimerPlacement) -> tuple[list[str], list[Span]]:
    """Words of the text found and their spans; no spans if there is markup among the words."""
    assert placement.block is not None
    inlines = [block.inline for block in placement.block.walk() if block.inline]
    if len(inlines) == 1 and same_words(inlines[0].content) == words_of(placement.block):
        found = list(WORD.finditer(inlines[0].content))
        return [match.group() for match in found], [inlines[0].locate(*match.span()) for match in found]
    return placement.block.text.split(), []


def _difference(written: Sequence[str], exact: Sequence[str]) -> tuple[str, int, int]:
    """Show all changes as `[-take out-] {+put in+}`; the range in the written words is that of the first."""
    found = changes([same_words(word) for word in written], [same_words(word) for word in exact])
    parts: list[str] = []
    for index, (tag, i, j, k, m) in enumerate(found):
        if tag == "equal":
            parts += around_changes(written[i:j], AROUND, first=index == 0, last=index == len(found) - 1)
            continue
        if i < j:
            parts.append(f"[-{shortened(' '.join(written[i:j]))}-]")
        if k < m:
            parts.append(f"{{+{' '.join(exact[k:m])}+}}")
    start, end = next(((i, j) for tag, i, j, _, _ in found if tag != "equal"), (0, len(written)))
    if start == end:  # for lacking words, the word after them or, at the end, before them
        start = min(start, len(written) - 1)
    return " ".join(parts), start, max(end, start + 1)
