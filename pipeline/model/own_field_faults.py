"""Faults of the library's own fields in the page policy: taken ids, and settings that do not go together."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.model.library_info import LibraryInfo
from pipeline.model.own_fields import (
    CHOICES,
    HOLDERS,
    REFERENCES,
    STRATEGY,
    TARGETS,
    FieldType,
    OwnField,
    listed_table,
)
from pipeline.model.own_vocabulary import OwnTerm
from pipeline.model.policy import PagePolicy
from pipeline.model.policy_nodes import has_words, items_of, like, policy_problem, texts_in
from pipeline.model.reserved_words import RESERVED
from pipeline.model.strategy import Origin, Strategy
from pipeline.model.strategy_columns import AFTER_SECTIONS, BEFORE_SECTIONS, DISCLAIMER_PREFIX, section_column
from pipeline.model.vocabulary import Category, Factor, LearnerModel
from pipeline.source.names import Names
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar, Sequence
from pipeline.source.text import Span

# Types with few values, which readers can choose from.
FILTERED: frozenset[FieldType] = CHOICES | REFERENCES | {"boolean"}
# An address is no words for a card.
NOT_ON_CARDS: frozenset[FieldType] = frozenset({"url"})
# Names of records, tables and filters of every library, besides those of front matter and columns.
TAKEN = frozenset(
    {
        *Strategy.model_fields,
        *BEFORE_SECTIONS,
        *AFTER_SECTIONS,
        *("fields", "sections", "images", "videos", "resources", "references", "mentions", "citations", "languages"),
        # Names that views and indexes of the database have, after `strategies_` or `strategy_`.
        *("overview", "by_factor", "by_grade", "factors_factor", "related_related"),
        *("strategy", "strategies", "ordinal", "factor", "alias", "author", "path", "type", "name", "grade", "grades"),
        *(f"category_{part}" for part in ("id", "name")),
        *(f"source_{part}" for part in Origin.model_fields),
    }
)


# Names of what every term or the library has, besides these.
TAKEN_ON_TERMS = frozenset(
    {
        *OwnTerm.model_fields,
        *Factor.model_fields,
        *Category.model_fields,
        *LearnerModel.model_fields,
        *LibraryInfo.model_fields,
        *("strategies", "term", "terms", "licence_url"),
    }
)
# Characters of the name of a sheet in a workbook.
LONGEST_TABLE = 31


class _Place(NamedTuple):
    """A field, where it stands, and the position of its id."""

    field: OwnField
    node: MappingNode
    span: Span


def own_field_faults(policy: PagePolicy, front: MappingNode) -> Iterator[Problem]:
    """Problems of the library's own fields, each valid by itself."""
    nodes = items_of(front, "fields")
    places = [
        _Place(field, node, value.span if (value := node.get("id")) else node.span)
        for field, node in zip(policy.all_fields, nodes, strict=False)
    ]
    yield from _ids(places, policy)
    yield from _names(nodes)
    targets = (*TARGETS, *(vocabulary.id for vocabulary in policy.vocabularies))
    holders = (*HOLDERS, *(vocabulary.id for vocabulary in policy.vocabularies))
    for place in places:
        yield from _on(place, holders)
        yield from _of(place, targets)
        yield from _shown(place)


def _ids(places: list[_Place], policy: PagePolicy) -> Iterator[Problem]:
    sections: Mapping[str, str] = {
        name: section.id for section in policy.sections for name in (section.id, section_column(section.id))
    }
    first: dict[str, Span] = {}
    for field, _, span in places:
        before = first.setdefault(field.id, span)
        if before is not span:
            yield policy_problem(span, "field-twice", before, value=field.id)
        elif field.id in TAKEN or field.id.startswith(DISCLAIMER_PREFIX):
            yield policy_problem(span, "taken-field", value=field.id)
        elif field.id in RESERVED:
            yield policy_problem(span, "reserved-field", value=field.id)
        elif field.id in sections:
            yield policy_problem(span, "field-of-section", value=field.id, section=sections[field.id])


def _names(nodes: list[MappingNode]) -> Iterator[Problem]:
    seen: dict[str, Span] = {}
    for text, span, _ in texts_in(nodes, "name"):
        first = seen.setdefault(like(text), span)
        if not has_words(text):
            yield policy_problem(span, "no-words", field="fields.name")
        elif first is not span:
            yield policy_problem(span, "name-twice", first, value=text)


def _on(place: _Place, holders: tuple[str, ...]) -> Iterator[Problem]:
    """Fields on nothing, and those on terms or the library whose ids are taken there, or too long."""
    field, value = place.field, place.node.get("on")
    if field.on == STRATEGY:
        return
    if field.on not in holders:
        meant = Names.of(holders).suggest(field.on)
        hint = f"; did you mean `{meant.id}`?" if meant else ""
        known = ", ".join(f"`{holder}`" for holder in holders)
        yield policy_problem(value.span if value else place.span, "no-holder", value=field.on, known=known, hint=hint)
    elif field.id in TAKEN_ON_TERMS:
        yield policy_problem(place.span, "taken-field", value=field.id)
    elif field.is_listed and field.column and len(listed_table(field)) > LONGEST_TABLE:
        yield policy_problem(place.span, "long-table", value=listed_table(field), most=str(LONGEST_TABLE))
    for name, wanted in (("filter", field.filter), ("card", field.card)):
        node = place.node.get(name)
        if wanted and node is not None:
            yield policy_problem(node.span, "only-pages", field=name)


def _of(place: _Place, targets: tuple[str, ...]) -> Iterator[Problem]:
    """Choices without values, references to nothing, and an `of` that says nothing."""
    field, value = place.field, place.node.get("of")
    if field.type in CHOICES:
        yield from _options(place)
    elif field.type in REFERENCES and (field.target not in targets or len(field.of or ()) > 1):
        span, meant = value.span if value else place.span, Names.of(targets).suggest(field.target or "")
        known = ", ".join(f"`{target}`" for target in targets)
        hint = f"; did you mean `{meant.id}`?" if meant and meant.id != field.target else ""
        yield policy_problem(span, "no-target", value=field.id, known=known, hint=hint)
    elif field.type not in REFERENCES and value is not None and field.of is not None:
        yield policy_problem(value.span, "needless-of", value=field.type)


def _options(place: _Place) -> Iterator[Problem]:
    value, seen = place.node.get("of"), dict[str, Span]()
    if not place.field.options or value is None:
        yield policy_problem(place.span, "no-choices", value=place.field.id)
        return
    for item in value.items if isinstance(value, Sequence) else (value,):
        if not isinstance(item, Scalar):
            continue
        first = seen.setdefault(like(item.text), item.span)
        if not has_words(item.text):
            yield policy_problem(item.span, "no-words", field="fields.of")
        elif first is not item.span:
            yield policy_problem(item.span, "listed-twice", first, value=item.text)


def _shown(place: _Place) -> Iterator[Problem]:
    """Filters and cards that could not show the values."""
    field = place.field
    for name, wanted, fits in (
        ("filter", field.filter, field.type in FILTERED),
        ("card", field.card, field.type not in NOT_ON_CARDS),
    ):
        value = place.node.get(name)
        if wanted and not fits and value is not None:
            yield policy_problem(value.span, f"no-{name}", value=field.type)
