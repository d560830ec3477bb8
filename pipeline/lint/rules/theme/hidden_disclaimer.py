from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.template_problems import HIDDEN
from pipeline.model.wording import quoted


@rule(Library, required=True)
def hidden_disclaimer(library: Library, context: Context) -> Iterator[Finding]:
    """A rule in `static/theme.css` hides disclaimers, or could.

    A disclaimer that stands on a page and cannot be seen is none. The rule may hide it outright, move it away, make it
    tiny or transparent, or do so with what it stands in.

    Bad:
        # path: static/theme.css
        .note { display: none }

    Bad:
        # path: static/theme.css
        @media screen { article > .text { opacity: 0 } }

    Good:
        # path: static/theme.css
        .note { border-color: navy; font-size: 1rem }
        .card { display: none }
    """
    for problem in library.theme_problems:
        if problem.kind == HIDDEN and problem.data["declaration"]:
            selector, declaration = (quoted(problem.data[name]) for name in ("selector", "declaration"))
            words = f"{declaration} hides disclaimers, or could: {selector} may select them or what they stand in"
            yield Finding(problem.span, words, "name what is to be hidden by a class of its own")
        elif problem.kind == HIDDEN:
            words = "this brings rules from another file, which may hide disclaimers"
            yield Finding(problem.span, words, "write these rules here instead")
