"""Linked data inside pages, in the words of schema.org."""

from typing import Any

from pipeline.publish.exporters.linked_data import article, collection, term_set
from pipeline.publish.inputs import SharedInputs, StrategyInputs
from pipeline.publish.records import Records

CONTEXT = {"@context": "https://schema.org"}


def strategy_data(strategy: StrategyInputs) -> dict[str, Any]:
    """A strategy, without the texts and citations that the page itself shows."""
    data = CONTEXT | article(strategy.shared, strategy.record)
    data["hasPart"] = [
        {key: value for key, value in part.items() if key != "text"} for part in data["hasPart"] if "usageInfo" in part
    ]
    del data["citation"]
    return data


def factor_data(records: Records) -> dict[str, dict[str, Any]]:
    """Every factor by its id."""
    return {
        term.term_code: CONTEXT | term.model_dump(mode="json", exclude_none=True)
        for term in term_set(records).has_defined_term
    }


def library_data(records: Records) -> dict[str, Any]:
    """The library as a whole."""
    return CONTEXT | collection(records).model_dump(mode="json", exclude_none=True)


def list_data(shared: SharedInputs, name: str, address: str) -> dict[str, Any]:
    """A page that is a list."""
    library = shared.identifiers.address("vocabulary", "library")
    language = shared.library.language
    data = {"@type": "CollectionPage", "name": name, "inLanguage": language, "isPartOf": {"@id": library}}
    return CONTEXT | data | ({"url": address} if address else {})
