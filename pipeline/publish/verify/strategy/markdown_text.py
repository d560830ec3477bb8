"""HTML: the page of a strategy as Markdown has the words of its record, section by section."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.view import StrategyView, markdown_of
from pipeline.publish.verify.violation import Violation
from pipeline.source.parse import markdown_sections

# All that is no letter. Marks of Markdown and numbers of lists are written in several ways.
NO_LETTERS = re.compile(r"[\W\d_]+")
# The address of a link, which is another one beside a page than in a record.
ADDRESS = re.compile(r"\]\([^()\s]*")


@check("html")
def markdown_text(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The sections have the words of the record. A page that was just rendered is not read again."""
    markdown = view.markdown
    if markdown is None or view.staged or _has_same_source(view.record, markdown):
        return
    for section, found in zip_longest(view.record.sections, markdown_sections(markdown)):
        if section is None:
            return  # sections that the site adds
        heading, text = found or ("", "")
        if _letters(heading) != _letters(section.heading) or _letters(text) != _letters(section.text):
            yield Violation(markdown_of(view.id), view.id, f"section `{section.id}` is not what the record says")


def _has_same_source(record: StrategyV1, markdown: str) -> bool:
    """True when the page has the record's Markdown but for addresses; parsing it takes ten times as long."""
    source = "\n".join(f"{section.heading}\n{section.markdown}" for section in record.sections)
    return _letters(ADDRESS.sub("](", source)) in _letters(ADDRESS.sub("](", markdown))


def _letters(text: str) -> str:
    return NO_LETTERS.sub("", text)
