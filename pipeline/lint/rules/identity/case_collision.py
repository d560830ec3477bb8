from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.identity._collisions import collisions
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.library import Library
from pipeline.source.text import Span


@rule(Library, required=True)
def case_collision(library: Library, context: Context) -> Iterator[Finding]:
    """The names of two files differ only in capitals, or in how an accent is stored.

    On many computers there is room for one of them only, so readers get one page in place of two.

    Bad:
        # path: content/strategies/Student-Voice.md

    Good:
        # path: content/strategies/student-voices.md
    """
    for path, keeper in collisions(library).items():
        yield Finding(
            Span(path, 0, 0),
            f"to many computers this file has the same name as `{keeper}`",
            "give one of the two another name, or put the two together",
            (Note(Span(keeper, 0, 0), "the other file"),),
            about=(keeper,),
        )
