"""Records as tables: one a thing, lists only as tables of their own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

from pipeline.model.policy import Disclaimer, PagePolicy
from pipeline.model.strategy_columns import FIRST, LAST, disclaimer_column, section_column
from pipeline.model.table import POSITION, Column, FieldColumn, References, Table, Value, id_column, itself, named
from pipeline.publish.records import Records
from pipeline.publish.schema import records as shapes
from pipeline.publish.schema.records import PublishedModel, StrategyV1

STRATEGIES, FACTORS, LEARNER_MODELS = ("strategies", "id"), ("factors", "id"), ("learner_models", "id")
ID = named("id")


def strategy_tables(policy: PagePolicy) -> tuple[Table, ...]:
    """The tables with rows of each strategy, sorted by their key."""
    return (_strategies(policy), *_relations(), *_materials())


def other_tables(records: Records) -> Iterator[Table]:
    """All other tables."""
    yield from _factors(records)
    yield Table(
        "categories",
        "the shelves of the library",
        _fields("CategoryV1", "id", "name", "description"),
        lambda: records.categories,
    )
    yield from _learner_models(records)
    yield from _tombstones(records)
    yield _coverage(records)


def _strategies(policy: PagePolicy) -> Table:
    columns = (
        *(stated.column(field_schemas) for stated in FIRST),
        *(_section_column(item.id, item.heading) for item in policy.sections),
        *(_disclaimer_column(item) for item in policy.disclaimers),
        *(stated.column(field_schemas) for stated in LAST),
    )
    return Table("strategies", "published strategies", columns, references={"category": ("categories", "id")})


@cache
def field_schemas(shape: str) -> Mapping[str, Any]:
    """The JSON Schema of each field of a published shape."""
    model: type[PublishedModel] = getattr(shapes, shape)
    properties: Mapping[str, Any] = model.model_json_schema(mode="serialization")["properties"]
    return properties


def _section_column(id_: str, heading: str) -> Column:
    """The column of a section's text."""

    def text(strategy: StrategyV1) -> str | None:
        return next((section.text for section in strategy.sections if section.id == id_), None)

    return Column(section_column(id_), "string", f"text of the section “{heading}”", text)


def _disclaimer_column(disclaimer: Disclaimer) -> Column:
    """The column of a disclaimer: filled where a section opens with it."""

    def text(strategy: StrategyV1) -> str | None:
        shown = (section.disclaimer for section in strategy.sections if section.disclaimer)
        return disclaimer.text if any(due.id == disclaimer.id for due in shown) else None

    return Column(
        disclaimer_column(disclaimer.id), "string", "must be shown word for word wherever its section is shown", text
    )


def _fields(shape: str, *names: str) -> tuple[Column, ...]:
    """Columns of the fields of a shape; their `id` is what tells things apart."""
    return tuple(FieldColumn(name, shape, unique=name == "id").column(field_schemas) for name in names)


def _list(
    name: str,
    description: str,
    owner: Column,
    items: Callable[[Any], Iterable[Any]],
    columns: tuple[Column, ...],
    *,
    of: tuple[str, str] = STRATEGIES,
    records: Callable[[], Iterable[Any]] | None = None,
    references: References | None = None,
) -> Table:
    """A table of the items of lists, numbered within each."""
    key = (owner.name, POSITION.name)
    known = {owner.name: of} | dict(references or {})
    return Table(name, description, (owner, POSITION, *columns), records, items, key, known)


STRATEGY = id_column("strategy", "id of the strategy", ID)


def _text(name: str, description: str, value: Value = itself) -> Column:
    return Column(name, "string", description, value, required=True)


def _relations() -> Iterator[Table]:
    """What a strategy names of other things, and who wrote it."""
    yield _list(
        "strategy_factors",
        "the factors a strategy supports",
        STRATEGY,
        attrgetter("factors"),
        (
            id_column("factor", "id of the factor", ID),
            _text("group", "its group in the first of the strategy's learner models that holds it", named("group")),
        ),
        references={"factor": FACTORS},
    )
    yield _list(
        "strategy_related",
        "the strategies a strategy names as related",
        STRATEGY,
        attrgetter("related"),
        (id_column("related", "id of the other strategy", ID),),
        references={"related": STRATEGIES},
    )
    yield _list(
        "strategy_learner_models",
        "the learner models a strategy is for",
        STRATEGY,
        attrgetter("learner_models"),
        (id_column("learner_model", "id of the learner model", ID),),
        references={"learner_model": LEARNER_MODELS},
    )
    yield _list(
        "strategy_authors", "who wrote a strategy", STRATEGY, attrgetter("authors"), (_text("author", "a name"),)
    )
    yield _list(
        "strategy_aliases",
        "ids that strategies had before",
        STRATEGY,
        attrgetter("aliases"),
        (id_column("alias", "an id it had before", itself, unique=True),),
    )


