"""Conflicts between parts of the page policy, and texts in it that cannot be published."""

import re
from collections.abc import Iterator, Mapping

from pipeline.model.disclaimer_text import is_disclaimer, words_in
from pipeline.model.own_field_faults import own_field_faults
from pipeline.model.own_vocabulary_faults import own_vocabulary_faults
from pipeline.model.policy import GeneratedHeadings, PagePolicy
from pipeline.model.policy_limits import limit_faults
from pipeline.model.policy_nodes import PolicyText, has_words, items_of, like, policy_problem, texts_in
from pipeline.model.strategy_columns import AFTER_SECTIONS, BEFORE_SECTIONS, DISCLAIMER_PREFIX, section_column
from pipeline.source.parse import Document, Problem
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.text import Span

COLUMNS = frozenset((*BEFORE_SECTIONS, *AFTER_SECTIONS))
# Sections that the page of a strategy has besides those of the policy: `id="section-factors"`.
OWN_SECTIONS = frozenset({"factors"})
# The id of the first heading inside a section, of the second, and so on.
NUMBERED = re.compile(r"(.+)-[1-9][0-9]*")
FILLED_IN = "{category}"


def policy_faults(policy: PagePolicy | None, document: Document) -> Iterator[Problem]:
    """Problems of a policy whose fields are valid one by one."""
    if policy is None or not isinstance(document.front, MappingNode):
        return
    sections, disclaimers = items_of(document.front, "sections"), items_of(document.front, "disclaimers")
    yield from _repeated(sections, "id")
    yield from _repeated(sections, "heading")
    yield from _repeated(disclaimers, "id")
    yield from _unknown_disclaimers(sections, policy)
    yield from _taken_ids(sections, policy)
    yield from _like_headings(sections)
    yield from _generated(sections, document.front, policy.generated_headings)
    yield from _wordless(sections, disclaimers)
    yield from limit_faults(policy, document.front)
    yield from own_field_faults(policy, document.front)
    yield from own_vocabulary_faults(policy, document.front)


def _repeated(nodes: list[MappingNode], field: str) -> Iterator[Problem]:
    seen: dict[str, Span] = {}
    for text, span, _ in texts_in(nodes, field):
        if (first := seen.setdefault(text, span)) is not span:
            yield policy_problem(span, "repeated", first, field=field, value=text)


def _unknown_disclaimers(sections: list[MappingNode], policy: PagePolicy) -> Iterator[Problem]:
    known = {disclaimer.id for disclaimer in policy.disclaimers}
    for node in sections:
        value = node.get("disclaimer")
        if isinstance(value, Scalar) and not (value.is_absent or value.text in known):
            yield policy_problem(value.span, "no-disclaimer", value=value.text)


def _taken_ids(sections: list[MappingNode], policy: PagePolicy) -> Iterator[Problem]:
    """Ids of sections that are taken by other columns of tables or other parts of a page."""
    ids = {section.id for section in policy.sections}
    for text, span, _ in texts_in(sections, "id"):
        numbered = NUMBERED.fullmatch(text)
        others = COLUMNS | {section_column(id_) for id_ in ids - {text}}
        if section_column(text).startswith(DISCLAIMER_PREFIX):
            yield policy_problem(span, "disclaimer-column", value=text)
        elif section_column(text) in others:
            yield policy_problem(span, "taken-column", value=text, column=section_column(text))
        elif text in OWN_SECTIONS:
            yield policy_problem(span, "taken-section", value=text)
        elif numbered and numbered[1] in ids:
            yield policy_problem(span, "taken-heading", value=text, section=numbered[1])


def _like_headings(sections: list[MappingNode]) -> Iterator[Problem]:
    """Headings and former headings of two sections that differ only in capitals and the like; see `repeated`."""
    headings, owners = texts_in(sections, "heading"), dict[str, PolicyText]()
    for heading in headings:
        other = owners.setdefault(like(heading.text), heading)
        if other is not heading and other.text != heading.text:
            yield policy_problem(heading.span, "like-heading", other.span, value=heading.text, other=other.text)
    for former in texts_in(sections, "former_headings"):
        other = owners.setdefault(like(former.text), former)
        if other.owner != former.owner:
            yield policy_problem(former.span, "former-heading", other.span, value=former.text)


def _generated(sections: list[MappingNode], front: MappingNode, headings: GeneratedHeadings) -> Iterator[Problem]:
    """Generated headings that are also headings of sections, or have an invalid placeholder."""
    node = front.get("generated_headings")
    spans = {name.text: value.span for name, value in node.pairs} if isinstance(node, MappingNode) else {}
    of_sections = {like(heading.text): heading.span for heading in texts_in(sections, "heading")}
    seen: dict[str, Span] = {}
    for field in GeneratedHeadings.model_fields:
        text, span = str(getattr(headings, field)), spans.get(field)
        other = of_sections.get(like(text))
        if other:
            position, first = (span, (other,)) if span else (other, ())
            yield policy_problem(position, "generated-heading", *first, value=text)
        if span is None:
            continue  # the default is valid
        previous = seen.setdefault(like(text), span)
        if not has_words(text):
            yield policy_problem(span, "no-words", field=f"generated_headings.{field}")
        elif previous is not span and not other:
            yield policy_problem(span, "repeated", previous, field="heading", value=text)
        filled_in = text.replace(FILLED_IN, "") if field == "related" else text
        if "{" in filled_in or "}" in filled_in:
            yield policy_problem(span, "filled-in", value=text)


def _wordless(sections: list[MappingNode], disclaimers: list[MappingNode]) -> Iterator[Problem]:
    """Texts without words, and disclaimers that not every reader could show."""
    fields: Mapping[str, list[PolicyText]] = {
        "sections.heading": texts_in(sections, "heading"),
        "sections.former_headings": texts_in(sections, "former_headings"),
        "disclaimers.text": texts_in(disclaimers, "text"),
    }
    for field, texts in fields.items():
        yield from (policy_problem(text.span, "no-words", field=field) for text in texts if not has_words(text.text))
    for text in fields["disclaimers.text"]:
        if has_words(text.text) and not is_disclaimer(text.text):
            yield policy_problem(text.span, "not-plain")
        elif has_words(text.text) and not has_words(words_in(text.text)):  # they are in the address of a link
            yield policy_problem(text.span, "no-words", field="disclaimers.text")
