import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.disclaimer_placement import disclaimer_placements
from pipeline.model.entry import Entry


@rule(Entry, severity=Severity.INFO, enabled=False)
def contradicted_disclaimer(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section says what its own disclaimer denies.

    A page that disclaims endorsements and then calls a product proven leaves readers unsure which to believe.

    Bad:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        This proven feature greets learners by the name they chose.

    Good:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        This feature greets learners by the name they chose.
    """  # noqa: E501 - the disclaimer is on one line
    phrases = [phrase for phrase in context.settings.words.contradictions if phrase.strip()]
    if not phrases:
        return
    pattern = re.compile("|".join(map(_pattern, phrases)), re.IGNORECASE)
    for placement in disclaimer_placements(entry, context):
        blocks = (block for block in placement.placed.section.blocks if block is not placement.block)
        for inline in (part.inline for block in blocks for part in block.walk() if part.inline):
            for match in pattern.finditer(inline.prose):
                yield Finding(
                    inline.locate(*match.span()),
                    f"`{' '.join(match.group().split())}` says what the disclaimer of this section denies",
                    "say what the feature does and let readers judge it",
                )


def _pattern(phrase: str) -> str:
    """A pattern for complete words with any white space between them."""
    return r"(?<!\w)" + r"\s+".join(map(re.escape, phrase.split())) + r"(?!\w)"
