import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.frontmatter._lines import Line
from pipeline.lint.rules.frontmatter._quoting import quoted
from pipeline.model.context import Context
from pipeline.source.parse import Document, Problem
from pipeline.source.text import Source, Span

# The mark itself and the name that follows it without a space.
MARK = re.compile(r"[&*!][^\s,\[\]{}]*|[^\r\n]")
WORDS = {
    "merge": ("fields cannot be taken over from elsewhere with `<<`", "write the fields out"),
    "document": ("a second `---` begins another text inside this file", "keep one list or one set of fields a file"),
    "directive": ("lines that begin with `%` are not understood here", "remove the line"),
    "key": (
        "a field's name is plain words, without brackets or a list",
        "write the name, a colon, a space and the value",
    ),
}


@rule(Document, required=True)
def unsupported_yaml(document: Document, context: Context) -> Iterator[Finding]:
    """A field uses a special form of YAML that pages do not need.

    Such forms can make a value say something else than it seems to, to readers and to the tools they use.

    Bad:
        title: !Weekly Reflection

    Good:
        title: "!Weekly Reflection"
    """
    for problem in document.noted("unsupported-yaml"):
        span = _mark(document.source, problem)
        yield Finding(span, *(_quoting(document.source, span) or WORDS[problem.data["what"]]))


def _mark(source: Source, problem: Problem) -> Span:
    """The mark that gives the value another meaning, without the value."""
    if problem.data["what"] in ("merge", "document"):
        return problem.span
    if problem.data["what"] == "directive":
        return source.line_span(source.line_index(problem.span.start))
    mark = MARK.match(source.text, problem.span.start)
    return source.span(problem.span.start, mark.end()) if mark else problem.span


def _quoting(source: Source, span: Span) -> tuple[str, str] | None:
    """Message and help for a text that begins with a special character, with the fixed line in the help."""
    mark = source.text[span.start : span.start + 1]
    if mark not in ("&", "*", "!", "{", "["):
        return None
    line_span = source.line_span(source.line_index(span.start))
    line = Line(line_span.path, line_span.start, source.slice(line_span))
    message = f"`{mark}` at the start of a text has a meaning of its own here"
    start, end = line.value or (0, 0)
    if span.start - line.start == start + (mark in "{["):
        return message, f"if this is text, write:\n{line.text[:start]}{quoted(line.text[start:end])}{line.text[end:]}"
    return (message, "put the text between quotation marks") if mark in "&*!" else None
