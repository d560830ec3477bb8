"""Conflicts between parts of the page policy, and texts in it that cannot be published."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.model.policy import GeneratedHeadings, PagePolicy, same_words
from pipeline.model.strategy_columns import AFTER_SECTIONS, BEFORE_SECTIONS, disclaimer_column, section_column
from pipeline.source.names import folded
from pipeline.source.parse import Document, Problem
from pipeline.source.parse.markdown import tokenize
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Node, Scalar, Sequence
from pipeline.source.text import Span

KIND = "invalid-policy"
COLUMNS = frozenset((*BEFORE_SECTIONS, *AFTER_SECTIONS))
# Sections that the page of a strategy has besides those of the policy: `id="section-factors"`.
OWN_SECTIONS = frozenset({"factors"})
# The id of the first heading inside a section, of the second, and so on.
NUMBERED = re.compile(r"(.+)-[1-9][0-9]*")
FILLED_IN = "{category}"
# Inline tokens without markup.
WORDS = frozenset({"text", "softbreak"})


class _Text(NamedTuple):
    """A text of the policy, its position, and the index of its section."""

    text: str
    span: Span
    owner: int


def policy_faults(policy: PagePolicy | None, document: Document) -> Iterator[Problem]:
    """Problems of a policy whose fields are valid one by one."""
    if policy is None or not isinstance(document.front, MappingNode):
        return
    sections, disclaimers = _items(document.front, "sections"), _items(document.front, "disclaimers")
    yield from _repeated(sections, "id")
    yield from _repeated(sections, "heading")
    yield from _repeated(disclaimers, "id")
    yield from _unknown_disclaimers(sections, policy)
    yield from _taken_ids(sections, policy)
    yield from _like_headings(sections)
    yield from _generated(sections, document.front, policy.generated_headings)
    yield from _wordless(sections, disclaimers)


def _items(front: MappingNode, field: str) -> list[MappingNode]:
    nodes = front.get(field)
    return [node for node in nodes.items if isinstance(node, MappingNode)] if isinstance(nodes, Sequence) else []


def _texts(nodes: list[MappingNode], field: str) -> list[_Text]:
    """The values of a field, one or a list, of each item."""
    found = []
    for owner, node in enumerate(nodes):
        value = node.get(field)
        values: tuple[Node, ...] = value.items if isinstance(value, Sequence) else (value,) if value else ()
        found += [_Text(item.text, item.span, owner) for item in values if isinstance(item, Scalar) and item.text]
    return found


def _problem(span: Span, what: str, *first: Span, **data: str) -> Problem:
    return Problem(KIND, span, {"what": what} | data, first)


def _repeated(nodes: list[MappingNode], field: str) -> Iterator[Problem]:
    seen: dict[str, Span] = {}
    for text, span, _ in _texts(nodes, field):
        if (first := seen.setdefault(text, span)) is not span:
            yield _problem(span, "repeated", first, field=field, value=text)


def _unknown_disclaimers(sections: list[MappingNode], policy: PagePolicy) -> Iterator[Problem]:
    known = {disclaimer.id for disclaimer in policy.disclaimers}
    for node in sections:
        value = node.get("disclaimer")
        if isinstance(value, Scalar) and not (value.is_absent or value.text in known):
            yield _problem(value.span, "no-disclaimer", value=value.text)


def _taken_ids(sections: list[MappingNode], policy: PagePolicy) -> Iterator[Problem]:
    """Ids of sections that are taken by other columns of tables or other parts of a page."""
    columns = COLUMNS | {disclaimer_column(disclaimer.id) for disclaimer in policy.disclaimers}
    ids = {section.id for section in policy.sections}
    for text, span, _ in _texts(sections, "id"):
        numbered = NUMBERED.fullmatch(text)
        if section_column(text) in columns:
            yield _problem(span, "taken-column", value=text, column=section_column(text))
        elif text in OWN_SECTIONS:
            yield _problem(span, "taken-section", value=text)
        elif numbered and numbered[1] in ids:
            yield _problem(span, "taken-heading", value=text, section=numbered[1])


def _like(text: str) -> str:
    """A heading without capitals, extra spaces and hyphens, to compare it with others."""
    return folded(same_words(text))


def _like_headings(sections: list[MappingNode]) -> Iterator[Problem]:
    """Headings and former headings of two sections that differ only in capitals and the like; see `repeated`."""
    headings, owners = _texts(sections, "heading"), dict[str, _Text]()
    for heading in headings:
        other = owners.setdefault(_like(heading.text), heading)
        if other is not heading and other.text != heading.text:
            yield _problem(heading.span, "like-heading", other.span, value=heading.text, other=other.text)
    for former in _texts(sections, "former_headings"):
        other = owners.setdefault(_like(former.text), former)
        if other.owner != former.owner:
            yield _problem(former.span, "former-heading", other.span, value=former.text)


def _generated(sections: list[MappingNode], front: MappingNode, headings: GeneratedHeadings) -> Iterator[Problem]:
    """Generated headings that are also headings of sections, or have an invalid placeholder."""
    node = front.get("generated_headings")
    spans = {name.text: value.span for name, value in node.pairs} if isinstance(node, MappingNode) else {}
    of_sections = {_like(heading.text): heading.span for heading in _texts(sections, "heading")}
    seen: dict[str, Span] = {}
    for field in GeneratedHeadings.model_fields:
        text, span = str(getattr(headings, field)), spans.get(field)
        other = of_sections.get(_like(text))
        if other:
            position, first = (span, (other,)) if span else (other, ())
            yield _problem(position, "generated-heading", *first, value=text)
        if span is None:
            continue  # the default is valid
        previous = seen.setdefault(_like(text), span)
        if not _has_words(text):
            yield _problem(span, "no-words", field=f"generated_headings.{field}")
        elif previous is not span and not other:
            yield _problem(span, "repeated", previous, field="heading", value=text)
        filled_in = text.replace(FILLED_IN, "") if field == "related" else text
        if "{" in filled_in or "}" in filled_in:
            yield _problem(span, "filled-in", value=text)


def _wordless(sections: list[MappingNode], disclaimers: list[MappingNode]) -> Iterator[Problem]:
    """Texts without words, and disclaimers with characters that Markdown would interpret."""
    fields: Mapping[str, list[_Text]] = {
        "sections.heading": _texts(sections, "heading"),
        "sections.former_headings": _texts(sections, "former_headings"),
        "disclaimers.text": _texts(disclaimers, "text"),
    }
    for field, texts in fields.items():
        yield from (_problem(text.span, "no-words", field=field) for text in texts if not _has_words(text.text))
    for text in fields["disclaimers.text"]:
        if _has_words(text.text) and not is_plain(text.text):
            yield _problem(text.span, "not-plain")


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def is_plain(text: str) -> bool:
    """True when a text is one paragraph of plain words in Markdown."""
    try:
        tokens, *_ = tokenize(text.strip())
    except RecursionError:  # brackets nested some hundred deep
        return False
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return False
    children = tokens[1].children or ()
    shown = " ".join(token.content for token in children)
    return all(token.type in WORDS for token in children) and shown.split() == text.split()
