"""The tables of a bundle: one for each kind of record, and one for each of their lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from operator import attrgetter, itemgetter

from pipeline.model.own_fields import STRATEGY as STRATEGY_KIND
from pipeline.model.own_vocabulary import table_of
from pipeline.model.policy import Disclaimer, PagePolicy
from pipeline.model.strategy_columns import AFTER_SECTIONS, BEFORE_SECTIONS, disclaimer_column, section_column
from pipeline.publish.own_tables import own_columns, own_lists
from pipeline.publish.records import Records
from pipeline.publish.schema import records as shapes
from pipeline.publish.schema.base import PublishedModel
from pipeline.publish.schema.media import VideoV1
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.schema.vocabularies import OwnTermV1, OwnVocabularyV1
from pipeline.publish.table import Cell, Column, Owner, Table, field_column, id_column, item, text_column


def strategy_tables(policy: PagePolicy) -> tuple[Table, ...]:
    """The tables with rows of each strategy, sorted by their key."""
    return (_strategies(policy), *_relations(), *_materials(), *own_lists(policy, STRATEGY_KIND, STRATEGY))


def other_tables(records: Records) -> Iterator[Table]:
    """All other tables."""
    yield from _factors(records)
    yield from _categories(records)
    yield from _learner_models(records)
    yield from _tombstones(records)
    yield _coverage(records)
    for vocabulary in records.vocabularies:
        yield from _own_terms(records.policy, vocabulary)


def _strategies(policy: PagePolicy) -> Table:
    columns = (
        *map(_strategy_column, BEFORE_SECTIONS),
        *(_section_column(section.id, section.heading) for section in policy.sections),
        *map(_disclaimer_column, policy.disclaimers),
        *map(_strategy_column, AFTER_SECTIONS),
        *own_columns(policy, STRATEGY_KIND),
    )
    return Table("strategies", "published strategies", columns)


def _strategy_column(name: str) -> Column:
    return _special_columns().get(name) or field_column(StrategyV1, name)


@cache
def _special_columns() -> Mapping[str, Column]:
    """Columns of strategies that differ from the field of the same name, or have none."""
    return {
        "category": id_column("category", "id of its category", "categories", attrgetter("category.id")),
        "source_title": _source_column("title"),
        "source_url": _source_column("url"),
        "source_retrieved": _source_column("retrieved"),
        "content_sha256": replace(field_column(StrategyV1, "content_sha256"), description="of the page's text"),
        "record_sha256": replace(
            field_column(StrategyV1, "record_sha256"), description="of the strategy's record in JSON"
        ),
    }


def _source_column(name: str) -> Column:
    def value(strategy: StrategyV1) -> Cell:
        return getattr(strategy.source, name, None)

    return replace(field_column(shapes.OriginV1, name), name=f"source_{name}", value=value, required=False)


def _section_column(id_: str, heading: str) -> Column:
    def text(strategy: StrategyV1) -> str | None:
        return next((section.text for section in strategy.sections if section.id == id_), None)

    return Column(section_column(id_), "string", f"text of the section “{heading}”", text)


def _disclaimer_column(disclaimer: Disclaimer) -> Column:
    """The column of a disclaimer, filled for strategies with a section that begins with it."""

    def text(strategy: StrategyV1) -> str | None:
        shown = (section.disclaimer for section in strategy.sections if section.disclaimer)
        return disclaimer.words if any(found.id == disclaimer.id for found in shown) else None

    return Column(
        disclaimer_column(disclaimer.id), "string", "must be shown word for word wherever its section is shown", text
    )


def _fields(model: type[PublishedModel], *names: str, may_be_empty: tuple[str, ...] = ()) -> tuple[Column, ...]:
    columns = (field_column(model, name) for name in names)
    return tuple(replace(column, required=False) if column.name in may_be_empty else column for column in columns)


def _group_column(description: str, value: Callable[..., Cell]) -> Column:
    """The column of a group of factors, which is empty for factors in none."""
    return replace(text_column("factor_group", description, value), required=False)


STRATEGY = Owner(id_column("strategy", "id of the strategy", "strategies"))
ALIAS = id_column("alias", "an id it had before", value=item, unique=True)


def _relations() -> Iterator[Table]:
    """References of a strategy to other records, its authors, languages and former ids."""
    yield STRATEGY.table(
        "strategy_factors",
        "the factors a strategy supports",
        attrgetter("factors"),
        id_column("factor", "id of the factor", "factors"),
        _group_column("its group in the first of the strategy's learner models that holds it", attrgetter("group")),
    )
    yield STRATEGY.table(
        "strategy_related",
        "the strategies a strategy names as related",
        attrgetter("related"),
        id_column("related", "id of the other strategy", "strategies"),
    )
    yield STRATEGY.table(
        "strategy_learner_models",
        "the learner models a strategy is for",
        attrgetter("learner_models"),
        id_column("learner_model", "id of the learner model", "learner_models"),
    )
    yield STRATEGY.table(
        "strategy_authors", "who wrote a strategy", attrgetter("authors"), text_column("author", "a name", item)
    )
    yield STRATEGY.table(
        "strategy_languages",
        "the languages a strategy's text is in, if the library has several",
        attrgetter("languages"),
        text_column("language", "a language as a BCP 47 tag", item),
    )
    yield STRATEGY.table("strategy_aliases", "ids that strategies had before", attrgetter("aliases"), ALIAS)


def _materials() -> Iterator[Table]:
    """Resources, videos and citations of a strategy."""
    kind, *resource = _fields(
        shapes.ResourceV1, "kind", "title", "url", "description", may_be_empty=("kind", "title", "description")
    )
    yield STRATEGY.table(
        "resources",
        "additional resources of a strategy",
        attrgetter("resources"),
        replace(kind, description="the heading it stands under"),
        *resource,
        _work_column("reference", shapes.ResourceV1, "reference"),
    )
    video = ("section", "title", "provider", "video_id", "url", "embed_url")
    yield STRATEGY.table(
        "videos",
        "videos chosen as examples; nothing of them is to be loaded before a reader asks",
        attrgetter("videos"),
        *_fields(VideoV1, *video, may_be_empty=("title",)),
    )
    yield STRATEGY.table(
        "citations",
        "references of a strategy",
        attrgetter("references"),
        *_fields(shapes.ReferenceV1, "text", "url", "doi", may_be_empty=("text",)),
        _work_column("reference", shapes.ReferenceV1, "id"),
    )
    section, *claim = _fields(shapes.ClaimV1, "section", "text", "words", "reference")
    yield STRATEGY.table("claims", "sentences that cite works", attrgetter("claims"), section, *claim)


def _work_column(name: str, model: type[PublishedModel], field: str) -> Column:
    """The column of the id of a work, which only works of the library have."""
    return replace(field_column(model, field), name=name, required=False, unique=False)


def _factors(records: Records) -> Iterator[Table]:
    owner = Owner(id_column("factor", "id of the factor", "factors"), lambda: records.factors)
    columns = _term_columns(shapes.FactorV1, "definition", own_columns(records.policy, "factor"))
    yield Table("factors", "what a strategy may support", columns, owner.records)
    yield from own_lists(records.policy, "factor", owner)
    yield _aliases(owner, "factor", "factors' names")


def _categories(records: Records) -> Iterator[Table]:
    owner = Owner(id_column("category", "id of the category", "categories"), lambda: records.categories)
    columns = _term_columns(shapes.CategoryV1, "description", own_columns(records.policy, "category"))
    yield Table("categories", "the shelves of the library", columns, owner.records)
    yield from own_lists(records.policy, "category", owner)
    yield _aliases(owner, "category", "categories' names")


def _term_columns(model: type[PublishedModel], meaning: str, own: Iterable[Column]) -> tuple[Column, ...]:
    """The columns of terms; `meaning` is the one that says what a term means. The successor is in the same table."""
    replaced = replace(field_column(model, "replaced_by"), references="")
    return *_fields(model, "id", "name", meaning, "deprecated"), replaced, *own


def _aliases(owner: Owner, table: str, names: str) -> Table:
    return owner.table(
        f"{table}_aliases",
        f"other forms of {names}",
        attrgetter("aliases"),
        text_column("alias", "another form of its name", item),
    )


def _own_terms(policy: PagePolicy, vocabulary: OwnVocabularyV1) -> Iterator[Table]:
    """The terms of one of the library's own vocabularies."""
    name, terms = table_of(vocabulary.id), vocabulary.terms
    columns = _term_columns(OwnTermV1, "definition", own_columns(policy, vocabulary.id))
    many = f"the library's own vocabulary “{vocabulary.many}”"
    said = f"{many}: {vocabulary.description}" if vocabulary.description else many
    yield Table(name, said, columns, lambda: terms)
    owner = Owner(id_column("term", "id of the term", name), lambda: terms)
    yield from own_lists(policy, vocabulary.id, owner)
    yield _aliases(owner, name, f"names in {many}")