def _some(shape: str, *names: str, empty: Mapping[str, str]) -> tuple[Column, ...]:
    """Columns of fields of a shape; texts in `empty` may be so, and are described there if their own does not do."""
    stated = (
        FieldColumn(name, shape, description=empty.get(name, ""), required=False if name in empty else None)
        for name in names
    )
    return tuple(each.column(field_schemas) for each in stated)


def _materials() -> Iterator[Table]:
    """What a strategy shows and cites."""
    kind = "the heading it stands under"
    names = ("kind", "title", "url", "description")
    yield _list(
        "resources",
        "additional resources of a strategy",
        STRATEGY,
        attrgetter("resources"),
        _some("ResourceV1", *names, empty={"kind": kind, "title": "", "description": ""}),
    )
    names_of_video = ("section", "title", "provider", "video_id", "url", "embed_url")
    yield _list(
        "videos",
        "videos chosen as examples; nothing of them is to be loaded before a reader asks",
        STRATEGY,
        attrgetter("videos"),
        _some("VideoV1", *names_of_video, empty={"title": ""}),
    )
    yield _list(
        "references",
        "citations of a strategy",
        STRATEGY,
        attrgetter("references"),
        _some("ReferenceV1", "text", "url", "doi", empty={"text": ""}),
    )


def _factors(records: Records) -> Iterator[Table]:
    yield Table(
        "factors",
        "what about a learner a strategy may support",
        _fields("FactorV1", "id", "name", "definition", "deprecated", "replaced_by"),
        lambda: records.factors,
        references={"replaced_by": ("", "id")},
    )
    yield _list(
        "factor_aliases",
        "other forms of factors' names",
        id_column("factor", "id of the factor", ID),
        attrgetter("aliases"),
        (_text("alias", "another form of its name"),),
        of=FACTORS,
        records=lambda: records.factors,
    )


def _learner_models(records: Records) -> Iterator[Table]:
    owner = id_column("learner_model", "id of the learner model", ID)
    yield Table(
        "learner_models",
        "pictures of learners of certain grades",
        _fields("LearnerModelV1", "id", "name", "description"),
        lambda: records.learner_models,
    )
    yield _list(
        "learner_model_grades",
        "the grades of learner models",
        owner,
        attrgetter("grades"),
        (_text("grade", "a grade, as text"),),
        of=LEARNER_MODELS,
        records=lambda: records.learner_models,
    )
    yield _list(
        "learner_model_factors",
        "the factors of learner models, group by group",
        owner,
        lambda model: [(group.name, factor) for group in model.groups for factor in group.factors],
        (
            _text("group", "name of the group", lambda pair: pair[0]),
            id_column("factor", "id of the factor", lambda pair: pair[1]),
        ),
        of=LEARNER_MODELS,
        records=lambda: records.learner_models,
        references={"factor": FACTORS},
    )


def _tombstones(records: Records) -> Iterator[Table]:
    replaced = FieldColumn(
        "replaced_by", "TombstoneV1", description="id of the published strategy that succeeds it"
    ).column(field_schemas)
    yield Table(
        "tombstones",
        "strategies that were published and are no more",
        (*_fields("TombstoneV1", "id", "title", "updated"), replaced),
        lambda: records.tombstones,
        references={"replaced_by": STRATEGIES},
    )
    yield _list(
        "tombstone_aliases",
        "ids that retired strategies had before",
        id_column("tombstone", "id of the retired strategy", ID),
        attrgetter("aliases"),
        (id_column("alias", "an id it had before", itself, unique=True),),
        of=("tombstones", "id"),
        records=lambda: records.tombstones,
    )


def _coverage(records: Records) -> Table:
    def cells() -> Iterator[dict[str, Any]]:
        for model in records.learner_models:
            for row in sorted(records.counted.rows(model.id), key=lambda row: row.factor):
                for category, number in row.counts.items():
                    yield {
                        "learner_model": model.id,
                        "factor": row.factor,
                        "category": category,
                        "group": row.group,
                        "strategies": number,
                    }

    return Table(
        "coverage",
        "how many strategies of a learner model support each of its factors, by category; 0 is a gap",
        (
            id_column("learner_model", "id of the learner model", itemgetter("learner_model")),
            id_column("factor", "id of the factor", itemgetter("factor")),
            id_column("category", "id of the category", itemgetter("category")),
            _text("group", "name of the factor's group in the learner model", itemgetter("group")),
            Column("strategies", "integer", "how many there are", itemgetter("strategies"), required=True, minimum=0),
        ),
        cells,
        key=("learner_model", "factor", "category"),
        references={"learner_model": LEARNER_MODELS, "factor": FACTORS, "category": ("categories", "id")},
    )
