"""JSON-LD: every strategy is there with its texts and its disclaimers, and every link inside leads to something."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.identifiers import Identifiers
from pipeline.model.published import StrategyV1
from pipeline.publish.verify.checks.documents import listing
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check
from pipeline.publish.verify.shapes import read_json

PATH = "json/strategies.jsonld"
# Of all things in the document only an article is of two types.
ARTICLE = ["Article", "LearningResource"]


@check("json", each=True)
def linked_data(inspection: Inspection) -> Iterator[Fault]:
    """The articles are the published strategies, and say what their records say."""
    data = inspection.data(PATH)
    if data is None or inspection.shape_faults(PATH):
        return
    graph = read_json(data)["@graph"]
    found = [item for item in graph if item["@type"] == ARTICLE]
    yield from listing(PATH, [item["identifier"] for item in found], inspection.manifest.published)
    articles = {item["identifier"]: item for item in found}
    described = {item["@id"] for item in graph}
    described |= {term["@id"] for item in graph for term in item.get("hasDefinedTerm", ())}
    for id_, article in articles.items():
        for thing in (article["isPartOf"], *article["about"], *article["mentions"]):
            if thing["@id"] not in described:
                yield Fault(PATH, id_, f"it leads to {thing['@id']}, which is not in the document")
    for strategy in inspection.strategies():
        if strategy.id in articles:
            yield from agrees(inspection.identifiers, articles[strategy.id], strategy)


def agrees(identifiers: Identifiers, article: Mapping[str, Any], strategy: StrategyV1) -> Iterator[Fault]:
    """An article, of the shape of `ArticleV1`, says what the record of its strategy says."""
    same = {
        "@id": article["@id"] == identifiers.address("strategy", strategy.id),
        "name": article["name"] == strategy.title,
        "abstract": article["abstract"] == strategy.summary,
        "dateModified": article["dateModified"] == strategy.updated,
        "hasPart": [(part["identifier"], part["name"], part["text"]) for part in article["hasPart"]]
        == [(section.id, section.heading, section.text) for section in strategy.sections],
        "about": [link["@id"] for link in article["about"]]
        == [identifiers.address("factor", factor.id) for factor in strategy.factors],
    }
    for name in [name for name, agrees in same.items() if not agrees]:
        yield Fault(PATH, strategy.id, f"its `{name}` is not what the record says")
    notices = {part["identifier"]: part["usageInfo"]["text"] for part in article["hasPart"] if part.get("usageInfo")}
    for section in strategy.sections:
        due = section.disclaimer
        if due and notices.get(section.id) != due.text:
            yield Fault(PATH, strategy.id, f"section `{section.id}` lacks the disclaimer `{due.id}`")
