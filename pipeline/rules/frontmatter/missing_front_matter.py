from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.parse import Document, Problem
from pipeline.rule import Finding, rule


@rule(Document, required=True)
def missing_front_matter(document: Document, context: Context) -> Iterator[Finding]:
    """A page does not begin with its front matter.

    Title, category and factors stand there; without them the page cannot be shown or found.

    Bad:
        # path: content/strategies/example.md
        ## Overview

        Learners look back on their week.

    Good:
        ---
        title: Weekly Reflection
        summary: Learners look back on their week and choose one thing to try next.
        category: teacher-modeling-support
        learner_models: [middle-grades]
        factors: [emotion]
        related: []
        status: draft
        updated: 2026-11-01
        ---

        ## Overview

        On Fridays learners look back on their week. They name what went well, what was hard and what they felt on the way, and then they choose one small thing to try on Monday. The room is quiet for these five minutes, and nobody has to read aloud.

        ## Example: Use This Strategy in the Classroom

        Each learner writes one line in a notebook.

        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Offer a short, private space at the end of a unit.

        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [UDL Guidelines](https://udlguidelines.cast.org/): how choice and reflection support learners.
    """  # noqa: E501 - the disclaimers stand on one line
    for problem in document.noted("missing-front-matter"):
        yield Finding(problem.span, *_words(problem))


def _words(problem: Problem) -> tuple[str, str]:
    match problem.data["what"]:
        case "open":
            return (
                "the page does not begin with its front matter",
                "the first line must be `---`; fields such as `title: …` follow, and another `---` ends them",
            )
        case "close":
            return (
                "the front matter that begins here never ends",
                "write a line `---` behind its last field, before the first section",
            )
        case _:
            return (
                "the front matter holds no fields",
                "write each field as its name, a colon, a space and its value, such as `title: Weekly Reflection`",
            )
