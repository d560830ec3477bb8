"""Findings about data files, with the words for mistakes that any of them can have."""

from collections.abc import Callable, Iterator

from pipeline.lint.rule import Finding
from pipeline.model import wording
from pipeline.model.diagnostics import Note
from pipeline.model.library import Library
from pipeline.source.parse import Problem
from pipeline.source.paths import is_own_vocabulary


def findings(library: Library, kind: str, words: Callable[[Problem], tuple[str, str]]) -> Iterator[Finding]:
    """Findings about problems of a kind; `words` gives message and help of those that only such files can have."""
    for problem in library.noted(kind):
        message, remedy = common(problem) or words(problem)
        yield Finding(problem.span, message, remedy, first_uses(problem))


def first_uses(problem: Problem) -> tuple[Note, ...]:
    """Notes at the first use of what a file states twice."""
    return tuple(Note(span, "it stands here first") for span in problem.related)


def common(problem: Problem) -> tuple[str, str] | None:
    """Message and help of a mistake that any data file can have, or None."""
    data = problem.data
    match data["what"]:
        case "missing-file":
            own = "write it: a list of terms, each with `id` and `name`; or take the vocabulary out of the house rules"
            remedy = own if is_own_vocabulary(problem.span.path) else "take it from another library, or from a backup"
            return f"the file {problem.span.path} is missing", remedy
        case "shape" if data["wanted"] == "list":
            return "this file must be a list", "begin each item with a hyphen and a space, such as `- id: attention`"
        case "shape":
            return "this file must hold fields", "write each as its name, a colon, a space and its value"
        case "missing-field":
            return wording.missing_field(data), wording.accepted(data)
        case "unknown-field":
            return wording.unknown_field(data), "fields here are " + data["known"]
        case "invalid-value":
            return wording.invalid_value(data), wording.accepted(data)
    return None
