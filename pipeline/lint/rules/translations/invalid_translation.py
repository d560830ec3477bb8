from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.vocabulary._wording import common
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.names import did_you_mean
from pipeline.source.parse import Problem


@rule(Library, required=True)
def invalid_translation(library: Library, context: Context) -> Iterator[Finding]:
    """The translation of a data file has something wrong in it.

    Readers of that language would see the original words, or the wrong ones.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        +++
        # path: content/vocabulary/factors.es.yaml
        emotoin: {name: Emoción, definition: Lo que sentimos y cómo lo entendemos.}

    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        +++
        # path: content/vocabulary/factors.es.yaml
        emotion: {name: Emoción, definition: Lo que sentimos y cómo lo entendemos.}
    """
    for localization in library.localizations:
        for problem in localization.problems:
            message, remedy = common(problem) or _words(problem)
            yield Finding(problem.span, message, remedy)


def _words(problem: Problem) -> tuple[str, str]:
    data = problem.data
    match data["what"]:
        case "unknown":
            known = data["known"].split("\n") if data["known"] else []
            meant = did_you_mean(known, data["value"])
            listed = f"there is {', '.join(known)}" if known else "the original has none"
            return f"the original has no {quoted(data['value'])} here{meant}", listed
        case "item":
            return f"`{data['value']}` has no words", "write at least `name`, a colon and the name in this language"
        case "shared-name":
            return f"{quoted(data['value'])} is the name of `{data['other']}` already", "two of a list cannot share one"
        case "same-groups":
            return "two groups of this learner model have the same name", "give each a name of its own"
        case "same-heading":
            return f"two sections have the heading {quoted(data['value'])}", "give each a heading of its own"
        case "wordless":
            return f"the heading {quoted(data['value'])} has no words", "write at least one letter or digit"
        case "same-choices":
            return f"two choices of the field `{data['value']}` are the same", "give each words of its own"
        case _:
            remedy = "write plain words, or Markdown with links, bold and italics only"
            return f"the disclaimer `{data['value']}` has markup that not every reader shows", remedy
