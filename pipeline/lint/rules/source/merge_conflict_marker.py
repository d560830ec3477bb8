from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.source.parse import Document


@rule(Document, required=True)
def merge_conflict_marker(document: Document, context: Context) -> Iterator[Finding]:
    """A line that git wrote where two versions of the file did not fit together was left in.

    Readers would see both versions of a passage, one after the other, with git's marks between them.

    Bad:
        <<<<<<< HEAD
        Learners choose their topic.
        =======
        Learners choose a topic together.
        >>>>>>> new-wording

    Good:
        Learners choose a topic together.
    """
    for problem in document.noted("merge-conflict-marker"):
        yield Finding(
            problem.span,
            "two versions of this file were not put together here",
            "keep the wording you want and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`",
        )
