from collections.abc import Iterator, Mapping

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.template_problems import BROKEN
from pipeline.model.wording import quoted
from pipeline.source.names import did_you_mean
from pipeline.source.parse import Problem

COMPARE = "compare it with the packaged one"


@rule(Library, required=True)
def broken_template(library: Library, context: Context) -> Iterator[Finding]:
    """A template of the library's own theme cannot make a page.

    The export would stop at it. The packaged template makes the page if this one is taken away.

    Bad:
        # path: templates/about.html
        {% extends "default/about.html" %}
        {% block main %}
        <p>Teachers of three schools.

    Bad:
        # path: templates/about.html
        {% extends "default/about.html" %}
        {% block main %}<p>{{ schools }}</p>{% endblock %}

    Good:
        # path: templates/about.html
        {% extends "default/about.html" %}
        {% block main %}{{ super() }}<p>Teachers of three schools.</p>{% endblock %}
    """
    for problem in library.theme_problems:
        if problem.kind == BROKEN:
            yield Finding(problem.span, *_words(problem))


def _words(problem: Problem) -> tuple[str, str]:
    data = problem.data
    value = quoted(data.get("value", ""))
    match data["what"]:
        case "encoding":
            return "this template is not in UTF-8", "save it with the encoding UTF-8"
        case "fault":
            return f"this template cannot be read: {data['fault'].rstrip('.')}", ""
        case "template":
            return f"there is no template {value}", "`strategies theme list` shows all"
        case "macro":
            return f"{quoted(data['template'])} has no macro {value}", ""
        case "block":
            return _meant(f"nothing shows the block {value}", data), f"the template that it extends has {data['known']}"
        case "name":
            return _meant(f"no page has a value {value} for this template", data), f"it gets {data['known']}"
        case "lost-macro":
            return (
                f"this template lacks the macro {value}, which {data['user']} needs",
                "compare it with the packaged one",
            )
        case "unused":
            return _meant("no page shows this block", data), f"blocks of all pages are {data['known']}"
    return (
        f"this template lacks the block {value}, which the templates of pages fill",
        "compare it with the packaged one",
    )


def _meant(message: str, data: Mapping[str, str]) -> str:
    return message + did_you_mean(data["known"].split(", "), data["value"], "")
