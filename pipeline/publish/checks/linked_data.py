"""JSON-LD: every strategy is there with its texts and its disclaimers, and every link inside leads to something."""

from collections.abc import Iterator

from pipeline.model.identifiers import identifier_of
from pipeline.model.linked_shape import ArticleV1, DefinedTermSetV1, LinkedDataV1
from pipeline.model.published import StrategyV1
from pipeline.publish.checks.documents import listing
from pipeline.publish.fault import Fault
from pipeline.publish.inspection import Inspection, check

PATH = "json/strategies.jsonld"


@check("json", each=True)
def linked_data(inspection: Inspection) -> Iterator[Fault]:
    """The articles are the published strategies, and say what their records say."""
    data = inspection.data(PATH)
    if data is None or inspection.shape_faults(PATH):
        return
    graph = LinkedDataV1.model_validate_json(data).graph_
    articles = {item.identifier: item for item in graph if isinstance(item, ArticleV1)}
    yield from listing(
        PATH, [item.identifier for item in graph if isinstance(item, ArticleV1)], inspection.manifest.published
    )
    described = {item.id_ for item in graph}
    described |= {term.id_ for item in graph if isinstance(item, DefinedTermSetV1) for term in item.has_defined_term}
    for article in articles.values():
        named = [
            article.is_part_of.id_,
            *(term.id_ for term in article.about),
            *(link.id_ for link in article.mentions),
        ]
        for address in [address for address in named if address not in described]:
            yield Fault(PATH, article.identifier, f"it leads to {address}, which is not in the document")
    for strategy in inspection.strategies():
        if strategy.id in articles:
            yield from agrees(articles[strategy.id], strategy)


def agrees(article: ArticleV1, strategy: StrategyV1) -> Iterator[Fault]:
    """An article says what the record of its strategy says."""
    same = {
        "@id": article.id_ == f"urn:uuid:{identifier_of('strategy', strategy.id)}",
        "name": article.name == strategy.title,
        "abstract": article.abstract == strategy.summary,
        "dateModified": article.date_modified == strategy.updated,
        "hasPart": [(part.identifier, part.name, part.text) for part in article.has_part]
        == [(section.id, section.heading, section.text) for section in strategy.sections],
        "about": [link.id_ for link in article.about]
        == [f"urn:uuid:{identifier_of('factor', factor.id)}" for factor in strategy.factors],
    }
    for name in [name for name, agrees in same.items() if not agrees]:
        yield Fault(PATH, strategy.id, f"its `{name}` is not what the record says")
    notices = {part.identifier: part.usage_info.text for part in article.has_part if part.usage_info}
    for section in strategy.sections:
        due = section.disclaimer
        if due and notices.get(section.id) != due.text:
            yield Fault(PATH, strategy.id, f"section `{section.id}` lacks the disclaimer `{due.id}`")
