from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.id_pattern import id_matcher
from pipeline.model.library import Library
from pipeline.model.wording import shortened
from pipeline.source.paths import POLICY_PATH
from pipeline.source.text import Span


@rule(Library)
def unusual_id(library: Library, context: Context) -> Iterator[Finding]:
    """A page's file name is not formed as the house rules say.

    People who keep the ids of pages rely on their form, for example to tell strategies of several libraries apart.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        id_pattern: "[a-z]+(-[a-z]+)*"
        +++
        # path: content/strategies/weekly-reflection-2.md

    Good:
        # path: schemas/strategy-page.yaml
        # …
        id_pattern: "[a-z]+(-[a-z]+)*"
        +++
        # path: content/strategies/weekly-reflection.md
    """
    pattern = None if library.policy_broken else context.policy.id_pattern
    matches = id_matcher(pattern) if pattern else None
    for entry in library.entries if matches else ():
        if matches and not matches(entry.id):
            hint = context.policy.id_hint or f"the form is `{pattern}`"
            title = entry.value("title")  # a comment before it can keep an old id
            yield Finding(
                title.span if title else Span(entry.path, 0, 0),
                f"the file name `{shortened(entry.id)}.md` does not have the form of ids in this library",
                f"rename the file: {hint} (`id_pattern` in {POLICY_PATH})",
            )
