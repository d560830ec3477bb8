import re
from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.rule import Finding, rule

# A sentence's last mark, with quotation marks or brackets closed behind it.
SENTENCE_END = re.compile(r"[.!?。！？][\"'”’»)\]]*$")
# An abbreviation that promises more words.
PROMISE = re.compile(r"\(?\b(?:e\.g|i\.e|for example|such as|including|namely|viz|cf)\.?,?:?$", re.IGNORECASE)


@rule(Entry)
def truncated_summary(entry: Entry, context: Context) -> Iterator[Finding]:
    """The summary breaks off before its sentence ends.

    The summary stands alone on other pages' cards, where nobody can read on to the rest.

    Bad:
        summary: Learners show what they know in more than one way (e.g.

    Good:
        summary: Learners show what they know in more than one way, such as a drawing, a talk or a model.
    """
    for scalar in entry.scalars("summary"):
        text = scalar.text.rstrip()
        if not text:
            continue
        if promise := PROMISE.search(text):
            place, message = promise.span(), f"the summary breaks off after `{promise.group()}`"
        elif text.endswith(("…", "...")):
            place, message = (len(text.rstrip("….")), len(text)), "the summary breaks off with three dots"
        elif not SENTENCE_END.search(text):
            place, message = (max(0, text.rfind(" ") + 1), len(text)), "the summary does not end its sentence"
        elif text.count("(") > text.count(")"):
            at = text.rfind("(")
            place, message = (at, at + 1), "the summary opens a bracket that it never closes"
        else:
            continue
        yield Finding(scalar.part(*place), message, "write one whole sentence that ends with a full stop")
