import re
from collections.abc import Iterator
from functools import cache

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import Form, texts_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import build_entry
from pipeline.model.sentences import ends_sentence
from pipeline.model.wording import quoted
from pipeline.source.parse import Document

UNENDED = "does not end its sentence"
# A bracket, except the one after the letter or number of an item: `a) first, b) second`.
BRACKET = re.compile(r"[(\[]|(?<![\s(]\w)(?<!^\w)[)\]]")


@rule(Document, draft_severity=Severity.WARNING)
def truncated_summary(document: Document, context: Context) -> Iterator[Finding]:
    """A summary, definition or description breaks off before its sentence ends.

    It stands alone on other pages, where nobody can read on to the rest.

    Bad:
        summary: Learners show what they know in more than one way (e.g.

    Good:
        summary: Learners show what they know in more than one way, such as a drawing, a talk or a model.
    """
    for text in texts_of(document):
        written = text.text.rstrip()
        if text.form is not Form.SENTENCE or not (
            found := _find_break(written, context.settings.words.cut_off_endings)
        ):
            continue
        start, end, message = found
        # Many definitions are a few words without a full stop.
        if (message == UNENDED and text.field != "summary") or _is_invalid(document, text.field):
            continue
        remedy = "write one whole sentence that ends with a full stop"
        yield Finding(text.part(start, end), f"the {text.field} {message}", remedy)


def _is_invalid(document: Document, field: str) -> bool:
    """True if `invalid-value` reports the field."""
    problems = build_entry(document).problems if document.body else ()
    return any(problem.kind == "invalid-value" and problem.data["field"] == field for problem in problems)


def _find_break(text: str, endings: tuple[str, ...]) -> tuple[int, int, str] | None:
    if cut := _endings(endings).search(text):
        return *cut.span(), f"breaks off after {quoted(cut.group())}"
    if text.endswith(("…", "...")):
        return len(text.rstrip("….")), len(text), "breaks off with three dots"
    if text and not ends_sentence(text):
        return text.rfind(" ") + 1, len(text), UNENDED
    opened: list[int] = []
    for bracket in BRACKET.finditer(text):
        if bracket.group() in "([":
            opened.append(bracket.start())
        elif opened:
            opened.pop()
        else:
            return *bracket.span(), "closes a bracket that it never opens"
    return (opened[-1], opened[-1] + 1, "opens a bracket that it never closes") if opened else None


@cache
def _endings(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words that announce more, at the end of a text, with or without a punctuation mark."""
    parts = (re.escape(word.rstrip(".")).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\(?(?<!\w)(?:{'|'.join(parts) or '(?!)'})[.,:;]*$", re.IGNORECASE)
