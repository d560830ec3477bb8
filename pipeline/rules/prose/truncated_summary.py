import re
from collections.abc import Iterator
from functools import cache

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.sentences import ends_sentence
from pipeline.model.wording import quoted
from pipeline.rule import Finding, rule
from pipeline.rules._glance import fields_of, folded

# What may stand behind a word that promises more.
MARKS = ".,:;"
# A bracket that opens or closes, but for the one behind the letter or number of a list: `a) first, b) second`.
BRACKET = re.compile(r"[(\[]|(?<![\s(]\w)(?<!^\w)[)\]]")


@rule(Entry)
def truncated_summary(entry: Entry, context: Context) -> Iterator[Finding]:
    """The summary breaks off before its sentence ends.

    The summary stands alone on other pages' cards, where nobody can read on to the rest.

    Bad:
        summary: Learners show what they know in more than one way (e.g.

    Good:
        summary: Learners show what they know in more than one way, such as a drawing, a talk or a model.
    """
    if any(problem.kind == "invalid-value" and problem.data["field"] == "summary" for problem in entry.problems):
        return  # it must be written anew anyway
    for scalar in fields_of(entry)["summary"]:
        found = _fault(scalar.text.rstrip(), context.settings.words.cut_off_endings)
        if found:
            start, end, message = found
            yield Finding(scalar.part(start, end), message, "write one whole sentence that ends with a full stop")


def _fault(text: str, endings: tuple[str, ...]) -> tuple[int, int, str] | None:
    if may_break_off(text, endings) and (cut := _endings(endings).search(text)):
        return *cut.span(), f"the summary breaks off after {quoted(cut.group())}"
    if text.endswith(("…", "...")):
        return len(text.rstrip("….")), len(text), "the summary breaks off with three dots"
    if text and not ends_sentence(text):
        return text.rfind(" ") + 1, len(text), "the summary does not end its sentence"
    opened: list[int] = []
    for bracket in BRACKET.finditer(text) if may_hold_brackets(text) else ():
        if bracket.group() in "([":
            opened.append(bracket.start())
        elif opened:
            opened.pop()
        else:
            return *bracket.span(), "the summary closes a bracket that it never opens"
    return (opened[-1], opened[-1] + 1, "the summary opens a bracket that it never closes") if opened else None


def may_hold_brackets(text: str) -> bool:
    """False when there is no bracket."""
    return "(" in text or ")" in text or "[" in text or "]" in text


def may_break_off(text: str, endings: tuple[str, ...]) -> bool:
    """False when a text ends with the last word of none of these endings, whatever marks stand behind it."""
    return folded(text.rstrip(MARKS)).endswith(_last_words(endings))


@cache
def _last_words(endings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(folded(ending.rstrip(MARKS)).rpartition(" ")[2] for ending in endings)


@cache
def _endings(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words that promise more, at the end of a text, whatever mark stands behind them."""
    parts = (re.escape(word.rstrip(".")).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\(?(?<!\w)(?:{'|'.join(parts) or '(?!)'})[.,:;]*$", re.IGNORECASE)
