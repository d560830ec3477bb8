"""The text of a page that readers can see, judged by attributes and by the rules of a stylesheet."""

from collections.abc import Sequence
from html.parser import HTMLParser

from pipeline.source.parse.styles import Hiding, StyledElement

# Elements without an end, and those whose content is not shown.
EMPTY = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
UNSEEN = frozenset({"datalist", "noscript", "script", "style", "template", "title"})
HIDING = frozenset({"hidden", "inert", "popover", "style"})


def visible_text(html: str, rules: Sequence[Hiding]) -> str:
    """The text that no attribute and none of these rules hides."""
    reader = VisibleReader(rules)
    reader.feed(html)
    reader.close()
    return "".join(reader.shown)


class VisibleReader(HTMLParser):
    """A parser that collects what can be seen."""

    def __init__(self, rules: Sequence[Hiding]) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self._rules = rules
        self._above: list[StyledElement] = []
        self._seen: list[bool] = [True]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        if tag in EMPTY:
            return
        values = {key: value or "" for key, value in reversed(attrs)}
        element = StyledElement(
            tag, values.get("id", ""), frozenset(values.get("class", "").split()), frozenset(values)
        )
        hidden = tag in UNSEEN or values.get("aria-hidden", "").lower() == "true" or not HIDING.isdisjoint(values)
        hidden = hidden or (tag in ("details", "dialog") and "open" not in values)
        hidden = hidden or any(rule.hides(element, self._above) for rule in self._rules)
        self._above.append(element)
        self._seen.append(self._seen[-1] and not hidden)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those in it that were not ended."""
        names = [each.name for each in self._above]
        if tag in names:
            depth = len(names) - 1 - names[::-1].index(tag)
            del self._above[depth:], self._seen[depth + 1 :]

    def handle_data(self, data: str) -> None:
        """Collect what can be seen."""
        if self._seen[-1]:
            self.shown.append(data)
