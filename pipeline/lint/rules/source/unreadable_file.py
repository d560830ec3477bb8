from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.wording import unopened
from pipeline.source.parse import Document


@rule(Document, required=True)
def unreadable_file(document: Document, context: Context) -> Iterator[Finding]:
    r"""A file is not text that can be read, or no plain file at all.

    A file that is not UTF-8 shows readers broken letters, or nothing at all. A link could publish what was never
    meant for readers.

    Bad:
        ## Overview

        Caf\xe9 talks help learners find words for what they feel.

    Good:
        ## Overview

        Café talks help learners find words for what they feel.
    """
    for problem in document.noted("unreadable-file"):
        match problem.data["what"]:
            case "nul":
                message = "this file holds a NUL character, which no text has"
                remedy = "the file is damaged or not a text file; take it from a backup or save it again as UTF-8 text"
            case "encoding":
                message = f"the byte {problem.data['byte']} is not UTF-8"
                remedy = "save the file again with the encoding UTF-8"
            case reason:
                message, remedy = unopened(reason)
        yield Finding(problem.span, message, remedy, about=tuple(filter(None, [problem.data.get("target")])))
