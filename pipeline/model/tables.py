"""Records as tables: one a thing, lists only as tables of their own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pipeline.model.policy import PagePolicy
from pipeline.model.published import StrategyV1
from pipeline.model.records import Records
from pipeline.model.strategy_columns import FIRST, LAST, OWN_ID, disclaimer_column, section_column
from pipeline.model.table import Column, References, Row, Table, id_column, list_table, numbered, text_column

NAME = text_column("name", "the name readers see", required=True)
# The items of one of a strategy's lists.
Items = Callable[[StrategyV1], Iterable[Row]]
STRATEGIES, FACTORS, LEARNER_MODELS = ("strategies", "id"), ("factors", "id"), ("learner_models", "id")


def other_tables(records: Records) -> Iterator[Table]:
    """All other tables, each with its rows sorted by their key."""
    yield from _factors(records)
    yield Table(
        "categories",
        "the shelves of the library",
        (OWN_ID, NAME, text_column("description", "one or two plain sentences", required=True)),
        lambda: [(c.id, c.name, c.description) for c in records.categories],
    )
    yield from _learner_models(records)
    yield from _tombstones(records)
    yield _coverage(records)


def strategy_tables(policy: PagePolicy) -> tuple[Table, ...]:
    """The tables with rows of each strategy."""
    return (_strategies(policy), *_relations(), *_materials())


def _strategies(policy: PagePolicy) -> Table:
    columns = (
        *FIRST,
        *(text_column(section_column(item.id), f"text of the section “{item.heading}”") for item in policy.sections),
        *(
            text_column(disclaimer_column(item.id), "must be shown word for word wherever its section is shown")
            for item in policy.disclaimers
        ),
        *LAST,
    )
    return Table(
        "strategies",
        "published strategies",
        columns,
        references={"category": ("categories", "id")},
        rows_of=lambda strategy: (_strategy_row(policy, strategy),),
    )


def _strategy_row(policy: PagePolicy, strategy: StrategyV1) -> Row:
    texts = {section.id: section.text for section in strategy.sections}
    shown = {section.disclaimer.id for section in strategy.sections if section.disclaimer}
    origin = strategy.source
    return (
        *(strategy.id, strategy.title, strategy.summary, strategy.status, strategy.updated, strategy.category.id),
        *(texts.get(section.id) for section in policy.sections),
        *(item.text if item.id in shown else None for item in policy.disclaimers),
        *((origin.title, origin.url, origin.retrieved) if origin else (None, None, None)),
        strategy.content_sha256,
    )


def _of_strategy(
    name: str, description: str, columns: tuple[Column, ...], items: Items, references: References | None = None
) -> Table:
    owner = id_column("strategy", "id of the strategy")
    empty = list_table(name, description, (owner, *columns), tuple, {"strategy": STRATEGIES, **(references or {})})
    return replace(empty, rows_of=lambda strategy: numbered(strategy.id, items(strategy)))


def _relations() -> Iterator[Table]:
    """What a strategy names of other things, and who wrote it."""
    group = text_column("group", "its group in the first of the strategy's learner models that holds it", required=True)
    yield _of_strategy(
        "strategy_factors",
        "the factors a strategy supports",
        (id_column("factor", "id of the factor"), group),
        lambda s: [(f.id, f.group) for f in s.factors],
        {"factor": FACTORS},
    )
    yield _of_strategy(
        "strategy_related",
        "the strategies a strategy names as related",
        (id_column("related", "id of the other strategy"),),
        lambda s: [(r.id,) for r in s.related],
        {"related": STRATEGIES},
    )
    yield _of_strategy(
        "strategy_learner_models",
        "the learner models a strategy is for",
        (id_column("learner_model", "id of the learner model"),),
        lambda s: [(m.id,) for m in s.learner_models],
        {"learner_model": LEARNER_MODELS},
    )
    yield _of_strategy(
        "strategy_authors",
        "who wrote a strategy",
        (text_column("author", "a name", required=True),),
        lambda s: [(author,) for author in s.authors],
    )
    yield _of_strategy(
        "strategy_aliases",
        "ids that strategies had before",
        (id_column("alias", "an id it had before", unique=True),),
        lambda s: [(alias,) for alias in s.aliases],
    )


def _materials() -> Iterator[Table]:
    """What a strategy shows and cites."""
    title, url = text_column("title", "its title"), text_column("url", "its address", required=True)
    yield _of_strategy(
        "resources",
        "additional resources of a strategy",
        (text_column("kind", "the heading it stands under"), title, url, text_column("description", "what it offers")),
        lambda s: [(r.kind, r.title, r.url, r.description) for r in s.resources],
    )
    yield _of_strategy(
        "videos",
        "videos chosen as examples; nothing of them is to be loaded before a reader asks",
        (
            id_column("section", "id of the section it stands in"),
            title,
            text_column("provider", "youtube or vimeo", required=True),
            text_column("video_id", "its id at the provider", required=True),
            url,
            text_column("embed_url", "the address to embed", required=True),
        ),
        lambda s: [(v.section, v.title, v.provider, v.video_id, v.url, v.embed_url) for v in s.videos],
    )
    yield _of_strategy(
        "references",
        "citations of a strategy",
        (
            text_column("text", "the citation"),
            text_column("url", "its address"),
            text_column("doi", "its DOI, without an address before it"),
        ),
        lambda s: [(r.text, r.url, r.doi) for r in s.references],
    )


def _factors(records: Records) -> Iterator[Table]:
    yield Table(
        "factors",
        "what about a learner a strategy may support",
        (
            OWN_ID,
            NAME,
            text_column("definition", "one plain sentence", required=True),
            Column("deprecated", "true when it is no longer to be used", "boolean", required=True),
            id_column("replaced_by", "id of the factor to use in its place", required=False),
        ),
        lambda: [(f.id, f.name, f.definition, f.deprecated, f.replaced_by) for f in records.factors],
        references={"replaced_by": ("", "id")},
    )
    yield list_table(
        "factor_aliases",
        "other forms of factors' names",
        (id_column("factor", "id of the factor"), text_column("alias", "another form of its name", required=True)),
        lambda: [(f.id, [(alias,) for alias in f.aliases]) for f in records.factors],
        {"factor": FACTORS},
    )


def _learner_models(records: Records) -> Iterator[Table]:
    owner, references = id_column("learner_model", "id of the learner model"), {"learner_model": LEARNER_MODELS}
    yield Table(
        "learner_models",
        "pictures of learners of certain grades",
        (OWN_ID, NAME, text_column("description", "one or two plain sentences")),
        lambda: [(m.id, m.name, m.description) for m in records.learner_models],
    )
    yield list_table(
        "learner_model_grades",
        "the grades of learner models",
        (owner, text_column("grade", "a grade, as text", required=True)),
        lambda: [(m.id, [(grade,) for grade in m.grades]) for m in records.learner_models],
        references,
    )
    yield list_table(
        "learner_model_factors",
        "the factors of learner models, group by group",
        (owner, text_column("group", "name of the group", required=True), id_column("factor", "id of the factor")),
        lambda: [
            (m.id, [(group.name, factor) for group in m.groups for factor in group.factors])
            for m in records.learner_models
        ],
        references | {"factor": FACTORS},
    )


def _tombstones(records: Records) -> Iterator[Table]:
    yield Table(
        "tombstones",
        "strategies that were published and are no more",
        (
            OWN_ID,
            text_column("title", "its last title", required=True),
            Column("updated", "the day it was retired or last changed", "date", required=True),
            id_column("replaced_by", "id of the published strategy that succeeds it", required=False),
        ),
        lambda: [(item.id, item.title, item.updated, item.replaced_by) for item in records.tombstones],
        references={"replaced_by": STRATEGIES},
    )
    yield list_table(
        "tombstone_aliases",
        "ids that retired strategies had before",
        (id_column("tombstone", "id of the retired strategy"), id_column("alias", "an id it had before", unique=True)),
        lambda: [(item.id, [(alias,) for alias in item.aliases]) for item in records.tombstones],
        {"tombstone": ("tombstones", "id")},
    )


def _coverage(records: Records) -> Table:
    def rows() -> Iterator[Row]:
        for model in records.learner_models:
            for row in sorted(records.counted.rows(model.id), key=lambda row: row.factor):
                yield from ((model.id, row.factor, id_, row.group, number) for id_, number in row.counts.items())

    return Table(
        "coverage",
        "how many strategies of a learner model support each of its factors, by category; 0 is a gap",
        (
            id_column("learner_model", "id of the learner model"),
            id_column("factor", "id of the factor"),
            id_column("category", "id of the category"),
            text_column("group", "name of the factor's group in the learner model", required=True),
            Column("strategies", "how many there are", "integer", required=True, minimum=0),
        ),
        rows,
        ("learner_model", "factor", "category"),
        {"learner_model": LEARNER_MODELS, "factor": FACTORS, "category": ("categories", "id")},
    )
