from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.source.parse import Document


@rule(Document)
def ignore_without_reason(document: Document, context: Context) -> Iterator[Finding]:
    """A comment asks to ignore a rule but gives no reason, so it is not followed.

    The next person to edit the page, and its reviewer, must be able to tell why the rule does not fit here.

    Bad:
        <!-- strategies: ignore doubled-word -->

        The teacher asks what "had had" means in the poem.

    Good:
        <!-- strategies: ignore insecure-link -- the museum offers no secure address -->

        The class visits [the museum's collection](http://example.org/collection).
    """
    for ignore in document.ignores:
        if not ignore.rules:
            yield Finding(
                ignore.span,
                "this comment does not say which rule to ignore",
                "write `strategies: ignore RULE -- reason` with the name of the rule",
            )
        elif not ignore.reason:
            yield Finding(
                ignore.span,
                f"no reason is given for ignoring `{ignore.rules[0][0]}`, so it is not ignored",
                "add two hyphens and the reason: `strategies: ignore RULE -- reason`",
            )
