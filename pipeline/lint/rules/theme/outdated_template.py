from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.model.template_problems import OUTDATED
from pipeline.source.text import Span


@rule(Library, severity=Severity.WARNING)
def outdated_template(library: Library, context: Context) -> Iterator[Finding]:
    """The original of a copied template has changed.

    Readers miss what was added or mended in it since. The digest in the copy's first line is that of the original as it
    was when `strategies theme eject` copied it.

    Bad:
        # path: templates/blocks/footer.html
        {# Copied from the packaged blocks/footer.html, digest 0123456789abcdef. #}
        <p>Teachers of three schools.</p>

    Good:
        # path: templates/blocks/footer.html
        <p>Teachers of three schools.</p>
    """
    for problem in library.theme_problems:
        if problem.kind == OUTDATED:
            original = problem.data["original"]
            yield Finding(
                Span(problem.span.path, problem.span.start, problem.span.end),
                f"the packaged {original} has changed since it was copied",
                f"`strategies theme eject {original} --print` shows it as it is now: take over what changed, "
                "and its first line",
            )
