from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.frontmatter._empty import is_empty
from pipeline.lint.rules.frontmatter._quoting import comment_at, within_quotes
from pipeline.lint.rules.frontmatter._vocabulary_lists import lists_left_out
from pipeline.model import wording
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted
from pipeline.source.text import Edit


@rule(Entry, required=True, fixes=(Safety.UNSAFE,), draft_severity=Severity.WARNING)
def missing_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field that every page needs is missing or has no value.

    Cards, filters and indexes are made from these fields; without one the page cannot be found. A library without
    factors or learner models needs no such list.

    Bad:
        summary:

    Good:
        summary: Warm, steady relationships give learners the safety they need to take part.
    """
    for problem in (*entry.problems, *lists_left_out(entry, context)):
        if is_empty(problem):
            yield Finding(problem.span, wording.invalid_value(problem.data), wording.accepted(problem.data))
        if problem.kind != "missing-field":
            continue
        written = entry.document.source
        comment = comment_at(written, problem.span.end + 1) if problem.data["empty"] == "True" else None
        if comment and (text := within_quotes(written.slice(comment))):
            message = f"`{problem.data['field']}` has no value: a `#` at its start begins a comment"
            fix = Fix("put it in quotation marks", (Edit(comment, text),), Safety.UNSAFE)
            yield Finding(comment, message, f"put it in quotation marks: {quoted(text)}", fix=fix)
        else:
            yield Finding(problem.span, wording.missing_field(problem.data), wording.accepted(problem.data))
