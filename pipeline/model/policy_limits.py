"""Limits, patterns and words of the page policy that no page could keep."""

from collections.abc import Iterator

from pipeline.model.house_words import cased, form_of
from pipeline.model.id_pattern import id_matcher
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.policy_nodes import PolicyText, has_words, items_of, like, policy_problem, texts_in
from pipeline.model.strategy import LONGEST_SUMMARY, LONGEST_TITLE
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.text import Span


def limit_faults(policy: PagePolicy, front: Mapping) -> Iterator[Problem]:
    """Problems of a policy with valid fields: crossed limits, headings, words, and a pattern that cannot be used."""
    sections = items_of(front, "sections")
    for node, section in zip(sections, policy.sections, strict=False):
        yield from _crossed(node, "max_words", section.max_words, max(section.min_words, 1))
        yield from _crossed(node, "max_items", section.max_items, max(section.min_items, 1))
        yield from _subheadings(node, section, sections)
    for field, length, longest in (
        ("title", policy.title, LONGEST_TITLE),
        ("summary", policy.summary, LONGEST_SUMMARY),
    ):
        node_of_field = front.get(field)
        if isinstance(node_of_field, Mapping):
            yield from _length(node_of_field, field, (length.min_characters, length.max_characters, longest))
    yield from _pattern(policy, front)
    yield from _words(policy, items_of(front, "terms"))


def _crossed(node: Mapping, field: str, most: int | None, least: int) -> Iterator[Problem]:
    value = node.get(field)
    if value is not None and most is not None and most < least:
        yield policy_problem(value.span, "crossed", field=field, least=str(least))


def _length(node: Mapping, field: str, limits: tuple[int, int, int]) -> Iterator[Problem]:
    """Lengths that nothing can have: the least, the greatest, and the greatest of all libraries."""
    least, most, longest = limits
    low, high = node.get("min_characters"), node.get("max_characters")
    if high and most > longest:
        yield policy_problem(high.span, "beyond", field=f"{field}.max_characters", most=str(longest))
    elif high and most < max(least, 1):
        yield policy_problem(high.span, "crossed", field=f"{field}.max_characters", least=str(max(least, 1)))
    elif low and least > most:
        yield policy_problem(low.span, "beyond", field=f"{field}.min_characters", most=str(most))


def _subheadings(node: Mapping, section: SectionPolicy, sections: list[Mapping]) -> Iterator[Problem]:
    """Level-3 headings without words, listed twice, or that are the heading of a section."""
    headings = {like(text.text): text.span for text in texts_in(sections, "heading")}
    headings |= {like(text.text): text.span for text in texts_in(sections, "former_headings")}
    for field in ("subheadings", "required_subheadings"):
        seen: dict[str, Span] = {}
        for text, span, _ in texts_in([node], field):
            first = seen.setdefault(like(text), span)
            if not has_words(text):
                yield policy_problem(span, "no-words", field=f"sections.{field}")
            elif first is not span:
                yield policy_problem(span, "listed-twice", first, value=text)
            elif (other := headings.get(like(text))) is not None:
                yield policy_problem(span, "heading-of-section", other, value=text)


def _pattern(policy: PagePolicy, front: Mapping) -> Iterator[Problem]:
    value = front.get("id_pattern")
    if value is not None and policy.id_pattern is not None and id_matcher(policy.id_pattern) is None:
        yield policy_problem(value.span, "pattern", value=policy.id_pattern)


def _words(policy: PagePolicy, nodes: list[Mapping]) -> Iterator[Problem]:
    """Words that are not to be written twice, or are to be written as well, or that nothing would change."""
    wanted = {form_of(term.write): index for index, term in enumerate(policy.terms) if term.write}
    for text in texts_in(nodes, "write"):
        if not has_words(text.text):
            yield policy_problem(text.span, "no-words", field="terms.write")
    seen: dict[str, Span] = {}
    for text in texts_in(nodes, "not"):
        first = seen.setdefault(form_of(text.text), text.span)
        if not has_words(text.text):
            yield policy_problem(text.span, "no-words", field="terms.not")
        elif first is not text.span:
            yield policy_problem(text.span, "listed-twice", first, value=text.text)
        elif _is_wanted(policy, text, wanted.get(form_of(text.text))):
            yield policy_problem(text.span, "wanted-word", value=text.text)


def _is_wanted(policy: PagePolicy, text: PolicyText, owner: int | None) -> bool:
    """True for a word that is to be written: that of another item, or the same letters with no other capitals."""
    if owner is None:
        return False
    own = policy.terms[owner].write
    return owner != text.owner or own is None or cased(own, text.text) == text.text