def _learner_models(records: Records) -> Iterator[Table]:
    owner = Owner(
        id_column("learner_model", "id of the learner model", "learner_models"), lambda: records.learner_models
    )
    own = own_columns(records.policy, "learner_model")
    columns = _term_columns(shapes.LearnerModelV1, "description", own)
    yield Table(
        "learner_models", "factors that belong together, and what strategies may be for", columns, owner.records
    )
    yield from own_lists(records.policy, "learner_model", owner)
    yield _aliases(owner, "learner_model", "learner models' names")
    yield owner.table(
        "learner_model_grades",
        "the grades of learner models",
        attrgetter("grades"),
        text_column("grade", "a grade, as text", item),
    )
    yield owner.table(
        "learner_model_factors",
        "the factors of learner models, group by group",
        lambda model: [(group.name, factor) for group in model.groups for factor in group.factors],
        _group_column("name of the group", itemgetter(0)),
        id_column("factor", "id of the factor", "factors", itemgetter(1)),
    )


def _tombstones(records: Records) -> Iterator[Table]:
    columns = _fields(shapes.TombstoneV1, "id", "title", "updated")
    replaced = replace(
        field_column(shapes.TombstoneV1, "replaced_by"),
        description="id of the published strategy that succeeds it",
        references="strategies",
    )
    description = "strategies that were published and are no more"
    retired = field_column(shapes.TombstoneV1, "retired")
    yield Table("tombstones", description, (*columns, replaced, retired), lambda: records.tombstones)
    yield Owner(id_column("tombstone", "id of the retired strategy", "tombstones"), lambda: records.tombstones).table(
        "tombstone_aliases", "ids that retired strategies had before", attrgetter("aliases"), ALIAS
    )


def _coverage(records: Records) -> Table:
    def cells() -> Iterator[tuple[Cell, ...]]:
        for model in records.learner_models_in_use:
            for row in sorted(records.coverage.rows(model.id), key=attrgetter("factor")):
                for category, count in row.counts.items():
                    yield model.id, row.factor, category, row.group, count

    return Table(
        "coverage",
        "how many strategies of a learner model support each of its factors, by category; 0 is a gap",
        (
            id_column("learner_model", "id of the learner model", "learner_models", itemgetter(0)),
            id_column("factor", "id of the factor", "factors", itemgetter(1)),
            id_column("category", "id of the category", "categories", itemgetter(2)),
            _group_column("name of the factor's group in the learner model", itemgetter(3)),
            Column("strategies", "integer", "how many there are", itemgetter(4), required=True, minimum=0),
        ),
        cells,
        key=("learner_model", "factor", "category"),
    )
