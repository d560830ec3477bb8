"""What a library's own styles hide of what every page must show."""

from collections.abc import Iterator

from pipeline.model.template_problems import HIDDEN
from pipeline.source.parse import Problem
from pipeline.source.parse.styles import StyledElement, hiding_rules
from pipeline.source.text import Source

# A disclaimer as packaged templates show it on the page of a strategy and in About, and what it stands in.
AROUND: tuple[StyledElement, ...] = (
    StyledElement("html"),
    StyledElement("body"),
    StyledElement("main"),
    StyledElement("article"),
    StyledElement("div", classes=frozenset({"text"})),
    StyledElement("section", classes=frozenset({"resources", "citations"})),
)
DISCLAIMERS = tuple(StyledElement(name, "", frozenset({"note"}), frozenset({"class", "role"})) for name in ("div", "p"))


def style_problems(source: Source) -> Iterator[Problem]:
    """Each rule of a stylesheet that hides disclaimers, or could."""
    shown = [(each, AROUND) for each in DISCLAIMERS]
    shown += [(each, AROUND[:number]) for number, each in enumerate(AROUND)]
    for rule in hiding_rules(source.text):
        if any(rule.hides(element, above) for element, above in shown):
            line = source.line_span(min(rule.line, len(source.line_starts)) - 1)
            yield Problem(HIDDEN, line, {"selector": rule.selector, "declaration": rule.declaration})
