from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.template_problems import UNSAFE
from pipeline.model.wording import quoted
from pipeline.source.parse import Problem


@rule(Library, required=True)
def unsafe_template(library: Library, context: Context) -> Iterator[Finding]:
    """A template reaches for more than pages show.

    A template is a program, and it comes with the content: it may show the values that it gets, and call what the
    documentation of templates names. Whatever could lead from these to files or other programs is refused, and the
    template is not run.

    Bad:
        # path: templates/blocks/footer.html
        <p>{{ library.__class__ }}</p>

    Bad:
        # path: templates/blocks/footer.html
        <p>{{ library.title|attr("upper") }}</p>

    Good:
        # path: templates/blocks/footer.html
        <p>{{ library.title }}</p>
    """
    for problem in library.theme_problems:
        if problem.kind == UNSAFE:
            yield Finding(problem.span, *_words(problem))


def _words(problem: Problem) -> tuple[str, str]:
    value = quoted(problem.data["value"])
    match problem.data["what"]:
        case "private":
            return (
                f"this template reaches into {value}, a part of Python and no value of a page",
                "show values by their names, such as `library.title`",
            )
        case "call":
            return (
                f"this template calls {value}, which templates may not",
                "`docs/theming.md` lists what they may call; write a macro for anything else",
            )
        case "filter":
            return (
                f"templates may not use the filter {value}, by which one reaches into any value",
                "name what is meant, such as `library.title`, and join texts with `~`",
            )
    return f"templates have no {value}: it leads to more than pages show", "take it out"
